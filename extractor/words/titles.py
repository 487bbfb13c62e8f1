"""Titles, years and kinds: what says that a form begins and which form it is (K1, K2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.characters.fold import fold_text
from extractor.model.filing import FormKind

_BRACKETS = re.compile(r"\([^()]*\)")
_ENDS = re.compile(
    r"(?:表|申报书|目标申报|绩效目标公开|目标设定|绩效目标和指标|绩效目标文本|(?:项目|整体)支出绩效目标|自评情况|监控情况|表公开|审批|申报表[一二三四五\d]*|表[一二三四五\d]+|表(?:公示|公开|样表|模板))$"
)
_SUBJECT = re.compile(r"绩效|项目申报|项目支出申报|目标(?:申报|审批|批复|设定)表|自评表|项目目标表")
_NOT = re.compile(
    r"[。；;!?]|填报说明|编制说明|填写说明|目录|通知|的函$|情况说明|报告|(?<!汇)总表$|收支|三公|目标审核表|指标体系|评分表|打分表|如下|见附|详见|详表|\.{3,}|·{3,}|-{4,}|\d+$"
)
_FORM_WORDS = re.compile(r"目标|自评|评价|监控|申报|审批|公开|体系")
_GATHERED = re.compile(r"(?:明细|汇总|一览)表$")
_UNIT_TAIL = re.compile(r"[(（]?(?:金额)?单位[:：](?:人民币)?(?:亿|万|千)?元[)）]?$")
_NUMBERED = re.compile(
    r"^(?:\d+[.、]|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+部分|附件?\d*[:：]?$)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:-(?:19|20)?\d{2,4})?\)?\s*年?")
_YEAR_LINE = re.compile(r"^[(（]?\s*(?:(?:19|20)?\d{2,4}|[xX×*_]{2,4}|)\s*[)）]?\s*年\s*(?:度)?\s*[)）]?$")
_HAN_YEAR = re.compile(r"二[〇零○oO0][一二三四五六七八九〇零○oO0]{2}(?=\)?年)")
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
_FISCAL = re.compile(r"(?<!\d)((?:19|20)\d{2})\)?年")


@dataclass(frozen=True, slots=True)
class Title:
    """A line that names a form."""

    text: str
    numbered: bool
    """Begins like a heading of a list ("3. …"): a weaker title."""
    gathered: bool = False
    """…汇总表, …明细表, …一览表: as often a list of sums as one of indicators; what stands under it must tell."""


@lru_cache(maxsize=8192)
def title_of(text: str) -> Title | None:
    """The title that a line is, or None. White space is folded away in `text`."""
    folded = without_unit(fold_text(text))
    if not 4 <= len(folded) <= 64 or "绩效" not in folded and not _SUBJECT.search(folded):
        return None
    if _NOT.search(_BRACKETS.sub("", folded)) or ":" in folded and not folded.startswith("附"):
        return None
    bare = _BRACKETS.sub("", folded)
    if not (_ENDS.search(bare) and _SUBJECT.search(bare)):
        return None
    return Title(folded, bool(_NUMBERED.match(folded)), bool(_GATHERED.search(bare)))


def names_indicators(text: str) -> bool:
    """A title that names the indicators alone (项目绩效指标表): as often a caption inside a form as a form's title."""
    folded = _BRACKETS.sub("", fold_text(text))
    return "指标" in folded and _FORM_WORDS.search(folded) is None and year_in(folded) is None


def without_unit(title: str) -> str:
    """A title without the money unit printed at the end of its line."""
    return _UNIT_TAIL.sub("", title)


def _arabic(folded: str) -> str:
    """二〇二四年 -> 2024年."""
    return _HAN_YEAR.sub(lambda found: found[0].translate(_DIGITS), folded)


def is_year_line(text: str) -> bool:
    """（2021年度）, 2021年度, （2020）年度."""
    return bool(_YEAR_LINE.match(_arabic(fold_text(text))))


def year_in(text: str) -> int | None:
    """The year a title, year line or project name carries; of several the first followed by 年."""
    folded = _arabic(fold_text(text))
    found = _FISCAL.search(folded) or (_YEAR.search(folded) if is_year_line(text) else None)
    return int(found[1]) if found else None


_TRANSFER = re.compile(r"区域绩效|转移支付")
_FUND = re.compile(r"资金.{0,12}绩效目标|专项.{0,10}绩效目标")
_DEPARTMENT = re.compile(r"整体|部门(?!预算项目|项目).{0,6}绩效|单位绩效|部门预算绩效目标")


def kind_of(
    title: str | None,
    *,
    government_levels: bool,
    project_party: bool,
    department_form: bool,
    evaluated: bool,
    monitored: bool,
) -> FormKind:
    """Kind by title words, then by what the form holds (K1).

    Args:
        government_levels: the head names 省级/市级/区级 财政部门 or 主管部门.
        project_party: the form has 项目名称 and an 实施单位/项目单位 of its own.
        department_form: it has 职能职责 or 基本支出.
        evaluated: it has actual values or scores; monitored: figures of a part of the year.
    """
    text = fold_text(title or "")
    whole = bool(_DEPARTMENT.search(text)) and "项目" not in _BRACKETS.sub("", text) or not text and department_form
    if "监控" in text or (not text and monitored):
        return "department_monitoring" if whole else "project_monitoring"
    if "自评" in text or "评价表" in text or (not text and evaluated):
        return "department_self_evaluation" if whole else "project_self_evaluation"
    if "区域绩效" in text:
        return "transfer_target"
    if (_TRANSFER.search(text) or _FUND.search(text)) and government_levels and not project_party:
        return "transfer_target"
    if "转移支付" in text and not project_party:
        return "transfer_target"
    if whole:
        return "department_target"
    if not text and government_levels and not project_party:
        return "transfer_target"
    if evaluated and "目标" not in text:
        return "project_self_evaluation"
    return "project_target"
