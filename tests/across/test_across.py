"""Cross-filing rules: each fires on what was planted, stays quiet on honest neighbours, and says when it cannot
tell.
"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from extractor.across.clusters import candidates, clusters
from extractor.across.manual import MANUAL
from extractor.across.peers import foreign_names, missing_filings
from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow
from extractor.across.run import Across, review
from extractor.across.skeleton import clauses, plain, skeleton
from tests.make.years import Year, edited, goal, year


@pytest.fixture(scope="module")
def made() -> Year:
    return year(600, seed=3)


@pytest.fixture(scope="module")
def found(made: Year) -> Across:
    return review(made.now, made.before, ())


def _ids(found: Across, rule: str) -> list[tuple[str, ...]]:
    return [tuple(s.form_id for s in f.sides) for f in found.findings if f.rule == rule]


def test_shared_goals_are_found_and_neighbours_are_not(made: Year, found: Across) -> None:
    pairs = {frozenset(p) for ids in _ids(found, "goals-shared") for p in combinations(ids, 2)}
    assert made.goals <= pairs
    assert not made.neighbours & pairs


def test_one_project_with_two_amounts(made: Year, found: Across) -> None:
    assert made.doubled <= {i for ids in _ids(found, "project-twice") for i in ids}


def test_lowered_targets_show_both_years(made: Year, found: Across) -> None:
    lowered = _ids(found, "target-lowered")
    assert made.lowered == {now for now, _ in lowered}
    assert all(before.endswith("-before") for _, before in lowered)


def test_names_of_other_units_left_in_a_form(made: Year, found: Across) -> None:
    assert made.foreign == {ids[0] for ids in _ids(found, "foreign-name")}


def test_the_order_of_the_rows_does_not_show(made: Year, found: Across) -> None:
    again = review(made.now, made.before, ())
    assert again.findings == found.findings


def test_a_copied_set_is_told_from_a_lowered_one(made: Year) -> None:
    form = made.now[40]
    last = replace(form, form_id="last", year=2025)
    rules = {f.rule for f in review([form], [last], ()).findings}
    assert rules == {"target-copied", "goal-copied"}


def test_projects_filed_apart_are_added_up(made: Year) -> None:
    project = made.now[0]
    department = replace(
        project,
        key=("d" * 64, 0),
        form_id="d",
        kind="department_target",
        project="",
        project_expenditure=project.budget,
        budget=None,
    )
    assert not [f for f in review([department, project], [], ()).findings if f.rule == "projects-apart"]
    more = replace(department, project_expenditure=(project.budget or Decimal(0)) + 1)
    fired = [f for f in review([more, project], [], ()).findings if f.rule == "projects-apart"]
    assert len(fired) == 1
    assert "大于" in fired[0].message
    unread = review([more, replace(project, budget=None)], [], ()).checks
    assert any(c.rule == "projects-apart" and c.outcome == "cannot-tell" for c in unread)


def test_projects_apart_takes_the_departments_own_file_first(made: Year) -> None:
    """A project named in the department's file and in another with another amount is the other rule's affair."""
    inside = replace(made.now[0], key=("d" * 64, 1), form_id="d1")
    department = replace(
        inside,
        key=("d" * 64, 0),
        form_id="d",
        kind="department_target",
        project="",
        project_expenditure=inside.budget,
        budget=None,
    )
    again = replace(inside, key=("e" * 64, 0), form_id="e", budget=(inside.budget or Decimal(0)) + 7)
    result = review([department, inside, again], [], ())
    assert {f.rule for f in result.findings} == {"project-twice"}
    both = [
        replace(again, key=(tag * 64, 0), form_id=tag, project="另报项目", budget=Decimal(n))
        for n, tag in enumerate("fg", 1)
    ]
    result = review([department, *both], [], ())
    assert {f.rule for f in result.findings} == {"project-twice"}
    assert [c.outcome for c in result.checks if c.rule == "projects-apart"] == ["cannot-tell"]


def test_missing_filings_need_a_list(made: Year) -> None:
    owner = made.now[0].owner
    assert [type(x) for x in missing_filings(made.now, [])] == [AcrossCheck]
    gone = [x for x in missing_filings(made.now, [owner, "某县不存在局"]) if isinstance(x, AcrossFinding)]
    assert [f.message.split("没有")[0] for f in gone] == ["某县不存在局"]


def test_every_rule_tells_one_of_three_outcomes(made: Year) -> None:
    for forms in ([], made.now[:1], made.now[:60]):
        result = review(forms, [], ())
        assert {c.rule for c in result.checks} | {f.rule for f in result.findings} == set(MANUAL) - {
            "copies-differ"
        }  # reads documents
    one = review(made.now[:1], [], ())
    assert {c.rule: c.outcome for c in one.checks}["goals-shared"] == "cannot-tell"


def test_a_year_of_nothing_gives_no_finding_and_says_why() -> None:
    result = review([], [], ())
    assert result.findings == []
    assert {c.outcome for c in result.checks} <= {"cannot-tell", "passed"}


def test_an_official_phrase_is_no_boilerplate(made: Year) -> None:
    phrase = "全面贯彻落实上级决策部署，扎实做好各项重点工作任务，确保完成年度目标。"
    forms: list[FormRow] = [replace(f, goal=phrase) for f in made.now[:200]]
    assert not [f for f in review(forms, [], ()).findings if f.rule == "goals-shared"]


def test_skeleton_masks_numbers_and_own_names() -> None:
    one = skeleton("安仁县水利局新建山塘3处，投资20万元。", ("安仁县水利局", ""))
    two = skeleton("桂东县水利局新建山塘15处,投资8.5万元", ("桂东县水利局", ""))
    assert one == two
    assert plain("≥95 %") != plain("≥96%")


def test_short_texts_count_only_when_equal() -> None:
    assert clusters(["群众满意度", "群众满意率", "村民满意度"]) == []
    assert len(clusters(["群众满意度", "群众满意度"])) == 1


def test_template_words_do_not_make_two_goals_alike() -> None:
    """Most of each text is the template's, and the template stands in many others: what is left tells them apart."""
    objects = [
        "校舍",
        "桥梁",
        "图书室",
        "养老床位",
        "污水管网",
        "实训基地",
        "监测站点",
        "路灯",
        "大棚",
        "文化广场",
        "林地",
        "篮球场",
        "候车亭",
        "灌溉渠道",
        "公共厕所",
        "山塘",
    ]
    goals = [["按照上级统一部署", f"全面完成{name}", "确保资金使用合规", "按时完成年度任务"] for name in objects]
    texts = ["".join(goal) for goal in goals]
    assert clusters(texts, clauses=goals) == []
    copied = [*goals, ["按照上级统一部署", "全面完成养老的床位", "确保资金使用合规", "按时完成年度任务"]]
    assert [c.members for c in clusters(["".join(g) for g in copied], clauses=copied)] == [(3, len(goals))]


def test_what_is_not_like_the_first_is_gathered_around_the_next() -> None:
    one = "为改善群众出行条件新建村级道路十二公里惠及沿线农户三百人"
    chain = [
        one,
        one.replace("村级", "乡镇").replace("农户", "商户"),
        one.replace("村级", "乡镇").replace("农户", "商户").replace("群众", "学生").replace("新建", "改造"),
    ]
    found = clusters([chain[0], chain[0], chain[2], chain[2] + "等", chain[1]])
    assert [c.members for c in found] == [(0, 1, 4), (2, 3)]


def test_candidates_are_found_whatever_the_size_of_the_year() -> None:
    """Banding against all pairs: nothing above two thirds of common elements is missed, none is told twice."""
    dice = random.Random(4)
    words = [f"w{n}" for n in range(400)]
    sets = [sorted(dice.sample(words, 12)) for _ in range(150)]
    sets += [[*one[:10], "x", "y"] for one in sets[:60]]
    found = list(candidates(sets))
    assert len(found) == len(set(found)) and all(a < b for a, b in found)
    alike = {
        (a, b)
        for a, b in combinations(range(len(sets)), 2)
        if len(set(sets[a]) & set(sets[b])) / len(set(sets[a]) | set(sets[b])) >= 2 / 3
    }
    assert len(alike) >= 60 and alike <= set(found)


def test_many_equal_sets_meet_without_all_their_pairs() -> None:
    found = list(candidates([["a", "b", "c"]] * 200))
    assert {n for pair in found for n in pair} == set(range(200))
    assert len(found) < 200 * 12


def test_years_in_a_project_name_do_not_hide_last_year(made: Year) -> None:
    form = replace(made.now[40], project="2026年度帮扶基金")
    last = replace(form, form_id="last", year=2025, project="2025年度帮扶基金")
    assert {f.rule for f in review([form], [last], ()).findings} == {"target-copied", "goal-copied"}


def test_two_forms_of_one_name_cannot_be_held_against_last_year(made: Year) -> None:
    form = made.now[40]
    last = [replace(form, form_id=f"last{n}", year=2025) for n in range(2)]
    result = review([form], last, ())
    assert not [f for f in result.findings if f.rule in ("target-copied", "goal-copied", "target-lowered")]
    assert [c.outcome for c in result.checks if c.rule == "target-lowered"] == ["cannot-tell"]


def test_a_cost_that_falls_is_no_lowered_target(made: Year) -> None:
    row = replace(made.now[40].indicators[0], level2="成本指标")
    form = replace(made.now[40], indicators=(row,))
    last = replace(form, form_id="last", year=2025, indicators=(replace(row, value=(row.value or Decimal(0)) + 9),))
    assert not [f for f in review([form], [last], ()).findings if f.rule == "target-lowered"]


def test_unknown_units_are_not_one_unit(made: Year) -> None:
    forms = [replace(form, owner="", project="帮扶基金") for form in made.now[2:4]]
    assert not review(forms, [], ()).findings


def test_one_goal_copied_by_many_with_small_edits_stays_one_cluster() -> None:
    dice = random.Random(3)
    for _ in range(8):
        first = goal(dice)
        copies = [first, *(edited(dice, first) for _ in range(39))]
        parts = [clauses(text, ()) for text in copies]
        largest = max(clusters(["".join(part) for part in parts], clauses=parts), key=lambda c: len(c.members))
        assert len(largest.members) >= 39


def test_a_rate_far_from_its_peers_stands_out_and_counts_do_not(made: Year) -> None:
    def form(n: int, rate: int) -> FormRow:
        row = replace(
            made.now[0].indicators[2],
            name="政策知晓率",
            code="AWARENESS",
            value=Decimal(rate),
            target=f"≥{rate}%",
            unit="%",
        )
        count = replace(made.now[0].indicators[0], code="BUILT", value=Decimal(10**n), unit="处")
        return replace(made.now[n], owner=f"某县第{n}局", form_id=f"o{n}", indicators=(count, row))

    forms = [form(n, 95 + n % 3) for n in range(9)] + [form(9, 9)]
    fired = [f for f in review(forms, [], ()).findings if f.rule == "value-outlier"]
    assert [[s.form_id for s in f.sides] for f in fired] == [["o9"]]
    few = review(forms[4:], [], ())
    assert {c.outcome for c in few.checks if c.rule == "value-outlier"} == {"cannot-tell"}


def test_the_government_above_and_the_unit_itself_are_no_foreign_names(made: Year) -> None:
    names = ["安仁县水利局", "安仁县水利局机关", "安仁县财政局", "安仁县人民政府", "桂东县林业局"]
    form = replace(
        made.now[0],
        owner="安仁县水利局机关",
        goal="在安仁县人民政府领导下，按安仁县财政局要求，由安仁县水利局统一实施小型水库除险。",
    )
    assert not [f for f in foreign_names([form], names) if isinstance(f, AcrossFinding)]
    taken = replace(form, goal="由桂东县林业局组织实施小型水库除险。")
    assert [f.inputs["name"] for f in foreign_names([taken], names) if isinstance(f, AcrossFinding)] == ["桂东县林业局"]
