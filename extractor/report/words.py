"""The clerk's words for what the JSON calls by English keys. No logic."""

from __future__ import annotations

SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}
OUTCOME = {"fired": "发现问题", "passed": "通过", "cannot-tell": "无法判断", "not-applicable": "不适用"}
STATUS = {"ok": "已读取", "partial": "部分读取", "failed": "未能读取"}
CATEGORY = {
    "timeout": "超时",
    "memory": "内存超限",
    "crash": "读取程序异常退出",
    "unreadable": "无法读取",
    "encrypted": "已加密",
    "unsupported": "格式不支持",
    "policy": "超出安全限制",
    "missing-program": "缺少所需程序",
}
KIND = {
    "department_target": "部门整体支出绩效目标表",
    "project_target": "项目支出绩效目标表",
    "transfer_target": "转移支付（专项资金）绩效目标表",
    "department_self_evaluation": "部门整体支出绩效自评表",
    "project_self_evaluation": "项目支出绩效自评表",
    "department_monitoring": "部门整体支出绩效监控表",
    "project_monitoring": "项目支出绩效监控表",
    "unknown": "未能识别的表",
}
AMOUNT = {
    "total": "资金总额",
    "general_public_budget": "一般公共预算",
    "government_fund": "政府性基金",
    "state_capital": "国有资本经营预算",
    "special_account_nontax": "纳入专户管理的非税收入",
    "fiscal_appropriation": "财政拨款",
    "central_funds": "中央资金",
    "provincial_funds": "省级资金",
    "local_funds": "地方资金",
    "superior_funds": "上级资金",
    "current_level": "本级资金",
    "carry_over": "上年结转",
    "own_funds": "自有资金",
    "other_funds": "其他资金",
    "basic_expenditure": "基本支出",
    "project_expenditure": "项目支出",
}
HEAD = {
    "title": "表题",
    "kind": "表的种类",
    "fiscal_year": "年度",
    "filer": "填报单位",
    "department": "部门名称",
    "implementer": "实施单位",
    "project_name": "项目名称",
    "project_code": "项目编码",
    "department_code": "部门编码",
    "currency_unit": "金额单位",
    "regime": "指标体系",
}
TEXT = {
    "duties": "部门职能职责概述",
    "annual_goal": "年度绩效目标",
    "period_goal": "实施期绩效目标",
    "achievement": "实际完成情况",
    "basis": "立项依据",
    "problems": "存在问题",
    "measures": "改进措施",
    "review_opinion": "审核意见",
}
SIGNOFF = {
    "preparer": "填表人",
    "phone": "联系电话",
    "filing_date": "填报日期",
    "responsible_person": "单位负责人",
    "sealed": "盖章",
    "finance_person": "财务负责人",
    "contact": "联系人",
}
INDICATOR = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "指标值",
    "standard": "绩效标准",
    "weight": "分值",
    "actual": "实际完成值",
    "achieved_score": "得分",
    "deviation_reason": "偏差原因",
    "note": "备注",
}
EXECUTION = {
    "item": "资金项目",
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "执行数",
    "rate": "执行率",
    "weight": "分值",
    "score": "得分",
}
BLANK = "（空白）"
NEW, STILL_OPEN = "新增", "仍存在"
CANNOT_TELL, NOT_SEEN = "这次无法判断", "这次未见"
"""Of an earlier finding: the rule could not tell; what it spoke of is not there any more."""
NO_FORM = "没有绩效表"
UNJUDGED = "未能审核"
NO_VERDICT = "未作结论"
UNVERIFIED = "未核实"
UNVERIFIED_MARK = "※"
"""Behind a basis whose text is not at hand; explained once in a footnote."""
UNVERIFIED_NOTE = "依据后标“※”的（未核实），条文原文尚未核对，引用前请查证。"
COMMON = "填报常识"
"""How the basis of a rule without a document reads."""
OURS = "系统识别"
"""Head of the findings that doubt our own reading; never the unit's fault."""


def standing(basis: str | None, verified: bool) -> str:
    """Whether a cited text was at hand; "" where nothing is cited but common sense."""
    if not basis or basis == COMMON:
        return ""
    return "已核实" if verified else UNVERIFIED
