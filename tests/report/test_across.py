"""The year report joined to the cross-filing rules: planted findings in every output, each number recomputed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html as lxml_html

from extractor.across.copies import pointer_words
from extractor.across.manual import MANUAL
from extractor.across.rows import AcrossFinding
from extractor.across.run import Across, across
from extractor.cli.commands import report
from extractor.errors import RuleBookError
from extractor.report.year import write_year
from extractor.report.year.crossing import SHOWN_SIDES, marked, side_rows
from extractor.report.year.figures import Figures
from extractor.rulebook import load_rules
from extractor.store.database import Database
from tests.make.years import Year, load_year, year
from tests.report.test_year import figures_of

GONE = "安仁县不存在局"


@pytest.fixture(scope="module")
def made() -> Year:
    return year(300, seed=5)


@pytest.fixture(scope="module")
def folder(made: Year, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A planted year in a real database, and its report held against the year before."""
    home = tmp_path_factory.mktemp("across")
    load_year(made, f"sqlite:///{home / 'year.db'}")
    write_year(
        str(home / "year.db"),
        home / "out",
        year=2026,
        against=2025,
        departments=[made.now[0].owner, GONE],
        rules=load_rules(),
    )
    return home


@pytest.fixture(scope="module")
def fresh(folder: Path, made: Year) -> Across:
    """The rules run again, apart from the report."""
    with Database.open(str(folder / "year.db")) as database, database.read() as connection:
        return across(connection, 2026, before=2025, departments=[made.now[0].owner, GONE])


@pytest.fixture(scope="module")
def page(folder: Path) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring((folder / "out" / "report.html").read_text("utf-8"))


def by_rule(found: Across, rule: str) -> list[AcrossFinding]:
    return [finding for finding in found.findings if finding.rule == rule]


def pairs(found: Across, rule: str) -> set[frozenset[str]]:
    return {frozenset(p) for f in by_rule(found, rule) for p in combinations([s.form_id for s in f.sides], 2)}


def test_what_was_planted_is_found_in_the_database(made: Year, fresh: Across) -> None:
    assert made.goals <= pairs(fresh, "goals-shared") and made.sets <= pairs(fresh, "sets-shared")
    assert not made.neighbours & pairs(fresh, "goals-shared")
    for rule, planted in (
        ("copies-differ", made.doubled),
        ("target-lowered", made.lowered),
        ("foreign-name", made.foreign),
    ):
        assert planted <= {s.form_id for f in by_rule(fresh, rule) for s in f.sides}, rule
    assert [f.inputs["unit"] for f in by_rule(fresh, "filing-missing")] == [GONE]


def test_numbers_of_the_page_are_those_of_the_rules(page: lxml_html.HtmlElement, fresh: Across, folder: Path) -> None:
    counts = {rule: len(by_rule(fresh, rule)) for rule in MANUAL if by_rule(fresh, rule)}
    (table,) = [t for t in page.xpath("//table") if t.xpath("thead//th/text()")[:2] == ["核查事项", "审核方面"]]
    printed = {}
    for row in table.xpath("tbody/tr"):
        href, cells = row.xpath("td/a/@href")[0], [int(n) for n in row.xpath("td[@class='n']/text()")]
        printed[href.removeprefix("#x-")] = cells
    assert {rule: warnings + infos for rule, (warnings, infos, _, _) in printed.items()} == counts
    for rule, (_, _, forms, units) in printed.items():
        sides = [s for f in by_rule(fresh, rule) for s in f.sides]
        assert forms == len({s.form_id for s in sides if s.year == 2026})
        assert units == len({s.owner for s in sides} or {GONE})
    links = {a.get("href") for a in page.xpath("//svg//a")}
    assert {f"#x-{rule}" for rule in counts} <= links
    assert all(page.get_element_by_id(f"x-{rule}") is not None for rule in counts)
    stored = json.loads((folder / "out" / "figures.json").read_text("utf-8"))["across"]
    assert {row["rule"]: row["findings"] for row in stored["findings"]} == counts
    assert {c["id"] for c in stored["clusters"]} == {f.id for f in fresh.findings if MANUAL[f.rule].shared}


def test_numbers_hold_against_sql_of_another_kind(fresh: Across, folder: Path) -> None:
    plain = sqlite3.connect(folder / "year.db")
    twice = plain.execute(
        "SELECT count(*) FROM (SELECT unit, project_name FROM form WHERE fiscal_year = 2026 "
        "GROUP BY unit, project_name HAVING count(DISTINCT sha256) > 1 AND count(DISTINCT budget_yuan) > 1)"
    ).fetchone()[0]
    lowered = plain.execute(
        "SELECT count(*) FROM form a JOIN form b ON b.unit = a.unit AND b.project_name = a.project_name AND "
        "b.fiscal_year = 2025 "
        "JOIN indicator i ON i.sha256 = a.sha256 JOIN indicator j ON j.sha256 = b.sha256 AND j.level3_raw = "
        "i.level3_raw "
        "WHERE a.fiscal_year = 2026 AND CAST(i.target_value AS NUMERIC) < CAST(j.target_value AS NUMERIC)"
    ).fetchone()[0]
    plain.close()
    assert twice == len(by_rule(fresh, "copies-differ")) > 0
    assert lowered == len(by_rule(fresh, "target-lowered")) > 0


def test_both_places_and_what_differs_stand_on_the_page(page: lxml_html.HtmlElement, fresh: Across) -> None:
    finding = by_rule(fresh, "copies-differ")[0]
    block = page.get_element_by_id(f"x{finding.id}")
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in block.xpath(".//tbody/tr")]
    assert len(rows) == min(SHOWN_SIDES, len(finding.sides)) and len(finding.sides) % 2 == 0
    for side, (unit, place, where, observed) in zip(finding.sides, rows, strict=False):
        assert unit == side.owner and side.path in place and side.project in place and observed == side.observed
        assert where.startswith(pointer_words(side.field))
    edited = [f for f in by_rule(fresh, "goals-shared") if len({s.observed for s in f.sides}) > 1]
    assert edited
    for first, second in [marked(f)[:2] for f in edited]:
        same = ["".join(text for text, differs in pieces if not differs) for pieces in (first, second)]
        assert same[0] == same[1] and any(differs for _, differs in first + second)
    assert page.xpath("//table[@class='sides']//mark")


def test_a_foreign_name_is_marked_where_it_stands(page: lxml_html.HtmlElement, fresh: Across) -> None:
    for finding in by_rule(fresh, "foreign-name"):
        block = page.get_element_by_id(f"x{finding.id}")
        assert [mark.text for mark in block.xpath(".//mark")] == [finding.inputs["name"]]


def test_the_workbook_has_a_row_a_side_under_stable_numbers(fresh: Across, folder: Path) -> None:
    rows = list(openpyxl.load_workbook(folder / "out" / "report.xlsx")["跨表核查"].iter_rows(values_only=True))
    head, body = rows[0], rows[1:]
    assert len(body) == sum(len(f.sides) or 1 for f in fresh.findings) == len(list(side_rows(fresh)))
    assert [row[head.index("编号")] for row in body] == [row["finding_id"] for row in side_rows(fresh)]
    assert {row[head.index("编号")] for row in body} == {f.id for f in fresh.findings}
    assert len({f.id for f in fresh.findings}) == len(fresh.findings)
    doubled = [row for row in body if row[head.index("规则")] == "copies-differ"]
    assert all(
        row[head.index("文件")] and row[head.index("位置")] and row[head.index("年度")] == 2026 for row in doubled
    )


def test_an_id_depends_on_its_own_filings_alone(made: Year, fresh: Across) -> None:
    from extractor.across.run import review

    wanted = {f.id for f in by_rule(fresh, "foreign-name")}
    few = [
        form
        for form in made.now
        if form.form_id in {s.form_id for f in by_rule(fresh, "foreign-name") for s in f.sides}
    ]
    names = [form for form in made.now if form.owner in {f.inputs["name"] for f in by_rule(fresh, "foreign-name")}]
    assert wanted and {f.id for f in by_rule(review([*few[::-1], *names], [], ()), "foreign-name")} == wanted


def test_word_report_names_clusters_and_what_could_not_be_told(fresh: Across, folder: Path) -> None:
    document = docx.Document(str(folder / "out" / "report.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    clusters = [f for f in fresh.findings if MANUAL[f.rule].shared]
    assert f"其中部门之间雷同的共{len(clusters)}组" in text
    assert f"副本与正本不一致{len(by_rule(fresh, 'copies-differ'))}处" in text
    assert "以下跨表核查没有得出结论" in text and "指标值远离其他单位" in text
    serious = {f.id for f in fresh.findings if f.severity == "warning"}
    (table,) = [t for t in document.tables if t.rows[0].cells[2].text == "核查事项"]
    assert {row.cells[1].text for row in table.rows[1:]} == serious


def test_a_letter_tells_its_unit_only_its_own(made: Year, fresh: Across, folder: Path) -> None:
    finding = by_rule(fresh, "copies-differ")[0]
    owner = finding.sides[0].owner
    mine = {f.id for f in fresh.findings if f.severity == "warning" and any(s.owner == owner for s in f.sides)}
    document = docx.Document(str(folder / "out" / "letters" / f"{owner}.docx"))
    ids = [{row.cells[1].text for row in table.rows[1:]} for table in document.tables]
    assert ids == [mine, mine]
    assert f"与其他填报文件核对，发现问题{len(mine)}个" in "\n".join(p.text for p in document.paragraphs)


def test_two_runs_are_equal(made: Year, folder: Path, tmp_path: Path) -> None:
    again = write_year(
        str(folder / "year.db"),
        tmp_path,
        year=2026,
        against=2025,
        departments=[made.now[0].owner, GONE],
        rules=load_rules(),
    )
    for path in again:
        assert path.read_bytes() == (folder / "out" / path.relative_to(tmp_path)).read_bytes(), path.name


def test_a_year_nobody_filed_lists_who_should_have(folder: Path, tmp_path: Path) -> None:
    write_year(str(folder / "year.db"), tmp_path, year=2030, departments=[GONE], rules=load_rules())
    assert GONE in (tmp_path / "report.html").read_text("utf-8")
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "report.docx")).paragraphs)
    assert "没有可以审核的绩效表" in text and "没有报送1处" in text


def test_an_ingest_goes_on_while_the_report_reads(folder: Path) -> None:
    url = f"sqlite:///{folder / 'year.db'}"
    with Database.open(url) as one, Database.open(url) as other, one.read() as reading:
        count = "SELECT count(*) FROM run"
        before = reading.exec_driver_sql(count).scalar()
        with other.begin() as writing:
            writing.exec_driver_sql(
                "INSERT INTO run (started_at, program_version, rules_version, workers, found, skipped) VALUES ('x', "
                "'x', 'x', 1, 0, 0)"
            )
        assert reading.exec_driver_sql(count).scalar() == before
    with Database.open(url) as opened, opened.begin() as connection:
        connection.exec_driver_sql("DELETE FROM run WHERE started_at = 'x'")


def test_figures_without_a_year_have_no_findings(tmp_path: Path) -> None:
    Database.open(f"sqlite:///{tmp_path / 'empty.db'}").close()
    figures: Figures = figures_of(tmp_path / "empty.db", None)
    assert figures.across.findings == [] and figures.crossing == []


def test_the_command_takes_a_list_of_departments(folder: Path, made: Year, tmp_path: Path) -> None:
    listed = tmp_path / "名单.yaml"
    listed.write_text(f"departments:\n  - name: {made.now[0].owner}\n  - name: 安仁县没报局\n", encoding="utf-8")
    report(str(folder / "year.db"), str(tmp_path / "out"), year=2026, departments=str(listed))
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")["跨表核查"]
    head, *rows = book.iter_rows(values_only=True)
    missing = [row[head.index("单位")] for row in rows if row[head.index("规则")] == "filing-missing"]
    assert missing == ["安仁县没报局"]
    with pytest.raises(RuleBookError):
        report(str(folder / "year.db"), str(tmp_path / "out"), departments=str(tmp_path / "none.yaml"))


def test_without_a_list_missing_filings_cannot_be_told(folder: Path, tmp_path: Path) -> None:
    write_year(str(folder / "year.db"), tmp_path, year=2026, rules=load_rules())
    page = lxml_html.document_fromstring((tmp_path / "report.html").read_text("utf-8"))
    (table,) = [t for t in page.xpath("//table") if t.xpath("thead//th/text()")[:2] == ["核查事项", "为什么无法判断"]]
    assert "没有报送" in table.xpath("tbody/tr/td[1]/text()")


def test_hostile_words_in_a_cluster_stay_text(made: Year, tmp_path: Path) -> None:
    words = '=HYPERLINK("x")<script>alert(1)</script>{{ 7*7 }}，为全县群众新建一处安全饮水工程并保障运行。'
    twins = [
        replace(form, owner=f"=局{n}<b>../..", goal=words, project=f"@{form.project[:4]}\u202e")
        for n, form in enumerate(made.now[:2])
    ]
    load_year(Year(now=twins), f"sqlite:///{tmp_path / 'h.db'}")
    write_year(str(tmp_path / "h.db"), tmp_path / "out", year=2026, rules=load_rules())
    page = lxml_html.document_fromstring((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert page.xpath("//details//table[@class='sides']") and not page.xpath("//script | //b[parent::td]")
    assert "{{ 7*7 }}" in page.text_content() and "\u202e" not in page.text_content()
    for sheet in openpyxl.load_workbook(tmp_path / "out" / "report.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "report.docx")).paragraphs)
    assert "{{ 7*7 }}" in text
