"""Flat lists: one table, one row per indicator, unit and project merged down (K4): one FORM per project."""

from __future__ import annotations

from extractor.characters.fold import squeeze
from extractor.forms.account import CellRole, Doubt, Extent, doubtful
from extractor.forms.band import FLAT, Band, Head
from extractor.forms.body_rows import is_packed
from extractor.forms.draft import AmountCandidate, Candidate, Draft, Source, pointer_of
from extractor.forms.execution_roles import MEASURES
from extractor.forms.fields import FieldReader
from extractor.forms.finish import extent_of, finish
from extractor.forms.form_block import FormBlock
from extractor.forms.heading import Heading
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.likeness import header_roles
from extractor.forms.money import read_execution_row
from extractor.forms.packed import read_packed_cell
from extractor.forms.reading import ListSum, Reading
from extractor.forms.rows import RowReader
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import quoted
from extractor.model.document import Cell
from extractor.words.inline import bracket_currency, currency_of
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary


def read_flat(
    block: FormBlock, slice_: Slice, band: Band, head: Heading, words: Vocabulary, sha256: str, index: int
) -> list[Reading]:
    """One reading per project of the list; sum rows and the list's own lines go to the first one's `unmapped`.

    Args:
        sha256: of the source, hex.
        index: position of the first form in the source, from 0.
    """
    outer = _around(block, slice_, band, head, words)
    readings: list[Reading] = []
    sums: list[Cell] = []
    carried: dict[str, Cell] = {}
    rest: list[Cell] = []
    packed = not band.groups
    columns = {role.removeprefix("field:") for role in band.flat}
    own_columns = [c for c in outer.fields if c.identity in columns]
    for candidate in own_columns:
        outer.leave(candidate.label, candidate.raw, candidate.source.at, "further")
    ranges = _packed_rows(slice_, band, words, sums) if packed else _projects(slice_, band, words, sums, rest)
    for top, bottom in ranges:
        draft = Draft(year_hint=head.year, units=list(outer.units), account=outer.account, labels=list(outer.labels))
        draft.fields = [c for c in outer.fields if c not in own_columns]
        _columns(slice_, band, top, bottom, draft, carried, _execution(slice_, band, top, draft, words), words)
        if packed:
            _read_packed_row(slice_, band, top, draft, words, head.year)
        else:
            reader = RowReader(slice_, band, words, draft, head.year)
            reader.take_heads()
            reader.read(top, bottom)
        if not readings:
            draft.left.extend(outer.left)
            for cell in sums:
                draft.set_aside(slice_.grid, cell, None)
        last = (top, bottom) == ranges[-1]
        for cell in rest if last else ():
            draft.set_aside(slice_.grid, cell, None, "unread")
        extent = _extent(block, slice_, top, bottom, first=not readings, last=last)
        readings.append(finish(draft, block, head, words, sha256, index + len(readings), extent=extent))
    _put_sums(slice_, band, sums, readings, words)
    return readings


def _around(block: FormBlock, slice_: Slice, band: Band, head: Heading, words: Vocabulary) -> Draft:
    """What all projects of the list share: its heads, the lines around it and the fields above it."""
    outer = Draft(year_hint=head.year)
    lines = FieldReader(words, outer)
    if block.title is not None and (unit := currency_of(block.title.text)) is not None:
        outer.units.append(unit)
    for column in band.heads:
        outer.take(column.cell, "head")
    for level in (cell for over in band.over for cell in over.values()):
        outer.take(level, "level")
    for free in block.title_lines:
        outer.take_line(free, "title", "/title")
    for free in [*block.headings, *block.before, *block.after]:
        lines.read_line(free)
    heads_from = min((column.cell.row for column in band.heads if column.cell.text), default=band.row)
    for row in range(slice_.top, band.row):
        for cell in slice_.starting(row):
            if row < heads_from:
                lines.read_cell(slice_, cell)
            elif cell.text.strip() and not outer.is_taken(cell):
                _over_heads(slice_, cell, outer, words)
    return outer


def _put_sums(slice_: Slice, band: Band, sums: list[Cell], readings: list[Reading], words: Vocabulary) -> None:
    """The figures of the list's only sum row, each with the projects' amounts in its column; none where a project has
    no such amount, for then it is not told what the sum is of.
    """
    named = {cell.row: cell for cell in sums if words.grammar.names_sum(cell.text)}
    if len(named) != 1 or len(readings) < 2:
        return
    ((row, label),) = named.items()
    for role, head in band.flat.items():
        cell = slice_.owner(row, head.col)
        if not role.startswith("amount:") or cell is None or cell.row != row or not cell.text.strip():
            continue
        code = role.removeprefix("amount:")
        amounts = [(f"/forms/{one.form.index}/amounts/{code}", one.form.amounts.get(code)) for one in readings]
        parts = [(pointer, a) for pointer, a in amounts if a is not None and a.at.get("col") == head.col]
        if len(parts) == len(readings):
            name = f"{squeeze(label.text)}{squeeze(head.cell.text)}"
            readings[0].list_sums.append(ListSum(name, cell.text.strip(), slice_.grid.place(cell), parts))


def _over_heads(slice_: Slice, cell: Cell, outer: Draft, words: Vocabulary) -> None:
    """A head over other heads (预算安排 over 合计 | 财政拨款), or a caption among them."""
    known = words.known(cell.text) or meaning_of(cell.text, None, words) is not None
    if known:
        outer.money_label(slice_.grid, cell, "head")
    else:
        outer.set_aside(slice_.grid, cell, None, "block")


def _extent(block: FormBlock, slice_: Slice, top: int, bottom: int, *, first: bool, last: bool) -> Extent:
    """A project answers for its rows; the first one for the list's heads and lines too, the last one for its end."""
    if first:
        whole = extent_of(block)
        others = [rows for rows in whole.rows if rows[0] is not slice_.grid or rows[1:] != (slice_.top, slice_.bottom)]
        return Extent([(slice_.grid, slice_.top, slice_.bottom if last else bottom), *others], whole.lines, whole.cols)
    return Extent([(slice_.grid, top, slice_.bottom if last else bottom)])


def packed_band(slice_: Slice, row: int, words: Vocabulary) -> Band | None:
    """Heads of a list whose indicators are packed into one cell: field heads here, 【一级-二级】 texts below."""
    heads: list[Head] = []
    for cell in slice_.starting(row):
        identity, amount = words.field(cell.text), words.amount(cell.text)
        role = f"field:{identity}" if identity in FLAT else f"amount:{amount}" if amount else "other"
        heads.append(Head(role, cell.col, squeeze(cell.text), cell))
    flat = {h.role: h for h in heads if h.role != "other"}
    filled = [h for h in heads if h.text]
    labelled = sum(words.known(h.cell.text) for h in filled)
    if len(flat) < 2 or labelled * 2 <= len(filled) or not _packed_under(slice_, row, words):
        return None  # labels with their values between them head no list
    if "field:project_name" not in flat and "field:filer" in flat:
        flat["field:project_name"] = flat.pop("field:filer")  # 单位名称（项目类别/支出项目）
    return Band(row, row + 1, heads, flat=flat)


def _packed_under(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """Rows of the list stand under the heads, a cell for each head, and one of their cells holds indicators."""
    heads = [(c.col, c.colspan) for c in slice_.starting(row)]
    for below in range(row + 1, slice_.bottom):
        cells = slice_.starting(below)
        if [(c.col, c.colspan) for c in cells] == heads and any(is_packed(c.text, words) for c in cells):
            return True
    return False


def _packed_rows(slice_: Slice, band: Band, words: Vocabulary, sums: list[Cell]) -> list[tuple[int, int]]:
    """Rows that hold packed indicators; the rows of units and categories above them are sums."""
    ranges = []
    for row in range(band.data_row, slice_.bottom):
        if any(is_packed(c.text, words) for c in slice_.starting(row)):
            ranges.append((row, row + 1))
        else:
            sums.extend(slice_.filled(row))
    return ranges


def _read_packed_row(slice_: Slice, band: Band, row: int, draft: Draft, words: Vocabulary, year: int | None) -> None:
    by_col = {h.col: h for h in band.heads}
    for head in band.heads:
        draft.take(head.cell, "head")
        draft.labels.append((head.text, slice_.grid.place(head.cell)))
    for cell in slice_.starting(row):
        if draft.is_taken(cell) or read_packed_cell(slice_, cell, draft, words, year):
            continue
        over = by_col.get(cell.col)
        left: CellRole = "further" if over is not None and words.known(over.cell.text) else "unread"
        draft.set_aside(slice_.grid, cell, over.text if over is not None else None, left)


def _projects(
    slice_: Slice, band: Band, words: Vocabulary, sums: list[Cell], rest: list[Cell]
) -> list[tuple[int, int]]:
    """Row ranges, one per project. Sum rows (an amount or unit and no project, no indicator) are gathered in `sums`."""
    head = band.flat.get("field:project_name") or band.flat.get("field:budget_unit") or next(iter(band.flat.values()))
    names = [h for role, h in band.flat.items() if role == "field:project_name"] or [head]
    level3 = [head for head in band.heads if head.role == "level3"]
    ranges: list[list[int]] = []
    captions: list[Cell] = []
    last, cell_of = "", None
    for row in range(band.data_row, slice_.bottom):
        if header_roles(slice_, row, words):
            continue
        name = slice_.owner(row, names[0].col)
        text = squeeze(name.text) if name is not None else ""
        indicators = [slice_.owner(row, head.col) for head in level3]
        filled = any(cell is not None and cell.text.strip() and cell is not name for cell in indicators)
        cells = slice_.filled(row)
        alone = len(cells) == 1 and name is cells[0] and cells[0] in indicators  # a caption over the whole width
        if alone:
            captions.extend(cells)  # of what follows, or between two rows of one project
            continue
        if captions and not (text and text == last):
            sums.extend(captions)
        captions.clear()
        if not filled and not _has_level2(slice_, band, row):
            (rest if ranges and len(cells) == 1 else sums).extend(cells)
            last = ""
            continue
        if text and name is cell_of and ranges:
            ranges[-1][1] = row + 1  # the same cell reaches down past a caption
            last = text
        elif text and (text != last or name is not None and name.row == row and name.rowspan > 1):
            ranges.append([row, row + 1])
            last, cell_of = text, name
        elif ranges:
            ranges[-1][1] = row + 1
        else:
            ranges.append([row, row + 1])
    rest.extend(captions)
    return [(top, bottom) for top, bottom in ranges]


def _has_level2(slice_: Slice, band: Band, row: int) -> bool:
    head = band.head("level2")
    cell = slice_.owner(row, head.col) if head else None
    return cell is not None and bool(cell.text.strip())


def _execution(slice_: Slice, band: Band, row: int, draft: Draft, words: Vocabulary) -> set[int]:
    """Columns 预算数 | 执行数 | 执行率 of a list of evaluated projects (K15); gives where they stand."""
    heads = {role: h.cell for h in band.heads if (role := words.execution(h.cell.text)) in MEASURES[:4]}
    evaluated = band.head("actual") or band.head("achieved_score")
    if evaluated is None or "executed" not in heads or len(heads) < 2:
        return set()
    cells = {role: cell for role, head in heads.items() if (cell := slice_.owner(row, head.col)) is not None}
    read_execution_row(slice_, None, cells, heads, draft)
    return {cell.col for cell in heads.values()}


def _shared(slice_: Slice, band: Band, cell: Cell, row: int, bottom: int) -> Doubt:
    """A sum or goal merged over rows of several projects: where one ends and the next begins may be elsewhere."""
    rows = range(min(row, cell.row), max(bottom, cell.row + cell.rowspan))
    first = min(head.col for head in band.heads)
    cells = {id(c): c for r in rows for c in slice_.filled(r) if c.col >= first}
    why = (
        f"{quoted(cell.text)}一格合并了第{rows[0] + 1}至{rows[-1] + 1}行，这些行却读成了几个项目，"
        f"项目的分界可能读错，请对照原件核对。"
    )
    at = [slice_.grid.place(c) for c in (cell, *cells.values())]
    return doubtful("", why, at, squeeze(cell.text)[:200], grave=True)


def _columns(
    slice_: Slice,
    band: Band,
    row: int,
    bottom: int,
    draft: Draft,
    carried: dict[str, Cell],
    executed: set[int],
    words: Vocabulary,
) -> None:
    """The project's own columns: unit, name, amounts, goal; blank cells of a merged unit carry down."""
    place = slice_.grid.place
    for role, head in band.flat.items():
        if head.col in executed:
            continue
        cell = slice_.owner(row, head.col)
        if (
            (cell is None or not cell.text.strip())
            and role in carried
            and not role.startswith(("field:project", "amount:"))
        ):
            cell = carried[role]
        if cell is None or not band.groups and is_packed(cell.text, words):
            continue
        carried[role] = cell
        again = squeeze(cell.text)
        for further in range(row + 1, bottom):  # names and amounts printed again on every row
            repeated = slice_.owner(further, head.col)
            if repeated is not None and repeated.row == further and squeeze(repeated.text) == again:
                draft.take(repeated, "value")
        kind, identity = role.split(":")
        if (kind == "amount" or identity in TEXT_FIELDS) and not row <= cell.row <= cell.row + cell.rowspan <= bottom:
            draft.doubts.append(_shared(slice_, band, cell, row, bottom))
        pointer = f"/amounts/{identity}" if kind == "amount" else pointer_of(identity)
        draft.take(cell, "further" if identity.startswith("other_") else "value", pointer)
        source = Source.of(slice_.grid, cell)
        draft.labels.append((head.text, place(head.cell)))
        if kind == "amount" and identity != "other_income":
            draft.amounts.append(
                AmountCandidate(identity, head.text, cell.text, source, bracket_currency(head.cell.text), cell.stored)
            )
        elif kind == "amount":
            draft.leave_money(squeeze(head.cell.text), cell.text, place(cell))
        elif identity.startswith("other_"):
            draft.leave(head.text, cell.text, place(cell), "further")
        else:
            draft.fields.append(Candidate(identity, head.text, cell.text, source))
