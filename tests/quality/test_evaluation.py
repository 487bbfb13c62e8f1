"""Self-evaluation and monitoring: the execution rate, the points of rows and of the money block, reasons asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.quality.direction import direction_of
from extractor.quality.evaluation import _done, _meant, _rate, _ratio, _rounds_to, achieved, reason_of
from extractor.rulebook import load_rules
from tests.quality.build import case_of, said

_COLUMNS = ["level1", "level2", "level3", "target", "actual", "weight", "achieved_score", "deviation_reason", "note"]


def _form(*rows: str, columns: list[str] = _COLUMNS, **more: Any) -> dict[str, Any]:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return {"kind": "project_self_evaluation", "columns": columns, "rows": cells, **more}


def _money(*rows: dict[str, str]) -> dict[str, Any]:
    return {"kind": "project_self_evaluation", "execution": list(rows)}


# --- the rate --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "rate"),
    [
        (None, None), ("", None), ("约九成", None), ("1％", "1"), ("1%", "1"), ("1", "100"), ("0", "0"),
        ("-1.5", "-150"),
        ("-1.51", "-1.51"), ("100", "100"),
    ],
)  # fmt: skip
def test_a_printed_rate_in_per_cent(printed: str | None, rate: str | None) -> None:
    assert _rate(printed) == (None if rate is None else Decimal(rate))


@pytest.mark.parametrize(
    ("raw", "executed", "base", "same"),
    [
        # rounded, from half a digit below; cut, to less than a digit above
        ("50%", "99", "200", True), ("50%", "9899", "20000", False),
        ("50%", "5099", "10000", True), ("50%", "51", "100", False),
        # at least half a hundredth, however many digits are printed
        ("50.000%", "49995", "100000", True), ("50.000%", "49994", "100000", False),
        ("50.000%", "50004", "100000", True), ("50.000%", "50005", "100000", False),
        # a share of one: its digits are a hundred times as wide
        ("0.5", "45", "100", True), ("0.5", "44", "100", False), ("0.5", "59", "100", True),
        ("0.5", "60", "100", False),
        # amounts with decimals are rounded themselves, whole ones are not
        ("50%", "4.9", "10", True), ("50%", "4.8", "10", False), ("50%", "5.1", "10", True),
        ("50%", "5.2", "10", False),
        ("50%", "5", "9.8", True), ("50%", "5", "9.75", False), ("50%", "5.0", "10", True),
        ("50%", "5.0", "9.75", False),
        ("0%", "0", "10", True), ("0%", "0.0", "10", True),
    ],
)  # fmt: skip
def test_a_rate_is_the_quotient_rounded_or_cut(raw: str, executed: str, base: str, same: bool) -> None:
    printed = _rate(raw)
    assert printed is not None
    assert _rounds_to(raw, printed, Decimal(executed), Decimal(base)) == same


_TOTAL = {"item": "年度资金总额："}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"adjusted": "100", "executed": "80", "rate": "80%"}],
         ["= “总额”80 ÷ 100 = 80.00%，与印出的 80% 相符"]),
        ([{"adjusted": "100", "executed": "80", "rate": "90%"}], ["! /execution/0/rate [90%] -> 80.00%"]),
        # the row before has no rate, the one behind is looked at all the same
        ([{"adjusted": "100"}, {"adjusted": "100", "executed": "80", "rate": "90%"}],
         ["! /execution/1/rate [90%] -> 80.00%"]),
        ([{**_TOTAL, "adjusted": "100", "rate": "80%"}], ["? “年度资金总额”的预算数或执行数读不出来"]),
        ([{**_TOTAL, "executed": "80", "rate": "80%"}], ["? “年度资金总额”的预算数或执行数读不出来"]),
        ([{"adjusted": "0", "initial": "0", "executed": "0", "rate": "0%"}],
         ["? “总额”的预算数是 0，不计算执行率"]),
        # 年初预算数 where 全年预算数 is missing, 0, or not what was divided by
        ([{"initial": "100", "executed": "80", "rate": "80%"}],
         ["= “总额”80 ÷ 100 = 80.00%，与印出的 80% 相符"]),
        ([{"initial": "100", "adjusted": "0", "executed": "80", "rate": "80%"}],
         ["= “总额”80 ÷ 100 = 80.00%，与印出的 80% 相符"]),
        ([{"initial": "100", "adjusted": "200", "executed": "80", "rate": "80%"}],
         ["= “总额”80 ÷ 200 = 40.00%，与印出的 80% 相符"]),
        ([{"initial": "100", "adjusted": "200", "executed": "80", "rate": "70%"}],
         ["! /execution/0/rate [70%] -> 40.00%"]),
        # without % it may be a share or a per cent
        ([{"adjusted": "100", "executed": "50", "rate": "0.5"}],
         ["= “总额”50 ÷ 100 = 50.00%，与印出的 0.5 相符"]),
        ([{"adjusted": "1000", "executed": "5", "rate": "0.5"}],
         ["= “总额”5 ÷ 1000 = 0.50%，与印出的 0.5 相符"]),
        ([{"adjusted": "100", "executed": "5", "rate": "0.5"}], ["! /execution/0/rate [0.5] -> 5.00%"]),
        # what is spent beyond the budget may count as 100 %, where it is beyond every budget
        ([{"adjusted": "100", "executed": "120", "rate": "100%"}], ["= “总额”120 ÷ 100 = 120.00%，超过的按 100% 计"]),
        ([{"adjusted": "100", "executed": "120", "rate": "99%"}], ["! /execution/0/rate [99%] -> 120.00%"]),
        ([{"adjusted": "100", "initial": "160", "executed": "120", "rate": "100%"}],
         ["! /execution/0/rate [100%] -> 120.00%"]),
        ([{"adjusted": "100", "executed": "80", "rate": "100%"}], ["! /execution/0/rate [100%] -> 80.00%"]),
        # a wrong figure that the sum tells is no wrong rate besides; another wrong rate is
        ([{"item": "年度资金总额", "adjusted": "100", "executed": "80", "rate": "90%"},
          {"item": "其中：财政拨款", "adjusted": "60", "executed": "60", "rate": "100%"},
          {"item": "其他资金", "adjusted": "40", "executed": "30", "rate": "70%"}],
         ["? 与资金栏的合计是同一处不平，已在那里报过",
          "= “其中：财政拨款”60 ÷ 60 = 100.00%，与印出的 100% 相符", "! /execution/2/rate [70%] -> 75.00%"]),
    ],
)  # fmt: skip
def test_the_rate_of_each_row_of_the_money_block(rows: list[dict[str, str]], says: list[str]) -> None:
    assert said("execution-rate", _money(*rows)) == says


def test_the_figures_that_a_wrong_sum_asks_for() -> None:
    """100 = 60 + 30: the total should be 90, or one part ten more; a column that adds up asks for nothing."""
    rows = [
        {"item": "年度资金总额", "initial": "90", "adjusted": "100", "executed": "90"},
        {"item": "其中：财政拨款", "initial": "60", "adjusted": "60", "executed": "60"},
        {"item": "其他资金", "initial": "30", "adjusted": "30", "executed": "30"},
    ]
    wanted = {0: Decimal(90), 1: Decimal(70), 2: Decimal(40)}
    assert _meant(case_of(_money(*rows))) == {row: {"adjusted": figure} for row, figure in wanted.items()}
    rows[0]["adjusted"] = "90"
    assert _meant(case_of(_money(*rows))) == {}


def test_a_row_that_could_not_be_read_asks_for_nothing() -> None:
    rows = [{"item": "年度资金总额", "adjusted": "100"}, {"item": "其中：财政拨款", "adjusted": "6o"}]
    assert _meant(case_of(_money(*rows))) == {}


# --- direction and value of a row -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ("产出指标|数量指标|投诉件数|≥5件", "higher"), ("产出指标|数量指标|投诉件数|＞5件", "higher"),
        ("产出指标|数量指标|培训人数|≤5人", "lower"), ("产出指标|数量指标|培训人数|＜5人", "lower"),
        ("产出指标|数量指标|培训人数|5人", "higher"),
        # what is taken off, as against what it comes down to
        ("效益指标|经济效益指标|办事成本降低率|20%", "higher"), ("产出指标|成本指标|压减支出额|20万元", "higher"),
        ("效益指标|经济效益指标|事故率降低到|2%", None), ("效益指标|经济效益指标|挽回经济损失|20万元", "higher"),
        ("产出指标|成本指标|项目总成本|20万元", "lower"), ("产出指标|成本指标|最低工资|20元", None),
        ("产出指标|成本指标|每人标准|20元", None),
        # the thing measured, as against what is done about it
        ("产出指标|质量指标|投诉率|5%", "lower"), ("产出指标|质量指标|投诉处理数|5件", None),
        # neither word of these says whether more or less is better, unless it is money or staff that is kept down
        ("产出指标|质量指标|慢病患者血压控制率|60%", None), ("产出指标|质量指标|污染控制率|60%", None),
        ("产出指标|时效指标|每周开放时间|56小时", None), ("效益指标|社会效益指标|公用经费控制率|100%", "lower"),
        ("效益指标|社会效益指标|聘用人员控制率|100%", "lower"), ("产出指标|时效指标|办理时间|5天", "lower"),
        ("产出指标|时效指标|开放时间故障率|5%", "lower"),
        ("产出指标|质量指标|事故死亡人数|5人", "lower"), ("产出指标|质量指标|失业人员数|5人", "lower"),
        ("产出指标|质量指标|空气臭氧浓度（日均）|5", None), ("产出指标|质量指标|浓度达标天数|5天", "higher"),
        # of no 二级, by its 一级
        ("产出指标||培训人数|5人", "higher"), ("效益指标||受益人数|5人", "higher"),
        ("满意度指标||满意人数|5人", "higher"),
        ("管理指标||检查次数|5次", None), ("其他||检查次数|5次", None),
    ],
)  # fmt: skip
def test_which_way_is_better(row: str, way: str | None) -> None:
    """By the sign, else by the words of the name."""
    case = case_of(_form(row))
    assert direction_of(case, case.rows[0]) == way


@pytest.mark.parametrize(
    ("target", "actual", "value"),
    [
        ("≥5人", "4人", "4"), ("≥5人", None, None), ("良好", "4", None), ("5-8人", "4", None),
        # a per cent beside a unit, a share beside a per cent
        ("≥95%", "96", "96"), ("≥95%", "0.96", None), ("≥1%", "1", "1"), ("≥1.5%", "1.5", "1.5"),
        ("≥95%", "0.96%", "0.96"),
        ("≥95人", "96%", None), ("≥95%", "96%", "96"), ("≥95人", "1", "1"),
        # 万 left out
        ("≥4万元", "五至8万元", None), ("≥4万元", "完成5", "5"), ("≥4万元", "5万元左右", "5"),
        ("≥4万元", "50000元", "5"),
        ("≥4人", "大约5个", "5"),
        ("≥4.6万吨", "4.7", "47000"), ("≥4.6万吨", "460", "460"), ("≥4.6万吨", "459", "4590000"), ("≥0人", "4", "4"),
    ],
)  # fmt: skip
def test_an_actual_value_in_the_unit_of_the_target(target: str, actual: str | None, value: str | None) -> None:
    cells = ["产出指标", "数量指标", "某事", target, *([] if actual is None else [actual])]
    case = case_of(_form("|".join(cells)))
    assert achieved(case.rows[0], load_rules().units.index) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("sign", "actual", "higher", "lower"),
    [
        ("≥", "10", True, True), ("≥", "9", False, True), ("≥", "11", True, False),
        (">", "10", False, False), (">", "11", True, False), (">", "9", False, True),
        ("<", "10", False, False), ("<", "9", False, True), ("<", "11", True, False),
        ("≤", "10", True, True), ("", "10", True, True),
    ],
)  # fmt: skip
def test_a_target_is_reached(sign: str, actual: str, higher: bool, lower: bool) -> None:
    """> and < are not reached by the very number."""
    row = case_of(_form(f"产出指标|数量指标|某事|{sign}10人")).rows[0]
    assert (_done(row, "higher", Decimal(actual)), _done(row, "lower", Decimal(actual))) == (higher, lower)


def test_what_part_of_a_target_is_done() -> None:
    assert _ratio("higher", Decimal(3), Decimal(4)) == Decimal("0.75")
    assert _ratio("lower", Decimal(4), Decimal(3)) == Decimal("0.75")
    assert _ratio("higher", Decimal(3), Decimal(0)) is None
    assert _ratio("lower", Decimal(0), Decimal(3)) is None


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["资料不全。"], ["资料不全"]), (["无偏差"], [""]), ([" 已完成。 "], [""]), (["不涉及"], [""]),
        (["无"], [""]),
        (["-"], [""]), (["无力完成"], ["无力完成"]),
        # a merged cell speaks for the rows below it, never for one above, and the nearest counts
        ([None, "资料不全"], ["", "资料不全"]), (["汛期", None, None], ["汛期"] * 3),
        (["汛期", "资料不全", None], ["汛期", "资料不全", "资料不全"]), (["汛期", "", None], ["汛期", "", ""]),
        ([None, None], ["", ""]),
    ],
)  # fmt: skip
def test_the_reason_given_for_a_row(reasons: list[str | None], told: list[str]) -> None:
    rows = [["产出指标", "数量指标", f"某事{n}", "5人"] + ([] if r is None else [r]) for n, r in enumerate(reasons)]
    case = case_of({"columns": ["level1", "level2", "level3", "target", "deviation_reason"], "rows": rows})
    assert [reason_of(case, row) for row in case.rows] == told


# --- points of a row --------------------------------------------------------------------------------------------

_SCORE = "/indicators/0/achieved_score"
_NOT_COMPARED = "? 第1行指标“培训人数”（数量指标）的实际值与指标值不能直接相比"
_FULL = "= 第1行指标“培训人数”（数量指标）已完成并得满分"
_EXCUSED = "? 第1行指标“培训人数”（数量指标）已完成而扣分，写有原因或超额较多"


def _due(due: str, score: str = "") -> str:
    said = f"，实得 {score} 分，各地评分标准不同" if score else ""
    return f"{'?' if score else '='} 第1行指标“培训人数”（数量指标）按比例应得 {due} 分{said}"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        # target | actual | 分值 | 得分 | reason | note
        ("≥100人|100人|10|10", [_FULL]), ("≥100人|100人|10|10.1", [f"! {_SCORE} [10.1] -> 不超过 10 (claimed)"]),
        ("≥100人|100人||10", []), ("≥100人|100人|10|", []),
        ("≥100人|100人|10|8", [f"! {_SCORE} [8] -> 10"]), ("≥100人|100人|10|8|缺岗", [_EXCUSED]),
        ("≥100人|100人|10|8||见附件", [_EXCUSED]), ("≥100人|100人|10|8||—", [f"! {_SCORE} [8] -> 10"]),
        # far beyond the target: from above 1.3 of it on
        ("≥100人|130人|10|8", [f"! {_SCORE} [8] -> 10"]), ("≥100人|131人|10|8", [_EXCUSED]),
        ("≤100人|70人|10|8", [_EXCUSED]), ("≤100人|90人|10|8", [f"! {_SCORE} [8] -> 10"]),
        # > is not reached by the number itself
        (">100人|100人|10|10", [_due("10.00")]), ("<100人|100人|10|10", [_due("10.00")]),
        (">100人|101人|10|10", [_FULL]),
        # by proportion, a twentieth of a point or half a printed digit up or down
        ("≥100人|90人|10|9", [_due("9.00")]), ("≥100人|90人|10|9.05", [_due("9.00")]),
        ("≥100人|90人|10|9.06", [f"! {_SCORE} [9.06] -> 9.00 (claimed)"]), ("≥100人|90人|10|8.95", [_due("9.00")]),
        ("≥100人|90人|10|9.053", [f"! {_SCORE} [9.053] -> 9.00 (claimed)"]),
        ("≥100人|90人|10|8.94", [_due("9.00", "8.94")]), ("≥100人|85人|10|9", [_due("8.50")]),
        ("≥100人|84人|10|9", [f"! {_SCORE} [9] -> 8.40 (claimed)"]), ("≥100人|95人|10|9", [_due("9.50")]),
        ("≥100人|96人|10|9", [_due("9.60", "9")]),
        # full points though short: only where that is more than a twentieth of a point
        ("≥1000人|995人|10|10", [_due("9.95")]), ("≥1000人|994人|10|10", [f"! {_SCORE} [10] -> 9.94 (claimed)"]),
        ("≤100人|110人|11|10", [_due("10.00")]), ("≥100人|-5人|10|0", [_due("0.00")]),
        ("≥100人|0人|10|0", [_due("0.00")]),
        ("≥100人|0人|10|10", [f"! {_SCORE} [10] -> 0.00 (claimed)"]),
        # 约 is reached by its number, and by nothing else can anything be told
        ("约100人|100人|10|10", [_FULL]), ("约100人|90人|10|10", [_NOT_COMPARED]),
        # in words
        ("应训尽训|应训尽训|10|10", [_FULL]), ("应训尽训|已完成|10|8", [f"! {_SCORE} [8] -> 10"]),
        ("应训尽训|未完成|10|10", [f"! {_SCORE} [10] -> 低于 10 (claimed)"]),
        ("应训尽训|未完成|10|8", [_NOT_COMPARED]),
        ("应训尽训|较好|10|10", [_NOT_COMPARED]), ("应训尽训||10|10", [_NOT_COMPARED]), ("||10|10", [_NOT_COMPARED]),
    ],
)  # fmt: skip
def test_the_points_of_a_row(cells: str, says: list[str]) -> None:
    assert said("points-of-row", _form(f"产出指标|数量指标|培训人数|{cells}")) == says


def test_a_claim_says_what_is_claimed() -> None:
    """Full points are told from points above the proportion."""
    from extractor.quality.evaluation import points_of_row

    rows = ("≥100人|80人|10|10", "≥100人|80人|10|9")
    form = _form(*(f"产出指标|数量指标|培训人数{n}|{cells}" for n, cells in enumerate(rows)))
    full, more = (getattr(say, "message", "") for say in points_of_row(case_of(form)))
    assert "却得满分 10 分，按比例应得 8.00 分" in full
    assert "得 9 分（满分 10），高于完成的比例，按比例应得 8.00 分" in more


def test_a_row_whose_direction_nobody_knows_is_compared_only_where_it_is_met() -> None:
    rows = (f"管理指标||每人标准|100|{actual}|10|10" for actual in ("100", "90"))
    assert [say[0] for say in said("points-of-row", _form(*rows))] == ["=", "?"]


def test_every_row_is_looked_at() -> None:
    """One without 分值, one that claims too much, one merged: what follows is judged all the same."""
    rows = (
        "产出指标|数量指标|甲数|≥5人|5人||5",
        "产出指标|数量指标|乙数|≥5人|5人|5|6",
        "产出指标|数量指标|丙数|≥5人|4人|5|5",
    )
    faults = [say for say in said("points-of-row", _form(*rows)) if say.startswith("!")]
    assert faults == [
        "! /indicators/1/achieved_score [6] -> 不超过 5 (claimed)",
        "! /indicators/2/achieved_score [5] -> 4.00 (claimed)",
    ]


# --- points of the money block --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "weight", "score", "says"),
    [
        ("90%", "10", "10", "="), ("89.99%", "10", "10", "! /execution/0/score [10] -> 9.00 (claimed)"),
        ("89.99%", "10", "9.9", "="), ("50%", "0", "0", "="), ("100%", "10", "10", "="),
        ("100%", "10", "9", "! /execution/0/score [9] -> 10.00"), ("99.9%", "10", "9", "="),
        ("130%", "10", "9", "! /execution/0/score [9] -> 10.00"), ("130.1%", "10", "9", "="),
        ("95%", "10", "10.1", "! /execution/0/score [10.1] -> 9.50 (claimed)"),
        ("110%", "10", "11", "! /execution/0/score [11] -> 10.00 (claimed)"),
        ("0.5", "10", "10", "! /execution/0/score [10] -> 5.00 (claimed)"),
    ],
)  # fmt: skip
def test_the_points_of_the_execution_rate(rate: str, weight: str, score: str, says: str) -> None:
    (say,) = said("points-of-execution", _money({"rate": rate, "weight": weight, "score": score}))
    assert say == ("= 执行率得分没有明显不符" if says == "=" else says)


@pytest.mark.parametrize("missing", ["rate", "weight", "score"])
def test_a_row_without_rate_or_points_ends_nothing(missing: str) -> None:
    first = {"rate": "50%", "weight": "10", "score": "10"}
    del first[missing]
    rows = [first, {"rate": "50%", "weight": "10", "score": "10"}]
    assert said("points-of-execution", _money(*rows)) == ["! /execution/1/score [10] -> 5.00 (claimed)"]


# --- reasons --------------------------------------------------------------------------------------------------

_ASK = "! /indicators/0/deviation_reason [{}] -> 未完成的原因和改进措施"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        # target | actual | reason | note
        ("≥100人|99人|", [_ASK.format("")]), ("≥100人|99人|无", [_ASK.format("无")]), ("≥100人|99人|离职", []),
        ("≥100人|100人|", []), ("≥100人||", []), ("≤100人|101人|", [_ASK.format("")]), ("≤100人|100人|", []),
        ("≥100人|99人||见附件", ["? 第1行指标“培训人数”（数量指标）没有完成，备注里写了“见附件”"]),
        ("≥100人|99人||无", [_ASK.format("")]), ("≥100人|100人||见附件", []),
        ("约100人|99人|", ["? 第1行指标“培训人数”（数量指标）的实际值与指标值不能直接相比"]),
        ("应训尽训|未完成|", [_ASK.format("")]), ("应训尽训|已完成|", []),
        ("应训尽训|较好|", ["? 第1行指标“培训人数”（数量指标）的实际值与指标值不能直接相比"]),
        ("应训尽训|九成|", ["? 第1行指标“培训人数”（数量指标）的实际值与指标值不能直接相比"]),
    ],
)  # fmt: skip
def test_a_shortfall_asks_for_its_reason(cells: str, says: list[str]) -> None:
    columns = ["level1", "level2", "level3", "target", "actual", "deviation_reason", "note"]
    assert said("shortfall-unexplained", _form(f"产出指标|数量指标|培训人数|{cells}", columns=columns)) == says


def test_rows_that_need_no_reason_hide_none_that_does() -> None:
    columns = ["level1", "level2", "level3", "target", "actual", "deviation_reason"]
    cells = ("≥5人||", "≥5人|4人|离职", "良好|较好|", "≥5人|4人|")
    form = _form(*(f"产出指标|数量指标|某数{n}|{each}" for n, each in enumerate(cells)), columns=columns)
    assert [say for say in said("shortfall-unexplained", form) if say.startswith("!")] == [
        "! /indicators/3/deviation_reason [] -> 未完成的原因和改进措施"
    ]


def test_a_note_is_quoted_to_forty_characters() -> None:
    columns = ["level1", "level2", "level3", "target", "actual", "deviation_reason", "note"]
    (say,) = said("shortfall-unexplained", _form(f"产出指标|数量指标|培训人数|≥5人|4人||{'甲' * 41}", columns=columns))
    assert say.endswith(f"“{'甲' * 40}”")
