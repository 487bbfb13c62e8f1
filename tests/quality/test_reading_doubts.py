"""Doubts of the reading itself: which doubt is told by which rule, how long a quotation is, an inferred unit."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.quality.reading_doubts import _brief, rows_none, text_unread, unit_inferred
from extractor.quality.registry import Fault
from tests.quality.build import case_of, said


@pytest.mark.parametrize(("length", "quoted"), [(30, "甲" * 30), (31, "甲" * 29 + "…"), (2, "甲甲")])
def test_a_quotation_of_thirty_characters(length: int, quoted: str) -> None:
    assert _brief("甲" * length) == quoted


def _doubt(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "pointer": "/unmapped/0", "why": "没有读懂。", "observed": "某某", "expected": "别的", **more}


_RULES = {
    "text-unread": "unread-text",
    "rows-none": "no-indicators",
    "column-missing": "missing-column",
    "reading-doubted": "doubtful-reading",
}


@pytest.mark.parametrize("rule", list(_RULES))
def test_each_rule_tells_the_doubts_of_its_code(rule: str) -> None:
    told, *held = said(rule, {"doubts": [_doubt(code, grave=False) for code in _RULES.values()]})
    assert told == "! /unmapped/0 [某某] -> 别的" and [say[0] for say in held] == ["="]
    assert [say[0] for say in said(rule, {})] == ["="]


def test_a_grave_doubt_has_a_grade_of_its_own_but_for_a_form_without_rows() -> None:
    grave = case_of(
        {
            "doubts": [
                _doubt("unread-text", grave=True),
                _doubt("no-indicators", grave=True),
                _doubt("unread-text", grave=False),
            ]
        }
    )
    assert [say.grade for say in text_unread(grave) if isinstance(say, Fault)] == ["grave", None]
    assert [say.grade for say in rows_none(grave) if isinstance(say, Fault)] == [None]


@pytest.mark.parametrize(
    ("inferred", "unit", "told"), [(True, "万元", True), (False, "万元", False), (True, None, False)]
)
def test_a_unit_that_was_inferred(inferred: bool, unit: str | None, told: bool) -> None:
    case = case_of({"unit_inferred": inferred, "unit": unit})
    assert [getattr(say, "expected", "") for say in unit_inferred(case)] == (["万元"] if told else [])
