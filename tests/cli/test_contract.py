"""Corners of the contract's command line: what an interruption keeps, names in archives, redaction everywhere,
exit codes.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.work import Outcome, Task, perform
from extractor.cli import run, walk
from extractor.errors import ExitCode
from extractor.intake.discover import Located
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests.cli.test_cli import jixiao

SECRETS = ("梁畅", "汤建军", "2721288")


class _StoppedCrew:
    """Reads so many sources, then Ctrl-C is pressed."""

    def __init__(self, done: int) -> None:
        self._done = done

    def in_order(self, found: list[Located]) -> Iterator[tuple[Located, Outcome]]:
        rules = load_rules()
        for located in found[: self._done]:
            yield located, perform(located, Task(), rules, DEFAULTS)
        raise KeyboardInterrupt


def _stop_after(done: int, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Located(path.name, path.name, str(path)) for path in paths]

    @contextlib.contextmanager
    def sources(*_: Any) -> Iterator[Any]:
        yield found, _StoppedCrew(done)

    monkeypatch.setattr(walk, "sources", sources)


@pytest.fixture
def three(tmp_path: Path, sample: Path) -> list[Path]:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for path in paths:
        path.write_bytes(sample.read_bytes())
    return paths


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_interrupted_extract_keeps_what_was_done(
    format: str, three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_after(2, three, monkeypatch)
    out = tmp_path / f"all.{format}"
    assert run.extract([str(p) for p in three], out=str(out), format=format, quiet=True) == ExitCode.INTERRUPTED
    assert len(out.read_text("utf-8").splitlines()) == {"jsonl": 2, "csv": 1 + 2 * 39}[format]


def test_an_interrupted_check_reports_what_was_done(
    three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_after(2, three, monkeypatch)
    out = tmp_path / "report.json"
    assert run.check([str(p) for p in three], out=str(out), format="json", quiet=True) == ExitCode.INTERRUPTED
    assert [section["source"]["path"] for section in json.loads(out.read_text("utf-8"))] == ["0.txt", "1.txt"]


def test_interrupted_before_the_first_an_older_output_stays(
    three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_after(0, three, monkeypatch)
    out = tmp_path / "all.jsonl"
    out.write_text("older")
    assert run.extract([str(p) for p in three], out=str(out), format="jsonl", quiet=True) == ExitCode.INTERRUPTED
    assert run.check([str(p) for p in three], out=str(out), format="json", quiet=True) == ExitCode.INTERRUPTED
    assert out.read_text() == "older"


def test_names_below_an_archive(tmp_path: Path, sample: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as opened:
        opened.writestr("1.txt", sample.read_bytes())
    named = "填报/目标表.txt".encode("gbk")
    with zipfile.ZipFile(tmp_path / "X.zip", "w") as opened:
        opened.writestr("n.zip", inner.getvalue())
        opened.writestr("A" * len(named), sample.read_bytes())
    archive = (tmp_path / "X.zip").read_bytes().replace(b"A" * len(named), named)
    (tmp_path / "X.zip").write_bytes(archive)
    assert jixiao("extract", tmp_path / "X.zip", "-o", tmp_path / "out").returncode == 0
    made = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.json"))
    assert made == ["X.zip/n.zip/1.txt.json", "X.zip/填报/目标表.txt.json"]
    piped = jixiao("extract", "-", stdin=archive)
    assert sorted(json.loads(line)["source"]["path"] for line in piped.stdout.splitlines()) == [
        "-/n.zip/1.txt",
        "-/填报/目标表.txt",
    ]


@pytest.mark.parametrize("stage", [None, "document", "blocks", "forms"])
def test_redaction_reaches_every_stage(stage: str | None, sample: Path) -> None:
    plain = jixiao("extract", sample, *(["--dump-stage", stage] if stage else [])).stdout.decode()
    masked = jixiao("extract", sample, "--redact", *(["--dump-stage", stage] if stage else [])).stdout.decode()
    assert any(secret in plain for secret in SECRETS)
    assert not any(secret in masked for secret in SECRETS)


def test_the_project_person_is_a_person(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "a.txt").write_text(
        sample.read_text("utf-8").replace("单位负责人签字：汤建军", "项目负责人：欧阳建军"), "utf-8"
    )
    done = jixiao("extract", tmp_path / "a.txt")
    assert "欧阳建军" in done.stdout.decode()
    assert "欧阳建军" not in jixiao("extract", "--redact", tmp_path / "a.txt").stdout.decode()


def test_fail_on_wins_over_nothing_but_success(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "plain.txt").write_text("没有表的文字")
    (tmp_path / "empty").mkdir()
    cases: list[tuple[tuple[object, ...], int]] = [
        ((sample,), 4), ((sample, tmp_path / "empty.txt"), 1), ((tmp_path / "empty.txt",), 3),
        ((tmp_path / "plain.txt",), 0), ((tmp_path / "empty",), 3), ((sample, tmp_path / "none"), 2),
    ]  # fmt: skip
    for paths, code in cases:
        done = jixiao("check", *paths, "--fail-on", "error", "--format", "json")
        assert done.returncode == code, paths
        assert b"Traceback" not in done.stderr
        if code != 2:
            assert isinstance(json.loads(done.stdout), list)
        if code in (1, 3):
            assert "。" in done.stderr.decode()


def test_match_breaks_no_line(sample: Path) -> None:
    for format in ("text", "json"):
        done = jixiao("match", "-", "--format", format, stdin="甲\x85乙\n\n丙\u2028丁\r\n戊".encode())
        assert len(done.stdout.decode().splitlines()) == 4


def test_a_rule_file_under_a_wrong_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "quailty.yaml").write_text("score: {}\n")
    done = jixiao("rules", "check", "--rules", tmp_path)
    assert done.returncode == 0
    assert "quailty.yaml" in done.stderr.decode()
