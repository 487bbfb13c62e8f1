"""Readings from the compact YAML of `fixtures/`: forms written down as a clerk would see them.

A form is a mapping; every key is optional: `kind` `title` `year` `regime` `filer` `department` `implementer` `project`
`unit` `amounts` {code: as printed} `execution` [ {item, adjusted, executed, rate, weight, score …} ] `texts` `period`
`signoff` `columns` [ "role" or "role:header" ] `rows` [ cells in the columns' order ] `printed` [ {field, label, raw} ]
`totals` [ {what, raw, label} ] `labels` [ text ] `cells` [ text, or [label, text], of further cells ] `ocr`
`unit_inferred` `scope`
`doubts`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from extractor.characters.fold import squeeze
from extractor.forms.account import Doubt
from extractor.forms.reading import Column, Printed, PrintedTotal, Reading
from extractor.model.document import Note, Place
from extractor.model.filing import (
    Amount,
    Execution,
    Form,
    Indicator,
    Label,
    OcrDoubt,
    Period,
    Regime,
    Signoff,
    Target,
    Texts,
    Unmapped,
)
from extractor.model.finding import Check, Finding, Quality
from extractor.quality.case import Case, Filing
from extractor.quality.engine import review
from extractor.quality.registry import Fault, Held, Say, all_rules
from extractor.rulebook import Rules, load_rules
from extractor.values.amount import parse_amount
from extractor.values.date import parse_date, parse_period, parse_phone
from extractor.values.target import parse_target

FIXTURES = Path(__file__).parent / "fixtures"
_COLUMNS = ["level1", "level2", "level3", "target:指标值"]
_REGIME = {"2015-88", "2021-101"}


def load(path: Path) -> dict[str, Any]:
    """One fixture file."""
    data: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def check(case: dict[str, Any], rules: Rules) -> tuple[list[Finding], list[Check], Quality]:
    """Run all rules over a case's forms."""
    forms = case.get("forms") or [case.get("form", {})]
    notes = [Note(**note) for note in case.get("notes", [])]
    return review([reading(spec, i, rules) for i, spec in enumerate(forms)], notes, source_sha="0" * 64, rules=rules)


def case_of(spec: dict[str, Any]) -> Case:
    """One form of a fixture as a rule is given it."""
    return Case(reading(spec, 0, load_rules()), load_rules())


def said(rule: str, spec: dict[str, Any]) -> list[str]:
    """All that one rule says of one form, before the engine weighs it (`shown`)."""
    run = all_rules()[rule].over_form
    assert run is not None
    return [shown(say) for say in run(case_of(spec))]


def said_of_all(rule: str, specs: list[dict[str, Any]]) -> list[str]:
    """All that one rule says of several forms of a source (`shown`, with the form it speaks of)."""
    run, rules = all_rules()[rule].over_filing, load_rules()
    assert run is not None
    filing = Filing([reading(spec, n, rules) for n, spec in enumerate(specs)], rules)
    return [f"{say.form}: {shown(say)}" for say in run(filing)]


def shown(say: Say) -> str:
    """ "! /execution/0/rate [90%] -> 80.00%", with "(grade)" where it has one; "= why" of Held, "? why" of Unsure."""
    if not isinstance(say, Fault):
        return f"{'=' if isinstance(say, Held) else '?'} {say.why}"
    expected = "" if say.expected is None else f" -> {say.expected}"
    return f"! {say.pointer} [{say.observed}]{expected}" + (f" ({say.grade})" if say.grade else "")


def reading(spec: dict[str, Any], index: int, rules: Rules) -> Reading:
    """One form of a fixture as the forms room would hand it over."""
    form = _form(spec, index)
    columns = [_column(text) for text in spec.get("columns", _COLUMNS)]
    result = Reading(form, columns=columns, unit_inferred=bool(spec.get("unit_inferred")))
    for number, row in enumerate(spec.get("rows", [])):
        cells = dict(zip([c.role for c in columns], [str(x) for x in row], strict=False))
        result.cells.append(cells)
        result.cells_at.append({role: Place(table=0, row=number, col=col) for col, role in enumerate(cells)})
        form.indicators.append(_indicator(cells, columns, [str(x) for x in row], spec, number, rules))
    result.printed = [_printed(entry) for entry in spec.get("printed", [])]
    result.totals = [
        PrintedTotal(t["what"], str(t["raw"]), t.get("label", "合计"), Place(line=t.get("line", 99)))
        for t in spec.get("totals", [])
    ]
    result.labels = [(text, Place(line=9)) for text in spec.get("labels", [])]
    result.doubts = [Doubt(**{"at": Place(), **doubt}) for doubt in spec.get("doubts", [])]
    further = [text if isinstance(text, list) else [None, text] for text in spec.get("cells", [])]
    form.unmapped = [Unmapped(label, text, Place(line=90 + n)) for n, (label, text) in enumerate(further)]
    return result


def _form(spec: dict[str, Any], index: int) -> Form:
    unit = spec.get("unit", "万元")
    signoff = dict(spec.get("signoff", {}))
    signoff["filing_date"] = parse_date(signoff["filing_date"]).iso if "filing_date" in signoff else None
    if "phone" in signoff:
        signoff["phone"] = parse_phone(str(signoff["phone"]))[0]
    regime = spec.get("regime")
    form = Form(
        id=f"{index:016x}", index=index, kind=spec.get("kind", "project_target"), title=spec.get("title"),
        fiscal_year=spec.get("year", 2024), regime=Regime(regime, "fixture") if regime in _REGIME else None,
        filer=spec.get("filer"), department=spec.get("department"), implementer=spec.get("implementer"),
        project_name=spec.get("project"), currency_unit=unit, texts=Texts(**spec.get("texts", {})),
        signoff=Signoff(**signoff), at=Place(line=1 + 100 * index),
    )  # fmt: skip
    form.execution = [
        Execution(**{k: None if v is None else str(v) for k, v in row.items()}) for row in spec.get("execution", [])
    ]
    form.period = parse_period(spec["period"], form.fiscal_year) if "period" in spec else None
    if isinstance(form.period, Period):
        form.period.raw = spec["period"]
    form.ocr = {pointer: OcrDoubt(**doubt) for pointer, doubt in spec.get("ocr", {}).items()}
    for code, raw in spec.get("amounts", {}).items():
        parsed = parse_amount(str(raw), unit=unit)
        form.amounts[code] = Amount(
            str(raw), parsed.value, parsed.unit if parsed.value else None, parsed.yuan, Place(line=3)
        )
    return form


def _column(text: str) -> Column:
    role, _, header = text.partition(":")
    return Column(role, header or role, Place(line=8), region=header if role == "region" else None)  # type: ignore[arg-type]


def _indicator(
    cells: dict[str, str], columns: list[Column], row: list[str], spec: dict[str, Any], number: int, rules: Rules
) -> Indicator:
    regions = [
        (c.header, parse_target(text, units=rules.units.index))
        for c, text in zip(columns, row, strict=False)
        if c.role == "region"
    ]
    parts = [replace(part, region=head) for head, part in regions]
    target = Target("；".join(p.raw for p in parts), "compound", parts=parts) if parts else parse_target(
        cells.get("target", ""), sign=cells.get("operator"), unit=cells.get("unit"), label=cells.get("level3"),
        year=spec.get("year", 2024), level2=cells.get("level2"), units=rules.units.index,
    )  # fmt: skip
    return Indicator(
        _label(cells, "level1", rules), _label(cells, "level2", rules), _label(cells, "level3", rules), target,
        scope=spec.get("scopes", {}).get(number, "annual"), standard=cells.get("standard"), weight=cells.get("weight"),
        actual=cells.get("actual"), achieved_score=cells.get("achieved_score"),
        deviation_reason=cells.get("deviation_reason"), note=cells.get("note"), at=Place(table=0, row=number),
    )  # fmt: skip


def _label(cells: dict[str, str], level: str, rules: Rules) -> Label | None:
    if level not in cells:
        return None
    raw = squeeze(cells[level])
    match = rules.matcher.match(raw, level)  # type: ignore[arg-type]
    return Label(raw, match.canonical, match.code, match.score if match.canonical else None, match.method)


def _printed(entry: dict[str, Any]) -> Printed:
    raw = str(entry.get("raw", ""))
    blank = entry.get("blank", raw.strip() in ("", "（盖章）", "(盖章)"))
    return Printed(
        entry["field"], entry["label"], raw, blank, Place(line=2), kind=entry.get("kind", "field"),
        optional=entry.get("optional", False), image=entry.get("image", False),
    )  # fmt: skip
