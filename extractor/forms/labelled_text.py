"""Label and value in one text: a line of the page head or the sign-off, a cell that holds several."""

from __future__ import annotations

import re

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.forms.account import CellRole, Doubt
from extractor.forms.draft import AmountCandidate, Candidate, Draft, Source, pointer_of
from extractor.forms.likeness import SIGNOFF
from extractor.forms.money_sentence import money_sentence
from extractor.forms.money_years import year_word
from extractor.forms.slices import Free
from extractor.forms.text_kinds import BRACKET, bare_label
from extractor.model.document import Place
from extractor.values.date import parse_date
from extractor.values.looks import AMOUNT_TEXT, CODE_AND_NAME, begins_sum
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
from extractor.words.labelled import bracketed
from extractor.words.meaning import Meaning, meaning_of, meant
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_dated_remark, is_year_line

TEXT_FIELDS = frozenset({"duties", "annual_goal", "period_goal", "goal", "total_goal", "achievement", "basis",
    "problems", "measures", "review_opinion"})  # fmt: skip
NO_VALUE = frozenset({"block_money", "block_goal", "block_indicators", "block_indicators_period", "block_seal"})
_PART_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[、．)）]|\.(?!\d))")


class LabelledText:
    """Reads texts that hold their labels themselves into a draft."""

    def __init__(self, words: Vocabulary, draft: Draft) -> None:
        self.words, self.draft = words, draft

    def read_line(self, free: Free) -> CellRole | None:
        """Read a line; its role where it is not what its fields make it."""
        text = free.text
        if (inside := bracketed(text)) is not None and currency_of(text) is None:
            text = inside
        if is_year_line(text) or is_dated_remark(text):
            self.draft.labels.append((squeeze(text), free.at))
            return "title"
        unit = currency_of(text)
        pairs = pairs_of(text, self.words)
        if unit is not None:
            self.draft.units.append(unit)
        if not pairs and self.words.field(text) in NO_VALUE:
            self.draft.labels.append((squeeze(text), free.at))  # a caption between two tables
            return "block"
        if not pairs:
            rest = strip_currency(text)
            if CODE_AND_NAME.match(squeeze(rest)):
                self.draft.fields.append(Candidate("filer", "", squeeze(rest), Source(free.at, free.cell), priority=5))
            elif rest.strip() and not self.words.grammar.only_unit(fold_text(rest)):
                self.draft.leave(None, rest, free.at)
            return None
        head = strip_currency(text[: pairs[0].start])
        if CODE_AND_NAME.match(squeeze(head)):
            self.draft.fields.append(Candidate("filer", "", squeeze(head), Source(free.at, free.cell), priority=5))
        else:
            self.draft.leave(None, head, free.at)
        self.pairs(text, Source(free.at, free.cell))
        return None

    def pairs(self, text: str, source: Source) -> bool:
        """Take every "label：value" of a text; True where there was one."""
        pairs = pairs_of(text, self.words)
        end = pairs[0].start if pairs else 0
        for pair in pairs:
            between = text[end : pair.start]
            if self.words.grammar.names_whole(fold_text(between).rstrip(":")):  # 收入： over its sources
                self.draft.labels.append((bare_label(between), source.at))
            elif self._takes_day(between, [each.label for each in pairs], source):
                pass
            elif not self.words.grammar.leads_to_parts(between):
                self.draft.leave(None, strip_currency(between), source.at)
            self.put_pair(pair.label, pair.value, source)
            end = pair.end
        if pairs and end < len(text):
            rest = text[end:]
            if currency_of(rest) is not None:  # 计量单位：万元
                self.draft.labels.append((squeeze(rest.replace("：", ":").partition(":")[0]), source.at))
            if self._takes_day(rest, [pair.label for pair in pairs], source):
                return True
            self.draft.leave(None, strip_currency(rest), source.at)
        return bool(pairs)

    def _takes_day(self, rest: str, labels: list[str], source: Source) -> bool:
        """时间：2024年12月16日 at the end of a line that says who filed it: the day of filing."""
        label, colon, value = rest.strip().replace("：", ":").partition(":")
        if not colon or not self.words.grammar.dates_signoff(fold_text(label)) or parse_date(value).iso is None:
            return False
        signs = [meant(each, None, self.words) for each in labels]
        if not SIGNOFF.intersection(each for each in signs if each) or "filing_date" in signs:
            return False
        self.draft.labels.append((squeeze(label), source.at))
        self.candidate("filing_date", squeeze(label), value.strip(), source)
        return True

    def put_pair(self, label: str, value: str, source: Source) -> None:
        """Offer "label：value" of a text to the field or amount that the label means; what no key takes is left."""
        self.draft.labels.append((label, source.at))
        identity, amount = self.words.field(label), self.words.amount(label)
        if identity is None and amount is None:
            identity, amount = self.words.nearly("field", label), self.words.nearly("amount", label)
        if identity is None and amount is None and (found := meaning_of(label, value, self.words)) is not None:
            identity, amount = (found.identity, None) if found.kind == "field" else (None, found.identity)
            if found.doubtful and not found.identity.startswith("other_"):
                self.doubt_label(found, label, source.at)
        if (
            identity in (None, *NO_VALUE)
            and amount is None
            and value
            and AMOUNT_TEXT.match(value)
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
        if AMOUNT_TEXT.match(value) and year_word(label, self.words, None) == "past":
            self.draft.leave(label, value, source.at, "further")  # money of a past year
            return
        if amount == "other_income" and identity is None:
            self.draft.leave_money(label, value, source.at)
        elif amount is not None and (identity is None or AMOUNT_TEXT.match(value) or looks_money(value)):
            for part in bracket_parts(value, self.words):
                self.put_pair(part.label, part.value, source)
            head, rest = cut_breakdown(value)
            self.draft.amounts.append(AmountCandidate(amount, label, head, source, bracket_currency(label)))
            self.breakdown(rest, source)
        elif identity in NO_VALUE or identity is None:
            self.draft.leave(label, value, source.at, "further" if identity == "block_seal" else "unread")
        else:
            self.candidate(identity, label, value, source)

    def breakdown(self, text: str, source: Source) -> None:
        """ "其中：中央资金120万元，省级资金50万元" behind a total."""
        one = glued_amount(text, self.words)
        parts = money_list(text, self.words) or ((one,) if one is not None else ())
        for part in parts:
            self.put_pair(part.label, part.value, source)
        if not parts:
            self.draft.leave(None, text, source.at)

    def candidate(self, identity: str, label: str, value: str, source: Source, stored: str | None = None) -> None:
        """Offer a value to a field; which of several is kept, their priority decides (`candidates.py`).

        Args:
            identity: the field's id in `rules/labels.yaml`.
            label, value: as printed.
            stored: what a sheet stores where it shows something else.
        """
        level = self.words.grammar.level_of(label) if identity in ("department", "other_level_department") else None
        if identity == "other_level_department" and level is not None:
            identity = "department"
        if identity.startswith("other_") or identity == "currency":
            self.draft.leave(label, value, source.at, "further")
            return
        priority = self.words.grammar.preference(identity, fold_label(label)) if level is None else level + 1
        self.draft.fields.append(Candidate(identity, label, value, source, priority, bracket_currency(label), stored))

    def read(self, text: str, source: Source, *, short: bool) -> bool:
        """Labels and values in one cell: "填表人：李四  电话：…", "年度资金总额16万元", a list of amounts."""
        listed = money_list(text, self.words)
        for pair in listed:
            self.put_pair(pair.label, pair.value, source)
        if listed:
            self.draft.labels.extend((number, source.at) for number in _PART_NUMBER.findall(text))
            return True
        if short and pairs_of(text, self.words):
            self.mixed_text(text, source)
            return True
        if (glued := glued_amount(text, self.words)) is not None:
            self.put_pair(glued.label, glued.value, source)
            return True
        return self.sentence(text, source)

    def sentence(self, text: str, source: Source, code: str | None = None, unit: str | None = None) -> bool:
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

    def mixed_text(self, text: str, source: Source) -> None:
        """Read a text that begins with words of its own and goes on with pairs."""
        pairs = pairs_of(text, self.words)
        head = text[: pairs[0].start]
        if CODE_AND_NAME.match(squeeze(strip_currency(head))):
            self.draft.fields.append(Candidate("filer", "", squeeze(strip_currency(head)), source, priority=5))
        elif _PART_NUMBER.fullmatch(head.strip()):
            self.draft.labels.append((head.strip(), source.at))
        elif not self.words.grammar.leads_to_parts(head):
            self.draft.leave(None, strip_currency(head), source.at)
        self.pairs(text, source)

    def doubt_label(self, found: Meaning, label: str, at: Place) -> None:
        """Say that a label is read as what its words most likely mean, and the runner-up."""
        name, rival = (
            self.words.label_name(found.kind, found.identity),
            self.words.label_name("field", found.rival or ""),
        )
        why = f"“{label}”按“{name}”读" + (f"，也可能是“{rival}”" if rival else "") + "，请核对"
        pointer = f"/amounts/{found.identity}" if found.kind == "amount" else pointer_of(found.identity)
        margin = round(min(1.0, max(0.0, found.margin)), 2)
        self.draft.doubts.append(Doubt("doubtful-reading", pointer, why, at, rival or None, margin, observed=label))


def looks_money(value: str) -> bool:
    """Begins with a figure, or is a printed hint in brackets, where money is due."""
    return begins_sum(value) or BRACKET.fullmatch(value.strip()) is not None
