"""Money of a past year beside the form's own: what a label or head says of its year, and pairs of labels and figures.

Only the figures of the form's own year are its amounts (K36); those of the past are understood and no key takes them.
Heads over a column of figures are `matrix`'s business; here stand the layouts in which each year has labels of its own:
"上年预算数 | 90 | 本年预算数 | 100", with or without parts under both, or a head for each year over such pairs.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from extractor.characters.fold import fold_text
from extractor.forms.draft import AmountCandidate, Draft, Source
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import bare_label
from extractor.model.document import Cell
from extractor.values.looks import NUMERIC, ONLY_YEAR
from extractor.words.inline import bracket_currency
from extractor.words.meaning import money_code
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import years_of_money

LONGEST = 22
"""Longer texts are no labels of money."""
_PERIODS = frozenset({"period", "period_start", "period_end"})

YearWord = Literal["past", "own", "next"]
OTHER_YEARS: frozenset[YearWord] = frozenset({"past", "next"})


@lru_cache(maxsize=8192)
def year_word(text: str, words: Vocabulary, year: int | None) -> YearWord | None:
    """Whether a label or head of money speaks of a past year, the form's own or a later one; None where it names none.

    What was carried over (上年结转) is money of the form's own year.
    """
    folded = fold_text(text)
    if not 2 <= len(folded) <= LONGEST or words.amount(text) == "carry_over" or words.grammar.carried(folded):
        return None
    said = words.grammar.scope_words(text)
    if "past" in said or words.grammar.spent_before(folded):
        return "past"
    if "later" in said:
        return "next"
    years = years_of_money(text)
    if len(years) == 1 and year is not None:
        return "past" if max(years) < year else "own" if max(years) == year else "next"
    return "own" if "annual" in said else None


def by_years(said: Collection[YearWord]) -> bool:
    """Heads or labels of money that name years, of which one at most is the form's own."""
    return len(said) > 1 and not OTHER_YEARS.isdisjoint(said)


def latest_year(cells: list[Cell]) -> int | None:
    """The latest year that the heads of a row name, where they name several."""
    years = {year for c in cells if 4 <= len(c.text) <= 2 * LONGEST for year in years_of_money(c.text)}
    return max(years) if len(years) > 1 else None


def year_beside_others(cells: list[Cell], year: int | None) -> int | None:
    """The form's own year where one label or head of several names a year: 2025年支出数 before 预算数 in a form of 2026
    is the past's; where all of them name it the form may tell of the year before.
    """
    texts = [c.text for c in cells if 2 <= len(fold_text(c.text)) <= LONGEST and not NUMERIC.match(c.text)]
    return year if sum(bool(years_of_money(text)) for text in texts) == 1 < len(texts) else None


def read_pairs_by_year(slice_: Slice, words: Vocabulary, draft: Draft, year: int | None) -> None:
    """Set the past years' labels and figures aside, wherever the form's own stand beside or under them."""
    goes_on = False  # pairs of a label and a figure, a year each, that fill several rows
    for row in slice_.rows:
        cells = [c for c in slice_.filled(row) if not draft.is_taken(c)]
        if any(words.field(c.text) in _PERIODS and _months_beside(slice_, c, words) for c in cells):
            continue  # 项目期限 | 2024年1月至2024年12月: the project's time, no head over money
        own_year = year if year is not None else latest_year(cells)
        said = {id(c): word for c in cells if (word := year_word(c.text, words, own_year)) is not None}
        past = [c for c in cells if said.get(id(c)) in OTHER_YEARS]
        own = [c for c in cells if said.get(id(c)) == "own"]
        if any(c.colspan > 1 for c in own):  # 项目实施期 | 本年度, each over labels and figures
            open_ = [c for c in cells if c.colspan > 1 and id(c) not in said and _figure_beside(slice_, c) is None]
            past += [c for c in open_ if _spans(c.text, words)]
        for cell in past:
            _set_aside(
                slice_, cell, own, words, draft, pure=goes_on and ONLY_YEAR.fullmatch(fold_text(cell.text)) is not None
            )
        goes_on = bool(past) and (goes_on or bool(own))
        if past and any(said.get(id(c)) == "past" or _figure_beside(slice_, c) for c in past):
            for cell in own:
                _own_total(slice_, cell, words, draft)


def _months_beside(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
    beside = slice_.right_of(cell)
    return beside is not None and words.grammar.month_of(fold_text(beside.text)) is not None


def _set_aside(
    slice_: Slice, cell: Cell, own: list[Cell], words: Vocabulary, draft: Draft, *, pure: bool = False
) -> None:
    figure = _figure_beside(slice_, cell)
    if figure is not None and (own or pure or _says_other_year(cell.text, words)):
        _leave_pair(slice_, cell, cell, figure, draft)
        if any(other is not figure for other in own):  # 2025 | 2026 are two heads
            _pairs_below(slice_, cell, (cell.col, figure.col), words, draft)
    elif figure is None and cell.colspan > 1 and any(other.colspan > 1 for other in own):
        below = slice_.below(cell)
        value = slice_.right_of(below) if below is not None else None
        if (
            below is None
            or value is None
            or not _inside(cell, value)
            or money_code(below.text, words) is None
            or not NUMERIC.match(value.text)
        ):
            return
        for head in (cell, *own):
            draft.label(slice_.grid, head, "head")
        _pairs_below(slice_, cell, (below.col, value.col), words, draft)


def _spans(text: str, words: Vocabulary) -> bool:
    """A head over the money of the whole project: by its words, or by two years (2025—2027年)."""
    return len(fold_text(text)) <= LONGEST and (
        "period" in words.grammar.scope_words(text)
        or words.amount(text) == "total_multi_year"
        or len(years_of_money(text)) > 1
    )


def _says_other_year(text: str, words: Vocabulary) -> bool:
    """By words, not by a year's number, which may be that of a plan or of a document."""
    said = words.grammar.scope_words(text)
    return "past" in said or "later" in said or words.grammar.spent_before(fold_text(text))


def _inside(head: Cell, cell: Cell) -> bool:
    return head.col <= cell.col and cell.col + cell.colspan <= head.col + head.colspan


def _figure_beside(slice_: Slice, cell: Cell) -> Cell | None:
    """The figure (or blank) at the right of a label on its own row."""
    value = slice_.right_of(cell)
    return value if value is not None and value.row == cell.row and NUMERIC.match(value.text) else None


def _pairs_below(slice_: Slice, head: Cell, cols: tuple[int, int], words: Vocabulary, draft: Draft) -> None:
    """The parts under a past year's label: pairs in the same two columns."""
    for row in range(head.row + head.rowspan, slice_.bottom):
        label, figure = slice_.owner(row, cols[0]), slice_.owner(row, cols[1])
        if (
            label is None
            or figure is None
            or label is figure
            or label.row != row
            or figure.row != row
            or (label.col, figure.col) != cols
        ):
            return
        if (
            draft.is_taken(label)
            or not label.text.strip()
            or not NUMERIC.match(figure.text)
            or money_code(label.text, words) is None
        ):
            return
        _leave_pair(slice_, head, label, figure, draft)


def _leave_pair(slice_: Slice, head: Cell, label: Cell, figure: Cell, draft: Draft) -> None:
    draft.money_label(slice_.grid, label)
    said = label.text if label is head else head.text + label.text
    draft.set_aside(slice_.grid, figure, bare_label(said))


def _own_total(slice_: Slice, cell: Cell, words: Vocabulary, draft: Draft) -> None:
    """The form's own year beside a past one, by a label that no list holds (本年数)."""
    figure = _figure_beside(slice_, cell)
    if figure is None or draft.is_taken(cell) or draft.is_taken(figure) or words.amount(cell.text) is not None:
        return
    place = slice_.grid.place
    draft.take(cell, "label")
    draft.take(figure, "value", "/amounts/total")
    label = bare_label(cell.text)
    draft.labels.append((label, place(cell)))
    draft.state_unit(cell.text)
    source = Source.of(slice_.grid, figure)
    draft.amounts.append(
        AmountCandidate("total", label, figure.text, source, bracket_currency(cell.text), figure.stored, cell.col)
    )
