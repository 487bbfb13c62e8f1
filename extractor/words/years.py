"""Years in titles, year lines and names: 2024年, 二〇二四年度, （2021年度）."""

from __future__ import annotations

import re

from extractor.characters.fold import fold_text

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:-(?:19|20)?\d{2,4})?\)?\s*年?")
_YEAR_LINE = re.compile(r"^[(（]?\s*(?:(?:19|20)?\d{2,4}|[xX×*_]{2,4}|)\s*[)）]?\s*年\s*(?:度)?\s*[)）]?$")
_REMARK = re.compile(r"^[(（](?:19|20)\d\d年度?[^():：\d]{1,14}[)）]$")
_HAN_YEAR = re.compile(r"二[〇零○oO0][一二三四五六七八九〇零○oO0]{2}(?=\)?年)")
_LABELLED = re.compile(r"^[\u4e00-\u9fff]{0,4}年[度份]:((?:19|20)\d\d)(?:年度?)?$")
"""年度：2024, as a line of its own or the label of a form's head."""
_BESIDE = re.compile(r"年[度份]:((?:19|20)\d\d)(?![\d.\-/~～—至])")
"""年度：2026 among other labels of one line (年度：2026　单位：元); a span of years is none."""
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
_FISCAL = re.compile(r"(?<!\d)((?:19|20)\d{2})\)?年")


_OF_MONEY = re.compile(r"(?<![\d.,])(20\d\d)(?=年|[预决支收批资安实执]|[-—~至到/()]|$)")
"""A year, no amount that begins like one (2009.33) and no number of things (安装感烟器2000个)."""


def _arabic(folded: str) -> str:
    """二〇二四年 -> 2024年."""
    return _HAN_YEAR.sub(lambda found: found[0].translate(_DIGITS), folded)


def is_year_line(text: str) -> bool:
    """（2021年度）, 2021年度, （2020）年度."""
    folded = _arabic(fold_text(text))
    return bool(_YEAR_LINE.match(folded) or _LABELLED.match(folded))


def is_dated_remark(text: str) -> bool:
    """（2025年度第二次监控）: a line in brackets that says the year and which filing of it this is."""
    return _REMARK.match(_arabic(fold_text(text))) is not None


def years_of_money(text: str) -> set[int]:
    """The years that a label or head of money names."""
    return {int(found) for found in _OF_MONEY.findall(fold_text(text))}


def year_in(text: str) -> int | None:
    """The year a title, year line or project name carries; of several the first followed by 年."""
    folded = _arabic(fold_text(text))
    found = _LABELLED.match(folded) or _FISCAL.search(folded) or _BESIDE.search(folded)
    if found is None and is_year_line(text):
        found = _YEAR.search(folded)
    return int(found[1]) if found else None
