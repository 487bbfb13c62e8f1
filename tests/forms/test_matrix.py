"""A matrix of money: codes over its columns and beside its rows, or years over them."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.draft import Draft
from extractor.forms.matrix import LONGEST, find_matrix
from tests.forms.pages import drawn
from tests.forms.test_edges import WORDS, _slice

TOTAL = ["年度资金总额", "30", "20", "10"]
HEADS = ["资金来源", "合计", "财政拨款", "其他资金"]


def _found(*rows: list[str], row: int = 0, year: int | None = 2024) -> Any:
    """(rows from, to, codes over the columns, codes beside the rows)."""
    matrix = find_matrix(_slice(*rows), row, WORDS, Draft(), year)
    if matrix is None:
        return None
    over = {col: code for col, (_, code) in matrix.heads.items()}
    beside = {at: code for at, (_, code) in matrix.rows.items()}
    return matrix.top, matrix.bottom, over, beside


def test_codes_over_the_columns_and_beside_the_rows() -> None:
    over = {1: "total", 2: "fiscal_appropriation", 3: "other_funds"}
    assert _found(HEADS, TOTAL, ["其中：省级", "5", "5", ""]) == (0, 3, over, {1: "total", 2: "provincial_funds"})
    assert _found(["甲", "", "", ""], HEADS, TOTAL, ["其中：省级", "5", "5", ""], row=1)[:2] == (1, 4)


def test_years_over_the_columns() -> None:
    rows = [["资金总额", "20", "10"], ["财政拨款", "20", "10"]]
    known = (0, 3, {1: None, 2: None}, {1: "total", 2: "fiscal_appropriation"})
    assert _found(["资金", "2023年", "2024年"], *rows) == known
    assert _found(["资金", "2023年", "2024年"], *rows, year=None) == known, "the last is the form's own"
    blank = [[label, "", own] for label, _, own in rows]
    assert _found(["资金", "2023年", "2024年"], *blank) == known, "a past year of which nothing is known"


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", "合计", "财政拨款", "其他资金"], ["泵站维修", "30", "20", "10"], ["水渠", "5", "5", ""]],
        [["", "中央", "省级", "市级"], ["财政拨款", "30", "20", "10"], ["其他资金", "5", "5", ""]],
        [["资金", "财政拨款"], ["资金总额", "20"], ["其他资金", "20"]],
        [["资金", "财政拨款", "其他资金"], ["", "20", "10"]],
        [["资金", "财政拨款", "其他资金"]],
        [["资金", "财政拨款", "其他资金"], ["资金总额", "甲", "乙"], ["其他资金", "甲", "乙"]],
        [["资金来源", "30", "20", "10"], TOTAL, ["其中：省级", "5", "5", ""]],
    ],
)
def test_no_matrix(rows: list[list[str]]) -> None:
    """Rows or columns that are no money, no total, one column, no label, no row, no figures, no heads."""
    assert _found(*rows) is None


def test_a_matrix_ends_where_a_row_has_no_figures_or_no_label() -> None:
    more = ["其中：省级", "5", "5", ""]
    assert _found(HEADS, TOTAL, more, ["说明", "甲", "乙", "丙"])[1] == 3
    assert _found(HEADS, TOTAL, more, ["", "5", "5", ""])[1] == 3
    assert _found(HEADS, TOTAL, more, more)[1] == 4
    assert _found(HEADS, TOTAL, *[more] * 20)[1] == 1 + LONGEST == 15


@pytest.mark.parametrize(("length", "heads"), [(20, True), (21, False)])
def test_a_head_over_money_is_short(length: int, heads: bool) -> None:
    long = "财政拨款" + "（" + "甲" * (length - 6) + "）"
    rows = [["资金来源", "合计", long], ["年度资金总额", "30", "20"], ["其中：省级", "5", "5"]]
    assert (_found(*rows) is not None) == heads


@pytest.mark.parametrize(
    ("caption", "below", "groups"),
    [
        (["1/4|按来源分", "^", "^", "^"], TOTAL, ["按来源分"]),
        (["1/4|按来源分", "^", "^", "^"], ["", "30", "20", "10"], []),  # no row of the matrix follows
        (["1/4|按来源分", "^", "^", "^"], ["说明", "甲", "乙", "丙"], []),
        (["1/3|按来源分", "^", "^", "10"], TOTAL, []),
        (["1/4|甲", "^", "^", "^"], TOTAL, []),
        (["1/4|甲乙", "^", "^", "^"], TOTAL, ["甲乙"]),
        (["1/4|" + "甲" * LONGEST, "^", "^", "^"], TOTAL, ["甲" * LONGEST]),
        (["1/4|" + "甲" * (LONGEST + 1), "^", "^", "^"], TOTAL, []),
    ],
)
def test_a_caption_between_rows_of_figures(caption: list[str], below: list[str], groups: list[str]) -> None:
    more = ["其中：省级", "5", "5", ""]
    matrix = find_matrix(drawn(HEADS, TOTAL, more, caption, below), 0, WORDS, Draft(), 2024)
    assert matrix is not None
    assert (matrix.bottom, [c.text for c in matrix.groups]) == (5 if groups else 3, groups)
