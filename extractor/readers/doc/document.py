"""A .doc or .wps -> `Document`: one pass over its paragraphs, into lines and grids in reading order.

Kept and left out as in the .docx reader: inserted text, text boxes, headers, notes and comments (after the body) are
read; deleted text, field codes and hidden text are not, hidden and struck text stands beside as an `Aside`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import UnreadableError
from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Document, Grid, Line, Note
from extractor.readers.celltext import tidy
from extractor.readers.doc.binary import DamagedError, u32
from extractor.readers.doc.drawings import Drawings, drawings
from extractor.readers.doc.fib import SECTIONS, Fib, open_word
from extractor.readers.doc.fields import Part, form_choice, hidden_parts, picture_place
from extractor.readers.doc.fonts import font_table
from extractor.readers.doc.formatting import Formatting
from extractor.readers.doc.grid import CellText, grid_of
from extractor.readers.doc.old_text import old_text
from extractor.readers.doc.pieces import Text, read_text
from extractor.readers.doc.properties import Run
from extractor.readers.doc.shown import Shown, Sight
from extractor.readers.doc.stories import (
    BODY,
    BOXES,
    COMMENTS,
    ENDNOTES,
    HEADER_BOXES,
    HEADERS,
    MACROS,
    NOTES,
    Stories,
    stories,
    stretches,
)
from extractor.readers.doc.tables import Block, Para, Table, blocks
from extractor.readers.docx_table import cut_to_limits
from extractor.readers.font_meaning import symbol_font
from extractor.settings import Settings

_ENDS = re.compile("[\r\x07\x0c]")
MOST_PARAGRAPHS = 500_000


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
        return _Reading(fib, settings).run()
    except DamagedError:
        raise UnreadableError("Word 文件内部的位置表已损坏", "请用 Word 或 WPS 打开并另存后重新提交") from None


class _Reading:
    """One file under way."""

    def __init__(self, fib: Fib, settings: Settings) -> None:
        self.fib, self.settings = fib, settings
        self.text: Text = read_text(fib)
        self.stories: Stories = stories(fib, len(self.text.text))
        self.formatting = Formatting(fib, self.text)
        self.document = Document("doc")
        self.doubts: list[str] = []
        self.hidden: list[str] = []
        self.taken = 0
        """Visible characters that found their paragraph."""
        fonts = font_table(fib)
        self.fonts = [font.name for font in fonts]
        self._symbols = frozenset(n for n, name in enumerate(self.fonts) if symbol_font(name))
        sections = self.fib.part(SECTIONS)
        self._section_ends = {u32(sections, 4 * n) for n in range((len(sections) - 4) // 16 + 1) if 4 * n + 4 <= len(sections)}
        self.paragraphs = {number: list(self._paragraphs(number)) for number in range(len(fib.lengths)) if number != MACROS}
        bounds = [(p.first, p.mark + 1, p.properties.style) for found in self.paragraphs.values() for p in found]
        if fib.word6 and not fib.wide:
            named = self.formatting.spans(bounds, lambda run: run.fonts[0] is not None)
            self.text.text = old_text(self.text.text, fib.language, named, fonts)
        self.spans = self.formatting.spans(bounds, self._odd)
        self.sight = Sight(self.text.text, self.spans, [], self.fonts)
        self.sight = Sight(self.text.text, self.spans, list(self._parts()), self.fonts)
        self.drawn = drawings(fib)

    def _odd(self, run: Run) -> bool:
        """Whether a run's text is not shown as it stands."""
        return (
            run.deleted or run.vanish or run.strike or run.double_strike or run.special or run.symbol is not None
            or not self._symbols.isdisjoint(run.fonts)
        )  # fmt: skip

    def _paragraphs(self, story: int) -> Iterator[Para]:
        text, first = self.text.text, self.stories.starts[story]
        last = self.stories.ends[story]
        at = first
        for count, match in enumerate(_ENDS.finditer(text, first, last)):
            mark, end = match.start(), match[0]
            if end == "\x0c" and mark + 1 not in self._section_ends and self.formatting.paragraph(mark).depth:
                continue  # a page break in a cell
            if count > MOST_PARAGRAPHS:
                raise UnreadableError("Word 文件的段落过多，超过上限", "请拆分后重新提交")
            yield Para(at, mark, end, self.formatting.paragraph(mark))
            at = mark + 1
        if at < last:
            yield Para(at, last, "", self.formatting.paragraph(last - 1))

    def _parts(self) -> Iterator[Part]:
        for story in range(len(self.stories.starts)):
            yield from hidden_parts(self.text.text, *self.stories.limits(story), self._instead)

    def _instead(self, code: str, first: int, last: int) -> str | None:
        """What a field shows that has no result of its own."""
        word = code.split(None, 1)[0].upper() if code.strip() else ""
        if word in ("FORMCHECKBOX", "FORMDROPDOWN"):
            at = picture_place(self.text.text, first, last)
            run = self.sight.run(at) if at is not None else None
            if run is not None and run.picture is not None:
                return form_choice(self.fib.data, run.picture)
        return None

    def run(self) -> Own:
        for para in (para for found in self.paragraphs.values() for para in found):
            run = self.sight.run(para.mark) if para.end else None
            para.deleted = run is not None and run.deleted
        document = self.document
        self._blocks(blocks(self.paragraphs[BODY]), document.items)
        self._check()
        self._side_stories()
        if self.sight.revised:
            document.notes.append(Note("open-revisions", "文档中有未接受的修订；按全部接受后的内容读取"))
        if self.hidden:
            document.notes.append(Note("hidden-content", "文档含有隐藏文字，未计入表格", observed="；".join(self.hidden)[:200]))
        return Own(document, self.doubts)

    def _check(self) -> None:
        """Every visible character of the body's text stands in a line or a table."""
        body = self.sight.look(*self.stories.limits(BODY))
        seen = visible_length(body.text) + sum(visible_length(aside.text) for aside in body.asides)
        if seen != self.taken:
            self.doubts.append(f"正文有 {seen} 个字符，读入 {self.taken} 个")

    # ---- blocks

    def _blocks(self, found: list[Block], items: list[Line | Grid]) -> None:
        for joined in _joined(found):
            if isinstance(joined, Table):
                self._table(joined, items)
            else:
                self._line(joined, items)

    def _line(self, paras: list[Para], items: list[Line | Grid]) -> None:
        side: list[Line | Grid] = []
        text, asides, image = self._paragraph(paras, side)
        look = paras[-1].properties
        text = tidy(text)
        if text or asides:
            items.append(Line(text.replace("\n", " "), centred=look.centred, heading=look.outline is not None, asides=asides))
        items.extend(side)

    def _paragraph(self, paras: list[Para], side: list[Line | Grid]) -> tuple[str, tuple[Aside, ...], bool]:
        """Text, what stands beside it, whether a picture stands in it; what floats in it goes to `side`."""
        texts: list[str] = []
        asides: tuple[Aside, ...] = ()
        image = False
        for para in paras:
            shown = self.sight.look(para.first, para.mark)
            self.taken += visible_length(shown.text)
            texts.append(shown.text)
            if shown.asides:
                self.taken += sum(visible_length(aside.text) for aside in shown.asides)
                asides += shown.asides
            if shown.shapes or shown.pictures:
                image = self._floating(shown, side) or image
        return "".join(texts), asides, image

    def _floating(self, shown: Shown, side: list[Line | Grid]) -> bool:
        """Text boxes and art anchored here into `side`; True where a picture or an object stands here."""
        image = bool(shown.pictures)
        for cp in shown.shapes:
            image = self._shape(cp, side) or image
        return image

    def _shape(self, cp: int, side: list[Line | Grid]) -> bool:
        drawn = self.drawn
        name = drawn.anchors.get(cp)
        if name is None:
            return False
        shape = drawn.shapes.get(name)
        for member in shape.members if shape else [name]:
            self._boxes(drawn, member, BOXES, side)
        if shape:
            side.extend(Line(tidy(art).replace("\n", " ")) for art in shape.art)
        return bool(shape and shape.picture)

    def _boxes(self, drawn: Drawings, shape: int, story: int, side: list[Line | Grid]) -> None:
        start, end = self.stories.limits(story)
        for first, last in drawn.boxes.pop(shape, ()):
            self._stretch(story, start + first, min(start + last, end), side)

    def _stretch(self, story: int, first: int, last: int, items: list[Line | Grid]) -> None:
        """The paragraphs of a part of a story."""
        taken, known = self.taken, self.paragraphs[story]
        begin, end = (bisect_left(known, cp, key=lambda para: para.first) for cp in (first, last))
        self._blocks(blocks(known[begin:end]), items)
        self.taken = taken

    # ---- tables

    def _table(self, table: Table, items: list[Line | Grid]) -> None:
        side: list[Line | Grid] = []
        rows = [(row.row, [self._cell(cell, side) for cell in row.cells]) for row in table.rows]
        made = grid_of(rows)
        grid = made.grid
        grid.seen = sum(cell.seen for _, cells in rows for cell in cells) - visible_length("".join(made.leftovers))
        cut = cut_to_limits(grid, self.settings)
        if cut is not None:
            self.document.notes.append(Note("unreadable-part", cut))
        if side and grid.cols == 1 and not any(cell.own and cell.text for _, cells in rows for cell in cells):
            items.extend(side)  # a frame around other tables, not a table
            return
        if table.torn or made.doubt:
            grid.doubts.append("有的行没有完整的列定义")
            self.doubts.append("有表格的行没有完整的列定义")
        if grid.rows and grid.cols:
            items.append(grid)
        self.hidden.extend(made.leftovers)
        for item in side:
            if isinstance(item, Grid):
                item.inner = True
        items.extend(side)

    def _cell(self, cell: list[Block], side: list[Line | Grid]) -> CellText:
        if len(cell) == 1 and isinstance(cell[0], Para):
            text = self.sight.plain(cell[0].first, cell[0].mark)
            if text is not None:
                seen = visible_length(text) if text else 0
                self.taken += seen
                return CellText(tidy(text), seen=seen)
        return self._careful_cell(cell, side)

    def _careful_cell(self, cell: list[Block], side: list[Line | Grid]) -> CellText:
        pieces: list[str] = []
        asides: tuple[Aside, ...] = ()
        image = own = False
        for joined in _joined(cell):
            if isinstance(joined, Table):
                inner: list[Line | Grid] = []
                self._table(joined, inner)
                pieces.extend(item.words() for item in inner[:1] if isinstance(item, Grid))
                side.extend(inner)
                continue
            boxes: list[Line | Grid] = []
            text, beside, picture = self._paragraph(joined, boxes)
            pieces.append(text)
            asides += beside
            image = image or picture
            for box in boxes:
                if isinstance(box, Line):  # a text box laid over a cell belongs to the cell
                    pieces.append(box.text)
                else:
                    side.append(box)
            own = own or bool(text.strip())
        whole = "\n".join(pieces)
        return CellText(tidy(whole), asides, image, visible_length(whole), own)

    # ---- what stands beside the body

    def _side_stories(self) -> None:
        document = self.document
        for shape in list(self.drawn.boxes):  # boxes whose anchor is not known
            self._boxes(self.drawn, shape, BOXES, document.items)
        headers = drawings(self.fib, headers=True)
        for story in (HEADERS, NOTES, ENDNOTES, COMMENTS):
            for first, last in stretches(self.fib, self.stories, story):
                items: list[Line | Grid] = []
                self._stretch(story, first, last, items)
                _chrome(items)
                document.items.extend(items)
        boxes: list[Line | Grid] = []
        for shape in list(headers.boxes):
            self._boxes(headers, shape, HEADER_BOXES, boxes)
        _chrome(boxes)
        document.items.extend(boxes)


def _chrome(items: list[Line | Grid]) -> None:
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


