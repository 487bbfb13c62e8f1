"""Word's .doc (97 to 2007, 6 and 95) and WPS's .wps, read from the binary format itself ([MS-DOC]); LibreOffice is a
second opinion.

`settings.office` says who reads: `own` (the default; LibreOffice, where there is one, for what we do not know or what
fails the conservation check), `libreoffice` (always), `both` (ours, and every difference is reported).
"""

from __future__ import annotations

from dataclasses import replace

from extractor.errors import EncryptedError, MissingProgramError, SourceError, UnreadableError
from extractor.model.document import Document, Note
from extractor.readers.container.package import OLE2_MAGIC
from extractor.readers.word.doc.compare import compare
from extractor.readers.word.doc.document import Own, read_own
from extractor.readers.word.doc.fib import UnknownVersionError
from extractor.settings import Settings


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .doc or .wps.

    Raises:
        EncryptedError: it needs a password.
        UnreadableError: it cannot be read, by us or by LibreOffice.
        MissingProgramError: only LibreOffice could read it, and there is none.
    """
    if settings.office == "libreoffice" or not data.startswith(OLE2_MAGIC):
        return _converted(data, name, settings)
    try:
        own = read_own(data, settings)
    except UnknownVersionError:
        return _converted(data, name, settings)
    except EncryptedError:
        raise
    except UnreadableError as fault:
        try:
            return _converted(data, name, settings)
        except (MissingProgramError, UnreadableError):
            raise fault from None
    if settings.office == "both":
        return _compared(own, data, name, settings)
    return own.document if not own.doubts else _second_opinion(own, data, name, settings)


def _converted(data: bytes, name: str, settings: Settings) -> Document:
    from extractor.readers import converted

    return converted(data, name, settings)


def _compared(own: Own, data: bytes, name: str, settings: Settings) -> Document:
    """Ours, with what LibreOffice reads differently."""
    try:
        other = _converted(data, name, settings)
    except SourceError as fault:
        own.document.notes.append(Note("reading-disputed", f"LibreOffice 未能读取，无法对照：{fault.cause}"))
        return _doubtful(own)
    own.document.notes.extend(compare(own.document, other))
    return _doubtful(own)


def _second_opinion(own: Own, data: bytes, name: str, settings: Settings) -> Document:
    """LibreOffice's reading where ours is in doubt; ours with its doubts where there is none or it lost text."""
    try:
        other = _converted(data, name, replace(settings, office="libreoffice"))
    except SourceError:
        return _doubtful(own)
    if any(note.code in ("unreadable-part", "doubtful-table") for note in other.notes):
        return _doubtful(own)
    return other


def _doubtful(own: Own) -> Document:
    document = own.document
    for number, grid in enumerate(document.grids()):
        if grid.doubts:
            message = f"第 {number + 1} 个表格读取结果存疑：{grid.doubts[0]}，请核对原文"
            document.notes.append(Note("doubtful-table", message, {"table": number}))
    if own.doubts and not any(grid.doubts for grid in document.grids()):
        document.notes.append(Note("doubtful-table", f"读取结果存疑：{own.doubts[0]}，请核对原文"))
    return document
