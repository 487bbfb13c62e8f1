"""The bytes of a part without the settings that change nothing of what is read: fonts, sizes, cell borders.

They are two thirds of the elements of a form that Word has written. Taken out before the part is parsed, they cost
neither a tree nor the memory for it.
"""

from __future__ import annotations

import re

TELLING = re.compile(rb'Symbol|:highlight|dings|MT Extra|:sz \w+:val="[012]"|:color [^>]*="[Ff]|:w \w+:val="[01]"')
"""Without it no run is set in a symbol font, in letters of one point or in white."""
MOST_KINDS = 24
"""A document has a handful of kinds of settings, written out thousands of times; each costs one look at its bytes."""
_RUN = re.compile(rb"(?:<w:(?:rFonts|b|bCs|i|iCs|color|kern|sz|szCs|lang|spacing|noProof)(?: [^<>]*)?/>)*</w:")
_BORDERS = re.compile(rb"(?:<w:\w+(?: [^<>]*)?/>)*</w:")
_SHADED = re.compile(rb":shd [^>]*fill=")


def run_settings(raw: bytes) -> set[bytes]:
    """The few kinds of w:rPr that thousands of runs share, each with the beginning of its end tag."""
    return set(raw.split(b"rPr>")[1::2])


def lean(raw: bytes, settings: set[bytes]) -> bytes:
    """A part of a .docx without the w:rPr of plain runs and without w:tcBorders.

    Args:
        raw: the part's bytes; in another encoding or with other prefixes nothing is taken out.
        settings: `run_settings` of them.
    """
    if b"<![CDATA[" in raw:
        return raw
    shaded = _SHADED.search(raw) is not None  # a run's colour tells whether it is seen on it
    plain = [kind for kind in settings if _RUN.fullmatch(kind) and not (shaded and b":color " in kind)]
    for kind in plain if len(plain) <= MOST_KINDS else ():
        raw = raw.replace(b"<w:rPr>" + kind + b"rPr>", b"")
    borders = [kind for kind in set(raw.split(b"tcBorders>")[1::2]) if _BORDERS.fullmatch(kind)]
    for kind in borders if len(borders) <= MOST_KINDS else ():
        raw = raw.replace(b"<w:tcBorders>" + kind + b"tcBorders>", b"")
    return raw
