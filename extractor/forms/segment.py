"""Document -> form blocks: where one form ends and the next begins.

A block is a form's headings, its title, the rows of its grids, and its free lines down to the sign-off.
Splits on titles first; where none stands between two forms, on a table that begins a new form (K3).
"""

from __future__ import annotations

from extractor.forms.belonging import captions_indicators, goes_on, heads_form, indicators_follow, opens
from extractor.forms.form_block import FormBlock
from extractor.forms.form_lines import (
    MAX_HEADINGS,
    dates_what_follows,
    fields_above,
    gathered,
    headings_above,
    labels_text,
    own_below,
    title_among,
)
from extractor.forms.likeness import looks_like_form
from extractor.forms.slice import Likeness
from extractor.forms.slices import Free, Slice
from extractor.forms.small_tables import is_small, lines_of
from extractor.forms.source_units import units
from extractor.model.document import Document
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line


def segment(document: Document, words: Vocabulary, read: list[Free | Slice] | None = None) -> list[FormBlock]:
    """The form blocks of a document, in order. Tables and lines that belong to no form are left out.

    Args:
        read: its `units`, where they are known.
    """
    blocks: list[FormBlock] = []
    pending: list[Free] = []
    current: FormBlock | None = None
    dated: Free | None = None
    read = list(units(document, words)) if read is None else read
    for at, unit in enumerate(read):
        if isinstance(unit, Free):
            pending.append(unit)
            dated = unit if dates_what_follows(unit.text, words) else dated
            continue
        like = looks_like_form(unit, words)
        number = title_among(pending, words)
        title = None if number is None else pending[number]
        if title is not None and captions_indicators(title, like, current, words):
            title = None
        if current is not None and title is None and goes_on(current, read, at, like, pending, words):
            if pending and labels_text(pending[-1], unit, words):
                current.captions.append((pending.pop(), unit))
            current.after.extend(pending)
            current.slices.append(unit)
        elif (
            opens(unit, like, title, current, words, pending)
            or (title is not None and _heads(title, like, words) and indicators_follow(read[at:], words))
            or _heads_untitled(unit, title, read[at + 1 :], words)
        ):
            _close(current, pending, words, opening=True)
            current = _open(pending, title_among(pending, words), unit, blocks, words)
            current.dated = dated
            blocks.append(current)
        elif is_small(unit):
            pending.extend(lines_of(unit, words))
            continue
        else:
            _close(current, pending, words)
            current = None
        pending = []
    _close(current, pending, words)
    return blocks


def _heads(title: Free, like: Likeness, words: Vocabulary) -> bool:
    """The title of a form, or of a list (…明细表) over several sections of a form."""
    return not gathered(title, words) or len(like.sections) > 1


def _heads_untitled(unit: Slice, title: Free | None, after: list[Free | Slice], words: Vocabulary) -> bool:
    """The head of a form without a title, in a table of its own before the indicators (K3)."""
    return title is None and is_small(unit) and heads_form(unit, words) and indicators_follow(after, words)


def _open(
    pending: list[Free], title: int | None, first: Slice, blocks: list[FormBlock], words: Vocabulary
) -> FormBlock:
    block = FormBlock(slices=[first])
    if title is None:
        foreign = max((n for n, free in enumerate(pending, 1) if free.foreign), default=0)
        near = pending[foreign:]
        block.before = near[min(fields_above(near, words), max(0, len(near) - MAX_HEADINGS)) :]
        block.inherits = blocks[-1] if blocks and blocks[-1].slices[-1].grid.member == first.grid.member else None
        return block
    block.title = pending[title]
    block.title_lines = [pending[title]]
    rest = pending[title + 1 :]
    for free in rest:
        (block.title_lines if is_year_line(free.text) and not block.before else block.before).append(free)
    above = pending[:title]
    since = fields_above(above, words)
    block.before = above[since:] + block.before  # 项目名称：X over the title
    above = above[:since]
    block.headings = headings_above(above)
    return block


def _close(current: FormBlock | None, pending: list[Free], words: Vocabulary, *, opening: bool = False) -> None:
    """Give the lines after a form's last table that belong to it; leave the next form's headings in `pending`."""
    if current is None:
        return
    taken = own_below(pending, current.slices[-1].grid.member, words, opening=opening)
    current.after.extend(pending[:taken])
    del pending[:taken]
