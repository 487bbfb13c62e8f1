"""Labels and values on one line: "填报单位：（盖章）    单位：万元", "资金总额：291.97"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.characters.fold import fold_text, squeeze
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary

_ANY_LABEL = re.compile(
    r"(?:^|(?<=[\s\u3000])|(?<=其中[:：])|(?<=\d[.、．]))[\u4e00-\u9fff][\u4e00-\u9fff（）()/、\ue000\ue001]{1,13}[：:]"
)
_CURRENCY = re.compile(r"单\s*位\s*[：:]?\s*(?:人民币)?\s*[（(]?\s*((?:[百千亿万]\s*)*元)")
_BRACKET_UNIT = re.compile(r"[（(][^（）()]{0,8}?((?:亿|万|千)?元)(?:[^（）()]{0,4}[）)]|$)")
_AMOUNT_GLUED = re.compile(r"^(?P<label>[^\d：:]{2,30}?)\s*[：:]?\s*(?P<value>[\d,.，．]+\s*(?:万|亿|千)?元?)[。；;]?$")

_BREAKDOWN = re.compile(r"^(?P<total>\s*\d[\d,.]*\s*(?:万|亿|千)?元)\s*[，,；;。、]\s*(?P<rest>\D.+)$", re.S)
_BRACKET_PARTS = re.compile(r"^\s*\d[\d,.]*\s*(?:万|亿|千)?元?\s*[（(]\s*(?P<rest>其?中?[^（）()]+)[）)]\s*$")
_LIST_BREAK = re.compile(
    r"(?<![一二三四五六七八九十\d])[、.．]|(?<=[元万亿\d])、|[，；;。\n（）()]|,(?!\d{3})|(?<=元)\s+"
)
_LEAD = re.compile(r"^\s*(?:(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*[、.．)）])?\s*(?:其\s*中\s*[：:]?)?\s*")
"""Numbers and 其中 before a part."""


_INSIDE = re.compile(r"[\u4e00-\u9fff][（(](?![^（）()]*[章签])[\u4e00-\u9fff]{1,6}[）)]$")
_INSIDE_REACH = 10
"""自有（自筹）资金: what follows such a bracket goes on with the label before it."""
_UNIT_REMARK = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(]\s*(?:[\u4e00-\u9fff]{2}\s*)?单\s*位\s*[：:]\s*(?:人民币)?\s*(?:亿|万|千)?\s*元\s*[）)]"
)
"""资金安排（单位：万元）: the bracket belongs to the label before it, and its 单位 is no label."""
_HIDDEN = {ord("："): "\ue000", ord(":"): "\ue001"}
_SHOWN = {ord(hidden): chr(colon) for colon, hidden in _HIDDEN.items()}
"""The colon in such a bracket is hidden while the labels are looked for."""
_NUMBER_BEHIND = re.compile(r"(?<=\S)(?:\s*[①-⑳]|[\s；;，,。][（(]?\d{1,2}[)）.、])$")
"""The number of the label that follows: 年度总预算：449 ①中央补助：269."""
_LEADING = re.compile(r"[\s\u3000]*([^：:]{2,24})[：:]")
_SPACED = re.compile(
    r"(?:^|(?<=[\s\u3000])|(?<=其中[:：]))(?:[\u4e00-\u9fff][ \u3000]){2,}[\u4e00-\u9fff]"
    r"(?:[（(][^（）()：:]{1,8}[）)])?[：:]"
)
LINE = 160
"""Longer texts are prose: a colon in it makes no label of what stands before it."""
_NUMBERED = re.compile(r"[\d①-⑳]\s*(?:[(（][^()（）]*[)）])?\s*$")
"""A label with its number behind it, which the patterns of the labels lack."""
_LEAST = 0.85
_FIGURE = re.compile(r"\s*\d[\d,]*(?:\.\d+)?(?:[百千万亿]*元)?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Pair:
    """One label with the value that follows it on the line."""

    label: str
    value: str
    start: int
    end: int


def pairs_of(text: str, words: Vocabulary) -> tuple[Pair, ...]:
    """Every known "label：value" of a line, in order; a value ends where the next label begins."""
    if "：" not in text and ":" not in text:
        return ()
    return _pairs(text, words)


@lru_cache(maxsize=4096)
def _pairs(text: str, words: Vocabulary) -> tuple[Pair, ...]:
    if "元" in text:
        text = _UNIT_REMARK.sub(lambda m: m[0].translate(_HIDDEN), text)
    found = [
        (m.start(), m.end(), m["label"])
        for m in words.inline.finditer(text)
        if not _INSIDE.search(text, max(0, m.start() - _INSIDE_REACH), m.start())
    ]
    if words.taught_inline is not None:
        found += [
            (m.start(), m.end(), m["label"])
            for m in words.taught_inline.finditer(text)
            if not any(start <= m.start() < end for start, end, _ in found)
        ]
    others = [m for m in _ANY_LABEL.finditer(text) if not any(start <= m.start() < end for start, end, _ in found)]
    # a label that is misspelt (联系电：) is one all the same; it is told apart by `label-typo`
    found += [
        (m.start(), m.end(), m[0][:-1])
        for m in others
        if _misspelt(m[0][:-1], words) or len(text) <= LINE and _likely(m[0][:-1], words, _behind(text, m.end()))
    ]
    if len(text) <= LINE:
        found = _with_spaced(text, found, words)
    stops = {start for start, _, _ in found} | {m.start() for m in others}
    result = []
    for start, end, label in sorted(found):
        stop = min((s for s in stops if s >= end), default=len(text))
        value = text[end:stop].strip()
        if stop < len(text):
            value = _NUMBER_BEHIND.sub("", value).rstrip("（( \u3000")  # 填报单位：某局 （金额单位：万元）
        result.append(Pair(squeeze(label).translate(_SHOWN), value.translate(_SHOWN), start, stop))
    return tuple(result)


def _with_spaced(text: str, found: list[tuple[int, int, str]], words: Vocabulary) -> list[tuple[int, int, str]]:
    """The labels and those that the patterns miss: printed letter by letter (人 员 编 制 数：), with a blank inside
    or a number behind at the beginning of a line (实施 周期：, 年度绩效目标1（50分）：).
    """
    for spaced in _SPACED.finditer(text):
        label = squeeze(spaced[0][:-1])
        if words.field(label) is not None or words.amount(label) is not None or _likely(label, words):
            found = [one for one in found if one[1] != spaced.end()] + [(spaced.start(), spaced.end(), label)]
    lead = _LEADING.match(text)
    if lead is None or any(start < lead.end() for start, _, _ in found):
        return found
    blank = " " in lead[1].strip() and _likely(squeeze(lead[1]), words)
    if blank or _NUMBERED.search(lead[1]) is not None and words.field(lead[1]) is not None:
        return [*found, (0, lead.end(), squeeze(lead[1]))]
    return found


def _behind(text: str, at: int) -> str | None:
    """What stands behind a colon where it is a figure: it tells a label of money from others."""
    value = _FIGURE.match(text, at)
    return value[0].strip() if value is not None else None


def _likely(label: str, words: Vocabulary, value: str | None = None) -> bool:
    """A label before a colon that stands in no list, and is like one."""
    found = meaning_of(label, value, words, least=_LEAST)
    return found is not None and not found.identity.startswith("block_") and not words.names_level(label)


def _misspelt(label: str, words: Vocabulary) -> bool:
    return words.nearly("field", label) is not None or words.nearly("amount", label) is not None


def glued_amount(text: str, words: Vocabulary) -> Pair | None:
    """ "其中 ：上级资金16" or "年度资金总额16万元": a money label with its figure and no colon between."""
    stripped = text.strip()
    bare = _LEAD.sub("", stripped)
    match = _AMOUNT_GLUED.match(bare)
    if (
        match is None
        or words.amount(match["label"]) is None
        and not _likely_amount(match["label"], match["value"], words)
    ):
        return None
    return Pair(squeeze(match["label"]), match["value"], 0, len(text))


def _likely_amount(label: str, value: str, words: Vocabulary) -> bool:
    found = meaning_of(label, value, words) if re.search(r"元|[万亿]$", value) else None
    return found is not None and found.kind == "amount" and not found.doubtful


def money_list(text: str, words: Vocabulary) -> tuple[Pair, ...]:
    """ "资金总额50万元，其中：财政拨款40万元，自有资金10万元": the amounts of a text that is nothing but such a list.

    Brackets and numbers of the parts (（其中：…）, 一、…) are no parts of it.
    """
    found: list[Pair] = []
    at = 0
    for piece in _LIST_BREAK.split(text) if 6 <= len(text) <= 400 and "元" in text else ():
        start = text.index(piece, at)
        at = start + len(piece)
        if not _LEAD.sub("", piece).strip():
            continue
        pair = glued_amount(piece, words)
        if pair is None or not re.search(r"元|[万亿]$", pair.value):
            return ()
        found.append(Pair(pair.label, pair.value, start, at))
    return tuple(found)


@lru_cache(maxsize=4096)
def currency_of(text: str) -> str | None:
    """The money unit a page head states: "单位：万元" -> 万元."""
    found = _CURRENCY.search(text)
    return squeeze(found[1]) if found else None


@lru_cache(maxsize=4096)
def bracket_currency(text: str) -> str | None:
    """The money unit in a label's bracket: "项目资金（万元）" -> 万元."""
    found = _BRACKET_UNIT.search(squeeze(text))
    return found[1] if found else None


def strip_currency(text: str) -> str:
    """A line without the money unit it states."""
    return re.sub(
        r"[（(]?\s*(?:[\u4e00-\u9fff]{2}\s*)?单\s*位\s*[：:]\s*(?:人民币)?\s*[（(]?\s*(?:亿|万|千)?\s*元\s*[）)]?",
        " ",
        text,
    )


def cut_breakdown(value: str) -> tuple[str, str]:
    """ "200万元，其中：中央资金120万元，…" -> the total and what follows it."""
    found = _BREAKDOWN.match(value)
    return (found["total"], found["rest"]) if found else (value, "")


def bracket_parts(value: str, words: Vocabulary) -> tuple[Pair, ...]:
    """ "100（其中：财政拨款80，其他资金20）": the parts in the bracket behind an amount, () where it holds anything
    else.
    """
    found = _BRACKET_PARTS.match(value)
    pieces = [p for p in re.split(r"[，；;、\n]|,(?!\d{3})", found["rest"]) if p.strip()] if found else []
    pairs = [glued_amount(piece, words) for piece in pieces]
    return () if None in pairs else tuple(p for p in pairs if p is not None)


def cut_printed_tail(value: str, words: Vocabulary) -> tuple[str, str]:
    """A value ends at a wide gap before an unknown remark: "梁畅      注：…"."""
    parts = re.split(r"[\s\u3000]{4,}", value, maxsplit=1)
    if (
        len(parts) == 2
        and parts[0]
        and len(fold_text(parts[1])) > 0
        and not re.match(r"^[\d年月日\-./]+$", fold_text(parts[1]))
    ):
        return parts[0], parts[1]
    return value, ""
