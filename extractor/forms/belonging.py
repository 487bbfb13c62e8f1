"""Does a table go on with the open form, begin one of its own, or neither? (K3)"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms.anew import begins_anew
from extractor.forms.form_block import FormBlock
from extractor.forms.form_lines import gathered
from extractor.forms.likeness import looks_like_form, names_project, repeats_header
from extractor.forms.slice import Likeness
from extractor.forms.slices import Free, Slice
from extractor.forms.small_tables import is_small
from extractor.model.document import Cell
from extractor.words.meaning import NEEDED, meaning_of, needed_as
from extractor.words.vocabulary import Vocabulary

LABELLED, LONGEST_SECTION = 0.25, 40
"""Share of labels, and most rows, of a table that is one section of a form."""
LONGEST_LABEL = 16
_MOST_LINES, _LONGEST_LINE = 3, 80
"""So many lines of so many characters stand between two tables of one form."""
_LONGEST_SIGNED = 4
"""Most rows of a table of nothing but the sign-off."""
MOST_SECTIONS = 6
"""So many tables may stand between a form's head and its indicators."""


def captions_indicators(title: Free, like: Likeness, current: FormBlock | None, words: Vocabulary) -> bool:
    """A line like a title that is a caption between a form's head and its indicators."""
    return (
        current is not None
        and like.has_indicators
        and not like.starts
        and words.grammar.titles.names_indicators(title.text)
        and not has_indicators(current, words)
    )


def goes_on(
    current: FormBlock, read: list[Free | Slice], at: int, like: Likeness, pending: list[Free], words: Vocabulary
) -> bool:
    """The table at `read[at]`, with the untitled lines `pending` over it, is a further part of the open form.

    Args:
        like: what the table looks like.
    """
    unit = read[at]
    if not isinstance(unit, Slice):
        return False
    return _only_heads(current, unit, like, words) or (
        not like.starts
        and not begins_anew(like, (looks_like_form(s, words) for s in current.slices))
        and (_continues(current, unit, pending, words) or _between(current, read, at, pending, words))
    )


def _between(current: FormBlock, read: list[Free | Slice], at: int, pending: list[Free], words: Vocabulary) -> bool:
    """A table of something else (tasks, a schedule) between the parts of an open form: its indicators are still to
    come.
    """
    if has_indicators(current, words) or not _stands_between(pending):
        return False
    first = read[at]
    if isinstance(first, Slice) and first.grid.member != current.slices[-1].grid.member:
        return False
    return indicators_follow(read[at:], words)


def _stands_between(pending: list[Free]) -> bool:
    """The lines are few and short enough to stand between two tables of one form."""
    return len(pending) <= _MOST_LINES and all(len(free.text) <= _LONGEST_LINE for free in pending)


def indicators_follow(read: list[Free | Slice], words: Vocabulary) -> bool:
    """The indicators of a form stand in one of the next tables, no title and no beginning of another form before it."""
    tables = 0
    for unit in read:
        if isinstance(unit, Free):
            if (
                words.title_of(unit.text) is not None
                and not words.grammar.titles.names_indicators(unit.text)
                or len(unit.text) > _LONGEST_LINE
                or names_project(unit.text, words)
            ):
                return False
            continue
        like = looks_like_form(unit, words)
        tables += 1
        if like.starts or tables > MOST_SECTIONS:
            return False
        if like.has_indicators:
            return True
    return False


def heads_form(unit: Slice, words: Vocabulary) -> bool:
    """A small table of labels and values in whatever words: two of them and a third of its rows ask for a party, a
    project or money, each by its words and the text beside it.
    """
    rows = unit.rows
    pairs = [(c, right) for row in rows for c in unit.starting(row) if (right := unit.right_of(c)) is not None]
    asked = {row for row in rows for c, right in pairs if c.row == row == right.row and _asks(c, right, words)}
    return len(asked) > 1 and len(asked) * 3 >= len(rows)


def _asks(label: Cell, value: Cell, words: Vocabulary) -> bool:
    if words.amount(label.text) is not None or words.field(label.text) in _HEAD:
        return True
    if not value.text.strip() or words.known(value.text) or len(label.text) > LONGEST_LABEL:
        return False
    found = meaning_of(label.text, value.text, words)
    if found is not None and (found.kind == "amount" or found.identity in _HEAD):
        return True
    return any(needed_as(name, label.text, value.text, words) >= NEEDED for name in _NEEDED)


_NEEDED = ("project_name", "department", "implementer", "total")
_HEAD = (*_NEEDED, "filer", "budget_unit")


def has_indicators(block: FormBlock, words: Vocabulary) -> bool:
    """One of its tables holds indicators."""
    return any(looks_like_form(s, words).has_indicators for s in block.slices)


def opens(
    unit: Slice,
    like: Likeness,
    title: Free | None,
    current: FormBlock | None,
    words: Vocabulary,
    above: Sequence[Free] = (),
) -> bool:
    """A table that begins a form: under a title, or by itself (K3).

    Args:
        above: the lines between the open form's tables and this one.
    """
    if title is not None and not gathered(title, words):
        return like.score >= 1 or len(like.sections) > 1 or _begins_with_head(unit, like)
    if (
        like.score >= 3
        or title is not None
        and like.starts
        and like.labelled >= LABELLED
        and not _lists_projects(unit, words)
    ):
        return True
    return (
        title is None
        and current is not None
        and (like.starts or bool(like.sections) and any(names_project(free.text, words) for free in above))
        and like.labelled >= LABELLED
        and has_indicators(current, words)
    )


def _lists_projects(unit: Slice, words: Vocabulary) -> bool:
    """项目名称 heads a column of projects: the cell beside it is another head."""
    rows = range(unit.top, min(unit.top + 5, unit.bottom))
    head = next((c for row in rows for c in unit.starting(row) if words.field(c.text) == "project_name"), None)
    right = unit.right_of(head) if head is not None else None
    return head is not None and (right is None or words.known(right.text))


def _begins_with_head(unit: Slice, like: Likeness) -> bool:
    """Under a title: a table of nothing but a form's head or money, its further sections stand
    in tables of their own.
    """
    return (
        bool(like.sections & {"head", "goals"} or like.sections == {"money"})
        and like.labelled >= LABELLED
        and len(unit.rows) <= LONGEST_SECTION
    )


def _only_heads(current: FormBlock, unit: Slice, like: Likeness, words: Vocabulary) -> bool:
    """The open form is nothing yet but its head line (填报单位, 单位：万元) in a small table:
    the form itself follows.
    """
    if (
        not like.starts
        or unit.grid.member != current.slices[-1].grid.member
        or any(not is_small(s) for s in current.slices)
    ):
        return False
    return not any(looks_like_form(s, words).starts or looks_like_form(s, words).score > 0 for s in current.slices)


def _continues(current: FormBlock, unit: Slice, pending: list[Free], words: Vocabulary) -> bool:
    """A table without title that goes on with the open form: its indicator part, a cut-off half."""
    if unit.grid.member != current.slices[-1].grid.member:
        return False
    if not _stands_between(pending):
        return False
    if any(names_project(free.text, words) and free.text not in {f.text for f in current.before} for free in pending):
        return False
    now = looks_like_form(unit, words)
    had = has_indicators(current, words)
    if now.has_indicators and (now.header or not had):
        return not had or repeats_header(now, current.slices[-1], words)
    if not had and now.sections and now.labelled >= LABELLED and len(unit.rows) <= LONGEST_SECTION:
        return True  # head, money and goals each in a table of its own
    if had and now.sections == {"signoff"} and now.labelled >= LABELLED and len(unit.rows) <= _LONGEST_SIGNED:
        return True
    return now.score > 0 or (had and unit.grid.cols == current.slices[-1].grid.cols)
