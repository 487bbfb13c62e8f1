"""What a person sees of a stretch of text: fields resolved, hidden, struck and deleted text set aside, signs by their
font.

Built once for a document: the runs that need a look and the stretches that fields hide, both in reading order. Most
paragraphs meet neither and are the text as it stands. How a run looks is judged as in the .docx reader
(`word/look.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from extractor.characters.fonts import shown as by_font
from extractor.characters.fonts import symbol_font
from extractor.layout.conservation import visible_length
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE
from extractor.readers.shown.flow import PLAIN, Flow, Look
from extractor.readers.word.doc.fields import Part
from extractor.readers.word.doc.formatting import Span
from extractor.readers.word.doc.pieces import whole
from extractor.readers.word.doc.properties import Run
from extractor.readers.word.look import look_of, tells

_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN_AS = {n: None for n in range(0x20) if n not in (0x09, 0x0A)} | {
    0x0B: "\n",
    0x0C: "\n",
    0x0E: "\n",
    0x0D: "\n",
    0x1E: "-",
}
"""Control characters: line, page and column breaks, the hyphen that does not break; the rest shows nothing."""
PICTURE, SHAPE, SYMBOL = "\x01", "\x08", "\x28"


@dataclass(slots=True)
class Anchors:
    """What is anchored in a stretch of text, and how much was seen of it."""

    shapes: list[int] = field(default_factory=list)
    """CPs of anchors of drawn shapes."""
    pictures: list[tuple[int, Run]] = field(default_factory=list)
    """Pictures and objects in the line: CP and run."""
    seen: int = 0
    """Visible characters, those set aside too."""


class Sight:
    """Looks at stretches of one document's text."""

    def __init__(self, text: str, spans: list[Span], parts: list[Part], fonts: list[str]) -> None:
        self._text, self._fonts = text, fonts
        self._spans, self._starts = spans, [span.first for span in spans]
        self._parts, self._ends = parts, [part.last for part in parts]
        self._odd_starts, self._odd_ends = _union(
            [(s.first, s.last) for s in spans] + [(p.first, p.last) for p in parts]
        )
        self._looks: dict[tuple[Run, str], Look] = {}

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

    def into(self, first: int, last: int, flow: Flow, ground: str = WHITE) -> Anchors:
        """The text from CP `first` to `last` into `flow`; `ground` is the colour it stands on."""
        found = Anchors()
        plain = self.plain(first, last)
        if plain is not None:
            flow.text(plain)
            found.seen = visible_length(plain)
            return found
        part = bisect_right(self._ends, first)
        span = max(bisect_right(self._starts, first) - 1, 0)
        at = first
        while at < last:
            if part < len(self._parts) and self._parts[part].first <= at:
                if self._parts[part].first >= first:
                    self._instead(self._parts[part], flow, ground, found)
                at = max(self._parts[part].last, at)
                part += 1
                continue
            end = min(last, self._parts[part].first) if part < len(self._parts) else last
            while span < len(self._spans) and self._spans[span].last <= at:
                span += 1
            if span < len(self._spans) and self._spans[span].first <= at:
                end = min(end, self._spans[span].last)
                self._run(at, end, self._spans[span].run, flow, ground, found)
            else:
                end = min(end, self._spans[span].first) if span < len(self._spans) else end
                _say(_plain(self._text[at:end]), PLAIN, flow, found)
            at = end
        return found

    def _instead(self, part: Part, flow: Flow, ground: str, found: Anchors) -> None:
        """What stands for a hidden stretch; struck or hidden where its own text is."""
        if part.aid:
            flow.aside(part.aid, "aid")
            found.seen += visible_length(part.aid)
        run = self.run(part.first) if part.instead else None
        if run is not None and run.deleted:
            return
        look = self._look(run, ground) if run is not None else PLAIN
        _say(part.instead, look if look.struck or look.hidden else PLAIN, flow, found)

    def _look(self, run: Run, ground: str) -> Look:
        key = (run, ground)
        if key not in self._looks:
            look = look_of(run.props(self._fonts), UNKNOWN_GROUND if run.shaded else ground)
            self._looks[key] = PLAIN if look == PLAIN else look
        return self._looks[key]

    def _run(self, first: int, last: int, run: Run, flow: Flow, ground: str, found: Anchors) -> None:
        if run.deleted:
            return
        look = self._look(run, ground)
        raw = self._text[first:last]
        if not run.special:
            _say(_plain(raw), look, flow, found)
            return
        for n, char in enumerate(raw):
            if run.symbol is not None and char == SYMBOL:
                _say(
                    self._symbol(run.symbol), look if look.struck or look.hidden or look.raised else PLAIN, flow, found
                )
            elif char == SHAPE:
                found.shapes.append(first + n)
            elif char == PICTURE:
                if not run.data:
                    found.pictures.append((first + n, run))
            elif char in "\t\n\x0b\x0c\x0e\x1e" or char >= " " and char != SYMBOL:
                _say(_plain(char), look, flow, found)

    def _symbol(self, symbol: tuple[int, int]) -> str:
        """The character of a symbol (sprmCSymbol)."""
        number, code = symbol
        name = self._fonts[number] if number < len(self._fonts) else None
        if code < 0x100 and symbol_font(name):
            code |= 0xF000
        return by_font(chr(code), name) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x10000 else ""


def is_odd(run: Run, fonts: list[str]) -> bool:
    """Whether a run's text is not shown as it stands."""
    return run.deleted or run.special or run.symbol is not None or tells(run.props(fonts))


def _say(text: str, look: Look, flow: Flow, found: Anchors) -> None:
    flow.text(text, look)
    found.seen += visible_length(text)


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
