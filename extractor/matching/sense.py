"""Whether a text makes sense where it stands: how cheaply it can be cut into words.

`strain("资金支付及时率")` is about one per word; `strain("资金付及时率")` is dearer, since 付 stands alone where no
label has it alone. A slip of the pen makes a text dearer, another honest name hardly: their difference is what the typo
model asks. Words and characters stand in `lexicon.txt` (made by bench/fit_lexicon.py), read when a label first needs
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf
from pathlib import Path

LONGEST = 4
_LEXICON = Path(__file__).parent / "lexicon.txt"
_WORD, _PER_CLASS = 1.6, 0.05
"""Cost of the rarest word, and how much cheaper each class is."""
_ALONE = {"free": 1.0, "often": 1.6, "seldom": 2.2, "common": 3.5}
_RARE, _NOT_HAN = 5.0, 1.0
_BESIDE, _BESIDE_FREE = 1.0, 0.3
"""What a second single character in a row costs more."""


class _Lexicon:
    """`lexicon.txt` as look-up tables."""

    def __init__(self) -> None:
        self.words: dict[str, float] = {}
        self.alone: dict[str, float] = {}
        productive: dict[str, frozenset[str]] = {}
        self.field: frozenset[str] = frozenset()
        for line in _LEXICON.read_text("utf-8").splitlines():
            key, _, rest = line.partition(" ")
            if key == "#":
                continue
            if key in _ALONE:
                self.alone.update(dict.fromkeys(rest, _ALONE[key]))
            elif key == "field":
                self.field = frozenset(rest.split())
            elif key.isdigit():
                self.words.update(dict.fromkeys(rest.split(), round(_WORD - _PER_CLASS * int(key), 2)))
            else:
                productive[key] = frozenset(rest)
        self.begins_longer = {word[:2] for word in self.words if len(word) > 2}
        self.tails, self.heads = productive["tails"], productive["heads"]


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def word_at(words: Sequence[str], place: int) -> tuple[int, str]:
    """(where it begins, the word) of a cut text that a place lies in; (length of the text, "") outside of it."""
    start = 0
    for word in words:
        if start <= place < start + len(word):
            return start, word
        start += len(word)
    return start, ""


def word_class(word: str) -> int | None:
    """How common a word is: 1 (rare) to 12; None where the list does not have it."""
    cost = _lexicon().words.get(word)
    return None if cost is None else round((_WORD - cost) / _PER_CLASS)


def commonness(text: str) -> int:
    """The classes of the words of a text, added up: of two wordings of one length the higher is the more usual."""
    return sum(word_class(word) or 0 for word in cut(text))


def alone_cost(character: str) -> float:
    """What a character costs that stands alone: 1 (率, 数) to 5 (no word at all)."""
    return _lexicon().alone.get(character) or (_RARE if "\u3400" <= character <= "\u9fff" else _NOT_HAN)


def is_word(text: str) -> bool:
    """Whether the list has `text`."""
    return text in _lexicon().words


def of_the_field(word: str) -> bool:
    """Whether a word is one of budget filings by the hand-written list."""
    return word in _lexicon().field


def field_list() -> frozenset[str]:
    """The words of budget filings."""
    return _lexicon().field


@lru_cache(maxsize=8192)
def words_with(character: str) -> int:
    """In how many words of the list a character stands."""
    return sum(character in word for word in _lexicon().words)


@lru_cache(maxsize=8192)
def pairs_with(character: str, *, ending: bool) -> int:
    """How many words of two characters it ends, or begins."""
    at = 1 if ending else 0
    return sum(len(word) == 2 and word[at] == character for word in _lexicon().words)


def ends_words(character: str) -> bool:
    """Whether a character is the tail of many longer words (工, 率)."""
    return character in _lexicon().tails


def begins_words(character: str) -> bool:
    """Whether a character is the head of many longer words (新, 旧)."""
    return character in _lexicon().heads


@lru_cache(maxsize=65536)
def strain(text: str) -> float:
    """The cost of the cheapest way to cut `text` into words and single characters."""
    lexicon = _lexicon()
    words, alone, longer = lexicon.words, lexicon.alone, lexicon.begins_longer
    length = len(text)
    after_word = [0.0, *[inf] * length]
    after_single = [inf, *[inf] * length]
    for at in range(length):
        word, single = after_word[at], after_single[at]
        best = min(word, single)
        pair = text[at : at + 2]
        cost = words.get(pair)
        if cost is not None and best + cost < after_word[at + 2]:
            after_word[at + 2] = best + cost
        if pair in longer:
            for end in range(at + 3, min(at + LONGEST, length) + 1):
                cost = words.get(text[at:end])
                if cost is not None and best + cost < after_word[end]:
                    after_word[end] = best + cost
        character = text[at]
        cost = alone.get(character) or alone_cost(character)
        beside = single + cost + (_BESIDE_FREE if cost <= 1.0 else _BESIDE)
        after_single[at + 1] = min(word + cost, beside)
    return min(after_word[length], after_single[length])


@lru_cache(maxsize=16384)
def cut(text: str) -> tuple[str, ...]:
    """The words of the cheapest way to cut `text`, single characters among them."""
    lexicon = _lexicon()
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]
    for end in range(1, len(text) + 1):
        choices = []
        for start in range(max(0, end - LONGEST), end - 1):
            cost = lexicon.words.get(text[start:end])
            if cost is not None:
                choices.append((best[start][0] + cost, start, False))
        cost = alone_cost(text[end - 1])
        before, _, single = best[end - 1]
        beside = (_BESIDE_FREE if cost <= 1.0 else _BESIDE) if single else 0.0
        choices.append((before + cost + beside, end - 1, True))
        best.append(min(choices))
    words, end = [], len(text)
    while end:
        start = best[end][1]
        words.append(text[start:end])
        end = start
    return tuple(words[::-1])
