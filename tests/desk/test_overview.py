"""总览: the counts are the database's, the filters are addresses, and everything a filing says is shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.batch.ingest import ingest
from extractor.desk.desk import Desk
from extractor.desk.originals import note_folder
from extractor.desk.tally import tally
from extractor.store import schema
from tests.desk.conftest import Asking, desk_in
from tests.desk.filings import html_filing, make_filings, make_refiled

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """A desk with ten mixed filings and one sent again."""
    here = tmp_path_factory.mktemp("desk")
    desk = desk_in(here)
    desk.departments = str(here / "departments.yaml")
    Path(desk.departments).write_text(
        "departments:\n- name: 县妇女联合会\n- name: 县科学技术协会\n- name: 县档案馆\n", "utf-8"
    )
    for folder in (make_filings(here / "来件"), make_refiled(here / "重报")):
        ingest([str(folder)], db=desk.url, workers=2, ocr=False, departments=desk.departments)
        note_folder(desk.home, folder)
    with Asking(desk) as client:
        yield client.enter()
    desk.database.close()


def test_the_counts_are_those_of_the_database(filed: Asking) -> None:
    desk: Desk = filed.desk
    year = tally(desk, 2024)
    with desk.database.read() as connection:
        ask = lambda query: connection.execute(sa.text(query)).scalar_one()  # noqa: E731
        assert year.forms == ask("SELECT count(*) FROM form WHERE in_force AND fiscal_year = 2024")
        of_year = "SELECT sha256 FROM form WHERE in_force AND fiscal_year = 2024"
        assert year.files == ask(f"SELECT count(*) FROM source WHERE in_force AND sha256 IN ({of_year})")
        errors = ask(
            "SELECT count(*) FROM finding d JOIN form f ON f.sha256 = d.sha256 AND f.form_index = "
            "coalesce(d.form_index, 0)"
            " WHERE f.in_force AND f.fiscal_year = 2024 AND d.severity = 'error'"
        )
    assert sum(unit.errors for unit in year.units) == errors > 0
    assert year.failed == 1
    assert year.missing == ["县档案馆"]


def test_the_page_shows_units_filters_and_who_is_missing(filed: Asking) -> None:
    text = filed.get("/overview?year=2024").text
    for said in ("县残疾人联合会", "县妇女联合会", "县档案馆", "没能读取", "<svg"):
        assert said in text
    assert "没有符合的单位" in filed.get("/overview?year=2024&q=没有这个").text
    only = filed.get("/overview?year=2024&q=残疾").text
    assert "县残疾人联合会</a>" in only
    assert "县妇女联合会</a>" not in only
    for sort in ("score", "read", "name", "unknown"):
        assert filed.get(f"/overview?sort={sort}").status_code == 200
    assert filed.get("/overview?year=abc&page=-1").status_code == 200


def test_a_unit_shows_its_files_the_old_one_apart(filed: Asking) -> None:
    text = filed.get("/overview/unit?year=2024&name=县科学技术协会").text
    assert "科普培训（修改）.txt" in text
    assert "不再有效" in text
    assert "没有这个单位的填报" in filed.get("/overview/unit?name=无此单位").text


def test_files_that_no_unit_shows(filed: Asking) -> None:
    text = filed.get("/overview/files?state=failed").text
    assert "坏了的.docx" in text
    assert "怎么办" in text
    assert filed.get("/overview/files?state=none").status_code == 200
    assert "妇联.txt" in filed.get("/overview/files?year=2024&q=妇联").text


def test_a_file_with_its_findings(filed: Asking) -> None:
    with filed.desk.database.read() as connection:
        names = {row.path: row.sha256 for row in connection.execute(sa.select(schema.source_name))}
    for path, sha256 in names.items():
        answer = filed.get(f"/source/{sha256}")
        assert answer.status_code == 200, path
    text = filed.get(f"/source/{names['科协/科普大篷车.html']}").text
    assert "指标第1行" in text
    assert "培训人数" in text
    link = re.search(r'href="(/queue\?[^"]*)"', text)
    assert link is not None
    assert names["科协/科普大篷车.html"] in link[1]
    assert filed.get(link[1].replace("&amp;", "&")).status_code == 200
    assert filed.get("/source/none", headers={"Accept": "text/html"}).status_code == 404


def test_a_filing_sent_again_old_beside_new(filed: Asking) -> None:
    with filed.desk.database.read() as connection:
        new = (
            connection.execute(sa.select(schema.form.c.superseded_by).where(schema.form.c.superseded_by.is_not(None)))
            .scalars()
            .first()
        )
    text = filed.get(f"/refiled/{new}").text
    assert "≥300人" in text
    assert "个已改正" in text
    assert "指标值" in text.split("已改正</h2>")[1]
    assert filed.get("/refiled/none").status_code == 404


def test_html_in_every_field_is_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "<b>x.html").write_text(html_filing(escape(HOSTILE), escape(HOSTILE)), "utf-8")
    desk = desk_in(tmp_path)
    desk.user = HOSTILE
    ingest([str(folder)], db=desk.url, workers=1, ocr=False)
    with Asking(desk) as client:
        client.enter()
        with desk.database.read() as connection:
            sha256 = connection.execute(sa.select(schema.source.c.sha256)).scalar_one()
            owner = connection.execute(sa.select(schema.form.c.unit)).scalar_one()
        assert "<script>" in owner, "the filing was read, its words kept"
        for path in ("/overview", f"/source/{sha256}", "/intake", "/overview/files", "/overview?q=<script>"):
            text = client.get(path).text
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
        answer = client.get("/overview/unit", params={"name": owner})
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;" in answer.text
    desk.database.close()
