"""Into a .docx: Word comments on the cells and paragraphs that findings speak of, and a pale ground behind them.

Only the main part and the comments (with the relations and content types that name them) are written anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.marked.notes import AUTHOR, COLOUR, INITIALS, Remark, worst
from extractor.marked.parts import STRICT_RELATIONS, TRANSITIONAL_RELATIONS, Parts
from extractor.marked.places import Index, spots_of
from extractor.model.document import Cell, Document, Line
from extractor.readers.word import docx
from extractor.readers.word.names import STRICT, Names, names_of
from extractor.readers.word.shared import Trace
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AFTER_SHADE = {
    "tcPr": ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel",
    "cellMerge", "tcPrChange"),
    "pPr": (
        "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
        "autoSpaceDN", "bidi",
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
        "jc", "textDirection",
        "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
}  # fmt: skip
"""What the schema wants behind w:shd."""
_DARK = 110
"""Mean of red, green and blue below which a ground is dark: print on it may be white, so it is left alone."""
_HEX = re.compile(r"[0-9A-Fa-f]{6}\Z")


def mark_docx(data: bytes, remarks: list[Remark], settings: Settings, read_as: Document | None = None) -> bytes:
    """The document with a comment for each remark.

    Args:
        data: the .docx.
        read_as: the reading the remarks' places belong to, where that is of another file (the .doc it was made from).

    Raises:
        SourceError: it cannot be read.
    """
    trace = Trace()
    document = docx.read(data, "", settings, trace)
    document.number_tables()
    target = Index(document)
    source = Index(read_as) if read_as is not None else target
    writer = _Writer(Parts(data, settings), trace)
    for remark in remarks:
        spots = spots_of(remark, source, target)
        elements = [element for spot in spots if (element := writer.element(spot.item)) is not None]
        exact = bool(elements) and spots[0].exact
        writer.comment(elements[0] if elements else writer.first(), remark.said_at(exact))
        for element in elements:
            writer.shade(element, remark.severity)
    return writer.save()


class _Writer:
    def __init__(self, parts: Parts, trace: Trace) -> None:
        if trace.root is None:
            raise UnreadableError("Word 文档没有正文", "请用 Word 或 WPS 打开并另存后重新提交")
        self._parts, self._main, self._root = parts, trace.main, trace.root
        parts.adopt(trace.main, trace.root)
        uri = str(trace.root.tag)[1:].split("}")[0]
        self._names: Names = names_of(uri)
        self._strict = uri == STRICT
        self._of = {id(item): element for item, element in [*trace.cells, *trace.lines]}
        self._shaded: dict[_Element, list[str]] = {}
        self._comments: _Element | None = None
        self._next = 0

    def element(self, item: Cell | Line) -> _Element | None:
        """The w:tc or w:p of a cell or line; None where it stands in another part (a header, a note)."""
        element = self._of.get(id(item))
        if element is None or element.getroottree().getroot() is not self._root:
            return None
        return element

    def first(self) -> _Element:
        """The first paragraph of the body; one is made where there is none."""
        from lxml import etree

        body = self._root.find(self._names.body)
        assert body is not None
        found = next((p for p in body.iter(self._names.p) if not self._in_box(p)), None)
        if found is None:
            found = etree.Element(self._names.p)
            body.insert(0, found)
        return found

    def comment(self, element: _Element, said: list[str]) -> None:
        """A comment over a cell's or paragraph's content."""
        paragraphs = self._paragraphs(element)
        number = str(self._new_comment(said))
        begin, end = self._make("commentRangeStart", id=number), self._make("commentRangeEnd", id=number)
        head = paragraphs[0]
        head.insert(1 if len(head) and head[0].tag == self._names.ppr else 0, begin)
        run = self._make("r")
        run.append(self._make("commentReference", id=number))
        paragraphs[-1].extend([end, run])

    def shade(self, element: _Element, severity: str) -> None:
        """The pale ground of the worst finding at a cell or paragraph."""
        names = self._names
        known = self._shaded.setdefault(element, [])
        known.append(severity)
        kind = "tcPr" if element.tag == names.tc else "pPr"
        properties = element.find(names.w + kind)
        if properties is None:
            properties = self._make(kind)
            element.insert(0, properties)
        shade = properties.find(names.shd)
        if shade is None:
            shade = self._make("shd")
            behind = {names.w + name for name in _AFTER_SHADE[kind]}
            at = next((i for i, child in enumerate(properties) if child.tag in behind), len(properties))
            properties.insert(at, shade)
        elif len(known) == 1 and _is_dark(shade.get(names.w + "fill")):
            known.append("dark")
        if "dark" in known:
            return
        shade.attrib.clear()
        colour = COLOUR[worst(known)]
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
            shade.set(names.w + key, value)

    def save(self) -> bytes:
        return self._parts.save()

    def _paragraphs(self, element: _Element) -> list[_Element]:
        """The paragraphs a comment spans: a cell's own, or the one paragraph, outside any text box."""
        names = self._names
        if element.tag == names.tc:
            own = [
                p
                for p in element.iter(names.p)
                if next(p.iterancestors(names.tc)) is element and not self._in_box(p, element)
            ]
            if not own:
                own = [self._make("p")]
                element.append(own[0])
            return own
        while (box := self._in_box(element)) is not None:
            outer = next(box.iterancestors(names.p), None)
            if outer is None:
                return [self.first()]
            element = outer
        return [element]

    def _in_box(self, element: _Element, within: _Element | None = None) -> _Element | None:
        """The text box an element stands in: Word takes no comments there."""
        for above in element.iterancestors():
            if above is within:
                return None
            if above.tag == self._names.text_box:
                return above
        return None

    def _new_comment(self, said: list[str]) -> int:
        from lxml import etree

        if self._comments is None:
            self._comments = self._comments_part()
            w_id = self._names.w + "id"
            taken = [int(value) for e in self._comments if (value := e.get(w_id) or "").isdecimal()]
            self._next = max(taken, default=-1) + 1
        number, self._next = self._next, self._next + 1
        comment = self._make("comment", id=str(number), author=AUTHOR, initials=INITIALS)
        for line in said:
            run = etree.SubElement(etree.SubElement(comment, self._names.p), self._names.r)
            text = etree.SubElement(run, self._names.t)
            text.text = line
            text.set(_SPACE, "preserve")
        self._comments.append(comment)
        return number

    def _comments_part(self) -> _Element:
        """The document's comments, or an empty part of them."""
        from lxml import etree

        base = STRICT_RELATIONS if self._strict else TRANSITIONAL_RELATIONS
        known = docx.part_of_kind(self._parts.package, self._main, "comments")
        if known is not None and self._parts.has(known):
            return self._parts.tree(known)
        name = self._parts.new_name(self._main.rpartition("/")[0] + "/comments{}.xml")
        root = etree.Element(self._names.w + "comments", nsmap={"w": self._names.w[1:-1]})
        self._parts.adopt(name, root)
        self._parts.declare(name, _COMMENTS_TYPE)
        self._parts.relate(self._main, f"{base}/comments", name)
        return root

    def _make(self, tag: str, **attributes: str) -> _Element:
        from lxml import etree

        made = etree.Element(self._names.w + tag)
        for key, value in attributes.items():
            made.set(self._names.w + key, value)
        return made


def _is_dark(fill: str | None) -> bool:
    if fill is None or not _HEX.match(fill):
        return False
    return sum(int(fill[i : i + 2], 16) for i in (0, 2, 4)) / 3 < _DARK
