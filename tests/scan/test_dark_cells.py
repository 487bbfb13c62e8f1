"""Cells in a dark fill whose rulings were lost: parted by their texts, and said; a title over columns stays whole."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from extractor.layout.grid import Lattice, Span
from extractor.scan.dark_cells import part_dark

pytestmark = pytest.mark.needs_ocr


@pytest.mark.parametrize(
    ("texts", "filled", "cells"),
    [
        ([(40, 60), (130, 180), (250, 280)], True, 3),
        ([(40, 60), (130, 180)], True, 2),
        ([(40, 60), (130, 180), (250, 280)], False, 1),
        ([(90, 210)], True, 1),
        ([(60, 98), (104, 140)], True, 1),
    ],
    ids=["three heads", "the last one blank", "no fill", "a title over two borders", "two characters side by side"],
)
@pytest.mark.parametrize("upright", [True, False])
def test_a_dark_cell_is_parted_where_blank_lies_over_a_border(
    texts: list[tuple[int, int]], filled: bool, cells: int, upright: bool
) -> None:
    dark, mask = np.zeros((60, 320), np.uint8), np.zeros((60, 320), np.uint8)
    dark[5:55, 5:305] = 255 * filled
    for a, b in texts:
        mask[15:40, a:b] = 1
    xs, ys = [0.0, 100.0, 200.0, 310.0], [0.0, 60.0]
    table = Lattice(xs, ys, [Span(0, 0, 1, 3)]) if upright else Lattice(ys, xs, [Span(0, 0, 3, 1)])
    part_dark(table, dark if upright else dark.T, mask if upright else mask.T, 1.5)
    assert len(table.spans) == cells and bool(table.doubts) is (cells > 1)
