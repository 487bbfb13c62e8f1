"""Sign, value and unit printed once for each of several years or scopes: what was is left aside as a whole, and a value
never takes the sign or the unit of another one (K21, K36).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms.band import Band, Head
from extractor.forms.roles import LEVELS, OTHER
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import YEARS
from extractor.words.vocabulary import Vocabulary

_PARTS = ("operator", "unit")
_DATED = frozenset({*_PARTS, "target", "actual", "region", OTHER})


def leave_past_groups(slice_: Slice, band: Band, words: Vocabulary, year: int | None) -> None:
    """2025年完成 over 性质 | 值 | 单位 beside 2026年目标 over the same, 2025年单位 beside 2026年单位: all columns of a
    past year are history, whatever part of its value they hold.
    """
    columns = [h for h in band.heads if h.role in _DATED]
    if year is None:
        year = _current_year(slice_, band, columns, words)
    past = [h for h in columns if _past(_when(slice_, band, h, words), words, year)]
    present = {words.grammar.timeless(h.cell.text) for h in columns if h not in past} - {""}
    again = [h for h in past if words.grammar.timeless(h.cell.text) in present]
    left = [h for h in columns if h not in past]
    bare = [h for h in left if _top(slice_, band, h) is None and _is_own(h, words, year)]
    bare = [h for h in bare if not words.grammar.timeless(h.cell.text)]
    if past and len(bare) == 1 and not any(h.role == "target" for h in left):
        bare[0].role, bare[0].exact, bare[0].region = "target", True, None  # 2026年 beside 2025年 over 计划 | 完成
        again = past
    tops = [top for h in again if (top := _top(slice_, band, h)) is not None]
    for head in past:
        if head in again or any(_top(slice_, band, head) is top for top in tops):
            head.role, head.exact, head.region, head.settled = OTHER, True, None, True


def find_scoped(slice_: Slice, band: Band, words: Vocabulary, year: int | None) -> None:
    """中期 | 2026年 under one 绩效目标值, 实施周期指标值 | 当年指标值: two values, of the whole period and of the
    form's own year (K20, K36).
    """
    open_ = [h for h in band.heads if h.role in ("target", "region", OTHER)]
    aimed = [h for h in open_ if says_role(h.cell.text, "target", words)]
    dated = [h for h in open_ if h in aimed or not words.grammar.timeless(h.cell.text)]
    for period in dated:
        top = _top(slice_, band, period)
        if (
            "period" not in words.grammar.scope_words(period.cell.text)
            or period not in aimed
            and (top is None or not says_role(top.text, "target", words))
        ):
            continue
        own = [h for h in dated if h is not period and _top(slice_, band, h) is top and _is_own(h, words, year)]
        for head in (period, *own) if len(own) == 1 else ():
            head.role, head.exact, head.region = "target", True, None


def _is_own(head: Head, words: Vocabulary, year: int | None) -> bool:
    """2026年 or 当年 in a form of 2026."""
    said = words.grammar.scope_words(head.cell.text)
    return "annual" in said or year is not None and YEARS.findall(head.cell.text) == [str(year)] and not said


def _current_year(slice_: Slice, band: Band, columns: Sequence[Head], words: Vocabulary) -> int | None:
    """The year of what is aimed at in a form that names none, where heads of an earlier one say what was reached."""
    whens = [_when(slice_, band, h, words) for h in columns]
    said = [(int(max(found)), text) for text in whens if (found := YEARS.findall(text))]
    aimed = {year for year, text in said if says_role(text, "target", words)}
    reached = {year for year, text in said if says_role(text, "actual", words)}
    return min(aimed) if aimed and reached and max(reached) < min(aimed) else None


def says_role(text: str, role: str, words: Vocabulary) -> bool:
    """A head of a role, by a listed wording or by its likeness to one."""
    return role in (words.header(text), words.evidence.likely_id("header", text))


def _top(slice_: Slice, band: Band, head: Head) -> Cell | None:
    """The head cell over this one and others, None where it stands alone."""
    cell = slice_.owner(band.row, head.col)
    return cell if cell is not None and cell is not head.cell and cell.colspan > 1 and cell.text.strip() else None


def _when(slice_: Slice, band: Band, head: Head, words: Vocabulary) -> str:
    """The words that may date a column: its own, else those of the head over it."""
    own, top = head.cell.text, _top(slice_, band, head)
    return own if top is None or YEARS.search(own) or words.grammar.scope_words(own) else top.text


def _past(text: str, words: Vocabulary, year: int | None) -> bool:
    years = [int(found) for found in YEARS.findall(text)]
    return "past" in words.grammar.scope_words(text) or year is not None and bool(years) and max(years) < year


def keep_together(slice_: Slice, band: Band, groups: Sequence[dict[str, Head]]) -> None:
    """Give each value the sign and the unit printed with it: under the same head, or in the same order."""
    valued = [group for group in groups if "target" in group]
    for role in _PARTS:
        heads = [h for h in band.heads if h.role == role]
        for number, group in enumerate(valued if heads else ()):
            own = [h for h in heads if _same_top(slice_, band, h, group["target"])]
            if len(own) == 1:
                group[role] = own[0]
            elif len(heads) == len(valued) > 1:
                group[role] = heads[number]
            elif role in group and not _shared(slice_, band, group[role]):
                del group[role]
        reached = [h for h in band.heads if h.role == "actual"]
        for head in heads:
            used = any(head is group.get(role) for group in groups)
            if not used and any(_same_top(slice_, band, head, other) for other in reached):
                head.role, head.exact = OTHER, True  # the unit of what was reached, which is kept as written (K22)


def _same_top(slice_: Slice, band: Band, one: Head, other: Head) -> bool:
    top = _top(slice_, band, one)
    return top is not None and top is _top(slice_, band, other)


def _shared(slice_: Slice, band: Band, part: Head) -> bool:
    """A sign or unit that stands under no head over another value of its own."""
    top = _top(slice_, band, part)
    return top is None or not any(
        other is not part and other.role not in LEVELS and _top(slice_, band, other) is top for other in band.heads
    )
