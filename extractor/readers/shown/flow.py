"""Text of a cell or paragraph as the careful walks of Word files and web pages gather it.

What is shown stands in `pieces`, what is not (struck, hidden, note marks, hints, reading aids) becomes asides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractor.characters.fonts import shown
from extractor.characters.raised import raised
from extractor.model.document import Aside, AsideKind
from extractor.readers.shown.celltext import tidy

_BEFORE = 24
"""Characters before a raised text that tell what it is."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text is shown, as far as it tells what the text is."""

    struck: bool = False
    hidden: bool = False
    raised: bool = False
    fonts: tuple[str | None, str | None, str | None, bool] | None = None
    """Symbol fonts of ASCII, of other Latin and private characters, of East Asian ones; whether the latter come first.
    """

    def shown(self, text: str) -> str:
        """The text as its fonts show it."""
        if self.fonts is None:
            return text
        ascii_font, other, east, east_first = self.fonts
        pieces = []
        for char in text:
            if char < "\x80":
                pieces.append(shown(char, ascii_font))
            elif "\uf000" <= char <= "\uf0ff":
                pieces.append(shown(char, ascii_font or other or east))
            else:
                pieces.append(shown(char, east or other if east_first else other))
        return "".join(pieces)


PLAIN = Look()


class Flow:
    """Runs in, text and asides out."""

    __slots__ = ("_asides", "_finish", "_raised", "image", "joined", "pieces")

    def __init__(self, finish: Callable[[str], str] = tidy) -> None:
        self._finish = finish
        self.pieces: list[str] = []
        self.image = False
        self.joined = False
        """The last paragraph's mark is deleted: the next one goes on in its line."""
        self._asides: list[tuple[str, AsideKind, int]] = []
        self._raised = ""

    def text(self, text: str, look: Look = PLAIN) -> None:
        """Add what a run holds, as it is shown."""
        if not text:
            return
        if look is PLAIN:
            if self._raised:
                self._settle()
            self.pieces.append(text)
        elif look.struck or look.hidden:
            self.aside(look.shown(text), "struck" if look.struck and not look.hidden else "hidden")
        elif look.raised:
            self._raised += look.shown(text)
        else:
            self._settle()
            self.pieces.append(look.shown(text))

    def aside(self, text: str, why: AsideKind) -> None:
        """Keep what is no part of the text; what follows directly is one aside with it."""
        if self._asides and self._asides[-1][1:] == (why, len(self.pieces)):
            text = self._asides.pop()[0] + text
        self._asides.append((text, why, len(self.pieces)))

    def put_first(self, start: int, text: str) -> None:
        """A sign that floats before a paragraph's text, which begins at piece `start`."""
        self._settle()
        self.pieces.insert(start, text)

    def paragraph(self) -> None:
        """Another paragraph begins."""
        self._settle()
        if self.pieces and not self.joined:
            self.pieces.append("\n")
        self.joined = False

    def _settle(self) -> None:
        if self._raised:
            kept, mark = raised("".join(self.pieces[-8:])[-_BEFORE:], self._raised)
            self._raised = ""
            if kept:
                self.pieces.append(kept)
            if mark:
                self.aside(mark, "mark")

    def take(self) -> tuple[str, tuple[Aside, ...]]:
        """Text and asides so far; the flow is empty after it."""
        if not self.pieces and not self._asides and not self._raised:
            return "", ()
        if self._raised:
            self._settle()
        text = self._finish("".join(self.pieces))
        self.pieces.clear()
        if not self._asides:
            return text, ()
        asides = self.asides()
        self._asides.clear()
        return text, asides

    def raw(self) -> str:
        """The text with its white space as it came."""
        self._settle()
        return "".join(self.pieces)

    def shown(self) -> str:
        """The text, paragraphs on lines of their own."""
        self._settle()
        return self._finish("".join(self.pieces))

    def asides(self) -> tuple[Aside, ...]:
        """What was gathered and is no part of the text: hidden, struck, read aloud."""
        self._settle()
        if not self._asides:
            return ()
        return tuple(Aside(kept, why) for text, why, _ in self._asides if (kept := self._finish(text)))
