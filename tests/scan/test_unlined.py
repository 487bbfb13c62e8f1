"""Scans of tables without uprights: pieces of lines, and the table they make."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.scan.cleanup import PAPER, ink_of
from extractor.scan.lines import Strip, in_lines, text_mask
from extractor.scan.rulings import level_runs
from extractor.scan.unlined import em_of, pieces_of, table_of

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")
LEFT = (60, 260, 460, 660)


def _page(ruled: bool) -> np.ndarray:
    page = np.full((520, 900), PAPER, np.uint8)
    for row in range(6):
        for x in LEFT:
            cv2.putText(page, "12034" if row else "HEADS", (x, 110 + 50 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 40, 3)
    if ruled:
        for y in (70, 122, 372):
            page[y : y + 2, 40:860] = 40
    return page


@pytest.mark.parametrize("ruled", [False, True], ids=["borderless", "three-line"])
def test_columns_and_rows_by_the_place_of_words(ruled: bool) -> None:
    page = _page(ruled)
    ink = ink_of(page)
    rules = level_runs(page, ink, SCALE)
    assert [round(run.at) for run in rules] == ([70, 122, 372] if ruled else []), "feet of characters are no rulings"
    strips = pieces_of(text_mask(ink), rules, 25.0, SCALE)
    assert len(strips) == 24
    strips.sort(key=lambda s: (round((s.y0 + s.y1) / 100), s.x0))
    em = em_of(strips, 40.0)
    assert 20 < em < 30, "the page's own measure"
    texts = [HEADS[n] if n < 4 else "3场" for n in range(24)]
    found = table_of(strips, texts, rules, em)
    assert found is not None
    table, cells, rest = found
    assert {(s.row, s.col, s.rowspan, s.colspan) for s in table.spans} == {
        (r, c, 1, 1) for r in range(6) for c in range(4)
    }
    assert [len(lines) for lines in cells] == [1] * 24 and rest == []
    assert any("推定" in doubt for doubt in table.doubts)


def test_pieces_of_one_line_are_joined_and_lines_stand_in_order() -> None:
    near, far = Strip(0, 10, 50, 34), Strip(400, 12, 450, 33)
    lines = in_lines([far, Strip(60, 10, 90, 36), near, Strip(0, 60, 50, 84)], 25.0)
    assert [[(s.x0, s.x1) for s in line] for line in lines] == [[(0, 90), (400, 450)], [(0, 50)]]


def test_two_lines_that_a_stroke_joins_are_two_pieces() -> None:
    mask = np.zeros((300, 600), np.uint8)
    for y in (100, 132):
        for x in range(100, 300, 26):
            cv2.rectangle(mask, (x, y), (x + 20, y + 22), 1, 2)
    mask[120:135, 150:153] = 1
    strips = pieces_of(mask, [], 25.0, SCALE)
    assert len(strips) == 2 and max(s.y1 - s.y0 for s in strips) < 33
