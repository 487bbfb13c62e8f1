"""What stands beside the values in forms passed on and monitored: lights, measures, whom it serves, the last line."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import reading, row

INDICATORS = [
    ("产出指标", "数量指标", "改造灯杆", "≥240根", "198根"),
    ("产出指标", "时效指标", "改造完成时间", "10月底前", "进行中"),
    ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%", "未到调查时间"),
]


def _monitored(*, lights: tuple[str, ...] = ("", "", ""), head: str = "", below: str = "") -> Reading:
    heads = row("一级指标", "二级指标", "三级指标", "年度指标值", "1-8月完成情况", *([head] if head else []))
    body = [row(*cells, *([light] if head else [])) for cells, light in zip(INDICATORS, lights, strict=True)]
    last = "5" if head else "4"
    names = row("项目名称", f"{last}|路灯节能改造")
    table = names + heads + "".join(body) + (row(below.split("|")[0], f"{last}|{below.split('|')[1]}") if below else "")
    return reading(f"<p>2025年项目支出绩效运行监控表（单位：万元）</p><table>{table}</table>")


def _unread(read: Reading) -> list[str]:
    return [doubt.why for doubt in read.doubts if doubt.code == "unread-text"]


@pytest.mark.parametrize("head", ["预警", "预警灯", "运行预警信号", "状态"])
@pytest.mark.parametrize("lights", [("黄", "红", "绿"), ("黄灯", "红灯", "绿灯"), ("蓝色预警", "红色预警", "黄色预警")])
def test_a_column_of_lights_is_kept_aside(head: str, lights: tuple[str, ...]) -> None:
    read = _monitored(head=head, lights=lights)
    assert _unread(read) == []
    assert [left.text for left in read.form.unmapped][-3:] == list(lights)
    assert [one.actual for one in read.form.indicators] == ["198根", "进行中", "未到调查时间"]


@pytest.mark.parametrize("label", ["拟采取的措施", "下一步纠偏办法", "应对措施", "准备采取的对策"])
def test_measures_are_no_goal_of_a_form_without_one(label: str) -> None:
    read = _monitored(below=f"{label}|8月起增加一个班组，按周调度进度。")
    assert (read.form.texts.measures, read.form.texts.annual_goal) == ("8月起增加一个班组，按周调度进度。", None)


@pytest.mark.parametrize("label", ["服务对象", "救助对象", "受助对象", "服务人群"])
def test_whom_a_project_serves_may_be_told_with_a_number(label: str) -> None:
    head = row("项目名称", "爱心助餐", label, "2|70周岁以上独居老人")
    heads = row("一级指标", "二级指标", "三级指标", "2|指标值")
    rows = row("产出指标", "数量指标", "助餐人次", "2|≥8000人次")
    read = reading(f"<p>2025年项目支出绩效目标表</p><table>{head}{heads}{rows}</table>")
    assert _unread(read) == []
    assert [(left.label, left.text) for left in read.form.unmapped] == [(label, "70周岁以上独居老人")]


@pytest.mark.parametrize("label", ["总评分", "综合评分", "总评得分"])
def test_the_last_line_of_points_is_no_indicator(label: str) -> None:
    heads = row("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分")
    rows = row("产出指标", "数量指标", "改造灯杆", "≥240根", "240根", "60", "60")
    rows += row("效益指标", "社会效益指标", "路灯亮灯率", "≥98%", "97%", "40", "38") + row(f"5|{label}", "100", "98")
    read = reading(f"<p>2025年项目支出绩效自评表</p><table>{row('项目名称', '6|路灯节能改造')}{heads}{rows}</table>")
    assert [one.level3.raw for one in read.form.indicators if one.level3] == ["改造灯杆", "路灯亮灯率"]
    assert [(total.what, total.raw) for total in read.totals] == [("weight", "100"), ("score", "98")]


@pytest.mark.parametrize("title", ["路灯改造项目部门评价得分表", "2024年消防站项目财政评价指标得分表"])
def test_the_title_of_a_table_of_points_is_kept(title: str) -> None:
    heads = row("一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分")
    rows = row("决策", "项目立项", "立项依据充分性", "20", "符合得满分", "20")
    rows += row("过程", "资金管理", "资金使用合规性", "80", "发现一处扣2分", "78")
    assert reading(f"<p>{title}</p><p>项目单位：临江市路灯所</p><table>{heads}{rows}</table>").form.title == title
