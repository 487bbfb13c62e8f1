"""What the words of a page say of it before it is read: of a form, of its rest, of another matter, or of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.layout.text import plain
from extractor.readers.pdf.raw import Page

FORM_WORDS = re.compile(
    r"[一二三]级指标|绩效指标|绩效(?:总体)?目标|绩效自评|自评表|绩效运行|绩效监控|监控表|指标值|总体目标|年度目标|绩效评价|目标值"
)
SIGN_OFF = re.compile(
    r"填表人|填报人|联系电话|负责人|填报日期|审核意见|注[:：]|备注|说明[:：]|(?:经办|制表|联系|填报|填写|编制|审核)(?:人|人员|日期|时间)[（(:：]|(?:电话|联系方式)[:：]|[填制][表报写]?(?:日期|时间)"
)
_FOOT = re.compile(r"(?:[\u4e00-\u9fff]{2,8}(?:[（(][^（）()]{1,6}[）)])?[:：][^:：。]{0,30}){1,6}")
"""Labels with short values: a page of nothing else has a form's last words, whatever they are called."""
FOOT = 120
"""Characters within which a page says that it signs a form."""
SPACE = re.compile(r"\s+")
_IN_LINE = re.compile(r"[^\S\n]+")
_HEADS = re.compile(
    r"[一二三]级(?:绩效)?指标(?:名称|内容)?|\S{0,4}(?:指标|目标|完成|实际)(?:数?值|情况)\S{0,4}|(?:绩效)?指标(?:名称|内容)?|\S{0,2}分值|权重"
    r"|(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|\S{0,9}满意度|产出|效益)指标"
)
"""Column heads of a form's table and kinds of its rows, as words of their own."""
_TITLE = re.compile(r"^[^\S\n]*[^\s。；，]{0,30}绩效[^\s。；，]{0,14}表[^\S\n]*$", re.MULTILINE)
_LABELS = re.compile(
    r"项目名称|资金名称|主管(?:部门|单位)|预算单位|(?:实施|执行)单位|资金总额|财政拨款|(?:年度|绩效|总体)目标|绩效指标|项目类[别型]|联系电话|[填申]报单位"
)
LEAST_LABELS = 4
LEAST_HEADS = 3
"""Different heads on a page from which a form's table stands there."""


_COMMON = frozenset(
    "的年度项目资金预算绩效标指单位部门产出益数量质成本满意实施情况名称总额万元一二三级人是不在有中国会工作和为以公对管理行政社大上下地方发展经济计划财"
)
LEAST_HAN, LEAST_COMMON = 60, 0.08
"""Han characters from which a page can be judged; share of the commonest ones under which its words mean nothing."""


def is_garbled(text: str) -> bool:
    """Whether a page's text (without white space) is no language: its font's character table names other characters.

    Any Chinese page has more than a quarter of the commonest characters; a shuffled table has hardly any.
    """
    han = [char for char in text if "\u3400" <= char <= "\u9fff"]
    if len(han) >= LEAST_HAN:
        return sum(char in _COMMON for char in han) < LEAST_COMMON * len(han)
    return not han and len(text) >= 2 * LEAST_HAN and sum(char.isalnum() for char in text) < 0.4 * len(text)


def is_foot(text: str) -> bool:
    """Whether a page's text, or its first line's, signs a form, or is nothing but a few labels with short values."""
    return (
        SIGN_OFF.search(text[:FOOT]) is not None
        or len(text) <= FOOT
        and _FOOT.fullmatch(SPACE.sub("", text)) is not None
    )


def is_title(line: str) -> bool:
    """Whether a line is a form's title."""
    return _TITLE.match(_IN_LINE.sub("", line)) is not None


def is_titled(words: str) -> bool:
    """Whether a form's title stands on a line of its own, over labels of a form's head."""
    return _TITLE.search(_IN_LINE.sub("", words)) is not None and len(set(_LABELS.findall(words))) >= LEAST_LABELS


def heads_in(words: Iterable[str]) -> int:
    """How many different column heads of a form's table are among these words."""
    return len({word for word in words if 2 <= len(word) <= 8 and _HEADS.fullmatch(word)})


@dataclass(slots=True)
class Look:
    """What a page's text says of it."""

    text: str
    speaks: bool
    """It has the words of a form, and heads or lines."""
    rest: bool
    """The form of the page before may go on here."""
    garbled: bool
    beside: bool
    """It may hold the columns that the page before had no room for."""
    headed: bool
    """The heads of a form's table stand on it as words of their own, or its title."""

    @property
    def is_other(self) -> bool:
        """Nothing of it belongs to a form."""
        return not (self.speaks or self.rest or self.garbled or self.beside)


def look_at(page: Page, *, runs_on: bool, beside: bool) -> Look:
    """Look at a page's text.

    Args:
        runs_on: the page before ended within a form; beside: the page before may be the left part of a sheet.
    """
    words = page.text()
    text = plain(SPACE.sub("", words))
    headed = heads_in(SPACE.split(plain(words))) >= LEAST_HEADS or is_titled(plain(words))
    speaks = FORM_WORDS.search(text) is not None and (headed or page.draws())
    rest = runs_on and (page.draws() or is_foot(text))
    garbled = not speaks and is_garbled(text) and page.draws()
    return Look(text, speaks, rest, garbled, beside and page.draws(), headed)
