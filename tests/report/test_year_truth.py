"""A year of 300 filings with copies, re-filings, reverts and gaps: every number equals a recount from what was filed.

The documents are made, not read; the recount below knows nothing of the database, its queries or the report's code.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html as lxml_html

from extractor.flat.printed import dumps
from extractor.model.document import Place
from extractor.model.extraction import Extraction
from extractor.model.filing import Amount, Form, Indicator, Label, Signoff, Target
from extractor.model.finding import Finding, Quality
from extractor.model.identity import form_key_of
from extractor.model.source import Source
from extractor.report.year import write_year
from extractor.report.year.workbook import NAMELESS
from extractor.report.year.write import UNSORTED
from extractor.rulebook import load_rules
from extractor.store.database import Database
from extractor.store.export import export
from extractor.store.force import note_places, settle_force
from extractor.store.load import load
from extractor.store.units import DepartmentBook, assign_units

YEAR, FILINGS, UNITS = 2024, 300, 23
KINDS = ("department_target", "project_target", "project_target", "project_target", "project_self_evaluation")
COPIES = (("docx", 0), ("doc", 0), ("pdf", 0), ("pdf", 2), ("xlsx", 0))
"""Formats with their recognised pages."""


@dataclass
class Filed:
    """One filing as the unit means it."""

    number: int
    unit: str | None
    kind: str
    project: str | None
    year: int | None
    yuan: int
    errors: int
    warnings: int
    formats: list[tuple[str, int]] = field(default_factory=list)
    deleted: bool = False

    def document(self, format: str, ocr: int, *, version: int = 0, date: str = "2024-03-01") -> Extraction:
        sha = f"{self.number:04x}{version:02x}{COPIES.index((format, ocr)):02x}".rjust(64, "0")
        name = f"{self.number}-{version}-{ocr}.{format}"
        form = Form(
            f"{sha[-16:]}-0",
            0,
            self.kind,
            "绩效目标表",
            self.year,
            department=self.unit,
            project_name=self.project,
            currency_unit="元",
        )  # type: ignore[arg-type]
        yuan = str(self.yuan + version)
        form.amounts = {"total": Amount(yuan, yuan, "元", yuan)}
        form.signoff, form.at = Signoff(filing_date=date), Place(page=1)
        form.indicators = [Indicator(None, None, Label(f"指标{n}"), Target("1")) for n in range(2)]
        form.form_key = form_key_of(form)
        graded = ["error"] * self.errors + ["warning"] * self.warnings
        findings = [
            Finding(f"{sha[-16:]}{n}", "target-missing", "missing-target-value" if s == "error" else "missing-unit", s,
            1.0, "指标值没有填。",  # type: ignore[arg-type]
                    0, "/forms/0/indicators/0/target", "", None, [], None, True, [], Place(page=1))
            for n, s in enumerate(graded)
        ]  # fmt: skip
        quality = Quality(100 - 6 * self.errors, "修改后通过" if self.errors else "通过", self.errors, self.warnings, 0)
        return Extraction(
            source=Source(name, name, format, sha, 9, 1, ocr, "1", "1", "ok"),
            forms=[form],
            findings=findings,
            quality=quality,
        )


def invented(seed: int = 5) -> list[Filed]:
    dice = random.Random(seed)
    filed, departments = [], set()
    for number in range(FILINGS):
        unit: str | None = f"第{dice.randrange(UNITS)}局" if dice.random() > 0.04 else None
        kind = dice.choice(KINDS)
        if kind.startswith("department"):
            if unit is None or unit in departments:
                kind = "project_target"
            else:
                departments.add(unit)
        year = YEAR if dice.random() > 0.06 else dice.choice((None, 2023))
        project = None if kind.startswith("department") else f"{number}号工程"
        yuan = dice.randrange(1, 900) * (100_000 if project is None else 1_000)
        formats = dice.sample(COPIES, dice.randrange(1, 5))
        filed.append(
            Filed(
                number,
                unit,
                kind,
                project,
                year,
                yuan,
                dice.randrange(3),
                dice.randrange(3),
                formats,
                dice.random() < 0.05,
            )
        )
    return filed


def file_all(filed: list[Filed], url: str) -> None:
    """What three ingests leave: an old version, the copies, reverts; the deleted ones pruned at the end."""
    dice = random.Random(9)
    present: dict[tuple[str, str], str | None] = {}
    with Database.open(url) as database:

        def put(path: str, document: Extraction) -> None:
            present["年", path] = load(database, dumps(document), "年", path)

        def finish(pruned: tuple[str, ...] = ()) -> None:
            with database.begin() as connection:
                assign_units(connection, DepartmentBook())
                note_places(connection, present, pruned)
                settle_force(connection)

        for one in dice.sample(filed, len(filed)):
            for format, ocr in one.formats:
                path = f"{one.number}-{ocr}.{format}"
                if one.number % 7 == 0:  # an earlier version at the same path, replaced
                    put(path, one.document(format, ocr, version=1, date="2024-05-05"))
                    finish() if one.number % 49 == 0 else None
                put(path, one.document(format, ocr))
            if one.number % 5 == 0 and one.unit and one.year and one.kind:  # an older version under another name
                put(f"旧/{one.number}.docx", one.document("docx", 0, version=2, date="2024-01-01"))
        finish()
        for one in filed:
            if one.number % 11 == 0 and len(one.formats) == 1:  # changed, and put back
                format, ocr = one.formats[0]
                put(f"{one.number}-{ocr}.{format}", one.document(format, ocr, version=3))
        finish()
        for one in filed:
            for format, ocr in one.formats:
                path = f"{one.number}-{ocr}.{format}"
                present["年", path] = one.document(format, ocr).source.sha256
        for one in filed:
            if one.deleted:
                for path in [f"{one.number}-{o}.{f}" for f, o in one.formats] + [f"旧/{one.number}.docx"]:
                    present.pop(("年", path), None)
        finish(("年",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Filed], Path]:
    home = tmp_path_factory.mktemp("truth")
    filed = invented()
    file_all(filed, f"sqlite:///{home}/a.db")
    write_year(f"sqlite:///{home}/a.db", home / "out", year=YEAR, rules=load_rules())
    export(f"sqlite:///{home}/a.db", str(home / "csv"), "csv")
    return filed, home


def money(filed: list[Filed]) -> Decimal:
    """Of a unit its department's budget or its projects', whichever is larger; each project once."""
    total = Decimal(0)
    for unit in {one.unit for one in filed}:
        mine = [one for one in filed if one.unit == unit]
        whole = max((one.yuan for one in mine if one.project is None), default=0)
        total += max(whole, sum(one.yuan for one in mine if one.project is not None))
    return total


def wan(yuan: Decimal) -> str:
    return f"{(yuan / 10_000).quantize(Decimal('0.01')):,}"


def counted(filed: list[Filed]) -> list[Filed]:
    """What counts once: not deleted; without a unit or a year there is no key, so each copy stands for itself."""
    return [
        one
        for one in filed
        if not one.deleted
        for _ in (one.formats if not one.unit or not one.year else one.formats[:1])
    ]


def test_every_number_of_the_page_is_the_recount(made: tuple[list[Filed], Path]) -> None:
    filed, home = made
    of_year = [one for one in counted(filed) if one.year == YEAR]
    page = lxml_html.document_fromstring((home / "out" / "report.html").read_text("utf-8"))
    cards = {d.xpath("text()")[0]: d.xpath("b/text()")[0] for d in page.xpath("//div[@class='cards']/div")}
    keyless = sum(one.yuan for one in of_year if not one.unit)  # each copy is a project of its own to who cannot tell
    assert cards["绩效表"] == cards["来源文件"] == str(len(of_year))
    assert cards["单位"] == str(len({one.unit for one in of_year}))
    assert cards["错误"] == str(sum(one.errors for one in of_year)) and cards["警告"] == str(
        sum(one.warnings for one in of_year)
    )
    once = [one for one in filed if not one.deleted and one.year == YEAR]
    assert cards["金额（万元）"] == wan(money(once)), keyless
    undated = [one for one in counted(filed) if one.year is None]
    assert f"未归入年度的表 {len(undated)} 张" in page.text_content()
    (kinds,) = [t for t in page.xpath("//table") if (t.findtext("caption") or "") == "表，按种类"]
    told = {row.xpath("td")[0].text_content(): row.xpath("td")[1].text_content() for row in kinds.xpath("tbody/tr")}
    want = Counter(one.kind for one in of_year)
    assert sorted(map(int, told.values())) == sorted(want.values())


def test_no_part_exceeds_its_whole(made: tuple[list[Filed], Path]) -> None:
    filed, home = made
    whole = money([one for one in filed if not one.deleted and one.year == YEAR])
    figures = json.loads((home / "out" / "figures.json").read_text("utf-8"))
    page = lxml_html.document_fromstring((home / "out" / "report.html").read_text("utf-8"))
    assert "数字自查不符" not in page.text_content()
    printed = [
        Decimal(cell.text_content().replace(",", ""))
        for cell in page.xpath("//table//td[@class='n']")
        if "." in cell.text_content() and "%" not in cell.text_content()
    ]
    assert printed and max(printed) <= Decimal(wan(whole).replace(",", ""))
    assert sum(row["sources"] for row in figures["figures"]["verdicts"]) == sum(
        row["sources"] for row in figures["figures"]["sources_by_format"]
    )


def test_the_workbook_and_the_bars_are_the_recount(made: tuple[list[Filed], Path]) -> None:
    filed, home = made
    of_year = [one for one in counted(filed) if one.year == YEAR]
    book = openpyxl.load_workbook(home / "out" / "report.xlsx")
    rows = list(book["单位"].iter_rows(min_row=2, values_only=True))
    want = {unit: [one for one in of_year if one.unit == unit] for unit in {one.unit for one in of_year}}
    once = {unit: [one for one in filed if not one.deleted and one.year == YEAR and one.unit == unit] for unit in want}
    got = {row[0]: (row[1], Decimal(str(row[4])), row[5], row[6], row[7]) for row in rows}
    assert got == {
        unit or NAMELESS: (
            len(mine),
            money(once[unit]),
            2 * len(mine),
            sum(o.errors for o in mine),
            sum(o.warnings for o in mine),
        )
        for unit, mine in want.items()
    }
    assert book["问题清单"].max_row - 1 == sum(one.errors + one.warnings for one in of_year)
    assert book["指标库"].max_row - 1 == 2 * len(of_year)
    assert book["未归入"].max_row - 1 == sum(one.year is None for one in counted(filed))
    page = lxml_html.document_fromstring((home / "out" / "report.html").read_text("utf-8"))
    (formats,) = page.xpath("//svg[@aria-label='来源格式']")
    bars = [int(text) for text in formats.xpath(".//text[not(@class)]/text()")]
    assert sum(bars) == len(of_year)
    worst = sorted(
        ((sum(o.errors for o in mine), sum(o.warnings for o in mine)) for mine in want.values()), reverse=True
    )[:15]
    (chart,) = page.xpath("//svg[@aria-label='各单位问题']")
    assert [int(t) for t in chart.xpath(".//text[not(@class)]/text()")] == [e + w for e, w in worst]


def test_letters_hold_each_problem_once_undated_ones_too(made: tuple[list[Filed], Path]) -> None:
    filed, home = made
    mine: dict[str, int] = Counter()
    for one in counted(filed):
        if one.year in (YEAR, None):
            mine[one.unit or UNSORTED] += one.errors + one.warnings
    letters = {path.stem: path for path in (home / "out" / "letters").iterdir()}
    assert set(letters) == set(mine)
    for unit, path in letters.items():
        table = docx.Document(str(path)).tables
        ids = [row.cells[1].text for row in table[0].rows[1:]] if table and mine[unit] else []
        assert len(ids) >= mine[unit] == len({i for i in ids if len(i) == 17 or len(i) == 18}), unit


def test_exports_are_the_recount(made: tuple[list[Filed], Path]) -> None:
    filed, home = made
    for name, per in (("form", 1), ("source", 1), ("v_indicator", 2), ("amount", 1)):
        with (home / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            assert sum(1 for _ in csv.DictReader(opened)) == per * len(counted(filed)), name
    with (home / "csv" / "v_department_year.csv").open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["fiscal_year"] == str(YEAR)]
    want = Counter(one.unit for one in counted(filed) if one.year == YEAR)
    assert {row["unit"] or None: int(row["forms"]) for row in rows} == dict(want)
