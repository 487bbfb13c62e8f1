"""Heads that say 执行数 or 执行率 of a date: which are, and where the date may stand."""

from __future__ import annotations

import pytest

from extractor.forms.execution_dates import at_dates, date_over, measure_at_date
from extractor.forms.slices import Slice
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _heads(*rows: list[str], row: int = 0) -> dict[str, str]:
    return {role: cell.text for role, cell in at_dates(drawn(*rows), row, WORDS).items()}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("1-9月执行数", "executed"),
        ("截至9月30日支出进度", "rate"),
        ("9月预算数", None),
        ("执行数", "executed"),
        ("1-9月支出完成进度", "rate"),
        ("支出完成进度", None),
    ],
)
def test_a_measure_at_a_date(text: str, measure: str | None) -> None:
    assert measure_at_date(text, WORDS) == measure


def test_the_latest_date_counts() -> None:
    assert _heads(["项目", "1-6月执行数", "1-9月执行数", "1-9月执行率"]) == {
        "other_date:1": "1-6月执行数", "executed": "1-9月执行数", "rate": "1-9月执行率",
    }  # fmt: skip
    assert len(_heads(["", "1-6月执行数", "1-9月执行数"])) == 2
    assert _heads(["1-9月执行率", "1-6月执行率"]) == {"rate": "1-9月执行率", "other_date:1": "1-6月执行率"}


@pytest.mark.parametrize(
    "heads",
    [
        ["1-9月执行数", "1-9月执行数"],  # one date
        ["1-6月执行数", "1-9月执行率"],  # each measure once
        ["1-6月执行数", "全年预算数"],
        ["1-6月", "1-9月"],
        ["1-6月执行数", "执行数"],
        ["1-6月执行数" + "（不含结转结余资金和上级专项转移支付）" + "年" * 8, "1-9月执行数"],
    ],
)
def test_one_date_or_one_head_of_a_measure_is_none(heads: list[str]) -> None:
    assert _heads(heads) == {}


@pytest.mark.parametrize(("length", "head"), [(30, True), (31, False)])
def test_a_head_has_a_length(length: int, head: bool) -> None:
    long = f"1-6月执行数（{'含' * (length - 9)}）"
    assert len(long) == length and bool(_heads([long, "1-9月执行数"])) == head


SPLIT = ["2/1|项目", "1/2|前三季度", "^", "1/2|1-6月", "^", "2/1|全年预算数"]


def test_a_date_over_its_heads() -> None:
    below = ["^", "执行数", "执行率", "执行数", "执行率", "^"]
    assert _heads(SPLIT, below, row=1) == {
        "executed": "执行数", "rate": "执行率", "other_date:3": "执行数", "other_date:4": "执行率",
        "adjusted": "全年预算数",
    }  # fmt: skip
    found = at_dates(drawn(SPLIT, below), 1, WORDS)
    assert (found["executed"].col, found["rate"].col, found["adjusted"].row) == (1, 2, 0)


def test_heads_that_reach_down_stand_beside_dates_over_heads_only() -> None:
    flat = ["2/1|项目", "甲", "乙", "2/1|全年预算数"]
    assert set(_heads(flat, ["^", "1-6月执行数", "1-9月执行数", "^"], row=1)) == {"other_date:1", "executed"}
    low = ["2/1|项目", "1/2|前三季度", "^", "1/2|1-6月", "^", "全年预算数"]
    assert "adjusted" not in _heads(low, ["^", "执行数", "执行率", "执行数", "执行率", "甲"], row=1)


def _over(*rows: list[str], at: tuple[int, int] = (1, 1)) -> str | None:
    slice_ = drawn(*rows)
    cell = slice_.owner(*at)
    assert cell is not None
    over = date_over(slice_, cell, WORDS)
    return over.text if over is not None else None


HEADS = ["^", "执行数", "执行率", "丙"]


@pytest.mark.parametrize(
    ("over", "found"),
    [
        (["2/1|项目", "1/2|前三季度", "^", "甲"], "前三季度"),
        (["2/1|项目", "前三季度", "乙", "甲"], None),  # over one head
        (["2/1|项目", "1/2|收支情况", "^", "甲"], None),  # no date
        (["2/1|项目", "1/2|前三季度，如期完成", "^", "甲"], None),  # a sentence
        (["2/1|项目", "1/2|时间：1-9月", "^", "甲"], None),
        (["项目实施期", "1/2|2025年1-9月", "^", "甲"], None),  # the value of a label
        (["资金情况", "1/2|1-9月", "^", "甲"], "1-9月"),  # the label of a block
        (["2/1|项目实施期", "1/2|1-9月", "^", "甲"], "1-9月"),  # the head of more than that
        (["2/1|项目", "1/2|1-9月" + "的" * 26, "^", "甲"], "1-9月" + "的" * 26),
        (["2/1|项目", "1/2|1-9月" + "的" * 27, "^", "甲"], None),
    ],
)
def test_a_head_over_heads_that_is_a_date(over: list[str], found: str | None) -> None:
    assert _over(over, HEADS if over[0][1] == "/" else ["乙", *HEADS[1:]]) == found


def test_the_label_of_a_value_stands_beside_it_or_over_it() -> None:
    assert _over(["项目实施期", "1/2|1-9月", "^", "甲"], ["乙", *HEADS[1:]]) is None
    assert (
        _over(["项目", "1/2|起止时间", "^", "甲"], ["乙", "1/2|1-9月", "^", "丁"], ["丙", *HEADS[1:]], at=(2, 1))
        is None
    )
    assert (
        _over(["项目", "1/2|资金使用", "^", "甲"], ["乙", "1/2|1-9月", "^", "丁"], ["丙", *HEADS[1:]], at=(2, 1))
        == "1-9月"
    )


def test_a_date_begins_and_ends_with_heads_and_is_no_line_over_the_table() -> None:
    assert _over(["项目", "1/2|1-9月", "^", "甲"], ["乙", "执行数", "1/2|执行率", "^"]) is None
    assert _over(["项目", "1/2|1-9月", "^", "甲"], ["1/2|执行数", "^", "执行率", "乙"], at=(1, 2)) is None
    assert _over(["1/3|1-9月", "^", "^"], ["执行数", "执行率", "乙"], at=(1, 0)) is None
    assert _over(["1/3|1-9月", "^", "^", "甲"], ["执行数", "执行率", "乙", "丙"], at=(1, 0)) == "1-9月"
    assert _over(["1/3|1-9月", "^", "^", "甲"], ["执行数", "执行率", "乙", "丙"], at=(0, 0)) is None
    tall = drawn(["项目", "3/2|1-9月", "^", "甲"], ["乙", "^", "^", "丙"], ["丁", "^", "^", "戊"])
    assert date_over(tall, tall.owner(2, 1) or tall.grid.cells[0], WORDS) is None


def test_a_slice_narrower_than_the_table() -> None:
    whole = drawn(["左", "1/2|1-9月", "^", "甲"], ["左", "执行数", "执行率", "乙"])
    (cell,) = [c for c in whole.grid.cells if c.text == "执行数"]
    assert date_over(Slice(whole.grid, 0, 2, left=1, right=3), cell, WORDS) is None, "a line over all of it"
    assert date_over(Slice(whole.grid, 1, 2), cell, WORDS) is None, "what stands above it is another's"
