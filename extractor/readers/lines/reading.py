"""Lines of text -> free lines and tables, in reading order: a text file's, and a web page's preformatted text."""

from __future__ import annotations

from extractor.model.document import Grid, Line, Note, Place
from extractor.readers.lines import tabdump
from extractor.readers.lines.drawn import read_drawn
from extractor.settings import DEFAULTS, Settings


def read_lines(lines: list[str], settings: Settings = DEFAULTS, notes: list[Note] | None = None) -> list[Line | Grid]:
    """Free lines and tables in reading order; what is cut off a table of absurd length is noted."""
    items: list[Line | Grid] = []
    index = 0
    while index < len(lines):
        cut = 0
        at = index
        if tabdump.starts_cell(lines[index]):
            found, index, cut = tabdump.read_table(lines, index, settings.max_rows)
            items.extend(found)
        else:
            drawn, index, cut = read_drawn(lines, index, settings.max_rows)
            if drawn is not None:
                items.append(drawn)
            else:
                free = (tabdump.free_line(lines[number], number + 1) for number in range(at, index))
                items.extend(line for line in free if line is not None)
        if cut and notes is not None:
            message = f"第 {at + 1} 行起的表格过长，有 {cut} 行文字未读取"
            notes.append(Note("unreadable-part", message, Place(line=at + 1)))
    return items
