"""What the words and the reading of forms ask of the rule books in force.
`extractor.rulebook.Rules` is one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from extractor.matching.book import LabelBook
    from extractor.matching.matcher import Matcher
    from extractor.values.book import UnitBook
    from extractor.words.book import FormBook
    from extractor.words.grammar import Grammar


class Rules(Protocol):
    """The books of words, heads, units and layouts, each validated when it was loaded."""

    @property
    def labels(self) -> LabelBook: ...
    @property
    def forms(self) -> list[FormBook]: ...
    @property
    def grammar(self) -> Grammar: ...
    @property
    def units(self) -> UnitBook: ...
    @property
    def matcher(self) -> Matcher: ...
    @property
    def base(self) -> Self | None:
        """The same books without the layouts in `taught`."""

    @property
    def taught(self) -> tuple[FormBook, ...]: ...
    def teaching(self, books: Sequence[FormBook]) -> Self:
        """These books with the words and columns of taught layouts in force."""
