"""Which figures of a matrix of money are the form's: those of its own year, of the total column and the total row.

The other figures are understood and no key takes them; what stands under a head that nobody knows is left to be told.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import CellRole
from extractor.forms.draft import AmountCandidate, Draft, Source
from extractor.forms.matrix import LONGEST, Matrix, adds_up, by_time, of_whole, total_of, years_of
from extractor.forms.money_lying import figure_at, sum_of_others
from extractor.forms.money_years import OTHER_YEARS, by_years
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import NUMERIC, YEAR_WORD
from extractor.words.inline import bracket_currency
from extractor.words.vocabulary import Vocabulary


def read_matrix(slice_: Slice, matrix: Matrix, words: Vocabulary, draft: Draft, year: int | None) -> int:
    """Read it into the draft; gives the first row below it."""
    place = slice_.grid.place
    lines = [head for head, _ in (*matrix.heads.values(), *matrix.rows.values()) if not draft.is_taken(head)]
    for cell in matrix.groups:
        draft.take(cell, "block")
        if words.known(cell.text):
            draft.labels.append((squeeze(cell.text), place(cell)))
        else:
            draft.leave(None, cell.text, place(cell), "block")
    corner = slice_.owner(matrix.top, matrix.label_col)
    if corner is not None and corner.row + corner.rowspan == matrix.top + 1 and corner.text.strip():
        lines.append(corner)
    wholes = _adding_up(slice_, matrix)
    _name_whole(matrix, wholes)
    strange = _strange(matrix, words, year) - _by_use(slice_, matrix) - wholes - _shares(slice_, matrix, words)
    for cell in lines:
        if id(cell) in strange:
            continue  # left to be told
        draft.money_label(slice_.grid, cell, "head" if cell.row <= matrix.top else "label")
    wanted = _wanted(matrix, words, year)
    for row, (label, _) in matrix.rows.items():
        for col, (head, _) in matrix.heads.items():
            figure = slice_.owner(row, col)
            if figure is None:
                continue
            named = wanted.get((row, col))
            if named is not None and named[0] == "other_income":
                draft.take(figure, "further")
                draft.leave_money(squeeze(named[1].text), figure.text, place(figure))
                continue
            if named is None:
                role: CellRole = "unread" if {id(head), id(label)} & strange else "further"
                draft.set_aside(slice_.grid, figure, squeeze(head.text) + squeeze(label.text), role)
                continue
            code, said = named
            draft.take(figure, "value", f"/amounts/{code}")
            source = Source.of(slice_.grid, figure)
            draft.amounts.append(
                AmountCandidate(
                    code, squeeze(said.text), figure.text, source, bracket_currency(head.text), figure.stored, said.col
                )
            )
    _leave_beside(slice_, matrix, words, draft)
    return matrix.bottom


def _leave_beside(slice_: Slice, matrix: Matrix, words: Vocabulary, draft: Draft) -> None:
    """Columns of words beside figures of several years (建设内容), under heads of their own, and remarks beside any
    figures: no key takes them.
    """
    any_words = len(matrix.rows) > 1 and all(code is None for _, code in matrix.rows.values())
    for row in matrix.rows:
        for cell in slice_.starting(row):
            head = slice_.owner(matrix.top, cell.col)
            if (
                draft.is_taken(cell)
                or head is None
                or head.row + head.rowspan != matrix.top + 1
                or not head.as_wide_as(cell)
                or not 1 < len(fold_text(head.text)) <= LONGEST
                or NUMERIC.match(head.text)
                or not any_words
                and (words.header(head.text) != "note" or cell.col <= max(matrix.heads))
            ):
                continue
            if not draft.is_taken(head):
                draft.label(slice_.grid, head, "head")
            draft.set_aside(slice_.grid, cell, squeeze(head.text))


def _strange(matrix: Matrix, words: Vocabulary, year: int | None) -> set[int]:
    """Labels and heads of which nothing is known: what stands beside or under them is not understood."""
    cells = [cell for cell, code in (*matrix.rows.values(), *matrix.heads.values()) if code is None]
    times = years_of(cells, words, year)
    open_ = [
        c
        for c in cells
        if id(c) not in times and c.text.strip() and not words.known(c.text) and not words.grammar.compares(c.text)
    ]
    return {id(c) for c in open_ if not YEAR_WORD.search(fold_text(c.text)) and not words.grammar.scope_words(c.text)}


def _adding_up(slice_: Slice, matrix: Matrix) -> set[int]:
    """Heads of columns whose figure is the sum of the others in each row: a whole, whatever it is called."""
    sums = {sum_of_others({col: figure_at(slice_, row, col) for col in matrix.heads}) for row in matrix.rows}
    (col,) = sums if len(sums) == 1 else (None,)
    return {id(matrix.heads[col][0])} if col is not None else set()


def _name_whole(matrix: Matrix, wholes: set[int]) -> None:
    """Kinds of money that add up to one more column, under a head that nobody knows: it is their total."""
    open_ = [(col, cell) for col, (cell, code) in matrix.heads.items() if code is None]
    if len(open_) == 1 and id(open_[0][1]) in wholes and total_of(matrix.heads) is None:
        col, cell = open_[0]
        matrix.heads[col] = (cell, "total")


def _shares(slice_: Slice, matrix: Matrix, words: Vocabulary) -> set[int]:
    """Heads that name places or offices among which the whole is shared out."""
    heads = [cell for cell, code in matrix.heads.values() if code is None]
    named = all(words.grammar.names_share(fold_text(cell.text)) for cell in heads)
    return {id(cell) for cell in heads} if named and adds_up(slice_, matrix) else set()


def _by_use(slice_: Slice, matrix: Matrix) -> set[int]:
    """Labels of a group (按用途分) of which none is a source of money and whose figures add up to the total: they say
    what the same money is for.
    """
    col, total_row = total_of(matrix.heads), total_of(matrix.rows)
    if col is None or total_row is None or not matrix.groups:
        return set()
    whole, excused = figure_at(slice_, total_row, col), set()
    for group in matrix.groups:
        nxt = min((c.row for c in matrix.groups if c.row > group.row), default=matrix.bottom)
        end = group.row + group.rowspan if group.rowspan > 1 else nxt
        rows = [at for at in matrix.rows if group.row <= at < end and at != total_row and matrix.rows[at][1] != "total"]
        if any(matrix.rows[at][1] is not None for at in rows):
            continue
        if rows and whole is not None and sum(figure_at(slice_, at, col) or 0 for at in rows) == whole:
            excused |= {id(matrix.rows[at][0]) for at in rows}
    return excused


def _wanted(matrix: Matrix, words: Vocabulary, year: int | None) -> dict[tuple[int, int], tuple[str, Cell]]:
    years = years_of([cell for cell, _ in matrix.heads.values()], words, year)
    if by_time(matrix, words, year) or by_years(years.values()):
        return _wanted_by_time(matrix, words, year)
    by_row = years_of([cell for cell, _ in matrix.rows.values()], words, year)
    if by_years(by_row.values()) and len(by_row) == len(matrix.rows):  # a year a row: the form's own is the last
        own = [row for row, (cell, _) in matrix.rows.items() if by_row[id(cell)] == "own"]
        return (
            {(own[-1], col): (code, head) for col, (head, code) in matrix.heads.items() if code is not None}
            if own
            else {}
        )
    return _wanted_by_kind(matrix)


def _wanted_by_time(matrix: Matrix, words: Vocabulary, year: int | None) -> dict[tuple[int, int], tuple[str, Cell]]:
    col = _current(matrix, words, year)
    if col is None:
        return {}
    return {(row, col): (code, label) for row, (label, code) in matrix.rows.items() if code is not None}


def _wanted_by_kind(matrix: Matrix) -> dict[tuple[int, int], tuple[str, Cell]]:
    total_col, total_row = total_of(matrix.heads), total_of(matrix.rows)
    wanted: dict[tuple[int, int], tuple[str, Cell]] = {}
    for row, (label, code) in matrix.rows.items():
        if code is not None and total_col is not None:
            wanted[row, total_col] = (code, label)
    for col, (head, code) in matrix.heads.items():
        if code is not None and total_row is not None and col != total_col:
            wanted[total_row, col] = (code, head)
    return wanted


def _current(matrix: Matrix, words: Vocabulary, year: int | None) -> int | None:
    """The column of the form's own year: the last one that is neither another year's nor a comparison; None where all
    name other years.
    """
    said = years_of([cell for cell, _ in matrix.heads.values()], words, year)
    left = [
        col
        for col, (cell, code) in matrix.heads.items()
        if not words.grammar.compares(cell.text)
        and said.get(id(cell)) not in OTHER_YEARS
        and not (len(said) > 1 and words.grammar.sums_money(cell.text))
        and not ("own" in said.values() and said.get(id(cell)) is None and of_whole(cell, code, words))
    ]
    own = [
        col
        for col in left
        if (found := YEAR_WORD.search(fold_text(matrix.heads[col][0].text)))
        and year is not None
        and int(found[1]) == year
    ]
    said_own = [col for col in left if said.get(id(matrix.heads[col][0])) == "own"]
    chosen = own or said_own or left
    budgets = [col for col in chosen if words.grammar.names_budget(matrix.heads[col][0].text)]  # no 2026年实际
    return next(iter((budgets or chosen)[-1:]), None)
