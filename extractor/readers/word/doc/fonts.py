"""Names of a document's fonts (SttbfFfn, [MS-DOC] 2.9.286), by the number runs refer to them with."""

from __future__ import annotations

from typing import NamedTuple

from extractor.readers.word.doc.fib import FONTS, Fib

MOST_FONTS = 2_000


class Font(NamedTuple):
    """A font of the document's font table."""

    name: str
    charset: int
    """As Windows numbers them: 0 Western, 2 symbols, 134 GBK, 204 Cyrillic …"""


def font_table(fib: Fib) -> list[Font]:
    """The fonts in order; a damaged table gives those that could be read."""
    table = fib.part(FONTS)
    at = 2 if fib.word6 else 4
    name_at = 6 if fib.word6 else 40
    found: list[Font] = []
    while at < len(table) and len(found) < MOST_FONTS:
        size = table[at] + 1
        entry = table[at : at + size]
        raw = entry[name_at:]
        charset = entry[4] if len(entry) > 4 else 0
        if fib.word6:
            found.append(Font(raw.split(b"\0")[0].decode("gb18030", "replace"), charset))
        else:
            found.append(Font(raw[: len(raw) & ~1].decode("utf-16-le", "replace").split("\0")[0], charset))
        at += size
    return found
