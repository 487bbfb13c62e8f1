"""A text layer that was not trusted, held against what was recognised from the page's picture.

A scanner's invisible layer, or text whose codes are partly garbled, is still a second reading of the cells that it
does give. Where it agrees with the picture in most cells it is a reading; where it then differs in a cell, that cell
is in doubt and the table is `reading-disputed`. A layer that agrees in few cells is no reading and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.characters.fold import fold_text
from extractor.layout.text import Glyph, block_of, plain
from extractor.model.document import Cell, Grid, Line, Note
from extractor.readers.page.ink import Ink

LEAST = 4
"""Cells that both readings fill below which nothing is said."""
AGREED = 0.5
"""Share of these cells that must be alike for the layer to be a reading."""
IN_DOUBT = 0.75
"""Confidence that a disputed cell keeps at most: it is below what counts as read (0.8)."""


def compare(items: Sequence[Line | Grid], ink: Ink, number: int) -> list[Note]:
    """A note for each recognised table of page `number` that the text layer disputes; the cells are put in doubt."""
    grids = [item for item in items if isinstance(item, Grid)]
    pairs = [(grid, [(cell, text) for cell in grid.cells if (text := _layer_text(cell, ink.glyphs))]) for grid in grids]
    both = [(cell, text) for _, found in pairs for cell, text in found if cell.text.strip() and not cell.image]
    alike = sum(_same(cell.text, text) for cell, text in both)
    if len(both) < LEAST or alike < AGREED * len(both):
        return []
    return [note for grid, found in pairs if (note := _dispute(grid, found, number)) is not None]


def _layer_text(cell: Cell, glyphs: Sequence[Glyph]) -> str:
    """The layer's text within a cell; "" where it has none or a character of it means nothing."""
    if cell.bbox is None:
        return ""
    x0, y0, x1, y1 = cell.bbox
    held = [g for g in glyphs if x0 <= (g.x0 + g.x1) / 2 < x1 and y0 <= g.middle < y1]
    if any("\ue000" <= g.text <= "\uf8ff" or g.text >= "\U000f0000" or g.text == "\ufffd" for g in held):
        return ""
    return block_of(held, cell.bbox)[0].strip()


def _dispute(grid: Grid, found: Sequence[tuple[Cell, str]], number: int) -> Note | None:
    differing = [(cell, text) for cell, text in found if not cell.image and not _same(cell.text, text)]
    if not differing:
        return None
    for cell, text in differing:
        cell.confidence = min(IN_DOUBT, cell.confidence if cell.confidence is not None else 1.0)
        if text not in cell.alternatives:
            cell.alternatives.append(text)
    first, text = differing[0]
    place = grid.place(first)
    place["page"] = number
    place.pop("table", None)
    return Note(
        "reading-disputed",
        (
            f"第{number}页表格有 {len(differing)} 处，"
            f"图像识别与页面自带的文字不一致（首处在第{first.row + 1}行第{first.col + 1}列：“{first.text[:40]}”与“"
            f"{text[:40]}”），请核对原文"
        ),
        place,
        observed=first.text,
        expected=text,
    )


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return fold_text(plain("".join(text.split())))
