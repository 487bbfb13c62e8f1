"""Fixed words of a column: 绩效标准 kinds, units, signs, levels of quality; and percent signs that slipped.

`check_word("基木标准", STANDARDS)` says what was meant; a word far from all of the vocabulary is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.matching.fold import fold_key, fold_text
from extractor.matching.matcher import Match
from extractor.matching.mending import mend
from extractor.matching.typo import align, compare

STANDARDS = ("基本标准", "计划标准", "历史标准", "行业标准", "预算支出标准", "其他标准", "国家标准", "地方标准")
OPERATORS = ("大于等于", "小于等于", "大于", "小于", "等于", "定性", "不低于", "不高于", "不超过", "不少于")
UNITS = (
    "万元", "亿元", "百分比", "平方米", "立方米", "平方公里", "万立方米", "公里", "千米", "厘米", "毫米", "公顷", "万亩", "亩",
    "公斤", "千克", "万吨", "人次", "万人次", "人数", "小时", "工作日", "个月", "课时", "批次", "元/人", "元/亩", "元/人·月",
)  # fmt: skip
_SHORTEST = 3
_SLIPPED_PERCENT = re.compile(r"(?<![\d.])(\d{1,2})%(\d)(?!\d)")


def check_word(text: str, vocabulary: Iterable[str]) -> Match:
    """What a fixed word is taken for: itself (exact), a slip of exactly one word (fuzzy, `typo`), or nothing (none).

    Words of one or two characters must stand as they are; two words equally near: nothing.
    """
    key = fold_key(text)
    words = {fold_key(word): word for word in vocabulary}
    if key in words:
        return Match(text, words[key], score=1.0, method="exact")
    if len(key) < _SHORTEST:
        return Match(text)
    near = []
    for wanted, word in words.items():
        if len(wanted) < _SHORTEST or abs(len(wanted) - len(key)) > 1:
            continue
        if len(align(key, wanted)) == 1:
            comparison = compare(key, wanted, frozenset(), lax=True)
            if comparison.slip:
                near.append((comparison.cost, word, comparison.edits))
    near.sort(key=lambda item: item[0])
    if not near or (len(near) > 1 and near[1][0] - near[0][0] < 0.3):
        return Match(text)
    cost, word, edits = near[0]
    expected, spans = mend(text, edits, word)
    score = round(1 - cost / len(word), 4)
    return Match(text, word, score=score, method="fuzzy", typo=True, expected=expected, spans=spans)


def slipped_percents(text: str) -> list[tuple[int, int, str, str]]:
    """(start, end, observed, expected) where a digit stands behind its percent sign: "9%0" → "90%".

    Only where the mended number is at most 100, and `text` has the usual width of one character each.
    """
    if len(fold_text(text)) != len("".join(text.split())):
        return []
    found = []
    for hit in _SLIPPED_PERCENT.finditer(text):
        number = hit.group(1) + hit.group(2)
        if 0 < int(number) <= 100:
            found.append((hit.start(), hit.end(), hit.group(), f"{number}%"))
    return found
