"""How long each report writer takes for 40 forms and 500 findings, and how big the file is.

python -m bench.reports        prints one line a writer: median seconds of five runs, kB
"""

from __future__ import annotations

import statistics
import time

from extractor.report.writers import write_check
from extractor.rulebook import Rules
from tests.report_samples import big

LIMIT_SECONDS = 3.0
LIMIT_PAGE = 3_000_000


def main() -> int:
    rules, item, bad = Rules(), big(), 0
    print(f"{len(item.forms)} forms, {len(item.findings)} findings")
    for format in ("text", "json", "html", "xlsx", "docx"):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            content = write_check([item], format=format, rules=rules)  # type: ignore[arg-type]
            times.append(time.perf_counter() - start)
        size = len(content if isinstance(content, bytes) else content.encode())
        median = statistics.median(times)
        fits = median < LIMIT_SECONDS and (format != "html" or size < LIMIT_PAGE)
        bad += not fits
        print(f"{format:5} {median:6.2f} s  {size / 1000:8.0f} kB  {'ok' if fits else 'TOO MUCH'}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
