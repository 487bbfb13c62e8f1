"""Shared by all tests: which optional programs are here, and skipping what needs one that is not.

With JIXIAO_REQUIRE_ALL=1 nothing is skipped: a missing program fails its tests.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _there(marker: str) -> bool:
    if marker == "needs_libreoffice":
        return bool(shutil.which("soffice") or shutil.which("libreoffice"))
    if marker == "needs_chromium":
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    if marker == "needs_postgres":
        return bool(_POSTGRES or shutil.which("initdb")) and importlib.util.find_spec("psycopg") is not None
    return all(importlib.util.find_spec(name) is not None for name in ("cv2", "onnxruntime"))


_MARKERS = ("needs_libreoffice", "needs_chromium", "needs_postgres", "needs_ocr")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("JIXIAO_REQUIRE_ALL") == "1":
        return
    missing = {marker for marker in _MARKERS if not _there(marker)}
    for item in items:
        for marker in missing:
            if item.get_closest_marker(marker) is not None:
                item.add_marker(pytest.mark.skip(reason=f"{marker}: the program is not installed"))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The public filing of 沅江市总工会, 2024."""
    return next((Path(__file__).parent.parent / "samples").glob("*zonggonghui*.txt"))
