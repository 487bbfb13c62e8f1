"""What the quality rules ask of the rule books in force. `extractor.rulebook.Rules` is one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from extractor.words.rules import Rules as WordRules

if TYPE_CHECKING:
    from extractor.matching.book import IndicatorBook
    from extractor.matching.confusions import Confusions
    from extractor.quality.book import CalendarBook, QualityBook


class Rules(WordRules, Protocol):
    """Limits and wordings of the checks, the calendar, the dictionary, and all that the reading asks of them: words,
    units, how words are made, and the layouts that switch rules off.
    """

    @property
    def quality(self) -> QualityBook: ...
    @property
    def calendar(self) -> CalendarBook: ...
    @property
    def confusions(self) -> Confusions: ...
    @property
    def indicators(self) -> IndicatorBook: ...
