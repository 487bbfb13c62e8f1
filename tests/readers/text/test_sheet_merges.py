"""A sheet saved as text keeps a place for every column: heads of two rows and the levels under them are put
together.
"""

from __future__ import annotations

import pytest

from extractor.layout.conservation import check
from extractor.pipeline import extract_bytes
from extractor.readers import read
from extractor.readers.text.tab_rows import is_ragged
from extractor.rulebook import load_rules

SHEET = """\
项目支出绩效目标表,,,,,,
项目名称,,泵站维修,,主管部门,,某县水利局
年度绩效指标,绩效指标,,,分值,指标值,备注
,一级指标,二级指标,指标名称,,,
,产出指标,数量指标,维修泵站,50,3座,
,,,清淤渠道,20,12千米,
,,质量指标,验收合格率,20,100%,抽查
填表人：王立明,,,,,,
"""


@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_a_form_of_a_sheet(ending: str) -> None:
    text = SHEET if ending == "csv" else SHEET.replace(",", "\t")
    (form,) = extract_bytes(text.encode(), f"1.{ending}", rules=load_rules()).forms
    got = [
        (i.level1.raw, i.level2.raw, i.level3.raw, i.weight)
        for i in form.indicators
        if i.level1 and i.level2 and i.level3
    ]
    assert got == [
        ("产出指标", "数量指标", "维修泵站", "50"),
        ("产出指标", "数量指标", "清淤渠道", "20"),
        ("产出指标", "质量指标", "验收合格率", "20"),
    ]
    assert form.project_name == "泵站维修"


def test_its_heads() -> None:
    (grid,) = read(SHEET.encode(), "1.csv", "csv").grids()
    assert check(grid) == []
    at = {(c.row, c.text): (c.col, c.rowspan, c.colspan) for c in grid.cells if c.text}
    assert at[2, "绩效指标"] == (1, 1, 3)
    assert at[2, "分值"] == (4, 2, 1)
    assert at[4, "产出指标"] == (1, 3, 1)
    assert at[4, "数量指标"] == (2, 2, 1)
    assert at[1, "项目名称"] == (0, 1, 1), "what is no head of indicators is left as it stands"


NUMBERED = """\
序号,一级指标,二级指标,三级指标,指标值
1,产出指标,数量指标,维修泵站,3座
2,,,清淤渠道,12千米
3,,质量指标,验收合格率,100%
4,效益指标,,受益人口,800人
5,,,,
"""
KINDS = """\
指标类型,指标名称,目标值
数量指标,维修泵站,3座
,清淤渠道,12千米
质量指标,验收合格率,100%
社会效益指标,受益人口,800人
合计,,
"""
HALVES = """\
项目绩效指标,实施期绩效指标,,,年度绩效指标,,
,二级指标,指标名称,指标值,二级指标,指标名称,指标值
,数量指标,维修泵站,6座,数量指标,维修泵站,3座
"""


@pytest.mark.parametrize(
    ("sheet", "tall", "wide"),
    [
        (NUMBERED, {"产出指标": 3, "数量指标": 2}, {}),
        (KINDS, {"数量指标": 2}, {}),
        (HALVES, {}, {"实施期绩效指标": 3, "年度绩效指标": 3}),
    ],
)
def test_levels_under_one_row_of_heads(sheet: str, tall: dict[str, int], wide: dict[str, int]) -> None:
    """Beside a number of its own a level's blank is its cell going on; a row without an indicator ends it."""
    (grid,) = read(sheet.encode(), "1.csv", "csv").grids()
    assert check(grid) == []
    assert {c.text: c.rowspan for c in grid.cells if c.rowspan > 1} == tall
    assert {c.text: c.colspan for c in grid.cells if c.colspan > 1} == wide


def test_ends_without_blanks_do_not_make_it_a_copied_table() -> None:
    lines = [line.rstrip("\t") for line in SHEET.replace(",", "\t").split("\n")]
    assert not is_ragged(lines)
