"""The answers to `queries.py`, and what is derived from them alone.

`Figures` holds nothing but query rows; every method is arithmetic on them, so that each printed number can be traced
to its query.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.across.manual import MANUAL
from extractor.across.run import Across
from extractor.model.identity import fold_project
from extractor.report import words
from extractor.report.advice import OFFICIAL_HEADS, AdviceBook
from extractor.report.figure import Budgeted, concerned, money
from extractor.report.year import crossing

if TYPE_CHECKING:
    pass

Rows = list[dict[str, Any]]
GRADES = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
"""财预〔2015〕88号's bands as commonly applied: from this score on, the word."""
SEED = "jixiao"
LONG = frozenset({"findings", "forms", "repeated_forms", "undated_forms"})
SAMPLE_SHARE = 20
"""One form in twenty is drawn, at least ten."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A figure that contradicts another: which one is not printed, and what does not hold."""

    figure: str
    said: str

    def __str__(self) -> str:
        return self.said


@dataclass
class Figures:
    """All figures of one year."""

    year: int | None
    before: int | None
    rows: dict[str, Rows]
    advice: AdviceBook
    across: Across
    """What the cross-filing rules found; empty where there is no year to look at."""
    defects: list[Defect] = field(default_factory=list)
    """What in these figures contradicts itself; nothing, unless the program has a fault (`audit.py`)."""

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Names of the figures that are not printed."""
        return frozenset(defect.figure for defect in self.defects)

    # -- sources --------------------------------------------------------------------------------------------

    @cached_property
    def sources(self) -> dict[str, int]:
        """Sources by status, all three named."""
        found = {row["status"]: row["sources"] for row in self.rows["sources_by_status"]}
        return {status: found.get(status, 0) for status in words.STATUS}

    @property
    def source_count(self) -> int:
        """How many sources the year has."""
        return sum(self.sources.values())

    @property
    def ocr_pages(self) -> int:
        """How many pages were recognised from pictures."""
        return sum(row["ocr_pages"] or 0 for row in self.rows["sources_by_status"])

    # -- forms, money ---------------------------------------------------------------------------------------

    @property
    def form_count(self) -> int:
        """How many forms the year has."""
        return sum(row["forms"] for row in self.rows["forms_by_kind"])

    @cached_property
    def _budgets(self) -> dict[str, Budgeted]:
        return {row["form_id"]: _budgeted(row) for row in self.rows["forms"]}

    def money_of(self, forms: Iterable[str]) -> Decimal | None:
        """Yuan that some forms of the year (by id) concern, each counted once."""
        return concerned(self._budgets[identity] for identity in forms)

    @cached_property
    def unit_money(self) -> dict[str | None, Decimal | None]:
        """Yuan a unit's forms concern."""
        forms: dict[str | None, list[str]] = {}
        for row in self.rows["forms"]:
            forms.setdefault(row["unit"], []).append(row["form_id"])
        return {unit: self.money_of(found) for unit, found in forms.items()}

    @cached_property
    def money(self) -> Decimal | None:
        """Yuan of all forms of the year."""
        return self.money_of(self._budgets)

    @cached_property
    def kinds(self) -> Rows:
        """Forms by kind with the money each kind concerns."""
        forms: dict[str, list[str]] = {}
        for row in self.rows["forms"]:
            forms.setdefault(row["kind"], []).append(row["form_id"])
        return [{**row, "yuan": self.money_of(forms.get(row["kind"], ()))} for row in self.rows["forms_by_kind"]]

    @cached_property
    def with_errors(self) -> dict[str, Any]:
        """Forms with an error (a file's own counts for its first form) and the money they concern."""
        touched = {row["form_id"] for row in self.rows["findings"] if row["severity"] == "error"}
        return {"forms": self.rows["with_errors"][0]["forms"], "yuan": self.money_of(touched)}

    @cached_property
    def apart(self) -> dict[str, int]:
        """Sources that count in no year, by why: unread, without_form, undated."""
        found = {row["why"]: row["sources"] for row in self.rows["apart"]}
        return {why: found.get(why, 0) for why in ("unread", "without_form", "undated")}

    @cached_property
    def repeated(self) -> dict[str, int]:
        """Forms left out: copies and old versions."""
        found = {row["role"]: row["forms"] for row in self.rows["repeated"]}
        return {"copies": found.get("copy", 0), "old": found.get("old", 0)}

    @property
    def other_years(self) -> Rows:
        """The other years in the database, with their forms."""
        return [row for row in self.rows["years"] if row["fiscal_year"] != self.year]

    # -- units ----------------------------------------------------------------------------------------------

    @cached_property
    def unit_scores(self) -> dict[str, Decimal]:
        """Mean score of a unit's sources, one decimal."""
        scores: dict[str, list[int]] = {}
        for row in self.rows["unit_scores"]:
            if row["score"] is not None:
                scores.setdefault(row["unit"], []).append(row["score"])
        return {unit: (Decimal(sum(s)) / len(s)).quantize(Decimal("0.1")) for unit, s in scores.items()}

    @cached_property
    def units(self) -> Rows:
        """Units with money, score and grade, in the query's order."""
        found: dict[str | None, dict[str, int]] = {}
        for row in self.rows["unit_findings"]:
            found.setdefault(row["unit"], {})[row["severity"] + "s"] = row["findings"]
        return [
            {
                **row, **{f"{severity}s": found.get(row["unit"], {}).get(f"{severity}s",
                0) for severity in words.SEVERITY},
                "money": self.unit_money.get(row["unit"]), "score": (s := self.unit_scores.get(row["unit"])),
                "grade": grade(s),
            }
            for row in self.rows["units"]
        ]  # fmt: skip

    def best(self, number: int = 10) -> Rows:
        """The units of the highest score, at most `number`."""
        found = [u for u in self.units if u["score"] is not None]
        return sorted(found, key=lambda u: (-u["score"], str(u["unit"])))[:number]

    def to_watch(self, number: int = 10) -> Rows:
        """The units under the best grade, the lowest score first, at most `number`."""
        found = [u for u in self.units if u["score"] is not None and u["score"] < GRADES[0][0]]
        return sorted(found, key=lambda u: (u["score"], -u["errors"], str(u["unit"])))[:number]

    def most_findings(self, number: int = 15) -> Rows:
        """Units with the most errors, then warnings."""
        found = [u for u in self.units if u["errors"] + u["warnings"]]
        return sorted(found, key=lambda u: (-u["errors"], -u["warnings"], str(u["unit"])))[:number]

    def findings_of(self, unit: str | None, number: int) -> Rows:
        """A unit's first findings, errors before warnings; infos left out."""
        found = [row for row in self.rows["findings"] if row["unit"] == unit and row["severity"] != "info"]
        return sorted(found, key=lambda row: words.SEVERITY_ORDER[row["severity"]])[:number]

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many sources have each verdict."""
        found = {row["verdict"]: row["sources"] for row in self.rows["verdicts"]}
        return {verdict: found.get(verdict, 0) for verdict in ("未能审核", "通过", "修改后通过", "退回")}

    @cached_property
    def grades(self) -> dict[str, int]:
        """Sources by grade."""
        found = {word: 0 for _, word in GRADES}
        for row in self.rows["scores"]:
            found[grade(Decimal(row["score"])) or "差"] += row["sources"]
        return found

    # -- findings -------------------------------------------------------------------------------------------

    @cached_property
    def codes(self) -> Rows:
        """Findings by code, most first: code, title, head, severities, findings, forms, units, yuan."""
        touched = {row["code"]: row for row in self.rows["touched_by_code"]}
        forms: dict[str, set[str]] = {}
        for row in self.rows["findings"]:
            forms.setdefault(row["code"], set()).add(row["form_id"])
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows["findings_by_code"]:
            name = row["code"]
            code = found.setdefault(
                name,
                {
                    "code": name, "title": self.advice.title(name), "head": self.advice.of(name).head,
                    "findings": 0, "error": 0, "warning": 0, "info": 0, "forms": touched[name]["forms"],
                    "units": touched[name]["units"], "yuan": self.money_of(forms.get(name, ())),
                },
            )  # fmt: skip
            code["findings"] += row["findings"]
            code[row["severity"]] += row["findings"]
        return sorted(found.values(), key=lambda c: (-c["findings"], c["code"]))

    @cached_property
    def severities(self) -> dict[str, int]:
        """How many findings of each severity the year has."""
        return {severity: sum(code[severity] for code in self.codes) for severity in words.SEVERITY}

    @cached_property
    def heads(self) -> dict[str, Rows]:
        """Codes with errors or warnings under the four official heads; doubts of our reading apart."""
        return {
            head: [c for c in self.codes if c["head"] == head and c["error"] + c["warning"]]
            for head in (*OFFICIAL_HEADS, words.OURS)
        }

    @cached_property
    def _by_code(self) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for row in self.rows["findings"]:
            found.setdefault(row["code"], []).append(row)
        return found

    def examples(self, code: str, number: int = 3) -> Rows:
        """The first findings of `code`, of different units where there are."""
        found = self._by_code.get(code, [])
        first: dict[Any, dict[str, Any]] = {}
        for row in found:
            first.setdefault(row["unit"], row)
        chosen = list(first.values())[:number]
        taken = {id(row) for row in chosen}
        return chosen + [row for row in found if id(row) not in taken][: number - len(chosen)]

    # -- rules ----------------------------------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How often a rule ended in each outcome."""
        return {o: sum(r["times"] for r in self.rows["outcomes"] if r["outcome"] == o) for o in words.OUTCOME}

    @cached_property
    def untold(self) -> Rows:
        """Rules that could not tell, most often first."""
        found = [row for row in self.rows["outcomes"] if row["outcome"] == "cannot-tell"]
        return sorted(found, key=lambda row: (-row["times"], row["rule"]))

    # -- across the filings ---------------------------------------------------------------------------------

    @cached_property
    def crossing(self) -> list[crossing.CrossRule]:
        """Cross-filing rules that found something."""
        return crossing.rules_of(self.across, self.year)

    def crossed(self, rule: str) -> int:
        """Findings of one cross-filing rule."""
        return sum(finding.rule == rule for finding in self.across.findings)

    @cached_property
    def across_untold(self) -> list[tuple[str, str, int]]:
        """Cross-filing checks that could not tell: title, why, how often the rule could not."""
        found: dict[str, list[str]] = {}
        for check in self.across.checks:
            if check.outcome == "cannot-tell":
                found.setdefault(check.rule, []).append(check.why)
        return [(MANUAL[rule].title, whys[0], len(whys)) for rule, whys in found.items()]

    # -- sampling -------------------------------------------------------------------------------------------

    @cached_property
    def sample(self) -> Rows:
        """Forms to look at by hand: half by money, half drawn by the hash of seed and form id
        (stated in the report).
        """
        forms = self.rows["forms"]
        size = min(len(forms), max(10, -(-len(forms) // SAMPLE_SHARE)))
        by_money = sorted(forms, key=lambda f: (-(money(f["yuan"]) or 0), f["form_id"]))[: size // 2]
        taken = {form["form_id"] for form in by_money}
        drawn = sorted((f for f in forms if f["form_id"] not in taken), key=lambda f: _draw(f["form_id"]))
        picked = [{**f, "why": "金额大"} for f in by_money]
        picked += [{**f, "why": "随机"} for f in drawn[: size - len(by_money)]]
        return [{**form, "yuan": money(form["yuan"])} for form in picked]

    # -- against another year -------------------------------------------------------------------------------

    @cached_property
    def new_units(self) -> list[str]:
        """Units that filed this year and not the year before."""
        before = {row["unit"] for row in self.rows.get("units_before", [])}
        return sorted(str(row["unit"] or "") for row in self.rows["units"] if row["unit"] not in before)

    @cached_property
    def gone_units(self) -> list[str]:
        """Units that filed the year before and not this year."""
        now = {row["unit"] for row in self.rows["units"]}
        return sorted(str(row["unit"] or "") for row in self.rows.get("units_before", []) if row["unit"] not in now)

    @cached_property
    def change_by_code(self) -> Rows:
        """Findings by code in both years, the largest fall first."""
        before = {row["code"]: row["findings"] for row in self.rows.get("findings_by_code_before", [])}
        now = {code["code"]: code["findings"] for code in self.codes}
        found = [
            {"code": code, "title": self.advice.title(code), "before": before.get(code, 0), "now": now.get(code, 0)}
            for code in sorted(set(before) | set(now))
        ]
        return sorted(found, key=lambda row: (row["now"] - row["before"], row["code"]))

    @cached_property
    def change_by_unit(self) -> Rows:
        """Units of both years whose number of errors changed, the largest fall first."""
        before = {row["unit"]: row["errors"] for row in self.rows.get("units_before", [])}
        found = [
            {"unit": row["unit"], "before": before[row["unit"]], "now": row["errors"]}
            for row in self.units
            if row["unit"] in before and row["errors"] != before[row["unit"]]
        ]
        return sorted(found, key=lambda row: (row["now"] - row["before"], str(row["unit"])))

    @property
    def better_units(self) -> int:
        """How many units have fewer errors than the year before."""
        return sum(row["now"] < row["before"] for row in self.change_by_unit)

    @property
    def worse_units(self) -> int:
        """How many units have more errors than the year before."""
        return sum(row["now"] > row["before"] for row in self.change_by_unit)

    @property
    def forms_before(self) -> int:
        """How many forms the year before had."""
        return sum(row["forms"] for row in self.rows.get("forms_before", []))

    def plain(self) -> dict[str, Any]:
        """`figures.json`: the year and every query's answer but the long lists, which the workbook has."""
        figures = {name: rows for name, rows in self.rows.items() if name not in LONG}
        across = crossing.plain(self.across, self.year)
        return {"year": self.year, "before": self.before, "figures": figures, "across": across}


def _budgeted(row: Mapping[str, Any]) -> Budgeted:
    """A row of `forms` as money counts it; a form without a project's name stands for itself."""
    project = fold_project(row["project_name"] or "") or row["form_id"]
    return Budgeted(row["unit"] or "", row["kind"].startswith("department"), project, money(row["yuan"]))


def grade(score: Decimal | None) -> str | None:
    """优, 良, 中 or 差 of a score (0..100); None for none."""
    return None if score is None else next(word for floor, word in GRADES if score >= floor)


def _draw(identity: str) -> str:
    return hashlib.sha256(f"{SEED}|{identity}".encode()).hexdigest()


def by_severity(row: Mapping[str, Any]) -> str:
    """ "错误 3、警告 2" """
    return "、".join(f"{word} {row[s]}" for s, word in words.SEVERITY.items() if row[s])
