"""目标：≥9次 over 完成：11次, and 分值/得分 over 10/9.5: how a cell is parted, and which columns are such."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import stacked
from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.slices import Slice
from extractor.forms.stacked import find_joined, find_stacked, joined_parts, parts_in, second_line, stacked_parts
from extractor.model.filing import Indicator, Label, Target
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("label", "role"),
    [("目标", "target"), ("计划值", "target"), ("完成", "actual"), ("实际完成值", "actual"), ("得分", None),
     ("标", None),
     ("", None), ("年度计划完成目标值数", None), ("年度预期目标设定值", None), ("预期目标设定值", "target")],
)  # fmt: skip
def test_what_a_label_says(label: str, role: str | None) -> None:
    assert stacked.said_role(label, WORDS) == role


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("目标：≥9次\n完成：11次", {"target": ("目标", "≥9次"), "actual": ("完成", "11次")}),
        ("完成：11次；目标：≥9次", {"target": ("目标", "≥9次"), "actual": ("完成", "11次；")}),
        ("目标≥9次", {"target": ("目标", "≥9次")}),
        ("共目标：≥9次", {}),
        ("全年 目标：≥9次", {}),
        ("目标：≥9次\n目标：≥10次", {}),
        ("甲：≥9次\n乙：11次", {}),
        ("≥9次", {}),
    ],
)
def test_a_cell_parts_at_its_labels(text: str, parts: dict[str, tuple[str, str]]) -> None:
    found = parts_in(text, WORDS)
    assert {k: (label, value.rstrip("；")) for k, (label, value) in found.items()} == {
        k: (label, value.rstrip("；")) for k, (label, value) in parts.items()
    }


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("40次/46次", ["40次", "46次"]),
        ("90元/亩/88元/亩", ["90元/亩", "88元/亩"]),
        ("40次", ["40次"]),
        ("1/2/3", ["1/2/3"]),
        (" 10｜9.5 ", ["10", "9.5"]),
        ("10\n9.5", ["10", "9.5"]),
    ],
)
def test_halves_of_a_cell(text: str, halves: list[str]) -> None:
    assert stacked._halves(text) == halves


def _heads(table: Slice, *roles: str, exact: bool = False) -> Band:
    """Row 0 as the heads, each with its role."""
    heads = []
    for col, role in enumerate(roles):
        cell = table.owner(0, col)
        assert cell is not None
        heads.append(Head(role, col, cell.text, cell, exact=exact))
    return Band(0, 1, heads)


BOTH = "目标：≥9次\n完成：11次"


@pytest.mark.parametrize(
    ("cells", "settled"),
    [
        ([BOTH, BOTH], True),
        ([BOTH], False),
        ([BOTH] * 4 + ["无"], True),
        ([BOTH] * 3 + ["无"], False),
        ([BOTH] * 2 + [""], True),
        (["目标：≥9次", "目标：≥8次"], False),
        (["目标：≥9次", "完成：8次"], True),
    ],
)
def test_a_column_whose_cells_say_both(cells: list[str], settled: bool) -> None:
    table = drawn(["三级指标", "情况"], *(["泵站", text] for text in cells))
    band = _heads(table, "level3", "other")
    find_stacked(table, band, range(1, len(cells) + 1), WORDS)
    assert (band.stacked is not None) == settled
    if settled:
        head = band.heads[1]
        assert band.stacked is head and (head.role, head.exact, head.settled) == ("target", True, True)
        assert band.stacked_labels is None


@pytest.mark.parametrize(
    ("kinds", "settled"),
    [(["目标", "完成"], True), (["目标", "完成", "目标", "完成"], True), (["目标"], False), (["目标", "目标"], False),
     (["目标", "完成", "甲"], False)],
)  # fmt: skip
def test_labels_in_a_column_of_their_own(kinds: list[str], settled: bool) -> None:
    table = drawn(["三级指标", "类别", "数值"], *(["泵站", kind, "9次"] for kind in kinds))
    band = _heads(table, "level3", "other", "other")
    find_stacked(table, band, range(1, len(kinds) + 1), WORDS)
    assert (band.stacked is band.heads[2] and band.stacked_labels is band.heads[1]) == settled
    if settled:
        assert (band.heads[1].role, band.heads[2].role) == (stacked.OTHER, "target")
        assert stacked_parts(table, band, 1, WORDS) == {"target": ("目标", "9次")}
        assert stacked_parts(table, band, 2, WORDS) == {"actual": ("完成", "9次")}


def test_labels_before_a_level_or_at_the_end_are_of_no_values() -> None:
    table = drawn(["类别", "三级指标"], ["目标", "泵站"], ["完成", "泵站"])
    band = _heads(table, "other", "level3")
    find_stacked(table, band, range(1, 3), WORDS)
    assert band.stacked is None
    table = drawn(["三级指标", "类别"], ["泵站", "目标"], ["泵站", "完成"])
    band = _heads(table, "level3", "other")
    find_stacked(table, band, range(1, 3), WORDS)
    assert band.stacked is None


def test_where_both_columns_are_known_none_holds_both() -> None:
    table = drawn(["指标值", "完成值", "情况"], ["9次", "11次", BOTH], ["9次", "11次", BOTH])
    for exact, found in ((True, False), (False, True)):
        band = _heads(table, "target", "actual", "other", exact=exact)
        find_stacked(table, band, range(1, 3), WORDS)
        assert (band.stacked is not None) == found


def test_one_of_both_that_is_known_is_not_enough() -> None:
    table = drawn(["指标值", "情况"], ["9次", BOTH], ["9次", BOTH])
    for role in ("target", "actual"):
        band = _heads(table, role, "other", exact=True)
        find_stacked(table, band, range(1, 3), WORDS)
        assert band.stacked is band.heads[1]


def test_a_cell_of_the_row_above_says_nothing_here() -> None:
    table = drawn(["类别", "情况"], ["2/1|目标", "2/1|目标：9次"], ["^", "^"], ["完成", "11次"])
    band = _heads(table, "other", "other")
    band.stacked = band.heads[1]
    assert [stacked_parts(table, band, row, WORDS) for row in (1, 2)] == [{"target": ("目标", "9次")}, {}]
    band.stacked_labels = band.heads[0]
    assert stacked_parts(table, band, 3, WORDS) == {"actual": ("完成", "11次")}
    assert stacked_parts(table, band, 2, WORDS) == {}
    band.stacked = None
    assert stacked_parts(table, band, 1, WORDS) == {}


@pytest.mark.parametrize("role", ["level2", "field:department", "amount:total"])
def test_levels_and_fields_hold_no_values(role: str) -> None:
    table = drawn(["三级指标", "情况"], ["泵站", BOTH], ["泵站", BOTH])
    band = _heads(table, "level3", role)
    find_stacked(table, band, range(1, 3), WORDS)
    assert band.stacked is None


@pytest.mark.parametrize(
    ("head", "cells", "joined"),
    [
        ("目标值/完成值", ["40次/46次", "9/10"], ("target", "actual")),
        ("完成值/目标值", ["40次/46次", "9/10"], ("actual", "target")),
        ("分值、得分", ["10/9.5", "10/10"], ("weight", "achieved_score")),
        ("分值/目标值", ["10/9.5", "10/10"], None),
        ("分值", ["10/9.5", "10/10"], None),
        ("分值/得分", ["10", "10/10"], None),
        ("分值/得分", ["10/9", "10/10", "5/5", "5/4", "5"], ("weight", "achieved_score")),
        ("分值/得分", [], None),
    ],
)
def test_a_head_of_two_roles_over_cells_of_two_halves(
    head: str, cells: list[str], joined: tuple[str, str] | None
) -> None:
    table = drawn(["三级指标", head], *(["泵站", text] for text in cells))
    band = _heads(table, "level3", "other")
    find_joined(table, band, range(1, len(cells) + 1), WORDS)
    assert band.joined.get(1) == joined
    assert band.heads[1].settled == (joined is not None)
    if joined is not None:
        first = "target" if "target" in joined else "weight"
        assert (band.heads[1].role, band.heads[1].exact) == (first, True)


def test_a_role_that_has_a_column_of_its_own_is_not_joined() -> None:
    table = drawn(["得分", "分值/得分"], ["9", "10/9"])
    band = _heads(table, "achieved_score", "other")
    find_joined(table, band, range(1, 2), WORDS)
    assert not band.joined


def test_a_cell_that_does_not_divide_is_told() -> None:
    table = drawn(
        ["三级指标", "分值/得分"], ["泵站", "10/9.5"], ["渠道", "10"], ["闸门", ""], ["2/1|桥", "2/1|8/7"], ["^", "^"]
    )
    band = _heads(table, "level3", "other")
    band.joined[1] = ("weight", "achieved_score")
    draft = Draft()
    said = [{role: text for role, (_, text) in joined_parts(table, band, row, draft).items()} for row in range(1, 6)]
    assert said == [
        {"weight": "10", "achieved_score": "9.5"}, {"weight": "10"}, {}, {"weight": "8", "achieved_score": "7"}, {}
    ]  # fmt: skip
    (doubt,) = draft.doubts
    assert "“10”" in doubt.why and doubt.pointer == "/indicators/0/weight" and doubt.at["row"] == 2


def _second(
    above: Indicator, texts: list[str], *, merged: bool = True, at: str | None = None
) -> tuple[bool, Indicator, Draft]:
    """Rows 1 and 2 of one name; row 1 is read already."""
    name = ["2/1|泵站", "^"] if merged else ["泵站", at or ""]
    table = drawn(["三级指标", "情况"], *([n, t] for n, t in zip(name, texts)))
    band = _heads(table, "level3", "other")
    band.stacked = band.heads[1]
    draft = Draft()
    draft.indicators.append(above)
    first = table.owner(1, 0)
    assert first is not None
    draft.cells_at.append({"level3": table.grid.place(first)})
    cells: Any = {"level3": table.owner(2, 0), "target": table.owner(2, 1)}
    return second_line(table, band, 2, cells, draft, WORDS, 2024), above, draft


def _row(target: str = "", actual: str | None = None) -> Indicator:
    return Indicator(None, None, Label("泵站"), Target(target), actual=actual)


def test_a_second_line_goes_to_the_row_above() -> None:
    took, row, draft = _second(_row("≥9次"), ["目标：≥9次", "完成：11次"])
    assert took and row.actual == "11次" and draft.cells_at[0]["actual"]["row"] == 2
    assert draft.labels[0][0] == "完成"
    took, row, _ = _second(_row("", "11次"), ["完成：11次", "目标：≥9次"])
    assert took and (row.target.raw, row.target.value, row.target.unit) == ("≥9次", "9", "次")


@pytest.mark.parametrize(
    ("row", "said", "merged", "at"),
    [
        (_row("≥9次", "11次"), "完成：12次", True, None),
        (_row("≥9次"), "目标：≥10次", True, None),
        (_row("≥9次"), "11次", True, None),
        (_row("≥9次"), BOTH, True, None),
        (_row("≥9次"), "完成：11次", False, "渠道"),
    ],
)
def test_what_is_no_second_line(row: Indicator, said: str, merged: bool, at: str | None) -> None:
    before = (row.target.raw, row.actual)
    took, after, draft = _second(row, ["目标：≥9次", said], merged=merged, at=at)
    assert not took and (after.target.raw, after.actual) == before and draft.labels == []


def test_a_blank_name_goes_on_with_the_one_above() -> None:
    took, row, _ = _second(_row("≥9次"), ["目标：≥9次", "完成：11次"], merged=False)
    assert took and row.actual == "11次"


def test_a_label_in_a_column_of_its_own_stands_on_the_values_row_and_says_what_it_is() -> None:
    rows = [["2/1|泵站", "2/1|目标", "9次"], ["^", "^", "11次"], ["水渠", "甲", "3次"], ["桥梁", "完成", "1座"]]
    table = drawn(["三级指标", "类别", "数值"], *rows)
    band = _heads(table, "level3", "other", "target")
    band.stacked, band.stacked_labels = band.heads[2], band.heads[1]
    found = [stacked_parts(table, band, row, WORDS) for row in range(1, 5)]
    assert found == [{"target": ("目标", "9次")}, {}, {}, {"actual": ("完成", "1座")}]
