"""A 一级 and a 二级 in one text: as the one column of levels, as a band, before a name, beside a list."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.make.sketch import draw

RULES = load_rules()
TOP = "#     2025年度项目支出绩效目标表\n"
ROWS = (
    ("产出", "数量", "架设路灯", "≥140盏"),
    ("产出", "数量", "更换电缆", "6公里"),
    ("产出", "质量", "一次点亮率", "≥98%"),
    ("效益", "社会效益", "夜间事故下降率", "≥10%"),
    ("满意度", "服务对象满意度", "居民满意度", "≥90%"),
)
JOINTS = (
    "{}—{}",
    "{}·{}",
    "{}/{}",
    "{}＞{}",
    "{}-{}",
    "{}：{}",
    "{}→{}",
    "{}（{}）",
    "（{}）{}",
    "[{}]{}",
    "{1}（{0}）",
)
APART = ("{} {}", "{}/n{}", "{} / {}")
LONG = (
    "{0}指标——{1}指标",
    "（一）{0}指标·{1}指标",
    "{0}指标{1}指标",
    "{0}指标（50分）-{1}指标（20分）",
    "{1}指标[{0}指标]",
)


def read(table: str) -> Reading:
    [reading] = read_forms(draw(TOP + "| 项目名称 | 路灯改造 | < | < |\n" + table), RULES, "0" * 64)
    return reading


def levels(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Canonical levels without 指标, name and value of every row."""
    return [
        (
            ((i.level1 and i.level1.canonical) or "").removesuffix("指标"),
            ((i.level2 and i.level2.canonical) or "").removesuffix("指标"),
            (i.level3 and i.level3.raw) or "",
            i.target.raw,
        )
        for i in reading.form.indicators
    ]


@pytest.mark.parametrize("joint", [*JOINTS, *APART, *LONG])
@pytest.mark.parametrize("head", ["指标类别", "一级指标", "类型"])
def test_as_the_one_column_of_levels(joint: str, head: str) -> None:
    rows = "".join(f"| {joint.format(a, b)} | {name} | 按图纸 | {value} |\n" for a, b, name, value in ROWS)
    reading = read(f"| {head} | 指标名称 | 指标说明 | 指标值 |\n{rows}")
    assert levels(reading) == list(ROWS)
    assert reading.doubts == []
    first = reading.form.indicators[0]
    assert first.level1 is not None and first.level2 is not None and len(first.level2.raw) < len(joint.format(*ROWS[0]))


@pytest.mark.parametrize("joint", ["{}—{}", "{0}指标·{1}指标"])
def test_merged_down_over_its_rows(joint: str) -> None:
    rows, last = "", ""
    for a, b, name, value in ROWS:
        said = joint.format(a, b)
        rows += f"| {'^' if said == last else said} | {name} | {value} | |\n"
        last = said
    reading = read(f"| 指标类别 | 指标名称 | 指标值 | 备注 |\n{rows}")
    assert levels(reading) == list(ROWS)
    assert reading.doubts == []


def test_a_second_level_that_nobody_lists_stands_beside_the_listed_ones() -> None:
    rows = "".join(f"| {a}—{b} | {name} | {value} | |\n" for a, b, name, value in ROWS)
    reading = read(f"| 指标类别 | 指标名称 | 指标值 | 备注 |\n{rows}| 产出—履职效能 | 工单办结率 | ≥95% | |\n")
    last = reading.form.indicators[-1]
    assert last.level1 is not None and last.level2 is not None
    assert (last.level1.canonical, last.level2.raw, last.level2.canonical) == ("产出指标", "履职效能", None)


@pytest.mark.parametrize("joint", [*JOINTS[:6], *LONG])
@pytest.mark.parametrize("heads", ["序号 | 指标名称 | 计量单位 | 本年目标", "序号 | 三级指标 | 单位 | 指标值"])
def test_as_a_band_over_its_rows(joint: str, heads: str) -> None:
    rows, last = "", ""
    for number, (a, b, name, value) in enumerate(ROWS, 1):
        if (said := joint.format(a, b)) != last:
            rows += f"| {said} | < | < | < |\n"
        last = said
        figure = value.rstrip("盏公里%")
        rows += f"| {number} | {name} | {value[len(figure) :]} | {figure} |\n"
    reading = read(f"| {heads} |\n{rows}")
    assert levels(reading) == list(ROWS)
    assert reading.doubts == []


@pytest.mark.parametrize(
    "joint", ["（{}—{}）{}", "【{}·{}】{}", "[{}/{}]{}", "{}-{}-{}", "{}/{}：{}", "{2}（{0}—{1}）", "（{1}·{0}）{2}"]
)
@pytest.mark.parametrize("head", ["绩效指标", "指标名称", "三级指标"])
def test_before_or_behind_the_name(joint: str, head: str) -> None:
    rows = "".join(f"| {joint.format(a, b, name)} | {value} | {value} | |\n" for a, b, name, value in ROWS)
    reading = read(f"| {head} | 指标值 | 全年实际完成值 | 未完成原因 |\n{rows}")
    assert levels(reading) == list(ROWS)
    assert reading.doubts == []


def test_a_name_that_merely_ends_in_a_bracket_is_whole() -> None:
    rows = "".join(f"| {name}（盏·公里） | {value} | {value} | |\n" for _, _, name, value in ROWS)
    reading = read(f"| 指标名称 | 指标值 | 全年实际完成值 | 未完成原因 |\n{rows}")
    assert [row[2] for row in levels(reading)] == [f"{name}（盏·公里）" for _, _, name, _ in ROWS]


@pytest.mark.parametrize("joint", [*JOINTS[:8], *LONG[:3]])
@pytest.mark.parametrize("numbered", [True, False])
def test_beside_a_list_in_a_cell(joint: str, numbered: bool) -> None:
    cells: dict[str, list[str]] = {}
    for a, b, name, value in ROWS:
        items = cells.setdefault(joint.format(a, b), [])
        items.append(f"{len(items) + 1}.{name}：{value}" if numbered else f"{name}：{value}")
    reading = read("".join(f"| {said} | {'/n'.join(items)} | < | < |\n" for said, items in cells.items()))
    assert levels(reading) == list(ROWS)
    assert reading.doubts == []


@pytest.mark.parametrize(
    "text",
    [
        "产出—效益",
        "产出指标",
        "成本指标",
        "效益和满意度指标",
        "效益指标、满意度指标",
        "产出指标及成本指标",
        "产出—履职效率",
        "数量-质量",
        "12—15",
    ],
)
def test_what_is_no_pair(text: str) -> None:
    assert vocabulary(RULES).joint(text) is None


def test_pairs_that_are_not_divided_are_told() -> None:
    second = ("履职效能", "运行效率", "数量", "群众反响", "工作成效")
    rows = "".join(f"| {a}—{b} | {name} | {value} | |\n" for (a, _, name, value), b in zip(ROWS, second))
    reading = read(f"| 一级指标 | 指标名称 | 指标值 | 备注 |\n{rows}")
    assert [d.pointer for d in reading.doubts if "没有拆开" in d.why] == ["/indicators/0/level1"]


def test_a_few_names_with_level_words_are_told() -> None:
    names = ["（产出—数量）架设路灯", "更换电缆", "一次点亮率", "（效益·社会效益）夜间事故下降率"]
    rows = "".join(f"| {name} | {value} | {value} | |\n" for name, (*_, value) in zip(names, ROWS))
    reading = read(f"| 指标名称 | 指标值 | 全年实际完成值 | 未完成原因 |\n{rows}")
    [doubt] = [d for d in reading.doubts if "没有拆开" in d.why]
    assert doubt.grave and doubt.pointer == "/indicators/0/level1"


def test_a_band_beside_a_column_that_nobody_knows_names_no_row() -> None:
    table = "| 产出指标——数量指标 | < | 甲 |\n| 架设路灯 | ≥140盏 | 乙 |\n| 更换电缆 | 6公里 | 丙 |\n"
    assert [d.code for d in read(table).doubts if d.grave] != []
    assert read(table).form.indicators == []
