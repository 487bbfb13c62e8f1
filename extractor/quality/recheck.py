"""Re-check: what of an older report is mended, still open or new.

Finding ids contain the file's hash, so a re-filed document has other ids. Findings are matched by kind of form,
project or department, rule and label; several alike are matched by number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.model.extraction import Extraction
from extractor.model.filing import Form

Key = tuple[str, str, str, str]
"""Kind of form, project or department, rule, label."""


@dataclass(slots=True)
class Gone:
    """A finding of the older report that the new one does not have."""

    code: str
    where: str
    message: str


@dataclass(slots=True)
class Change:
    """What became of one source's findings."""

    still_open: set[str] = field(default_factory=set)
    """Ids of the new report's findings that the older one had too."""
    new: set[str] = field(default_factory=set)
    mended: list[Gone] = field(default_factory=list)
    """The rule looked again at the same thing and did not find it."""
    untold: list[Gone] = field(default_factory=list)
    """无法判断: the rule could not tell this time."""
    unseen: list[Gone] = field(default_factory=list)
    """未见: the form, row or field it spoke of is not there any more; whether it was mended no one has seen."""


def compare(old: Sequence[Mapping[str, Any]], new: Sequence[Extraction]) -> dict[str, Change]:
    """Compare an older report with this run.

    Args:
        old: sections of an older `check --format json`, or `extract` documents.
        new: this run's documents.

    Returns:
        source path → what changed. A source of the older report that is not in this run is left out; an old
        section belongs to the new source with the most findings' keys in common, or of the same name.
    """
    sections = [[(_key(f), f) for f in section.get("findings") or []] for section in old]
    partner = _partners(old, sections, new)
    changes = {}
    for number, extraction in enumerate(new):
        section = partner.get(number)
        changes[extraction.source.path] = _change(sections[section] if section is not None else [], extraction)
    return changes


def _change(before: list[tuple[Key, Mapping[str, Any]]], extraction: Extraction) -> Change:
    left: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
    for key, finding in before:
        left[key].append(finding)
    change = Change()
    for key, identity in _new_keys(extraction):
        if left[key]:
            left[key].pop(0)
            change.still_open.add(identity)
        else:
            change.new.add(identity)
    for key, findings in left.items():
        for finding in findings:
            gone = Gone(str(finding.get("code", "")), f"{key[1]} {key[3]}".strip(), str(finding.get("message", "")))
            getattr(change, _fate(key, finding, extraction)).append(gone)
    return change


def _fate(key: Key, finding: Mapping[str, Any], extraction: Extraction) -> Literal["mended", "untold", "unseen"]:
    """What became of a finding that the new report does not have: mended only where its rule
    looked again and passed.
    """
    kind, owner, rule, label = key
    if extraction.source.status == "failed":
        return "untold"
    if finding.get("form") is None:
        return _told({c.outcome for c in extraction.checks if c.rule == rule and c.form is None}, of_source=True)
    forms = [
        f
        for f in extraction.forms
        if f.kind == kind and fold_text(f.project_name or f.department or f.filer or "") == owner
    ]
    if not forms:
        return "unseen"
    mended = fold_text(fold_label(str(finding.get("expected") or "")))
    names = {label, mended} - {""}  # a misspelt name put right is the same row
    if "/indicators/" in str(finding.get("field") or "") and not any(names & _row_names(form) for form in forms):
        return "unseen"
    indexes = {form.index for form in forms}
    return _told({c.outcome for c in extraction.checks if c.rule == rule and c.form in indexes})


def _told(outcomes: set[str], *, of_source: bool = False) -> Literal["mended", "untold", "unseen"]:
    """`fired`: on something else, so that the rule looked here too."""
    if "cannot-tell" in outcomes:
        return "untold"
    if outcomes & {"passed", "fired"} or of_source and not outcomes:  # what readers note has no rule
        return "mended"
    return "unseen" if "not-applicable" in outcomes else "untold"


def _row_names(form: Form) -> set[str]:
    """Names a row's finding may go by, as `Subject.label` folds them."""
    labels = (label for row in form.indicators for label in (row.level3, row.level2, row.level1) if label is not None)
    return {fold_text(fold_label(label.raw)) for label in labels} | {
        fold_text(fold_label(squeeze(label.canonical)))
        for row in form.indicators
        for label in (row.level2, row.level1)
        if label is not None and label.canonical
    }


def _new_keys(extraction: Extraction) -> list[tuple[Key, str]]:
    return [(_key(asdict(finding)), finding.id) for finding in extraction.findings]


def _key(finding: Mapping[str, Any]) -> Key:
    """A finding without `subject` (of the source, or of an older program) goes by its pointer without positions."""
    subject = finding.get("subject") or {}
    label = subject.get("label") or re.sub(r"/\d+", "", str(finding.get("field") or ""))
    return (
        str(subject.get("kind") or ""), fold_text(str(subject.get("owner") or "")), str(finding.get("rule") or ""),
        fold_text(str(label)),
    )  # fmt: skip


def _partners(
    old: Sequence[Mapping[str, Any]], sections: Sequence[list[tuple[Key, Mapping[str, Any]]]], new: Sequence[Extraction]
) -> dict[int, int]:
    """New source number → old section number."""
    if len(old) == 1 and len(new) == 1:
        return {0: 0}
    free = set(range(len(old)))
    found: dict[int, int] = {}
    for number, extraction in enumerate(new):
        for section in sorted(free):
            source = old[section].get("source") or {}
            if source.get("sha256") == extraction.source.sha256 or source.get("path") == extraction.source.path:
                found[number] = section
                free.discard(section)
                break
    for number, extraction in enumerate(new):
        if number not in found and free:
            keys = Counter(key for key, _ in _new_keys(extraction))
            best = max(sorted(free), key=lambda s: sum((keys & Counter(key for key, _ in sections[s])).values()))
            if keys & Counter(key for key, _ in sections[best]):
                found[number] = best
                free.discard(best)
    return found
