"""What each cross-filing rule is called, which review head it falls under, and what to do about its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in the clerk's words."""

    title: str
    head: Literal["完整性", "相关性", "适当性", "可行性"]
    advice: str
    shared: bool = False
    """Its findings are clusters of texts: the departments and what differs are shown."""


MANUAL: dict[str, RuleWords] = {
    "filing-missing": RuleWords("没有报送", "完整性", "请按部门名单催报；已并入其他单位的，在单位名录中改正。"),
    "copies-differ": RuleWords("副本与正本不一致", "适当性", "核对以哪份为准，撤回另一份，或按正本重新盖章报送。"),
    "project-twice": RuleWords("同一项目两个金额", "适当性", "核对以哪份为准，撤回或改正另一份。"),
    "projects-apart": RuleWords(
        "项目表之和与部门整体表不符", "适当性", "核对是否有漏报、重报的项目，使项目支出等于各项目表之和。"
    ),
    "foreign-name": RuleWords("写着别的单位名称", "相关性", "核对是否套用了别的单位的表，改成本单位的内容。"),
    "goals-shared": RuleWords("绩效目标雷同", "相关性", "结合本部门职责和项目内容重新编写。", shared=True),
    "sets-shared": RuleWords("指标成套雷同", "相关性", "结合本部门职责和项目内容重新设定指标和指标值。", shared=True),
    "target-lowered": RuleWords("指标值比上年低", "可行性", "说明理由，或恢复到不低于上年的水平。"),
    "target-copied": RuleWords("指标成套照搬上年", "适当性", "核实是否按本年度预算重新设定。"),
    "goal-copied": RuleWords("绩效目标照搬上年", "相关性", "核实是否按本年度工作重新编写。"),
    "value-outlier": RuleWords("指标值远离其他单位", "可行性", "核对数值和计量单位，改正或说明理由。"),
}
"""Rule → words, in the order the reports print them."""
