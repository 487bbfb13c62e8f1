"""Honest filings of other provinces: all rules together accuse them of nothing."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.rulebook import Rules, load_rules
from tests import HERE
from tests.quality.build import check, load

CASES = load(HERE / "quality" / "honest.yaml")["cases"]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_honest_filing_is_accused_of_nothing(case: dict[str, Any], rules: Rules) -> None:
    findings, _, _ = check(case, rules)
    assert [(f.rule, f.message) for f in findings if f.severity != "info"] == []
    told = {f.code for f in findings if f.severity == "info"}
    assert told <= set(case.get("infos", ())), [f.message for f in findings]
