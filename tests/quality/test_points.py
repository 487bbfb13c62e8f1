"""Points of rows, of merged cells, of the money block and its labels, and those in the names of levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.quality.case import Case
from extractor.quality.points import (
    block_points,
    execution_points,
    label_points,
    points_of,
    shared_points,
    unscored_points,
)
from extractor.quality.points_levels import blocks_of, gap_of_block, level_gaps, told_by_second
from tests.quality.build import case_of


def _form(
    *rows: str, columns: str = "level1 level2 level3 target weight achieved_score", **more: Any
) -> dict[str, Any]:
    return {"columns": columns.split(), "rows": [[c.strip() for c in row.split("|")] for row in rows], **more}


def _named(*points: str, **more: Any) -> Case:
    return case_of(_form(*(f"产出指标|数量指标|某数{n}|5人{p}" for n, p in enumerate(points)), **more))


@pytest.mark.parametrize(
    ("points", "own", "gaps", "unowned"),
    [
        (["|10", "|20.5分"], "30.5", 0, False), (["|10", "|"], "10", 1, False), (["|10", "|十"], "10", 1, False),
        (["|10", ""], "10", 0, True), (["", "|10"], "10", 1, False),
        (["|10", "|—"], "10", 1, False), (["|10", "|-/"], "10", 1, False), (["|10", "|0"], "10", 0, False),
    ],
)  # fmt: skip
def test_a_column_of_points(points: list[str], own: str, gaps: int, unowned: bool) -> None:
    """A row without a cell below one that has some may have a merged cell's; a blank cell is a gap."""
    found = points_of(_named(*points), "weight")
    assert (str(found.own), len(found.gaps), found.unowned) == (own, gaps, unowned)


def test_rows_without_a_name_have_no_gap() -> None:
    found = points_of(
        case_of(
            _form(
                "产出指标|数量指标|甲|5|10", "产出指标|数量指标||5|", "产出指标|数量指标||5", "产出指标|数量指标||5|7"
            )
        ),
        "weight",
    )
    assert (str(found.own), found.gaps, found.unowned) == ("17", [], False)


@pytest.mark.parametrize(
    ("place", "own"),
    [
        ({"table": 0, "row": 0, "col": 4}, "10"), ({"table": 0, "row": 1, "col": 4}, "20"),
        ({"table": 1, "row": 0, "col": 4}, "20"), ({"table": 0, "row": 0, "col": 4, "page": 2}, "20"),
        ({"table": 0, "row": 0, "col": 4, "sheet": "甲"}, "20"),
        ({"table": 0, "row": 0, "col": 4, "cell": "B2"}, "20"),
    ],
)  # fmt: skip
def test_a_cell_merged_over_rows_counts_once(place: Any, own: str) -> None:
    case = _named("|10", "|10", "|")
    case.reading.cells_at[1]["weight"] = place
    found = points_of(case, "weight")
    assert str(found.own) == own


def test_lines_of_prose_are_no_merged_cell() -> None:
    case = _named("|10", "|10")
    for cells in case.reading.cells_at:
        cells["weight"] = {"line": 3}
    assert str(points_of(case, "weight").own) == "20"


@pytest.mark.parametrize(
    ("points", "shared"),
    [
        (["|10|9", "|20|9"], set()), (["|10|9", ""], {0, 1}), (["|10|9", "", "", "|20|9"], {0, 1, 2}),
        (["", "|10|9"], set()), (["|10|9", "|20"], {0, 1}),
        (["|10|9", "|20|9", ""], {1, 2}),
    ],
)  # fmt: skip
def test_rows_that_share_their_points(points: list[str], shared: set[int]) -> None:
    assert shared_points(_named(*points)) == shared


def test_points_are_shared_in_their_columns_only() -> None:
    assert shared_points(_named("|10", "|20", columns="level1 level2 level3 target weight")) == set()
    assert shared_points(case_of(_form("产出指标|数量指标|甲|5|10|9", "产出指标|数量指标||5"))) == set()


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([], None), ([{}], None), ([{"weight": "10"}, {"weight": "6"}, {"weight": "4"}], "10"),
        ([{}, {"weight": "6"}, {"weight": "4"}], "10"), ([{}, {"weight": "6"}], "6"),
        ([{"weight": "十"}, {"weight": "6"}, {"weight": "3"}], "9"), ([{"score": "9"}], None),
    ],
)  # fmt: skip
def test_points_of_the_money_block(rows: list[dict[str, str]], points: str | None) -> None:
    """Those of its total, else of its parts together."""
    assert execution_points(case_of({"execution": rows})) == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("产出指标（50分）", ("50", "50")), ("成本指标（0-20）分", ("0", "20")),
        ("成本指标（10至20分）", ("10", "20")), ("产出指标(12.5分)", ("12.5", "12.5")), ("产出指标", None),
        ("产出指标50分", None),
        ("产出指标（50）", None), ("产出指标（ 50 分 ）", ("50", "50")), ("预算执行（15）分", ("15", "15")),
    ],
)  # fmt: skip
def test_points_in_a_name(name: str, points: tuple[str, str] | None) -> None:
    assert label_points(name) == (None if points is None else tuple(map(Decimal, points)))


def _block(*labels: tuple[str, dict[str, int]], left: bool = False, at: dict[str, int] | None = None) -> Case:
    case = case_of(
        {
            "execution": [{"item": "总额", "adjusted": "5"}, {"item": "其他", "adjusted": "5"}],
            "cells": [text for text, _ in labels] if left else [],
        }
    )
    for n in range(2):
        case.form.places[f"/execution/{n}/adjusted"] = {"table": 1, "row": 5 + n, "col": 2} if at is None else at  # type: ignore[typeddict-item]
    if left:
        for item, (_, place) in zip(case.form.unmapped, labels):
            item.at = place  # type: ignore[assignment]
    else:
        case.reading.labels = list(labels)  # type: ignore[arg-type]
    return case


@pytest.mark.parametrize(
    ("labels", "points"),
    [
        ([("预算执行（15分）", {"table": 1, "row": 4})], "15"), ([("预算执行（15分）", {"table": 1, "row": 3})], "15"),
        ([("预算执行（15分）", {"table": 1, "row": 2})], None),
        ([("预算执行（15分）", {"table": 1, "row": 6})], "15"), ([("预算执行（15分）", {"table": 1, "row": 7})], None),
        ([("预算执行（15分）", {"table": 0, "row": 5})], None),
        ([("预算执行（15分）", {"line": 5})], None), ([("预算执行（10-15分）", {"table": 1, "row": 5})], None),
        ([("预算执行", {"table": 1, "row": 5})], None),
        ([("预算执行（15分）", {"table": 1, "row": 5}), ("执行率（15分）", {"table": 1, "row": 6})], "15"),
        ([("预算执行（15分）", {"table": 1, "row": 5}), ("执行率（10分）", {"table": 1, "row": 6})], None),
    ],
)  # fmt: skip
def test_points_in_a_label_of_the_money_block(labels: list[tuple[str, dict[str, int]]], points: str | None) -> None:
    """In its rows or the two of heads above them, where all that say some say the same."""
    for left in (False, True):
        assert block_points(_block(*labels, left=left)) == (None if points is None else Decimal(points))


def test_a_money_block_that_stands_in_no_table_has_no_labels() -> None:
    assert block_points(_block(("预算执行（15分）", {"table": 1, "row": 5}), at={"line": 5})) is None
    assert block_points(case_of({})) is None
    assert block_points(_block(("预算执行（15分）", {"table": 1}), at={"table": 1, "row": 0})) is None


@pytest.mark.parametrize(
    ("weight", "score", "label", "points"),
    [
        ("10", None, False, "10"),
        ("10", "9", False, None),
        (None, None, True, "15"),
        ("10", None, True, "10"),
        (None, None, False, None),
        (None, "9", True, None),
    ],
)
def test_points_for_which_no_score_is_printed(
    weight: str | None, score: str | None, label: bool, points: str | None
) -> None:
    case = _block(*([("预算执行（15分）", {"table": 1, "row": 5})] if label else []))
    case.form.execution[0].weight, case.form.execution[1].score = weight, score
    assert unscored_points(case) == (None if points is None else Decimal(points))


# --- points in the names of levels ------------------------------------------------------------------------------


def _rows(*rows: str) -> list[Any]:
    case = case_of(
        _form(*(f"{row.rpartition('|')[0]}|某数{n}|5人|{row.rpartition('|')[2]}" for n, row in enumerate(rows)))
    )
    return points_of(case, "weight").rows


@pytest.mark.parametrize(
    ("level", "sizes"), [("level1", [2, 1, 1]), ("level2", [1, 1, 1, 1])]
)  # fmt: skip
def test_runs_of_rows_under_one_label(level: str, sizes: list[int]) -> None:
    rows = _rows("产出|数量|1", "产出|质量|2", "效益|质量|3", "产出|质量|4")
    assert [len(block) for block in blocks_of(rows, level)] == sizes
    assert list(blocks_of([], level)) == []


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        (["产出（30分）|数量|10", "产出（30分）|数量|20"], "0"),
        (["产出（30分）|数量|11", "产出（30分）|数量|20"], "1"),
        (["产出（30分）|数量|9", "产出（30分）|数量|20"], "-1"),
        (["产出|数量|10"], None), (["产出（30分）|数量|10", "产出（30分）|数量|"], None),
        (["产出（10-30分）|数量|9"], "-1"), (["产出（10-30分）|数量|31"], "1"),
        (["产出（10-30分）|数量|10"], "0"), (["产出（10-30分）|数量|30"], "0"),
    ],
)  # fmt: skip
def test_by_how_much_rows_exceed_the_points_of_their_label(rows: list[str], gap: str | None) -> None:
    assert gap_of_block(_rows(*rows), "level1") == (None if gap is None else Decimal(gap))


def test_levels_that_do_not_add_up() -> None:
    rows = ("产出（30分）|数量（10分）|10", "产出（30分）|质量（20分）|25", "效益（40分）|社会（40分）|38")
    case = case_of(
        _form(*(f"{row.rpartition('|')[0]}|某数{n}|5人|{row.rpartition('|')[2]}" for n, row in enumerate(rows)))
    )
    assert list(level_gaps(case)) == [
        ("产出（30分）", [Decimal(5), Decimal(-2)]),
        ("质量（20分）", [Decimal(5), Decimal(-2)]),
    ]
    assert told_by_second(case, case.rows[:2], Decimal(5)) == "质量（20分）"
    assert told_by_second(case, case.rows[:2], Decimal(4)) is None
    assert told_by_second(case, case.rows[:1], Decimal(0)) is None
    assert told_by_second(case, case.rows[2:], Decimal(-2)) == "社会（40分）"
    assert told_by_second(case, case.rows, Decimal(3)) == "质量（20分）"
    assert list(level_gaps(case_of(_form("产出（10分）|数量|甲|5人|10")))) == []
