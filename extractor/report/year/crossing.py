"""What the cross-filing rules found, ready to print: rules counted, sides in words, texts with what differs marked.

Every number here is a count over `Across` (`extractor/across`, docs/across.md); nothing is read from the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.across.copies import pointer_words
from extractor.across.manual import MANUAL, RuleWords
from extractor.across.rows import AcrossFinding, Side
from extractor.across.run import Across
from extractor.ground.safe import one_line
from extractor.report import words
from extractor.report.letter import CrossLine
from extractor.report.where import place_words

SHOWN_SIDES = 8
"""Sides of a finding that a page shows; the workbook has them all."""
EXAMPLE = 160
"""Characters of a text that an example shows."""
_FIELDS = {
    "/texts/annual_goal": "年度绩效目标",
    "/texts/period_goal": "实施期绩效目标",
    "/indicators": "全部指标",
    "/amounts": "预算金额",
    "/amounts/project_expenditure": "项目支出",
}
Pieces = list[tuple[str, bool]]
"""Parts of a text and whether they differ."""


@dataclass(frozen=True, slots=True)
class CrossRule:
    """One rule's findings of the year, counted."""

    rule: str
    words: RuleWords
    findings: tuple[AcrossFinding, ...]
    year: int | None

    @property
    def severities(self) -> dict[str, int]:
        """How many findings of each severity the rule has."""
        return {severity: sum(f.severity == severity for f in self.findings) for severity in words.SEVERITY}

    @property
    def forms(self) -> int:
        """Forms of the year that are a side."""
        return len({side.form_id for f in self.findings for side in f.sides if side.year == self.year})

    @property
    def units(self) -> int:
        """Units that are a side, or that filed nothing."""
        return len({unit for f in self.findings for unit in units_of(f)})


def rules_of(across: Across, year: int | None) -> list[CrossRule]:
    """Rules with findings, in the manual's order."""
    found: dict[str, list[AcrossFinding]] = {rule: [] for rule in MANUAL}
    for finding in across.findings:
        found[finding.rule].append(finding)
    return [CrossRule(rule, MANUAL[rule], tuple(items), year) for rule, items in found.items() if items]


def units_of(finding: AcrossFinding) -> list[str]:
    """The units a finding concerns, sorted."""
    named = {side.owner for side in finding.sides if side.owner}
    return sorted(named) or [unit for unit in [finding.inputs.get("unit", "")] if unit]


def field_words(side: Side) -> str:
    """Where in the form a side stands, in words."""
    return _FIELDS.get(side.field) or pointer_words(side.field)


def form_words(side: Side) -> str:
    """The form of a side: its position in the file and its project."""
    return f"第{side.form_index + 1}张表 {one_line(side.project) or words.KIND.get(side.kind, side.kind)}"


def where(side: Side) -> str:
    """Field and place of a side."""
    return " ".join(part for part in (field_words(side), place_words(json.loads(side.at)) if side.at else "") if part)


def marked(finding: AcrossFinding) -> list[Pieces]:
    """The text of each shown side: of shared texts what differs from the first is marked, else a foreign name in it."""
    texts = [one_line(side.observed) for side in finding.sides[:SHOWN_SIDES]]
    if not MANUAL[finding.rule].shared:
        return [_around(text, finding.inputs.get("name", "")) for text in texts]
    other = next((text for text in texts[1:] if text != texts[0]), None)
    if other is None:
        return [_clipped([(text, False)]) for text in texts]
    return [_pieces(texts[0], other), *(_pieces(text, texts[0]) for text in texts[1:])]


def _around(text: str, name: str) -> Pieces:
    before, found, after = text.partition(name) if name else (text, "", "")
    if not found:
        return _clipped([(text, False)])
    start = max(0, len(before) - EXAMPLE // 2)
    return _clipped([("…" * (start > 0) + before[start:], False), (found, True), (after, False)])


def _pieces(text: str, other: str) -> Pieces:
    from rapidfuzz.distance import Indel

    found: Pieces = []
    for step in Indel.opcodes(text, other):
        if step.src_start < step.src_end:
            found.append((text[step.src_start : step.src_end], step.tag != "equal"))
    return _clipped(found or [(text, False)])


def _clipped(pieces: Pieces) -> Pieces:
    kept: Pieces = []
    left = EXAMPLE
    for text, differs in pieces:
        if len(text) > left:
            return [*kept, (text[:left] + "…", differs)]
        kept.append((text, differs))
        left -= len(text)
    return kept


def side_rows(across: Across) -> Iterator[dict[str, Any]]:
    """One row a side (a unit that filed nothing is a side of its own), for the workbook."""
    for finding in sorted(across.findings, key=_place_in_report):
        told = MANUAL[finding.rule]
        shared = {
            "severity": finding.severity, "title": told.title, "message": finding.message, "head": told.head,
            "advice": told.advice, "rule": finding.rule, "code": finding.code, "finding_id": finding.id,
        }  # fmt: skip
        if not finding.sides:
            yield {**shared, "side": 1, "unit": finding.inputs.get("unit")}
        for number, side in enumerate(finding.sides, 1):
            yield {
                **shared, "side": number, "unit": side.owner, "project_name": side.project, "kind": side.kind,
                "year": side.year, "place": where(side), "observed": side.observed, "source_path": side.path,
                "form": side.form_index + 1, "form_id": side.form_id,
            }  # fmt: skip


_ORDER = {rule: n for n, rule in enumerate(MANUAL)}


def _place_in_report(finding: AcrossFinding) -> tuple[int, int, list[str], str]:
    return words.SEVERITY_ORDER[finding.severity], _ORDER[finding.rule], units_of(finding)[:1], finding.id


def letter_lines(across: Across, year: int | None) -> dict[str, list[CrossLine]]:
    """By unit, the errors and warnings that one of its forms of the year is a side of."""
    found: dict[str, list[CrossLine]] = {}
    for finding in sorted(across.findings, key=_place_in_report):
        if finding.severity == "info":
            continue
        for unit in units_of(finding):
            mine = [side for side in finding.sides if side.owner == unit and side.year == year]
            if mine:
                found.setdefault(unit, []).append(_line(finding, mine))
    return found


def _line(finding: AcrossFinding, mine: Sequence[Side]) -> CrossLine:
    told = MANUAL[finding.rule]
    shown = mine[:SHOWN_SIDES]
    rest = f"\n等 {len(mine)} 处" if len(mine) > len(shown) else ""
    return CrossLine(
        finding.id,
        "\n".join(dict.fromkeys(f"{side.path} {form_words(side)}" for side in shown)) + rest,
        "\n".join(dict.fromkeys(where(side) for side in shown)),
        "\n".join(one_line(side.observed)[:EXAMPLE] for side in shown),
        f"{told.title}：{finding.message}",
        told.advice,
        words.SEVERITY[finding.severity],
    )


def plain(across: Across, year: int | None) -> dict[str, Any]:
    """The counts for `figures.json`."""
    return {
        "findings": [
            {"rule": r.rule, **r.severities, "findings": len(r.findings), "forms": r.forms, "units": r.units}
            for r in rules_of(across, year)
        ],
        "clusters": [
            {"id": f.id, "rule": f.rule, "units": units_of(f), "forms": len(f.sides)}
            for r in rules_of(across, year) if r.words.shared for f in r.findings
        ],
        "checks": [{"rule": c.rule, "outcome": c.outcome, "why": c.why} for c in across.checks],
    }  # fmt: skip
