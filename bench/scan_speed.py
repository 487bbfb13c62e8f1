"""Seconds a page and where they go, for `bench/scans.py --speed`: prose, indicator and worn pages, ours and RapidOCR's.

The department layout is mostly prose; lists, columns and regions are indicator pages; "worn" are pages of every kind of
wear by turns (`scan_wear.py`). Both sides get the same pictures at 200 dpi, one thread, CPU seconds; then both get two
threads, wall seconds. RapidOCR runs its own full-page call: detector and recogniser, no classifier of turned lines.

"not recognition" is the whole page without the calls of the two models that read; "bare recognition" those calls alone,
on the crops that the page asked for. Memory is the highest of a fresh process that reads these pages one by one.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import numpy as np
from scan_generator import LAYOUTS, Picture, sample
from scan_rivals import ask
from scan_wear import kinds, worn_page

from extractor.readers.image import read_page
from extractor.scan import page as route
from extractor.scan import turning
from extractor.scan.turning import read_any_way_up
from extractor.scan.words import TextReader
from extractor.settings import DEFAULTS

DPI = 200
KINDS = {"prose": ("department",), "indicator": ("columns", "regions", "list"), "worn": ()}
WORN = ("clean", "mild", "hard")
MOST_SECONDS, LEAST_RATIO, MOST_MEMORY = 0.5, 3.0, 700
"""What a page may take beside recognition, how much faster than RapidOCR it is to be, and MB of a process."""


def _pages(kind: str, count: int, first: int) -> list[Picture]:
    if kind == "worn":
        names = kinds(False)
        return [worn_page(names[i * len(names) // count], first + i, DPI)[0] for i in range(count)]
    numbers = [n for n, layout in enumerate(LAYOUTS) if layout.__name__.strip("_") in KINDS[kind]]
    return [sample(first + i, DPI, WORN[i % len(WORN)], numbers[i % len(numbers)])[0] for i in range(count)]


def _timed(spent: Counter[str], name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **rest: Any) -> Any:
        begun = time.process_time()
        try:
            return work(*args, **rest)
        finally:
            spent[name] += time.process_time() - begun

    return run


def _ours(pictures: list[Picture], threads: int) -> tuple[list[Counter[str]], float]:
    """CPU seconds of each picture by step and "whole", and wall seconds over all."""
    spent: Counter[str] = Counter()
    reader = TextReader(threads)
    read_any_way_up(pictures[0], 1, DPI / 72, 72 / DPI, reader)
    each: list[Counter[str]] = []
    with (
        mock.patch.object(route, "tidy_page", _timed(spent, "clean-up", route.tidy_page)),
        mock.patch.object(route, "tables_of", _timed(spent, "grid", route.tables_of)),
        mock.patch.object(turning, "read_crops", _timed(spent, "recognition", turning.read_crops)),
        mock.patch.object(reader, "read_fast", _timed(spent, "recognition", reader.read_fast)),
        mock.patch.object(reader, "read_slow", _timed(spent, "recognition", reader.read_slow)),
    ):
        wall = time.perf_counter()
        for picture in pictures:
            spent.clear()
            _timed(spent, "whole", read_any_way_up)(picture, 1, DPI / 72, 72 / DPI, reader)
            each.append(Counter(spent))
        return each, time.perf_counter() - wall


def _memory(folder: str) -> float:
    """MB at most of this process, after reading the pages of a folder."""
    cv2.setNumThreads(1)
    for path in sorted(Path(folder).glob("*.npy")):
        read_page(np.load(path), 1, DPI / 72, DEFAULTS)
    status = Path("/proc/self/status")
    if status.is_file():
        # What `getrusage` says of a child counts its parent's memory too, from before the child became a program.
        return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _peak(pictures: list[Picture]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for number, picture in enumerate(pictures):
            np.save(Path(folder) / f"{number:03}.npy", picture)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            return fresh.submit(_memory, folder).result()


def _met(met: bool) -> str:
    return "met" if met else "missed"


def speed(count: int, first: int, python: Path | None) -> None:
    """Print every kind of pages, ours and (with `python`) RapidOCR's."""
    for kind in KINDS:
        pictures = _pages(kind, count, first)
        each, _ = _ours(pictures, 1)
        spent: Counter[str] = sum(each, Counter())
        whole, read = spent["whole"], spent["recognition"]
        steps = {name: spent[name] for name in ("clean-up", "grid", "recognition")}
        steps["cutting and the rest"] = whole - sum(steps.values())
        beside, worst = (whole - read) / count, max(one["whole"] - one["recognition"] for one in each)
        print(f"{kind}: {whole / count:.2f} s a page in one thread; " + ", ".join(f"{name} {s / count:.2f}" for name,
            s in steps.items()), flush=True)  # fmt: skip
        print(f"    not recognition {beside:.2f} s a page ({_met(beside <= MOST_SECONDS)}: {MOST_SECONDS}), "
        f"{worst:.2f} at most; "
              f"the whole page takes {whole / read:.2f} of its bare recognition", flush=True)  # fmt: skip
        peak = _peak(pictures)
        print(f"    memory {peak:.0f} MB at most ({_met(peak <= MOST_MEMORY)}: {MOST_MEMORY})", flush=True)
        _, wall = _ours(pictures, 2)
        print(f"    ours in two threads: {wall / count:.2f} s wall a page", flush=True)
        if python is None:
            print("    no --peer-python: RapidOCR left out")
            continue
        for threads in (1, 2):
            found = ask(python, pictures, ["rapidocr"], threads)
            if isinstance(found, str):
                print(f"    {found}")
                break
            theirs = sum(answer["rapidocr"]["seconds" if threads == 1 else "wall"] for answer in found)
            mine = whole if threads == 1 else wall
            ratio = theirs / mine
            print(f"    RapidOCR full page, {threads} thread{'s' if threads > 1 else ''}: {theirs / count:.2f} s "
            f"{'CPU' if threads == 1 else 'wall'} a page, "
                  f"we are {ratio:.2f} times as fast ({_met(ratio >= LEAST_RATIO)}: {LEAST_RATIO})",
                  flush=True)  # fmt: skip
