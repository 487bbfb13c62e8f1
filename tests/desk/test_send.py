"""发出: each lot is whole, the same zip as its files, and holds nothing that was waived; ids are no paths."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
import sqlalchemy as sa

from extractor.batch.ingest import ingest
from extractor.desk.originals import note_folder
from extractor.store import schema
from extractor.store.queue import refresh_queue
from tests.desk.conftest import Asking, desk_in
from tests.desk.filings import make_filings, make_refiled


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    here = tmp_path_factory.mktemp("desk")
    desk = desk_in(here)
    for folder in (make_filings(here / "来件"), make_refiled(here / "重报")):
        ingest([str(folder)], db=desk.url, workers=2, ocr=False)
        note_folder(desk.home, folder)
    with Asking(desk) as client:
        yield client.enter()
    desk.database.close()


def made(client: Asking, **wanted: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The end of the job and its lines."""
    answer = client.post("/send/make", json={"year": 2024, **wanted})
    assert answer.status_code == 200, answer.text
    text = client.get(f"/job/{answer.json()['id']}/events").text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return json.loads(blocks[-1]["data"]), [json.loads(b["data"]) for b in blocks if b["event"] == "line"]


def opened(client: Asking, lot: str) -> zipfile.ZipFile:
    answer = client.get(f"/send/lot/{lot}/zip")
    assert "attachment" in answer.headers["content-disposition"]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_letters_of_all_and_of_one(filed: Asking) -> None:
    end, lines = made(filed, what="letters")
    assert end["state"] == "done"
    letters = opened(filed, end["end"]["lot"])
    names = letters.namelist()
    assert "县妇女联合会.docx" in names
    assert len(names) == end["end"]["files"] == len(lines) == end["total"]
    one, _ = made(filed, what="letters", unit="县科学技术协会")
    alone = opened(filed, one["end"]["lot"])
    assert alone.namelist() == ["县科学技术协会.docx"]
    assert alone.read("县科学技术协会.docx") == letters.read("县科学技术协会.docx")
    assert "培训人数" in words_of(alone.read("县科学技术协会.docx"))
    none, _ = made(filed, what="letters", unit="无此单位")
    assert none["state"] == "failed"
    assert "没有这个单位" in none["end"]["cause"]


def test_what_was_waived_is_not_put_to_the_unit(filed: Asking) -> None:
    desk = filed.desk
    queue, made_ = schema.queue, schema.correction
    before, _ = made(filed, what="letters", unit="县科学技术协会")
    assert "没有填指标值" in words_of(opened(filed, before["end"]["lot"]).read("县科学技术协会.docx"))
    with desk.database.begin() as connection:
        row = (
            connection.execute(
                sa.select(queue).where(
                    queue.c.code == "missing-target-value", queue.c.in_force, queue.c.unit == "县科学技术协会"
                )
            )
            .mappings()
            .one()
        )
        key = connection.execute(
            made_.insert().values(
                made_at="2024-01-01T00:00:00Z", who="审核员", sha256=row["sha256"], pointer=row["field"],
                action="waive",
                reason="今年不考核", finding=row["finding"],
            )
        ).inserted_primary_key  # fmt: skip
        assert key is not None
        connection.execute(
            queue.update().where(queue.c.finding == row["finding"]).values(state="waived", correction=key[0])
        )
        refresh_queue(connection)
    after, _ = made(filed, what="letters", unit="县科学技术协会")
    assert "没有填指标值" not in words_of(opened(filed, after["end"]["lot"]).read("县科学技术协会.docx"))
    marked, _ = made(filed, what="marked", unit="县科学技术协会")
    copies = opened(filed, marked["end"]["lot"])
    assert len(copies.namelist()) == 2
    assert not any("没有填指标值" in words_of(copies.read(name)) for name in copies.namelist())
    from extractor.desk.tally import tally

    unit = next(u for u in tally(desk, 2024).units if u.unit == "县科学技术协会")
    assert unit.errors == 0


def test_marked_copies_and_those_that_cannot_be_made(filed: Asking) -> None:
    end, lines = made(filed, what="marked")
    assert end["state"] == "done"
    names = opened(filed, end["end"]["lot"]).namelist()
    assert any(name.startswith("残联.zip/残联/项目1") for name in names)
    assert any(name.endswith(".标注.docx") for name in names)
    assert len([line for line in lines if "failure" not in line]) == len(names)
    assert end["count"] == end["total"]


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_exports(filed: Asking, format: str) -> None:
    end, _ = made(filed, what="export", format=format)
    names = opened(filed, end["end"]["lot"]).namelist()
    assert f"v_indicator.{format}" in names
    assert "data-dictionary.csv" in names


def test_the_years_report(filed: Asking) -> None:
    end, _ = made(filed, what="report")
    names = opened(filed, end["end"]["lot"]).namelist()
    assert {"report.html", "report.xlsx", "report.docx", "figures.json"} <= set(names)
    assert any(name.startswith("letters/") for name in names)


def test_files_come_by_number_as_downloads(filed: Asking) -> None:
    end, _ = made(filed, what="report")
    lot = end["end"]["lot"]
    for number in range(end["end"]["files"]):
        answer = filed.get(f"/send/lot/{lot}/{number}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")
    assert filed.get(f"/send/lot/{lot}/9999").status_code == 404


@pytest.mark.parametrize("lot", ["..", "../filings", "%2e%2e", "..%2f..%2fetc", ".", "none", "jixiao.db"])
def test_a_lot_is_looked_up_and_never_a_path(filed: Asking, lot: str) -> None:
    assert filed.get(f"/send/lot/{lot}/zip").status_code in (404, 405)
    assert filed.get(f"/send/lot/{lot}/0").status_code in (404, 405)


def test_what_cannot_be_asked(filed: Asking) -> None:
    for wanted in (
        {"what": "report", "year": 2024, "unit": "x"},
        {"what": "report", "year": 0},
        {"what": "shell", "year": 2024},
        {"what": "export", "year": 2024, "format": "exe"},
        {"what": "letters"},
    ):
        assert filed.post("/send/make", json=wanted).status_code == 422


def test_the_page(filed: Asking) -> None:
    text = filed.get("/send?year=2024").text
    for said in ("县妇女联合会", "旧版与新版", "科普培训", "下载 zip"):
        assert said in text
    assert filed.get("/send?year=0").status_code == 200
