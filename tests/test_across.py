"""Cross-filing rules: each fires on what was planted, stays quiet on honest neighbours, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from extractor.across.clusters import clusters
from extractor.across.peers import missing_filings
from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow
from extractor.across.run import Across, review
from extractor.across.skeleton import plain, skeleton
from tests.make.years import Year, year


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
    department = replace(project, key=("d" * 64, 0), form_id="d", kind="department_target", project="", project_expenditure=project.budget, budget=None)
    assert not [f for f in review([department, project], [], ()).findings if f.rule == "projects-apart"]
    more = replace(department, project_expenditure=(project.budget or Decimal(0)) + 1)
    fired = [f for f in review([more, project], [], ()).findings if f.rule == "projects-apart"]
    assert len(fired) == 1
    assert "大于" in fired[0].message
    unread = review([more, replace(project, budget=None)], [], ()).checks
    assert any(c.rule == "projects-apart" and c.outcome == "cannot-tell" for c in unread)


def test_missing_filings_need_a_list(made: Year) -> None:
    owner = made.now[0].owner
    assert [type(x) for x in missing_filings(made.now, [])] == [AcrossCheck]
    gone = [x for x in missing_filings(made.now, [owner, "某县不存在局"]) if isinstance(x, AcrossFinding)]
    assert [f.message.split("没有")[0] for f in gone] == ["某县不存在局"]


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
