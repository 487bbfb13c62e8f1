"""The lines of a dump with a cell a line, and what a line says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIGURE = re.compile(r"[-—–/]+$|-?\d[\d.,，]*\s*(?:[%％]|[千百十]?万?元|亿元)?$")
PROSE = 24
"""Characters beyond which a line is prose."""


@dataclass(slots=True)
class Text:
    """A line of the dump that is not blank."""

    text: str
    line: int


Row = list[Text | None]
"""Cells from the left; None goes on from above. The last reaches the right edge."""


class UnsureError(Exception):
    """The lines do not say which cell is which."""


def squeezed(text: str) -> str:
    """Without white space: 分　值 is 分值."""
    return "".join(text.split())


def is_a(pattern: re.Pattern[str], text: Text) -> bool:
    """Whether a line begins as the pattern says, white space left out."""
    return pattern.match(squeezed(text.text)) is not None


def is_prose(text: Text) -> bool:
    """Whether a line is long, or sentences."""
    return len(text.text) > PROSE or re.search(r"[。；，].*\d|。", text.text) is not None


def is_value(text: Text) -> bool:
    """Whether a line is a figure or prose, and no label."""
    return is_a(FIGURE, text) or is_prose(text)
