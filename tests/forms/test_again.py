"""Told: a block printed twice without a label, a goal cut in two or without a part, a row read one cell on."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, CellRole, Doubt, Extent
from extractor.forms.again import _may_go_on, _second_block, _shifted
from extractor.forms.assemble import read_forms
from extractor.forms.reading import Column, Reading
from extractor.layout.torn import is_cut
from extractor.model.document import Cell, Grid
from extractor.model.filing import Form, Indicator, Label, Target
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.make import layouts
from tests.make.sketch import draw

TWICE = """
# 2025年度项目支出绩效目标表
| 项目名称 | 基层卫生服务 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 签约户数 | ≥900户 |
| 产出指标 | 质量指标 | 设备合格率 | ≥98% |
{between}| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | {name} | ≥300户 |
| 产出指标 | 质量指标 | {other} | ≥98% |
"""

CUT = """
# 2025年度项目支出绩效自评表
| 项目名称 | 供水巩固提升 | < | < |
| 年度绩效目标 | 预期目标 | < | 实际完成情况 |
| ^ | {text} | < | 供水保证率稳定提高。 |
| ^ | 保证率和水质达标率稳定提高 | < | |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 养护水库 | ≥9座 |
"""


def doubts(sketch: str) -> list[Doubt]:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading.doubts


def test_a_block_printed_again_without_a_label_is_told() -> None:
    [doubt] = doubts(TWICE.format(between="", name="签约户数", other="设备合格率"))
    assert "栏名印了两遍" in doubt.why and {p["row"] for p in doubt.at["parts"]} == {2, 3, 5, 6}


@pytest.mark.parametrize(
    ("between", "name", "other"),
    [("", "培训场次", "培训合格率"), ("| 目标2 | 完成全县健康体检 | < | < |\n", "签约户数", "设备合格率")],
    ids=["other rows", "a goal of its own"],
)
def test_blocks_of_their_own_are_in_peace(between: str, name: str, other: str) -> None:
    assert not [d for d in doubts(TWICE.format(between=between, name=name, other=other)) if "印了两遍" in d.why]


def test_a_goal_that_stops_over_its_rest_is_told() -> None:
    [doubt] = [d for d in doubts(CUT.format(text="巩固农村饮水成果，供水")) if "没有写完" in d.why]
    assert doubt.pointer == "/texts/annual_goal" and [p["row"] for p in doubt.at["parts"]] == [2, 3]


def test_a_goal_that_ends_tells_nothing() -> None:
    assert not [d for d in doubts(CUT.format(text="巩固农村饮水成果。")) if "没有写完" in d.why]


@pytest.mark.parametrize(("first", "cut"), [("巩固农村饮水成果，供水", True), ("巩固农村饮水成果", False)])
def test_a_short_sentence_beside_a_long_one_is_cut(first: str, cut: bool) -> None:
    long = "巩固农村饮水安全成果，供水保证率和水质达标率稳定提高，目标"
    above = [Cell(3, c, text=t, full=True) for c, t in enumerate((first, long))]
    below = [Cell(0, c, text=t) for c, t in enumerate(("保证率稳定提高。", "基本实现。"))]
    assert is_cut(above, below, 3) == cut


GOALS = """
# 2025年度项目支出绩效目标表
| 项目名称 | 农村道路养护 | < | < |
| 年度绩效目标 | 目标1：完成全县农村公路日常养护。 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 养护里程 | ≥300公里 |
| 岚沐项 | 目标2：提高道路安全水平。 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 新增警示牌 | ≥50块 |
"""


def test_a_numbered_part_of_the_goal_that_was_not_read_is_told() -> None:
    [doubt] = [d for d in doubts(GOALS) if "可能缺了一条" in d.why]
    assert doubt.pointer == "/texts/annual_goal" and [p["row"] for p in doubt.at["parts"]] == [1, 4]
    assert not [d for d in doubts(GOALS.replace("岚沐项", "年度绩效目标")) if "可能缺了一条" in d.why]


def test_a_row_read_one_cell_on_is_told() -> None:
    sketch = (layouts.FOLDER / "unseen-indicators-below-the-table.sketch").read_text("utf-8")
    strange = sketch.replace("项目名称", "钧澜霁桐项").replace("主管部门", "澜钟麓琼段")
    shifted = [
        [d for d in r.doubts if "错开了一格" in d.why] for r in read_forms(draw(strange), load_rules(), "0" * 64)
    ]
    assert [[d.pointer for d in found] for found in shifted][1:] == [["/project_name"]] and len(shifted) == 2
    assert "错开了一格" not in str([r.doubts for r in read_forms(draw(sketch), load_rules(), "0" * 64)])


ONE_LEVEL = """
# 2025年度项目支出绩效目标表
| 项目名称 | 农村道路养护 | < |
| {head} | 指标名称 | 指标值 |
| 数量指标 | 养护里程 | ≥300公里 |
| 满意度指标 | 群众满意度 | ≥90% |
"""


@pytest.mark.parametrize(("head", "told"), [("钟琼段", True), ("指标类型", False), ("二级指标", False)])
def test_a_word_of_both_levels_under_a_strange_head_is_told(head: str, told: bool) -> None:
    found = [d for d in doubts(ONE_LEVEL.format(head=head)) if "也可能是一级指标" in d.why]
    assert [d.pointer for d in found] == ["/indicators/1/level2"] * told


DATED = """
| 项目支出绩效目标表 | < | < | < |
{between}| （2022年度） | < | < | < |
| 项目名称 | 农村道路养护 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 养护里程 | ≥300公里 |
"""


def test_a_year_line_taken_for_a_caption_is_told() -> None:
    found = [d for d in doubts(DATED.format(between="| 枫筠霁一览 | < | < | < |\n")) if d.pointer == "/fiscal_year"]
    assert [d.observed for d in found] == ["（2022年度）"]
    assert not [d for d in doubts(DATED.format(between="")) if d.pointer == "/fiscal_year"]


def test_a_head_like_a_listed_one_says_its_level() -> None:
    assert not [d for d in doubts(ONE_LEVEL.format(head="绩效指标二级")) if "也可能是一级指标" in d.why]


@pytest.mark.parametrize(
    ("below", "tables", "told"), [(1, 1, False), (2, 1, True), (2, 2, False)], ids=["one row", "two rows", "two tables"]
)
def test_two_rows_of_the_same_names_below_heads_printed_again(below: int, tables: int, told: bool) -> None:
    form = Form("", 0, "project_target", None, 2026)
    form.indicators = [
        Indicator(None, None, Label(f"泵站{n % 2}"), Target("3座"), "annual", at={"table": 0, "row": row})
        for n, row in enumerate([1, 2, *range(4, 4 + below)])
    ]
    heads = [(0, 0), (0, 3), (1, 0)][: 1 + tables]
    columns = [Column("target", "指标值", {"table": table, "row": row, "col": 3}) for table, row in heads]
    found = _second_block(Reading(form, columns=columns, cells_at=[{} for _ in form.indicators]))
    assert [doubt.observed for doubt in found] == (["泵站0、泵站1"] if told else [])


WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("wide", "above", "text", "goes_on"),
    [
        (2, "巩固农村饮水成果，供水", "鹳雀楼", True),
        (3, "巩固农村饮水成果，供水", "鹳雀楼", False),  # over the whole table: a caption
        (2, "巩固农村饮水成果", "鹳雀楼", False),
        (2, "巩固农村饮水成果，供水", "一级指标", False),
    ],
)
def test_a_caption_narrower_than_the_table_may_be_the_rest_of_a_text(
    wide: int, above: str, text: str, goes_on: bool
) -> None:
    rest = Cell(1, 0, 1, wide, text=text)
    grid = Grid([Cell(0, 0, 1, 3, text=above), rest, Cell(1, 2, text="甲")][: 5 - wide], 2, 3)
    assert _may_go_on(grid, rest, WORDS) == goes_on
    assert not _may_go_on(grid, grid.cells[0], WORDS), "nothing stands above"


@pytest.mark.parametrize(
    ("rowspan", "roles", "told"),
    [
        (1, ("unread", "label", "value", "unread"), ["鹳雀楼"]),
        (2, ("unread", "label", "value", "unread"), []),  # the table ends before the label does
        (1, ("head", "label", "value", "unread"), []),
        (1, ("unread", "label", "value", "head"), []),
    ],
)
def test_a_label_and_its_value_between_texts_that_nobody_read(
    rowspan: int, roles: tuple[CellRole, ...], told: list[str]
) -> None:
    cells = [
        Cell(0, n, rowspan if n == 1 else 1, text=text) for n, text in enumerate(["甲乙", "鹳雀楼", "3座", "丙丁"])
    ]
    account = Account()
    for cell, role in zip(cells, roles):
        account.put(cell, role, "/filer" if role == "value" else None)
    found = list(_shifted(account, Extent([(Grid(cells, 1, 4), 0, 1)]), WORDS))
    assert [doubt.observed for doubt in found] == told
