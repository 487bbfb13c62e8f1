"""Execution on its side, parts named in a figure's cell, points with their reason, numbered bands below the heads."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

HEAD = "# 2025年度项目支出绩效自评表\n| 项目名称 | < | 乡村客运补贴 | < | < | < |\n"
ROWS = """
| 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | {head} |
| 产出指标 | 数量指标 | 补贴线路 | 12条 | 11条 | {short} |
| 满意度指标 | 服务对象满意度指标 | 乘客满意度 | ≥90% | 93% | 30 |
"""


def read(drawing: str) -> Reading:
    [reading] = read_forms(draw(drawing), load_rules(), "0" * 64)
    return reading


def money(reading: Reading) -> list[tuple[str | None, ...]]:
    return [(e.item, e.initial, e.adjusted, e.executed, e.rate, e.score) for e in reading.form.execution]


TURNED = {
    "block label": (
        "| 资金使用（万元） | < | 资金来源 | 合计 | 财政拨款 | 其他资金 |\n"
        "| ^ | < | 预算数 | 120 | 100 | 20 |\n| ^ | < | 执行数 | 114 | 96 | 18 |\n| ^ | < | 执行率 | 95% | 96% | 90% |",
        [
            ("合计", None, "120", "114", "95%", None),
            ("财政拨款", None, "100", "96", "96%", None),
            ("其他资金", None, "20", "18", "90%", None),
        ],
    ),
    "points over all": (
        "| 项目 | < | 总额 | 中央资金 | 省级资金 | 县级资金 |\n| 全年预算数（万元） | < | 120 | 60 | 40 | 20 |\n"
        "| 全年执行数（万元） | < | 114 | 60 | 36 | 18 |\n| 得分 | < | 9.5 | < | < | < |",
        [
            ("总额", None, "120", "114", None, "9.5"),
            ("中央资金", None, "60", "60", None, None),
            ("省级资金", None, "40", "36", None, None),
            ("县级资金", None, "20", "18", None, None),
        ],
    ),
    "spent first": (
        "| 项目 | < | 年度资金总额 | 财政拨款 | 单位资金 | < |\n| 支出数 | < | 114 | 96 | 18 | < |\n"
        "| 年初预算 | < | 120 | 100 | 20 | < |\n| 支付进度 | < | 95% | 96% | 90% | < |",
        [
            ("年度资金总额", "120", None, "114", "95%", None),
            ("财政拨款", "100", None, "96", "96%", None),
            ("单位资金", "20", None, "18", "90%", None),
        ],
    ),
}


@pytest.mark.parametrize("name", TURNED)
def test_sources_across_and_figures_down(name: str) -> None:
    block, wanted = TURNED[name]
    assert money(read(HEAD + block + ROWS.format(head="得分", short="45"))) == wanted


@pytest.mark.parametrize("block", ["| 预算资金 | ", "| "], ids=["block label", "no block label"])
@pytest.mark.parametrize(("head", "item"), [("合计（万元）", "合计（万元）"), ("年度资金总额", "年度资金总额")])
def test_one_source_across_has_its_name(block: str, head: str, item: str) -> None:
    below = block.replace("预算资金", "^")
    rows = (("资金性质", head), ("年初预算数", "120"), ("预算执行数", "114"), ("预算执行率", "95%"))
    drawing = "".join(f"{below if n else block}{a} | < | {b} |\n" for n, (a, b) in enumerate(rows))
    assert money(read(HEAD + drawing + ROWS.format(head="得分", short="45"))) == [
        (item, "120", None, "114", "95%", None)
    ]


def test_a_figure_row_of_no_measure_stays_told() -> None:
    block = TURNED["block label"][0].replace("| 执行率 | 95% | 96% | 90% |", "| 拨付次数 | 4 | 3 | 1 |")
    reading = read(HEAD + block + ROWS.format(head="得分", short="45"))
    assert [entry[:4] for entry in money(reading)][0] == ("合计", None, "120", "114")
    assert {"4", "3", "1"} <= {left.text for left in reading.form.unmapped}


@pytest.mark.parametrize("head", ["得分及偏差原因", "得分、原因", "扣分原因及得分"])
@pytest.mark.parametrize("short", ["45，一条停运", "45分；一条停运", "45、一条停运", "45/n一条停运"])
def test_points_and_their_reason_in_one_cell_are_parted(head: str, short: str) -> None:
    rows = read(HEAD + ROWS.format(head=head, short=short)).form.indicators
    assert [(row.achieved_score, row.deviation_reason) for row in rows] == [("45", "一条停运"), ("30", None)]


@pytest.mark.parametrize("head", ["得分及偏差原因", "得分、原因"])
def test_points_whose_reason_stands_in_brackets_are_parted_or_told(head: str) -> None:
    reading = read(HEAD + ROWS.format(head=head, short="45（一条停运）"))
    parted = reading.form.indicators[0].achieved_score == "45"
    assert parted or "45（一条停运）" in {left.text for left in reading.form.unmapped}


def test_a_number_under_a_reason_alone_is_no_points() -> None:
    rows = read(HEAD + ROWS.format(head="偏差原因", short="45户未通车")).form.indicators
    assert [(row.achieved_score, row.deviation_reason) for row in rows] == [(None, "45户未通车"), (None, "30")]


@pytest.mark.parametrize("part", ["其中：中央资金100", "中央资金：100万元", "其中：中央财政补助 100"])
def test_a_part_named_in_the_cell_of_its_figure_is_a_row(part: str) -> None:
    block = (
        "| 预算执行 | 预算数 | 执行数 | 执行率 | 分值 | 得分 |\n| ^ | 120 | 114 | 95% | 10 | 9.5 |\n"
        f"| ^ | {part} | 96 | 96% | | |"
    )
    reading = read(HEAD + block + ROWS.format(head="得分", short="45"))
    name = part.rstrip("万元").rstrip("10").rstrip("：: ")
    assert money(reading) == [
        ("总额", None, "120", "114", "95%", "9.5"),
        (name, None, "100", "96", "96%", None),
    ]
    assert len(reading.form.indicators) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [("一、产出指标（60分）", "（一）数量指标"), ("1.产出指标", "1.1数量指标"), ("产出指标", "数量指标")],
)
def test_bands_of_both_levels_below_the_heads(first: str, second: str) -> None:
    drawing = f"""
# 2025年度项目支出绩效自评表
| 项目名称 | 乡村客运补贴 | < | < | < | < |
| 指标名称 | 指标值 | 实际值 | 权重 | 得分 | 原因分析 |
| {first} | < | < | < | < | < |
| {second} | < | < | < | < | < |
| 补贴线路 | 12条 | 11条 | 40 | 36 | 一条停运 |
| 二、满意度指标 | < | < | < | < | < |
| 乘客满意度 | ≥90% | 93% | 30 | 30 | |
"""
    rows = read(drawing).form.indicators
    assert [(r.level1.canonical, r.level2.canonical if r.level2 else None) for r in rows if r.level1] == [
        ("产出指标", "数量指标"),
        ("满意度指标", None),
    ]
    assert [(r.actual, r.weight, r.achieved_score, r.deviation_reason) for r in rows] == [
        ("11条", "40", "36", "一条停运"),
        ("93%", "30", "30", ""),
    ]


@pytest.mark.parametrize("line", ["电话：0915-7202148　　2026年1月20日", "联系电话：0915-7202148  2026-01-20"])
def test_a_day_behind_the_phone_is_the_day_of_filing(line: str) -> None:
    signoff = read(HEAD + ROWS.format(head="得分", short="45") + f"\n填表人：柯明　　{line}\n").form.signoff
    assert (signoff.preparer, signoff.phone, signoff.filing_date) == ("柯明", "0915-7202148", "2026-01-20")


@pytest.mark.parametrize("whole", ["", "| 部门支出合计 | < | 8600.00 | < | | |\n"])
def test_all_of_one_use_is_not_the_whole(whole: str) -> None:
    drawing = f"""
# 2025年度部门整体支出绩效目标表
| 单位名称 | < | 江夏区水务局 | < | < | < |
| 基本支出总额 | < | 2180.00 | < | 项目支出总额 | 6420.00 |
{whole}{ROWS.format(head="备注", short="无").strip()}
"""
    amounts = read(drawing).form.amounts
    assert [amounts[code].value for code in ("basic_expenditure", "project_expenditure")] == ["2180.00", "6420.00"]


@pytest.mark.parametrize(
    ("lead", "plan", "spent"),
    [
        ("预算执行 | < | 年度资金总额", "预算数：210.00万元", "执行数：199.5万元"),
        ("^ | 预算执行率 | 资金总额", "全年预算数：210.00", "全年执行数：199.5"),
        ("预算执行指标 | 预算执行率 | 年度预算", "年初预算数 210.00元", "全年执行数 199.5元"),
    ],
)
def test_a_row_of_the_indicators_that_tells_the_execution(lead: str, plan: str, spent: str) -> None:
    drawing = f"""
# 2025年度项目支出绩效自评表
| 项目名称 | 电梯监督抽查 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 监督抽查 | ≥90部 | 91部 | 50 | 50 |
| 满意度指标 | 服务对象满意度 | 业主满意度 | ≥88% | 91% | 40 | 40 |
| {lead} | {plan} | {spent} | 10 | 9.5 |
"""
    reading = read(drawing)
    [entry] = reading.form.execution
    assert (entry.adjusted or entry.initial, entry.executed, entry.weight, entry.score) == (
        "210.00",
        "199.5",
        "10",
        "9.5",
    )
    assert len(reading.form.indicators) == 2


def test_last_year_s_figures_are_kept_beside() -> None:
    block = TURNED["block label"][0].replace(
        "| ^ | < | 执行率", "| ^ | < | 上年执行数 | 99 | 90 | 9 |\n| ^ | < | 执行率"
    )
    reading = read(HEAD + block + ROWS.format(head="得分", short="45"))
    assert [entry.executed for entry in reading.form.execution] == ["114", "96", "18"]
    assert {"99", "90", "9"} <= {left.text for left in reading.form.unmapped}


@pytest.mark.parametrize("unit", ["元", "千元", "万元"])
@pytest.mark.parametrize("place", ["total", "source"])
def test_the_unit_behind_the_name_of_a_row(unit: str, place: str) -> None:
    total, source = (f"（{unit}）" if place == name else "" for name in ("total", "source"))
    block = (
        "| 资金情况 | 资金性质 | 年初预算数 | 全年执行数 | 执行率 | < |\n"
        f"| ^ | 资金总额{total} | 3350 | 3283 | 98% | < |\n| ^ | 其中：财政拨款{source} | 2512 | 2462 | 98% | < |"
    )
    assert read(HEAD + block + ROWS.format(head="得分", short="45")).form.currency_unit == unit
