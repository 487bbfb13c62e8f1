"""What a line of the rule log says, and which doubts of the reading speak against which faults."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.account import Doubt
from extractor.model.document import Place
from extractor.quality.outcome import _meets, blind_spot, not_for, of_filing, of_form, unseen
from extractor.quality.registry import Fault, Held, Say, Unsure, all_rules
from tests.quality.build import case_of


def _log(*says: Say, inputs: int = 1) -> tuple[str, str, int]:
    check = of_filing(all_rules()["slogan"], 0, says, inputs)
    return check.outcome, check.why, check.inputs


def _fault(text: str) -> Fault:
    return Fault(text, "/x")


def test_fired_comes_before_cannot_tell_before_passed() -> None:
    assert _log(_fault("错一。"), Unsure("看不清"), Held("对"))[:2] == ("fired", "错一；无法判断：看不清")
    assert _log(Unsure("看不清"), Held("对"))[:2] == ("cannot-tell", "无法判断：看不清")
    assert _log(Held("对"))[:2] == ("passed", "对")
    assert _log(Held("对"), inputs=0)[0] == "not-applicable"


def test_without_a_word_it_passed_only_where_it_looked_at_something() -> None:
    assert _log() == ("passed", "没有不符之处", 1)
    assert _log(inputs=0) == ("not-applicable", "本表没有这条规则要看的内容", 0)
    assert _log(Held("")) == ("passed", "没有不符之处", 1)


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "；另有 1 处"), (6, "；另有 3 处")])
def test_three_reasons_are_spelled_out(count: int, more: str) -> None:
    outcome, why, inputs = _log(*[_fault(f"错{n}。") for n in range(count)])
    assert (outcome, why, inputs) == ("fired", "错0；错1；错2" + more, count)


def _case(*doubts: Doubt, row: int | None = 4) -> Any:
    place = {} if row is None else {"row": row}
    return SimpleNamespace(reading=SimpleNamespace(doubts=list(doubts)), place=lambda pointer: place)


def _doubt(part: Any, code: str = "unread-text", *, grave: bool = True, at: Any = None) -> Doubt:
    return Doubt(code, "", "", at or Place(), part=part, grave=grave)


@pytest.mark.parametrize(
    ("doubt", "blind"),
    [
        (_doubt("indicators"), True),
        (_doubt("indicators", grave=False), False),
        (_doubt("indicators", "doubtful-reading", grave=False), True),
        (_doubt("money"), False),
        (_doubt("head"), False),
    ],
)
def test_a_rule_of_the_rows_is_blind_where_rows_were_not_read(doubt: Doubt, blind: bool) -> None:
    assert bool(blind_spot(_case(doubt), "target-blank")) == blind


@pytest.mark.parametrize(
    ("pointer", "at", "row", "meets"),
    [
        (None, {"row": 9}, 4, True),
        ("/amounts/total", {"row": 9}, 4, True),
        ("/indicators/0/target", {"row": 4}, 4, True),
        ("/indicators/0/target", {"row": 9}, 4, False),
        ("/indicators/0/target", {"parts": [{"row": 9}, {"row": 4}]}, 4, True),
        ("/indicators/0/target", {"parts": [{"row": 9}, {"line": 3}]}, 4, False),
        ("/indicators/0/target", {"line": 7}, 4, True),
        ("/indicators/0/target", {"row": 9}, None, True),
    ],
)
def test_what_was_not_read_on_another_row_speaks_against_no_fault_of_this_one(
    pointer: str | None, at: Any, row: int | None, meets: bool
) -> None:
    assert _meets(_case(row=row), _doubt("indicators", at=at), pointer) == meets
    if pointer is not None:
        assert _meets(_case(row=row), _doubt("indicators", "doubtful-reading", at=at), pointer)


# --- with the book in force -------------------------------------------------------------------------------------


def _form(*doubts: dict[str, Any], **more: Any) -> Any:
    return case_of({"rows": [["产出指标", "数量指标", "甲数", "5人"]], "doubts": list(doubts), **more})


def _unread(part: str, **more: Any) -> dict[str, Any]:
    return {"code": "unread-text", "pointer": "/unmapped/0", "why": "没有读懂。", "part": part, "grave": True, **more}


@pytest.mark.parametrize(
    ("rule", "part", "grave", "unsure"),
    [
        ("target-blank", "indicators", True, True), ("target-blank", "indicators", False, False),
        ("target-blank", "money", True, False),
        ("total-by-source", "money", True, True), ("field-blank", "head", False, True),
        ("residue", "indicators", True, False),
        ("unit-wrong", "indicators", True, False), ("name-vague", "indicators", True, False),
    ],
)  # fmt: skip
def test_a_fault_that_may_rest_on_what_was_not_read(rule: str, part: str, grave: bool, unsure: bool) -> None:
    """Only of codes that the book names (`score.unread`), in the part that the rule must see whole."""
    fault = _fault("错。")
    say = unseen(_form(_unread(part, grave=grave)), all_rules()[rule], fault)
    assert isinstance(say, Unsure) == unsure and (unsure or say is fault)
    if isinstance(say, Unsure):
        assert (
            say.why
            == {"indicators": "指标表", "money": "资金栏", "head": "表头、文字或落款"}[part] + "里有没有读懂的内容"
        )


@pytest.mark.parametrize(
    ("says", "doubts", "outcome", "why"),
    [
        ([Held("对")], [], "passed", "对"),
        ([Held("对")], [_unread("indicators")], "cannot-tell", "无法判断：指标表里有没有读懂的内容"),
        ([_fault("错。")], [_unread("indicators")], "fired", "错"),
        ([Unsure("看不清")], [_unread("indicators")], "cannot-tell", "无法判断：看不清"),
        ([], [], "passed", "没有不符之处"),
    ],
)  # fmt: skip
def test_a_rule_does_not_pass_where_its_part_was_not_read(
    says: list[Say], doubts: list[Any], outcome: str, why: str
) -> None:
    check = of_form(all_rules()["target-blank"], _form(*doubts), says)
    assert (check.outcome, check.why, check.form, check.inputs) == (outcome, why, 0, 1)


def test_a_rule_that_is_not_for_this_form() -> None:
    check = not_for(all_rules()["slogan"], 3)
    assert (check.rule, check.code, check.form, check.outcome) == ("slogan", "unquantified-target", 3, "not-applicable")


def test_the_figures_of_all_that_is_said_are_kept() -> None:
    says: list[Say] = [Held("甲", {"a": "1"}), Held("乙", {"b": "2"}), Unsure("丙", {"c": "3"})]
    assert of_filing(all_rules()["slogan"], None, says, 1).figures == {"a": "1", "b": "2", "c": "3"}
