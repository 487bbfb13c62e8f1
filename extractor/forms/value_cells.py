"""Which cell holds a label's value: the right neighbour, the cell below, the sum row of a column."""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Draft
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import PLAIN, says_something
from extractor.forms.value_columns import GRADE
from extractor.model.document import Cell
from extractor.values.looks import AMOUNT_TEXT, has_figure
from extractor.words.inline import pairs_of
from extractor.words.meaning import looks_like_label, meaning_of, meant
from extractor.words.vocabulary import Vocabulary

LONGEST_HEAD = 12
"""So many characters the head of a column of texts may have."""


_GOALS = frozenset({"annual_goal", "goal"})
_OF_GOALS = _GOALS | {"block_goal", "achievement"}
_TOLD = _GOALS | {"achievement"}
_LONGEST_LEVEL = 16
_WORDED = 0.3
"""Likeness that the second of two heads over texts must have to what was reached."""


class ValueCells:
    """Finds the value of a label by where it stands."""

    def __init__(self, words: Vocabulary, draft: Draft) -> None:
        self.words, self.draft = words, draft
        self._without_spans: dict[int, bool] = {}

    def value_of(self, slice_: Slice, cell: Cell, right: Cell | None, *, text_field: bool) -> Cell | None:
        """The cell that holds a label's value, None where there is none of its own.

        Args:
            text_field: the label asks for prose (duties, goals), which no amount is.
        """
        below = slice_.below(cell)
        if below is not None and self._over_figures(slice_, cell, below):
            return self.figure_under(slice_, cell, below)
        if not text_field and (under := self.under_subheads(slice_, cell, right)) is not None:
            return under
        if below is not None and not text_field and self.heads_values(slice_, cell):
            return self.figure_under(slice_, cell, below) if AMOUNT_TEXT.match(below.text) else below
        beside = right is not None and (right.row == cell.row or right.rowspan >= cell.rowspan)
        if beside and right is not None and not self.draft.is_taken(right) and not self._labels_on(slice_, right):
            return self._beside(slice_, cell, right, below, text_field)
        return self._below(slice_, cell, right, below, text_field)

    def _over_figures(self, slice_: Slice, cell: Cell, below: Cell) -> bool:
        """资金总额, two rows deep beside groups of heads (收入构成 over 一般公共预算 | 其他): figures under all."""
        figures = [c for c in slice_.starting(below.row) if c.col >= cell.col]
        heads = [slice_.owner(below.row - 1, c.col) for c in figures]
        return (
            cell.rowspan > 1
            and len(figures) > 2
            and has_figure(below.text)
            and all(
                h is not None
                and h.as_wide_as(f)
                and h.text.strip()
                and AMOUNT_TEXT.match(f.text)
                and not has_figure(h.text)
                for h, f in zip(heads, figures)
            )
        )

    def _beside(self, slice_: Slice, cell: Cell, right: Cell, below: Cell | None, text_field: bool) -> Cell | None:
        """The cell beside a label can hold its value; where it is blank, one below or further right may."""
        if text_field and below is not None and self.heads_texts(slice_, cell, right, below):
            return below
        if right.text.strip():
            return right
        if below is None or not below.text.strip():
            return self.over_blanks(slice_, right)
        left = slice_.left_of(cell)
        in_row = left is not None and left.row == cell.row and self.is_label(left)
        under = self.stands_under(below, cell)
        if in_row and under and not self.is_label(below):  # the last of a row of labels, a blank column behind it
            return below if text_field else self.figure_under(slice_, cell, below)
        spanless = self.spanless(slice_) and any(c is not cell and self.is_label(c) for c in slice_.starting(cell.row))
        among = cell.colspan > 1 or in_row or spanless
        if among and not text_field and AMOUNT_TEXT.match(below.text):  # a blank column at the end
            return self.figure_under(slice_, cell, below) if under else right
        # a goal over its text, and the row padded with a blank cell
        same_column = below.as_wide_as(cell)
        if among and text_field and same_column and not self.is_label(below):
            return below
        return self.over_blanks(slice_, right)

    def _below(
        self, slice_: Slice, cell: Cell, right: Cell | None, below: Cell | None, text_field: bool
    ) -> Cell | None:
        """Nothing beside a label can hold its value: the cell below does, where it stands under this label alone."""
        if below is None or self.is_label(below) or self.draft.is_taken(below):
            return None
        if right is None and not text_field and cell.text.rstrip().endswith(("：", ":")):
            return None  # a line of its own: printed and blank
        if not (self.stands_under(below, cell) or (text_field and below.col == cell.col)) or (
            right is not None and not self.is_label(right)
        ):
            return None
        if cell.rowspan > 1 and right is not None or self.spans_others(slice_, cell, below):
            return None
        if text_field and self._labels_row(slice_, cell, below):
            self.draft.label(slice_.grid, below, "head")
            return None
        return below if text_field else self.figure_under(slice_, cell, below)

    def _labels_row(self, slice_: Slice, cell: Cell, below: Cell) -> bool:
        """年度总体目标 | 年初设定目标 | 完成情况 over 目标内容 | text | text: the first column labels its row, it is no
        text.
        """
        heads, texts = slice_.starting(cell.row), slice_.starting(below.row)
        if heads[0] is not cell or len(heads) < 2:
            return False
        if [(c.col, c.colspan) for c in heads] != [(c.col, c.colspan) for c in texts]:
            return False
        short = len(fold_text(below.text)) <= LONGEST_HEAD and not says_something(below.text)
        longer = [t for t in texts[1:] if len(fold_text(t.text)) > len(fold_text(below.text)) and not self.is_label(t)]
        return short and bool(longer) and all(self.words.field(h.text) in TEXT_FIELDS for h in heads[1:])

    def _labels_on(self, slice_: Slice, right: Cell) -> bool:
        """Whether the cell beside a label is one itself, no grade that was given.

        优 alone on its row is such a grade (自评等级 | 优), no head of a column of grades.
        """
        if self.words.header(right.text) != GRADE:
            return self.is_label(right)
        return sum(self.words.header(c.text) == GRADE for c in slice_.starting(right.row)) > 1

    def heads_values(self, slice_: Slice, cell: Cell) -> bool:
        """A row of labels over a row of values, cell over cell; one in three may stand in no list."""
        labels = [c for c in slice_.filled(cell.row) if c.rowspan == cell.rowspan]
        values = [slice_.below(c) for c in labels]
        if len(labels) < 3 or any(v is None or not v.as_wide_as(c) for v, c in zip(values, labels)):
            return False
        known = sum(self.is_label(c) or v is not None and self.likely_over(c, v) for c, v in zip(labels, values))
        unlike = [v for v in values if v is not None and (not v.text.strip() or self.is_label(v))]
        return known * 3 >= len(labels) * 2 and not unlike

    def likely_over(self, label: Cell, value: Cell) -> bool:
        """The words of a label and the value under it tell what it is, though no list holds it."""
        found = meaning_of(label.text, value.text, self.words) if value.text.strip() else None
        return found is not None and not found.doubtful

    def heads_texts(self, slice_: Slice, cell: Cell, right: Cell, below: Cell) -> bool:
        """年初目标 | 目标完成结果 over two longer texts, cell over cell: heads, though only one
        of them is in a list.
        """
        return right.row == cell.row and all(
            b is not None
            and b.as_wide_as(a)
            and 1 < len(said := self.words.grammar.undated(fold_text(a.text))) <= LONGEST_HEAD
            and len(fold_text(b.text)) > len(fold_text(a.text))
            and PLAIN.fullmatch(said)
            and not self.is_label(b)
            for a, b in ((cell, below), (right, slice_.below(right)))
        )

    def over_two_texts(self, slice_: Slice, first: Cell) -> bool:
        """`first` and the cell right of it are two heads over two longer texts (计划目标 | 完成结果), whatever their
        words.
        """
        second, below = slice_.right_of(first), slice_.below(first)
        return (
            second is not None
            and below is not None
            and second.rowspan == first.rowspan == 1
            and self.heads_texts(slice_, first, second, below)
        )

    def beside_known_text(self, slice_: Slice, cell: Cell, text: Cell) -> str | None:
        """Of two heads over two texts, what was to be reached and what was, the one that no list holds."""
        if slice_.below(cell) is not text:
            return None
        left, right = slice_.left_of(cell), slice_.right_of(cell)
        if (
            right is not None
            and meant(right.text, None, self.words) == "achievement"
            and self.over_two_texts(slice_, cell)
        ):
            return "annual_goal"
        if left is not None and meant(left.text, None, self.words) in _GOALS and self.over_two_texts(slice_, left):
            return "achievement"
        if right is not None and self._goal_and_result(slice_, cell, right):
            return "annual_goal"
        if left is not None and self._goal_and_result(slice_, left, cell):
            return "achievement"
        return None

    def _goal_and_result(self, slice_: Slice, first: Cell, second: Cell) -> bool:
        """目标设定情况 | 实现情况 over two texts, beside the label of goals: neither is listed, the second is worded as
        what was reached.
        """
        block = slice_.left_of(first)
        if block is None or block.rowspan != 2 or block.row != first.row or slice_.right_of(first) is not second:
            return False
        ranked = [w for w in self.words.evidence.weigh("field", second.text) if w.identity in _TOLD]
        reached = bool(ranked) and ranked[0].identity == "achievement" and ranked[0].score >= _WORDED
        return reached and meant(block.text, None, self.words) in _OF_GOALS and self.over_two_texts(slice_, first)

    def under_subheads(self, slice_: Slice, cell: Cell, right: Cell | None) -> Cell | None:
        """资金名称 beside 大类 | 小类 | 政策任务 with their texts in the next row: the text under the first of them."""
        if cell.rowspan != 2 or right is None or right.row != cell.row or right.rowspan != 1:
            return None
        heads = [c for c in slice_.starting(cell.row) if c.col > cell.col]
        texts = [c for c in slice_.starting(cell.row + 1) if c.col > cell.col]
        while heads and texts and not (heads[-1].text.strip() or texts[-1].text.strip()):
            heads, texts = heads[:-1], texts[:-1]  # blank columns behind them
        if len(heads) < 2 or [(c.col, c.colspan) for c in heads] != [(c.col, c.colspan) for c in texts]:
            return None
        if not all(2 <= len(fold_text(c.text)) <= 6 and not self.is_label(c) for c in heads) or any(
            self.is_label(c) or not c.text.strip() for c in texts
        ):
            return None
        for head, text in zip(heads, texts):
            self.draft.label(slice_.grid, head, "head")
            if text is not texts[0]:
                self.draft.set_aside(slice_.grid, text, squeeze(head.text))
        return texts[0]

    def over_blanks(self, slice_: Slice, blank: Cell) -> Cell:
        """In a table that tells no spans (CSV) a wide label is followed by blanks: the text behind them, else the
        blank.
        """
        if not self.spanless(slice_):
            return blank
        col = blank.col
        while (cell := slice_.owner(blank.row, col)) is not None and not cell.text.strip():
            col += 1
        return cell if cell is not None and not self.is_label(cell) and not self.draft.is_taken(cell) else blank

    def spanless(self, slice_: Slice) -> bool:
        """The table tells no spans (CSV): a wide cell is one cell and blanks."""
        key = id(slice_.grid)
        if key not in self._without_spans:
            # Heads of indicators may have been put together where nothing else was (a sheet saved as text).
            wide = {cell.row for cell in slice_.grid.cells if cell.colspan > 1}
            heads = {cell.row for cell in slice_.grid.cells if cell.row in wide and "指标" in cell.text}
            self._without_spans[key] = wide == heads
        return self._without_spans[key]

    def stands_under(self, below: Cell, cell: Cell) -> bool:
        """A cell begins under another and is at least as wide."""
        return below.col == cell.col and below.colspan >= cell.colspan

    def spans_others(self, slice_: Slice, cell: Cell, below: Cell) -> bool:
        """The cell below stands under other labels of this row too: a caption over the whole width, no value."""
        others = (
            c for c in slice_.starting(cell.row) if c is not cell and below.col <= c.col < below.col + below.colspan
        )
        return any(self.is_label(c) for c in others)

    def figure_under(self, slice_: Slice, cell: Cell, below: Cell) -> Cell | None:
        """The value under a label that heads a column: its one row, or the 合计 row of several; None where the
        cell below belongs to the words on its own row."""
        left = slice_.left_of(below)
        if left is not None and left.row == below.row and left.text.strip() and not AMOUNT_TEXT.match(left.text):
            over = slice_.owner(cell.row, left.col)
            if self.is_label(left) or over is None:
                return None
            if not self.is_label(over) and meaning_of(over.text, left.text, self.words) is None:
                return None
        if not AMOUNT_TEXT.match(below.text) or not below.text.strip():
            return below
        if self.words.amount(cell.text) is None and self.words.field(cell.text) is not None:
            return below  # a code: figures below it are another's
        last = below.row
        while (
            (further := slice_.owner(last + 1, cell.col)) is not None
            and further.col == below.col
            and AMOUNT_TEXT.match(further.text)
            and further.text.strip()
        ):
            last += 1
        if last == below.row:
            return below
        # counted from the right: a dump does not say that the words of the sum row span columns
        behind = sum(c.col > below.col for c in slice_.starting(below.row))
        for row in range(below.row + 1, last + 1):
            cells = slice_.starting(row)
            words = [c for c in cells if c.text.strip()]
            if words and self.words.grammar.sums_row(fold_text(words[0].text)) and behind < len(cells):
                return cells[-1 - behind]
        return None

    def blank_beside(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """Nothing can hold the label's value: it is printed and blank ("政府性基金拨款：" before another label)."""
        if right is None:
            below = slice_.below(cell)
            return below is None or cell.text.rstrip().endswith(("：", ":"))
        return cell.text.rstrip().endswith(("：", ":")) and self.words.starts_with_label(right.text)

    def is_label(self, cell: Cell) -> bool:
        """A cell holds a label, a level word, or what looks like one: no value."""
        if not cell.text.strip():
            return False
        text = cell.text
        if self.words.known(text) or self.words.starts_with_label(text):
            return True
        if any(self.words.grammar.leads_to_parts(text[: pair.start]) for pair in pairs_of(text, self.words)[:1]):
            return True
        return len(text) <= _LONGEST_LEVEL and self.words.names_level(text) or looks_like_label(text, self.words)
