"""A worksheet's notes: the comments part and the drawing that shows them; notes of the unit stay and are added to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.marked.parts import Parts
from extractor.readers.cells import cell_name
from extractor.readers.sheet.xlsx import part_of_kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_VML_END = re.compile(rb"</(?:\w+:)?xml\s*>\s*\Z")
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = f"""<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"""
_TYPE = f"""<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_SHAPE = """<v:shape {names} id="_x0000_s{number}" type="#_x0000_t202"
 style="position:absolute;margin-left:60pt;margin-top:2pt;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden"
 fillcolor="#ffffe1" o:insetmode="auto">
<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>
<x:Anchor>{left}, 15, {top}, 4, {right}, 15, {bottom}, 4</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"""
_WIDTH, _LINE = 300, 15
"""Points: how wide a note opens, and how high one of its lines is."""
_A_LINE = 24
"""Characters in a line of a note."""
_TEXT_LIMIT = 32_000
"""Characters of one note (a sheet's cell holds 32,767)."""


class Notes:
    """The notes of one sheet.

    Args:
        base: beginning of the relations' types (transitional or strict).
        ns: the sheet's own namespace in braces.
        author: who is named as writing them.
    """

    def __init__(self, parts: Parts, sheet: str, base: str, ns: str, author: str) -> None:
        self._parts, self._sheet, self._base, self._ns, self._author = parts, sheet, base, ns, author

    def add(self, wanted: dict[tuple[int, int], list[list[str]]]) -> str | None:
        """Write the notes; gives the id of the new drawing's relation, None where the sheet had one already."""
        root = self._comments()
        listed = root.find(self._ns + "commentList")
        assert listed is not None
        author = self._author_number(root)
        known = {comment.get("ref"): comment for comment in listed}
        fresh = []
        for slot, findings in sorted(wanted.items()):
            comment = known.get(cell_name(*slot))
            if comment is None:
                comment = self._comment(listed, slot, author)
                fresh.append((slot, findings))
                before = ""
            else:
                before = "\n\n"
            self._write(comment, before, findings)
        return self._draw(fresh)

    def _comment(self, listed: _Element, slot: tuple[int, int], author: int) -> _Element:
        from lxml import etree

        comment = etree.SubElement(listed, self._ns + "comment")
        comment.set("ref", cell_name(*slot))
        comment.set("authorId", str(author))
        return comment

    def _write(self, comment: _Element, before: str, findings: list[list[str]]) -> None:
        """The findings behind what the note says already, as many as it holds, but every id."""
        from lxml import etree

        text = comment.find(self._ns + "text")
        if text is None:
            text = etree.SubElement(comment, self._ns + "text")
        plain = text.find(self._ns + "t")
        if plain is not None:  # beside runs a plain text is not shown
            text.remove(plain)
            run = etree.Element(self._ns + "r")
            run.append(plain)
            text.insert(0, run)
        said = before + "\n\n".join("\n".join(lines) for lines in findings)
        if len(said) > _TEXT_LIMIT:
            said = before + "\n\n".join(f"{lines[0]}\n{lines[-1]}" for lines in findings)[:_TEXT_LIMIT]
        element = etree.SubElement(etree.SubElement(text, self._ns + "r"), self._ns + "t")
        element.text = said
        element.set(_SPACE, "preserve")

    def _comments(self) -> _Element:
        from lxml import etree

        known = part_of_kind(self._parts.package, self._sheet, "comments")
        if known is not None and self._parts.has(known):
            root = self._parts.tree(known)
        else:
            name = self._parts.new_name("xl/comments{}.xml")
            root = etree.fromstring(f'<comments xmlns="{self._ns[1:-1]}"/>')
            self._parts.adopt(name, root)
            self._parts.declare(name, _COMMENTS_TYPE)
            self._parts.relate(self._sheet, f"{self._base}/comments", name)
        if root.find(self._ns + "authors") is None:
            root.insert(0, etree.Element(self._ns + "authors"))
        if root.find(self._ns + "commentList") is None:
            root.insert(1, etree.Element(self._ns + "commentList"))
        return root

    def _author_number(self, root: _Element) -> int:
        from lxml import etree

        authors = root.find(self._ns + "authors")
        assert authors is not None
        for number, element in enumerate(authors):
            if element.text == self._author:
                return number
        etree.SubElement(authors, self._ns + "author").text = self._author
        return len(authors) - 1

    def _draw(self, fresh: list[tuple[tuple[int, int], list[list[str]]]]) -> str | None:
        """The shapes in which a sheet opens its notes. Put in as text: such parts need not be well-formed XML."""
        name = part_of_kind(self._parts.package, self._sheet, "vmlDrawing")
        identity = None
        if name is None or not self._parts.has(name) or _VML_END.search(self._parts.read(name)) is None:
            name = self._parts.new_name("xl/drawings/vmlDrawing{}.vml")
            self._parts.put(name, _EMPTY.encode())
            self._parts.declare_ending("vml", _VML_TYPE)
            identity = self._parts.relate(self._sheet, f"{self._base}/vmlDrawing", name)
        content = self._parts.read(name)
        number = max((int(found) for found in _SHAPE_ID.findall(content)), default=1024)
        shapes = [] if b'id="_x0000_t202"' in content else [_TYPE]
        for slot, findings in fresh:
            number += 1
            shapes.append(_shape(slot, findings, number))
        end = _VML_END.search(content)
        assert end is not None
        self._parts.put(name, content[: end.start()] + "".join(shapes).encode("ascii") + content[end.start() :])
        return identity


def _shape(slot: tuple[int, int], findings: list[list[str]], number: int) -> str:
    row, col = slot
    lines = sum(1 + len(line) // _A_LINE for said in findings for line in said)
    height = min(max(lines, 4), 30) * _LINE
    return _SHAPE.format(
        names=_NAMES, number=number, width=_WIDTH, height=height, row=row, col=col,
        left=col + 1, right=col + 6, top=row, bottom=row + max(height // 18, 4),
    )  # fmt: skip
