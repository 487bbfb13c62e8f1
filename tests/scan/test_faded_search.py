"""What a search for fainter rulings finds beside the first: more cells, the same, or fewer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.layout.grid import Lattice, Span
from extractor.scan.search import _with_faded

TOLD = "有的框线很淡，细框线可能缺失"
BEYOND = "表格以外还有框线"


def table(rows: int, cols: int) -> list[Lattice]:
    """A table of so many cells, 100 by 40 pixels each."""
    spans = [Span(row, col, 1, 1) for row in range(rows) for col in range(cols)]
    return [Lattice([100.0 * n for n in range(cols + 1)], [40.0 * n for n in range(rows + 1)], spans)]


@pytest.mark.parametrize(
    ("tried", "is_lost", "doubts"),
    [
        ([table(4, 3)], False, []),
        ([table(3, 3), table(4, 3)], False, []),
        ([table(3, 3), table(2, 3)], False, [TOLD]),
        ([], False, [TOLD]),
        ([table(4, 3)], True, [BEYOND]),
    ],
    ids=["the same", "the same in the end", "fewer each time", "nothing", "something lost beside it"],
)
def test_the_first_search_is_believed_where_another_finds_the_same(
    tried: list[list[Lattice]], is_lost: bool, doubts: list[str]
) -> None:
    first = table(4, 3)
    assert _with_faded(first, tried, is_lost) is first
    assert first[0].doubts == doubts


def test_one_that_finds_the_same_ends_the_search() -> None:
    def tried() -> Iterator[list[Lattice]]:
        yield table(4, 3)
        raise AssertionError("sought further")

    assert _with_faded(table(4, 3), tried(), False)[0].doubts == []


def test_more_cells_are_taken_and_told() -> None:
    [added] = _with_faded(table(4, 3), [table(4, 4)], False)
    assert len(added.spans) == 16 and added.doubts == ["有的框线很淡，按较淡的框线辨认"]
    [other] = _with_faded(table(2, 2), [table(9, 9)], False)
    assert len(other.spans) == 81
