"""A worksheet's and the shared strings' XML, streamed: no tree is built, so a sheet of any size costs its cells.

expat rather than lxml: three calls for each filled cell instead of an element object for every tag, which on a large
sheet takes a third of the time and none of the memory. A DOCTYPE is refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.parsers import expat

from extractor.errors import UnreadableError
from extractor.readers.celltext import tidy
from extractor.readers.sheet import Range, SheetCells

Shown = tuple[str, str | None]
Show = Callable[[str, str | None, str | None], Shown]
"""Value, type and style of a cell -> shown text and stored value."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRUE = ("1", "true")


class DoctypeError(Exception):
    """The part carries a DOCTYPE."""


def read_sheet(data: bytes, part: str, name: str, show: Show) -> SheetCells:
    """A worksheet's cells, merges and hidden parts.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _SheetPass(SheetCells(name), show)
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

    def __init__(self, sheet: SheetCells, show: Show) -> None:
        self.sheet = sheet
        self._show = show
        self._row = self._col = -1
        self._ref: str | None = None
        self._kind: str | None = None
        self._style: str | None = None
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._formula = False
        self._listening = False
        """Characters belong to a value."""
        self._in_text = self._aid = False
        """In a t of an inline string; in a phonetic run."""
        self._prefix = ""

    def bind(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            if self._value is not None or self._formula or self._inline is not None:
                self.finish()
            ref = attributes.get("r")
            if ref is None:
                self._col = (column_of(self._ref) if self._ref else self._col) + 1
            self._ref = ref
            self._kind = attributes.get("t")
            self._style = attributes.get("s")
            self._listening = False
        elif name == "v":
            self._listening = True
        else:
            self._listening = False
            self._other(name, attributes)

    def text(self, text: str) -> None:
        if self._listening:
            self._value = text if self._value is None else self._value + text

    def finish(self) -> None:
        """Put the cell that has just been read in its place."""
        value, self._value = self._value, None
        inline, self._inline = self._inline, None
        formula, self._formula = self._formula, False
        col = self._col if self._ref is None else column_of(self._ref)
        if col < 0 or self._row < 0:
            return
        if inline is not None:
            shown: Shown = (unescaped("".join(inline)), None)
        elif value is not None and (self._kind == "str" or value.strip()):
            shown = self._show(value, self._kind, self._style)
        elif formula and self._kind != "str":
            self.sheet.stale.append((self._row, col))
            return
        else:
            return
        if shown[0]:
            self.sheet.cells[self._row, col] = shown

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        """Everything rarer than cells and values."""
        if name == "row":
            self.finish()
            given = attributes.get("r", "")
            self._row = int(given) - 1 if given.isdecimal() and len(given) < 9 else self._row + 1
            self._col, self._ref = -1, None
            if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
                self.sheet.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._inline = []
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

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self._in_text = not self._aid
        elif local == "rPh":
            self._aid = True
        elif local == "si":
            self._pieces = []

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self._in_text = False
        elif local == "rPh":
            self._aid = False
        elif local == "si":
            self.strings.append(unescaped("".join(self._pieces)))


def unescaped(text: str) -> str:
    """A cell's string: _x000D_ and its like made characters, line ends evened, paragraphs tidied."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return tidy(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


@cache
def _column(letters: str) -> int:
    col = 0
    for char in letters:
        if not "A" <= char <= "Z":
            return -1
        col = col * 26 + ord(char) - 64
    return col - 1 if 0 < col <= 16_384 else -1


def column_of(reference: str) -> int:
    """"BC12" -> 54; -1 where it is none."""
    letters = reference.rstrip("0123456789")
    return _column(letters) if len(letters) <= 3 else -1


def parse_range(reference: str) -> Range | None:
    """"A1:C3" -> (0, 0, 2, 2); None where it is none or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    left, right = column_of(first), column_of(last)
    top, bottom = first.lstrip(_LETTERS), last.lstrip(_LETTERS)
    if left < 0 or right < 0 or not (top.isdecimal() and bottom.isdecimal()) or len(top) > 7 or len(bottom) > 7:
        return None
    row1, row2 = int(top) - 1, int(bottom) - 1
    if row1 > row2 or left > right:
        row1, row2, left, right = min(row1, row2), max(row1, row2), min(left, right), max(left, right)
    return None if row1 < 0 or (row1 == row2 and left == right) else (row1, left, row2, right)
