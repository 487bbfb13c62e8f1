"""Teach once: one corrected filing of a layout, and the others of that layout; nothing in filings of other layouts.

    python -m bench.learn                               30 layouts with alien wordings, docx
    python -m bench.learn --layouts 100-109 --format xlsx -v

For each layout: filing 0 is corrected by hand (its truth) and learned from; filings 1 to 10 hold other words and rows
of the
same layout. Counted: those read wholly right before and after, and whether a JSON document of another layout (one
filing
of each of the other layouts, and some of bench.layout_grammar) is other than before. Exits 1 where a figure falls
short.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.layout_grammar.filing import Filing, alien, make
from bench.layout_grammar.score import score
from bench.layout_grammar.truth import as_document
from bench.layout_grammar.writing import FORMATS
from extractor.learning import facts_of, propose, save
from extractor.pipeline import document_of, extract_bytes
from extractor.rulebook import Rules, load_rules

OTHERS = 10
STRANGERS = 20
"""Filings with usual wordings among those of other layouts."""


def read(filing: Filing, suffix: str, rules: Rules) -> dict[str, Any]:
    """The JSON document of a filing, without the version of the rules."""
    document: dict[str, Any] = json.loads(
        extract_bytes(FORMATS[suffix](filing), f"{filing.name}.{suffix}", rules=rules).model_dump_json()
    )
    document["source"]["rules_version"] = ""
    return document


def misses(filing: Filing, output: dict[str, Any]) -> list[str]:
    return [f"{m.pointer} {m.want!r} {str(m.got)[:40]!r}" for one in score(filing.truth(), output) for m in one.misses]


def learn(layout: int, suffix: str, rules: Rules, into: Path) -> tuple[Rules, int, float]:
    """Rules that were taught one layout, how many values were wrong in the filing before, and the seconds it took."""
    first = alien(layout, 0)
    document = document_of(FORMATS[suffix](first), f"{first.name}.{suffix}")
    start = time.perf_counter()
    proposal = propose(document, rules, [facts_of(form) for form in as_document(first.forms)["forms"]])
    seconds = time.perf_counter() - start
    if proposal.book is None:
        return rules, len(proposal.before), seconds
    save(proposal.book, into)
    return load_rules(into), len(proposal.before), seconds


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--layouts", default="0-29")
    options.add_argument("--format", default="docx", choices=sorted(FORMATS))
    options.add_argument("-v", action="store_true", help="what is still missed")
    chosen = options.parse_args()
    first, _, last = chosen.layouts.partition("-")
    layouts, suffix, base = range(int(first), int(last or first) + 1), chosen.format, load_rules()
    strangers = [alien(other, 1) for other in layouts] + [make("teach", seed) for seed in range(STRANGERS)]
    unchanged = [read(filing, suffix, base) for filing in strangers]
    right = before = total = whole = altered = 0
    slowest = 0.0
    for layout in layouts:
        with TemporaryDirectory() as folder:
            taught, _, seconds = learn(layout, suffix, base, Path(folder))
            slowest = max(slowest, seconds)
            filings = [alien(layout, n) for n in range(1, OTHERS + 1)]
            wrong = {filing.name: misses(filing, read(filing, suffix, taught)) for filing in filings}
            before += sum(not misses(filing, read(filing, suffix, base)) for filing in filings)
            good = sum(not missed for missed in wrong.values())
            right, total, whole = right + good, total + len(filings), whole + (good == len(filings))
            for at, (filing, old) in enumerate(zip(strangers, unchanged)):
                if at != layouts.index(layout) and read(filing, suffix, taught) != old:
                    altered += 1
                    print(f"  layout {layout} changes {filing.name}")
            print(f"layout {layout}: {good} of {len(filings)} right, learned in {seconds:.1f} s", flush=True)
            for name, missed in wrong.items() if chosen.v else ():
                if missed:
                    print(f"  {name}: {missed[:4]}")
    print(f"layouts whose {OTHERS} other filings are all right: {whole} of {len(layouts)}")
    print(
        f"other filings right: {right} of {total} (before: {before}); filings of other layouts changed: {altered}; "
        f"slowest {slowest:.1f} s"
    )
    return int(whole < len(layouts) or altered > 0)


if __name__ == "__main__":
    sys.exit(main())
