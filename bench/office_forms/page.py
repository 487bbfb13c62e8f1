"""What stands over the table: heading, title, year, who files, the unit."""

from __future__ import annotations

from bench.office_forms.draft import Draft
from bench.provinces.sheet import Line

_TITLES = {
    "project_target": [
        "项目支出绩效目标表",
        "项目支出绩效目标申报表",
        "预算项目绩效目标表",
        "部门预算项目支出绩效目标表",
    ],
    "project_self_evaluation": ["项目支出绩效自评表", "预算项目支出绩效自评表", "部门预算项目支出绩效自评表"],
    "project_monitoring": ["项目支出绩效运行监控表", "项目绩效运行监控情况表", "预算项目绩效监控表"],
    "transfer_target": ["转移支付区域绩效目标表", "专项转移支付区域绩效目标表"],
    "department_target": ["部门整体支出绩效目标表", "部门整体支出绩效目标申报表", "部门整体绩效目标表"],
    "department_self_evaluation": ["部门整体支出绩效自评表", "部门整体绩效自评表"],
    "department_monitoring": ["部门整体支出绩效运行监控表", "部门整体绩效运行监控表"],
}


def title(draft: Draft, titled: bool) -> None:
    """The title with the year, unless the form follows another under one title."""
    dice, year = draft.dice, draft.bureau.year
    text = draft.keep("title", dice.choice(_TITLES[draft.kind]))
    if not titled:
        return
    place = draft.option("year place")
    if place == "heading":
        draft.blocks.append(Line(f"附件{dice.randint(1, 6)}：{year}年度预算绩效管理有关表格"))
    if place == "title":
        text = f"{year}{dice.choice(['年', '年度'])}{dice.choice(['', draft.bureau.place])}{text}"
    draft.blocks.append(Line(text, True, True))
    if place == "line":
        draft.blocks.append(Line(f"（{year}年度）", True))


def page_head(draft: Draft, titled: bool) -> None:
    """The line of filer and unit; the unit stands there exactly where the layout has it in the caption."""
    if not titled:
        return
    dice, option = draft.dice, draft.option("page head")
    filer = option in ("both", "filer")
    unit = draft.option("unit place") == "caption"
    if filer:
        label = draft.plain("filer")
        seal = "" if "（" in label or dice.random() < 0.5 else "（盖章）"
        text = f"{label}：{draft.bureau.department}{seal}"
        draft.truth["filer"] = draft.bureau.department
        if unit:
            text += dice.choice(["        ", "\u3000\u3000\u3000\u3000"])
            text += dice.choice(["单位：", "金额单位："]) + draft.habits.unit
        draft.blocks.append(Line(text))
    elif unit:
        draft.blocks.append(Line(dice.choice(["单位：", "金额单位：", "计量单位："]) + draft.habits.unit))
