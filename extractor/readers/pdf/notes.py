"""What lies on a PDF page as annotations: form fields, typed text, strike-outs, stamps, attached files.

Of a form field what is shown counts: a value that stands in its parent, the text of a chosen entry, a tick box as ☑
    or □.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as c

from extractor.layout.text import Glyph
from extractor.model.document import BBox

MAX_ANNOTATIONS = 2000
MAX_CHARS = 200_000
MAX_FILE = 512 * 1024 * 1024
_UNSEEN = 0x01 | 0x02 | 0x20
"""Flags invisible, hidden, no view; the first counts for unknown kinds only, which are not read anyway."""
_TICKED, _EMPTY = "☑", "□"
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Notes:
    """What a page's annotations say."""

    glyphs: list[Glyph] = field(default_factory=list)
    """Their text, spread over their boxes."""
    stamps: list[BBox] = field(default_factory=list)
    struck: list[BBox] = field(default_factory=list)
    """Boxes of strike-out annotations."""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    covers: list[BBox] = field(default_factory=list)
    """Annotations with a ground of their own: what lies under them is not seen."""


def read_annotations(page: Any, form: Any, shown: Matrix) -> Notes:
    """Everything of a page's annotations that a reader of the page sees.

    Args:
        page: pdfium's page.
        form: the document's form environment, None where it has no form.
        shown: user space -> the page as shown.
    """
    notes = Notes()
    rect = c.FS_RECTF()
    for i in range(min(int(c.FPDFPage_GetAnnotCount(page)), MAX_ANNOTATIONS)):
        annotation = c.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        if c.FPDFAnnot_GetRect(annotation, rect) and not int(c.FPDFAnnot_GetFlags(annotation)) & _UNSEEN:
            box = _placed(shown, rect.left, rect.bottom, rect.right, rect.top)
            _read_one(annotation, form, box, shown, notes)
        c.FPDFPage_CloseAnnot(annotation)
    return notes


def _read_one(annotation: Any, form: Any, box: BBox, shown: Matrix, notes: Notes) -> None:
    kind = c.FPDFAnnot_GetSubtype(annotation)
    if kind == c.FPDF_ANNOT_STAMP:
        notes.stamps.append(box)
    elif kind == c.FPDF_ANNOT_STRIKEOUT:
        notes.struck += list(_quads(annotation, shown)) or [box]
    elif kind == c.FPDF_ANNOT_FREETEXT:
        if c.FPDFAnnot_HasKey(annotation, b"C") and _has_ground(annotation):
            notes.covers.append(box)
        notes.glyphs += spread(entry(annotation, b"Contents"), box)
    elif kind in (c.FPDF_ANNOT_SQUARE, c.FPDF_ANNOT_REDACT):
        if c.FPDFAnnot_HasKey(annotation, b"IC"):
            notes.covers.append(box)
    elif kind == c.FPDF_ANNOT_FILEATTACHMENT:
        handle = c.FPDFAnnot_GetFileAttachment(annotation)
        notes.files += [attached_file(handle)] if handle else []
    elif kind == c.FPDF_ANNOT_WIDGET:
        _read_field(annotation, form, box, notes)


def _has_ground(annotation: Any) -> bool:
    values = [ctypes.c_uint() for _ in range(4)]
    return bool(c.FPDFAnnot_GetColor(annotation, c.FPDFANNOT_COLORTYPE_Color, *values)) and values[3].value > 24


def _read_field(annotation: Any, form: Any, box: BBox, notes: Notes) -> None:
    kind = c.FPDFAnnot_GetFormFieldType(form, annotation) if form is not None else -1
    if kind == c.FPDF_FORMFIELD_SIGNATURE or (kind < 0 and entry(annotation, b"FT") == "Sig"):
        notes.stamps.append(box)
    elif kind in (c.FPDF_FORMFIELD_CHECKBOX, c.FPDF_FORMFIELD_RADIOBUTTON):
        side = min(box[2] - box[0], box[3] - box[1])
        middle = (box[0] + box[2]) / 2
        mark = _TICKED if c.FPDFAnnot_IsChecked(form, annotation) else _EMPTY
        notes.glyphs.append(Glyph(mark, middle - side / 2, box[1], middle + side / 2, box[3]))
    elif kind in (c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX):
        chosen = [_option(form, annotation, n) for n in range(min(int(c.FPDFAnnot_GetOptionCount(form, annotation)),
            1000))
                  if c.FPDFAnnot_IsOptionSelected(form, annotation, n)]  # fmt: skip
        notes.glyphs += spread("、".join(chosen) or _value(form, annotation), box)
    elif kind == c.FPDF_FORMFIELD_TEXTFIELD:
        notes.glyphs += spread(_value(form, annotation), box)
    elif kind < 0:
        notes.glyphs += spread(entry(annotation, b"V"), box)


def _value(form: Any, annotation: Any) -> str:
    return _utf16(lambda buffer, size: c.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _option(form: Any, annotation: Any, number: int) -> str:
    return _utf16(lambda buffer, size: c.FPDFAnnot_GetOptionLabel(form, annotation, number, buffer, size))


def entry(annotation: Any, key: bytes) -> str:
    """A text entry of an annotation; "" where it has none."""
    return _utf16(lambda buffer, size: c.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _utf16(get: Any) -> str:
    """A string that pdfium writes into a buffer of the size it asks for."""
    size = min(int(get(None, 0)), MAX_CHARS)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace")


def attached_file(handle: Any) -> tuple[str, bytes]:
    """Name and bytes of an attached file; no bytes where it cannot be taken out."""
    name = _utf16(lambda buffer, size: c.FPDFAttachment_GetName(handle, buffer, size)) or "附件"
    size = ctypes.c_ulong()
    if not c.FPDFAttachment_GetFile(handle, None, 0, size) or size.value > MAX_FILE:
        return name, b""
    buffer = ctypes.create_string_buffer(max(size.value, 1))
    if not c.FPDFAttachment_GetFile(handle, buffer, size.value, size):
        return name, b""
    return name, buffer.raw[: size.value]


def _quads(annotation: Any, shown: Matrix) -> Iterator[BBox]:
    quad = c.FS_QUADPOINTSF()
    for k in range(min(int(c.FPDFAnnot_CountAttachmentPoints(annotation)), 500)):
        if c.FPDFAnnot_GetAttachmentPoints(annotation, k, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield _placed(shown, min(xs), min(ys), max(xs), max(ys))


def _placed(shown: Matrix, x0: float, y0: float, x1: float, y1: float) -> BBox:
    a, b, cc, d, e, f = shown
    px, py, qx, qy = a * x0 + cc * y0 + e, b * x0 + d * y0 + f, a * x1 + cc * y1 + e, b * x1 + d * y1 + f
    return (min(px, qx), min(py, qy), max(px, qx), max(py, qy))


def spread(text: str, box: BBox) -> list[Glyph]:
    """The text of a form field as characters within its box, line under line."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    glyphs = []
    for row, line in enumerate(lines):
        height = (box[3] - box[1]) / len(lines)
        width = min((box[2] - box[0]) / len(line), height)
        top = box[1] + row * height
        glyphs += [
            Glyph(ch, box[0] + k * width, top, box[0] + (k + 1) * width, top + height) for k, ch in enumerate(line)
        ]
    return glyphs
