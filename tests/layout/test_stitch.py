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


def _first(grid: object, col: int = 0) -> list[tuple[int, int, str]]:
    assert isinstance(grid, Grid)
    return [(c.row, c.rowspan, c.text) for c in grid.cells if c.col == col]


def test_two_labels_that_sound_like_one_stay_two() -> None:
    """上年结转 at a page's end and 其他资金 on the next, both filling their lines: joined, four amounts were lost."""
    edges = [50.0, 150, 300]
    for upper, lower in (("上年结转", "其他资金"), ("存在问题", "整改措施")):
        above = _part(1, edges, [["资金来源", "金额"], [upper, "586"]])
        above.cells[2].full = True
        (joined,) = stitch([above, _part(2, edges, [[lower, "0"], ["合计", "586"]])])
        assert _first(joined)[1:] == [(1, 1, upper), (2, 1, lower), (3, 1, "合计")]


def test_a_label_cut_in_its_middle_is_still_joined() -> None:
    """The rest of a label that stands over two rows: the same bare looks, but no label alone."""
    edges = [50.0, 150, 300]
    above = _part(1, edges, [["资金来源", "金额"], ["财政拨", "586"]])
    above.cells[2].full = True
    (joined,) = stitch([above, _part(2, edges, [["款金额", "0"], ["合计", "586"]])])
    assert _first(joined)[1:] == [(1, 2, "财政拨款金额"), (3, 1, "合计")]


def test_what_stands_blank_beside_heads_is_no_rest_of_a_label() -> None:
    """A page that ends with the money and one that begins with the heads of indicators, blank above their label."""
    edges = [50.0, 150, 250, 350]
    above = _part(1, edges, [["预算执行情况", "预算数", "执行数"], ["", "700", "295"]])
    above.cells[0].rowspan = 2
    del above.cells[3]
    below = _part(2, edges, [["", "三级指标", "指标值"], ["绩效指标体系", "维修泵站", "3座"]])
    (joined,) = stitch([above, below])
    assert _first(joined) == [(0, 2, "预算执行情况"), (2, 1, ""), (3, 1, "绩效指标体系")]


def test_heads_whose_wide_one_stands_above_the_break() -> None:
    """绩效指标 | 指标值 | 备注 above and the three levels below: the columns beside keep their heads."""
    edges = [50.0, 100, 150, 250, 300, 350]
    above = _part(1, edges, [["绩效指标", "指标值", "备注"]])
    above.cells = [
        Cell(0, c, colspan=w, text=t, page=1, bbox=(edges[c], 50.0, edges[c + w], 70.0))
        for c, w, t in ((0, 3, "绩效指标"), (3, 1, "指标值"), (4, 1, "备注"))
    ]
    above.cols, above._owners = 5, None
    rows = [["一级指标", "二级指标", "三级指标", "", ""], ["产出指标", "数量指标", "维修泵站", "3座", "季度"]]
    (joined,) = stitch([above, _part(2, edges, rows)])
    assert isinstance(joined, Grid)
    assert [(c.text, c.rowspan) for c in joined.cells if c.row == 0] == [("绩效指标", 1), ("指标值", 2), ("备注", 2)]


def test_a_merged_cell_goes_on_behind_a_level_said_in_every_row() -> None:
    """效益指标 in each row and 可持续影响指标 merged over two: the second row, below the break, had no 二级."""
    edges = [50.0, 100, 200, 300, 350]
    rows = [["效益指标", level, name, "3"] for level, name in (("生态效益指标", "绿化率"), ("可持续影响指标", "传承"))]
    below = [["效益指标", "", "影响力", "5"], ["效益指标", "满意度指标", "游客满意度", "9"]]
    (joined,) = stitch([_part(1, edges, rows), _part(2, edges, below)])
    assert isinstance(joined, Grid)
    assert [(c.row, c.rowspan) for c in joined.cells if c.text == "可持续影响指标"] == [(1, 2)]
    assert len([c for c in joined.cells if c.text == "效益指标"]) == 4


def test_merged_cells_beside_numbered_rows_go_on() -> None:
    """社会 | 效益指标 cut by the page in rows 9 and 10: the numbers told apart what is one kind of two rows."""
    edges = [50.0, 80, 150, 250, 350]
    above = _part(
        1,
        edges,
        [["序号", "一级指标", "二级指标", "三级指标"], ["9", "效益指标", "社会", "受益户数"]],
    )
    below = _part(2, edges, [["10", "", "效益指标", "形象提升"], ["11", "", "生态效益指标", "新增绿地"]])
    below.cells[1].rowspan = 2
    del below.cells[5]
    (joined,) = stitch([above, below])
    assert _first(joined) == [(0, 1, "序号"), (1, 1, "9"), (2, 1, "10"), (3, 1, "11")]
    assert _first(joined, 1) == [(0, 1, "一级指标"), (1, 3, "效益指标")]
    assert _first(joined, 2) == [(0, 1, "二级指标"), (1, 2, "社会\n效益指标"), (3, 1, "生态效益指标")]


def test_a_level_cut_anywhere_in_its_word_is_whole() -> None:
    """可持 | 续影响指标 as the rest of a row, 项目管 | 理 over two rows: neither half is a level, both together are."""
    edges = [50.0, 150, 250, 350]
    above = _part(1, edges, [["二级指标", "三级指标", "指标值"], ["可持", "稳定运行年限", "5年"]])
    below = _part(2, edges, [["续影响指标", "", ""], ["满意度指标", "群众满意度", "95%"]])
    (joined,) = stitch([above, below])
    assert _first(joined)[1:] == [(1, 1, "可持\n续影响指标"), (2, 1, "满意度指标")]
    above = _part(1, edges, [["一级指标", "三级指标", "指标值"], ["项目管", "资金到位率", "100%"]])
    below = _part(2, edges, [["理", "财务制度健全性", "健全"], ["项目产出", "养护里程", "3公里"]])
    (joined,) = stitch([above, below])
    assert _first(joined)[1:] == [(1, 2, "项目管\n理"), (3, 1, "项目产出")]


def test_levels_without_indicators_stay_rows_of_their_own() -> None:
    """A printed kind with nothing in its row, before and behind the break."""
    edges = [50.0, 150, 250, 350]
    above = _part(1, edges, [["二级指标", "三级指标", "指标值"], ["社会效益指标", "受益人口", "800人"]])
    below = _part(2, edges, [["生态效益指标", "", ""], ["可持续影响指标", "", ""]])
    (joined,) = stitch([above, below])
    assert _first(joined)[1:] == [(1, 1, "社会效益指标"), (2, 1, "生态效益指标"), (3, 1, "可持续影响指标")]
