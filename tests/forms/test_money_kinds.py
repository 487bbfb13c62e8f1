"""Money that lies down, or stands beside the whole project's: which figure is the form's, and what is told (K6)."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.quality.arithmetic import total_by_source
from extractor.quality.case import Case
from extractor.quality.registry import Fault
from tests.forms.pages import RULES, reading, row

LINE = "2026年项目支出绩效目标表（金额单位：万元）"
SOURCES = {"total": "100", "fiscal_appropriation": "60", "own_funds": "40"}


def _read(*rows: str) -> Reading:
    return reading(f"<p>{LINE}</p><table>{row('项目名称', '4|农村公路养护')}{''.join(rows)}</table>")


def _amounts(read: Reading) -> dict[str, str]:
    return {code: amount.raw for code, amount in read.form.amounts.items() if amount.raw}


def _told(read: Reading) -> list[str]:
    return [doubt.why for doubt in read.doubts if doubt.code != "no-indicators"]


def _wrong_sums(read: Reading) -> list[tuple[str | None, str | None]]:
    return [(said.observed, said.expected) for said in total_by_source(Case(read, RULES)) if isinstance(said, Fault)]


@pytest.mark.parametrize("label", ["年度预算", "资金预算", "预算安排", "本年度预算", "金额（万元）", "2026年预算"])
@pytest.mark.parametrize(
    ("heads", "figures"),
    [
        (("资金来源", "财政拨款", "自有资金", "合计"), ("60", "40", "100")),
        (("来源", "资金总额", "财政资金", "自筹资金"), ("100", "60", "40")),
        (("资金构成", "财政拨款", "筹资规模", "单位自筹"), ("60", "100", "40")),
    ],
)
def test_one_row_of_figures_under_sources(label: str, heads: tuple[str, ...], figures: tuple[str, ...]) -> None:
    for block in ((), ("2/资金情况（万元）",)):
        read = _read(row(*block, *heads), row(label, *figures))
        assert _amounts(read) == SOURCES
        assert (_told(read), read.form.unmapped) == ([], [])


def test_what_was_carried_over_is_no_past_year_and_no_last_column_the_total() -> None:
    heads = row("资金来源", "合计", "当年财政拨款", "上年结转", "其他资金")
    whole = {"total": "100", "fiscal_appropriation": "60", "carry_over": "30", "other_funds": "10"}
    assert _amounts(_read(heads, row("年度预算", "100", "60", "30", "10"))) == whole
    more = _read(heads, row("资金总额", "100", "60", "30", "10"), row("其中：省级", "20", "20", "", ""))
    assert _amounts(more) == whole | {"provincial_funds": "20"}


def test_a_source_that_no_key_takes_or_no_word_names_is_told() -> None:
    kept = _read(row("资金来源", "合计", "财政拨款", "专项债券"), row("年度预算", "100", "60", "30"))
    assert [left.text for left in kept.form.unmapped] == ["30"]
    assert any("专项债券" in why for why in _told(kept))
    strange = _read(
        row("资金来源", "合计", "财政拨款", "政府性基金", "甲乙丙"), row("年度预算", "100", "60", "30", "10")
    )
    assert {"total", "fiscal_appropriation", "government_fund"} == set(_amounts(strange))
    assert any("没有读懂" in why for why in _told(strange))


def test_a_row_of_tasks_is_no_budget() -> None:
    assert _amounts(_read(row("主要任务", "合计", "财政拨款", "其他资金"), row("泵站维修", "30", "20", "10"))) == {}


@pytest.mark.parametrize(
    ("whole", "own"),
    [
        ("项目总投资", "2026年度预算"),
        ("总额", "2026年安排"),
        ("实施期总额", "本年度"),
        ("计划总投资", "其中：2026年"),
        ("项目总预算", "当年预算"),
    ],
)
def test_the_forms_own_year_beside_the_whole_project(whole: str, own: str) -> None:
    lines = [("财政拨款", "250", "60"), ("自有资金", "50", "40"), ("合计", "300", "100")]
    for turned in (False, True):
        rows = [("资金来源", whole, own), *lines]
        read = _read(*(row(a, *((c, b) if turned else (b, c))) for a, b, c in rows))
        assert _amounts(read) == SOURCES
        assert sorted(left.text for left in read.form.unmapped) == ["250", "300", "50"]
        assert _told(read) == []


def test_this_years_appropriation_beside_a_sum_is_a_part_of_it() -> None:
    rows = [("资金来源", "合计", "当年财政拨款"), ("资金总额", "100", "60"), ("其中：省级", "30", "30")]
    assert _amounts(_read(*(row(*cells) for cells in rows)))["total"] == "100"


@pytest.mark.parametrize(
    ("whole", "own"),
    [
        ("项目实施期", "2026年度"),
        ("项目全周期", "本年度"),
        ("2024—2026年", "2026年"),
        ("三年规划（2025-2027年）", "2026年预算"),
        ("项目总投入（2025—2027年）", "其中：2026年投入"),
    ],
)
def test_pairs_under_heads_of_span(whole: str, own: str) -> None:
    lines = [("合计", "300", "100"), ("财政拨款", "250", "60"), ("自有资金", "50", "40")]
    for turned in (False, True):
        heads = [f"2|{own}", f"2|{whole}"] if turned else [f"2|{whole}", f"2|{own}"]
        pairs = [((a, c, a, b) if turned else (a, b, a, c)) for a, b, c in lines]
        read = _read(row("4/资金（万元）", *heads), *(row(*pair) for pair in pairs))
        assert _amounts(read) == SOURCES
        assert sorted(left.text for left in read.form.unmapped) == ["250", "300", "50"]
        assert _told(read) == []


@pytest.mark.parametrize("whole", ["合计", "总投资", "计划期合计", "规划期总额"])
@pytest.mark.parametrize("years", [("2025年", "2026年", "2027年"), ("2025", "2026", "2027")])
@pytest.mark.parametrize("label", ["分年度资金计划", "资金计划（万元）", "投资计划", "政策资金"])
def test_money_planned_over_years_after_the_sum_and_before_a_remark(
    whole: str, years: tuple[str, ...], label: str
) -> None:
    figures = ("300", "120", "100", "80", "县财政安排")
    beside = _read(row(f"2/{label}", whole, *years, "备注"), row(*figures))
    below = _read(row("年度", whole, *years, "备注"), row(label, *figures))
    for read in (beside, below):
        assert _amounts(read) == {"total": "100"}
        assert sorted(left.text for left in read.form.unmapped) == ["120", "300", "80", "县财政安排"]
        assert _told(read) == []


@pytest.mark.parametrize(
    ("own", "lower"), [("本级", "下级"), ("县本级", "乡镇"), ("省本级", "市县"), ("市本级", "县区")]
)
def test_a_matrix_with_labels_beside_groups_of_rows(own: str, lower: str) -> None:
    source = [("财政拨款", "80", "50", "30"), ("自有资金", "20", "10", "10")]
    use = [("设备购置", "70", "40", "30"), ("培训", "30", "20", "10")]
    heads, total = ("合计", own, lower), ("100", "60", "40")
    beside = _read(
        row("2|资金类别", *heads),
        row("2|资金总额", *total),
        *(row(*cells) for cells in (("2/按来源分", *source[0]), source[1], ("2/按用途", *use[0]), use[1])),
    )
    over = _read(
        row("资金类别", *heads),
        row("资金总额", *total),
        *(row(*cells) for cells in (("4|按来源分",), *source, ("4|按用途",), *use)),
    )
    for read in (beside, over):
        amounts = {"current_level": "60", "local_funds": "40", "fiscal_appropriation": "80", "own_funds": "20"}
        assert _amounts(read) == {"total": "100"} | amounts
        assert _told(read) == []


def test_a_strange_row_among_sources_is_told() -> None:
    rows = [
        ("2|资金", "合计", "本级"),
        ("2|总额", "100", "60"),
        ("2/按来源分", "财政拨款", "80", "50"),
        ("甲乙", "20", "10"),
    ]
    assert any("没有读懂" in why for why in _told(_read(*(row(*cells) for cells in rows))))


@pytest.mark.parametrize(("own", "told"), [("40", False), ("35", True)])
def test_the_whole_projects_money_explains_no_wrong_sum_of_this_year(own: str, told: bool) -> None:
    rows = [
        ("资金来源", "项目总投资", "2026年度"),
        ("合计", "300", "100"),
        ("财政拨款", "250", "60"),
        ("自有资金", "50", own),
    ]
    assert _wrong_sums(_read(*(row(*cells) for cells in rows))) == ([("100", "95")] if told else [])


def test_a_figure_left_over_that_makes_the_sum_up_explains_it() -> None:
    rows = [("资金来源", "合计", "财政拨款", "自有资金", "专项债券资金"), ("年度预算", "100", "40", "20", "40")]
    assert _wrong_sums(_read(*(row(*cells) for cells in rows))) == []


def test_a_small_budget_before_what_was_spent_is_no_score() -> None:
    """实际下达数 10.01 under an unlisted head: its figure looks like points, which stand behind the money; read as a
    score, the adjusted budget was lost silently."""
    cells = (
        row("项目名称", "5|卫生服务"),
        row("3/资金总量（万元）", "资金来源", "年初部门预算", "实际下达数", "全年执行数", "预算执行率"),
        row("项目资金总额", "10.01", "10.01", "9.01", "90%"),
        row("其中：财政性资金", "10.01", "10.01", "9.01", "90%"),
        row("一级指标", "二级指标", "2|三级指标", "指标值", "实际完成值"),
        row("产出指标", "数量指标", "2|服务人次", "≥100人次", "100人次"),
    )
    read = reading(f"<p>2024年项目支出绩效自评表（单位：万元）</p><table>{''.join(cells)}</table>")
    (first, *_) = read.form.execution
    assert (first.initial, first.adjusted, first.executed, first.score) == ("10.01", "10.01", "9.01", None)


DEPARTMENT = {
    "total": "100",
    "general_public_budget": "60",
    "government_fund": "40",
    "basic_expenditure": "30",
    "project_expenditure": "70",
}


@pytest.mark.parametrize("total", ["资金总额", "年度部门支出总盘子", "部门收支总额（万元）"])
@pytest.mark.parametrize("income", ["收入构成", "按收入性质分", "收 入"])
def test_a_total_beside_groups_of_heads_over_a_row_of_figures(total: str, income: str) -> None:
    read = _read(
        row("3/全年收支安排", f"2/{total}", f"2|{income}", "2|支出构成"),
        row("一般公共预算", "政府性基金", "基本支出", "项目支出"),
        row("100", "60", "40", "30", "70"),
    )
    assert (_amounts(read), _told(read)) == (DEPARTMENT, [])


@pytest.mark.parametrize("block", ["全年收支安排", "部门资金盘子", "部门整体支出预算"])
def test_a_block_nobody_lists_beside_lines_of_money_is_no_label_of_the_first(block: str) -> None:
    read = _read(
        row(f"5/{block}", "2|全年预算总盘子（万元）", "2|100"),
        row("2/收入构成", "一般公共预算（万元）", "2|60"),
        row("政府性基金（万元）", "2|40"),
        row("2/支出构成", "基本支出（万元）", "2|30"),
        row("项目支出（万元）", "2|70"),
    )
    assert (_amounts(read), _told(read)) == (DEPARTMENT, [])


@pytest.mark.parametrize("forecast", ["预测全年支出", "预计年底支出（万元）", "年终估计支出数"])
def test_what_will_be_spent_stands_between_measures(forecast: str) -> None:
    read = _read(row("资金执行情况", "年初预算数", "438", "1-9月执行数", "219", forecast, "438", "执行比例", "50%"))
    [entry] = read.form.execution
    assert (entry.initial, entry.executed, entry.rate, entry.adjusted) == ("438", "219", "50%", None)
    assert _told(read) == []


@pytest.mark.parametrize("head", ["支付数", "拨付数", "兑付数"])
def test_money_paid_out_is_no_points(head: str) -> None:
    heads = row("3/资金", "来源", "预算数", "执行数", head, "执行率")
    read = _read(heads, row("总额", "200", "90", "100", "45%"), row("财政资金", "200", "90", "100", "45%"))
    assert [(e.executed, e.weight) for e in read.form.execution] == [("90", None), ("90", None)]
    assert any("100" in why for why in _told(read))


@pytest.mark.parametrize("spent", ["2025年支出数", "2025年实际支出"])
def test_what_a_past_year_spent_is_not_this_forms(spent: str) -> None:
    assert _read(row("资金情况", spent, "90", "资金总额", "100")).form.execution == []
    both = _read(row("资金情况", "2025年预算数", "100", spent, "90"))
    assert [(e.adjusted, e.executed) for e in both.form.execution] == [("100", "90")]  # all speak of the year before


@pytest.mark.parametrize("budget", ["全年可用预算", "全年可用预算数（万元）"])
def test_what_may_be_spent_is_a_budget_and_no_forecast(budget: str) -> None:
    read = _read(row("资金使用情况", "年初批复数", "220", budget, "218", "全年执行数", "109", "执行率", "50%"))
    assert [(e.initial, e.adjusted, e.executed) for e in read.form.execution] == [("220", "218", "109")]


def test_a_measure_said_twice_is_told() -> None:
    read = _read(row("资金情况", "预算数", "100", "支出数", "95", "支出数", "10"))
    assert [(e.adjusted, e.executed) for e in read.form.execution] == [("100", "95")]
    assert any("10" in why for why in _told(read))


@pytest.mark.parametrize("actual", ["2026年实际", "2026年完成"])
def test_the_budget_of_the_year_counts_and_not_what_became_of_it(actual: str) -> None:
    heads = row("3/资金情况", "来源", "2025年实际", "2026年预算", actual)
    read = _read(heads, row("资金总额", "90", "100", "95"), row("财政拨款", "90", "100", "95"))
    assert _amounts(read) == {"total": "100", "fiscal_appropriation": "100"}


def test_the_sum_of_tasks_before_a_blank_remark_and_of_two_budgets() -> None:
    heads, sums = ("4/项目任务", "任务名称", "申报金额"), ("合计", "100")
    one = _read(row(*heads, "测算依据"), row("道路", "60", "甲"), row("桥梁", "40", "乙"), row(*sums, ""))
    assert (_amounts(one), _told(one)) == ({"total": "100"}, [])
    two = _read(row(*heads, "批复金额"), row("道路", "60", "50"), row("桥梁", "40", "30"), row(*sums, "80"))
    assert _amounts(two) == {"total": "100"}
    assert any("100 和 80" in why for why in _told(two))


@pytest.mark.parametrize("sum_", ["小计", "合计", "金额小计"])
@pytest.mark.parametrize("first", ["部门项目", "专项资金"])
def test_a_sum_under_the_head_of_a_group_is_the_groups(sum_: str, first: str) -> None:
    read = _read(
        row("4/年度预算安排", "3/预算总额", "3|基本支出", "3|项目支出"),
        row(f"2/{sum_}", "2|其中", f"2/{sum_}", "2|其中"),
        row("人员经费", "公用经费", first, "其他项目"),
        row("100", "30", "20", "10", "70", "50", "20"),
    )
    assert _amounts(read) == {"total": "100", "basic_expenditure": "30", "project_expenditure": "70"}
    assert [why for why in _told(read) if "主管部门" not in why] == []


def test_sums_under_heads_that_nobody_knows_are_told() -> None:
    read = _read(
        row("3/年度预算安排", "2/预算总额", "2|鹳雀楼", "2|滕王阁"),
        row("小计", "其中人员", "小计", "其中设备"),
        row("100", "30", "20", "70", "50"),
    )
    assert _amounts(read)["total"] == "100"
    assert "unread-text" in {doubt.code for doubt in read.doubts}


def test_a_sum_under_the_only_head_of_money_is_the_forms() -> None:
    read = _read(row("3/资金安排", "3|项目支出"), row("合计", "财政拨款", "自有资金"), row("100", "60", "40"))
    assert _amounts(read) == SOURCES


@pytest.mark.parametrize("budget", ["预算数", "预算", "预算情况"])
@pytest.mark.parametrize(("added", "further"), [("追加调整", "结余"), ("追加预算", "上年结转")])
def test_execution_under_two_rows_of_heads(budget: str, added: str, further: str) -> None:
    read = _read(
        row("4/资金执行", "2/支出类别", f"3|{budget}", "2|执行", f"2/{further}"),
        row("年初批复", added, "调整后", "支出数", "执行率"),
        row("支出合计", "400", "100", "500", "450", "90%", "50"),
        row("人员类", "100", "0", "100", "100", "100%", "0"),
    )
    found = [(e.item, e.initial, e.adjusted, e.executed, e.rate) for e in read.form.execution]
    assert found == [("支出合计", "400", "500", "450", "90%"), ("人员类", "100", "100", "100", "100%")]
    left = {(left.label, left.text) for left in read.form.unmapped if left.label}
    assert (_told(read), left) == ([], {(added, "100"), (added, "0"), (further, "50"), (further, "0")})


def test_heads_that_say_the_same_under_two_others_are_not_taken_for_one_years() -> None:
    read = _read(
        row("3/资金执行", "2/支出类别", "2|2025年", "2|2026年", "2/备注"),
        row("预算数", "执行数", "预算数", "执行数"),
        row("支出合计", "400", "350", "500", "450", ""),
    )
    assert _told(read)
