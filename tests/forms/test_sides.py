"""Tables on their side: indicators in columns, with heads in the first column or without; where they end."""

from __future__ import annotations

import pytest

from extractor.forms.transposed import Side, find_side
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
LEVEL1 = ["一级指标", "产出指标", "效益指标"]
LEVEL2 = ["二级指标", "数量指标", "社会效益指标"]
NAMES = ["三级指标", "改造泵站", "受益人口"]
VALUES = ["指标值", "3座", "900人"]


def _side(*rows: list[str], row: int = 0) -> Side | None:
    return find_side(drawn(*rows), row, WORDS)


def test_heads_at_the_left() -> None:
    side = _side(LEVEL1, LEVEL2, NAMES, VALUES)
    assert side is not None
    assert (side.rows, side.first_col, side.bottom) == ({"level1": 0, "level2": 1, "level3": 2, "target": 3}, 1, 4)
    assert [head.text for head in side.heads] == ["一级指标", "二级指标", "三级指标", "指标值"]
    below = _side(["甲", "乙", "丙"], LEVEL2, NAMES, VALUES, ["甲", "乙", "丙"], row=1)
    assert below is not None and (below.rows, below.bottom) == ({"level2": 1, "level3": 2, "target": 3}, 4)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([LEVEL1, NAMES, VALUES], {"level1", "level3", "target"}),
        ([LEVEL2, NAMES, ["全年实际完成值", "3座", "900人"]], {"level2", "level3", "actual"}),
        ([LEVEL1, NAMES], None),
        ([LEVEL1, VALUES], None),
        ([NAMES, VALUES], None),  # no words of levels
        ([["一级指标", "产出指标", "乙"], NAMES, VALUES], None),  # a single one
        ([LEVEL1, NAMES, VALUES, ["备注", "无", "无"]], {"level1", "level3", "target", "note"}),
        ([LEVEL1, NAMES, NAMES, VALUES], None),  # a head again ends it
        ([LEVEL1, NAMES, VALUES, ["项目名称", "甲", "乙"]], {"level1", "level3", "target"}),
    ],
)
def test_what_a_table_on_its_side_must_have(rows: list[list[str]], found: set[str] | None) -> None:
    side = _side(*rows)
    assert (side and side.rows.keys()) == found


def test_a_single_column_with_all_its_heads() -> None:
    rows = [head[:2] for head in (LEVEL1, LEVEL2, NAMES, VALUES)]
    side = _side(*rows)
    assert side is not None and side.bottom == 4
    assert _side(*rows[:1], *rows[2:]) is None


def test_the_label_of_a_block_beside_it() -> None:
    side = _side(["4/1|绩效情况", *LEVEL1], ["^", *LEVEL2], ["^", *NAMES], ["^", *VALUES])
    assert side is not None and side.first_col == 2 and side.rows["target"] == 3
    assert _side(["绩效情况", *LEVEL1], ["", *NAMES], ["", *VALUES]) is None


def test_a_head_as_wide_as_the_first() -> None:
    wide = [["1/2|" + row[0], "^", *row[1:]] for row in (LEVEL1, NAMES, VALUES)]
    side = _side(*wide)
    assert side is not None and side.first_col == 2
    ended = _side(*wide[:3], ["备注", "无", "无", "无"])
    assert ended is not None and ended.bottom == 3, "a narrower one is none of its heads"
    tall = _side(["2/1|一级指标", "2/1|产出指标", "2/1|效益指标"], ["^", "^", "^"], NAMES, VALUES)
    assert tall is not None and tall.rows == {"level1": 0, "level3": 2, "target": 3}


BARE = [["", *row[1:]] for row in (LEVEL1, LEVEL2, NAMES, VALUES)]
MORE = ["", "5座", "800人"]


def test_no_heads_at_all() -> None:
    side = _side(*BARE)
    assert side is not None
    assert (side.rows, side.bottom, side.first_col) == ({"level1": 0, "level2": 1, "level3": 2, "target": 3}, 4, 1)
    assert not side.heads and not side.places
    bare = _side(*BARE[1:], ["项目名称", "甲", "乙"])
    assert bare is not None and (bare.rows, bare.bottom) == ({"level2": 0, "level3": 1, "target": 2}, 3)


def test_values_by_places() -> None:
    named = [["东镇", *VALUES[1:]], ["西镇", *MORE[1:]]]
    side = _side(*BARE[:3], *named)
    assert side is not None and (side.places, side.bottom) == ([3, 4], 5)
    assert "target" not in side.rows
    headed = _side(*[["级别", *row[1:]] for row in BARE[:3]], *named)
    assert headed is not None and [head.text for head in headed.heads] == ["级别"] * 3


@pytest.mark.parametrize(
    "rows",
    [
        BARE[:3],  # no values
        [BARE[0], BARE[2], BARE[3], MORE],  # no 二级
        [BARE[1], BARE[2], ["项目名称", *VALUES[1:]], MORE],
        [BARE[1], BARE[1], BARE[3], MORE],  # words of levels where the names stand
        [BARE[1], ["", "改造泵站", ""], BARE[3], MORE],  # one name
        [["", "数量指标", "乙"], BARE[2], BARE[3], MORE],
        [BARE[1], BARE[2], ["", "", ""], MORE],  # a blank row ends it
    ],
)
def test_without_heads_it_takes_levels_names_and_values(rows: list[list[str]]) -> None:
    assert _side(*rows) is None


def test_half_of_the_names_have_a_value() -> None:
    four = ["数量指标", "质量指标", "时效指标", "成本指标"], ["改造泵站", "合格率", "完工时间", "造价"]
    rows = [["", *texts] for texts in four]
    half = _side(*rows, ["", "3座", "95%", "", ""], ["甲", "", "", "", ""])
    assert half is not None and half.bottom == 3
    assert _side(*rows, ["", "3座", "", "", ""], ["甲", "", "", "", ""]) is None
    reaching = _side(*rows, ["2/1|东镇", "3座", "95%", "", ""], ["^", "3座", "95%", "", ""])
    assert reaching is not None and reaching.bottom == 3, "a row without a first cell of its own is none"
