"""What the quality rules ask of the rule books in force. `extractor.rulebook.Rules` is one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extractor.matching.confusions import Confusions
    from extractor.matching.matcher import Matcher
    from extractor.quality.book import CalendarBook, QualityBook
    from extractor.values.book import UnitBook
    from extractor.words.book import FormBook
    from extractor.words.grammar import Grammar


class Rules(Protocol):
    """Limits and wordings of the checks, the calendar, the dictionary, the units, how words are made, and the layouts
    that switch rules off.
    """

    @property
    def quality(self) -> QualityBook: ...
    @property
    def calendar(self) -> CalendarBook: ...
    @property
    def confusions(self) -> Confusions: ...
    @property
    def matcher(self) -> Matcher: ...
    @property
    def units(self) -> UnitBook: ...
    @property
    def forms(self) -> list[FormBook]: ...
    @property
    def grammar(self) -> Grammar: ...
