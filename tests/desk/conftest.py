"""A running desk for the tests: in one process (`client`), and served for a real browser (`served`, `tab`)."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from extractor.desk.app import create_app
from extractor.desk.desk import Desk
from extractor.desk.door import Door
from extractor.desk.home import Home
from extractor.store.database import Database

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"


def desk_in(folder: Path, *, port: int = PORT, url: str | None = None, user: str = "审核员") -> Desk:
    """A desk whose things all lie in `folder`."""
    home = Home(folder / "home").make()
    where = url or home.database
    return Desk(Database.open(where), where, home, user, Door("127.0.0.1", port))


class Asking(TestClient):
    """A test client that asks as the desk's own page does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(create_app(desk), base_url=ORIGIN, raise_server_exceptions=True)
        self.desk = desk
        self.headers.update({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"})

    def enter(self) -> Asking:
        """Take the cookie."""
        assert self.get(self.desk.door.address("/")).status_code == 200
        return self


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[Asking]:
    with Asking(desk) as asking:
        yield asking.enter()


@dataclass
class Served:
    """A desk behind a real port."""

    desk: Desk
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.desk.database.close()


def serve_desk(folder: Path, url: str | None = None, user: str = "审核员") -> Served:
    """Serve a desk from a thread of this process."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    desk = desk_in(folder, port=listener.getsockname()[1], url=url, user=user)
    server = uvicorn.Server(
        uvicorn.Config(create_app(desk), log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    return Served(desk, server, thread)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = serve_desk(tmp_path)
    yield running
    running.stop()


CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@dataclass
class Tab:
    """A page of the browser, and everything that must not happen on it."""

    page: Any
    origin: str
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def watch(self) -> Tab:
        self.page.on("console", lambda m: self.console.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", lambda r: self.failed.append(f"{r.url} {r.failure}"))
        return self

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.origin + "/", "blob:" + self.origin)):
            self.foreign.append(request.url)

    def assert_clean(self) -> None:
        """No console error (a violation of the content security policy is one), no request to elsewhere."""
        assert self.console == []
        assert self.foreign == []


@pytest.fixture
def tab(served: Served, browser: Any) -> Iterator[Tab]:
    """A tab that has entered the served desk; at the end nothing amiss may have happened on it."""
    door = served.desk.door
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    made = Tab(page, f"http://127.0.0.1:{door.port}").watch()
    page.goto(door.address("/"))
    yield made
    made.assert_clean()
    context.close()


def axe_violations(page: Any) -> list[str]:
    """Serious and critical findings of axe-core on a page, one line each. Run through the driver, for the page's own
    policy lets no further script in."""
    from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-not-found,unused-ignore]

    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    world = session.send(
        "Page.createIsolatedWorld", {"frameId": session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]}
    )
    where = {"contextId": world["executionContextId"], "awaitPromise": True, "returnByValue": True}
    session.send("Runtime.evaluate", {"expression": AXE_SCRIPT, **where})
    told = session.send("Runtime.evaluate", {"expression": "axe.run(document)", **where})
    violations = told["result"]["value"]["violations"]
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in violations
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]
