"""A small turn of the planted-defect bench: what it taught must stay learnt."""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict
from decimal import Decimal

import pytest

from bench.clean_filings import filing
from bench.defects import PLANTERS, run
from extractor.model.codes import OF_THE_READING, TITLES
from extractor.model.finding import Check
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make.write_docx import docx

NOT_PLANTED = OF_THE_READING | {"no-form", "boilerplate"}


def test_every_code_about_the_filing_is_planted() -> None:
    planted, asked = {name.split(":")[0] for name in PLANTERS}, set(TITLES) - NOT_PLANTED
    assert asked - planted == set(), 'a code of model/codes.py wants a planter: @plants("CODE") in bench/defects.py'
    assert planted - asked == set(), "bench/defects.py plants what is no code about the filing"


def test_planted_defects_are_found_and_nothing_else() -> None:
    tallies = run(3 * len(PLANTERS), 11)
    assert {code: t.wrong for code, t in tallies.items() if t.false} == {}
    missed = {code: t.misses for code, t in tallies.items() if t.found < t.planted}
    assert set(missed) <= {"label-typo"}, missed


def test_clean_filings_have_no_findings() -> None:
    rules = load_rules()
    for seed in range(500, 518):
        document = extract_bytes(docx(filing(seed).blocks), f"{seed}.docx", rules=rules)
        assert [f.message for f in document.findings] == []


ARITHMETIC = ("sum-mismatch", "cross-form-mismatch", "rate-mismatch", "points-mismatch", "cost-exceeds-budget")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(n) for n in _NUMBER.findall(text)}


@pytest.mark.parametrize("code", ARITHMETIC)
def test_every_number_of_an_arithmetic_message_can_be_recomputed(code: str) -> None:
    """Each stands in the document, is what was expected, their difference, a count of forms or rows, or 100 %."""
    rules, seen = load_rules(), 0
    for seed in range(24):
        dice = random.Random(f"{code}{seed}")
        made = filing(dice.randrange(10**6))
        if PLANTERS[code](dice, made) is None:
            continue
        document = extract_bytes(docx(made.blocks), "a.docx", rules=rules)
        printed = _numbers(json.dumps([asdict(form) for form in document.forms], ensure_ascii=False))
        for finding in (f for f in document.findings if f.code == code):
            seen += 1
            derived = _numbers(finding.expected or "") | _numbers(finding.observed or "")
            derived |= {abs(a - b) for a in derived for b in derived} | {Decimal(n) for n in range(30)} | {Decimal(100)}
            derived |= _sums(document.checks, finding.rule)
            assert _numbers(finding.message) <= printed | derived, finding.message
    assert seen >= 3


def _sums(checks: list[Check], rule: str) -> set[Decimal]:
    """Numbers that the rule log shows as the inputs of the same rule."""
    return {n for c in checks if c.rule == rule for value in c.figures.values() for n in _numbers(value)}
