"""The finding codes of the contract and what a clerk calls them. Fixed names: never rename one."""

from __future__ import annotations

from typing import Final

TITLES: Final[dict[str, str]] = {
    "missing-target-value": "指标值空白",
    "missing-standard": "绩效标准空白",
    "missing-indicator-name": "指标名称空白",
    "empty-indicator": "指标行空白",
    "missing-field": "必填栏空白",
    "label-typo": "错别字",
    "misplaced-indicator": "指标错位",
    "missing-unit": "指标值无单位",
    "unquantified-target": "指标未量化",
    "vague-goal": "绩效目标空泛",
    "sum-mismatch": "合计不平",
    "cross-form-mismatch": "表间不符",
    "cost-exceeds-budget": "成本与预算不符",
    "duplicate-indicator": "指标重复",
    "implausible-value": "数值不合常理",
    "bad-date": "日期有误",
    "bad-phone": "电话有误",
    "bad-number": "数字有误",
    "late-filing": "填报偏晚",
    "low-ocr-confidence": "识别存疑",
    "inferred-unit": "金额单位系推断",
    "template-residue": "模板提示未删",
    "rate-mismatch": "执行率不符",
    "points-mismatch": "得分不符",
    "missing-reason": "未说明原因",
    "direction-mismatch": "方向不符",
    "unit-clash": "单位与指标不配",
    "mixed-units": "元与万元混用",
    "date-outside-period": "日期超出实施期",
    "period-as-deadline": "以实施期代替时限",
    "flat-targets": "指标值雷同",
    "copied-goal": "目标照搬",
    "too-many-indicators": "产出指标过多",
    "not-applicable-scored": "无效指标计分",
    "boilerplate": "跨部门雷同",
    "no-form": "没有绩效表",
    "unreadable-part": "部分内容无法读取",
    "doubtful-table": "表格结构存疑",
    "reading-disputed": "读取结果有分歧",
    "encoding-fallback": "编码系推断",
    "format-mismatch": "扩展名与内容不符",
    "stale-formula": "公式无存值",
    "hidden-content": "含隐藏内容",
    "open-revisions": "修订未处理",
    "unread-text": "有内容没有读懂",
    "no-indicators": "没有读到指标",
    "missing-column": "缺少应有的列",
    "doubtful-reading": "读法存疑",
    "rule-crashed": "规则运行出错",
    "unused-waiver": "豁免未用到",
}
"""Every code of the contract -> its short Chinese title."""

OF_THE_READING: Final[frozenset[str]] = frozenset(
    {
        "low-ocr-confidence", "unreadable-part", "doubtful-table", "reading-disputed", "encoding-fallback",
        "format-mismatch", "stale-formula", "hidden-content", "open-revisions", "rule-crashed", "inferred-unit",
        "unused-waiver",
        "unread-text", "no-indicators", "missing-column", "doubtful-reading",
    }
)  # fmt: skip
"""Codes that speak of our reading and never of the unit's fault: letters list them apart."""

BAR_JUDGEMENT: Final[frozenset[str]] = frozenset(
    {"unread-text", "no-indicators", "missing-column", "doubtful-reading", "unreadable-part"}
)
"""An error of these codes says that the filing was not read whole: it is not judged (未能审核, no score)."""
