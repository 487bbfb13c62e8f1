"""A worksheet's XML, streamed: cells, merges, hidden parts, print header."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from extractor.model.document import Aside
from extractor.readers.cells import SheetCells
from extractor.readers.sheet.fonts import Dressed, Trait
from extractor.readers.sheet.references import DIGITS, column_of, column_of_letters, parse_range
from extractor.readers.sheet.stream import parse
from extractor.readers.sheet.strings import Pieces, Runs, Strings

Shown = tuple[str, str | None]
Show = Callable[[str, str | None, str | None], Shown]
"""Value, type and style of a cell -> shown text and stored value."""
Dress = Callable[[str | Pieces, str | None, bool], Dressed]
"""A cell's text or its runs, its style, and whether it is a number -> the text as shown, and what is no part of it."""
_TRUE = ("1", "true")
_HEADERS = frozenset({"oddHeader", "oddFooter", "firstHeader", "firstFooter"})
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.I)
"""WPS keeps a picture in a cell as this formula."""
NARROW, LOW = 0.3, 1.0
"""Characters of width and points of height under which a column or row shows nothing."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How a workbook shows what its cells store.

    `odd`: styles whose number format or font changes a text; every other text is shown as it is.
    """

    show: Show
    dress: Dress
    odd: frozenset[str] = frozenset()
    run: Callable[[dict[str, str]], Trait | None] = lambda _: None
    """A run's font properties -> its trait."""


def read_sheet(data: bytes, part: str, name: str, strings: Strings, looks: Looks, max_rows: int) -> SheetCells:
    """A worksheet's cells, merges, hidden parts and print header.

    Args:
        part: name of the part in the package, for messages.
        name: of the sheet.
        max_rows: rows beyond it are not read.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _SheetPass(SheetCells(name), strings, looks, max_rows)
    parse(data, part, reading.start, reading.text, reading.bind)
    reading.finish()
    return reading.sheet


class _SheetPass:
    """The state of one pass; what a cell holds is shown when the next one begins."""

    def __init__(self, sheet: SheetCells, strings: Strings, looks: Looks, max_rows: int) -> None:
        self.sheet = sheet
        self._cells = sheet.cells
        self._strings = strings.plain
        self._rich = strings.rich
        self._looks = looks
        self._odd = looks.odd
        self._row = self._col = -1
        self._cell: dict[str, str] = {}
        """Attributes of the current cell."""
        self._value: str | None = None
        self._inline: Runs | None = None
        self._pending = self._formula = self._listening = False
        """The cell holds something; a formula; characters belong to its value."""
        self._header = ""
        self._prefix = ""
        self._max_rows = max_rows
        self._last_row: int | None = None
        """The last row that can be read, known once a cell is."""

    def bind(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            if self._pending:
                self.finish()
            if "r" not in attributes:
                before = self._cell.get("r")
                self._col = (column_of(before) if before else self._col) + 1
            self._cell = attributes
        elif name == "v":
            self._listening = self._pending = True
        else:
            self._listening = False
            self._other(name, attributes)

    def text(self, text: str) -> None:
        if self._listening:
            self._value = text if self._value is None else self._value + text

    def finish(self) -> None:
        """Put the cell that has just been read in its place."""
        value, cell = self._value, self._cell
        ref, kind = cell.get("r"), cell.get("t")
        col = self._col if ref is None else column_of_letters(ref.rstrip(DIGITS))
        style = cell.get("s")
        if kind == "s" and value is not None and style not in self._odd:
            try:
                index = int(value)
                shown: Shown | None = (self._strings[index], None)
                if index in self._rich:
                    shown = self._dressed(self._rich[index], style, col)
            except (ValueError, IndexError):
                shown = self._lost(col)
        else:
            shown = self._odd_value(value, kind, style, col)
        if shown is not None and shown[0] and col >= 0 and self._row >= 0:
            self._cells[self._row, col] = shown
        self._value = self._inline = None
        self._pending = self._formula = self._listening = False

    def _lost(self, col: int) -> Shown | None:
        """A cell whose shared string is not in the file: damaged, not blank."""
        self._beside(col, Aside("（文件中缺失）", "lost"))
        return None

    def _beside(self, col: int, *asides: Aside) -> None:
        """What stands in a cell and is no part of its text; the cell is there even where it has none."""
        if asides and col >= 0 and self._row >= 0:
            self.sheet.asides[self._row, col] = asides
            self._cells.setdefault((self._row, col), ("", None))

    def _dressed(
        self, text: str | Pieces, style: str | None, col: int, stored: str | None = None, number: bool = False
    ) -> Shown:
        seen, asides = self._looks.dress(text, style, number)
        self._beside(col, *asides)
        return seen, None if asides else stored

    def _odd_value(self, value: str | None, kind: str | None, style: str | None, col: int) -> Shown | None:
        """Anything but a shared string in a plain style."""
        if self._inline is not None:
            return self._dressed(self._inline.pieces, style, col)
        if value is None or not (kind == "str" or value.strip()):
            if self._formula and kind != "str" and col >= 0:
                self.sheet.stale.append((max(self._row, 0), col))
            return None
        if kind == "e":
            self._beside(col, Aside(value.strip(), "error"))
            return None
        if kind == "s":
            index = int(value) if value.strip().isdecimal() else -1
            if not 0 <= index < len(self._strings):
                return self._lost(col)
            return self._dressed(self._rich.get(index, self._strings[index]), style, col)
        if kind == "str" and _PICTURE.match(value):
            self.sheet.images.add((max(self._row, 0), col))
            self._cells.setdefault((max(self._row, 0), col), ("", None))
            return None
        text, stored = self._looks.show(value, kind, style)
        if not text and stored not in (None, "0"):
            self._beside(col, Aside(stored or "", "hidden"))
            return None
        return self._dressed(text, style, col, stored, kind != "str") if style in self._odd else (text, stored)

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        """Everything rarer than cells and values."""
        if name == "row":
            if self._pending:
                self.finish()
            given = attributes.get("r", "")
            self._row = int(given) - 1 if given.isdecimal() and len(given) < 9 else self._row + 1
            self._col, self._cell = -1, {}
            if self._last_row is None and self.sheet.cells:
                self._last_row = min(row for row, _ in self.sheet.cells) + self._max_rows - 1
            self._beyond(self._last_row is not None and self._row > self._last_row)
            if attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("ht"), LOW):
                self.sheet.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = self._pending = True
        elif name == "is":
            self._inline = Runs(self._looks.run)
            self._pending = True
            self._parser.EndElementHandler = self._end_inline
            self._parser.CharacterDataHandler = self._inline.text
        elif self._inline is not None and self._inline.start(name, attributes):
            pass
        elif name in _HEADERS:
            self._header = name
            self._parser.CharacterDataHandler = self._header_text
            self._parser.EndElementHandler = self._end_header
        elif name == "mergeCell":
            area = parse_range(attributes.get("ref", ""))
            if area is not None:
                self.sheet.merges.append(area)
        elif name == "col":
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if (
                (attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("width"), NARROW))
                and low.isdecimal()
                and high.isdecimal()
            ):
                self.sheet.hidden_cols.append((int(low[:9]) - 1, int(high[:9]) - 1))
        elif ":" in name:
            self._prefixed(name, attributes)

    def _beyond(self, beyond: bool) -> None:
        """Rows below the last readable one are only counted, so that a far or endless sheet costs little."""
        if not self._prefix:
            self._parser.StartElementHandler = self._start_beyond if beyond else self.start

    def _start_beyond(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell = attributes
        elif name in ("v", "is"):
            if not self.sheet.beyond:
                self.sheet.first_beyond = (self._row, max(column_of(self._cell.get("r", "")), 0))
            self.sheet.beyond += 1
        elif name in ("row", "mergeCell", "col"):
            self._other(name, attributes)

    def _prefixed(self, name: str, attributes: dict[str, str]) -> None:
        """Some writers put every element of the sheet under a prefix; the root tells which."""
        prefix, _, local = name.partition(":")
        if local == "worksheet":
            self._prefix = prefix
            self._parser.StartElementHandler = self._start_prefixed
        elif prefix == self._prefix:
            self.start(local, attributes)

    def _start_prefixed(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        self.start(local if prefix == self._prefix else name, attributes)

    def _end_inline(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "is":
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = self.text
        elif self._inline is not None:
            self._inline.end(local)

    def _header_text(self, text: str) -> None:
        self.sheet.headers[self._header] = self.sheet.headers.get(self._header, "") + text

    def _end_header(self, name: str) -> None:
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = self.text


def _is_nothing(size: str | None, least: float) -> bool:
    """A width or height that shows nothing; False for none or one that is no number."""
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False
