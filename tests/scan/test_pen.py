"""Strokes of a pen over the rulings of a table are told from print that stands close to them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.layout.grid import Lattice, Span
from extractor.scan.pen import strokes_over

SCALE, EM = 200 / 72, 30.0
TABLE = Lattice([20.0, 200.0, 380.0], [20.0, 100.0, 180.0], [Span(r, c, 1, 1) for r in (0, 1) for c in (0, 1)], [])
Points = list[tuple[int, int]]


def _page(*lines: Points) -> np.ndarray:
    ink = np.zeros((200, 400), np.uint8)
    for x in (20, 200, 380):
        ink[20:181, x - 1 : x + 2] = 160
    for y in (20, 100, 180):
        ink[y - 1 : y + 2, 20:381] = 160
    for line in lines:
        cv2.polylines(ink, [np.array(line, np.int32)], False, 200, 3)
    return ink


@pytest.mark.parametrize(
    "stroke",
    [[(60, 95), (70, 115), (105, 60)], [(150, 60), (260, 52)], [(60, 130), (90, 60)]],
    ids=["a tick", "a line into the next cell", "a slanting stroke"],
)  # fmt: skip
def test_a_stroke_over_a_ruling_goes_and_the_ruling_stays(stroke: Points) -> None:
    ink = _page(stroke)
    mask, boxes = strokes_over([TABLE], ink, EM, SCALE)
    assert mask is not None
    assert len(boxes) >= 2
    assert not mask[100, 30:50].any()
    left = ink.copy()
    left[mask > 0] = 0
    away = cv2.subtract(_page(stroke), _page())
    assert np.count_nonzero(left[away > 0]) < 0.35 * np.count_nonzero(away), "what is left lies on the rulings"


@pytest.mark.parametrize(
    "lines",
    [
        [[(60, 88), (90, 88)], [(60, 112), (90, 112)]],
        [[(60, 60), (60, 98)]],
        [[(60, 95), (75, 130), (75, 95)], [(55, 60), (85, 60), (85, 96)], [(55, 75), (85, 75)], [(55, 60), (55, 90)],
         [(70, 60), (70, 90)]],
        [],
    ],
    ids=["print close to a ruling", "print that touches one", "a stroke over a character", "a bare table"],
)  # fmt: skip
def test_print_stays(lines: list[Points]) -> None:
    mask, _boxes = strokes_over([TABLE], _page(*lines), EM, SCALE)
    assert mask is None or not mask[:97].any()


def test_what_runs_through_a_merged_cell_is_its_text() -> None:
    """Where no ruling is, nothing runs over one."""
    whole = Lattice(TABLE.xs, TABLE.ys, [Span(0, 0, 2, 1), Span(0, 1, 1, 1), Span(1, 1, 1, 1)], [])
    ink = _page([(60, 80), (75, 120), (105, 60)])
    ink[99:102, 22:199] = 0
    cv2.polylines(ink, [np.array([(60, 80), (75, 120), (105, 60)], np.int32)], False, 200, 3)
    assert strokes_over([whole], ink, EM, SCALE) == (None, [])
