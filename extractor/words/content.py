"""What the cells of a column hold, as shares: the witness that does not depend on how the head is worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text
from extractor.values.target import parse_target

if TYPE_CHECKING:
    from extractor.values.unit import UnitIndex
    from extractor.words.vocabulary import Vocabulary

_NUMBER = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$")
_POINTS = re.compile(r"^\d{1,3}(?:\.\d{1,2})?分?%?$")
_FIGURE = re.compile(r"[\d≥≤＞＜><=%]|\*\*")
_BLANKS = frozenset({"", "-", "—", "/", "--", "无"})
_PAIRED = re.compile(r"[\u4e00-\u9fff]{2}.*[≥≤><=]\d")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")


@dataclass(slots=True)
class Content:
    """Shares (0..1) among the filled cells of a column; `filled` counts them, `blank` is the share of blanks in all."""

    filled: int = 0
    blank: float = 1.0
    level1: float = 0.0
    level2: float = 0.0
    sign: float = 0.0
    nature: float = 0.0
    """定性 and 定量, which stand among signs and also in columns of their own."""
    number: float = 0.0
    """Bare numbers."""
    value: float = 0.0
    """What a target may be: a number with sign, unit or %, a date, a range, a ratio."""
    unit: float = 0.0
    points: float = 0.0
    tick: float = 0.0
    sentence: float = 0.0
    name: float = 0.0
    """Short words that are neither level, unit, figure nor sentence."""
    paired: float = 0.0
    """Names with their value behind them, a sign between: 平台数量≥1个."""
    direction: float = 0.0
    standard: float = 0.0
    further: float = 0.0
    """What only columns say that no key takes."""
    distinct: float = 0.0
    serial: bool = False
    total: Decimal | None = None
    """Sum of the bare numbers, where all filled cells are such; of the per cents, where all are."""
    numbers: tuple[Decimal | None, ...] = ()
    """By row; None where the cell is no bare number."""


def content_of(texts: Sequence[str | None], words: Vocabulary, units: UnitIndex) -> Content:
    """The content of one column. `texts`: by row, None where the cell began in a row above."""
    folded = [None if text is None else fold_text(text) for text in texts]
    own = [text for text in folded if text is not None]
    filled = [text for text in own if text not in _BLANKS]
    content = Content(filled=len(filled), blank=1 - len(filled) / len(own) if own else 1.0)
    if not filled:
        return content
    facts = [_facts(text, words, units) for text in filled]
    shares = [sum(column) / len(filled) for column in zip(*facts)]
    for name, share in zip(_FACTS, shares):
        setattr(content, name, share)
    content.distinct = len(set(filled)) / len(filled)
    content.numbers = tuple(None if text is None else _decimal(text) for text in folded)
    numbers = [n for n in content.numbers if n is not None]
    content.serial = (
        len(numbers) == len(filled) >= 2
        and numbers == [numbers[0] + n for n in range(len(numbers))]
        and numbers[0] <= 1
    )
    shares = [Decimal(text[:-1]) for text in filled if text[-1] == "%" and _POINTS.match(text)]
    whole = next((given for given in (numbers, shares) if len(given) == len(filled)), None)
    content.total = sum(whole, Decimal(0)) if whole is not None else None
    return content


_FACTS = (
    "level1", "level2", "sign", "nature", "number", "points", "unit", "tick", "direction", "standard", "further",
    "value", "sentence", "name", "paired",
)  # fmt: skip


@lru_cache(maxsize=16384)
def _facts(text: str, words: Vocabulary, units: UnitIndex) -> tuple[bool, ...]:
    """What one cell is, in the order of `_FACTS`: the same words, signs and figures stand in many rows."""
    cells, both = words.grammar.cells, words.joint(text) is not None
    return (
        both or len(text) <= 14 and words.level1(text) is not None,
        both or len(text) <= 16 and words.level2(text) is not None,
        text in cells.signs,
        text in cells.natures,
        _NUMBER.match(text) is not None,
        _POINTS.match(text) is not None,
        _is_unit(text, units),
        text in cells.ticks,
        text in cells.directions,
        cells.names_standard(text),
        words.grammar.says_further(text),
        is_value(text, words),
        len(text) > 10 and cells.is_sentence(text) or len(text) > 45 or cells.explains_indicator(text),
        _is_name(text, words, units),
        _PAIRED.match(text) is not None,
    )


def _is_unit(text: str, units: UnitIndex) -> bool:
    return len(text) <= 8 and not any(ch.isdigit() for ch in text) and units.lookup(text) is not None


def is_value(text: str, words: Vocabulary) -> bool:
    """A figure with what may stand around it in a column of targets."""
    if len(text) > 30 or not _FIGURE.search(text) or not words.grammar.cells.begins_value_with(text):
        return False
    return parse_target(text, units=words.units).kind not in ("text", "empty", "compound") or text[0] in "≥≤<>="


def _is_name(text: str, words: Vocabulary, units: UnitIndex) -> bool:
    if (
        not 2 <= len(text) <= 45
        or _WORD.search(text) is None
        or text in words.grammar.cells.signs
        or text in words.grammar.cells.natures
    ):
        return False
    if (
        words.level1(text) is not None
        or words.level2(text) is not None
        or len(text) <= 2
        and _is_unit(text, units)
        or words.grammar.cells.names_standard(text)
    ):
        return False
    cells = words.grammar.cells
    return not (is_value(text, words) or len(text) > 16 and cells.is_sentence(text) or cells.explains_indicator(text))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.rstrip("分").replace(",", "")) if _NUMBER.match(text.rstrip("分")) else None
    except InvalidOperation:
        return None


def at_most(lower: Content, upper: Content) -> float:
    """Share of the rows in which the one column's number does not exceed the other's (points against their weight)."""
    pairs = [(a, b) for a, b in zip(lower.numbers, upper.numbers) if a is not None and b is not None]
    return sum(a <= b for a, b in pairs) / len(pairs) if pairs else 0.0


def figures(texts: Iterable[str]) -> int:
    """How many of the texts hold a figure."""
    return sum(_FIGURE.search(text) is not None for text in texts)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Test = Callable[[str], bool]

__all__ = ["Content", "at_most", "content_of", "figures"]
