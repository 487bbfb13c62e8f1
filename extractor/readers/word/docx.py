"""Word's .docx: one lxml parse, one walk, into lines and grids in reading order.

Kept: runs, insertions, content controls, text boxes, soft breaks, headers, footers, notes and comments (after the
body), documents embedded in it. Left out: deleted and moved-away revisions, field codes. What nobody sees is kept
beside the text (`readers/word/walk.py`). External links are never followed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.container.members import Members
from extractor.readers.container.package import Package, parse_xml
from extractor.readers.shown.colour import WHITE, same_colour
from extractor.readers.word.elements import SQUEEZED
from extractor.readers.word.lean import lean
from extractor.readers.word.look import tells
from extractor.readers.word.names import STRICT, TRANSITIONAL, Names, names_of
from extractor.readers.word.numbering import Numbering
from extractor.readers.word.shared import Parts, Trace
from extractor.readers.word.style import Styles
from extractor.readers.word.table import number
from extractor.readers.word.walk import Walk
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIDE_PARTS = {
    "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注",
}  # fmt: skip
_EMBEDDED = ("package", "oleObject")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(data: bytes, name: str, settings: Settings, trace: Trace | None = None) -> Document:
    """Read a .docx.

    Args:
        name: the file's name, for messages.
        trace: filled with the elements that cells and lines were read from.

    Raises:
        UnreadableError, EncryptedError, PolicyError: the package or its main part cannot be read.
    """
    package = Package(data, settings)
    main = _main_part(package)
    document = Document("docx")
    raw = package.read(main)
    styles = Styles(package, posixpath.join(posixpath.dirname(main), "styles.xml"))
    root, careful = (parse_xml(raw, main), True) if trace is not None else _parsed(raw, main, styles)
    names = _names(root)
    body = root.find(names.body)
    if body is None:
        raise UnreadableError("Word 文档没有正文", "请用 Word 或 WPS 打开并另存后重新提交")
    relations = list(_relations(package, main, document))
    parts = _parts(package, styles, document, names, relations, settings)
    parts.careful = careful
    if trace is not None:
        parts.trace, trace.main, trace.root = trace, main, root
    members = Members(package, document, settings)
    parts.chunk, parts.picture = members.chunk, lambda element: members.pictures(element, parts.targets)
    if next(root.iter(*names.revised), None) is not None:
        document.notes.append(
            Note("open-revisions", "文档里还有未处理的修订，按接受修订之后的文字读取，请处理后再提交")
        )
    Walk(parts, names).blocks(body, document.items)
    _side_parts(package, parts, relations)
    for _, kind, target in relations:
        if kind in _EMBEDDED:
            members.embedded(target)
    return document


def _parts(
    package: Package,
    styles: Styles,
    document: Document,
    names: Names,
    relations: list[tuple[str, str, str]],
    settings: Settings,
) -> Parts:
    listed = next((target for _, kind, target in relations if kind == "numbering"), None)
    targets = {identity: target for identity, _, target in relations}
    return Parts(document, styles, Numbering(package, listed, names.w), settings, targets)


def _parsed(raw: bytes, name: str, styles: Styles) -> tuple[_Element, bool]:
    """The main part's tree, and whether fonts, sizes, colours or styles may make runs invisible, struck or of other
    meaning: only then the tree holds all settings of its runs.
    """
    plain, tells = lean(raw)
    root = parse_xml(plain, name)
    if tells or not _needs_care(root, styles, _names(root)):
        return root, tells
    return parse_xml(raw, name), True


def _needs_care(root: _Element, styles: Styles, names: Names) -> bool:
    """Whether styles, heights or colours of the document may make runs invisible, struck or of other meaning."""
    used = {element.get(names.val) or "" for element in root.iter(names.p_style, names.r_style)}
    if any(tells(styles.run_props(style)) or styles.numbered(style)[0] for style in used):
        return True
    squeezed = (e for e in root.iter(names.row_height) if e.get(names.w + "hRule") == "exact")
    if any(number(e.get(names.val), SQUEEZED + 1) <= SQUEEZED for e in squeezed):
        return True
    fills = {
        fill for element in root.iter(names.shd) if (fill := element.get(names.w + "fill")) not in (None, "auto", WHITE)
    }
    if not fills:
        return False
    colours = {element.get(names.val) for element in root.iter(names.w + "color")}
    return any(same_colour(colour, fill or "") for colour in colours for fill in fills)


def _main_part(package: Package) -> str:
    part = package.main_part("word/document.xml")
    if part is None:
        raise UnreadableError(
            "压缩包里没有 Word 正文（word/document.xml）", "请用 Word 或 WPS 打开并另存为 docx 后重新提交"
        )
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


def part_of_kind(package: Package, main: str, kind: str) -> str | None:
    """The part that the main part refers to as `kind` ("comments"), None where there is none."""
    return next((target for _, said, target in _relations(package, main, Document("docx")) if said == kind), None)


def _names(root: _Element) -> Names:
    namespace = str(root.tag)[1:].split("}")[0]
    return names_of(namespace if namespace in (TRANSITIONAL, STRICT) else TRANSITIONAL)


def _side_parts(package: Package, parts: Parts, relations: list[tuple[str, str, str]]) -> None:
    """Headers, footers, notes and comments, after the body; their lines are furniture unless a table stands there."""
    document = parts.document
    done = set()
    for _, kind, target in relations:
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
        walk = Walk(parts, _names(root))
        items: list[Line | Grid] = []
        for container in [root] if kind in ("header", "footer") else list(root):
            walk.blocks(container, items)
        if not any(isinstance(item, Grid) for item in items):
            for item in items:
                if isinstance(item, Line):
                    item.chrome = True
        document.items.extend(items)
