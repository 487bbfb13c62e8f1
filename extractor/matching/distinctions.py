"""Differences that carry meaning: between them a label is another label, never a misspelling.

Classes: two members of one class name two different things (县/乡, 男/女, 猪/羊, 新/改). A changed, lost or added
digit, unit sign or negation always matters. Words: real words that sound or look like other real words
(受益/收益, 失业/事业, 检查/监察): whoever printed one of them may have meant it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

NEGATIONS = frozenset("不未无非免勿莫否没")
_CLASSES = (
    "一二三四五六七八九十百千万亿两零半〇",
    "省市县区乡镇村组街州旗盟",
    "东西南北中",
    "上下左右前后内外里",
    "大中小微",
    "高低",
    "长短",
    "多少",
    "增减升降涨跌加",
    "新老旧原",
    "建改扩修拆迁",
    "早晚",
    "初末",
    "男女",
    "老中青少幼婴儿童",
    "父母夫妻子",
    "生师医护农工兵军民警干商学",
    "年季月旬周日时",
    "元角分",
    "吨斤克两",
    "米里寸尺",
    "亩顷",
    "升立",
    "年月日时分秒",
    "全上本当前去今往",
    "办方",
    "猪牛羊鸡鸭鹅鱼虾蟹蚕蜂驴马兔狗",
    "稻麦豆薯玉油棉麻茶烟菜瓜",
    "桃李杏梨枣柑橘橙柚柿栗苹葡梅竹果桑",
    "松杉柏杨柳槐桦",
    "桥路渠井库堤坝闸塘池站管网泵沟河湖江溪",
    "水电气暖煤油热",
    "铁公民航",
    "城乡农",
    "校园院馆所站室厅",
    "户人口",
    "住门急",
    "买卖购售",
    "收支进出",
    "优良中差",
    "甲乙丙丁",
    "红黄蓝绿白黑",
    "春夏秋冬",
    "首末次",
    "净毛总均",
    "数率量额度",
    "人次户",
    "我你他她它",
    "厨厕卧浴",
    "林草山水田湖河渔井坝路桥塘堰矿牧耕",
    "粮糖油盐棉茶烟",
)
_ALWAYS = frozenset("%‰+/~<>=≥≤①②③④⑤⑥⑦⑧⑨⑩")
_WEIGHTY = _ALWAYS | NEGATIONS
_NO_CLASS: frozenset[int] = frozenset()
MODIFIERS = frozenset("总新旧老大小中全半净各每男女副正准双单多少高低上下内外前后初末次再未不无非")
"""Characters that narrow what follows: "总成本" without 总 is another cost, so their loss alone is no misspelling
where what is left reads well."""

WORDS = frozenset((Path(__file__).parent / "words.txt").read_text("utf-8").split())


_EITHER_WAY = frozenset(
    [
        "路线线路",
        "工人人工",
        "期中中期",
        "年中中年",
        "人名名人",
        "科学学科",
        "子女女子",
        "生产产生",
        "产出出产",
        "学生生学",
        "社会会社",
        "会议议会",
        "党政政党",
        "计算算计",
        "现实实现",
        "金黄黄金",
        "牛奶奶牛",
        "蜂蜜蜜蜂",
        "海上上海",
        "图书书图",
        "事故故事",
        "质变变质",
        "量变变量",
        "语言言语",
        "法语语法",
        "基地地基",
        "水井井水",
        "河山山河",
        "国外外国",
        "国中中国",
        "明文文明",
        "民国国民",
        "民居居民",
        "民族族民",
        "孙子子孙",
        "家国国家",
        "色彩彩色",
        "度量量度",
        "数量量数",
        "和平平和",
        "动机机动",
        "主自自主",
        "业主主业",
        "当家家当",
        "家私私家",
        "心中中心",
        "年青青年",
        "年老老年",
        "年少少年",
        "农药药农",
        "食粮粮食",
        "油菜菜油",
        "茶油油茶",
        "油料料油",
        "豆油油豆",
        "水利利水",
        "雨水水雨",
        "水泥泥水",
        "水路路水",
        "路面面路",
        "面粉粉面",
    ]
)
"""Pairs of words that differ by the order of their characters and name two different things."""


def apart_though_swapped(printed: str) -> bool:
    """Whether the printed word and the one with its two characters swapped are two different things."""
    return any(pair.startswith(printed) or pair.endswith(printed) for pair in _EITHER_WAY)


@cache
def _classes_of() -> dict[str, set[int]]:
    """Character -> the numbers of the classes it is in."""
    found: dict[str, set[int]] = {}
    for number, members in enumerate(_CLASSES):
        for character in members:
            found.setdefault(character, set()).add(number)
    return found


def different_things(printed: str, wanted: str) -> bool:
    """Whether swapping these two characters names another thing: same class, a digit, a sign, a negation."""
    if weighty(printed) or weighty(wanted):
        return True
    classes = _classes_of()
    return not classes.get(printed, _NO_CLASS).isdisjoint(classes.get(wanted, _NO_CLASS))


def weighty(character: str) -> bool:
    """Whether the loss or the addition of this character alone always changes the meaning."""
    return character in _WEIGHTY or character.isascii() or character.isdigit()
