"""Money told in a sentence: how little a sentence of money says besides, each limit on both sides."""

from __future__ import annotations

import pytest

from extractor.forms.execution_told import told_in
from extractor.forms.money_sentence import _code, money_sentence
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


def _codes(text: str) -> list[str | None] | None:
    found = money_sentence(text, WORDS)
    return [figure.code for figure in found.figures] if found is not None else None


@pytest.mark.parametrize(("text", "codes"), [("总额50万元", ["total"]), ("总额5万元", None)])
def test_a_sentence_of_money_has_six_characters(text: str, codes: list[str] | None) -> None:
    assert _codes(text) == codes


@pytest.mark.parametrize(("length", "told"), [(28, True), (29, False)])
def test_what_stands_before_a_figure_is_short(length: int, told: bool) -> None:
    third = "鹳" * (length - 4) + "财政拨款"
    found = _codes(f"年度资金总额500万元，其中：财政拨款300万元，{third}200万元。")
    assert found == (["total", "fiscal_appropriation", None] if told else None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("财政拨款300万元", ["fiscal_appropriation"]),
        ("鹳雀楼300万元", None),
        ("财政拨款300万元，鹳雀楼200万元", None),
        ("财政拨款300万元，其他资金100万元，鹳雀楼200万元", ["fiscal_appropriation", "other_funds", None]),
    ],
)
def test_two_of_three_figures_are_kinds_of_money(text: str, codes: list[str | None] | None) -> None:
    assert _codes(text) == codes


# ---- the execution of a budget told in a sentence


@pytest.mark.parametrize(
    ("text", "figures"),
    [("执行数40元，执行率8%", {"executed": "40元", "rate": "8%"}), ("执行数4元，执行率8%", None)],
)
def test_a_sentence_of_execution_has_twelve_characters(text: str, figures: dict[str, str] | None) -> None:
    told = told_in(text, WORDS)
    assert (told and told.figures) == figures


@pytest.mark.parametrize(("length", "told"), [(200, True), (201, False)])
def test_a_sentence_of_execution_is_short(length: int, told: bool) -> None:
    text = "执行数40元，执行率8%"
    assert (told_in(text + "。" * (length - len(text)), WORDS) is not None) == told


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("年初预算数50万元，执行数40万元。", {"initial", "executed"}),
        ("执行数40万元，执行率80%。", {"executed", "rate"}),
        ("执行数40万元，得分10分。", None),
        ("年初预算数50万元，执行率80%。", None),
    ],
)
def test_what_was_spent_is_told_beside_a_budget_or_a_rate(text: str, measures: set[str] | None) -> None:
    told = told_in(text, WORDS)
    assert (told and set(told.figures)) == measures


@pytest.mark.parametrize(("length", "code"), [(20, "fiscal_appropriation"), (21, None)])
def test_the_name_of_a_figure_is_short(length: int, code: str | None) -> None:
    assert _code("财政拨款(" + "甲" * (length - 6) + ")", WORDS) == code


@pytest.mark.parametrize(("length", "told"), [(16, True), (17, False)])
def test_what_a_sentence_of_money_says_besides_is_short(length: int, told: bool) -> None:
    text = f"财政拨款300万元，其他资金100万元。{'鹳雀' * 8}{'楼' * (length - 16)}。"
    assert _codes(text) == (["fiscal_appropriation", "other_funds"] if told else None)
