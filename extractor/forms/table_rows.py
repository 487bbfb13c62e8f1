"""Which rows are the table's own: heads printed again, bands of levels, sums, notes between rows, and where it ends."""

from __future__ import annotations

import re
from functools import cached_property

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.band import LEVELS, Band, Head
from extractor.forms.body_rows import band_levels, full_level1, level_cells, under_band, width_of
from extractor.forms.draft import Draft
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.heads import numbers_columns
from extractor.forms.likeness import SIGNOFF, header_roles
from extractor.forms.money_years import year_word
from extractor.forms.reading import PrintedTotal
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import FIGURE, PHONE, POINTS
from extractor.words.content import content_of
from extractor.words.inline import bracket_currency, pairs_of
from extractor.words.meaning import meant, money_code
from extractor.words.vocabulary import Vocabulary

TOTAL_ROW = "other_total"
"""What a taught layout calls the first cell of its sum row (`header`)."""
_SAID_TOTAL = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8})(?:\([^()]*\))?:?(?P<value>\d{1,3}(?:\.\d+)?)分?$")
_DOTS = frozenset(".…。·")
_OF_WHOLE = frozenset({"deviation_reason", "other_measures"})
_CAPTIONS = frozenset({"block_indicators", "block_indicators_period"})

_OF_ROWS = frozenset({*LEVELS, "target", "weight", "actual", "achieved_score", "deviation_reason"})
"""Columns that no indicator's cell stands over two of."""


class TableRows:
    """What each row under a band of heads is to the table."""

    def __init__(self, slice_: Slice, band: Band, words: Vocabulary, draft: Draft) -> None:
        self.slice, self.band, self.words, self.draft = slice_, band, words, draft
        self.first_col = min(h.col for h in band.heads)

    def prints_heads_again(self, row: int) -> bool:
        """The row says under each head what the head says, whatever its words; one of many may be worded otherwise, and
        a column that no key takes and no word names may say something else.
        """
        heads = self._said_again
        cells = [c for c in self.slice.filled(row) if c.col in heads]
        same = sum(squeeze(c.text) == heads[c.col] for c in cells)
        return same >= 3 and same * 2 > len(heads) and (same == len(cells) or same > 3 and same + 1 == len(cells))

    @cached_property
    def _said_again(self) -> dict[int, str]:
        """By column the words that its head may be told again by."""
        strange = {h.col for h in self.band.heads if h.role == "other" and not self.words.known(h.text)}
        return {h.col: squeeze(h.cell.text) for h in self.band.heads if h.text and h.col not in strange}

    def repeats_heads(self, row: int) -> bool:
        """Take heads that are printed again (on a further page); False where they are another table's."""
        cells = self.slice.filled(row)
        again = self.band.flat and {squeeze(c.text) for c in cells} <= {squeeze(h.cell.text) for h in self.band.heads}
        beside = cells[0].col < self.first_col  # another block's
        if not again and (beside or header_roles(self.slice, row, self.words) or not self.prints_heads_again(row)):
            return False
        heads = {squeeze(h.cell.text) for h in self.band.heads}
        for cell in cells:
            if squeeze(cell.text) in heads:
                self.draft.label(self.slice.grid, cell, "head")
            else:
                self.draft.set_aside(self.slice.grid, cell, None, "unread")
        return True

    def level_band(self, row: int, own: list[int]) -> bool:
        """A row that is nothing but a 一级 word over the whole width, or a 二级 word where no column holds them: in
        force for the rows below.
        """
        band = band_levels(self.slice, row, self.words)
        if band is not None and (band[1] is not None or self.band.headless or self.band.head("level2") is None):
            own.append(row)
            return True
        cell = full_level1(self.slice, row, self.words)
        if (
            cell is None
            or cell.col > self.first_col
            or cell.col + self.width(cell) <= self.first_col + 1
            and len(self.band.heads) > 1
        ):
            return False
        own.append(row)
        return True

    def note_between(self, row: int, bottom: int) -> bool:
        """Leave a 注 or caption that stands between two rows of the table, and go on behind it; False at the table's
        end.
        """
        cells = self.slice.filled(row)
        if len(cells) != 1 or cells[0].rowspan > 1 or self.words.starts_with_label(cells[0].text):
            return False
        goes_on = next(
            (
                r
                for r in range(row + 1, min(row + 4, bottom))
                if not self.blank_row(r) and len(self.slice.starting(r)) > 1
            ),
            None,
        )
        if (
            goes_on is None
            or header_roles(self.slice, goes_on, self.words)
            or self.ends_at(goes_on)
            or not (self.band.headless or level_cells(self.slice, goes_on, self.words) or self.has_no_level(goes_on))
            and not numbers_columns(self.slice, goes_on)
        ):
            return False
        self.draft.set_aside(self.slice.grid, cells[0], None, "note")
        return True

    def number_row(self, row: int) -> bool:
        """Take a row that only numbers the columns (1 2 3 …), below a caption or on a further page."""
        if not numbers_columns(self.slice, row):
            return False
        for cell in self.slice.filled(row):
            self.draft.label(self.slice.grid, cell, "head")
        return True

    def has_no_level(self, row: int) -> bool:
        """A name and a value right under their heads, the cells of the levels blank or merged from above: a row of the
        level before, whatever stands between.
        """
        levels = [self.slice.owner(row, h.col) for h in self.band.heads if h.role in ("level1", "level2")]
        if not levels or any(c is not None and c.row == row and c.text.strip() for c in levels):
            return False
        heads = [h for h in self.band.heads if h.role in ("level3", "target")]
        cells = [self.slice.owner(row, h.col) for h in heads]
        return len(heads) > 1 and all(
            c is not None
            and c.text.strip() != ""
            and (c.row, c.col, c.colspan) == (row, h.col, h.cell.colspan)
            and not self.words.known(c.text)
            for c, h in zip(cells, heads)
        )

    def blank_row(self, row: int) -> bool:
        """No cell of the indicators holds anything in this row."""
        cells = self.slice.grid.owners()[row][self.first_col : self.slice.end]
        return not any(c.text.strip() for c in cells if c is not None and c.col >= self.first_col)

    def total_row(self, row: int) -> bool:
        """Take a 合计 or 总分 row; False where the row is none."""
        cells = self.slice.filled(row)
        if (
            len(cells) == 1
            and (said := _SAID_TOTAL.match(fold_text(cells[0].text))) is not None
            and self.words.grammar.names_sum(said["label"])
        ):
            return self.said_total(cells[0], said)
        lead = next((c for c in cells if not POINTS.fullmatch(fold_text(c.text))), None)  # points may stand before it
        part = lead is not None and self._sums_part(lead, row)
        if lead is None or not (
            part
            or self.words.grammar.names_sum(lead.text)
            or self.words.header(lead.text) == TOTAL_ROW
            or self._adds_up(lead, cells, row)
        ):
            return False
        place = self.slice.grid.place
        label = squeeze(lead.text)
        for role, what in (("weight", "weight"), ("achieved_score", "score")) if not part else ():
            head = self.band.head(role)  # type: ignore[arg-type]
            cell = self.slice.owner(row, head.col) if head else None
            if cell is not None and cell.row == row and cell is not lead and cell.text.strip():
                self.draft.totals.append(PrintedTotal(what, tidy(cell.text), label, place(cell)))  # type: ignore[arg-type]
        for cell in cells:
            self.draft.take(cell, "label" if cell is lead else "further")
            if cell is not lead:
                self.draft.leave(label, cell.text, place(cell), "further")
        self.draft.labels.append((label, place(lead)))
        return True

    def _adds_up(self, lead: Cell, cells: list[Cell], row: int) -> bool:
        """A label before figures alone, the points among them the sum of all rows above (本页 | 100 | 96.5)."""
        head = self.band.head("weight")
        cell = self.slice.owner(row, head.col) if head is not None else None
        if head is None or cell not in cells or self.words.names_level(lead.text):
            return False
        if not all(POINTS.fullmatch(fold_text(c.text)) for c in cells if c is not lead):
            return False
        above = content_of(self.slice.texts(head.col, range(self.band.data_row, row)), self.words, self.words.units)
        return above.filled > 2 and above.total is not None and f"{above.total:f}" == fold_text(cell.text).rstrip("分")

    def _sums_part(self, lead: Cell, row: int) -> bool:
        """产出指标小计, or 小计 beside a level that reaches down from above: the points of a part,
        no total of the table.
        """
        rest = self.words.grammar.summed_part(lead.text)
        if rest is None:
            return False
        if rest:
            return self.words.names_level(rest) or self.words.names_level(f"{rest}指标")
        level = self._first_level
        over = self.slice.owner(row, level.col) if level is not None else None
        return over is not None and over.row < row and over is not lead and bool(over.text.strip())

    def said_total(self, cell: Cell, said: re.Match[str]) -> bool:
        """总分：83 in one cell over the whole width."""
        place = self.slice.grid.place(cell)
        for role, what in (("weight", "weight"), ("achieved_score", "score")):
            if self.band.head(role) is not None:  # type: ignore[arg-type]
                self.draft.totals.append(PrintedTotal(what, said["value"], said["label"], place))  # type: ignore[arg-type]
        self.draft.take(cell, "further")
        self.draft.leave(said["label"], said["value"], place, "further")
        self.draft.labels.append((said["label"], place))
        return True

    def ends_at(self, row: int) -> bool:
        """The row is no indicator row any more: it holds a field, a note, a conclusion."""
        cells = self.slice.filled(row)
        if not cells:
            return False
        if self.inside_level(row):
            return False
        name = self.name_cell(row)
        values = [self.slice.owner(row, h.col) for h in self.value_heads]
        if name is not None and values and all(v is name for v in values):
            return len(said := fold_text(name.text)) < 2 or not _DOTS.issuperset(said)
        if self.wider_than_row(name, values) or self.begins_money(row, cells):
            return True
        while (
            len(cells) > 1
            and cells[0].col < self.first_col
            and (cells[0].rowspan > 1 or self.words.field(cells[0].text) in _CAPTIONS)
        ):
            cells = cells[1:]
        first = cells[0]
        if self.says_of_whole(first, cells[1:]):
            return True
        signed = sum(self.signs_off(c) for c in cells)
        reached = any(PHONE.fullmatch(fold_text(c.text)) for c in cells) and not level_cells(
            self.slice, row, self.words
        )
        if (signed > 1 or signed and reached) and all(c.row == row for c in cells):
            return True
        if self.signs_off(first) and first.row == row and self.only_words(cells):
            return True
        in_levels = any(
            h.role in ("level1", "level2") and first.col <= h.col < first.col + first.colspan for h in self.band.heads
        )
        if self.words.level1(first.text) or self.words.level2(first.text) or self.names_group(first):
            return False
        known = (
            self.words.field(first.text) is not None
            or self.words.starts_with_label(first.text)
            or len(pairs_of(first.text, self.words)) > 1
            or self.words.grammar.numbers_goal(fold_text(first.text))
            or self.crosses_columns(row)
            and meant(first.text, None, self.words) is not None
        )
        if first.col < self.first_col and first.row == row:
            return known or first.col + first.colspan > self.first_col
        return known and (in_levels or first.col == 0)

    def begins_money(self, row: int, cells: list[Cell]) -> bool:
        """预算安排情况 beside several rows, of which the first has labels of money or heads of its figures: the block
        of money stands below the table.
        """
        lead, words = cells[0], self.words
        if lead.row != row or lead.rowspan == 1 or self.band.flat or lead.col > self.first_col:
            return False
        named = words.field(lead.text) or words.evidence.likely_id("field", lead.text)
        if named != "block_money" and bracket_currency(lead.text) is None or level_cells(self.slice, row, words):
            return False
        labels = [c.text for c in cells[1:] if c.row == row and not FIGURE.search(fold_text(c.text))]
        heads = [t for t in labels if words.likely_measure(t) in MONEY_HEADS or year_word(t, words, None) is not None]
        return len(heads) > 1 or any(money_code(t, words) is not None for t in labels)

    def says_of_whole(self, first: Cell, others: list[Cell]) -> bool:
        """未完成原因及改进措施 before one text over the columns of values: said of the whole form, and no indicator."""
        if self.words.header(first.text) not in _OF_WHOLE or first.col > self.first_col or len(others) != 1:
            return False
        over = [h for h in self.value_heads if others[0].col <= h.col < others[0].col + others[0].colspan]
        return len(over) > 1 and self.slice.right_of(first) is others[0]

    def names_group(self, cell: Cell) -> bool:
        """年度绩效目标1 beside several rows, under a head of its own that no key takes (目标名称): it says whose rows
        they are, and is no field.
        """
        over = next((h for h in self.band.heads if h.col == cell.col), None)
        return cell.rowspan > 1 and over is not None and over.role == "other" and self.words.known(over.text)

    def inside_level(self, row: int) -> bool:
        """A level that began above reaches down over the row, and a name and a value stand in their columns: whatever
        its own level is called (绩效目标 beside 立项依据 under 项目决策), the table goes on; so it does under a band.
        """
        if under_band(self.slice, row, self.words):
            return True
        level = self._first_level
        over = self.slice.owner(row, level.col) if level is not None else None
        if level is None or over is None or not self.band.data_row <= over.row < row or not over.text.strip():
            return False
        roles = ("level2", "level3", "target")
        cells = [self.slice.owner(row, h.col) for h in self.band.heads if h.role in roles and h is not level]
        own = [c for c in cells if c is not None and c.row == row and c.text.strip()]
        return over.colspan == 1 and len(own) >= 2 and len({c.col for c in own}) == len(own) == len(cells)

    @cached_property
    def _first_level(self) -> Head | None:
        return next((h for h in self.band.heads if h.role in ("level1", "level2")), None)

    def wider_than_row(self, name: Cell | None, values: list[Cell | None]) -> bool:
        """A label over all the levels and a text over all the values (存在问题 | …): no
        indicator, whatever its words.
        """
        if name is None or len(values) < 2 or name.col > self.first_col:
            return False
        levels = [h for h in self.band.heads if h.role in LEVELS]
        if len(levels) < 2:
            return False
        return name.col + name.colspan > max(h.col for h in levels) and all(v is values[0] for v in values)

    def crosses_columns(self, row: int) -> bool:
        """Cells of the row stand over several columns of the table each: it is laid out for something else."""
        cells = [self.slice.owner(row, h.col) for h in self.band.heads if h.role in _OF_ROWS]
        wide = [c for n, c in enumerate(cells) if c is not None and c.row == row and any(c is d for d in cells[:n])]
        return any(c.text.strip() and self.words.level2(c.text) is None for c in wide)

    def only_words(self, cells: list[Cell]) -> bool:
        """No figure stands in the row: labels and names of people."""
        return len(cells) > 1 and not any(FIGURE.search(fold_text(c.text)) for c in cells)

    def signs_off(self, cell: Cell) -> bool:
        """A label of the sign-off, by a wording of the rule book or one like it."""
        if (identity := self.words.field(cell.text)) is not None:
            return identity in SIGNOFF
        if len(cell.text) > 14 or self.words.level1(cell.text) or self.words.level2(cell.text):
            return False
        return self.words.evidence.likely_id("field", cell.text) in SIGNOFF

    @cached_property
    def value_heads(self) -> list[Head]:
        """Heads of the columns that hold values or points."""
        wanted = ("target", "actual", "region", "grade", "weight")
        return [h for h in self.band.heads if h.role in wanted]

    def name_cell(self, row: int) -> Cell | None:
        """The cell of a row that names its indicator, else the lowest level there is a column of."""
        head = self.band.head("level3") or self.band.head("level2") or self.band.head("level1")
        return self.slice.owner(row, head.col) if head else None

    def width(self, cell: Cell) -> int:
        """Columns that a 一级 word alone in its row stands over; under a head 一级指标 it may as well be a row left
        blank.
        """
        return cell.colspan if self.band.head("level1") is not None else width_of(self.slice, cell)
