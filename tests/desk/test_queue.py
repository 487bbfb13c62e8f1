"""核对: twenty findings by keyboard alone, Chinese typed as an input method types it, undo, bulk, two people; and what
the
page asks the server for. Every decision is looked up in the database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from extractor.desk.desk import Desk
from extractor.desk.home import Home
from extractor.desk.queue import start_sample
from extractor.review import Filter, Wish, decide, page
from extractor.rulebook import load_rules
from extractor.store.database import Database
from tests.desk.conftest import Asking, Served, Tab, axe_violations, desk_in, serve_desk
from tests.desk.test_day import picture
from tests.desk_samples import load_folder, put, target_form
from tests.postgres_server import fresh, running

SAMPLES = Path(__file__).parent.parent.parent / "samples"
HOSTILE = "<img src=x onerror=alert(1)>道路'\"&"


def make_inbox(home: Home) -> Path:
    """Eight filings as the page 收件 keeps them: web pages, a Word file, a PDF; twenty findings and more."""
    inbox = home.inbox / "批1"
    put(inbox, "a.html", target_form(total="110"))
    put(inbox, "b.html", target_form("桥梁检测", phone="123"))
    put(inbox, "c.html", target_form("校舍维修", unit="某市教育局", filer="某市一中", total="120"))
    put(inbox, "d.html", target_form("教师培训", unit="某市教育局", filer="某市二中", phone="88"))
    put(inbox, "e.html", target_form(HOSTILE.replace("<", "&lt;"), unit="某市水利局", filer="某市水库", total="90"))
    for name in ("project-list.pdf", "yuanjiang-zonggonghui-2024.docx"):
        shutil.copy(SAMPLES / name, inbox)
    return inbox


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder with filings read."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder / "home").make()
    load_folder(make_inbox(home), home.database)
    Database.open(home.database).close()
    return folder


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(filled / "home", tmp_path / "home")
    made = desk_in(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def served(filled: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(filled / "home", tmp_path / "home")
    running_ = serve_desk(tmp_path, user="张三")
    yield running_
    running_.stop()


def corrections(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(r) for r in connection.execute(sa.text("SELECT * FROM correction ORDER BY id")).mappings()]


def open_findings(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return page(connection, Filter(), limit=500)


# -- without a browser ------------------------------------------------------------------------------------------


def test_the_queue_as_json(client: Asking) -> None:
    told = client.get("/queue/list").json()
    assert told["total"] == len(told["rows"]) > 20 and told["sample"] is None
    labels = {name: {c["label"] for c in choices} for name, choices in told["facets"].items()}
    assert "某市教育局" in labels["unit"] and "错误" in labels["severity"] and labels["state"] == {"待核"}
    some = client.get("/queue/list", params={"code": "sum-mismatch", "unit": ["某市交通局", "某市教育局"]}).json()
    assert {row["code_word"] for row in some["rows"]} == {"合计不平"} and some["total"] == len(some["rows"]) == 2
    after = client.get("/queue/list", params={"after": told["rows"][2]["key"], "facets": "0"}).json()
    assert after["rows"] == told["rows"][3:] and "facets" not in after
    assert client.get("/queue/list", params={"after": "x/y"}).status_code == 422


def test_one_finding_with_all_about_it(client: Asking) -> None:
    row = client.get("/queue/list", params={"code": "sum-mismatch", "text": "a.html"}).json()["rows"][0]
    told = client.get(f"/queue/item/{row['sha256']}/{row['finding']}").json()
    assert told["value"]["pointer"] == "/forms/0/amounts/total" and told["value"]["text"] == "110"
    assert told["frames"][0]["at"]["row"] == 2 and len(told["frames"]) > 1, "the parts of the sum are framed too"
    heads = {v["label"]: v["text"] for section in told["form"]["sections"] for v in section["values"]}
    assert heads["部门名称"] == "某市交通局"
    assert told["form"]["indicators"]["rows"][3][-1]["text"] == "90"
    assert client.get(f"/queue/item/{row['sha256']}/nothing").status_code == 404
    assert client.get("/queue/item/../../etc/passwd").status_code in (404, 400)


def test_what_the_table_shows_is_what_the_places_name(client: Asking, desk: Desk) -> None:
    """The cell that the page frames holds the value, for every value of every web page and Word file."""
    checked = 0
    for row in client.get("/queue/list").json()["rows"]:
        if row["path"].endswith(".pdf"):
            continue
        told = client.get(f"/queue/item/{row['sha256']}/{row['finding']}").json()
        tables = client.get(f"/picture/{row['sha256']}").json()["tables"]
        at = told["frames"][0]["at"] if told["frames"] else {}
        if told["value"] is None or "row" not in at or told["finding"]["observed"] is None:
            continue
        texts = [c["text"] for c in tables[at["table"]]["cells"] if (c["row"], c["col"]) == (at["row"], at["col"])]
        said = {"".join(str(text).split()) for text in (told["finding"]["observed"], told["value"]["text"])}
        assert any(text in "".join(texts[0].split()) for text in said), (told["finding"], told["value"], texts)
        checked += 1
    assert checked > 5


def test_nonsense_is_refused_and_nothing_is_written(client: Asking, desk: Desk) -> None:
    row = client.get("/queue/list").json()["rows"][0]
    about = {"sha256": row["sha256"], "finding": row["finding"]}
    for body in (
        {**about, "action": "drop"}, {**about, "action": "waive"},
        {**about, "action": "value", "new": "x", "pointer": "/forms/0/at"},
        {"sha256": "0" * 64, "finding": "x", "action": "confirm"}, {**about, "action": "confirm", "who": "别人"},
        {**about, "action": "value", "pointer": "/forms/99/filer", "new": "x"},
        {**about, "action": "value", "new": "长" * 30_000},
    ):  # fmt: skip
        answer = client.post("/queue/decide", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["cause"]
    assert client.post("/queue/undo", json={}).status_code == 404
    assert client.post("/queue/bulk", json={"items": [], "action": "confirm"}).status_code == 422
    assert corrections(desk.database) == []


def test_the_second_of_two_sees_the_first_decision(client: Asking, desk: Desk) -> None:
    row = client.get("/queue/list").json()["rows"][0]
    seen = client.get(f"/queue/item/{row['sha256']}/{row['finding']}").json()["seen"]
    decide(desk.database, load_rules(), [Wish(row["sha256"], "waive", row["finding"], reason="已核")], "李四")
    body = {"sha256": row["sha256"], "finding": row["finding"], "action": "confirm", "seen": seen}
    answer = client.post("/queue/decide", json=body)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["who"] == "李四" and "李四" in answer.json()["cause"]
    assert len(corrections(desk.database)) == 1


def test_a_sample_stands_in_the_queue_and_its_rate_is_said(
    client: Asking, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sample = 0.05
    thread = start_sample(desk)
    assert thread is not None
    thread.join(60)
    told = client.get("/queue/list", params={"code": "sample"}).json()
    assert told["total"] > 0 and f"{told['total']} 格" in told["sample"]
    assert told["sample"] in capsys.readouterr().err
    row = next(r for r in told["rows"] if client.get(f"/queue/item/{r['sha256']}/{r['finding']}").json()["value"])
    body = {"sha256": row["sha256"], "finding": row["finding"], "action": "confirm"}
    assert client.post("/queue/decide", json=body).status_code == 200
    assert "核对 1 格，读错而没有提示的 0 格" in client.get("/queue/list").json()["sample"]


# -- in a real browser ------------------------------------------------------------------------------------------


class Ime:
    """Types Chinese as an input method does: letters compose (keys of code 229), then the words come."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def type(self, letters: str, words: str) -> None:
        for end in range(1, len(letters) + 1):
            self._key(letters[end - 1])
            self.session.send(
                "Input.imeSetComposition", {"text": letters[:end], "selectionStart": end, "selectionEnd": end}
            )
        self._key("Enter")  # takes the candidate: must not save
        self.session.send("Input.insertText", {"text": words})

    def _key(self, key: str) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self.session.send(
                "Input.dispatchKeyEvent", {"type": kind, "windowsVirtualKeyCode": 229, "key": "Process", "code": key}
            )


def current(tab: Tab) -> str:
    return str(tab.page.locator("#list li.here").get_attribute("data-id"))


def ready(tab: Tab) -> str:
    """The finding shown, once the page shows it whole."""
    tab.page.wait_for_function(
        "() => { const here = document.querySelector('#list li.here'), shown = document.querySelector('#stake');"
        " return here !== null && here.dataset.id === shown.dataset.id }"
    )
    return current(tab)


def twenty_by_keyboard(tab: Tab, database: Database) -> None:
    """Confirm, correct, waive and ask, five times each, without touching the mouse."""
    keys, ime = tab.page.keyboard, Ime(tab.page)
    tab.page.goto(tab.origin + "/queue")
    kinds = ("confirm", "value", "waive", "unreadable")
    done: list[tuple[str, str]] = []
    for number in range(20):
        here, act = ready(tab), kinds[number % 4]
        if act == "value" and tab.page.locator("[data-act='value']").is_disabled():
            act = "confirm"
        if act == "confirm":
            keys.press("a")
        elif act == "value":
            keys.press("c")
            ime.type("jiaotongju", f"改正{number}")
            keys.press("Enter")
        elif act == "waive":
            keys.press("w")
            ime.type("anpifu", "按批复为准")
            keys.press("Enter")
        else:
            keys.press("d")
            keys.press("Enter")
        tab.page.wait_for_function("(id) => document.querySelector('#list li.here')?.dataset.id !== id", arg=here)
        done.append((here.split("/")[1], act))
    rows = corrections(database)
    assert [(row["finding"], row["action"]) for row in rows] == done
    assert {row["who"] for row in rows} == {"张三"}
    assert {row["reason"] for row in rows if row["action"] == "waive"} == {"按批复为准"}
    assert all(row["new"].startswith("改正") for row in rows if row["action"] == "value")
    ready(tab)
    keys.press("u")
    tab.page.wait_for_function("() => document.querySelector('#told').textContent.includes('已撤销')")
    rows = corrections(database)
    assert rows[-1]["action"] == "undo" and rows[19]["undone_by"] == rows[-1]["id"] and len(rows) == 21
    assert {row["finding"] for row in open_findings(database)}.isdisjoint(
        {finding for (finding, act) in done[:19] if act != "value"}
    )


@pytest.mark.needs_chromium
def test_twenty_findings_by_keyboard_alone(tab: Tab, served: Served) -> None:
    twenty_by_keyboard(tab, served.desk.database)


@pytest.mark.needs_chromium
@pytest.mark.needs_postgres
def test_twenty_findings_by_keyboard_alone_on_postgresql(browser: Any, filled: Path, tmp_path: Path) -> None:
    with running() as server:
        url = fresh(server)
        shutil.copytree(filled / "home" / "filings", tmp_path / "home" / "filings")
        load_folder(tmp_path / "home" / "filings" / "批1", url)
        desk = serve_desk(tmp_path, url=url, user="张三")
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        tab = Tab(opened, f"http://127.0.0.1:{desk.desk.door.port}").watch()
        opened.goto(desk.desk.door.address("/queue"))
        twenty_by_keyboard(tab, desk.desk.database)
        tab.assert_clean()
        context.close()
        desk.stop()


@pytest.mark.needs_chromium
def test_keys_are_dead_while_somebody_types(tab: Tab, served: Served) -> None:
    keys, ime = tab.page.keyboard, Ime(tab.page)
    tab.page.goto(tab.origin + "/queue")
    here = ready(tab)
    keys.press("/")
    keys.type("awdux")
    ime.type("ajiaoyu", "教育")
    assert current(tab) == here and corrections(served.desk.database) == []
    assert tab.page.locator("#search").input_value() == "awdux教育"
    tab.page.locator("#search").fill("教育")
    keys.press("Enter")
    tab.page.wait_for_function(
        "() => [...document.querySelectorAll('#list li.group')].every(g => g.textContent.includes('教育'))"
    )
    assert "text=" in tab.page.url
    ready(tab)
    tab.page.locator("#sheet").focus()
    # An input method that composes over the page itself: its letters are no commands.
    ime.type("au", "")
    assert corrections(served.desk.database) == []


@pytest.mark.needs_chromium
def test_marked_ones_are_decided_in_one_step(tab: Tab, served: Served) -> None:
    keys = tab.page.keyboard
    tab.page.goto(tab.origin + "/queue?code=missing-unit")
    ready(tab)
    for _ in range(3):
        keys.press("x")
        ready(tab)
    keys.press("b")
    tab.page.locator("input[value='waive']").check()
    tab.page.locator("#bulk-look").click()
    tab.page.wait_for_selector("#bulk-preview .error")
    tab.page.locator("#bulk-reason").fill("百分制")
    keys.press("Enter")
    tab.page.wait_for_function("() => document.querySelector('#bulk-preview').textContent.includes('3 个问题')")
    assert corrections(served.desk.database) == [], "a look changes nothing"
    tab.page.locator("#bulk-do").click()
    tab.page.wait_for_selector("#bulk", state="hidden")
    rows = corrections(served.desk.database)
    assert [row["action"] for row in rows] == ["waive"] * 3 and {row["batch"] for row in rows[1:]} == {rows[0]["id"]}
    ready(tab)
    keys.press("u")
    tab.page.wait_for_function("() => document.querySelector('#told').textContent.includes('已撤销')")
    assert [row["action"] for row in corrections(served.desk.database)[3:]] == ["undo"] * 3


@pytest.mark.needs_chromium
def test_the_cell_is_framed_on_the_page(tab: Tab) -> None:
    tab.page.goto(tab.origin + "/queue?text=project-list")
    ready(tab)
    image = tab.page.locator("#sheet img")
    image.wait_for()
    tab.page.wait_for_function("() => document.querySelector('#sheet img').naturalWidth > 0")
    box, whole = tab.page.locator("#sheet rect").first.bounding_box(), image.bounding_box()
    assert whole["x"] < box["x"] < whole["x"] + whole["width"]
    assert whole["y"] < box["y"] < whole["y"] + whole["height"] and 4 < box["width"] < whole["width"] / 2
    tab.page.keyboard.press("+")
    tab.page.wait_for_function("(w) => document.querySelector('#sheet img').clientWidth > w * 1.1", arg=whole["width"])
    assert tab.page.locator("#sheet rect").first.bounding_box()["width"] > box["width"] * 1.1
    tab.page.goto(tab.origin + "/queue?text=zonggonghui&code=label-typo")
    ready(tab)
    tab.page.locator("#sheet td.framed").wait_for()
    tab.page.keyboard.press("c")
    picture(tab.page, "queue")


@pytest.mark.needs_chromium
def test_what_a_filing_holds_is_text_and_the_page_reads_well(tab: Tab) -> None:
    tab.page.goto(tab.origin + "/queue?unit=" + "某市水利局")
    ready(tab)
    assert HOSTILE in tab.page.locator("#form").inner_text()
    assert tab.page.locator("#form img, #stake img, #list img").count() == 0
    tab.page.keyboard.press("f")
    assert axe_violations(tab.page) == []
    tab.page.keyboard.press("c")
    assert tab.page.locator("#edit-text").is_visible()
    tab.page.keyboard.press("Escape")
    for width in (400, 1920):
        tab.page.set_viewport_size({"width": width, "height": 900})
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
