"""What may be the name of a place or a person, and characters that name different things."""

from __future__ import annotations

import pytest

from extractor.matching.distinctions import apart_though_swapped, different_things, weighty
from extractor.matching.names import inside_name
from extractor.matching.plausible import Edit


def _edit(at: int, printed: str, wanted: str, where: int | None = None) -> Edit:
    return Edit("same-sound", at, at + len(printed), printed, wanted, at if where is None else where)


@pytest.mark.parametrize(
    ("printed", "at", "inside"),
    [
        ("清溪镇公示", 0, True),
        ("清溪镇公示", 2, True),
        ("清溪镇公示", 3, False),
        ("公示王小明家庭", 2, True),
        ("公示王小明家庭", 4, True),
        ("公示王小明家庭", 5, False),
        ("农村公示", 0, False),  # an ordinary word
        ("公示数量", 0, False),
    ],
)
def test_a_difference_in_a_name_of_a_place_or_a_person(printed: str, at: int, inside: bool) -> None:
    edit = _edit(at, printed[at], "己")
    assert inside_name(printed, "公示", edit) == inside


@pytest.mark.parametrize(("where", "wanted", "inside"), [(2, "镇", True), (3, "公", False), (2, "镇公", False)])
def test_a_difference_in_a_name_of_the_right_wording(where: int, wanted: str, inside: bool) -> None:
    assert inside_name("公示公示公示", "清溪镇公示", _edit(where, "己", wanted)) == inside


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("猪", "羊", True),
        ("猪", "桥", False),
        ("猪", "甪", False),  # one of them in no class
        ("甪", "嚞", False),
        ("不", "猪", True),
        ("猪", "不", True),
        ("5", "猪", True),
        ("猪", "%", True),
        ("中", "青", True),  # of the second class that 中 is in
    ],
)
def test_characters_that_name_different_things(one: str, other: str, different: bool) -> None:
    assert different_things(one, other) == different_things(other, one) == different


@pytest.mark.parametrize(
    ("char", "heavy"), [("不", True), ("%", True), ("≥", True), ("5", True), ("٣", True), ("a", True), ("率", False)]
)
def test_characters_whose_loss_changes_the_meaning(char: str, heavy: bool) -> None:
    assert weighty(char) == heavy


@pytest.mark.parametrize(
    ("word", "apart"), [("路线", True), ("线路", True), ("展开", False), ("线线", False), ("路路", False)]
)
def test_words_that_are_two_things_either_way_round(word: str, apart: bool) -> None:
    assert apart_though_swapped(word) == apart
