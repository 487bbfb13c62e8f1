"""A worksheet's and the shared strings' XML, streamed: no tree is built, so a sheet of any size costs its cells.

expat rather than lxml: three calls for each filled cell instead of an element object for every tag, which on a large
sheet takes a third of the time and none of the memory. A DOCTYPE is refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from extractor.errors import UnreadableError
from extractor.readers.celltext import tidy
from extractor.readers.sheet import Range, SheetCells

Shown = tuple[str, str | None]
Show = Callable[[str, str | None, str | None], Shown]
"""Value, type and style of a cell -> shown text and stored value."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRUE = ("1", "true")


class DoctypeError(Exception):
    """The part carries a DOCTYPE."""


def read_sheet(
    data: bytes, part: str, name: str, strings: list[str] | None, show: Show, max_rows: int
) -> SheetCells:
    """A worksheet's cells, merges and hidden parts.

    `strings` are the shared strings where they are shown as they are; None leaves those too to `show`.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _SheetPass(SheetCells(name), strings, show, max_rows)
    _parse(data, part, reading.start, reading.text, reading.bind)
    reading.finish()
    return reading.sheet


def read_strings(data: bytes, part: str) -> list[str]:
    """The shared strings, rich text joined, reading aids left out.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _StringsPass()
    _parse(data, part, reading.start, reading.text, reading.bind)
    return reading.strings


def _parse(
    data: bytes,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None],
    bind: Callable[[expat.XMLParserType], None],
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    bind(parser)
    try:
        parser.Parse(data, True)
    except DoctypeError as fault:
        message = f"文件内部的 {part} 带有 DOCTYPE 声明，为安全起见不予读取"
        raise UnreadableError(message, "请用原软件打开并另存后重新提交") from fault
    except (expat.ExpatError, ValueError, LookupError) as fault:
        message = f"文件内部的 {part} 不是完好的 XML（{fault}）"
        raise UnreadableError(message, "请用原软件打开并另存后重新提交") from fault


def _refuse(*_: object) -> None:
    raise DoctypeError


class _SheetPass:
    """The state of one pass; what a cell holds is shown when the next one begins."""

    def __init__(self, sheet: SheetCells, strings: list[str] | None, show: Show, max_rows: int) -> None:
        self.sheet = sheet
        self._cells = sheet.cells
        self._strings = strings
        self._show = show
        self._row = self._col = -1
        self._cell: dict[str, str] = {}
        """Attributes of the current cell."""
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._pending = self._formula = self._listening = False
        """The cell holds something; a formula; characters belong to its value."""
        self._in_text = self._aid = False
        """In a t of an inline string; in a phonetic run."""
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
        col = self._col if ref is None else _column(ref.rstrip(_DIGITS))
        if kind == "s" and value is not None and self._strings is not None:
            try:
                shown: Shown | None = (self._strings[int(value)], None)
            except (ValueError, IndexError):
                shown = None
        else:
            shown = self._odd_value(value, kind, cell.get("s"), col)
        if shown is not None and shown[0] and col >= 0 and self._row >= 0:
            self._cells[self._row, col] = shown
        self._value = self._inline = None
        self._pending = self._formula = self._listening = False

    def _odd_value(self, value: str | None, kind: str | None, style: str | None, col: int) -> Shown | None:
        """Anything but a shared string."""
        if self._inline is not None:
            return unescaped("".join(self._inline)), None
        if value is not None and (kind == "str" or value.strip()):
            return self._show(value, kind, style)
        if self._formula and kind != "str" and col >= 0:
            self.sheet.stale.append((max(self._row, 0), col))
        return None

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
            if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
                self.sheet.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = self._pending = True
        elif name == "is":
            self._inline = []
            self._pending = True
            self._parser.EndElementHandler = self._end_inline
            self._parser.CharacterDataHandler = self._inline_text
        elif name == "t":
            self._in_text = not self._aid
        elif name == "rPh":
            self._aid = True
        elif name == "mergeCell":
            area = parse_range(attributes.get("ref", ""))
            if area is not None:
                self.sheet.merges.append(area)
        elif name == "col":
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if attributes.get("hidden") in _TRUE and low.isdecimal() and high.isdecimal():
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

    def _inline_text(self, text: str) -> None:
        if self._inline is not None and self._in_text:
            self._inline.append(text)

    def _end_inline(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._in_text = False
        if local == "rPh":
            self._aid = False
        elif local == "is":
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = self.text


class _StringsPass:
    """Shared strings: the text of every t of an si, but for those of phonetic runs."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._aid = False

    def bind(self, parser: expat.XMLParserType) -> None:
        parser.EndElementHandler = self._end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not self._aid
        elif name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aid = True
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "si":
            self.strings.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._aid = False
        elif ":" in name:
            self._end(name.rpartition(":")[2])


def unescaped(text: str) -> str:
    """A cell's string: _x000D_ and its like made characters, line ends evened, paragraphs tidied."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return tidy(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    if not 0 < len(letters) <= 3:
        return -1
    col = 0
    for char in letters:
        if not "A" <= char <= "Z":
            return -1
        col = col * 26 + ord(char) - 64
    return col - 1 if col <= 16_384 else -1


def column_of(reference: str) -> int:
    """"BC12" -> 54; -1 where it is none."""
    return _column(reference.rstrip(_DIGITS))


def parse_range(reference: str) -> Range | None:
    """"A1:C3" -> (0, 0, 2, 2); None where it is none or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    left, right = column_of(first), column_of(last)
    top, bottom = first.lstrip(LETTERS), last.lstrip(LETTERS)
    if left < 0 or right < 0 or not (top.isdecimal() and bottom.isdecimal()) or len(top) > 7 or len(bottom) > 7:
        return None
    row1, row2 = int(top) - 1, int(bottom) - 1
    if row1 > row2 or left > right:
        row1, row2, left, right = min(row1, row2), max(row1, row2), min(left, right), max(left, right)
    return None if row1 < 0 or (row1 == row2 and left == right) else (row1, left, row2, right)
