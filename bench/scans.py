"""What the scan route reaches on made-up pages and on frozen files: geometry, text, silent errors, time, memory.

    python bench/scans.py --pages 12                       made-up pages of every level, reporting seeds (8000 …)
    python bench/scans.py --pages 4 --peer-python PYTHON   the same with the peers on the same pictures
    python bench/scans.py --frozen FOLDER... [-v]          files with a truth file beside them, a line a group
    python bench/scans.py --speed 4 --peer-python PYTHON   seconds a page and where they go, prose and indicator pages
    python bench/scans.py --wear --pages 4 [--held]        every kind of wear as it really arrives (see `scan_kinds.py`)
    python bench/scans.py --growth 500 [--geometry]        resident memory over many pages

PYTHON is that of a virtual environment with the peers (see `scan_peers.py`); tesseract with chi_sim is used where it
is installed. Tuning seeds are 0 to 299, tests and trials use 300 to 499, reporting starts at 8000: no page here was
looked at
while tuning. Cells are compared after NFKC folding without white space. "silent": wrong, and neither the cell
(confidence below 0.8) nor its table is marked. Seconds are CPU seconds of one thread, "wall" says otherwise.
Run with `nice` and OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from scan_frozen import frozen
from scan_generator import Picture, Truth, sample
from scan_kinds import wear
from scan_rivals import HOW, TOO_KIND, Answer, Tesseract, ask, into_our_cells, into_true_cells, tables_answer
from scan_scores import Key, Read, Tally, of_grid, score, share
from scan_speed import speed

from extractor.ground.posix import give_back
from extractor.model.document import Grid
from extractor.readers.image import read_page
from extractor.scan.cleanup import ink_of, tidy_page
from extractor.scan.search import tables_of
from extractor.settings import DEFAULTS

LEVELS = [
    ("clean", 150), ("clean", 200), ("clean", 300), ("mild", 150), ("mild", 200),
    ("hard", 150), ("hard", 200), ("hard", 300), ("photo", 190),
]  # fmt: skip
FIRST = 8000


def truth_of(truth: Truth) -> dict[Key, str]:
    return {(b.row, b.col, b.rowspan, b.colspan): b.text for b in truth.boxes}


def made_up(pages: int, levels: list[tuple[str, int]], text: bool, python: Path | None, verbose: bool) -> None:
    """Every level, ours and (with `python`) the peers'; then all levels together."""
    total = Tally()
    for level, dpi in levels:
        tally = Tally()
        shown: list[tuple[Picture, Truth]] = []
        for seed in range(FIRST, FIRST + pages):
            picture, truth = sample(seed, dpi, level)
            if text and not total.pages + tally.pages:
                read_page(picture, 1, dpi / 72, DEFAULTS)  # loads the models: no page's time
            one, faults = _ours(picture, truth, dpi, text)
            tally.add(one)
            for fault in faults if verbose else ():
                print(f"{level} {dpi} seed {seed} {truth.layout}: {fault}", flush=True)
            if python is not None:
                shown.append((picture, truth))
        print(tally.line(f"{level} {dpi}"), flush=True)
        total.add(tally)
        if python is not None:
            peers(shown, level, dpi, text, python, tally)
    print(total.line("together"), flush=True)


def _ours(picture: Picture, truth: Truth, dpi: int, text: bool) -> tuple[Tally, list[str]]:
    begun = time.process_time()
    page = tidy_page(picture, dpi / 72)
    tables, open_tables = tables_of(page, ink_of(page.gray))
    spent = time.process_time() - begun
    if text:
        begun = time.process_time()
        reading = read_page(picture, 1, dpi / 72, DEFAULTS)
        seconds = time.process_time() - begun
        noted = any(note.code == "doubtful-table" for note in reading.notes)
        one, faults = score(truth_of(truth), [of_grid(item) for item in reading.items if isinstance(item, Grid)], noted)
        one.seconds = seconds
    else:
        one, faults = score(truth_of(truth), [_bare(t) for t in tables], bool(open_tables))
    one.pages, one.grid_seconds = 1, spent
    return one, faults


def _bare(table: Any) -> Read:
    return Read({(s.row, s.col, s.rowspan, s.colspan): "" for s in table.spans}, doubtful=bool(table.doubts))


def peers(shown: list[tuple[Picture, Truth]], level: str, dpi: int, text: bool, python: Path, own: Tally) -> None:
    """The peers on the pictures of one level: a line each."""
    found = ask(python, [picture for picture, _ in shown], ["img2table", "rapidocr", "both"] if text else ["img2table"])
    if isinstance(found, str):
        print(f"    {found}")
    else:
        grids = _peer("img2table", [tables_answer(a["img2table"]) for a in found], shown)
        print(f"    our grid takes {own.grid_seconds / len(shown) / max(grids[1], 1e-9):.2f} of img2table's time")
        if text:
            both, _ = _peer("img2table + RapidOCR", [tables_answer(a["both"]) for a in found], shown)
            lines = [(a["rapidocr"], picture, truth) for a, (picture, truth) in zip(found, shown)]
            _peer("RapidOCR full page, into our cells", [into_our_cells(a, p, dpi / 72) for a, p, _ in lines], shown)
            rapid, seconds = _peer(
                "RapidOCR full page, into the true cells", [into_true_cells(a, t) for a, _, t in lines], shown
            )
            print(f"    RapidOCR full page takes {seconds / max(own.seconds / len(shown), 1e-9):.2f} of our time")
            if level == "hard" and dpi in TOO_KIND:
                print(f"    too kind from {TOO_KIND[dpi]:.0f} % exact: " + "; ".join(
                    (
                        f"{'TOO KIND' if 100 * t.exact / t.cells > TOO_KIND[dpi] else 'not too kind'} to {name} "
                        f"({share(t.exact, t.cells).strip()} %)"
                    )
                    for name, t in (("a peer with its own grid", both), ("one that is given the true cells", rapid))
                ))  # fmt: skip
    if text:
        tesseract = Tesseract()
        missing = tesseract.missing()
        if missing:
            print(f"    {missing}")
        else:
            _peer("tesseract chi_sim on our grid", [tesseract.read(picture, dpi / 72) for picture, _ in shown], shown)


def _peer(name: str, answers: list[Answer], shown: list[tuple[Picture, Truth]]) -> tuple[Tally, float]:
    """A peer's tally and its seconds a page, printed."""
    tally = Tally()
    for answer, (_, truth) in zip(answers, shown):
        tally.add(score(truth_of(truth), answer.tables)[0])
        tally.pages += 1
    seconds = sum(answer.seconds for answer in answers)
    print(tally.peer_line(name, seconds), flush=True)
    return tally, seconds / max(1, len(answers))


def growth(pages: int, text: bool) -> None:
    """Resident memory of one process over many pages: the mean of pages 31 to 50 against that of the last twenty.

    The pages are drawn by another process, so that only what reads them is counted.
    """
    import psutil

    process = psutil.Process()
    held: list[float] = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as drawer:
        for number in range(pages):
            dpi = (150, 200)[number % 2]
            picture = drawer.submit(sample, FIRST + number % 40, dpi, ("mild", "hard", "photo")[number % 3]).result()[0]
            if text:
                read_page(picture, 1, dpi / 72, DEFAULTS)
            else:
                page = tidy_page(picture, dpi / 72)
                tables_of(page, ink_of(page.gray))
                give_back()  # as the reader does after each page
            held.append(process.memory_info().rss / 2**20)
            if number + 1 in (1, 50) or number % 100 == 99:
                print(f"page {number + 1}: {held[-1]:.0f} MB", flush=True)
    early, late = (float(np.mean(part)) for part in (held[30:50] or held, held[-20:]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages} pages: {late:.0f} MB at the end, {100 * (late / early - 1):+.1f} % since page 50; "
          f"{max(held):.0f} MB at most between pages, {peak:.0f} MB within one")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6, help="made-up pages a level")
    parser.add_argument("--levels", nargs="*", help="as hard150 photo190; default all")
    parser.add_argument("--geometry", action="store_true", help="the grid alone, without recognition")
    parser.add_argument("--peer-python", type=Path, metavar="PYTHON", help=HOW)
    parser.add_argument("--frozen", type=Path, nargs="+", metavar="FOLDER", help="files with a truth file beside them")
    parser.add_argument(
        "--speed", type=int, default=0, metavar="PAGES", help="seconds a page of prose and indicator pages"
    )
    parser.add_argument("--wear", action="store_true", help="kinds of wear as they really arrive, a line a kind")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="some of them")
    parser.add_argument("--held", action="store_true", help="at the strengths and combinations held back")
    parser.add_argument("--first", type=int, default=FIRST, metavar="SEED", help="first seed of --wear")
    parser.add_argument("--growth", type=int, default=0, metavar="PAGES")
    parser.add_argument("-v", "--verbose", action="store_true", help="what is wrong, cell by cell")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    np.random.seed(0)
    levels = [(a, b) for a, b in LEVELS if not options.levels or f"{a}{b}" in options.levels]
    if options.growth:
        growth(options.growth, text=not options.geometry)
    elif options.frozen:
        frozen(options.frozen, options.verbose, options.peer_python)
    elif options.wear:
        wear(options.pages, options.first, options.held, options.kinds, options.verbose)
    elif options.speed:
        speed(options.speed, FIRST, options.peer_python)
    else:
        made_up(options.pages, levels, not options.geometry, options.peer_python, options.verbose)


if __name__ == "__main__":
    main()
