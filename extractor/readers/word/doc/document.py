"""A .doc or .wps -> `Document`: one pass over its paragraphs, into lines and grids in reading order.

Kept and left out as in the .docx reader: inserted text, text boxes, headers, notes and comments (after the body) are
read; deleted text, field codes and hidden text are not, hidden and struck text stands beside as an `Aside`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import UnreadableError
from extractor.layout.conservation import visible_length
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.container.embedded import Inlay, unwrapped
from extractor.readers.container.members import FORM_HEIGHT, FORM_PIXELS, FORM_WIDTH, pixels_of, read_picture
from extractor.readers.shown.celltext import tidy
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE
from extractor.readers.shown.flow import Flow
from extractor.readers.word.boxes import Items, put_boxes
from extractor.readers.word.doc.binary import DamagedError
from extractor.readers.word.doc.content import Content
from extractor.readers.word.doc.drawings import Drawings, drawings
from extractor.readers.word.doc.fib import DRAWINGS, Fib, open_word
from extractor.readers.word.doc.grid import CellText, grid_of
from extractor.readers.word.doc.lists import Numbers
from extractor.readers.word.doc.objects import pool
from extractor.readers.word.doc.pictures import Picture, in_line, stored
from extractor.readers.word.doc.rows import Row
from extractor.readers.word.doc.stories import BODY, BOXES, COMMENTS, ENDNOTES, HEADER_BOXES, HEADERS, NOTES, stretches
from extractor.readers.word.doc.tables import Block, Para, Table, blocks
from extractor.readers.word.table import cut_to_limits
from extractor.settings import Settings


@dataclass(slots=True)
class Own:
    """What our own reading made of a file."""

    document: Document
    doubts: list[str]
    """Why it is not to be trusted (Chinese); empty = it is."""


def read_own(data: bytes, settings: Settings) -> Own:
    """Read a Word file by ourselves.

    Raises:
        UnreadableError, EncryptedError: it cannot be read.
        UnknownVersionError: a version not read here.
    """
    fib = open_word(data)
    try:
        made = _Reading(fib, settings).run()
        if fib.pool:
            inlay = Inlay(made.document, settings)
            for held, name in pool(data):
                if (found := unwrapped(held, name)) is not None:
                    inlay.take(*found)
        return made
    except DamagedError:
        raise UnreadableError("Word 文件内部的位置表已损坏", "请用 Word 或 WPS 打开并另存后重新提交") from None


class _Reading:
    """One file under way."""

    def __init__(self, fib: Fib, settings: Settings) -> None:
        self.fib, self.settings = fib, settings
        self.content = Content(fib)
        self.sight, self.stories, self.paragraphs = self.content.sight, self.content.stories, self.content.paragraphs
        self.document = Document("doc")
        self.doubts: list[str] = []
        self.taken = 0
        """Visible characters that found their paragraph."""
        self._pictures: list[bytes | None] | None = None
        self._seen_pictures: set[Picture] = set()
        self.numbers = Numbers(fib, self.content.fonts)
        self.drawn = drawings(fib)

    def run(self) -> Own:
        document = self.document
        self._blocks(blocks(self.paragraphs[BODY]), document.items)
        self._check()
        self._side_stories()
        if self.content.formatting.revised:
            document.notes.append(
                Note("open-revisions", "文档里还有未处理的修订，按接受修订之后的文字读取，请处理后再提交")
            )
        return Own(document, self.doubts)

    def _check(self) -> None:
        """Every visible character of the body's text stands in a line or a table."""
        seen = self.sight.into(*self.stories.limits(BODY), Flow()).seen
        if seen != self.taken:
            self.doubts.append(f"正文有 {seen} 个字符，读入 {self.taken} 个")

    # ---- blocks

    def _blocks(self, found: list[Block], items: Items) -> None:
        for joined in _joined(found):
            if isinstance(joined, Table):
                self._table(joined, items)
            else:
                self._line(joined, items)

    def _line(self, paras: list[Para], items: Items) -> None:
        side: Items = []
        flow = Flow()
        self._paragraph(paras, flow, side, WHITE)
        text, asides, look = flow.shown(), flow.asides(), paras[-1].properties
        if text or asides:
            items.append(
                Line(text.replace("\n", " "), centred=look.centred, heading=look.outline is not None, asides=asides)
            )
        items.extend(side)

    def _paragraph(self, paras: list[Para], flow: Flow, side: Items, ground: str) -> None:
        """A paragraph's number and text into `flow`; what floats in it goes to `side`."""
        look = paras[-1].properties
        if look.old_number and self.fib.word6 and not self.doubts:
            self.doubts.append("旧版 Word 的自动编号没有读出")
        if look.numbering and not paras[0].goes_on:
            flow.text(self.numbers.label(look.numbering, look.level))
        for para in paras:
            found = self.sight.into(para.first, para.mark, flow, UNKNOWN_GROUND if para.properties.shaded else ground)
            self.taken += found.seen
            for cp in found.shapes:
                flow.image = self._shape(cp, side) or flow.image
            for cp, run in found.pictures:
                flow.image = True
                if not run.ole and run.picture is not None and not self.content.is_preview(cp):
                    self._picture(in_line(self.fib.data, run.picture), side)

    def _shape(self, cp: int, side: Items) -> bool:
        """Text boxes and art of the shape anchored at a CP into `side`; True where it holds a picture."""
        drawn = self.drawn
        name = drawn.anchors.get(cp)
        if name is None:
            return False
        shape = drawn.shapes.get(name)
        for member in shape.members if shape else [name]:
            self._boxes(drawn, member, BOXES, side)
        if shape:
            side.extend(Line(tidy(art).replace("\n", " "), centred=True) for art in shape.art)
            for number in shape.pictures:
                self._picture(self._stored(number), side)
        return bool(shape and shape.pictures)

    def _stored(self, number: int) -> Picture | None:
        """A picture of the drawing data, by its number from 1."""
        if self._pictures is None:
            self._pictures = stored(self.fib.part(DRAWINGS), self.fib.main)
        data = self._pictures[number - 1] if number <= len(self._pictures) else None
        return None if data is None else Picture(data)

    def _picture(self, picture: Picture | None, side: Items) -> None:
        """A picture as large as a form is read as a scan; each one once."""
        if picture is None or picture in self._seen_pictures:
            return
        self._seen_pictures.add(picture)
        if 0 < picture.width < FORM_WIDTH or 0 < picture.height < FORM_HEIGHT:
            return
        name = f"图片{len(self._seen_pictures)}"
        if not picture.data and picture.width:
            self.document.notes.append(
                Note("unreadable-part", f"文件里的“{name}”没有读取（图形，不是文字），请单独提交其内容", observed=name)
            )
        pixels = pixels_of(picture.data)
        if pixels is not None and pixels[0] >= FORM_PIXELS[0] and pixels[1] >= FORM_PIXELS[1]:
            side.extend(read_picture(picture.data, name, self.document, self.settings))

    def _boxes(self, drawn: Drawings, shape: int, story: int, side: Items) -> None:
        start, end = self.stories.limits(story)
        for first, last in drawn.boxes.pop(shape, ()):
            self._stretch(story, start + first, min(start + last, end), side)

    def _stretch(self, story: int, first: int, last: int, items: Items) -> None:
        """The paragraphs of a part of a story."""
        taken, known = self.taken, self.paragraphs[story]
        begin, end = (bisect_left(known, cp, key=lambda para: para.first) for cp in (first, last))
        self._blocks(blocks(known[begin:end]), items)
        self.taken = taken

    # ---- tables

    def _table(self, table: Table, items: Items) -> Grid:
        """Read a table into `items`; a frame around other tables gives only those."""
        side: Items = []
        own_text = False
        rows: list[tuple[Row, list[CellText]]] = []
        for row in table.rows:
            ground = UNKNOWN_GROUND if row.row.shaded else WHITE
            cells = [self._cell(cell, side, ground) for cell in row.cells]
            own_text = own_text or any(cell.own for cell in cells)
            rows.append((row.row, cells))
        made = grid_of(rows)
        grid = made.grid
        grid.seen = sum(cell.seen for _, cells in rows for cell in cells) - visible_length("".join(made.leftovers))
        cut = cut_to_limits(grid, self.settings)
        if cut is not None:
            self.document.notes.append(Note("unreadable-part", cut))
        if side and grid.cols == 1 and not own_text:
            items.extend(side)
            return grid
        if table.torn or made.doubt:
            grid.doubts.append("有的行没有完整的列定义")
            self.doubts.append("有表格的行没有完整的列定义")
        if grid.rows and grid.cols:
            items.append(grid)
        for item in side:
            if isinstance(item, Grid):
                item.inner = True
        items.extend(side)
        return grid

    def _cell(self, cell: list[Block], side: Items, ground: str) -> CellText:
        if len(cell) == 1 and isinstance(cell[0], Para) and not cell[0].properties.numbering:
            text = self.sight.plain(cell[0].first, cell[0].mark)
            if text is not None:
                seen = visible_length(text) if text else 0
                self.taken += seen
                return CellText(tidy(text), seen=seen, own=seen > 0)
        return self._careful_cell(cell, side, ground)

    def _careful_cell(self, cell: list[Block], side: Items, ground: str) -> CellText:
        flow = Flow()
        inner: Items = []
        nested: list[str] = []
        for joined in _joined(cell):
            flow.paragraph()
            if isinstance(joined, Table):
                nested.append(self._table(joined, inner).words())
                flow.text(nested[-1])
            else:
                self._cell_paragraph(joined, flow, inner, ground)
        text = flow.shown()
        image = flow.image and not any(isinstance(item, Grid) for item in inner)
        side.extend(inner)
        own = bool(text) and text != tidy("\n".join(nested))
        return CellText(text, flow.asides(), image, visible_length(text), own)

    def _cell_paragraph(self, paras: list[Para], flow: Flow, side: Items, ground: str) -> None:
        start = len(flow.pieces)
        boxes: Items = []
        self._paragraph(paras, flow, boxes, ground)
        put_boxes(boxes, flow, side, start)

    # ---- what stands beside the body

    def _side_stories(self) -> None:
        document = self.document
        for shape in list(self.drawn.boxes):  # boxes whose anchor is not known
            self._boxes(self.drawn, shape, BOXES, document.items)
        headers = drawings(self.fib, headers=True)
        for story in (HEADERS, NOTES, ENDNOTES, COMMENTS):
            for first, last in stretches(self.fib, self.stories, story):
                items: Items = []
                self._stretch(story, first, last, items)
                _chrome(items)
                document.items.extend(items)
        boxes: Items = []
        for shape in list(headers.boxes):
            self._boxes(headers, shape, HEADER_BOXES, boxes)
        _chrome(boxes)
        document.items.extend(boxes)


def _chrome(items: Items) -> None:
    """Lines of headers and notes are furniture unless a table stands there."""
    if not any(isinstance(item, Grid) for item in items):
        for item in items:
            if isinstance(item, Line):
                item.chrome = True


def _joined(found: list[Block]) -> Iterator[list[Para] | Table]:
    """Tables, and paragraphs with those that go on in them because the mark between is deleted."""
    paras: list[Para] = []
    for block in found:
        if isinstance(block, Table):
            if paras:
                yield paras
                paras = []
            yield block
            continue
        paras.append(block)
        if not block.deleted:
            yield paras
            paras = []
    if paras:
        yield paras
