"""Forms of one source against each other: whose project it is, what it may count for, whose fault a difference is."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.quality.case import Filing
from extractor.quality.cross_form import _budget_choices, _same_party, _slip_of, party, projects_total
from extractor.quality.registry import Fault
from extractor.rulebook import load_rules
from tests.quality.build import case_of, reading, said_of_all


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ({"department": "市水利局", "filer": "甲站"}, "市水利局"), ({"filer": "甲站"}, "甲站"),
        ({"department": "", "filer": "甲站"}, "甲站"), ({}, ""),
        ({"department": "[610001]市水利局"}, "市水利局"), ({"department": "219-市 水利局"}, "市水利局"),
        ({"department": "505_局"}, "局"),
    ],
)  # fmt: skip
def test_whom_a_form_belongs_to(spec: dict[str, Any], name: str) -> None:
    assert party(case_of(spec)) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"department": "甲局"}, {"department": "甲局"}, True), ({"department": "甲局"}, {"filer": "甲 局"}, True),
        ({"department": "甲局"}, {"department": "乙局"}, False),
        ({"department": "甲局", "filer": "丙站"}, {"department": "乙局", "filer": "丙站"}, True),
        ({}, {"department": "乙局"}, True), ({"department": "甲局"}, {}, True),
    ],
)  # fmt: skip
def test_forms_of_one_party(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    """One that names nobody may be anybody's."""
    assert _same_party(case_of(one), case_of(other)) == same


@pytest.mark.parametrize(
    ("amounts", "choices"),
    [
        ({"total": "10"}, [("100000", "total")]), ({"current_level": "10"}, [("100000", "current_level")]),
        ({"current_level": "10", "superior_funds": "5"}, [("100000", "current_level"), ("150000", "current_level")]),
        ({"current_level": "10", "superior_funds": "0"}, [("100000", "current_level")]), ({"superior_funds": "5"}, []),
        ({}, []),
        ({"total": "15", "current_level": "10", "superior_funds": "5", "fiscal_appropriation": "12"},
         [("150000", "total"), ("100000", "current_level"), ("120000", "fiscal_appropriation")]),
        ({"current_level": "0", "superior_funds": "5"}, [("0", "current_level"), ("50000", "current_level")]),
        ({"total": "854万854万"}, []),
    ],
)  # fmt: skip
def test_what_a_project_may_count_for(amounts: dict[str, str], choices: list[tuple[str, str]]) -> None:
    found = _budget_choices(case_of({"amounts": amounts}))
    assert [(str(value), code) for value, code in found.items()] == choices


_HEAD = {"kind": "department_target", "department": "甲局"}


def _filing(stated: str, *projects: dict[str, Any], **head: Any) -> list[dict[str, Any]]:
    given = [{"department": "甲局", "project": f"项目{n}", "amounts": amounts} for n, amounts in enumerate(projects)]
    return [{**_HEAD, "amounts": {"project_expenditure": stated}, **head}, *given]


_PLUS = {"total": "17", "current_level": "10", "superior_funds": "7"}
_OPEN = "0: ? 项目表另有上级资金，不知道项目支出是否包含"
_WRONG = "0: ! /amounts/project_expenditure [{}] -> {} ({})"


@pytest.mark.parametrize(
    ("forms", "says"),
    [
        (_filing("30", {"total": "10"}, {"total": "20"}), ["0: = 10 + 20 = 30，与部门整体表的项目支出相符"]),
        (_filing("29", {"total": "30"}), [_WRONG.format(29, 30, "below")]),
        (_filing("31", {"total": "30"}), [_WRONG.format(31, 30, "above")]),
        (_filing("30", {"total": "30"}, kind="project_target"), []),
        (_filing("30", {"total": "30"}, kind="department_self_evaluation"), []),
        (_filing("30"), ["0: ? 本文件里没有这个部门的项目表"]),
        (_filing("约三十", {"total": "30"}), ["0: ? 部门整体表的项目支出（约三十）读不出来或单位不明"]),
        (_filing("", {"total": "30"}), ["0: ? 部门整体表的项目支出（空白）读不出来或单位不明"]),
        (_filing("30", {"total": "30"}, {}), ["0: ? 项目“项目1”的预算金额读不出来或单位不明"]),
        ([{**_HEAD, "amounts": {"total": "9"}}, {"department": "甲局", "amounts": {"total": "8"}}], []),
        # up to 64 readings are tried one by one; beyond, between the least and the most nothing can be told
        (_filing("95", *[_PLUS] * 6), ["0: = 17 + 17 + 17 + 17 + 17 + 10 = 95，与部门整体表的项目支出相符"]),
        (_filing("112", *[_PLUS] * 7), [_OPEN]),
        (_filing("70", *[_PLUS] * 7), [_OPEN]), (_filing("69", *[_PLUS] * 7), [_WRONG.format(69, 119, "below")]),
        (_filing("120", *[_PLUS] * 7), [_WRONG.format(120, 119, "above")]),
        (_filing("60", *[_PLUS] * 6), ["0: = 10 + 10 + 10 + 10 + 10 + 10 = 60，与部门整体表的项目支出相符"]),
        (_filing("61", *[_PLUS] * 6), [_OPEN]),
        (_filing("117", *[{"current_level": "10", "superior_funds": "7"}] * 7), [_OPEN]),
        (_filing("119", *[{"current_level": "10", "superior_funds": "7"}] * 7), [_OPEN]),
        # a project whose own sum is wrong by the same figure
        (_filing("30", {"total": "31", "superior_funds": "20", "other_funds": "10"}),
         ["0: ? 与项目“项目0”资金总额的合计是同一处不平，已在那里报过"]),
        (_filing("30", {"total": "20"}, {"total": "11", "superior_funds": "5", "other_funds": "5"}),
         ["0: ? 与项目“项目1”资金总额的合计是同一处不平，已在那里报过"]),
        (_filing("29", {"total": "31", "superior_funds": "20", "other_funds": "10"}),
         [_WRONG.format(29, 31, "below")]),
    ],
)  # fmt: skip
def test_the_projects_of_a_department(forms: list[dict[str, Any]], says: list[str]) -> None:
    assert said_of_all("projects-total", forms) == says


@pytest.mark.parametrize(
    ("of_form", "of_project", "counted"),
    [(2024, 2024, True), (2024, 2023, False), (2024, None, True), (None, 2023, True), (None, None, True)],
)
def test_a_project_of_another_year_does_not_count(of_form: int | None, of_project: int | None, counted: bool) -> None:
    forms = _filing("30", {"total": "10"}, {"total": "20"}, year=of_form)
    forms[1]["year"], forms[2]["year"] = of_form, of_project
    (say,) = said_of_all("projects-total", forms)
    assert say.startswith("0: = 10 + 20") if counted else say == _WRONG.format(30, 10, "above")


def test_projects_of_several_departments_are_told_by_their_names() -> None:
    """Of one department alone every project that names nobody is taken for its own."""
    other = {**_HEAD, "department": "乙局", "amounts": {"project_expenditure": "5"}}
    forms = [
        *_filing("30", {"total": "30"}),
        other,
        {"department": "乙局", "amounts": {"total": "5"}},
        {"amounts": {"total": "9"}},
    ]
    assert [say[:4] for say in said_of_all("projects-total", forms)] == ["0: =", "2: ="]
    assert [say[:4] for say in said_of_all("projects-total", [*forms[:2], *forms[3:]])] == ["0: !"]


def test_a_department_without_projects_money_hides_no_other() -> None:
    forms = [{**_HEAD, "amounts": {}}, {**_HEAD, "department": "乙局", "amounts": {"project_expenditure": "5"}}]
    assert said_of_all("projects-total", forms) == ["1: ? 本文件里没有这个部门的项目表"]


def test_what_a_difference_says() -> None:
    specs = _filing("30", {"total": "20"}, {"current_level": "11"})
    rules = load_rules()
    (say,) = projects_total(Filing([reading(spec, n, rules) for n, spec in enumerate(specs)], rules))
    assert isinstance(say, Fault) and say.inputs == {"项目支出": "30", "各项目表之和": "20 + 11 = 31"}
    assert say.message == (
        "部门整体表的项目支出 30万元，与 2 张项目表之和 31万元（项目0 20、项目1 11）相差 1万元，请核对哪一处有误。"
    )
    assert [(r.role, r.field, r.observed) for r in say.related] == [
        ("项目0", "/forms/1/amounts/total", "20"), ("项目1", "/forms/2/amounts/current_level", "11"),
    ]  # fmt: skip
    (say,) = projects_total(
        Filing([reading(spec, n, rules) for n, spec in enumerate(_filing("40", {"total": "20"}))], rules)
    )
    assert isinstance(say, Fault) and say.message.endswith("相差 20万元，可能有项目表未附上，请核对。")


@pytest.mark.parametrize(
    ("value", "usual", "slip"),
    [
        ("市总公会办", "市总工会办", True), ("市总会办公", "市总工会办公", True), ("总公会办", "总工会办", False),
        ("市总工会办", "市总工会办", False),
        ("市总工会办公室", "市总工会办", False), ("县第一小学", "县第二小学", False),
        ("市总总工会办", "市总工会办", True),
    ],
)  # fmt: skip
def test_a_name_with_a_slip(value: str, usual: str, slip: bool) -> None:
    assert _slip_of(value, usual) == slip


@pytest.mark.parametrize("field", ["filer", "department"])
def test_a_unit_that_is_written_otherwise_in_one_form(field: str) -> None:
    names = ["沅江市总工会", "沅江市总工会", "沅江市总工", "沅江市总公会", "市水利局"]
    assert said_of_all("names-agree", [{field: name} for name in names]) == [
        f"2: ! /{field} [沅江市总工] -> 沅江市总工会", f"3: ! /{field} [沅江市总公会] -> 沅江市总工会",
        "None: = 各表的单位名称没有只差一字的写法",
    ]  # fmt: skip
    assert said_of_all("names-agree", [{field: "沅江市总工会"}]) == []
    assert len(said_of_all("names-agree", [{field: "沅江市总工会"}] * 2)) == 1


def test_the_department_is_compared_where_the_filer_agrees() -> None:
    forms = [{"filer": "甲站", "department": name} for name in ("沅江市总工会", "沅江市总工会", "沅江市总工")]
    assert said_of_all("names-agree", forms)[0] == "2: ! /department [沅江市总工] -> 沅江市总工会"


def test_how_often_a_name_is_written_right() -> None:
    from extractor.quality.cross_form import names_agree

    rules = load_rules()
    specs = [{"filer": name} for name in ("沅江市总工会", "沅江市总工", "沅江市总工会")]
    fault = next(names_agree(Filing([reading(spec, n, rules) for n, spec in enumerate(specs)], rules)))
    assert isinstance(fault, Fault) and "其他 2 张表写作“沅江市总工会”" in fault.message
    assert [(r.role, r.field, r.observed) for r in fault.related] == [("填报单位", "/forms/0/filer", "沅江市总工会")]


_A = {"department": "甲局"}


@pytest.mark.parametrize(
    ("forms", "says"),
    [
        ([{**_HEAD}, {**_A, "year": 2023}], ["1: ! /fiscal_year [2023] -> 2024"]), ([{**_HEAD}, {**_A}], []),
        ([{**_A}, {**_A}, {**_A, "year": 2023}], ["2: ! /fiscal_year [2023] -> 2024"]),
        ([{**_A}, {**_A, "year": 2023}], ["None: ? 各表年度不一，看不出以哪一年为准"]),
        ([{**_A}, {**_A}, {**_A, "year": 2023}, {**_A, "year": 2022}], ["None: ? 各表年度不一，看不出以哪一年为准"]),
        ([{**_HEAD}, {**_A, "year": 2023}, {**_A, "year": 2023}], ["None: ? 各表年度不一，可能是多个年度的汇编"]),
        ([{**_HEAD}, {**_A}, {**_A, "year": 2023}, {**_A, "year": 2022}],
         ["2: ! /fiscal_year [2023] -> 2024", "3: ! /fiscal_year [2022] -> 2024"]),
        ([{**_HEAD, "year": 2024}, {**_HEAD, "year": 2023}, {**_A, "year": 2023}],
         ["0: ! /fiscal_year [2024] -> 2023"]),
        # only targets, with a year, of somebody, each party by itself
        ([{**_HEAD}, {**_A, "year": None}], []), ([{}, {"year": 2023}], []),
        ([{**_A}, {"department": "乙局", "year": 2023}], []),
        ([{**_HEAD}, {**_A, "year": 2023, "kind": "project_self_evaluation"}], []),
        ([{**_HEAD}, {**_A, "year": 2023, "kind": "transfer_target"}], ["1: ! /fiscal_year [2023] -> 2024"]),
        ([{"department": "乙局"}, {"department": "乙局"}, {"department": "丙局"}, {"department": "丙局", "year": 2023},
         {**_HEAD}, {**_A, "year": 2022}],
         ["None: ? 各表年度不一，看不出以哪一年为准", "5: ! /fiscal_year [2022] -> 2024"]),
        ([{"department": "丙局"}, {"department": "丙局", "kind": "department_target", "year": 2022},
         {"department": "丙局"}, {**_HEAD}, {**_A, "year": 2022}],
         ["None: ? 各表年度不一，可能是多个年度的汇编", "4: ! /fiscal_year [2022] -> 2024"]),
    ],
)  # fmt: skip
def test_the_years_of_a_filing(forms: list[dict[str, Any]], says: list[str]) -> None:
    assert said_of_all("years-agree", forms) == says


_GOAL = "慰问困难职工一百户"


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        ([("甲", _GOAL, None), ("乙", _GOAL, None)], ["1: ! /texts/annual_goal [慰问困难职工一百户]"]),
        ([("甲", _GOAL, None), ("甲", _GOAL, None)], []),
        ([("甲", _GOAL, None), ("乙", None, _GOAL)], ["1: ! /texts/period_goal [慰问困难职工一百户]"]),
        ([("甲", _GOAL, None), ("乙", "补助乡镇工会", None)], []),
        ([("甲", "六个字的目标", None), ("乙", "六个字的目标", None)], ["1: ! /texts/annual_goal [六个字的目标]"]),
        ([("甲", "五个字目标", None), ("乙", "五个字目标", None)], []),
        ([("甲", "请在此处填写目标", None), ("乙", "请在此处填写目标", None)], []),
        ([("甲", None, None), ("乙", None, None)], []),
        # one goal of the same project hides no other one's
        ([("甲", _GOAL, None), ("乙", "补助乡镇工会", None), ("甲", _GOAL, "补助乡镇工会")],
         ["2: ! /texts/period_goal [补助乡镇工会]"]),
        # both goals copied are told once, and so is each further form
        ([("甲", _GOAL, "补助乡镇工会"), ("乙", _GOAL, "补助乡镇工会"), ("丙", "五个字目标", _GOAL)],
         ["1: ! /texts/annual_goal [慰问困难职工一百户]", "2: ! /texts/period_goal [慰问困难职工一百户]"]),
    ],
)  # fmt: skip
def test_goals_that_are_copied(forms: list[tuple[str, str | None, str | None]], told: list[str]) -> None:
    specs = [{"project": p, "texts": {"annual_goal": a, "period_goal": g}} for p, a, g in forms]
    assert said_of_all("goal-copied", specs) == told
    for kind in ("department_target", "unknown"):  # neither compares, nor hides what follows
        first = {"kind": kind, "project": "零", "texts": {"annual_goal": _GOAL}}
        shifted = [f"{int(say[0]) + 1}{say[1:]}" for say in told]
        assert said_of_all("goal-copied", [first, *specs]) == shifted


@pytest.mark.parametrize(
    ("project", "named"), [("甲", "与项目“甲”的一字不差"), (None, "与项目“（未填名称）”的一字不差")]
)
def test_whose_goal_was_copied(project: str | None, named: str) -> None:
    from extractor.quality.cross_form import goal_copied

    specs = [{"project": name, "texts": {"annual_goal": _GOAL}} for name in (project, "乙")]
    (say,) = goal_copied(Filing([reading(spec, n, load_rules()) for n, spec in enumerate(specs)], load_rules()))
    assert isinstance(say, Fault) and named in say.message
    assert [(r.role, r.field, r.observed) for r in say.related] == [("同样的目标", "/forms/0/texts/annual_goal", _GOAL)]


def test_goals_of_two_kinds_of_form_are_not_compared() -> None:
    texts = {"texts": {"annual_goal": _GOAL}}
    assert (
        said_of_all(
            "goal-copied", [{"project": "甲", **texts}, {"project": "乙", "kind": "project_self_evaluation", **texts}]
        )
        == []
    )
