"""Every rule against its fixture file: what fires, what passes, what cannot be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.quality.registry import all_rules
from extractor.rulebook import Rules, load_rules
from tests.quality.build import FIXTURES, check, load
from tests.quality.told import kept, told


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def _cases() -> list[Any]:
    found = []
    for path in sorted(FIXTURES.glob("*.yaml")):
        data = load(path)
        found += [pytest.param(data["rule"], case, id=f"{data['rule']}: {case['name']}") for case in data["cases"]]
    return found


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_rule_says_what_its_fixture_says(rule: str, case: dict[str, Any], rules: Rules) -> None:
    said = check(case, rules)
    findings, checks, _ = said
    mine = [f for f in findings if f.rule == rule]
    outcomes = {c.outcome for c in checks if c.rule == rule}
    outcome = "fired" if mine else next(o for o in ("cannot-tell", "passed", "not-applicable") if o in outcomes)
    assert outcome == case["expect"], [f.message for f in mine] or [c for c in checks if c.rule == rule]
    assert not any(f.code == "rule-crashed" for f in findings)
    wanted = case.get("findings", [{}] if case["expect"] == "fired" else [])
    assert len(mine) == len(wanted), [(f.field, f.message) for f in mine]
    for found, want in zip(mine, wanted, strict=True):
        assert found.field is not None
        assert found.message.endswith("。")
        for key in ("field", "severity", "observed", "expected", "spans", "form"):
            if key in want:
                assert getattr(found, key) == want[key], (key, getattr(found, key))
        for part in want.get("says", []):
            assert part in found.message, found.message
    for key, value in case.get("inputs", {}).items():
        assert value == next(c.figures[key] for c in checks if c.rule == rule and key in c.figures)
    assert told(rule, case, said) == kept(rule)[case["name"]], "python -m tests.quality.told, then read the diff"


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_every_rule_has_a_fixture_and_a_manual(name: str) -> None:
    path = FIXTURES / f"{name}.yaml"
    assert path.is_file(), f"{name} has no fixture file"
    data = load(path)
    assert data["rule"] == name
    assert data["code"] == all_rules()[name].code
    outcomes = {case["expect"] for case in data["cases"]}
    assert "fired" in outcomes and outcomes & {"passed", "not-applicable"}
    manual = all_rules()[name].doc
    assert "不合格：" in manual or name == "cell-doubtful"
    assert len(manual.strip().splitlines()) >= 3


def test_no_fixture_without_a_rule() -> None:
    assert {Path(p).stem for p in FIXTURES.glob("*.yaml")} == set(all_rules())
