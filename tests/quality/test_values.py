"""Units, the direction of the sign, cost against budget: every condition on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality.build import case_of, said

_ASKED = ["level1", "level2", "level3", "target:指标值及单位"]
_SPLIT = ["level1", "level2", "level3", "operator", "target", "unit"]
_EVALUATION = ["level1", "level2", "level3", "target", "actual"]


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


def _faults(rule: str, spec: dict[str, Any]) -> list[str]:
    return [say for say in said(rule, spec) if say.startswith("!")]


def _only(rule: str, row: str, **more: Any) -> list[str]:
    """What is told of one row: the observed value and what is expected, without the pointer."""
    return [say.partition("[")[2] for say in _faults(rule, _form(row, **more))]


# --- a number without its unit ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("产出指标|数量指标|某事|4", True), ("产出指标|数量指标|某事|4-8", True),
        ("产出指标|数量指标|某事|4次", False),
        ("产出指标|数量指标|某事|0", False), ("产出指标|数量指标|某事|良好", False),
        ("产出指标|数量指标|某事|1:3", False),
        ("产出指标|数量指标|某事（次）|4", False), ("产出指标|数量指标|（二期）某事|4", True),
        ("产出指标|数量指标|某事（2024）|4", True), ("产出指标|质量指标|某事≥**次|4", False),
        ("产出指标|质量指标|利用系数|0.6", False), ("产出指标|质量指标|利用系数（平均）|0.6", False),
        ("产出指标|质量指标|景气指数|50", False), ("产出指标|质量指标|指数编制|50", True),
    ],
)  # fmt: skip
def test_under_a_head_that_asks_for_units(row: str, told: bool) -> None:
    """0, what is no number, a unit in the name's bracket and pure numbers need none."""
    assert bool(_faults("unit-missing", _form(row, columns=_ASKED))) == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # the one number without, among numbers with a unit of their own or in the name
        (("甲|4", "乙|5次"), [0]), (("甲|4", "乙（次）|5"), [0]), (("甲|4", "乙|5"), []), (("甲|4",), []),
        (("甲|4", "乙|5次", "丙|6"), []), (("甲（人）|4", "乙|5次"), []), (("甲|4", "乙|0"), []),
        (("甲|4", "乙|良好"), []), (("甲|5次", "乙|6次"), []),
        # a pure number is as one without a unit
        (("甲|4", "乙系数|5"), []), (("甲|4", "乙|5次", "丙系数|5"), []),
    ],
)  # fmt: skip
def test_a_single_number_without_a_unit_stands_out(rows: tuple[str, ...], told: list[int]) -> None:
    faults = _faults("unit-missing", _form(*(f"产出指标|数量指标|某项{row}" for row in rows)))
    assert [int(say.split("/")[2]) for say in faults] == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        # sign | value | unit
        ("某事|≥|4|次", False), ("某事|≥|4|", True), ("某事|≥|4|-", True), ("某事|≥|4|无", True),
        ("某事|≥|4|/", True),
        ("某事（次）|≥|4|-", True), ("某事|≥|4次|", False), ("某事|≥|4%|-", False), ("某事|≥|4", True),
        ("某事（次）|≥|4", False), ("某事|≥|4次", False), ("某事|≥|良好|", False), ("某事|≥|0|", False),
    ],
)  # fmt: skip
def test_beside_a_column_of_units(row: str, told: bool) -> None:
    """What stands in the name's bracket does not fill the cell (K29)."""
    assert bool(_faults("unit-missing", _form(f"产出指标|数量指标|{row}", columns=_SPLIT))) == told


@pytest.mark.parametrize(("value", "hint"), [("3.84", True), ("38400", False), ("3.85", False), ("3-3.84", False)])
def test_a_bare_number_that_is_the_budget_says_so(value: str, hint: bool) -> None:
    from extractor.quality.values import unit_missing

    case = case_of(_form(f"产出指标|成本指标|某事|{value}", columns=_ASKED, amounts={"total": 3.84}))
    message = getattr(next(iter(unit_missing(case))), "message", "")
    assert ("（与本表资金总额 3.84 万元相等，单位应为万元）" in message) == hint


def test_how_many_numbers_were_looked_at() -> None:
    rows = ("甲|4次", "乙|0", "丙|良好", "丁|4-8次")
    assert said("unit-missing", _form(*(f"产出指标|数量指标|某项{r}" for r in rows))) == ["= 查看了 2 个数字指标值"]


# --- a unit that does not go with the name ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("村干部人数|≥230个", "人、名、人次"), ("村干部人数|≥230人", None), ("村干部人数|≥230万人", None),
        ("村干部人数|230", None), ("村干部人数|应有尽有", None), ("村干部人数|1-3个", "人、名、人次"),
        ("人数占比|50%", None), ("巡查次数|≥60次/月", None), ("巡查次数|≥60人/月", "次、场、场次"),
        ("巡查次数|≥60站次", None), ("完成面积|560万亩次", None), ("完成面积|560次", "平方米、亩、万亩"),
        ("完成面积|百亩", None),
        # a rate may be one unit per another, but for money; where its name says 完成率 it may not
        ("停播率|≤6秒/百小时", None), ("停播率|≤6秒", "%、百分比、‰"), ("停播率|≤6元/户", "%、百分比、‰"),
        ("任务完成率|6秒/百小时", "%、百分比、‰"), ("电机功率|≥5千瓦", None),
        # the name itself counts
        ("村干部230人|230个", "人"), ("村干部230人|231个", None), ("村干部230人|230人", None),
        ("村干部230人|230万元", None),
        ("村干部12人，村医3人|3个", "人"),
        # things are not counted in time, unless their upkeep is
        ("制作宣传横幅|1年", "个、块、条"), ("制作宣传横幅|1块", None), ("宣传横幅维护|1年", None),
        ("举办讲座|1年", None),
        ("制作展板|3个月", "个、块、条"),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_go_with_the_name(row: str, expected: str | None) -> None:
    told = _only("unit-wrong", f"产出指标|数量指标|{row}")
    value = row.split("|")[1]
    assert told == ([] if expected is None else [f"{value}] -> {expected}"])


def test_rows_that_are_right_end_nothing() -> None:
    rows = ("人数|应有尽有", "人数|5人", "人数|5个")
    faults = _faults("unit-wrong", _form(*(f"产出指标|数量指标|{n}村{row}" for n, row in zip("甲乙丙", rows))))
    assert [say.split(" ")[1] for say in faults] == ["/indicators/2/target"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("产出指标|成本指标|项目总成本|100%", True), ("产出指标|成本指标|项目总成本|5‰", True),
        ("产出指标|成本指标|项目总成本|80%-90%", True), ("产出指标|成本指标|设备单价|1:3", True),
        ("产出指标|成本指标|项目总成本|5万元", False), ("产出指标|成本指标|项目总成本|百分百", True),
        ("产出指标|成本指标|项目总成本|节约", False),
        ("产出指标|成本指标|成本节约率|5%", False), ("产出指标|成本指标|严格控制支出|100%", False),
        ("成本指标|社会成本指标|负面影响|5%", False), ("成本指标|生态环境成本指标|扬尘|5%", False),
        ("产出指标|数量指标|项目总成本|100%", False), ("产出指标|数量指标|师生比|1:3", False),
    ],
)  # fmt: skip
def test_a_cost_in_per_cent(row: str, told: bool) -> None:
    value = row.split("|")[3]
    assert _only("cost-as-rate", row) == ([f"{value}] -> 金额或单价的上限"] if told else [])


def test_each_cost_is_looked_at() -> None:
    rows = ("产出指标|数量指标|培训人数|5人", "产出指标|成本指标|成本节约率|5%", "产出指标|成本指标|项目总成本|100%")
    assert len(_faults("cost-as-rate", _form(*rows))) == 1


@pytest.mark.parametrize(
    ("target", "actual", "says"),
    [
        ("≥15台", "15人", "!"), ("≥15台", "100%", "!"), ("≥15台", "15台", "="), ("≥15台", "15", ""),
        ("≥15台", "", ""),
        ("15", "15台", ""), ("良好", "15台", ""), ("≥15台", "已完成", ""), ("5-8台", "6人", "!"),
        ("≥15台", "10-15人", "!"),
        ("≥3公里", "3200米", "="), ("≥90%", "92分", "="), ("≥90分", "92%", "="), ("≥15台", "15某", "="),
        # general counters go with counts only
        ("≥15台", "15个", "="), ("≥50户", "50个", "="), ("≥50亩", "50个", "!"), ("≥50亩", "50台", "!"),
        ("≥4期", "4次", "="),
        ("≥4次", "4台", "="), ("≥50户", "50台", "!"), ("≥50户", "50期", "!"), ("≥5万个", "5户", "="),
        ("≤500元/人", "500元", "="), ("≤500元/人", "500人", "!"),
    ],
)  # fmt: skip
def test_the_unit_of_what_was_done(target: str, actual: str, says: str) -> None:
    form = _form(f"产出指标|数量指标|某事|{target}|{actual}", columns=_EVALUATION)
    assert [say[0] for say in said("actual-unit", form)] == list(says)


def test_a_wrong_unit_is_told_after_a_right_one_and_after_none() -> None:
    rows = ("甲|5台|5台", "乙|5台|五", "丙|5台|5人")
    form = _form(*(f"产出指标|数量指标|某项{row}" for row in rows), columns=_EVALUATION)
    assert _faults("actual-unit", form) == ["! /indicators/2/actual [5人] -> 台"]


# --- 元 and 万元 in one form -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "unit", "told"),
    [
        ("产出指标|成本指标|维护成本|10000元", "万元", True), ("产出指标|成本指标|维护成本|9999元", "万元", False),
        ("产出指标|成本指标|维护成本|1万元", "万元", False), ("产出指标|成本指标|维护成本|1万元", "元", True),
        ("产出指标|成本指标|补助标准|12000元", "万元", False), ("产出指标|成本指标|维护成本|1-2万元", "元", False),
        ("产出指标|成本指标|维护成本|12000", "万元", False), ("产出指标|成本指标|维护成本|12000元", None, False),
        ("产出指标|成本指标|总成本|1.2亿元", "万元", True), ("效益指标|经济效益指标|带动投资|1.2亿元", "万元", False),
        ("效益指标|经济效益指标|带动投资|12000元", "万元", True),
        ("效益指标|经济效益指标|带动投资|5千元", "万元", True),
    ],
)  # fmt: skip
def test_a_value_in_another_unit_of_money(row: str, unit: str | None, told: bool) -> None:
    """Sums in 元 stand out from 10,000 on; what is produced or invested is often told in 亿元."""
    value = row.split("|")[3]
    assert _only("money-mixed", row, unit=unit) == ([f"{value}] -> {unit}"] if told else [])


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ({"total": "2", "own_funds": "1"}, []), ({"total": "2万元", "own_funds": "15000元"}, ["own_funds [15000元]"]),
        ({"total": "15000元", "own_funds": "1"}, ["total [15000元]"]), ({"total": "15000元"}, []),
        ({"total": "2", "own_funds": ""}, []), ({"total": "2", "own_funds": "无元"}, []),
    ],
)  # fmt: skip
def test_two_units_in_the_block_of_money(amounts: dict[str, str], told: list[str]) -> None:
    faults = _faults("money-mixed", {"amounts": amounts})
    assert faults == [f"! /amounts/{each} -> 万元" for each in told]


def test_an_amount_without_a_unit_mixes_none() -> None:
    from extractor.quality.values import money_mixed

    case = case_of({"amounts": {"total": "2", "own_funds": "1"}})
    case.form.amounts["own_funds"].unit = None
    assert list(money_mixed(case)) == []


def test_a_figure_of_the_money_block_with_a_unit_of_its_own() -> None:
    printed = [
        {"field": "/execution/0/executed", "label": "执行数", "raw": "5000元", "kind": "execution"},
        {"field": "/filer", "label": "填报单位", "raw": "甲局"},
    ]
    assert _faults("money-mixed", {"printed": printed}) == ["! /execution/0/executed [5000元] -> 万元"]
    assert _faults("money-mixed", {"printed": printed[1:]}) == []


def test_a_price_does_not_hide_a_sum_behind_it() -> None:
    rows = ("补助标准|12000元", "小额支出|50元", "维护成本|12000元")
    faults = _faults("money-mixed", _form(*(f"产出指标|成本指标|{row}" for row in rows)))
    assert [say.split(" ")[1] for say in faults] == ["/indicators/2/target"]


# --- the direction of a sign ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "right"),
    [
        ("产出指标|成本指标|项目总成本|≥90万元", "≤"), ("产出指标|成本指标|项目总成本|>90万元", "≤"),
        ("产出指标|成本指标|项目总成本|≤90万元", None), ("产出指标|成本指标|项目总成本|90万元", None),
        ("产出指标|成本指标|项目总成本|≥90", None), ("产出指标|成本指标|项目总成本|≥90台", None),
        ("产出指标|成本指标|补助标准|≥500元/人", None), ("产出指标|成本指标|单位成本|≥500元/人", "≤"),
        ("产出指标|数量指标|项目总成本|≥90万元", None),
        ("产出指标|质量指标|验收合格率|≤95%", "≥"), ("产出指标|质量指标|验收合格率|<95%", "≥"),
        ("产出指标|质量指标|验收合格率|≥95%", None), ("产出指标|质量指标|验收合格率|95%", None),
        ("产出指标|质量指标|未验收合格率|≤5%", None), ("产出指标|质量指标|投诉率|≤5%", None),
        ("产出指标|成本指标|验收合格率|≤95%", None), ("产出指标|质量指标|验收合格率的变动|≤5%", None),
        ("产出指标|质量指标|验收合格率|90%-95%", None),
    ],
)  # fmt: skip
def test_a_sign_against_the_kind(row: str, right: str | None) -> None:
    value = row.split("|")[3]
    assert _only("sign-against-kind", row) == ([] if right is None else [f"{value}] -> {right}"])


def test_a_row_without_a_sign_hides_none_with_a_wrong_one() -> None:
    rows = ("验收合格率|良好", "知晓率|95%", "项目总成本|≤5万元", "成活率|≤95%")
    faults = _faults("sign-against-kind", _form(*(f"产出指标|质量指标|{row}" for row in rows)))
    assert faults == ["! /indicators/3/target [≤95%] -> ≥"]


@pytest.mark.parametrize(
    ("level1", "level2", "value", "told"),
    [
        ("", "", "≥9.31万元", True), ("", "", "≥9.3万元", False), ("", "", "≥93100元", True),
        ("", "", "≥9.31元/人", False),
        ("产出指标", "", "≥9.31万元", False), ("", "数量指标", "≥9.31万元", False), ("", "", "≤9.31万元", False),
    ],
)  # fmt: skip
def test_the_own_budget_as_a_floor_in_a_form_without_levels(level1: str, level2: str, value: str, told: bool) -> None:
    row = f"{level1}|{level2}|发放金额|{value}"
    assert bool(_only("sign-against-kind", row, amounts={"total": "9.31"})) == told


# --- cost against budget ----------------------------------------------------------------------------------------

_COST = "产出指标|成本指标|"
_CALLED = "第1行指标“{}”（成本指标）"


def _of_cost(row: str, amounts: dict[str, str], *others: str, **more: Any) -> list[str]:
    return said("cost-against-budget", _form(_COST + row, *others, amounts=amounts, **more))


@pytest.mark.parametrize(
    ("row", "say"),
    [
        ("项目总成本|≤50万元", "= 第1行指标“项目总成本”（成本指标）的“≤50万元”与预算金额相符"),
        ("项目总成本|≤500000元", "= 第1行指标“项目总成本”（成本指标）的“≤500000元”与预算金额相符"),
        ("项目总成本|≤51万元", "! /indicators/0/target [≤51万元] -> 50万元"),
        ("项目总成本|≤49万元", "! /indicators/0/target [≤49万元] -> 50万元 (smaller)"),
        ("设备购置费|≤51万元", "! /indicators/0/target [≤51万元] -> 50万元"),
        ("设备购置费|≤49万元", "? 第1行指标“设备购置费”（成本指标）不一定是总成本，不与预算比较"),
        ("其中总成本|≤49万元", "? 第1行指标“其中总成本”（成本指标）不一定是总成本，不与预算比较"),
        ("项目总成本|≥51万元", "? 第1行指标“项目总成本”（成本指标）写的是下限，不与预算比较"),
        ("项目总成本|>51万元", "? 第1行指标“项目总成本”（成本指标）写的是下限，不与预算比较"),
        ("项目总成本|≥49万元", "! /indicators/0/target [≥49万元] -> 50万元 (smaller)"),
        ("三年总成本|≤150万元", "? 第1行指标“三年总成本”（成本指标）是几年合计的成本，不与年度预算比较"),
        ("三年总成本|≤50万元", "= 第1行指标“三年总成本”（成本指标）的“≤50万元”与预算金额相符"),
        ("项目总成本|≤51", "? 第1行指标“项目总成本”（成本指标）的“≤51”没有金额单位"),
        ("人均费用|≤51万元", "? 第1行指标“人均费用”（成本指标）是单价，没有唯一对应的数量"),
        ("设备购置费|≤5台", None), ("设备购置费|合理", None), ("设备购置费|1-2万元", None),
    ],
)  # fmt: skip
def test_a_total_cost_beside_the_budget(row: str, say: str | None) -> None:
    assert _of_cost(row, {"total": "50"}) == ([] if say is None else [say])


def test_a_cost_without_a_budget_and_one_of_the_whole_period() -> None:
    assert _of_cost("项目总成本|≤50万元", {}) == ["? 本表的预算金额读不出来或单位不明"]
    assert _of_cost("项目总成本|合理", {}) == []
    (say,) = _of_cost("项目总成本|≤51万元", {"total": "50"}, scopes={0: "period"})
    assert say == "? 第1行指标“项目总成本”（成本指标）是几年合计的成本，不与年度预算比较"


def test_a_cost_is_too_much_only_above_every_budget() -> None:
    """Of a department its 项目支出 is a budget too."""
    amounts = {"total": "300", "project_expenditure": "100"}
    (say,) = _of_cost("设备购置费|≤200万元", amounts, kind="department_target")
    assert say == "? 第1行指标“设备购置费”（成本指标）不一定是总成本，不与预算比较"
    (say,) = _of_cost("设备购置费|≤301万元", amounts, kind="department_target")
    assert say == "! /indicators/0/target [≤301万元] -> 300万元"


@pytest.mark.parametrize(
    ("amounts", "named", "related"),
    [
        ({"current_level": "50"}, "大于本表年度本级预算金额 50 万元，相差 10 万元", "/forms/0/amounts/current_level"),
        ({"total": "50"}, "大于本表资金总额 50 万元，相差 10 万元", "/forms/0/amounts/total"),
        ({"total": "65"}, "小于本表资金总额 65 万元，相差 5 万元", "/forms/0/amounts/total"),
    ],
)  # fmt: skip
def test_a_cost_names_the_budget(amounts: dict[str, str], named: str, related: str) -> None:
    from extractor.quality.registry import Fault
    from extractor.quality.values import cost_against_budget

    (say,) = cost_against_budget(case_of(_form(_COST + "项目总成本|≤60万元", amounts=amounts)))
    assert isinstance(say, Fault) and named in say.message
    figure = f"{next(iter(amounts.values()))}万元"
    assert say.inputs == {"项目总成本": "≤60万元", case_of({"amounts": amounts}).budgets[0].name: figure}
    (other,) = say.related
    assert (other.field, other.observed) == (related, next(iter(amounts.values())))


_PEOPLE = "产出指标|数量指标|扶助人数|63人"
_NO_QUANTITY = "? 第1行指标“补助标准”（成本指标）是单价，没有唯一对应的数量"


@pytest.mark.parametrize(
    ("price", "others", "say"),
    [
        ("1000元/人", [_PEOPLE], "= 数量乘单价 63人 × 1000元/人 = 63000元，与预算金额相符"),
        ("1001元/人", [_PEOPLE], "? 数量乘单价 63人 × 1001元/人 = 63063元，与预算金额不等，可能另有其他支出"),
        ("0.1万元/人", [_PEOPLE], "= 数量乘单价 63人 × 0.1万元/人 = 63000元，与预算金额相符"),
        ("1000元/户", [_PEOPLE], _NO_QUANTITY), ("1000元/人·月", [_PEOPLE], _NO_QUANTITY),
        ("1000元/人", [], _NO_QUANTITY),
        ("1000元/人", [_PEOPLE, _PEOPLE.replace("扶助", "慰问")], _NO_QUANTITY),
        ("1000元/人", ["产出指标|质量指标|扶助人数|63人"], _NO_QUANTITY),
        ("1000元/人", ["产出指标|数量指标|扶助人数|63-65人"], _NO_QUANTITY),
        ("1000元", ["产出指标|数量指标|扶助数量|63"], _NO_QUANTITY),
    ],
)  # fmt: skip
def test_a_price_by_its_quantity(price: str, others: list[str], say: str) -> None:
    assert _of_cost(f"补助标准|{price}", {"total": "6.3"}, *others) == [say]
