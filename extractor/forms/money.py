"""The money block: amounts of target forms (K5 to K7), execution of self-evaluation and monitoring (K15, K16)."""

from __future__ import annotations

import re

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import CellRole, doubtful
from extractor.forms.draft import Draft, Source
from extractor.forms.execution_dates import at_dates, date_over, measure_at_date
from extractor.forms.execution_roles import MEASURES, MONEY_HEADS, likely_measures, rival_by_figures, shares_out
from extractor.forms.likeness import LONGEST_LABEL
from extractor.forms.money_years import latest_year, year_beside_others, year_word
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import bare_label
from extractor.model.document import Cell, Place
from extractor.model.filing import Execution
from extractor.values.amount import parse_amount
from extractor.values.looks import BLANKS, LABELLED_FIGURE, NUMERIC
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary


def execution_heads(slice_: Slice, row: int, words: Vocabulary, year: int | None = None) -> dict[str, Cell]:
    """Heads of an execution block in a row: 年初预算数, 全年执行数, 执行率 … (empty: none). `year`: the form's own.

    Args:
        row: of the grid, from 0.
    """
    heads = at_dates(slice_, row, words)
    dated = {id(cell) for cell in heads.values()}
    likely: list[str] = []
    open_: list[Cell] = []
    latest = latest_year(slice_.starting(row)) or year_beside_others(slice_.starting(row), year)
    for cell in _lowest(slice_, row):
        if not cell.text or len(cell.text) > LONGEST_LABEL or NUMERIC.match(cell.text) or id(cell) in dated:
            continue
        if year_word(cell.text, words, latest) == "past":
            continue
        identity = words.execution(cell.text) or measure_at_date(cell.text, words)
        if identity is None:
            if (found := words.evidence.likely_id("execution", cell.text)) is not None:
                likely.append(found)
            if not _over_words(slice_, cell) and words.amount(cell.text) in (None, "total"):
                open_.append(cell)  # 年度预算金额 over figures, a line of money elsewhere
            continue
        if identity in MONEY_HEADS and _over_words(slice_, cell):
            continue  # a word in the corner, over the labels of the rows
        further = identity.startswith("other_") and identity in heads
        heads.setdefault(f"{identity}:{cell.col}" if further else identity, cell)
    if open_ and (heads.keys() & MONEY_HEADS or len([i for i in likely if i in MONEY_HEADS]) >= 2):
        heads |= likely_measures(slice_, heads, open_, words)
        heads |= _told_aside(heads, open_, words)
    money = heads.keys() & MONEY_HEADS
    if len(money) == 1 and "rate" in heads and shares_out(slice_, heads[next(iter(money))], heads["rate"]):
        return {}
    if len(money) >= 2 or len(money) == 1 and ("rate" in heads or "weight" in heads and "score" in heads):
        return heads  # of one measure only: the head of the other is unknown, and its figures are told
    return {}


def _lowest(slice_: Slice, row: int) -> list[Cell]:
    """The heads that begin in a row; of one over heads of its own (预算数 over 年初批复 | 调整后), where others reach
    down beside those, the ones under it.
    """
    heads = slice_.starting(row)
    reach = any(c.rowspan == 2 and c.text.strip() for c in heads)
    lower = [c for c in slice_.starting(row + 1) if c.rowspan == 1] if reach and row + 2 < slice_.bottom else []
    if any(NUMERIC.match(c.text) or parse_amount(c.text).value is not None for c in lower):
        return heads
    found: list[Cell] = []
    for head in heads:
        under = [c for c in lower if head.col <= c.col < head.col + head.colspan]
        found += under if head.rowspan == 1 and len(under) > 1 else [head]
    said = [squeeze(c.text) for c in found if c.text.strip()]
    return found if len(set(said)) == len(said) else heads  # 预算数 | 执行数 under each of two years


def _told_aside(heads: dict[str, Cell], open_: list[Cell], words: Vocabulary) -> dict[str, Cell]:
    """Columns that no key takes, by heads that stand in no list (预计全年支出)."""
    taken = {id(cell) for cell in heads.values()}
    found = {}
    for cell in open_:
        likely = words.evidence.likely_id("execution", cell.text) if id(cell) not in taken else None
        if likely is not None and likely.startswith("other_"):
            found[f"{likely}:{cell.col}"] = cell
    return found


def _over_words(slice_: Slice, head: Cell) -> bool:
    """What stands under the head is words, not figures, and neither is what stands beside it."""
    below, beside = slice_.below(head), slice_.right_of(head)
    if below is not None and below.col + below.colspan > head.col + head.colspan:
        below = slice_.owner(below.row + below.rowspan, head.col)  # a caption over the whole width between them
    if (
        below is None
        or not below.text.strip()
        or NUMERIC.match(below.text)
        or parse_amount(below.text).value is not None
    ):
        return False
    return beside is None or not beside.text.strip() or not NUMERIC.match(beside.text)


def read_execution(slice_: Slice, row: int, heads: dict[str, Cell], words: Vocabulary, draft: Draft) -> None:
    """Rows under the heads, one entry per printed row, the total first as printed.

    Args:
        row: of the heads, of the grid, from 0.
        heads: key of `Execution` → its head.
    """
    first = min((heads[k].col for k in heads if k in MONEY_HEADS), default=0)
    label_head = slice_.owner(row, first - 1)
    start = max(c.row + c.rowspan for c in heads.values())
    block = _block_label(slice_, row, first, start)
    bottom = block.row + block.rowspan if block is not None else slice_.bottom
    lowest = _lowest(slice_, row)
    dated = [c for measure, c in heads.items() if measure in ("executed", "rate") or measure.startswith("other_date")]
    dates = {id(over): over for c in dated if (over := date_over(slice_, c, words)) is not None}
    for group in (c for c in slice_.starting(row) if c not in lowest and c.text.strip()):
        draft.label(slice_.grid, group, "head")
    for cell in [*heads.values(), *dates.values(), *([label_head] if label_head else []), *([block] if block else [])]:
        open_ = cell.text.strip() != "" and not draft.is_taken(cell)
        named = words.known(cell.text) or words.names_level(cell.text) or cell in heads.values() or id(cell) in dates
        if open_ and (named or cell is label_head and cell.row == row and not NUMERIC.match(cell.text)):
            draft.label(slice_.grid, cell, "block" if cell is block else "head")
        elif open_ and cell is block:  # known by its place alone
            draft.set_aside(slice_.grid, cell, None, "block")
        draft.state_unit(cell.text)
    entries = len(draft.execution)
    unknown = [c for c in lowest if c.col > first and _heads_unread_figures(slice_, c, draft)]
    for r in range(start, min(bottom, slice_.bottom)):
        label = _row_label(slice_, r, first, block, words)
        cells = {
            role: c for role, head in heads.items() if (c := slice_.owner(r, head.col)) is not None and c is not label
        }
        if label is None and (part := _named_part(cells, words)) is not None:
            _read_part(slice_, part, cells, heads, draft)
            continue
        if not _is_money_row(r, label, cells, words, bounded=block is not None):
            if _caption_between(slice_, r, block, heads, words, draft):
                continue
            break
        read_execution_row(slice_, label, cells, heads, draft)
        for head in unknown:
            _leave_unknown(slice_, head, r, draft, further=_foretells(head, heads, words))
    _doubt_budget(slice_, heads, entries, words, draft)


def _doubt_budget(slice_: Slice, heads: dict[str, Cell], first: int, words: Vocabulary, draft: Draft) -> None:
    """Say so where figures alone told which budget a column holds. `first`: number of the block's first entry."""
    for role, head in heads.items():
        spots = [at[role].at for at in draft.execution_at[first:] if role in at]
        if not spots or (rival := rival_by_figures(head, role, heads, words)) is None:
            continue
        taken, other = words.label_name("execution", role), words.label_name("execution", rival)
        why = f"“{squeeze(head.text)}”的列名没有见过，按算得的执行率读成了{taken}，也可能是{other}，请对照原件核对。"
        at, pointer = [slice_.grid.place(head), *spots], f"/execution/{first}/{role}"
        draft.doubts.append(doubtful(pointer, why, at, squeeze(head.text), runner_up=other, margin=0.2))


def _named_part(cells: dict[str, Cell], words: Vocabulary) -> tuple[str, re.Match[str]] | None:
    """The measure of a row without a label whose first figure stands behind the name of its source in one cell."""
    role, first = min(
        ((role, c) for role, c in cells.items() if role in MONEY_HEADS), key=lambda i: i[1].col, default=("", None)
    )
    said = LABELLED_FIGURE.fullmatch(first.text) if first is not None else None
    others = [c for c in cells.values() if c is not first]
    if said is None or not all(NUMERIC.match(c.text) for c in others) or not any(c.text.strip() for c in others):
        return None
    meant = meaning_of(said["label"], said["value"], words)
    return (role, said) if meant is not None and meant.kind == "amount" else None


def _read_part(
    slice_: Slice, part: tuple[str, re.Match[str]], cells: dict[str, Cell], heads: dict[str, Cell], draft: Draft
) -> None:
    """其中：省级资金20.00 | 20.00 | 100%: a row of the block, its name written into the first figure's cell."""
    (role, said), number = part, len(draft.execution)
    cell, place = cells[role], slice_.grid.place(cells[role])
    read_execution_row(slice_, None, {r: c for r, c in cells.items() if r != role}, heads, draft)
    entry = draft.execution[number]
    entry.item = squeeze(said["label"])
    parsed = parse_amount(said["value"])
    setattr(entry, role, parsed.value)
    if parsed.unit is not None:
        draft.units.append(parsed.unit)
    draft.take(cell, "value", f"/execution/{number}/{role}")
    draft.labels.append((entry.item, place))
    draft.doubt(f"/execution/{number}/{role}", cell)
    draft.execution_at[number] |= {"item": Source(place, cell), role: Source(place, cell)}


def _heads_unread_figures(slice_: Slice, head: Cell, draft: Draft) -> bool:
    """A head of the block that is no measure we know, over figures: no label of money, whatever its words."""
    below = slice_.below(head)
    figures = below is not None and below.text.strip() != "" and NUMERIC.match(below.text) is not None
    return figures and head.text.strip() != "" and not NUMERIC.match(head.text) and not draft.is_taken(head)


def _foretells(head: Cell, heads: dict[str, Cell], words: Vocabulary) -> bool:
    """年底预计执行率 beside what was spent so far and its rate: what is expected, which no key takes."""
    budget = "initial" in heads or "adjusted" in heads
    return budget and "executed" in heads and "rate" in heads and "forecast" in words.grammar.scope_words(head.text)


def _leave_unknown(slice_: Slice, head: Cell, row: int, draft: Draft, *, further: bool) -> None:
    """Keep the figure under such a head, with the head's words: unread, or `further` where they say what it is."""
    cell = slice_.owner(row, head.col)
    role: CellRole = "further" if further else "unread"
    draft.take(head, "head")
    if cell is not None and cell.row == row and cell.text.strip() and not draft.is_taken(cell):
        draft.set_aside(slice_.grid, cell, squeeze(head.text), role)


def _caption_between(
    slice_: Slice, row: int, block: Cell | None, heads: dict[str, Cell], words: Vocabulary, draft: Draft
) -> bool:
    """Leave a caption that stands alone between two rows of the block; False where the row is none."""
    cells = slice_.filled(row)
    if len(cells) != 1 or cells[0].rowspan > 1 or words.known(cells[0].text) or row + 1 >= slice_.bottom:
        return False
    if block is not None:
        goes_on = row + 1 < block.row + block.rowspan
    else:
        lead = slice_.starting(row + 1)[:1]
        figures = [slice_.owner(row + 1, head.col) for role, head in heads.items() if role in MONEY_HEADS]
        goes_on = bool(lead) and words.amount(lead[0].text) is not None
        goes_on = goes_on and all(c is not None and c.row == row + 1 and NUMERIC.match(c.text) for c in figures)
    if goes_on:
        draft.set_aside(slice_.grid, cells[0], None, "unread")
    return goes_on


def _block_label(slice_: Slice, row: int, first: int, start: int) -> Cell | None:
    """The cell left of the block that spans its rows (资金情况（万元）)."""
    for col in range(first - 1, -1, -1):
        cell = slice_.owner(row, col)
        if cell is not None and cell.text.strip() and cell.row <= row and cell.row + cell.rowspan > start:
            return cell
    return None


def _row_label(slice_: Slice, row: int, first: int, block: Cell | None, words: Vocabulary) -> Cell | None:
    nearest = slice_.owner(row, first - 1)
    for col in range(first - 1, -1, -1):  # blanks between: a table that tells no spans
        cell = slice_.owner(row, col)
        if cell is None or cell is block or cell.row != row:
            break
        if cell.text.strip() and NUMERIC.match(cell.text):
            nearest = None  # a figure of a column whose head nobody knows is no label
        elif cell.text.strip():
            return cell if col == first - 1 or nearest is None or words.amount(cell.text) is not None else nearest
    return None if nearest is None or nearest is block or nearest.row != row else nearest


def _is_money_row(row: int, label: Cell | None, cells: dict[str, Cell], words: Vocabulary, *, bounded: bool) -> bool:
    figures = [c for role, c in cells.items() if role in MONEY_HEADS]
    if not figures or any(c.row != row for c in figures):
        return False
    if len({id(c) for c in figures}) < len(figures):
        return False
    if not all(NUMERIC.match(c.text) or parse_amount(c.text).breakdown for c in figures):
        return False
    if label is None or not label.text.strip():
        return any(c.text.strip() for c in figures)
    return bounded or words.amount(label.text) is not None or any(c.text.strip() for c in figures)


def read_execution_row(
    slice_: Slice, label: Cell | None, cells: dict[str, Cell], heads: dict[str, Cell], draft: Draft
) -> None:
    """One printed row: its label and the figures under the heads."""
    entry, places = entry_of(slice_, label, draft)
    for role, cell in cells.items():
        if role in MEASURES:
            places[role] = put_measure(slice_, entry, role, cell, draft)
        elif not draft.is_taken(cell):
            draft.set_aside(slice_.grid, cell, squeeze(heads[role].text))
    draft.add_entry(entry, places)


def entry_of(slice_: Slice, label: Cell | None, draft: Draft) -> tuple[Execution, dict[str, Source]]:
    """The entry that a label begins, its name without the colon (K16), and where that stands."""
    item = bare_label(label.text) if label is not None else ""
    places: dict[str, Source] = {}
    if label is not None:
        draft.label(slice_.grid, label, "label", f"/execution/{len(draft.execution)}/item")
        draft.state_unit(label.text)  # 总额（千元）
        places["item"] = Source.of(slice_.grid, label)
    return Execution(item=item or "总额"), places


def put_measure(slice_: Slice, entry: Execution, role: str, cell: Cell, draft: Draft) -> Source:
    """Read a cell as a measure of the entry: money in the form's unit, rate and points as printed.

    Args:
        role: a key of `Execution`.
    """
    text, place = fold_text(cell.text), slice_.grid.place(cell)
    read = figure_of(cell, draft, place) if role in MONEY_HEADS else None if text in BLANKS else text
    setattr(entry, role, read)
    return draft.measured(slice_.grid, cell, role)


def figure_of(cell: Cell, draft: Draft, at: Place) -> str | None:
    """A figure in the form's unit: 800万元 -> "800"; blank, "—" and "/" are null; unreadable
    text is kept as printed.
    """
    if fold_text(cell.text) in BLANKS:
        return None
    parsed = parse_amount(cell.text, stored=cell.stored)
    if parsed.value is None:
        return fold_text(cell.text) if parsed.problem == "bad-number" else None
    if parsed.unit is not None and not {*"千万亿元"}.isdisjoint(cell.text):
        draft.units.append(parsed.unit)
    if parsed.breakdown:  # K7: the amount is the one before its breakdown, which no key takes
        draft.leave(None, cell.text, at, "further")
    return parsed.value
