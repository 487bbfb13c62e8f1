"""Kinds of layouts that forms of counties are drawn in, each by a small form of its own: blocks, repeated heads,
measures.
"""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.pipeline import readings_of
from extractor.readers import read
from tests.forms.pages import RULES
from tests.forms.pages import TOP as _TOP
from tests.forms.pages import reading as _read
from tests.forms.pages import readings as _readings
from tests.forms.pages import row as _row


def _table(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


def _rows(reading: Reading) -> list[tuple[str | None, str, str]]:
    return [(r.level3.raw if r.level3 else None, r.target.raw, r.scope) for r in reading.form.indicators]


def test_the_label_of_a_block_outweighs_heads_that_both_blocks_print_alike() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值")
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "4|泵站改造"),
            _row("3/长期绩效指标", *heads),
            _row("2/产出指标", "数量指标", "改造泵站", "≥9座"),
            _row("质量指标", "合格率", "≥95%"),
            _row("3/年度绩效指标", *heads),
            _row("2/产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("质量指标", "合格率", "≥95%"),
        )
    )
    assert _rows(reading) == [
        ("改造泵站", "≥9座", "period"),
        ("合格率", "≥95%", "period"),
        ("改造泵站", "≥3座", "annual"),
        ("合格率", "≥95%", "annual"),
    ]


def test_the_bracket_of_a_head_says_of_which_scope_its_group_is() -> None:
    reading = _read(
        _TOP
        + _table(
            _row("2|项目名称", "4|泵站改造"),
            _row(
                "一级指标",
                "二级指标",
                "三级指标（中期）",
                "年度指标值（中期）",
                "三级指标（当年）",
                "年度指标值（当年）",
            ),
            _row("产出指标", "数量指标", "改造泵站", "≥9座", "改造泵站", "≥3座"),
            _row("效益指标", "社会效益指标", "受益人口", "≥900人", "受益人口", "≥300人"),
        )
    )
    assert [r[2] for r in _rows(reading)] == ["period", "annual"] * 2


def _whole(project: str, label: str, amount: str) -> tuple[str, ...]:
    return (
        _row(f"2|{label}：{project}", "2|实施单位：青禾县水利站"),
        _row("年度资金总额", f"3|{amount}"),
        _row("年度绩效目标", f"3|完成{project}，使受益农户的用水得到保障。"),
        _row("一级指标", "二级指标", "三级指标", "指标值"),
        _row("产出指标", "数量指标", f"{project}数量", "≥3座"),
        _row("效益指标", "社会效益指标", "受益人口", "≥900人"),
    )


def test_a_form_without_title_begins_where_the_head_is_printed_again() -> None:
    first, second = _whole("泵站改造", "工程事项", "12"), _whole("渠道清淤", "工程事项", "34")
    for page in (_table(*first) + _table(*second), _table(*first, *second)):
        found = _readings(_TOP + page)
        assert [len(r.form.indicators) for r in found] == [2, 2]
        assert [r.form.amounts["total"].value for r in found] == ["12", "34"]


def test_measures_of_execution_are_told_by_their_figures_too() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p>"
        + _table(
            _row("2|项目名称", "6|泵站改造"),
            _row(
                "3/项目资金（万元）",
                "资金类别",
                "年初安排数",
                "全年预算数",
                "全年实际执行数",
                "赋分",
                "执行率",
                "自评分值",
            ),
            _row("年度资金总额", "500", "480", "456", "10", "95%", "9.5"),
            _row("其中：财政拨款", "500", "480", "456", "—", "95%", "—"),
            _row("一级指标", "2|二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            _row("产出指标", "2|数量指标", "改造泵站", "≥3座", "3座", "90", "90"),
        )
    )
    total = reading.form.execution[0]
    assert (total.initial, total.adjusted, total.executed) == ("500", "480", "456")
    assert (total.weight, total.rate, total.score) == ("10", "95%", "9.5")


def test_of_which_before_an_unlisted_source_of_money_is_no_part_of_its_name() -> None:
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row("3/项目资金（万元）", "年度资金总额", "2|300"),
            _row("其中：中央下达资金", "2|200"),
            _row("其他资金", "2|100"),
            _row("一级指标", "二级指标", "三级指标", "指标值"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
        )
    )
    assert reading.form.amounts["central_funds"].value == "200"


_LEVELS = ("一级指标", "二级指标", "三级指标")


def test_the_label_beside_a_block_outweighs_the_caption_over_it() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值")
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "4|泵站改造"),
            _row("5|年度绩效指标填报"),
            _row("2/长期绩效指标", *heads),
            _row("产出指标", "数量指标", "改造泵站", "≥9座"),
            _row("2/年度绩效指标", *heads),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
        )
    )
    assert _rows(reading) == [("改造泵站", "≥9座", "period"), ("改造泵站", "≥3座", "annual")]


def test_whom_to_ask_between_the_head_s_lines_and_the_title_ends_no_head() -> None:
    lines = ("项目名称：泵站改造", "主管部门：青禾县水利局", "项目联系人：欧阳静", "联系电话：13800000000")
    page = "".join(f"<p>{line}</p>" for line in lines) + _TOP
    form = _read(page + _table(_row(*_LEVELS, "指标值"), _row("产出指标", "数量指标", "改造泵站", "≥3座"))).form
    assert (form.project_name, form.department) == ("泵站改造", "青禾县水利局")
    assert form.signoff.phone == "13800000000"


def _told_of(page: str) -> list[str]:
    """What the notes on a page quote."""
    document = read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html")
    readings_of(document, RULES, "0" * 64)
    return [note.observed or "" for note in document.notes]


def test_lines_of_a_head_that_no_form_took_are_told() -> None:
    rows = (_row(*_LEVELS, "指标值"), _row("产出指标", "数量指标", "改造泵站", "≥3座"))
    between = "<p>本表由下列单位填写，请各单位如实填报，并对数据的真实性负责。</p><p>实施年限：2025年</p>"
    head = f"<p>项目名称：泵站改造</p><p>主管部门：青禾县水利局</p>{between}{_TOP}"
    assert sorted(_told_of(head + _table(*rows))) == ["主管部门：青禾县水利局", "项目名称：泵站改造"]
    own = (_row("项目名称", "3|清淤"), _row("主管部门", "3|青禾县农业局"))
    assert not _told_of(head + _table(*own, *rows))


def _banded(text: str) -> list[tuple[str | None, str | None]]:
    """Both levels of the rows in a table of four columns: a word is a band, a pair a name and its value."""
    said = [part.split() for part in text.split("|")]
    rows = [_row(*(f"2|{p}" for p in parts)) if len(parts) > 1 else _row(f"4|{parts[0]}") for parts in said]
    reading = _read(_TOP + _table(_row("项目名称", "3|泵站改造"), *rows))
    assert not [d for d in reading.doubts if "这几行没有读成这一级" in d.why]
    return [(r.level1 and r.level1.raw, r.level2 and r.level2.raw) for r in reading.form.indicators]


def test_a_band_of_costs_among_bands_of_second_levels_is_one() -> None:
    output = "产出指标|数量指标|改造泵站 ≥3座"
    effect = "效益指标|社会效益指标|受益人口 ≥9人"
    cost = "成本指标|单座造价 ≤9万元"
    outputs, effects = ("产出指标", "数量指标"), ("效益指标", "社会效益指标")
    assert _banded(f"{output}|{cost}|{effect}") == [outputs, ("产出指标", "成本指标"), effects]
    own = _banded(f"{output}|成本指标|经济成本指标|单座造价 ≤9万元|{effect}")
    assert own == [outputs, ("成本指标", "经济成本指标"), effects]


def _table_of(*rows: tuple[str, ...]) -> Reading:
    width = sum(int(c[0]) if c[1:2] == "|" else 1 for c in rows[0])
    return _read(_TOP + _table(_row("项目名称", f"{width - 1}|泵站改造"), *(_row(*r) for r in rows)))


def test_parts_of_one_value_under_heads_that_stand_in_no_list_are_no_places() -> None:
    reading = _table_of(
        (*_LEVELS, "指标类型属性", "值", "值单位"),
        ("产出指标", "数量指标", "改造泵站", "≥", "3", "座"),
        ("产出指标", "质量指标", "验收合格率", "≥", "95", "%"),
        ("效益指标", "社会效益指标", "受益人口", "≥", "900", "人"),
    )
    assert [r[1] for r in _rows(reading)] == ["≥3座", "≥95%", "≥900人"]


def test_grades_as_heads_of_their_own_are_parts_of_one_value() -> None:
    reading = _table_of(
        (*_LEVELS, "优", "良", "中", "差"),
        ("产出指标", "数量指标", "改造泵站", "≥9座", "≥7座", "≥5座", "≥3座"),
        ("效益指标", "社会效益指标", "受益人口", "≥900人", "≥800人", "≥700人", "≥600人"),
    )
    assert [r.target.kind for r in reading.form.indicators] == ["compound"] * 2
    assert reading.form.indicators[0].target.raw == "≥9座/≥7座/≥5座/≥3座"


def test_what_was_in_past_years_is_neither_the_value_nor_what_was_reached() -> None:
    reading = _table_of(
        (*_LEVELS, "2022年完成数", "上年度实现数", "2024年计划值"),
        ("产出指标", "数量指标", "改造泵站", "1座", "2座", "≥3座"),
        ("效益指标", "社会效益指标", "受益人口", "700人", "800人", "≥900人"),
    )
    assert [(r.target.raw, r.actual) for r in reading.form.indicators] == [("≥3座", None), ("≥900人", None)]


def test_a_sum_row_by_any_of_its_names() -> None:
    reading = _table_of(
        (*_LEVELS, "指标值", "分值"),
        ("产出指标", "数量指标", "改造泵站", "≥3座", "60"),
        ("效益指标", "社会效益指标", "受益人口", "≥900人", "40"),
        ("指标分值合计", "", "", "", "100"),
    )
    assert [r.weight for r in reading.form.indicators] == ["60", "40"]


def test_halves_under_heads_that_stand_in_no_list() -> None:
    half = ("一级考核指标", "二级考核指标", "指标内容", "指标值")
    reading = _table_of(
        (*half, *half),
        ("产出指标", "数量指标", "改造泵站", "≥3座", "效益指标", "社会效益指标", "受益人口", "≥900人"),
        ("产出指标", "质量指标", "验收合格率", "≥95%", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    )
    levels = [(r.level1 and r.level1.raw, r.level3 and r.level3.raw) for r in reading.form.indicators]
    assert levels == [
        ("产出指标", "改造泵站"),
        ("产出指标", "验收合格率"),
        ("效益指标", "受益人口"),
        ("满意度指标", "群众满意度"),
    ]


def test_heads_of_two_rows_of_which_the_book_lists_few() -> None:
    reading = _table_of(
        ("2/序号", "3|绩效指标", "2|计划指标值", "2/2024年计划值"),
        ("一级指标", "二级考核指标", "指标具体内容", "2022年完成值", "上年实际"),
        ("1", "2/产出指标", "数量指标", "改造泵站", "1座", "2座", "≥3座"),
        ("2", "质量指标", "验收合格率", "90%", "92%", "≥95%"),
    )
    assert [r[:2] for r in _rows(reading)] == [("改造泵站", "≥3座"), ("验收合格率", "≥95%")]


def test_indicators_as_columns_go_on_in_a_second_band_of_one_column() -> None:
    heads = ("一级考核指标", "二级指标", "三级指标", "年度指标值")
    first = (("产出指标", "效益指标"), ("数量指标", "社会效益指标"), ("改造泵站", "受益人口"), ("≥3座", "≥900人"))
    second = ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%")
    reading = _table_of(*((h, *c) for h, c in zip(heads, first)), *((h, f"2|{c}") for h, c in zip(heads, second)))
    assert [(r.level1 and r.level1.raw, *n[:2]) for r, n in zip(reading.form.indicators, _rows(reading))] == [
        ("产出指标", "改造泵站", "≥3座"),
        ("效益指标", "受益人口", "≥900人"),
        ("满意度指标", "群众满意度", "≥90%"),
    ]


def test_a_head_beside_the_values_of_a_table_on_its_side_is_no_doubt() -> None:
    heads = ("一级绩效指标", "二级指标", "三级指标", "年度预期值")
    first = (("产出指标", "效益指标"), ("数量指标", "社会效益指标"), ("改造泵站", "受益人口"), ("≥3座", "≥900人"))
    reading = _table_of(*((h, *c) for h, c in zip(heads, first)))
    assert [n[:2] for n in _rows(reading)] == [("改造泵站", "≥3座"), ("受益人口", "≥900人")]
    assert not [d for d in reading.doubts if d.part == "indicators"]


def test_quarters_beside_the_whole_year_are_kept_beside_the_value() -> None:
    reading = _table_of(
        (*_LEVELS, "一季度", "二季度", "三季度", "四季度", "全年目标值"),
        ("产出指标", "数量指标", "改造泵站", "1座", "2座", "3座", "4座", "≥4座"),
        ("效益指标", "社会效益指标", "受益人口", "100人", "300人", "600人", "900人", "≥900人"),
    )
    assert [r[1] for r in _rows(reading)] == ["≥4座", "≥900人"]


def test_years_to_come_under_a_head_of_their_own_are_values_of_the_row() -> None:
    reading = _table_of(
        (*(f"2/{h}" for h in _LEVELS), "2/2025年目标值", "2|指标值"),
        ("2026年目标值", "2027年目标值"),
        ("产出指标", "数量指标", "改造泵站", "≥3座", "≥4座", "≥5座"),
        ("效益指标", "社会效益指标", "受益人口", "≥900人", "≥950人", "≥990人"),
    )
    assert [r[1] for r in _rows(reading)] == ["≥3座；≥4座；≥5座", "≥900人；≥950人；≥990人"]
    years = [part.region for part in reading.form.indicators[0].target.parts]
    assert years == ["2025年目标值", "2026年目标值", "2027年目标值"]


def test_labels_in_words_of_their_own_under_a_block_label_and_before_colons() -> None:
    reading = _read(
        "<p>项目全称：泵站改造</p>"
        + _TOP
        + _table(
            _row("2/项目概况", "业务归口主管部门", "青禾县水利局", "项目实施单位", "青禾县水利站"),
            _row("项目编号", "3|48812345670012"),
            _row("5|其中：中央下达资金：12.5万元"),
            _row("2|一级指标", "二级指标", "三级指标", "指标值"),
            _row("2|产出指标", "数量指标", "改造泵站", "≥3座"),
        )
    )
    form = reading.form
    assert (form.project_name, form.department, form.project_code) == ("泵站改造", "青禾县水利局", "48812345670012")
    assert form.amounts["central_funds"].value == "12.5"


def test_a_column_more_under_the_head_of_the_values_is_told() -> None:
    reading = _table_of(
        (*_LEVELS, "长期指标值", "2|年度指标值"),
        ("产出指标", "数量指标", "改造泵站", "9座", "3座", "按进度"),
        ("产出指标", "质量指标", "合格率", "95%", "95%", "按进度"),
        ("效益指标", "社会效益指标", "受益人口", "900人", "300人", "按进度"),
    )
    assert [d.observed for d in reading.doubts if d.part == "indicators"] == ["年度指标值"]


def test_a_block_named_after_two_levels_is_no_level_of_its_rows() -> None:
    rows = (
        _row("项目名称", "4|泵站改造"),
        _row("4/产出与效果指标", *_LEVELS, "指标值"),
        _row("产出指标", "数量指标", "改造泵站", "≥3座"),
        _row("效益指标", "社会效益指标", "受益人口", "≥900人"),
        _row("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
    )
    reading = _read(_TOP + _table(*rows))
    assert [r.level1 and r.level1.raw for r in reading.form.indicators] == ["产出指标", "效益指标", "满意度指标"]
    assert not [d for d in reading.doubts if d.part == "indicators"]


@pytest.mark.parametrize(("nature", "told"), [("定量", []), ("定性", ["定性定量"])])
def test_a_column_of_natures_is_in_doubt_only_where_one_belongs_to_a_value(nature: str, told: list[str]) -> None:
    reading = _table_of(
        (*_LEVELS, "定性定量", "指标值", "度量单位"),
        ("产出指标", "数量指标", "改造泵站", "定量", "≥3", "座"),
        ("效益指标", "社会效益指标", "供水能力", nature, "≥90", "%"),
    )
    assert [d.observed for d in reading.doubts if d.part == "indicators"] == told


def test_numbers_of_the_rows_left_of_heads_in_two_rows_are_understood() -> None:
    reading = _read(
        _TOP
        + _table(
            _row("2/序号", "3|绩效指标体系", "2/武平县", "2/漳平县"),
            _row(*_LEVELS),
            _row("1", "产出指标", "数量指标", "改造泵站", "≥3座", "≥4座"),
            _row("2", "效益指标", "社会效益指标", "受益人口", "≥900人", "≥800人"),
        )
    )
    assert [r[1] for r in _rows(reading)] == ["≥3座；≥4座", "≥900人；≥800人"]
    assert not reading.doubts


def test_a_column_of_signs_under_an_unlisted_head_belongs_to_its_value() -> None:
    """判断符 | 指标值 | 度量单位 under one 指标值: the signs were set aside, without a word."""
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "5|泵站改造"),
            _row("2/二级指标", "2/三级指标", "3|指标值"),
            _row("判断符", "指标值", "度量单位"),
            _row("数量指标", "改造泵站", "≥", "3", "座"),
            _row("质量指标", "合格率", "=", "100", "%"),
            _row("成本指标", "单位成本", "≤", "9", "万元/座"),
        )
    )
    assert [r[1] for r in _rows(reading)] == ["≥3座", "=100%", "≤9万元/座"]


def test_bands_over_two_columns_without_heads_hold_names_and_values() -> None:
    """产出指标, 时效指标 over the whole width: 项目完成时间 under them is an indicator, no field ending the table."""
    pairs = (
        ("2|产出指标",), ("2|数量指标",), ("改造泵站", "3座"), ("2|时效指标",),
        ("拨付及时率", "≥90%"), ("项目完成时间", "2024年10月31日前"), ("2|效益指标",), ("2|社会效益指标",),
        ("受益人口", "900人"), ("群众满意率", "≥95%"),
    )  # fmt: skip
    reading = _read(_TOP + _table(_row("项目名称", "1|泵站改造")) + _table(*(_row(*texts) for texts in pairs)))
    levels = [(r.level1, r.level2, r.level3) for r in reading.form.indicators]
    assert [tuple(level and level.raw for level in row) for row in levels] == [
        ("产出指标", "数量指标", "改造泵站"),
        ("产出指标", "时效指标", "拨付及时率"),
        ("产出指标", "时效指标", "项目完成时间"),
        ("效益指标", "社会效益指标", "受益人口"),
        ("效益指标", "社会效益指标", "群众满意率"),
    ]
    assert not reading.doubts


def test_values_in_persons_under_wide_heads_are_no_heads() -> None:
    """178人 is a little like 责任人: the first row was taken for heads, and the grades for unknown columns."""
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "7|泵站改造"),
            _row("一级指标", "二级指标", "2|三级指标", "优", "良", "中", "差"),
            _row("产出指标", "数量指标", "2|培训人数", "≥178人", "≥170人", "≥160人", "≥150人"),
            _row("效益指标", "社会效益指标", "2|受益人数", "≥978人", "≥970人", "≥960人", "≥950人"),
        )
    )
    assert [len(r.target.parts) for r in reading.form.indicators] == [4, 4]


@pytest.mark.parametrize("banded", [False, True])
def test_a_block_named_after_two_levels_under_a_blank_head_is_no_level(banded: bool) -> None:
    """产出与效果指标 beside all rows, its head left blank: it was read as the 一级 of them all."""
    heads, block = ("二级指标", "三级指标", "指标值"), "{}/产出与效果指标"
    if banded:
        rows = [
            _row("", *heads), _row(block.format(5), "3|产出指标"), _row("数量指标", "改造泵站", "≥3座"),
            _row("质量指标", "合格率", "≥95%"), _row("3|效益指标"), _row("社会效益指标", "受益人口", "≥900人"),
        ]  # fmt: skip
    else:
        rows = [
            _row("", "一级指标", *heads), _row(block.format(3), "2/产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("质量指标", "合格率", "≥95%"), _row("效益指标", "社会效益指标", "受益人口", "≥900人"),
        ]  # fmt: skip
    reading = _read(_TOP + _table(_row("项目名称", "3|泵站改造"), *rows))
    assert [r.level1 and r.level1.raw for r in reading.form.indicators] == ["产出指标", "产出指标", "效益指标"]
    assert not [d for d in reading.doubts if d.part == "indicators"]


def test_fields_in_rows_over_a_title_are_the_forms_below() -> None:
    """支出项目名称：X | 预算部门：Y over each form's title: of the second they were a form of their own."""

    def table(name: str) -> str:
        lines = (f"支出项目名称：{name}", "预算部门：某县民政局", "2021年度项目支出绩效目标表", "单位：万元")
        indicators = (("产出指标", "数量指标", "改造户数", "≥3户"), ("效益指标", "社会效益指标", "受益人口", "≥9人"))
        rows = (_row(*_LEVELS, "指标值"), *(_row(*texts) for texts in indicators))
        return _table(*(_row(f"4|{line}") for line in lines), _row("2|资金总额", "2|9"), *rows)

    forms = [r.form for r in _readings(table("居家养老") + table("孤儿保障"))]
    assert [(f.project_name, f.department, len(f.indicators)) for f in forms] == [
        ("居家养老", "某县民政局", 2),
        ("孤儿保障", "某县民政局", 2),
    ]


def test_a_table_of_its_own_with_two_levels_under_a_wide_head_goes_on() -> None:
    """绩效指标 | 指标值 over 一级指标 | 三级指标, short levels below: it was no table of indicators."""
    head = _table(_row("项目名称", "1|泵站改造"), _row("主管部门", "1|某县水利局"), _row("资金总额（万元）", "1|40"))
    own = _table(
        _row("3|年度绩效指标情况"),
        _row("2|绩效指标设置", "2/年度预期值"),
        _row("一级指标", "三级指标"),
        _row("产出", "改造泵站", "≥3座"),
        _row("效益", "受益人口", "≥900人"),
    )
    (reading,) = _readings(_TOP + head + own)
    assert [r[:2] for r in _rows(reading)] == [("改造泵站", "≥3座"), ("受益人口", "≥900人")]


@pytest.mark.parametrize("source", ["省级资金", "省级\n资金", "省级资金\n"])
def test_money_in_a_sentence_under_an_unlisted_label_is_read(source: str) -> None:
    """项目资金安排 is as like 项目进度安排: the sentence beside it was kept aside, silently; its lines end anywhere."""
    said = f"年度资金合计540.8万元，其中：中央补助417.7万元，{source}123.1万元。按支出性质分，项目支出540.8万元。"
    lines = said.replace("\n", "<br>")
    rows = (_row("项目名称", "3|泵站改造"), _row("项目资金安排", f"3|{lines}"), _row(*_LEVELS, "指标值"))
    body = (_row("产出指标", "数量指标", "改造泵站", "≥3座"), _row("效益指标", "社会效益指标", "受益人口", "≥9人"))
    amounts = _read(_TOP + _table(*rows, *body)).form.amounts
    assert {code: amount.value for code, amount in amounts.items()} == {
        "total": "540.8",
        "central_funds": "417.7",
        "provincial_funds": "123.1",
        "project_expenditure": "540.8",
    }


def test_a_bracket_before_the_next_label_is_no_part_of_a_value() -> None:
    line = "<p>填报单位：某县卫生健康局 （金额单位：万元）</p>"
    rows = (_row("项目名称", "3|泵站改造"), _row(*_LEVELS, "指标值"), _row("产出指标", "数量指标", "改造泵站", "≥3座"))
    assert _read(_TOP + line + _table(*rows)).form.filer == "某县卫生健康局"


def test_labels_that_head_columns_elsewhere_and_money_under_a_name_of_its_own() -> None:
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row("项目承办人/手机", "王明/13900000000", "项目单位（科室）名称", "青禾县水利站"),
            _row("核定下达款", "88", "其中：财政拨款", "80"),
            _row("2|", "其他资金", "8"),
            _row("年初目标", "3|改造泵站三座，保障农田排灌。"),
            _row("一级指标", "二级指标", "三级指标", "指标值"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
        )
    )
    form = reading.form
    assert (form.signoff.responsible_person, form.signoff.phone) == ("王明", "13900000000")
    assert form.texts.annual_goal == "改造泵站三座，保障农田排灌。"  # 年初目标 heads a column of values elsewhere


def test_a_figure_beside_the_caption_of_money_is_told_where_no_total_was_read() -> None:
    reading = _read(
        _TOP
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row("项目预算情况", "66", "其中：财政拨款", "66"),
            _row("一级指标", "二级指标", "三级指标", "指标值"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
        )
    )
    assert [d.observed for d in reading.doubts if d.pointer == "/amounts"] == ["66"]


def test_names_that_say_their_values_leave_the_column_beside_to_its_head() -> None:
    """改造泵站≥3座 has its value: 完成时限, 填报口径 beside it are no second one, whatever they hold."""
    for head, cells in (("完成时限", ("12月底", "11月底")), ("填报口径", ("全县", "本级"))):
        reading = _read(
            _TOP
            + _table(
                _row("一级指标", "二级指标", "三级指标", head),
                _row("2/产出指标", "数量指标", "改造泵站≥3座", cells[0]),
                _row("质量指标", "合格率≥95%", cells[1]),
            )
        )
        assert [i.target.raw for i in reading.form.indicators] == ["", ""]
        assert [u.text for u in reading.form.unmapped if u.label == head] == list(cells)


def test_a_value_before_its_names_in_the_last_group() -> None:
    heads = ("一级指标", "二级指标", "三级指标（长期）", "指标值（长期）", "指标值（年度）", "三级指标（年度）")
    reading = _read(
        _TOP
        + _table(
            _row(*heads),
            _row("2/产出指标", "数量指标", "改造泵站", "≥9座", "≥3座", "改造泵站"),
            _row("质量指标", "", "", "≥95%", "合格率"),
        )
    )
    said = {(i.scope, i.level3.raw if i.level3 else "", i.target.raw) for i in reading.form.indicators}
    assert {("period", "改造泵站", "≥9座"), ("annual", "改造泵站", "≥3座"), ("annual", "合格率", "≥95%")} <= said


def test_a_name_is_no_explanation_whatever_the_heads_say() -> None:
    """四级考核指标 beside 指标内容, a head of names in many a form: 反映… is what an indicator is of."""
    reading = _read(
        _TOP
        + _table(
            _row("一级指标", "二级指标", "四级考核指标", "指标值", "指标内容"),
            _row("2/产出指标", "数量指标", "公用经费保障人数", "86人", "反映保障人数"),
            _row("质量指标", "合格率", "≥95%", "反映质量"),
        )
    )
    assert [i.level3.raw for i in reading.form.indicators if i.level3] == ["公用经费保障人数", "合格率"]


def test_a_row_that_adds_up_the_points_is_none_of_indicators() -> None:
    """本页 | 100 | 98: the sum by its figures, whatever it is called."""
    reading = _read(
        _TOP
        + _table(
            _row("一级指标", "二级指标", "三级指标", "分值", "指标值", "实际完成值", "得分"),
            _row("3/产出指标", "数量指标", "改造泵站", "40", "≥3座", "3座", "40"),
            _row("质量指标", "合格率", "30", "≥95%", "96%", "30"),
            _row("时效指标", "及时率", "30", "≥95%", "96%", "28"),
            _row("本页", "", "", "100", "", "", "98"),
        )
    )
    assert [i.weight for i in reading.form.indicators] == ["40", "30", "30"]


def test_heads_in_the_last_row_of_the_table_before() -> None:
    """A table cut under its heads: its rows begin the next one, and what they hold alone would tell otherwise."""
    heads = ("序号", "一级指标", "二级指标", "指标内容", "评分标准", "计划值", "实际完成值", "分值权重", "自评得分")
    rows = (
        ("3/产出指标", "数量指标", "改造泵站", "达到得满分", "≥3座", "3座", "10", "10"),
        ("质量指标", "合格率", "达到得满分", "≥95%", "96%", "10", "10"),
        ("时效指标", "完成时间", "达到得满分", "2026年10月底前", "2026年10月", "10", "10"),
        ("效益指标", "社会效益指标", "受益人数", "达到得满分", "有所提升", "有所提升", "10", "10"),
    )
    reading = _read(
        _TOP
        + _table(_row("项目名称", "桥梁加固", *[""] * 7), _row(*heads))
        + _table(*[_row(str(n), *row) for n, row in enumerate(rows, 1)])
    )
    assert [(i.target.raw, i.actual, i.achieved_score) for i in reading.form.indicators] == [
        ("≥3座", "3座", "10"),
        ("≥95%", "96%", "10"),
        ("2026年10月底前", "2026年10月", "10"),
        ("有所提升", "有所提升", "10"),
    ]
