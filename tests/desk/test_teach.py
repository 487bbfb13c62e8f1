"""教: a layout nobody has shown, explained by pointing at a few cells; tried on its like, written only when saved."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.layout_grammar.filing import alien
from bench.layout_grammar.writing import FORMATS
from extractor.desk.desk import Desk
from extractor.desk.home import Home
from extractor.store.database import Database
from tests.desk.conftest import Asking, Served, Tab, axe_violations, desk_in, serve_desk
from tests.desk.test_day import picture
from tests.desk_samples import load_folder, put, target_form

pytestmark = pytest.mark.usefixtures("_fresh_rules")
LAYOUT = 2


@pytest.fixture
def _fresh_rules() -> Iterator[None]:
    """Rule books taught in one test are no other's."""
    from extractor.rulebook import load_rules

    yield
    load_rules.cache_clear()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three filings of one alien layout and one that is understood."""
    folder = tmp_path_factory.mktemp("taught")
    home = Home(folder / "home").make()
    inbox = home.inbox / "批1"
    inbox.mkdir()
    for n in range(3):
        (inbox / f"甲{n}.docx").write_bytes(FORMATS["docx"](alien(LAYOUT, n)))
    put(inbox, "懂的.html", target_form())
    load_folder(inbox, home.database)
    Database.open(home.database).close()
    return folder


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(filled / "home", tmp_path / "home")
    made = desk_in(tmp_path)
    yield made
    made.close_parts()
    made.database.close()


@pytest.fixture
def served(filled: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(filled / "home", tmp_path / "home")
    running = serve_desk(tmp_path)
    yield running
    running.stop()


def sha_of(desk: Desk, name: str) -> str:
    return hashlib.sha256((desk.home.inbox / "批1" / name).read_bytes()).hexdigest()


def place(told: dict[str, Any], text: str) -> str:
    for number, table in enumerate(told["tables"]):
        for cell in table["cells"]:
            if cell["text"].replace("\n", "") == text:
                return f"t{number}r{cell['row']}c{cell['col']}"
    raise AssertionError(text)


def names(database: Database) -> dict[str, str | None]:
    with database.read() as connection:
        rows = connection.execute(
            sa.text("SELECT n.path, f.project_name FROM form f JOIN source_name n ON n.sha256 = f.sha256")
        )
        return {row.path: row.project_name for row in rows}


def test_the_least_understood_come_first(client: Asking) -> None:
    rows = client.get("/teach/list").json()["rows"]
    assert {row["path"] for row in rows} == {"甲0.docx", "甲1.docx", "甲2.docx"}
    assert [row["coverage"] for row in rows] == sorted(row["coverage"] for row in rows)


def test_pointed_at_tried_saved_and_read_again(client: Asking, desk: Desk) -> None:
    sha, project = sha_of(desk, "甲0.docx"), str(alien(LAYOUT, 0).forms[0]["project_name"])
    told = client.get(f"/teach/source/{sha}").json()
    where = place(told, project)
    assert told["cells"][where]["role"] == "unread"
    pairs = [f"/forms/0/project_name={where}", f"/indicators/level3={place(told, '衡量事项')}"]
    found = client.post("/teach/propose", json={"sha256": sha, "pairs": pairs}).json()
    gained = {value["pointer"]: value["now"] for value in found["gained"]}
    assert gained["/forms/0/project_name"] == project and found["book"] is not None
    assert found["coverage"][1] > found["coverage"][0] and "事项全称" in found["difference"]
    tried = client.post("/teach/trial", json={"sha256": sha, "book": found["book"]}).json()
    assert {row["path"]: row["gained"] > 0 for row in tried["rows"]}["甲1.docx"]
    assert not desk.rules_home.exists(), "a look and a trial write nothing"
    saved = client.post("/teach/save", json={"sha256": sha, "book": found["book"]}).json()
    assert Path(saved["path"]).is_file() and Path(saved["path"]).is_relative_to(desk.rules_home)
    assert set(names(desk.database).values()) == {None, "道路养护"}
    job = client.post("/teach/reread", json={"sha256": sha}).json()["job"]
    assert "event: over" in client.get(f"/job/{job}/events").text
    read = names(desk.database)
    assert [read[f"甲{n}.docx"] for n in range(3)] == [alien(LAYOUT, n).forms[0]["project_name"] for n in range(3)]


def test_nonsense_is_refused(client: Asking, desk: Desk) -> None:
    sha = sha_of(desk, "甲0.docx")
    for pairs in (["/filer=t99r0c0"], ["/nothing"], []):
        answer = client.post("/teach/propose", json={"sha256": sha, "pairs": pairs})
        assert answer.status_code == 422 and answer.json()["cause"], pairs
    assert client.get(f"/teach/source/{'0' * 64}").status_code == 404
    book = {"id": "../../evil", "name": "x", "kind": "project_target", "only_here": True, "anchors": ["a"]}
    answer = client.post("/teach/save", json={"sha256": sha, "book": book})
    assert answer.status_code in (400, 422)
    assert not list(desk.home.folder.parent.rglob("*evil*"))


@pytest.mark.needs_chromium
def test_by_hand_in_a_browser(tab: Tab, served: Served) -> None:
    page, project = tab.page, str(alien(LAYOUT, 0).forms[0]["project_name"])
    page.goto(f"{tab.origin}/teach?source={sha_of(served.desk, '甲0.docx')}")
    cell = page.locator("#sheet td.r-unread", has_text=project).first
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("#pick-find").fill("项目名称")
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    page.locator("#others table").wait_for(timeout=60_000)
    assert project in page.locator("#effect").inner_text()
    assert "甲1.docx" in page.locator("#others").inner_text()
    assert not served.desk.rules_home.exists()
    picture(page, "teach")
    page.locator("#sheet").focus()
    page.keyboard.press("s")
    page.locator("#saved").wait_for()
    assert len(list(served.desk.rules_home.rglob("*.yaml"))) == 1
    for width in (400, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
