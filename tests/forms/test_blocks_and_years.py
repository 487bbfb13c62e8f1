"""A block of money below the indicators, and the whole project's money and values beside the year's (K6, K20)."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import reading, row

TITLE = "<p>2024年项目支出绩效{}表</p>"
NAME = row("项目名称", "5|零工市场")
HEADS = row("5/绩效指标", "一级指标", "二级指标", "三级指标", "目标值", "权重")
ROWS = (
    row("产出指标", "数量指标", "建成零工市场", "3处", "40"),
    row("产出指标", "质量指标", "培训合格率", "≥85%", "30"),
    row("效益指标", "社会效益指标", "就业率", "≥75%", "20"),
    row("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "10"),
)


def _read(*rows: str, title: str = "目标") -> Reading:
    return reading(TITLE.format(title) + f"<table>{''.join(rows)}</table>")


def _amounts(read: Reading) -> dict[str, str]:
    return {code: amount.raw for code, amount in read.form.amounts.items() if amount.raw}


def _names(read: Reading) -> list[str]:
    return [indicator.level3.raw for indicator in read.form.indicators if indicator.level3 is not None]


@pytest.mark.parametrize("block", ["预算安排情况", "项目预算（万元）", "资金情况", "经费保障（万元）"])
@pytest.mark.parametrize(
    "money",
    [
        (("2|资金总额", "3|60"), ("2|财政拨款", "3|40"), ("2|其他资金", "3|20")),
        (("资金总额", "财政拨款", "3|其他资金"), ("60", "40", "3|20")),
        (("资金来源", "上年预算数", "3|本年预算数"), ("资金总额", "50", "3|60"), ("财政拨款", "50", "3|40"),
         ("其他资金", "0", "3|20")),
    ],
)  # fmt: skip
def test_money_below_the_indicators_is_no_indicator(block: str, money: tuple[tuple[str, ...], ...]) -> None:
    read = _read(NAME, HEADS, *ROWS, row(f"{len(money)}/{block}", *money[0]), *(row(*cells) for cells in money[1:]))
    assert _names(read) == ["建成零工市场", "培训合格率", "就业率", "居民满意度"]
    assert (_amounts(read), read.doubts) == ({"total": "60", "fiscal_appropriation": "40", "other_funds": "20"}, [])


def test_execution_on_its_side_below_the_indicators_is_no_indicator() -> None:
    heads = row("4/资金使用情况（单位：元）", "来源渠道", "资金总额", "财政拨款", "2|其他资金")
    spent = [("全年预算数", "60", "40", "2|20"), ("1-8月支出数", "30", "20", "2|10"), ("执行率", "50%", "50%", "2|50%")]
    read = _read(NAME, HEADS, *ROWS, heads, *(row(*cells) for cells in spent), title="监控")
    assert [(e.item, e.adjusted, e.executed, e.rate) for e in read.form.execution] == [
        ("资金总额", "60", "30", "50%"),
        ("财政拨款", "40", "20", "50%"),
        ("其他资金", "20", "10", "50%"),
    ]
    assert (len(read.form.indicators), read.form.currency_unit) == (4, "元")


def test_an_indicator_of_money_is_no_block() -> None:
    read = _read(NAME, HEADS, *ROWS[:2], row("2/成本指标", "经济成本指标", "资金总额", "≤60万元", "20"),
                 row("社会成本指标", "预算资金控制数", "≤50万元", "10"))  # fmt: skip
    assert _names(read)[2:] == ["资金总额", "预算资金控制数"]


@pytest.mark.parametrize("whole", ["实施期资金总额", "三年资金总额", "项目总投资"])
@pytest.mark.parametrize("first", ["其中：财政拨款", "其中：①财政拨款", "①财政拨款"])
def test_parts_of_the_year_beside_the_whole_project(whole: str, first: str) -> None:
    year = {"total": "60", "fiscal_appropriation": "40", "other_funds": "20"}
    read = _read(
        NAME, row("3/资金（万元）", whole, "98", "年度资金总额", "2|60"), row(first, "4|40"), row("其他资金", "4|20")
    )
    assert _amounts(read) == year
    narrow = _read(NAME, row("3/资金（万元）", whole, "98", "年度资金总额", "2|60"), row(first, "40", "", "2|"),
                   row("其他资金", "20", "", "2|"))  # fmt: skip
    assert _amounts(narrow) == year


def test_parts_of_the_whole_project_are_not_the_years() -> None:
    read = _read(NAME, row("3/资金（万元）", "项目总投资", "98", "年度资金总额", "2|60"), row("其中：财政拨款", "4|78"),
                 row("其他资金", "4|20"))  # fmt: skip
    assert _amounts(read) == {"total": "60"}


@pytest.mark.parametrize("whole", ["实施期指标值", "实施周期指标值", "三年指标值", "总指标值", "中期目标值"])
@pytest.mark.parametrize("own", ["当年指标值", "年度指标值", "本年度目标值", "2024年指标值"])
@pytest.mark.parametrize("over", ["指标值", ""])
def test_values_of_the_whole_period_and_of_the_year(whole: str, own: str, over: str) -> None:
    tall, values = ("2/", (f"2|{over}",)) if over else ("", (whole, own))
    heads = row(f"{tall}一级指标", f"{tall}二级指标", f"{tall}三级指标", *values, f"{tall}指标内涵")
    rows = [row("产出指标", "数量指标", "零工市场", "3处", "1处", "反映建成情况"),
            row("产出指标", "质量指标", "合格率", "≥85%", "≥80%", "反映培训情况")]  # fmt: skip
    read = _read(NAME, heads, *([row(whole, own)] if over else []), *rows)
    assert [(i.scope, i.target.raw) for i in read.form.indicators] == [
        ("period", "3处"), ("annual", "1处"), ("period", "≥85%"), ("annual", "≥80%"),
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["总额（单位：千元）", "资金总额（千元）"])
def test_the_unit_in_the_head_of_a_source(head: str) -> None:
    read = _read(NAME, row("3/资金", "资金类别", head, "财政拨款", "2|其他资金"), row("预算数", "60", "40", "2|20"),
                 row("执行数", "60", "40", "2|20"), title="自评")  # fmt: skip
    assert read.form.currency_unit == "千元"
    assert [doubt.code for doubt in read.doubts] == ["no-indicators"]


@pytest.mark.parametrize(
    "text",
    [
        "年度总预算：60<br>①财政拨款：40<br>②其他资金：20",
        "年度总预算：60；（1）财政拨款：40；（2）其他资金：20",
        "本年预算总额（单位：万元）：60<br>其中：财政拨款：40<br>其他资金：20",
        "年度资金总额(单位:万元):60 其中:财政拨款:40 其他资金:20",
    ],
)
def test_numbers_and_units_in_a_list_of_money(text: str) -> None:
    read = _read(NAME, row("项目资金", f"5|{text}"))
    assert _amounts(read) == {"total": "60", "fiscal_appropriation": "40", "other_funds": "20"}


@pytest.mark.parametrize("number", ["（二）", "2.", "②", ""])
def test_the_own_level_beside_what_comes_from_above(number: str) -> None:
    read = _read(NAME, row("4/资金（万元）", "合计", "4|100"), row("（一）上级财政资金", "4|60"),
                 row(f"{number}县级财政资金", "4|30"), row("（三）自有资金", "4|10"))  # fmt: skip
    assert _amounts(read) == {"total": "100", "superior_funds": "60", "current_level": "30", "own_funds": "10"}


@pytest.mark.parametrize("parts", [("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年")])
@pytest.mark.parametrize("over", ["分期目标值", ""])
def test_parts_of_the_year_without_a_value_of_the_whole(parts: tuple[str, ...], over: str) -> None:
    """K36, K19: nothing says whether they add up, so each is kept."""
    n, tall = len(parts), "2/" if over else ""
    heads = [row(f"{tall}一级指标", f"{tall}三级指标", f"{n}|{over}", f"{tall}责任科室"), row(*parts)]
    heads = heads if over else [row("一级指标", "三级指标", *parts, "责任科室")]
    rows = [row("产出指标", "开放天数", *(f"{84 * q}天" for q in range(1, n + 1)), "办公室"),
            row("效益指标", "服务体系", *["完善"] * n, "业务科")]  # fmt: skip
    read = _read(NAME, *heads, *rows)
    first = read.form.indicators[0].target
    assert (first.kind, [part.region for part in first.parts]) == ("compound", list(parts))
    assert read.doubts == []


@pytest.mark.parametrize("whole", ["全年", "年度目标值"])
def test_parts_of_the_year_beside_the_whole(whole: str) -> None:
    heads = row("一级指标", "三级指标", "上半年", "下半年", whole)
    read = _read(
        NAME,
        heads,
        row("产出指标", "开放天数", "84天", "90天", "174天"),
        row("效益指标", "办证量", "3件", "4件", "7件"),
    )
    assert all(indicator.target.kind != "compound" for indicator in read.form.indicators)


@pytest.mark.parametrize("label", ["财政部门审核意见", "主管部门审核意见"])
@pytest.mark.parametrize("box", ["经办人：　　　　（盖章）", "单位负责人（签字）：　　年　月　日"])
def test_a_box_for_an_opinion_asks_nothing_of_the_unit(label: str, box: str) -> None:
    read = _read(NAME, HEADS, *ROWS, row(label, f"5|{box}"))
    assert [printed for printed in read.printed if printed.blank] == []


@pytest.mark.parametrize("line", ["项目周期：2023年6月至2025年12月", "起止时间：2023年1月—2025年12月"])
@pytest.mark.parametrize(("heading", "year"), [("<p>某局2024年部门预算公开</p>", 2024), ("", None)])
def test_the_project_s_years_are_not_the_form_s(line: str, heading: str, year: int | None) -> None:
    table = "".join((NAME, HEADS, *ROWS))
    read = reading(f"{heading}<p>项目支出绩效目标表</p><p>{line}</p><table>{table}</table>")
    assert read.form.fiscal_year == year
