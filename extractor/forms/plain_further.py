"""Columns that say something further of each row, plainly, though no list holds their head: 测算口径, 完成进度.

The head's words speak for something that no key takes and for no role that is still open; the cells are all of one
kind, and no kind that a missing column would hold. Anything less stays unread and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text
from extractor.words.content import content_of

if TYPE_CHECKING:
    from extractor.forms.band import Band, Head
    from extractor.forms.reading import Role
    from extractor.forms.slices import Slice
    from extractor.words.vocabulary import Vocabulary

FAINT = 0.2
"""Likeness from which words speak for a meaning at all."""
FULL, FEW = 0.8, 0.2
"""Shares of the cells that make a column of one kind."""
_RATE = re.compile(r"^\d{1,3}(?:\.\d+)?[%％]$")
_NOTHING = frozenset({"", "-", "—", "——", "/", "无"})
_ASIDE = frozenset({"definition", "direction"})
_READ: tuple[Role, ...] = ("level3", "target")


def plainly_further(slice_: Slice, band: Band, head: Head, words: Vocabulary) -> bool:
    """The column of a head that no list holds is one that no key takes."""
    if not head.text or not all(_is_sure(band.head(role)) for role in _READ):
        return False
    weighed = {w.identity: w.score for w in words.evidence.weigh("header", head.cell.text)}
    further = max((s for name, s in weighed.items() if name.startswith("other") or name in _ASIDE), default=0.0)
    read = {h.role for h in band.heads if h is not head}
    open_ = max(
        (s for name, s in weighed.items() if not name.startswith("other") and name not in _ASIDE | read), default=0.0
    )
    if further < FAINT or open_ >= FAINT:
        return False
    texts = [
        cell.text
        for row in range(band.data_row, slice_.bottom)
        if (cell := slice_.owner(row, head.col)) is not None and cell.row == row and cell.col == head.col
    ]
    return _are_rates(texts, band, words, head) or _are_words(texts, words)


def _is_sure(head: Head | None) -> bool:
    """By a wording of the rule book, or because its cells can be nothing else."""
    return head is not None and (head.exact or head.decision is not None and head.decision.plain)


def _are_rates(texts: list[str], band: Band, words: Vocabulary, head: Head) -> bool:
    """完成进度 beside what was to be reached and what was: how far that is."""
    actual = band.head("actual")
    filled = [text for text in map(fold_text, texts) if text not in _NOTHING]
    rates = sum(_RATE.match(text) is not None for text in filled)
    named = any(w.identity == "rate" for w in words.evidence.weigh("execution", head.cell.text)[:1])
    return _is_sure(actual) and named and len(filled) > 1 and rates >= FULL * len(filled)


def _are_words(texts: list[str], words: Vocabulary) -> bool:
    """What is said of nearly every row in a few words: no figures, no levels, no reasons for a few rows."""
    content = content_of(texts, words, words.units)
    odd = (content.value, content.number, content.sign, content.unit, content.level1, content.level2, content.points)
    return content.filled > 1 and content.blank <= 1 - FULL and max(odd) <= FEW and content.sentence < FULL
