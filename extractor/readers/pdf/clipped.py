"""Text that a page prints beyond what it shows of a cell: the other page's part of a merged cell, or text cut off.

Spreadsheet programs print the text of a cell that a page break divides on both pages, each clipped to its own part.
Where another page has the same cell both get its whole text; what nobody sees anywhere is `hidden` text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.layout.conservation import visible_length
from extractor.layout.torn import half_level
from extractor.model.document import Aside, Cell, Grid, Line, Note


def tell_clipped(items: list[Line | Grid]) -> None:
    """Give the parts of a cell on several pages its whole text; text that no page shows becomes hidden. In place."""
    parts = [part for item in items for part in _parts(item)]
    if not any(aside.why == "clipped" for part in parts for aside in part.asides):
        return
    pages: dict[str, set[int | None]] = {}
    for part in parts:
        for text in {_flat(part.text), *(_flat(a.text) for a in part.asides if a.why == "clipped")}:
            pages.setdefault(text, set()).add(part.page)
    for item in items:
        before = sum(visible_length(cell.text) for cell in item.cells) if isinstance(item, Grid) else 0
        for part in _parts(item):
            part.asides = tuple(_told(part, pages))
        if isinstance(item, Grid) and item.seen is not None:
            item.seen += sum(visible_length(cell.text) for cell in item.cells) - before
    items[:] = [i for i in items if isinstance(i, Grid) or i.asides or i.text.strip()]


_SENTENCE, _OPEN_END = re.compile("[。；]"), re.compile("[\u4e00-\u9fff，、]$")
LONG = 25
"""Characters from which a text is prose."""


def cut_off(items: Iterable[Line | Grid]) -> list[Note]:
    """Notes on merged cells over a page break whose prose stops within a sentence, or whose level within a word, at the
    end of a full line.

    LibreOffice divides no merged cell of a Word table: what does not fit above the break is printed nowhere.
    """
    found = []
    for grid in (item for item in items if isinstance(item, Grid)):
        for cell in grid.cells:
            text = cell.text.rstrip()
            tall = cell.parts and cell.full and cell.rowspan > 1
            prose = len(text) >= LONG and _SENTENCE.search(text) and _OPEN_END.search(text)
            if tall and (prose or half_level(_flat(text))):
                message = f"换页处的文字可能没有印全，到“{text[-8:]}”为止，请对照原件核对"
                found.append(Note("doubtful-table", message, grid.place(cell)))
    return found


def _parts(item: Line | Grid) -> Iterable[Line | Cell]:
    return item.cells if isinstance(item, Grid) else (item,)


def _flat(text: str) -> str:
    return "".join(text.split())


def _told(part: Line | Cell, pages: dict[str, set[int | None]]) -> Iterable[Aside]:
    for aside in part.asides:
        if aside.why != "clipped":
            yield aside
        elif pages[_flat(aside.text)] - {part.page}:
            if isinstance(part, Cell):
                part.text = aside.text
        else:
            yield replace(aside, text=aside.text.replace(part.text, "", 1).strip(), why="hidden")
