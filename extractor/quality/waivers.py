"""Waivers: problems a bureau has accepted, with who, why and until when.

A waived finding stays in the list (the JSON keeps its shape); it is counted neither in the score nor in the verdict,
and the report shows it apart with its reason. A waiver that matches nothing becomes an `unused-waiver` note.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from extractor.characters.fold import fold_text
from extractor.errors import UsageError
from extractor.model.document import Place
from extractor.model.extraction import Extraction
from extractor.model.finding import Finding
from extractor.quality.book import Code
from extractor.quality.engine import order, stable_id
from extractor.quality.rules import Rules
from extractor.quality.score import grade

_REMEDY = (
    "豁免清单的每一条要写明 source（文件哈希）或 unit（单位名称）、code、reason、who，可写 field、until（年-月-日）"
)
MIN_HASH = 8


class Waiver(BaseModel):
    """One accepted problem. `source`: the file's sha256 or its first digits (8 or more);
    `unit`: filer or department.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    unit: str | None = None
    code: Code
    field: str | None = None
    """JSON pointer, or its beginning, of what is accepted; None = every finding of the code."""
    id: str | None = None
    """Finding id, where exactly one finding is meant."""
    reason: str = Field(min_length=1)
    who: str = Field(min_length=1)
    until: datetime.date | None = None
    """Last day on which it holds; None = without end."""

    @model_validator(mode="after")
    def _points_somewhere(self) -> Waiver:
        if not self.source and not self.unit:
            raise ValueError("要写明 source 或 unit")
        if self.source and len(self.source) < MIN_HASH:
            raise ValueError(f"source 至少写文件哈希的前 {MIN_HASH} 位")
        return self


class WaiverFile(BaseModel):
    """The waiver file: a list under `waivers`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    waivers: list[Waiver] = Field(default_factory=list)


@dataclass(slots=True)
class _Use:
    waiver: Waiver
    used: bool = False


def read_waivers(text: str) -> list[Waiver]:
    """The waivers of a YAML text, either a list or a mapping with `waivers`.

    Raises:
        UsageError: not YAML, or not waivers; the cause names the entry.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise UsageError(f"豁免清单第 {line} 行 YAML 格式错误", _REMEDY) from error
    try:
        return WaiverFile.model_validate({"waivers": data or []} if not isinstance(data, dict) else data).waivers
    except ValidationError as error:
        first = error.errors()[0]
        where = [str(step) for step in first["loc"] if step != "waivers"]
        number = f"第 {int(where[0]) + 1} 条" if where and where[0].isdigit() else ""
        raise UsageError(f"豁免清单{number}{'.'.join(where[1:])}有误（{first['msg']}）", _REMEDY) from error


def _units(extraction: Extraction, form: int | None) -> set[str]:
    forms = [f for f in extraction.forms if form is None or f.index == form]
    return {fold_text(name) for f in forms for name in (f.filer, f.department) if name}


def _covers(waiver: Waiver, extraction: Extraction, finding: Finding) -> bool:
    if waiver.code != finding.code or (waiver.id is not None and waiver.id != finding.id):
        return False
    if waiver.source and not (extraction.source.sha256 or "").startswith(waiver.source.lower()):
        return False
    if waiver.unit and fold_text(waiver.unit) not in _units(extraction, finding.form):
        return False
    field = finding.field or ""
    return waiver.field is None or field == waiver.field or field.startswith(waiver.field.rstrip("/") + "/")


def _told(waiver: Waiver) -> str:
    until = f"，有效期至 {waiver.until.isoformat()}" if waiver.until else ""
    return f"{waiver.reason}（{waiver.who}{until}）"


def apply_waivers(
    extractions: Sequence[Extraction], text: str, rules: Rules, today: datetime.date | None = None
) -> tuple[list[Extraction], dict[str, str]]:
    """Apply a waiver file.

    Args:
        extractions: documents of the run.
        text: the waiver file.
        rules: the rule books, for the score.
        today: the day on which it is applied (default: today); waivers past their `until` do not hold.

    Returns:
        the documents with score and verdict without the waived findings, and finding id → reason of those.

    Raises:
        UsageError: the file is wrong.
    """
    day = today or datetime.date.today()
    uses = [_Use(waiver) for waiver in read_waivers(text)]
    live = [use for use in uses if use.waiver.until is None or use.waiver.until >= day]
    reasons: dict[str, str] = {}
    for extraction in extractions:
        for finding in extraction.findings:
            for use in live:
                if _covers(use.waiver, extraction, finding):
                    use.used = True
                    reasons.setdefault(finding.id, _told(use.waiver))
    unused = [_unused(use.waiver, rules, n) for n, use in enumerate(uses) if not use.used]
    return [_settled(e, reasons, unused if not i else [], rules) for i, e in enumerate(extractions)], reasons


def _settled(extraction: Extraction, reasons: dict[str, str], notes: list[Finding], rules: Rules) -> Extraction:
    """The document with the notes on unused waivers added and its score without waived findings."""
    findings = sorted([*extraction.findings, *notes], key=order)
    quality = extraction.quality
    if quality.verdict is not None:
        quality = grade([f for f in findings if f.id not in reasons], rules.quality.score, forms=len(extraction.forms))
    return extraction.model_copy(update={"findings": findings, "quality": quality})


def _unused(waiver: Waiver, rules: Rules, number: int) -> Finding:
    entry = rules.quality.notes["unused-waiver"]
    target = waiver.unit or f"文件 {waiver.source}"
    where = f" {waiver.field}" if waiver.field else ""
    return Finding(
        id=stable_id("waivers", "unused-waiver", f"{target}{waiver.code}{where}", number), rule="unused-waiver",
        code="unused-waiver", severity=entry.severity, confidence=None,
        message=f"豁免清单里“{target}”的 {waiver.code}{where} 没有对上任何问题或已过期，请核对后删去。",
        form=None, field=None, observed=_told(waiver), expected=None, spans=[], basis=None, verified=True,
        related=[], at=Place(),
    )  # fmt: skip
