"""How the money of a form is shared out among places (序号 | 补助地区 | 分配金额), or a line of it among parts that no
key takes (其中：人员类项目 | 特定目标类项目).

Nothing of the form is lost in it: each row names a place, and the figures add up to an amount that was read; or the
rows follow an amount that was read, begin with 其中 and add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from extractor.characters.fold import fold_text
from extractor.forms.account import Account, Extent
from extractor.model.document import Cell, Grid
from extractor.model.filing import Form
from extractor.values.looks import NUMBER
from extractor.words.vocabulary import Vocabulary

LEAST = 2
"""So many places get something, at least: one share is a figure like another."""


def shares(account: Account, extent: Extent, form: Form, words: Vocabulary) -> list[Cell]:
    """The unread cells that say who gets how much of a sum that was read."""
    sums = {Decimal(amount.value) for amount in form.amounts.values() if amount.value}
    if not sums:
        return []
    rows: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for grid, cell in account.of_role("unread", extent):
        rows[grid.table, cell.row].append(cell)
    grids = {grid.table: grid for grid, _, _ in extent.rows}
    found: list[Cell] = []
    run: list[list[Cell]] = []
    last: tuple[int, int] | None = None
    for (table, row), cells in [*sorted(rows.items()), ((-1, 0), [])]:
        if last is not None and (table, row) != (last[0], last[1] + 1) or run and not _alike(run[-1], cells):
            if last is not None:
                parts = _parts_of_above(run, grids[last[0]], account, words)
                found += parts or _shared(run, sums, words)
            run = []
        run.append(cells)
        last = (table, row)
    return found


def _alike(above: list[Cell], below: list[Cell]) -> bool:
    return [(c.col, c.colspan) for c in above] == [(c.col, c.colspan) for c in below]


def _shared(run: list[list[Cell]], sums: set[Decimal], words: Vocabulary) -> list[Cell]:
    """All cells of a run of like rows: a place each, and one column of figures that add up."""
    if len(run) < LEAST or len(run[0]) < 2:
        return []
    columns = list(zip(*run))
    names = [n for n, cells in enumerate(columns) if all(words.grammar.names_share(fold_text(c.text)) for c in cells)]
    figures = [
        n for n, cells in enumerate(columns) if all(_is_figure(fold_text(c.text)) for c in cells) and not _counts(cells)
    ]
    rest = [n for n, cells in enumerate(columns) if n not in names and n not in figures and not _counts(cells)]
    if len(names) != 1 or len(figures) != 1 or rest or figures[0] < names[0]:
        return []
    values = [Decimal(fold_text(c.text).replace(",", "")) for c in columns[figures[0]]]
    if sum(v > 0 for v in values) < LEAST or sum(values) not in sums:
        return []
    return [cell for cells in run for cell in cells]


def _parts_of_above(run: list[list[Cell]], grid: Grid, account: Account, words: Vocabulary) -> list[Cell]:
    """Rows of a label and a figure under such a row whose figure is an amount that was read: they begin with 其中 and
    add up to it.
    """
    if len(run) < LEAST or any(len(cells) != 2 for cells in run) or not run[0][0].row:
        return []
    names, figures = zip(*run)
    above = [grid.above(c) for c in (names[0], figures[0])]
    if not account.feeds(above[1], "/amounts/", "/execution/"):
        return []
    if any(
        a is None or not a.as_wide_as(c) for a, c in zip(above, (names[0], figures[0]))
    ) or not words.grammar.begins_parts(fold_text(names[0].text)):
        return []
    texts = [fold_text(c.text) for c in (above[1], *figures)]
    if not all(map(_is_figure, texts)) or any(words.amount(c.text) for c in names):
        return []
    whole, *parts = (Decimal(text.replace(",", "")) for text in texts)
    return [cell for cells in run for cell in cells] if sum(parts) == whole else []


def _is_figure(folded: str) -> bool:
    return NUMBER.fullmatch(folded) is not None and folded[0] != "-"


def _counts(cells: tuple[Cell, ...]) -> bool:
    """1, 2, 3 …"""
    return [fold_text(c.text).rstrip(".、") for c in cells] == [str(n + 1) for n in range(len(cells))]
