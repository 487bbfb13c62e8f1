"""What must hold of every form that was read, whatever its layout; where it does not, a doubt says so.

Each check compares what was printed with what the form says: one label, one value; a goal that its form does not divide
has no unread goal beside it; a row of indicators holds no fields; a label that is printed and found blank has no text
beside it that serves as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.forms.account import Account, Doubt, Entry, Extent, area, doubtful, spot_of
from extractor.forms.draft import Candidate, Draft
from extractor.forms.form_money import own_level
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.likeness import SIGNOFF
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import CAPTION, numbered, quoted, says_something
from extractor.model.document import Cell, Grid, Place
from extractor.model.filing import Indicator
from extractor.values.looks import is_sum
from extractor.words.asides import AsideWords
from extractor.words.vocabulary import Vocabulary

_ONE = frozenset({"project_name", "project_code", "implementer"})
"""Of these a form prints one under one label."""
_ONE_NAME = frozenset({"project_name", "department", "implementer", "filer", "budget_unit"})
"""Fields that no column of a table of indicators holds."""
_UNDIVIDED = frozenset({"goal", "total_goal"})
_GOALS = ("annual_goal", "period_goal")
_NEAR_ROWS = 3
_FISCAL = "fiscal_appropriation"
_LONGEST_SUM = 12
_CAPTIONS = frozenset({"head", "block"})


def audit(reading: Reading, draft: Draft, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts about a finished reading, its account closed."""
    yield from _two_under_one_label(draft, words.grammar.asides)
    yield from _goal_beside_unread(reading, draft, extent, words.grammar.asides)
    yield from _fields_among_rows(reading, draft.account, extent, words)
    yield from _blank_beside_text(reading, draft.account, extent, words)
    yield from _money_beside_unread(reading, draft, extent, words)
    yield from _levels_as_names(reading, words)
    yield from _two_targets(reading, words)
    yield from _two_reached(reading)
    yield from _heads_of_others(reading, draft, words)
    yield from _labels_in_values(reading, words)
    yield from _caption_among_goals(draft.account, extent, words)
    yield from _code_as_money(reading)


def _two_under_one_label(draft: Draft, asides: AsideWords) -> Iterator[Doubt]:
    """项目名称 twice with two names: two forms may have been read as one."""
    first: dict[str, Candidate] = {}
    for candidate in draft.fields:
        value = asides.clean(candidate.raw)
        if candidate.identity not in _ONE or value is None or not candidate.label:
            continue
        known = first.setdefault(candidate.identity, candidate)
        other = asides.clean(known.raw) or ""
        same_label = fold_label(candidate.label) == fold_label(known.label)
        if same_label and fold_text(value) not in fold_text(other) and fold_text(other) not in fold_text(value):
            label, at = squeeze(candidate.label), [known.source.at, candidate.source.at]
            why = f"“{label}”印了两处，内容不同：{other} 和 {value}，可能是两张表连在一起，请对照原件核对。"
            yield doubtful(f"/{candidate.identity}", why, at, other, runner_up=value, margin=0.2)


def _goal_beside_unread(reading: Reading, draft: Draft, extent: Extent, asides: AsideWords) -> Iterator[Doubt]:
    """总体目标 is the year's goal only where the form prints no other (K12), and a text that nobody read may be the
    other.
    """
    texts = reading.form.texts
    goals = [c for c in draft.fields if c.identity in _UNDIVIDED and asides.clean(c.raw) is not None]
    if not goals or (texts.annual_goal is not None and texts.period_goal is not None):
        return
    unread = [
        (grid, cell)
        for grid, cell in extent.cells()
        if draft.account.role(cell) == "unread" and any(grid.table == c.source.at.get("table") for c in goals)
    ]
    long = [c for _, c in unread if len(fold_text(c.text)) > 6 and not is_sum(c.text)]
    rows = {at["row"] for cells in reading.cells_at for at in cells.values() if "row" in at}
    beside = {(c.source.at.get("table"), c.source.at.get("row")) for c in goals}
    long += [c for grid, c in unread if (grid.table, c.row) in beside and not is_sum(c.text)]
    open_ = [cell for cell in long if cell.row not in rows]
    if open_:
        name, goal = squeeze(goals[0].label), "、".join(f"{quoted(c.text)}" for _, c in unread[:3])
        why = (
            f"{goal}没有读懂，如果是另一个目标（如年度目标、长期目标），“{name}”就不是现在读成的目标，请对照原件核对。"
        )
        pointer = "/texts/annual_goal" if texts.annual_goal is not None else "/texts/period_goal"
        yield doubtful(pointer, why, goals[0].source.at, name, margin=0.4, part="head")


def _fields_among_rows(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A label beside a value on a row of indicators: a column of the table was not understood."""
    rows: set[tuple[int | None, int]] = set()
    for row, places in zip(reading.form.indicators, reading.cells_at):
        own = [places[role] for role in ("level3", "target") if role in places] or [row.at]
        rows |= {(spot.get("table"), spot["row"]) for spot in own if "row" in spot}
    heads = {spot_of(column.at) for column in reading.columns}
    found: list[tuple[Grid, Cell]] = []
    for grid, cell in extent.cells():
        entry = account.entries.get(id(cell))
        if entry is None or (grid.table, cell.row) not in rows or (grid.table, cell.row, cell.col) in heads:
            continue  # a head beside its row of values: the table lies on its side
        if _beside_all_rows(cell, grid, reading):
            continue
        if _is_label(entry, words) or cell.rowspan == 1 and words.field(cell.text) in SIGNOFF:
            found.append((grid, cell))
    if found:
        grid, cell = found[0]
        at = area(grid.place(cell), (place for g, c in found for place in _row_places(g, c)))
        why = f"{quoted(cell.text)}在指标行里，读成了栏目名，这几列可能读错，请对照原件核对。"
        yield doubtful("", why, at, squeeze(cell.text), margin=0.2, grave=True, part="indicators")


def _beside_all_rows(cell: Cell, grid: Grid, reading: Reading) -> bool:
    """A caption down the left edge of rows of indicators: each has its level right of it, none its value here."""
    right = grid.owners()[cell.row][cell.col + cell.colspan] if cell.col + cell.colspan < grid.cols else None
    pair = right is not None and reading.account.role(right) == "further"  # a project's name and its goal
    if cell.col > 0 or cell.rowspan == 1 or pair:
        return False
    rows = {
        places["target"].get("row")
        for places in reading.cells_at
        if {"level1", "target"} <= places.keys()
        and places["level1"].get("table") == grid.table
        and places["level1"].get("col", 0) >= cell.col + cell.colspan
    }
    return rows.issuperset(range(cell.row, cell.row + cell.rowspan))


def _is_label(entry: Entry, words: Vocabulary) -> bool:
    """Taken for a label; or for a head or caption by its place alone."""
    cell = entry.source
    by_place = entry.role in _CAPTIONS and not entry.pointers and isinstance(cell, Cell) and cell.rowspan == 1
    if entry.role == "label" or not by_place or words.is_word(cell.text):
        return entry.role == "label"
    meant = words.evidence.weigh("field", cell.text)[:1]
    return not meant or not meant[0].identity.startswith("block_")


def _row_places(grid: Grid, cell: Cell) -> list[Place]:
    """The cells on the rows of a label: what else stands there is in doubt with it."""
    cells = {id(c): c for row in range(cell.row, cell.row + cell.rowspan) for c in grid.on_row(row)}
    return [grid.place(c) for c in cells.values() if c.text.strip()]


def _blank_beside_text(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A label found blank, and right of it or under it a text that was taken for a caption by its place alone."""
    grids = {grid.table: grid for grid, _, _ in extent.rows}
    for printed in reading.printed:
        grid = grids.get(printed.at.get("table", -1))
        if (
            not printed.blank
            or printed.image
            or grid is None
            or printed.kind not in ("field", "text")
            or "row" not in printed.at
        ):
            continue
        label = grid.owner(printed.at["row"], printed.at["col"])
        if label is None or fold_label(label.text) != fold_label(printed.label):
            continue  # its value's cell is there, and blank
        below = label.row + label.rowspan
        near = [grid.owner(below, label.col), grid.owner(below + 1, label.col), grid.right_of(label)]
        for cell in near:
            if cell is None or not cell.text.strip() or account.role(cell) not in _CAPTIONS or words.is_word(cell.text):
                continue
            why = f"“{squeeze(printed.label)}”没有读到内容，旁边的{quoted(cell.text)}没有读懂，请对照原件核对。"
            yield doubtful(printed.field, why, grid.place(cell), squeeze(cell.text), margin=0.2, part="head")
            break


def _money_beside_unread(reading: Reading, draft: Draft, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """An amount is the figure of its row, or 县级资金 the form's own level, only where no other
    money was left unread.
    """
    account, whole = draft.account, words.grammar.of_whole
    unread = [spot for spot in account.of_role("unread", extent) if is_sum(spot[1].text.strip().rstrip("%％"))]
    evaluated = not reading.form.execution and reading.form.kind.endswith(("_evaluation", "_monitoring"))
    for candidate in draft.amounts if unread else ():
        at = candidate.source.at
        amount = reading.form.amounts.get(candidate.code)
        if amount is None or amount.at != at or "row" not in at or amount.value is None:
            continue
        label = squeeze(candidate.label)
        beside = [cell for grid, cell in unread if grid.table == at.get("table") and cell.row == at["row"]]
        near = [
            cell for grid, cell in unread if grid.table == at.get("table") and abs(cell.row - at["row"]) <= _NEAR_ROWS
        ]
        if beside and evaluated:
            figures = "、".join(squeeze(cell.text) for cell in beside[:3])
            why = f"“{label}”读成{amount.raw}，同一行还有没读懂的数（{figures}），请对照原件核对该取哪一个。"
        elif near and own_level(candidate, words):
            why = (
                f"“{label}”旁边有没读懂的资金（{squeeze(near[0].text)}），如果那是上级资金，这一项应是本级资金，"
                f"请核对。"
            )
        elif near and candidate.code == _FISCAL and whole(label) and not _has_total(reading, draft):
            why = f"“{label}”按财政拨款读，旁边有没读懂的资金（{squeeze(near[0].text)}），也可能是资金总额，请核对。"
        else:
            continue
        yield doubtful(f"/amounts/{candidate.code}", why, at, amount.raw)


def _has_total(reading: Reading, draft: Draft) -> bool:
    """A total of the year itself, no multi-year one that stands for it."""
    total = reading.form.amounts.get("total")
    return total is not None and any(c.code == "total" and c.source.at == total.at for c in draft.amounts)


def _has_own(row: Indicator) -> bool:
    """A value, points or what was reached stand in the row: 预算执行率 with points is no caption."""
    return any((text or "").strip() for text in (row.target.raw, row.weight, row.actual, row.achieved_score))


def _levels_as_names(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """产出指标 over the whole width read as the name of an indicator: the rows below it lost their level."""
    rows = reading.form.indicators
    named = [
        n
        for n, row in enumerate(rows)
        if row.level3
        and (row.level1 is None and not _has_own(row) or squeeze(row.target.raw) == row.level3.raw)
        and words.level1(row.level3.raw) is not None
    ]
    if not named:
        return
    why = f"第{numbered(named)}行的指标名称是一级指标的写法，可能是分组的标题，各行的一级指标没有读到，请对照原件核对。"
    places = (at for n, cells in enumerate(reading.cells_at) if rows[n].level1 is None for at in cells.values())
    yield doubtful(f"/indicators/{named[0]}/level1", why, area(rows[named[0]].at, places), margin=0.2, grave=True)


def _labels_in_values(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """填报日期：2023年1月12日 as the value of an indicator: a line of the sign-off was read as a row."""
    for n, row in enumerate(reading.form.indicators):
        said = [
            text for text in (row.target.raw, row.level3.raw if row.level3 else "") if words.starts_with_label(text)
        ]
        if words.field(row.target.raw) in TEXT_FIELDS:
            said.append(row.target.raw)  # 改进建议 before its text, on a row of labels below the table
        if not said:
            continue
        why = f"第{n + 1}行指标里是{quoted(said[0])}，这一行可能是落款或别的栏目，请对照原件核对。"
        yield doubtful(f"/indicators/{n}", why, reading.area_of([n]), said[0][:200], margin=0.1, grave=True)


def _caption_among_goals(account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """目标1：… and 目标2：… of one goal, and between them a short line without a number: it may be none of it."""
    cells: dict[str, list[tuple[Grid, Cell]]] = {}
    for grid, cell in extent.cells():
        for pointer in account.pointers(cell):
            if pointer.startswith("/texts/"):
                cells.setdefault(pointer, []).append((grid, cell))
    for pointer, spots in cells.items():
        said = {id(c): words.grammar.goal_numbering(fold_text(c.text) + ":") for _, c in spots}
        numbered = {(c.row, c.col) for _, c in spots if said[id(c)]}
        bare = [c for _, c in spots if said[id(c)] == fold_text(c.text) + ":"]  # numbers in cells of their own
        short = [
            (g, c)
            for g, c in spots
            if (c.row, c.col) not in numbered and {(c.row - 1, c.col), (c.row + 1, c.col)} & numbered
            if len(fold_text(c.text)) <= CAPTION and not says_something(c.text)
            if not bare or any(c.colspan > n.colspan for n in bare)
            if not any(o is not c and fold_text(c.text) in fold_text(o.text) for _, o in spots)  # said there as well
        ]
        if not short:
            continue
        grid, cell = short[0]
        why = f"“{squeeze(cell.text)}”夹在分条写的目标中间，读成了目标的一部分，可能不是，请对照原件核对。"
        at = area(grid.place(cell), (g.place(c) for g, c in spots))
        yield doubtful(pointer, why, at, squeeze(cell.text), margin=0.4)


def _code_as_money(reading: Reading) -> Iterator[Doubt]:
    """A number of so many digits is a code or a phone, no amount."""
    for code, amount in reading.form.amounts.items():
        if len(said := fold_text(amount.raw)) > _LONGEST_SUM and said.isdecimal():
            why = f"“{amount.raw}”读成了金额，位数像编码或电话，栏名可能读错，请对照原件核对。"
            yield doubtful(f"/amounts/{code}", why, amount.at, amount.raw, margin=0.1)


def _heads_of_others(reading: Reading, draft: Draft, words: Vocabulary) -> Iterator[Doubt]:
    """资金总额 over a column of values, 项目单位 over one of names: the head of something else."""
    rows = reading.form.indicators
    told_once = len({str(at) for at in reading.target_at}) * 2 <= len(rows)  # one goal beside several rows
    for column in reading.columns:
        said = column.header
        of_form = _ONE_NAME | {*_GOALS, *_UNDIVIDED} if column.role == "target" and told_once else _ONE_NAME
        field = words.amount(said) is not None or words.field(said) in of_form
        told = any(doubt.at == column.at for doubt in draft.doubts)
        if column.role in ("level3", "target") and field and words.header(said) is None and not told:
            why = f"“{said}”一列读成了“{words.role_name(column.role)}”，列名说的是别的栏目，请对照原件核对。"
            yield doubtful("/indicators", why, column.at, said, margin=0.2)


def _two_reached(reading: Reading) -> Iterator[Doubt]:
    """执行数 of the project and 实际完成值 of its indicators, both read as what was reached."""
    reached = [c for c in reading.columns if c.role == "actual" and "row" in c.at]
    first = [
        c for c in reached if c.at["row"] == reached[0].at["row"] and c.at.get("table") == reached[0].at.get("table")
    ]
    told = dict.fromkeys(squeeze(c.header) for c in first if c.header)
    if len(told) < 2 or sum(c.role == "target" for c in reading.columns) > 1:
        return
    names = "、".join(f"“{name}”" for name in told)
    why = f"{names}几列都读成了完成值，其中可能有别的栏目，请对照原件核对。"
    yield doubtful("/indicators", why, [c.at for c in first], first[0].header)


def _two_targets(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """Several columns of values, and nothing says what one of them holds: a past year, a quarter, or the target."""
    targets = [column for column in reading.columns if column.role == "target"]
    own = str(reading.form.fiscal_year)  # 2026年 beside 中期
    strange = [
        c
        for c in targets
        if c.header
        and words.header(c.header) is None
        and not words.grammar.scope_words(c.header)
        and own not in c.header
    ]
    if len(targets) < 2 or len(strange) in (0, len(targets)):
        return
    names = "、".join(f"“{column.header}”" for column in strange[:3])
    why = f"指标值有{len(targets)}列，其中{names}的列名没有见过，可能不是指标值，请对照原件核对。"
    yield doubtful("/indicators", why, area(strange[0].at, (column.at for column in targets)), strange[0].header)
