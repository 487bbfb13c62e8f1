"""Which of several candidates for a field wins, and what is blank, cleaned, joined or noted."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.candidates import (
    _beside,
    _near,
    choose,
    names_itself,
    note_doubt,
    note_printed,
    part_goals,
    who_signs,
)
from extractor.forms.draft import HANDWRITTEN, Candidate, Draft, Source
from extractor.forms.reading import Reading
from extractor.model.document import OBJECT, Cell
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())
ASIDES = WORDS.grammar.asides


def _one(identity: str, raw: str, label: str = "", priority: int = 0, **at: Any) -> Candidate:
    return Candidate(identity, label, raw, Source(at), priority)


def _draft(*candidates: Candidate) -> Draft:
    draft = Draft()
    draft.fields = list(candidates)
    return draft


def _form() -> Form:
    return Form(id="0" * 16, index=0, kind="project_target", title=None, fiscal_year=2024, at={})


@pytest.mark.parametrize(
    ("raw", "blank", "cleaned"),
    [("", True, None), ("——", True, None), ("（盖章）", True, None), ("某局（公章）", False, "某局"),
     ("签字：", True, None),
     (f"{OBJECT}", True, None), (f"李四{OBJECT}", False, "李四"), ("：某局", False, "某局"), ("/", True, None),
     ("0", False, "0")],
)  # fmt: skip
def test_what_is_filled_in(raw: str, blank: bool, cleaned: str | None) -> None:
    assert ASIDES.is_blank(raw) == blank and ASIDES.clean(raw) == cleaned


# ---- who wins


def test_a_filled_candidate_wins_then_the_better_wording_then_the_first() -> None:
    for candidates, wins in (
        ([_one("filer", ""), _one("filer", "甲局", priority=5)], "甲局"),
        ([_one("filer", "乙局", priority=5), _one("filer", "甲局", priority=1)], "甲局"),
        ([_one("filer", "乙局"), _one("filer", "甲局")], "乙局"),
        ([_one("filer", ""), _one("filer", "——")], ""),
    ):
        assert choose(_draft(*candidates), WORDS)["filer"].raw == wins


def test_who_lost_is_kept_where_it_says_something_else() -> None:
    draft = _draft(
        _one("filer", "甲局"), _one("filer", "乙局", "填报单位"), _one("filer", "甲 局"), _one("filer", "（盖章）")
    )
    choose(draft, WORDS)
    assert [(left.role, left.entry.label, left.entry.text) for left in draft.left] == [("further", "填报单位", "乙局")]


@pytest.mark.parametrize(
    ("lost", "other", "role"),
    [
        ("改造泵站三座，清淤渠道十二公里。", "", "unread"),
        ("改造泵站三座，清淤渠道十二公里。", "一、改造泵站三座，清淤渠道十二公里。二、维修。", "further"),
        ("见附件", "", "further"),
    ],
)
def test_a_goal_that_lost_is_told_unless_another_says_it(lost: str, other: str, role: str) -> None:
    draft = _draft(_one("annual_goal", "完成全年工作任务。"), _one("annual_goal", lost, "目标", priority=9))
    if other:
        draft.fields.append(_one("period_goal", other))
    choose(draft, WORDS)
    assert [left.role for left in draft.left] == [role]


# ---- whose a name is


@pytest.mark.parametrize(
    ("signed", "place", "own"),
    [
        ("preparer", {"table": 0, "row": 7}, True),
        ("filing_date", {"table": 0, "row": 9}, True),
        ("filing_date", {"table": 0, "row": 10}, False),
        ("preparer", {"table": 1, "row": 7}, False),
        ("department", {"table": 0, "row": 7}, False),
    ],
)
def test_a_responsible_person_beside_the_sign_off_is_the_units(signed: str, place: Any, own: bool) -> None:
    draft = _draft(_one("project_person", "李四", "负责人", table=0, row=7), _one(signed, "张三", **place))
    who_signs(draft, WORDS)
    assert (draft.fields[0].identity == "responsible_person") == own


def test_where_the_form_prints_a_responsible_person_the_other_is_the_projects() -> None:
    draft = _draft(
        _one("project_person", "李四", "负责人", row=7), _one("preparer", "张", row=7), _one("responsible_person", "王")
    )
    who_signs(draft, WORDS)
    assert draft.fields[0].identity == "project_person"
    draft = _draft(_one("project_person", "李四", "项目负责人", row=7), _one("preparer", "张", row=7))
    who_signs(draft, WORDS)
    assert draft.fields[0].identity == "project_person", "its label says whose"


@pytest.mark.parametrize(
    ("one", "other", "beside"),
    [
        ({"line": 3}, {"line": 5}, True),
        ({"line": 3}, {"line": 6}, False),
        ({"page": 1, "line": 3}, {"page": 2, "line": 3}, False),
        ({"sheet": "a", "row": 3}, {"sheet": "b", "row": 3}, False),
        ({"row": 3}, {"line": 3}, False),
        ({"bbox": [0, 0, 9, 10]}, {"bbox": [0, 40, 9, 50]}, True),
        ({"bbox": [0, 0, 9, 10]}, {"bbox": [0, 41, 9, 51]}, False),
        ({"bbox": [0, 0, 9, 10]}, {}, False),
        ({"row": 1, "bbox": [0, 0, 9, 10]}, {"bbox": [0, 0, 9, 10]}, False),
        ({"page": 1, "bbox": [0, 0, 9, 10]}, {"page": 2, "bbox": [0, 0, 9, 10]}, False),
    ],
)
def test_places_beside_each_other(one: Any, other: Any, beside: bool) -> None:
    assert _beside(one, other) == _beside(other, one) == beside


def test_lines_of_a_page_are_near_by_the_higher_of_them() -> None:
    assert _near([0, 0, 9, 10], [0, 80, 9, 100]) and not _near([0, 0, 9, 10], [0, 81, 9, 101])
    assert not _near(None, [0, 0, 9, 10])


def test_a_unit_named_in_the_table_under_a_filer_is_the_department() -> None:
    draft = _draft(_one("filer", "甲局", "填报单位"), _one("filer", "甲局", "单位名称"))
    names_itself(draft, WORDS)
    assert [c.identity for c in draft.fields] == ["filer", "department"]
    for draft in (
        _draft(_one("filer", "甲局", "单位名称")),
        _draft(_one("filer", "甲局", "填报单位"), _one("filer", "甲局", "单位名称"), _one("project_name", "某")),
        _draft(_one("filer", "甲局", "单位名称"), _one("filer", "甲局")),
    ):
        names_itself(draft, WORDS)
        assert "department" not in [c.identity for c in draft.fields]


# ---- goals


def _goals(*said: tuple[str, str], rows: bool = False) -> list[tuple[str, str]]:
    draft = _draft(
        *(_one("annual_goal", raw, label, **({"table": 0, "col": 1, "row": n} if rows else {}))
          for n, (label, raw) in enumerate(said))
    )  # fmt: skip
    part_goals(draft, WORDS)
    return [(c.identity, c.raw) for c in draft.fields]


def test_of_two_goals_the_one_that_says_the_year_is_it() -> None:
    assert _goals(("年度绩效目标", "甲"), ("预期目标（三年）", "乙")) == [("annual_goal", "甲"), ("period_goal", "乙")]
    assert _goals(("年度绩效目标", "甲"), ("总体目标", "乙")) == [("annual_goal", "甲"), ("goal", "乙")]
    assert _goals(("年度绩效目标", "甲"), ("绩效目标", "乙")) == [("annual_goal", "甲"), ("annual_goal", "乙")]
    assert _goals(("年度绩效目标", "甲"), ("总体目标", "甲 ")) == [("annual_goal", "甲"), ("annual_goal", "甲 ")]
    assert _goals(("绩效目标", "甲"), ("总体目标", "乙")) == [("annual_goal", "甲"), ("annual_goal", "乙")]
    assert _goals(("年度绩效目标", "甲"), ("总体目标", "")) == [("annual_goal", "甲"), ("annual_goal", "")]


def test_numbered_goals_are_paragraphs_of_one() -> None:
    assert _goals(("年度目标1", "甲"), ("年度目标2", "乙"), ("年度目标（3）", "丙")) == [("annual_goal", "甲\n乙\n丙")]
    assert _goals(("年度目标1", "甲"), ("绩效目标2", "乙")) == [("annual_goal", "甲"), ("annual_goal", "乙")]
    assert _goals(("年度目标一", "甲"), ("年度目标二", "")) == [("annual_goal", "甲"), ("annual_goal", "")]


def test_parts_under_one_label_printed_again_below() -> None:
    again = [("年度目标", "甲"), ("年度目标", "乙")]
    assert _goals(*again, rows=True) == [("annual_goal", "甲\n乙")]
    assert len(_goals(*again)) == 2, "no rows"
    assert len(_goals(("年度目标", "甲"), ("目标", "乙"), rows=True)) == 2
    assert len(_goals(("", "甲"), ("", "乙"), rows=True)) == 2
    assert len(_goals(("年度目标", "甲乙"), ("年度目标", "乙"), rows=True)) == 2, "said already"
    assert _goals(("年度目标", "甲"), ("年度目标", "乙"), ("年度目标", "丙"), rows=True) == [
        ("annual_goal", "甲\n乙\n丙")
    ]


@pytest.mark.parametrize("place", [{"table": 1, "col": 1, "row": 5}, {"table": 0, "col": 2, "row": 5},
                                   {"table": 0, "col": 1, "row": 0}])  # fmt: skip
def test_parts_of_another_column_or_above_are_no_parts(place: Any) -> None:
    draft = _draft(
        _one("annual_goal", "甲", "年度目标", table=0, col=1, row=0), _one("annual_goal", "乙", "年度目标", **place)
    )
    part_goals(draft, WORDS)
    assert len(draft.fields) == 2


# ---- what is noted


def _cell(text: str, *, image: bool = False, sure: float | None = None) -> Candidate:
    cell = Cell(0, 1, text=text, image=image, confidence=sure)
    return Candidate("preparer", "填表人", text, Source({"row": 0}, cell))


@pytest.mark.parametrize(
    ("candidate", "left", "doubted"),
    [
        (_cell("", image=True), [HANDWRITTEN], False),
        (_cell(OBJECT), [HANDWRITTEN], False),
        (_cell("李四", image=True), [], False),
        (_cell("李四", sure=0.5), [], True),
        (_cell("李四", sure=0.9), [], False),
        (_one("preparer", "李四", ocr_confidence=0.79), [], True),
        (_one("preparer", "李四", ocr_confidence=0.8), [], False),
        (_one("preparer", "——", ocr_confidence=0.1), [], False),
        (_one("preparer", "李四"), [], False),
    ],
)
def test_what_recognition_leaves_open(candidate: Candidate, left: list[str], doubted: bool) -> None:
    draft = Draft()
    note_doubt(draft, "/signoff/preparer", candidate, ASIDES)
    assert [each.entry.text for each in draft.left] == left
    assert ("/signoff/preparer" in draft.ocr) == doubted


@pytest.mark.parametrize(
    ("candidate", "blank", "image", "optional", "placed"),
    [
        (_one("filer", "某局", "填报单位", row=1), False, False, False, True),
        (_one("filer", "", "填报单位（选填）", row=1), True, False, True, True),
        (_one("filer", "", "", row=1), True, False, False, False),
        (_one("filer", "某局", "", row=1), False, False, False, True),
        (_cell(OBJECT), False, True, False, True),
    ],
)
def test_what_the_form_prints_is_noted(
    candidate: Candidate, blank: bool, image: bool, optional: bool, placed: bool
) -> None:
    reading = Reading(_form())
    note_printed(reading, "/filer", candidate, ASIDES)
    (entry,) = reading.printed
    assert (entry.blank, entry.image, entry.optional, entry.label) == (blank, image, optional, candidate.label)
    assert ("/filer" in reading.form.places) == placed
