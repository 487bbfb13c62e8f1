"""Seconds a page and where they go, for `bench/scans.py --speed`: prose pages and indicator pages, ours and RapidOCR's.

The department layout is mostly prose; lists, columns and regions are indicator pages. Both sides get the same
pictures at 200 dpi (clean and worn by turns), one thread, CPU seconds; then both get two threads, wall seconds.
RapidOCR runs its own full-page call: detector and recogniser, no classifier of turned lines.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from scan_generator import LAYOUTS, Picture, sample
from scan_rivals import ask

from extractor.scan import page as route
from extractor.scan.turning import read_any_way_up
from extractor.scan.words import TextReader

DPI = 200
KINDS = {"prose": ("department",), "indicator": ("columns", "regions", "list")}
WORN = ("clean", "mild", "hard")


def _pages(kind: str, count: int, first: int) -> list[Picture]:
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


def _ours(pictures: list[Picture], threads: int) -> tuple[Counter[str], float]:
    """CPU seconds by step and "whole", and wall seconds, over all pictures."""
    spent: Counter[str] = Counter()
    reader = TextReader(threads)
    read_any_way_up(pictures[0], 1, DPI / 72, 72 / DPI, reader)
    with (
        mock.patch.object(route, "tidy_page", _timed(spent, "clean-up", route.tidy_page)),
        mock.patch.object(route, "tables_of", _timed(spent, "grid", route.tables_of)),
        mock.patch.object(reader, "read_fast", _timed(spent, "recognition", reader.read_fast)),
        mock.patch.object(reader, "read_slow", _timed(spent, "recognition", reader.read_slow)),
    ):
        wall = time.perf_counter()
        for picture in pictures:
            _timed(spent, "whole", read_any_way_up)(picture, 1, DPI / 72, 72 / DPI, reader)
        return spent, time.perf_counter() - wall


def speed(count: int, first: int, python: Path | None) -> None:
    """Print both kinds of pages, ours and (with `python`) RapidOCR's."""
    for kind in KINDS:
        pictures = _pages(kind, count, first)
        spent, _ = _ours(pictures, 1)
        whole = spent["whole"]
        steps = {name: spent[name] for name in ("clean-up", "grid", "recognition")}
        steps["cutting and the rest"] = whole - sum(steps.values())
        print(f"{kind}: {whole / count:.2f} s a page in one thread; " + ", ".join(f"{name} {s / count:.2f}" for name, s in steps.items())
              + f"; not recognition {(whole - spent['recognition']) / count:.2f} s", flush=True)  # fmt: skip
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
            print(f"    RapidOCR full page, {threads} thread{'s' if threads > 1 else ''}: {theirs / count:.2f} s {'CPU' if threads == 1 else 'wall'} a page, "
                  f"we are {theirs / mine:.2f} times as fast", flush=True)  # fmt: skip
