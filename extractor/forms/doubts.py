"""The account closed: what found no role, which columns are not there, and how sure the whole reading is.

`settle` runs once a form is finished. Texts that the readers left over are looked at once more (a note, a caption, a
cell of a table of tasks has a meaning, though no key); what is left then is unread, and each contiguous area of it is
one doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.forms.account import Account, Doubt, Extent, Left, tally
from extractor.forms.left_over import Explainer
from extractor.forms.unread import areas
from extractor.model.filing import FormReading, ReadingDoubt

if TYPE_CHECKING:
    from extractor.forms.draft import Draft
    from extractor.forms.reading import Reading
    from extractor.forms.vocabulary import Vocabulary

UNSURE = 0.5
"""Confidence where a doubt has no margin of its own."""


def settle(reading: Reading, draft: Draft, extent: Extent, words: Vocabulary) -> None:
    """Close the account of a form: `unmapped`, the doubts, coverage and confidence."""
    account = draft.account
    for grid, cell in extent.cells():
        if cell not in account:
            account.put(cell, "unread")
            draft.leave(None, cell.text, grid.place(cell))
    for free in extent.lines:
        if free not in account and free.text.strip():
            account.put(free, "unread")
            draft.leave(None, free.text, free.at)
    explainer = Explainer(account, extent, words)
    for left in draft.left:
        if left.role == "unread":
            explainer.explain(left)
    form = reading.form
    form.unmapped = [left.entry for left in sorted(draft.left, key=lambda left: left.order)]
    reading.account, reading.extent = account, extent
    reading.doubts = [*draft.doubts, *areas(account, extent, draft.left)]
    form.reading = FormReading(
        coverage(account, extent, draft.left),
        confidence(reading.doubts),
        [ReadingDoubt(d.code, d.pointer, d.why, d.at) for d in reading.doubts],
    )


def coverage(account: Account, extent: Extent, left: list[Left]) -> float:
    """Share of the value-like text that found a place, by characters."""
    read, unread = tally(account, [*(cell for _, cell in extent.cells()), *extent.lines])
    rests = sum(len(piece.entry.text) for piece in left if piece.role == "unread")
    missed = max(unread, rests)
    read = max(read - max(rests - unread, 0), 0)  # what was left of a cell that is a value otherwise
    return round(read / (read + missed), 4) if read + missed else 1.0


def confidence(doubts: list[Doubt]) -> float:
    """As sure as the least sure decision."""
    return round(min((UNSURE if d.margin is None else d.margin for d in doubts), default=1.0), 4)
