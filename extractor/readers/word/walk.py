"""The walk over one part of a .docx: quick where paragraphs and tables are plain, careful where they are not.

Careful means: what a person sees. Struck and hidden runs, note marks, reading aids and unused hints are kept beside the
text; formulas, fields, automatic numbers, WordArt and text boxes are text; a table in a cell is text of the cell and a
table of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Grid, Line, Note
from extractor.readers.shown.celltext import tidy
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE
from extractor.readers.shown.flow import Flow
from extractor.readers.word.boxes import Items, put_boxes
from extractor.readers.word.elements import (
    ALTERNATE,
    alternative,
    cell_deleted,
    count,
    ends_deleted,
    is_unused,
    members,
    piece,
    plain,
    row_hidden,
    spans_of,
)
from extractor.readers.word.look import attributes_of, ground_of
from extractor.readers.word.names import RELATION_ID, Names
from extractor.readers.word.runs import Runs
from extractor.readers.word.shared import Parts
from extractor.readers.word.table import OddContentError, TableBuilder, cut_to_limits, number, read_plain

if TYPE_CHECKING:
    from lxml.etree import _Element


class Walk:
    """One part's walk."""

    def __init__(self, parts: Parts, names: Names) -> None:
        self.parts = parts
        self.names = names
        self._runs = Runs(parts, names, self.blocks, self._table)
        self._carried = Flow()

    # --- blocks ---------------------------------------------------------------------------------------------

    def blocks(self, container: _Element, items: Items) -> None:
        """Block-level children in order: paragraphs, tables, and what wraps them."""
        names = self.names
        for child in container:
            tag = child.tag
            if tag == names.p:
                self._paragraph(child, items)
            elif tag == names.tbl:
                self._table(child, items)
            elif tag in (names.alt_chunk, names.sub_doc):
                self._chunk(child)
            elif tag == names.sdt and is_unused(child, names):
                items.append(Line("", asides=(Aside(tidy(plain(child, names)), "hint"),)))
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self.blocks(chosen, items)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self.blocks(child, items)

    def _chunk(self, child: _Element) -> None:
        wanted = next((value for key in RELATION_ID if (value := child.get(key))), "")
        target = self.parts.targets.get(wanted, "")
        if target and self.parts.chunk(target):
            return
        kind = "子文档" if child.tag == self.names.sub_doc else "altChunk"
        self.parts.document.notes.append(
            Note("unreadable-part", f"文档中嵌入的外部内容（{kind} {target}）未读取，请用 Word 打开并另存后提交")
        )

    def _paragraph(self, element: _Element, items: Items) -> None:
        names = self.names
        side: Items = []
        flow, self._carried = self._carried, Flow()
        asides: tuple[Aside, ...] = ()
        try:
            if self.parts.careful or flow.pieces:
                raise OddContentError
            pieces = [piece(child, names) for child in element.iter(*names.in_paragraph)]
            text = tidy("".join(pieces))
            if next(element.iter(*names.pictures), None) is not None:
                side.extend(self.parts.picture(element))
        except OddContentError:
            self._runs.into(element, flow, side, WHITE)
            if ends_deleted(element, self.names):
                self._carried = flow
                items.extend(side)
                return
            text, asides = flow.shown(), flow.asides()
            if flow.image:
                side.extend(self.parts.picture(element))
        if text or asides:
            centred, heading = self._looks(element)
            line = Line(text.replace("\n", " "), centred=centred, heading=heading, asides=asides)
            items.append(line)
            if self.parts.trace is not None:
                self.parts.trace.lines.append((line, element))
        items.extend(side)

    def _looks(self, element: _Element) -> tuple[bool, bool]:
        """Centred, heading: the paragraph's own settings before its style's."""
        names, styles = self.names, self.parts.styles
        properties = element.find(names.ppr)
        if properties is None:
            return styles.default_centred(), False
        style, jc = properties.find(names.p_style), properties.find(names.jc)
        look = styles.look(style.get(names.val) or "") if style is not None else None
        if jc is not None:
            centred = jc.get(names.val) == "center"
        else:
            centred = look.centred if look else styles.default_centred()
        return centred, bool(look and look.heading)

    # --- tables ---------------------------------------------------------------------------------------------

    def _table(self, element: _Element, items: Items) -> Grid:
        """Read a table into `items`; a frame around other tables gives only those."""
        builder = TableBuilder()
        side: Items = []
        framed = False
        try:
            if self.parts.careful:
                raise OddContentError
            grid = read_plain(element, self.names, builder)
        except OddContentError:
            builder = TableBuilder()
            grid, framed = self._careful_table(element, builder, side)
        cut = cut_to_limits(grid, self.parts.settings)
        if cut is not None:
            self.parts.document.notes.append(Note("unreadable-part", cut))
        if framed:
            items.extend(side)
            return grid
        if grid.rows and grid.cols:
            items.append(grid)
        if builder.leftovers and grid.seen is not None:
            grid.seen -= visible_length("".join(builder.leftovers))
        for item in side:
            if isinstance(item, Grid):
                item.inner = True
        items.extend(side)
        if any(cell.image for cell in grid.cells):
            items.extend(self.parts.picture(element))
        return grid

    def _careful_table(self, table: _Element, builder: TableBuilder, side: Items) -> tuple[Grid, bool]:
        """The grid, and whether it only frames the tables in it."""
        names = self.names
        grid = table.find(names.tbl_grid)
        columns = [number(col.get(names.w + "w"), 0, at_most=100_000) for col in grid] if grid is not None else []
        ground = self._table_ground(table)
        own_text = False
        unseen: list[str] = []
        for row in members(table, names.tr, names):
            properties = row.find(names.trpr)
            before, after = 0, 0
            if properties is not None:
                if any(properties.find(tag) is not None for tag in names.removed):
                    continue
                if row_hidden(properties, names):
                    unseen += [text for cell in members(row, names.tc, names) if (text := tidy(plain(cell, names)))]
                    continue
                before = count(properties.find(names.grid_before), names)
                after = count(properties.find(names.grid_after), names)
            cells = [cell for cell in members(row, names.tc, names) if not cell_deleted(cell, names)]
            spans = spans_of(cells, columns, before, after, names)
            builder.start_row(before)
            for cell, span in zip(cells, spans, strict=True):
                own_text = self._careful_cell(cell, span, builder, side, ground) or own_text
            if after:
                builder.skip(after)
            builder.end_row()
        made = builder.grid()
        if unseen and made.cells:
            made.cells[-1].asides += tuple(Aside(text, "hidden") for text in unseen)
        return made, bool(side) and made.cols == 1 and not own_text

    def _table_ground(self, table: _Element) -> str:
        names = self.names
        properties = table.find(names.tblpr)
        if properties is None:
            return WHITE
        shade, style = properties.find(names.shd), properties.find(names.tbl_style)
        if shade is not None:
            return ground_of(attributes_of(shade))
        if style is not None and self.parts.styles.shades(style.get(names.val) or ""):
            return UNKNOWN_GROUND
        return WHITE

    def _careful_cell(self, cell: _Element, span: int, builder: TableBuilder, side: Items, ground: str) -> bool:
        """Add one cell; says whether anything but tables stands in it."""
        names = self.names
        merge, across = None, None
        properties = cell.find(names.tcpr)
        if properties is not None:
            vertical, horizontal = properties.find(names.v_merge), properties.find(names.h_merge)
            merge = vertical.get(names.val, "continue") if vertical is not None else None
            across = horizontal.get(names.val, "continue") if horizontal is not None else None
            shade = properties.find(names.shd)
            ground = ground_of(attributes_of(shade)) if shade is not None else ground
        inner: Items = []
        flow = Flow()
        nested = self._cell_blocks(cell, flow, inner, ground)
        text = flow.shown()
        if across is not None and across != "restart":
            builder.widen(text, span, flow.asides())
        else:
            image = flow.image and not any(isinstance(item, Grid) for item in inner)
            builder.add(text, span, merge, image, flow.asides())
            if self.parts.trace is not None and builder.last is not None:
                self.parts.trace.cells.append((builder.last, cell))
        side.extend(inner)
        return bool(text) and text != nested

    def _cell_blocks(self, container: _Element, flow: Flow, side: Items, ground: str) -> str:
        """A cell's paragraphs into `flow`; tables in it go to `side` too. Gives the text that stands in tables."""
        names = self.names
        nested: list[str] = []
        for child in container:
            tag = child.tag
            if tag == names.p:
                flow.paragraph()
                self._cell_paragraph(child, flow, side, ground)
            elif tag == names.tbl:
                flow.paragraph()
                text = self._table(child, side).words()
                flow.text(text)
                nested.append(text)
            elif tag in (names.alt_chunk, names.sub_doc):
                self._chunk(child)
            elif tag == names.sdt and is_unused(child, names):
                flow.aside(plain(child, names), "hint")
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    nested.append(self._cell_blocks(chosen, flow, side, ground))
            elif tag not in names.properties and tag not in names.removed and len(child):
                nested.append(self._cell_blocks(child, flow, side, ground))
        return tidy("\n".join(nested))

    def _cell_paragraph(self, paragraph: _Element, flow: Flow, side: Items, ground: str) -> None:
        start = len(flow.pieces)
        boxes: Items = []
        self._runs.into(paragraph, flow, boxes, ground)
        put_boxes(boxes, flow, side, start)
        flow.joined = ends_deleted(paragraph, self.names)
