"""What reading the sample .docx costs beside a bare walk over its tables. `python bench/extract.py`

The walk: zip read, fromstring, every w:tc with its text, gridSpan and vMerge. Eleven alternating runs after a warm-up,
median; in process and warm. Also: the start of `jixiao --help` beside `import typer`.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from extractor import readers
from extractor.pipeline import extract_bytes, readings_of
from extractor.quality.engine import review
from extractor.rulebook import load_rules

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "yuanjiang-zonggonghui-2024.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUNS = 11


def walk(data: bytes) -> list[tuple[str, str | None, str | None]]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    cells = []
    for tc in root.iter(W + "tc"):
        text = "".join(t.text or "" for t in tc.iter(W + "t"))
        span = merge = None
        properties = tc.find(W + "tcPr")
        if properties is not None:
            found = properties.find(W + "gridSpan")
            span = found.get(W + "val") if found is not None else None
            found = properties.find(W + "vMerge")
            merge = found.get(W + "val", "continue") if found is not None else None
        cells.append((text, span, merge))
    return cells


def medians(jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    for job in jobs.values():
        job()
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(spent) for name, spent in times.items()}


def main() -> None:
    data, rules = SAMPLE.read_bytes(), load_rules()
    document = readers.read(data, SAMPLE.name, "docx")
    readings = readings_of(document, rules, "0" * 64)
    spent = medians(
        {
            "bare walk": lambda: walk(data),
            "reader": lambda: readers.read(data, SAMPLE.name, "docx"),
            "extract": lambda: extract_bytes(data, SAMPLE.name, rules=rules),
            "check": lambda: review(readings, [], source_sha="0" * 64, rules=rules),
        }
    )
    for name, seconds in spent.items():
        print(f"{name:<12}{seconds * 1000:8.2f} ms   {seconds / spent['bare walk']:6.2f} x bare walk")
    rest = spent["extract"] - spent["check"]
    print(f"extract / bare walk: {spent['extract'] / spent['bare walk']:.2f} (at most 3)")
    print(f"check / the rest of extract: {spent['check'] / rest:.2f} (at most 0.5)")
    start = medians(
        {
            "jixiao --help": lambda: subprocess.run(
                [sys.executable, "-m", "extractor", "--help"], stdout=subprocess.DEVNULL, check=True
            ),
            "import typer": lambda: subprocess.run([sys.executable, "-c", "import typer"], check=True),
        }
    )
    print(f"--help / import typer: {start['jixiao --help'] / start['import typer']:.2f} (at most 2)")


if __name__ == "__main__":
    main()
