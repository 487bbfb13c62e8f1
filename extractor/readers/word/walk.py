"""The walk over one part of a .docx: quick where paragraphs and tables are plain, careful where they are not.

Careful means: what a person sees. Struck and hidden runs, note marks, reading aids and unused hints are kept beside the
text; formulas, fields, automatic numbers, WordArt and text boxes are text; a table in a cell is text of the cell and a
table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Cell, Document, Grid, Line, Note
from extractor.readers.shown.celltext import tidy
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE
from extractor.readers.shown.flow import PLAIN, Flow, Look
from extractor.readers.shown.formula import formula
from extractor.readers.word.boxes import Items, put_boxes
from extractor.readers.word.fields import Fields, text_of
from extractor.readers.word.look import Props, attributes_of, ground_of, look_of, props_of
from extractor.readers.word.names import MATHS, MC, RELATION_ID, Names
from extractor.readers.word.numbering import Numbering
from extractor.readers.word.style import Styles
from extractor.readers.word.table import (
    OddContentError,
    TableBuilder,
    cut_to_limits,
    holds_picture,
    is_tab_stop,
    number,
    read_plain,
    spans_by_width,
    symbol,
)
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"
_ALTERNATE = MC + "AlternateContent"
SQUEEZED = 40
"""Twips: a row fixed to a height up to this (2 pt) shows nothing."""


@dataclass(slots=True)
class Trace:
    """From which element every cell and line was read: who writes into the document finds its places again."""

    main: str = ""
    """The main part's name."""
    root: _Element | None = None
    """Its tree."""
    cells: list[tuple[Cell, _Element]] = field(default_factory=list)
    """w:tc of each cell; of a vertical merge the first one."""
    lines: list[tuple[Line, _Element]] = field(default_factory=list)
    """w:p of each line."""


@dataclass(slots=True)
class Parts:
    """What the walks of one document share."""

    document: Document
    styles: Styles
    numbering: Numbering
    settings: Settings
    targets: dict[str, str] = field(default_factory=dict)
    """Relation id -> part."""
    careful: bool = False
    """Styles, fonts or colours of this document need a look at every run."""
    chunk: Callable[[str], bool] = lambda part: False
    """Reads a part that is a document of its own (altChunk, subDoc) into the document; False where it is not there."""
    picture: Callable[[_Element], Items] = lambda element: []
    """Reads a picture that may show a form."""
    trace: Trace | None = None
    """Kept where somebody wants to find the elements again; the walks are the careful ones then."""


class Walk:
    """One part's walk."""

    def __init__(self, parts: Parts, names: Names) -> None:
        self.parts = parts
        self.names = names
        self.fields = Fields()
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
            elif tag == names.sdt and self._is_unused(child):
                items.append(Line("", asides=(Aside(tidy(self._plain(child)), "hint"),)))
            elif tag == _ALTERNATE:
                chosen = _alternative(child)
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
            pieces = [_piece(child, names) for child in element.iter(*names.in_paragraph)]
            text = tidy("".join(pieces))
            if next(element.iter(*names.pictures), None) is not None:
                side.extend(self.parts.picture(element))
        except OddContentError:
            self._into(element, flow, side, WHITE)
            if self._mark_deleted(element):
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

    def _mark_deleted(self, paragraph: _Element) -> bool:
        """Its end is deleted in an open revision: the next paragraph goes on in its line."""
        names = self.names
        properties = paragraph.find(names.ppr)
        mark = properties.find(names.rpr) if properties is not None else None
        return mark is not None and any(mark.find(tag) is not None for tag in names.removed)

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
                if self._row_hidden(properties):
                    unseen += [text for cell in members(row, names.tc, names) if (text := tidy(self._plain(cell)))]
                    continue
                before = self._count(properties.find(names.grid_before))
                after = self._count(properties.find(names.grid_after))
            cells = [cell for cell in members(row, names.tc, names) if not self._deleted_cell(cell)]
            spans = self._spans(cells, columns, before, after)
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

    def _row_hidden(self, properties: _Element) -> bool:
        """A row marked hidden, or squeezed to a height of at most two points."""
        names = self.names
        mark, height = properties.find(names.row_hidden), properties.find(names.row_height)
        if mark is not None and mark.get(names.val) not in ("0", "false", "off"):
            return True
        if height is None or height.get(names.w + "hRule") != "exact":
            return False
        return number(height.get(names.val), SQUEEZED + 1) <= SQUEEZED

    def _table_ground(self, table: _Element) -> str:
        names = self.names
        properties = table.find(names.tblpr)
        if properties is None:
            return WHITE
        shade, style = properties.find(names.shd), properties.find(names.tbl_style)
        if shade is not None:
            return self._shade(shade)
        if style is not None and self.parts.styles.shades(style.get(names.val) or ""):
            return UNKNOWN_GROUND
        return WHITE

    def _shade(self, element: _Element) -> str:
        return ground_of(attributes_of(element))

    def _deleted_cell(self, cell: _Element) -> bool:
        properties = cell.find(self.names.tcpr)
        return properties is not None and properties.find(self.names.w + "cellDel") is not None

    def _spans(self, cells: list[_Element], columns: list[int], before: int, after: int) -> list[int]:
        """Columns each cell covers: as it says, else by its width where the row would be too short."""
        names = self.names
        spans, widths = [], []
        for cell in cells:
            properties = cell.find(names.tcpr)
            span = properties.find(names.grid_span) if properties is not None else None
            width = properties.find(names.tc_width) if properties is not None else None
            spans.append(self._count(span) or 1)
            usable = width is not None and width.get(names.w + "type", "dxa") == "dxa"
            widths.append(number(width.get(names.w + "w"), 0, at_most=100_000) if usable and width is not None else 0)
        if columns and before + sum(spans) + after < len(columns):
            return spans_by_width(widths, columns[before : len(columns) - after]) or spans
        return spans

    def _count(self, element: _Element | None) -> int:
        return 0 if element is None else number(element.get(self.names.val), 0)

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
            ground = self._shade(shade) if shade is not None else ground
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
            elif tag == names.sdt and self._is_unused(child):
                flow.aside(self._plain(child), "hint")
            elif tag == _ALTERNATE:
                chosen = _alternative(child)
                if chosen is not None:
                    nested.append(self._cell_blocks(chosen, flow, side, ground))
            elif tag not in names.properties and tag not in names.removed and len(child):
                nested.append(self._cell_blocks(child, flow, side, ground))
        return tidy("\n".join(nested))

    def _cell_paragraph(self, paragraph: _Element, flow: Flow, side: Items, ground: str) -> None:
        start = len(flow.pieces)
        boxes: Items = []
        self._into(paragraph, flow, boxes, ground)
        put_boxes(boxes, flow, side, start)
        flow.joined = self._mark_deleted(paragraph)

    # --- runs -----------------------------------------------------------------------------------------------

    def _into(self, paragraph: _Element, flow: Flow, side: Items, ground: str) -> None:
        """A paragraph's number and runs into `flow`."""
        names, styles = self.names, self.parts.styles
        properties = paragraph.find(names.ppr)
        props: Props = {}
        if properties is not None:
            style = properties.find(names.p_style)
            style_id = style.get(names.val) or "" if style is not None else ""
            props = styles.run_props(style_id) if style_id else {}
            shade = properties.find(names.shd)
            ground = self._shade(shade) if shade is not None else ground
            flow.text(self._number_before(properties, style_id))
        self._inline(paragraph, flow, side, props, ground)

    def _number_before(self, properties: _Element, style: str) -> str:
        names = self.names
        listed = properties.find(names.num_pr)
        which, level = self.parts.styles.numbered(style) if style else ("", 0)
        if listed is not None:
            own, at = listed.find(names.num_id), listed.find(names.level)
            which = own.get(names.val) or "" if own is not None else which
            level = number(at.get(names.val), 0) if at is not None else level
        return self.parts.numbering.label(which, level) if which and which != "0" else ""

    def _inline(self, element: _Element, flow: Flow, side: Items, props: Props, ground: str) -> None:
        """Runs of a paragraph, also where links, insertions, smart tags or content controls wrap them."""
        names = self.names
        for child in element:
            tag = child.tag
            if tag == names.r:
                self._run(child, flow, side, props, ground)
            elif tag in MATHS:
                if not self.fields.silent():
                    flow.text(formula(child))
            elif tag == names.fld_simple:
                made = text_of(child.get(names.w + "instr") or "", child.find(names.w + "fldData"))
                if made is None:
                    self._inline(child, flow, side, props, ground)
                elif not self.fields.silent():
                    flow.text(made)
            elif tag == names.sdt and self._is_unused(child):
                flow.aside(self._plain(child), "hint")
            elif tag == names.bdo and child.get(names.val) == "rtl":
                turned = Flow()
                self._inline(child, turned, side, props, ground)
                flow.text(turned.shown()[::-1])
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == names.text_box:
                self.blocks(child, side)
            elif tag == _ALTERNATE:
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, flow, side, props, ground)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self._inline(child, flow, side, props, ground)

    def _plain(self, element: _Element) -> str:
        return "".join(t.text or "" for t in element.iter(self.names.t))

    def _is_unused(self, control: _Element) -> bool:
        """A content control that still shows its hint (选择一项。)."""
        names = self.names
        properties = control.find(names.sdt_pr)
        mark = properties.find(names.placeholder) if properties is not None else None
        return mark is not None and mark.get(names.val) not in ("0", "false", "off")

    def _run(self, run: _Element, flow: Flow, side: Items, inherited: Props, ground: str) -> None:
        names = self.names
        own = run.find(names.rpr)
        look: Look = PLAIN
        if own is not None or inherited:
            props = dict(inherited)
            style = own.find(names.r_style) if own is not None else None
            if style is not None:
                props.update(self.parts.styles.run_props(style.get(names.val) or ""))
            props.update(props_of(own, names.w))
            look = look_of(props, ground)
            look = PLAIN if look == PLAIN else look
        self._run_content(run, flow, side, look)

    def _run_content(self, run: _Element, flow: Flow, side: Items, look: Look) -> None:
        names = self.names
        for child in run:
            tag = child.tag
            if tag == names.t:
                self._emit(child.text or "", flow, look)
            elif tag in names.breaks:
                if not self.fields.silent():
                    flow.text(names.breaks[tag])
            elif tag == names.fld_char:
                made = self.fields.mark(child.get(names.w + "fldCharType"), child.find(names.w + "ffData"))
                flow.text(made, look if look.struck or look.hidden else PLAIN)
            elif tag == names.instr:
                self.fields.code(child.text or "")
            elif tag == names.sym:
                if not self.fields.silent():
                    flow.text(symbol(child, names), look if look.struck or look.hidden or look.raised else PLAIN)
            elif tag == names.ruby:
                self._ruby(child, flow, side, look)
            elif tag == _ALTERNATE:
                chosen = _alternative(child)
                if chosen is not None:
                    self._run_content(chosen, flow, side, look)
            else:
                self._run_inset(child, flow, side)

    def _run_inset(self, child: _Element, flow: Flow, side: Items) -> None:
        """What stands in a run and is no text of its own."""
        names, tag = self.names, child.tag
        if tag in names.pictures:
            self._floating(child, flow, side)
        elif tag == names.text_box:
            self.blocks(child, side)
        elif tag == names.tbl:
            self._table(child, side)
        elif tag == names.w + "ptab":
            flow.text("\t")
        elif tag not in names.properties and tag not in names.removed and len(child):
            self._inline(child, flow, side, {}, WHITE)

    def _emit(self, text: str, flow: Flow, look: Look) -> None:
        if self.fields.silent():
            self.fields.code(text)
        else:
            flow.text(text, look)

    def _ruby(self, element: _Element, flow: Flow, side: Items, look: Look) -> None:
        """The signs, not the reading aid above them."""
        names = self.names
        base, aid = element.find(names.ruby_base), element.find(names.ruby_text)
        if base is not None:
            self._inline(base, flow, side, {}, WHITE)
        if aid is not None:
            flow.aside(self._plain(aid), "aid")

    def _floating(self, element: _Element, flow: Flow, side: Items) -> None:
        """What stands in a drawing: text boxes, WordArt, tables; a picture is noted."""
        names = self.names
        for child in element:
            tag = child.tag
            if tag == names.text_box:
                self.blocks(child, side)
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == _VML_TEXT:
                if text := tidy(child.get("string") or ""):
                    side.append(Line(text.replace("\n", " "), centred=True))
            elif tag == _ALTERNATE:
                chosen = _alternative(child)
                if chosen is not None:
                    self._floating(chosen, flow, side)
            elif isinstance(tag, str) and len(child):
                self._floating(child, flow, side)
        flow.image = flow.image or holds_picture(element) or next(element.iter(names.control), None) is not None


def _piece(element: _Element, names: Names) -> str:
    tag = str(element.tag)
    if tag == names.t:
        return element.text or ""
    if tag == names.sym:
        return symbol(element, names)
    if tag == names.tbl or tag in names.odd:
        raise OddContentError
    return "" if tag == names.tab and is_tab_stop(element, names) else names.breaks[tag]


def members(parent: _Element, wanted: str, names: Names) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also where content controls or custom XML wrap them."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == _ALTERNATE:
            chosen = _alternative(child)
            if chosen is not None:
                yield from members(chosen, wanted, names)
        elif child.tag not in names.properties and child.tag not in names.removed and len(child):
            yield from members(child, wanted, names)


def _alternative(element: _Element) -> _Element | None:
    """Choice and Fallback say the same thing twice: the first one that holds anything is taken."""
    for child in element:
        if child.tag in (MC + "Choice", MC + "Fallback") and len(child):
            return child
    return None
