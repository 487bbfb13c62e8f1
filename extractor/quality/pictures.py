"""Pictures, formula objects and controls in cells that hold a value: nobody read them, and the cell is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.characters.fold import squeeze
from extractor.model.document import Note
from extractor.quality.case import Case

_VALUES = re.compile(
    r"/(?:indicators/\d+/(?:level[123]|target|standard|weight|actual|achieved_score)|amounts/|execution/|texts/"
    r"|project_name|filer|department|implementer|period)"
)
"""Where a picture stands for words; places of signatures and seals are none."""
_LONGEST = 30


def unread_pictures(case: Case) -> Iterator[tuple[str, Note]]:
    """(pointer below the form, what to say) of each such cell. Recognised images have doubts of their own."""
    if not any(cell.image for grid in case.reading.grids for cell in grid.cells):
        return  # hardly a form holds one
    for pointer in case.pointers:
        if not _VALUES.match(pointer):
            continue
        cell = case.source_cell(pointer)
        if cell is None or not cell.image or cell.confidence is not None:
            continue
        text = squeeze(cell.text)[:_LONGEST]
        beside = f"，旁边的文字是“{text}”" if text else ""
        message = f"此处有图片、公式对象或控件{beside}，其中的内容没有读出，请对照原件补录"
        yield pointer, Note("unreadable-part", message, case.place(pointer), observed=text or None)
