"""Whether more or less than the target is better: by the operator, by the words of the name, or not to be told."""

from __future__ import annotations

import re
from typing import Literal

from extractor.characters.fold import fold_label
from extractor.quality.case import Case, Row

Direction = Literal["higher", "lower"]
_REDUCTION = re.compile(
    r"(?:压缩|压减|降低|下降|减少|节约|节省|缩短)(?!到|至)[^到至]*(?:比例|比率|幅度|率|数|量|额|程度|天数)?$"
)
"""Names of a reduction: the target is how much is taken off, so that more is better (办理时间压缩比例)."""


def direction_of(case: Case, row: Row) -> Direction | None:
    """By the operator, else by the words of the name; None where neither tells."""
    sign = row.target.operator
    if sign in (">=", ">"):
        return "higher"
    if sign in ("<=", "<"):
        return "lower"
    name = fold_label(row.name)
    if _REDUCTION.search(name) or any(word in name for word in case.words.averted):
        return "higher"
    if row.kind == "cost":
        return None if any(word in name for word in (*case.words.cost_floor_names, "标准")) else "lower"
    known = case.rules.matcher.match(row.name, "level3")
    if known.method in ("exact", "alias") and known.code in case.rules.indicators.lower:
        return "lower"
    if name.partition("(")[0].endswith("浓度"):
        return None  # of fine dust or of oxygen
    if evils := [word for word in case.words.lower_is_better if word in name]:
        return "lower" if _is_evil(case, name, evils) else None
    return "higher" if row.kind is not None or row.head in ("output", "benefit", "satisfaction") else None


_MEASURED = re.compile(
    r"(?:发生|事件|案件|人员|支出|费用|资金|程度|超标)*(?:率|数|数量|次数|起数|人数|件数|户数|量|额|金额|总额|面积"
    r"|比例|占比|比重|天数|时间|时长|周期|指数|强度|水平|成本|情况|标准)?(?:\([^()]*\))?"
)


def _is_evil(case: Case, name: str, evils: list[str]) -> bool:
    """Whether what should be less is the thing measured (投诉率), not what is done about it (水土流失治理面积), and its
    last word is no part of one that tells nothing (开放时间, 污染控制率).
    """
    ends = {evil: name.rfind(evil) + len(evil) for evil in evils}
    last = max(ends.values())
    either = [word for word in case.words.either_way if word in name]
    if all(any(evil in word for word in either) for evil, end in ends.items() if end == last):
        return False
    return bool(_MEASURED.fullmatch(name[last:]))
