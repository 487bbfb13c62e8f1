"""Schema of words in `rules/grammar.yaml`: of texts that are no values, and of labels that no list holds as printed."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractor.characters.fold import tidy
from extractor.model.document import OBJECT
from extractor.words.book import Pattern


class AsideWords(BaseModel):
    """What stands among a form's values and is none. Asked with white space and width folded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: Pattern
    """How a note begins."""
    note_below: Pattern
    """How the line begins that opens the notes below a form's tables."""
    hint: Pattern
    """What only the template's hints say."""
    furniture: Pattern
    """A number of a page, an annex or a table."""
    seal: Pattern
    """Words for a seal or a signature."""
    seal_place: Pattern
    """Where a seal or a signature goes, within a value."""
    optional: Pattern
    """What a label says that need not be filled in."""

    def is_note(self, folded: str) -> bool:
        """Whether a text begins as a note does."""
        return re.match(self.note, folded) is not None

    def opens_notes(self, folded: str) -> bool:
        """Whether a line below a form's tables opens its notes."""
        return re.match(self.note_below, folded) is not None

    def holds_hint(self, folded: str) -> bool:
        """Whether a text says what only the template's hints say."""
        return re.search(self.hint, folded) is not None

    def is_furniture(self, folded: str) -> bool:
        """Whether a text is no more than a number of a page, an annex or a table."""
        return re.fullmatch(self.furniture, folded) is not None

    def is_blank(self, raw: str) -> bool:
        """Whether nothing is filled in: blank, a dash, or only （盖章） (K25)."""
        return _is_blank(self.seal_place, raw)

    def clean(self, raw: str) -> str | None:
        """A value as it is kept, seals and pictures off; None where nothing is filled in."""
        text = tidy(re.sub(self.seal_place, " ", raw.replace(OBJECT, " "))).strip("：: ")
        return None if self.is_blank(text) else text

    def may_stay_blank(self, label: str) -> bool:
        """Whether a label says that it need not be filled in (选填)."""
        return re.search(self.optional, label) is not None

    def only_seal(self, folded: str) -> bool:
        """Whether a text says no more than where a seal, a signature and a date go."""
        return re.fullmatch(rf"(?:{self.seal}|[年月日（）()\s:])*", folded) is not None


@lru_cache(maxsize=1024)
def _is_blank(seal_place: str, raw: str) -> bool:
    return not re.sub(seal_place, "", raw).strip(" \t\n\u3000:：/／-—－_" + OBJECT)


class LabelWords(BaseModel):
    """How labels are put together that no list holds as they stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    glued: list[str]
    """Labels of the sign-off that may stand glued to the value before them."""
    goal_part: Pattern
    """The number of a part of a goal, before its text."""
    goal_numbering: Pattern
    """How a line of goals is numbered."""
    numbered_goal: Pattern
    """The label of a part of a goal; its first group is the goal's own label."""
    numbers_indicators: Pattern
    """The number in the label of one goal's indicators."""
    joint: Pattern
    """What stands between two things that one label asks for."""
    valued: Pattern
    """The colon of a label and the beginning of its value."""
    block_caption: Pattern
    """What the caption of a block of indicators says."""
    third_level: Pattern
    """How the head of the names of indicators begins."""
    never_inline: frozenset[str]
    """Labels too short or too common to stand within a line."""
    head_before: Pattern
    """What a head may have before its listed wording."""
    head_behind: Pattern
    """What a head may have behind it: the second thing that its column holds."""
    code_behind: Pattern
    """The same of a field that asks for a code too."""
    total: Pattern
    """Names of the total of a form's money."""
    whole: Pattern
    """What a label says that speaks of all years or of all money."""
    of_which: Pattern
    """What stands between a whole and its parts and says no more."""
    goal_number: Pattern
    """The number of a part of a goal in a cell of its own."""
    unit_alone: Pattern
    """A unit of money and nothing else, with or without a label."""
    opinion: Pattern
    """Names of an office's opinion."""
    deed: Pattern
    """How a deed begins, which a goal says and no label asks for."""
    office_ends: str
    """Characters that end the name of an office, and of no person."""
    own_level: Pattern
    """Money of a county's or town's own level."""
    governments: Pattern
    """Labels of offices that take part by their level of government."""
    reached_by_level: Pattern
    """Heads of what one level of government reached of the whole."""
    scored_by_others: Pattern
    """How the head of points ends."""
    place_head: Pattern
    """What the head of one place, or of the sum over places, holds."""
