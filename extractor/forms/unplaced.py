"""Values that stand in one place and were read into another, or into none, though every cell has a role.

A caption put between a label and its value, a list whose projects have no names: the account closes, and what it says
is wrong all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, Extent, Part, doubtful
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import CAPTION, quoted, says_something
from extractor.model.document import Cell, Grid
from extractor.values.looks import has_figure, is_sum
from extractor.words.vocabulary import Vocabulary

_GOALS = ("/texts/annual_goal", "/texts/period_goal")
_CAPTIONS = frozenset({"head", "block", "heading"})
_NEAR = 3
"""So far under its label a figure may stand, a caption between them."""


def unplaced(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts about values that a finished reading has in the wrong place."""
    goals: list[tuple[Grid, Cell, str]] = []
    several: list[tuple[Grid, Cell]] = []
    for grid, cell in extent.cells():  # once for all that asks for pointers
        if not (pointers := account.pointers(cell)):
            continue
        goals += [(grid, cell, pointer) for pointer in pointers if pointer in _GOALS]
        if len(pointers) > 1 and account.role(cell) != "level":
            several.append((grid, cell))
    yield from _goals_of_several(goals, account)
    yield from _goal_over_text(goals, account, words)
    yield from _money_aside(reading, account, extent, words)
    yield from _read_twice(reading, account, several)
    yield from _caption_over_money(extent, words)


def _caption_over_money(extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A text of nobody alone in its row, between the heads of several sums and their figures."""
    for grid, cell in extent.cells():
        if cell.colspan < 2 or cell.row == 0 or has_figure(cell.text) or words.is_word(cell.text):
            continue
        own = [c for c in grid.on_row(cell.row) if c.row == cell.row and c.text.strip()]
        if len(own) > 1 or sum(words.amount(c.text) is not None for c in grid.on_row(cell.row - 1)) < 2:
            continue
        places, row = [grid.place(cell)], cell.row + 1
        while row < grid.rows and any(is_sum(c.text) for c in grid.on_row(row)):
            places += [grid.place(c) for c in grid.on_row(row) if c.row == row]
            row += 1
        if len(places) > 1:
            why = f"{quoted(cell.text)}夹在资金的栏名和数字之间，下面的数字可能归错了栏，请对照原件核对。"
            yield doubtful("/amounts", why, places, squeeze(cell.text))


def _goals_of_several(found: list[tuple[Grid, Cell, str]], account: Account) -> Iterator[Doubt]:
    """Goals one under the other in one column, each merged over rows of its own together with a cell that nobody read:
    those of several projects, whose names that cell says.
    """
    columns: dict[tuple[int, int, str], list[tuple[Grid, Cell]]] = defaultdict(list)
    for grid, cell, pointer in found:
        columns[grid.table, cell.col, pointer].append((grid, cell))
    for (_, _, pointer), goals in columns.items():
        if len(goals) < 2:
            continue
        beside = [_unread_beside(grid, cell, account) for grid, cell in goals]
        if not all(beside):
            continue
        said = "、".join(f"{quoted(cells[0].text)}" for cells in beside[:3])
        why = f"{said}没有读懂，各有自己的目标，可能是几个项目，读成了一张表，请对照原件核对各项目的目标和指标。"
        grid = goals[0][0]
        places = [*(grid.place(cell) for _, cell in goals), *(grid.place(c) for cells in beside for c in cells)]
        yield doubtful(pointer, why, places, squeeze(goals[0][1].text)[:200], margin=0.2, grave=True)


def _unread_beside(grid: Grid, goal: Cell, account: Account) -> list[Cell]:
    """Words that nobody read, on just the rows of the goal."""
    return [
        c
        for c in grid.on_row(goal.row)
        if (c.row, c.rowspan) == (goal.row, goal.rowspan)
        and c.text.strip()
        and account.role(c) == "unread"
        and not is_sum(c.text)
    ]


def _goal_over_text(goals: list[tuple[Grid, Cell, str]], account: Account, words: Vocabulary) -> Iterator[Doubt]:
    """A goal of few words, and right under it, as wide, words that were taken for a caption by their place alone:
    which of the two is the goal?
    """
    for grid, cell, pointer in goals:
        if len(fold_text(cell.text)) > CAPTION or says_something(cell.text):
            continue
        below = grid.below(cell)
        if below is None or not below.as_wide_as(cell) or not below.text.strip():
            continue
        if account.role(below) not in _CAPTIONS or words.known(below.text) or words.names_level(below.text):
            continue
        why = f"{quoted(cell.text)}读成了目标，下面的{quoted(below.text)}读成了标题，可能反了，请对照原件核对。"
        yield doubtful(pointer, why, [grid.place(cell), grid.place(below)], squeeze(cell.text)[:200], part="head")


def _money_aside(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A form without any money, and under or beside a label of money a figure that was kept aside; or one without a
    total, and the figure right beside the caption of its money.
    """
    filled = {code for code, amount in reading.form.amounts.items() if amount.value is not None}
    if reading.form.execution or "total" in filled:
        return
    for grid, cell in extent.cells():
        if (role := account.role(cell)) not in ("label", "head", "block"):
            continue
        if not filled and _says_money(cell.text, words):
            near = _near(grid, cell)
        elif role == "block" and words.field(cell.text) == "block_money" and _totals(cell.text, words):
            near = (c for c in (grid.right_of(cell),) if c is not None and c.row == cell.row)
        else:
            continue
        figure = next((c for c in near if account.role(c) == "further" and is_sum(c.text)), None)
        if figure is None:
            continue
        what = "资金总额" if filled else "金额"
        why = f"这张表没有读到{what}，{quoted(cell.text)}旁边的“{squeeze(figure.text)}”没有用上，请对照原件核对。"
        yield doubtful("/amounts", why, grid.place(figure), squeeze(figure.text))  # fmt: skip
        return


def _says_money(text: str, words: Vocabulary) -> bool:
    if words.grammar.names_sum(text):
        return False  # of points, of places
    return words.amount(text) is not None or words.execution(text) in MONEY_HEADS


def _totals(text: str, words: Vocabulary) -> bool:
    """A caption of money that may be the total's label as well (项目资金, not 按预算级次划分)."""
    return any(w.identity in ("total", "total_multi_year") for w in words.evidence.weigh("amount", text)[:1])


def _near(grid: Grid, label: Cell) -> Iterator[Cell]:
    below = label.row + label.rowspan
    spots = [*(grid.owner(row, label.col) for row in range(below, below + _NEAR)), grid.right_of(label)]
    return (cell for cell in spots if cell is not None and _among_figures(grid, cell, label))


def _among_figures(grid: Grid, cell: Cell, label: Cell) -> bool:
    """Nothing but figures stands on its row: the money of a task is the task's."""
    row = (c for c in grid.on_row(cell.row) if c.row == cell.row and c is not label)
    return all(is_sum(c.text) for c in row if c.text.strip())


def _read_twice(reading: Reading, account: Account, several: list[tuple[Grid, Cell]]) -> Iterator[Doubt]:
    """The whole text of one cell is two values of a row, or two names of the form: it is one of them at most."""
    for grid, cell in several:
        text, said = squeeze(cell.text), defaultdict[str, list[str]](list)
        for pointer in account.pointers(cell):
            group, _, name = pointer.rpartition("/")
            if (group in ("", "/texts") or group.startswith("/indicators/")) and _value(reading, group, name) == text:
                said[group].append(pointer)
        twice = next((pointers for pointers in said.values() if len(pointers) > 1), None)
        if twice is not None:
            why = f"{quoted(text)}一格读成了两项内容，至多一项是对的，请对照原件核对这一行。"
            part: Part = "indicators" if twice[0].startswith("/indicators/") else "head"
            row = reading.cells_at[int(twice[0].split("/")[2])].values() if part == "indicators" else ()
            yield doubtful(twice[0], why, [grid.place(cell), *row], text[:200], margin=0.2, part=part)


def _value(reading: Reading, group: str, name: str) -> str | None:
    """What the form says at a pointer, folded as the cell's own text is."""
    form = reading.form
    holder: object = form if not group else form.texts if group == "/texts" else None
    if holder is None:
        number = int(group.rsplit("/", 1)[1])
        holder = form.indicators[number] if number < len(form.indicators) else None
    held = getattr(holder, name, None)
    said = held if isinstance(held, str) else getattr(held, "raw", None)
    return squeeze(said) if isinstance(said, str) and said else None
