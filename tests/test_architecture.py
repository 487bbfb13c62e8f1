"""docs/architecture.md and its drawing say what is there."""

from __future__ import annotations

import ast
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


def _modules() -> dict[str, Path]:
    names = {}
    for path in sorted((ROOT / "extractor").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def _imported(path: Path, modules: dict[str, Path]) -> set[str]:
    """Modules that a module imports, at the top, inside functions and for types only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in modules else node.module for name in whole}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & modules.keys()


def test_no_circle_of_modules() -> None:
    """Also not through an import inside a function or for types: each module can be read without those above it."""
    modules = _modules()
    open_ = {name: _imported(path, modules) - {name} for name, path in modules.items()}
    while loose := [name for name, needs in open_.items() if not needs & open_.keys()]:
        for name in loose:
            del open_[name]
    circles = {name: sorted(needs & open_.keys()) for name, needs in open_.items()}
    assert circles == {}, "these import each other, or what does"
