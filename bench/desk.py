"""The desk on a database of a hundred thousand sources: how long its pages take, and what memory the server needs.

    python bench/desk.py [--sources 100000] [--keep FOLDER]

A few dozen filings are read, and their rows copied inside SQLite under other hashes, units and years; the server is
the real one, asked over HTTP as the page asks. Times are medians of seven after one warm-up where "again" is said; the
first view is the first request of a server just started.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psutil

from extractor.batch.ingest import ingest
from extractor.store.database import Database
from extractor.store.queue import refresh_queue

FIRST_SECONDS, NEXT_SECONDS, FACET_SECONDS, MEMORY = 1.0, 0.1, 0.3, 300 * 1024 * 1024
SEED, UNITS = 40, 3000
TABLES = ("form", "amount", "indicator", "finding", "queue")
"""What the desk looks at; the rest would only make the database larger."""


def seed(folder: Path) -> None:
    """Filings of the tests' kind: some with a gap, some without."""
    from tests.desk.filings import text_filing

    folder.mkdir()
    for number in range(SEED):
        people = "" if number % 3 == 0 else f"≥{number * 10}人"
        text = text_filing(f"第{number % 8}局", f"项目{number}", people=people, money=f"{number}.50")
        (folder / f"{number:02}.txt").write_text(text, "utf-8")


def grow(path: Path, sources: int) -> None:
    """Copy every row until there are `sources` sources."""
    times = max(1, sources // SEED)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TEMP TABLE k (n INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO k VALUES (?)", ((n,) for n in range(1, times)))
        fresh = "printf('%08x', k.n) || substr(t.sha256, 9)"
        unit = f"'第' || (k.n % {UNITS}) || '局'"
        for table in ("source", "source_name", *TABLES):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            own = {
                "sha256": fresh,
                "path": "printf('%06d/', k.n) || t.path",
                "unit": unit,
                "department": unit,
                "fiscal_year": "CASE WHEN k.n % 5 = 0 THEN 2023 ELSE t.fiscal_year END",
                "form_key": "t.form_key || k.n",
            }
            if table == "queue":
                own["finding"] = "printf('%08x', k.n) || substr(t.finding, 9)"
            if table in ("form", "finding"):
                own["id"] = "printf('%08x', k.n) || substr(t.id, 9)"
            if table == "amount":
                own.pop("unit")
            chosen = ", ".join(f"{own.get(name, 't.' + name)}" for name in columns)
            connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table} t, k")
        connection.execute("ANALYZE")
    with Database.open(f"sqlite:///{path}") as database:
        begun = time.monotonic()
        with database.begin() as connection_:
            refresh_queue(connection_)
        print(f"queue and counts anew: {time.monotonic() - begun:.1f} s")


class Served:
    """The real command, and a client that has entered."""

    def __init__(self, home: Path, db: str) -> None:
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "extractor", "desk", "--no-browser", "--db", db],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "JIXIAO_HOME": str(home)},
        )
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip().removeprefix("工作台：")
        self.started = time.monotonic() - self.begun
        parts = urllib.parse.urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        # Enter by a static file: the first page is to be timed by itself.
        self.get(f"/enter?{parts.query.split('&to=')[0]}&to=/static/desk.css")

    def get(self, path: str) -> tuple[float, bytes]:
        """(seconds, body)."""
        begun = time.perf_counter()
        with self._opener.open(self.origin + path, timeout=120) as answer:
            body = answer.read()
        return time.perf_counter() - begun, body

    def again(self, path: str) -> float:
        """Median of seven, after one."""
        self.get(path)
        return statistics.median(self.get(path)[0] for _ in range(7))

    def memory(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def processor(self) -> float:
        """Seconds it has worked: on a machine that others load, what counts of the time."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def pages() -> list[tuple[str, str, float]]:
    """(what, path, seconds allowed) of what is asked after the first view."""
    return [
        ("overview again", "/overview", FIRST_SECONDS),
        ("overview, one verdict", "/overview?verdict=%E9%80%80%E5%9B%9E", FIRST_SECONDS),
        ("overview, another year", "/overview?year=2023", FIRST_SECONDS),
        ("one unit", "/overview/unit?name=" + urllib.parse.quote("第7局"), FIRST_SECONDS),
        ("send", "/send", FIRST_SECONDS),
        ("intake", "/intake", FIRST_SECONDS),
        ("queue", "/queue", FIRST_SECONDS),
    ]


def queue_pages(served: Served) -> list[tuple[str, str, float]]:
    """What 核对 asks for: the list with its counts, the next page of it, one finding with all about it."""
    rows = json.loads(served.get("/queue/list")[1])["rows"]
    middle, unit = rows[len(rows) // 2], urllib.parse.quote("第1500局")
    after = urllib.parse.quote(rows[-1]["key"])
    return [
        ("queue, page", "/queue", FIRST_SECONDS),
        ("queue, list and facets", "/queue/list", FACET_SECONDS),
        ("queue, two facets chosen", f"/queue/list?code={middle['code']}&severity={middle['severity']}", FACET_SECONDS),
        ("queue, one unit", f"/queue/list?unit={unit}", FACET_SECONDS),
        ("queue, all states, a year", "/queue/list?state=all&year=2023", FACET_SECONDS),
        ("queue, next page", f"/queue/list?facets=0&after={after}", NEXT_SECONDS),
        ("queue, next finding", f"/queue/item/{middle['sha256']}/{middle['finding']}", NEXT_SECONDS),
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--keep", type=Path, help="folder of the database, used again where it is there")
    given = options.parse_args()
    home = given.keep or Path(tempfile.mkdtemp(prefix="jixiao-bench-desk-"))
    path = home / f"year-{given.sources}.db"
    if not path.is_file():
        shutil.rmtree(home / "in", ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
        seed(home / "in")
        begun = time.monotonic()
        ingest([str(home / "in")], db=f"sqlite:///{path}", workers=2, ocr=False)
        grow(path, given.sources)
        print(f"database of {given.sources} sources: {time.monotonic() - begun:.0f} s, {path.stat().st_size >> 20} MiB")
    missed = []

    def told(what: str, seconds: float, allowed: float) -> None:
        print(f"{what:<28}{seconds * 1000:8.0f} ms   (allowed {allowed * 1000:.0f})")
        if seconds > allowed:
            missed.append(what)

    served = Served(home / "home", f"sqlite:///{path}")
    try:
        print(f"{'start of the server':<28}{served.started * 1000:8.0f} ms")
        before = served.processor()
        told("first view", served.get("/overview")[0], FIRST_SECONDS)
        print(
            f"{'  of it, processor':<28}{(served.processor() - before) * 1000:8.0f} ms   (load "
            f"{os.getloadavg()[0]:.0f} on {os.cpu_count()} processors)"
        )
        for what, address, allowed in pages():
            told(what, served.again(address), allowed)
        for what, address, allowed in queue_pages(served):
            told(what, served.again(address), allowed)
        memory = served.memory()
        print(f"{'memory of the server':<28}{memory >> 20:8} MiB  (allowed {MEMORY >> 20})")
        if memory > MEMORY:
            missed.append("memory")
    finally:
        served.stop()
        if given.keep is None:
            shutil.rmtree(home, ignore_errors=True)
    if missed:
        print("missed: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
