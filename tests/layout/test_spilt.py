"""Lines pressed out of a merged cell: below its border, at the distance of its own lines."""

from __future__ import annotations

import pytest

from extractor.layout.grid import Lattice, Span
from extractor.layout.spilt import settle_spilt
from extractor.layout.text import Glyph, assign

PITCH, EM = 14.0, 10.0


def _line(text: str, top: float, x0: float = 5.0) -> list[Glyph]:
    return [Glyph(ch, x0 + EM * n, top, x0 + EM * (n + 1), top + EM) for n, ch in enumerate(text)]


def _settled(own: str, next_top: float | None, under: list[Glyph]) -> tuple[list[str], str]:
    """A cell of two rows and 50 points with lines of four characters, one of 60 points below it or the table's end."""
    rows = [0.0, 20.0, 46.0] if next_top is None else [0.0, 20.0, 46.0, 106.0]
    spans = [Span(0, 0, 2, 1), Span(0, 1, 1, 1), Span(1, 1, 1, 1)]
    spans += [] if next_top is None else [Span(2, 0, 1, 1), Span(2, 1, 1, 1)]
    lattice = Lattice([0.0, 50.0, 100.0], rows, spans, [])
    glyphs = [g for n in range(3) for g in _line(own[4 * n : 4 * n + 4], 4 + PITCH * n)] + under
    held, left = assign(lattice, glyphs)
    left = settle_spilt(lattice, held, left)
    return ["".join(g.text for g in cell) for cell in held], "".join(g.text for g in left)


GOAL = "实施危桥改造项目养护公路"


def test_lines_under_the_table_go_on_in_the_cell() -> None:
    """The end of a goal stood under the table as a line of its own, and the goal was told as cut off before it."""
    under = _line("里程不低", 4 + 3 * PITCH + 4) + _line("于八公里", 4 + 4 * PITCH)
    assert _settled(GOAL, None, [*_line("里程不低", 4 + 3 * PITCH), *under[4:]]) == (
        [GOAL + "里程不低于八公里", "", ""],
        "",
    )


@pytest.mark.parametrize(
    "under",
    [
        _line("人：张三", 4 + 3 * PITCH),
        _line("里程不低", 4 + 4 * PITCH),
        _line("里程不低", 4 + 3 * PITCH, x0=8.0),
        _line("里程不低于八公里以上", 4 + 3 * PITCH),
    ],
    ids=["a label", "a line further down", "another left edge", "a line across columns"],
)
def test_other_lines_under_the_table_stay(under: list[Glyph]) -> None:
    (first, *_), left = _settled(GOAL, None, under)
    assert first == GOAL and left == "".join(g.text for g in under)


def test_lines_in_the_next_cell_with_a_blank_before_its_own() -> None:
    """行能力持续提 of the goal above stood before the next project's goal."""
    spilt = _line("里程", 4 + 3 * PITCH)
    own = _line("实施公路", 80.0) + _line("养护项目", 80.0 + PITCH)
    cells, _ = _settled(GOAL, 46.0, spilt + own)
    assert (cells[0], cells[3]) == (GOAL + "里程", "实施公路养护项目")


def test_the_next_cells_own_first_line_stays() -> None:
    own = _line("实施公路", 4 + 3 * PITCH) + _line("养护项目", 4 + 4 * PITCH)
    cells, _ = _settled(GOAL, 46.0, own)
    assert (cells[0], cells[3]) == (GOAL, "实施公路养护项目")
