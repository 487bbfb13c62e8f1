"""Rows that a page break tears in every cell, and rows that only look torn."""

from __future__ import annotations

import pytest

from extractor.layout.said import is_torn_figure
from extractor.layout.stitch import stitch
from extractor.layout.torn import begins_anew, tall_text_goes_on
from extractor.model.document import Cell, Grid

Row = list[str]
GOAL = "实施校园安防项目，改造校舍面积不低于5190平方米，减轻家庭负担。"


def _part(page: int, rows: list[Row], *, full: bool = True) -> Grid:
    width = len(rows[0])
    cells = [
        Cell(
            r,
            c,
            text=text,
            page=page,
            full=full and bool(text),
            bbox=(60.0 * c, 20.0 * r, 60.0 * c + 60, 20.0 * r + 20),
        )
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    ]
    return Grid(cells, len(rows), width, page=page, bbox=(0.0, 0.0, 60.0 * width, 20.0 * len(rows)))


def _joined(above: list[Row], below: list[Row], *, full: bool = True) -> list[Row]:
    (grid,) = stitch([_part(1, above, full=full), _part(2, below, full=full)])
    assert isinstance(grid, Grid)
    return [["".join(c.text.split()) for c in grid.cells if c.row == row] for row in range(grid.rows)]


HEADS = ["单位名称", "项目名称", "金额", "年度目标", "二级指标", "三级指标", "指标值"]
WHOLE = ["盐池县幼儿园", "校园安防项目", "443.00", GOAL, "经济效益指标", "减轻家庭负担", "≥530元/户"]


@pytest.mark.parametrize("cut", [(2, 3, 2, 5, 2, 4, 4), (3, 2, 4, 9, 4, 2, 2), (5, 4, 6, 20, 6, 6, 6)])
def test_a_row_torn_in_narrow_cells_is_one(cut: tuple[int, ...]) -> None:
    """A list that says unit, project and goal in each row: the row before says whole what the break tears."""
    upper, lower = [t[:n] for t, n in zip(WHOLE, cut)], [t[n:] for t, n in zip(WHOLE, cut)]
    before = [*WHOLE[:4], "数量指标", "改造校舍面积", "≥5190平方米"]
    last = [*WHOLE[:4], "满意度指标", "家长满意度", "≥85%"]
    assert _joined([HEADS, before, upper], [lower, last]) == [HEADS, before, WHOLE, last]


def test_whole_rows_of_a_list_stay_two() -> None:
    """The same list broken between two rows, every cell filling its line."""
    rows = [[*WHOLE[:4], *rest] for rest in (["数量指标", "受益人数", "≥80人"], ["质量指标", "合格率", "≥97%"])]
    assert _joined([HEADS, rows[0]], [rows[1], WHOLE]) == [HEADS, *rows, WHOLE]


def test_values_with_signs_begin_rows_of_their_own() -> None:
    """Names and planned values that fill their cells: ≤463元 over ≤1730元 are two rows, whatever else is full."""
    rows = [
        ["成本指标", "农村低保平均补助水平", "232元/人·月", "≤463元/人·月"],
        ["", "公益性岗位补贴的标准", "865元/人·月", "≤1730元/人·月"],
    ]
    assert _joined([["二级指标", "三级指标", "半年", "全年"], rows[0]], [rows[1]])[1:] == [rows[0], rows[1][1:]]


def test_numbered_rows_are_not_one() -> None:
    """5 above and 6 below in a column that is not the first."""
    rows = [
        ["", "5", "社会效益", "城镇新增就业人数", "不低于5560人"],
        ["", "6", "生态效益", "无纸化业务占比", "不低于75%"],
    ]
    assert _joined([["项目", "序号", "二级指标", "三级指标", "指标值"], rows[0]], [rows[1]])[1:] == [
        rows[0],
        rows[1][1:],
    ]


@pytest.mark.parametrize(
    ("first", "rest", "torn"),
    [
        ("5,890,00", "0.00", True),
        ("1,06", "0", True),
        ("443", ".50", True),
        ("≥530", "元/户", True),
        (">=85", "%", True),
        ("5,890,000.00", "443.00", False),
        ("1,060", "230", False),
        ("≥530", "持续改善", False),
        ("12", "3", False),
    ],
)
def test_figures_cut_before_their_end(first: str, rest: str, torn: bool) -> None:
    assert is_torn_figure(first, rest) is torn


@pytest.mark.parametrize(
    ("upper", "lower", "one"),
    [
        ("目标1：实施公益性岗位补贴项目，发放创业补贴人数不低于450人。", "目标2：审核准确率达到98%以上。", True),
        ("（1）实施公益性岗位补贴项目，发放创业补贴人数不低于450人。", "（2）审核准确率达到98%以上。", True),
        ("目标1：实施公益性岗位补贴项目，发放创业补贴人数不低于450人。", "目标3：审核准确率达到98%以上。", False),
    ],
)
def test_a_numbered_goal_goes_on_below_the_break(upper: str, lower: str, one: bool) -> None:
    rows = _joined([["绩效目标", upper, "已推进"]], [["", lower, ""], ["资金", "12", "8"]], full=False)
    assert (rows[0] == ["绩效目标", upper + lower, "已推进"]) is one


def test_prose_stopped_in_its_sentences_beside_torn_labels() -> None:
    """Two goals side by side, their labels broken by hand: no cell of the labels is full."""
    upper = [
        "实施期",
        "2022年至2024年，实施安置项目，分年推进，三年内",
        "年度预",
        "实施安置项目，修缮纪念设施，走访慰问户数",
    ]
    lower = ["绩效目标", "全面完成规划任务。", "期目标", "不低于480户。"]
    above = _part(1, [["项目名称", "退役士兵安置", "年度", "2024"], upper], full=False)
    for cell in above.cells[5::2]:
        cell.full = True
    (grid,) = stitch([above, _part(2, [lower, ["资金", "12", "年度", "3"]])])
    assert isinstance(grid, Grid)
    assert ["".join(c.text.split()) for c in grid.cells if c.row == 1] == [a + b for a, b in zip(upper, lower)]


@pytest.mark.parametrize(
    ("first", "rest", "value", "one"),
    [
        ("立项", "依据", "县政府批复", True),
        ("项目支出", "实施期", "2023年1月至12月", True),
        ("实施单位", "联系电话", "县水利局", False),
        ("项目类型", "实施期", "新增项目", False),
    ],
)
def test_a_label_beside_one_value(first: str, rest: str, value: str, one: bool) -> None:
    """A label over two lines and its value on one, cut between the lines; or a label whose value is blank."""
    rows = _joined([["项目名称", "泵站维修"], [first, value]], [[rest, ""], ["资金", "12"]])
    assert rows[1:-1] == ([[first + rest, value]] if one else [[first, value], [rest, ""]])


def test_heads_of_two_levels_stay_two() -> None:
    """一级 over 指标（二级）: labels of a list of indicators as columns."""
    rows = [["一级", "效益指标", "满意度指标"], ["指标（二级）", "可持续影响指标", "服务对象满意度指标"]]
    assert _joined([rows[0]], [rows[1]]) == rows


def test_a_block_and_the_next_stay_two() -> None:
    """经费预算 merged over the rows above, 年度绩效目标 over those below, each filling its line."""
    upper, lower = (Cell(0, 0, rowspan=2, text=text, full=True) for text in ("经费预算", "年度绩效目标"))
    assert not tall_text_goes_on(upper, lower)
    rest = Cell(0, 0, rowspan=3, text="请（万元）")
    assert tall_text_goes_on(Cell(0, 0, text="年度预算申", full=True), rest)


def test_levels_beside_prose_do_not_stop_it() -> None:
    """产出指标 ends above the break, 效益指标 begins below: the goal merged beside both rows goes on."""
    for upper, lower in (("产出指标", "效益指标"), ("1.成本指标", "2.产出指标")):
        assert not begins_anew(Cell(0, 4, rowspan=3, text=upper, full=True), Cell(0, 4, rowspan=2, text=lower))
    assert begins_anew(Cell(0, 0, rowspan=3, text="泵站维修项目"), Cell(0, 0, rowspan=2, text="渠道清淤项目"))


def test_what_begins_with_a_particle_is_a_rest() -> None:
    """反映…达标率 above and 的情况 below: both end as labels do, and no text begins with 的."""
    upper = ["质量指标", "供水水质达标率", "9", "反映供水水质达标率", "业务股", "按季度统", "≥90%"]
    lower = ["", "", "", "的情况", "", "计", ""]
    heads = ["二级指标", "三级指标", "权重", "指标描述", "牵头科室", "备注", "目标值"]
    after = ["时效指标", "按期完成率", "12", "反映按期完成率的情况", "业务股", "", "≥96%"]
    whole = ["质量指标", "供水水质达标率", "9", "反映供水水质达标率的情况", "业务股", "按季度统计", "≥90%"]
    assert _joined([heads, upper], [lower, after]) == [heads, whole, after]


@pytest.mark.parametrize(
    ("upper", "lower", "one"),
    [
        ("填报人：欧阳静　　填报日期：2025年10月15日　　部门负责人", "签字：周建平", True),
        ("填报人：欧阳静　　填报日期：2025年10月", "15日", True),
        ("填报人：欧阳静　　填报日期：2025年10月15日", "附件：项目申报材料", False),
        ("填报人：欧阳静　　填报日期：2025年10月15日", "项目负责人：周建平", False),
        ("填报人　欧阳静　填报日期　2025年10月15日", "周建平", False),
    ],
)
def test_a_line_of_the_sign_off_broken_in_a_label(upper: str, lower: str, one: bool) -> None:
    """One cell as wide as the table at a page's end, and what is left of it alone on the next page."""
    items = stitch([_part(1, [["项目名称：桥梁加固"], [upper]]), _part(2, [[lower]])])
    assert [grid.rows for grid in items if isinstance(grid, Grid)] == ([2] if one else [2, 1])
