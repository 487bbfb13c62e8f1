"""Label -> value by geometry: right neighbour, below, or inside the cell after a colon.

Every cell is looked at once, top to bottom; what no field takes is left in `unmapped`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.forms.account import CellRole, Doubt
from extractor.forms.draft import AmountCandidate, Candidate, Draft, Source, pointer_of
from extractor.forms.money_sentence import money_sentence
from extractor.forms.money_years import year_word
from extractor.forms.slices import Free, Slice
from extractor.model.document import Cell, Place
from extractor.words.inline import (
    bracket_currency,
    bracket_parts,
    currency_of,
    cut_breakdown,
    cut_printed_tail,
    glued_amount,
    money_list,
    pairs_of,
    strip_currency,
)
from extractor.words.meaning import LONGEST, Meaning, looks_like_label, meaning_of
from extractor.words.titles import is_year_line, year_in
from extractor.words.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extractor.matching.book import LabelKind
    from extractor.matching.matcher import Matcher

TEXT_FIELDS = frozenset({"duties", "annual_goal", "period_goal", "goal", "total_goal", "achievement", "basis", "problems", "measures", "review_opinion"})  # fmt: skip
_NO_VALUE = frozenset({"block_money", "block_goal", "block_indicators", "block_indicators_period", "block_seal"})
_CODE_AND_NAME = re.compile(r"^[\[［(（]?\d{3,}[\]］)）]?[-_－—]?[\u4e00-\u9fff（）()]{4,}$")
_AMOUNT_TEXT = re.compile(r"^[\s\d,.，．万亿千元/／—\-－–￥¥+()（）]*$")
_HINT_CELL = re.compile(r"^[（(][^（）()]*[）)]$")
_LABELLED = re.compile(r"^[^：:]{2,24}[：:]\s*[\d—/-]")
LONGEST_HEAD = 12
"""So many characters the head of a column of texts may have."""
_GOAL_NUMBER = re.compile(r"^目标[\d一二三四五六七八九十]+:?$")
_YEAR_HEAD = re.compile(r"^20\d\d年(?:度|预算|预算数|资金)*(?:\([万元]*\))?$")
_PART_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[、．)）]|\.(?!\d))")
_OF_WHICH = re.compile(r"[\s，,；;、]*(?:其\s*中\s*[：:]?)?[\s，,；;、]*")
_JOINT = re.compile(r"[/／、]|及(?=[^其])|和(?=联系|电话|项目)")
_CURRENCY_ONLY = re.compile(r"^(?:金额)?(?:单位)?[:：]?[（(]?(?:万元|千元|元|亿元)[）)]?$")


class FieldReader:
    """Reads the labelled fields of one block into a draft."""

    def __init__(self, words: Vocabulary, matcher: Matcher, draft: Draft) -> None:
        self.words, self.matcher, self.draft = words, matcher, draft
        self._without_spans: dict[int, bool] = {}

    # ---- lines

    def read_line(self, free: Free) -> None:
        """A free line: page head, sign-off, or text that no field takes."""
        since, left = self.draft.so_far(), len(self.draft.left)
        role = self._line(free)
        for pointer in self.draft.fed(since):
            self.draft.take_line(free, "value", pointer)
        self.draft.take_line(
            free,
            "unread"
            if role is None and any(rest.role == "unread" for rest in self.draft.left[left:])
            else role or "label",
        )

    def _line(self, free: Free) -> CellRole | None:
        """Read a line; its role where it is not what its fields make it."""
        text = free.text
        if is_year_line(text):
            self.draft.labels.append((squeeze(text), free.at))
            return "title"
        unit = currency_of(text)
        pairs = pairs_of(text, self.words)
        if unit is not None:
            self.draft.units.append(unit)
        if not pairs and self.words.field(text) in _NO_VALUE:
            self.draft.labels.append((squeeze(text), free.at))  # a caption between two tables
            return "block"
        if not pairs:
            rest = strip_currency(text)
            if _CODE_AND_NAME.match(squeeze(rest)):
                self.draft.fields.append(Candidate("filer", "", squeeze(rest), Source(free.at, free.cell), priority=5))
            elif rest.strip() and not _CURRENCY_ONLY.match(fold_text(rest)):
                self.draft.leave(None, rest, free.at)
            return None
        head = strip_currency(text[: pairs[0].start])
        if _CODE_AND_NAME.match(squeeze(head)):
            self.draft.fields.append(Candidate("filer", "", squeeze(head), Source(free.at, free.cell), priority=5))
        else:
            self.draft.leave(None, head, free.at)
        self._pairs(text, Source(free.at, free.cell))
        return None

    def _pairs(self, text: str, source: Source) -> bool:
        """Take every "label：value" of a text; True where there was one."""
        pairs = pairs_of(text, self.words)
        end = pairs[0].start if pairs else 0
        for pair in pairs:
            between = text[end : pair.start]
            if self.words.grammar.names_whole(fold_text(between).rstrip(":")):  # 收入： over its sources
                self.draft.labels.append((squeeze(between).rstrip("：:"), source.at))
            elif pair.start > end and not _OF_WHICH.fullmatch(between):
                self.draft.leave(None, strip_currency(between), source.at)
            self._put_pair(pair.label, pair.value, source)
            end = pair.end
        if pairs and end < len(text):
            self.draft.leave(None, text[end:], source.at)
        return bool(pairs)

    def _put_pair(self, label: str, value: str, source: Source) -> None:
        self.draft.labels.append((label, source.at))
        identity, amount = self.words.field(label), self.words.amount(label)
        if identity is None and amount is None:
            identity, amount = self.words.nearly("field", label), self.words.nearly("amount", label)
        if identity is None and amount is None and (found := meaning_of(label, value, self.words)) is not None:
            identity, amount = (found.identity, None) if found.kind == "field" else (None, found.identity)
            if found.doubtful and not found.identity.startswith("other_"):
                self._doubt_label(found, label, source.at)
        if (
            identity in (None, *_NO_VALUE)
            and amount is None
            and value
            and _AMOUNT_TEXT.match(value)
            and self.words.grammar.names_whole(fold_label(label))
        ):
            amount = "total"
        if identity in ("unit_in_head", "currency"):
            unit = currency_of("单位：" + value)
            if unit is not None:
                rest = strip_currency("单位：" + value)
                self.draft.leave(None, rest, source.at)
                return
            identity = "filer" if identity == "unit_in_head" else identity
        value = strip_currency(value).strip()
        value, cut = cut_printed_tail(value, self.words)
        self.draft.leave(None, cut, source.at)
        if _AMOUNT_TEXT.match(value) and year_word(label, self.words, None) == "past":
            self.draft.leave(label, value, source.at, "further")  # money of a past year
            return
        if amount == "other_income" and identity is None:
            self.draft.leave(label, value, source.at, "further")
        elif amount is not None and (identity is None or _AMOUNT_TEXT.match(value) or _looks_money(value)):
            for part in bracket_parts(value, self.words):
                self._put_pair(part.label, part.value, source)
            head, rest = cut_breakdown(value)
            self.draft.amounts.append(AmountCandidate(amount, label, head, source, bracket_currency(label)))
            self._breakdown(rest, source)
        elif identity in _NO_VALUE or identity is None:
            self.draft.leave(label, value, source.at, "further" if identity == "block_seal" else "unread")
        else:
            self._candidate(identity, label, value, source)

    def _breakdown(self, text: str, source: Source) -> None:
        """ "其中：中央资金120万元，省级资金50万元" behind a total."""
        one = glued_amount(text, self.words)
        parts = money_list(text, self.words) or ((one,) if one is not None else ())
        for part in parts:
            self._put_pair(part.label, part.value, source)
        if not parts:
            self.draft.leave(None, text, source.at)

    def _candidate(self, identity: str, label: str, value: str, source: Source, stored: str | None = None) -> None:
        level = self.words.grammar.level_of(label) if identity in ("department", "other_level_department") else None
        if identity == "other_level_department" and level is not None:
            identity = "department"
        if identity.startswith("other_") or identity == "currency":
            self.draft.leave(label, value, source.at, "further")
            return
        priority = _priority(identity, label) if level is None else level + 1
        self.draft.fields.append(Candidate(identity, label, value, source, priority, bracket_currency(label), stored))

    # ---- cells

    def read_cell(self, slice_: Slice, cell: Cell) -> None:
        """One cell of the field area, if nothing has taken it yet."""
        draft, text = self.draft, cell.text
        if draft.is_taken(cell) or not text.strip():
            return
        place = slice_.grid.place(cell)
        if (unit := currency_of(text)) is not None:
            draft.units.append(unit)
        right = slice_.right_of(cell)
        if self._whole_label(slice_, cell, right):
            return
        folded = fold_text(text)
        since = draft.so_far()
        if self._labelled_text(cell, text, Source(place, cell), short=len(folded) <= 400):
            for pointer in draft.fed(since):
                draft.take(cell, "value", pointer)
            draft.take(cell, "label")
            return
        if _CURRENCY_ONLY.match(folded):
            draft.take(cell, "label", "/currency_unit")
            return
        if _CODE_AND_NAME.match(squeeze(strip_currency(text))) and cell.colspan * 2 > slice_.grid.cols:
            draft.take(cell, "value", "/filer")
            draft.fields.append(Candidate("filer", "", squeeze(strip_currency(text)), Source(place, cell), priority=5))
            return
        self._unknown(slice_, cell, right)

    def _labelled_text(self, cell: Cell, text: str, source: Source, *, short: bool) -> bool:
        """Labels and values in one cell: "填表人：李四  电话：…", "年度资金总额16万元", a list of amounts."""
        listed = money_list(text, self.words)
        for pair in listed:
            self._put_pair(pair.label, pair.value, source)
        if listed:
            self.draft.labels.extend((number, source.at) for number in _PART_NUMBER.findall(text))
            return True
        if short and pairs_of(text, self.words):
            self._mixed_text(text, source)
            return True
        if (glued := glued_amount(text, self.words)) is not None:
            self._put_pair(glued.label, glued.value, source)
            return True
        return self._sentence(text, source)

    def _sentence(self, text: str, source: Source, code: str | None = None, unit: str | None = None) -> bool:
        """Money told in a sentence; `code` and `unit`: of the label beside it."""
        told = money_sentence(text, self.words, code)
        for one in told.figures if told is not None else ():
            if one.code is None or one.past or one.code == "other_income":
                self.draft.leave(
                    one.name, one.raw, source.at, "unread" if one.code is None and not one.past else "further"
                )
                continue
            stored = None
            self.draft.amounts.append(AmountCandidate(one.code, one.name, one.raw, source, unit, stored))
        if told is not None:
            self.draft.leave(None, text, source.at, "further")  # what it says besides the figures and their names
        return told is not None

    def _mixed_text(self, text: str, source: Source) -> None:
        pairs = pairs_of(text, self.words)
        head = text[: pairs[0].start]
        if _CODE_AND_NAME.match(squeeze(strip_currency(head))):
            self.draft.fields.append(Candidate("filer", "", squeeze(strip_currency(head)), source, priority=5))
        elif _PART_NUMBER.fullmatch(head.strip()):
            self.draft.labels.append((head.strip(), source.at))
        elif re.sub(r"[\s其中:：]", "", head):
            self.draft.leave(None, strip_currency(head), source.at)
        self._pairs(text, source)

    def _whole_label(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """The cell is a label and nothing else: its value stands beside or below it."""
        text = cell.text
        label = squeeze(text).rstrip("：:")
        identity, amount = self.words.field(text), self.words.amount(text)
        if identity is None and amount is None:
            if self.words.execution(text) is None and self.words.header(text) is None:
                return self._likely_label(slice_, cell, right)
            if not self._is_bare_head(slice_, cell, right):
                return False
            self._took_label(slice_, cell, label, "head")
            return True
        if identity in _NO_VALUE and amount is None or (identity in _NO_VALUE and cell.rowspan > 1):
            self._took_label(slice_, cell, label, "block")
            return True
        if identity is not None and identity.startswith("other_") and self._spans_fields(slice_, cell, right):
            self._took_label(slice_, cell, label, "block")
            return True
        value = self._value_cell(slice_, cell, right, text_field=identity in TEXT_FIELDS)
        listed = (
            amount is not None
            and value is not None
            and (money_list(value.text, self.words) or _LABELLED.match(value.text))
        )
        if amount is not None and value is not None and not listed and self._told_beside(slice_, cell, value, amount):
            return True
        if listed:
            self._took_label(slice_, cell, label, "block")  # the figures stand in a sentence with labels of its own
            return True
        if value is None and not self._blank_beside(slice_, cell, right):
            # a head over other labels: recognised, no value of its own
            self._took_label(slice_, cell, label)
            return True
        self._took_label(slice_, cell, label)
        if amount is not None and (
            identity is None or identity in _NO_VALUE or value is not None and _looks_money(value.text)
        ):
            self._put_amount(slice_, amount, label, cell, value)
        elif identity is not None:
            self._put_field(slice_, identity, label, cell, value)
        return True

    def _spans_fields(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """项目概况 beside several rows of labels and values: the label of a block, though it is one of a text elsewhere."""
        if right is None or right.row != cell.row or cell.rowspan < 2 or right.rowspan >= cell.rowspan:
            return False
        value = slice_.right_of(right)
        if value is None or not right.text.strip() or _GOAL_NUMBER.match(fold_text(right.text)):
            return False
        return self._is_label(right) or meaning_of(right.text, value.text, self.words) is not None

    def _told_beside(self, slice_: Slice, cell: Cell, value: Cell, code: str | None) -> bool:
        """The cell is the label of money that the cell beside it tells in a sentence of several figures."""
        if _AMOUNT_TEXT.match(value.text) or bracket_parts(value.text, self.words):
            return False
        told = money_sentence(value.text, self.words, code)
        if told is None or len(told.figures) < 2 and not told.figures[0].name:
            return False
        self._took_label(slice_, cell, squeeze(cell.text).rstrip("：:"), "block")
        since = self.draft.so_far()
        self._sentence(
            value.text, Source(slice_.grid.place(value), value, slice_.grid), code, bracket_currency(cell.text)
        )
        for pointer in self.draft.fed(since):
            self.draft.take(value, "value", pointer)
        return True

    def _likely_label(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """A label that stands in no list: its words and the value beside it tell what it is."""
        if len(fold_text(cell.text)) > LONGEST or self._misspelt(cell.text) is not None:
            return False
        beside = self._value_cell(slice_, cell, right, text_field=True)
        if self._joint_label(slice_, cell, beside):
            return True
        found = meaning_of(cell.text, beside.text if beside is not None else None, self.words)
        if (
            found is None
            or beside is None
            and not self._blank_beside(slice_, cell, right)
            and not found.identity.startswith("block_")
        ):
            return False
        label = squeeze(cell.text).rstrip("：:")
        if found.identity in _NO_VALUE:
            if beside is not None and cell.rowspan == 1:
                return False
            self._took_label(slice_, cell, label, "block")
            return True
        self._took_label(slice_, cell, label)
        value = self._value_cell(slice_, cell, right, text_field=found.identity in TEXT_FIELDS)
        if found.kind == "amount":
            self._put_amount(slice_, found.identity, label, cell, value)
        else:
            self._put_field(slice_, found.identity, label, cell, value)
        if found.doubtful and not found.identity.startswith("other_"):
            self._doubt_label(found, label, slice_.grid.place(cell))
        return True

    def _joint_label(self, slice_: Slice, cell: Cell, value: Cell | None) -> bool:
        """项目实施单位/项目负责人 before 某小学/张三: each part of the value to its part of the label."""
        labels = _JOINT.split(fold_text(cell.text).rstrip(":"))
        if len(labels) != 2 or value is None:
            return False
        values = (
            [part.strip() for part in _JOINT.split(value.text.strip()) if part.strip()]
            if value.text.strip()
            else ["", ""]
        )
        known = [
            self.words.field(label) or (m.identity if (m := meaning_of(label, None, self.words)) is not None else None)
            for label in labels
        ]
        if len(values) != 2 or None in known or any(k is not None and k.startswith("block_") for k in known):
            return False
        self._took_label(slice_, cell, squeeze(cell.text))
        source = Source(slice_.grid.place(value), value, slice_.grid)
        for identity, label, part in zip(known, labels, values):
            self.draft.take(value, "value", pointer_of(str(identity)))
            self._candidate(str(identity), label, part, source)
        return True

    def _doubt_label(self, found: Meaning, label: str, at: Place) -> None:
        name, rival = (
            self.words.label_name(found.kind, found.identity),
            self.words.label_name("field", found.rival or ""),
        )
        why = f"“{label}”按“{name}”读" + (f"，也可能是“{rival}”" if rival else "") + "，请核对"
        pointer = f"/amounts/{found.identity}" if found.kind == "amount" else pointer_of(found.identity)
        self.draft.doubts.append(
            Doubt(
                "doubtful-reading",
                pointer,
                why,
                at,
                runner_up=rival or None,
                margin=round(min(1.0, max(0.0, found.margin)), 2),
                observed=label,
            )
        )

    def _took_label(self, slice_: Slice, cell: Cell, label: str, role: CellRole = "label") -> None:
        self.draft.take(cell, role)
        self.draft.labels.append((label, slice_.grid.place(cell)))
        if (unit := bracket_currency(cell.text)) is not None:
            self.draft.units.append(unit)

    def _is_bare_head(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        below = slice_.below(cell)
        return right is None or self.words.known(right.text) or below is not None

    def _value_cell(self, slice_: Slice, cell: Cell, right: Cell | None, *, text_field: bool) -> Cell | None:
        """The cell that holds a label's value, None where there is none of its own."""
        below = slice_.below(cell)
        if not text_field and (under := self._under_subheads(slice_, cell, right)) is not None:
            return under
        beside = right is not None and (right.row == cell.row or right.rowspan >= cell.rowspan)
        if below is not None and not text_field and self._heads_values(slice_, cell):
            return self._figure_under(slice_, cell, below)
        if beside and right is not None and not self._is_label(right) and not self.draft.is_taken(right):
            # a goal over its text, and the row padded with a blank cell
            left = slice_.owner(cell.row, cell.col - 1)
            in_row = left is not None and left.row == cell.row and self._is_label(left)
            if (
                in_row
                and not right.text.strip()
                and below is not None
                and below.text.strip()
                and not self._is_label(below)
                and self._stands_under(below, cell)
            ):
                return (
                    below if text_field else self._figure_under(slice_, cell, below)
                )  # the last label of a row of labels, a blank column behind it
            among = cell.colspan > 1 or in_row
            among = (
                among
                or self._spanless(slice_)
                and any(c is not cell and self._is_label(c) for c in slice_.starting(cell.row))
            )
            head = text_field and among and not right.text.strip() and below is not None and below.text.strip()
            if (
                not text_field
                and among
                and not right.text.strip()
                and below is not None
                and _AMOUNT_TEXT.match(below.text)
                and below.text.strip()
            ):
                return (
                    self._figure_under(slice_, cell, below) if self._stands_under(below, cell) else right
                )  # a blank column at the end
            if (
                head
                and below is not None
                and not self._is_label(below)
                and (below.col, below.colspan) == (cell.col, cell.colspan)
            ):
                return below
            return right if right.text.strip() else self._over_blanks(slice_, right)
        if below is None or self._is_label(below) or self.draft.is_taken(below):
            return None
        if right is None and not text_field and cell.text.rstrip().endswith(("：", ":")):
            return None  # a line of its own: printed and blank
        if not (self._stands_under(below, cell) or (text_field and below.col == cell.col)) or (
            right is not None and not self._is_label(right)
        ):
            return None
        if cell.rowspan > 1 and right is not None or self._spans_others(slice_, cell, below):
            return None
        return below if text_field else self._figure_under(slice_, cell, below)

    def _heads_values(self, slice_: Slice, cell: Cell) -> bool:
        """A row of labels over a row of values, cell over cell; one of the labels may stand in no list."""
        labels = [c for c in slice_.starting(cell.row) if c.text.strip()]
        values = [slice_.below(c) for c in labels]
        if len(labels) < 3 or any(
            v is None or (v.col, v.colspan) != (c.col, c.colspan) for v, c in zip(values, labels)
        ):
            return False
        known = sum(self._is_label(c) for c in labels)
        unlike = [v for v in values if v is not None and (not v.text.strip() or self._is_label(v))]
        return known >= 2 and known == len(labels) - 1 and not unlike

    def _under_subheads(self, slice_: Slice, cell: Cell, right: Cell | None) -> Cell | None:
        """资金名称 beside 大类 | 小类 | 政策任务 with their texts in the next row: the text under the first of them."""
        if cell.rowspan < 2 or right is None or right.row != cell.row or right.rowspan != 1:
            return None
        heads = [c for c in slice_.starting(cell.row) if c.col > cell.col]
        texts = [c for c in slice_.starting(cell.row + 1) if c.col > cell.col]
        while heads and texts and not (heads[-1].text.strip() or texts[-1].text.strip()):
            heads, texts = heads[:-1], texts[:-1]  # blank columns behind them
        if (
            len(heads) < 2
            or [(c.col, c.colspan) for c in heads] != [(c.col, c.colspan) for c in texts]
            or cell.row + 2 != cell.row + cell.rowspan
        ):
            return None
        if not all(2 <= len(fold_text(c.text)) <= 6 and not self._is_label(c) for c in heads) or any(
            self._is_label(c) or not c.text.strip() for c in texts
        ):
            return None
        for head, text in zip(heads, texts):
            self.draft.take(head, "head")
            self.draft.labels.append((squeeze(head.text), slice_.grid.place(head)))
            if text is not texts[0]:
                self.draft.take(text, "further")
                self.draft.leave(squeeze(head.text), text.text, slice_.grid.place(text), "further")
        return texts[0]

    def _over_blanks(self, slice_: Slice, blank: Cell) -> Cell:
        """In a table that tells no spans (CSV) a wide label is followed by blanks: the text behind them, else the blank."""
        if not self._spanless(slice_):
            return blank
        col = blank.col
        while (cell := slice_.owner(blank.row, col)) is not None and not cell.text.strip():
            col += 1
        return cell if cell is not None and not self._is_label(cell) and not self.draft.is_taken(cell) else blank

    def _spanless(self, slice_: Slice) -> bool:
        key = id(slice_.grid)
        if key not in self._without_spans:
            self._without_spans[key] = all(cell.colspan == 1 for cell in slice_.grid.cells)
        return self._without_spans[key]

    def _stands_under(self, below: Cell, cell: Cell) -> bool:
        return below.col == cell.col and below.colspan >= cell.colspan

    def _spans_others(self, slice_: Slice, cell: Cell, below: Cell) -> bool:
        """The cell below stands under other labels of this row too: a caption over the whole width, no value."""
        others = (
            c for c in slice_.starting(cell.row) if c is not cell and below.col <= c.col < below.col + below.colspan
        )
        return any(self._is_label(c) for c in others)

    def _figure_under(self, slice_: Slice, cell: Cell, below: Cell) -> Cell | None:
        """The value under a label that heads a column: its one row, or the 合计 row of several; None where the
        cell below belongs to the words on its own row."""
        left = slice_.owner(below.row, below.col - 1)
        if left is not None and left.row == below.row and left.text.strip() and not _AMOUNT_TEXT.match(left.text):
            over = slice_.owner(cell.row, left.col)
            if self._is_label(left) or over is None:
                return None
            if not self._is_label(over) and meaning_of(over.text, left.text, self.words) is None:
                return None
        if not _AMOUNT_TEXT.match(below.text) or not below.text.strip():
            return below
        last = below.row
        while (
            (further := slice_.owner(last + 1, cell.col)) is not None
            and further.col == below.col
            and _AMOUNT_TEXT.match(further.text)
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
            if words and fold_text(words[0].text).endswith(("合计", "总计", "小计")) and behind < len(cells):
                return cells[-1 - behind]
        return None

    def _blank_beside(self, slice_: Slice, cell: Cell, right: Cell | None) -> bool:
        """Nothing can hold the label's value: it is printed and blank ("政府性基金拨款：" before another label)."""
        if right is None:
            below = slice_.below(cell)
            return below is None or cell.text.rstrip().endswith(("：", ":"))
        return cell.text.rstrip().endswith(("：", ":")) and self.words.starts_with_label(right.text)

    def _is_label(self, cell: Cell) -> bool:
        if not cell.text.strip():
            return False
        text = cell.text
        if self.words.known(text) or self.words.starts_with_label(text):
            return True
        return len(text) <= 16 and self.words.names_level(text) or looks_like_label(text, self.words)

    def _put_amount(self, slice_: Slice, code: str, label: str, cell: Cell, value: Cell | None) -> None:
        place = slice_.grid.place
        value = self._of_year(slice_, value, label) if value is not None else None
        raw = value.text if value is not None else ""
        if value is not None and (words_unit := _CURRENCY_ONLY.match(fold_text(raw))) is not None and words_unit:
            raw = ""
        source = Source(place(value) if value is not None else place(cell), value, slice_.grid)
        if value is not None:
            self.draft.take(value, "value", None if code == "other_income" else f"/amounts/{code}")
        for part in bracket_parts(raw, self.words):
            self._put_pair(part.label, part.value, source)
        raw, rest = cut_breakdown(raw)
        if code == "other_income":
            self.draft.leave(label, raw, source.at, "further")
            return
        stored = value.stored if value is not None else None
        self.draft.amounts.append(
            AmountCandidate(code, label, raw, source, bracket_currency(cell.text), stored, cell.col)
        )
        if rest:
            self._breakdown(rest, source)

    def _of_year(self, slice_: Slice, value: Cell, label: str) -> Cell:
        """Of figures for several years side by side the one of the form's year, else the last; the others are left."""
        figures = [
            (cell, head)
            for cell in slice_.starting(value.row)
            if cell.col >= value.col and (head := _year_over(slice_, cell)) is not None
        ]
        if len(figures) < 2 or figures[0][0] is not value:
            return value
        own = next((cell for cell, head in figures if year_in(head.text) == self.draft.year_hint), figures[-1][0])
        for cell, head in figures:
            if cell is not own:
                self.draft.take(cell, "further")
                self.draft.leave(squeeze(head.text) + label, cell.text, slice_.grid.place(cell), "further")
        return own

    def _put_field(self, slice_: Slice, identity: str, label: str, cell: Cell, value: Cell | None) -> None:
        place = slice_.grid.place
        if value is None:
            if identity not in _NO_VALUE:
                self._candidate(identity, label, "", Source(place(cell), None, slice_.grid))
            return
        if identity in _NO_VALUE:
            return
        cells = [value]
        if identity in TEXT_FIELDS:
            self._head_for_text(slice_, identity, label, cell, value)
        if identity in TEXT_FIELDS and cell.rowspan > value.rowspan and value.row == cell.row:
            cells += self._further_rows(slice_, cell, value)
        for taken in cells:
            self.draft.take(
                taken,
                *(
                    ("further", None)
                    if identity.startswith("other_") and not identity.startswith("other_level")
                    else ("value", pointer_of(identity))
                ),
            )
        text = "\n".join(self._numbered_goal(slice_, c) for c in cells if c.text.strip())
        source = Source(place(value), value, slice_.grid)
        if identity not in TEXT_FIELDS and pairs_of(text, self.words) and identity not in ("project_name",):
            # "沅江市总工会   联系电话：…": the cell goes on with other labels
            first = pairs_of(text, self.words)[0]
            self._candidate(identity, label, text[: first.start].strip(), source)
            self._pairs(text, source)
            return
        self._candidate(identity, label, text, source, value.stored)
        if identity.startswith("other_") and cell.rowspan > value.rowspan and value.row == cell.row:
            for further in self._further_rows(slice_, cell, value):
                self.draft.take(further, "further")
                self.draft.leave(label, further.text, place(further), "further")

    def _head_for_text(self, slice_: Slice, identity: str, label: str, cell: Cell, value: Cell) -> None:
        """A short word where a text is due, over a longer one in the same column: it may be a head that nobody knows."""
        below, text = slice_.below(value), fold_text(value.text)
        if (
            below is None
            or not 0 < len(text) <= LONGEST_HEAD
            or (below.col, below.colspan) != (value.col, value.colspan)
        ):
            return
        if slice_.owner(below.row, below.col - 1) is not cell:
            return  # the text below has a label of its own
        if len(fold_text(below.text)) <= len(text) or self._is_label(below) or re.search(r"[\d。；;,，]", text):
            return
        place = slice_.grid.place
        at: Place = {**place(value), "parts": [place(value), place(below)]}
        why = f"“{label}”读成“{squeeze(value.text)}”，它下面另有一段文字，也可能那才是内容，请核对。"
        self.draft.doubts.append(
            Doubt(
                "doubtful-reading",
                pointer_of(identity),
                why,
                at,
                runner_up=squeeze(below.text)[:20],
                margin=0.3,
                part="head",
                observed=squeeze(value.text),
            )
        )

    def _numbered_goal(self, slice_: Slice, cell: Cell) -> str:
        """ "目标1" in a cell of its own goes with the text at its right."""
        right = slice_.right_of(cell) if _GOAL_NUMBER.match(fold_text(cell.text)) else None
        if right is None or right.row != cell.row or not right.text.strip() or self._is_label(right):
            return cell.text
        self.draft.take(right, "value", "/texts/annual_goal")
        return f"{cell.text.strip()} {right.text.strip()}"

    def _further_rows(self, slice_: Slice, label: Cell, value: Cell) -> list[Cell]:
        """Rows of one goal beside a label that spans them."""
        more: list[Cell] = []
        for row in range(value.row + value.rowspan, label.row + label.rowspan):
            cell = slice_.owner(row, label.col + label.colspan)
            if cell is None or cell in more or cell is value or self._is_label(cell) or self.draft.is_taken(cell):
                continue
            if cell.row == row:
                more.append(cell)
        return more

    def _unknown(self, slice_: Slice, cell: Cell, right: Cell | None) -> None:
        """A text that no word of the rule books names: kept, with the label beside it where there is one."""
        place = slice_.grid.place
        short = (
            len(fold_text(cell.text)) <= 16
            and not _AMOUNT_TEXT.match(cell.text)
            and not _HINT_CELL.match(cell.text.strip())
        )
        if short and (found := self._misspelt(cell.text)) is not None:
            label = squeeze(cell.text).rstrip("：:")
            kind, identity = found
            self.draft.take(cell, "label")
            self.draft.labels.append((label, place(cell)))
            value = self._value_cell(slice_, cell, right, text_field=identity in TEXT_FIELDS)
            if kind == "amount":
                self._put_amount(slice_, identity, label, cell, value)
            elif kind == "field" and identity not in _NO_VALUE:
                self._put_field(slice_, identity, label, cell, value)
            return
        if self._heads_block(slice_, cell):
            return
        if (
            short
            and right is not None
            and right.row == cell.row
            and not self.draft.is_taken(right)
            and self._told_beside(slice_, cell, right, None)
        ):
            return
        self.draft.take(cell, "unread")
        if short and (unit := bracket_currency(cell.text)) is not None:
            self.draft.units.append(unit)  # a block's label in words of its own
        free_right = (
            right is not None and right.row == cell.row and not self._is_label(right) and not self.draft.is_taken(right)
        )
        if short and free_right and right is not None and right.text.strip():
            self.draft.take(right, "unread")
            self.draft.leave(squeeze(cell.text).rstrip("：:"), right.text, place(right))
        else:
            self.draft.leave(self._label_of(slice_, cell), cell.text, place(cell))

    def _heads_block(self, slice_: Slice, cell: Cell) -> bool:
        """A word over labels (收入 over 一般公共预算), or the label of a block that states its money unit."""
        below, right = slice_.below(cell), slice_.right_of(cell)
        beside = slice_.right_of(below) if below is not None else None
        labels = below is not None and (
            self._is_label(below)
            or beside is not None
            and beside.text.strip() != ""
            and _AMOUNT_TEXT.match(beside.text)
            and not _AMOUNT_TEXT.match(below.text)
        )
        over = (
            below is not None
            and below.col == cell.col
            and labels
            and len(fold_text(cell.text)) <= 12
            and ":" not in fold_text(cell.text).rstrip(":")
            and not _AMOUNT_TEXT.match(cell.text)
        )
        block = cell.rowspan > 1 and bracket_currency(cell.text) is not None
        leading = slice_.owner(cell.row, cell.col - 1)
        beside_over = (
            leading is not None
            and leading.rowspan > cell.rowspan + 1
            or right is None
            or self._is_label(right)
            or not right.text.strip()
            or right.row == cell.row
            and self.words.grammar.names_whole(fold_text(right.text))
        )
        if not block and not (over and beside_over):
            return False
        self._took_label(slice_, cell, squeeze(cell.text), "block" if block else "head")
        return True

    def _misspelt(self, text: str) -> tuple[str, str] | None:
        """Kind and id of the label that `text` is a misspelling of (联系电 -> 联系电话)."""
        kinds: tuple[LabelKind, ...] = ("field", "amount")
        for kind in kinds:
            if (identity := self.words.nearly(kind, text)) is not None:
                return kind, identity
        return None

    def _label_of(self, slice_: Slice, cell: Cell) -> str | None:
        """What a left-over cell stands under or beside: the nearest label to its left, else above."""
        if cell.colspan == slice_.grid.cols:
            return None
        left = slice_.owner(cell.row, cell.col - 1)
        if left is not None and left.text.strip() and len(left.text) <= 40:
            return squeeze(left.text).rstrip("：:")
        above = slice_.owner(cell.row - 1, cell.col)
        if above is not None and above.text.strip() and len(above.text) <= 40:
            return squeeze(above.text).rstrip("：:")
        return None


def _year_over(slice_: Slice, cell: Cell) -> Cell | None:
    """The head "2016年" over a column of figures."""
    for row in range(cell.row - 1, max(slice_.top, cell.row - 12) - 1, -1):
        above = slice_.owner(row, cell.col)
        if above is None or not _AMOUNT_TEXT.match(above.text):
            return (
                above
                if above is not None and above.col == cell.col and _YEAR_HEAD.match(fold_text(above.text))
                else None
            )
    return None


def _priority(identity: str, label: str) -> int:
    """Which of several printed labels of one field wins (K8): the smaller."""
    folded = fold_label(label)
    if identity == "implementer":
        if "实施" in folded:
            return 0
        return 1 if "执行" in folded else 2
    if identity == "department":
        return 1 if folded in ("部门",) else 0
    if identity == "filer":
        return 2 if folded.startswith("单位") else 0
    if identity == "project_name":
        return 0 if "项目" in folded else 1
    if identity == "phone":
        return 0 if "联系" in folded else 1
    return 0


def _looks_money(value: str) -> bool:
    return bool(re.match(r"^\s*[￥¥]?\s*\d[\d,.，．]*\s*(?:万|亿|千)?元?", value)) or bool(
        _HINT_CELL.match(value.strip())
    )
