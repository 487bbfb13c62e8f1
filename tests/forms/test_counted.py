"""A row that was read as something else, and points that are whole only with a figure nobody took, are told."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, Doubt
from extractor.forms.assemble import read_forms
from extractor.forms.counted import _pair, counted
from extractor.forms.reading import Reading
from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

FORM = """
# 2025年度项目支出绩效目标表
| 项目名称 | 老旧管网改造 | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| 产出指标 | 数量指标 | 改造管网长度 | 12公里 | 40 |
| ^ | 质量指标 | {name} | {value} | {points} |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 30 |
"""


def lost(role: str, name: str = "隐患整改率", value: str = "98%", points: str = "30") -> list[Doubt]:
    """The doubts once the second row is no indicator and its cells have `role`."""
    rules = load_rules()
    [reading] = read_forms(draw(FORM.format(name=name, value=value, points=points)), rules, "0" * 64)
    assert list(counted(reading, reading.account, reading.extent, vocabulary(rules))) == []
    _forget(reading, role)
    return list(counted(reading, reading.account, reading.extent, vocabulary(rules)))


def _forget(reading: Reading, role: str) -> None:
    del reading.form.indicators[1], reading.cells_at[1]
    for _, cell in reading.extent.cells():
        if cell.row == 3 and cell.col > 1:
            reading.account.change(cell, role)  # type: ignore[arg-type]
        elif cell.row == 3:
            reading.account.change(cell, "further")


def test_a_row_taken_for_something_further_is_told() -> None:
    rows, points = lost("further")
    assert "没有读成一行指标" in rows.why and rows.at["row"] == 3
    assert "合计70" in points.why and points.observed == "30"


@pytest.mark.parametrize(("name", "value"), [("备注事项", "见附件说明"), ("合计", "98%")], ids=["words", "sum"])
def test_a_note_and_a_sum_are_no_rows(name: str, value: str) -> None:
    assert [d for d in lost("further", name, value) if "有名称也有数值" in d.why] == []


@pytest.mark.parametrize("points", ["29", "31", "-", "三十"])
def test_points_that_are_not_what_is_missing_tell_nothing(points: str) -> None:
    assert [d for d in lost("unread", points=points) if "正好100" in d.why] == []


def test_unread_points_that_make_the_sum_whole_are_told() -> None:
    [doubt] = [d for d in lost("unread", points="30分") if "正好100" in d.why]
    assert doubt.observed == "30分"


@pytest.mark.parametrize(("length", "row"), [(24, True), (25, False)])
def test_the_value_of_a_row_that_was_missed_is_short(length: int, row: bool) -> None:
    grid, account = drawn(["改造泵站", "≥3座" + "好" * (length - 3)]).grid, Account()
    for cell in grid.cells:
        account.put(cell, "further")
    assert (_pair(grid, 0, 0, 1, account, vocabulary(load_rules())) is not None) == row


@pytest.mark.parametrize(
    ("name", "value", "pair"),
    [
        ("一", "98%", True),  # the first of all characters
        ("整改率", "98%" + "甲" * 21, True),
        ("整改率", "98%" + "甲" * 22, False),  # too long for a value
        ("整改率", "见附件", False),
        ("AB", "98%", False),
        ("整改9", "98%", False),
    ],
)
def test_a_name_and_a_value_on_a_row_that_was_taken_for_something_else(name: str, value: str, pair: bool) -> None:
    cells = [Cell(0, 0, text=name), Cell(0, 1, text=value)]
    account = Account()
    for cell in cells:
        account.put(cell, "further")
    found = _pair(Grid(cells, 1, 2), 0, 0, 1, account, vocabulary(load_rules()))
    assert found == (tuple(cells) if pair else None)
