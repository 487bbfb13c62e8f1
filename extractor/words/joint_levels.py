"""A 一级 and a 二级 word written into one text: 产出—数量, 效益指标·社会效益指标, 数量指标（产出指标）, [产出]数量；
and the same before or behind the name of an indicator: （产出—数量）救助人次, 产出/数量：救助人次.

Both halves must be words that the rule book lists as levels; which of them is the 一级 their words tell, not their
order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from extractor.characters.fold import fold_text, squeeze

LONGEST = 40
"""So many characters two level words with their points and numbering take."""
_BETWEEN = r"[-—–―−－~～_/／\\|｜:：>＞→»·・•∙‧⋅.]+"
_PARTED = re.compile(rf"(?:{_BETWEEN}|\s)+")
_MARK = re.compile(
    r"^[^\w(（\[【〔《〈<]*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]?)?(?=[\u4e00-\u9fff(（\[【〔《〈])"
)
"""▲产出—数量, （一）产出—数量, 1.产出—数量."""
_OPEN, _SHUT = r"[(（\[【〔《〈<＜]", r"[)）\]】〕》〉>＞]"
_FIRST_IN = re.compile(rf"^{_OPEN}(?P<in>[^()（）]{{2,20}}){_SHUT}(?:{_BETWEEN})?(?P<out>.{{2,20}})$")
_LAST_IN = re.compile(rf"^(?P<out>.{{2,20}}?){_OPEN}(?P<in>[^()（）]{{2,20}}){_SHUT}$")
_BEFORE = re.compile(rf"^{_OPEN}(?P<in>[^()（）]{{2,30}}){_SHUT}(?:{_BETWEEN})?(?P<rest>.{{2,}})$", re.S)
_BEHIND = re.compile(rf"^(?P<rest>.{{2,}}){_OPEN}(?P<in>[^()（）]{{2,30}}){_SHUT}$", re.S)
_PATH = re.compile(
    rf"^(?P<one>[\u4e00-\u9fff]{{2,12}})(?:{_BETWEEN})(?P<two>[\u4e00-\u9fff]{{2,14}})(?:{_BETWEEN})(?P<rest>.{{2,}})$",
    re.S,
)


class LevelWords(Protocol):
    """What a vocabulary knows of levels: `Vocabulary` is one, and asks this module."""

    @property
    def level1(self) -> Callable[[str], object]:
        """The 一级 that a text is a wording of, or None."""

    @property
    def level2(self) -> Callable[[str], object]:
        """The 二级 that a text is a wording of, or None."""

    def names_level(self, text: str) -> bool:
        """Whether the book lists `text` itself as the name of a level."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """The name of an indicator without the level words that its cell prints before or behind it."""

    level1: str | None
    level2: str | None
    name: str


def joint_levels(text: str, words: LevelWords) -> tuple[str, str] | None:
    """The 一级 and the 二级 as printed, where one text is both; None where it is not."""
    if not 4 <= len(text) <= LONGEST:
        return None
    outer = text.strip()
    for bare in (_MARK.sub("", outer, count=1), outer):
        for first, second in _halves(bare):
            if (ordered := _in_order(first, second, words)) is not None:
                return ordered
    return None


def level_before_unknown(text: str, words: LevelWords) -> tuple[str, str] | None:
    """产出—履职效率 in a column of such pairs: a listed 一级, and what stands for the 二级 in words of its own."""
    parts = [squeeze(p) for p in _PARTED.split(_MARK.sub("", text.strip(), count=1)) if p.strip()]
    return (parts[0], parts[1]) if len(parts) == 2 and words.level1(parts[0]) and words.names_level(parts[0]) else None


def levelled_name(text: str, words: LevelWords) -> Levelled | None:
    """The level words before or behind a name, and the name; None where it stands alone."""
    bare = squeeze(text)
    if len(bare) < 6:
        return None
    if (path := _PATH.match(bare)) is not None and (both := _in_order(path["one"], path["two"], words)) is not None:
        return Levelled(*both, path["rest"])
    for pattern in (_BEFORE, _BEHIND):
        if (found := pattern.match(bare)) is None:
            continue
        if (both := joint_levels(found["in"], words)) is not None:
            return Levelled(*both, found["rest"])
        if pattern is _BEFORE and words.names_level(found["in"]):
            if words.level2(found["in"]) is not None:
                return Levelled(None, found["in"], found["rest"])
            return Levelled(found["in"], None, found["rest"])
    return None


def _halves(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    parts = [squeeze(part) for part in _PARTED.split(text) if part.strip()]
    if len(parts) == 2:
        found.append((parts[0], parts[1]))
    bare = squeeze(text)
    if (match := _FIRST_IN.match(bare)) is not None:
        found.append((match["in"], match["out"]))
    if (match := _LAST_IN.match(bare)) is not None:
        found.append((match["out"], match["in"]))
    tail = "指标"
    behind = bare[bare.find(tail) + len(tail) :]
    if bare.find(tail) > 0 and behind.endswith(tail) and "\u4e00" <= behind[0] <= "\u9fff":
        found.append((bare[: len(bare) - len(behind)], behind))  # 产出指标数量指标
    return found


def _in_order(first: str, second: str, words: LevelWords) -> tuple[str, str] | None:
    if not words.names_level(first) or not words.names_level(second) or fold_text(first) == fold_text(second):
        return None
    for one, two in ((first, second), (second, first)):
        if words.level1(one) is not None and words.level2(two) is not None:
            return one, two
    return None


__all__ = ["Levelled", "joint_levels", "level_before_unknown", "levelled_name"]
