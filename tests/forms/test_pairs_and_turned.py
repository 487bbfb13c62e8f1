"""Execution as pairs of label and figure, and execution on its side: which rows make up the block."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.draft import Draft
from extractor.forms.execution_pairs import Entry, _role, find_pairs
from extractor.forms.execution_turned import find_turned, read_turned
from extractor.forms.transposed import find_side
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
Rows = list[list[str]]


def _pairs(*rows: list[str], at: int = 0) -> list[tuple[str | None, dict[str, str], list[str]]]:
    """Of each entry its label, its figures by role, and the labels of what no key takes."""
    return [
        (
            entry.item.text if entry.item is not None else None,
            {role: value.text for role, (_, value) in entry.pairs.items()},
            [label.text for label, _ in entry.further],
        )
        for entry in find_pairs(drawn(*rows), at, WORDS, Draft())
    ]


FIRST = ["年初预算数", "500", "全年执行数", "480"]
BOTH = {"initial": "500", "executed": "480"}


@pytest.mark.parametrize(
    ("rows", "entries"),
    [
        ([FIRST], [(None, BOTH, [])]),
        ([FIRST, ["执行率", "96%", "得分", "9.6"]], [(None, {**BOTH, "rate": "96%", "score": "9.6"}, [])]),
        ([["年初预算数", "500"], ["全年执行数", "480"]], [(None, BOTH, [])]),
        ([["年初预算数", "500", "", ""]], []),
        ([["全年执行数", "480", "执行率", "96%"]], [(None, {"executed": "480", "rate": "96%"}, [])]),
        ([["分值", "10", "得分", "9"]], []),
        ([["年初预算数", "某", "全年执行数", "480"]], []),
        ([["鹳雀楼", "5", "全年执行数", "480"]], []),
        ([["财政拨款", *FIRST], ["其他资金", *FIRST]], [("财政拨款", BOTH, []), ("其他资金", BOTH, [])]),
        ([["鹳雀楼", *FIRST]], []),
        ([[*FIRST, "见说明"]], [(None, BOTH, [])]),
        ([FIRST, FIRST], [(None, BOTH, []), (None, BOTH, [])]),
        ([FIRST, ["项目名称", "某", "", ""]], [(None, BOTH, [])]),
        ([["2/1|资金情况", *FIRST], ["^", "执行率", "96%", "得分", "9.6"], ["x", "分值", "10", "得分", "9"]],
         [(None, {**BOTH, "rate": "96%", "score": "9.6"}, [])]),
        ([["资金（万元）", *FIRST]], [(None, BOTH, ["资金（万元）"])]),
        ([["分值", "10", "全年执行数", "480", "年初预算数", "500"], ["分值", "9.4", "", "", "", ""]],
         [(None, {"weight": "10", "executed": "480", "initial": "500", "score": "9.4"}, [])]),
    ],
)  # fmt: skip
def test_pairs_that_make_up_a_block(rows: Rows, entries: Any) -> None:
    assert _pairs(*rows) == entries


def _entry(**pairs: str) -> Entry:
    return Entry(None, {role: (Cell(0, 0, text=role), Cell(0, 1, text=value)) for role, value in pairs.items()})


@pytest.mark.parametrize(
    ("given", "settled", "further"),
    [
        ({"budget": "5", "executed": "4"}, {"adjusted": "5", "executed": "4"}, 0),
        ({"budget": "5", "adjusted": "6", "executed": "4"}, {"initial": "5", "adjusted": "6", "executed": "4"}, 0),
        ({"budget": "5", "adjusted": "6", "initial": "7", "executed": "4"},
         {"adjusted": "6", "initial": "7", "executed": "4"}, 1),
        ({"budget": "5", "rate": "4"}, {}, 0),
        ({"adjusted": "5", "executed": "4"}, {"adjusted": "5", "executed": "4"}, 0),
    ],
)  # fmt: skip
def test_a_budget_that_says_no_more_is_the_years(given: dict[str, str], settled: dict[str, str], further: int) -> None:
    entry = _entry(**given)
    entry.settle()
    assert {role: value.text for role, (_, value) in entry.pairs.items()} == settled and len(entry.further) == further


@pytest.mark.parametrize(
    ("above", "below", "points"),
    [
        ({"weight": "10"}, {"weight": "9"}, {"score"}),
        ({"weight": "10", "score": "9"}, {"weight": "9"}, {"weight"}),
        ({"executed": "10"}, {"weight": "9"}, {"weight"}),
        ({"weight": "10"}, {"weight": "9", "executed": "5"}, {"weight", "executed"}),
    ],
)
def test_points_said_again(above: dict[str, str], below: dict[str, str], points: set[str]) -> None:
    entry = _entry(**below)
    entry.follow(_entry(**above))
    assert entry.pairs.keys() == points


def test_what_is_enough_for_a_row_of_execution() -> None:
    assert _entry(initial="1", executed="2").holds() and _entry(executed="2", rate="1").holds()
    assert not _entry(initial="1", rate="2").holds() and not _entry(executed="1", score="2").holds()


@pytest.mark.parametrize(("length", "measure"), [(40, "executed"), (41, None)])
def test_the_label_of_a_pair_is_short(length: int, measure: str | None) -> None:
    assert _role(Cell(0, 0, text="全年执行数" + "　" * (length - 5)), WORDS, None) == measure


# ---- on its side

SOURCES = ["", "年度资金总额", "财政拨款", "其他资金"]
BUDGET, SPENT, RATE = (
    ["年初预算数", "100", "80", "20"],
    ["全年执行数", "90", "75", "15"],
    ["执行率", "90%", "94%", "75%"],
)


def _turned(*rows: list[str], at: int = 0) -> Any:
    table, draft = drawn(*rows), Draft()
    block = find_turned(table, at, WORDS, draft)
    if block is None:
        return None
    end = read_turned(table, block, draft)
    return end, [(e.item, e.initial, e.executed, e.rate) for e in draft.execution], draft


def test_sources_over_columns_and_measures_beside_rows() -> None:
    end, entries, draft = _turned(SOURCES, BUDGET, SPENT, RATE, ["项目名称", "某", "", ""])
    assert end == 4
    assert entries == [
        ("年度资金总额", "100", "90", "90%"), ("财政拨款", "80", "75", "94%"), ("其他资金", "20", "15", "75%")
    ]  # fmt: skip
    assert (draft.execution_at[1]["executed"].at["row"], draft.execution_at[1]["executed"].at["col"]) == (2, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [SOURCES, BUDGET],
        [SOURCES, BUDGET, RATE],
        [SOURCES, BUDGET, BUDGET],
        [["", "鹳雀", "雀楼", "财政拨款"], BUDGET, SPENT, RATE],
        [["", "财政拨款", "", ""], BUDGET, SPENT, RATE],
        [["", "鹳雀", "财政拨款"], BUDGET[:3], SPENT[:3]],  # half of the names are sources
        [["鹳雀", "", "财政拨款"], ["", *BUDGET[:2]], ["", *SPENT[:2]]],  # one source, and no head over the labels
        [["", "30", "20", "10"], BUDGET, SPENT, RATE],
        [SOURCES, ["鹳雀楼", "1", "2", "3"], BUDGET, SPENT],
        [SOURCES, ["年初预算数", "某", "某", "某"], SPENT, RATE],
    ],
)
def test_no_block_on_its_side(rows: Rows) -> None:
    assert _turned(*rows) is None


def test_one_source_stands_beside_the_head_of_the_labels() -> None:
    end, entries, _ = _turned(["资金性质", "财政拨款"], BUDGET[:2], SPENT[:2])
    assert (end, entries) == (3, [("财政拨款", "100", "90", None)])


def test_what_reaches_down_beside_two_labels_is_the_label_of_the_block() -> None:
    table, draft = drawn(["甲", *SOURCES[:3]], ["2/1|鹳雀楼", *BUDGET[:3]], ["^", *SPENT[:3]]), Draft()
    block = find_turned(table, 0, WORDS, draft)
    assert block is not None and read_turned(table, block, draft) == 3
    assert [draft.account.role(table.grid.cells[n]) for n in (0, 4, 5, 8)] == ["head", "block", "head", "head"]


def test_spent_and_rate_are_enough() -> None:
    assert _turned(SOURCES, SPENT, RATE, ["x", "某", "某", "某"])[1][0] == ("年度资金总额", None, "90", "90%")


def test_a_past_year_and_a_measure_said_twice_are_kept_aside() -> None:
    past = ["上年执行数", "70", "60", "10"]
    _, entries, draft = _turned(SOURCES, BUDGET, SPENT, past, ["全年执行数", "1", "2", "3"], ["x", "某", "", ""])
    assert [e[2] for e in entries] == ["90", "75", "15"]
    assert {(left.role, left.entry.label, left.entry.text) for left in draft.left} == {
        ("further", "上年执行数", "70"), ("further", "上年执行数", "60"), ("further", "上年执行数", "10"),
        ("unread", "全年执行数", "1"), ("unread", "全年执行数", "2"), ("unread", "全年执行数", "3"),
    }  # fmt: skip


def test_figures_that_reach_down_from_above_are_no_row_of_their_own() -> None:
    spent = ["全年执行数", "2/1|90", "2/1|75", "2/1|15"]
    end, entries, _ = _turned(SOURCES, BUDGET, spent, ["执行率", "^", "^", "^"], ["x", "某", "", ""])
    assert end == 3 and [e[3] for e in entries] == [None] * 3


def test_a_figure_over_all_sources_belongs_to_the_first() -> None:
    rate = ["执行率", "1/3|90%", "^", "^"]
    _, entries, _ = _turned(SOURCES, BUDGET, SPENT, rate, ["x", "某", "", ""])
    assert [e[3] for e in entries] == ["90%", None, None]


# ---- indicators on their side, without heads


def _side(*rows: list[str]) -> Any:
    found = find_side(drawn(*rows), 0, WORDS)
    return None if found is None else (found.bottom, found.rows, found.places)


L1, L2, L3 = ["", "产出指标", "产出指标"], ["", "数量指标", "质量指标"], ["", "维修泵站", "合格率"]
VALUE, PLACE = ["", "3座", "95%"], ["青山镇", "2座", "90%"]
LAST = ["项目名称", "某", "某"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([L1, L2, L3, VALUE], (4, {"level1": 0, "level2": 1, "level3": 2, "target": 3}, [])),
        ([L2, L3, VALUE, LAST], (3, {"level2": 0, "level3": 1, "target": 2}, [])),
        ([L2, L3, PLACE, ["河口镇", "1座", "80%"]], (4, {"level2": 0, "level3": 1}, [2, 3])),
        ([L2, L3, VALUE], None),
        ([["", "数量指标", "甲"], L3, VALUE, LAST], None),
        ([L1, L3, VALUE, LAST], None),
        ([L2, ["", "维修泵站", ""], VALUE, LAST], None),
        ([L2, ["", "社会效益指标", "合格率"], VALUE, LAST], None),
        ([L2, L3, LAST, LAST], None),
        ([L2, L3, ["", "", ""], LAST], None),
        ([L2, L3, VALUE, ["", "3座", ""], LAST], (4, {"level2": 0, "level3": 1}, [2, 3])),
    ],
)
def test_columns_of_levels_names_and_values(rows: Rows, found: Any) -> None:
    assert _side(*rows) == found
