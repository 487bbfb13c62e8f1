"""Indicators written as text: several in a cell or a paragraph, each with its value.

One grammar for what the forms of many places print: 【产出指标-数量指标】 指标1：泵站数量（≥9座）;
    数量指标：泵站数量≥9座；…;
泵站数量：≥9座 beside a cell that names the level. A text is read only where nearly all of it follows the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text, squeeze
from extractor.words.content import is_value

if TYPE_CHECKING:
    from extractor.words.vocabulary import Vocabulary

_HEAD = re.compile(
    r"^\s*(?:【(?P<square>[^】]{2,40})】|[《<〈](?P<angle>[^》>〉]{2,40})[》>〉]"
    r"|(?P<plain>[\u4e00-\u9fff]{2,14}[-－—][\u4e00-\u9fff]{2,20})(?=[:：\s]|$))\s*[:：]?"
)
_PATH = re.compile(
    r"^\s*(?:\d{1,3}[.、．]\s*)?(?P<one>[\u4e00-\u9fff]{2,10})\s*[-－—–/→>]+\s*(?P<two>[\u4e00-\u9fff]{2,20})\s*[-－—–"
    r"/→>]+\s*(?=\S)"
)
"""产出指标—数量指标—泵站数量：9座: the whole path before each name."""
_DASH = re.compile(r"\s*[-－—/→>:：]\s*")
BREAK = re.compile(
    r"[\n；;。]|(?<=[%％‰\d个次株元户亩人所座台套项件处家名期场里吨年月日前])\s*[，,、](?=\s*[\u4e00-\u9fff])|(?=【)"
    r"|(?<=[%％‰\d个次株元户亩人所座台套项件处家名期场里吨年月日前][）)])[ \t\u3000]+(?=[\u4e00-\u9fff])"
)
_NUMBER = re.compile(
    r"^\s*(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．](?!\d)|[①-⑳]"
    r"|(?:三级)?指标\s*[\d一二三四五六七八九十]+\s*[:：.、]?)\s*"
)
_COUNTED = re.compile(r"^\s*设(?:置|立|定)?\s*[\d一二三四五六七八九十]*\s*[条个项]?\s*")
_BRACKETED = re.compile(
    r"^(?P<name>.+?)\s*[（(]\s*(?P<value>[^（）()]+(?:[（(][^（）()]*[）)])?[^（）()]*)\s*[）)]\s*$", re.S
)
_PLAIN = re.compile(
    r"^(?P<name>.*?[\u4e00-\u9fff）)])\s*(?P<value>\d[\d.,，]*\s*(?:万|亿)?[%％‰\u4e00-\u9fffA-Za-z/·]{0,10})$", re.S
)
_ARROWED = re.compile(r"^(?P<name>[^→]{2,40}?)\s*(?:→|->|=>)\s*(?P<value>[^→]{1,40})$", re.S)
_PAIR = re.compile(r"^(?P<name>[^:：]{2,40})[:：]\s*(?P<value>[^:：]{1,40})$", re.S)
LEAST = 0.8
"""Share of the text's pieces that must follow the grammar."""


@dataclass(slots=True)
class Item:
    """One indicator of a text; levels are as printed, None where the text does not name them."""

    level1: str | None
    level2: str | None
    name: str
    value: str


@dataclass(slots=True)
class Items:
    """A text as read: its indicators, labelled texts between them (【总体目标】 …), and what is left."""

    items: list[Item] = field(default_factory=list)
    labelled: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    headed: int = 0
    """How many level words stand in the text itself."""
    labels: list[str] = field(default_factory=list)
    """Level words and numbers (指标1) as printed."""


_BARE = re.compile(r"\s*[:：]?\s*[≥≤≧≦><=＞＜＝]*\s*\d[\d.]*\s*[%％]?(?:以上|以内|及以上)?\s*$")


def _names_itself(led: tuple[str, str, str]) -> bool:
    """服务对象满意度：≥88% beside 服务对象满意度指标: the level's words name the indicator, a bare value follows."""
    kind, label, rest = led
    return kind == "level2" and not label.endswith("指标") and _BARE.match(rest) is not None


@lru_cache(maxsize=2048)
def items_of(text: str, words: Vocabulary, *, beside_level: bool = False) -> Items | None:
    """The indicators of a text, None where it is no such list. Asked of one text several times; nobody changes the
    answer.

    Args:
        beside_level: the cell at its left names the level, so the text itself need not.
    """
    if len(text) < 6 or not any(
        ch.isdigit() or ch in ("≥≤≧≦><=（(：:" if beside_level else "≥≤≧≦><=（(") for ch in text
    ):
        return None
    walk = _Walk(words, beside_level)
    for piece in _pieces(text):
        walk.take(piece)
    found = walk.found
    if not found.items or walk.good < LEAST * walk.pieces or not (found.headed or beside_level):
        return None
    return found


class _Walk:
    """Goes through a text piece by piece: the levels and the label in force, and what was found so far."""

    def __init__(self, words: Vocabulary, beside_level: bool) -> None:
        self._words, self._beside_level = words, beside_level
        self._level1: str | None = None
        self._level2: str | None = None
        self._label: str | None = None
        """Of a text that is no indicator: 【总体目标】."""
        self.found = Items()
        self.pieces = self.good = 0

    def take(self, piece: str) -> None:
        """One sentence or line."""
        rest = self._led_by(_numbered(self._headed(piece), self.found)).strip()
        if not rest:
            return
        if self._label is not None:
            self.found.labelled.append((self._label, rest))
            return
        self.pieces += 1
        item = _item(rest, self._words)
        if item is None and not (self._level2 or self._level1 or self._beside_level):
            self.found.left.append(rest)
            return
        self.good += item is not None
        name, value = item if item is not None else (rest, "")
        self.found.items.append(Item(self._level1, self._level2, name, value))

    def _headed(self, piece: str) -> str:
        """What follows a path of levels, a bracketed head or a bracketed label."""
        rest, words = piece, self._words
        if (path := _PATH.match(piece)) is not None and words.level1(path["one"]) and words.level2(path["two"]):
            rest = piece[path.end() :]
            self._under(path["one"], path["two"], squeeze(path[0]))
        if (head := _HEAD.match(rest)) is not None and (named := _levels(head, words)) is not None:
            rest = rest[head.end() :]
            self._under(named[0] or self._level1, named[1], squeeze(head[0]).strip(":："))
        elif head is not None and head["square"] and words.field(head["square"]) is not None:
            self._label, rest = head["square"], rest[head.end() :]
            self.found.labels.append(squeeze(head[0]))
        return rest

    def _led_by(self, rest: str) -> str:
        """What follows the level words that lead a text (数量指标：…)."""
        while (led := _led(rest, self._words)) is not None:
            if self._beside_level and _names_itself(led):
                break
            kind, word, rest = led
            second = self._level1 is not None and self._level2 is None
            if kind == "level1" or second and self._words.level1(word) is not None:
                self._under(word, None, word)  # 满意度指标 after 产出指标 and 效益指标, none of them with a level below
            else:
                self._under(self._level1, word, word)
            rest = _numbered(rest, self.found)
        return rest

    def _under(self, level1: str | None, level2: str | None, printed: str) -> None:
        """These levels are in force from here."""
        self._level1, self._level2, self._label = level1, level2, None
        self.found.headed += 1
        self.found.labels.append(printed)


def _pieces(text: str) -> Iterator[str]:
    """Sentences and lines; a break inside brackets is none."""
    depth = start = 0
    breaks = {m.start(): m.end() for m in BREAK.finditer(text)}
    for at, char in enumerate(text):
        if at in breaks and depth <= 0 and at > start:
            yield text[start:at]
            start, depth = breaks[at], 0
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
        elif char == "\n":
            depth = 0
            if at >= start:
                if text[start:at].strip():
                    yield text[start:at]
                start = at + 1
    if text[start:].strip():
        yield text[start:]


def _levels(head: re.Match[str], words: Vocabulary) -> tuple[str | None, str | None] | None:
    """The levels that a bracketed head names (产出指标-数量指标), None where it names none."""
    parts = [p for p in _DASH.split(head["square"] or head["angle"] or head["plain"]) if p]
    first = parts[0]
    if len(parts) == 1:
        if words.level2(first) is not None and words.level1(first) is None:
            return None, first
        return (first, None) if words.level1(first) is not None else None
    second = parts[1]
    if (
        words.level1(first) is None
        and words.level2(first) is None
        or words.level2(second) is None
        and len(parts) == 2
        and words.level1(first) is None
    ):
        return None
    return first, second


def _numbered(text: str, found: Items) -> str:
    """The text without 指标1： or (1) before it."""
    while (number := _NUMBER.match(text)) is not None and number.end() > 0:
        if "指标" in number[0]:
            found.labels.append(squeeze(number[0]).rstrip(":："))
        text = text[number.end() :]
    return text


def _led(text: str, words: Vocabulary) -> tuple[str, str, str] | None:
    """A level word that leads the text, with what follows it: ("level2", 数量指标, …)."""
    counted = _COUNTED.match(text)
    body = text[counted.end() :] if counted and counted[0].strip() else text
    label, colon, rest = re.match(r"([^:：为是]{0,20})((?:\s*[为是]?\s*[:：])?)(.*)", body, re.S).groups()  # type: ignore[union-attr]
    printed = squeeze(label)
    if not printed or not (colon or not rest.strip()) or re.search(r"[（(\d≥≤<>=]", printed):
        return None
    if words.names_level(printed) or words.level2(printed) is not None and printed.endswith("指标"):
        if words.level2(printed) is not None and (
            words.level1(printed) is None or rest.strip() and _led(rest, words) is None
        ):
            return "level2", printed, rest
        if words.level1(printed) is not None:
            return "level1", printed, rest
    return None


def _item(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """Name and value of one piece."""
    text = text.strip(" \t\u3000，,、；;。")
    if (arrowed := _ARROWED.match(text)) is not None:
        return arrowed["name"].strip(), arrowed["value"].strip()
    pair = _PAIR.match(text)
    if pair is not None and (is_value(fold_text(pair["value"]), words) or len(pair["value"]) <= 16):
        return pair["name"].strip(), pair["value"].strip()
    bracketed = _BRACKETED.match(text)
    if bracketed is not None and len(bracketed["value"]) <= 30:
        return bracketed["name"].strip(), bracketed["value"].strip()
    signed, plain = _signed(words.grammar.value_signs).match(text), _PLAIN.match(text)
    for found in (signed, plain if plain is not None and is_value(fold_text(plain["value"]), words) else None):
        if found is not None and 2 <= len(squeeze(found["name"])) <= 45:
            return found["name"].strip(), found["value"].strip()
    return None


def name_and_value(text: str, words: Vocabulary) -> re.Match[str] | None:
    """`name` and `value` of 泵站数量不少于9座 and 泵站数量9座; None where a text ends in no value."""
    return _signed(words.grammar.value_signs).match(text) or _PLAIN.match(text)


@lru_cache(maxsize=8)
def _signed(signs: str) -> re.Pattern[str]:
    """A name and a value that begins with a sign or a word for one."""
    return re.compile(
        r"^(?P<name>.*?[\u4e00-\u9fff%％）)A-Za-z])"
        rf"\s*(?P<value>(?:>=|<=|≥|≧|≤|≦|＞|＜|=|＝|>|<|{signs})\s*[^\u4e00-\u9fff]?.*)$",
        re.S,
    )


__all__ = ["BREAK", "Item", "Items", "items_of", "name_and_value"]
