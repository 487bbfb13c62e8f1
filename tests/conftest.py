"""Shared by all tests: which optional programs are here, and skipping what needs one that is not.

With JIXIAO_REQUIRE_ALL=1 nothing is skipped: a missing program fails its tests.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from tests import warm

# A busy machine fails no test: a draw that waits for a core is not a strategy that is too slow.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _there(marker: str) -> bool:
    if marker == "needs_libreoffice":
        return bool(shutil.which("soffice") or shutil.which("libreoffice"))
    if marker == "needs_chromium":
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    if marker == "needs_postgres":
        return bool(_POSTGRES or shutil.which("initdb")) and importlib.util.find_spec("psycopg") is not None
    if marker == "needs_ray":
        return importlib.util.find_spec("ray") is not None
    return all(importlib.util.find_spec(name) is not None for name in ("cv2", "onnxruntime"))


_MARKERS = ("needs_libreoffice", "needs_chromium", "needs_postgres", "needs_ocr", "needs_ray")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("JIXIAO_REQUIRE_ALL") == "1":
        return
    missing = {marker for marker in _MARKERS if not _there(marker)}
    for item in items:
        for marker in missing:
            if item.get_closest_marker(marker) is not None:
                item.add_marker(pytest.mark.skip(reason=f"{marker}: the program is not installed"))


def pytest_sessionfinish() -> None:
    warm.end()


@pytest.fixture(scope="session")
def sample() -> Path:
    """The public filing of 沅江市总工会, 2024."""
    return next((Path(__file__).parent.parent / "samples").glob("*zonggonghui*.txt"))


def _bin() -> Path:
    return _POSTGRES[-1].parent if _POSTGRES else Path(shutil.which("initdb") or "initdb").parent


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL prefix of a running server; a database name is to be added before the `?`."""
    home = Path(tempfile.mkdtemp(prefix="jxpg-"))
    as_owner: list[str] = []
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    tools = _bin()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(
        [
            *as_owner,
            str(tools / "initdb"),
            "-D",
            str(home / "data"),
            "-U",
            "jixiao",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        **quiet,
    )  # type: ignore[call-overload]
    options = f"-k {home} -c listen_addresses= -c fsync=off"
    control = [*as_owner, str(tools / "pg_ctl"), "-D", str(home / "data"), "-w"]
    subprocess.run([*control, "-o", options, "-l", str(home / "log"), "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgresql://jixiao@/NAME?host={home}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    name = f"t{abs(hash(request.node.name)) % 10**8}"
    admin = sa.create_engine(
        server.replace("NAME", "postgres").replace("postgresql://", "postgresql+psycopg://"),
        isolation_level="AUTOCOMMIT",
    )
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return server.replace("NAME", name)
