"""A worksheet's and the shared strings' XML, streamed: no tree is built, so a sheet of any size costs its cells.

expat rather than lxml: three calls for each filled cell instead of an element object for every tag, which on a large
sheet takes a third of the time and none of the memory. A DOCTYPE is refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from extractor.errors import UnreadableError
from extractor.model.document import Aside
from extractor.readers.cells import Range, SheetCells
from extractor.readers.sheet.fonts import Dressed, Trait
from extractor.readers.shown.celltext import tidy

Shown = tuple[str, str | None]
Show = Callable[[str, str | None, str | None], Shown]
"""Value, type and style of a cell -> shown text and stored value."""
Pieces = list[tuple[str, Trait | None]]
Dress = Callable[[str | Pieces, str | None, bool], Dressed]
"""A cell's text or its runs, its style, and whether it is a number -> the text as shown, and what is no part of it."""
PLAIN = Trait()
"""A run with a plain font of its own: the cell's font says nothing of it."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRUE = ("1", "true")
_HEADERS = frozenset({"oddHeader", "oddFooter", "firstHeader", "firstFooter"})
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.I)
"""WPS keeps a picture in a cell as this formula."""
NARROW, LOW = 0.3, 1.0
"""Characters of width and points of height under which a column or row shows nothing."""


class DoctypeError(Exception):
    """The part carries a DOCTYPE."""


@dataclass(slots=True)
class Strings:
    """The shared strings; `rich` has the runs of those in which a font says more than the letters."""

    plain: list[str] = field(default_factory=list)
    rich: dict[int, Pieces] = field(default_factory=dict)


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

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _SheetPass(SheetCells(name), strings, looks, max_rows)
    _parse(data, part, reading.start, reading.text, reading.bind)
    reading.finish()
    return reading.sheet


def read_strings(data: bytes, part: str, run: Callable[[dict[str, str]], Trait | None]) -> Strings:
    """The shared strings, rich text joined, reading aids left out; `run` gives a run's trait.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _StringsPass(run)
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
        self._inline: _Runs | None = None
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
        col = self._col if ref is None else _column(ref.rstrip(_DIGITS))
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
            self._inline = _Runs(self._looks.run)
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


class _Runs:
    """The runs of one string: the text of every t but those of phonetic runs, each with its font's trait."""

    def __init__(self, run: Callable[[dict[str, str]], Trait | None]) -> None:
        self.pieces: Pieces = []
        self._run = run
        self._font: dict[str, str] | None = None
        """The current run's properties; None where it has none of its own."""
        self._trait: Trait | None = None
        self._in_text = self._aid = self._in_font = False

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        """Take an element's start; False where it says nothing of runs."""
        if name == "t":
            self._in_text = not self._aid
            if self._font is not None:
                self._trait = self._run(self._font) or PLAIN
        elif name == "r":
            self._font = self._trait = None
        elif name == "rPr":
            self._font, self._in_font = {}, True
        elif name == "rPh":
            self._aid = True
        elif self._in_font and self._font is not None:
            self._font[name] = _font_value(name, attributes)
        else:
            return False
        return True

    def text(self, text: str) -> None:
        if self._in_text:
            self.pieces.append((text, self._trait))

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPr":
            self._in_font = False
        elif name == "rPh":
            self._aid = False


def _font_value(name: str, attributes: dict[str, str]) -> str:
    """One property of a run's font: `val`, or a colour as "RRGGBB" or "theme:1"."""
    if name != "color":
        return attributes.get("val", "1")
    if "rgb" in attributes:
        return attributes["rgb"][-6:].upper()
    return next(
        (f"{key}:{attributes[key]}{attributes.get('tint', '')}" for key in ("theme", "indexed") if key in attributes),
        "",
    )


class _StringsPass:
    """The shared strings, one by one."""

    def __init__(self, run: Callable[[dict[str, str]], Trait | None]) -> None:
        self.strings = Strings()
        self._run = run
        self._string = _Runs(run)

    def bind(self, parser: expat.XMLParserType) -> None:
        parser.EndElementHandler = self._end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._string = _Runs(self._run)
        elif not self._string.start(name, attributes) and ":" in name:
            self.start(name.rpartition(":")[2], attributes)

    def text(self, text: str) -> None:
        self._string.text(text)

    def _end(self, name: str) -> None:
        if name == "si":
            pieces = self._string.pieces
            if any(trait is not None and trait is not PLAIN for _, trait in pieces):
                self.strings.rich[len(self.strings.plain)] = pieces
            self.strings.plain.append(unescaped("".join(text for text, _ in pieces)))
        elif ":" in name:
            self._end(name.rpartition(":")[2])
        else:
            self._string.end(name)


def _is_nothing(size: str | None, least: float) -> bool:
    """A width or height that shows nothing; False for none or one that is no number."""
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False


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
    """ "BC12" -> 54; -1 where it is none."""
    return _column(reference.rstrip(_DIGITS))


def parse_range(reference: str) -> Range | None:
    """ "A1:C3" -> (0, 0, 2, 2); None where it is none or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    left, right = column_of(first), column_of(last)
    top, bottom = first.lstrip(LETTERS), last.lstrip(LETTERS)
    if left < 0 or right < 0 or not (top.isdecimal() and bottom.isdecimal()) or len(top) > 7 or len(bottom) > 7:
        return None
    row1, row2 = int(top) - 1, int(bottom) - 1
    if row1 > row2 or left > right:
        row1, row2, left, right = min(row1, row2), max(row1, row2), min(left, right), max(left, right)
    return None if row1 < 0 or (row1 == row2 and left == right) else (row1, left, row2, right)
