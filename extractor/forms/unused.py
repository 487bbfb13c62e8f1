"""Words that say where a value belongs, and a reading that put none there: heads, labels and units that were not used.

The rest of a form can look right while a column of points went to nobody, because another column took its place, or a
unit of money went with the label that nobody knew.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, Extent, doubtful
from extractor.forms.execution_roles import MEASURES
from extractor.forms.reading import Column, Reading, Role
from extractor.forms.text_kinds import quoted
from extractor.matching.book import LabelKind
from extractor.model.document import Cell, Grid, Place
from extractor.model.filing import Form
from extractor.values.looks import has_figure
from extractor.words.vocabulary import Vocabulary

_OF_ROWS: dict[str, Role] = {
    "level3": "level3", "target": "target", "unit": "unit", "operator": "operator", "weight": "weight",
    "actual": "actual", "achieved_score": "achieved_score", "standard": "standard",
}  # fmt: skip
_ASIDE = frozenset({"other", "definition"})
_REACHED = frozenset({"actual", "achieved_score"})
MOST_NAMES = 0.8
"""Share of a column's cells that say names of the rows from which it is a column of names."""
FAINT = 0.4
"""Likeness to the wordings of the rule books below which a word is one that nobody knows."""
_PAST = ("initial", "adjusted")
_CAPTIONS = frozenset({"head", "block", "unread"})
_OPEN = frozenset({"further", "unread"})


def unused(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts about what is printed and did not come into the form."""
    yield from _columns(reading, account, extent, words)
    yield from _budget_of_execution(reading.form)
    yield from _measures(reading.form, account, extent, words)
    yield from _unit(reading, account, extent, words)
    yield from _levels_as_heads(account, extent, words)


def _columns(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A column whose head the rule books know, kept aside, while no column has that role; one of natures (定性, 定量)
    under a head that nobody knows, where signs have no column.
    """
    for column in reading.columns:
        if column.role not in _ASIDE:
            continue
        role = _OF_ROWS.get(words.header(column.header) or "")
        if role in _REACHED and reading.form.kind.endswith("_target"):
            continue  # of a past year, in a form of targets
        if (
            role is not None
            and not reading.has_column(role)
            and not (role == "target" and reading.has_column("region"))
        ):
            why = (
                f"{quoted(column.header)}一列没有用上，其他列也没有读成“{words.role_name(role)}”，"
                f"请对照原件核对这一列。"
            )
            yield doubtful("/indicators", why, column.at, column.header)
        elif column.role == "other" and column.header and _strange(column.header, "header", words):
            yield from _natures(reading, column, account, extent, words)
    yield from _second_names(reading, account, extent, words)
    yield from _names_again(reading, account, extent)


_QUALITY = "定性"
"""The one nature that is part of a value (定性 | 稳步提高)."""


def _natures(reading: Reading, column: Column, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    if reading.has_column("operator"):
        return
    cells = [
        cell
        for grid, cell in extent.cells()
        if grid.table == column.at.get("table")
        and cell.col == column.at.get("col")
        and cell.row > column.at.get("row", 0)
        and account.role(cell) == "further"
    ]
    said = {fold_text(cell.text) for cell in cells}
    if _QUALITY in said and said <= set(words.grammar.cells.natures):  # 定量 alone changes no value
        why = f"{quoted(column.header)}一列是定性、定量，列名没有见过，没有并入指标值，请对照原件核对。"
        yield doubtful("/indicators", why, column.at, column.header)


def _second_names(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Two columns of names, one kept aside, beside a column that nobody read: the other half of a table."""
    named = [c for c in reading.columns if words.header(c.header) == "level3"]
    aside = [c for c in named if c.role in _ASIDE]
    if not aside or len(named) < 2 or len({squeeze(c.header) for c in named}) > 1:
        return
    rows = reading.spots()
    if any((grid.table, cell.row) in rows for grid, cell in account.of_role("unread", extent)):
        why = f"{quoted(aside[0].header)}印了两列，其中一列没有读成指标名称，旁边还有没读懂的列，请对照原件核对。"
        yield doubtful("/indicators", why, aside[0].at)


def _names_again(reading: Reading, account: Account, extent: Extent) -> Iterator[Doubt]:
    """A column kept aside that says the names of the rows once more: those of the other half of a table."""
    names = {squeeze(row.level3.raw) for row in reading.form.indicators if row.level3 is not None and row.level3.raw}
    aside = {(c.at.get("table"), c.at.get("col")): c for c in reading.columns if c.role in _ASIDE}
    cells: dict[tuple[int | None, int | None], list[str]] = {}
    for grid, cell in account.of_role("further", extent) if aside and names else ():
        if (key := (grid.table, cell.col)) in aside:
            cells.setdefault(key, []).append(squeeze(cell.text))
    for spot, texts in cells.items():
        if len(texts) > 1 and sum(text in names for text in texts) > MOST_NAMES * len(texts):
            column = aside[spot]
            why = f"{quoted(column.header)}一列又印了各行的指标名称，没有读成指标名称，请对照原件核对这一列。"
            yield doubtful("/indicators", why, column.at, column.header)


def _budget_of_execution(form: Form) -> Iterator[Doubt]:
    """What was spent was read and no budget for it, while a sum stands among the amounts: the budget may be that."""
    entries = form.execution
    total = form.amounts.get("total")
    if entries and form.kind.endswith("_target") and not form.amounts and not any(e.executed for e in entries):
        why = "资金没有读成预算金额，读成了预算执行，而表上没有执行数，请对照原件核对。"
        at = next((form.places[p] for p in sorted(form.places) if p.startswith("/execution/0/")), form.at)
        yield doubtful("/execution", why, at, entries[0].item or "")
    if total is None or total.value is None or not entries or not any(e.executed for e in entries):
        return
    if any(getattr(entry, name) for entry in entries for name in _PAST):
        return
    why = f"资金执行没有读到预算数，“{total.raw}”读成了资金总额，可能就是预算数，请对照原件核对。"
    yield doubtful("/execution", why, total.at, total.raw)


def _measures(form: Form, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A figure kept aside beside 得分 or 执行率 of the execution, or under it, and no entry that has one."""
    rows = {(row.at.get("table"), row.at.get("row")) for row in form.indicators}
    for grid, cell in extent.cells() if form.execution or not form.kind.endswith("_target") else ():
        measure = words.execution(cell.text) or _likely_measure(grid, cell, account, words)
        if measure not in MEASURES or any(getattr(entry, measure) for entry in form.execution):
            continue
        near = grid.right_of(cell) if form.execution else None
        if near is None or account.role(near) not in _OPEN:
            near = grid.below(cell) if (grid.table, cell.row + cell.rowspan) not in rows else None
        if near is not None and account.role(near) in _OPEN and has_figure(near.text):
            why = f"{quoted(cell.text)}后的{quoted(near.text)}没有读成资金执行的数，请对照原件核对。"
            yield doubtful("/execution", why, grid.place(near), squeeze(near.text))


def _likely_measure(grid: Grid, cell: Cell, account: Account, words: Vocabulary) -> str | None:
    """What 评价得分 is that stands beside the label of a block whose other rows hold the execution."""
    if has_figure(cell.text) or (likely := words.evidence.likely_id("execution", cell.text)) is None:
        return None
    block = next((c for c in grid.on_row(cell.row) if c.col < cell.col and c.rowspan > 1), None)
    for row in range(block.row, block.row + block.rowspan) if block is not None else ():
        if any(account.feeds(c, "/execution/") for c in grid.on_row(row)):
            return likely
    return None


def _levels_as_heads(account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Level words that were taken for heads or captions and lead no row, and what stands beside them on such a row."""
    rows: dict[tuple[int, int], tuple[Grid, list[Cell]]] = {}
    for grid, cell in extent.cells():
        if account.role(cell) not in ("head", "block") or account.pointers(cell) or words.known(cell.text):
            continue
        entry1 = words.level_entry("level1", cell.text)
        if words.names_level(cell.text) and (entry1 is None or entry1.id != "execution"):
            rows.setdefault((grid.table, cell.row), (grid, []))[1].append(cell)
    if not rows:
        return
    places: list[Place] = []
    for grid, cells in rows.values():
        row = grid.on_row(cells[0].row)
        heads = [c for c in row if c.text.strip() and account.role(c) == "head" and c.row == cells[0].row]
        places += [grid.place(c) for c in (heads if any(has_figure(c.text) for c in heads) else cells)]
    said = [cell for _, cells in rows.values() for cell in cells]
    names = "、".join(dict.fromkeys(quoted(cell.text) for cell in said[:6]))
    why = f"{names}是指标的级别，没有一行指标归在下面，这里可能有指标没有读出，请对照原件核对。"
    yield doubtful("/indicators", why, places, squeeze(said[0].text))


def _unit(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """The unit of money is inferred, and the block of money has a caption that nobody knows: it may say the unit."""
    if not reading.unit_inferred:
        return
    rows: dict[int, set[int]] = {}
    spots: list[tuple[Grid, Cell]] = []
    for grid, cell in extent.cells():
        if account.feeds(cell, "/amounts/", "/execution/"):
            rows.setdefault(grid.table, set()).update((cell.row - 1, cell.row))
        elif account.role(cell) in _CAPTIONS and _strange(cell.text, "field", words):
            spots.append((grid, cell))
    found = [
        (g, c)
        for g, c in spots
        if not rows.get(g.table, set()).isdisjoint(range(c.row, c.row + c.rowspan)) or _ends_first_row(g, c, account)
    ]
    if found:
        grid, cell = found[0]
        why = (
            f"没有读到金额单位，按“{reading.form.currency_unit}”理解；{quoted(cell.text)}没有见过，"
            f"单位可能印在这里，请核对。"
        )
        pointer = "/execution" if reading.form.execution else "/amounts"
        yield doubtful(pointer, why, grid.place(cell), squeeze(cell.text), part="money")


def _ends_first_row(grid: Grid, cell: Cell, account: Account) -> bool:
    """It ends the first row of a table and has no value: 填报单位：某局 | 单位：千元."""
    beside, below = grid.right_of(cell), grid.below(cell)
    valued = below is not None and below.as_wide_as(cell) and account.role(below) == "unread"
    return cell.row == 0 and not valued and (beside is None or not beside.text.strip())


def _strange(text: str, kind: LabelKind, words: Vocabulary) -> bool:
    """No word of the rule books, nor like one."""
    if has_figure(text) or words.is_word(text):
        return False
    weighed = words.evidence.weigh(kind, text)
    return not weighed or weighed[0].score < FAINT
