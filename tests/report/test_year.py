"""The year report: every number from a query, equal files for equal databases, a year of nothing at all."""

from __future__ import annotations

import json
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html as lxml_html

from extractor.errors import UsageError
from extractor.model.extraction import Extraction
from extractor.report.advice import advice_of
from extractor.report.year import write_year
from extractor.report.year.ask import ask
from extractor.report.year.charts import bars, columns, scatter
from extractor.report.year.figures import Figures
from extractor.report.year.page import to_html
from extractor.report.year.queries import QUERIES
from extractor.rulebook import Rules, load_rules
from extractor.store.database import Database
from extractor.store.load import load
from tests import ROOT
from tests.report_samples import failed, hostile, sample

RULES = Rules()


def other(document: Extraction, tag: str, unit: str, year: int) -> Extraction:
    """The document as another unit's, of another year."""
    data = json.loads(document.model_dump_json().replace("沅江市总工会", unit))
    data["source"] |= {"sha256": (tag * 64)[:64], "path": f"{tag}.txt", "name": f"{tag}.txt"}
    for form in data["forms"]:
        form |= {"id": f"{tag}-{form['index']}", "fiscal_year": year}
    for finding in data["findings"]:
        finding["id"] = tag + finding["id"]
    return Extraction.model_validate(data)


def database(path: Path, *documents: Extraction) -> str:
    made = f"sqlite:///{path}"
    with Database.open(made) as opened:
        for document in documents:
            load(opened, document.model_dump_json().encode(), "filings", document.source.path)
    return made


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database of two years and its report of the later."""
    folder = tmp_path_factory.mktemp("year")
    last = other(sample(), "b", "沅江市总工会", 2023)
    last.forms[1].indicators[0].target.raw, last.forms[1].indicators[0].target.value = "120%", "120"
    db = database(
        folder / "year.db",
        sample(),
        last,
        other(sample(), "c", "南县民政局", 2024),
        other(sample(), "d", "旧单位", 2023),
        failed(),
    )
    write_year(db, folder / "out", year=2024, against=2023, rules=load_rules())
    return folder / "year.db", folder / "out"


def figures_of(path: Path, at: int | None, before: int | None = None) -> Figures:
    with Database.open(f"sqlite:///{path}") as opened, opened.begin() as connection:
        return ask(connection, at, before, advice_of(RULES))


def test_numbers_of_the_page_equal_counts_made_another_way(year: tuple[Path, Path]):
    plain = sqlite3.connect(year[0])
    one = lambda sql: plain.execute(sql).fetchone()[0]  # noqa: E731
    figures = figures_of(year[0], 2024, 2023)
    assert figures.form_count == one("select count(*) from form where fiscal_year = 2024") == 8
    assert figures.source_count == 2 and figures.sources == {"ok": 2, "partial": 0, "failed": 0}
    assert figures.apart == {"unread": 1, "without_form": 0, "undated": 0} and figures.defects == []
    assert sum(figures.severities.values()) == one(
        "select count(*) from finding d join form f using (sha256, form_index) where fiscal_year = 2024"
    )
    assert figures.money == 2 * Decimal("2919700")
    assert sum(figures.outcomes.values()) == one(
        "select count(*) from rule_outcome where sha256 in (select sha256 from form where fiscal_year = 2024)"
    )
    assert figures.new_units == ["南县民政局"] and figures.gone_units == ["旧单位"] and figures.forms_before == 8
    plain.close()


def test_the_page_prints_the_figures(year: tuple[Path, Path]):
    figures = figures_of(year[0], 2024, 2023)
    page = lxml_html.document_fromstring((year[1] / "report.html").read_text("utf-8"))
    cards = {d.xpath("text()")[0]: d.xpath("b/text()")[0] for d in page.xpath("//div[@class='cards']/div")}
    assert cards == {
        "来源文件": "2", "绩效表": "8", "单位": "2", "金额（万元）": "583.94", "错误": str(figures.severities["error"]),
        "警告": str(figures.severities["warning"]), "提示": str(figures.severities["info"]),
        "跨表问题": str(len(figures.across.findings)),
    }  # fmt: skip
    for code in figures.codes:
        rows = page.xpath(f"//div[@id='c-{code['code']}']//tbody/tr")
        assert len(rows) == min(20, code["findings"])


def test_every_bar_leads_to_its_findings(year: tuple[Path, Path]):
    page = lxml_html.document_fromstring((year[1] / "report.html").read_text("utf-8"))
    links = [a.get("href")[1:] for a in page.xpath("//svg//a")]
    figures = figures_of(year[0], 2024, 2023)
    assert len(links) == len(figures.codes) + len(figures.crossing) + 2 + 2
    assert all(page.get_element_by_id(link) is not None for link in links)


def test_every_query_is_printed_in_the_manual_and_its_answer_stored(year: tuple[Path, Path]):
    manual = (ROOT / "docs" / "report.md").read_text("utf-8")
    for name, (what, text) in QUERIES.items():
        assert f"### `{name}`" in manual and text in manual and what in manual, name
    stored = json.loads((year[1] / "figures.json").read_text("utf-8"))
    fresh = json.loads(json.dumps(figures_of(year[0], 2024, 2023).plain(), ensure_ascii=False))
    assert stored == fresh and set(stored["figures"]) == set(QUERIES) - {
        "findings",
        "forms",
        "repeated_forms",
        "undated_forms",
    }


def test_comparison_finds_what_was_copied_and_lowered(year: tuple[Path, Path]):
    figures = figures_of(year[0], 2024, 2023)
    (lowered,) = [f for f in figures.across.findings if f.rule == "target-lowered"]
    assert [(s.owner, s.project, s.year, s.observed) for s in lowered.sides] == [
        ("沅江市总工会", "帮扶基金", 2024, "100%"), ("沅江市总工会", "帮扶基金", 2023, "120%")
    ]  # fmt: skip
    copied = [f for f in figures.across.findings if f.rule == "target-copied"]
    assert len(copied) == 3 and {s.owner for f in copied for s in f.sides} == {"沅江市总工会"}


def test_workbook_and_word_report_read_back(year: tuple[Path, Path]):
    figures = figures_of(year[0], 2024, 2023)
    book = openpyxl.load_workbook(year[1] / "report.xlsx")
    assert book.sheetnames == [
        "问题清单",
        "跨表核查",
        "单位",
        "指标库",
        "规则结果",
        "抽查名单",
        "未读文件",
        "未归入",
        "副本和旧版",
        "说明",
    ]
    assert book["问题清单"].max_row - 1 == sum(figures.severities.values())
    assert book["指标库"].max_row - 1 == 62
    units = list(book["单位"].iter_rows(min_row=2, values_only=True))
    assert [(u[0], u[1], u[4]) for u in units] == [("南县民政局", 4, 2919700), ("沅江市总工会", 4, 2919700)]
    document = docx.Document(str(year[1] / "report.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "共审核2个单位的绩效表8张，涉及金额583.94万元" in text and "（由撰写人填写。）" in text
    assert len(document.tables) == 3


def test_each_unit_gets_its_own_letter(year: tuple[Path, Path]):
    letters = sorted(p.name for p in (year[1] / "letters").iterdir())
    assert letters == ["南县民政局.docx", "沅江市总工会.docx"]
    document = docx.Document(str(year[1] / "letters" / "南县民政局.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "南县民政局：" in text and "沅江市总工会" not in text
    ids = {row.cells[1].text for row in document.tables[0].rows[1:]}
    assert ids and all(identity.startswith("c") for identity in ids)


def test_the_same_database_gives_the_same_files(year: tuple[Path, Path], tmp_path: Path):
    again = write_year(str(year[0]), tmp_path, year=2024, against=2023, rules=load_rules())
    assert [p.relative_to(tmp_path) for p in again] == sorted(
        (p.relative_to(year[1]) for p in year[1].rglob("*") if p.is_file()),
        key=[p.relative_to(tmp_path) for p in again].index,
    )
    for path in again:
        assert path.read_bytes() == (year[1] / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize("documents", [[], [failed()], [sample()]], ids=["nothing", "failures only", "one filing"])
def test_a_thin_year_is_a_report_too(documents: list[Extraction], tmp_path: Path):
    db = database(tmp_path / "thin.db", *documents)
    write_year(db, tmp_path / "out", against=2001, rules=load_rules())
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "report.docx")).paragraphs)
    if not any(document.forms for document in documents):
        assert "没有可以审核的绩效表" in page and "没有可以审核的绩效表" in text
    assert ("文件有密码" in page) == bool(documents and documents[0].source.status == "failed")


def test_a_year_cannot_be_held_against_itself(tmp_path: Path):
    with pytest.raises(UsageError):
        write_year(str(tmp_path / "a.db"), tmp_path / "out", year=2024, against=2024, rules=load_rules())


def test_a_missing_database_is_not_made(tmp_path: Path):
    with pytest.raises(UsageError):
        write_year(f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "out", rules=load_rules())
    assert list(tmp_path.iterdir()) == []


def test_hostile_names_stay_text_and_inside_the_folder(tmp_path: Path):
    document = other(hostile(), "e", "无", 2024)
    for form in document.forms:
        form.filer = form.department = "../../<script>alert(1)</script>\x00逃"
    db = database(tmp_path / "h.db", document)
    written = write_year(db, tmp_path / "out", year=2024, rules=load_rules())
    assert all((tmp_path / "out") in path.parents for path in written)
    page = lxml_html.document_fromstring((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert not page.xpath("//script | //img | //*[@style]")
    for sheet in openpyxl.load_workbook(tmp_path / "out" / "report.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_charts_draw_nothing_and_hostile_labels():
    assert "<svg" in bars([], "空") and "<svg" in columns([], "空") and "<svg" in scatter([], "空")
    drawn = bars([('<b>"&', [("error", 3), ("info", 0)], "#x")], "t")
    assert "<b>" not in drawn and drawn.count("<rect") == 1
    dots = scatter([("甲", Decimal("0.5"), Decimal(100), ""), ("乙", Decimal(10**13), Decimal(0), "")], "t")
    places = [float(x) for x in re.findall(r'cx="([\d.]+)"', dots)]
    assert len(places) == 2 and all(0 <= x <= 940 for x in places)


def test_the_page_is_made_of_the_figures_alone(year: tuple[Path, Path]):
    figures = figures_of(year[0], 2024, 2023)
    assert to_html(figures) == (year[1] / "report.html").read_text("utf-8")


@pytest.mark.needs_postgres
def test_postgresql_gives_the_same_figures(url: str, tmp_path: Path):  # noqa: F811
    documents = [
        sample(),
        other(sample(), "b", "沅江市总工会", 2023),
        other(sample(), "c", "南县民政局", 2024),
        failed(),
    ]
    local = database(tmp_path / "a.db", *documents)
    answers = []
    for address in (local, url):
        with Database.open(address) as opened:
            if address == url:
                for document in documents:
                    load(opened, document.model_dump_json().encode(), "filings", document.source.path)
            with opened.begin() as connection:
                answers.append(ask(connection, 2024, 2023, advice_of(RULES)))
    for name in QUERIES:
        both = [
            sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in one.rows[name]) for one in answers
        ]
        assert both[0] == both[1], name
    assert answers[0].across == answers[1].across and answers[0].across.findings
    assert write_year(url, tmp_path / "out", year=2024, rules=load_rules())


def test_units_that_got_better_or_worse_are_counted(tmp_path: Path):
    """Against counts made another way: one unit mended an error, one made new ones, one stayed as it was."""

    def without_errors(document: Extraction) -> Extraction:
        kept = [finding for finding in document.findings if finding.severity != "error"]
        return document.model_copy(update={"findings": kept})

    db = database(
        tmp_path / "y.db",
        other(sample(), "a", "甲县水利局", 2023), without_errors(other(sample(), "b", "甲县水利局", 2024)),
        without_errors(other(sample(), "c", "乙县民政局", 2023)), other(sample(), "d", "乙县民政局", 2024),
        other(sample(), "e", "丙县教育局", 2023), other(sample(), "f", "丙县教育局", 2024),
    )  # fmt: skip
    figures = figures_of(tmp_path / "y.db", 2024, 2023)
    plain = sqlite3.connect(tmp_path / "y.db")
    counts = {
        (unit, at): errors
        for unit, at, errors in plain.execute(
            "select coalesce(f.filer, f.department), f.fiscal_year, count(d.id) from form f left join finding d on "
            "d.sha256 = f.sha256 "
            "and d.form_index = f.form_index and d.severity = 'error' group by 1, 2"
        )
    }
    plain.close()
    changed = {
        u: (counts[u, 2023], counts[u, 2024]) for u, at in counts if at == 2024 and counts[u, 2023] != counts[u, 2024]
    }
    told = {row["unit"]: row for row in figures.change_by_unit}
    assert set(told) == set(changed) == {"甲县水利局", "乙县民政局"}
    assert (figures.better_units, figures.worse_units) == (1, 1)
    assert [row["unit"] for row in figures.change_by_unit] == ["甲县水利局", "乙县民政局"]
    write_year(db, tmp_path / "out", year=2024, against=2023, rules=load_rules())
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "report.docx")).paragraphs)
    assert "错误减少的1个，增加的1个" in text
