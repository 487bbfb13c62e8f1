"""The shared strings of a workbook, and strings that stand in a cell: runs of text, each with the trait of its font."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from extractor.readers.sheet.fonts import Trait
from extractor.readers.sheet.stream import parse
from extractor.readers.shown.celltext import tidy

Pieces = list[tuple[str, Trait | None]]
PLAIN = Trait()
"""A run with a plain font of its own: the cell's font says nothing of it."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Strings:
    """The shared strings; `rich` has the runs of those in which a font says more than the letters."""

    plain: list[str] = field(default_factory=list)
    rich: dict[int, Pieces] = field(default_factory=dict)


def read_strings(data: bytes, part: str, run: Callable[[dict[str, str]], Trait | None]) -> Strings:
    """The shared strings, rich text joined, reading aids left out; `run` gives a run's trait.

    Raises:
        UnreadableError: not well-formed, or it carries a DOCTYPE.
    """
    reading = _StringsPass(run)
    parse(data, part, reading.start, reading.text, reading.bind)
    return reading.strings


class Runs:
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
        """Take characters that stand in a t."""
        if self._in_text:
            self.pieces.append((text, self._trait))

    def end(self, name: str) -> None:
        """Take an element's end."""
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
        self._string = Runs(run)

    def bind(self, parser: expat.XMLParserType) -> None:
        parser.EndElementHandler = self._end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._string = Runs(self._run)
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


def unescaped(text: str) -> str:
    """A cell's string: _x000D_ and its like made characters, line ends evened, paragraphs tidied."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return tidy(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
