"""Which copy of a filing counts: by content, never by the order of arrival."""

from __future__ import annotations

import copy
import itertools
import json
from dataclasses import replace
from typing import Any

import pytest

from extractor.readers import READERS
from extractor.store.content import Comparison, Difference, compare, content_hash, content_of, fold
from extractor.store.filings import FORMATS, Filing, Member, _near_text, settle

FORM: dict[str, Any] = {
    "filer": "沅江市水利局", "department": None, "implementer": None, "project_name": "灌渠维修", "places": {},
    "at": {}, "ocr": {},
    "amounts": {"total": {"raw": "80", "value": "80", "yuan": "800000", "at": {}}},
    "texts": {"annual_goal": "维修灌渠 12 公里。"}, "signoff": {"filing_date": None}, "execution": [],
    "indicators": [
        {"level3": {"raw": name}, "target": {"raw": value}, "weight": None, "actual": None, "achieved_score": None,
         "deviation_reason": None, "standard": None, "note": None}
        for name, value in (("维修长度", "≥12公里"), ("验收合格率", "100%"), ("受益农户", "≥300户"),
        ("完成时间", "12月底前"))
    ],
}  # fmt: skip


class Desk:
    """Forms to be sorted, with their contents."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.forms: dict[str, dict[str, Any]] = {}

    def add(
        self,
        sha: str,
        format: str = "docx",
        date: str = "",
        recognised: bool = False,
        doubts: int = 0,
        target: str = "≥12公里",
        **names: Any,
    ) -> str:
        form = copy.deepcopy(FORM)
        form["signoff"]["filing_date"] = date or None
        form["indicators"][0]["target"]["raw"] = target
        if doubts:
            form["ocr"] = {"/indicators/0/target": {}}
        base = Member(
            f"{sha}-0",
            sha,
            0,
            "沅江市水利局",
            "project_target",
            "灌渠维修",
            2024,
            "",
            date,
            recognised,
            doubts,
            format,
            content_hash(form),
        )
        self.members.append(replace(base, **names))
        self.forms[base.id] = form
        return base.id

    def settle(self, chosen: str | None = None) -> dict[str, str]:
        """Form id → role; the same whatever the order."""
        answers = set()
        for order in itertools.islice(itertools.permutations(self.members), 24):
            found = settle(order, lambda m: self.forms[m.id], {self.members[0].key or "": chosen} if chosen else {})
            answers.add(json.dumps({i: s.role for f in found for i, s in f.standing.items()}, sort_keys=True))
            assert all(isinstance(f, Filing) and f.original for f in found)
        assert len(answers) == 1, "the order shows"
        told: dict[str, str] = json.loads(answers.pop())
        return told


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_word_file_comes_before_its_workbook_and_its_scan(desk: Desk) -> None:
    scan, sheet, word = desk.add("a", "pdf", recognised=True, doubts=1), desk.add("b", "xlsx"), desk.add("c", "docx")
    assert desk.settle() == {word: "original", sheet: "copy", scan: "copy"}


def test_the_later_date_is_in_force_whatever_the_format(desk: Desk) -> None:
    old, new = desk.add("a", "docx", date="2024-01-05"), desk.add("b", "pdf", date="2024-03-01", target="≥15公里")
    assert desk.settle() == {old: "old", new: "original"}


def test_what_carries_no_date_lies_with_the_version_it_is_most_like(desk: Desk) -> None:
    first, second = (
        desk.add("a", date="2024-01-05", target="≥10公里"),
        desk.add("b", date="2024-03-01", target="≥12公里"),
    )
    like_first, like_second = desk.add("c", "xlsx", target="≥10公里"), desk.add("d", "xlsx", target="≥12公里")
    assert desk.settle() == {first: "old", like_first: "old", second: "original", like_second: "copy"}


def test_a_scan_with_the_same_values_is_a_copy_though_its_date_reads_otherwise(desk: Desk) -> None:
    word, scan = desk.add("a", date="2024-01-05"), desk.add("b", "pdf", date="2024-07-05", recognised=True)
    assert desk.settle() == {word: "original", scan: "copy"}


def test_a_scan_of_a_later_version_is_in_force(desk: Desk) -> None:
    word, scan = (
        desk.add("a", date="2024-01-05"),
        desk.add("b", "pdf", date="2024-07-05", recognised=True, target="≥20公里"),
    )
    assert desk.settle() == {word: "old", scan: "original"}


def test_what_most_copies_say_counts(desk: Desk) -> None:
    odd, one, two = desk.add("a", "docx", target="≥1公里"), desk.add("b", "xlsx"), desk.add("c", "pdf")
    assert desk.settle() == {one: "original", two: "copy", odd: "copy"}


def test_a_choice_by_hand_stands_above_all(desk: Desk) -> None:
    old, new = desk.add("a", date="2024-01-05"), desk.add("b", date="2024-03-01", target="≥15公里")
    assert desk.settle("a") == {old: "original", new: "old"}


def test_a_scan_whose_name_lost_a_character_is_the_same_filing(desk: Desk) -> None:
    word = desk.add("a")
    scan = desk.add("b", "pdf", recognised=True, unit="沅江市水利扃")
    assert desk.settle() == {word: "original", scan: "copy"}


def test_near_names_alone_do_not_join_filings(desk: Desk) -> None:
    desk.add("a")
    other = desk.add("b", "pdf", recognised=True, project="灌渠维护")
    form = desk.forms[other]
    form["amounts"]["total"] |= {"yuan": "10", "value": "10"}
    for row in form["indicators"]:
        row["target"]["raw"] = "≥99处"
    assert desk.settle() == {}


@pytest.mark.parametrize(
    "names",
    [{"project": "别的"}, {"year": 2023}, {"kind": "project_self_evaluation"}, {"unit": "民政局"}, {"months": "01-07"}],
)
def test_other_filings_stand_alone(desk: Desk, names: dict[str, Any]) -> None:
    desk.add("a")
    desk.add("b", **names)
    assert desk.settle() == {}


def test_without_a_key_nothing_is_joined(desk: Desk) -> None:
    desk.add("a", year=None)
    desk.add("b", year=None)
    assert desk.settle() == {}


def test_two_forms_of_one_key_in_a_file_are_two_filings(desk: Desk) -> None:
    first = desk.add("a")
    again = replace(desk.members[0], id="a-1", index=1)
    desk.members.append(again)
    desk.forms["a-1"] = desk.forms[first]
    assert desk.settle() == {}
    other = desk.add("b", "xlsx")
    assert desk.settle() == {first: "original", other: "copy"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("１２", "12"), ("12.00", "12"), ("1,200", "1200"), ("—", "-"), ("维修 灌渠。", "维修灌渠"), ("≧12", "≥12")],
)
def test_what_does_not_differ_for_a_reader_does_not_differ(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_doubtful_values_neither_agree_nor_differ() -> None:
    other = copy.deepcopy(FORM)
    other["indicators"][0]["target"]["raw"] = "≥17公里"
    assert [d.pointer for d in compare(FORM, other).differences] == ["/indicators/0/target"]
    other["ocr"] = {"/indicators/0/target": {}}
    found = compare(FORM, other)
    assert found.differences == () and found.compared == len(content_of(FORM)) - 1
    assert content_hash(FORM) != content_hash(other)


def test_two_dated_files_of_the_same_values_are_two_versions(desk: Desk) -> None:
    old, new = desk.add("a", date="2024-01-05"), desk.add("b", date="2024-03-01")
    assert desk.settle() == {old: "old", new: "original"}


@pytest.mark.parametrize("recognised", [False, True])
def test_a_copy_of_two_versions_with_the_same_values_lies_with_the_later(desk: Desk, recognised: bool) -> None:
    """Whether it carries no date, or one that was read from an image."""
    old, new = desk.add("a", date="2024-01-05"), desk.add("b", date="2024-03-01")
    copy_ = desk.add("c", "pdf", date="2023-12-01" if recognised else "", recognised=recognised)
    assert desk.settle() == {old: "old", new: "original", copy_: "copy"}


@pytest.mark.parametrize(("compared", "joined"), [(5, True), (4, False)])
def test_a_misread_filing_joins_one_it_is_like_enough(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, compared: int, joined: bool
) -> None:
    """Four of five equal values are, three of four are not."""
    word, scan = desk.add("a"), desk.add("b", "pdf", recognised=True, unit="沅江市水利扃")
    wrong = Difference("/filer", "甲", "乙")
    monkeypatch.setattr("extractor.store.filings.compare", lambda one, other: Comparison(compared, (wrong,)))
    assert desk.settle() == ({word: "original", scan: "copy"} if joined else {})


@pytest.mark.parametrize(("length", "wrong", "near"), [(4, 1, True), (15, 2, False), (16, 2, True), (16, 3, False)])
def test_a_name_may_be_misread_by_one_character_in_eight(length: int, wrong: int, near: bool) -> None:
    name = "沅江市水利局灌渠维修养护管理中心办公室"[:length]
    assert _near_text(name, "囗" * wrong + name[wrong:]) == near


def test_every_format_read_has_a_place_among_the_formats() -> None:
    """Without one it came last, after the copier's: of a Word 2003 XML and its PDF, the PDF was the original."""
    pictures = {name for name, module in READERS.items() if module == READERS["image"]}
    assert set(READERS) - pictures <= set(FORMATS), "say in store/filings.py how near it is to the author's hand"
