"""A table on its side: each indicator a column, with heads at the left or without."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.transposed import _level_words, find_side
from tests.forms.pages import TOP, drawn, reading, row
from tests.forms.test_heads import WORDS

LEVEL1 = ["一级指标", "产出指标", "产出指标", "效益指标"]
LEVEL2 = ["二级指标", "数量指标", "质量指标", "社会效益指标"]
LEVEL3 = ["三级指标", "维修泵站", "合格率", "受益农户"]
TARGET = ["指标值", "3座", "100%", "300户"]
WEIGHT = ["分值", "10", "20", "20"]


def _side(*rows: list[str], at: int = 0) -> Any:
    found = find_side(drawn(*rows), at, WORDS)
    return None if found is None else (found.bottom, found.rows, found.places)


def test_heads_at_the_left() -> None:
    rows = {"level1": 0, "level2": 1, "level3": 2, "target": 3}
    assert _side(LEVEL1, LEVEL2, LEVEL3, TARGET) == (4, rows, [])
    assert _side(LEVEL1, LEVEL2, LEVEL3, TARGET, WEIGHT) == (5, rows | {"weight": 4}, [])
    assert _side(LEVEL1, LEVEL2, LEVEL3, TARGET, ["甲", "乙", "丙", "丁"]) == (4, rows, [])
    assert _side(LEVEL1, LEVEL2, LEVEL3, TARGET, TARGET) == (4, rows, []), "a head again is another table's"
    assert _side(LEVEL2, LEVEL3, TARGET) == (3, {"level2": 0, "level3": 1, "target": 2}, [])
    assert _side(["2/1|项目指标", *LEVEL1], ["^", *LEVEL2], ["", *LEVEL3], ["", *TARGET])[0] == 4, (
        "beside a block's label"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [LEVEL1, LEVEL2, LEVEL3],
        [LEVEL1, LEVEL2, TARGET],
        [["一级指标", "产出指标"], ["二级指标", "数量指标"], ["指标值", "3座"]],
        [["一级指标", "甲", "乙", "丙"], ["二级指标", "丁", "戊", "己"], LEVEL3, TARGET],
    ],
)
def test_no_table_on_its_side(rows: list[list[str]]) -> None:
    """Without values, without names, of one column, without level words."""
    assert _side(*rows) is None


def test_one_column_with_all_its_heads() -> None:
    one = [column[:2] for column in (LEVEL1, LEVEL2, LEVEL3, TARGET)]
    assert _side(*one) == (4, {"level1": 0, "level2": 1, "level3": 2, "target": 3}, [])
    assert _side(*one[1:]) is None


def _bare(*rows: list[str]) -> list[list[str]]:
    return [["", *texts[1:]] for texts in rows]


def test_without_heads_the_rows_are_told_by_their_words() -> None:
    end = ["", "", "", ""]
    three = {"level1": 0, "level2": 1, "level3": 2, "target": 3}
    assert _side(*_bare(LEVEL1, LEVEL2, LEVEL3, TARGET), end) == (4, three, [])
    assert _side(*_bare(LEVEL2, LEVEL3, TARGET), end) == (3, {"level2": 0, "level3": 1, "target": 2}, [])
    assert _side(*_bare(LEVEL1, LEVEL3, TARGET), end, end) is None, "no 二级"
    strange = ["", "鹳雀", "楼台", "亭榭"]
    one, two = ["", "产出指标", *strange[2:]], ["", "产出指标", "效益指标", strange[3]]
    assert _side(one, *_bare(LEVEL2, LEVEL3, TARGET), end) is None, "one 一级"
    assert _side(two, *_bare(LEVEL2, LEVEL3, TARGET), end) == (4, three, [])
    assert _side(strange, *_bare(LEVEL2, LEVEL3, TARGET), end) is None, "no level at all"
    second = ["", "数量指标", *strange[2:]]
    assert _side(two, second, *_bare(LEVEL3, TARGET), end) is None, "one 二级 under two 一级"
    assert _side(*_bare(LEVEL1, LEVEL2, LEVEL3)) is None, "no row of values"
    assert _side(*_bare(LEVEL1, LEVEL2, ["", "产出指标", "数量指标", "质量指标"], TARGET), end) is None, (
        "levels are no names"
    )
    assert _side(*_bare(LEVEL1, LEVEL2, ["", "维修泵站", "", ""], TARGET), end) is None, "one name alone"


def test_several_rows_of_values_are_those_of_places() -> None:
    places = [["青山镇", "1座", "100%", "100户"], ["白水镇", "2座", "100%", "200户"]]
    bottom, rows, found = _side(*_bare(LEVEL1, LEVEL2, LEVEL3), *places, ["合计", "", "", ""])
    assert (bottom, found) == (5, [3, 4]) and "target" not in rows
    half = [["青山镇", "1座", "100%", ""], ["白水镇", "2座", "", ""]]
    assert _side(*_bare(LEVEL1, LEVEL2, LEVEL3), *half, ["", "", "", ""])[0] == 4, "fewer than half are filled"


def test_it_is_read_column_by_column() -> None:
    rows = [LEVEL1, LEVEL2, LEVEL3, TARGET, WEIGHT]
    found = reading(f"{TOP}<table>{row('项目名称', '3|泵站维修')}{''.join(row(*texts) for texts in rows)}</table>").form
    told = [
        (i.level1 and i.level1.raw, i.level2 and i.level2.raw, i.level3 and i.level3.raw, i.target.raw, i.weight)
        for i in found.indicators
    ]
    assert told == [tuple(texts[n] for texts in rows) for n in (1, 2, 3)]


@pytest.mark.parametrize(("length", "words"), [(20, 1), (21, 0)])
def test_a_level_word_of_a_table_on_its_side_is_short(length: int, words: int) -> None:
    table = drawn(["", "产出指标" + " " * (length - 4)])
    assert _level_words(table, 0, 1, WORDS, "level1") == words
