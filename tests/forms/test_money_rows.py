"""The block of execution: its heads, which rows are its own, what a figure's cell says, and what stands between."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import money
from extractor.forms.draft import Draft, Source
from extractor.forms.money import execution_heads, figure_of, read_execution
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
HEADS = ["项目资金", "年初预算数", "全年预算数", "全年执行数", "执行率"]
TOTAL = ["年度资金总额", "100", "120", "90", "75%"]
Rows = list[list[str]]


def _heads(*rows: list[str], row: int = 0) -> dict[str, str]:
    return {role: cell.text for role, cell in execution_heads(drawn(*rows), row, WORDS).items()}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([HEADS, TOTAL], dict(zip(("initial", "adjusted", "executed", "rate"), HEADS[1:]))),
        ([["", "年初预算数", "全年执行数"], ["", "1", "2"]], {"initial": "年初预算数", "executed": "全年执行数"}),
        ([["", "全年执行数", "执行率"], ["", "1", "2"]], {"executed": "全年执行数", "rate": "执行率"}),
        ([["", "全年执行数", "分值", "得分"], ["", "1", "10", "9"]],
         {"executed": "全年执行数", "weight": "分值", "score": "得分"}),
        ([["", "全年执行数", "分值"], ["", "1", "10"]], {}),
        ([["", "全年执行数", "甲"], ["", "1", "10"]], {}),
        ([["", "分值", "得分"], ["", "1", "10"]], {}),
        ([["", "年初预算数" + "甲" * 56, "全年执行数"], ["", "1", "2"]], {}),
        ([["全年预算数", "全年执行数"], ["项目名称", "执行"]], {}),
        ([["", "2023年预算数", "2024年预算数", "全年执行数"], ["", "1", "2", "3"]], None),
    ],
)  # fmt: skip
def test_heads_of_a_block(rows: Rows, found: dict[str, str] | None) -> None:
    if found is None:
        assert "2023年预算数" not in _heads(*rows).values(), "of a year past"
    else:
        assert _heads(*rows) == found


@pytest.mark.parametrize(
    ("rows", "over"),
    [
        ([["全年预算数", "甲"], ["维修泵站", "5"]], True),
        ([["全年预算数", "5"], ["维修泵站", "5"]], False),
        ([["全年预算数", ""], ["维修泵站", "5"]], True),
        ([["全年预算数", "甲"], ["5", "5"]], False),
        ([["全年预算数", "甲"], ["5万元", "5"]], False),
        ([["全年预算数", "甲"], ["", "5"]], False),
        ([["全年预算数", "甲"]], False),
        ([["全年预算数", "甲"], ["1/2|见下", "^"], ["维修泵站", "5"]], True),
        ([["全年预算数", "甲"], ["1/2|见下", "^"], ["5", "5"]], False),
    ],
)
def test_a_word_in_the_corner_over_the_labels(rows: Rows, over: bool) -> None:
    table = drawn(*rows)
    head = table.owner(0, 0)
    assert head is not None
    assert money._over_words(table, head) == over


# ---- rows


def _read(*rows: list[str]) -> Draft:
    table, draft = drawn(*rows), Draft()
    read_execution(table, 0, execution_heads(table, 0, WORDS), WORDS, draft)
    return draft


def _entries(draft: Draft) -> list[tuple[Any, ...]]:
    return [(e.item, e.initial, e.adjusted, e.executed, e.rate) for e in draft.execution]


def test_each_row_is_an_entry_as_printed() -> None:
    draft = _read(HEADS, TOTAL, ["其中：财政拨款：", "80", "—", "-", "/"], ["项目名称", "某", "某", "某", ""])
    assert _entries(draft) == [("年度资金总额", "100", "120", "90", "75%"), ("其中：财政拨款", "80", None, None, None)]
    assert {label for label, _ in draft.labels} >= set(HEADS)
    assert draft.execution_at[1]["initial"].at["row"] == 2 and draft.execution_at[1]["item"].at["col"] == 0


@pytest.mark.parametrize(
    ("row", "own"),
    [
        (["财政拨款", "80", "90", "70", ""], True),
        (["", "80", "90", "70", ""], True),
        (["", "", "", "", "75%"], False),
        (["财政拨款", "", "", "", ""], True),
        (["鹳雀楼", "", "", "", ""], False),
        (["鹳雀楼", "80", "", "", ""], True),
        (["财政拨款", "某", "90", "70", ""], False),
        (["财政拨款", "1/2|80", "^", "70", ""], False),
    ],
)
def test_a_row_of_money(row: list[str], own: bool) -> None:
    assert len(_read(HEADS, TOTAL, row).execution) == 1 + own


def test_within_a_blocks_label_every_row_is_its_own() -> None:
    heads = ["3/1|资金情况", "", *HEADS[1:4]]
    draft = _read(
        heads, ["^", "总额", "100", "120", "90"], ["^", "鹳雀楼", "", "", ""], ["鹳", "财政拨款", "1", "2", "3"]
    )
    assert [e.item for e in draft.execution] == ["总额", "鹳雀楼"], "and none below it"
    assert ("资金情况", "block") in [(label, "block") for label, _ in draft.labels]


def test_a_block_known_by_its_place_alone_is_kept() -> None:
    draft = _read(["2/1|鹳雀楼", "", *HEADS[1:4]], ["^", "总额", "100", "120", "90"])
    assert [(left.role, left.entry.text) for left in draft.left] == [("block", "鹳雀楼")]


def test_the_unit_of_a_head_counts() -> None:
    draft = _read(["项目资金", "年初预算数（万元）", "全年执行数（万元）"], ["总额", "100", "90"])
    assert draft.units and set(draft.units) == {"万元"}
    draft = _read(["项目资金", "年初预算数", "全年执行数"], ["总额", "100元", "90"])
    assert draft.units == ["元"]


def test_a_column_that_nobody_knows_is_left_with_its_head() -> None:
    draft = _read([*HEADS, "鹳雀数"], [*TOTAL, "5000"], ["财政拨款", "80", "100", "70", "70%", ""])
    assert [(left.role, left.entry.label, left.entry.text) for left in draft.left] == [("unread", "鹳雀数", "5000")]
    draft = _read([*HEADS, "预计全年执行率"], [*TOTAL, "99%"])
    assert [(left.role, left.entry.label) for left in draft.left if left.entry.text == "99%"] == [
        ("further", "预计全年执行率")
    ]


# ---- captions between rows


@pytest.mark.parametrize(
    ("caption", "below", "entries"),
    [
        (["1/5|按来源分", "^", "^", "^", "^"], ["财政拨款", "80", "90", "70", ""], 2),
        (["1/5|按来源分", "^", "^", "^", "^"], ["鹳雀楼", "80", "90", "70", ""], 1),
        (["1/5|按来源分", "^", "^", "^", "^"], ["财政拨款", "某", "90", "70", ""], 1),
        (["1/5|项目名称", "^", "^", "^", "^"], ["财政拨款", "80", "90", "70", ""], 1),
        (["1/4|按来源分", "^", "^", "^", "甲"], ["财政拨款", "80", "90", "70", ""], 1),
    ],
)
def test_a_caption_between_two_rows(caption: list[str], below: list[str], entries: int) -> None:
    draft = _read(HEADS, TOTAL, caption, below)
    assert len(draft.execution) == entries
    assert [left.entry.text for left in draft.left] == (["按来源分"] if entries == 2 else [])


@pytest.mark.parametrize(("down", "between"), [(1, True), (2, False)])
def test_a_text_that_reaches_down_is_no_caption_between_rows(down: int, between: bool) -> None:
    beside = "^" if down == 2 else ""
    table = drawn(
        ["", "", "年初预算数", "全年执行数"], ["", f"{down}/1|鹳雀", "", ""], ["财政拨款", beside, "60", "40"]
    )
    heads = dict(zip(["initial", "executed"], table.starting(0)[2:], strict=True))
    assert money._caption_between(table, 1, None, heads, WORDS, Draft()) == between


def test_a_caption_at_the_end_is_not_the_blocks() -> None:
    assert _read(HEADS, TOTAL, ["1/5|按来源分", "^", "^", "^", "^"]).left == []


def test_a_caption_within_a_block() -> None:
    heads = ["4/1|资金情况", "", *HEADS[1:4]]
    total = ["^", "总额", "100", "120", "90"]
    draft = _read(heads, total, ["^", "1/4|按来源分", "^", "^", "^"], ["^", "鹳雀楼", "1", "2", "3"])
    assert [e.item for e in draft.execution] == ["总额", "鹳雀楼"]
    draft = _read(
        ["3/1|资金情况", *heads[1:]], total, ["^", "1/4|按来源分", "^", "^", "^"], ["x", "财政拨款", "1", "2", "3"]
    )
    assert [e.item for e in draft.execution] == ["总额"]


# ---- a name within the first figure's cell


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        (["其中：省级资金20.00", "20", "15", ""], ("其中：省级资金", "20.00", "20", "15")),
        (["省级资金：20万元", "20", "15", ""], ("省级资金", "20", "20", "15")),
        (["鹳雀楼20", "20", "15", ""], None),
        (["项目名称20", "20", "15", ""], None),
        (["省级资金20", "", "", ""], None),
        (["省级资金20", "某", "15", ""], None),
        (["省级资金", "20", "15", ""], None),
    ],
)
def test_a_source_written_into_its_figures_cell(row: list[str], entry: tuple[str, ...] | None) -> None:
    heads, total = HEADS[1:], TOTAL[1:]
    draft = _read(heads, total, row)
    found = [(e.item, e.initial, e.adjusted, e.executed) for e in draft.execution][1:]
    assert found == ([entry] if entry else [])
    if entry:
        assert draft.execution_at[1]["item"].at == draft.execution_at[1]["initial"].at
        assert draft.units == (["万元"] if "万元" in row[0] else [])


# ---- figures


@pytest.mark.parametrize(
    ("text", "figure", "units"),
    [("800万元", "800", ["万元"]), ("1,095.5", "1095.5", []), ("——", None, []), ("无", None, []), ("", None, []),
     ("见附件", None, []), ("12.3.4", "12.3.4", [])],
)  # fmt: skip
def test_a_figure_in_the_forms_unit(text: str, figure: str | None, units: list[str]) -> None:
    draft = Draft()
    assert figure_of(Cell(0, 0, text=text), draft, {"row": 0}) == figure
    assert draft.units == units


def test_an_amount_before_its_breakdown_is_taken_and_the_rest_kept() -> None:
    draft = Draft()
    assert figure_of(Cell(0, 0, text="500（其中：中央300，省级200）"), draft, {"row": 0}) == "500"
    assert [left.role for left in draft.left] == ["further"]


@pytest.mark.parametrize(
    ("row", "first", "label"),
    [
        (["总额", "1", "2"], 1, "总额"),
        (["总额", "", "2"], 2, "总额"),
        (["总额", "5", "2"], 2, "总额"),
        (["5", "1", "2"], 1, None),
        (["财政拨款", "", "2"], 2, "财政拨款"),
        (["1", "2", "3"], 0, None),
    ],
)
def test_the_label_of_a_row_stands_left_of_its_figures(row: list[str], first: int, label: str | None) -> None:
    found = money._row_label(drawn(row), 0, first, None, WORDS)
    assert (found.text or None if found else None) == label


@pytest.mark.parametrize(
    ("rows", "at", "block"),
    [
        ([["2/1|资金", "", "1"], ["^", "", "2"]], 0, "资金"),
        ([["2/1|资金", "", "1"], ["^", "", "2"]], 1, "资金"),
        ([["资金", "", "1"]], 0, None),
        ([["2/1|", "", "1"], ["^", "", "2"]], 0, None),
        ([["2/1|资金", "2/1|总额", "1"], ["^", "^", "2"]], 0, "总额"),
    ],
)
def test_the_label_of_a_block_spans_its_rows(rows: Rows, at: int, block: str | None) -> None:
    found = money._block_label(drawn(*rows), at, 2, 1)
    assert (found.text if found else None) == block


@pytest.mark.parametrize(
    ("upper", "lower", "lowest"),
    [
        (["2/1|项目", "1/2|预算数", "^", "2/1|执行数"], ["^", "年初批复", "调整后", "^"],
         ["项目", "年初批复", "调整后", "执行数"]),
        (["2/1|项目", "预算数", "2/1|执行数"], ["^", "年初批复", "^"], ["项目", "预算数", "执行数"]),  # of one, its own
        (["项目", "1/2|预算数", "^", "执行数"], ["", "年初批复", "调整后", ""], ["项目", "预算数", "执行数"]),
        (["2/1|项目", "1/2|预算数", "^", "2/1|执行数"], ["^", "100", "120", "^"], ["项目", "预算数", "执行数"]),
        (["2/1|", "1/2|2023年", "^", "1/2|2024年", "^"], ["^", "甲", "乙", "甲", "乙"], ["", "2023年", "2024年"]),
    ],
)  # fmt: skip
def test_the_lower_of_two_rows_of_heads(upper: list[str], lower: list[str], lowest: list[str]) -> None:
    table = drawn(upper, lower, ["甲", *["1"] * (len(upper) - 1)])
    assert [cell.text for cell in money._lowest(table, 0)] == lowest


def test_heads_in_the_last_two_rows_have_nothing_below() -> None:
    table = drawn(["2/1|项目", "1/2|预算数", "^", "2/1|执行数"], ["^", "年初批复", "调整后", "^"])
    assert [cell.text for cell in money._lowest(table, 0)] == ["项目", "预算数", "执行数"]


@pytest.mark.parametrize(
    ("head", "entries", "rival"),
    [("鹳雀楼", 1, "年初预算数"), ("鹳雀楼", 0, None), ("全年预算数", 1, None)],
)
def test_a_budget_told_by_its_figures_alone_is_doubted(head: str, entries: int, rival: str | None) -> None:
    table, draft = drawn(["", head], ["", "100"]), Draft()
    cell = table.starting(0)[1]
    draft.execution_at = [{"adjusted": Source.of(table.grid, table.starting(1)[1])}] * entries
    money._doubt_budget(table, {"adjusted": cell}, 0, WORDS, draft)
    assert [doubt.runner_up for doubt in draft.doubts] == ([rival] if rival else [])


@pytest.mark.parametrize(
    ("roles", "head", "foretells"),
    [
        ("initial executed rate", "年底预计执行率", True),
        ("adjusted executed rate", "年底预计执行率", True),
        ("executed rate", "年底预计执行率", False),
        ("initial rate", "年底预计执行率", False),
        ("initial executed", "年底预计执行率", False),
        ("initial executed rate", "鹳雀楼", False),
    ],
)
def test_what_is_expected_beside_what_was_spent(roles: str, head: str, foretells: bool) -> None:
    heads = {role: Cell(0, n, text=role) for n, role in enumerate(roles.split())}
    assert money._foretells(Cell(0, 9, text=head), heads, WORDS) == foretells


@pytest.mark.parametrize(("text", "units"), [("800万元", ["万元"]), ("800", []), ("￥800", []), ("￥800元", ["元"])])
def test_a_sign_of_money_says_no_unit(text: str, units: list[str]) -> None:
    draft = Draft()
    assert figure_of(Cell(0, 0, text=text), draft, {}) == "800"
    assert draft.units == units
