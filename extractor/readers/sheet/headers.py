"""A sheet's print header and footer, as lines: people print a form's title, year and sign-off there.

Codes of ECMA-376 part 1, 18.3.1.46: &L &C &R begin the left, middle and right part; fonts, sizes and colours say
nothing; page numbers, dates and file names are the printer's, and a part that has a page number is furniture.
"""

from __future__ import annotations

import re

from extractor.model.document import Aside, Line
from extractor.readers.cells import SheetCells
from extractor.readers.shown.celltext import tidy

_CODE = re.compile(
    r'&(?:(?P<font>"[^"]*")|(?P<size>[0-9]{1,3})|K(?P<colour>[0-9A-Fa-f]{6}|[0-9]{2}[-+][0-9]{3})'
    r"|(?P<letter>[A-Za-z&+-]))"
)
_PARTS = re.compile(r"&([LCR])")
_PAGE = re.compile(r"&[PN]")
_LONGEST = 2_000


def header_lines(sheet: SheetCells) -> list[Line]:
    """The lines that stand above the sheet in print."""
    return _lines(sheet, ("firstHeader", "oddHeader"))


def footer_lines(sheet: SheetCells) -> list[Line]:
    """The lines that stand below it."""
    return _lines(sheet, ("firstFooter", "oddFooter"))


def _lines(sheet: SheetCells, names: tuple[str, ...]) -> list[Line]:
    lines: dict[str, Line] = {}
    for name in names:
        for part, text in _split(sheet.headers.get(name, "")[:_LONGEST]):
            for row in text.splitlines():
                shown, struck = _shown(row, sheet.name)
                if shown or struck:
                    asides = (Aside(struck, "struck"),) if struck else ()
                    line = Line(
                        shown, sheet=sheet.name, centred=part == "C", chrome=bool(_PAGE.search(row)), asides=asides
                    )
                    lines.setdefault(shown, line)
    return list(lines.values())


def _split(text: str) -> list[tuple[str, str]]:
    """The middle part first, then left and right: the title stands in the middle. Text before any code is in the
    middle.
    """
    pieces = _PARTS.split(text.replace("&&", "\0"))
    parts = [("C", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    return sorted(((name, piece) for name, piece in parts if piece.strip()), key=lambda part: "CLR".index(part[0]))


def _shown(row: str, sheet: str) -> tuple[str, str]:
    """What a row prints without its codes, and what of it is struck out (&S on and off)."""
    shown, struck, at, off = "", "", 0, False
    for code in _CODE.finditer(row):
        piece = row[at : code.start()]
        shown, struck = (shown, struck + piece) if off else (shown + piece, struck)
        at = code.end()
        letter = (code["letter"] or "").upper()
        if letter == "S":
            off = not off
        elif letter == "A":
            shown += sheet
    rest = row[at:]
    shown, struck = (shown, struck + rest) if off else (shown + rest, struck)
    return tidy(shown.replace("\0", "&")), tidy(struck.replace("\0", "&"))
