"""What was read wrongly is told, what was read right is not: one small table for each kind of mistake."""

from __future__ import annotations

from extractor.forms.assemble import read_forms as readings_of
from extractor.forms.reading import Reading
from extractor.readers import read
from extractor.rulebook import load_rules

RULES = load_rules()
TOP = "<h3>2024年项目支出绩效目标表</h3>"
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")


def _row(*cells: str) -> str:
    """`2|text` spans two columns, `2/text` two rows."""
    made = []
    for text in cells:
        name = {"|": "colspan", "/": "rowspan"}.get(text[1:2])
        made.append(f'<td {name}="{text[0]}">{text[2:]}</td>' if name else f"<td>{text}</td>")
    return f"<tr>{''.join(made)}</tr>"


def _read(*rows: str, top: str = TOP) -> Reading:
    html = f"{top}<table>{''.join(rows)}</table>"
    (reading,) = readings_of(read(html.encode(), "x.html", "html"), RULES, "0" * 64)
    return reading


def _whole(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS, head: str = "") -> Reading:
    return _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"), head or _row("资金总额（万元）", "3|100"),
        _row(*heads), *(_row(*row) for row in rows),
    )  # fmt: skip


ROWS = (
    ("产出指标", "数量指标", "改造泵站", "≥3座"),
    ("产出指标", "质量指标", "验收合格率", "100%"),
    ("效益指标", "社会效益指标", "受益人口", "≥900人"),
)


def _told(reading: Reading, *words: str) -> bool:
    return any(all(word in doubt.why for word in words) for doubt in reading.doubts)


def test_a_right_reading_is_left_in_peace() -> None:
    assert _whole(*ROWS).doubts == []


def test_a_level_word_that_its_row_does_not_say_is_told() -> None:
    moved = [(row[1], row[0], *row[2:]) for row in ROWS]  # the 二级 stand first, under 一级指标
    reading = _whole(*moved, heads=("一级指标", "甲乙丙", "三级指标", "指标值"))
    assert reading.doubts


def test_bands_beside_one_more_column_are_in_force() -> None:
    reading = _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"), _row("资金总额（万元）", "3|100"),
        _row("3|产出指标", "甲乙丙"), _row("数量指标", "改造泵站", "≥3座", "见附录"),
        _row("质量指标", "验收合格率", "100%", "照旧"),
        _row("3|效益指标", "照旧"), _row("社会效益指标", "受益人口", "≥900人", "见附录"),
    )  # fmt: skip
    levels = [(row.level1.raw if row.level1 else None) for row in reading.form.indicators]
    assert levels == ["产出指标", "产出指标", "效益指标"]
    assert _told(reading, "没有读懂", "甲乙丙")


def test_figures_as_levels_and_levels_as_values_are_told() -> None:
    swapped = [(row[3], row[1], row[2], row[0]) for row in ROWS]
    reading = _whole(*swapped)
    assert any(doubt.grave for doubt in reading.doubts)


def test_a_field_that_a_form_must_have_is_missed_where_a_text_may_be_it() -> None:
    reading = _read(
        _row("4|甲乙丙"), _row("4|泵站改造"), _row("主管部门", "3|青山县水利局"), _row("资金总额（万元）", "3|100"),
        _row(*HEADS), *(_row(*row) for row in ROWS),
    )  # fmt: skip
    assert reading.form.project_name is None
    assert _told(reading, "没有读到“项目名称”", "甲乙丙")
    without = _read(
        _row("主管部门", "3|青山县水利局"), _row("资金总额（万元）", "3|100"), _row(*HEADS), *(_row(*r) for r in ROWS)
    )
    assert not _told(without, "没有读到“项目名称”")  # nothing is left that could be it


def test_a_budget_read_as_an_amount_is_told() -> None:
    reading = _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"),
        _row("批复预算（万元）", "100", "甲乙丙", "100"), _row("实际支付（万元）", "90", "支付进度", "90%"),
        _row("标准分", "10", "自评得分", "9"),
        _row("三级指标", "年度指标值", "实际完成值", "得分"), _row("改造泵站", "≥3座", "3座", "50"),
        top="<h3>2024年项目支出绩效自评表</h3>",
    )  # fmt: skip
    assert reading.doubts


def test_signs_of_a_column_that_nobody_knows_are_no_decoration() -> None:
    rows = [("<=" if "%" in row[3] else ">=", *row[1:3], "30", row[0]) for row in ROWS]
    reading = _read(
        _row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), _row("资金总额（万元）", "4|100"),
        _row("甲乙丙", "二级指标", "三级指标", "指标值", "一级指标"),
        *(_row(*(cell.replace("<", "&lt;") for cell in row)) for row in rows),
    )  # fmt: skip
    assert reading.has_column("operator") or _told(reading, "没有读懂", "甲乙丙")


def test_the_last_cell_of_a_column_that_nobody_knows_is_no_caption() -> None:
    reading = _read(
        _row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), _row("资金总额（万元）", "4|100"),
        _row(*HEADS, "甲乙丙"), *(_row(*row, "行业标准") for row in ROWS),
        _row("2|填表人：李明", "3|联系电话：13800000000"),
    )  # fmt: skip
    unread = next(doubt for doubt in reading.doubts if doubt.code == "unread-text")
    assert len(unread.at["parts"]) == len(ROWS)


def test_a_row_that_counts_the_columns_stays_one_beside_a_column_more() -> None:
    reading = _read(
        _row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), _row("资金总额（万元）", "4|100"),
        _row(*HEADS, "甲乙丙"), _row("1", "2", "3", "4", "见附录"), *(_row(*row, "见附录") for row in ROWS),
    )  # fmt: skip
    assert len(reading.form.indicators) == len(ROWS)


def test_heads_printed_again_with_one_word_otherwise_are_no_row() -> None:
    heads = (*HEADS, "备注")
    reading = _read(
        _row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), _row("资金总额（万元）", "4|100"),
        _row(*heads), _row(*ROWS[0], ""), _row("一级指标", "二级指标", "三级指标", "指标值", "甲乙丙"),
        *(_row(*row, "") for row in ROWS[1:]),
    )  # fmt: skip
    assert len(reading.form.indicators) == len(ROWS)


def test_a_name_alone_under_a_label_that_nobody_knows_is_unread() -> None:
    reading = _read(
        _row("4|甲乙丙"), _row("4|青山县林业局"), _row("4|在职人数"), _row("4|46人"),
        _row("资金总额（万元）", "3|100"), _row(*HEADS), *(_row(*row) for row in ROWS),
        top="<h3>2024年部门整体支出绩效目标表</h3>",
    )  # fmt: skip
    assert reading.form.department == "青山县林业局" or _told(reading, "青山县林业局")


def test_a_sum_merged_over_two_projects_of_a_list_is_told() -> None:
    reading_rows = (
        _row("项目名称", "预算金额（万元）", *HEADS),
        _row("甲", "3/80", "2/产出指标", "数量指标", "改造泵站", "≥3座"),
        _row("甲", "质量指标", "验收合格率", "100%"),
        _row("乙", "效益指标", "社会效益指标", "受益人口", "≥900人"),
    )
    html = f"{TOP}<table>{''.join(reading_rows)}</table>"
    readings = readings_of(read(html.encode(), "x.html", "html"), RULES, "0" * 64)
    assert len(readings) == 1 or any("合并了" in doubt.why for reading in readings for doubt in reading.doubts)


def test_level_words_among_the_heads_are_told() -> None:
    reading = _read(
        _row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), _row("资金总额（万元）", "4|100"),
        _row("甲乙丙", "二级指标", "三级指标", "指标值", "单位"),
        _row("见附录", "4|产出指标"), _row("见附录", "数量指标", "改造泵站", "3", "座"),
        _row("照旧", "质量指标", "验收合格率", "100", "%"),
        _row("照旧", "4|效益指标"), _row("见附录", "社会效益指标", "受益人口", "900", "人"),
    )  # fmt: skip
    levels = [row.level1.raw if row.level1 else None for row in reading.form.indicators]
    assert levels == ["产出指标", "产出指标", "效益指标"] or _told(reading, "产出指标")


def test_a_row_of_the_sign_off_read_as_an_indicator_is_told() -> None:
    reading = _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"), _row("资金总额（万元）", "3|100"),
        _row("一级指标", "三级指标", "指标解释", "指标值"), _row("产出指标", "改造泵站", "反映改造泵站情况", "≥3座"),
        _row("效益指标", "受益人口", "反映受益人口情况", "≥900人"), _row("甲乙丙", "15900098420", "填表人", "刘建国"),
    )  # fmt: skip
    assert len(reading.form.indicators) == 2 or any(doubt.grave for doubt in reading.doubts)


def test_an_office_is_no_label_and_a_code_no_money() -> None:
    reading = _read(
        _row("项目名称", "2|泵站改造"), _row("项目实施单位", "甲乙丙", "项目编号"),
        _row("青山县水务中心", "青山县林业局", "59851256106353"), _row("资金总额（万元）", "2|100"),
        _row("一级指标", "三级指标", "指标值"), *(_row(row[0], *row[2:]) for row in ROWS),
    )  # fmt: skip
    assert all(amount.raw != "59851256106353" for amount in reading.form.amounts.values())
    assert _told(reading, "青山县林业局") or reading.form.department == "青山县林业局"


def test_a_column_among_those_of_places_that_names_none_is_told() -> None:
    reading = _read(
        _row("项目名称", "6|泵站改造"), _row("主管部门", "6|青山县水利局"), _row("资金总额（万元）", "6|100"),
        _row("2/一级指标", "2/二级指标", "2/三级指标", "4|年度指标值"), _row("青山镇", "甲乙丙", "红石乡", "白沙乡"),
        *(_row(*row[:3], row[3], "36", row[3], row[3]) for row in ROWS),
    )  # fmt: skip
    assert _told(reading, "甲乙丙")


def test_a_caption_between_two_numbered_goals_is_told() -> None:
    reading = _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"), _row("资金总额（万元）", "3|100"),
        _row("3/年度目标", "3|目标1：改造泵站不少于3座，保障灌溉。"), _row("3|甲乙丙"),
        _row("3|目标2：受益人口不少于900人。"),
        _row(*HEADS), *(_row(*row) for row in ROWS),
    )  # fmt: skip
    goal = reading.form.texts.annual_goal or ""
    assert "甲乙丙" not in goal or _told(reading, "甲乙丙")


def test_names_of_the_other_half_kept_aside_are_told() -> None:
    reading = _read(
        _row("项目名称", "6|泵站改造"), _row("主管部门", "6|青山县水利局"), _row("资金总额（万元）", "6|100"),
        _row("2/一级指标", "3|长期绩效指标", "3|年度指标"),
        _row("二级指标", "指标内容", "绩效指标值", "二级指标", "甲乙丙", "绩效指标值"),
        *(_row(*row, *row[1:]) for row in ROWS),
    )  # fmt: skip
    named = [row.level3.raw for row in reading.form.indicators if row.level3 is not None and row.level3.raw]
    assert len(named) == 2 * len(ROWS) or reading.doubts


def test_heads_read_as_names_put_the_whole_table_in_doubt() -> None:
    reading = _read(
        _row("2/甲乙丙", "2/预算数（万元）", "2|产出指标", "2|效益指标"),
        _row("三级指标", "指标值", "三级指标", "指标值"),
        _row("泵站改造", "100", "改造泵站", "≥3座", "受益人口", "≥900人"),
    )  # fmt: skip
    named = [row.level3.raw for row in reading.form.indicators if row.level3 is not None]
    assert named == ["改造泵站", "受益人口"] or any(doubt.grave for doubt in reading.doubts)


def test_a_name_under_a_label_that_nobody_knows_beside_a_party_is_no_task() -> None:
    reading = _read(
        _row("甲乙丙", "主管部门及代码", "2|项目类别"), _row("送戏下乡", "青山县文旅局", "2|经常性项目"),
        _row("资金总额（万元）", "3|100"), _row(*HEADS), *(_row(*row) for row in ROWS),
    )  # fmt: skip
    assert reading.form.department == "青山县文旅局" or _told(reading, "青山县文旅局")


def test_two_columns_of_points_beside_a_value_in_other_words_are_no_places() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值之数", "实际完成值", "分值", "自评分", "复核分", "审定分")
    evaluated = [(*row, row[3].strip("≥"), "30", "30", "29", "28") for row in ROWS]
    reading = _whole(*evaluated, heads=heads)
    assert [c.header for c in reading.columns if c.role == "region"] == []
    assert [i.target.raw for i in reading.form.indicators] == [row[3] for row in ROWS]


def test_points_of_places_are_no_values_and_a_value_nobody_reads_is_told() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "戊己", "自评分", "复核分", "审定分")
    reading = _whole(*[(*row, "30", "29", "28") for row in ROWS], heads=heads)
    assert not any(c.role == "region" for c in reading.columns)
    raws = [i.target.raw for i in reading.form.indicators]
    assert raws == [row[3] for row in ROWS] or _told(reading, "戊己")


def test_heads_of_points_printed_before_the_words_of_who_gave_them_are_understood() -> None:
    heads = (*HEADS, "实际完成值", "分值", "得分单位自评", "得分主管部门复核", "得分财政部门审定")
    points = ("40", "30", "30")
    rows = [(*row, row[3].strip("≥"), own, own, own, own) for row, own in zip(ROWS, points, strict=True)]
    reading = _whole(*rows, heads=heads)
    assert [i.achieved_score for i in reading.form.indicators] == list(points)
    assert reading.doubts == []


def test_a_grade_beside_its_label_is_the_grade_given_and_the_next_row_is_not() -> None:
    heads = (*HEADS, "实际完成值")
    rows = [_row(*heads), *(_row(*row, row[3].strip("≥")) for row in ROWS)]
    reading = _read(_row("项目名称", "4|泵站改造"), *rows, _row("自评等级", "4|优"), _row("珩芷列", "4|无"))
    left = {(u.label, u.text) for u in reading.form.unmapped}
    assert left == {("自评等级", "优"), ("珩芷列", "无")}
    assert _told(reading, "珩芷列")


def test_grades_side_by_side_stay_heads() -> None:
    graded = [(*row, "90%", "80%", "60%") for row in ROWS]
    reading = _whole(*graded, heads=(*HEADS, "优", "良", "中"))
    assert [i.target.raw for i in reading.form.indicators] == [row[3] for row in ROWS]
    assert ("自评等级", "优") not in {(u.label, u.text) for u in reading.form.unmapped}


def test_a_level2_named_like_a_level1_is_no_band_over_the_rows_below() -> None:
    """成本指标 in the column of 二级 and 预算执行率 over the money: the rows below, whose 二级 is blank, are right."""
    rows = [("成本指标", "每座造价", "≤30万元"), ("社会效益指标", "受益人口", "≥900人"), ("", "受益村", "≥3个")]
    reading = _read(
        _row("项目名称", "2|泵站改造"), _row("主管部门", "2|青山县水利局"),
        _row("全年预算数", "全年执行数", "预算执行率（%）"), _row("100万元", "96万元", "96%"),
        _row("二级指标", "三级指标", "指标值"), *(_row(*row) for row in rows),
    )  # fmt: skip
    assert [row.level2.raw for row in reading.form.indicators if row.level2] == ["成本指标", *2 * ["社会效益指标"]]
    assert not _told(reading, "没有读成这一级")


def test_a_label_of_a_text_read_as_the_value_of_an_indicator_is_told() -> None:
    heads = (*HEADS, "实际完成值", "得分")
    rows = [_row(*heads), *(_row(*row, row[3].strip("≥"), "10") for row in ROWS)]
    last = _row("甲乙丙", "2|资金到位迟。", "改进建议", "2|加快拨付。")
    reading = _read(_row("项目名称", "5|泵站改造"), *rows, last)
    assert reading.form.texts.measures == "加快拨付。" or _told(reading, "改进建议")
    assert _read(_row("项目名称", "5|泵站改造"), *rows).doubts == []


WATCHED = "<h3>2024年项目支出绩效运行监控表</h3>"


def _watched(forecast: str, *below: str) -> Reading:
    heads = (*HEADS, "1-9月完成情况", forecast)
    rows = [_row(*heads), *(_row(*row, row[3].strip("≥"), row[3]) for row in ROWS)]
    return _read(_row("项目名称", "5|泵站改造"), _row("主管部门", "5|青山县水利局"), *rows, *below, top=WATCHED)


def test_what_is_expected_by_the_end_of_the_year_is_kept_beside_what_was_reached() -> None:
    for forecast in ("全年预计实现值", "全年预期完成值", "预计年底达到值", "年末预测值"):
        reading = _watched(forecast)
        assert [i.target.raw for i in reading.form.indicators] == [row[3] for row in ROWS]
        assert [i.actual for i in reading.form.indicators] == [row[3].strip("≥") for row in ROWS]
        assert not _told(reading, "没有读懂"), forecast


def test_a_second_column_of_values_in_words_of_its_own_is_told() -> None:
    assert _told(_watched("甲乙丙值"), "甲乙丙值")


def test_a_conclusion_under_the_table_is_no_unread_text() -> None:
    reading = _watched("全年预计完成值", _row("监控结论", "5|总体进展正常，继续执行。"))
    assert not _told(reading, "监控结论")
    assert _told(_watched("全年预计完成值", _row("甲乙丙", "5|总体进展正常，继续执行。")), "甲乙丙")


def _shared(*figures: str, places: tuple[str, ...] = ("三合镇", "红旗街道", "新庄乡")) -> Reading:
    rows = [_row(str(n + 1), place, f"2|{f}") for n, (place, f) in enumerate(zip(places, figures))]
    return _read(
        _row("项目名称", "3|泵站改造"), _row("主管部门", "3|青山县水利局"),
        _row("序号", "补助地区", "2|分配金额（万元）"), *rows, _row("2|合计", "2|329"),
        _row(*HEADS), *(_row(*row) for row in ROWS),
    )  # fmt: skip


def test_money_shared_out_among_places_is_understood_where_it_adds_up() -> None:
    assert _shared("263", "66", "0").doubts == []
    assert _told(_shared("263", "60", "0"), "没有读懂")
    assert _told(_shared("263", "66", "0", places=("甲乙丙", "丁戊己", "庚辛壬")), "没有读懂")


def test_the_label_of_one_goals_indicators_is_a_caption() -> None:
    rows = [_row("4/年度绩效目标1的绩效指标", *HEADS), *(_row(*row) for row in ROWS)]
    reading = _read(_row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), *rows)
    assert len(reading.form.indicators) == 3
    assert not _told(reading, "没有读懂")


LISTED = ("序号", "项目名称", "预算数", "年度绩效目标", *HEADS)


def _list(*heads: str) -> list[Reading]:
    rows = [
        _row("2/1", "2/泵站改造", "2/100", "2/改造三座泵站。", *ROWS[0]), _row(*ROWS[1]),
        _row("2/2", "2/渠道清淤", "2/50", "2/清淤两公里。", *ROWS[0]), _row(*ROWS[2]),
    ]  # fmt: skip
    html = f"{TOP}<table>{_row(*heads)}{''.join(rows)}</table>"
    return readings_of(read(html.encode(), "x.html", "html"), RULES, "0" * 64)


def test_the_goals_of_several_projects_read_as_one_are_told() -> None:
    assert len(_list(*LISTED)) == 2
    assert not any(reading.doubts for reading in _list(*LISTED))
    (merged,) = _list(*(head.replace("项目名称", "甲乙丙") for head in LISTED))
    assert _told(merged, "泵站改造", "渠道清淤", "几个项目")


def test_a_caption_between_a_goal_and_its_label_is_told() -> None:
    goal = [_row("年度目标", "3|改造三座泵站"), _row("2/总体目标", "3|年度目标"), _row("3|改造三座泵站")]
    rest = [_row(*HEADS), *(_row(*row) for row in ROWS)]
    head = _row("项目名称", "3|泵站改造")
    assert not _told(_read(head, *goal[1:], *rest), "读成了标题")
    parted = _read(head, _row("3/总体目标", "3|年度目标"), _row("3|甲乙丙如下"), _row("3|改造三座泵站"), *rest)
    assert parted.form.texts.annual_goal == "改造三座泵站" or _told(parted, "甲乙丙如下", "改造三座泵站")


def test_money_that_was_kept_aside_in_a_form_without_any_is_told() -> None:
    money = [
        _row("3/项目资金（万元）", "2023年执行数", "2024年预算数", "备注"),
        _row("3|甲乙丙如下"),
        _row("90", "100", ""),
    ]
    rest = [_row(*HEADS), *(_row(*row) for row in ROWS)]
    reading = _read(_row("项目名称", "3|泵站改造"), *money, *rest)
    assert reading.form.amounts or _told(reading, "没有读到金额")
    tasks = [
        _row("3/年度主要任务", "任务名称", "主要内容", "预算金额"),
        _row("清淤", "清淤两公里", "90"),
        _row("改造", "三座", "10"),
    ]
    assert not _told(_read(_row("部门名称", "3|水利局"), *tasks, *rest), "没有读到金额")


def test_one_cell_read_as_level_and_name_is_told() -> None:
    reading = _whole(*ROWS, ("3|甲乙丙", "同意"))
    texts = {left.text for left in reading.form.unmapped}
    assert "同意" in texts and reading.doubts or _told(reading, "甲乙丙")


def test_blank_cells_left_of_the_levels_are_nobodys_level() -> None:
    """A sheet without merged cells: the form was not read at all, for a fault of ours."""
    rows = [_row("绩效指标", *HEADS), *(_row("", *row) for row in ROWS)]
    reading = _read(_row("项目名称", "4|泵站改造"), _row("主管部门", "4|青山县水利局"), *rows)
    assert [i.level1.raw for i in reading.form.indicators if i.level1] == [row[0] for row in ROWS]
    assert reading.doubts == []
