"""收件: what is dropped comes whole or not at all, below its own folder, under the limits; each outcome is told."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from extractor.desk import intake
from extractor.desk.desk import Desk
from extractor.settings import DEFAULTS
from extractor.store import schema
from tests.desk.conftest import Asking, Tab
from tests.desk.filings import make_filings, text_filing

RAW = {"Content-Type": "application/octet-stream"}


def put(client: Asking, batch: str, path: str, content: bytes) -> Any:
    return client.put(f"/intake/batch/{batch}/file", params={"path": path}, content=content, headers=RAW)


def new_batch(client: Asking) -> str:
    return str(client.post("/intake/batch", json={}).json()["batch"])


def finished(client: Asking, job: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """All events of a job, (name, data)."""
    text = client.get(f"/job/{job['id']}/events").text
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    assert found[-1][0] == "over"
    return found


def test_dropped_files_are_read(client: Asking, desk: Desk) -> None:
    batch = new_batch(client)
    assert put(client, batch, "科协/科普.txt", text_filing("县科协", "科普").encode()).status_code == 200
    assert put(client, batch, "坏.docx", b"PK\x03\x04" + b"\0" * 99).status_code == 200
    events = finished(client, client.post(f"/intake/batch/{batch}/read", json={}).json())
    lines = {data["path"]: data for name, data in events if name == "line"}
    assert lines["科协/科普.txt"]["forms"] == 1
    assert lines["坏.docx"]["failure"]["cause"]
    assert lines["坏.docx"]["failure"]["remedy"]
    end = events[-1][1]
    assert (end["state"], end["total"], end["count"], end["end"]["failed"]) == ("done", 2, 2, 1)
    with desk.database.read() as connection:
        names = sorted(
            tuple(row) for row in connection.execute(sa.select(schema.source_name.c.root, schema.source_name.c.path))
        )
    assert names == [(batch, "坏.docx"), (batch, "科协/科普.txt")]
    assert client.post(f"/intake/batch/{batch}/read", json={}).status_code == 404, "a batch is read once"
    assert client.get("/intake").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/cron.d/x",
        "/etc/passwd",
        "C:\\Windows\\x.txt",
        "a/../../b.txt",
        "..",
        "\u0000x",
        "a" * 400 + ".docx",
        "国" * 120 + ".docx",
    ],
)
def test_a_name_never_leaves_the_batch(client: Asking, desk: Desk, path: str) -> None:
    batch = new_batch(client)
    folder = desk.home.inbox / batch
    assert put(client, batch, path, b"x").status_code == 200
    written = [p for p in desk.home.folder.rglob("*") if p.is_file() and p.read_bytes() == b"x"]
    assert len(written) == 1
    assert written[0].is_relative_to(folder)
    assert path[-5:] != ".docx" or written[0].suffix == ".docx"


def test_one_name_twice_keeps_both(client: Asking, desk: Desk) -> None:
    batch = new_batch(client)
    for content in (b"1", b"2"):
        put(client, batch, "附件1.docx", content)
    assert sorted(p.name for p in (desk.home.inbox / batch).iterdir()) == ["附件1.docx", "附件1（2）.docx"]


def test_an_upload_over_the_limit_is_refused_before_it_comes(client: Asking, desk: Desk) -> None:
    batch = new_batch(client)
    answer = client.put(
        f"/intake/batch/{batch}/file",
        params={"path": "big"},
        content=b"",
        headers={**RAW, "Content-Length": str(2 << 30)},
    )
    assert answer.status_code == 413
    assert "超过上限 512 MiB" in answer.json()["cause"]
    assert list((desk.home.inbox / batch).iterdir()) == []


def test_what_comes_shorter_or_longer_than_said_leaves_nothing(client: Asking, desk: Desk) -> None:
    batch = new_batch(client)
    for said, content in ((10, b"123"), (2, b"123")):
        answer = client.put(
            f"/intake/batch/{batch}/file",
            params={"path": "x"},
            content=content,
            headers={**RAW, "Content-Length": str(said)},
        )
        assert answer.status_code in (400, 413)
    assert list((desk.home.inbox / batch).iterdir()) == []
    assert client.post(f"/intake/batch/{batch}/read", json={}).status_code == 400


def test_a_batch_has_limits_too(client: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "DEFAULTS", replace(DEFAULTS, max_members=2, max_unpacked_bytes=10))
    batch = new_batch(client)
    assert put(client, batch, "a", b"12345678").status_code == 200
    assert "总体积" in put(client, batch, "b", b"12345678").json()["cause"]
    assert put(client, batch, "b", b"1").status_code == 200
    assert "文件数" in put(client, batch, "c", b"1").json()["cause"]


def test_only_the_page_may_send(client: Asking) -> None:
    batch = new_batch(client)
    address = f"/intake/batch/{batch}/file?path=x"
    assert client.put(address, content=b"x", headers={**RAW, "Origin": "http://evil.example"}).status_code == 403
    assert client.put(address, content=b"x", headers={**RAW, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.put(address, content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    for headers in ({"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Sec-Fetch-Site": "same-site"}):
        assert client.post("/intake/batch", json={}, headers=headers).status_code == 403
    assert client.post("/intake/batch", data={"a": "b"}).status_code == 415
    assert client.post("/intake/batch", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    del client.headers["Origin"]
    assert client.post("/intake/batch", json={}).status_code == 403
    assert client.delete("/intake").status_code == 405


def test_a_named_folder_is_read_where_it_lies(client: Asking, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    (folder / "科普.txt").write_text(text_filing("县科协", "科普"), "utf-8")
    events = finished(client, client.post("/intake/folder", json={"path": f' "{folder}" '}).json())
    assert events[-1][1]["end"]["read"] == 1
    again = finished(client, client.post("/intake/folder", json={"path": str(folder)}).json())
    assert again[-1][1]["end"]["skipped"] == 1
    for wrong, cause in (("/nowhere", "路径不存在"), ("relative", "完整路径")):
        answer = client.post("/intake/folder", json={"path": wrong})
        assert answer.status_code == 400
        assert cause in answer.json()["cause"]
    assert client.post("/intake/folder", json={}).status_code == 422
    assert client.post("/intake/folder", content="{", headers={"Content-Type": "application/json"}).status_code == 422


def test_a_stopped_job_keeps_what_was_read_and_goes_on_next_time(client: Asking, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(text_filing("县科协", f"项目{number}"), "utf-8")
    job = client.post("/intake/folder", json={"path": str(folder)}).json()
    running = intake.jobs_of(desk).get(job["id"])
    assert running is not None
    deadline = time.monotonic() + 60
    while not running.since(0) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert client.post(f"/job/{job['id']}/stop", json={}).status_code == 200
    end = finished(client, job)[-1][1]
    assert end["state"] == "stopped"
    assert "再收一次" in end["end"]["remedy"]
    assert "还没有完成" in client.get("/overview").text
    done = finished(client, client.post("/intake/folder", json={"path": str(folder)}).json())[-1][1]["end"]
    assert done["skipped"] + done["read"] == 40
    assert done["skipped"] >= 1
    assert "还没有完成" not in client.get("/overview").text
    assert client.get("/job/none/events").status_code == 404


@pytest.mark.needs_chromium
def test_a_folder_picked_in_the_browser(tab: Tab, served: Any, tmp_path: Path) -> None:
    folder = make_filings(tmp_path / "来件")
    tab.page.locator("#folder").set_input_files(str(folder))
    job = tab.page.locator(".job").first
    job.locator(".job-end", has_text="找到 12 个").wait_for(timeout=90_000)
    assert "没能读取 1" in job.locator(".job-end").inner_text()
    assert "坏了的.docx" in job.locator(".job-failures").inner_text()
    with served.desk.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.source)).scalar_one() == 12
        failed = (
            connection.execute(sa.select(schema.source.c.name).where(schema.source.c.status == "failed"))
            .scalars()
            .all()
        )
    assert failed == ["坏了的.docx"]


@pytest.mark.needs_chromium
def test_files_dropped_anywhere_on_the_page(tab: Tab) -> None:
    tab.page.evaluate(
        """(texts) => {
        const data = new DataTransfer();
        for (const [name, text] of texts) data.items.add(new File([text], name));
        document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        [["科普.txt", text_filing("县科协", "科普")], ["~$临时.docx", "x"]],
    )
    tab.page.locator(".job-end", has_text="找到 1 个：读取 1").wait_for(timeout=60_000)
