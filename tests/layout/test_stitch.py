"""Tables over a page break whose columns differ: both parts get all edges, each its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.shared_columns import SAME_EDGE, merged
from extractor.layout.stitch import stitch
from extractor.model.document import Cell, Grid


def _part(page: int, edges: list[float], rows: list[list[str]]) -> Grid:
    cells = [
        Cell(r, c, text=text, page=page, bbox=(edges[c], 20.0 * r + 50, edges[c + 1], 20.0 * r + 70))
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    ]
    return Grid(cells, len(rows), len(edges) - 1, page=page, bbox=(edges[0], 50.0, edges[-1], 50.0 + 20 * len(rows)))


def test_two_edges_of_one_part_near_one_of_the_other() -> None:
    """Narrow columns beside an edge of the page before: the part below kept more columns than the whole, and a
    cell had no slot.
    """
    above = _part(1, [50, 150, 300], [["一级指标", "指标值"], ["产出指标", "3座"]])
    below = _part(2, [50, 148, 151, 300], [["效益指标", "", "持续改善"], ["满意度指标", "", "95%"]])
    (joined,) = stitch([above, below])
    assert isinstance(joined, Grid)
    assert (joined.rows, joined.cols) == (4, 3)
    assert all(cell is not None for row in joined.owners() for cell in row)
    assert [row[-1].text for row in joined.owners() if row[-1] is not None] == ["指标值", "3座", "持续改善", "95%"]


def test_a_text_said_in_every_row_is_not_merged_over_the_break() -> None:
    """A list of projects with the project's name in each row: the row below the break keeps its own."""
    edges = [50.0, 150, 300, 400]
    above = _part(
        1, edges, [["项目名称", "指标", "指标值"], ["泵站维修", "维修泵站", "3座"], ["泵站维修", "清淤渠道", "12千米"]]
    )
    below = _part(2, edges, [["泵站维修", "验收合格率", "100%"], ["渠道清淤", "受益人口", "800人"]])
    (joined,) = stitch([above, below])
    assert isinstance(joined, Grid)
    assert [(c.row, c.rowspan, c.text) for c in joined.cells if c.col == 0] == [
        (0, 1, "项目名称"),
        (1, 1, "泵站维修"),
        (2, 1, "泵站维修"),
        (3, 1, "泵站维修"),
        (4, 1, "渠道清淤"),
    ]


def test_a_head_printed_again_with_other_brackets_goes() -> None:
    """Of a scan the brackets are （ on one page and ( on the next: the rows under them are no other table's."""
    edges = [50.0, 150, 300]
    above = _part(1, edges, [["指标名称", "指标值（含单位）"], ["维修泵站", "3座"]])
    below = _part(2, edges, [["指标名称", "指标值(含单位)"], ["受益人口", "800人"]])
    (joined,) = stitch([above, below])
    assert isinstance(joined, Grid)
    assert [cell.text for cell in joined.cells if cell.col == 0] == ["指标名称", "维修泵站", "受益人口"]


@st.composite
def _edges(draw: st.DrawFn) -> list[float]:
    inner = draw(st.lists(st.floats(11, 399), max_size=12))
    return [10.0, *sorted(inner), 400.0]


@given(_edges(), _edges())
def test_every_edge_keeps_a_place_of_its_own(first: list[float], second: list[float]) -> None:
    union, one, two = merged(first, second)
    for edges, index in ((first, one), (second, two)):
        assert index[0] == 0 and index[-1] == len(union) - 1
        assert all(a < b for a, b in zip(index, index[1:]))
        assert all(abs(union[at] - edge) <= SAME_EDGE for at, edge in zip(index, edges))
    assert set(one) | set(two) == set(range(len(union)))


def test_halves_of_a_level_over_the_break_are_one_row() -> None:
    """生态 above and 效益指标 below are one 二级指标: the row's note and points lost what stands below."""
    edges = [50.0, 120, 250, 320, 400]
    above = _part(
        1, edges, [["二级指标", "三级指标", "指标值", "备注"], ["生态", "公路沿线绿化里程", "≥19公里", "按季度"]]
    )
    below = _part(2, edges, [["效益指标", "", "", "统计"], ["满意度指标", "沿线群众满意度", "≥88%", ""]])
    (joined,) = stitch([above, below])
    assert isinstance(joined, Grid)
    row = ["".join(c.text.split()) for c in joined.cells if c.row == 1]
    assert row == ["生态效益指标", "公路沿线绿化里程", "≥19公里", "按季度统计"]


def test_a_title_at_a_pages_end_is_not_one_with_the_year_below() -> None:
    """Both are rows of the sheet: the second form's title had the year in it."""
    edges = [50.0, 300]
    above = _part(1, edges, [["填表人：张三"], ["项目支出绩效目标申报表"]])
    below = _part(2, edges, [["（2025年度）"], ["项目名称：泵站改造"]])
    (joined,) = stitch([above, below])
    assert isinstance(joined, Grid)
    assert [c.text for c in joined.cells][1:3] == ["项目支出绩效目标申报表", "（2025年度）"]
