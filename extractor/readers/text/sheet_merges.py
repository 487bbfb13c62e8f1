"""Merged cells of a sheet saved as text: which blanks belong to a head beside or above them, which to a level above.

    绩效指标 |          | 指标值 |      | 备注
    一级指标 | 三级指标 | 符号   | 数值 |           -> 绩效指标 and 指标值 over two columns, 备注 over two rows

A sheet keeps a place for every column, so what a merged cell covered is blank. Only heads of indicators and the levels
under them are put together: other blanks are blank cells as well as covered ones. A level's cell goes on where it is
blank below, and so are those of the levels before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.readers.cells import Range
from extractor.readers.lines.sharing import kind_of
from extractor.readers.lines.spans import is_heads, names_level

_LEVEL = re.compile(r"[^，。；：:、\d]{0,4}[一二]级[^，。；：:、\d]{0,6}$")
LOOK, KINDS = 12, 3
"""Rows under the heads that are looked at for kinds of indicators; how many make a column of levels."""


def merges_of(cells: dict[tuple[int, int], str], rows: int, cols: int) -> Iterator[Range]:
    """The merged ranges of these texts (by row and column, blank ones left out)."""
    texts = [["".join(cells.get((row, col), "").split()) for col in range(cols)] for row in range(rows)]
    row = 0
    while row < rows - 1:
        if heads_over_heads(texts[row], texts[row + 1]):
            yield from _of_heads(texts, row)
            yield from _of_levels(texts, row + 2)
            row += 1
        elif columns := _level_columns(texts, row):
            yield from _of_halves(texts, row)
            for group in columns:
                yield from _under_heads(texts, row + 1, group)
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


def _level_columns(texts: list[list[str]], top: int) -> list[list[int]]:
    """The columns of levels under a single row of heads, those side by side together: by their heads (一级指标, not the
    last, which names the indicator), or by kinds of indicators that stand in them (数量指标)."""
    if not is_heads(texts[top]):
        return []
    named = [col for col, text in enumerate(texts[top]) if _LEVEL.match(text)]
    if not named and names_level(texts[top]):
        under = texts[top + 1 : top + 1 + LOOK]
        named = [col for col in range(len(texts[top])) if sum(bool(kind_of(row[col])) for row in under) >= KINDS]
    groups: list[list[int]] = []
    for col in named:
        if groups and groups[-1][-1] == col - 1:
            groups[-1].append(col)
        else:
            groups.append([col])
    return groups


def _of_halves(texts: list[list[str]], heads: int) -> Iterator[Range]:
    """Captions over the two halves of a table whose heads come twice: each over its own."""
    row = texts[heads]
    firsts = [col for col, text in enumerate(row) if text and text == next(filter(None, row))]
    above = texts[heads - 1] if heads else []
    if len(firsts) == 2 and [col for col, text in enumerate(above) if text and col >= firsts[0]] == firsts:
        yield heads - 1, firsts[0], heads - 1, firsts[1] - 1
        yield heads - 1, firsts[1], heads - 1, max(col for col, text in enumerate(row) if text)


def _under_heads(texts: list[list[str]], top: int, columns: list[int]) -> Iterator[Range]:
    """The cells of these columns that go on over the rows below."""
    end = top
    while end < len(texts) and any(texts[end]) and not _ends(texts, end, top):
        end += 1
    for at, col in enumerate(columns):
        begun: int | None = None
        for row in range(top, end + 1):
            blank = row < end and not any(texts[row][c] for c in columns[: at + 1])
            goes_on = begun is not None and blank and any(texts[row][columns[-1] + 1 :])
            if not goes_on:
                if begun is not None and row - begun > 1:
                    yield begun, col, row - 1, col
                begun = row if row < end and texts[row][col] else None


def _ends(texts: list[list[str]], row: int, top: int) -> bool:
    """Whether the table's rows end here: other heads, or a row of a single text."""
    return row > top and (names_level(texts[row]) or sum(map(bool, texts[row])) == 1)
