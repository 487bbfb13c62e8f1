"""What in a label may be the name of a place or a person: a difference there is never a slip."""

from __future__ import annotations

import re

from extractor.matching.plausible import Edit

_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:自治州|自治县|街道|社区|[省市县区乡镇村州旗组路桥河湖江水库])")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}(?=同志|家庭|先生|女士|老师|等\d|户(?!数))")
_COMMON = frozenset(
    [
        "农村",
        "乡村",
        "城市",
        "城镇",
        "乡镇",
        "全市",
        "全县",
        "全省",
        "全区",
        "全镇",
        "全村",
        "本市",
        "本县",
        "本区",
        "本省",
        "县区",
        "市县",
        "省市",
        "行政村",
        "脱贫村",
        "贫困村",
        "自然村",
        "美丽乡村",
        "驻村",
        "村村",
        "地区",
        "灌区",
        "小区",
        "社区",
        "园区",
        "校区",
        "山区",
        "库区",
        "景区",
        "区域",
        "街道",
        "公路",
        "道路",
        "铁路",
        "线路",
        "河道",
        "桥梁",
        "水库",
        "供水",
        "饮水",
        "污水",
        "节水",
        "用水",
        "排水",
        "防水",
        "雨水",
        "取水",
        "调水",
        "引水",
        "输水",
        "蓄水",
        "班组",
        "小组",
        "项目组",
        "工作组",
        "党小组",
        "村组",
        "危桥",
    ]
)
"""Ordinary words that only look like the name of a place."""


def inside_name(printed: str, wanted: str, edit: Edit) -> bool:
    """Whether the difference lies in what may be the name of a place or a person."""
    return _in_name(printed, edit.at, edit.end) or _in_name(wanted, edit.where, edit.where + len(edit.wanted))


def _in_name(text: str, start: int, end: int) -> bool:
    for pattern in (_PLACE, _PERSON):
        for hit in pattern.finditer(text):
            if hit.start() <= start and end <= hit.end() and not any(word in hit.group() for word in _COMMON):
                return True
    return False
