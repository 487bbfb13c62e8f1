"""A label put right in place: what is around the slip stays as printed."""

from __future__ import annotations

import pytest

from extractor.matching import mending
from extractor.matching.mending import mend
from extractor.matching.plausible import Edit, EditKind


def _edit(kind: EditKind, at: int, printed: str, wanted: str, where: int | None = None) -> Edit:
    return Edit(kind, at, at + len(printed), printed, wanted, at if where is None else where)


@pytest.mark.parametrize(
    ("text", "edits", "mended", "spans"),
    [
        ("甲乙丙", [], "甲乙丙", ()),
        ("甲乙丙", [_edit("same-sound", 0, "甲", "申")], "申乙丙", ((0, 1),)),
        ("甲乙丙", [_edit("same-sound", 2, "丙", "申")], "甲乙申", ((2, 3),)),
        ("甲 乙 丙", [_edit("same-sound", 1, "乙", "申")], "甲 申 丙", ((2, 3),)),
        ("甲乙丙", [_edit("inserted", 1, "乙", "")], "甲丙", ((1, 2),)),
        ("甲 乙丙", [_edit("swapped", 0, "甲乙", "乙甲")], "乙 甲丙", ((0, 3),)),
        ("甲乙丙", [_edit("swapped", 1, "乙丙", "丙乙")], "甲丙乙", ((1, 3),)),
        ("甲 乙丙", [_edit("lost", 1, "", "申")], "甲申 乙丙", ((0, 1),)),
        ("甲 乙丙", [_edit("lost", 2, "", "申")], "甲 乙申丙", ((2, 3),)),
        ("甲乙", [_edit("lost", 0, "", "申")], "申甲乙", ((0, 1),)),
        ("甲乙", [_edit("lost", 2, "", "申")], "甲乙申", ((1, 2),)),
        (
            "甲 乙丙 丁",
            [_edit("same-sound", 0, "甲", "申"), _edit("inserted", 2, "丙", ""), _edit("lost", 4, "", "戊", 3)],
            "申 乙 丁戊", ((0, 1), (3, 4), (5, 6)),
        ),
    ],
)  # fmt: skip
def test_each_difference_is_put_right_where_it_stands(
    text: str, edits: list[Edit], mended: str, spans: tuple[tuple[int, int], ...]
) -> None:
    assert mend(text, edits, "申申申申申申") == (mended, spans)


def test_where_a_label_begins_behind_a_blank_the_lost_character_stands_behind_it() -> None:
    assert mend(" 甲乙", [_edit("lost", 0, "", "申")], "申甲乙") == (" 申甲乙", ((0, 1),))
    assert mend("  甲乙", [_edit("lost", 0, "", "申")], "申甲乙") == ("  申甲乙", ((1, 2),))


def test_where_the_places_cannot_be_told_the_whole_wording_is_put(monkeypatch: pytest.MonkeyPatch) -> None:
    for places in (None, ()):
        monkeypatch.setattr(mending, "key_places", lambda _, said=places: said)
        assert mend("甲乙丙", [_edit("same-sound", 0, "甲", "申")], "申乙") == ("申乙", ((0, 3),))


@pytest.mark.parametrize(
    ("wording", "mended"),
    [
        ("甲、申乙", "甲、申乙"),  # the wording has it behind the comma
        ("甲申、乙", "甲申、乙"),
        ("甲申乙", "甲申、乙"),
        ("甲、申、乙", "甲、申乙"),
    ],
)
def test_a_lost_character_stands_on_the_side_of_the_comma_that_the_wording_says(wording: str, mended: str) -> None:
    assert mend("甲、乙", [_edit("lost", 1, "", "申")], wording)[0] == mended


def test_a_character_lost_at_the_end_behind_a_comma_of_the_wording_stands_at_the_end() -> None:
    assert mend("甲乙", [_edit("lost", 2, "", "申")], "甲乙、申") == ("甲乙申", ((1, 2),))


def test_a_wording_whose_places_cannot_be_told_says_nothing_of_the_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "key_places", lambda text: None if "申" in text else [0, 2])
    assert mend("甲、乙", [_edit("lost", 1, "", "申")], "甲、申乙")[0] == "甲申、乙"
