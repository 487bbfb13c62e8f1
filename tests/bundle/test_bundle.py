"""What is handed to an office without a network: the scripts as their machines read them, the wants of
pyproject.toml, the lock.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bundle.make import HERE, this_platform
from bundle.platforms import PLATFORMS, options, requirements
from tests import ROOT

_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def _names(lines: list[str]) -> set[str]:
    found = (_NAME.match(line) for line in lines if not line.startswith("#"))
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


def test_wheels_are_asked_for_and_nothing_is_built() -> None:
    assert this_platform() in PLATFORMS
    given = options("linux-arm64", "3.12")
    assert "--only-binary=:all:" in given and given.count("--platform") == 4


def test_the_extras_that_an_office_gets_are_asked_for_once() -> None:
    core, all_of_them = requirements(()), requirements()
    assert set(core) < set(all_of_them)
    assert len(all_of_them) == len(set(all_of_them))


def test_the_lock_names_every_dependency_exactly() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert all(line.startswith("#") or "==" in line for line in lines)
    assert _names(requirements()) <= _names(lines)


def test_a_chinese_windows_reads_the_script() -> None:
    text = (HERE / "install.bat").read_text("utf-8")
    assert text.encode("gbk").decode("gbk") == text
    assert text.startswith("@echo off")


@pytest.mark.parametrize("occupied", [True, False])
def test_the_script_says_what_is_missing(tmp_path: Path, occupied: bool) -> None:
    version = "3.99" if not occupied else "@PYTHON@"
    target = tmp_path / "there"
    if occupied:
        import sys

        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        target.mkdir()
    script = tmp_path / "install.sh"
    script.write_text((HERE / "install.sh").read_text("utf-8").replace("@PYTHON@", version), "utf-8")
    done = subprocess.run(["sh", str(script), str(target)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert ("已经存在" if occupied else "没有找到 Python 3.99") in done.stderr
