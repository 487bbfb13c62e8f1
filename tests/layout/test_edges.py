"""Thresholds of the layout room, each at its edge: a value on either side of it is told apart."""

from __future__ import annotations

import pytest

from extractor.layout import grid as grids
from extractor.layout.grid import Lattice, solve
from extractor.layout.ink import Segment
from extractor.layout.shared_columns import merged
from extractor.layout.stitch import _repeated_rows, continues
from extractor.layout.torn import evidence, is_cut, tall_text_goes_on
from extractor.model.document import Cell, Grid


def _slots(width: float, *gaps: tuple[float, float]) -> Lattice:
    """Two rows over three columns, the middle one `width` wide; the line between the rows has `gaps` (start,
    length) there.
    """
    xs, ys = [50.0, 150.0, 150 + width, 300 + width], [100.0, 130.0, 160.0]
    frame = [Segment(xs[0], y, xs[-1], y) for y in (ys[0], ys[-1])] + [Segment(x, ys[0], x, ys[-1]) for x in xs]
    across, at = [], xs[0]
    for start, length in gaps:
        across.append(Segment(at, ys[1], 150 + start, ys[1]))
        at = 150 + start + length
    across.append(Segment(at, ys[1], xs[-1], ys[1]))
    (lattice,) = solve(frame + across)
    return lattice


def _merged_slots(lattice: Lattice) -> bool:
    return any(span.rowspan == 2 for span in lattice.spans)


def test_an_edge_half_inked_divides() -> None:
    assert not _merged_slots(_slots(20, (5, 9.9)))
    assert _merged_slots(_slots(20, (5, 10.1)))


@pytest.mark.parametrize(("gap", "doubted"), [(5.9, False), (6.1, True)])
def test_an_edge_with_a_gap_is_doubted(gap: float, doubted: bool) -> None:
    assert bool(_slots(40, (15, gap)).doubts) == doubted


@pytest.mark.parametrize(("scrap", "doubted"), [(3.0, False), (3.1, True)])
def test_scraps_on_an_edge_are_doubted_from_a_share_on(scrap: float, doubted: bool) -> None:
    gaps = [(0, 12.0), (12 + scrap, 12.0), (24 + 2 * scrap, 40 - 24 - 2 * scrap)]
    lattice = _slots(40, *gaps)
    assert _merged_slots(lattice) and bool(lattice.doubts) == doubted


@pytest.mark.parametrize(("apart", "rows"), [(2.9, 2), (3.1, 3)])
def test_rulings_within_the_tolerance_are_one(apart: float, rows: int) -> None:
    xs, ys = [50.0, 150.0, 250.0], [100.0, 130.0, 130 + apart, 170.0]
    lines = [Segment(xs[0], y, xs[-1], y) for y in ys] + [Segment(x, ys[0], x, ys[-1]) for x in xs]
    (lattice,) = solve(lines)
    assert lattice.rows == rows


def _net(rows: int, cols: int) -> list[Segment]:
    across = [Segment(0, 10.0 * r, 10.0 * cols, 10.0 * r) for r in range(rows + 1)]
    return across + [Segment(10.0 * c, 0, 10.0 * c, 10.0 * rows) for c in range(cols + 1)]


def test_limits_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (grids.MAX_LINES, grids.MAX_SLOTS) == (3000, 200_000), (
        "what a page may cost: the drawings of a plan end here"
    )
    monkeypatch.setattr(grids, "MAX_SLOTS", 12)
    assert len(solve(_net(4, 3))) == 1 and solve(_net(13, 1)) == []
    monkeypatch.setattr(grids, "MAX_LINES", 9)
    assert len(solve(_net(4, 3))) == 1 and solve(_net(3, 5)) == []


def _table(rows: list[list[str]], page: int = 1, left: float = 50, right: float = 450) -> Grid:
    cols = len(rows[0])
    cells = [Cell(r, c, text=text, page=page) for r, texts in enumerate(rows) for c, text in enumerate(texts)]
    return Grid(cells, len(rows), cols, page=page, bbox=(left, 50.0, right, 50.0 + 20 * len(rows)))


@pytest.mark.parametrize(("before", "repeated"), [(39, 1), (40, 0)])
def test_a_head_is_looked_for_among_the_first_rows(before: int, repeated: int) -> None:
    head = ["三级指标", "指标值"]
    above = _table([*[[f"指标{n}", f"{n}座"] for n in range(before)], head, ["维修泵站", "3座"]])
    assert _repeated_rows(above, _table([head, ["受益人口", "800人"]], page=2)) == repeated


def test_four_rows_of_a_head_at_most_are_said_again() -> None:
    head = [[f"表头{n}", f"栏{n}"] for n in range(6)]
    assert _repeated_rows(_table([*head, ["维修泵站", "3座"]]), _table([*head, ["受益人口", "1人"]], page=2)) == 4


def test_rows_of_a_second_block_are_no_head_said_again() -> None:
    head, same = ["三级指标", "指标值"], ["设备合格率", "≥98%"]
    above = _table([head, ["签约户数", "≥900户"], same, head, ["签约户数", "≥300户"]])
    assert _repeated_rows(above, _table([same, ["受益人口", "1人"]], page=2)) == 0
    assert _repeated_rows(above, _table([head, same, ["受益人口", "1人"]], page=2)) == 1


def test_a_row_of_one_word_is_no_head_said_again() -> None:
    assert _repeated_rows(_table([["产出", ""], ["维修", "3座"]]), _table([["产出", ""], ["清淤", "1座"]], page=2)) == 0


@pytest.mark.parametrize(("shift", "one"), [(6.0, True), (6.1, False)])
@pytest.mark.parametrize("side", ["left", "right"])
def test_outer_edges_of_one_table_agree(shift: float, one: bool, side: str) -> None:
    above = _table([["三级指标", "指标值"], ["维修泵站", "3座"]])
    moved = {"left": (50 + shift, 450.0), "right": (50.0, 450 + shift)}[side]
    below = _table([["受益人口", "800人"]], page=2, left=moved[0], right=moved[1])
    assert continues(above, below, {1}) == one


@pytest.mark.parametrize(("width", "one"), [(411.9, True), (412.1, False)])
def test_widths_of_a_scanned_table_agree(width: float, one: bool) -> None:
    above, below = _table([["三级指标", "指标值"]]), _table([["受益人口", "800人"]], page=2)
    above.edges, below.edges = [50.0, 200.0, 450.0], [90.0, 200.0, 90 + width]
    assert continues(above, below, {1}) == one


@pytest.mark.parametrize(("apart", "edges"), [(5.5, 3), (5.6, 4)])
def test_inner_edges_near_each_other_are_one(apart: float, edges: int) -> None:
    union, *_ = merged([0.0, 100.0, 300.0], [0.0, 100 + apart, 300.0])
    assert len(union) == edges


def _cut(above: list[str], below: list[str], *, full: bool = False) -> bool:
    upper, lower = ([Cell(0, c, text=t, full=full) for c, t in enumerate(texts)] for texts in (above, below))
    return is_cut(upper, lower, 0)


def test_a_scrap_below_the_break_is_the_rest_of_a_word() -> None:
    above = ["改造泵站", "按批复的实施方案完成", "12座", "现场查看"]
    assert _cut(above, ["", "全部改造", "", ""])
    assert not _cut(above, ["", "全部改造了", "", ""])


def test_one_text_that_looks_new_is_outvoted_by_several_that_go_on() -> None:
    above = ["产", "时效", "资金拨付及时", "≥98%", "反映资金"]
    below = ["出指标", "指标", "率", "", "拨付及时率的情况"]
    assert _cut(above, below, full=True)
    assert not _cut([above[0], above[4]], [below[0], below[4]], full=True)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["经办", "何丽娟", "电话", "0744-", "填表", "单位"], ["人", "", "", "3980582", "日", "负责人"]),
        (["填表人", "罗永红", "填报时间", "2023-02-", "单位"], ["", "", "", "25", "负责人（签字）"]),
        (["填表人", "郑晓燕", "填报日期", "2026.1.", "单位"], ["", "", "", "19", "负责人签字"]),
        (["筛查妇女人", "反映妇女", "省", "≥179"], ["数", "人数的情况", "级重点任务", "0人"]),
    ],
)
def test_a_row_of_narrow_cells_torn_in_its_words(above: list[str], below: list[str]) -> None:
    """Sign-offs and figures that fill their narrow cells: their rests were rows of their own, silently."""
    assert _cut(above, below, full=True)


def test_a_head_goes_on_with_no_row() -> None:
    """一级 and 目标值 at a page's end are whole: 产出指标 and a value in words below are the next row's."""
    for head, rest in (
        ("一级", "产出指标"),
        ("本年预期目标值", "不超过12万元/台"),
        ("年度预算申请", "立项依据"),
        ("效益（19分）", "满意度（12分）"),
    ):
        assert evidence(Cell(0, 0, text=head, full=True), Cell(0, 0, text=rest)) <= 0
    for half, rest in (("一级", "指标"), ("社会公众或服务对象", "满意度指标")):
        assert evidence(Cell(0, 0, text=half, full=True), Cell(0, 0, text=rest)) == 1


def test_heads_beside_a_new_blocks_label_are_its_own() -> None:
    """年度绩效指标 beside heads said again begins the annual block: its rows were read as long-term."""
    heads = ["二级指标", "三级指标", "指标值"]
    above = _table([["长期绩效指标", *heads], ["", "数量指标", "维修泵站", "9座"]])
    above.cells = [c for c in above.cells if (c.row, c.col) != (1, 0)]
    above.cells[0].rowspan = 2
    for label, repeated in (("年度绩效指标", 0), ("", 1)):
        below = _table([[label, *heads], ["", "数量指标", "维修泵站", "3座"]], page=2)
        below.cells = [c for c in below.cells if (c.row, c.col) != (1, 0)]
        below.cells[0].rowspan = 2
        assert _repeated_rows(above, below) == repeated


def test_two_long_texts_side_by_side_may_both_go_on() -> None:
    long, short = "按批复的实施方案完成改造并通", "按批复的实施方案完成改造并"
    assert (len(long), len(short)) == (14, 13)
    assert _cut([long, long], ["过验收", "过验收"], full=True)
    assert not _cut([long, short], ["过验收", "过验收"], full=True)


def test_prose_may_break_anywhere() -> None:
    prose = "一" * 24 + "。"
    assert evidence(Cell(0, 0, text=prose), Cell(0, 0, text="另起一句")) == 0
    assert evidence(Cell(0, 0, text=prose[1:]), Cell(0, 0, text="另起一句")) == -1
    numbered = "1.修建水渠" + "全" * 18
    assert evidence(Cell(0, 0, text=numbered + "线"), Cell(0, 0, text="2.改造泵站")) == 1
    assert evidence(Cell(0, 0, text=numbered), Cell(0, 0, text="2.改造泵站")) == -1


@pytest.mark.parametrize(("length", "on"), [(25, True), (24, False)])
def test_prose_in_a_merged_cell_at_the_left_goes_on(length: int, on: bool) -> None:
    tall = Cell(0, 0, rowspan=3, text="字" * length, full=True)
    assert tall_text_goes_on(tall, Cell(0, 0, text="全面完成年度任务")) == on


@pytest.mark.parametrize(("length", "on"), [(6, True), (5, False)])
def test_a_short_word_in_a_merged_cell_is_whole(length: int, on: bool) -> None:
    tall = Cell(0, 1, rowspan=3, text="字" * length, full=True)
    assert tall_text_goes_on(tall, Cell(0, 1, text="全面完成年度任务")) == on


@pytest.mark.parametrize(("length", "told"), [(8, 1), (7, 0)])
def test_a_line_that_is_filled_may_go_on(length: int, told: int) -> None:
    assert evidence(Cell(0, 0, text="字" * length, full=True), Cell(0, 0, text="全面完成年度任务")) == told
