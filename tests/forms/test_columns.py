"""The columns of an indicator table by its rows: which rows tell what a column holds, and what their cells say."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms.band import Band, Head, as_before
from extractor.forms.columns import _are_pairs, _body_rows, _numbered, _second_names
from extractor.forms.heads import HeadRows
from extractor.forms.role_offers import FAINT
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
HEADS = ["一级指标", "二级指标", "三级指标", "指标值", "备注"]
ROLES = ["level1", "level2", "level3", "target", "note"]


def _band(roles: list[str], heads: list[str]) -> Band:
    return Band(0, 1, [Head(r, c, t, Cell(0, c, text=t)) for c, (r, t) in enumerate(zip(roles, heads, strict=True))])


def _body(*rows: list[str]) -> list[int]:
    return _body_rows(drawn(HEADS, *rows), _band(ROLES, HEADS), WORDS)


@pytest.mark.parametrize(("wide", "body"), [(2, [1, 2, 3]), (3, [1, 3])])
def test_a_text_over_three_columns_alone_in_its_row_says_nothing_of_them(wide: int, body: list[int]) -> None:
    caption = [f"1/{wide}|鹳雀楼", *["^"] * (wide - 1), *[""] * (5 - wide)]
    first, last = ["产出指标", "数量指标", "泵站", "3座", ""], ["效益指标", "社会效益指标", "农户", "3户", ""]
    assert _body(first, caption, last) == body


@pytest.mark.parametrize(("levels", "body"), [(1, [1, 2, 3]), (2, [1, 2])])
def test_below_two_level_words_a_row_without_one_ends_the_body(levels: int, body: list[int]) -> None:
    one, two = ("2/1|产出指标", "^") if levels == 1 else ("产出指标", "效益指标")
    rows = [one, "数量指标", "泵站", "3座", ""], [two, "质量指标", "合格率", "3%", ""]
    assert _body(*rows, ["鹳雀", "楼", "甲", "3户", ""]) == body


@pytest.mark.parametrize(("paired", "of", "pairs"), [(4, 5, True), (3, 4, False), (2, 3, False), (0, 0, False)])
def test_four_of_five_cells_are_names_with_their_values(paired: int, of: int, pairs: bool) -> None:
    assert _are_pairs(["维修泵站：3座"] * paired + ["甲"] * (of - paired), WORDS) == pairs


@pytest.mark.parametrize(("sentences", "of", "best"), [(7, 14, 0), (8, 15, 1), (0, 14, 0)])
def test_a_column_of_names_most_of_which_are_sentences_explains_the_other(sentences: int, of: int, best: int) -> None:
    band = _band(["level3", "level3", "target"], ["三级指标", "三级指标", "指标值"])
    band.heads[0].exact = True
    names = ["改造泵站三座，清淤渠道。"] * sentences + ["泵站"] * (of - sentences)
    _second_names(drawn(HEADS[2:], *([name, "渠道", "3座"] for name in names)), band, list(range(1, of + 1)), WORDS)
    assert [n for n, head in enumerate(band.heads) if head.role == "level3"] == [best]


@pytest.mark.parametrize(("of", "odd", "again"), [(3, 1, True), (4, 2, False), (5, 2, False), (6, 2, True)])
def test_a_third_of_the_heads_printed_again_may_have_a_slip(of: int, odd: int, again: bool) -> None:
    heads = ["鹳甲", "雀乙", "楼丙", "台丁", "阁戊", "亭己"][:of]
    slipped = [text[0] + "错" if n < odd else text for n, text in enumerate(heads)]
    found = as_before(_band(["other"] * of, slipped), _band(["note"] * of, heads))
    assert [head.role for head in found.heads] == ["note" if again else "other"] * of


@pytest.mark.parametrize(("likeness", "role"), [(FAINT, "definition"), (FAINT - 0.01, "other")])
def test_a_second_column_of_names_whose_head_is_like_no_other_is_left(
    likeness: float, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = SimpleNamespace(identity="note", score=likeness)
    monkeypatch.setattr(WORDS.evidence, "weigh", lambda kind, text: [weighed])
    band = _band(["level2", "level3", "level3", "target"], ["二级指标", "三级指标", "鹳雀楼", "指标值"])
    band.heads[1].exact = True
    table = drawn(["二级指标", "三级指标", "鹳雀楼", "指标值"], ["数量指标", "泵站", "渠道", "3座"])
    _second_names(table, band, [1], WORDS)
    assert [head.role for head in band.heads] == ["level2", "level3", role, "target"]


@pytest.mark.parametrize(("data_row", "numbered"), [(1, 1), (0, 0)])
def test_a_row_that_numbers_the_columns_stands_under_heads(data_row: int, numbered: int) -> None:
    table = drawn(*[["产出指标", "1", "2", "3", "4"]] * 2)
    assert _numbered(table, HeadRows(0, data_row, 0, False)) == numbered
    assert _numbered(table, HeadRows(0, 2, 0, False)) == 0, "nothing stands under them"
