"""Names misspelt in prose: which places of a text are looked at, and what counts there."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.matching.confusions import ConfusionBook, ConfusionEntry, Confusions
from extractor.matching.prose import name_slips, prose_typos

NAME = "清溪口镇泵站"
SLIP = "清溪口镇崩站"


def _told(text: str, *names: str) -> list[tuple[int, int, str, str]]:
    return [found[:4] for found in name_slips(text, names)]


@pytest.mark.parametrize("before", ["", "甲", "甲乙丙丁戊己"])
@pytest.mark.parametrize("behind", ["", "甲", "甲乙丙丁戊己"])
@pytest.mark.parametrize("slip", [SLIP, "倾溪口镇泵站", "清溪口镇站泵", "溪清口镇泵站"])
def test_a_name_with_one_slip_is_found_wherever_it_stands(before: str, behind: str, slip: str) -> None:
    start = len(before)
    assert _told(f"{before}{slip}{behind}", NAME) == [(start, start + 6, slip, NAME)]


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        "清溪口镇泵",  # cut off at the end of the text
        "溪口镇泵站",  # a character lost at its beginning
        "清溪口镇站",
        "清溪口镇大泵站",
        "清溪口镇猪站",  # nothing alike
        "倾溪口镇崩站",  # two slips
        "",
    ],
)
def test_what_is_no_slip_of_a_name(text: str) -> None:
    assert _told(text, NAME) == []


def test_a_slip_behind_the_right_name_and_behind_what_is_none_is_found_too() -> None:
    assert _told(f"{NAME}、清溪口镇猪站、{SLIP}", NAME) == [(14, 20, SLIP, NAME)]
    assert _told(f"{SLIP}{SLIP}", NAME) == [(0, 6, SLIP, NAME), (6, 12, SLIP, NAME)]


@pytest.mark.parametrize(
    ("name", "slip", "told"), [("清溪泵站", "清溪崩站", False), ("清溪口泵站", "清溪口崩站", True)]
)
def test_names_of_five_characters_are_looked_for(name: str, slip: str, told: bool) -> None:
    assert bool(_told(slip, name)) == told


def test_a_part_of_another_name_is_right() -> None:
    assert _told(SLIP, NAME, f"甲{SLIP}乙") == []


def test_the_longer_name_is_looked_for_first_and_what_it_took_is_no_other_one() -> None:
    longer, short = "清溪口镇泵站管理所", "清溪口镇泵站"
    slip = "清溪口镇崩站管理所"
    assert _told(slip, short, longer) == [(0, 9, slip, longer)]
    assert _told(f"{slip}{SLIP}", short, longer) == [(0, 9, slip, longer), (9, 15, SLIP, short)]
    assert _told(f"{SLIP}{slip}", short, longer) == [(0, 6, SLIP, short), (6, 15, slip, longer)]


def test_the_slip_says_why() -> None:
    assert name_slips("清溪口镇站泵", [NAME])[0][4] == "颠倒「泵站→站泵」"


@pytest.mark.parametrize(
    ("wrong", "text", "found"),
    [
        ("崩站", SLIP, [(4, 6, "崩站", "泵站")]),  # what the list knows is told by the list
        ("清溪", SLIP, [(0, 2, "清溪", "泵站")]),
        ("甲乙", f"甲乙{SLIP}", [(0, 2, "甲乙", "泵站"), (2, 8, SLIP, NAME)]),
        ("甲乙", f"{SLIP}甲乙", [(0, 6, SLIP, NAME), (6, 8, "甲乙", "泵站")]),
        ("甲乙", f"甲乙{SLIP}甲乙", [(0, 2, "甲乙", "泵站"), (2, 8, SLIP, NAME), (8, 10, "甲乙", "泵站")]),
    ],
)
def test_a_place_is_told_once(wrong: str, text: str, found: list[Any]) -> None:
    lexicon = Confusions(ConfusionBook(confusions=[ConfusionEntry(wrong=wrong, right="泵站")]))
    assert [each[:4] for each in prose_typos(text, lexicon, [NAME])] == found
