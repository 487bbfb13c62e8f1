"""What the two recognisers make of made-up cells, kept on disk so that the judging can be tried in seconds.

    python bench/fit_reading.py collect --pages 40      reads pages of every level with both models (tuning seeds)
    python bench/fit_reading.py judge [--errors]        cells exact, silent errors, right cells flagged, share of slow
    reading

Only pages whose grid came out right are kept: what is measured is the reading. `judge` runs the reader as it stands
in `extractor/scan/words.py` on the recorded readings. Run with `nice`.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from scan_generator import Truth, Words, sample
from scans import LEVELS, fold

from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.scan.crop import Crop
from extractor.scan.cuts import Cuts
from extractor.scan.models import load
from extractor.scan.page import cut_page, put_together
from extractor.scan.recognise import Reading, read_crops
from extractor.scan.words import TextReader

STORE = Path("/tmp/jixiao-readings")
BORROWED = Path("/tmp/jixiao-readings-borrowed")
TUNING = 300
"""Seeds below are for tuning."""


@dataclass
class Taped:
    """A page with both models' readings of its crops."""

    seed: int
    truth: Truth
    cuts: Cuts
    fast: list[Reading]
    slow: list[Reading]


class Player(TextReader):
    """A reader whose models are the recorded readings of one page."""

    def __init__(self, taped: Taped) -> None:
        self.tape = {id(crop): pair for crop, pair in zip(taped.cuts.crops, zip(taped.fast, taped.slow))}
        self.asked = self.width = 0

    def read_fast(self, crops: list[Crop]) -> list[Reading]:
        self.width += sum(crop.gray.shape[1] for crop in crops)
        return [self.tape[id(crop)][0] for crop in crops]

    def read_slow(self, crops: list[Crop]) -> list[Reading]:
        self.asked += sum(crop.gray.shape[1] for crop in crops)
        return [self.tape[id(crop)][1] for crop in crops]


def borrow_words() -> None:
    """Let the generator speak in the words of the rule book instead of its own, with places of rare characters."""
    book: dict[str, list[str]] = {}
    for entry in load_rules().indicators.entries:
        if len(entry.name) <= 16:
            book.setdefault(entry.level2, []).append(entry.name)
    rng = random.Random(7)
    Words.QUANTITY, Words.QUALITY, Words.TIME = book["quantity"], book["quality"], book["timeliness"]
    Words.COST, Words.BENEFIT, Words.SATISFY = (
        book["cost"],
        book["social"] + book["economic"] + book["sustainable"],
        book["satisfaction"],
    )
    Words.PROJECTS = [name for name in book["social"] if len(name) < 14]
    Words.UNITS = [
        *Words.UNITS,
        "‰",
        "元/人·月",
        "1/10万",
        "km",
        "m²",
        "吨/年",
        "个/百户",
        "人·次",
        "MW",
        "㎡",
        "份（册）",
    ]
    every = [name for names in book.values() for name in names]
    Words.SENTENCES = ["，".join(rng.sample(every, rng.randint(1, 2))) + rng.choice("。；") for _ in range(400)]
    marks = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    Words.PLACES = ["".join(rng.choices([m for m in marks if m], k=2)) for _ in range(300)]
    Words.NAMES = ["".join(rng.choices([m for m in marks if m], k=rng.choice([2, 3]))) for _ in range(300)]


def collect(store: Path, pages: int, levels: list[tuple[str, int]]) -> None:
    store.mkdir(exist_ok=True)
    fast, slow = load("tiny"), load("small")
    for level, dpi in levels:
        kept: list[Taped] = []
        for n in range(pages):
            seed = (LEVELS.index((level, dpi)) * 33 + n) % TUNING
            picture, truth = sample(seed, dpi, level)
            cuts = cut_page(picture, dpi / 72)
            spans = {(s.row, s.col, s.rowspan, s.colspan) for t in cuts.tables for s in t.spans}
            if len(cuts.tables) != 1 or spans != {(b.row, b.col, b.rowspan, b.colspan) for b in truth.boxes}:
                continue
            crops = [crop.gray for crop in cuts.crops]
            taped = Taped(seed, truth, cuts, read_crops(fast, crops), read_crops(slow, crops))
            # The pictures of the whole page are not needed again.
            cuts.page.gray, cuts.page.red, cuts.page.blue = np.zeros((1, 1), np.uint8), None, None
            for crop in cuts.crops:
                crop.gray, crop.ink = crop.gray.copy(), crop.ink.copy()
            kept.append(taped)
        (store / f"{level}{dpi}.pickle").write_bytes(pickle.dumps(kept))
        print(f"{level} {dpi}: {len(kept)} of {pages} pages have the right grid", flush=True)


def judge(store: Path, levels: list[tuple[str, int]], errors: bool) -> None:
    for level, dpi in levels:
        cells = exact = silent = flagged = asked = width = 0
        for taped in pickle.loads((store / f"{level}{dpi}.pickle").read_bytes()):
            player = Player(taped)
            (grid,) = (
                item
                for item in put_together(taped.cuts, player.read(taped.cuts.crops), 1, 1.0).items
                if isinstance(item, Grid)
            )
            asked, width = asked + player.asked, width + player.width
            want = {(b.row, b.col, b.rowspan, b.colspan): b.text for b in taped.truth.boxes}
            for cell in grid.cells:
                text = want[cell.row, cell.col, cell.rowspan, cell.colspan]
                doubtful = cell.confidence is not None and cell.confidence < 0.8
                right = fold(cell.text) == fold(text)
                cells, exact, flagged = cells + 1, exact + right, flagged + (right and doubtful)
                if not right and not doubtful:
                    silent += 1
                    if errors:
                        _show(level, dpi, taped, cell, text)
        print(
            f"{level:6}{dpi:4} {cells:6} cells  exact {100 * exact / cells:6.2f} %  silent {silent:3} "
            f"{100 * silent / cells:5.2f} %  "
            f"flagged right {100 * flagged / exact:5.2f} %  read by the slow model {100 * asked / width:4.1f} %",
            flush=True,
        )


def _show(level: str, dpi: int, taped: Taped, cell: Cell, text: str) -> None:
    print(
        f"  {level}{dpi} seed {taped.seed} cell {cell.row},{cell.col}: {text!r} read as {cell.text!r} "
        f"({cell.confidence})"
    )
    own = range(len(_strips(taped, cell)))
    first = _first_crop(taped, cell)
    for i in own:
        for name, reading in (("fast", taped.fast[first + i]), ("slow", taped.slow[first + i])):
            weak = " ".join(
                f"{m.text}{m.chance:.3f}/{m.second}{m.second_chance:.3f}" for m in reading.marks if m.chance < 0.98
            )
            print(f"      {name} {reading.text!r} {weak}")


def _strips(taped: Taped, cell: Cell) -> list[object]:
    spans = taped.cuts.tables[0].spans
    number = next(i for i, s in enumerate(spans) if (s.row, s.col) == (cell.row, cell.col))
    return list(taped.cuts.strips[0][number])


def _first_crop(taped: Taped, cell: Cell) -> int:
    spans = taped.cuts.tables[0].spans
    number = next(i for i, s in enumerate(spans) if (s.row, s.col) == (cell.row, cell.col))
    return sum(len(strips) for strips in taped.cuts.strips[0][:number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["collect", "judge"])
    parser.add_argument("--pages", type=int, default=40, help="pages a level")
    parser.add_argument("--levels", nargs="*", help="as hard150 photo190; default all")
    parser.add_argument("--errors", action="store_true", help="print each silent error with both readings")
    parser.add_argument(
        "--borrowed",
        action="store_true",
        help="words of the rule book and rare characters instead of the generator's own",
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    levels = [(a, b) for a, b in LEVELS if not options.levels or f"{a}{b}" in options.levels]
    store = BORROWED if options.borrowed else STORE
    if options.task == "collect":
        if options.borrowed:
            borrow_words()
        collect(store, options.pages, levels)
    else:
        judge(store, levels, options.errors)


if __name__ == "__main__":
    main()
