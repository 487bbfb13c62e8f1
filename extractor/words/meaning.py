"""What a label that stands in no list means where it stands: its words weighed together with the value beside it.

"项目预算金额（万元）" before 12 is a money line, "县级预算单位名称" before 青禾县教育局 a party. A meaning must be well
ahead of its rivals; one that is only a little ahead is given with a doubt, and none is given where two are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractor.characters.fold import fold_text
from extractor.words.evidence import LIKELY, MARGIN, folded_wording

if TYPE_CHECKING:
    from extractor.words.evidence import Weighed
    from extractor.words.vocabulary import Vocabulary

LONGEST = 20
_BRACKETED_YEARS = re.compile(r"\((?:20\d\d年?度?)[^()]*\)$")
_OF_WHICH = re.compile(r"^其中[:,、]?(?=.{2})")
_NUMBERED = re.compile(r"^\s*[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:[、．)）]|[.](?!\d))\s*(?=\S{2})")
"""3.其他资金来源."""
_NEAR = 0.5
CLEAR = 0.06
"""So far ahead a meaning must be to be given at all; up to `MARGIN` it is given with a doubt."""
ASIDE = 0.4
"""Likeness from which a label is understood as one of a field no key takes (leave-one-out: none of those that have a
key).
"""
_NO_LABEL = re.compile(r"[:。；;,!?≥≤<>=%\d]|\.{2,}|…")
_MONEY = re.compile(r"^[￥¥]?-?\d[\d,.]*(?:[百千万亿]*元)?(?:[(（,，].*)?$")
_BLANK = re.compile(r"^[-—/无()（）盖章签字:：_\s]*$")
_DATE = re.compile(r"(?:19|20)\d\d(?:年|[-./])|^\d{1,2}月")
_PHONE = re.compile(r"\d{6,}|\d{3,4}-\d{6,}")
_CODE = re.compile(r"^[\[(（]?[A-Z\d][A-Za-z\d\-_.]{2,}[\])）]?$")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,5}$")
_PEOPLE = frozenset({"preparer", "responsible_person", "project_person", "finance_person", "contact"})
_PARTIES = frozenset({"filer", "department", "implementer", "budget_unit", "project_name"})
_WHOLES = frozenset({"total", "total_multi_year"})
USES = frozenset({"basic_expenditure", "project_expenditure"})
"""Codes of what money is spent on, not where it comes from."""
_PROSE = frozenset(
    {
        "duties",
        "annual_goal",
        "period_goal",
        "goal",
        "total_goal",
        "achievement",
        "basis",
        "problems",
        "measures",
        "review_opinion",
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an unlisted label is taken for."""

    kind: Literal["field", "amount"]
    identity: str
    score: float
    margin: float
    why: str
    rival: str | None = None
    near: float = 0.0
    """Likeness to listed wordings alone."""

    @property
    def doubtful(self) -> bool:
        """Its rival is nearly as good."""
        return self.margin < MARGIN


@lru_cache(maxsize=8192)
def meaning_of(text: str, value: str | None, words: Vocabulary, *, least: float = LIKELY) -> Meaning | None:
    """What a label means that no list holds, None where nothing is clear.

    Args:
        value: the text beside it; None where that is not known or no cell is there.
        least: lowest score, 0..1.
    """
    text = _NUMBERED.sub("", text)
    folded = _OF_WHICH.sub("", fold_text(text).rstrip(":"))
    bare = re.sub(r"\([^()]*\)?$", "", folded)
    if (
        not 2 <= len(folded) <= LONGEST
        or _NO_LABEL.search(re.sub(r"20\d\d年?度?|\d+-\d+月", "", bare))
        and (len(value or "") < _LONG_TEXT or _NO_LABEL.search(words.grammar.undated(bare)))  # 8月底前目标进展
        or not re.search(r"[\u4e00-\u9fff]{2}", folded)
    ):
        return None
    told = None if value is None else fold_text(value)
    ranked = sorted(_weighed(text, told, words), key=lambda item: -item[0])
    if not ranked or ranked[0][0] < least:
        return None
    score, kind, best = ranked[0]
    rival = next((item for item in ranked[1:] if not _same_place(best.identity, item[2].identity)), None)
    margin = score - rival[0] if rival is not None else score
    if margin < CLEAR:
        return None
    return Meaning(
        kind,
        best.identity,
        round(score, 2),
        round(margin, 2),
        best.why,
        rival[2].identity if rival is not None else None,
        best.near,
    )


def kept_aside(text: str, value: str | None, words: Vocabulary) -> str | None:
    """The field no key takes that a label plainly names, listed or not (项目背景 before a text); None where another is
    as likely.

    Args:
        value: the text beside the label; beside money it is not asked, since a line of money may be worded as freely.
    """
    folded = fold_text(text).rstrip(":")
    if value is not None and _MONEY.match(fold_text(value)) or len(folded) > LONGEST or _NO_LABEL.search(folded):
        return None
    if words.grammar.names_organisation(folded):
        return None
    weighed = words.evidence.weigh("field", text)
    if not weighed or not weighed[0].identity.startswith("other_") or weighed[0].score < ASIDE:
        return None
    rival = next((w.score for w in weighed if not w.identity.startswith(("other_", "block_"))), 0.0)
    return weighed[0].identity if weighed[0].score - rival >= MARGIN else None


def money_code(text: str, words: Vocabulary) -> str | None:
    """The code of the money that a label before a figure names, listed or not; None where it names none."""
    if (listed := words.amount(text)) is not None:
        return listed
    found = meaning_of(text, "1", words)
    return found.identity if found is not None and found.kind == "amount" else None


def meant(label: str, value: str | None, words: Vocabulary) -> str | None:
    """The field that a label names, listed or not; None where it names none or that is in doubt."""
    if (listed := words.field(label)) is not None:
        return listed
    found = meaning_of(label, value, words)
    return found.identity if found is not None and found.kind == "field" and not found.doubtful else None


def _weighed(
    text: str, value: str | None, words: Vocabulary
) -> Iterator[tuple[float, Literal["field", "amount"], Weighed]]:
    kinds: tuple[Literal["field", "amount"], ...] = ("field", "amount")
    of_which = _OF_WHICH.match(fold_text(text)) is not None
    for kind in kinds:
        for weighed in words.evidence.weigh(kind, text)[:5]:
            if of_which and kind == "amount" and weighed.identity in _WHOLES:
                continue  # a part is no total
            yield weighed.score + _suits(kind, weighed.identity, value, words), kind, weighed


def _suits(kind: str, identity: str, value: str | None, words: Vocabulary) -> float:
    """What the value beside a label says for or against a meaning."""
    if value is None or not value or _BLANK.match(value):
        return 0.0
    money = _MONEY.match(value) is not None
    if kind == "amount":
        return 0.3 if money else -0.6
    if identity in _PROSE or identity.startswith("other_"):
        return -1.0 if money and identity in _PROSE else 0.1 if len(value) > 14 and identity in _PROSE else 0.0
    if identity in _PARTIES:
        short = identity != "project_name" and 2 <= len(value) <= 4
        person = short and value[-1] not in words.grammar.labels.office_ends
        return -0.6 if money or _PHONE.fullmatch(value) else -0.3 if person else 0.1
    if identity in _PEOPLE:
        return 0.2 if _PERSON.match(value) else -0.4 if len(value) > 12 else 0.0
    if identity == "phone":
        return 0.3 if _PHONE.search(value) else -0.5
    if identity in ("filing_date", "period_start", "period_end"):
        return 0.3 if _DATE.search(value) else -0.5
    if identity == "period":
        return 0.2 if re.search(r"\d", value) else 0.0 if len(value) <= 8 else -0.4
    if identity.endswith("_code"):
        return 0.3 if _CODE.match(value) else -0.3
    return -0.3 if identity.startswith("block_") else 0.0


NEEDED = 0.55
"""Score from which a label is taken to ask for a field that the form lacks."""
_NAME, _OFFICE, _TEXT, _SIGNER = 0.3, 0.4, 0.4, 0.3
_CLAUSE = re.compile(r"[,;。]")
_LONG_TEXT, _SHORT_TEXT = 20, 12


def needed_as(name: str, label: str, value: str, words: Vocabulary) -> float:
    """How likely a label nobody knows asks for a field that the form lacks, of its words and the text beside it.

    Args:
        name: the field; label, value: as printed.

    Returns: 0 where the text cannot be that field's; about 1 where both speak for it.
    """
    fit = _fits(name, fold_text(value), words)
    if not fit:
        return 0.0
    weighed = words.evidence.weigh("amount" if name in _WHOLES else "field", label)
    own = max((w.score for w in weighed if w.identity in (name, *_LIKE.get(name, ()))), default=0.0)
    other = max((w.score for w in weighed if w.identity not in (name, *_LIKE.get(name, ()))), default=0.0)
    part = words.grammar.asks_for(name, folded_wording(label))
    if name in _WHOLES and not part:
        return 0.0  # 总分 before 100: figures are of many kinds
    return round(fit + min(own, 0.6) + part - max(0.0, other - own - part) / 2, 3)


_LONG = frozenset({"annual_goal", "achievement", "problems", "measures"})
_LIKE = {"annual_goal": ("goal", "total_goal", "block_goal"), "department": ("budget_unit",)}


def _fits(name: str, value: str, words: Vocabulary) -> float:
    """What a text says for being the value of a field by its form alone; 0: it cannot be."""
    office = words.grammar.names_organisation(value)
    if name in _LONG:
        clauses = _CLAUSE.search(value) is not None
        return _TEXT if len(value) >= (_SHORT_TEXT if clauses else _LONG_TEXT) else 0.0
    if name in ("department", "implementer"):
        return _OFFICE if office else 0.0
    if name == "total":
        return _NAME if _MONEY.match(value) else 0.0
    if name == "preparer":
        return _SIGNER if _PERSON.match(value) and not office else 0.0
    plain = 4 <= len(value) <= 40 and not office and _CLAUSE.search(value) is None
    return _NAME if plain and not any(p.search(value) for p in (_MONEY, _CODE, _PHONE)) else 0.0


def _same_place(one: str, other: str) -> bool:
    return one == other or one.startswith(("other_", "block_")) and other.startswith(("other_", "block_"))


def looks_like_label(text: str, words: Vocabulary) -> bool:
    """A text that reads like a label though no list holds it: no value for the label at its left."""
    if words.grammar.is_deed(fold_text(text)) or words.grammar.names_organisation(fold_text(text)):
        return False
    folded = _BRACKETED_YEARS.sub("", fold_text(text))
    return (
        len(folded) <= 14
        and (meaning := meaning_of(folded, None, words, least=0.95)) is not None
        and not meaning.doubtful
        and meaning.near >= _NEAR
    )


__all__ = ["Meaning", "NEEDED", "USES", "kept_aside", "meant", "looks_like_label", "meaning_of", "needed_as"]
