"""The score and the verdict at each bound of the rule book, and what bars a judgement."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.document import Place
from extractor.model.finding import Finding
from extractor.quality.score import grade, verdict_of
from extractor.rulebook import load_rules

BOOK = load_rules().quality.score


def _finding(severity: Any, code: str = "missing-unit") -> Finding:
    return Finding("i", "r", code, severity, None, "", 0, None, None, None, [], None, True, [], Place())


@pytest.mark.parametrize(
    ("score", "errors", "verdict"),
    [
        (59, 0, "退回"),
        (60, 0, "修改后通过"),
        (89, 0, "修改后通过"),
        (90, 0, "通过"),
        (90, 1, "修改后通过"),
        (100, 0, "通过"),
    ],
)
def test_the_verdict_at_its_bounds(score: int, errors: int, verdict: str) -> None:
    assert verdict_of(score, errors, BOOK) == verdict


@pytest.mark.parametrize(
    ("findings", "forms", "quality"),
    [
        ([], 1, (100, "通过", 0, 0, 0)), ([], 0, (None, "没有绩效表", 0, 0, 0)),
        ([_finding("error"), _finding("warning"), _finding("info")], 1, (92, "修改后通过", 1, 1, 1)),
        ([_finding("error", "unread-text")], 1, (None, "未能审核", 1, 0, 0)),
        ([_finding("warning", "unread-text")], 1, (100, "通过", 0, 1, 0)),
        ([_finding("error", "unread-text")], 0, (None, "未能审核", 1, 0, 0)),
        ([_finding("error")] * 16, 1, (4, "退回", 16, 0, 0)), ([_finding("error")] * 17, 1, (0, "退回", 17, 0, 0)),
    ],
)  # fmt: skip
def test_the_score_of_findings(findings: list[Finding], forms: int, quality: tuple[Any, ...]) -> None:
    said = grade(findings, BOOK, forms=forms)
    assert (said.score, said.verdict, said.errors, said.warnings, said.infos) == quality


@pytest.mark.parametrize(
    ("code", "severity", "points"),
    [
        ("missing-unit", "info", 0),
        ("missing-unit", "warning", 2),
        ("missing-unit", "error", 6),
        ("unread-text", "error", 0),
        ("late-filing", "warning", 2),
    ],
)
def test_the_points_of_a_finding(code: str, severity: Any, points: int) -> None:
    assert BOOK.weight(code, severity) == points
