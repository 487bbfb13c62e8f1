"""Labels and columns an office words in its own way: kept under their label, or read, and the form is judged."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
ROWS = (
    ("产出指标", "数量指标", "架设路灯", "140盏", "90盏", "140盏", "统计报表"),
    ("产出指标", "数量指标", "更换电缆", "6公里", "4.5公里", "6公里", "业务系统数据"),
    ("产出指标", "质量指标", "一次点亮率", "98%", "99%", "99%", "工作台账"),
    ("效益指标", "社会效益指标", "夜间事故下降率", "10%", "6%", "10%", "统计报表"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "90%", "93%", "93%", "调查问卷"),
)


def read(head: str, heads: str, columns: tuple[int, ...], kind: str = "项目支出绩效目标表") -> Reading:
    def filled(*cells: str) -> str:
        return "| " + " | ".join((*cells, *["<"] * (len(columns) - len(cells)))) + " |\n"

    top = filled("项目名称", "路灯改造") + filled("主管部门", "青山县住建局") + head
    table = "".join(filled(*(row[n] for n in columns)) for row in ROWS)
    text = f"#     2025年度{kind}\n{top}{filled('资金总额（万元）', '120')}| {heads} |\n{table}"
    [reading] = read_forms(draw(text), RULES, "0" * 64)
    assert [(i.level3 and i.level3.raw, i.target.raw) for i in reading.form.indicators] == [
        (row[2], row[3]) for row in ROWS
    ]
    return reading


NAMED = "一级指标 | 二级指标 | 三级指标 | 指标值"


@pytest.mark.parametrize("label", ["立项文号", "批准依据文号", "立项批文", "依据文件号"])
@pytest.mark.parametrize("form", ["| {} | 青财预〔2024〕31号 | < | < |\n", "| {}：青财预〔2024〕31号 | < | < | < |\n"])
def test_the_number_of_a_document(label: str, form: str) -> None:
    reading = read(form.format(label), NAMED, (0, 1, 2, 3))
    assert reading.doubts == []
    assert any("青财预〔2024〕31号" in entry.text for entry in reading.form.unmapped)


@pytest.mark.parametrize("label", ["项目延续情况", "新增或延续", "是新增还是延续情况"])
@pytest.mark.parametrize("value", ["☑新增项目 □延续项目", "经常性项目", "新增□ 延续☑"])
def test_whether_a_project_is_new(label: str, value: str) -> None:
    assert read(f"| {label} | {value} | < | < |\n", NAMED, (0, 1, 2, 3)).doubts == []


@pytest.mark.parametrize("label", ["项目负责同志", "项目牵头人", "项目总牵头人"])
def test_who_leads_a_project(label: str) -> None:
    reading = read(f"| {label} | 谭伟 | < | < |\n", NAMED, (0, 1, 2, 3))
    assert reading.form.signoff.project_person == "谭伟"


@pytest.mark.parametrize("label", ["所属二级单位个数", "内设机构数", "下属单位个数"])
def test_how_many_units_there_are(label: str) -> None:
    assert read(f"| {label}：14个 | < | < | < |\n", NAMED, (0, 1, 2, 3)).doubts == []


@pytest.mark.parametrize("label", ["项目落实单位", "负责落实单位", "项目承办单位"])
def test_who_carries_it_out(label: str) -> None:
    reading = read(f"| {label} | 青山县路灯所 | < | < |\n", NAMED, (0, 1, 2, 3))
    assert (reading.form.department, reading.form.implementer) == ("青山县住建局", "青山县路灯所")


@pytest.mark.parametrize("head", ["取数渠道", "数从何来", "戊己事"])
def test_where_figures_come_from_is_told_by_the_cells(head: str) -> None:
    reading = read("", f"{NAMED} | {head}", (0, 1, 2, 3, 6))
    assert reading.doubts == []
    assert "业务系统数据" in [entry.text for entry in reading.form.unmapped]


@pytest.mark.parametrize("head", ["年底可望达到", "全年能完成多少", "年末有望实现"])
def test_what_may_be_reached_by_the_end(head: str) -> None:
    reading = read("", f"{NAMED} | 1-6月完成值 | {head}", (0, 1, 2, 3, 4, 5), "项目支出绩效监控表")
    assert [i.actual for i in reading.form.indicators] == [row[4] for row in ROWS]
    assert reading.doubts == []


@pytest.mark.parametrize("caption", ["绩效指标如下：", "具体指标如下："])
def test_a_caption_over_the_indicators(caption: str) -> None:
    table = "".join("| " + " | ".join(row[:4]) + " |\n" for row in ROWS)
    text = (
        "#     2025年度项目支出绩效目标表\n| 项目名称 | 路灯改造 |\n| 主管部门 | 青山县住建局 |\n"
        f"| 资金总额（万元） | 120 |\n# {caption}\n| {NAMED} |\n{table}"
    )
    [reading] = read_forms(draw(text), RULES, "0" * 64)
    assert (len(reading.form.indicators), reading.doubts) == (len(ROWS), [])


def test_points_due_are_points() -> None:
    points = ("30", "20", "10", "20", "20")
    table = "".join("| " + " | ".join((*row[:4], p)) + " |\n" for row, p in zip(ROWS, points))
    text = f"#     2025年度项目支出绩效目标表\n| 项目名称 | 路灯改造 | < | < | < |\n| {NAMED} | 应得分 |\n{table}"
    [reading] = read_forms(draw(text), RULES, "0" * 64)
    assert [i.weight for i in reading.form.indicators] == list(points)


@pytest.mark.parametrize("label", ["依据文件", "立项依据文件", "政策依据文件"])
def test_what_a_project_rests_on(label: str) -> None:
    reading = read(f"| {label} | 青政办发〔2025〕31号《关于改造路灯的意见》 | < | < |\n", NAMED, (0, 1, 2, 3))
    assert reading.form.texts.basis == "青政办发〔2025〕31号《关于改造路灯的意见》"
    assert reading.doubts == []


@pytest.mark.parametrize("label", ["总评", "自评总评", "综合评定"])
def test_a_verdict_of_the_whole(label: str) -> None:
    assert read(f"| {label} | 自评98分，自评等级：优 | < | < |\n", NAMED, (0, 1, 2, 3)).doubts == []


@pytest.mark.parametrize("head", ["完成百分比", "达成率", "实现率"])
def test_how_far_a_target_was_reached(head: str) -> None:
    assert read("", f"{NAMED} | 实际完成值 | {head}", (0, 1, 2, 3, 4, 3), "绩效自评表").doubts == []


@pytest.mark.parametrize("head", ["偏离说明", "差异说明", "滞后原因"])
def test_why_less_was_reached(head: str) -> None:
    reading = read("", f"{NAMED} | 实际完成值 | {head}", (0, 1, 2, 3, 4, 6), "绩效自评表")
    assert reading.doubts == []
    assert [i.deviation_reason for i in reading.form.indicators] == [row[6] for row in ROWS]


HEADS = ("项目名称", "主管部门", "实施单位", "项目期限", "项目负责人", "项目属性")
UNDER = ("路灯改造", "青山县住建局", "青山县路灯所", "2025年1月至2025年12月", "孙立新", "延续项目")
POINTERS = ("/project_name", "/department", "/implementer", "/period", "/signoff/project_person", None)


@pytest.mark.parametrize("strange", [(0,), (1,), (2,), (3,), (4,), (5,), (2, 5), (1, 2)])
def test_labels_over_values_some_of_which_nobody_knows(strange: tuple[int, ...]) -> None:
    heads = [("甲乙丙方", "戊己")[strange.index(n)] if n in strange else head for n, head in enumerate(HEADS)]
    table = "".join("| " + " | ".join((*row[:4], "<", "<")) + " |\n" for row in ROWS)
    text = (
        f"#     2025年度项目支出绩效目标表\n| {' | '.join(heads)} |\n| {' | '.join(UNDER)} |\n"
        f"| 资金总额（万元） | 120 | < | < | < | < |\n| {NAMED} | < | < |\n{table}"
    )
    [reading] = read_forms(draw(text), RULES, "0" * 64)
    read = {(at.get("row"), at.get("col")) for at in reading.form.places.values() if "row" in at}
    assert {(1, n) for n in range(5)} & read == {(1, n) for n in range(5) if n not in strange}
    assert [(u.label, u.text) for u in reading.form.unmapped if u.text in {UNDER[n] for n in strange}] == [
        (heads[n], UNDER[n]) for n in strange
    ]
    assert [d.code for d in reading.doubts].count("unread-text") >= 1


@pytest.mark.parametrize(
    "form",
    [
        "| 红头 | 青财预〔2024〕31号 | < | < |\n",
        "| 红头：青财预〔2024〕31号 | < | < | < |\n",
        "| 红头 | 青财预〔2024〕31号 | 白头 | 青政办〔2023〕8号 |\n",
    ],
)
def test_the_number_of_a_document_under_a_label_nobody_knows_is_told_and_refuses_nothing(form: str) -> None:
    reading = read(form, NAMED, (0, 1, 2, 3))
    assert {(d.code, d.grave) for d in reading.doubts} == {("unread-text", False)}


@pytest.mark.parametrize("form", ["| 红头 | 31 | < | < |\n", "| 红头：青财预〔2024〕31号，500 | < | < | < |\n"])
def test_another_figure_under_such_a_label_refuses_the_form(form: str) -> None:
    assert any(d.code == "unread-text" and d.grave for d in read(form, NAMED, (0, 1, 2, 3)).doubts)


@pytest.mark.parametrize(
    "head",
    [
        "| 主管部门:{d} | < | < | 落实单位:{i} |\n| 本项目名称:{p} | < | < | 项目类型:延续项目 |\n",
        "| 主管部门 | {d} | < | < |\n| 落实单位 | {i} | < | < |\n| 项目名称 | {p} | < | < |\n",
    ],
)
@pytest.mark.parametrize("note", ["", "| 注：1.定量指标以统计数据为准。 | < | < | < |\n"])
def test_a_form_begins_behind_the_sign_off_of_the_one_above(head: str, note: str) -> None:
    table = "".join("| " + " | ".join(row[:4]) + " |\n" for row in ROWS)
    body = f"| 资金总额（万元） | 120 | < | < |\n| {NAMED} |\n{table}"
    foot = "| 填报人 | 李晓梅 | 联系电话 | 0763-3624967 |\n"
    one = head.format(d="青山县住建局", i="青山县路灯所", p="路灯改造")
    two = head.format(d="青山县水利局", i="青山县泵站", p="泵站改造").replace("| < | < | 落实", "| < | 落实", 1)
    if two.count("|") != one.count("|"):
        two = two.replace("| 落实单位:青山县泵站 |", "| 落实单位:青山县泵站 | < |")
    text = f"#     2025年度项目支出绩效目标表\n{one}{body}{foot}{note}{two}{body}{foot}"
    forms = [reading.form for reading in read_forms(draw(text), RULES, "0" * 64)]
    assert [(f.project_name, f.department, f.implementer, len(f.indicators)) for f in forms] == [
        ("路灯改造", "青山县住建局", "青山县路灯所", len(ROWS)),
        ("泵站改造", "青山县水利局", "青山县泵站", len(ROWS)),
    ]


def test_what_is_forecast_among_pairs_of_execution() -> None:
    pairs = "| 资金执行情况 | 年初预算 | 606 | 前8个月支出数 | 371.12 | 预测全年支出 | 606 | 支出进度 | 61.24% |\n"
    fill = " | <" * 3
    table = "".join("| " + " | ".join(row[:6]) + fill + " |\n" for row in ROWS)
    text = (
        f"#     2025年度项目支出绩效监控表\n# 单位：万元\n| 项目名称 | 路灯改造 | < | < | < | <{fill} |\n{pairs}"
        f"| {NAMED} | 1-8月完成值 | 年底可望达到{fill} |\n{table}"
    )
    [reading] = read_forms(draw(text), RULES, "0" * 64)
    [entry] = reading.form.execution
    assert (entry.initial, entry.executed, entry.rate) == ("606", "371.12", "61.24%")
    assert reading.doubts == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "| 项目全称 | {p} | < | < |\n| 主管部门 | {d} | 实施单位 | {i} |\n",
            "| 主管部门 | {d} | 实施单位 | {i} |\n| 项目全称 | {p} | < | < |\n",
        ),
        (
            "| 基本信息 | 项目全称 | {p} | < |\n| ^ | 主管部门 | {d} | < |\n| ^ | 实施单位 | {i} | < |\n",
            "| 项目概况 | 项目全称 | {p} | < |\n| ^ | 主管部门 | {d} | < |\n| ^ | 实施单位 | {i} | < |\n",
        ),
    ],
)
def test_a_form_of_a_sheet_begins_with_the_first_row_of_its_head(one: str, two: str) -> None:
    table = "".join("| " + " | ".join(row[:4]) + " |\n" for row in ROWS)
    body = f"| 资金总额（万元） | 120 | < | < |\n| {NAMED} |\n{table}"
    first = one.format(d="青山县住建局", i="青山县路灯所", p="路灯改造经费")
    second = two.format(d="青山县水利局", i="青山县泵站", p="泵站改造经费")
    text = f"#     2025年度项目支出绩效目标表\n{first}{body}{second}{body}"
    forms = [reading.form for reading in read_forms(draw(text), RULES, "0" * 64)]
    assert [(f.project_name, f.department, f.implementer, len(f.indicators)) for f in forms] == [
        ("路灯改造经费", "青山县住建局", "青山县路灯所", len(ROWS)),
        ("泵站改造经费", "青山县水利局", "青山县泵站", len(ROWS)),
    ]


@pytest.mark.parametrize("between", ["", "|  | < | < | < |\n"])
def test_forms_of_a_sheet_whose_labels_nobody_knows_end_at_their_sign_off(between: str) -> None:
    table = "".join("| " + " | ".join(row[:4]) + " |\n" for row in ROWS)
    body = f"| 资金总额（万元） | 120 | < | < |\n| {NAMED} |\n{table}"
    foot = "| 填报人 | 李晓梅 | 单位负责人 | 王志强 |\n"
    head = "| 款项称谓 | < | 上线条口 | 本线条口 |\n| 路灯改造 | < | 国家有关方面 | 青山县有关方面 |\n"
    text = f"#     2025年度专项转移支付区域绩效目标表\n{head}{body}{foot}{between}{head}{body}{foot}"
    forms = [reading.form for reading in read_forms(draw(text), RULES, "0" * 64)]
    assert [len(form.indicators) for form in forms] == [len(ROWS), len(ROWS)]
