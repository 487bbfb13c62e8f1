"""`jixiao forget PATH`: a source is no longer in force; its rows stay, and a later ingest of
the path brings it back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath

import sqlalchemy as sa

from extractor.errors import ExitCode, UsageError
from extractor.ground.say import put
from extractor.store import schema
from extractor.store.database import Database, must_exist
from extractor.store.force import settle_force
from extractor.store.queue import refresh_queue
from extractor.store.units import load_filing_book


def forget(db: str, path: str, rules_dir: str | None = None) -> list[str]:
    """Take a source, or all below a folder, out of force.

    Args:
        db: an SQLAlchemy URL.
        path: as the ingest knew it (below the folder given to it, or with that folder's name before it), or where the
            file lies or lay on this machine.
        rules_dir: where `filings.yaml` names what is 正本.

    Returns:
        The paths (folder's name before them) that were in force and are no longer.

    Raises:
        UsageError: no such database, or no source of that path in force.
    """
    decided = load_filing_book(rules_dir)
    with Database.open(must_exist(db)) as database:
        return database.transact(lambda connection: _forget(connection, path, decided.originals))


def _forget(connection: sa.Connection, path: str, originals: list[str]) -> list[str]:
    names = schema.source_name
    rows = connection.execute(sa.select(names.c.sha256, names.c.root, names.c.path).where(names.c.present)).all()
    found = next((hit for word in _wordings(path) if (hit := [r for r in rows if _is_at(r.root, r.path, *word)])), [])
    if not found:
        raise UsageError(
            f"库中没有路径为 {path} 的有效来源", "路径请按 jixiao ingest 显示的写法，例如 交通局/整体.docx"
        )
    keys = [{"sha": row.sha256, "root_": row.root, "path_": row.path} for row in found]
    here = (names.c.sha256 == sa.bindparam("sha")) & (names.c.root == sa.bindparam("root_"))
    connection.execute(names.update().where(here & (names.c.path == sa.bindparam("path_"))).values(present=False), keys)
    settle_force(connection, originals)
    refresh_queue(connection)
    return sorted(f"{row.root}/{row.path}" for row in found)


def _wordings(path: str) -> Iterator[tuple[str, bool]]:
    """The path as written, then as its folders name it, the longest first (…/2024/a.docx is 2024/a.docx there); and
    whether the ingest's folder may be left out before it."""
    yield str(PurePosixPath(path.replace(os.sep, "/"))), True
    parts = PurePosixPath(os.path.abspath(path).replace(os.sep, "/")).parts  # noqa: PTH100  (the file may be gone)
    yield from (("/".join(parts[n:]), False) for n in range(1, len(parts) - 1))


def _is_at(root: str, path: str, word: str, bare: bool) -> bool:
    whole = f"{root}/{path}"
    return word == whole or whole.startswith(f"{word}/") or bare and (word == path or path.startswith(f"{word}/"))


def command(path: str, db: str, rules: str | None = None) -> ExitCode:
    """`jixiao forget`."""
    gone = forget(db, path, rules)
    lines = [f"不再有效的来源 {len(gone)} 个："] + [f"  {name}" for name in gone]
    put(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    return ExitCode.OK
