"""Bytes of a Chinese text file -> str, strictly, saying so when it was a guess.

Order: byte order mark; UTF-16 seen by its zero bytes; UTF-8; GB18030. UTF-8 with a multi-byte character in it is
never anything else by chance. GB18030 accepts nearly everything, so what comes out is looked at: text of a filing
is common Han characters and punctuation, a wrong decoding is rare ones.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from extractor.errors import UnreadableError
from extractor.model.document import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROBE = 65_536
_COMMON_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding its bytes were read in."""

    text: str
    encoding: str
    guessed: str | None = None
    """Why the encoding is a guess, in Chinese; None where it is not."""

    def notes(self) -> list[Note]:
        """What is to be said of the encoding: nothing where the file says which it is."""
        if self.guessed is None:
            return []
        return [Note("encoding-fallback", f"文字编码是推断的（{self.encoding}）：{self.guessed}，请核对文字是否正确")]


def decode(data: bytes) -> Decoded:
    """Decode a text file.

    Raises:
        UnreadableError: binary data, not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strictly(data, encoding)
            return _with_replacement(data, encoding) if text is None else Decoded(text, encoding)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return Decoded(data.decode(wide), wide, "没有字节顺序标记")
    if b"\0" in data[:_PROBE]:
        raise UnreadableError("文件含有二进制内容，不是文本文件", "请确认文件类型，另存为 UTF-8 文本后提交")
    for encoding in ("utf-8", "gb18030"):
        text = _strictly(data, encoding)
        if text is not None:
            doubt = encoding == "gb18030" and common_share(text) < _COMMON_SHARE
            return Decoded(text, encoding, "与常见中文不符" if doubt else None)
    return _with_replacement(data, "utf-8" if _damage(data, "utf-8") <= _damage(data, "gb18030") else "gb18030")


def common_share(text: str) -> float:
    """Share of the non-ASCII characters that ordinary Chinese text is made of (GB 2312, level 1 and symbols)."""
    wide = [char for char in text[:_PROBE] if ord(char) > 127]
    return sum(map(_is_common, wide)) / len(wide) if wide else 1.0


def _is_common(char: str) -> bool:
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "　—·…℃㎡≧≦═★☆□√"
    return code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _damage(data: bytes, encoding: str) -> int:
    return data[:_PROBE].decode(encoding, "replace").count("\ufffd")


def _with_replacement(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, f"有 {text.count(chr(0xFFFD))} 处无法识别的字节")


def _utf16_without_mark(data: bytes) -> str | None:
    """Line breaks, blanks and digits betray UTF-16: each has a zero byte, always on the same side."""
    head = data[: _PROBE & ~1]
    if len(data) % 2 or b"\0" not in head:
        return None
    low, high = head[0::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if high > low else "utf-16-be"
    if min(low, high) > 0.1 * max(low, high) or _strictly(data, encoding) is None:
        return None
    text = data[:_PROBE].decode(encoding, "replace")
    strange = sum(char < " " and char not in "\t\r\n\f" for char in text)
    return encoding if strange == 0 and common_share(text) > _COMMON_SHARE else None
