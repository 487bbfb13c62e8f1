"""The words behind a number: its unit, 以上 and the like, remarks, and what is left over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.model.filing import Operator
from extractor.values.unit import Unit, UnitIndex, parts_of

_REMARK = re.compile(r"\(([^()]*)\)")
_TAIL = re.compile(r"(?:及其?|含|\(含\))?(以上|之上|以下|之下|以内|之内|之间|左右|上下|内(?![部容设外科陆涝]))")
TAIL_OPERATOR: dict[str, Operator] = {
    "以上": ">=",
    "之上": ">=",
    "以下": "<=",
    "之下": "<=",
    "以内": "<=",
    "之内": "<=",
    "内": "<=",
}
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fff](?:[次数人户个件项台套辆])?\Z|[A-Za-zμΩ°]{2,4}\Z")
_UNKNOWN_SIGNED = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,5}|[A-Za-z]{1,4})(?P<per>(?:[/·每](?:(?!每)[\u4e00-\u9fffA-Za-z0-9²³]){1,6})*)\Z"
)
"""What stands alone behind a sign and a number (≥40万画幅, ≥6000空立方米, ≤0.29吉焦/平方米) …"""
_NO_MEASURE = re.compile(r"[优良好差佳强弱高低增减升降显著改善满意长短快慢稳定持续]")
"""… unless it says how good something is."""
_UNKNOWN_PER = re.compile(
    r"(/(?:[\u4e00-\u9fff]{1,3}?(?=(?:及其?|含)?(?:[以之][上下内]|左右|上下)|内?\Z|[^\u4e00-\u9fff])|[\u4e00-\u9fff]{1,3}"
    r"|[A-Za-z]{1,4}))(?![A-Za-z])"
)
"""A word of its own behind 元/, as far as what bounds it: 3元/餐以内."""
_NO_UNIT_CHARS = re.compile(
    r"[级号届第完成达到标合格率上下内外前后的了为是不有无与和及等以可年月日季点多余各每共全总已未需应并或且对向把被让"
    r"按由从]"
)
_GLUED = re.compile(
    r"年级|年制|年期|年底|年末|次性|人均|户均|户籍|户口|月度|家庭|天然|分之|号|级|等奖|届|楼|层级|度假|日常|日均|年均|月均|代"
    r"|后|前|[gG]网|[gG]基站"
    r"|名列|名次|点[0-9]|人大|人民|人才|人工|本级|本地|位一体|网一|码|生[态活产物命]|秒杀|维|线城|[A-Za-z]级|项目库"
    r"|期工程|期项目|[A-Z]类"
)
_LEFTOVER = re.compile(r"[^0-9<>≤≥=*×%;:\[\]/+]{0,30}\Z")
_SECOND = re.compile(
    r"(?:且|和|及|并且?|同时)[^0-9]*[一二三四五六七八九十百千][百千万亿]*[^0-9一二三四五六七八九十百千]"
)
"""A second value in Chinese numerals (≤3次且一百二十人): one of the two would be lost."""
_LATIN_WORD = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number: unit, operator word, whether approximate, and the words left over."""

    unit: str | None = None
    operator: Operator | None = None
    approximate: bool = False
    leftover: str = ""
    proportion: bool = False
    family: str | None = None


def _bracket_words(rest: str, units: UnitIndex) -> tuple[str, str | None, Operator | None]:
    """Remarks in brackets taken out of `rest`; a bracket that is a unit (as printed), or says 不含, is reported."""
    unit: str | None = None
    operator: Operator | None = None
    for inner in _REMARK.findall(rest):
        known = units.lookup(inner)
        if known is not None:
            unit = inner
        elif inner.startswith("不含"):
            operator = ">"
    return _REMARK.sub("", rest), unit, operator


def read_tail(rest: str, units: UnitIndex, *, signed: bool = False) -> Tail | None:
    """Unit and words behind a number; None where what stands there is not understood (3级, 5G, 2届).

    Args:
        signed: a sign stands before the number: a word of its own behind it is its unit, in the book or not.
    """
    if not rest:
        return Tail()
    known = units.lookup(rest)
    if known is not None:
        return Tail(known.text, family=known.kind, proportion=rest == "比例")
    rest = rest.rstrip("。.,;、!:")
    read = _read_words(rest, units)
    if read is None and signed and (word := _UNKNOWN_SIGNED.match(rest)) is not None and not _GLUED.match(rest):
        return _unlisted_unit(word, units)
    return read


def _unlisted_unit(said: re.Match[str], units: UnitIndex) -> Tail | None:
    """A word of its own behind a sign and a number, alone or per something: every part behind the first is known."""
    word, per = said["word"], parts_of(said["per"])
    if not per and word.isascii():
        return None
    odd = units.lookup(word) is None and (_NO_UNIT_CHARS.search(word) or _NO_MEASURE.search(word))
    return None if odd or not all(map(units.known_part, per)) else Tail(said[0])


def _unit_first(rest: str, units: UnitIndex) -> tuple[Unit | None, str, str | None, Operator | None]:
    """(unit at the start, what follows it, a bracket that is a unit, operator that 不含 asks
    for), remarks taken out.
    """
    split = units.split_prefix(rest) if rest else None
    if "(" not in rest:
        return (split[0], split[1], None, None) if split else (None, rest, None, None)
    printed = rest[: len(rest) - len(split[1])] if split else ""
    if split and "(" in printed:  # 台(套)以上(含): the unit has a bracket of its own
        after, bracket, exclusive = _bracket_words(split[1], units)
        return split[0], after, bracket, exclusive
    body, bracket, exclusive = _bracket_words(rest, units)
    split = units.split_prefix(body) if body else None
    return (split[0], split[1], bracket, exclusive) if split else (None, body, bracket, exclusive)


def _read_words(rest: str, units: UnitIndex) -> Tail | None:
    if _GLUED.match(rest):
        return None
    first, after, bracket, exclusive = _unit_first(rest, units)
    if first and _LATIN_WORD.match(first.text[-1]) and _LATIN_WORD.match(after):
        return _unknown_unit(rest)
    found = first or (units.lookup(bracket) if bracket else None)
    unit, family = (found.text, found.kind) if found else (None, None)
    per = _UNKNOWN_PER.match(after) if unit and "/" not in unit and family != "share" else None
    if per and not _NO_UNIT_CHARS.search(per[1].replace("年", "").replace("月", "")):
        unit, after = f"{unit}{per[1]}", after[per.end() :]
        family = "money per" if family == "money" else family
    tail = _TAIL.match(after)
    after = after[tail.end() :] if tail else after
    if after and unit is None and not tail:
        return _unknown_unit(after)
    if not _LEFTOVER.match(after) or _GLUED.match(after) or (unit is None and after) or _SECOND.match(after):
        return None
    if family == "share" and len(after) == 1 and units.lookup(after):  # 5%人: of what the number is, nobody knows
        return None
    operator = TAIL_OPERATOR.get(tail[1]) if tail else None
    if exclusive and operator:
        operator = ">" if operator == ">=" else "<"
    proportion = bracket == "比例" or (first is not None and rest.startswith("比例"))
    about = tail is not None and tail[1] in ("左右", "上下")
    return Tail(unit, operator, about, after, proportion, family)


def _unknown_unit(text: str) -> Tail | None:
    """A short word that the book does not know, taken for the unit as written ("5座次"), else None."""
    tail = re.search(r"(以上|以下|以内|左右)\Z", text)
    word = text[: tail.start()] if tail else text
    if not _UNKNOWN_UNIT.match(word) or _NO_UNIT_CHARS.search(word):
        return None
    return Tail(word, TAIL_OPERATOR.get(tail[1]) if tail else None, bool(tail and tail[1] == "左右"))


def join_operators(head: Operator | None, tail: Operator | None) -> tuple[bool, Operator | None]:
    """Operator of "不低于90%以上" and the like; (False, None) where the two contradict each other."""
    if head is None or tail is None:
        return True, head or tail
    if head == "=":
        return True, tail
    return (True, tail if "=" in tail else head) if head[0] == tail[0] else (False, None)
