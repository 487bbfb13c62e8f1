"""Lists with a row per indicator: where each project begins and ends, what sums them up, what its columns give."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.flat_list import _columns, _packed_rows, _projects, _put_sums, packed_band
from extractor.forms.reading import Reading
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
HEADS = ["单位名称", "项目名称", "金额", "二级指标", "三级指标", "指标值"]
ROLES = ["field:filer", "field:project_name", "amount:total", "level2", "level3", "target"]


def _band(heads: list[str] = HEADS, roles: list[str] = ROLES, *, packed: bool = False) -> Band:
    found = [Head(role, col, text, Cell(0, col, text=text)) for col, (text, role) in enumerate(zip(heads, roles))]
    flat = {head.role: head for head in found if ":" in head.role}
    return Band(0, 1, found, flat=flat, groups=[] if packed else [("annual", {})])


def _parted(*rows: list[str], roles: list[str] = ROLES) -> tuple[list[tuple[int, int]], list[str], list[str]]:
    """Row ranges of the projects, what sums up, what is left."""
    sums: list[Cell] = []
    rest: list[Cell] = []
    ranges = _projects(drawn(HEADS, *rows), _band(roles=roles), WORDS, sums, rest)
    return ranges, [cell.text for cell in sums], [cell.text for cell in rest]


A1 = ["甲局", "修渠", "60", "数量指标", "长度", "3公里"]
A2 = ["", "", "", "质量指标", "合格率", "95%"]
B1 = ["", "建站", "40", "数量指标", "座数", "1座"]


def test_a_project_ends_where_the_next_is_named() -> None:
    assert _parted(A1, A2, B1) == ([(1, 3), (3, 4)], [], [])
    assert _parted(A1, A1, B1, B1) == ([(1, 3), (3, 5)], [], []), "named again on every row"
    assert _parted(["", "修渠 ", *A1[2:]], ["", "修 渠", *A1[2:]])[0] == [(1, 3)]
    assert _parted(A2, A1)[0] == [(1, 2), (2, 3)], "rows before any name are one too"


def test_a_cell_of_its_own_over_several_rows_is_a_project_of_its_own() -> None:
    first, again = ["甲局", "2/1|修渠", *A1[2:]], ["", "^", *A2[2:]]
    assert _parted(first, again, first, again)[0] == [(1, 3), (3, 5)]
    assert _parted(first, again, ["", "修渠", *A1[2:]])[0] == [(1, 4)], "its name alone goes on"


def test_rows_of_money_without_indicators_sum_up() -> None:
    total = ["合计", "", "100", "", "", ""]
    assert _parted(total, A1, A2, B1) == ([(2, 4), (4, 5)], ["合计", "100"], [])
    assert _parted(A1, total, B1) == ([(1, 2), (3, 4)], ["合计", "100"], [])
    assert _parted(A1, total, A1)[0] == [(1, 2), (3, 4)], "behind a sum the same name begins anew"
    assert _parted(A1, ["", "", "", "效益指标", "", ""], B1)[0] == [(1, 3), (3, 4)], "a level alone is a row"


def test_a_line_behind_the_projects_is_left() -> None:
    note = ["填表说明", "", "", "", "", ""]
    assert _parted(A1, note) == ([(1, 2)], [], ["填表说明"])
    assert _parted(note, A1) == ([(2, 3)], ["填表说明"], [])


def test_captions_over_the_whole_width() -> None:
    wide = ["1/6|一、农业项目", "^", "^", "^", "^", "^"]
    assert _parted(wide, A1, B1) == ([(2, 3), (3, 4)], ["一、农业项目"], [])
    assert _parted(A1, wide, B1) == ([(1, 2), (3, 4)], ["一、农业项目"], [])
    assert _parted(A1, wide, A1) == ([(1, 4)], [], []), "between two rows of one project"
    assert _parted(A1, wide) == ([(1, 2)], [], ["一、农业项目"])
    assert _parted(A1, wide, A2) == ([(1, 4)], ["一、农业项目"], [])


def test_heads_printed_again_are_no_row() -> None:
    assert _parted(A1, ["单位名称", "项目名称", "金额", "二级指标", "三级指标", "指标值"], A2) == ([(1, 4)], [], [])


def test_without_a_column_of_projects_another_one_parts_them() -> None:
    roles = ["field:budget_unit", "other", "amount:total", "level2", "level3", "target"]
    assert _parted(A1, ["乙局", *B1[1:]], roles=roles)[0] == [(1, 2), (2, 3)]
    roles = ["field:filer", "other", "amount:total", "level2", "level3", "target"]
    assert _parted(A1, ["乙局", *B1[1:]], roles=roles)[0] == [(1, 2), (2, 3)]


# ---- the project's own columns


def _read(top: int, bottom: int, *rows: list[str], carried: dict[str, Cell] | None = None, **more: Any) -> Draft:
    draft = Draft()
    band = more.pop("band", None) or _band()
    _columns(drawn(HEADS, *rows), band, top, bottom, draft, {} if carried is None else carried, set(), WORDS)
    return draft


def _fields(draft: Draft) -> dict[str, str]:
    return {c.identity: c.raw for c in draft.fields} | {c.code: c.raw for c in draft.amounts}


def test_the_columns_of_a_project() -> None:
    assert _fields(_read(1, 2, A1)) == {"filer": "甲局", "project_name": "修渠", "total": "60"}


def test_a_unit_carries_down_and_a_project_or_its_money_does_not() -> None:
    carried: dict[str, Cell] = {}
    _read(1, 2, A1, carried=carried)
    assert _fields(_read(2, 3, A1, A2, carried=carried)) == {"filer": "甲局", "project_name": "", "total": ""}
    assert _fields(_read(2, 3, A1, ["乙局", *B1[1:]], carried=carried))["filer"] == "乙局"


def test_what_is_printed_again_is_taken() -> None:
    table = drawn(HEADS, A1, ["甲局", "修 渠", "61", *A2[3:]], A1)
    draft = Draft()
    _columns(table, _band(), 1, 3, draft, {}, set(), WORDS)
    taken = {(cell.row, cell.col) for cell in table.grid.cells if draft.is_taken(cell)}
    assert taken == {(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)}


@pytest.mark.parametrize(("top", "bottom", "doubted"), [(1, 3, False), (1, 2, True), (2, 3, True), (1, 4, False)])
def test_money_merged_over_several_projects_is_doubted(top: int, bottom: int, doubted: bool) -> None:
    rows = ["甲局", "修渠", "2/1|60", *A1[3:]], ["", "建站", "^", *B1[3:]], A1
    draft = _read(top, bottom, *rows)
    assert bool(draft.doubts) == doubted
    if doubted:
        assert "第2至3行" in draft.doubts[0].why


def test_what_no_key_takes_keeps_its_head() -> None:
    roles = ["field:other_first_level_project", "field:project_name", "amount:other_income", *ROLES[3:]]
    draft = _read(1, 2, A1, band=_band(roles=roles))
    assert _fields(draft) == {"project_name": "修渠"}
    assert [(left.entry.label, left.entry.text) for left in draft.left] == [("单位名称", "甲局"), ("金额", "60")]


def test_columns_that_are_read_as_execution_are_left_to_it() -> None:
    draft = Draft()
    _columns(drawn(HEADS, A1), _band(), 1, 2, draft, {}, {2}, WORDS)
    assert not draft.amounts


# ---- sums


def _summed(
    *sums: str, figures: tuple[str | None, ...] = ("60", "40"), text: str = "100"
) -> list[tuple[str, str, int]]:
    """Label and figure of each sum of a list, and of how many projects."""
    rows = [[said, "", text, "", "", ""] for said in sums]
    table = drawn(HEADS, *rows)
    readings = []
    for number, figure in enumerate(figures):
        amounts = {} if figure is None else {"total": SimpleNamespace(at={"col": 2})}
        form = SimpleNamespace(index=number, amounts=amounts)
        readings.append(SimpleNamespace(form=form, list_sums=[]))
    cells = [cell for row in range(1, len(rows) + 1) for cell in table.filled(row)]
    _put_sums(table, _band(), cells, cast("list[Reading]", readings), WORDS)
    assert not any(one.list_sums for one in readings[1:])
    return [(s.label, s.raw, len(s.parts)) for one in readings[:1] for s in one.list_sums]


def test_the_only_row_of_sums_is_held_against_the_projects() -> None:
    assert _summed("合计") == [("合计金额", "100", 2)]
    assert _summed("合计", "小计") == []
    assert _summed("农业类") == []
    assert _summed("合计", figures=("60",)) == []
    assert _summed("合计", figures=("60", None)) == [], "it is not told what the sum is of"
    assert _summed("合计", text="") == []


# ---- lists whose indicators are packed into a cell


PACKED = "【产出指标-数量指标】长度≥3公里；【效益指标-社会效益指标】受益人口≥900人"


def _packed(*rows: list[str]) -> set[str] | None:
    band = packed_band(drawn(*rows), 0, WORDS)
    return band and set(band.flat)


@pytest.mark.parametrize(
    ("rows", "flat"),
    [
        ([["项目名称", "预算数", "绩效目标"], ["修渠", "60", PACKED]], True),
        ([["项目名称", "预算数", "绩效目标"], ["合计", "60", ""], ["修渠", "60", PACKED]], True),
        ([["项目名称", "预算数", "绩效目标"], ["修渠", "60", "三公里"]], False),
        ([["项目名称", "预算数", "绩效目标"], ["1/2|修渠", "^", PACKED]], False),
        ([["项目名称", "修渠", PACKED, "甲"], ["预算数", "60", PACKED, "甲"]], False),
        ([["项目名称", "甲", "乙", "绩效目标"], ["修渠", "60", "甲", PACKED]], False),  # half of them labels
        ([["项目名称", "甲", "预算数", "绩效目标"], ["修渠", "60", "甲", PACKED]], True),
        ([["项目名称", "甲", "乙"], ["修渠", "60", PACKED]], False),
    ],
)
def test_heads_over_packed_indicators(rows: list[list[str]], flat: bool) -> None:
    assert (_packed(*rows) is not None) == flat


def test_units_head_a_list_without_projects() -> None:
    found = _packed(["单位名称", "预算数", "绩效目标"], ["甲局", "60", PACKED])
    assert found is not None and "field:project_name" in found and "field:filer" not in found
    both = _packed(["单位名称", "项目名称", "预算数"], ["甲局", "修渠", PACKED])
    assert both is not None and both >= {"field:filer", "field:project_name"}


def test_rows_of_packed_indicators_and_sums() -> None:
    sums: list[Cell] = []
    table = drawn(
        ["项目名称", "预算数", "绩效目标"], ["合计", "60", ""], ["修渠", "60", PACKED], ["建站", "40", PACKED]
    )
    band = packed_band(table, 0, WORDS)
    assert band is not None and _packed_rows(table, band, WORDS, sums) == [(2, 3), (3, 4)]
    assert [cell.text for cell in sums] == ["合计", "60"]
