"""What a label is taken for: best entry, runner-up, and whether it is a misspelling.

First cut: exact and alias matches on folded text. Abstains (method "none") where nothing matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.matching.book import IndicatorBook, LabelBook
from extractor.matching.fold import fold_label
from extractor.model.filing import Method

MatchKind = Literal["field", "header", "amount", "execution", "level1", "level2", "level3"]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one text."""

    text: str
    canonical: str | None = None
    code: str | None = None
    id: str | None = None
    kind: MatchKind | None = None
    score: float = 0.0
    method: Method = "none"
    runner_up: tuple[str, float] | None = None
    typo: bool = False
    """True: `text` is a misspelling; `expected` is the whole label corrected, `spans` [start, end) within `text`."""
    expected: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


class Matcher:
    """Index over all labels and indicators; answers are cached."""

    def __init__(self, labels: LabelBook, indicators: IndicatorBook) -> None:
        self._index: dict[MatchKind, dict[str, Match]] = {}
        for kind in ("field", "header", "amount", "execution", "level1", "level2"):
            index = self._index.setdefault(kind, {})
            for entry in getattr(labels, kind):
                for number, wording in enumerate([entry.canonical, *entry.wordings]):
                    index.setdefault(
                        fold_label(wording),
                        Match(wording, entry.canonical, entry.code, entry.id, kind, 1.0, "alias" if number else "exact"),
                    )
        index = self._index.setdefault("level3", {})
        for item in indicators.entries:
            for number, wording in enumerate([item.name, *item.aliases]):
                index.setdefault(
                    fold_label(wording),
                    Match(wording, item.name, item.code, item.code, "level3", 1.0, "alias" if number else "exact"),
                )

    def match(self, text: str, kind: MatchKind) -> Match:
        """What `text` is taken for among the entries of `kind`."""
        return self._index[kind].get(fold_label(text)) or Match(text)
