"""docs/architecture.md and its drawing say what is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests import ROOT
from tests.make import drawing

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_drawing_is_the_one_of_the_imports(tmp_path: Path) -> None:
    drawing.main(tmp_path / "rooms.svg")
    assert (tmp_path / "rooms.svg").read_text("utf-8") == drawing.TARGET.read_text("utf-8"), "run make drawing"


def test_a_page_stays_a_page() -> None:
    assert len(PAGE.splitlines()) <= 120


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|yaml|md))`", PAGE))
    assert len(named) > 40
    missing = [name for name in sorted(named) if not any((home / name).exists() for home in (ROOT / "extractor", ROOT))]
    assert not missing


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no history here")
def test_the_commits_it_shows_are_real() -> None:
    for commit in re.findall(r"\b[0-9a-f]{7}\b", PAGE):
        found = subprocess.run(["git", "cat-file", "-t", commit], cwd=ROOT, capture_output=True, text=True, check=False)
        assert found.stdout.strip() == "commit" or _shallow(), commit


def _shallow() -> bool:
    asked = ["git", "rev-parse", "--is-shallow-repository"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() != "false"


def test_rooms_reduced_keep_what_can_be_reached() -> None:
    edges = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert drawing.reduced(edges) == {"a": {"b"}, "b": {"c"}, "c": set()}
    assert drawing.levels(edges) == {"a": 2, "b": 1, "c": 0}
