"""Two halves of one list side by side of which one prints no 一级: its own 二级 words tell it."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.band import Band, Head
from extractor.forms.half_levels import _fits, captions_of_halves
from extractor.forms.reading import Reading
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
LEFT = [
    "产出指标 | 数量指标 | 巡护里程 | ≥900公里",
    "^ | 质量指标 | 记录完整率 | ≥95%",
    "^ | 时效指标 | 报告用时 | ≤10天",
]
RIGHT = ["生态效益指标 | 水鸟种类 | ≥40种", "社会效益指标 | 盗猎案件 | 0起", "服务对象满意度 | 居民满意度 | ≥90%"]
FOUR, THREE = "一级指标 | 二级指标 | 三级指标 | 指标值", "二级指标 | 三级指标 | 指标值"


def read(heads: str, rows: list[str], over: str = "") -> Reading:
    wide = heads.count("|") + 1
    lines = [
        f"| {row} |" for row in (f"项目名称 | 湿地巡护{' | <' * (wide - 2)}", *([over] if over else []), heads, *rows)
    ]
    [reading] = read_forms(draw("\n".join(["# 2026年项目支出绩效目标表", *lines])), load_rules(), "0" * 64)
    return reading


def levels(reading: Reading) -> dict[str, tuple[str | None, str]]:
    return {
        row.level3.raw: (row.level1.canonical if row.level1 else None, row.scope)
        for row in reading.form.indicators
        if row.level3
    }


WANTED = {
    "巡护里程": ("产出指标", "annual"),
    "记录完整率": ("产出指标", "annual"),
    "报告用时": ("产出指标", "annual"),
    "水鸟种类": ("效益指标", "annual"),
    "盗猎案件": ("效益指标", "annual"),
    "居民满意度": ("满意度指标", "annual"),
}


@pytest.mark.parametrize("over", ["", "产出 | < | < | < | 效益与满意度 | < | <"])
def test_the_right_half_does_not_go_on_under_the_left_ones_level1(over: str) -> None:
    reading = read(f"{FOUR} | {THREE}", [f"{a} | {b}" for a, b in zip(LEFT, RIGHT)], over)
    assert levels(reading) == WANTED
    assert [left.text for left in reading.form.unmapped] == []
    assert list(levels(reading)) == list(WANTED)  # the left half, then the right one


def test_the_left_half_does_not_take_the_right_ones_level1() -> None:
    bare = [row.split(" | ", 1)[1] for row in LEFT]
    rows = [f"{a} | {first} | {b}" for a, first, b in zip(bare, ["效益指标", "^", "满意度指标"], RIGHT)]
    assert levels(read(f"{THREE} | {FOUR}", rows)) == WANTED


def test_a_half_that_may_go_on_does() -> None:
    right = ["质量指标 | 相机完好率 | ≥98%", "时效指标 | 布设用时 | ≤20天", "成本指标 | 每台费用 | ≤900元"]
    left = ["产出指标 | 数量指标 | 巡护里程 | ≥900公里", "^ | ^ | 布设相机 | 95台", "^ | ^ | 巡护队 | 10支"]
    found = levels(read(f"{FOUR} | {THREE}", [f"{a} | {b}" for a, b in zip(left, right)]))
    assert set(found.values()) == {("产出指标", "annual")}


def test_the_same_levels_twice_are_a_long_term_list_beside_an_annual_one() -> None:
    right = ["数量指标 | 当年巡护里程 | ≥300公里", "质量指标 | 当年完整率 | ≥93%", "时效指标 | 季报用时 | ≤12天"]
    found = levels(read(f"{FOUR} | {THREE}", [f"{a} | {b}" for a, b in zip(LEFT, right)]))
    assert [scope for _, scope in found.values()] == ["period", "annual"] * 3


@pytest.mark.parametrize("heads", ["年度指标值", "指标值"])
def test_what_stands_over_the_halves_outweighs_heads_printed_alike(heads: str) -> None:
    """中期指标 | 当年指标 over halves whose values are both headed 年度指标值: the left one was read as annual."""
    one = f"二级指标 | 三级指标 | {heads}"
    rows = [
        "数量指标 | 巡护里程 | ≥900公里 | 数量指标 | 巡护里程 | ≥300公里",
        "质量指标 | 完整率 | ≥95% | 质量指标 | 完整率 | ≥95%",
    ]
    reading = read(f"{one} | {one}", rows, "中期指标 | < | < | 当年指标 | < | <")
    assert [(row.scope, row.target.value) for row in reading.form.indicators] == [
        ("period", "900"),
        ("annual", "300"),
        ("period", "95"),
        ("annual", "95"),
    ]


@pytest.mark.parametrize(
    ("row", "captions"),
    [
        (["1/2|产出与成本", "^", "1/2|效益与满意度", "^"], ["产出与成本", "效益与满意度"]),
        (["1/4|产出与成本", "^", "^", "^"], []),
        (["1/2|产出与成本", "^", "1/2|鹳雀", "^"], []),
        (["1/2|产出与成本", "^", "效益", ""], []),
    ],
)
def test_two_wide_level_words_over_two_halves_are_captions(row: list[str], captions: list[str]) -> None:
    table = drawn(row, ["三级指标", "指标值"] * 2, ["泵站", "3座"] * 2)
    heads = [Head("level3", col, "三级指标", table.grid.cells[-8 + col]) for col in (0, 2)]
    band = Band(1, 2, heads, groups=[("annual", {"level3": head}) for head in heads])
    assert [cell.text for cell in captions_of_halves(table, band, WORDS)] == captions


@pytest.mark.parametrize(
    ("cells", "fits"),
    [
        (["产出指标", "数量指标"], [True]),
        (["产出指标", "社会效益指标"], [False]),
        (["产出指标", "经济成本指标"], [True]),  # costs stand under what is put out as well
        (["产出指标", "鹳雀楼"], []),
        (["产出指标"], []),  # a row that is cut short
    ],
)
def test_which_second_level_may_stand_under_which_first(cells: list[str], fits: list[bool]) -> None:
    table = Slice(Grid([Cell(0, n, text=text) for n, text in enumerate(cells)], 1, 2), 0, 1)
    group = {role: Head(role, n, role, Cell(0, n)) for n, role in enumerate(["level1", "level2"])}
    assert list(_fits(table, group, [0], vocabulary(load_rules()))) == fits
