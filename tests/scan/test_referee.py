"""Whether an edge divides two cells: the network's answers on drawn strokes, and the questions that stay open."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from extractor.layout.grid import Span
from extractor.scan.grid_from_image import _Edges, _open_questions, _solve, _spans
from extractor.scan.referee import SHAPE, Stretch, aside, chances, patches

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72


def _page(*, wall: bool) -> np.ndarray:
    """Darkness of a row between two rulings; at x 200 a wall, or a stroke of a glyph that does not reach them."""
    ink = np.zeros((300, 400), np.uint8)
    ink[100:102], ink[150:152] = 90, 90
    if wall:
        ink[100:152, 200:202] = 90
    else:
        ink[112:138, 200:203] = 160
        ink[112:115, 185:216], ink[124:127, 185:216], ink[135:138, 185:216] = 160, 160, 160
    return ink


def _chance(ink: np.ndarray, stretch: Stretch) -> float:
    told = np.array([aside(stretch, 90, 0.05, SCALE)], np.float32)
    return float(chances(patches(ink, None, [stretch], 90, SCALE), told)[0])


def test_a_wall_is_told_from_a_stroke_of_text() -> None:
    stretch = (True, 200.5, 104.0, 148.0)
    assert _chance(_page(wall=True), stretch) > 0.95
    assert _chance(_page(wall=False), stretch) < 0.05


def test_the_answer_is_the_same_for_a_page_laid_on_its_side() -> None:
    for wall in (True, False):
        ink = _page(wall=wall)
        upright, level = (
            _chance(ink, (True, 200.5, 104.0, 148.0)),
            _chance(np.ascontiguousarray(ink.T), (False, 200.5, 104.0, 148.0)),
        )
        assert upright == pytest.approx(level, abs=0.02)


def test_blank_paper_is_no_wall() -> None:
    assert _chance(np.zeros((300, 400), np.uint8), (True, 200.0, 104.0, 148.0)) < 0.05


@pytest.mark.parametrize("place", [(0.0, 5.0), (395.0, 399.0)])
def test_a_stretch_at_the_edge_of_the_picture_is_laid_out_in_full(place: tuple[float, float]) -> None:
    found = patches(_page(wall=True), None, [(False, 1.0, *place)], 90, SCALE)[0]
    assert found.shape == SHAPE


def _edges(level: list[list[float]], upright: list[list[float]]) -> _Edges:
    return _Edges(np.array(level), np.array(upright))


def _questions(edges: _Edges) -> int:
    level, upright = edges.level >= 0.5, edges.upright >= 0.5
    spans, broken = _spans(level.shape[0] - 1, upright.shape[0] - 1, level, upright)
    assert not broken
    return _open_questions(spans, edges, level, upright)


def test_an_unclear_edge_between_two_cells_is_an_open_question() -> None:
    edges = _edges([[1, 1], [1, 1], [1, 1]], [[1, 1], [0.6, 1], [1, 1]])
    assert _questions(edges) == 1


def test_an_unclear_edge_in_a_wall_that_must_be_whole_is_none() -> None:
    """Left of the wall a cell over two rows, right of it two cells: without the unclear part nothing would close."""
    edges = _edges([[1, 1], [0, 1], [1, 1]], [[1, 1], [0.6, 1], [1, 1]])
    assert _questions(edges) == 0


def test_a_stroke_that_divides_nothing_is_none() -> None:
    """Two rows and two columns are one cell; a stroke on a part of its middle line leaves it one."""
    edges = _edges([[1, 1], [0, 0], [1, 1]], [[1, 1], [0.4, 0], [1, 1]])
    assert _questions(edges) == 0
    level, upright = edges.level >= 0.5, edges.upright >= 0.5
    assert _spans(2, 2, level, upright)[0] == [Span(0, 0, 2, 2)]


def test_a_line_at_which_no_cell_begins_is_no_row() -> None:
    """A stroke in the upper cell, from nowhere to nowhere: two rows of cells, not three."""
    edges = _edges([[1, 1], [0.9, 0], [1, 1], [1, 1]], [[1, 1, 1], [0, 0, 1], [1, 1, 1]])
    lattice = _solve([0.0, 50.0, 100.0], [0.0, 30.0, 60.0, 90.0], edges)
    assert lattice.spans == [Span(0, 0, 1, 2), Span(1, 0, 1, 1), Span(1, 1, 1, 1)]
    assert (lattice.xs, lattice.ys) == ([0.0, 50.0, 100.0], [0.0, 60.0, 90.0])


def test_lines_that_cells_begin_at_stay() -> None:
    edges = _edges([[1, 1], [1, 1], [1, 1]], [[1, 1], [0, 1], [1, 1]])
    lattice = _solve([0.0, 50.0, 100.0], [0.0, 30.0, 60.0], edges)
    assert lattice.spans == [Span(0, 0, 1, 2), Span(1, 0, 1, 1), Span(1, 1, 1, 1)]
