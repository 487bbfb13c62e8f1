"""A slip in a name that no dictionary has, found by its parts: known words around an impossible place.

`mend_by_parts("隐患排查整改闭环及是率", met)` -> the one edit that makes every part a word again. It answers only where
one edit of the kinds people make turns a place that reads badly into words of budget filings and no other edit does
nearly as well; what may be the name of a place or a person is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.matching.distinctions import MODIFIERS, different_things, weighty
from extractor.matching.likeness import closely_alike, kinship
from extractor.matching.names import inside_name
from extractor.matching.plausible import LINKING, PARTICLES, RARELY, Edit, EditKind, is_split
from extractor.matching.sense import (
    alone_cost,
    begins_words,
    cut,
    ends_words,
    field_list,
    is_word,
    of_the_field,
    pairs_with,
    strain,
    word_at,
    word_class,
    words_with,
)

SHORTEST, LONGEST = 4, 40
"""Shorter names have too little around the place, longer ones are sentences."""
_SELDOM, _ODD = 1.5, 3.5
"""Costs of a character that seldom stands alone, and of one that no label has alone."""
_GAIN: dict[EditKind, float] = {"doubled": 0.9, "swapped": 1.5, "inserted": 3.0, "same-sound": 1.2, "like-shape": 1.5}
"""How much cheaper the text must become."""
_PLAIN: dict[EditKind, float] = {"doubled": 0.9, "swapped": 2.5, "inserted": 4.0, "same-sound": 3.0, "like-shape": 3.5}
"""The same where no known label has the mended word in that company."""
_PRIOR: dict[EditKind, float] = {"doubled": 0.0, "swapped": 0.3, "inserted": 1.0, "same-sound": 0.2, "like-shape": 0.4}
_LEAST, _SHORT, SHORT = 0.9, 3.0, 6
"""The least of all, and what names under six characters ask for."""
_LOOSELY = 3.5
"""What a character asks for that looks only a little like the right one."""
_NEVER = 99.0
_COMMON, _PRODUCTIVE, _SELDOM_USED = 100, 25, 6
"""Words of the list that have a common character; words of two characters that a productive one ends or begins; class
of a word that is seldom met."""
_SELDOM_SPLIT = 8
"""Class of a word of two characters that may be a longer one without its middle."""
_MEANT = 20
"""A character of so many words is meant as it stands unless known labels bear the mended word out."""
_USUAL = 12
"""So many known labels have a usual word."""
_SEEN = 1.0
"""What it is worth that the mended word stands beside the same character in a known label."""
_MARGIN = 0.6
_AS_IT_STANDS = frozenset("之" + char for char in "比和差积间内外前后中上下一")
"""甲与乙之比, 两项之和: the link with what it links to is no slip of another word (平均值比)."""
_PERIODS = frozenset("年月日季")
_STANDS = 2.2
"""Up to this cost a character stands alone in names (证 1.6, 册 2.2; 侧 and 议 3.5 do not)."""


def mend_by_parts(key: str, met: str) -> Edit | None:
    """The one edit that makes a folded name readable, None where it reads or where more than one would do.

    Args:
        key: the folded name; no dictionary has it or anything near it.
        met: the keys of all known labels, one a line.
    """
    if not SHORTEST <= len(key) <= LONGEST:
        return None
    places = _places(key)
    if not places:
        return None
    base = strain(key)
    found: dict[str, tuple[float, Edit]] = {}
    for edit in _edits(key, places, met):
        right = key[: edit.at] + edit.wanted + key[edit.end :]
        gain = base - strain(right)
        seen = _mended_words(right, edit, met) if gain >= _LEAST else None
        in_word = any(is_word(key[at : at + 2]) for at in (edit.at - 1, edit.at))  # before the first there is none
        if seen is None or gain < _asked(edit, seen, len(key), stands_in_word=in_word):
            continue
        if key[edit.at : edit.at + 2] in _AS_IT_STANDS:
            continue
        if _meant_by_itself(edit, key, right):
            continue
        if edit.kind == "like-shape" and (_reads_as_made(edit, right) or _stays_odd(edit, right)):
            continue
        if _one_of_two(edit, key):
            continue
        if not seen and _may_be_meant(edit) and not _is_usual(right, edit, met):
            continue
        rank = gain - _PRIOR[edit.kind] + (_SEEN if seen else 0.0)
        if right not in found or found[right][0] < rank:
            found[right] = (rank, edit)
    if not found:
        return None
    right, (best, edit) = max(found.items(), key=lambda item: item[1][0])
    if any(best - rank < _MARGIN for other, (rank, _) in found.items() if other != right):
        return None
    return None if inside_name(key, right, edit) else edit


def _meant_by_itself(edit: Edit, key: str, right: str) -> bool:
    """A period between two words (公交年客运量 is no 公交车客运量), or a head of many words before a verb, where the
    word of the other order is seldom met (新育良种 is no 育新良种).
    """
    if edit.kind == "swapped":
        seldom = (word_class(edit.wanted) or _COMMON) <= _SELDOM_USED
        return seldom and edit.printed[0] in MODIFIERS and begins_words(edit.printed[0])
    words = cut(key)
    return word_at(words, edit.at)[1] in _PERIODS and _between_words(words, edit.at, edit.at + 1)


def _one_of_two(edit: Edit, key: str) -> bool:
    """Two words built alike beside each other (建证建卡, 换灯换杆): the character makes with the shared one a word that
    no dictionary need have, as its fellow does; it must be one that stands alone, and its fellow a word.
    """
    at = edit.at
    if len(edit.printed) != 1 or len(edit.wanted) != 1 or at == 0 or alone_cost(edit.printed) > _STANDS:
        return False
    shared = key[at - 1]
    ahead = key[at + 1 : at + 3] if key[at + 1 : at + 2] == shared else ""
    behind = key[at - 3 : at - 1] if at >= 3 and key[at - 3] == shared else ""
    return any(len(fellow) == 2 and fellow[1] != edit.printed and is_word(fellow) for fellow in (ahead, behind))


def _asked(edit: Edit, seen: bool, length: int, *, stands_in_word: bool = False) -> float:
    """How much cheaper the text must become. `stands_in_word`: the printed character makes a word with a neighbour."""
    if edit.kind == "inserted":
        if edit.printed in PARTICLES:
            return _GAIN[edit.kind] / 2 if seen else _PLAIN[edit.kind]
        if ends_words(edit.printed) or begins_words(edit.printed):
            return _NEVER
    if length == SHORTEST and edit.kind != "swapped":
        return _NEVER
    asked = _GAIN[edit.kind] if seen else _PLAIN[edit.kind]
    if edit.kind == "like-shape" and stands_in_word:
        return _NEVER  # 年增收益: 增收 is meant as it stands
    if edit.kind == "like-shape" and not closely_alike(edit.printed, edit.wanted):
        return max(asked, _LOOSELY) if seen else _NEVER
    return max(asked, _SHORT) if length < SHORT else asked


def _may_be_meant(edit: Edit) -> bool:
    """A common character for another, or put in: rare words (刑释人员) stand in no list, slips are rarer still."""
    if edit.kind == "inserted":
        return edit.printed not in PARTICLES and words_with(edit.printed) >= _MEANT  # 枯死松木
    return edit.kind in ("same-sound", "like-shape") and words_with(edit.printed) >= _MEANT


def _is_usual(right: str, edit: Edit, met: str) -> bool:
    """Whether the mended word is one of those that many known labels have (成本, 验收)."""
    word = word_at(cut(right), edit.at)[1]
    return len(word) > 1 and _labels_with(word, met) >= _USUAL


@lru_cache(maxsize=4096)
def _labels_with(word: str, met: str) -> int:
    return met.count(word)


def _reads_as_made(edit: Edit, right: str) -> bool:
    """Whether a common character that only looks like the right one makes a word as others are made, though no list
    has it: 单站 as 单价, 单位 are; 定检 beside the seldom 安检, as 抽检, 送检 are.
    """
    if words_with(edit.printed) < _COMMON:
        return False
    start, word = word_at(cut(right), edit.at)
    if len(word) != 2:
        return False
    first = edit.at == start
    if not first and word[0] in MODIFIERS and ends_words(edit.printed):
        return True
    seldom = (word_class(word) or 0) <= _SELDOM_USED
    return seldom and pairs_with(word[1] if first else word[0], ending=first) >= _PRODUCTIVE


def _stays_odd(edit: Edit, right: str) -> bool:
    """Whether the name still does not read beside the mended word (弃 before 利率): something else is meant."""
    start, word = word_at(words := cut(right), edit.at)
    return _is_odd(word_at(words, start - 1)[1]) or _is_odd(word_at(words, start + len(word))[1])


def _is_odd(word: str) -> bool:
    return len(word) == 1 and alone_cost(word) >= _ODD


def _places(key: str) -> list[int]:
    """Where a character stands alone that seldom does, its neighbours with it; and doubled characters. Not beside
    digits.
    """
    places: set[int] = set()
    at = 0
    for word in cut(key):
        if len(word) == 1 and alone_cost(word) >= _SELDOM:
            places.update((at - 1, at, at + 1))
        at += len(word)
    places.update(at for at in range(1, len(key)) if key[at] == key[at - 1])
    return sorted(at for at in places if 0 <= at < len(key) and not any(map(weighty, key[max(0, at - 1) : at + 2])))


def _edits(key: str, places: list[int], met: str) -> Iterator[Edit]:
    """Every edit of the kinds people make at these places."""
    for at in places:
        char = key[at]
        if at and key[at - 1] == char:
            if not _between_words(cut(key), at, at):
                yield Edit("doubled", at, at + 1, char, "", at)
        elif _may_intrude(key, at):
            yield Edit("inserted", at, at + 1, char, "", at)
        pair = key[at : at + 2]
        if len(pair) == 2 and pair[0] != pair[1]:
            yield Edit("swapped", at, at + 2, pair, pair[::-1], at)
        for wanted in _fitting(key, at, met):
            if wanted != char and not different_things(char, wanted):
                kind = kinship(char, wanted)
                if kind == "same-sound" or kind == "like-shape":
                    yield Edit(kind, at, at + 1, char, wanted, at)


def _between_words(words: Sequence[str], end: int, start: int) -> bool:
    """Whether a word ends and another begins there (工会会员), neither of them one character (项日完成率)."""
    began, after = word_at(words, start)
    return began == start and len(after) > 1 and len(word_at(words, end - 1)[1]) > 1


def _may_intrude(key: str, at: int) -> bool:
    """Whether a character splits a word, or is of those that never stand between two."""
    char = key[at]
    if not 0 < at < len(key) - 1 or char in LINKING:
        return False
    if char in PARTICLES:
        return True
    rest = key[:at] + key[at + 1 :]
    return (
        is_split(rest, at)
        and not (ends_words(char) and begins_words(char))
        and (char in RARELY or not _may_part(rest, at))
    )


def _may_part(rest: str, place: int) -> bool:
    """Whether a character may stand at a place within a word of `rest`: between a word and its tail (责任[亡]人), or in
    a word so seldom that one of three characters may be made of it (山[坪]塘).
    """
    start, word = word_at(cut(rest), place)
    return is_word(word[: place - start]) if len(word) > 2 else (word_class(word) or 0) <= _SELDOM_SPLIT


@lru_cache(maxsize=4)
def _patterns(met: str) -> dict[str, str]:
    """Words of the field with one character left open ("完_", "满意_") -> the characters that fit."""
    words = set(field_list())
    for label in met.split("\n"):
        for size in (2, 3):
            words.update(part for at in range(len(label) - size + 1) if is_word(part := label[at : at + size]))
    found: dict[str, str] = {}
    for word in sorted(words):
        if len(word) <= 3:
            for at, char in enumerate(word):
                pattern = f"{word[:at]}_{word[at + 1 :]}"
                found[pattern] = found.get(pattern, "") + char
    return found


def _fitting(key: str, at: int, met: str) -> set[str]:
    """Characters that make a word with what stands around the place."""
    patterns = _patterns(met)
    fits: set[str] = set()
    for size in (2, 3):
        for before in range(size):  # cut off at an end of the name it is the pattern of a shorter word
            fits.update(patterns.get(f"{key[at - before : at]}_{key[at + 1 : at + size - before]}", ""))
    return fits


def _mended_words(right: str, edit: Edit, met: str) -> bool | None:
    """None unless the mended place is made of words of the field; else whether a known label
    has them in this company.
    """
    first, last = (edit.at, edit.at + len(edit.wanted)) if edit.wanted else (edit.at - 1, edit.at + 1)
    at, seen = 0, False
    for word in cut(right):
        end = at + len(word)
        if at < last and end > first:
            if len(word) == 1:
                if alone_cost(word) > 1.0:
                    return None
            elif not of_the_field(word) and word not in met:
                return None
            seen = seen or (len(word) > 1 and _in_company(right, at, end, met))
        at = end
    return seen


def _in_company(right: str, start: int, end: int, met: str) -> bool:
    """Whether a known label has the word with the character before or behind it; a longer word (及时率) is company
    enough.
    """
    if end - start > 2 and right[start:end] in met:
        return True
    return (start > 0 and right[start - 1 : end] in met) or (end < len(right) and right[start : end + 1] in met)
