"""What a text looks like at a glance, and the fields of the unit book."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from extractor.values.book import Compounds, Family, UnitBook
from extractor.values.looks import begins_sum, has_figure, is_compared, is_sum
from extractor.values.signs import lost_signs, unknown_signs


@pytest.mark.parametrize(
    ("text", "figure"),
    [("完成5个", True), ("≥", True), ("1、完成", False), ("1、完成5个", True), ("完成", False), ("", False)],
)
def test_a_text_that_holds_a_figure(text: str, figure: bool) -> None:
    assert has_figure(text) == figure


@pytest.mark.parametrize(
    ("text", "whole", "begins"),
    [("5", True, True), ("￥1,200.50元", True, True), ("5万", True, True), ("5个", False, True),
     ("共5元", False, False), (" 5 ", True, True), ("", False, False), ("元", False, False)],
)  # fmt: skip
def test_a_text_that_is_a_sum_of_money_or_begins_with_one(text: str, whole: bool, begins: bool) -> None:
    assert (is_sum(text), begins_sum(text)) == (whole, begins)


@pytest.mark.parametrize(
    ("text", "compared"),
    [("≥900人", True), ("不低于95%", True), ("900", True), ("2024", False), ("2024年", False),
     ("2024年度", False),
     ("2024人", True), ("人900", False), ("", False)],
)  # fmt: skip
def test_a_figure_with_its_sign_and_unit_is_no_year(text: str, compared: bool) -> None:
    assert is_compared(text) == compared


@pytest.mark.parametrize(
    ("text", "unknown", "lost"),
    [
        ("5", "", ""), ("5㎡", "", ""), ("5\u3300", "", ""), ("5\u33ff", "", ""), ("5\u32ff", "\u32ff", ""),
        ("5□", "□", ""),
        ("□5", "□", "□"), ("≥5", "", ""), ("√5", "", "√"), ("5元/人*月", "", ""), ("5*3", "*", ""), ("5①", "", ""),
        ("5\ufffd", "\ufffd", "\ufffd"), ("ˆ5", "ˆ", ""), (",5", ",", ""), (".5", "", ""), (";甲", ";", ""),
        ("5~", "~", ""),
        ("", "", ""), ("5Ⅱ", "", ""),
    ],
)  # fmt: skip
def test_signs_that_nobody_can_account_for(text: str, unknown: str, lost: str) -> None:
    assert (unknown_signs(text), lost_signs(text)) == (unknown, lost)


def test_a_family_and_a_compound_have_a_name_and_words() -> None:
    assert Family(name="长", words=["米"]).words == ["米"]
    assert Compounds(family="time", heads=["人"], tails=["天"]).heads == ["人"]
    for wrong in ({"name": "", "words": ["米"]}, {"name": "长", "words": []}):
        with pytest.raises(ValidationError):
            Family.model_validate(wrong)
    for wrong in ({"heads": [], "tails": ["天"]}, {"heads": ["人"], "tails": []}):
        with pytest.raises(ValidationError):
            Compounds.model_validate({"family": "time"} | wrong)


@pytest.mark.parametrize(
    ("families", "compound", "fault"),
    [
        ({"money": ["元"], "time": ["天"]}, "time", None),
        ({"money": ["元"], "time": ["天", "天"]}, "time", None),  # twice in one family
        ({"money": ["元"], "time": ["元"]}, "time", "只能留一处"),
        ({"time": ["天"]}, "time", "少了 money"),
        ({"money": ["元"]}, "time", "不在 families 里"),
    ],
)
def test_a_unit_stands_in_one_family(families: dict[str, list[str]], compound: str, fault: str | None) -> None:
    book = {
        "families": {key: {"name": key, "words": words} for key, words in families.items()},
        "compounds": [{"family": compound, "heads": ["人"], "tails": ["天"]}],
    }
    if fault is None:
        assert UnitBook.model_validate(book).index.lookup("人天") is not None
        return
    with pytest.raises(ValidationError, match=fault):
        UnitBook.model_validate(book)
