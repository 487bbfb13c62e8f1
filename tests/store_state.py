"""What a database holds, for comparing two: every table but `run`, without times, by natural key."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from extractor.store import schema
from extractor.store.database import Database
from extractor.store.rows import plain_value
from tests import warm

_TIMES = {"loaded_at"}


def state(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of all tables, sorted by primary key."""
    with Database.open(url) as database, database.begin() as connection:
        return {
            table.name: [
                tuple(map(plain_value, row))
                for row in connection.execute(
                    sa.select(*(c for c in table.columns if c.name not in _TIMES)).order_by(*table.primary_key)
                )
            ]
            for table in schema.metadata.sorted_tables
            if table.name != "run"
        }


def counts(url: str) -> dict[str, int]:
    """Rows a table."""
    return {name: len(rows) for name, rows in state(url).items()}


_INGEST = """
from extractor.batch.ingest import ingest
ingest([sys.argv[1]], db=sys.argv[2], workers=2, rules_dir=sys.argv[3] or None)
"""


def loaded(db: Path) -> int:
    """Sources in an SQLite file that another process may be writing; 0 while it has no tables."""
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=5)) as plain:
            return int(plain.execute("SELECT count(*) FROM source").fetchone()[0])
    except sqlite3.Error:
        return 0


def killed_at(folder: Path, db: Path, at: int, pause: float, rules: str) -> bool:
    """Ingest in a process of its own, kill -9 once `at` sources are loaded and `pause` has passed; False = it was
    done.
    """
    driver = warm.mother()
    driver.start([str(folder), f"sqlite:///{db}", rules], script=_INGEST)
    deadline = time.monotonic() + 120
    while not driver.ended() and loaded(db) < at and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(pause)
    if driver.ended():
        driver.code()
        return False
    os.kill(driver.pid, signal.SIGKILL)
    return driver.code() == -signal.SIGKILL
