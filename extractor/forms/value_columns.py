"""Columns of values for the same names: a place, a grade or a period each (K19), past ones beside the present one
(K36).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.characters.fold import fold_text
from extractor.forms.band import Band, Head
from extractor.forms.role_content import FULL
from extractor.forms.roles import LEVELS, OTHER
from extractor.forms.slices import Slice
from extractor.forms.stacked import find_joined, find_stacked
from extractor.forms.value_groups import find_scoped, leave_past_groups, says_role
from extractor.values.looks import VALUE, YEAR_WORD, YEARS
from extractor.words.content import Content, content_of
from extractor.words.evidence import LIKELY
from extractor.words.vocabulary import Vocabulary

_FAINT = 0.4
_PLACE_BELOW = 0.75
"""A head of this likeness to a listed wording is no place name."""
GRADE = "other_grade"
"""What the rule book calls the heads 优, 良, 中, 差."""
_GRADES = 3
_MOSTLY = 0.5


def find_parts(slice_: Slice, band: Band, body: Sequence[int], words: Vocabulary, year: int | None) -> None:
    """Fill `band.regions`, the columns that hold one value each of an indicator; `year`: the form's.

    Args:
        body: rows of indicators, of the grid, from 0.
    """
    find_joined(slice_, band, body, words)
    find_stacked(slice_, band, body, words)
    leave_past_groups(slice_, band, words, year)
    find_scoped(slice_, band, words, year)
    _find_grades(band, words)
    _cumulative(band, words)
    _at_dates(band, words)
    _of_governments(band, words)
    _parts_of_year(band, words)
    _leave_past(band, words, year)
    _find_regions(slice_, band, body, words)
    _current_of_regions(band, words, year)


def _find_grades(band: Band, words: Vocabulary) -> None:
    """优 | 良 | 中 | 差 printed as heads of their own, without a head over them or a column of values beside them."""
    grades = [h for h in band.heads if h.role == GRADE]
    valued = any(h.role == "target" or h.role == OTHER and _aims(h, words) for h in band.heads if h not in grades)
    for head in grades:
        if len(grades) >= _GRADES and not valued:
            head.role, head.region = "grade", head.text
        else:
            head.role, head.exact = OTHER, True


def _leave_past(band: Band, words: Vocabulary, year: int | None) -> None:
    """上年实际, 2023年完成值 beside 2024年目标值, 一季度 beside 全年累计目标值: what was, or is due in a part of the
    year, is neither the value nor what was reached of it.
    """
    beside = [h for h in band.heads if _is_past(h, words, year)]
    parts = [h for h in band.heads if h.role in ("region", OTHER) and _in_part(h, words)]
    beside += parts if len(parts) > 1 else []
    current = [h for h in band.heads if h not in beside]
    if not any(h.role == "target" or h.role == OTHER and h.region is None and _is_present(h, words) for h in current):
        return
    for head in beside:
        if head.role in ("actual", "region", "target", OTHER):
            head.role, head.exact, head.region = OTHER, True, None


def _in_part(head: Head, words: Vocabulary) -> bool:
    """What is due in a part of the year, not what was reached then."""
    return "half" in words.grammar.scope_words(_own(head)) and not _says_reached(head, words)


def _cumulative(band: Band, words: Vocabulary) -> None:
    """一季度 | 二季度 | 累计完成值 under one 完成情况: what was reached is the column that adds the parts up."""
    reached = [h for h in band.heads if h.role in ("actual", OTHER, "amount:total") and _says_reached(h, words)]
    said = [(h, words.grammar.parts_of_year(fold_text(h.cell.text))) for h in reached]
    parts, whole = [h for h, part in said if part == "part"], [h for h, part in said if part == "whole"]
    if len(parts) < 2 or len(whole) != 1:
        return
    for head in parts:
        head.role, head.exact, head.region = OTHER, True, None
    whole[0].role, whole[0].exact = "actual", True


def _at_dates(band: Band, words: Vocabulary) -> None:
    """半年完成值 | 三季度完成值: what was reached is the latest (K36); 一季度 | 二季度 are parts, of which none is."""
    reached = [h for h in band.heads if h.role in ("actual", OTHER) and _says_reached(h, words)]
    months = [words.grammar.month_of(fold_text(h.cell.text)) for h in reached]
    dated = [(h, month) for h, month in zip(reached, months) if month is not None]
    quarters = sum(words.grammar.one_quarter(fold_text(h.cell.text)) for h, _ in dated)
    if len({month for _, month in dated}) < 2 or quarters > 1 or len(dated) < len(reached):
        return
    latest = max(month for _, month in dated)
    for head, month in dated:
        head.role, head.exact, head.region = ("actual" if month == latest else OTHER), True, None


def _of_governments(band: Band, words: Vocabulary) -> None:
    """本级完成 | 下级完成, beside 全年完成值 or alone: shares of what was reached, and none of them is it."""
    shares = [h for h in band.heads if words.grammar.reached_by_level(fold_text(h.cell.text))]
    if len(shares) > 1:
        for head in shares:
            head.role, head.exact, head.region = OTHER, True, None


def _parts_of_year(band: Band, words: Vocabulary) -> None:
    """一季度 … 四季度, under one head or alone, without a value of the whole year: a value each (K36, K19)."""
    aimed = [h for h in band.heads if h.role in ("target", "region", OTHER) and h.region is None]
    parts = [h for h in aimed if _in_part(h, words)]
    whole = [h for h in band.heads if h not in parts and (h.role == "target" or _of_whole_year(h, words))]
    tops = {h.path[0] if len(h.path) > 1 else None for h in parts}
    beside = [h for h in band.heads if h not in parts and len(h.path) > 1 and h.path[0] in tops]
    if len(parts) > 1 and len(tops) == 1 and not whole and not beside:
        for head in parts:
            head.role, head.exact, head.region = "region", True, _own(head)


def _of_whole_year(head: Head, words: Vocabulary) -> bool:
    """全年, 合计, 年度目标值 beside parts of the year."""
    own = _own(head)
    return "annual" in words.grammar.scope_words(own) or words.grammar.names_sum(own) or _aims(head, words)


def _says_reached(head: Head, words: Vocabulary) -> bool:
    """A head of what was reached, or one under it (完成情况 over 一季度)."""
    if head.role == "actual" or len(head.path) > 1 and words.header(head.path[0]) == "actual":
        return True
    found = words.evidence.likely_id("header", head.cell.text)
    if found is None and words.grammar.month_of(fold_text(head.cell.text)) is not None:
        return words.header(words.grammar.undated(fold_text(head.cell.text))) == "actual"
    return found == "actual"


def _aims(head: Head, words: Vocabulary, least: float = LIKELY) -> bool:
    return words.evidence.likely_id("header", head.cell.text, least=least) == "target"


def _is_present(head: Head, words: Vocabulary) -> bool:
    """今年计划: of this year, and a value's name more than anything else's."""
    return _aims(head, words) or "annual" in words.grammar.scope_words(head.cell.text) and _aims(head, words, _FAINT)


def _says_target(head: Head, words: Vocabulary) -> bool:
    """A head that no rule book lists and whose words are those of a value's (年度指标值): no place stands for it."""
    return head.role == OTHER and not head.exact and head.region is None and _aims(head, words)


def _is_past(head: Head, words: Vocabulary, year: int | None) -> bool:
    own = _own(head)
    said = YEARS.findall(own)
    return "past" in words.grammar.scope_words(own) or year is not None and bool(said) and int(max(said)) < year


def _own(head: Head) -> str:
    """The head's own words, without those of a head over it and others (指标值 over 2025年目标值 | 2026年目标值)."""
    return head.path[-1] if head.path else head.text


def _find_regions(slice_: Slice, band: Band, body: Sequence[int], words: Vocabulary) -> None:
    """One value column per county or village: unknown heads right of the levels whose cells hold values (K19)."""
    several = [h for h in band.heads if h.role == "target" and YEAR_WORD.match(fold_text(_own(h)))]
    for head in several if len(several) > 1 else ():
        head.role, head.region = "region", _own(head)  # 2024年目标值 | 2025年目标值: one value a year
    band.regions = [h for h in band.heads if h.role == "region"]
    if any(_divides(content_of(slice_.texts(h.col, body), words, words.units)) for h in band.regions):
        for head in band.regions:  # 符号 | 值 | 单位 in words of their own under one 指标值
            head.role, head.region = OTHER, None
        band.regions = []
    grades = [h for h in band.heads if h.role == "grade"]
    if grades and not any(h.role == "target" or _says_target(h, words) for h in band.heads):
        band.regions = grades  # four thresholds in place of one value
    else:
        for head in grades:  # 优 | 良 | 中 | 差 under 评价标准, beside the value
            head.role, head.exact, head.region = OTHER, True, None
    if band.regions or any(h.role == "target" or _says_target(h, words) for h in band.heads):
        return
    last_level = max((h.col for h in band.heads if h.role in LEVELS), default=band.heads[0].col)
    unknown = [h for h in band.heads if h.role == OTHER and not h.exact and h.col > last_level and h.text]
    holding = [
        h
        for h in unknown
        if _holds_values(slice_, band, h)
        and not words.grammar.names_points(fold_text(h.text))
        and words.evidence.likely("header", h.text, least=_PLACE_BELOW, margin=0) is None
    ]
    contents = [content_of(slice_.texts(h.col, body), words, words.units) for h in holding]
    divided = any(h.role in ("operator", "unit") for h in band.heads) or any(map(_divides, contents))
    holding = [h for h, c in zip(holding, contents) if not _divides(c) and c.total not in FULL]
    if len(holding) >= (3 if divided else 2) and _of_one_kind(holding, words):
        for head in holding:
            head.role, head.region = "region", _own(head)
        band.regions = holding


def _of_one_kind(heads: list[Head], words: Vocabulary) -> bool:
    """Names of places are made alike (青山县 | 白水县), or said to be places or offices; 指标量 | 全年预计 are two
    things.
    """
    names = [fold_text(h.text) for h in heads]
    ends = {name[-1] for name in names}
    placed = [name for name in names if words.grammar.level_of(name) or words.grammar.names_organisation(name)]
    return len(ends) * 2 <= len(names) + 1 or len(placed) * 2 >= len(names)


def _current_of_regions(band: Band, words: Vocabulary, year: int | None) -> None:
    """Of value columns by time (2022年 · 2023年 · 2024年预期; 一季度 … 全年) the form's own is the value (K36)."""
    if len(band.regions) < 2 or any(h.role == "grade" for h in band.regions):
        return
    said = {id(h): words.grammar.scope_words(h.text) for h in band.regions}
    years = {id(h): int(found[0]) for h in band.regions if (found := YEARS.search(h.text))}
    past = [
        h for h in band.regions if said[id(h)] & {"past", "half"} or year is not None and years.get(id(h), year) < year
    ]
    current = [h for h in band.regions if h not in past]
    if past and not current:  # 一季度 … 四季度 beside 全年; alone each has its value
        current = [h for h in band.heads if h.role == "target"]
        past = [h for h in past if h not in current]
    if not past or len(current) != 1:
        return
    for head in past:
        head.role, head.exact, head.region = OTHER, True, None
    current[0].role, current[0].exact, current[0].region = "target", True, None
    band.regions = []


def _holds_values(slice_: Slice, band: Band, head: Head) -> bool:
    cells = [slice_.owner(r, head.col) for r in range(band.data_row, min(band.data_row + 8, slice_.bottom))]
    texts = [c.text for c in cells if c is not None and c.text.strip()]
    return bool(texts) and sum(bool(VALUE.search(t)) and len(t) < 20 for t in texts) * 2 >= len(texts)


def several_targets(band: Band, words: Vocabulary) -> None:
    """Of several value columns for one name the current one is the value; what is past or half a year is kept beside
    (K36).
    """
    targets = [h for h in band.heads if h.role == "target"]
    if len(targets) < 2 or sum(h.role == "level3" for h in band.heads) >= len(targets):
        return
    said = {id(h): words.grammar.scope_words(h.text) for h in targets}
    for drop in ("past", "half"):
        left = [h for h in targets if drop not in said[id(h)]]
        if left and len(left) < len(targets):
            for head in targets:
                if head not in left:
                    head.role, head.exact = OTHER, True  # understood, kept beside the value
            targets = left
    if len(targets) < 2 or any("period" in said[id(h)] for h in targets):
        return
    if (
        len(targets) == 2
        and not any(said[id(h)] & {"annual"} for h in targets)
        and any(h.role in ("achieved_score", "deviation_reason") for h in band.heads)
        and not any(h.role == "actual" for h in band.heads)
    ):
        targets[1].role = "actual"  # 目标值（标准） | 指标值 in an evaluation
        return
    # nothing says that they are of two scopes: one is the value, and what the others hold is told
    listed = [h for h in targets if says_role(h.cell.text, "target", words)]
    own = next((h for h in listed or targets if h.exact), (listed or targets)[0])
    for head in targets:
        if head is not own:
            head.role, head.exact, head.decision = OTHER, False, None


def _divides(content: Content) -> bool:
    """Signs, kinds or units: parts that one value is divided into."""
    return max(content.sign + content.nature, content.unit, content.direction) > _MOSTLY
