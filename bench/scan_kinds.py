"""The table of `bench/scans.py --wear`: what each kind of wear leaves, and whether a page that was not read says so.

    python bench/scans.py --wear --pages 4                 every kind at the strength built against, reporting seeds
    python bench/scans.py --wear --pages 4 --held          the strengths and combinations that are held back
    python bench/scans.py --wear --kinds dither curl -v    some kinds, and what is wrong cell by cell

"silent": cells with text in the truth or in the reading that are wrong while neither the cell, its table nor the page
is marked. "told": wrong ones that are. "passed": pages of which more than 30 % of the cells are wrong and that end as
通过; "unjudged": pages that end as 未能审核; "said": pages said to be unreadable (`unreadable-part`, `unread-text`),
with what
the others come to.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from scan_generator import Truth
from scan_scores import Key, Tally, of_grid, score, share
from scan_wear import kinds, worn_page

from extractor.layout.stitch import stitch
from extractor.model.document import Document, Grid, Note
from extractor.pipeline import readings_of
from extractor.quality.engine import review
from extractor.readers.image import read_page
from extractor.rulebook import Rules, load_rules
from extractor.scan.cuts import PageReading
from extractor.settings import DEFAULTS

LOST = 0.3
"""Share of wrong cells from which a page was not read."""


@dataclass
class KindTally(Tally):
    """Counts of one kind of wear."""

    unread: int = 0
    passed: int = 0
    unjudged: int = 0
    said: int = 0
    kept_cells: int = 0
    kept_placed: int = 0
    kept_exact: int = 0

    def wear_line(self, name: str) -> str:
        return (
            f"{name:17} {self.cells:5} cells  geometry {share(self.placed, self.cells)}  exact "
            f"{share(self.exact, self.cells)}  "
            f"silent {share(self.silent, self.cells)}  told {share(self.cells - self.exact - self.silent, self.cells)}"
            f"  "
            f"right marked {share(self.flagged_right, self.right)}  pages {self.pages}: unread {self.unread}, "
            f"passed {self.passed}, unjudged {self.unjudged}, said {self.said}, of the others geometry "
            f"{share(self.kept_placed, self.kept_cells)}  exact {share(self.kept_exact, self.kept_cells)}  "
            f"{self.seconds / max(1, self.pages):.2f} s"
        )


@dataclass
class _Page:
    tally: KindTally = field(default_factory=KindTally)
    faults: list[str] = field(default_factory=list)


def wear(pages: int, first: int, held: bool, chosen: list[str] | None, verbose: bool) -> None:
    """Print a line for each kind, then all together; the time of a page is CPU seconds of this process."""
    rules = load_rules()
    total = KindTally()
    for name in chosen or kinds(held):
        tally = KindTally()
        for seed in range(first, first + pages):
            page = _read(name, seed, held, rules)
            tally.add(page.tally)
            for fault in page.faults if verbose else ():
                print(f"{name} seed {seed}: {fault}", flush=True)
        print(tally.wear_line(name), flush=True)
        total.add(tally)
    print(total.wear_line("together"), flush=True)


def _read(name: str, seed: int, held: bool, rules: Rules) -> _Page:
    dpi = 200
    picture, truths = worn_page(name, seed, dpi, held)
    begun = time.process_time()
    reading = read_page(picture, 1, dpi / 72, DEFAULTS)
    out = _Page()
    out.tally.seconds, out.tally.pages = time.process_time() - begun, 1
    wrong = cells = 0
    for number, truth in enumerate(truths):
        tally, faults = score(
            _wanted(truth), [of_grid(item) for item in _own(reading, number, len(truths), picture.shape[1] * 72 / dpi)],
            any(note.code == "doubtful-table" for note in reading.notes), len(truths) == 1,
        )  # fmt: skip
        if _is_said(reading.notes):
            tally.silent = 0
        for key, value in vars(tally).items():
            setattr(out.tally, key, getattr(out.tally, key) + value)
        out.faults += faults
        wrong, cells = wrong + tally.cells - tally.exact, cells + tally.cells
    if _is_said(reading.notes):
        out.tally.said = 1
    else:
        out.tally.kept_cells, out.tally.kept_placed = cells, out.tally.placed
        out.tally.kept_exact = out.tally.exact
    verdict = _verdict(reading, rules)
    out.tally.unread = int(wrong > LOST * cells)
    out.tally.passed = int(out.tally.unread and verdict == "通过")
    out.tally.unjudged = int(verdict == "未能审核")
    out.faults += [f"{note.code}: {note.message}" for note in reading.notes]
    if out.tally.unread:
        out.faults.append(f"not read, verdict {verdict}")
    return out


def _wanted(truth: Truth) -> dict[Key, str]:
    return {(b.row, b.col, b.rowspan, b.colspan): b.text for b in truth.boxes}


def _own(reading: PageReading, number: int, pages: int, width: float) -> list[Grid]:
    """The grids of one of several pages on a picture, by where they stand."""
    grids = [item for item in reading.items if isinstance(item, Grid)]
    if pages == 1:
        return grids
    half = width / pages
    return [g for g in grids if g.bbox and number * half <= (g.bbox[0] + g.bbox[2]) / 2 < (number + 1) * half]


def _is_said(notes: list[Note]) -> bool:
    """Whether the page itself is said not to have been read."""
    return any(note.code in ("unreadable-part", "unread-text") for note in notes)


def _verdict(reading: PageReading, rules: Rules) -> str | None:
    document = Document("image", pages=1, ocr_pages=1)
    document.items = stitch(reading.items)
    document.notes, document.seals = list(reading.notes), list(reading.seals)
    readings = readings_of(document, rules, "0" * 64)
    return review(readings, document.notes, source_sha="0" * 64, rules=rules)[2].verdict
