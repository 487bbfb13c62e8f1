"""Documents inside a document: read as the members of an archive are, under the same limits.

`Inlay(document, settings).take(data, name)` reads an embedded workbook, a Word file or a PDF's attachment and appends
what it holds to the document that carries it. Its grids and lines say which file they stand in (`member`). What cannot
be read is named by a note; nothing is ever written to disk.
"""

from __future__ import annotations

import io
from dataclasses import replace

import olefile

from extractor.errors import PolicyError, SourceError, UnsupportedError
from extractor.model.document import Document, Grid, Note, Place
from extractor.readers.container.package import OLE2_MAGIC
from extractor.settings import Settings

MOST = 200
"""Embedded files of one document that are read at the most."""
_ARCHIVES = ("zip", "7z", "rar")
_BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
_PACKAGED = "\x01Ole10Native"
_OWN_STREAMS = ("Workbook", "Book", "WordDocument")


class Inlay:
    """Reads what is embedded in one document; counts files and bytes against the limits of archives."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self._document = document
        self._settings = settings
        self._left = settings.max_unpacked_bytes
        self._count = 0

    def take(self, data: bytes, name: str) -> bool:
        """Read one embedded file and append it; False where it could not be read, which a note then says."""
        try:
            inner = self._read(data, name)
        except SourceError as fault:
            self.refuse(name, fault.cause)
            return False
        self._append(inner, name)
        return True

    def picture(self, data: bytes, name: str) -> bool:
        """Recognise a picture as large as a form; one that holds no table is a picture and nothing to say of."""
        try:
            inner = self._read(data, name)
        except SourceError as fault:
            self.refuse(name, fault.cause)
            return False
        if any(isinstance(item, Grid) for item in inner.items):
            self._append(inner, name)
        return True

    def refuse(self, name: str, why: str) -> None:
        """Say that something embedded was not read."""
        at = Place(sheet=name)
        self._document.notes.append(
            Note("unreadable-part", f"文件里嵌入的“{name}”没有读取（{why}），请单独提交其内容", at, observed=name)
        )

    def _read(self, data: bytes, name: str) -> Document:
        from extractor.intake.sniff import sniff
        from extractor.readers import read_unfinished

        self._count += 1
        self._left -= len(data)
        if (
            self._count > min(MOST, self._settings.max_members)
            or self._left < 0
            or len(data) > self._settings.max_member_bytes
        ):
            raise PolicyError("嵌入的文件过多或过大，超过上限", "请拆分后再提交")
        if self._settings.max_nesting < 1:
            raise PolicyError("嵌入的层数超过上限", "请单独提交内层文件")
        found = sniff(data, name, self._settings)
        if found.format in _ARCHIVES:
            raise UnsupportedError("是压缩包", "请展开后单独提交")
        inner = replace(
            self._settings, max_nesting=self._settings.max_nesting - 1, max_unpacked_bytes=max(self._left, 0)
        )
        return read_unfinished(data, name, found.format, inner)

    def _append(self, inner: Document, name: str) -> None:
        for item in inner.items:
            item.member = f"{name}/{item.member}" if item.member else name
        for note in inner.notes:
            note.at["sheet"] = f"{name}/{note.at['sheet']}" if "sheet" in note.at else name
        self._document.items += inner.items
        self._document.notes += inner.notes
        self._document.ocr_pages += inner.ocr_pages


def unwrapped(data: bytes, name: str) -> tuple[bytes, str] | None:
    """The document in an OLE object (oleObject1.bin): itself, or what the packager put in; None where it holds none.

    Formulas, drawings and controls are no documents.
    """
    if not data.startswith(OLE2_MAGIC):
        return data, name
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if any(ole.exists(stream) for stream in _OWN_STREAMS):
                return data, name
            for stream in ("Package", "CONTENTS"):
                if ole.exists(stream):
                    held = ole.openstream(stream).read()
                    return (held, name) if held.startswith((b"PK", b"%PDF", OLE2_MAGIC)) else None
            return _packaged(ole.openstream(_PACKAGED).read()) if ole.exists(_PACKAGED) and _is_package(ole) else None
    except _BROKEN:
        return None


def _is_package(ole: olefile.OleFileIO) -> bool:
    """A whole file put in by the packager; formulas keep their data in a stream of the same name."""
    return bool(ole.exists("\x01CompObj")) and b"Package\0" in ole.openstream("\x01CompObj").read(4096)


def _packaged(native: bytes) -> tuple[bytes, str] | None:
    """[MS-OLEDS] 2.3.6: size, flags, label, file name, flags, temporary path, then the file's size and bytes."""
    label, at = _until_zero(native, 6)
    _, at = _until_zero(native, at)
    at += 4
    path_size = int.from_bytes(native[at : at + 4], "little")
    at += 4 + path_size
    size = int.from_bytes(native[at : at + 4], "little")
    held = native[at + 4 : at + 4 + size]
    return (held, label) if label and size and len(held) == size else None


def _until_zero(native: bytes, start: int) -> tuple[str, int]:
    end = native.find(b"\0", start, start + 1024)
    return (native[start:end].decode("gb18030", "replace"), end + 1) if end >= 0 else ("", len(native))
