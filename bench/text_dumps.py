"""Text dumps of printed forms: `pdftotext -layout` of their PDF, and one cell a line; read, told, wrong in silence.

    python -m bench.text_dumps --seeds 0-39 [--forms field|grammar|county] [--kinds layout,cells] [--show] [--keep DIR]

`layout`: the form as .docx, printed by LibreOffice, its text laid out by blanks by poppler's `pdftotext -layout`, as
clerks and web pages hand it on. `cells`: each cell that holds something on a line of its own. `passes unread`: dumps
that end as 通过 or 修改后通过 though values are wrong or missing. Exits 1 where a kind is wrong in silence for more
than 0.1 % of its values.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from bench.county_forms import writers
from bench.county_forms.dice import JUDGING
from bench.county_forms.filing import sample as county
from bench.field_forms.filing import sample as field
from bench.field_forms.writing import docx as field_docx
from bench.layout_grammar.canvas import Table
from bench.layout_grammar.filing import make
from bench.layout_grammar.score import score
from bench.layout_grammar.write_docx import docx as grammar_docx
from bench.layout_grammar.write_pdf import convert
from extractor import extract

SILENT = 0.1


class Printed(Protocol):
    """What the three generators' filings share."""

    blocks: list[Any]


def _grammar(seed: int) -> tuple[Printed, bytes, dict[str, Any]]:
    filing = make("practice" if seed < JUDGING else "judge", seed, "table")
    return filing, grammar_docx(filing), filing.truth()


def _field(seed: int) -> tuple[Printed, bytes, dict[str, Any]]:
    filing = field(seed)
    return filing, field_docx(filing), filing.truth


def _county(seed: int) -> tuple[Printed, bytes, dict[str, Any]]:
    filing = county(seed)
    return filing, writers.docx(filing), filing.truth


FORMS: dict[str, Callable[[int], tuple[Printed, bytes, dict[str, Any]]]] = {
    "field": _field,
    "grammar": _grammar,
    "county": _county,
}


def cells(filing: Printed) -> str:
    """Each cell on a line of its own, blank ones not at all."""
    return "\n".join(line for block in filing.blocks for line in _lines(block)) + "\n"


def _lines(block: Any) -> Iterator[str]:
    if isinstance(block, Table):
        yield from ("".join(cell.text.split("\n")) for cell in block.cells if cell.text)
    elif hasattr(block, "text"):
        yield block.text


def _layout(made: list[tuple[int, bytes]], folder: Path) -> None:
    paths = []
    for seed, content in made:
        paths.append(folder / f"{seed:05d}.docx")
        paths[-1].write_bytes(content)
    convert([p for p in paths if not p.with_suffix(".pdf").exists()], folder)
    for path in paths:
        command = ["pdftotext", "-layout", str(path.with_suffix(".pdf")), str(path.with_suffix(".txt"))]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


def measure(kind: str, forms: str, seeds: list[int], folder: Path, show: bool) -> bool:
    """Print one kind's line; whether it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    filings = [(seed, *FORMS[forms](seed)) for seed in seeds]
    if kind == "layout":
        _layout([(seed, content) for seed, _, content, _ in filings], folder)
    count = whole = values = wrong = silent = passing = doubted = 0
    for seed, filing, _, truth in filings:
        path = folder / f"{seed:05d}.txt"
        if kind == "cells":
            path.write_text(cells(filing), "utf-8")
        output = json.loads(extract(path).model_dump_json())
        scores = score(truth, output)
        misses = [m for one in scores for m in one.misses]
        verdict = output["quality"]["verdict"]
        passing += verdict in ("通过", "修改后通过") and bool(misses)
        for one in scores:
            count, whole, values = count + 1, whole + one.whole, values + one.fields + one.cells
            wrong, silent, doubted = (
                wrong + len(one.misses),
                silent + one.silent,
                doubted + (one.whole and bool(one.doubts)),
            )
        if show and misses:
            print(f"  {kind} {path.name} {verdict} wrong {len(misses)} silent {sum(not m.told for m in misses)}")
            for miss in [m for m in misses if not m.told][:6]:
                print(f"     SILENT {miss.pointer} want {str(miss.want)[:50]!r} got {str(miss.got)[:60]!r}")
    right = 100 - 100 * wrong / values
    print(
        f"{kind:<8}{forms:<8}{count:>5} forms  whole {100 * whole / count:6.1f} %  values right {right:6.2f} %"
        f"  in silence {silent:>4} ({100 * silent / values:.2f} %)  right and doubted {doubted}"
        f"  passes unread {passing}",
        flush=True,
    )
    return 100 * silent / values <= SILENT


def main() -> int:
    """Read the command line, write, dump, read, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-39")
    parser.add_argument("--forms", default="field", choices=[*FORMS])
    parser.add_argument("--kinds", default="layout,cells")
    parser.add_argument("--show", action="store_true", help=f"list what is wrong (seeds below {JUDGING} only)")
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    given = parser.parse_args()
    low, _, high = given.seeds.partition("-")
    seeds = list(range(int(low), int(high or low) + 1))
    if given.show and seeds[-1] >= JUDGING:
        parser.error("judging seeds are not looked at")
    held = True
    with tempfile.TemporaryDirectory() as scratch:
        for kind in given.kinds.split(","):
            held &= measure(kind, given.forms, seeds, (given.keep or Path(scratch)) / kind, given.show)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
