"""The one report model that all writers print: what to say of each source, worst first.

`report_of` is pure: the same extractions give the same report. It knows only the JSON (design.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.ground.safe import one_line
from extractor.model.extraction import Extraction
from extractor.model.filing import Form
from extractor.model.finding import Check, Finding, Quality
from extractor.model.source import Source
from extractor.report import words
from extractor.report.advice import AdviceBook, advice_of
from extractor.report.excerpt import Excerpt, excerpt_of
from extractor.report.rules import Rules
from extractor.report.understood import Picture
from extractor.report.where import form_name, place_words, row_or_field


@dataclass(slots=True)
class Mended:
    """A finding of the older report that is gone."""

    code: str
    where: str
    message: str


@dataclass(slots=True)
class Comparison:
    """`--against OLD.json` for one source: ids of this report's findings, and what is gone."""

    still_open: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    mended: list[Mended] = field(default_factory=list)
    """The rule looked again and passed."""
    untold: list[Mended] = field(default_factory=list)
    """无法判断 this time."""
    unseen: list[Mended] = field(default_factory=list)
    """未见: what it spoke of is not there any more."""


@dataclass(slots=True)
class Entry:
    """One finding, ready to print. Texts are as in the JSON; a writer makes them safe for its format."""

    finding: Finding
    number: int
    """Position within the source from 1, worst first."""
    title: str
    head: str
    """Official review head, or `words.OURS`."""
    advice: str
    severity: str
    """Word of the severity."""
    form_name: str
    """"第3张表 …" or the source."""
    where: str
    """The row or field in words; "" for the whole form."""
    place: str
    """Page, line, table cell."""
    excerpt: Excerpt | None
    path: str
    """The source's path."""
    basis: str
    """With `words.UNVERIFIED_MARK` where the clause is not verified (said once in a footnote); "" where none is cited.
    """
    waived: str | None = None
    """Why a waiver covers it."""
    change: str = ""
    """With a comparison: "新增" or "仍存在"."""
    piece: bytes | None = None
    """The place on its page with a red frame (WebP); only the worst findings of PDF files and pictures have one."""

    @property
    def ours(self) -> bool:
        """A doubt of our own reading, never the unit's fault."""
        return self.head == words.OURS

    @property
    def doubt(self) -> bool:
        """`ours`, and about something that was read (there being no form at all is no doubt)."""
        return self.ours and self.finding.code not in ("no-form", "unused-waiver")

    @property
    def observed(self) -> str:
        """What the filing says; （空白） for a blank place, "" where the finding is about no place."""
        said = one_line(self.finding.observed or "")
        return said or (words.BLANK if self.finding.field else "")

    @property
    def expected(self) -> str:
        """What should stand there, on one line; "" where the finding says nothing."""
        return one_line(self.finding.expected or "")


@dataclass(slots=True)
class FormSection:
    """One form and the entries that concern it (`form` None: the source as a whole)."""

    form: Form | None
    name: str
    entries: list[Entry]


@dataclass(slots=True)
class RuleLine:
    """One line of the rule log in words."""

    check: Check
    title: str
    form_name: str
    outcome: str


@dataclass(slots=True)
class SourceReport:
    """One source as every writer shows it."""

    source: Source
    quality: Quality
    forms: list[Form]
    entries: list[Entry]
    """Not waived, worst first."""
    waived: list[Entry]
    sections: list[FormSection]
    rules: list[RuleLine]
    confirmed: list[str]
    """Arithmetic that was recomputed and holds."""
    mended: list[Mended] | None = None
    untold: list[Mended] = field(default_factory=list)
    unseen: list[Mended] = field(default_factory=list)
    understood: list[Picture] = field(default_factory=list)
    """How each form was read, where that is asked for."""
    extraction: Extraction | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Entries by severity, waived ones left out."""
        found = Counter(entry.finding.severity for entry in self.entries)
        return {severity: found[severity] for severity in words.SEVERITY}  # type: ignore[index]

    @property
    def outcomes(self) -> dict[str, int]:
        """How many rules ended in each outcome."""
        found = Counter(line.check.outcome for line in self.rules)
        return {outcome: found[outcome] for outcome in words.OUTCOME}  # type: ignore[index]

    @property
    def verdict(self) -> str:
        """The verdict in words; a source without any form has none."""
        if not self.forms and not self.unjudged:
            return words.NO_FORM
        return self.quality.verdict or words.NO_VERDICT

    @property
    def unjudged(self) -> bool:
        """Not read whole: there is neither a score nor a judgement."""
        return self.quality.verdict == words.UNJUDGED

    @property
    def score(self) -> int | None:
        """None also where there was no form to score, or it was not read whole."""
        return self.quality.score if self.forms and not self.unjudged else None

    @property
    def units(self) -> list[str]:
        """Names of the filing units, most frequent first."""
        names = Counter(one_line(name) for form in self.forms if (name := form.filer or form.department))
        return [name for name, _ in names.most_common()]

    @property
    def years(self) -> list[int]:
        """Years of the source's forms, the earliest first."""
        return sorted({form.fiscal_year for form in self.forms if form.fiscal_year is not None})

    @property
    def kinds(self) -> dict[str, int]:
        """How many forms of each kind the source has, by the kind's Chinese name."""
        return dict(Counter(words.KIND.get(form.kind, form.kind) for form in self.forms))


@dataclass(slots=True)
class Report:
    """Everything that a report says; the writers only lay it out."""

    sources: list[SourceReport]
    program_version: str
    rules_version: str
    explain: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity there are in all sources."""
        return {s: sum(source.counts[s] for source in self.sources) for s in words.SEVERITY}

    @property
    def unjudged(self) -> int:
        """How many sources could not be judged."""
        return sum(source.unjudged for source in self.sources)


UNNAMED = "（单位未识别）"
_VERDICTS = {words.UNJUDGED: 0, "退回": 2, "修改后通过": 3, "通过": 4, words.NO_FORM: 5}
"""The worst first; what was not read (1) stands with what could not be judged."""


def unit_of(source: SourceReport) -> str:
    """The unit a file is filed under: the one that most of its forms name."""
    return source.units[0] if source.units else UNNAMED


def rank(source: SourceReport) -> tuple[int, int, int, int, str]:
    """Sort key of files: not judged, then the worst verdict, the lowest score, the most errors and warnings."""
    verdict = 1 if source.source.status == "failed" else _VERDICTS.get(source.verdict, 1)
    score = 100 if source.score is None else source.score
    return verdict, score, -source.counts["error"], -source.counts["warning"], source.source.path


def _worst_units_first(sources: list[SourceReport]) -> list[SourceReport]:
    """Files of one unit together, the unit with the worst file first, its files the worst first."""
    ranks: dict[str, tuple[int, int, int, int, str]] = {}
    for source in sources:
        unit = unit_of(source)
        ranks[unit] = min(ranks.get(unit, rank(source)), rank(source))
    return sorted(sources, key=lambda source: (ranks[unit_of(source)], rank(source)))


Waivers = Mapping[str, str]
"""Finding id → why it is waived (reason, who, until)."""

_ARITHMETIC = ("sum-mismatch", "cross-form-mismatch", "rate-mismatch", "points-mismatch", "cost-exceeds-budget")


def report_of(
    extractions: Sequence[Extraction],
    rules: Rules,
    *,
    waived: Waivers | None = None,
    comparison: Mapping[str, Comparison] | None = None,
    explain: bool = False,
) -> Report:
    """The report over some sources.

    Args:
        extractions: one a source, in the order they are printed.
        rules: the rule books in force (`advice.yaml`).
        waived: finding id → reason; such findings are listed apart and not counted.
        comparison: source path → what changed since the older report.
        explain: list every line of the rule log.

    Raises:
        RuleBookError: `advice.yaml` is wrong.
    """
    book = advice_of(rules)
    sources = [
        _source_report(item, book, waived or {}, (comparison or {}).get(item.source.path)) for item in extractions
    ]
    sources = _worst_units_first(sources)
    first = extractions[0].source if extractions else None
    return Report(
        sources,
        program_version=first.program_version if first else "",
        rules_version=first.rules_version if first else rules.version,
        explain=explain,
    )


def _source_report(item: Extraction, book: AdviceBook, waived: Waivers, change: Comparison | None) -> SourceReport:
    names = {form.index: form_name(form) for form in item.forms}
    forms = {form.index: form for form in item.forms}
    ranks = book.ranks()
    ordered = sorted(enumerate(item.findings), key=lambda pair: _worst_first(pair[1], pair[0], ranks))
    entries, excused = [], []
    for _, finding in ordered:
        entry = _entry(finding, item.source.path, forms, names, book, change)
        if finding.id in waived:
            entry.waived = waived[finding.id]
            excused.append(entry)
        else:
            entries.append(entry)
    for number, entry in enumerate(entries + excused, 1):
        entry.number = number
    lines = [_rule_line(check, names, book) for check in item.checks]
    return SourceReport(
        source=item.source,
        quality=item.quality,
        forms=item.forms,
        entries=entries,
        waived=excused,
        sections=_sections(item.forms, entries, names),
        rules=lines,
        confirmed=_confirmed(lines),
        mended=change.mended if change else None,
        untold=change.untold if change else [],
        unseen=change.unseen if change else [],
        extraction=item,
    )


def _worst_first(finding: Finding, position: int, ranks: dict[str, int]) -> tuple[int, int, int]:
    return (words.SEVERITY_ORDER[finding.severity], ranks.get(finding.code, len(ranks)), position)


def _entry(
    finding: Finding,
    path: str,
    forms: dict[int, Form],
    names: dict[int, str],
    book: AdviceBook,
    change: Comparison | None,
) -> Entry:
    advice = book.of(finding.code)
    form = forms.get(finding.form) if finding.form is not None else None
    basis = one_line(finding.basis or "")
    if basis and not finding.verified:
        basis = basis.replace(f"（{words.UNVERIFIED}）", "") + words.UNVERIFIED_MARK
    return Entry(
        finding=finding,
        number=0,
        title=book.title(finding.code),
        head=advice.head,
        advice=advice.advice,
        severity=words.SEVERITY[finding.severity],
        form_name=names.get(form.index, "") if form is not None else "整份文件",
        where=row_or_field(finding, form),
        place=place_words(finding.at),
        excerpt=excerpt_of(finding, form),
        path=path,
        basis=basis,
        change="" if change is None else words.NEW if finding.id in change.new else words.STILL_OPEN,
    )


def _sections(forms: list[Form], entries: list[Entry], names: dict[int, str]) -> list[FormSection]:
    by_form: dict[int | None, list[Entry]] = {}
    for entry in entries:
        by_form.setdefault(entry.finding.form, []).append(entry)
    found = [FormSection(form, names[form.index], by_form.get(form.index, [])) for form in forms]
    known = set(names)
    rest = [entry for entry in entries if entry.finding.form not in known]
    return ([FormSection(None, "整份文件", rest)] if rest else []) + found


def _rule_line(check: Check, names: dict[int, str], book: AdviceBook) -> RuleLine:
    where = names.get(check.form, f"第{check.form + 1}张表") if check.form is not None else "整份文件"
    return RuleLine(check, book.title(check.code), where, words.OUTCOME[check.outcome])


def _confirmed(lines: list[RuleLine]) -> list[str]:
    """What was recomputed and holds, one line each, with the form it was found in."""
    return [
        f"{line.form_name.split(' ')[0]}：{why}"
        for line in lines
        if line.check.outcome == "passed"
        and line.check.code in _ARITHMETIC
        and (why := one_line(line.check.why))
        and any(char.isdigit() for char in why)
    ]
