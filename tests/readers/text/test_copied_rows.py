"""A Word table copied as text, a row a line: its spans are not written, and come back from heads, blanks and sums."""

from __future__ import annotations

import pytest

from extractor.layout.conservation import check
from extractor.model.document import Grid, Line
from extractor.pipeline import extract_bytes
from extractor.readers import read
from extractor.readers.lines.sharing import shared_out
from extractor.readers.text.tab_rows import is_ragged
from extractor.rulebook import load_rules

RULES = load_rules()
COPIED = """\
2024年项目支出绩效自评表
（2024年度）
填报单位：某县水利局
项目名称
泵站维修
项目资金（万元）→年初预算数→执行数→执行率
→80→60→75%
年度总体目标→预期目标→维修泵站。
→完成情况→已经完成。
→绩效指标→指标值→分值→得分→偏差原因
→二级指标→三级指标→符号→值→单位→→→
年度绩效指标→数量指标→维修泵站→≥→3→座→50→50→
→→清淤渠道→≥→12→千米→40→30→到货推迟
总分→90→80→
填报人：王立明　　联系电话：0731-4400000
2024年项目支出绩效自评表
（2024年度）
项目名称→另一个项目→主管部门→某县水利局
"""


def _text(shown: str) -> str:
    return shown.replace("→", "\t")


def test_a_copied_table_is_read_as_the_form_it_was() -> None:
    document = extract_bytes(_text(COPIED).encode(), "1.txt", rules=RULES)
    form = document.forms[0]
    got = [
        (i.level2.raw, i.level3.raw, i.target.operator, i.target.value, i.target.unit, i.weight, i.achieved_score)
        for i in form.indicators
        if i.level2 and i.level3
    ]
    assert got == [
        ("数量指标", "维修泵站", ">=", "3", "座", "50", "50"),
        ("数量指标", "清淤渠道", ">=", "12", "千米", "40", "30"),
    ]
    assert (form.project_name, form.filer, form.fiscal_year) == ("泵站维修", "某县水利局", 2024)
    assert [(e.initial, e.executed, e.rate) for e in form.execution] == [("80", "60", "75%")]
    assert (form.texts.annual_goal, form.texts.achievement) == ("维修泵站。", "已经完成。")
    assert document.forms[1].project_name == "另一个项目"


def test_its_grid() -> None:
    items = read(_text(COPIED).encode(), "x.txt", "txt").items
    assert [item.text[:4] if isinstance(item, Line) else "grid" for item in items] == [
        "2024", "（202", "填报单位", "grid", "填报人：", "2024", "（202", "grid",
    ]  # fmt: skip
    grid = next(item for item in items if isinstance(item, Grid))
    assert check(grid) == []
    at = {(c.row, c.text): (c.col, c.rowspan, c.colspan) for c in grid.cells if c.text}
    assert at[6, "绩效指标"] == (1, 1, 2), "it spans the two heads under it"
    assert at[6, "指标值"] == (3, 1, 3)
    assert at[6, "得分"] == (7, 2, 1), "as high as both rows of heads"
    assert at[8, "年度绩效指标"] == (0, 2, 1), "no label from above goes on over the heads"
    assert at[10, "80"][0] == 7, "sums stand under what they sum"


@pytest.mark.parametrize(
    ("heads", "below", "widths", "sure"),
    [
        (["名称", "产出", "效益"], ["", "指标", "值", "指标", "值"], [1, 2, 2], True),
        (["名称", "指标值", "备注"], ["", "符号", "值", "单位", ""], [1, 3, 1], True),
        (["偏差原因", "完成可能性"], ["经费", "制度", "原因说明", "有可能", "不可能"], None, False),
        (["级", "偏差原因", "完成可能性"], ["", "经费", "制度", "原因说明", "有可能", "不可能"], [1, 3, 2], True),
        (["级", "甲", "乙"], ["", "丙", "丁", "戊", "己", "庚"], [1, 3, 2], False),
        (["项目", "产出指标", "效益指标"], ["", "数量指标", "质量指标", "社会效益指标"], [1, 2, 1], True),
        (["项目名称", "泵站"], ["资金", "预算数", "执行数", "执行率"], None, False),
    ],
)
def test_heads_share_what_stands_under_them(
    heads: list[str], below: list[str], widths: list[int] | None, sure: bool
) -> None:
    assert shared_out(heads, below) == (widths, sure)


@pytest.mark.timeout(20)
def test_a_wide_row_of_heads_is_weighed_by_position_not_by_combinations() -> None:
    heads, below = [f"{n}名称" for n in range(20)], ["", *(f"{n}项目" for n in range(43))]
    widths, _ = shared_out(heads, below)
    assert widths is not None and sum(widths) == len(below) and widths[0] == 1 and min(widths[1:]) >= 2
    assert shared_out(heads * 9, below * 9) == (None, False)


def test_sides_of_a_money_block() -> None:
    text = _text(
        "项目支出绩效目标表\n项目名称→泵站\n资金→2023年→2024年\n→总额→90→总额→100\n一级指标→二级指标→三级指标→指标值→备注\n产出→数量→维修→3座→\n"
    )
    (grid,) = read(text.encode(), "x.txt", "txt").grids()
    assert [(c.col, c.colspan) for c in grid.cells if c.text in ("2023年", "2024年")] == [(1, 2), (3, 2)]


def test_a_numbered_list_has_its_lines_again() -> None:
    text = _text(
        "项目支出绩效目标表\n项目名称→泵站→主管部门→水利局\n内容→1.修3.5米 2.建2座\n说明→2.修 3.建\n电话→1 2\n"
    )
    (grid,) = read(text.encode(), "x.txt", "txt").grids()
    assert [c.text for c in grid.cells if c.col == 1 and c.row] == ["1.修3.5米\n2.建2座", "2.修 3.建", "1 2"]


@pytest.mark.parametrize(
    ("rows", "ragged"),
    [
        ("a→b→c\n产出→数量→3\n→质量→4", False),
        ("项目名称→→泵站\n一级指标→二级指标→三级指标→指标值\n产出→数量→维修→3座", False),
        ("项目名称→泵站\n一级指标→二级指标→三级指标→指标值\n产出→数量→维修→3座", True),
        ('项目名称→"泵\n站"\n一级指标→二级指标→三级指标→指标值\n产出→数量→维修→3座', False),
    ],
)
def test_a_sheet_saved_as_text_has_a_place_for_every_column(rows: str, ragged: bool) -> None:
    assert is_ragged(_text(rows).split("\n")) is ragged


def test_a_last_value_left_blank_is_not_covered_from_above() -> None:
    dump = "\n\t项目名称\n\t河道清淤\n\n\t主管部门\n\t某县水利局\n\t实施单位\n\t\n\n\t资金总额\n\t80\n\t其他资金\n\t0\n"
    document = read(dump.encode(), "a.txt", "txt")
    grid = next(item for item in document.items if isinstance(item, Grid))
    assert [(c.row, c.col, c.text) for c in grid.cells if c.row < 2] == [
        (0, 0, "项目名称"),
        (0, 1, "河道清淤"),
        (1, 0, "主管部门"),
        (1, 1, "某县水利局"),
        (1, 2, "实施单位"),
        (1, 3, ""),
    ]


CUT_OFF = """\
2024年项目支出绩效自评表
项目名称→泵站维修→主管部门→某县水利局
→绩效指标→指标值→分值→完成值→备注
→二级指标→三级指标→符号→值→单位
年度绩效指标→一、产出指标
→数量指标→维修泵站→≥→3→座→50→3
→→清淤渠道→≥→12→千米→40→10→到货推迟
→质量指标
"""


def test_blanks_cut_off_the_ends_are_put_back() -> None:
    """Of heads that are as high as two rows, of rows whose last cells are blank; a caption keeps its row for itself."""
    (grid,) = read(_text(CUT_OFF).encode(), "x.txt", "txt").grids()
    at = {(c.row, c.text): (c.col, c.rowspan, c.colspan) for c in grid.cells if c.text}
    assert at[1, "指标值"] == (3, 1, 3)
    assert [at[1, head][:2] for head in ("分值", "完成值", "备注")] == [(6, 2), (7, 2), (8, 2)]
    assert at[3, "一、产出指标"] == (1, 1, 8)
    assert at[4, "3"][0] == 7, "the row's last text stands under its head, not to the edge"
    assert at[6, "质量指标"] == (1, 1, 1), "a kind whose row was left blank is no caption"


def test_a_goal_under_a_block_of_amounts_is_no_row_of_it() -> None:
    """项目资金 heads over amounts; then 年度目标 with one long text, which reaches to the right edge."""
    goal = "落实义务教育经费保障机制，确保学校正常运转。"
    shown = f"项目绩效目标表\n项目资金→年度资金总额→财政拨款→其他\n→90→60→30\n年度目标→{goal}\n填表人：王立明\n"
    (grid,) = read(_text(shown).encode(), "1.txt", "txt").grids()
    assert [(c.text, c.colspan) for c in grid.cells if c.row == 2] == [("年度目标", 1), (goal, 3)]
