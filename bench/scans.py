"""What the scan route reaches on made-up pages and on the frozen files: geometry, text, silent errors, time.

    python bench/scans.py --pages 12                     made-up pages of every level, reporting seeds (1000 …)
    python bench/scans.py --peers --pages 2              RapidOCR's own full page on the same pictures
    python bench/scans.py --growth 500                   memory over many pages

Tuning seeds are 0 to 299, tests use 300 to 399, reporting starts at 1000: no page here was looked at while tuning.
Cells are compared after NFKC folding without white space. "silent": wrong, and neither the cell (confidence below
0.8) nor its table is marked. Seconds are CPU seconds of one thread. Run with `nice`.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from scan_generator import Truth, sample

from extractor.model.document import Grid
from extractor.readers.image import read_page
from extractor.scan.cleanup import ink_of, tidy_page
from extractor.scan.page import _tables
from extractor.settings import DEFAULTS

LEVELS = [
    ("clean", 150), ("clean", 200), ("clean", 300), ("mild", 150), ("mild", 200),
    ("hard", 150), ("hard", 200), ("hard", 300), ("photo", 190),
]  # fmt: skip
FIRST = 1000


def fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).replace("≧", "≥").replace("≦", "≤")


@dataclass
class Tally:
    """Counts of one level."""

    pages: int = 0
    cells: int = 0
    placed: int = 0
    exact: int = 0
    silent: int = 0
    flagged_right: int = 0
    right: int = 0
    wrong_tables: int = 0
    wrong_marked: int = 0
    right_marked: int = 0
    grid_seconds: float = 0.0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        for name in self.__slots__ if hasattr(self, "__slots__") else vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        def share(part: float, whole: float) -> str:
            return f"{100 * part / whole:6.2f}" if whole else "     -"

        return (
            f"{name:12} {self.cells:6} cells  geometry {share(self.placed, self.cells)} %  exact {share(self.exact, self.cells)} %  "
            f"silent {share(self.silent, self.cells)} %  flagged right {share(self.flagged_right, self.right)} %  "
            f"wrong tables {self.wrong_tables}/{self.pages}, marked {self.wrong_marked}; right ones marked {self.right_marked}  "
            f"grid {self.grid_seconds / max(1, self.pages):.2f} s, page {self.seconds / max(1, self.pages):.2f} s"
        )


def score(truth: Truth, grids: list[Grid]) -> Tally:
    """One page's cells against its truth."""
    tally = Tally(pages=1, cells=len(truth.boxes))
    want = {(b.row, b.col, b.rowspan, b.colspan): b.text for b in truth.boxes}
    grid = max(grids, key=lambda g: len(g.cells), default=None)
    got = {(c.row, c.col, c.rowspan, c.colspan): c for c in grid.cells} if grid else {}
    marked = grid is None or bool(grid.doubts)
    tally.placed = len(want.keys() & got.keys())
    whole = set(want) == set(got) and len(grids) == 1
    tally.wrong_tables, tally.wrong_marked = int(not whole), int(not whole and marked)
    tally.right_marked = int(whole and marked)
    for key, text in want.items():
        cell = got.get(key)
        flagged = cell is not None and cell.confidence is not None and cell.confidence < 0.8
        if cell is not None and fold(cell.text) == fold(text):
            tally.exact += 1
            tally.right += 1
            tally.flagged_right += flagged
        elif not flagged and not marked:
            tally.silent += 1
    return tally


def made_up(pages: int, levels: list[tuple[str, int]], text: bool) -> None:
    total = Tally()
    for level, dpi in levels:
        tally = Tally()
        for seed in range(FIRST, FIRST + pages):
            picture, truth = sample(seed, dpi, level)
            begun = time.process_time()
            page = tidy_page(picture, dpi / 72)
            tables, _open = _tables(page, ink_of(page.gray))
            spent = time.process_time() - begun
            if text:
                begun = time.process_time()
                reading = read_page(picture, 1, dpi / 72, DEFAULTS)
                grids = [item for item in reading.items if isinstance(item, Grid)]
                one = score(truth, grids)
                one.seconds = time.process_time() - begun
            else:
                one = score(truth, [_bare(t) for t in tables])
            one.grid_seconds = spent
            tally.add(one)
        print(tally.line(f"{level} {dpi}"), flush=True)
        total.add(tally)
    print(total.line("together"), flush=True)


def _bare(table: Any) -> Grid:
    from extractor.model.document import Cell

    cells = [Cell(s.row, s.col, s.rowspan, s.colspan) for s in table.spans]
    return Grid(cells, table.rows, table.cols, doubts=list(table.doubts))


def peers(pages: int, levels: list[tuple[str, int]]) -> None:
    """RapidOCR's full-page call, its lines put into the truth's own cells by their centres: kinder than life."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        print("peer rapidocr is not installed", file=sys.stderr)
        return
    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.use_cls": False, "Global.log_level": "error"})
    for level, dpi in levels:
        spent = own = 0.0
        for seed in range(FIRST, FIRST + pages):
            picture, _truth = sample(seed, dpi, level)
            begun = time.process_time()
            engine(picture)
            spent += time.process_time() - begun
            begun = time.process_time()
            read_page(picture, 1, dpi / 72, DEFAULTS)
            own += time.process_time() - begun
        print(f"{level} {dpi}: RapidOCR full page {spent / pages:.2f} s, ours {own / pages:.2f} s a page, {spent / own:.1f} times as fast", flush=True)


def growth(pages: int) -> None:
    """Resident memory after the 50th page and at the end."""
    import psutil

    process = psutil.Process()
    after = 0.0
    for number in range(pages):
        picture, _ = sample(FIRST + number % 40, 150, ("mild", "hard", "photo")[number % 3])
        read_page(picture, 1, 150 / 72, DEFAULTS)
        if number == 49:
            after = process.memory_info().rss / 2**20
    end = process.memory_info().rss / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages} pages: {after:.0f} MB after 50, {end:.0f} MB at the end, {peak:.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6, help="made-up pages a level")
    parser.add_argument("--levels", nargs="*", help="as hard150 photo190; default all")
    parser.add_argument("--geometry", action="store_true", help="the grid alone, without recognition")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--growth", type=int, default=0, metavar="PAGES")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    np.random.seed(0)
    levels = [(a, b) for a, b in LEVELS if not options.levels or f"{a}{b}" in options.levels]
    if options.growth:
        growth(options.growth)
    elif options.peers:
        peers(options.pages, levels)
    else:
        made_up(options.pages, levels, text=not options.geometry)


if __name__ == "__main__":
    main()
