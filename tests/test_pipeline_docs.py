"""docs/pipeline.md: every block marked `run` runs, in order, in one folder, on the repository's samples."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

BLOCK = re.compile(r"```(\w+) (run|duckdb)\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str, str]]:
    return [
        (found[1], found[2], found[3]) for found in BLOCK.finditer((ROOT / "docs" / "pipeline.md").read_text("utf-8"))
    ]


def test_the_examples_run_in_order(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    for sample in (ROOT / "samples").glob("*.*"):
        if sample.suffix in (".docx", ".xlsx", ".txt", ".html"):
            shutil.copy(sample, tmp_path / "samples")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    kinds = []
    for language, how, text in blocks():
        kinds.append(language)
        if language == "sh":
            text = text.replace("jixiao ", f"{sys.executable} -m extractor ")
            subprocess.run(["bash", "-euc", text], cwd=tmp_path, env=env, check=True, stdout=subprocess.DEVNULL)
        elif language == "python":
            subprocess.run([sys.executable, "-c", text], cwd=tmp_path, env=env, check=True)
        elif language == "sql" and how == "run":
            with sqlite3.connect(tmp_path / "year.db") as plain:
                plain.execute(text).fetchall()
    assert kinds == ["sh", "python", "python", "sql", "sql"]


def test_the_duckdb_example_runs_where_duckdb_is(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "v_indicator.csv").write_text('unit,target_kind\n"甲","empty"\n"甲","number"\n', "utf-8")
    (text,) = [text for _, how, text in blocks() if how == "duckdb"]
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert duckdb.sql(text).fetchall() == [("甲", 2, 1)]
    finally:
        os.chdir(here)


def test_the_public_names_show() -> None:
    import extractor

    assert set(extractor.__all__) <= set(dir(extractor))


def test_every_property_of_the_schema_is_described() -> None:
    from extractor.model.extraction import json_schema

    made = json_schema()
    silent = [
        f"{name}.{key}"
        for name, entry in (("Extraction", made), *made["$defs"].items())
        for key, found in entry.get("properties", {}).items()
        if not found.get("description")
    ]
    assert silent == []
