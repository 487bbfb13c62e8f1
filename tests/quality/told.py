"""All that is said of each case of `fixtures/RULE.yaml`, kept in `fixtures/RULE.told`.

`python -m tests.quality.told` rewrites it; read the diff before you commit it. What a fixture expects is what its
author thought of; this is the rest: findings of other rules, messages, places, spans, and of the rule itself what it
looked at and reckoned with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.model.finding import Check, Finding, Quality
from extractor.rulebook import load_rules
from tests.quality.build import FIXTURES, check, load


def told(rule: str, case: dict[str, Any], said: tuple[list[Finding], list[Check], Quality]) -> str:
    """One case: its findings, the rule's own checks, score and verdict."""
    findings, checks, quality = said
    lines = [f"== {case['name']}: {quality.score} {quality.verdict}"]
    for f in findings:
        lines.append(_spaced(f.rule, f.code, f.severity, f.confidence, f.form, f.field, dict(f.at)))
        lines.append(_spaced("   ", f.message, f"[{f.observed}]", f.expected and f"-> {f.expected}", f.spans or None))
        lines += [_spaced("   ", "with", r.role, r.field, f"[{r.observed}]", dict(r.at)) for r in f.related]
    for c in checks:
        if c.rule == rule:
            lines.append(_spaced("check", c.form, c.outcome, c.why, c.inputs, c.figures or None))
    return "\n".join(lines) + "\n"


def _spaced(*parts: object) -> str:
    return " ".join(" ".join(str(part).split("\n")) for part in parts if part is not None)


def kept(rule: str) -> dict[str, str]:
    """What is kept of a rule's cases, by the name of the case."""
    cases = (FIXTURES / f"{rule}.told").read_text("utf-8").split("== ")[1:]
    return {case.partition(": ")[0]: f"== {case}" for case in cases}


def _rewrite(path: Path) -> None:
    data = load(path)
    rules = load_rules()
    text = "".join(told(data["rule"], case, check(case, rules)) for case in data["cases"])
    path.with_suffix(".told").write_text(text, "utf-8")


if __name__ == "__main__":
    for fixture in sorted(FIXTURES.glob("*.yaml")):
        _rewrite(fixture)
        print(fixture.stem)
