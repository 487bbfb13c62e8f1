"""Which table goes on with an open form: how much may stand between, and what a table asks that begins one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms import belonging
from extractor.forms.form_block import FormBlock
from extractor.forms.slice import Likeness
from extractor.forms.slices import Free
from extractor.model.document import Cell, Line
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(("pending", "length", "between"), [(3, 2, True), (4, 2, False), (1, 80, True), (1, 81, False)])
def test_few_and_short_lines_stand_over_a_table_between_the_parts_of_a_form(
    pending: int, length: int, between: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    current, follows = FormBlock(slices=[drawn(["甲"])]), drawn(["乙"])
    monkeypatch.setattr(belonging, "looks_like_form", lambda unit, words: Likeness(has_indicators=unit is follows))
    lines = [Free("字" * length, {"line": n}, line=Line("字" * length, line=n)) for n in range(pending)]
    assert belonging._between(current, [follows], 0, lines, WORDS) == between


@pytest.mark.parametrize(("asked", "other", "heads"), [(2, 4, True), (2, 5, False), (1, 0, False), (3, 6, True)])
def test_two_rows_and_a_third_of_a_table_that_heads_a_form_ask_whose_it_is(asked: int, other: int, heads: bool) -> None:
    rows = [["项目名称", "改造泵站"], ["主管部门", "青山县水利局"], ["实施单位", "青山县水利局"]][:asked]
    assert belonging.heads_form(drawn(*rows, *[["甲", "乙"]] * other), WORDS) == heads


@pytest.mark.parametrize(("length", "asks"), [(16, True), (17, False)])
def test_a_strange_label_that_asks_for_a_party_is_short(
    length: int, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = SimpleNamespace(kind="field", identity="department")
    monkeypatch.setattr(belonging, "meaning_of", lambda label, value, words: meant)
    assert belonging._asks(Cell(0, 0, text="鹳" * length), Cell(0, 1, text="水利局"), WORDS) == asks


@pytest.mark.parametrize(("sections", "opens"), [(["money"], False), (["money", "goals"], True)])
def test_two_parts_of_a_form_under_a_title_begin_it(sections: list[str], opens: bool) -> None:
    title = Free("2024年项目支出绩效目标表", {"line": 1})
    assert belonging.opens(drawn(["甲"]), Likeness(sections=frozenset(sections)), title, None, WORDS) == opens


@pytest.mark.parametrize(("rows", "goes_on"), [(4, True), (5, False)])
def test_a_sign_off_of_another_width_has_few_rows(rows: int, goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    current, unit = FormBlock(slices=[drawn(["甲"])]), drawn(*[["乙", "丙"]] * rows)
    signed = Likeness(sections=frozenset({"signoff"}), labelled=0.5)
    read = {id(unit): signed}
    monkeypatch.setattr(
        belonging, "looks_like_form", lambda table, words: read.get(id(table), Likeness(has_indicators=True))
    )
    assert belonging._continues(current, unit, [], WORDS) == goes_on


@pytest.mark.parametrize(("score", "goes_on"), [(0, False), (1, True)])
def test_a_table_of_another_width_goes_on_where_it_says_anything_of_a_form(
    score: int, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "looks_like_form", lambda table, words: Likeness(score=score))
    current = FormBlock(slices=[drawn(["甲"])])
    assert belonging._continues(current, drawn(["乙", "丙"]), [], WORDS) == goes_on


@pytest.mark.parametrize(("needed", "asks"), [(0.55, True), (0.54, False)])
def test_a_label_in_whatever_words_asks_for_what_a_form_needs(
    needed: float, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "meaning_of", lambda label, value, words: None)
    monkeypatch.setattr(belonging, "needed_as", lambda name, label, value, words: needed)
    assert belonging._asks(Cell(0, 0, text="鹳雀楼"), Cell(0, 1, text="水利局"), WORDS) == asks


@pytest.mark.parametrize(("labelled", "opens"), [(0.25, True), (0.24, False)])
@pytest.mark.parametrize("titled", [True, False])
def test_a_table_that_begins_a_form_has_labels_in_a_quarter_of_its_cells(
    labelled: float, opens: bool, titled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "gathered", lambda title, words: True)
    monkeypatch.setattr(belonging, "has_indicators", lambda block, words: True)
    like = Likeness(starts=True, labelled=labelled)
    title = Free("2024年项目支出绩效目标汇总表", {"line": 1}) if titled else None
    current = None if titled else FormBlock(slices=[drawn(["甲"])])
    assert belonging.opens(drawn(["甲"]), like, title, current, WORDS) == opens


@pytest.mark.parametrize(
    ("row", "lists"),
    [
        (["项目名称", "项目单位"], True),
        (["甲", "项目名称"], True),  # nothing at its right
        (["项目名称", "改造泵站"], False),
        (["甲", "乙"], False),
    ],
)
def test_a_project_name_beside_another_head_is_a_column_of_projects(row: list[str], lists: bool) -> None:
    assert belonging._lists_projects(drawn(row, ["丙", "丁"]), WORDS) == lists


@pytest.mark.parametrize(
    ("had", "section", "labelled", "rows", "goes_on"),
    [
        (False, "money", 0.25, 40, True),
        (False, "money", 0.24, 40, False),
        (False, "money", 0.25, 41, False),
        (True, "signoff", 0.25, 4, True),
        (True, "signoff", 0.24, 4, False),
        (True, "money", 0.25, 4, False),
    ],
)
def test_a_section_in_a_table_of_its_own_is_labelled_and_not_long(
    had: bool, section: str, labelled: float, rows: int, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = drawn(*[["乙", "丙"]] * rows)
    of_unit = Likeness(sections=frozenset({section}), labelled=labelled)
    monkeypatch.setattr(
        belonging, "looks_like_form", lambda table, words: of_unit if table is unit else Likeness(has_indicators=had)
    )
    assert belonging._continues(FormBlock(slices=[drawn(["甲"])]), unit, [], WORDS) == goes_on
