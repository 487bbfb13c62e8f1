"""What a letter to a unit says: `rules/letter.yaml` for the settings, `rules/letter/letter.txt` or notice.txt for the
text.

Pure text; `docx.py` lays it out. Only errors and warnings that no waiver covers are put to the unit; doubts of our
own reading are counted and listed apart. Number, date and seal are never made up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import RuleBookError
from extractor.flat.rows import budget_yuan
from extractor.ground.rulefile import load_yaml
from extractor.ground.safe import one_line
from extractor.model.filing import Form
from extractor.model.identity import fold_project
from extractor.report import words
from extractor.report.advice import OFFICIAL_HEADS
from extractor.report.figure import Budgeted, concerned, money, share, wan
from extractor.report.model import Entry, Report, SourceReport
from extractor.report.rules import Rules

if TYPE_CHECKING:
    from jinja2 import Template

Mark = Literal["title", "addressee", "h1", "h2", "annex", "body"]
_MARKS: dict[str, Mark] = {"### ": "h2", "## ": "h1", "# ": "title", "@ ": "addressee", "+ ": "annex"}
_ORDINALS = "一二三四五六七八九十"
_WORST = {"退回": 0, "修改后通过": 1, "通过": 2, words.UNJUDGED: 3, words.NO_FORM: 4}
"""Of several files the worst judged one speaks; what was not judged is counted apart."""
_REMEDY = "请对照随程序附带的 rules/letter 改正"
TEXTS = {"函": "letter", "通知": "notice", "年报": "year"}
"""The texts in `rules/letter`, by what they are. File names stay ASCII: a machine without a UTF-8 locale opens them
too.
"""
UNKNOWN_UNIT = "（填报单位未能识别）"


class Basis(BaseModel):
    """A rule the letter rests on; with `verified` false it is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    verified: bool = False


class LetterBook(BaseModel):
    """`rules/letter.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    kind: Literal["函", "通知"] = "函"
    bureau: str = "××××财政局"
    symbol: str = "×财绩函"
    year: str = ""
    number: str = ""
    date: str = ""
    contact: str = ""
    copy_to: str = ""
    basis: list[Basis] = Field(default_factory=list)
    answer_days: int = Field(default=30, ge=1, le=365)
    answer_to: str = ""
    consequence: str = ""
    examples: int = Field(default=5, ge=1, le=50)

    def reference(self) -> str:
        """The 文号, blank where it is not given."""
        return f"{self.symbol}〔{self.year or '　　'}〕{self.number or '　　'}号"

    def basis_words(self) -> str:
        """What the text rests on: what is not verified is left out, an official letter must not cite it."""
        said = [b.text for b in self.basis if b.verified]
        return "、".join(said) or "预算绩效管理有关规定"

    def signed(self) -> str:
        """The 成文日期, blank where it is not given."""
        return self.date or "　　年　月　日"


@dataclass(frozen=True, slots=True)
class CrossLine:
    """A problem found by holding filings of the year against each other, as a line of the annexes."""

    id: str
    form: str
    where: str
    observed: str
    problem: str
    advice: str
    severity: str


@dataclass(slots=True)
class Letter:
    """One unit's letter: marked lines of the body, and the entries of its annexes."""

    unit: str
    lines: list[tuple[Mark, str]]
    problems: list[Entry]
    doubts: list[Entry]
    files: int = 1
    crossed: Sequence[CrossLine] = ()


@dataclass(slots=True)
class _Filed:
    """What one unit filed."""

    unit: str
    sources: list[SourceReport] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def letter_book(rules: Rules) -> LetterBook:
    """The settings in force.

    Raises:
        RuleBookError: `letter.yaml` is wrong.
    """
    path = rules.path("letter.yaml")
    book = load_yaml(path, LetterBook)
    own = [Basis(text=said, verified=True) for said in rules.own_in_general]
    return book.model_copy(update={"basis": [*book.basis, *own]}) if own else book


def check_texts(rules: Rules) -> None:
    """Parse every text of `rules/letter`.

    Raises:
        RuleBookError: unreadable or not a template; names file and line.
    """
    for name in TEXTS.values():
        path = rules.path(f"letter/{name}.txt")
        _template(path, path.stat().st_mtime_ns if path.exists() else 0)


def letters_of(report: Report, rules: Rules) -> list[Letter]:
    """One letter a unit, in the order units first appear.

    Raises:
        RuleBookError: `letter.yaml` or the letter's text is wrong.
    """
    book = letter_book(rules)
    path = rules.path(f"letter/{TEXTS[book.kind]}.txt")
    return [_letter(filed, book, path) for filed in _by_unit(report.sources)]


def letter_to(
    unit: str,
    sources: Sequence[SourceReport],
    mine: Collection[tuple[str, int]],
    rules: Rules,
    crossed: Sequence[CrossLine] = (),
) -> Letter:
    """The letter to one unit on its forms of some sources (the year's letters).

    Args:
        unit: full name of the unit that the letter goes to.
        mine: (source path, form index) of the unit's forms; findings of a whole source belong to each of its units.
        crossed: what other filings of the year say against the unit's.
    """
    book = letter_book(rules)
    filed = _Filed(unit, list(sources))
    for source in sources:
        path = source.source.path
        filed.forms += [form for form in source.forms if (path, form.index) in mine]
        filed.entries += [e for e in source.entries if e.finding.form is None or (path, e.finding.form) in mine]
    return _letter(filed, book, rules.path(f"letter/{TEXTS[book.kind]}.txt"), crossed)


def _by_unit(sources: Sequence[SourceReport]) -> list[_Filed]:
    found: dict[str, _Filed] = {}
    for source in sources:
        usual = source.units[0] if source.units else UNKNOWN_UNIT
        unit_of: dict[int | None, str] = {
            form.index: one_line(form.filer or form.department or "") or usual for form in source.forms
        }
        for unit in dict.fromkeys(unit_of.values()) or [usual]:
            found.setdefault(unit, _Filed(unit)).sources.append(source)
        for form in source.forms:
            found[unit_of[form.index]].forms.append(form)
        for entry in source.entries:
            unit = unit_of.get(entry.finding.form, usual)
            found.setdefault(unit, _Filed(unit)).entries.append(entry)
    return list(found.values())


def _letter(filed: _Filed, book: LetterBook, path: Path, crossed: Sequence[CrossLine] = ()) -> Letter:
    problems = [e for e in filed.entries if not e.ours and e.finding.severity != "info"]
    doubts = [e for e in filed.entries if e.ours and e.finding.code != "no-form"]
    unread = [s.source for s in filed.sources if s.source.status == "failed"]
    verdicts = [s.quality.verdict for s in filed.sources if s.forms and s.quality.verdict is not None]
    scores = [s.score for s in filed.sources if s.score is not None]
    unjudged = sum(s.unjudged for s in filed.sources)
    years = sorted({form.fiscal_year for form in filed.forms if form.fiscal_year is not None})
    lines = marked_text(
        path,
        unit=_plain(filed.unit),
        year_words=f"{years[0]}年" if len(years) == 1 else "",
        subject=_subject(filed.forms),
        basis=book.basis_words(),
        files=len(filed.sources),
        forms=len(filed.forms),
        undated=sum(form.fiscal_year is None for form in filed.forms),
        amount=_amount(filed.forms),
        verdict=min(verdicts, key=lambda v: _WORST[v]) if verdicts else None,
        score=scores[0] if len(scores) == 1 and not unjudged else None,
        unjudged=unjudged,
        problems=len(problems),
        errors=sum(e.finding.severity == "error" for e in problems),
        warnings=sum(e.finding.severity == "warning" for e in problems),
        heads=_heads(problems, book.examples),
        change=_change(filed),
        doubts=len(doubts),
        crossed=len(crossed),
        unread=[
            {
                "path": _plain(s.path),
                "cause": _clause(s.failure.cause),
                "remedy": _clause(s.failure.remedy).removeprefix("请"),
            }
            for s in unread
            if s.failure is not None
        ],
        answer_days=book.answer_days,
        answer_to=book.answer_to or "我局",
        consequence=book.consequence,
    )
    return Letter(filed.unit, lines, problems, doubts, len(filed.sources), crossed)


def _change(filed: _Filed) -> dict[str, int] | None:
    """Counts of mended, still open and new problems since the older report; None without one."""
    if all(source.mended is None for source in filed.sources):
        return None
    put = [e for e in filed.entries if not e.ours and e.finding.severity != "info"]
    return {
        "mended": sum(len(source.mended or []) for source in filed.sources),
        "open": sum(e.change == words.STILL_OPEN for e in put),
        "new": sum(e.change == words.NEW for e in put),
    }


def marked_text(path: Path, **values: object) -> list[tuple[Mark, str]]:
    """A text of `rules/letter` filled in, line by line with its mark.

    Raises:
        RuleBookError: the text is not a template, or asks for what there is not.
    """
    import jinja2

    template = _template(path, path.stat().st_mtime_ns if path.exists() else 0)
    try:
        return _marked(template.render(values))
    except jinja2.TemplateError as error:
        raise RuleBookError(f"函的正文 {path} 有误：{error}", _REMEDY) from error


def _heads(problems: list[Entry], most: int) -> list[dict[str, object]]:
    """The four official heads that have problems, each with its kinds of problem and one example."""
    found: list[dict[str, object]] = []
    for name in OFFICIAL_HEADS:
        kinds: dict[str, list[Entry]] = {}
        for entry in problems:
            if entry.head == name:
                kinds.setdefault(entry.title, []).append(entry)
        if not kinds:
            continue
        said = [
            {
                "title": title,
                "count": len(entries),
                "form": _plain(entries[0].form_name),
                "message": _clause(entries[0].finding.message),
            }
            for title, entries in list(kinds.items())[:most]
        ]
        found.append(
            {
                "ordinal": _ORDINALS[len(found)],
                "name": name,
                "count": sum(map(len, kinds.values())),
                "problems": said,
                "more": max(0, len(kinds) - most),
            }
        )
    return found


def _subject(forms: list[Form]) -> str:
    kinds = {form.kind.rpartition("_")[2] for form in forms}
    known = {"target": "预算绩效目标", "evaluation": "预算绩效自评", "monitoring": "预算绩效运行监控"}
    return known.get(kinds.pop(), "预算绩效文件") if len(kinds) == 1 else "预算绩效文件"


def _amount(forms: list[Form]) -> str | None:
    """The money the forms concern, in 万元, each counted once; None when none states any or a project's is unknown."""
    counted = [
        Budgeted(
            "",
            form.kind.startswith("department"),
            fold_project(form.project_name or "") or form.id,
            money(budget_yuan(form)),
        )
        for form in forms
    ]
    if not any(form.department and form.yuan for form in counted) and any(form.yuan is None for form in counted):
        return None
    yuan = concerned(counted)
    return None if yuan is None else wan(yuan)


def _plain(text: str) -> str:
    return one_line(text)


def _clause(text: str) -> str:
    """A sentence without its full stop, to stand within another."""
    return one_line(text).rstrip("。；;.")


@lru_cache(maxsize=8)
def _template(path: Path, _stamp: int) -> Template:
    """The letter's text, its line marks turned into signs no value can carry.

    Raises:
        RuleBookError: unreadable, or not a template; names file and line.
    """
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_one_line_if_text
    )
    env.filters |= {"clause": _clause, "wan": lambda value: wan(money(value)), "share": share}
    try:
        source = path.read_text("utf-8-sig")
        return env.from_string(_MARK_LINE.sub(lambda m: f"\x02{_MARKS[m.group()]}\x03", source))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBookError(f"函的正文 {path} 无法读取：{error}", _REMEDY) from error
    except jinja2.TemplateSyntaxError as error:
        raise RuleBookError(f"函的正文 {path} 第 {error.lineno} 行有误：{error.message}", _REMEDY) from error


def _one_line_if_text(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


_MARK_LINE = re.compile(r"^(?:#{1,3} |@ |\+ )", re.MULTILINE)
_MARKED = re.compile(r"\x02(\w+)\x03(.*)")


def _marked(text: str) -> list[tuple[Mark, str]]:
    lines: list[tuple[Mark, str]] = []
    for raw in text.split("\n"):
        if not raw.strip(" "):
            continue
        match = _MARKED.match(raw)
        lines.append((match.group(1), match.group(2)) if match else ("body", raw.strip(" ")))  # type: ignore[arg-type]
    return lines
