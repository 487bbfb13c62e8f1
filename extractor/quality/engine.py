"""Run every rule over the forms of one source: findings, the rule log, score and verdict.

`review` is the only door. A rule that crashes costs one finding (`rule-crashed`) and the run goes on.
Findings are ordered by form (those of the source as a whole first), row, code, pointer, id.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import partial

from extractor.characters.fold import fold_label
from extractor.forms.reading import Reading
from extractor.model.document import Note, Place
from extractor.model.finding import Check, Finding, Quality, Severity, Subject
from extractor.quality.book import RuleEntry
from extractor.quality.case import Case, Filing
from extractor.quality.inputs import compared
from extractor.quality.outcome import not_for, of_filing, of_form, unseen
from extractor.quality.pictures import unread_pictures
from extractor.quality.registry import Fault, Rule, Say, Says, Unsure, all_rules
from extractor.quality.rules import Rules
from extractor.quality.score import grade

_ROW = re.compile(r"/indicators/(\d+)")
_LIST_INDEX = re.compile(r"/\d+(?=/|$)")
_BREAK = re.compile(r"\s*\n\s*")


def review(
    readings: list[Reading], document_notes: list[Note], *, source_sha: str, rules: Rules
) -> tuple[list[Finding], list[Check], Quality]:
    """Check one source.

    Args:
        readings: its forms, in order.
        document_notes: what the readers had to say; each becomes a finding.
        source_sha: hex digest of the file, for ids of findings that belong to no form.
        rules: the rule books in force.
    """
    desk = _Desk(readings, rules, source_sha)
    desk.note_all(document_notes)
    for rule in all_rules().values():
        entry = rules.quality.rules[rule.id]
        if entry.enabled:
            desk.run(rule, entry)
    findings = sorted(desk.findings, key=order)
    return findings, sorted(desk.checks, key=_check_order), grade(findings, rules.quality.score, forms=len(readings))


def row_of(pointer: str | None) -> int:
    """The indicator row a pointer speaks of, -1 where none."""
    found = _ROW.search(pointer or "")
    return int(found[1]) if found else -1


def order(finding: Finding) -> tuple[int, int, str, str, str]:
    """Sort key of findings: those of the source first, then form, row, code, pointer, id."""
    form = -1 if finding.form is None else finding.form
    return form, row_of(finding.field), finding.code, finding.field or "", finding.id


def _check_order(check: Check) -> tuple[int, str, str]:
    return (-1 if check.form is None else check.form), check.code, check.rule


def stable_id(owner: str, rule: str, place: str, ordinal: int) -> str:
    """Finding id: the same filing, rule, place and ordinal give the same id in every run and every re-saved file.

    Args:
        owner: the form's `form_key`, else its id; of the source as a whole, the keys of all its forms, else its hash.
        rule: the rule's id.
        place: the pointer below the form without row numbers, and the row's label: a row put in above changes neither.
        ordinal: number among findings that are alike in all this, from 0.
    """
    return hashlib.sha256(f"{owner}\0{rule}\0{place}\0{ordinal}".encode()).hexdigest()[:16]


_OF_CELLS = frozenset({"hidden-content", "unreadable-part", "bad-number", "reading-disputed", "doubtful-reading"})
"""Notes that may speak of one cell; they are given the form and the value that stands there."""
_OF_PAGES = frozenset({"doubtful-table", "unreadable-part", "reading-disputed"})
"""Notes that may speak of a page or of a table on it; they are given the form where it is the only one there."""


class _Cells:
    """Which value of which form stands at a place of the source."""

    def __init__(self, cases: list[Case]) -> None:
        self._values: dict[tuple[object, ...], tuple[int, str]] = {}
        self._tables: dict[tuple[object, ...], int] = {}
        self._pages: dict[int, set[int]] = {}
        for case in cases:
            form = case.form
            for place in (*form.places.values(), *(i.at for i in form.indicators), *(u.at for u in form.unmapped)):
                if place and "table" in place:
                    self._tables.setdefault((place.get("page"), place["table"]), form.index)
                if place and (page := place.get("page")) is not None:
                    self._pages.setdefault(page, set()).add(form.index)
            for row, cells in enumerate(case.reading.cells_at):
                for role, place in cells.items():
                    part = "target" if role in ("operator", "unit") else role
                    self._put(place, form.index, f"/indicators/{row}/{part}")
            for code, amount in form.amounts.items():
                self._put(amount.at, form.index, f"/amounts/{code}")
            for pointer, place in form.places.items():
                self._put(place, form.index, pointer)

    def _put(self, place: Place | None, form: int, pointer: str) -> None:
        if place and (key := _spot(place)) is not None:
            self._values.setdefault(key, (form, f"/forms/{form}{pointer}"))

    def find(self, at: Place) -> tuple[int | None, str | None]:
        """(form, pointer): of the value at the place, else of the form whose table it is; (None, None) elsewhere."""
        key = _spot(at)
        if key is not None and key in self._values:
            return self._values[key]
        form = self._tables.get((at.get("page"), at["table"])) if "table" in at else None
        return form, None if form is None else f"/forms/{form}"

    def alone_on(self, page: int | None) -> tuple[int | None, str | None]:
        """(form, pointer) of the only form on a page; (None, None) where there is none or several."""
        forms = self._pages.get(page, set()) if page is not None else set()
        return (min(forms), f"/forms/{min(forms)}") if len(forms) == 1 else (None, None)


def _spot(place: Place) -> tuple[object, ...] | None:
    if "row" in place:
        return (place.get("table"), place["row"], place.get("col"))
    return ("line", place.get("page"), place["line"]) if "line" in place else None


class _Desk:
    """Collects what the rules say about one source."""

    def __init__(self, readings: list[Reading], rules: Rules, source_sha: str) -> None:
        self.filing = Filing(readings, rules)
        self.book = rules.quality
        self.sha = source_sha
        self.findings: list[Finding] = []
        self.checks: list[Check] = []
        self._owners = _owners(self.filing.cases)
        self._whole = "\0".join(sorted(self._owners)) if any(c.form.form_key for c in self.filing.cases) else source_sha
        self._ordinals: Counter[tuple[str, str, str]] = Counter()

    def note_all(self, notes: list[Note]) -> None:
        """Turn the readers' notes into findings of the source, and `no-form` where there is none."""
        cells = _Cells(self.filing.cases) if any(note.code in _OF_CELLS | _OF_PAGES for note in notes) else None
        for note in notes:
            form, pointer = cells.find(note.at) if cells is not None and note.code in _OF_CELLS else (None, None)
            if cells is not None and form is None and note.code in _OF_PAGES:
                form, pointer = cells.alone_on(note.at.get("page"))
            self._note(note.code, note.message, note.at, note.observed, note.expected, form, pointer)
        for case in self.filing.cases:
            for below, note in unread_pictures(case):
                at = f"/forms/{case.form.index}{below}"
                self._note(note.code, note.message, note.at, note.observed, None, case.form.index, at)
        if not self.filing.cases:
            self._note(
                "no-form",
                "文件已读取，但其中没有找到绩效目标表、自评表或监控表，请核对是否选错了文件。",
                Place(),
                None,
                None,
            )

    def _note(
        self, code: str, message: str, at: Place, observed: str | None, expected: str | None,
        form: int | None = None, pointer: str | None = None,
    ) -> None:  # fmt: skip
        entry = self.book.notes[code]
        basis, verified = self.book.cite(entry.basis)
        self.findings.append(
            Finding(
                id=self._id(self._whole, code, ""), rule=code, code=code, severity=entry.severity,
                confidence=at.get("ocr_confidence"), message=message, form=form, field=pointer, observed=observed,
                expected=expected, spans=[], basis=basis or None, verified=verified, related=[], at=at,
            )
        )  # fmt: skip

    def run(self, rule: Rule, entry: RuleEntry) -> None:
        if rule.over_filing is not None:
            if self.filing.cases:
                self._filing_rule(rule, entry)
            return
        for case in self.filing.cases:
            if not _applies(rule, entry, case):
                self.checks.append(not_for(rule, case.form.index))
            elif rule.over_form is not None:
                says = self._guarded(rule, case.form.index, partial(rule.over_form, case))
                if says is not None:
                    self.checks.append(of_form(rule, case, self._settled(rule, entry, case.form.index, says)))

    def _filing_rule(self, rule: Rule, entry: RuleEntry) -> None:
        assert rule.over_filing is not None
        said = self._guarded(rule, None, partial(rule.over_filing, self.filing))
        if said is None:
            return
        inputs = compared(rule.id, self.filing)
        forms = sorted({say.form for say in said if say.form is not None})
        for form in [None, *forms]:
            says = self._settled(rule, entry, form, [say for say in said if say.form == form])
            if says or not forms:
                self.checks.append(of_filing(rule, form, says, inputs))

    def _guarded(self, rule: Rule, form: int | None, run: Callable[[], Says]) -> list[Say] | None:
        """What the rule says; None where it crashed, which becomes a finding and a line of the log."""
        try:
            return list(run())
        except Exception as error:  # noqa: BLE001  (a broken rule must cost one finding, not the file)
            self._crashed(rule, form, error)
            return None

    def _crashed(self, rule: Rule, form: int | None, error: Exception) -> None:
        entry = self.book.notes["rule-crashed"]
        owner = self._whole if form is None else self._owners[form]
        why = f"{type(error).__name__}: {error}"
        self.findings.append(
            Finding(
                id=self._id(owner, rule.id, "crash"), rule=rule.id, code="rule-crashed", severity=entry.severity,
                confidence=None, message=f"规则 {rule.id} 在本表上运行出错，未能检查，请把此文件交给维护人员。",
                form=form, field=None if form is None else f"/forms/{form}", observed=why[:300], expected=None,
                spans=[], basis=None, verified=True, related=[], at=Place(),
            )
        )  # fmt: skip
        self.checks.append(Check(rule.id, rule.code, form, "cannot-tell", f"规则运行出错：{why[:200]}"))

    def _settled(self, rule: Rule, entry: RuleEntry, form: int | None, says: list[Say]) -> list[Say]:
        """What stands of what a rule says: faults that rest on a doubtful reading are none; the
        others become findings.
        """
        if not says:
            return says
        says = [self._doubted(rule, form, say) if isinstance(say, Fault) else say for say in says]
        for say in says:
            if isinstance(say, Fault):
                self._fault(rule, entry, form, say)
        return says

    def _doubted(self, rule: Rule, form: int | None, fault: Fault) -> Say:
        """A fault that rests on what was not read, or on a doubtful reading of an image: it may be our error."""
        if form is not None and isinstance(say := unseen(self.filing.cases[form], rule, fault), Unsure):
            return say
        if form is None or fault.sure or rule.code not in self.book.score.doubtful:
            return fault
        pointers = [(form, fault.pointer), *(_split(r.field) for r in fault.related if r.field)]
        for index, pointer in pointers:
            if self.filing.cases[index].is_doubtful(pointer):
                return Unsure("所据的单元格是从图像识别的，把握不大", fault.inputs)
        return fault

    def _fault(self, rule: Rule, entry: RuleEntry, form: int | None, fault: Fault) -> None:
        case = self.filing.cases[form] if form is not None else None
        pointer = f"/forms/{form}{fault.pointer}" if form is not None else fault.pointer or None
        at = fault.at or (case.place(fault.pointer) if case is not None else Place())
        basis, verified = self.book.basis_text[rule.id]
        owner = self._owners[form] if form is not None else self._whole
        subject = _subject(case, fault.pointer) if case is not None else None
        place = _LIST_INDEX.sub("/*", fault.pointer) + "\0" + (subject.label if subject is not None else "")
        self.findings.append(
            Finding(
                id=self._id(owner, rule.id, place), rule=rule.id, code=rule.code,
                severity=_severity(entry, fault), message=_BREAK.sub("", fault.message), form=form, field=pointer,
                confidence=fault.confidence if fault.confidence is not None else at.get("ocr_confidence"),
                observed=fault.observed, expected=fault.expected, spans=_spans(fault), basis=basis or None,
                verified=verified, related=fault.related, at=at,
                subject=subject,
            )
        )  # fmt: skip

    def _id(self, owner: str, rule: str, place: str) -> str:
        ordinal = self._ordinals[owner, rule, place]
        self._ordinals[owner, rule, place] += 1
        return stable_id(owner, rule, place, ordinal)


def _owners(cases: list[Case]) -> list[str]:
    """What the finding ids of each form hang on: its key, numbered where a file holds it twice; else the form's id."""
    met: Counter[str] = Counter()
    owners = []
    for case in cases:
        key = case.form.form_key
        owners.append(case.form.id if key is None else f"{key}-{met[key]}")
        met[key or ""] += 1
    return owners


def _split(pointer: str) -> tuple[int, str]:
    """ "/forms/2/amounts/total" -> (2, "/amounts/total")."""
    _, _, index, *rest = pointer.split("/")
    return int(index), "/" + "/".join(rest)


def _subject(case: Case, pointer: str) -> Subject:
    """What a pointer below the form speaks of, without its position."""
    form, row = case.form, row_of(pointer)
    label = pointer
    if row >= 0:
        found = case.rows[row]
        label = fold_label(found.name or found.level2 or found.level1) or pointer
    elif printed := case.printed(pointer):
        label = printed[0].label
    elif pointer.startswith("/unmapped/"):
        left = form.unmapped[int(pointer.split("/")[2])]
        label = fold_label(left.label or left.text)
    return Subject(form.kind, form.project_name or form.department or form.filer, label)


def _applies(rule: Rule, entry: RuleEntry, case: Case) -> bool:
    if case.skipped and not case.skipped.isdisjoint((rule.id, rule.code)):
        return False
    if entry.kinds and case.form.kind not in entry.kinds:
        return False
    return not entry.regimes or (case.form.regime is not None and case.form.regime.id in entry.regimes)


def _severity(entry: RuleEntry, fault: Fault) -> Severity:
    return entry.grades[fault.grade] if fault.grade is not None else entry.severity


def _spans(fault: Fault) -> list[list[int]]:
    if fault.spans or not fault.mark or not fault.observed:
        return fault.spans
    start = fault.observed.find(fault.mark)
    return [[start, start + len(fault.mark)]] if start >= 0 else []
