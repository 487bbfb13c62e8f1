"""Label -> value by geometry: right neighbour, below, or inside the cell after a colon.

Every cell is looked at once, top to bottom; what no field takes is left in `unmapped`.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Candidate, Draft, Source
from extractor.forms.label_cells import LabelCells
from extractor.forms.labelled_text import TEXT_FIELDS, LabelledText
from extractor.forms.slices import Free, Slice
from extractor.forms.text_kinds import BRACKET, bare_label, says_something
from extractor.forms.value_cells import LONGEST_HEAD
from extractor.model.document import Cell
from extractor.values.looks import AMOUNT_TEXT, CODE_AND_NAME
from extractor.words.inline import bracket_currency, currency_of, pairs_of, strip_currency
from extractor.words.vocabulary import Vocabulary

_LONGEST_LABEL, _LONGEST_NEAR, _LONGEST_LABELLED = 16, 40, 400
"""So many characters has a label that nobody knows, what is told as one beside a left-over text, and a text in which
labels are looked for.
"""


class FieldReader:
    """Reads the labelled fields of one block into a draft."""

    def __init__(self, words: Vocabulary, draft: Draft) -> None:
        self.words, self.draft = words, draft
        self.texts = LabelledText(words, draft)
        self.labels = LabelCells(words, draft, self.texts)

    def read_line(self, free: Free) -> None:
        """A free line: page head, sign-off, or text that no field takes."""
        since, left = self.draft.so_far(), len(self.draft.left)
        role = self.texts.read_line(free)
        for pointer in self.draft.fed(since):
            self.draft.take_line(free, "value", pointer)
        self.draft.take_line(
            free,
            "unread"
            if role is None and any(rest.role == "unread" for rest in self.draft.left[left:])
            else role or "label",
        )

    def read_captioned(self, line: Free, slice_: Slice) -> None:
        """The one cell of a table, whose label is the line above it."""
        [cell] = slice_.cells()
        since = self.draft.so_far()
        self.texts.put_pair(squeeze(line.text), cell.text, Source.of(slice_.grid, cell))
        for pointer in self.draft.fed(since):
            self.draft.take(cell, "value", pointer)
        self.draft.take_line(line, "label")

    def read_cell(self, slice_: Slice, cell: Cell) -> None:
        """One cell of the field area, if nothing has taken it yet."""
        draft, text = self.draft, cell.text
        if draft.is_taken(cell) or not text.strip():
            return
        place = slice_.grid.place(cell)
        if (unit := currency_of(text)) is not None:
            draft.units.append(unit)
        right = slice_.right_of(cell)
        if self.labels.read(slice_, cell, right):
            return
        folded = fold_text(text)
        since = draft.so_far()
        if self.texts.read(text, Source(place, cell), short=len(folded) <= _LONGEST_LABELLED):
            for pointer in draft.fed(since):
                draft.take(cell, "value", pointer)
            draft.take(cell, "label")
            return
        if self.words.grammar.only_unit(folded):
            draft.take(cell, "label", "/currency_unit")
            return
        if CODE_AND_NAME.match(squeeze(strip_currency(text))) and cell.colspan * 2 > slice_.grid.cols:
            draft.take(cell, "value", "/filer")
            draft.fields.append(Candidate("filer", "", squeeze(strip_currency(text)), Source(place, cell), priority=5))
            return
        self._unknown(slice_, cell, right)

    def _unknown(self, slice_: Slice, cell: Cell, right: Cell | None) -> None:
        """A text that no word of the rule books names: kept, with the label beside it where there is one."""
        place = slice_.grid.place
        short = (
            len(fold_text(cell.text)) <= _LONGEST_LABEL
            and not AMOUNT_TEXT.match(cell.text)
            and not BRACKET.fullmatch(cell.text.strip())
        )
        if short and (found := self.labels.misspelt(cell.text)) is not None:
            self.draft.take(cell, "label")
            self.draft.labels.append((bare_label(cell.text), place(cell)))
            value = self.labels.cells.value_of(slice_, cell, right, text_field=found[1] in TEXT_FIELDS)
            self.labels.values.put(slice_, *found, cell, value)
            return
        if self._heads_block(slice_, cell):
            return
        self.draft.take(cell, "unread")
        if short and (unit := bracket_currency(cell.text)) is not None:
            self.draft.units.append(unit)  # a block's label in words of its own
        below = slice_.below(cell)
        stacked = below is not None and self.labels.cells.heads_values(slice_, cell)
        reaches = right is not None and right.row == cell.row and right.rowspan >= cell.rowspan
        value = below if stacked else right if reaches else None
        if short and value is not None and value.text.strip() and self._is_free(value):
            self.draft.set_aside(slice_.grid, value, bare_label(cell.text), "unread")
        else:
            self.draft.leave(self._label_of(slice_, cell), cell.text, place(cell))

    def _is_free(self, cell: Cell) -> bool:
        return not self.labels.cells.is_label(cell) and not self.draft.is_taken(cell)

    def _heads_block(self, slice_: Slice, cell: Cell) -> bool:
        """A word over labels (收入 over 一般公共预算), or the label of a block that states its money unit."""
        below, right = slice_.below(cell), slice_.right_of(cell)
        beside = slice_.right_of(below) if below is not None else None
        labels = below is not None and (
            self.labels.cells.is_label(below)
            or beside is not None
            and beside.text.strip() != ""
            and AMOUNT_TEXT.match(beside.text)
            and not AMOUNT_TEXT.match(below.text)
        )
        over = (
            below is not None
            and below.col == cell.col
            and labels
            and len(fold_text(cell.text)) <= LONGEST_HEAD
            and ":" not in fold_text(cell.text).rstrip(":")
            and not says_something(cell.text)
        )
        block = cell.rowspan > 1 and bracket_currency(cell.text) is not None or self._beside_money(slice_, cell)
        beside_over = (
            right is None
            or self.labels.cells.is_label(right)
            or not right.text.strip()
            or right.row == cell.row
            and self.words.grammar.names_whole(fold_text(right.text))
        )
        leading = slice_.left_of(cell)
        beside_value = leading is not None and leading.row == cell.row and self.draft.account.role(leading) == "value"
        if not block and (
            beside_value or not (over and beside_over) or self.labels.place.beside_indicator(slice_, cell)
        ):
            return False
        if self.words.grammar.names_organisation(fold_text(cell.text)) or self._is_stacked(slice_, cell):
            return False  # the value of a label over it that nobody knows
        self.draft.money_label(slice_.grid, cell, "block" if block else "head")
        return True

    def _is_stacked(self, slice_: Slice, cell: Cell) -> bool:
        """It fills its row, as the label under it does and the text over it, and so does a value two rows up:
        labels and values take turns here.
        """
        above, below = slice_.above(cell), slice_.below(cell)
        if above is None or below is None or not all(self._fills_row(slice_, c) for c in (above, cell, below)):
            return False
        before = slice_.owner(above.row - 1, cell.col)
        if before is None or self.draft.account.role(before) not in ("value", "further", "unread"):
            return False
        return self._fills_row(slice_, before)

    @staticmethod
    def _fills_row(slice_: Slice, cell: Cell) -> bool:
        return cell.text.strip() != "" and cell.colspan >= slice_.end - slice_.left

    def _beside_money(self, slice_: Slice, cell: Cell) -> bool:
        """A word that reaches down beside lines of money, each with its label (资金筹措情况 | 资金总额：100)."""
        words, rows = self.words, range(cell.row, cell.row + cell.rowspan)
        lines = [
            c for row in rows if (c := slice_.owner(row, cell.col + cell.colspan)) is not None and c.row >= cell.row
        ]
        money = sum(any(words.amount(p.label) is not None for p in pairs_of(c.text, words)) for c in lines)
        if words.evidence.weigh("amount", cell.text):  # 全年收支安排 | 资金总额 | 100
            labels = [c for row in rows for c in slice_.starting(row) if words.amount(c.text) is not None]
            beside = [near for c in labels if c.col > cell.col for near in (slice_.right_of(c), slice_.below(c))]
            money += sum(c is not None and AMOUNT_TEXT.match(c.text) is not None for c in beside)
        return money > 1 and money * 2 >= cell.rowspan and len(fold_text(cell.text)) <= LONGEST_HEAD

    def _label_of(self, slice_: Slice, cell: Cell) -> str | None:
        """What a left-over cell stands under or beside: the nearest label to its left, else above."""
        if cell.colspan == slice_.grid.cols:
            return None
        near = (slice_.left_of(cell), slice_.above(cell))
        return next(
            (bare_label(c.text) for c in near if c is not None and c.text.strip() and len(c.text) <= _LONGEST_NEAR),
            None,
        )
