"""Money as a matrix: kinds of money over kinds of money (source by use), or over years of which one is the form's.

Here it is told from other tables; `matrix_figures` takes the figures that are the form's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.characters.fold import fold_text
from extractor.forms.draft import Draft
from extractor.forms.money_lying import figure_at, lying, says_budget, sum_of_others
from extractor.forms.money_years import YearWord, by_years, latest_year, year_word
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import NUMERIC, YEAR_WORD, YEARS
from extractor.words.inline import bracket_currency
from extractor.words.meaning import money_code
from extractor.words.vocabulary import Vocabulary

LONGEST = 14


@dataclass(slots=True)
class Matrix:
    """Heads by column and labels by row, each with the code of its money (None: a year, or none); `groups` are labels
    beside several rows or captions over them (按来源分).
    """

    top: int
    bottom: int
    label_col: int
    heads: dict[int, tuple[Cell, str | None]] = field(default_factory=dict)
    rows: dict[int, tuple[Cell, str | None]] = field(default_factory=dict)
    groups: list[Cell] = field(default_factory=list)


def find_matrix(slice_: Slice, row: int, words: Vocabulary, draft: Draft, year: int | None) -> Matrix | None:
    """A matrix of money whose heads stand in `row`. `year`: the form's own."""
    cells = [c for c in slice_.filled(row) if not draft.is_taken(c)]
    reaching = [c for c in _reaching(slice_, row) if not draft.is_taken(c)] if cells else []
    heads = {
        c.col: c
        for c in (*cells, *reaching)
        if c.row + c.rowspan == row + 1 and len(fold_text(c.text)) <= 20 and not NUMERIC.match(c.text)
    }
    heads |= _bare_years(cells)
    if len(heads) < 2 or row + 1 >= slice_.bottom:
        return None
    return _over_rows(slice_, row, heads, words, year) or _lying_down(slice_, row, heads, words)


def _lying_down(slice_: Slice, row: int, heads: dict[int, Cell], words: Vocabulary) -> Matrix | None:
    below = row + 1
    over = {col: (head, _code(head.text, words)) for col, head in heads.items() if _holds(slice_, below, col)}
    found = lying(slice_, below, over, words)
    if found is None or not _side_by_side(slice_, below, list(over)):
        return None
    label, coded = found
    return Matrix(row, below + 1, label.col, coded, {below: (label, "total")})


def _over_rows(slice_: Slice, row: int, heads: dict[int, Cell], words: Vocabulary, year: int | None) -> Matrix | None:
    below = row + 1
    figures = _over_figures(slice_, below, heads)
    years = years_of(heads.values(), words, year)
    timed = by_years(years.values())
    if timed:  # a past year of which nothing is known is blank
        figures = (
            sorted(
                {*figures, *(col for col, cell in heads.items() if id(cell) in years and _holds(slice_, below, col))}
            )
            if figures
            else []
        )
    elif figures:  # a source of which nothing came is blank
        blank = [c for c in heads if c not in figures and _holds(slice_, below, c)]
        figures += [c for c in blank if _code(heads[c].text, words) is not None]
    if len(figures) < 2 and not (figures and _rows_of_years(slice_, below, figures[0], words, year)):
        return None
    first = min(figures)
    label = slice_.owner(below, first - 1)
    if label is None or not label.text.strip() or not _side_by_side(slice_, below, figures):
        return None
    if label.row != below:  # one row of figures beside the label of the block
        return (
            _one_row(Matrix(row, below + 1, label.col), label, {col: heads[col] for col in figures}, words)
            if timed
            else None
        )
    found = Matrix(row, below, first - 1, {col: (heads[col], _code(heads[col].text, words)) for col in figures})
    _read_rows(slice_, found, first - 1, figures, words)
    if timed and len(found.rows) == 1 and says_budget(label.text, words):
        found.rows[below] = (label, "total")
    return found if _holds_money(found, words, year, timed=timed) or adds_up(slice_, found) else None


def adds_up(slice_: Slice, found: Matrix) -> bool:
    """合计 | 沿河县 | 德江县 | 松桃县: on every row of money the first is the sum of the others, whatever they are
    called.
    """
    total = total_of(found.heads)
    others = [code for _, code in found.heads.values() if code != "total"]
    if total is None or len(others) < 2 or any(others) or not found.rows:
        return False
    if any(code is None for _, code in found.rows.values()):
        return False
    return all(sum_of_others({col: figure_at(slice_, at, col) for col in found.heads}) == total for at in found.rows)


def _read_rows(slice_: Slice, found: Matrix, label_col: int, figures: list[int], words: Vocabulary) -> None:
    """The rows of figures, with the labels beside several of them and the captions between them."""
    for at in range(found.top + 1, min(slice_.bottom, found.top + 1 + LONGEST)):
        lead = slice_.owner(at, label_col)
        if found.rows and lead is not None and _caption(slice_, at, lead, figures):
            found.groups.append(lead)
            continue
        values = [c for col in figures if (c := slice_.owner(at, col)) is not None and c.row == at]
        if (
            lead is None
            or lead.row != at
            or not lead.text.strip()
            or len(values) < len(figures)
            or not all(NUMERIC.match(c.text) for c in values)
        ):
            break
        found.rows[at] = (lead, _code(lead.text, words))
        found.groups += [c for c in slice_.filled(at) if c.col < lead.col]
        found.bottom = at + 1
    found.groups = [c for c in found.groups if c.row < found.bottom]


def _caption(slice_: Slice, at: int, lead: Cell, figures: list[int]) -> bool:
    """One text over labels and figures, and a row of figures below it."""
    below = slice_.owner(at + lead.rowspan, figures[0])
    return (
        lead.row == at
        and lead.col + lead.colspan > max(figures)
        and 1 < len(fold_text(lead.text)) <= LONGEST
        and not NUMERIC.match(lead.text)
        and below is not None
        and below.text.strip() != ""
        and NUMERIC.match(below.text) is not None
    )


def _rows_of_years(slice_: Slice, below: int, col: int, words: Vocabulary, year: int | None) -> bool:
    """One column of figures, a year to each."""
    labels = [slice_.owner(row, col - 1) for row in (below, below + 1)]
    named = [c for c in labels if c is not None]
    return len(named) == 2 and len(years_of(named, words, year)) == 2


def _reaching(slice_: Slice, row: int) -> list[Cell]:
    """Heads that begin in the row above and end with this one."""
    if row == slice_.top:
        return []
    return [c for c in slice_.filled(row - 1) if c.rowspan == 2]


def _bare_years(cells: list[Cell]) -> dict[int, Cell]:
    """2025 | 2026 | 2027 side by side: years, though figures by their looks."""
    bare = [c for c in cells if YEARS.fullmatch(fold_text(c.text))]
    years = [int(fold_text(c.text)) for c in bare]
    rising = len(years) > 1 and years == list(range(years[0], years[0] + len(years)))
    return {c.col: c for c in bare} if rising else {}


def _over_figures(slice_: Slice, below: int, heads: dict[int, Cell]) -> list[int]:
    return [
        col
        for col in heads
        if _holds(slice_, below, col) and (c := slice_.owner(below, col)) is not None and c.text.strip()
    ]


def _holds(slice_: Slice, row: int, col: int) -> bool:
    """A figure or a blank begins there."""
    cell = slice_.owner(row, col)
    return cell is not None and cell.row == row and cell.col == col and NUMERIC.match(cell.text) is not None


def years_of(heads: Iterable[Cell], words: Vocabulary, year: int | None) -> dict[int, YearWord]:
    """Of the heads that name a year whether it is past, the form's own or a later one."""
    cells = list(heads)
    own = year if year is not None else latest_year(cells)
    return {id(cell): word for cell in cells if (word := year_word(cell.text, words, own)) is not None}


def _one_row(found: Matrix, label: Cell, heads: dict[int, Cell], words: Vocabulary) -> Matrix | None:
    at = found.top + 1
    if (
        label.row > found.top
        or words.field(label.text) != "block_money"
        and bracket_currency(label.text) is None
        and words.amount(label.text) is None
        and not words.grammar.names_budget(label.text)
    ):
        return None
    found.heads = {col: (head, None) for col, head in heads.items()}
    found.rows[at] = (label, "total")
    return found


def _holds_money(found: Matrix, words: Vocabulary, year: int | None, *, timed: bool) -> bool:
    rows = sum(code is not None for _, code in found.rows.values())
    by_year = years_of([cell for cell, _ in found.rows.values()], words, year)
    coded = [code for _, code in found.heads.values() if code is not None]
    if by_years(by_year.values()) and len(by_year) == len(found.rows) and len(coded) * 2 >= len(found.heads):
        return True
    if rows * 2 < len(found.rows) or not found.rows:
        return False
    if timed or by_time(found, words, year):
        return True
    return (
        len(found.rows) > 1
        and len(coded) * 2 >= len(found.heads)
        and (total_of(found.heads) is not None or total_of(found.rows) is not None)
    )


def _side_by_side(slice_: Slice, row: int, figures: list[int]) -> bool:
    """No words stand between the figures: two lists beside each other are no matrix."""
    between = (slice_.owner(row, col) for col in range(min(figures), max(figures) + 1))
    return all(c is None or NUMERIC.match(c.text) for c in between)


def _code(text: str, words: Vocabulary) -> str | None:
    return "total" if words.grammar.sums_money(text) else money_code(text, words)


def total_of(lines: dict[int, tuple[Cell, str | None]]) -> int | None:
    """The row or column of the total."""
    return next((at for at, (_, code) in lines.items() if code == "total"), None)


def by_time(matrix: Matrix, words: Vocabulary, year: int | None) -> bool:
    """The heads name years, last year beside this one, or the whole of the project beside the form's own year."""
    cells = [cell for cell, _ in matrix.heads.values()]
    years = {found[1] for cell in cells if (found := YEAR_WORD.search(fold_text(cell.text)))}
    said = years_of(cells, words, year)
    if len(years) >= 2 or "past" in said.values():
        return True
    own = {id(cell) for cell, code in matrix.heads.values() if said.get(id(cell)) == "own" and code in (None, "total")}
    return (
        bool(own)
        and all(id(cell) in own or of_whole(cell, code, words) for cell, code in matrix.heads.values())
        and len(own) < len(cells)
    )


def of_whole(cell: Cell, code: str | None, words: Vocabulary) -> bool:
    """项目总投资, 总额: the sum of all years, beside the form's own year."""
    return code in ("total", "total_multi_year") or "period" in words.grammar.scope_words(cell.text)
