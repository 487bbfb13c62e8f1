"""What a database holds, for comparing two: every table but `run`, without times, by natural key."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from extractor.store import schema
from extractor.store.database import Database

_TIMES = {"loaded_at"}


def state(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of all tables, sorted by primary key."""
    with Database.open(url) as database, database.begin() as connection:
        return {
            table.name: [
                tuple(row)
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
