"""One block of a document -> the forms it holds, each with the facts around it (`Reading`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.characters.fold import squeeze
from extractor.forms.account import Doubt
from extractor.forms.band import Band, as_before
from extractor.forms.body_rows import level_cells
from extractor.forms.columns import read_band
from extractor.forms.draft import Draft
from extractor.forms.execution_labelled import find_labelled, read_labelled
from extractor.forms.execution_pairs import find_pairs, read_pairs
from extractor.forms.execution_told import find_told, read_told, read_told_line
from extractor.forms.execution_turned import find_turned, read_turned
from extractor.forms.fields import FieldReader
from extractor.forms.finish import finish
from extractor.forms.flat_list import packed_band, read_flat
from extractor.forms.form_block import FormBlock
from extractor.forms.form_lines import fields_in_title
from extractor.forms.heading import Heading
from extractor.forms.labelled_rows import read_labelled_rows
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.matrix import find_matrix
from extractor.forms.matrix_figures import read_matrix
from extractor.forms.money import execution_heads, read_execution
from extractor.forms.money_sides import holds_sides
from extractor.forms.money_years import read_pairs_by_year
from extractor.forms.needed import read_needed
from extractor.forms.packed import read_packed_cell
from extractor.forms.prose import holds_indicators, read_lines, read_prose, running_text
from extractor.forms.reading import Reading
from extractor.forms.rows import RowReader
from extractor.forms.segment import segment
from extractor.forms.side_table import adopt_sums, read_side_tables
from extractor.forms.slices import Slice
from extractor.forms.source_units import units
from extractor.forms.strays import heads_left, strays
from extractor.forms.taught import in_force
from extractor.forms.text_kinds import notes_among
from extractor.forms.transposed import find_side, read_side
from extractor.model.document import Cell, Document, Note
from extractor.readers.shown.asides import LABELS
from extractor.words.inline import bracket_currency, currency_of, pairs_of
from extractor.words.items import items_of
from extractor.words.rules import Rules
from extractor.words.titles import without_unit
from extractor.words.vocabulary import Vocabulary, vocabulary
from extractor.words.years import is_year_line, year_in

_LONGEST_CAPTION, _SHORTEST_LIST = 30, 20
_OF_MONEY = frozenset({"block_money", "other_calculation"})


@dataclass(slots=True)
class Context:
    """What all blocks of one source share."""

    words: Vocabulary
    sha256: str
    wrapped: bool
    """Line ends inside a cell are the printer's (PDF, image), not paragraphs."""


def read_forms(document: Document, rules: Rules, sha256: str) -> list[Reading]:
    """Every form of a document, in the order of the source."""
    words = vocabulary(in_force(document, rules))
    context = Context(words, sha256, wrapped=document.format in ("pdf", "ofd") or document.ocr_pages > 0)
    readings: list[Reading] = []
    read: list[FormBlock] = []
    pieces = list(units(document, words))
    written = bool(running_text(document, words))
    for block in [] if written else segment(document, words, pieces):
        try:
            got = _read_block(block, context, len(readings), document)
            readings.extend(got)
            read += [block] if got else []  # else its table is looked at as one that no form took
        except Exception as error:  # noqa: BLE001  (one form that we cannot read must not cost the others)
            document.notes.append(_unread(block, error))
    readings = readings or read_prose(document, words, sha256)
    document.notes.extend(strays(document, pieces, read, readings, words))
    document.notes.extend(heads_left(pieces, read, readings, words))
    return readings


def _unread(block: FormBlock, error: Exception) -> Note:
    """What to say of a form that our own fault kept us from reading."""
    where = block.title or next(iter(block.before), None)
    name = f"“{where.text.strip()}”" if where is not None else "一张表"
    at = where.at if where is not None else block.slices[0].grid.place(block.slices[0].grid.cells[0])
    message = f"{name}读取时程序出错，这张表没有读出，其他表照常；请把文件交给维护人员"
    return Note("unreadable-part", message, at, observed=type(error).__name__)


def _read_block(block: FormBlock, context: Context, index: int, document: Document) -> list[Reading]:
    head = _head_of(block, context.words)
    for slice_ in block.slices:
        band = _first_flat_band(slice_, context.words, head.year)
        if band is not None:
            return read_flat(block, slice_, band, head, context.words, context.sha256, index)
    draft = Draft(year_hint=head.year)
    if head.rival_year is not None and head.year_at is not None:
        why = f"标题写{head.rival_year}年，标题下写{head.year}年，按{head.year}年读，请核对年度"
        rival = str(head.rival_year)
        draft.doubts.append(Doubt("doubtful-reading", "/fiscal_year", why, head.year_at, rival, 0.3, observed=rival))
    fields = FieldReader(context.words, draft)
    _read_before(block, draft, fields, context.words)
    for slice_ in block.slices:
        _read_slice(slice_, draft, fields, context, head.year)
    _read_after(block, draft, fields, context)
    whole = context.words.grammar.kinds.names_department(head.title)
    read_needed(block.slices, draft, fields, context.words, whole=whole)
    _leave_asides(block, draft)
    if not draft.units:
        draft.units.extend(_inherited_unit(block))
    lines = (*block.before, *block.after)
    draft.units_aside += [unit for free in lines if (unit := _caption_unit(free.text, context.words))]
    adopt_sums(draft)
    return [
        finish(draft, block, head, context.words, context.sha256, index, wrapped=context.wrapped, seals=document.seals)
    ]


def _read_before(block: FormBlock, draft: Draft, fields: FieldReader, words: Vocabulary) -> None:
    """The lines above the form's tables: headings, title, page head, captions."""
    for free in block.headings:
        draft.take_line(free, "heading")
        draft.leave(None, free.text, free.at, "heading")
    for free in block.title_lines:
        draft.take_line(free, "title", "/title")
    for free in block.title_lines[1:] if block.title is not None else []:
        draft.labels.append((squeeze(free.text), free.at))
    if block.title is not None and (unit := currency_of(block.title.text)) is not None:
        draft.units.append(unit)
    for part in fields_in_title(block.title, words) if block.title is not None else []:
        fields.read_line(part)
    for free in block.before:
        if words.title_of(free.text) is not None and block.title is not None:
            draft.take_line(free, "heading")
            draft.leave(None, free.text, free.at, "heading")
        elif not read_told_line(free, words, draft):
            fields.read_line(free)
    for line, slice_ in block.captions:
        fields.read_captioned(line, slice_)


def _read_after(block: FormBlock, draft: Draft, fields: FieldReader, context: Context) -> None:
    """The lines below the form's tables: notes, the sign-off, indicators written as text where no table held any."""
    notes = {id(free) for free in notes_among(block.after, context.words)}
    after = [free for free in block.after if id(free) not in notes]
    for free in block.after:
        if id(free) in notes:
            draft.take_line(free, "note")
            draft.leave(None, free.text, free.at, "note")
    if not draft.indicators and holds_indicators(after, context.words):
        read_lines(after, draft, fields, context.words)
    else:
        for free in after:
            if not read_told_line(free, context.words, draft):
                fields.read_line(free)


def _leave_asides(block: FormBlock, draft: Draft) -> None:
    """What stands beside the text of cells and lines (struck, hidden, note marks) is no value and not lost either."""
    for slice_ in block.slices:
        for row in slice_.rows:
            for cell in slice_.starting(row):
                for aside in cell.asides:
                    if aside.why in LABELS:
                        draft.leave(LABELS[aside.why], aside.text, slice_.grid.place(cell), "note")
    for free in block.lines():
        holder = free.line or free.cell
        for aside in holder.asides if holder is not None else ():
            if aside.why in LABELS:
                draft.leave(LABELS[aside.why], aside.text, free.at, "note")


def _head_of(block: FormBlock, words: Vocabulary) -> Heading:
    """Title, year and currency in force: the block's own, or those of the heading it shares (K2, K3)."""
    owner = block.heading_block()
    title = owner.title
    dated = [free for free in owner.title_lines if year_in(free.text) is not None]
    dated.sort(key=lambda free: not is_year_line(free.text))  # K35: the line under the title wins
    dated = [free for free in dated if not _only_filed(free.text, words)]
    if not dated:
        dated = [
            free
            for free in (
                *block.before,
                *owner.before,
                *reversed(owner.headings),
                *([block.dated] if block.dated else []),
            )
            if year_in(free.text) is not None and not _only_filed(free.text, words)
        ]
    year, year_at = (year_in(dated[0].text), dated[0].at) if dated else (None, None)
    if title is None:
        return Heading(None, year, None, None, year_at)
    said = year_in(title.text)
    rival = said if said is not None and dated and is_year_line(dated[0].text) and said != year else None
    return Heading(
        without_unit(squeeze(title.text)), year, title.at if block.title is title else None, title.at, year_at, rival
    )


def _only_filed(text: str, words: Vocabulary) -> bool:
    """The line's year is that of a filing or of the project, which says nothing of the fiscal year (K2)."""
    pairs = pairs_of(text, words)
    dates = [p for p in pairs if words.field(p.label) in _DATES]
    return bool(dates) and year_in(text[: min(p.start for p in dates)]) is None


_DATES = frozenset({"filing_date", "period", "period_start", "period_end"})


def _inherited_unit(block: FormBlock) -> list[str]:
    """The money unit of the page head that a block without title stands under (K3)."""
    owner = block.heading_block()
    lines = [] if owner is block else [*owner.before, *owner.title_lines]
    return [unit for free in lines if (unit := currency_of(free.text)) is not None]


def _caption_unit(text: str, words: Vocabulary) -> str | None:
    """The money unit of a line that heads a table of money: 二、项目资金（万元）."""
    if len(text) > _LONGEST_CAPTION or (unit := bracket_currency(text)) is None:
        return None
    named = words.field(text) in _OF_MONEY or words.amount(text) is not None
    return unit if named or words.evidence.likely_id("field", text) in _OF_MONEY else None


def _first_flat_band(slice_: Slice, words: Vocabulary, year: int | None) -> Band | None:
    for row in range(slice_.top, min(slice_.bottom, slice_.top + 8)):
        band = read_band(slice_, row, words, year)
        if band is not None:
            return band if band.flat else None
        if (packed := packed_band(slice_, row, words)) is not None:
            return packed
    return None


def _read_slice(slice_: Slice, draft: Draft, fields: FieldReader, context: Context, year: int | None) -> None:
    """Indicator tables and execution blocks first, then every cell that is left, in reading order."""
    read_side_tables(slice_, context.words, draft)
    _read_tables(slice_, draft, context, year)
    read_pairs_by_year(slice_, context.words, draft, year)
    for row in slice_.rows:
        open_ = [cell for cell in slice_.starting(row) if not draft.is_taken(cell)]
        beside = bool(open_ and level_cells(slice_, row, context.words))
        for cell in open_:
            if not draft.is_taken(cell) and (beside or _holds_list(slice_, cell, context.words)):
                read_packed_cell(slice_, cell, draft, context.words, year)
    for row in slice_.rows:
        for cell in slice_.starting(row):
            if cell.image:
                draft.flags.add("image")
            open_text = not draft.is_taken(cell) and cell.text.strip()
            if open_text and not read_packed_cell(slice_, cell, draft, context.words, year):
                fields.read_cell(slice_, cell)


def _read_tables(slice_: Slice, draft: Draft, context: Context, year: int | None) -> None:
    """Indicator tables, and between them the blocks of money."""
    row = slice_.top
    reader = _continued(slice_, draft, context, year)
    if reader is not None:
        row = reader.read(row, slice_.bottom)
    while row < slice_.bottom:
        if (cells := slice_.filled(row)) and all(map(draft.is_taken, cells)):
            row += 1  # of a table beside the form's own
            continue
        if (side := find_side(slice_, row, context.words)) is not None:
            row = read_side(slice_, side, draft, context.words, year)
            continue
        if (below := read_labelled_rows(slice_, row, draft, context.words, year)) > row:
            row = below
            continue
        band = read_band(slice_, row, context.words, year)
        if band is not None:
            if draft.last_band is not None:
                band = as_before(band, draft.last_band[1])
            reader = RowReader(slice_, band, context.words, draft, year)
            reader.take_heads()
            bare = band.data_row >= slice_.bottom and all(h.text for h in band.heads)
            draft.last_band = (slice_.grid.cols, band, bare)
            row = max(reader.read(band.data_row, slice_.bottom), row + 1)
        elif reader is not None and reader.table.total_row(row):  # a total printed below notes and conclusions
            row += 1
        else:
            row = _read_money(slice_, row, draft, context, year)


def _read_money(slice_: Slice, row: int, draft: Draft, context: Context, year: int | None) -> int:
    """The block of money that begins in `row`, if one does; gives the row to go on with."""
    if holds_sides(slice_, row, context.words):
        return row + 1  # the form's total, said twice
    if (turned := find_turned(slice_, row, context.words, draft)) is not None:
        return read_turned(slice_, turned, draft)
    if (labelled := find_labelled(slice_, row, context.words, draft)) is not None:
        return read_labelled(slice_, labelled, context.words, draft)
    if entries := find_pairs(slice_, row, context.words, draft, year):
        return max(read_pairs(slice_, entries, draft), row + 1)
    if heads := execution_heads(slice_, row, context.words, year):
        read_execution(slice_, row, heads, context.words, draft)
    elif (matrix := find_matrix(slice_, row, context.words, draft, year)) is not None:
        return read_matrix(slice_, matrix, context.words, draft, year)
    elif (told := find_told(slice_, row, context.words, draft)) is not None:
        read_told(slice_, *told, draft)
    return row + 1


def _holds_list(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
    """A text that is a list of indicators under several level words, whatever the label beside it is called; a goal is
    none.
    """
    if len(cell.text) < _SHORTEST_LIST or (found := items_of(cell.text, words)) is None or found.headed < 2:
        return False
    left = slice_.left_of(cell)
    return left is None or words.field(left.text) not in TEXT_FIELDS


def _continued(slice_: Slice, draft: Draft, context: Context, year: int | None) -> RowReader | None:
    """The reader of a table that goes on without its heads: as many columns, and it begins with a level or a row.

    Heads in the last row of the table before are those of all rows here, whatever these would tell by themselves.
    """
    if draft.last_band is None or draft.last_band[0] != slice_.grid.cols:
        return None
    first = next(iter(slice_.filled(slice_.top)), None)
    own = read_band(slice_, slice_.top, context.words, year)
    if first is None or own is not None and not (own.headless and draft.last_band[2]):
        return None
    if context.words.field(first.text) is not None and context.words.level1(first.text) is None:
        return None
    band = replace(draft.last_band[1], row=slice_.top, data_row=slice_.top)
    return RowReader(slice_, band, context.words, draft, year)
