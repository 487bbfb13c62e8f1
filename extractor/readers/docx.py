"""Word's .docx: one lxml parse, one walk, into lines and grids in reading order.

Kept: runs, insertions, content controls, text boxes, soft breaks, headers, footers, notes and comments (after the
body). Left out: deleted and moved-away revisions, field codes. Hidden text is left out and noted; what Word
embeds from elsewhere (altChunk) is noted as unreadable. External links are never followed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.layout.conservation import visible_length
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.celltext import tidy
from extractor.readers.docx_names import MC, RELATION_ID, STRICT, TRANSITIONAL, Names, names_of
from extractor.readers.docx_style import Styles
from extractor.readers.docx_table import (
    OddContentError,
    TableBuilder,
    cut_to_limits,
    holds_picture,
    is_tab_stop,
    number,
    read_plain,
    symbol,
)
from extractor.readers.package import Package, parse_xml
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIDE_PARTS = {
    "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注",
}  # fmt: skip
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .docx.

    Raises:
        UnreadableError, EncryptedError, PolicyError: the package or its main part cannot be read.
    """
    package = Package(data, settings)
    main = _main_part(package)
    document = Document("docx")
    raw = package.read(main)
    root = parse_xml(raw, main)
    relations = list(_relations(package, main, document))
    styles = Styles(package, posixpath.join(posixpath.dirname(main), "styles.xml"))
    walk = _Walk(document, _names(root), styles, relations, settings)
    body = root.find(walk.names.body)
    if body is None:
        raise UnreadableError("Word 文档没有正文", "请用 Word 或 WPS 打开并另存后重新提交")
    walk.blocks(body, document.items)
    _side_parts(package, walk)
    if walk.hidden:
        document.notes.append(Note("hidden-content", "文档含有隐藏文字，未计入表格", observed="；".join(walk.hidden)[:200]))
    return document


def _main_part(package: Package) -> str:
    part = package.main_part("word/document.xml")
    if part is None:
        raise UnreadableError("压缩包里没有 Word 正文（word/document.xml）", "请用 Word 或 WPS 打开并另存为 docx 后重新提交")
    return part


def _relations(package: Package, main: str, document: Document) -> Iterator[tuple[str, str, str]]:
    """(id, kind, target part) of what the main part refers to inside the package."""
    folder, base = posixpath.split(main)
    part = f"{folder}/_rels/{base}.rels"
    if package.find(part) is None:
        return
    try:
        root = package.xml(part)
    except UnreadableError as fault:
        document.notes.append(Note("unreadable-part", f"{fault.cause}；页眉、页脚、脚注等未能读取"))
        return
    for relation in root.iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield relation.get("Id") or "", (relation.get("Type") or "").rsplit("/", 1)[-1], target


def _names(root: _Element) -> Names:
    namespace = str(root.tag)[1:].split("}")[0]
    return names_of(namespace if namespace in (TRANSITIONAL, STRICT) else TRANSITIONAL)


def _side_parts(package: Package, main: _Walk) -> None:
    """Headers, footers, notes and comments, after the body; their lines are furniture unless a table stands there."""
    document = main.document
    done = set()
    for _, kind, target in main.relations:
        if kind not in _SIDE_PARTS or target in done:
            continue
        done.add(target)
        try:
            raw = package.read(target)
            if b":t>" not in raw and b":t " not in raw:
                continue
            root = parse_xml(raw, target)
        except UnreadableError as fault:
            document.notes.append(Note("unreadable-part", f"{_SIDE_PARTS[kind]}未能读取：{fault.cause}"))
            continue
        walk = _Walk(document, _names(root), main.styles, main.relations, main.settings)
        items: list[Line | Grid] = []
        for container in [root] if kind in ("header", "footer") else list(root):
            walk.blocks(container, items)
        if not any(isinstance(item, Grid) for item in items):
            for item in items:
                if isinstance(item, Line):
                    item.chrome = True
        document.items.extend(items)
        main.hidden.extend(walk.hidden)


class _Walk:
    """One part's walk: quick where paragraphs and tables are plain, careful where they are not."""

    def __init__(
        self,
        document: Document,
        names: Names,
        styles: Styles,
        relations: list[tuple[str, str, str]],
        settings: Settings,
    ) -> None:
        self.document = document
        self.names = names
        self.styles = styles
        self.relations = relations
        self.settings = settings
        self.hidden: list[str] = []

    def blocks(self, container: _Element, items: list[Line | Grid]) -> None:
        """Block-level children in order: paragraphs, tables, and what wraps them."""
        names = self.names
        for child in container:
            tag = child.tag
            if tag == names.p:
                self._paragraph(child, items)
            elif tag == names.tbl:
                self._table(child, items)
            elif tag == names.alt_chunk:
                self._alt_chunk(child)
            elif tag == MC + "AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self.blocks(chosen, items)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self.blocks(child, items)

    def _alt_chunk(self, child: _Element) -> None:
        wanted = next((child.get(key) for key in RELATION_ID if child.get(key)), "")
        target = next((target for key, _, target in self.relations if key == wanted), "")
        self.document.notes.append(
            Note("unreadable-part", f"文档中嵌入的外部内容（altChunk {target}）未读取，请用 Word 打开并另存后提交")
        )

    def _paragraph(self, element: _Element, items: list[Line | Grid]) -> None:
        names = self.names
        side: list[Line | Grid] = []
        try:
            pieces = [_piece(child, names) for child in element.iter(*names.in_paragraph)]
        except OddContentError:
            pieces = []
            self._inline(element, pieces, side)
        text = tidy("".join(pieces))
        if text:
            centred, heading = self._looks(element)
            items.append(Line(text.replace("\n", " "), centred=centred, heading=heading))
        items.extend(side)

    def _looks(self, element: _Element) -> tuple[bool, bool]:
        """Centred, heading: the paragraph's own settings before its style's."""
        names = self.names
        properties = element.find(names.ppr)
        if properties is None:
            return self.styles.default_centred(), False
        style, jc = properties.find(names.p_style), properties.find(names.jc)
        look = self.styles.look(style.get(names.val) or "") if style is not None else None
        if jc is not None:
            centred = jc.get(names.val) == "center"
        else:
            centred = look.centred if look else self.styles.default_centred()
        return centred, bool(look and look.heading)

    def _table(self, element: _Element, items: list[Line | Grid]) -> None:
        builder = TableBuilder()
        side: list[Line | Grid] = []
        try:
            grid = read_plain(element, self.names, builder)
        except OddContentError:
            builder = TableBuilder()
            grid = self._careful_table(element, builder, side)
        cut = cut_to_limits(grid, self.settings)
        if cut is not None:
            self.document.notes.append(Note("unreadable-part", cut))
        if side and grid.cols == 1 and not any(cell.text for cell in grid.cells):
            items.extend(side)  # a frame around other tables, not a table
            return
        if grid.rows and grid.cols:
            items.append(grid)
        if builder.leftovers:
            self.hidden.extend(builder.leftovers)
            if grid.seen is not None:
                grid.seen -= visible_length("".join(builder.leftovers))
        items.extend(side)

    def _careful_table(self, table: _Element, builder: TableBuilder, side: list[Line | Grid]) -> Grid:
        names = self.names
        for row in _members(table, names.tr, names):
            properties = row.find(names.trpr)
            before, after = 0, 0
            if properties is not None:
                if any(properties.find(tag) is not None for tag in names.removed):
                    continue
                before = self._count(properties.find(names.grid_before))
                after = self._count(properties.find(names.grid_after))
            builder.start_row(before)
            for cell in _members(row, names.tc, names):
                self._careful_cell(cell, builder, side)
            if after:
                builder.skip(after)
            builder.end_row()
        return builder.grid()

    def _count(self, element: _Element | None) -> int:
        return 0 if element is None else number(element.get(self.names.val), 0)

    def _careful_cell(self, cell: _Element, builder: TableBuilder, side: list[Line | Grid]) -> None:
        names = self.names
        span, merge, across = 1, None, None
        properties = cell.find(names.tcpr)
        if properties is not None:
            span = self._count(properties.find(names.grid_span)) or 1
            vertical, horizontal = properties.find(names.v_merge), properties.find(names.h_merge)
            merge = vertical.get(names.val, "continue") if vertical is not None else None
            across = horizontal.get(names.val, "continue") if horizontal is not None else None
        blocks: list[Line | Grid] = []
        pieces: list[str] = []
        self._cell_blocks(cell, pieces, blocks)
        text = tidy("".join(pieces))
        if across is not None and across != "restart":
            builder.widen(text, span)
        else:
            image = not blocks and holds_picture(cell)
            builder.add(text, span, merge, image)
        side.extend(blocks)

    def _cell_blocks(self, container: _Element, pieces: list[str], side: list[Line | Grid]) -> None:
        """A cell's paragraphs into `pieces`; tables and text boxes in it go to `side`."""
        names = self.names
        for child in container:
            tag = child.tag
            if tag == names.p:
                if pieces:
                    pieces.append("\n")
                boxes: list[Line | Grid] = []
                self._inline(child, pieces, boxes)
                for box in boxes:
                    if isinstance(box, Line):  # a text box laid over a cell belongs to the cell
                        pieces.append("\n" + box.text)
                    else:
                        side.append(box)
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == names.alt_chunk:
                self._alt_chunk(child)
            elif tag == MC + "AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._cell_blocks(chosen, pieces, side)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self._cell_blocks(child, pieces, side)

    def _inline(self, element: _Element, pieces: list[str], side: list[Line | Grid]) -> None:
        """Text of a paragraph or run; what floats in it (text boxes, tables in runs) goes to `side`."""
        names = self.names
        for child in element:
            tag = child.tag
            if tag == names.t:
                pieces.append(child.text or "")
            elif tag == names.r:
                if self._vanishes(child):
                    self.hidden.append("".join(t.text or "" for t in child.iter(names.t)))
                else:
                    self._inline(child, pieces, side)
            elif tag in names.breaks:
                pieces.append(names.breaks[tag])
            elif tag == names.sym:
                pieces.append(symbol(child, names))
            elif tag == names.text_box:
                self.blocks(child, side)
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == MC + "AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, pieces, side)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self._inline(child, pieces, side)

    def _vanishes(self, run: _Element) -> bool:
        properties = run.find(self.names.rpr)
        vanish = properties.find(self.names.vanish) if properties is not None else None
        return vanish is not None and vanish.get(self.names.val) not in ("0", "false", "off")


def _piece(element: _Element, names: Names) -> str:
    tag = str(element.tag)
    if tag == names.t:
        return element.text or ""
    if tag == names.sym:
        return symbol(element, names)
    if tag == names.tbl or tag in names.odd:
        raise OddContentError
    return "" if tag == names.tab and is_tab_stop(element, names) else names.breaks[tag]


def _members(parent: _Element, wanted: str, names: Names) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also where content controls or custom XML wrap them."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == MC + "AlternateContent":
            chosen = _alternative(child)
            if chosen is not None:
                yield from _members(chosen, wanted, names)
        elif child.tag not in names.properties and child.tag not in names.removed and len(child):
            yield from _members(child, wanted, names)


def _alternative(element: _Element) -> _Element | None:
    """Choice and Fallback say the same thing twice: the first one that holds anything is taken."""
    for child in element:
        if child.tag in (MC + "Choice", MC + "Fallback") and len(child):
            return child
    return None
