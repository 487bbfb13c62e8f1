"""What is written at a cell: the findings of one source as short plain texts, each with its id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.ground.safe import one_line
from extractor.model.document import Place
from extractor.model.extraction import Extraction
from extractor.report.model import Entry, Waivers, report_of
from extractor.report.rules import Rules
from extractor.report.where import place_words

AUTHOR = "绩效审核"
INITIALS = "审"
COLOUR = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
"""RRGGBB of a marked cell: pale red, yellow, blue; black print stays legible on each."""
_RANK = {"error": 0, "warning": 1, "info": 2}
_LONGEST = 2000
"""Characters of one paragraph of a note."""


@dataclass(slots=True)
class Remark:
    """One finding, ready to be written at a cell."""

    id: str
    severity: str
    """error, warning or info."""
    lines: list[str]
    """Paragraphs, safe for XML, each one line; the last one names the id."""
    places: list[Place]
    """Where it stands, the first one to write at; then where its form stands. Empty: the source as a whole."""
    own: int
    """How many of `places` are the finding's own."""
    where: str
    """The place in words, for a note that cannot stand there."""

    def said_at(self, exact: bool) -> list[str]:
        """The paragraphs; with the place in words where the note does not stand at it."""
        return self.lines if exact or not self.where else [*self.lines[:-1], f"位置：{self.where}", self.lines[-1]]


def remarks_of(
    extraction: Extraction, rules: Rules, waived: Waivers | None = None, shown: Extraction | None = None
) -> list[Remark]:
    """The findings of a source that no waiver covers, worst first.

    Args:
        shown: the same document with names masked (`--redact`), where its words are to be shown.

    Raises:
        RuleBookError: `advice.yaml` is wrong.
    """
    report = report_of([shown or extraction], rules, waived=waived)
    forms = {form.index: form.at for form in extraction.forms}
    entries = sorted(report.sources[0].entries, key=lambda entry: _RANK[entry.finding.severity])
    return [
        _remark(entry, forms.get(entry.finding.form) if entry.finding.form is not None else None) for entry in entries
    ]


def worst(severities: Iterable[str]) -> str:
    """The worst of some severities: it gives a cell its colour."""
    return min(severities, key=lambda severity: _RANK[severity])


def _remark(entry: Entry, form: Place | None) -> Remark:
    finding = entry.finding
    said = [f"【{entry.severity}】{entry.title}", finding.message]
    if entry.ours:
        said.append("这是系统识别的疑问，请对照原件核对，不算填报问题。")
    if entry.expected:
        said.append(f"应为：{entry.expected}")
    if entry.advice:
        said.append(f"怎么改：{entry.advice}")
    if (
        entry.basis and finding.verified
    ):  # the copy goes to the unit: a basis nobody has checked is left out, as in a letter
        said.append(f"依据：{entry.basis}")
    said.append(f"编号：{finding.id}")
    own = [place for place in (finding.at, *finding.at.get("parts", [])) if _points(place)]
    where = " ".join(filter(None, (entry.form_name, entry.where, place_words(finding.at))))
    lines = [line[:_LONGEST] for said_line in said if (line := one_line(said_line))]
    return Remark(finding.id, finding.severity, lines, [*own, *([form] if form else [])], len(own), one_line(where))


def _points(place: Place) -> bool:
    return any(key in place for key in ("page", "table", "line", "cell", "sheet", "bbox"))
