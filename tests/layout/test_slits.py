"""Columns and rows too narrow for a character are the blank between two borders."""

from __future__ import annotations

import pytest

from extractor.layout.grid import Lattice, Span
from extractor.layout.slits import without_slits
from extractor.layout.text import Glyph, assign

XS, YS = [0.0, 60, 64.9, 160], [0.0, 20, 40]
SPANS = [Span(0, 0, 1, 1), Span(0, 1, 1, 1), Span(0, 2, 1, 1), Span(1, 0, 1, 2), Span(1, 2, 1, 1)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_slit_goes_and_what_reaches_over_it_is_narrower(turned: bool) -> None:
    spans = [Span(s.col, s.row, s.colspan, s.rowspan) for s in SPANS] if turned else SPANS
    held = [[Glyph(str(n), 0, 0, 9, 9)] if n != 1 else [] for n in range(5)]
    lattice, kept = without_slits(Lattice(*((YS, XS) if turned else (XS, YS)), spans), held)
    found = [
        (s.col, s.row, s.colspan, s.rowspan) if turned else (s.row, s.col, s.rowspan, s.colspan) for s in lattice.spans
    ]
    assert found == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert (lattice.ys if turned else lattice.xs) == [0.0, 62.45, 160]
    assert [own[0].text for own in kept] == ["0", "2", "3", "4"]


def test_a_narrow_column_that_holds_something_stays() -> None:
    held = [[Glyph(str(n), 0, 0, 9, 9)] for n in range(5)]
    lattice, kept = without_slits(Lattice(XS, YS, SPANS), held)
    assert lattice.spans == SPANS and kept == held


@pytest.mark.parametrize(("middle", "row"), [(20.9, 0), (21.1, 1), (40.9, 1), (41.1, None)])
def test_a_last_line_pressed_out_of_its_cell_stays_in_it(middle: float, row: int | None) -> None:
    """LibreOffice prints the last line of a merged cell over its border: it stood in the sum's row, or in no table."""
    glyph = Glyph("标", 10, middle - 5, 20, middle + 5)
    held, outside = assign(Lattice(XS, YS, SPANS), [glyph])
    assert [n for n, own in enumerate(held) if own] == {0: [0], 1: [3], None: []}[row]
    assert bool(outside) == (row is None)
