"""Signs of a value cell that no reading accounts for: what is not understood is never dropped before a number.

A value that keeps such a sign is `text`, and a finding says so. Letters, digits and the marks below are understood;
everything else (□ ? ▲ ↓ U+FFFD, private characters …) is a sign of unknown meaning.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNDERSTOOD = frozenset("%‰‱°℃℉′″¥￥()[]<>=≥≤≈~±+-—·.,:;/、。“”‘’\"'《》「」『』ⅠⅡⅢ")
_UNITS = range(0x3300, 0x3400)
"""Compatibility characters that are units: ㎡ ㎥ ㏄."""
_JOINS = re.compile(r"(?<=[^\W\d_])[*×](?=[^\W\d_])")
"""元/人*月: the sign joins two units."""
_EDGE = re.compile(r"\A[,;.](?![0-9])|\A,|[~+<>=≥≤]\Z")
"""A mark at the edge that belongs to something cut off."""
_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_RAISED = re.compile(r"(?<![×*xX]10)(?<=[0-9%‰])(?<!\A10)(?<![^0-9.,]10)(?:[¹²³⁰⁴-⁹]+|[①-⑳](?![0-9①-⑳]))")
"""A raised note mark behind a number; behind 10 it is a power."""
_FIRST = re.compile(r"\A[^\w]*")
_MODIFIERS = re.compile("[\u02b0-\u02ff]")
"""Modifier letters (ˆ ˇ ˜): no letters of a word."""


@lru_cache(maxsize=8192)
def unknown_signs(folded: str) -> str:
    """The signs of a folded value cell that nobody can account for, in order; "" where every one is understood.

    A tick at the edge is understood: the value is ticked off.
    """
    if folded.isascii() and folded.isalnum():
        return ""
    value, _, per = folded.strip("√✓✔☑").partition("/")
    left = [char for char in value + _JOINS.sub("", per) if not _is_understood(char)]
    edge = _EDGE.search(folded)
    return "".join(left) or (edge[0] if edge else "")


def _is_understood(char: str) -> bool:
    """Marks that combine with a letter and numbers in circles say no more than the character that they go with."""
    if char.isalnum():
        return _MODIFIERS.match(char) is None
    return char in _UNDERSTOOD or ord(char) in _UNITS or unicodedata.category(char) in ("Mn", "No", "Nl")


@lru_cache(maxsize=8192)
def lost_signs(folded: str) -> str:
    """Signs of unknown meaning that stand before a value's number or words, and characters that were lost anywhere."""
    lead = _FIRST.match(folded)
    first = [char for char in lead[0] if not _is_understood(char)] if lead else []  # ≥ before words is none
    return "".join(dict.fromkeys([*first, *_LOST.findall(folded)]))


def without_note_marks(folded: str) -> str:
    """A value without the raised marks of notes behind its numbers: 95¹公里 -> 95公里; m² and ×10³ stay."""
    return folded if folded.isascii() else _RAISED.sub("", folded)
