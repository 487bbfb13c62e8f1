"""Text dumps without tabs or frames: columns laid out by blanks, one cell a line. Read as the table they show, or
told.
"""

from __future__ import annotations

import re

import pytest

from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.readers.text.blank_columns import laid_out
from extractor.readers.text.by_place import tables_of_blanks
from extractor.rulebook import load_rules

RULES = load_rules()


def _read(text: str) -> Extraction:
    return extract_bytes(text.encode(), "1.txt", rules=RULES)


CRAMPED = """\
              2024年度项目支出绩效目标表
填报单位：某县水利局   单位：万元
  项目名称  泵站维修   预算单位  某县水利局
  一级 产出指标 数量指标 维修泵站 3座
"""


@pytest.mark.parametrize(
    "text", [CRAMPED, "项目支出绩效目标表\n填报单位：某县水利局\n项目名称\n泵站维修\n主管部门\n某县水利局\n"]
)
def test_a_form_in_lines_that_no_reader_took_is_told(text: str) -> None:
    document = _read(text)
    assert document.quality.verdict == "未能审核"
    assert document.quality.score is None


@pytest.mark.parametrize(
    "text", ["2024年部门预算公开说明\n附件：项目支出绩效目标表\n本单位职责……\n", "单位：万元\n项目名称\n"]
)
def test_a_text_that_only_names_a_form_is_none(text: str) -> None:
    document = _read(text)
    assert document.quality.verdict == "没有绩效表"


LAID = """\
                         2024年度项目支出绩效目标表
填报单位：某县水利局          单位：万元
项目名称      泵站维修项目              预算单位      某县水利局

资金情况      年度资金总额                            80

              其中：财政拨款                          60

              其他资金                                20

年度目标      维修泵站三座，清淤渠道十二千米，使灌区用水得到保证，灌溉面积得到恢复，受益
              群众满意。

一级指标      二级指标          三级指标              指标值        备注

产出指标      数量指标          维修泵站              3座           续建

                                清淤渠道              12千米

              质量指标          验收合格率            100%

效益指标      可持续影响及长    灌区用水              得到保证
              期效益指标

满意度指标    社会公众或服务对  受益群众满意度        ≥95%         抽样
              象满意度指标

填表人：王立明      联系电话：0731-4400000
"""


def _rows_of(document: Extraction) -> list[tuple[str, str, str, str | None, str | None]]:
    (form,) = document.forms
    return [
        (i.level1.raw, i.level2.raw, i.level3.raw, i.target.raw, i.note)
        for i in form.indicators
        if i.level1 and i.level2 and i.level3
    ]


RIGHT = [
    ("产出指标", "数量指标", "维修泵站", "3座", "续建"),
    ("产出指标", "数量指标", "清淤渠道", "12千米", ""),
    ("产出指标", "质量指标", "验收合格率", "100%", ""),
    ("效益指标", "可持续影响及长期效益指标", "灌区用水", "得到保证", ""),
    ("满意度指标", "社会公众或服务对象满意度指标", "受益群众满意度", "≥95%", "抽样"),
]


def _in_characters(text: str) -> str:
    """The same page by a program that counts characters, not half widths."""
    lines = []
    for line in text.split("\n"):
        found = ""
        for piece in re.finditer(r"\S+(?: \S+)*", line):
            place = sum(2 if ord(c) > 0x2E7F else 1 for c in line[: piece.start()])
            found += " " * max(place - len(found), 2 if found else 0) + piece[0]
        lines.append(found)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [LAID, re.sub("\n\n", "\n", LAID), _in_characters(LAID)], ids=["parted", "tight", "characters"]
)
def test_columns_laid_out_by_blanks(text: str) -> None:
    document = _read(text)
    assert _rows_of(document) == RIGHT
    form = document.forms[0]
    assert (form.filer, form.project_name, form.implementer or form.department) == (
        "某县水利局",
        "泵站维修项目",
        "某县水利局",
    )
    assert {k: v.value for k, v in form.amounts.items()} == {
        "total": "80",
        "fiscal_appropriation": "60",
        "other_funds": "20",
    }
    assert (form.texts.annual_goal or "").endswith("灌溉面积得到恢复，受益群众满意。")
    assert form.signoff.preparer == "王立明"


def test_texts_without_columns_are_left_as_lines() -> None:
    """Cells in the middle of their columns begin nowhere together: which column they stand in is not guessed."""
    lines = [
        "  一级指标     二级指标       三级指标     指标值",
        "   产出指标   数量指标     维修泵站        3座",
        " 效益指标     社会效益指标    受益人口数     1200人",
    ]
    assert laid_out(lines) is None


IN_LINES = """\
2024年度项目支出绩效自评表
填报单位：某县水利局
项目名称：泵站维修项目
预算执行情况（万元）/资金类别/全年预算数/执行数/执行率/分值/得分
年度资金总额/80/80/100%/10/10
财政拨款/60/60/100%
年度目标/维修泵站三座，清淤渠道十二千米，使灌区用水得到保证。
一级指标/二级指标/三级指标/指标值/完成值/分值/得分/偏差原因
产出指标/数量指标/维修泵站/3座/3座/30/30
{level1}{level2}清淤渠道/12千米/10千米/20/16/部分设备到货推迟
{level1}质量指标/验收合格率/100%/100%/40/40
填表人：王立明      联系电话：0731-4400000
"""


def test_one_cell_a_line() -> None:
    document = _read(IN_LINES.format(level1="产出指标/", level2="数量指标/").replace("/", "\n"))
    (form,) = document.forms
    got = [
        (i.level1.raw, i.level2.raw, i.level3.raw, i.target.raw, i.actual, i.achieved_score, i.deviation_reason)
        for i in form.indicators
        if i.level1 and i.level2 and i.level3
    ]
    assert got == [
        ("产出指标", "数量指标", "维修泵站", "3座", "3座", "30", ""),
        ("产出指标", "数量指标", "清淤渠道", "12千米", "10千米", "16", "部分设备到货推迟"),
        ("产出指标", "质量指标", "验收合格率", "100%", "100%", "40", ""),
    ]
    assert [(e.item, e.adjusted, e.executed, e.rate) for e in form.execution] == [
        ("年度资金总额", "80", "80", "100%"),
        ("财政拨款", "60", "60", "100%"),
    ]
    assert form.project_name == "泵站维修项目"
    assert (form.texts.annual_goal or "").startswith("维修泵站三座")


def test_merged_levels_one_cell_a_line() -> None:
    text = (
        "项目支出绩效目标表/填报单位：某县水利局/项目名称：泵站维修/一级指标/二级指标/三级指标/指标值/产出指标/数量"
        "指标/维修泵站/3座/清淤渠道/12千米/质量指标/验收合格率/100%"
    )
    (form,) = _read(text.replace("/", "\n")).forms
    assert [(i.level1.raw, i.level2.raw, i.target.raw) for i in form.indicators if i.level1 and i.level2] == [
        ("产出指标", "数量指标", "3座"),
        ("产出指标", "数量指标", "12千米"),
        ("产出指标", "质量指标", "100%"),
    ]


@pytest.mark.parametrize("text", [IN_LINES.format(level1="", level2="")])
def test_a_reason_that_may_be_the_next_name_is_not_guessed(text: str) -> None:
    assert _read(text.replace("/", "\n")).quality.verdict == "未能审核"


@pytest.mark.parametrize("lost", ["12千米/", "/16"])
def test_a_row_with_a_cell_too_few_is_not_read_shifted(lost: str) -> None:
    """A value left blank in the middle: what follows would stand one column to the left."""
    text = IN_LINES.format(level1="产出指标/", level2="数量指标/").replace(lost, "", 1)
    document = _read(text.replace("/", "\n"))
    assert document.quality.verdict == "未能审核"
    assert not any(i.target.raw in ("10千米", "20") for form in document.forms for i in form.indicators)


def test_level_heads_by_another_name_one_cell_a_line() -> None:
    text = IN_LINES.format(level1="产出指标/", level2="数量指标/").replace("一级指标/二级指标", "一级考核指标/二级")
    (form,) = _read(text.replace("/", "\n")).forms
    assert [i.target.raw for i in form.indicators] == ["3座", "12千米", "100%"]


OWN_EDGES = """\
年度预算申请        年度资金总额              80

                    其中：财政拨款            60

                    其他资金                  20

序        一级      二级        三级指标            指标值

1         产出      数量        维修泵站            3座

2                               清淤渠道            12千米

3                   质量        验收合格率          100%

4         效益      经济效益    减少损失            5万元
"""


def test_a_block_with_edges_of_its_own_is_no_sign_of_centred_cells() -> None:
    """The columns of one block begin beside those of another, each in several lines."""
    items = laid_out(OWN_EDGES.replace("     年度资金总额 ", "    年度资金总额  ").split("\n"))
    assert items is not None
    assert laid_out(OWN_EDGES.split("\n")) is not None


def test_words_of_levels_in_two_cells_are_rows_cut_in_two() -> None:
    """A page printed with its lines close: 数量指 over 标 is one cell, and what stands beside is no row of its own."""
    lines = [
        "一级指标    二级指标    三级指标      实际值",
        "产出指标    数量指      维修泵站      3座",
        "产出指标    标          清淤渠道      12千米",
        "效益指标    质量指      受益人口      1200人",
    ]
    assert laid_out(lines) is None
    assert (
        laid_out([line.replace("指  ", "指标").replace("标          清", "数量指标    清") for line in lines])
        is not None
    )


def test_cells_on_lines_of_their_own_over_packed_indicators_are_told() -> None:
    """A cell a line: the indicators stood in one cell, so the text was read as prose, and all its head was lost."""
    text = (
        "部门预算项目支出绩效目标表\n（2023年度）\n项目名称\n垃圾清运服务\n主管部门\n某市住建局\n项目负责人\n孙某\n"
        "联系电话\n15900000000\n年度金额\n其他资金\n3678.24\n805.66\n本年度绩效目标\n实现生活垃圾日产日清。\n年度绩效指标\n"
        "1.数量指标：绿地养护面积：>=31.2万平方米2.质量指标：无害化处理率：=100%3.时效指标：开工率：=100%\n"
    )
    assert _read(text).quality.verdict == "未能审核"


MIDDLE = """\
                     项目支出绩效目标表
                           （2019 年度）

单位：元

项目支出名称   森林防灭火专项经费                        主管部门      某县应急管
                                                      理局
年度绩效目标   2019 年，加强森林防火队伍和物资建设，防范森林火灾发生。
                                绩效指标
 一级指标         二级               指标名称          年初指标值      标准分
              指标
产出指标     数量指标         购置应急物资              ≧460 件      10
产出指标     质量指标         隐患整改率               ≧95 百分比     30
产出指标     时效指标         演练按计划完成率            ＝100 百分比    20
效益指标     经济效益指标       直接经济损失下降比例          ≧6 百分比      20
效益指标     社会效益指标       公众安全意识              普遍增强        10
满意度指标    服务对象满意度      社会公众满意度             ≧90 百分比     10
"""


def test_cells_in_the_middle_of_their_columns_are_read_by_place_and_told() -> None:
    """`pdftotext -layout`: nothing of it was read. Its values are there now, and the whole is 未能审核."""
    document = _read(MIDDLE)
    assert document.quality.verdict == "未能审核"
    assert any(f.code == "unreadable-part" for f in document.findings)
    (form,) = document.forms
    assert [(i.level3.raw, i.target.value, i.weight) for i in form.indicators if i.level3 and i.target] == [
        ("购置应急物资", "460", "10"),
        ("隐患整改率", "95", "30"),
        ("演练按计划完成率", "100", "20"),
        ("直接经济损失下降比例", "6", "20"),
        ("公众安全意识", None, "10"),
        ("社会公众满意度", "90", "10"),
    ]
    assert [i.level1.raw for i in form.indicators if i.level1] == ["产出指标"] * 3 + ["效益指标"] * 2 + ["满意度指标"]
    assert form.project_name == "森林防灭火专项经费"


def test_a_page_without_heads_side_by_side_stays_lines() -> None:
    assert tables_of_blanks(["  产出指标    数量指标", "   维修泵站     3座"]) is None


LINES = """\
2024年项目支出绩效目标表
项目名称：泵站改造
项目资金（万元）
资金总额
37.9
其中：财政拨款
37.9
年度目标
改造泵站，改善灌溉条件，让群众用水有保障。
"""


def test_a_level_and_its_indicators_in_one_text_a_line_each() -> None:
    """产出指标 over 数量指标：…。质量指标：…: the money above was lost, and a name with a date in it was two."""
    packed = (
        "绩效指标\n产出指标\n数量指标：改造泵站：≥3座。时效指标：项目完成时间：2024年10月底前。\n"
        "效益指标\n社会效益指标：受益人口：≥900人。\n"
    )
    (form,) = _read(LINES + packed).forms
    assert form.amounts["total"].value == "37.9"
    assert [(i.level1.raw, i.level3.raw) for i in form.indicators if i.level1 and i.level3] == [
        ("产出指标", "改造泵站"),
        ("产出指标", "项目完成时间"),
        ("效益指标", "受益人口"),
    ]


def test_a_value_in_words_on_lines_of_their_own_has_no_unit() -> None:
    """稳步提升 before the next 一级, its unit not printed: nothing of the text was read."""
    rows = (
        "产出指标\n数量指标\n改造泵站\n≥3\n座\n效益指标\n可持续影响指标\n供水能力\n稳步提升\n"
        "满意度指标\n满意度指标\n群众满意度\n≥95\n%\n"
    )
    (form,) = _read(LINES + "一级指标\n二级指标\n三级指标\n指标值\n单位\n" + rows).forms
    assert [i.target.raw for i in form.indicators] == ["≥3座", "稳步提升", "≥95%"]


def test_a_blank_unit_before_what_was_reached() -> None:
    """稳步提升 | (no unit) | 稳步提升 | 11 | 11: one cell of the row is missing, and it can only be the unit."""
    rows = (
        "产出指标\n数量指标\n改造泵站\n≥\n3\n座\n3座\n40\n40\n"
        "效益指标\n可持续影响指标\n供水能力\n定性\n稳步提升\n稳步提升\n30\n30\n"
        "满意度指标\n满意度指标\n群众满意度\n≥\n95\n%\n96%\n20\n20\n"
    )
    heads = "一级指标\n二级指标\n三级指标\n符号\n指标值\n单位\n实际完成值\n权重\n得分\n偏差原因\n"
    title = LINES.replace("绩效目标表", "绩效自评表")
    (form,) = _read(title + heads + rows).forms
    assert [(i.level3.raw, i.actual, i.weight, i.achieved_score) for i in form.indicators if i.level3] == [
        ("改造泵站", "3座", "40", "40"),
        ("供水能力", "稳步提升", "30", "30"),
        ("群众满意度", "96%", "20", "20"),
    ]


def test_points_in_the_first_row_of_money_by_a_spaced_head() -> None:
    """分　值 and 得　分, spread by blanks: the rows below the first have no points."""
    text = IN_LINES.format(level1="产出指标/", level2="数量指标/").replace("分值/得分", "分　值/得　分", 1)
    (form,) = _read(text.replace("/", "\n")).forms
    assert [(e.item, e.executed, e.rate, e.score) for e in form.execution] == [
        ("年度资金总额", "80", "100%", "10"),
        ("财政拨款", "60", "100%", None),
    ]


def test_a_line_of_several_labels_signs_whatever_its_first() -> None:
    """部门负责人签字：… 经办人：… under rows of "name：value" was an indicator."""
    rows = (
        "产出指标\n数量指标\n改造泵站：≥3座\n效益指标\n社会效益指标\n单位用水成本：≤2元\n受益人口：≥900人\n"
        "部门负责人签字：唐文斌      经办人：孙桂兰      填表日期：2020年12月8日\n"
    )
    (form,) = _read(LINES + rows).forms
    assert [i.level3.raw for i in form.indicators if i.level3] == ["改造泵站", "单位用水成本", "受益人口"]
    assert form.signoff.preparer == "孙桂兰"
