"""Small commands in this process: what they print, and what a missing program or a wrong rule file looks like."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.cli import commands, doctor
from extractor.errors import ExitCode, RuleBookError, UsageError
from extractor.ground import posix, rulefile
from extractor.settings import DEFAULTS

Said = pytest.CaptureFixture[str]


@pytest.fixture
def said(capfdbinary: Any) -> Any:
    """What was printed, as text."""
    return lambda: capfdbinary.readouterr().out.decode("utf-8")


# ---- doctor


def test_doctor_names_what_is_there(said: Any) -> None:
    assert doctor.command() == ExitCode.OK
    text = said()
    for words in (
        "可用  extractor.readers.word.docx：docx",
        "规则库",
        "安全隔离",
        f"file_seconds = {DEFAULTS.file_seconds}",
    ):
        assert words.split("：")[0] in text
    assert "缺少  extractor" not in text
    assert doctor.command("json") == ExitCode.OK
    told = json.loads(said())
    assert set(told) == {"program", "readers", "libraries", "programs", "rules", "limits", "isolation"}


def test_doctor_names_what_is_missing_and_how_to_get_it(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    there = doctor._there
    monkeypatch.setattr(doctor, "_there", lambda module: module not in ("lxml", "py7zr") and there(module))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    doctor.command()
    text = said()
    assert "缺少  lxml（docx、xlsx、html、odt）：pip install lxml" in text
    assert '缺少  py7zr（7z 压缩包）：pip install "jixiao-extractor[archives]"' in text
    assert "缺少  soffice" in text and "请安装 soffice" in text and "请安装 unrar" in text
    missing = doctor._library("lxml", "lxml", "", None)
    assert (missing["usable"], missing["version"]) == (False, None)


@pytest.mark.parametrize(
    ("answer", "usable", "version"),
    [
        (b"LibreOffice 7.4\nmore\n", True, "LibreOffice 7.4"),
        (b"  \n", True, None),
        (OSError("not executable"), False, None),
        (subprocess.TimeoutExpired("soffice", 20), False, None),
    ],
)
def test_a_program_that_answers_nothing_or_hangs(
    monkeypatch: pytest.MonkeyPatch, answer: Any, usable: bool, version: str | None
) -> None:
    def run(*_: Any, **__: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(stdout=answer)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/opt/{name}" if name == "libreoffice" else None)
    found = doctor._program(("soffice", "libreoffice"), "转换", ("--version",))
    assert (found["usable"], found["version"]) == (usable, version)
    assert (found["name"], found["remedy"]) == (("libreoffice", None) if usable else ("soffice", "请安装 soffice"))


def test_doctor_says_what_is_wrong_with_the_rules(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuleBookError("labels.yaml 第 3 行有误", "请核对")

    monkeypatch.setattr("extractor.rulebook.load_rules", broken)
    doctor.command()
    assert "有误：labels.yaml 第 3 行有误" in said()


def test_doctor_says_how_files_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posix, "LINUX", False)
    (elsewhere,) = doctor._isolation()
    monkeypatch.setattr(posix, "POSIX", False)
    (windows,) = doctor._isolation()
    assert "非 Linux" in elsewhere and "Windows" in windows


def test_a_module_of_a_missing_package_is_missing() -> None:
    assert not doctor._there("no_such_package.reader") and doctor._there("json")
    assert doctor._version("no-such-distribution") is None


# ---- rules


def test_rules_are_listed_and_explained(said: Any) -> None:
    commands.rules_list(format="json")
    rows = json.loads(said())
    commands.rules_list()
    lines = said().splitlines()
    assert len(lines) == len(rows) > 20
    assert all(row["code"] in line and row["title"] in line for row, line in zip(rows, lines))
    commands.rules_show(rows[0]["code"])
    assert rows[0]["code"] in said()
    with pytest.raises(UsageError):
        commands.rules_show("no-such-code")


def test_files_that_override_nothing_are_named(tmp_path: Path) -> None:
    assert commands._strays(None) == []
    for name in ("quality.yaml", "qualty.yaml", "labels.yml", "notes.txt"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text("", "utf-8")
    (tmp_path / "forms" / "own.yml").write_text("", "utf-8")
    assert commands._strays(str(tmp_path)) == [
        str(tmp_path / name) for name in ("forms/own.yml", "labels.yml", "qualty.yaml")
    ]
    assert (rulefile.shipped_dir() / "quality.yaml").exists()


def test_a_folder_without_filings_suggests_nothing(tmp_path: Path, capfd: Said) -> None:
    assert commands.rules_suggest([str(tmp_path)]) == ExitCode.NOTHING_READ
    assert "没有找到可读取的文件" in capfd.readouterr().err
    with pytest.raises(UsageError):
        commands.rules_suggest([str(tmp_path / "gone")])


# ---- match


def test_labels_are_matched_a_line_each(said: Any) -> None:
    commands.match(["主管部门", "鹳雀楼匾额朝向", "社会效益指标标"])
    first, second, third = said().splitlines()
    assert first.startswith("主管部门\t主管部门\t") and "exact" in first
    assert second.startswith("鹳雀楼匾额朝向\t（未认出）")
    assert "疑似错字" in third and "社会效益指标" in third


def test_json_answers_break_no_line(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO("\ufeff项目名称\r\n主管\u2028部门\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    commands.match(["-"], format="json", kind="field")
    told = [json.loads(line) for line in said().splitlines()]
    assert [(each["text"], each["method"]) for each in told][0] == ("项目名称", "exact")
    assert told[0]["runner_up"] is None and told[1]["text"] == "主管\u2028部门" and len(told) == 2


# ---- evaluate and schema


def test_a_golden_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不存在"):
        commands.evaluate(str(tmp_path / "gone"))


@pytest.mark.parametrize("format", ["text", "json"])
def test_documents_are_held_against_golden_ones(said: Any, tmp_path: Path, format: str) -> None:
    golden = Path(__file__).parents[2] / "golden"
    commands.evaluate(str(golden), format=format)
    text = said()
    if format == "json":
        told = json.loads(text)
        assert told["files"] > 3 and told["wrong"] == []
        assert all(each["right"] == each["total"] for each in told["fields"])
    else:
        assert text.strip()


def test_the_schema_is_one(said: Any) -> None:
    commands.schema()
    told = json.loads(said())
    assert "forms" in told["properties"] and told["$defs"]
