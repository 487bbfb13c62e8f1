"""A form read wrongly on purpose, just before its account is closed: what is told of it then.

    with misread("hb-e!2"): read_forms(...)

The checks of a reading (extractor/forms/doubts.py and what it asks) say nothing of a right one, so right forms do not
try them. Here an indicator is forgotten, two columns change places, a value goes to the wrong field …, one or two such
damages a form, drawn from its name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, get_args
from unittest.mock import patch

from extractor.forms.account import Extent
from extractor.forms.draft import Draft
from extractor.forms.reading import Reading, Role
from extractor.model.document import Cell
from extractor.model.roles import ROLES
from extractor.words.vocabulary import Vocabulary

_CLOSING = "extractor.forms.finish.settle"
_PARTIES = ("filer", "department", "implementer", "project_name", "title", "fiscal_year", "period")
_LEVELS = ("level1", "level2", "level3")


@dataclass(slots=True)
class _Made:
    """A form about to be closed."""

    reading: Reading
    draft: Draft
    extent: Extent
    dice: random.Random

    def forget(self, pointer: str) -> None:
        """Nobody took the cells that feed it."""
        entries = self.draft.account.entries
        for key in [key for key, entry in entries.items() if any(p.startswith(pointer) for p in entry.pointers)]:
            del entries[key]

    def cell(self) -> Cell:
        return self.dice.choice(self.extent.cells())[1]

    def row(self) -> int:
        return self.dice.randrange(len(self.reading.form.indicators))


def _lost_row(made: _Made) -> None:
    row = made.row()
    made.forget(f"/indicators/{row}")
    for rows in (made.reading.form.indicators, made.draft.cells_at, made.draft.cells, made.reading.target_at):
        del rows[row : row + 1]  # type: ignore[attr-defined]


def _lost_cell(made: _Made) -> None:
    made.draft.account.entries.pop(id(made.cell()), None)


def _other_role(made: _Made) -> None:
    made.draft.account.change(made.cell(), made.dice.choice(ROLES))


def _columns_swapped(made: _Made) -> None:
    one, other = made.dice.sample([*_LEVELS, "target", "actual", "weight", "standard"], 2)
    for cells in (*made.draft.cells, *made.draft.cells_at):
        taken: dict[str, Any] = cells  # type: ignore[assignment]
        found = {a: taken.pop(b) for a, b in ((one, other), (other, one)) if b in taken}
        taken.update(found)
    if one in _LEVELS and other in _LEVELS:
        for row in made.reading.form.indicators:
            first, second = getattr(row, one), getattr(row, other)
            setattr(row, one, second)
            setattr(row, other, first)


def _values_one_row_on(made: _Made) -> None:
    rows = made.reading.form.indicators
    targets = [row.target for row in rows]
    for row, target in zip(rows, [*targets[1:], targets[0]]):
        row.target = target


def _lost_value(made: _Made) -> None:
    row = made.row()
    name = made.dice.choice(("actual", "achieved_score", "weight", "standard", *_LEVELS))
    setattr(made.reading.form.indicators[row], name, None)
    made.forget(f"/indicators/{row}/{name}")


def _lost_field(made: _Made) -> None:
    form = made.reading.form
    name = made.dice.choice(_PARTIES)
    setattr(form, name, None)
    made.forget(f"/{name}")


def _lost_text(made: _Made) -> None:
    group, holder = made.dice.choice((("texts", made.reading.form.texts), ("signoff", made.reading.form.signoff)))
    filled = [name for name in holder.__slots__ if getattr(holder, name) is not None]
    if filled:
        name = made.dice.choice(filled)
        setattr(holder, name, None)
        if made.dice.random() < 0.7:
            made.forget(f"/{group}/{name}")


def _wrong_field(made: _Made) -> None:
    name = made.dice.choice(("filer", "department", "implementer", "project_name"))
    setattr(made.reading.form, name, made.cell().text)


def _lost_amount(made: _Made) -> None:
    amounts = made.reading.form.amounts
    if amounts:
        code = made.dice.choice(sorted(amounts))
        del amounts[code]
        made.forget(f"/amounts/{code}")


def _wrong_amount(made: _Made) -> None:
    amounts = made.reading.form.amounts
    if amounts:
        one, other = made.dice.choice(sorted(amounts)), made.dice.choice(sorted(amounts))
        amounts[made.dice.choice(("total", "other_funds", one))] = amounts[other]


def _wrong_column(made: _Made) -> None:
    if made.draft.columns:
        column = made.dice.choice(made.draft.columns)
        column.role = made.dice.choice(get_args(Role))


def _lost_column(made: _Made) -> None:
    if made.draft.columns:
        made.draft.columns.remove(made.dice.choice(made.draft.columns))


def _blank_or_not(made: _Made) -> None:
    if made.reading.printed:
        printed = made.dice.choice(made.reading.printed)
        printed.blank = not printed.blank


def _lost_label(made: _Made) -> None:
    if made.reading.printed:
        made.reading.printed.remove(made.dice.choice(made.reading.printed))


def _lost_execution(made: _Made) -> None:
    if made.reading.form.execution:
        at = made.dice.randrange(len(made.reading.form.execution))
        del made.reading.form.execution[at]
        made.forget(f"/execution/{at}")


_OF_ROWS = (_lost_row, _lost_row, _values_one_row_on, _lost_value, _columns_swapped)
_OF_ALL: tuple[Callable[[_Made], None], ...] = (
    _lost_cell, _lost_cell, _other_role, _other_role, _lost_field, _lost_text, _wrong_field, _lost_amount,
    _wrong_amount, _wrong_column, _lost_column, _blank_or_not, _lost_label, _lost_execution,
)  # fmt: skip


@contextmanager
def misread(name: str) -> Iterator[None]:
    """Forms read meanwhile are damaged before their accounts are closed, as drawn from the name."""
    from extractor.forms.doubts import settle

    dice = random.Random(name)

    def closed(reading: Reading, draft: Draft, extent: Extent, words: Vocabulary) -> None:
        made = _Made(reading, draft, extent, dice)
        for _ in range(dice.choice((1, 1, 2)) if extent.cells() else 0):
            damages = (*_OF_ALL, *_OF_ROWS) if reading.form.indicators else _OF_ALL
            dice.choice(damages)(made)
        settle(reading, draft, extent, words)

    with patch(_CLOSING, closed):
        yield
