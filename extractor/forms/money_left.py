"""Figures of money that no key took, beside a total that was read: told where they speak against it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Doubt
from extractor.forms.money_lying import sum_of_others
from extractor.forms.money_sentence import money_sentence
from extractor.forms.money_years import year_word
from extractor.values.amount import parse_amount

if TYPE_CHECKING:
    from extractor.forms.draft import Draft
    from extractor.model.document import Place
    from extractor.model.filing import Amount, Form
    from extractor.words.vocabulary import Vocabulary

_WHOLE = frozenset({"total", "basic_expenditure", "project_expenditure"})
_MOST_PARTS = 12
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?!\d)")


def tell_left(form: Form, draft: Draft, words: Vocabulary) -> None:
    """专项债券资金, which no key takes, where the total is not made up of the amounts that were read: never quiet."""
    total = form.amounts.get("total")
    if not form.amounts and not draft.execution:
        _tell_untaken(draft, words)
    if total is None or total.value is None:
        return
    _tell_sum(form, total, draft, words)
    parts = [a.value for code, a in form.amounts.items() if code not in _WHOLE and a.value is not None]
    sums = {Decimal(0)}
    for part in parts[:_MOST_PARTS]:
        sums |= {so_far + Decimal(part) for so_far in sums}
    if Decimal(total.value) in sums:
        return
    left = [(label, raw, at) for label, raw, at in draft.money_left if _is_source(label, raw, words)]
    if not left or _completes(left, Decimal(total.value), sums, words):
        return
    named = "、".join(f"“{squeeze(label)}”（{squeeze(raw)}）" for label, raw, _ in left)
    why = f"{named}没有对应的资金栏，放在其他内容里，各项资金相加时没有计入，请对照原件核对。"
    at: Place = left[0][2] if len(left) == 1 else {**left[0][2], "parts": [place for _, _, place in left]}
    told = squeeze(left[0][1])
    draft.doubts.append(Doubt("doubtful-reading", "/amounts", why, at, margin=0.4, part="money", observed=told))


def _tell_untaken(draft: Draft, words: Vocabulary) -> None:
    """A form without a figure of money, and a text that no key takes tells one with its name (资金总规模500万元。)."""
    for entry in (left.entry for left in draft.left if left.role == "further"):
        told = money_sentence(entry.text, words)
        if told is None or not any(one.code == "total" and one.name and not one.past for one in told.figures):
            continue
        why = f"没有读到资金总额；“{squeeze(entry.text)[:30]}”里写有资金，可能就是，请对照原件核对。"
        observed = squeeze(entry.text)
        draft.doubts.append(
            Doubt("doubtful-reading", "/amounts", why, entry.at, margin=0.4, part="money", observed=observed)
        )
        return


def _completes(left: list[tuple[str, str, Place]], total: Decimal, sums: set[Decimal], words: Vocabulary) -> bool:
    """Labels of the rule book, and their figures make up the total with the amounts that were read: nothing is lost."""
    values = [parse_amount(raw).value for _, raw, _ in left]
    own = sum((Decimal(value) for value in values if value is not None), Decimal(0))
    return all(words.known(label) for label, _, _ in left) and total - own in sums


def _is_source(label: str, raw: str, words: Vocabulary) -> bool:
    value = parse_amount(raw).value
    return value is not None and Decimal(value) != 0 and not words.grammar.names_use(fold_text(label))


def _tell_sum(form: Form, total: Amount, draft: Draft, words: Vocabulary) -> None:
    """Of the figures on the total's row one that was left is the sum of all others: that one may be the total."""
    row = (total.at.get("table"), total.at.get("row"))
    if None in row:
        return
    left = {
        number: (entry.label, entry.text, entry.at)
        for number, entry in enumerate(left.entry for left in draft.left if left.role == "further")
        if (entry.at.get("table"), entry.at.get("row")) == row and not _of_other_time(entry.label or "", form, words)
    }
    figures = {number: _value(text) for number, (_, text, _) in left.items()}
    beside = [a for a in form.amounts.values() if (a.at.get("table"), a.at.get("row")) == row]
    figures |= {-1 - at: Decimal(a.value) if a.value is not None else None for at, a in enumerate(beside)}
    found = sum_of_others(figures)
    if found is None or found not in left:
        return
    label, text, at = left[found]
    named = f"“{squeeze(label)}”" if label else "同一行的"
    why = f"{named}{squeeze(text)}正好是同一行其他各数之和，可能才是资金总额；资金总额按{total.raw}读，请对照原件核对。"
    draft.doubts.append(
        Doubt(
            "doubtful-reading", "/amounts/total", why, at, squeeze(text), margin=0.3, part="money", observed=total.raw
        )
    )


def _of_other_time(label: str, form: Form, words: Vocabulary) -> bool:
    years = {int(year) for year in _YEAR.findall(fold_text(label))}
    return (
        bool(years - {form.fiscal_year})
        or year_word(label, words, form.fiscal_year) in ("past", "next")
        or words.amount(label) == "total_multi_year"
        or "period" in words.grammar.scope_words(label)
    )


def _value(text: str) -> Decimal | None:
    value = parse_amount(text).value
    return Decimal(value) if value is not None else None


__all__ = ["tell_left"]
