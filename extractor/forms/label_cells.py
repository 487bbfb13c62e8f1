"""Is the cell a label and nothing else: of a field or an amount, by its wording, or by what stands beside it."""

from __future__ import annotations

from dataclasses import replace

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import CellRole, doubtful
from extractor.forms.draft import Draft, Source, pointer_of
from extractor.forms.field_values import FieldValues
from extractor.forms.label_place import LabelPlace
from extractor.forms.labelled_text import NO_VALUE, TEXT_FIELDS, LabelledText, looks_money
from extractor.forms.money_sentence import money_sentence
from extractor.forms.money_sides import says_side
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import bare_label
from extractor.forms.value_cells import ValueCells
from extractor.matching.book import LabelKind
from extractor.model.document import Cell
from extractor.values.date import parse_date
from extractor.values.looks import AMOUNT_TEXT, has_figure
from extractor.words.inline import bracket_currency, bracket_parts, money_list, pairs_of
from extractor.words.labelled import BEFORE_FIGURE
from extractor.words.meaning import LONGEST, Meaning, kept_aside, meaning_of
from extractor.words.vocabulary import Vocabulary

_LIKE_RESULTS = frozenset({"other_performance", "other_conclusion", "other_fund_management"})
"""Fields no key takes, whose words beside a goal may as well say what was reached."""


class LabelCells:
    """Reads cells that are labels, each with its value."""

    def __init__(self, words: Vocabulary, draft: Draft, texts: LabelledText) -> None:
        self.words, self.draft, self.texts = words, draft, texts
        self.cells = ValueCells(words, draft)
        self.values = FieldValues(words, draft, texts, self.cells)
        self.place = LabelPlace(words, draft, self.cells)

    def read(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """The cell is a label and nothing else: its value stands beside or below it."""
        identity, amount = self.named(slice_, cell, right)
        if identity is None and amount is None:
            return self.unlisted(slice_, cell, right)
        if self.labels_block(slice_, cell, right, identity, amount):
            return self.took_label(slice_, cell, "block")
        value = self.value_for(slice_, cell, right, identity)
        if value is not None and amount is not None:
            blank = self.words.grammar.asides.is_blank(value.text)
            if identity is None and amount == "other_income" and not has_figure(value.text) and not blank:
                return False  # 公用经费 beside its goal: the name of a project, in a column that nobody understood
            if money_list(value.text, self.words) or BEFORE_FIGURE.match(value.text):
                return self.took_label(slice_, cell, "block")  # figures in a sentence with labels of its own
            if self.told_beside(slice_, cell, value, amount):
                return True
        self.took_label(slice_, cell)
        if value is None and not self.cells.blank_beside(slice_, cell, right):
            if identity == "review_opinion" and right is not None and self._is_unsigned(right):
                self.took_label(slice_, right)
            return True  # a head over other labels: recognised, no value of its own
        money = identity is None or identity in NO_VALUE or value is not None and looks_money(value.text)
        if amount is not None and money:
            self.values.put_amount(slice_, amount, cell, value)
        elif identity is not None:
            self.values.put_field(slice_, identity, cell, value)
        return True

    def _is_unsigned(self, box: Cell) -> bool:
        """经办人：　　（盖章） beside 财政部门审核意见, left blank: it asks nothing of the unit (K25)."""
        pairs = pairs_of(box.text, self.words)
        return (
            bool(pairs)
            and pairs[0].start == 0
            and all(map(self.words.grammar.asides.is_blank, (p.value for p in pairs)))
        )

    def unlisted(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """A label of no field and no amount of the rule books: by its likeness, or it heads a column elsewhere."""
        plain = self.words.execution(cell.text) is None and self.words.header(cell.text) is None
        if plain or self.place.asks_here(slice_, cell, right):
            return self.likely_label(slice_, cell, right)
        if right is not None and self.place.is_row_of_its_own(slice_, cell, right):
            self.draft.set_aside(slice_.grid, right, bare_label(cell.text))
            return self.took_label(slice_, cell)
        if not self.place.is_bare_head(slice_, cell, right):
            return False
        self.took_label(slice_, cell, "head")
        self.keep_under(slice_, cell)
        return True

    def labels_block(
        self, slice_: Slice, cell: Cell, right: Cell | None, identity: str | None, amount: str | None
    ) -> bool:
        """The label of several rows or of a table, each part of which has a label of its own.

        Args:
            identity, amount: what the label names: a field's id in `rules/labels.yaml`, an amount's code (K6); None =
                none.
        """
        return (
            identity in NO_VALUE
            and (amount is None or cell.rowspan > 1)
            or identity == "other_table"
            and self.keeps_table(slice_, cell)
            or (identity or "").startswith("other_")
            and self.place.spans_fields(slice_, cell, right)
            or identity in TEXT_FIELDS
            and self.place.over_texts(slice_, cell, right)
        )

    def named(self, slice_: Slice, cell: Cell, right: Cell | None) -> tuple[str | None, str | None]:
        """The field and the amount that a label names, by its wording, else by its place alone."""
        if says_side(slice_, cell, self.words):
            return None, "total"
        identity, amount = self.words.field(cell.text), self.words.amount(cell.text)
        return (identity, amount) if identity is not None or amount is not None else self.by_place(cell, right)

    def value_for(self, slice_: Slice, cell: Cell, right: Cell | None, identity: str | None) -> Cell | None:
        """The cell that holds a label's value: beside or below it, a date also before it.

        Args:
            identity: the field's id in `rules/labels.yaml`; None where the label names an amount alone.
        """
        value = self.cells.value_of(slice_, cell, right, text_field=identity in TEXT_FIELDS)
        return self.date_before(slice_, cell) if value is None and identity == "filing_date" else value

    def date_before(self, slice_: Slice, cell: Cell) -> Cell | None:
        """2021-10-25 | 填报日期 at a row's end: the date stands before its label, and no label before it took it."""
        before = slice_.left_of(cell)
        if before is None or before.row != cell.row or cell.col + cell.colspan < slice_.end:
            return None
        if self.draft.account.role(before) != "unread" or parse_date(before.text).iso is None:
            return None
        self.draft.take_back(slice_.grid.place(before))
        return before

    def keep_under(self, slice_: Slice, cell: Cell) -> None:
        """总体完成率 beside 年度目标 | 完成情况, heads over their texts: what stands under it no key takes."""
        below, left = slice_.below(cell), slice_.left_of(cell)
        text = slice_.below(left) if left is not None and left.row == cell.row else None
        if (
            (self.words.header(cell.text) or "").startswith("other_")
            and self.draft.account.feeds(text, "/texts/")
            and below is not None
            and below.text.strip()
            and below.as_wide_as(cell)
            and not self.cells.is_label(below)
            and not self.draft.is_taken(below)
        ):
            self.draft.set_aside(slice_.grid, below, bare_label(cell.text))

    def keeps_table(self, slice_: Slice, cell: Cell) -> bool:
        """资金支出计划 beside months over their shares, 资金管理情况 beside questions and answers: a part of the form
        that no key takes, kept whole, each text under the first of its row and the head over it.
        """
        inside = [
            c
            for row in range(cell.row, cell.row + cell.rowspan)
            for c in slice_.starting(row)
            if c.col > cell.col and c.text.strip()
        ]
        if len(inside) < 3 or any(self.draft.is_taken(c) or self.words.amount(c.text) is not None for c in inside):
            return False
        heads = {c.col: squeeze(c.text) for c in inside if c.row == cell.row}
        first = min(c.col for c in inside)
        for c in inside:
            of_row = c.col == first and cell.rowspan > 2 and not has_figure(c.text)
            if of_row or c.row == cell.row and cell.rowspan > 1:
                self.took_label(slice_, c, "head")
                continue
            beside = slice_.left_of(c)
            over = heads.get(c.col) or (squeeze(beside.text) if beside is not None else None)
            self.draft.set_aside(slice_.grid, c, over)
        return True

    def by_place(self, cell: Cell, right: Cell | None) -> tuple[str | None, str | None]:
        """Field or amount that an unlisted label is by what stands beside it alone."""
        if self.place.is_lone_budget(cell, right):
            return None, "total"
        if not self.place.has_text_beside(cell, right) or right is None:
            return None, None
        if self.words.grammar.numbers_goal(fold_text(cell.text)):
            return "goal", None  # 目标1 before its text, a row above its own indicators
        named = self.words.field(f"{bare_label(cell.text)}名称")  # 项目 before the project's name
        plain = named == "project_name" and not looks_money(right.text)
        return (named if plain and not any(c.identity == named for c in self.draft.fields) else None), None

    def told_beside(self, slice_: Slice, cell: Cell, value: Cell, code: str | None) -> bool:
        """The cell is the label of money that the cell beside it tells in a sentence of several figures.

        Args:
            code: the amount's that the label names (K6); None = none.
        """
        if AMOUNT_TEXT.match(value.text) or bracket_parts(value.text, self.words):
            return False
        told = money_sentence(value.text, self.words, code)
        if told is None or len(told.figures) < 2 and not told.figures[0].name:
            return False
        self.took_label(slice_, cell, "block")
        since = self.draft.so_far()
        self.texts.sentence(value.text, Source.of(slice_.grid, value), code, bracket_currency(cell.text))
        for pointer in self.draft.fed(since):
            self.draft.take(value, "value", pointer)
        return True

    def likely_label(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """A label that stands in no list: its words and the value beside it tell what it is."""
        if len(fold_text(cell.text)) > LONGEST or self.misspelt(cell.text) is not None:
            return False
        if self.words.is_level(cell.text):
            return False  # the level of rows, no label
        named = self.words.grammar.names_organisation
        if named(fold_text(cell.text)) and not (right is not None and named(fold_text(right.text))):
            return False  # the value of a label that nobody knows
        beside = self.cells.value_of(slice_, cell, right, text_field=True)
        if self.joint_label(slice_, cell, beside):
            return True
        if beside is not None and not has_figure(cell.text) and self.money_beside(slice_, cell, beside):
            return True
        found = meaning_of(cell.text, beside.text if beside is not None else None, self.words)
        if beside is not None and self.by_neighbour(slice_, cell, beside, found):
            return True
        if found is None and beside is not None and beside is right and beside.text.strip():
            aside = kept_aside(cell.text, beside.text, self.words)
            if aside is not None and not self.cells.is_label(beside):
                self.took_label(slice_, cell)
                self.values.put_field(slice_, aside, cell, beside)
                return True
        if (
            found is None
            or beside is None
            and not self.cells.blank_beside(slice_, cell, right)
            and not found.identity.startswith("block_")
        ):
            return False
        if found.identity in NO_VALUE:
            return (beside is None or cell.rowspan > 1) and self.took_label(slice_, cell, "block")
        self.took_label(slice_, cell)
        value = self.cells.value_of(slice_, cell, right, text_field=found.identity in TEXT_FIELDS)
        self.values.put(slice_, found.kind, found.identity, cell, value)
        if found.doubtful and not found.identity.startswith("other_"):
            self.texts.doubt_label(found, bare_label(cell.text), slice_.grid.place(cell))
        return True

    def by_neighbour(self, slice_: Slice, cell: Cell, text: Cell, found: Meaning | None) -> bool:
        """The head of the one of two texts that its words leave open, or call what is like it (政策落实情况)."""
        like = found if found is not None and found.identity in _LIKE_RESULTS else None
        if found is not None and found.identity not in NO_VALUE and like is None:
            return False
        role = self.cells.beside_known_text(slice_, cell, text)
        if role is None:
            return False
        self.took_label(slice_, cell)
        self.values.put_field(slice_, role, cell, text)
        if like is not None:
            other = replace(like, identity=role, rival=like.identity, margin=0.0)
            self.texts.doubt_label(other, bare_label(cell.text), slice_.grid.place(cell))
        elif not self.words.evidence.weigh("field", cell.text):
            self.doubt_by_place(slice_, role, cell, text)
        return True

    def doubt_by_place(self, slice_: Slice, role: str, cell: Cell, text: Cell) -> None:
        """A text beside a known one was given its role by that alone: both may be another goal (K12).

        Args:
            role: id of the field that was chosen: `annual_goal`, else what was reached.
        """
        name = squeeze(cell.text)
        read = "目标" if role == "annual_goal" else "完成情况"
        why = f"“{name}”没有见过，按旁边的栏目读成了{read}，可能是另一个目标，请对照原件核对。"
        texts = [c for c in slice_.filled(text.row) if not self.cells.is_label(c)]
        at = [slice_.grid.place(c) for c in (cell, *texts)]
        self.draft.doubts.append(doubtful(pointer_of(role), why, at, name))

    def money_beside(self, slice_: Slice, cell: Cell, value: Cell) -> bool:
        """The cell is the label of lines of money, each with a label of its own, or of a sentence that tells it."""
        if not self.place.names_money(value.text):
            return value is slice_.right_of(cell) and self.told_beside(slice_, cell, value, None)
        return self.took_label(slice_, cell, "block")

    def joint_label(self, slice_: Slice, cell: Cell, value: Cell | None) -> bool:
        """项目实施单位/项目负责人 before 某小学/张三: each part of the value to its part of the label."""
        parted = self.words.grammar.joint_parts
        labels = parted(fold_text(cell.text).rstrip(":"))
        if len(labels) != 2 or value is None:
            return False
        values = [part.strip() for part in parted(value.text) if part.strip()] if value.text.strip() else ["", ""]
        known: list[str] = []
        for label in labels:
            if (listed := self.words.field(label)) is not None:
                known.append(listed)
            elif (found := meaning_of(label, None, self.words)) is not None:
                known.append(found.identity)
        if len(values) != 2 or len(known) != 2 or any(identity.startswith("block_") for identity in known):
            return False
        if known[1] == "phone":  # 负责人/电话 (K24)
            known, labels, values = ["person_and_phone"], [squeeze(cell.text)], [value.text]
        self.draft.money_label(slice_.grid, cell)
        source = Source.of(slice_.grid, value)
        for identity, label, part in zip(known, labels, values):
            self.draft.take(value, "value", pointer_of(identity))
            self.texts.candidate(identity, label, part, source)
        return True

    def took_label(self, slice_: Slice, cell: Cell, role: CellRole = "label") -> bool:
        """Book a cell as a label; the unit in its bracket counts for the money of the form. True: it is one."""
        self.draft.take(cell, role)
        self.draft.labels.append((bare_label(cell.text), slice_.grid.place(cell)))
        self.draft.state_unit(cell.text)
        return True

    def misspelt(self, text: str) -> tuple[str, str] | None:
        """Kind and id of the label that `text` is a misspelling of (联系电 -> 联系电话)."""
        kinds: tuple[LabelKind, ...] = ("field", "amount")
        return next(((kind, found) for kind in kinds if (found := self.words.nearly(kind, text)) is not None), None)
