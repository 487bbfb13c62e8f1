"""What the place of a left-over text says of it: asked of one cell of a small table whose other cells were read."""

from __future__ import annotations

import pytest

from extractor.forms import left_over
from extractor.forms.account import Extent, Left
from extractor.forms.left_over import Explainer
from extractor.model.filing import Unmapped
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.test_left_over import marked

WORDS = vocabulary(load_rules())


def _asked(name: str, *rows: list[str]) -> bool:
    grid, account = marked(*rows)
    (at,) = [(r, c) for r, texts in enumerate(rows) for c, said in enumerate(texts) if said.startswith("?")]
    cell = grid.owners()[at[0]][at[1]]
    assert cell is not None
    account.put(cell, "unread")
    explainer = Explainer(account, Extent([(grid, 0, grid.rows)]), WORDS)
    return bool(getattr(explainer, name)(grid, cell))


Rows = list[list[str]]


@pytest.mark.parametrize(
    ("rows", "among"),
    [
        ([["H 三级指标", "H 指标值", "U 甲"], ["I 泵站", "I 3座", "? 说明"]], True),
        ([["H 三级指标", "H 指标值", "H 备注"], ["I 泵站", "I 3座", "? 说明"]], False),
        ([["H 三级指标", "H 指标值", "H 鹳雀楼"], ["I 泵站", "I 3座", "? 说明"]], True),
        ([["H 三级指标", "H 指标值", "U 甲"], ["I 泵站", "I 3座", "?/2/1 说明"], ["I 渠道", "I 1条", "^"]], False),
        ([["L 项目名称", "V 泵站", "? 说明"]], False),
        ([["U 30", "U 40", "? 说明"]], True),
        ([["U 30", "U 甲", "? 说明"]], False),
        ([["F 30", "U 40", "? 说明"]], False),
    ],
)
def test_a_cell_of_a_column_that_nobody_understood(rows: Rows, among: bool) -> None:
    assert _asked("_among_rows", *rows) == among


@pytest.mark.parametrize(
    ("rows", "between"),
    [
        ([["V 甲"], ["? 乙"], ["L 项目名称"]], True),
        ([["L 甲"], ["? 乙"], ["L 项目名称"]], False),
        ([["V 甲"], ["? 乙"], ["V 项目名称"]], False),
        ([["V 甲"], ["? 乙"]], False),
        ([["? 乙"], ["U 丙"], ["L 项目名称"], ["V 某"]], True),
        ([["? 乙"], ["L 项目名称"], ["V 某"]], False),
        ([["U 丙"], ["? 乙"], ["L 项目名称"], ["V 某"]], True),
        ([["U 丙"], ["? 乙"], ["L 项目名称"], ["U 某"]], False),
        ([["U 丙"], ["? 乙"], ["L 项目名称"]], False),
        ([["V 甲", "V 丁"], ["?/1/2 乙", "^"], ["L 项目名称", "L 电话"]], False),
    ],
)
def test_a_text_between_values_and_labels_stacked(rows: Rows, between: bool) -> None:
    assert _asked("_between_stacked", *rows) == between


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ([["? 基本情况", "L 项目名称"]], True),
        ([["? 基本情况", "V 项目名称"]], False),
        ([["?/2/1 基本情况", "L 项目名称"], ["^", "H 电话"]], True),
        ([["?/2/1 基本情况", "L 项目名称"], ["^", "U 电话"]], False),
        ([["? 500.00", "L 项目名称"]], False),
        ([["? 青山县水利局", "L 项目名称"]], False),
        ([["? 编报：某局", "L 项目名称"]], False),
        ([["U 甲", "? 基本情况", "L 项目名称"]], False),
        ([["L 鹳雀楼", "? 基本情况", "L 项目名称"]], False),
        ([["L 主管部门", "? 基本情况", "L 项目名称"]], True),
        ([["?/1/2 基本情况", "^"], ["L 项目名称", "L 电话"]], True),
        ([["?/1/2 基本情况", "^"], ["L 项目名称", "U 电话"]], False),
        ([["? 基本情况"], ["L 项目名称"]], False),
        ([["? 基本情况", "L 项目名称"], ["U 某", "V 丙"]], False),
        ([["? 基本情况", "L 项目名称"], ["V 某", "V 丙"]], True),
        ([["?/1/2 基本情况", "^", "V 值"], ["L 项目名称", "L 电话", "L 丙"]], False),
        ([["? 支出结构"], ["V 基本支出：255"]], True),
        ([["? 支出结构"], ["V 见附件"]], False),
        ([["? 支出结构"], ["U 基本支出：255"]], False),
        ([["? " + "甲" * 30, "L 项目名称"]], True),
        ([["? " + "甲" * 31, "L 项目名称"]], False),
    ],
)
def test_the_label_of_a_block_by_its_place(rows: Rows, heads: bool) -> None:
    assert left_over.CAPTION == 30
    assert _asked("_heads_labels", *rows) == heads


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["?/2/1 考核指标", "H 三级指标", "H 指标值"], ["^", "I 泵站", "I 3座"]], True),
        ([["? 考核指标", "H 三级指标", "H 指标值"], ["I 甲", "I 泵站", "I 3座"]], False),
        ([["?/2/1 考核指标", "L 项目名称", "V 某"], ["^", "L 电话", "V 1"]], False),
        ([["?/2/1 考核指标", "H 三级指标", "H 指标值"], ["^", "U 泵站", "I 3座"]], False),
        ([["?/2/1 3座", "H 三级指标", "H 指标值"], ["^", "I 泵站", "I 3座"]], False),
        ([["?/2/1 考", "H 三级指标", "H 指标值"], ["^", "I 泵站", "I 3座"]], False),
        ([["?/2/1 考核", "H 三级指标", "H 指标值"], ["^", "I 泵站", "I 3座"]], True),
        ([["? 考核指标", "H 三级指标", "I 3座"]], False),  # a row's own
        (
            [["H 名称", "H 三级指标", "H 指标值"], ["?/2/1 绩效指标", "I 泵站", "I 3座"], ["^", "I 渠道", "I 1条"]],
            False,
        ),
        ([["V 名称", "H 三级指标", "H 指标值"], ["?/2/1 绩效指标", "I 泵站", "I 3座"], ["^", "I 渠道", "I 1条"]], True),
        (
            [["H 绩效指标", "H 三级指标", "H 指标值"], ["?/2/1 绩效指标", "I 泵站", "I 3座"], ["^", "I 渠道", "I 1条"]],
            True,
        ),
        ([["V 名称", "H 三级指标", "H 指标值"], ["?/2/1 鹳雀楼", "I 泵站", "I 3座"], ["^", "I 渠道", "I 1条"]], False),
        ([["?/2/1 年度绩效目标1的绩效指标", "H 三级指标", "H 指标值"], ["^", "I 泵站", "I 3座"]], True),
    ],
)
def test_the_label_of_the_table_reaches_down_beside_its_rows(rows: Rows, names: bool) -> None:
    assert _asked("_names_table", *rows) == names


@pytest.mark.parametrize(
    ("rows", "beside"),
    [
        ([["B 预算规模及资金用途", "?/1/2 用于维修", "^"]], True),
        ([["L 预算规模及资金用途", "?/1/2 用于维修", "^"]], False),
        ([["B 预算规模及资金用途", "?/1/2 共3座", "^"]], False),
        ([["B 预算规模及资金用途", "? 用于维修"]], False),
        ([["B 预算规模及资金用途", "?/1/2 用于维修", "^", "V 甲"]], False),
        ([["B 资金情况", "? 500万元"]], True),
        ([["B 资金情况", "? 500座"]], False),
        ([["B 鹳雀楼", "? 500万元"]], False),
        ([["B/2/1 资金情况", "? 500万元"], ["^", "L 电话"]], False),
        ([["? 500万元", "B 资金情况"]], False),
    ],
)
def test_what_stands_beside_a_blocks_label(rows: Rows, beside: bool) -> None:
    assert _asked("_beside_block", *rows) == beside


@pytest.mark.parametrize(
    ("rows", "under"),
    [
        ([["U 甲", "L 项目名称"], ["? 乙", "V 某"]], True),
        ([["V 甲", "L 项目名称"], ["? 乙", "V 某"]], False),
        ([["U 甲", "V 项目名称"], ["? 乙", "V 某"]], False),
        ([["U/1/2 甲", "^", "L 项目名称"], ["? 乙", "V 丙", "V 某"]], False),
        ([["U 甲", "L 项目名称"], ["?/2/1 乙", "V 某"], ["^", "V 某"]], False),
        ([["U/2/1 甲", "L 项目名称"], ["^", "L 联系电话"], ["? 乙", "V 某"]], False),
        ([["? 乙", "L 项目名称"]], False),
    ],
)
def test_a_value_under_a_label_that_nobody_knows(rows: Rows, under: bool) -> None:
    assert _asked("_is_under_label", *rows) == under


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([["B/3/1 资金管理情况", "H 问题", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], True),
        ([["V/3/1 资金管理情况", "H 问题", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "U 问题", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "H 问题", "H 措施"], ["^", "? 甲", "U 3座"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "H 问题", "H 措施"], ["^", "? 甲", "V 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "H 指标值", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "H 全年执行数", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/3/1 资金管理情况", "L 项目名称", "H 措施"], ["^", "? 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
        ([["B/2/1 资金管理情况", "H 问题", "H 措施"], ["^", "? 甲", "U 乙"]], False),
        ([["B/3/1 资金管理情况", "?  问题", "H 措施"], ["^", "U 甲", "U 乙"], ["^", "U 丙", "U 丁"]], False),
    ],
)
def test_rows_of_words_under_heads_beside_a_block(rows: Rows, texts: bool) -> None:
    assert _asked("_in_table_of_texts", *rows) == texts


def _head_over(*rows: list[str]) -> str | None:
    grid, account = marked(*rows)
    cell = grid.owners()[len(rows) - 1][0]
    assert cell is not None
    head = Explainer(account, Extent([(grid, 0, grid.rows)]), WORDS)._head_over(grid, cell)
    return head.text if head is not None else None


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([["H 名称"], ["U 甲"], ["F 乙"], ["U 丙"]], "名称"),
        ([["H 名称"], ["V 甲"], ["U 丙"]], None),
        ([["H/1/2 名称", "^"], ["U 丙", "U 丁"]], None),
        ([["U 丙"]], None),
        ([["B 名称"], ["L 电话"], ["U 丙"]], "电话"),
    ],
)
def test_the_head_of_a_column(rows: Rows, head: str | None) -> None:
    assert _head_over(*rows) == head


@pytest.mark.parametrize(
    ("rows", "tasks"),
    [
        ([["H 任务名称", "H 主要内容"], ["? 甲", "U 乙"]], True),
        ([["H 任务名称", "V 主要内容"], ["? 甲", "U 乙"]], False),
        ([["H 任务名称", "H 指标值"], ["? 甲", "U 乙"]], False),
        ([["H 任务名称", "H 实施单位"], ["? 甲", "U 乙"]], False),
        ([["H 任务名称"], ["? 甲"]], False),
        ([["H 鹳雀", "H 楼"], ["? 甲", "U 乙"]], False),
    ],
)
def test_heads_of_a_table_that_no_key_takes(rows: Rows, tasks: bool) -> None:
    grid, account = marked(*rows)
    head = grid.owners()[0][0]
    assert head is not None
    found = Explainer(account, Extent([(grid, 0, grid.rows)]), WORDS)
    assert found._heads_tasks(grid, head) == tasks
    assert found._heads_tasks(grid, head) == tasks, "noted once"


@pytest.mark.parametrize(
    ("text", "levels"),
    [("数量指标", True), ("一、产出指标：", True), ("产出指标——数量指标", True), ("产出指标（50分）", True),
     ("泵站", False),
     ("产出指标——泵站", False), ("", False), ("——", False)],
)  # fmt: skip
def test_a_text_that_says_levels(text: str, levels: bool) -> None:
    grid, account = marked(["U 甲"])
    assert Explainer(account, Extent([(grid, 0, 1)]), WORDS)._says_levels(text) == levels


def test_the_label_of_a_left_over_value_shares_its_fate() -> None:
    for label, fate in (("备注说明", "note"), ("别的", "unread")):
        grid, account = marked(["U 备注说明", "U 注：以上为预算数"])
        cell = grid.owners()[0][1]
        assert cell is not None
        left = Left(Unmapped(label, cell.text, grid.place(cell)), "unread", (0, 0, 0, 0))
        Explainer(account, Extent([(grid, 0, 1)]), WORDS).explain(left)
        beside = grid.owners()[0][0]
        assert beside is not None and left.role == "note"
        assert account.role(beside) == ("further" if fate == "note" else "unread")


@pytest.mark.parametrize(("row", "col", "inside"), [(0, 0, True), (1, 0, False), (0, 2, False), (-1, 0, False)])
def test_a_place_outside_the_table_has_no_cell(row: int, col: int, inside: bool) -> None:
    grid, account = marked(["U 甲", "U 乙"])
    explainer = Explainer(account, Extent([(grid, 0, 1)]), WORDS)
    for table, known in ((0, inside), (1, False)):
        left = Left(Unmapped(None, "甲", {"table": table, "row": row, "col": col}), "unread", (0, 0, 0, 0))
        assert (explainer.cell_of(left) != (None, None)) == known
