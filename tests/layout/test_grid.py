"""Rulings -> lattices: every way a border is drawn ends in the same cells."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.grid import Lattice, Span, solve
from extractor.layout.ink import Fill, Paint, Segment, Stroke, rulings

XS = [50.0, 150.0, 250.0, 400.0]
YS = [100.0, 130.0, 160.0, 190.0]


def edges(xs: list[float], ys: list[float], spans: list[Span]) -> list[Segment]:
    """The four sides of each cell as segments of their own."""
    out = []
    for s in spans:
        x0, x1, y0, y1 = xs[s.col], xs[s.col + s.colspan], ys[s.row], ys[s.row + s.rowspan]
        out += [Segment(x0, y0, x1, y0), Segment(x0, y1, x1, y1), Segment(x0, y0, x0, y1), Segment(x1, y0, x1, y1)]
    return out


def plain_cells(rows: int = 3, cols: int = 3) -> list[Span]:
    return [Span(r, c, 1, 1) for r in range(rows) for c in range(cols)]


MERGED = [Span(0, 0, 2, 1), Span(0, 1, 1, 2), Span(1, 1, 1, 1), Span(1, 2, 1, 1), Span(2, 0, 1, 3)]


def only(lattices: list[Lattice]) -> Lattice:
    assert len(lattices) == 1
    return lattices[0]


@pytest.mark.parametrize(("x", "low", "cols"), [(20.0, YS[0], 4), (20.0, 60.0, 3), (-200.0, YS[0], 3)])
def test_a_cell_merged_over_the_whole_page(x: float, low: float, cols: int) -> None:
    """The middle page of a long table: its label's cell has an upright alone, as high as the rows and close to them."""
    lattice = only(solve([*edges(XS, YS, plain_cells()), Segment(x, low, x, YS[-1])]))
    assert lattice.cols == cols
    assert (Span(0, 0, 3, 1) in lattice.spans) == (cols == 4)


def test_spans_come_from_missing_inner_edges() -> None:
    lattice = only(solve(edges(XS, YS, MERGED)))
    assert lattice.spans == MERGED
    assert lattice.doubts == []
    assert lattice.bbox == (50.0, 100.0, 400.0, 190.0)


def strokes(spans: list[Span]) -> list[Paint]:
    return [Stroke(s.x0, s.y0, s.x1, s.y1, 0.5) for s in edges(XS, YS, spans)]


def double_lines(spans: list[Span]) -> list[Paint]:
    out: list[Paint] = []
    for s in edges(XS, YS, spans):
        for d in (-0.75, 0.75):
            dx, dy = (0.0, d) if s.horizontal else (d, 0.0)
            out.append(Stroke(s.x0 + dx, s.y0 + dy, s.x1 + dx, s.y1 + dy, 0.5))
    return out


def thick_rectangles(spans: list[Span]) -> list[Paint]:
    out: list[Paint] = []
    for s in edges(XS, YS, spans):
        dx, dy = (0.0, 1.5) if s.horizontal else (1.5, 0.0)
        out.append(Fill(s.x0 - dx, s.y0 - dy, s.x1 + dx, s.y1 + dy))
    return out


def dotted(spans: list[Span]) -> list[Paint]:
    """Squares of half a point, half a point apart, as Word draws a dotted border."""
    out: list[Paint] = []
    for s in edges(XS, YS, spans):
        length = int((s.x1 - s.x0) + (s.y1 - s.y0))
        for k in range(length + 1):
            x, y = (s.x0 + k, s.y0) if s.horizontal else (s.x0, s.y0 + k)
            out.append(Fill(x - 0.24, y - 0.24, x + 0.24, y + 0.24))
    return out


def broken(spans: list[Span]) -> list[Paint]:
    """Each edge in two pieces with a gap of eight points."""
    out: list[Paint] = []
    for s in edges(XS, YS, spans):
        if s.horizontal:
            mid = (s.x0 + s.x1) / 2
            out += [Stroke(s.x0, s.y0, mid - 4, s.y0), Stroke(mid + 4, s.y0, s.x1, s.y0)]
        else:
            mid = (s.y0 + s.y1) / 2
            out += [Stroke(s.x0, s.y0, s.x0, mid - 4), Stroke(s.x0, mid + 4, s.x0, s.y1)]
    return out


def short_of_the_corners(spans: list[Span]) -> list[Paint]:
    return [
        Stroke(s.x0 + 1.2, s.y0, s.x1 - 1.2, s.y0) if s.horizontal else Stroke(s.x0, s.y0 + 1.2, s.x0, s.y1 - 1.2)
        for s in edges(XS, YS, spans)
    ]


def with_white_boxes(spans: list[Span]) -> list[Paint]:
    """A ruling through a merged cell, hidden by the cell's white background; borders drawn after it."""
    hidden: list[Paint] = [Stroke(50, 175, 400, 175), Stroke(200, 160, 200, 190)]
    backgrounds: list[Paint] = [
        Fill(XS[s.col], YS[s.row], XS[s.col + s.colspan], YS[s.row + s.rowspan], white=True) for s in spans
    ]
    return hidden + backgrounds + strokes(spans)


def shaded(spans: list[Span]) -> list[Paint]:
    """Grey cells with white gutters of two points, no rulings."""
    return [Fill(XS[s.col] + 1, YS[s.row] + 1, XS[s.col + s.colspan] - 1, YS[s.row + s.rowspan] - 1) for s in spans]


def white_rules_on_grey(spans: list[Span]) -> list[Paint]:
    ground: list[Paint] = [Fill(48, 98, 402, 192)]
    return ground + [Stroke(s.x0, s.y0, s.x1, s.y1, 1.0, white=True) for s in edges(XS, YS, spans)]


@pytest.mark.parametrize(
    "drawn",
    [strokes, double_lines, thick_rectangles, dotted, broken, short_of_the_corners, with_white_boxes, shaded,
     white_rules_on_grey],
)  # fmt: skip
def test_every_way_of_drawing_gives_the_same_cells(drawn: object) -> None:
    paints = drawn(MERGED)  # type: ignore[operator]
    lattice = only(solve(rulings(paints)))
    assert lattice.spans == MERGED
    assert lattice.xs == pytest.approx(XS, abs=1.6)
    assert lattice.ys == pytest.approx(YS, abs=1.6)


def test_white_lines_are_not_rulings() -> None:
    paints = [*strokes(MERGED), Stroke(50, 175, 400, 175, 0.5, white=True), Fill(199, 160, 201, 190, white=True)]
    assert only(solve(rulings(paints))).spans == MERGED


def test_a_marker_pen_over_words_is_no_cell() -> None:
    paints: list[Paint] = [*strokes(MERGED), Fill(60, 165, 120, 178), Fill(60, 105, 110, 118)]
    assert only(solve(rulings(paints))).spans == MERGED


def test_a_shaded_header_over_ruled_rows_belongs_to_the_table() -> None:
    body = [Span(1, 0, 1, 1), Span(1, 1, 1, 1), Span(1, 2, 1, 1), Span(2, 0, 1, 3)]
    paints: list[Paint] = [*strokes(body), Fill(50, 100, 400, 130)]
    assert only(solve(rulings(paints))).spans == [Span(0, 0, 1, 3), *body]


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom", "left and right", "all"])
def test_a_missing_outer_border_is_put_back(side: str) -> None:
    segments = [
        s
        for s in edges(XS, YS, plain_cells())
        if not (
            ((side in ("left", "left and right", "all")) and not s.horizontal and s.x0 == XS[0])
            or ((side in ("right", "left and right", "all")) and not s.horizontal and s.x0 == XS[-1])
            or (side in ("top", "all") and s.horizontal and s.y0 == YS[0])
            or (side in ("bottom", "all") and s.horizontal and s.y0 == YS[-1])
        )
    ]
    lattice = only(solve(segments))
    assert lattice.spans == plain_cells()
    assert lattice.bbox == (50.0, 100.0, 400.0, 190.0)
    assert lattice.support < 1


def test_underlines_and_strikes_within_cells_divide_nothing() -> None:
    extra = [Segment(260, 120, 380, 120), Segment(150, 150, 240, 150), Segment(60, 40, 300, 40)]
    assert only(solve(edges(XS, YS, plain_cells()) + extra)).spans == plain_cells()


def test_tables_side_by_side_stay_two() -> None:
    right = [x + 370 for x in XS]
    lattices = solve(edges(XS, YS, MERGED) + edges(right, YS, plain_cells()))
    assert [lattice.spans for lattice in lattices] == [MERGED, plain_cells()]


def test_a_table_in_a_cell_is_found_beside_the_outer_one() -> None:
    inner = edges([260.0, 300.0, 380.0], [135.0, 145.0, 155.0], plain_cells(2, 2))
    lattices = solve(edges(XS, YS, plain_cells()) + inner)
    assert sorted(len(lattice.spans) for lattice in lattices) == [4, 9]


def test_a_row_alone_and_a_cell_alone() -> None:
    assert only(solve(edges(XS, YS[:2], plain_cells(1, 3)))).spans == plain_cells(1, 3)
    assert only(solve(edges(XS[:2], YS[:2], plain_cells(1, 1)))).spans == [Span(0, 0, 1, 1)]


def test_lines_that_close_nothing_are_no_table() -> None:
    assert solve([Segment(50, y, 400, y) for y in YS]) == []
    assert solve([Segment(50, 100, 400, 100), Segment(200, 50, 200, 150)]) == []
    assert solve([]) == []


def test_an_open_cell_is_cut_into_rectangles_and_doubted() -> None:
    segments = [s for s in edges(XS, YS, plain_cells()) if not (s.horizontal and s.y0 == 130 and s.x0 == 50)]
    segments = [s for s in segments if not (not s.horizontal and s.x0 == 150 and s.y0 == 100)]
    lattice = only(solve(segments))
    assert lattice.doubts
    owned = [
        (r, c) for s in lattice.spans for r in range(s.row, s.row + s.rowspan) for c in range(s.col, s.col + s.colspan)
    ]
    assert sorted(owned) == [(r, c) for r in range(3) for c in range(3)]


def test_a_drawing_of_many_lines_is_left_alone() -> None:
    draw = random.Random(5)
    noise = [Segment(x, 0, x, 800) for x in (draw.uniform(0, 60_000) for _ in range(9000))]
    assert solve(noise) == []
    boxes: list[Paint] = [
        Fill(x, 0, x + 20, 20, white=bool(k % 2)) for k, x in enumerate(draw.uniform(0, 600) for _ in range(9000))
    ]
    started = time.process_time()
    assert len(rulings([*strokes(MERGED), *boxes])) == len(edges(XS, YS, MERGED))
    assert time.process_time() - started < 2


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Span]]:
    """A random tiling in which every lattice line is used: cuts by halves, then the lines that no cell needs
    dropped.
    """
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    todo = [(0, 0, rows, cols)]
    spans = []
    while todo:
        r, c, h, w = todo.pop()
        choice = draw(st.integers(0, 3))
        if choice == 0 or (h == 1 and w == 1):
            spans.append(Span(r, c, h, w))
        elif h > 1 and (choice == 1 or w == 1):
            k = draw(st.integers(1, h - 1))
            todo += [(r, c, k, w), (r + k, c, h - k, w)]
        else:
            k = draw(st.integers(1, w - 1)) if w > 1 else 0
            todo += [(r, c, h, k), (r, c + k, h, w - k)] if k else [(r, c, h, w)]
    tops, lefts = sorted({s.row for s in spans}) + [rows], sorted({s.col for s in spans}) + [cols]
    packed = [
        Span(
            tops.index(s.row), lefts.index(s.col),
            tops.index(s.row + s.rowspan) - tops.index(s.row), lefts.index(s.col + s.colspan) - lefts.index(s.col),
        )
        for s in spans
    ]  # fmt: skip
    return len(tops) - 1, len(lefts) - 1, sorted(packed, key=lambda s: (s.row, s.col))


@settings(max_examples=150, deadline=None)
@given(tilings(), st.randoms(use_true_random=False))
def test_any_tiling_is_found_again(tiling: tuple[int, int, list[Span]], order: random.Random) -> None:
    rows, cols, spans = tiling
    xs, ys = [40.0 + 70 * i for i in range(cols + 1)], [30.0 + 22 * i for i in range(rows + 1)]
    segments = [
        Segment(s.x0 + order.uniform(-1, 1) * (s.horizontal), s.y0, s.x1, s.y1)
        for s in edges(xs, ys, spans)
        if s.horizontal
    ] + [s for s in edges(xs, ys, spans) if not s.horizontal]
    order.shuffle(segments)
    lattice = only(solve(segments))
    assert lattice.spans == spans
    assert lattice.doubts == []
