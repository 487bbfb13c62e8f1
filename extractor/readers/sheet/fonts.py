"""What a cell's fonts do to its text: struck out, raised, white on white, a symbol font; for .xlsx and .xls alike.

A `Trait` says what is odd about a font (None: nothing is); `dress` gives the text that is shown and what stands beside
it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.characters.fonts import shown, symbol_font
from extractor.characters.raised import raised
from extractor.model.document import Aside
from extractor.readers.shown.celltext import tidy

WHITE = "FFFFFF"
LIGHT = 0xF4
"""The least of a colour's channels from which letters cannot be told from white paper."""
SMALLEST = 1.5
"""Points; what is set smaller cannot be read by anyone."""
Dressed = tuple[str, tuple[Aside, ...]]


@dataclass(frozen=True, slots=True)
class Trait:
    """What is odd about a font."""

    struck: bool = False
    raised: bool = False
    tiny: bool = False
    """Too small to see."""
    symbol: str | None = None
    """The symbol font's name."""
    colour: str | None = None
    """RRGGBB, where the letters are so light that a white ground swallows them."""


def trait(*, struck: bool, up: bool, size: float | None, name: str | None, colour: str | None) -> Trait | None:
    """A font's trait, None where it is a plain one. `size` in points; `colour` as RRGGBB, None where it is the
    automatic one.

    Args:
        struck: struck through.
        up: raised (superscript).
        name: of the font, None where the sheet says none.
    """
    light = colour if colour is not None and min(_channels(colour)) >= LIGHT else None
    found = Trait(struck, up, size is not None and size < SMALLEST, name if symbol_font(name) else None, light)
    return found if found != Trait() else None


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour)) if re.fullmatch("[0-9A-Fa-f]{6}", colour) else (0,)


def dress(
    pieces: Iterable[tuple[str, Trait | None]], ground: str = WHITE, tidied: Callable[[str], str] = tidy
) -> Dressed:
    """A cell's runs on its ground (RRGGBB) -> its text as shown, and what is struck, hidden or a note's mark."""
    text = ""
    asides: list[Aside] = []
    for part, odd in pieces:
        if odd is None:
            text += part
            continue
        seen = shown(part, odd.symbol)
        if odd.struck or odd.tiny or _is_swallowed(odd.colour, ground):
            asides.append(Aside(tidied(seen), "struck" if odd.struck else "hidden"))
        elif odd.raised:
            kept, mark = raised(text, seen)
            text += kept
            asides += [Aside(mark, "mark")] if mark else []
        else:
            text += seen
    return tidied(text), tuple(aside for aside in asides if aside.text)


def _is_swallowed(colour: str | None, ground: str) -> bool:
    return (
        colour is not None
        and max(abs(a - b) for a, b in zip(_channels(colour), _channels(ground), strict=False)) <= 0xFF - LIGHT
    )
