"""Which figures of a matrix of money are the form's own, and what stands beside them."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.matrix import Matrix
from extractor.forms.matrix_figures import _by_use, _current, _leave_beside
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _cell(row: int, col: int, text: str) -> tuple[Cell, None]:
    return Cell(row, col, text=text), None


@pytest.mark.parametrize(("rows", "left"), [(1, []), (2, ["修渠", "修渠"])])
def test_words_beside_two_rows_of_money_that_no_code_names_are_left_under_their_head(
    rows: int, left: list[str]
) -> None:
    table, draft = drawn(["资金来源", "2024年", "建设内容"], *[["鹳雀", "5", "修渠"]] * rows), Draft()
    labels = {row: (table.starting(row)[0], None) for row in range(1, rows + 1)}
    for label, _ in labels.values():
        draft.take(label, "label")
        draft.take(table.starting(label.row)[1], "value")
    _leave_beside(table, Matrix(0, rows + 1, 0, {1: (table.starting(0)[1], None)}, dict(labels)), WORDS, draft)
    assert [entry.entry.text for entry in draft.left] == left
    assert {entry.entry.label for entry in draft.left} == ({"建设内容"} if left else set())


@pytest.mark.parametrize(("figure", "use"), [("", 2), ("0", 2), ("1", 0)])
def test_the_lines_of_a_use_add_up_to_the_total_a_blank_counts_nothing(figure: str, use: int) -> None:
    table = drawn(["", "资金", "合计"], ["", "资金总额", "10"], ["2/1|按用途", "设备", "10"], ["^", "劳务", figure])
    at = {(cell.row, cell.col): cell for cell in table.grid.cells}
    rows = {1: (at[1, 1], "total"), 2: (at[2, 1], None), 3: (at[3, 1], None)}
    assert len(_by_use(table, Matrix(0, 4, 1, {2: (at[0, 2], "total")}, rows, [at[2, 0]]))) == use


@pytest.mark.parametrize(
    ("heads", "col"), [(["2023年", "合计"], 2), (["2022年", "2023年", "合计"], None), (["2022年", "2024年", "合计"], 2)]
)
def test_the_sum_of_two_years_is_none_of_the_forms_own(heads: list[str], col: int | None) -> None:
    matrix = Matrix(0, 2, 0, {n: _cell(0, n, text) for n, text in enumerate(heads, 1)}, {1: _cell(1, 0, "资金总额")})
    assert _current(matrix, WORDS, 2024) == col


@pytest.mark.parametrize(("length", "left"), [(1, 0), (2, 2), (14, 2), (15, 0)])
def test_the_head_of_words_beside_figures_has_two_to_fourteen_characters(length: int, left: int) -> None:
    table, draft = drawn(["资金来源", "2024年", "鹳" * length], *[["鹳雀", "5", "修渠"]] * 2), Draft()
    for row in (1, 2):
        draft.take(table.starting(row)[0], "label")
        draft.take(table.starting(row)[1], "value")
    rows = {row: (table.starting(row)[0], None) for row in (1, 2)}
    _leave_beside(table, Matrix(0, 3, 0, {1: (table.starting(0)[1], None)}, dict(rows)), WORDS, draft)
    assert len(draft.left) == left


@pytest.mark.parametrize(("col", "left"), [(1, []), (2, []), (3, ["无"])])
def test_a_remark_stands_right_of_all_figures(col: int, left: list[str]) -> None:
    heads, row = ["资金来源", "2023年", "2024年", ""], ["财政拨款", "5", "6", ""]
    heads[col], row[col] = "备注", "无"
    table, draft = drawn(heads, row), Draft()
    for cell in table.starting(1):
        if cell.col != col:
            draft.take(cell, "value")
    matrix = Matrix(0, 2, 0, {1: _cell(0, 1, heads[1]), 2: _cell(0, 2, heads[2])}, {1: (table.starting(1)[0], "total")})
    _leave_beside(table, matrix, WORDS, draft)
    assert [each.entry.text for each in draft.left] == left
