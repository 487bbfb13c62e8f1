"""Indicators under the wrong level, of another kind, twice, too many: every condition on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality.build import case_of, said


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


def _faults(rule: str, *rows: str, **more: Any) -> list[str]:
    return [say for say in said(rule, _form(*rows, **more)) if say.startswith("!")]


# --- a 二级 under the wrong 一级 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level1", "level2", "right"),
    [
        ("产出指标", "数量指标", None), ("效益指标", "数量指标", "产出指标"), ("满意度指标", "数量指标", "产出指标"),
        ("成本指标", "数量指标", "产出指标"), ("产出指标", "质量指标", None), ("效益指标", "质量指标", "产出指标"),
        ("产出指标", "时效指标", None), ("效益指标", "时效指标", "产出指标"),
        ("产出指标", "成本指标", None), ("成本指标", "经济成本指标", None),
        ("效益指标", "成本指标", "产出指标、成本指标"),
        ("效益指标", "经济效益指标", None), ("产出指标", "经济效益指标", "效益指标"),
        ("产出指标", "社会效益指标", "效益指标"),
        ("产出指标", "生态效益指标", "效益指标"), ("产出指标", "可持续影响指标", "效益指标"),
        ("成本指标", "社会成本指标", None), ("成本指标", "生态环境成本指标", None),
        ("成本指标", "社会效益指标", "效益指标"),
        ("成本指标", "可持续影响指标", "效益指标"), ("满意度指标", "满意度指标", None),
        ("效益指标", "满意度指标", None),
        ("产出指标", "满意度指标", "满意度指标、效益指标"),
        # of those nobody knows, nothing is said
        ("管理指标", "数量指标", None), ("其他", "数量指标", None), ("效益指标", "其他指标", None),
        ("满意度指标", "", None),
        ("", "数量指标", None),
    ],
)  # fmt: skip
def test_where_a_second_level_belongs(level1: str, level2: str, right: str | None) -> None:
    told = _faults("wrong-parent", f"{level1}|{level2}|某事|5人")
    assert told == ([] if right is None else [f"! /indicators/0/level2 [{level1} / {level2}] -> {right}"])


def test_a_misplaced_level_says_in_which_row() -> None:
    from extractor.quality.placement import wrong_parent
    from extractor.quality.registry import Fault

    fault = next(iter(wrong_parent(case_of(_form("产出指标|数量指标|甲|5人", "效益指标|数量指标|乙|5人")))))
    assert isinstance(fault, Fault) and fault.message.startswith("第2行的“数量指标”放在“效益指标”下，它应属产出指标，")


def test_a_form_with_costs_of_their_own_has_none_among_its_outputs() -> None:
    rows = ("产出指标|成本指标|甲费|5元", "产出指标|数量指标|乙数|5人", "成本指标|经济成本指标|丙费|5元")
    assert _faults("wrong-parent", *rows) == ["! /indicators/0/level2 [产出指标 / 成本指标] -> 成本指标"]
    assert _faults("wrong-parent", *rows[:2]) == []


def test_a_merged_level_is_told_once_and_hides_no_other() -> None:
    levels = (
        "管理指标|数量指标", "产出指标|数量指标", "效益指标|数量指标", "效益指标|数量指标", "成本指标|社会成本指标",
        "效益指标|质量指标", "满意度指标|数量指标",
    )  # fmt: skip
    rows = [f"{level}|某数{n}|5人" for n, level in enumerate(levels)]
    assert [say.split(" ")[1] for say in _faults("wrong-parent", *rows)] == [
        "/indicators/2/level2", "/indicators/5/level2", "/indicators/6/level2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "pointer", "says"),
    [
        ("doubtful-reading", "/columns/level1", "?"), ("doubtful-reading", "/columns/level2", "!="),
        ("unread-text", "/columns/level1", "!="),
    ],
)  # fmt: skip
def test_a_first_level_read_without_being_sure_accuses_nobody(code: str, pointer: str, says: str) -> None:
    doubt = {"code": code, "pointer": pointer, "why": "没有把握。"}
    told = said("wrong-parent", _form("效益指标|数量指标|某事|5人", doubts=[doubt]))
    assert [say[0] for say in told] == list(says)


def test_a_level_filled_in_by_nobody_is_not_judged() -> None:
    """The kind of a row without a 二级 is its 一级's, and stands where it stands."""
    columns = ["level1", "level3", "target"]
    assert _faults("wrong-parent", "满意度指标|某事|5人", columns=columns) == []


# --- satisfaction, time and quality elsewhere ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("效益指标|社会效益指标|群众满意度", True), ("满意度指标|服务对象满意度指标|群众满意度", False),
        ("效益指标|服务对象满意度指标|群众满意度", False), ("满意度指标|社会效益指标|群众满意度", False),
        ("产出指标||群众满意度", True), ("成本指标||群众满意度", True), ("效益指标||群众满意度", False),
        ("||群众满意度", False),
        ("效益指标|社会效益指标|群众知晓率", False), ("产出指标|数量指标|满意度调查次数", False),
        ("产出指标|质量指标|能力验证满意率", False),
    ],
)  # fmt: skip
def test_satisfaction_elsewhere(row: str, told: bool) -> None:
    name = row.split("|")[2]
    assert _faults("satisfaction-elsewhere", f"{row}|≥90%") == (
        [f"! /indicators/0/level3 [{name}] -> 满意度指标"] if told else []
    )


def test_satisfaction_elsewhere_in_a_later_row() -> None:
    rows = (
        "满意度指标|服务对象满意度指标|群众满意度|≥90%",
        "效益指标||居民满意度|≥90%",
        "产出指标|质量指标|学生满意度|≥90%",
    )
    assert [say.split(" ")[1] for say in _faults("satisfaction-elsewhere", *rows)] == ["/indicators/2/level3"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("时效指标|各项工作完成率|100%", True), ("时效指标|各项工作完成率|90%-95%", True),
        ("时效指标|各项工作完成率|100天", False),
        ("时效指标|各项工作完成率|12月底前", False), ("时效指标|各项工作完成率|100", False),
        ("时效指标|发放及时率|100%", False),
        ("数量指标|各项工作完成率|100%", False), ("时效指标|发放及实率|100%", False),
        ("时效指标|发放及是率|100%", False),
        ("时效指标|各项工作完成率|按期100%", False),
    ],
)  # fmt: skip
def test_a_timeliness_that_says_nothing_of_time(row: str, told: bool) -> None:
    name = row.split("|")[1]
    assert _faults("not-on-time", f"产出指标|{row}") == (
        [f"! /indicators/0/level3 [{name}] -> 及时率、按期完成率或完成期限"] if told else []
    )


def test_a_right_timeliness_ends_nothing() -> None:
    rows = ("数量指标|甲率|100%", "时效指标|发放及时率|100%", "时效指标|任务完成率|100%")
    assert len(_faults("not-on-time", *(f"产出指标|{row}" for row in rows))) == 1


@pytest.mark.parametrize(
    ("level2", "name", "right"),
    [
        ("数量指标", "补助发放及时率", "时效指标"), ("质量指标", "补助按时发放率", "时效指标"),
        ("社会效益指标", "补助发放及时率", "时效指标"), ("时效指标", "补助发放及时率", None),
        ("成本指标", "补助发放及时率", None),
        ("满意度指标", "补助发放及时率", None), ("数量指标", "及时拨付补助资金到位率", None),
        ("数量指标", "及时率考核", None),
        ("社会效益指标", "工程验收合格率", "质量指标"), ("生态效益指标", "空气优良率", "质量指标"),
        ("数量指标", "工程验收合格率", None),
        ("质量指标", "工程验收合格率", None), ("社会效益指标", "工程验收合格率提高", None),
        ("经济效益指标", "产值", None),
        ("数量指标", "补助发放及是率", "时效指标"),
    ],
)  # fmt: skip
def test_a_name_of_another_kind(level2: str, name: str, right: str | None) -> None:
    told = _faults("kind-elsewhere", f"某级|{level2}|{name}|100%")
    assert told == ([] if right is None else [f"! /indicators/0/level3 [{name}] -> {right}"])


def test_a_name_of_its_kind_ends_nothing() -> None:
    rows = ("产出指标|数量指标|甲数|5人", "产出指标|数量指标|发放及时率|100%")
    assert [say.split(" ")[1] for say in _faults("kind-elsewhere", *rows)] == ["/indicators/1/level3"]


# --- the same row twice ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("数量指标|培训人数|≥5人", "数量指标|培训人数|≥6人", True),
        ("数量指标|培训人数|≥5人", "质量指标|培训人数|≥5人", True),
        ("数量指标|培训人数|≥5人", "质量指标|培训人数|≥6人", False),
        ("数量指标|培训人数|≥5人", "数量指标|培训人次|≥5人", False),
        ("数量指标|★培训人数|≥5人", "数量指标|培训人数|≥6人", True),
        ("数量指标|指标1：培训人数|≥5人", "数量指标|指标2：培训人数|≥6人", True),
        ("数量指标|培训人数（人）|≥5", "数量指标|培训人数（次）|≥6", False),
        ("数量指标||≥5人", "数量指标||≥6人", False),
    ],
)  # fmt: skip
def test_a_name_that_stands_twice(one: str, other: str, told: bool) -> None:
    faults = _faults("row-twice", f"产出指标|{one}", f"产出指标|{other}")
    name = other.split("|")[1]
    assert faults == ([f"! /indicators/1/level3 [{name}]"] if told else [])


def test_long_term_and_annual_rows_may_have_one_name() -> None:
    assert _faults("row-twice", *["产出指标|数量指标|培训人数|≥5人"] * 2, scopes={0: "period"}) == []
    assert len(_faults("row-twice", *["产出指标|数量指标|培训人数|≥5人"] * 2, scopes={0: "period", 1: "period"})) == 1


def test_two_rows_of_one_merged_cell_are_no_repetition() -> None:
    case = case_of(_form(*["产出指标|数量指标|培训人数|≥5人"] * 2))
    from extractor.quality.placement import row_twice

    assert len(list(row_twice(case))) == 1
    case.reading.cells_at[1]["level3"] = case.reading.cells_at[0]["level3"]
    assert list(row_twice(case)) == []
    for cells in case.reading.cells_at:  # a line of prose has no column
        cells["level3"] = {"line": 3}
    assert len(list(row_twice(case))) == 1


@pytest.mark.parametrize(
    ("twice", "once", "told"),
    [(3, 0, 3), (4, 0, None), (4, 2, None), (4, 3, 4), (5, 2, None), (5, 3, 5)],
)
def test_a_whole_list_that_is_there_twice_is_two_lists(twice: int, once: int, told: int | None) -> None:
    """From four rows on, where these are eight of ten rows."""
    rows = [f"产出指标|数量指标|某数{n}|≥5人" for n in range(twice)] * 2 + [
        f"产出指标|数量指标|别数{n}|≥5人" for n in range(once)
    ]
    says = said("row-twice", _form(*rows))
    if told is None:
        assert says == ["? 整张指标表出现两遍，可能是长期和年度两块，看不出是不是重复"]
    else:
        assert [say.split(" ")[1] for say in says] == [f"/indicators/{twice + n}/level3" for n in range(told)]


def test_a_repetition_names_the_first_row() -> None:
    from extractor.quality.placement import row_twice
    from extractor.quality.registry import Fault

    (say,) = row_twice(case_of(_form("产出指标|数量指标|甲|5人", *["产出指标|数量指标|培训人数|≥5人"] * 2)))
    assert isinstance(say, Fault) and "与第2行重复" in say.message
    assert [(r.field, r.observed) for r in say.related] == [("/forms/0/indicators/1/level3", "培训人数")]


# --- too many ---------------------------------------------------------------------------------------------------


def _many(*counts: tuple[int, str]) -> list[str]:
    return [f"{level}|某数{k}之{n}|≥5人" for k, (count, level) in enumerate(counts) for n in range(count)]


@pytest.mark.parametrize(
    ("counts", "say"),
    [
        ([(11, "产出指标|数量指标")], "= 产出指标 11 条"), ([(12, "产出指标|数量指标")], "! /indicators [12]"),
        ([(9, "产出指标|数量指标"), (8, "产出指标|质量指标"), (8, "产出指标|时效指标")], "= 产出指标 25 条"),
        ([(9, "产出指标|数量指标"), (9, "产出指标|质量指标"), (8, "产出指标|时效指标")], "! /indicators [26]"),
        # by 一级 or by 二级, and only of the year
        ([(25, "产出指标|其他")], "= 产出指标 25 条"), ([(26, "产出指标|其他")], "! /indicators [26]"),
        ([(12, "效益指标|数量指标")], "! /indicators [12]"), ([(12, "效益指标|社会效益指标")], "= 产出指标 0 条"),
        ([(26, "效益指标|社会效益指标")], "= 产出指标 0 条"), ([(12, "产出指标|社会效益指标")], "! /indicators [12]"),
    ],
)  # fmt: skip
def test_more_outputs_than_the_rule_book_allows(counts: list[tuple[int, str]], say: str) -> None:
    rows = _many(*counts)
    assert said("outputs-many", _form(*rows)) == [say]
    assert said("outputs-many", _form(*rows, scopes=dict.fromkeys(range(len(rows)), "period"))) == ["= 产出指标 0 条"]


def test_which_kind_has_too_many() -> None:
    from extractor.quality.placement import outputs_many
    from extractor.quality.registry import Fault

    (say,) = outputs_many(case_of(_form(*_many((3, "产出指标|质量指标"), (12, "产出指标|数量指标")))))
    assert isinstance(say, Fault) and say.message == "数量指标共 12 条，多于 11 条，建议归并。"
    assert say.inputs == {"产出指标": "15", "质量指标": "3", "数量指标": "12"}
