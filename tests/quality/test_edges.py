"""Thresholds of the quality room that no rule book holds, each at its edge."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from extractor.errors import UsageError
from extractor.model.filing import Execution, OcrDoubt, Unmapped
from extractor.quality import registry
from extractor.quality.arithmetic import _code_of, _leftover_amount
from extractor.quality.case import Case
from extractor.quality.cross_form import _slip_of
from extractor.quality.direction import direction_of
from extractor.quality.evaluation import _explained, _rate, achieved
from extractor.quality.numbers import exact, first_number, half_digit, yuan_per
from extractor.quality.reading_doubts import cell_doubtful
from extractor.quality.registry import Fault
from extractor.quality.spelling import _of_leftovers, _one_apart
from extractor.quality.waivers import Waiver, read_waivers
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.quality.build import reading


@pytest.mark.parametrize(("printed", "rate"), [("1.5", "150"), ("1.51", "1.51"), ("0.88", "88"), ("1.5%", "1.5")])
def test_a_rate_without_sign_is_a_share_of_one_up_to_a_size(printed: str, rate: str) -> None:
    assert _rate(printed) == Decimal(rate)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("PM2.5年均浓度（微克/立方米）", "lower"), ("负氧离子浓度", None), ("设备故障率", "lower"),
        ("化肥使用量", "lower"), ("植树面积", "higher"),
    ],
)  # fmt: skip
def test_which_way_is_better_is_told_by_the_known_indicator(name: str, way: str | None) -> None:
    """Fine dust of 31 where 32 was the target was called a shortfall."""
    rules = load_rules()
    spec = {"columns": ["level1", "level2", "level3", "target"], "rows": [["效益指标", "生态效益指标", name, "32"]]}
    case = Case(reading(spec, 0, rules), rules)
    assert direction_of(case, case.rows[0]) == way


@pytest.mark.parametrize(("actual", "value"), [("1.5", None), ("1.51", "1.51")])
def test_an_actual_that_may_be_a_share_cannot_be_told(actual: str, value: str | None) -> None:
    row: Any = SimpleNamespace(
        indicator=SimpleNamespace(actual=actual), number=Decimal(95), target=SimpleNamespace(unit="%", raw="95%")
    )
    assert achieved(row, load_rules().units.index) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("actual", "target", "number", "unit", "value"),
    [
        ("5.2万人次", "≥5万人次", "50000", "人次", "52000"),
        ("120万元", "≥100万元", "1000000", "元", "1200000"),
        ("5000元", "1万元", "1", "万元", "0.5"),
        ("0.5亿元", "4000万元", "4000", "万元", "5000"),
        ("2亿", "1万元", "1", "万元", None),
        ("3万", "3万人", "30000", "人", None),
        ("约40%", "40%", "40", "%", "40"),
        ("已完成98%", "95%", "95", "%", "98"),
        ("40%", "40人", "40", "人", None),
        ("约40%", "40人", "40", "人", None),
        ("5次3次", "4次", "4", "次", None),
        ("完成5", "4次", "4", "次", "5"),
        ("完成", "4次", "4", "次", None),
        ("4.5", "4.6万吨", "46000", "吨", "45000"),
        ("45000", "4.6万吨", "46000", "吨", "45000"),
        ("299", "3万人", "30000", "人", "2990000"),
        ("300", "3万人", "30000", "人", "300"),
    ],
)
def test_an_actual_is_told_in_the_targets_unit(
    actual: str, target: str, number: str, unit: str, value: str | None
) -> None:
    """万 that a bare actual leaves out is put back where it is a hundredth of the target or less."""
    row: Any = SimpleNamespace(
        indicator=SimpleNamespace(actual=actual), number=Decimal(number), target=SimpleNamespace(unit=unit, raw=target)
    )
    assert achieved(row, load_rules().units.index) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("length", "money"), [(20, True), (21, False)])
def test_a_label_of_money_that_is_left_over_is_short(length: int, money: bool) -> None:
    label = "财政拨款资金" + "甲" * (length - 6)
    left = Unmapped(label, "120万元", {})
    case: Any = SimpleNamespace(form=SimpleNamespace(unmapped=[left]))
    assert _leftover_amount(case) == money


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("总公会部", "总工会部", False),
        ("市总公会部", "市总工会部", True),
        ("市总工会部", "市总工会部", False),
        ("市水务局办", "市水利局办", False),
        ("市水利一局", "市水利二局", False),
        ("市总工会", "市总工会部", False),
        ("市总会组织部", "市总工会组织部", True),
        ("市总会部", "市总工会组织部", False),
    ],
)
def test_names_of_units_are_compared_from_a_length_on(one: str, other: str, slip: bool) -> None:
    assert _slip_of(one, other) == slip


@pytest.mark.parametrize(("length", "valid"), [(8, True), (7, False)])
def test_a_waiver_names_its_file(length: int, valid: bool) -> None:
    given = {"code": "sum-mismatch", "source": "a" * length, "reason": "已核实", "who": "某人"}
    if valid:
        Waiver.model_validate(given)
    else:
        with pytest.raises(ValueError, match="source"):
            Waiver.model_validate(given)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("其中：财政拨款", "fiscal_appropriation"),
        ("自治区财政资金", "provincial_funds"),
        ("县级资金", "local_funds"),
        ("上年结余", "carry_over"),
        ("财政拨款（含结转）", "fiscal_appropriation"),
        ("项目总投资", None),
        ("用事业基金弥补收支差额", None),
        ("基本支出", None),
        ("年度资金总额", None),
        ("某某情况", None),
        ("本级配套", "current_level"),
        ("国有资本收益安排", "state_capital"),
        ("社会捐赠收入", None),
        (None, None),
    ],
)
def test_a_row_of_execution_is_the_source_of_money_that_the_rule_book_calls_so(
    item: str | None, code: str | None
) -> None:
    assert _code_of(Execution(item=item), vocabulary(load_rules())) == code


@settings(max_examples=150, deadline=None)
@given(st.text("甲乙丙", min_size=3, max_size=7), st.text("甲乙丙", min_size=3, max_size=7))
def test_names_one_slip_apart_pass_the_first_look(one: str, other: str) -> None:
    """And those further apart than two neighbouring characters do not."""
    apart = OSA.distance(one, other)
    assert _one_apart(one, other) or apart > 1
    assert not _one_apart(one, other) or apart <= 2
    assert not _one_apart(one, other) or abs(len(one) - len(other)) < 2
    assert _one_apart(one, other) == _one_apart(other, one)


@pytest.mark.parametrize(
    ("raw", "others", "says"),
    [
        ("80", ["86"], "也可能是“86”"),
        ("80", ["86", "30", "88", "00"], "也可能是“86”、“30”、“88”，请"),
        ("80", [], "把握不大，请"),
        (" ", ["1"], "没有认出文字，可能是“1”"),
    ],
)
def test_a_doubtful_cell_names_three_other_readings(raw: str, others: list[str], says: str) -> None:
    form = SimpleNamespace(ocr={"/filer": OcrDoubt(raw, others)})
    case: Any = SimpleNamespace(form=form, place=lambda pointer: {"row": 1})
    (fault,) = cell_doubtful(case)
    assert isinstance(fault, Fault) and says in fault.message
    assert fault.expected == (others[0] if others else None)


@pytest.mark.parametrize(
    ("rate", "executed", "meant", "explained"),
    [
        ("88%", "80", {"executed": "88"}, True),
        ("88%", "80", {"executed": "89"}, False),
        ("88%", "88", {"adjusted": "100"}, True),
        ("88%", None, {"adjusted": "100"}, False),
        ("88%", "88", {}, False),
    ],
)
def test_a_rate_that_is_right_for_the_figure_the_sum_asks_for(
    rate: str, executed: str | None, meant: dict[str, str], explained: bool
) -> None:
    row = Execution(None, None, "100" if "executed" in meant else "90", executed, rate, None, None)
    value = _rate(rate)
    assert value is not None
    assert _explained(row, value, {column: Decimal(figure) for column, figure in meant.items()}) == explained


def test_a_broken_list_of_waivers_is_told_by_its_line() -> None:
    with pytest.raises(UsageError, match="第 3 行"):
        read_waivers("waivers:\n  - code: x\n   source: y\n")


@pytest.mark.parametrize(
    ("text", "slips"), [("填报单位", 0), ("填报单味：", 1), ("填报单味", 1), ("填报单：", 1), ("填报单", 0)]
)
def test_a_label_left_over_that_lost_a_character_is_a_slip_before_a_colon_only(text: str, slips: int) -> None:
    """财政部 in a cell of its own is no 财政部门."""
    rules = load_rules()
    left = Unmapped(None, text, {})
    case: Any = SimpleNamespace(form=SimpleNamespace(unmapped=[left]), rules=rules)
    assert len(list(_of_leftovers(case))) == slips


def test_a_rule_is_listed_once_and_says_what_it_is_for() -> None:
    known = next(iter(registry._RULES.values()))
    with pytest.raises(ValueError, match="listed twice"):
        registry._enlist(known)
    with pytest.raises(ValueError, match="no docstring"):
        registry._enlist(replace(known, id="untold", doc=""))
    assert "untold" not in registry._RULES


@pytest.mark.parametrize(
    ("text", "number", "first"),
    [
        ("1,200.50", "1200.50", "1200.50"),
        ("10分", "10", "10"),
        ("88%", "88", "88"),
        ("约40", None, "40"),
        ("21980人", None, "21980"),
        ("3至5", None, None),
        ("甲", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_number_of_a_text(text: str | None, number: str | None, first: str | None) -> None:
    told = [None if value is None else str(value) for value in (exact(text), first_number(text))]
    assert told == [number, first]


@pytest.mark.parametrize(("number", "half"), [("12.34", "0.005"), ("96", "0.5"), ("96.0", "0.05"), ("NaN", "0.5")])
def test_half_of_the_last_printed_digit(number: str, half: str) -> None:
    assert half_digit(Decimal(number)) == Decimal(half)


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [
        ("元", 1),
        ("千元", 1000),
        ("万元", 10**4),
        ("百万元", 10**6),
        ("千万元", 10**7),
        ("亿元", 10**8),
        (None, 1),
        ("", 1),
        ("台", 1),
        ("万", 1),
    ],
)
def test_yuan_of_a_unit_of_money(unit: str | None, yuan: int) -> None:
    assert yuan_per(unit) == yuan
