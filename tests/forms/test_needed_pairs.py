"""Which pair of label and text fills what a form lacks: scores at their edges, whatever the words say."""

from __future__ import annotations

import pytest

from extractor.forms import needed
from extractor.forms.draft import Candidate, Draft, Source
from extractor.forms.fields import FieldReader
from extractor.forms.needed import read_needed
from extractor.model.filing import Execution
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
Scores = dict[tuple[str, str], float]


def _read(
    monkeypatch: pytest.MonkeyPatch,
    scores: Scores,
    *rows: list[str],
    has: tuple[str, ...] = (),
    whole: bool = False,
    evaluated: bool = False,
) -> tuple[dict[str, str], set[str]]:
    """The fields that were filled, and those of them in doubt. `scores`: of a field and a label."""
    monkeypatch.setattr(needed, "needed_as", lambda name, label, value, words: scores.get((name, label), 0.0))
    draft, table = Draft(), drawn(*rows)
    draft.fields = [Candidate(name, name, "有", Source({})) for name in has]
    if evaluated:
        draft.execution.append(Execution(item="甲"))
    for cell in table.grid.cells:
        draft.take(cell, "unread")
        draft.leave(None, cell.text, table.grid.place(cell))
    read_needed([table], draft, FieldReader(WORDS, draft), WORDS, whole=whole)
    found = {c.identity: c.raw for c in draft.fields if c.identity not in has}
    doubted = {name for name in found for doubt in draft.doubts if doubt.pointer.endswith(name)}
    assert {left.entry.text for left in draft.left}.isdisjoint(found.values())
    return found, doubted


ROW = ["鹳雀", "修渠项目"]


@pytest.mark.parametrize(
    ("score", "found", "doubted"), [(0.8, True, False), (0.79, True, True), (needed.NEEDED, True, True),
                                    (needed.NEEDED - 0.01, False, False)],
)  # fmt: skip
def test_a_score_from_which_a_text_is_taken(
    monkeypatch: pytest.MonkeyPatch, score: float, found: bool, doubted: bool
) -> None:
    fields, doubts = _read(monkeypatch, {("project_name", "鹳雀"): score}, ROW)
    assert (bool(fields), bool(doubts)) == (found, doubted)
    if found:
        assert fields == {"project_name": "修渠项目"}


@pytest.mark.parametrize(("rival", "doubted"), [(0.5, False), (0.74, False), (0.76, True), (0.9, True)])
def test_another_pair_as_good_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch, rival: float, doubted: bool) -> None:
    scores = {("project_name", "鹳雀"): 0.9, ("project_name", "匾额"): rival}
    fields, doubts = _read(monkeypatch, scores, ROW, ["匾额", "建站项目"])
    assert fields["project_name"] == "修渠项目" and bool(doubts) == doubted


@pytest.mark.parametrize(("rival", "doubted"), [(0.74, False), (0.76, True)])
def test_another_field_as_likely_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch, rival: float, doubted: bool) -> None:
    scores = {("project_name", "鹳雀"): 0.9, ("implementer", "鹳雀"): rival}
    fields, doubts = _read(monkeypatch, scores, ROW)
    assert fields == {"project_name": "修渠项目"} and bool(doubts) == doubted


def test_other_pairs_of_other_fields_are_no_rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("project_name", "鹳雀"): 0.9, ("implementer", "匾额"): 0.9}
    fields, doubts = _read(monkeypatch, scores, ROW, ["匾额", "水利站"])
    assert fields == {"project_name": "修渠项目", "implementer": "水利站"} and not doubts


def test_a_cell_serves_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """鹳雀 over 匾额 over 修渠项目: the text of one pair is the label of another."""
    scores = {("project_name", "鹳雀"): 0.95, ("implementer", "匾额"): 0.9}
    assert _read(monkeypatch, scores, ["鹳雀"], ["匾额"], ["修渠"])[0] == {"project_name": "匾额"}


def test_what_the_form_has_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("project_name", "鹳雀"): 0.9, ("department", "鹳雀"): 0.85, ("annual_goal", "鹳雀"): 0.84}
    assert set(_read(monkeypatch, scores, ROW, has=("project_name",))[0]) == {"department"}
    assert set(_read(monkeypatch, scores, ROW, has=("project_name", "budget_unit"))[0]) == {"annual_goal"}
    assert not _read(monkeypatch, scores, ROW, has=("project_name", "budget_unit", "total_goal"))[0]
    assert set(_read(monkeypatch, scores, ROW, whole=True)[0]) == {"department"}, "a department names no project"


def test_what_was_reached_is_asked_of_an_evaluation(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("problems", "鹳雀"): 0.9}
    assert not _read(monkeypatch, scores, ROW)[0]
    assert _read(monkeypatch, scores, ROW, evaluated=True)[0] == {"problems": "修渠项目"}


@pytest.mark.parametrize(
    ("label", "may"),
    [("鹳", False), ("鹳雀", True), ("鹳" * 12, True), ("鹳" * 13, False), ("鹳雀3", False), ("鹳雀：", True)],
)
def test_a_label_is_short_and_plain(monkeypatch: pytest.MonkeyPatch, label: str, may: bool) -> None:
    assert bool(_read(monkeypatch, {("project_name", label): 0.9}, [label, "修渠项目"])[0]) == may


def test_a_name_holds_no_colon_and_a_text_may(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("project_name", "鹳雀"): 0.9, ("annual_goal", "匾额"): 0.9}
    found = _read(monkeypatch, scores, ["鹳雀", "拟用：修渠"], ["匾额", "全年：修渠三条"])[0]
    assert found == {"annual_goal": "全年：修渠三条"}


def test_the_text_stands_beside_or_under_its_label(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {("project_name", "鹳雀"): 0.9}
    assert _read(monkeypatch, scores, ["鹳雀"], ["修渠项目"])[0] == {"project_name": "修渠项目"}
    assert not _read(monkeypatch, scores, ["鹳雀", ""], ["修渠项目", "甲"])[0], "a blank beside it"
    wide = _read(monkeypatch, scores, ["甲乙", "丙丁", "鹳雀"], ["戊", "1/2|修渠项目", "^"])[0]
    assert not wide, "a text as wide as its label"
