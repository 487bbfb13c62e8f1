"""Figures of money that no key took, beside a total that was read: told where they speak against it."""

from __future__ import annotations

from decimal import Decimal

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import doubtful
from extractor.forms.draft import Draft
from extractor.model.document import Place
from extractor.model.filing import Form
from extractor.values.amount import parse_amount
from extractor.words.vocabulary import Vocabulary

_WHOLE = frozenset({"total", "basic_expenditure", "project_expenditure"})
_MOST_PARTS = 12


def tell_left(form: Form, draft: Draft, words: Vocabulary) -> None:
    """专项债券资金, which no key takes, where the total is not made up of the amounts that were read: never quiet."""
    total = form.amounts.get("total")
    if total is None or total.value is None:
        return
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
    at = left[0][2] if len(left) == 1 else [place for _, _, place in left]
    draft.doubts.append(doubtful("/amounts", why, at, squeeze(left[0][1]), margin=0.4))


def _completes(left: list[tuple[str, str, Place]], total: Decimal, sums: set[Decimal], words: Vocabulary) -> bool:
    """Labels of the rule book, and their figures make up the total with the amounts that were read: nothing is lost."""
    values = [parse_amount(raw).value for _, raw, _ in left]
    own = sum((Decimal(value) for value in values if value is not None), Decimal(0))
    return all(words.known(label) for label, _, _ in left) and total - own in sums


def _is_source(label: str, raw: str, words: Vocabulary) -> bool:
    value = parse_amount(raw).value
    return value is not None and Decimal(value) != 0 and not words.grammar.names_use(fold_text(label))
