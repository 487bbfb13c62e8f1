"""Merged cells of a sheet saved as text: which blanks belong to a head beside or above them, which to a level above.

    绩效指标 |          | 指标值 |      | 备注
    一级指标 | 三级指标 | 符号   | 数值 |           -> 绩效指标 and 指标值 over two columns, 备注 over two rows

A sheet keeps a place for every column, so what a merged cell covered is blank. Only heads of indicators and the levels
under them are put together: other blanks are blank cells as well as covered ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.readers.cells import Range
from extractor.readers.lines.sharing import kind_of
from extractor.readers.lines.spans import is_heads, names_level


def merges_of(cells: dict[tuple[int, int], str], rows: int, cols: int) -> Iterator[Range]:
    """The merged ranges of these texts (by row and column, blank ones left out)."""
    texts = [["".join(cells.get((row, col), "").split()) for col in range(cols)] for row in range(rows)]
    row = 0
    while row < rows - 1:
        if heads_over_heads(texts[row], texts[row + 1]):
            yield from _of_heads(texts, row)
            yield from _of_levels(texts, row + 2)
            row += 1
        row += 1


def heads_over_heads(row: list[str], below: list[str]) -> bool:
    """Whether texts of the lower row stand under blanks of the upper one, and blanks under texts."""
    if not (is_heads(row) and is_heads(below)) or not (names_level(row) or any(map(kind_of, row))):
        return False
    under_blank = sum(bool(b) and not a for a, b in zip(row, below))
    high = sum(bool(a) and not b for a, b in zip(row, below))
    return under_blank > 0 and high > 0 and sum(map(bool, below)) > 1


def _of_heads(texts: list[list[str]], top: int) -> Iterator[Range]:
    row, below = texts[top], texts[top + 1]
    starts = [col for col, text in enumerate(row) if text]
    for at, col in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(row)
        under = [n for n in range(col, end) if below[n]]
        if not under:
            yield top, col, top + 1, col
        elif under[-1] > col:
            yield top, col, top, under[-1]


def _of_levels(texts: list[list[str]], top: int) -> Iterator[Range]:
    """Leading cells that go on over the rows below, as long as these begin with blanks."""
    end = top
    while end < len(texts) and any(texts[end]) and not _ends(texts, end, top):
        end += 1
    leads = [next((n for n, text in enumerate(row) if text), 0) for row in texts[top:end]]
    for col in range(max(leads, default=0)):
        begun: int | None = None
        for number, lead in enumerate([*leads, 0]):
            goes_on = number < len(leads) and lead > col
            if not goes_on and begun is not None:
                if number - begun > 1:
                    yield top + begun, col, top + number - 1, col
                begun = None
            if number < len(leads) and not goes_on and texts[top + number][col]:
                begun = number


def _ends(texts: list[list[str]], row: int, top: int) -> bool:
    """Whether the table's rows end here: other heads, or a row of a single text."""
    return row > top and (names_level(texts[row]) or sum(map(bool, texts[row])) == 1)
