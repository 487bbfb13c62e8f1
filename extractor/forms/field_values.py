"""Takes the value cell of a label into the draft: a field with the rows that go on, an amount of the form's year."""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import doubtful
from extractor.forms.draft import AmountCandidate, Draft, Source, pointer_of
from extractor.forms.labelled_text import NO_VALUE, TEXT_FIELDS, LabelledText
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import PLAIN, bare_label
from extractor.forms.value_cells import LONGEST_HEAD, ValueCells
from extractor.model.document import Cell
from extractor.words.inline import bracket_currency, bracket_parts, cut_breakdown, pairs_of
from extractor.words.meaning import USES, money_code
from extractor.words.vocabulary import Vocabulary

_SOURCES = frozenset({"carry_over", "other_funds", "own_funds"})
"""Where money comes from, by words that on the side of spending say where it goes (结转, 其他)."""
_WHOLES = frozenset({"total", "total_multi_year", "other_income"})


class FieldValues:
    """Puts values that were found beside their labels."""

    def __init__(self, words: Vocabulary, draft: Draft, texts: LabelledText, cells: ValueCells) -> None:
        self.words, self.draft, self.texts, self.cells = words, draft, texts, cells

    def put(self, slice_: Slice, kind: str, identity: str, cell: Cell, value: Cell | None) -> None:
        """Offer a cell's text as the field or amount of the label in another, by the kind of label.

        Args:
            kind: "amount", else a field.
            identity: the field's id in `rules/labels.yaml`, or the amount's code.
        """
        if kind == "amount":
            self.put_amount(slice_, identity, cell, value)
        else:
            self.put_field(slice_, identity, cell, value)

    def put_amount(self, slice_: Slice, code: str, cell: Cell, value: Cell | None) -> None:
        """Offer a cell's text as the amount of a label; None: the label is printed and nothing is beside it.

        Args:
            code: the amount's (K6), or `other_income`.
        """
        label = bare_label(cell.text)
        if code in _SOURCES and _on_spending_side(slice_, cell, self.words):
            code = "other_income"
        group = _group_over(slice_, cell, self.words) if value is not None and value.row > cell.row else None
        if group is not None and code == "total" and self.words.grammar.sums_money(cell.text):
            code = group
        elif value is not None and group in USES and self.words.amount(cell.text) in (None, "other_income"):
            self.draft.set_aside(slice_.grid, value, label)  # 部门项目, 专项资金 under 项目支出: parts of it
            return
        raw = value.text if value is not None else ""
        if self.words.grammar.only_unit(fold_text(raw)):
            raw = ""
        source = Source(slice_.grid.place(cell if value is None else value), value)
        if value is not None:
            self.draft.take(value, "value", None if code == "other_income" else f"/amounts/{code}")
        for part in bracket_parts(raw, self.words):
            self.texts.put_pair(part.label, part.value, source)
        raw, rest = cut_breakdown(raw)
        if code == "other_income":
            self.draft.leave_money(label, raw, source.at)
            return
        stored = value.stored if value is not None else None
        self.draft.amounts.append(
            AmountCandidate(code, label, raw, source, bracket_currency(cell.text), stored, cell.col)
        )
        if rest:
            self.texts.breakdown(rest, source)

    def put_field(self, slice_: Slice, identity: str, cell: Cell, value: Cell | None) -> None:
        """Offer a cell's text as the field of a label; None: the label is printed and nothing is beside it.

        Args:
            identity: the field's id in `rules/labels.yaml`.
        """
        if identity in NO_VALUE:
            return
        label = bare_label(cell.text)
        if value is None:
            self.texts.candidate(identity, label, "", Source(slice_.grid.place(cell)))
            return
        cells = [value]
        if identity in TEXT_FIELDS:
            self.head_for_text(slice_, identity, label, cell, value)
        if identity in TEXT_FIELDS and cell.rowspan > value.rowspan and value.row == cell.row:
            cells += self.further_rows(slice_, cell, value)
        aside = identity.startswith("other_") and not identity.startswith("other_level")
        for taken in cells:
            self.draft.take(taken, "further" if aside else "value", None if aside else pointer_of(identity))
        text = "\n".join(self.numbered_goal(slice_, c) for c in cells if c.text.strip())
        source = Source.of(slice_.grid, value)
        if identity not in {*TEXT_FIELDS, "project_name"} and (pairs := pairs_of(text, self.words)):
            # "沅江市总工会   联系电话：…": the cell goes on with other labels
            self.texts.candidate(identity, label, text[: pairs[0].start].strip(), source)
            self.texts.pairs(text, source)
            return
        self.texts.candidate(identity, label, text, source, value.stored)
        if identity.startswith("other_") and cell.rowspan > value.rowspan and value.row == cell.row:
            for further in self.further_rows(slice_, cell, value):
                self.draft.set_aside(slice_.grid, further, label)

    def head_for_text(self, slice_: Slice, identity: str, label: str, cell: Cell, value: Cell) -> None:
        """A short word where a text is due, over a longer one in the same column: it may be a
        head that nobody knows.

        Args:
            identity: the field's id in `rules/labels.yaml`.
            label: as printed.
        """
        text = fold_text(value.text)
        if not 0 < len(text) <= LONGEST_HEAD or not PLAIN.fullmatch(text):
            return
        other = self._text_under(slice_, cell, value) or self._text_beside(slice_, cell, value)
        if other is None or not other.text.strip() or self.cells.is_label(other):
            return
        labelled = any(self.cells.is_label(c) for c in slice_.starting(value.row) if c.col > value.col)
        if len(fold_text(other.text)) <= len(text) and not (labelled and other.row > value.row):
            return
        where = "下面" if other.row > value.row else "右边"
        at = [slice_.grid.place(value), slice_.grid.place(other)]
        why = f"“{label}”读成“{squeeze(value.text)}”，它{where}另有一段文字，也可能那才是内容，请核对。"
        said, rival = squeeze(value.text), squeeze(other.text)[:20]
        self.draft.doubts.append(doubtful(pointer_of(identity), why, at, said, runner_up=rival))

    def _text_under(self, slice_: Slice, cell: Cell, value: Cell) -> Cell | None:
        below = slice_.below(value)
        if below is None or not below.as_wide_as(value):
            return None
        return below if slice_.left_of(below) is cell else None  # else it has a label of its own

    def _text_beside(self, slice_: Slice, cell: Cell, value: Cell) -> Cell | None:
        beside = slice_.right_of(value)
        spans = value.row == cell.row and value.rowspan < cell.rowspan  # one of several rows of sub-labels and texts
        return beside if spans and beside is not None and beside.row == value.row else None

    def numbered_goal(self, slice_: Slice, cell: Cell) -> str:
        """ "目标1" in a cell of its own goes with the text at its right."""
        right = slice_.right_of(cell) if self.words.grammar.numbers_goal(fold_text(cell.text)) else None
        if right is None or right.row != cell.row or not right.text.strip() or self.cells.is_label(right):
            return cell.text
        self.draft.take(right, "value", "/texts/annual_goal")
        return f"{cell.text.strip()} {right.text.strip()}"

    def further_rows(self, slice_: Slice, label: Cell, value: Cell) -> list[Cell]:
        """Rows of one goal beside a label that spans them."""
        more: list[Cell] = []
        for row in range(value.row + value.rowspan, label.row + label.rowspan):
            cell = slice_.owner(row, label.col + label.colspan)
            if cell is None or cell in more or cell is value or self.cells.is_label(cell) or self.draft.is_taken(cell):
                continue
            if cell.row == row:
                more.append(cell)
        return more


def _on_spending_side(slice_: Slice, label: Cell, words: Vocabulary) -> bool:
    """The label stands under 支出, the other of two heads 收入 | 支出 side by side."""
    for row in range(label.row - 1, slice_.top - 1, -1):
        over = slice_.owner(row, label.col)
        if over is None or words.grammar.side_of_budget(over.text) is None:
            continue
        beside = (c for c in slice_.starting(over.row) if c is not over)
        two = any(words.grammar.side_of_budget(c.text) == "income" for c in beside)
        return two and words.grammar.side_of_budget(over.text) == "spending"
    return False


def _group_over(slice_: Slice, label: Cell, words: Vocabulary) -> str | None:
    """The kind of money that a wider head over a label of a column names, beside other heads of money:
    basic_expenditure of 小计 | 其中 under 基本支出.
    """
    inner: Cell | None = label
    while inner is not None and inner.row > slice_.top:
        over = slice_.owner(inner.row - 1, label.col)
        if over is None or over.colspan <= inner.colspan or not over.text.strip():
            return None
        if (code := money_code(over.text, words)) is not None:
            end = label.row + label.rowspan
            heads = (c for c in slice_.starting(over.row) if c is not over and c.row + c.rowspan <= end)
            beside = any(money_code(c.text, words) is not None for c in heads)
            return code if beside and code not in _WHOLES else None
        inner = over
    return None
