"""One door to the five writers of `jixiao check`: text, json, html, xlsx, docx."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from extractor.model.extraction import Extraction
from extractor.report.model import Comparison, Report, Waivers, report_of
from extractor.report.overview import by_unit
from extractor.report.pieces import Pieces, attach
from extractor.report.redact import redacted
from extractor.report.rules import Rules
from extractor.report.understood import pictures

Format = Literal["text", "json", "html", "xlsx", "docx"]


def write_check(
    extractions: Sequence[Extraction],
    *,
    format: Format = "text",
    out: Path | None = None,
    explain: bool = False,
    waived: Waivers | None = None,
    comparison: Mapping[str, Comparison] | None = None,
    redact: bool = False,
    accounts: Mapping[str, list[list[dict[str, Any]]]] | None = None,
    everything: bool = False,
    sheets_by_unit: bool = False,
    pieces: Mapping[str, Pieces] | None = None,
    rules: Rules,
) -> str | bytes:
    """The check report as the content of one file; the caller writes or prints it.

    Args:
        extractions: one a source, in printing order.
        out: where the caller will write it; None = standard output (only `text` cares: colours on a terminal).
        explain: list every line of the rule log.
        waived: finding id → reason.
        comparison: source path → what changed since the older report.
        redact: mask persons' names and telephone numbers.
        accounts: source path → what each cell of its forms was taken for (only `html` shows it).
        everything: text to standard output on several files: every finding, not the ten worst files.
        sheets_by_unit: xlsx: a sheet of its own for each unit's findings too.
        pieces: source path → pictures of its findings' places (html and docx show them).

    Returns:
        str for text, json and html; bytes for xlsx and docx. The same input gives the same content.

    Raises:
        RuleBookError: `advice.yaml`, `letter.yaml` or a letter's text is wrong.
    """
    shown = [redacted(item) for item in extractions] if redact else list(extractions)
    if format == "json":
        return to_json(shown, waived=waived, comparison=comparison)
    report = report_of(shown, rules, waived=waived, comparison=comparison, explain=explain)
    attach(report, pieces or {})
    for source in report.sources:
        source.understood = pictures((accounts or {}).get(source.source.path, []))
    return _write(report, format, out, rules, everything=everything or out is not None, sheets_by_unit=sheets_by_unit)


def write_by_unit(
    extractions: Sequence[Extraction],
    *,
    format: Format,
    explain: bool = False,
    waived: Waivers | None = None,
    comparison: Mapping[str, Comparison] | None = None,
    redact: bool = False,
    pieces: Mapping[str, Pieces] | None = None,
    rules: Rules,
) -> dict[str, str | bytes]:
    """Unit → its own report (docx: its own letter), for `-o DIR/`; files of no known unit together under `UNNAMED`.

    Arguments and errors are those of `write_check`: `explain`, `waived`, `comparison`, `redact`, `pieces`.
    """
    shown = [redacted(item) for item in extractions] if redact else list(extractions)
    report = report_of(shown, rules, waived=waived, comparison=comparison, explain=explain)
    attach(report, pieces or {})
    found: dict[str, str | bytes] = {}
    for unit, part in by_unit(report).items():
        if format == "json":
            mine = [source.extraction for source in part.sources if source.extraction is not None]
            found[unit] = to_json(mine, waived=waived, comparison=comparison)
        else:
            found[unit] = _write(part, format, Path(), rules, everything=True, sheets_by_unit=False)
    return found


def _write(
    report: Report, format: Format, out: Path | None, rules: Rules, *, everything: bool, sheets_by_unit: bool
) -> str | bytes:
    if format == "html":
        from extractor.report.html import to_html

        return to_html(report)
    if format == "xlsx":
        from extractor.report.xlsx import to_xlsx

        return to_xlsx(report, sheets_by_unit=sheets_by_unit)
    if format == "docx":
        from extractor.report.docx import to_docx

        return to_docx(report, rules)
    from extractor.report.terminal import to_text

    return to_text(report, colour=False if out is not None else None, everything=everything)


def to_json(
    extractions: Sequence[Extraction],
    *,
    waived: Waivers | None = None,
    comparison: Mapping[str, Comparison] | None = None,
) -> str:
    """`check --format json`: a list of { source, findings, checks, quality }, a section a source.

    With waivers or `--against` a section also has `waived` ({ id, reason }) or `against`
    ({ still_open, new, mended, cannot_tell, not_seen }).
    """
    sections = []
    for item in extractions:
        data: dict[str, Any] = item.model_dump(mode="json", include={"source", "findings", "checks", "quality"})
        if waived is not None:
            data["waived"] = [{"id": f.id, "reason": waived[f.id]} for f in item.findings if f.id in waived]
        change = (comparison or {}).get(item.source.path)
        if change is not None:
            data["against"] = {
                "still_open": sorted(change.still_open),
                "new": sorted(change.new),
                **{
                    name: [{"code": m.code, "where": m.where, "message": m.message} for m in gone]
                    for name, gone in (
                        ("mended", change.mended),
                        ("cannot_tell", change.untold),
                        ("not_seen", change.unseen),
                    )
                },
            }
        sections.append(data)
    return json.dumps(sections, ensure_ascii=False, indent=2) + "\n"
