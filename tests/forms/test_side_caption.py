"""A label beside the rows of indicators: a caption down all of them is none of their columns, others are told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.audit import _beside_all_rows
from extractor.model.document import Cell, Grid
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from tests.make.sketch import draw

FORM = """
# 2025年度防汛物资项目绩效评价指标表
| 评价指标 | 评价内容 | < | 指标名称 | 目标值 | 分值 |
| {caption} | 产出 | 数量指标 | 编织袋储备数 | 3万条 | 50 |
| {below} | ^ | 质量指标 | 物资完好率 | 98% | 50 |
"""


def read(caption: str, below: str) -> Form:
    [reading] = read_forms(draw(FORM.format(caption=caption, below=below)), load_rules(), "0" * 64)
    return reading.form


@pytest.mark.parametrize("caption", ["项目年度绩效目标（定量指标）", "年度绩效目标"])
def test_a_caption_beside_all_rows_is_no_doubt(caption: str) -> None:
    form = read(caption, "^")
    assert [(row.level1.canonical, row.target.raw) for row in form.indicators if row.level1 and row.target] == [
        ("产出指标", "3万条"),
        ("产出指标", "98%"),
    ]
    assert form.texts.annual_goal is None
    assert form.reading is not None and form.reading.doubts == []


@pytest.mark.parametrize("below", ["联系电话", "年度绩效目标"])
def test_labels_on_single_rows_are_told(below: str) -> None:
    form = read("年度绩效目标", below)
    assert form.reading is not None and form.reading.doubts


@pytest.mark.parametrize(
    ("cell", "level_at", "rows", "caption"),
    [
        (Cell(2, 0, rowspan=2), 1, (2, 3), True),
        (Cell(2, 0, rowspan=2), 1, (2,), False),
        (Cell(2, 0, rowspan=2), 0, (2, 3), False),
        (Cell(2, 0, rowspan=2, colspan=2), 1, (2, 3), False),
        (Cell(2, 0), 1, (2, 3), False),
        (Cell(2, 1, rowspan=2), 2, (2, 3), False),
    ],
    ids=["beside", "a row not read", "no level right of it", "over the level", "one row", "not at the edge"],
)
def test_what_is_a_caption_beside_rows(cell: Cell, level_at: int, rows: tuple[int, ...], caption: bool) -> None:
    places = [
        {"level1": {"table": 0, "row": 2, "col": level_at}, "target": {"table": 0, "row": row, "col": 4}}
        for row in rows
    ]
    reading: Any = SimpleNamespace(cells_at=places)
    assert _beside_all_rows(cell, Grid([cell], 4, 5, table=0), reading) == caption
