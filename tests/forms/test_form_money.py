"""The unit of a form's money: what its texts say of a figure, and how large figures without a unit are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.forms import form_money
from extractor.forms.draft import AmountCandidate, Draft, Source
from extractor.forms.form_money import _amount, _are_of, _whole_by_name, fold_execution
from extractor.forms.reading import Reading
from extractor.model.document import Cell
from extractor.model.filing import Execution, Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("figure", "prose", "unit"),
    [
        ("120", "安排资金120万元", "万"),
        ("120", "安排资金120元", "元"),
        ("120", "每户120元，共120万元", "万"),
        ("120", "安排资金120个", None),
        ("20", "安排资金120万元", None),  # the end of another figure
        ("120", "安排资金1,120万元", None),
        ("0", "资金0元", None),
        ("0.00", "资金0.00元", None),
        ("", "万元", None),
        ("1.5", "资金135万元", None),  # its point is no sign for any character
    ],
)
def test_what_stands_behind_the_same_figure(figure: str, prose: str, unit: str | None) -> None:
    assert form_money._unit_told(figure, prose) == unit


@pytest.mark.parametrize(
    ("figures", "project", "yuan"),
    [
        (["1000000"], False, True),
        (["999999"], False, False),
        (["999900", "300"], True, True),
        (["100000", "300"], True, True),
        (["99900"], True, False),
        (["100000", "301"], True, False),
        (["100000"], False, False),
        (["300", "1000001"], False, True),
    ],
)
def test_figures_so_large_are_yuan(figures: list[str], project: bool, yuan: bool) -> None:
    assert form_money._plausibly_yuan([Decimal(figure) for figure in figures], project=project) == yuan


def _one(code: str, raw: str, label: str = "", col: int | None = None, width: int = 1, **more: Any) -> AmountCandidate:
    source = Source({}, Cell(0, col, 1, width, text=raw) if col is not None else None)
    return AmountCandidate(code, label, raw, source, **more)


def _form(unit: Any = "万元") -> Form:
    form = Form(id="0" * 16, index=0, kind="project_target", title=None, fiscal_year=2024, at={})
    form.currency_unit = unit
    return form


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ([("年度财政资金总额", "9"), ("中央资金", "4"), ("省级资金", "5")], True),  # by its name, the sum of the others
        ([("年度财政资金总额", "9"), ("中央资金", "4"), ("省级资金", "4")], False),
        ([("年度财政资金总额", "9"), ("中央资金", "9")], True),
        ([("年度财政资金总额", "9")], True),  # the only line
        ([("鹳雀楼资金", "9"), ("中央资金", "4"), ("省级资金", "5")], True),  # no list names it: the sum of several
        ([("鹳雀楼资金", "9"), ("中央资金", "9")], False),
        ([("鹳雀楼资金", "9")], False),
        ([("财政拨款", "9"), ("中央资金", "4"), ("省级资金", "5")], False),  # its list says what it is
    ],
)
def test_which_line_is_the_total_where_none_is_called_so(lines: list[tuple[str, str]], total: bool) -> None:
    codes = ["fiscal_appropriation", "central_funds", "provincial_funds"]
    draft = Draft()
    draft.amounts = [_one(code, raw, label) for code, (label, raw) in zip(codes, lines)]
    _whole_by_name(draft, WORDS)
    assert draft.amounts[0].code == ("total" if total else "fiscal_appropriation")


@pytest.mark.parametrize(
    ("own", "over", "under", "col", "of_own"),
    [
        ("9", "20", ["4", "5"], 0, True),  # they make up the year's total
        ("9", "20", ["4", "3"], 0, False),
        ("9", "20", ["4", "3"], 2, True),  # and reach under it, nothing else to make up
        ("9", "7", ["4", "3"], 2, False),  # the other total is their sum
        ("9", "9", ["4", "5"], 2, True),
    ],
)
def test_lines_under_a_total_of_several_years_are_of_the_year_by_their_sum_or_place(
    own: str, over: str, under: list[str], col: int, of_own: bool
) -> None:
    year = _one("total", own, label_col=2)
    several = _one("total_multi_year", over, label_col=0)
    assert _are_of(year, several, [_one("other", raw, col=col) for raw in under]) == of_own


@pytest.mark.parametrize(
    ("raw", "hint", "form_unit", "unit"),
    [
        ("9", None, "万元", "万元"),
        ("9", "元", "万元", "元"),
        ("9元", "万元", "万元", "元"),
        ("9", "盒", "万元", "万元"),  # no unit of money
        ("9", None, None, None),
        ("零", None, "万元", "万元"),
        ("", None, "万元", None),
    ],
)
def test_the_unit_of_an_amount_is_its_own_then_its_labels_then_the_forms(
    raw: str, hint: str | None, form_unit: str | None, unit: str | None
) -> None:
    assert _amount(_one("total", raw, unit_hint=hint), _form(form_unit)).unit == unit


@pytest.mark.parametrize("item", ["中央资金", None])
def test_a_figure_of_the_money_block_with_a_unit_of_its_own_is_told_in_the_forms(item: str | None) -> None:
    form, draft = _form(), Draft()
    form.execution = [Execution(item=item, executed="200000")]
    draft.execution_at = [{"executed": _one("", "200000元", col=0).source}]
    reading = Reading(form)
    fold_execution(form, reading, draft)
    assert form.execution[0].executed == "20"
    assert [(p.field, p.label, p.raw) for p in reading.printed] == [("/execution/0/executed", item or "", "200000元")]
