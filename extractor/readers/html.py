"""Saved web pages, Word's filtered HTML and .mht: lxml parse, one walk, into lines and grids.

The page's own words for its encoding are not trusted: bytes that are strict UTF-8 or plausible GB18030 are read as
such, whatever the label says. Menus and feet become lines marked `chrome`; tables that only lay out the page are
walked through, data tables become grids.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from typing import TYPE_CHECKING

from extractor.errors import PolicyError, UnreadableError
from extractor.layout.conservation import visible_length
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.celltext import tidy
from extractor.readers.decoding import Decoded, common_share, decode
from extractor.readers.html_chrome import is_furniture, is_index_table, reads_like_furniture
from extractor.readers.html_rows import OwnRow, OwnRows, own_rows
from extractor.readers.html_table import HtmlCell, form_grid, span_of
from extractor.readers.text import read_lines
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "option", "optgroup", "select"]
)
_DROPPED = frozenset(["script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "math", "textarea", "audio", "video", "canvas"])
_SPECIAL = _DROPPED | {"br", "img", "table", "input"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*(-\w+-)?center", re.I)
_LEFT = re.compile(r"text-align\s*:\s*(left|right|justify|start|end)", re.I)
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_WRAPPED = re.compile(f"(?<=[{_HAN}])[ \t]*\r?\n[ \t\r\n]*(?=[{_HAN}])")
_BLANKS = re.compile("[ \t\r\n\f]+")
_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_MAX_DEPTH = 200
_LAYOUT_CELLS = 12
"""A table with a table in it and no more cells than this lays out the page."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read an HTML page or an MHTML archive.

    Raises:
        PolicyError: larger than `settings.max_text_bytes`.
        UnreadableError: empty, binary, or nothing HTML can be made of.
    """
    from lxml import etree

    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"网页有 {len(data)} 字节，超过上限 {settings.max_text_bytes}", "请拆分后重新提交")
    if not data.strip():
        raise UnreadableError("文件是空的", "请重新保存网页后提交")
    decoded = decode_page(_html_part(data))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    clean_bytes = decoded.text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean_bytes, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError(f"网页内容无法解析（{fault}）"[:200], "请用浏览器打开并另存后重新提交") from fault
    if root is None:
        raise UnreadableError("网页里没有任何内容", "请用浏览器打开并另存后重新提交")
    walk = _Page(settings)
    walk.block(root, False, None, 0)
    walk.flush(False, None)
    return Document("html", walk.items, decoded.notes() + walk.notes())


def decode_page(data: bytes) -> Decoded:
    """Bytes of a page -> text: marks, strict trials, and only then the page's own label."""
    decoded = decode(data)
    if decoded.guessed is None:
        return decoded
    label = _LABEL.search(data, 0, 4096)
    if label is not None:
        codec = label.group(1).decode("ascii").lower()
        if not codec.startswith(("utf", "gb", "unicode", "idna", "punycode")):
            try:
                text = data.decode(codec)
            except (LookupError, UnicodeError):
                return decoded
            if isinstance(text, str) and (decoded.encoding != "gb18030" or common_share(decoded.text) < 0.85):
                return Decoded(text, codec)
    return decoded


def _html_part(data: bytes) -> bytes:
    """The HTML of an .mht archive; other bytes as they are."""
    head = data[:2048].lstrip().lower()
    if not head.startswith((b"mime-version:", b"from:", b"content-type:", b"subject:", b"date:")):
        return data
    try:
        for part in message_from_bytes(data.lstrip()).walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                if isinstance(content, bytes) and content.strip():
                    return content
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as fault:
        raise UnreadableError(f"网页归档（mht）已损坏（{fault}）"[:200], "请用浏览器打开并另存后重新提交") from fault
    if b"<" in data:
        return data
    raise UnreadableError("网页归档（mht）里没有网页", "请用浏览器打开并另存后重新提交")


class _Page:
    """The walk over one page."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.items: list[Line | Grid] = []
        self.pending: list[str] = []
        self.linked = 0
        """Characters of `pending` that stand in links."""
        self.hidden: list[str] = []
        self.read_hidden = False
        self.cut = 0

    def notes(self) -> list[Note]:
        notes = []
        if self.hidden:
            message = "网页里有隐藏的内容，" + ("已一并读取" if self.read_hidden else "未计入表格")
            notes.append(Note("hidden-content", message, observed="；".join(self.hidden)[:200]))
        if self.cut:
            notes.append(Note("unreadable-part", f"网页里的表格过大，有 {self.cut} 个单元格未读取"))
        return notes

    def flush(self, chrome: bool, centred: bool | None, heading: bool = False) -> None:
        """Make a line of the text gathered since the last block."""
        if not self.pending:
            return
        text = clean("".join(self.pending))
        linked, self.linked = self.linked, 0
        self.pending = []
        for line in text.split("\n"):
            if line:
                furniture = chrome or reads_like_furniture(line) or linked >= 0.8 * len(text) > 0
                self.items.append(Line(line, centred=centred, heading=heading, chrome=furniture))

    def block(self, element: _Element, chrome: bool, centred: bool | None, depth: int) -> None:
        """Walk an element's content; block children stand on lines of their own."""
        if element.text:
            self._add(element.text)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _DROPPED:
                pass
            elif _is_hidden(child):
                self._hidden_element(child, chrome, centred, depth)
            elif tag == "br":
                self.pending.append("\n\v")
            elif tag == "table":
                self.flush(chrome, centred)
                self._table(child, chrome or is_furniture(child), depth)
            elif tag == "pre":
                self.flush(chrome, centred)
                self.items.extend(read_lines(all_text(child).replace("\r", "").split("\n"), self.settings))
            elif tag in _BLOCKS:
                self.flush(chrome, centred)
                inner, place = chrome or is_furniture(child), _centring(child, centred)
                if depth < _MAX_DEPTH:
                    self.block(child, inner, place, depth + 1)
                else:
                    self._add(all_text(child))
                self.flush(inner, place, tag in _HEADINGS)
            elif depth < _MAX_DEPTH:
                before = len("".join(self.pending)) if tag == "a" else 0
                self.block(child, chrome, centred if tag != "center" else True, depth + 1)
                if tag == "a":
                    self.linked += max(len("".join(self.pending)) - before, 0)
            else:
                self._add(all_text(child))
            if child.tail:
                self._add(child.tail)

    def _add(self, text: str) -> None:
        self.pending.append(text)

    def _hidden_element(self, element: _Element, chrome: bool, centred: bool | None, depth: int) -> None:
        """Hidden menus are not worth a word; a hidden table is read and said (a tab of the page that was not open)."""
        text = clean(all_text(element))
        if not text:
            return
        table = element if element.tag == "table" else element.find(".//table")
        if table is None or chrome:
            return
        self.flush(chrome, centred)
        self.hidden.append(text[:60])
        self.read_hidden = True
        if element.tag == "table":
            self._table(element, chrome, depth)
        elif depth < _MAX_DEPTH:
            self.block(element, chrome, centred, depth + 1)
            self.flush(chrome, centred)

    def _table(self, table: _Element, chrome: bool, depth: int) -> None:
        found = own_rows(table)
        self._strays(table, found, chrome)
        own = found.cells()
        if self._is_layout(table, own):
            for child in own:
                inner = chrome or is_furniture(child)
                if depth < _MAX_DEPTH:
                    self.block(child, inner, _centring(child, None), depth + 1)
                else:
                    self._add(all_text(child))
                self.flush(inner, None)
            nested = []
        else:
            nested = self._data_table(found, chrome)
        for inner_table in nested + found.tables:
            if depth < _MAX_DEPTH:
                self._table(inner_table, chrome, depth + 1)

    def _strays(self, table: _Element, found: OwnRows, chrome: bool) -> None:
        """The caption, and what stands in the table outside its cells: lines before it."""
        for text in found.strays:
            self._add(text)
            self.flush(chrome, None)
        caption = table.find("caption")
        if caption is not None:
            self._add(all_text(caption))
            self.flush(chrome, True)

    def _data_table(self, found: OwnRows, chrome: bool) -> list[_Element]:
        """Emit the grid; gives the tables that stand in its cells."""
        nested: list[_Element] = []
        seen: list[str] = []
        shaped = [cells for row in found.rows if (cells := self._row(row, nested, seen)) is not None]
        grid, cut = form_grid(shaped, self.settings)
        self.cut += cut
        if grid.rows and grid.cols:
            grid.seen = None if cut else visible_length("".join(seen))
            self._emit(grid, chrome)
        return nested

    def _emit(self, grid: Grid, chrome: bool) -> None:
        texts = [cell.text for cell in grid.cells]
        if is_index_table(texts):
            for row in range(grid.rows):
                line = "　".join(cell.text for cell in grid.cells if cell.row == row and cell.text)
                if line:
                    self.items.append(Line(line.replace("\n", " "), chrome=True))
        elif any(texts) or any(cell.image for cell in grid.cells):
            self.items.append(grid)

    def _is_layout(self, table: _Element, own: list[_Element]) -> bool:
        if table.get("role") == "presentation":
            return True
        if next(table.iterdescendants("table"), None) is not None:
            inner = sum(1 for _ in table.iter("td", "th")) - len(own)
            return len(own) <= _LAYOUT_CELLS or inner > len(own)
        return len(own) <= 1

    def _row(self, row: OwnRow, nested: list[_Element], seen: list[str]) -> list[HtmlCell] | None:
        """A row's cells; None for a hidden row without text (Excel's column widths)."""
        hidden = row.element is not None and _is_hidden(row.element)
        cells: list[HtmlCell] = []
        for cell in row.cells:
            image = False
            if len(cell) == 1 and (plain := _one_paragraph(cell)) is not None:
                raw = plain
            elif len(cell):
                gathered: list[str] = []
                image = _gather(cell, gathered, nested, self.hidden, 0)
                raw = "".join(gathered)
            else:
                raw = cell.text or ""
            if (cell.get("style") is not None or cell.get("hidden") is not None) and _is_hidden(cell):
                if text := clean(raw):
                    self.hidden.append(text[:60])
                continue
            seen.append(raw)
            down, across = cell.get("rowspan"), cell.get("colspan")
            height = 1 if down is None else span_of(down, 65_534, zero=0)
            cells.append((clean(raw), height, 1 if across is None else span_of(across, 1000), image))
        if hidden:
            texts = [cell[0] for cell in cells if cell[0]]
            if not texts:
                return None
            self.hidden.append(" ".join(texts)[:60])
            self.read_hidden = True
        return cells


def _one_paragraph(cell: _Element) -> str | None:
    """The text of a cell that holds one plain paragraph and nothing else, as most do; None for any other."""
    only = cell[0]
    if only.tag != "p" or len(only) or only.get("style") is not None or cell.text and not cell.text.isspace():
        return None
    return only.text or "" if not only.tail or only.tail.isspace() else None


def _gather(element: _Element, pieces: list[str], nested: list[_Element], hidden: list[str], depth: int) -> bool:
    """A cell's text into `pieces`, block children on lines of their own; says whether a picture stands there."""
    image = False
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        if tag in _SPECIAL:
            image = _gather_special(child, str(tag), pieces, nested) or image
        elif child.get("style") is not None and _is_hidden(child):
            if text := clean(all_text(child)):
                hidden.append(text[:60])
        elif tag in _BLOCKS:
            pieces.append("\n\v")
            if len(child):
                image = _gather_deeper(child, pieces, nested, hidden, depth) or image
            elif child.text:
                pieces.append(child.text)
            pieces.append("\n\v")
        elif len(child):
            image = _gather_deeper(child, pieces, nested, hidden, depth) or image
        elif child.text:
            pieces.append(child.text)
        if child.tail:
            pieces.append(child.tail)
    return image


def _gather_deeper(
    child: _Element, pieces: list[str], nested: list[_Element], hidden: list[str], depth: int
) -> bool:
    if depth < _MAX_DEPTH:
        return _gather(child, pieces, nested, hidden, depth + 1)
    pieces.append(all_text(child))
    return False


def _gather_special(child: _Element, tag: str, pieces: list[str], nested: list[_Element]) -> bool:
    """Line breaks, tables, boxes to tick; True for a picture. Scripts and their like say nothing."""
    if tag == "br":
        pieces.append("\n\v")
    elif tag == "table":
        nested.append(child)
    elif tag == "input":
        pieces.append(_input_text(child))
    return tag == "img"


def all_text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _input_text(element: _Element) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return element.get("value") or "" if kind == "text" else ""


def clean(text: str) -> str:
    """White space as a browser shows it; "\\n\\v" stands for a true line break, as source line breaks show as blanks.

    A source line break between two Han characters shows as nothing.
    """
    if text.isprintable() and "  " not in text:  # the usual cell: no break, tab, odd blank or zero-width mark
        return text.strip()
    if "\n" not in text and "\t" not in text and "  " not in text:
        return tidy(text.replace("\xa0", " ") if "\xa0" in text else text)
    lines = []
    for part in text.split("\n\v"):
        if "\n" in part or "\t" in part or "  " in part:
            part = _BLANKS.sub(" ", _WRAPPED.sub("", part))
        if part and not part.isspace():
            lines.append(part)
    return tidy("\n".join(lines).replace("\xa0", " "))


def _is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return (style is not None and _HIDING.search(style) is not None) or element.get("hidden") is not None


def _centring(element: _Element, inherited: bool | None) -> bool | None:
    align, style = element.get("align"), element.get("style")
    if element.tag == "center" or (align and align.lower() in ("center", "middle")):
        return True
    if style:
        if _CENTRED.search(style):
            return True
        if _LEFT.search(style):
            return False
    return False if align else inherited
