"""Debian's PostgreSQL, started in a folder of its own on a socket, for tests of what two people share."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa


def _bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else Path(shutil.which("initdb") or "initdb").parent


@contextmanager
def running() -> Iterator[str]:
    """URL prefix of a running server; `fresh` makes a database on it."""
    home = Path(tempfile.mkdtemp(prefix="jxpg-"))
    as_owner: list[str] = []
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def run(tool: str, *arguments: str) -> None:
        command = [*as_owner, str(_bin() / tool), "-D", str(home / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    run("initdb", "-U", "jixiao", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-w", "-o", f"-k {home} -c listen_addresses= -c fsync=off", "-l", str(home / "log"), "start")
    try:
        yield f"postgresql://jixiao@/NAME?host={home}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def fresh(server: str, like: str | None = None) -> str:
    """URL of a new database: empty, or a copy of the one at the URL `like` (which nobody may have open)."""
    name = f"t{uuid4().hex[:12]}"
    admin = server.replace("NAME", "postgres").replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        template = f" TEMPLATE {sa.make_url(like).database}" if like else ""
        connection.exec_driver_sql(f"CREATE DATABASE {name}{template}")
    engine.dispose()
    return server.replace("NAME", name)
