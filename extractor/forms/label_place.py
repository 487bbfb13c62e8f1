"""What a label is by its place: before one text, over others, the head of a column elsewhere, the label of a block."""

from __future__ import annotations

from extractor.characters.fold import fold_text
from extractor.forms.draft import Draft
from extractor.forms.labelled_text import looks_money
from extractor.forms.slices import Slice
from extractor.forms.value_cells import LONGEST_HEAD, ValueCells
from extractor.model.document import Cell
from extractor.values.looks import has_figure
from extractor.words.inline import glued_amount, money_list, pairs_of
from extractor.words.meaning import kept_aside, meaning_of
from extractor.words.vocabulary import Vocabulary

_OF_WHOLE = frozenset({"deviation_reason", "note", "definition"})
"""Heads of columns of texts that also stand before a text of the whole form."""


class LabelPlace:
    """Tells what a label is by the cells around it."""

    def __init__(self, words: Vocabulary, draft: Draft, cells: ValueCells) -> None:
        self.words, self.draft, self.cells = words, draft, cells

    def has_text_beside(self, cell: Cell, right: Cell | None) -> bool:
        """A text of its own stands right of the cell on its row."""
        return (
            right is not None
            and right.row == cell.row
            and right.text.strip() != ""
            and not self.draft.is_taken(right)
            and not self.cells.is_label(right)
        )

    def asks_here(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """年度实际完成情况 beside or over a text that tells what was reached, 负责人 between labels before a name: each
        heads a column elsewhere.
        """
        role, below = self.words.header(cell.text), slice_.below(cell)
        value = self.cells.value_of(slice_, cell, right, text_field=True) if role is not None else None
        if value is None or self.draft.is_taken(value):
            return False
        found = meaning_of(cell.text, value.text, self.words)
        if found is None or found.kind == "amount" or found.identity.startswith(("other_", "block_")):
            return False
        if role == "actual":
            longer = len(fold_text(value.text)) > len(fold_text(cell.text))
            return longer and found.identity == "achievement" and not found.doubtful
        between = below is None or below.as_wide_as(cell) and self.cells.is_label(below)
        return between and self.has_text_beside(cell, right) and not self.beside_indicator(slice_, cell)

    def spans_fields(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """项目概况 beside several rows of labels and values: the label of a block, though it is one of a text
        elsewhere.
        """
        if right is None or right.row != cell.row or cell.rowspan < 2 or right.rowspan >= cell.rowspan:
            return False
        value = slice_.right_of(right)
        if value is None or not right.text.strip() or self.words.grammar.numbers_goal(fold_text(right.text)):
            return False
        return self.cells.is_label(right) or meaning_of(right.text, value.text, self.words) is not None

    def is_lone_budget(self, cell: Cell, right: Cell | None) -> bool:
        """年初预算安排 before one sum, though it heads a column of execution elsewhere."""
        return (
            right is not None
            and right.row == cell.row
            and has_figure(right.text)
            and looks_money(right.text)
            and not self.draft.is_taken(right)
            and not self.draft.execution
            and self.words.execution(cell.text) in ("initial", "adjusted")
        )

    def is_row_of_its_own(self, slice_: Slice, cell: Cell, right: Cell) -> bool:
        """偏差原因分析 before one text over the rest of the row, under the table: said of the whole form, no key takes
        it; so with 监控结论, which heads a column elsewhere.
        """
        header = self.words.header(cell.text)
        of_whole = header in _OF_WHOLE or header == "other_column" and kept_aside(cell.text, right.text, self.words)
        return (
            bool(of_whole)
            and cell.col == slice_.left
            and right.row == cell.row
            and cell.rowspan == right.rowspan
            and right.col + right.colspan == slice_.end
            and right.text.strip() != ""
            and not self.cells.is_label(right)
            and not self.draft.is_taken(right)
        )

    def over_texts(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """总体目标完成情况 beside rows that each have a label of their own before their text: the label of a block."""
        if right is None or right.row != cell.row or right.colspan >= slice_.end - right.col:
            return False
        if cell.rowspan == 2 and self.cells.over_two_texts(slice_, right):
            return True
        labels = [slice_.owner(row, right.col) for row in range(cell.row, cell.row + cell.rowspan)]
        own = [c for n, c in enumerate(labels) if c is not None and c.row == cell.row + n and c.col == right.col]
        said = [fold_text(c.text) for c in own]
        if len(own) < 2 or any(self.words.grammar.numbers_goal(text) or len(text) > LONGEST_HEAD for text in said):
            return False
        texts = [slice_.right_of(c) for c in own]
        longer = all(
            t is not None and t.row == c.row and len(fold_text(t.text)) > len(fold_text(c.text))
            for t, c in zip(texts, own)
        )
        return longer and any(self.cells.is_label(c) for c in own)

    def beside_indicator(self, slice_: Slice, cell: Cell) -> bool:
        """A cell of its row feeds an indicator."""
        return any(self.draft.account.feeds(c, "/indicators/") for c in slice_.starting(cell.row))

    def is_bare_head(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """A label that only heads what is beside or below it."""
        if self.beside_indicator(slice_, cell):
            return False  # 计划标准 on each row of a column that was not understood
        below = slice_.below(cell)
        return right is None or self.words.known(right.text) or below is not None

    def names_money(self, text: str) -> bool:
        """Lines of money, each with its label."""
        named = [pair for pair in pairs_of(text, self.words) if self.words.amount(pair.label) is not None]
        return len(named) > 1 or bool(money_list(text, self.words)) or glued_amount(text, self.words) is not None
