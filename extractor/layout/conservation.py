"""The conservation check: each slot of a grid has one owner, each character seen lies in one place.

Silent wrong columns are what users of table readers complain of most. `check` looks at a grid's geometry alone;
`check_text` compares what the reader saw in the source with what its cells and lines hold. Both give reasons in
Chinese; an empty list means that the grid holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extractor.model.document import Document, Grid, Line, Note

MAX_REASONS = 5
_MARKS = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
JUNK = re.compile(f"[{_MARKS}]")
"""Characters that show nothing: zero-width marks, soft hyphens, byte order marks, marks of direction. Readers drop
them.
"""


def check(grid: Grid) -> list[str]:
    """Reasons why a grid's cells do not tile its slots exactly: overlap, hole, out of range."""
    return [] if _tiles(grid) else _reasons(grid)


def _tiles(grid: Grid) -> bool:
    """Whether the cells own every slot once: one byte a slot, marked cell by cell."""
    rows, cols = grid.rows, grid.cols
    slots = bytearray(rows * cols)
    for cell in grid.cells:
        row, col, height, width = cell.row, cell.col, cell.rowspan, cell.colspan
        if row < 0 or col < 0 or height < 1 or width < 1 or row + height > rows or col + width > cols:
            return False
        start = row * cols + col
        if height == 1 == width:
            if slots[start]:
                return False
            slots[start] = 1
            continue
        for at in range(start, start + height * cols, cols):
            if slots.find(1, at, at + width) >= 0:
                return False
            slots[at : at + width] = b"\1" * width
    return 0 not in slots


def _reasons(grid: Grid) -> list[str]:
    reasons: list[str] = []
    owned: Counter[tuple[int, int]] = Counter()
    for cell in grid.cells:
        bottom, right = cell.row + cell.rowspan, cell.col + cell.colspan
        if cell.row < 0 or cell.col < 0 or cell.rowspan < 1 or cell.colspan < 1:
            reasons.append(f"第{cell.row + 1}行第{cell.col + 1}列的单元格位置或跨度无效")
        elif bottom > grid.rows or right > grid.cols:
            reasons.append(f"第{cell.row + 1}行第{cell.col + 1}列的单元格超出表格范围")
        for r in range(max(cell.row, 0), min(bottom, grid.rows)):
            for c in range(max(cell.col, 0), min(right, grid.cols)):
                owned[r, c] += 1
    overlaps = sorted(slot for slot, owners in owned.items() if owners > 1)
    if overlaps:
        r, c = overlaps[0]
        reasons.append(f"有 {len(overlaps)} 格被多个单元格占用（首个在第{r + 1}行第{c + 1}列）")
    holes = grid.rows * grid.cols - len(owned)
    if holes > 0:
        r, c = next((r, c) for r in range(grid.rows) for c in range(grid.cols) if (r, c) not in owned)
        reasons.append(f"有 {holes} 格不属于任何单元格（首个在第{r + 1}行第{c + 1}列）")
    return reasons[:MAX_REASONS]


def visible_length(text: str) -> int:
    """Characters that show: neither white space nor junk. What a reader counts of the source it sees."""
    shown = "".join(text.split())
    if shown.isascii() or JUNK.search(shown) is None:  # one pass; marks are rare
        return len(shown)
    return len(shown) - sum(map(shown.count, _MARKS))


def check_text(seen: int, texts: Iterable[str]) -> list[str]:
    """Compare the visible characters seen in the source with those kept.

    `seen` must be counted on the source's own text nodes, before they are shared out among cells.
    """
    kept = visible_length("".join(texts))
    if kept == seen:
        return []
    if kept < seen:
        return [f"读到 {seen} 个字符，单元格中只有 {kept} 个，少了 {seen - kept} 个"]
    return [f"读到 {seen} 个字符，单元格中却有 {kept} 个，多了 {kept - seen} 个"]


def check_document(document: Document) -> None:
    """Check every grid of a document; a damaged one is marked doubtful and noted."""
    for item in document.items:
        if isinstance(item, Line):
            continue
        reasons = check(item)
        if item.seen is not None:
            reasons += check_text(item.seen, (cell.text for cell in item.cells))
        if reasons:
            item.doubts.extend(reasons)
            place = item.place(item.cells[0]) if item.cells else {"table": item.table}
            where = f"工作表“{item.sheet}”" if item.sheet else f"第 {item.table + 1} 个表格"
            document.notes.append(
                Note("doubtful-table", f"{where}读取结果存疑：{'；'.join(reasons)}，请核对原文", place)
            )
