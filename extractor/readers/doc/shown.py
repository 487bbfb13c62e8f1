"""What a person sees of a stretch of text: fields resolved, hidden, struck and deleted text set aside, signs by their font.

Built once for a document: the runs that need a look and the stretches that fields hide, both in reading order. Most
paragraphs meet neither and are the text as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from extractor.model.document import Aside
from extractor.readers.doc.fields import Part
from extractor.readers.doc.formatting import Span
from extractor.readers.doc.pieces import whole
from extractor.readers.doc.properties import Run
from extractor.readers.font_meaning import shown as by_font
from extractor.readers.font_meaning import symbol_font

_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN_AS = {n: None for n in range(0x20) if n not in (0x09, 0x0A)} | {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x0D: "\n", 0x1E: "-"}
"""Control characters: line, page and column breaks, the hyphen that does not break; the rest shows nothing."""
PICTURE, SHAPE, SYMBOL = "\x01", "\x08", "\x28"


@dataclass(slots=True)
class Shown:
    """A stretch of text as a person sees it."""

    text: str = ""
    asides: tuple[Aside, ...] = ()
    shapes: list[int] = field(default_factory=list)
    """CPs of anchors of drawn shapes."""
    pictures: list[tuple[int, Run]] = field(default_factory=list)
    """Pictures and objects in the line: CP and run."""


class Sight:
    """Looks at stretches of one document's text."""

    def __init__(self, text: str, spans: list[Span], parts: list[Part], fonts: list[str]) -> None:
        self._text = text
        self._spans = spans
        self._starts = [span.first for span in spans]
        self._parts = parts
        self._ends = [part.last for part in parts]
        self._fonts = fonts
        self._odd_starts, self._odd_ends = _union([(s.first, s.last) for s in spans] + [(p.first, p.last) for p in parts])
        self.revised = False
        """Whether open revisions were met."""

    def run(self, cp: int) -> Run | None:
        """The run at a CP where it is one that needs a look."""
        at = bisect_right(self._starts, cp) - 1
        return self._spans[at].run if at >= 0 and cp < self._spans[at].last else None

    def plain(self, first: int, last: int) -> str | None:
        """The text where nothing in it needs a look, None where something does."""
        at = bisect_right(self._odd_ends, first)
        if at < len(self._odd_ends) and self._odd_starts[at] < last:
            return None
        raw = self._text[first:last]
        return _plain(raw) if _ODD.search(raw) else raw

    def look(self, first: int, last: int) -> Shown:
        """The text from CP `first` to `last`, marks of paragraphs and cells within it left out."""
        plain = self.plain(first, last)
        if plain is not None:
            return Shown(plain)
        part = bisect_right(self._ends, first)
        span = max(bisect_right(self._starts, first) - 1, 0)
        while span < len(self._spans) and self._spans[span].last <= first:
            span += 1
        made = _Making(self)
        at = first
        while at < last:
            if part < len(self._parts) and self._parts[part].first <= at:
                made.instead(self._parts[part], first)
                at = max(self._parts[part].last, at)
                part += 1
                continue
            end = min(last, self._parts[part].first) if part < len(self._parts) else last
            at, span = made.stretch(at, end, span)
        return made.result()

    def font(self, run: Run, char: str) -> str | None:
        """The name of the symbol font a character is shown in, None for another font."""
        ascii_font, east, other = run.fonts
        for number in (ascii_font, other, east) if char < "\u0100" or char >= "\uf000" else (east, other, ascii_font):
            if number is not None and number < len(self._fonts):
                return self._fonts[number] if symbol_font(self._fonts[number]) else None
        return None

    def symbol(self, run: Run) -> str:
        """The character of a symbol (sprmCSymbol)."""
        number, code = run.symbol or (0, 0)
        name = self._fonts[number] if number < len(self._fonts) else None
        if code < 0x100 and symbol_font(name):
            code |= 0xF000
        if not (0x20 <= code < 0xD800 or 0xE000 <= code < 0x10000):
            return ""
        return by_font(chr(code), name)

    def spans(self) -> list[Span]:
        return self._spans

    def raw(self, first: int, last: int) -> str:
        return self._text[first:last]


class _Making:
    """A stretch under way."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._pieces: list[str] = []
        self._asides: list[tuple[str, str]] = []
        self._shown = Shown()

    def instead(self, part: Part, first: int) -> None:
        """A hidden stretch: what stands for it is shown where it begins, or not at all if that was before `first`."""
        run = self._sight.run(part.first) if part.instead and part.first >= first else None
        if part.instead and part.first >= first and not (run and (run.deleted or run.vanish)):
            self._pieces.append(part.instead)

    def stretch(self, at: int, end: int, span: int) -> tuple[int, int]:
        """Text from `at` up to `end` or the run's end; gives where to go on."""
        spans = self._sight.spans()
        while span < len(spans) and spans[span].last <= at:
            span += 1
        if span == len(spans) or spans[span].first >= end:
            self._pieces.append(_plain(self._sight.raw(at, end)))
            return end, span
        if spans[span].first > at:
            stop = spans[span].first
            self._pieces.append(_plain(self._sight.raw(at, stop)))
            return stop, span
        stop = min(end, spans[span].last)
        self._run(at, stop, spans[span].run)
        return stop, span

    def _run(self, first: int, last: int, run: Run) -> None:
        raw = self._sight.raw(first, last)
        if run.deleted:
            self._sight.revised = True
        elif run.special and not run.vanish:
            self._special(first, raw, run)
        else:
            text = self._by_font(raw, run)
            if run.vanish:
                self._aside(text, "hidden")
            elif run.struck:
                self._aside(text, "struck")
            else:
                self._pieces.append(text)

    def _special(self, first: int, raw: str, run: Run) -> None:
        for n, char in enumerate(raw):
            if run.symbol is not None and char == SYMBOL:
                text = self._sight.symbol(run)
                if run.struck:
                    self._aside(text, "struck")
                else:
                    self._pieces.append(text)
            elif char == SHAPE:
                self._shown.shapes.append(first + n)
            elif char == PICTURE and not run.data:
                self._shown.pictures.append((first + n, run))
            elif char in "\t\n\x0b\x0c\x0e\x1e" or char >= " " and char != SYMBOL:
                self._pieces.append(_plain(char))

    def _by_font(self, raw: str, run: Run) -> str:
        if run.fonts == (None, None, None):
            return _plain(raw)
        return "".join(by_font(char, self._sight.font(run, char)) if char >= " " else char for char in raw).translate(_SHOWN_AS)

    def _aside(self, text: str, why: str) -> None:
        if self._asides and self._asides[-1][1] == why:
            self._asides[-1] = (self._asides[-1][0] + text, why)
        elif text:
            self._asides.append((text, why))

    def result(self) -> Shown:
        self._shown.text = "".join(self._pieces)
        if _SURROGATE.search(self._shown.text):
            self._shown.text = whole(self._shown.text)
        self._shown.asides = tuple(Aside(whole(text), why) for text, why in self._asides if text.strip())  # type: ignore[arg-type]
        return self._shown


def _union(stretches: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts and ends of what the stretches cover together."""
    starts: list[int] = []
    ends: list[int] = []
    for first, last in sorted(stretches):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends


def _plain(raw: str) -> str:
    text = raw.translate(_SHOWN_AS)
    return whole(text) if _SURROGATE.search(text) else text
