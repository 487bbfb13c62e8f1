"""Several years, or a year and a whole period, each with columns of its own: a value takes its own sign and unit."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.band import Band, Head
from extractor.forms.value_groups import find_scoped, keep_together
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
ROWS = {"signs": ("=", "≥", "≥"), "values": ("300", "420", "900"), "units": ("盏", "套", "处")}
PARTS = {"符": "signs", "值": "values", "单": "units"}
HEADS = {"符": "符号", "值": "数值", "单": "单位"}
YEARS = {"past": 0, "own": 1, "whole": 2}


def form(over: dict[str, str], order: str, title: str = "# 2026年度项目支出绩效目标表") -> str:
    """A form whose groups (`over`: which one -> its head) hold the columns of `order`."""
    groups = [(YEARS[key], head) for key, head in over.items()]
    wide = len(groups) * len(order)
    heads = " | ".join(" | ".join([head, *["<"] * (len(order) - 1)]) for _, head in groups)
    subs = " | ".join(HEADS[part] for _ in groups for part in order)
    rows = []
    for name, level in (("路灯更换", "产出指标 | 数量指标"), ("夜间事故", "效益指标 | 社会效益指标")):
        cells = " | ".join(ROWS[PARTS[part]][number] for number, _ in groups for part in order)
        rows.append(f"| {level} | {name} | {cells} |")
    return "\n".join(
        [
            title,
            f"| 项目名称 | 城区路灯 |{' < |' * (wide + 1)}",
            f"| 一级指标 | 二级指标 | 三级指标 | {heads} |",
            f"| ^ | ^ | ^ | {subs} |",
            *rows,
        ]
    )


def targets(drawing: str) -> list[tuple[str, str]]:
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    return [(one.target.raw, one.scope) for one in reading.form.indicators]


@pytest.mark.parametrize("order", ["符值单", "单值符", "值单符"])
@pytest.mark.parametrize(
    ("past", "own"),
    [("上年实际", "本年计划"), ("2025年完成", "2026年目标"), ("基期", "目标期"), ("2025年预计", "2026年计划")],
)
def test_what_was_gives_no_sign_or_unit(past: str, own: str, order: str) -> None:
    assert targets(form({"past": past, "own": own}, order)) == [("≥420套", "annual")] * 2
    assert targets(form({"own": own, "past": past}, order)) == [("≥420套", "annual")] * 2


def test_where_no_year_tells_what_was_aimed_at_is_the_value() -> None:
    groups = {"past": "2025年完成", "own": "2026年目标"}
    assert targets(form(groups, "符值单", "# 项目支出绩效目标表")) == [("≥420套", "annual")] * 2


@pytest.mark.parametrize("order", ["符值单", "单值符"])
@pytest.mark.parametrize(("past", "own"), [("甲情形", "乙情形"), ("原定", "现定"), ("方案一", "方案二")])
def test_where_nothing_tells_no_value_is_mixed(past: str, own: str, order: str) -> None:
    [reading] = read_forms(draw(form({"past": past, "own": own}, order)), load_rules(), "0" * 64)
    assert {one.target.raw for one in reading.form.indicators} <= {"=300盏", "≥420套", ""}
    assert any(doubt.code == "unread-text" for doubt in reading.doubts)


def test_a_second_unit_beside_one_value_stays_told() -> None:
    drawing = """
# 2026年度项目支出绩效目标表
| 项目名称 | 城区路灯 | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 单位 | 计量单位 |
| 产出指标 | 数量指标 | 路灯更换 | 420 | 盏 | 套 |
| 效益指标 | 社会效益指标 | 夜间事故 | 3 | 起 | 件 |
"""
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    assert {"套", "件"} <= {left.text for left in reading.form.unmapped}
    assert any(doubt.code == "unread-text" for doubt in reading.doubts)


def test_the_whole_period_and_the_year_keep_their_own_parts() -> None:
    groups = {"whole": "实施期目标", "own": "年度目标"}
    assert targets(form(groups, "符值单")) == [("≥900处", "period"), ("≥420套", "annual")] * 2


def test_a_unit_beside_both_is_said_of_both() -> None:
    drawing = """
# 2026年度项目支出绩效目标表
| 项目名称 | 城区路灯 | < | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 计量单位 | 2025年完成 | < | 2026年目标 | < |
| ^ | ^ | ^ | ^ | 符号 | 数值 | 符号 | 数值 |
| 产出指标 | 数量指标 | 路灯更换 | 盏 | = | 300 | ≥ | 420 |
| 效益指标 | 社会效益指标 | 夜间事故 | 起 | = | 5 | ≤ | 3 |
"""
    assert targets(drawing) == [("≥420盏", "annual"), ("≤3起", "annual")]


WITH_PAST = """
# 2026年度项目支出绩效目标表
| 项目名称 | 草原围栏更新 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | {over} |
| ^ | ^ | ^ | {subs} |
| 产出指标 | 数量指标 | 围栏更新 | {values} |
| 效益指标 | 生态效益指标 | 草原植被盖度 | {values} |
"""
VALUES = {"2024年": "61处", "2025年": "72处", "前年实际": "61处", "上年预计": "72处"}


@pytest.mark.parametrize(
    ("over", "subs"),
    [
        ("历史水平 | < | 绩效目标值 | <", "2024年 | 2025年 | 中期 | 2026年"),
        ("年度目标值 | < | 以往水平 | <", "当年 | 实施期 | 2024年 | 2025年"),
        ("指标值 | < | < | <", "前年实际 | 上年预计 | 中期（2026-2028年） | 本年"),
        ("绩效目标值 | < | 历史值 | <", "2026年 | 2026—2028年 | 2024年 | 2025年"),
    ],
)
def test_two_past_years_beside_the_period_and_the_year(over: str, subs: str) -> None:
    heads = subs.split(" | ")
    wanted = [("≥90处", "annual") if head in ("2026年", "当年", "本年") else ("≥240处", "period") for head in heads]
    values = [VALUES.get(head) or want[0] for head, want in zip(heads, wanted)]
    drawing = WITH_PAST.format(over=over, subs=subs, values=" | ".join(values))
    assert targets(drawing) == [want for head, want in zip(heads, wanted) if head not in VALUES] * 2
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    assert {"61处", "72处"} <= {left.text for left in reading.form.unmapped}
    assert [doubt.why for doubt in reading.doubts if "指标值有" in doubt.why] == []


@pytest.mark.parametrize(
    ("over", "subs", "cells"),
    [
        ("2025年 | < | 2026年", "计划 | 完成 | ^", "70处 | 72处 | ≥80处"),
        ("2025年 | < | 2026年", "计划 | 完成 | 计划", "70处 | 72处 | ≥80处"),
        ("2026年 | 2025年 | <", "^ | 目标 | 实际", "≥80处 | 70处 | 72处"),
    ],
)
def test_aim_and_outcome_of_a_past_year_are_history(over: str, subs: str, cells: str) -> None:
    drawing = f"""
# 2026年度项目支出绩效目标表
| 项目名称 | 草原围栏 | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | {over} |
| ^ | ^ | ^ | {subs} |
| 产出指标 | 数量指标 | 围栏更新 | {cells} |
| 效益指标 | 生态效益指标 | 草场面积 | {cells} |
"""
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    assert [(r.target.raw, r.actual) for r in reading.form.indicators] == [("≥80处", None)] * 2
    assert {"70处", "72处"} <= {left.text for left in reading.form.unmapped}
    assert [doubt.code for doubt in reading.doubts] == []


def test_last_year_beside_this_one_in_an_evaluation() -> None:
    drawing = """
# 2025年度项目支出绩效自评表
| 项目名称 | 草原围栏 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 2024年 | < | 2025年 | < |
| ^ | ^ | ^ | 目标值 | 完成值 | 目标值 | 完成值 |
| 产出指标 | 数量指标 | 围栏更新 | 70处 | 72处 | ≥80处 | 82处 |
| 效益指标 | 生态效益指标 | 草场面积 | 60亩 | 61亩 | ≥65亩 | 66亩 |
"""
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    assert [(r.target.raw, r.actual) for r in reading.form.indicators] == [("≥80处", "82处"), ("≥65亩", "66亩")]


def test_the_unit_of_what_was_reached_is_kept_beside_it() -> None:
    drawing = """
# 2025年度项目支出绩效自评表
| 项目名称 | 草原围栏 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 年初目标 | < | < | 全年实际 | < |
| ^ | ^ | ^ | 符号 | 数值 | 单位 | 数值 | 单位 |
| 产出指标 | 数量指标 | 围栏更新 | ≥ | 80 | 公里 | 82 | 千米 |
| 效益指标 | 生态效益指标 | 草场面积 | ≥ | 60 | 亩 | 61 | 公顷 |
"""
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    assert [(r.target.raw, r.actual) for r in reading.form.indicators] == [("≥80公里", "82"), ("≥60亩", "61")]
    assert {"千米", "公顷"} <= {left.text for left in reading.form.unmapped}


def test_half_a_year_beside_the_whole_stays_aside() -> None:
    drawing = """
# 2026年度项目支出绩效目标表
| 项目名称 | 草原围栏 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 历史实际值 | < | 2026年目标值 | < |
| ^ | ^ | ^ | 2024年 | 2025年 | 上半年 | 全年 |
| 产出指标 | 数量指标 | 围栏更新 | 61处 | 72处 | 40处 | ≥80处 |
| 效益指标 | 生态效益指标 | 草场面积 | 60亩 | 61亩 | 30亩 | ≥65亩 |
"""
    assert targets(drawing) == [("≥80处", "annual"), ("≥65亩", "annual")]


@pytest.mark.parametrize(("values", "units"), [(1, [None]), (2, [1, 3]), (3, [1, 3, 5])])
def test_as_many_units_as_values_are_one_of_each_in_their_order(values: int, units: list[int | None]) -> None:
    table = drawn(["指标值", "计量单位"] * values, ["3", "座"] * values)
    heads = [Head(("target", "unit")[n % 2], n, cell.text, cell) for n, cell in enumerate(table.starting(0))]
    groups = [{"target": head} for head in heads if head.role == "target"]
    keep_together(table, Band(0, 1, heads), groups)
    assert [group["unit"].col if "unit" in group else None for group in groups] == units


@pytest.mark.parametrize(
    ("top", "heads", "roles"),
    [
        ("绩效目标值", ["中期", "2026年"], ["target", "target"]),
        ("鹳雀楼", ["中期", "2026年"], ["other", "other"]),  # neither says that it is aimed at
        ("鹳雀楼", ["实施周期指标值", "当年指标值"], ["target", "target"]),
        (None, ["中期", "2026年"], ["other", "other"]),
        (None, ["实施周期指标值", "当年指标值"], ["target", "target"]),
    ],
)
def test_a_period_beside_the_year_is_a_value_where_it_or_the_head_over_it_says_so(
    top: str | None, heads: list[str], roles: list[str]
) -> None:
    over = [[f"1/2|{top}", "^"], heads] if top is not None else [heads]
    table = drawn(*over, ["3座", "1座"])
    cells = table.starting(len(over) - 1)
    band = Band(0, len(over), [Head("other", cell.col, cell.text, cell) for cell in cells])
    find_scoped(table, band, WORDS, 2026)
    assert [head.role for head in band.heads] == roles
