"""The bytes of a part without the settings that change nothing of what is read: fonts, sizes, cell borders.

They are two thirds of the elements of a form that Word has written. Taken out before the part is parsed, they cost
neither a tree nor the memory for it.
"""

from __future__ import annotations

import re

TELLING = re.compile(rb'Symbol|:highlight|dings|MT Extra|:sz \w+:val="[012]"|:color [^>]*="[Ff]|:w \w+:val="[01]"')
"""Without it no run is set in a symbol font, in letters of one point or in white."""
_RUN = re.compile(rb"(?:<w:(?:rFonts|b|bCs|i|iCs|color|kern|sz|szCs|lang|spacing|noProof)(?: [^<>]*)?/>)*</w:")
_BORDERS = re.compile(rb"(?:<w:\w+(?: [^<>]*)?/>)*</w:")
_SHADED = re.compile(rb":shd [^>]*fill=")


def lean(raw: bytes) -> tuple[bytes, bool]:
    """A part of a .docx without the w:rPr of plain runs and without w:tcBorders.

    Args:
        raw: the part's bytes; in another encoding or with other prefixes nothing is taken out.

    Returns:
        The bytes, and whether fonts, sizes or colours of its runs tell something: then all of them are there.
    """
    runs = raw.split(b"rPr>")
    kinds = set(runs[1::2])  # the few kinds of w:rPr that thousands of runs share
    if any(map(TELLING.search, kinds)):
        return raw, True
    if b"<![CDATA[" in raw:
        return raw, False
    shaded = b":shd " in raw and _SHADED.search(raw) is not None  # a run's colour tells whether it is seen on it
    plain = {kind for kind in kinds if _RUN.fullmatch(kind) and not (shaded and b":color " in kind)}
    cells = _without(runs, b"rPr>", plain).split(b"tcBorders>")
    return _without(cells, b"tcBorders>", {kind for kind in set(cells[1::2]) if _BORDERS.fullmatch(kind)}), False


def _without(pieces: list[bytes], tag: bytes, plain: set[bytes]) -> bytes:
    """The bytes that were split at a tag's end, without the elements of that tag that hold no more than these."""
    if not plain:
        return tag.join(pieces)
    kept: list[bytes] = []
    for before, kind in zip(pieces[::2], pieces[1::2]):
        if kind in plain and before.endswith(b"<w:"):
            kept.append(before[:-3])
        else:
            kept += (before, tag, kind, tag)
    if len(pieces) % 2:
        kept.append(pieces[-1])
    else:
        kept.pop()  # no tag follows the last piece
    return b"".join(kept)
