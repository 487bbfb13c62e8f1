"""The peers of `bench/scans.py` seen from the package's side: they get the same pictures and the same scoring.

img2table and RapidOCR run in an environment of their own (`scan_peers.py`), tesseract as a program on our cells.
RapidOCR's lines are put into cells by their centres: into those of our grid, and into the true ones, which is kinder
than life, for then every cell has its right place. Tesseract gets the straightened cells of our own grid, one call a
page, empty cells left out.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from scan_generator import Picture, Truth
from scan_scores import Key, Read, of_peer

from extractor.scan import lines as cutting
from extractor.scan.cleanup import ink_of, tidy_page
from extractor.scan.page import _inside
from extractor.scan.search import tables_of

HERE = Path(__file__).resolve().parent
HOW = (
    "python3 -m venv /tmp/peers && /tmp/peers/bin/pip install img2table rapidocr onnxruntime, then --peer-python "
    "/tmp/peers/bin/python"
)
TOO_KIND = {150: 40.0, 200: 75.0, 300: 95.0}
"""Percent of cells that RapidOCR's full page may get right at the hard level; more, and the generator is too kind."""


@dataclass
class Answer:
    """What a peer made of one picture."""

    tables: list[Read]
    seconds: float
    wall: float = 0.0


def ask(python: Path, pictures: Sequence[Picture], only: Sequence[str], threads: int = 1) -> list[dict[str, Any]] | str:
    """The answers of `scan_peers.py` in the order of the pictures, or what is missing."""
    if not python.is_file():
        return f"peers left out, no Python at {python}: {HOW}"
    with tempfile.TemporaryDirectory() as room:
        for number, picture in enumerate(pictures):
            cv2.imwrite(f"{room}/{number:05}.png", picture)
        run = subprocess.run(
            [str(python), str(HERE / "scan_peers.py"), room, "--threads", str(threads), "--only", *only],
            capture_output=True, text=True,
        )  # fmt: skip
    if run.returncode:
        return f"peers left out ({run.stderr.strip().splitlines()[-1:] or run.returncode}): {HOW}"
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return sorted(answers, key=lambda answer: str(answer["name"]))


def tables_answer(found: dict[str, Any]) -> Answer:
    return Answer([of_peer(table) for table in found["tables"]], found["seconds"], found["wall"])


def into_true_cells(found: dict[str, Any], truth: Truth) -> Answer:
    """Lines of a full page put into the true cells by their centres."""
    back = np.linalg.inv(np.array(truth.matrix))

    def level(x: float, y: float) -> tuple[float, float]:
        u, v, w = back @ np.array([x, y, 1.0])
        return u / w, v / w

    xs, ys = truth.xs, truth.ys
    boxes = {
        (b.row, b.col, b.rowspan, b.colspan): (xs[b.col], ys[b.row], xs[b.col + b.colspan], ys[b.row + b.rowspan])
        for b in truth.boxes
    }
    return Answer([_into(boxes, found["lines"], level)], found["seconds"], found["wall"])


def into_our_cells(found: dict[str, Any], picture: Picture, scale: float) -> Answer:
    """Lines of a full page put into the cells of our own grid by their centres."""
    page = tidy_page(picture, scale)

    def level(x: float, y: float) -> tuple[float, float]:
        u, v = x, y
        for _ in range(20):
            px, py = page.warp.to_picture(np.array([u]), np.array([v]))
            u, v = u + x - float(px[0]), v + y - float(py[0])
        return u, v

    tables = [
        {(s.row, s.col, s.rowspan, s.colspan): table.box(s) for s in table.spans}
        for table in tables_of(page, ink_of(page.gray))[0]
    ]
    return Answer([_into(boxes, found["lines"], level) for boxes in tables], found["seconds"], found["wall"])


def _into(
    boxes: dict[Key, tuple[float, float, float, float]],
    lines: list[dict[str, Any]],
    level: Callable[[float, float], tuple[float, float]],
) -> Read:
    """Lines by their centres into boxes; `level` takes a place of the picture to where the boxes are."""
    held: dict[Key, list[tuple[float, float, str]]] = {key: [] for key in boxes}
    for line in lines:
        x0, y0, x1, y1 = line["box"]
        x, y = level((x0 + x1) / 2, (y0 + y1) / 2)
        for key, (left, top, right, bottom) in boxes.items():
            if left <= x < right and top <= y < bottom:
                held[key].append((y, x, line["text"]))
    high = float(np.median([line["box"][3] - line["box"][1] for line in lines])) if lines else 1.0
    return Read({key: _joined(inside, 0.5 * high) for key, inside in held.items()})


def _joined(lines: list[tuple[float, float, str]], near: float) -> str:
    """Lines from the top, those of one height from the left."""
    rows: list[list[tuple[float, float, str]]] = []
    for line in sorted(lines):
        if rows and line[0] - rows[-1][0][0] < near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return "".join(text for row in rows for _, _, text in sorted(row, key=lambda line: line[1]))


class Tesseract:
    """tesseract chi_sim on the cells of our own grid."""

    def __init__(self) -> None:
        self.program = shutil.which("tesseract")

    def missing(self) -> str | None:
        how = "apt-get install tesseract-ocr tesseract-ocr-chi-sim"
        if self.program is None:
            return f"tesseract left out, not installed: {how}"
        known = subprocess.run([self.program, "--list-langs"], capture_output=True, text=True).stdout.split()
        return None if "chi_sim" in known else f"tesseract left out, chi_sim is not installed: {how}"

    def read(self, picture: Picture, scale: float) -> Answer:
        page = tidy_page(picture, scale)
        ink = ink_of(page.gray)
        mask = cutting.text_mask(ink)
        before = _children_seconds()
        reads = []
        for table in tables_of(page, ink)[0]:
            boxes = [_inside(table.box(span), round(1.5 * scale)) for span in table.spans]
            em = cutting.line_height(mask, boxes, scale)
            texts = self._texts(page.gray, [(box, len(cutting.cut(mask, box, em))) for box in boxes])
            reads.append(Read({(s.row, s.col, s.rowspan, s.colspan): text for s, text in zip(table.spans, texts)}))
        return Answer(reads, _children_seconds() - before)

    def _texts(self, gray: Any, boxes: list[tuple[tuple[int, int, int, int], int]]) -> list[str]:
        """Texts of boxes with the number of lines in each: --psm 7 for one line, 6 for more."""
        texts = [""] * len(boxes)
        with tempfile.TemporaryDirectory() as room:
            for mode in (6, 7):
                chosen = [i for i, (_, lines) in enumerate(boxes) if lines and (lines == 1) == (mode == 7)]
                if not chosen:
                    continue
                for i in chosen:
                    x0, y0, x1, y1 = boxes[i][0]
                    paper = cv2.copyMakeBorder(gray[y0:y1, x0:x1], 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=255)
                    cv2.imwrite(f"{room}/{i}.png", paper)
                Path(room, "list.txt").write_text("".join(f"{room}/{i}.png\n" for i in chosen))
                assert self.program is not None
                run = subprocess.run(
                    [self.program, f"{room}/list.txt", "stdout", "-l", "chi_sim", "--psm", str(mode)],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
                )  # fmt: skip
                for i, text in zip(chosen, run.stdout.decode("utf-8", "replace").split("\f")):
                    texts[i] = text
        return texts


def _children_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
