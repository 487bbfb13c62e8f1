"""Text of Word 6 and 95: bytes whose meaning hangs on the font they are set in, or on the language of the file.

Each byte stays one character, so that positions hold: the second byte of a two-byte character becomes a mark that shows
nothing. Bytes of symbol fonts stay as they are; the font's own table says later what they show.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers.word.doc.fonts import Font
from extractor.readers.word.doc.formatting import Span

FILLER = "\u200b"
_LANGUAGES = {
    0x0804: "cp936", 0x1004: "cp936", 0x0404: "cp950", 0x0C04: "cp950", 0x0411: "cp932", 0x0412: "cp949",
    0x0419: "cp1251", 0x0422: "cp1251", 0x0402: "cp1251", 0x0408: "cp1253", 0x041F: "cp1254", 0x0405: "cp1250",
    0x040E: "cp1250", 0x0415: "cp1250", 0x041B: "cp1250", 0x041E: "cp874",
}  # fmt: skip
"""Code page by the language of the file (LID), where it is not Western European."""
_CHARSETS = {
    128: "cp932", 129: "cp949", 130: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOLS = 2
_TWO_BYTES = frozenset({"cp936", "cp950", "cp932", "cp949"})


def old_text(raw: str, language: int, spans: Sequence[Span], fonts: Sequence[Font]) -> str:
    """The text that the bytes are.

    Args:
        raw: the bytes, a character each.
        language: of the file (LID).
        spans: the runs that name a font, in reading order.
        fonts: the file's fonts.
    """
    own = _LANGUAGES.get(language, "cp1252")
    parts: list[tuple[int, str]] = []
    """Where another code page begins."""
    at = 0
    for span in spans:
        if span.first > at:
            parts.append((at, own))
        parts.append((span.first, _page(own, span.run.fonts[0], fonts)))
        at = span.last
    parts.append((at, own))
    made: list[str] = []
    begin, page = 0, parts[0][1]
    for first, other in [*parts[1:], (len(raw), "")]:
        if other != page:
            made.append(_decoded(raw[begin:first], page))
            begin, page = first, other
    return "".join(made)


def _page(own: str, font: int | None, fonts: Sequence[Font]) -> str:
    """The code page of a run: its font's, in East Asian files the file's own unless the font has one too."""
    charset = fonts[font].charset if font is not None and font < len(fonts) else 0
    if charset == _SYMBOLS:
        return "latin-1"
    named = _CHARSETS.get(charset)
    if named is None or own in _TWO_BYTES and named not in _TWO_BYTES:
        return own
    return named


def _decoded(raw: str, page: str) -> str:
    if page == "latin-1" or raw.isascii():
        return raw
    text = raw.encode("latin-1", "replace").decode(page, "replace")
    if page not in _TWO_BYTES:
        return text
    made = "".join(char + FILLER if char > "\x7f" and len(char.encode(page, "replace")) == 2 else char for char in text)
    return made if len(made) == len(raw) else raw
