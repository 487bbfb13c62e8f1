"""Values of two levels of government under one head (K19); lists with money under a head of its own (K4)."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.quality.arithmetic import _list_sums
from extractor.quality.case import Case
from extractor.quality.registry import Fault
from tests.forms.pages import RULES, reading, readings, row

LINE = "2026年项目支出绩效目标表（金额单位：万元）"


@pytest.mark.parametrize(
    ("own", "lower"),
    [
        ("本级", "下级"),
        ("县本级", "乡镇"),
        ("省本级", "市县"),
        ("市本级", "县区"),
        ("区本级", "街道"),
        ("自治区本级", "地市"),
    ],
)
@pytest.mark.parametrize("head", ["指标值", "年度指标值", "目标值"])
def test_values_of_the_own_level_and_the_one_below(own: str, lower: str, head: str) -> None:
    table = [
        row("项目名称", "4|文化站设备更新"),
        row("年度资金总额", "4|100"),
        row(f"其中：{own}", "60", f"2|{lower}", "40"),
        row("2/一级指标", "2/二级指标", "2/三级指标", f"2|{head}"),
        row(own, lower),
        row("产出指标", "数量指标", "培训人数", "≥120人", "≥80人"),
        row("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "≥85%"),
    ]
    read = reading(f"<p>{LINE}</p><table>{''.join(table)}</table>")
    parts = [[(part.region, part.raw) for part in one.target.parts] for one in read.form.indicators]
    assert parts == [[(own, "≥120人"), (lower, "≥80人")], [(own, "≥90%"), (lower, "≥85%")]]
    amounts = {code: amount.value for code, amount in read.form.amounts.items()}
    assert amounts == {"total": "100", "current_level": "60", "local_funds": "40"}
    assert not read.doubts


def _sum_faults(*sums: str) -> list[Fault]:
    first = _list("项目资金（万元）", "小计", "财政拨款", "上年结转", sums=sums)[0]
    return [said for said in _list_sums(Case(first, RULES)) if isinstance(said, Fault)]


def _list(over: str, *under: str, sums: tuple[str, ...] = ()) -> list[Reading]:
    heads = ("2/序号", "2/项目名称", f"3|{over}", "2/年度目标", "2/一级指标", "2/二级指标", "2/三级指标", "2/指标值")
    rows = [row(*heads), row(*under)]
    for number, (name, *money) in enumerate((("公路养护", "100", "80", "20"), ("桥梁加固", "50", "50", "0")), 1):
        first = (str(number), name, *money, "完成年度任务，保障道路畅通。")
        rows.append(row(*(f"2/{text}" for text in first), "产出指标", "数量指标", "完成里程", "≥12公里"))
        rows.append(row("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"))
    return readings(f"<p>{LINE}</p><table>{''.join((*rows, *sums))}</table>")


@pytest.mark.parametrize("over", ["项目资金（万元）", "资金安排", "资金来源", "年度预算"])
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("本年财政拨款", "fiscal_appropriation"),
        ("一般公共预算", "general_public_budget"),
        ("其中：上级补助", "superior_funds"),
        ("县级财政", "local_funds"),
    ],
)
def test_a_source_between_the_sum_and_what_was_carried_over(over: str, source: str, code: str) -> None:
    found = _list(over, "小计", source, "上年结转")
    amounts = [{key: amount.value for key, amount in read.form.amounts.items()} for read in found]
    assert amounts == [{"total": "100", code: "80", "carry_over": "20"}, {"total": "50", code: "50", "carry_over": "0"}]
    assert not any(read.doubts for read in found)


def test_a_source_of_a_list_that_no_key_takes_is_kept_under_its_head() -> None:
    first, _ = _list("项目资金（万元）", "小计", "专项债券", "上年结转")
    assert ("专项债券", "80") in [(left.label, left.text) for left in first.form.unmapped]


@pytest.mark.parametrize(("printed", "fires"), [("150", False), ("160", True), ("", False)])
def test_the_sum_row_of_a_list_against_its_projects(printed: str, fires: bool) -> None:
    said = _sum_faults(row("2|合计", printed, "130", "20", "5|"))
    assert [(fault.observed, fault.expected) for fault in said] == ([("160", "150")] if fires else [])


def test_two_sum_rows_are_of_parts_of_the_list() -> None:
    assert _sum_faults(row("2|小计", "100", "80", "20", "5|"), row("2|小计", "50", "50", "0", "5|")) == []
