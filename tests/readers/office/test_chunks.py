"""LibreOffice as a program: chunks, hangs, crashes, lies, and nothing left behind. A fake stands in for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from extractor.batch.convert import Chunk, Lineup
from extractor.batch.crew import Crew
from extractor.batch.work import Outcome, Task, perform
from extractor.errors import MissingProgramError, SourceError
from extractor.intake.discover import Located, discover
from extractor.readers.office import soffice
from extractor.readers.office.soffice import Input, convert
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests.make.fake_soffice import fake_soffice, rtf
from tests.make.office import saved_as
from tests.make.write_docx import docx
from tests.readers.test_metamorphic import BLOCKS

QUICK = replace(DEFAULTS, convert_seconds=4.5)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    room = tmp_path / "program"
    room.mkdir()
    monkeypatch.setenv("JIXIAO_SOFFICE", str(fake_soffice(room)))
    yield room
    assert left_behind(tmp_path) == []


def left_behind(marker: Path, seconds: float = 6.0) -> list[str]:
    """Command lines that name a folder, after they have had some time to go."""
    deadline = time.monotonic() + seconds
    while True:
        found = []
        for process in psutil.process_iter():
            try:
                line = " ".join(process.cmdline())
                if str(marker) in line and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(line)
            except psutil.Error:
                continue
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def calls(room: Path) -> list[int]:
    return [int(line) for line in (room / "calls").read_text().split()]


def folder(tmp_path: Path, contents: dict[str, bytes]) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for name, data in contents.items():
        (made / name).write_bytes(data)
    return made


def outcomes(top: Path, workers: int = 1) -> dict[str, Outcome]:
    with Crew(Task(), QUICK) as crew:
        crew.start(workers)
        return {located.name: outcome for located, outcome in crew.in_order(discover([str(top)], QUICK))}


def test_forty_files_are_two_calls_and_read_as_if_alone(fake: Path, tmp_path: Path) -> None:
    top = folder(tmp_path, {f"{n:02}.rtf": rtf(f"number {n}") for n in range(40)} | {"a.txt": "绩效".encode()})
    together = outcomes(top, workers=2)
    assert calls(fake) == [20, 20]
    rules = load_rules()
    for located in discover([str(top)], QUICK)[:4]:
        assert together[located.name].payload == perform(located, Task(), rules, QUICK).payload
    assert {outcome.status for outcome in together.values()} == {"ok"}


def test_who_hangs_fails_alone(fake: Path, tmp_path: Path) -> None:
    top = folder(tmp_path, {f"{n:02}.rtf": rtf("HANG" if n == 3 else f"number {n}") for n in range(12)})
    found = outcomes(top)
    assert found.pop("03.rtf").category == "timeout"
    assert {outcome.status for outcome in found.values()} == {"ok"}
    assert calls(fake)[:2] == [12, 8], "the chunk goes on behind the one that hung"


@pytest.mark.parametrize("word", ["CRASH", "REFUSE", "CUT"])
def test_who_crashes_or_cannot_be_opened_fails_alone(fake: Path, tmp_path: Path, word: str) -> None:
    top = folder(tmp_path, {f"{n:02}.rtf": rtf(word if n == 1 else f"number {n}") for n in range(8)})
    found = outcomes(top)
    assert found.pop("01.rtf").category == "unreadable"
    assert {outcome.status for outcome in found.values()} == {"ok"}


def test_a_single_call_is_ended_at_its_limit(fake: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError) as caught:
        convert(Input(rtf("HANG"), "rtf"), 1.0)
    assert caught.value.category == "timeout"
    assert time.monotonic() - begun < 8


def test_no_program_is_said_and_costs_only_its_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_SOFFICE", str(tmp_path / "nowhere"))
    assert soffice.program() is None
    with pytest.raises(MissingProgramError):
        convert(Input(rtf("x"), "rtf"), 5)
    top = folder(tmp_path, {"a.rtf": rtf("x"), "b.rtf": rtf("y"), "c.docx": docx(BLOCKS)})
    found = outcomes(top)
    assert [found[name].category for name in ("a.rtf", "b.rtf", "c.docx")] == [
        "missing-program",
        "missing-program",
        None,
    ]
    assert "LibreOffice" in found["a.rtf"].remedy


@pytest.mark.skipif(os.name != "posix", reason="process groups")
@pytest.mark.parametrize("after", [0.9, 1.7, 2.6])
def test_a_killed_run_leaves_no_converter(fake: Path, tmp_path: Path, after: float) -> None:
    top = folder(tmp_path, {f"{n:02}.rtf": rtf("HANG") for n in range(4)})
    _run_and_kill(top, tmp_path, after)
    assert left_behind(tmp_path) == []


@pytest.mark.needs_libreoffice
def test_a_killed_run_leaves_no_soffice(tmp_path: Path) -> None:
    data = saved_as([docx(BLOCKS)], "doc")[0]
    top = folder(tmp_path, {f"{n:02}.doc": data + bytes([n]) for n in range(20)})
    for after in (2.2, 4.1):
        _run_and_kill(top, tmp_path, after)
        assert left_behind(tmp_path) == []


def _run_and_kill(top: Path, tmp_path: Path, after: float) -> None:
    """Start a run that keeps its temporary files below `tmp_path` and kill it alone, without a chance to clean up."""
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "extract", str(top), "-o", f"{tmp_path / 'out'}/", "--quiet"],
        env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_sources_wait_for_their_chunk_and_others_go_on() -> None:
    names = ["a.rtf", "b.txt", "c.rtf", "d.txt", "e.rtf"]
    lineup = Lineup([Located(name, name, name) for name in names], lambda number: number < 4)
    chunk = lineup.next()
    assert isinstance(chunk, Chunk) and [source.name for source in chunk.sources] == ["a.rtf", "c.rtf", "e.rtf"]
    assert [_name(lineup), _name(lineup), _name(lineup)] == ["b.txt", "d.txt", None]
    chunk.done = True
    assert [_name(lineup), _name(lineup), _name(lineup)] == ["a.rtf", "c.rtf", None]
    assert lineup, "e.doc must wait until it may start"


def _name(lineup: Lineup) -> str | None:
    job = lineup.next()
    return job[1].name if isinstance(job, tuple) else None


def test_doc_files_are_lined_up_only_where_libreoffice_is_asked() -> None:
    items = [Located(name, name, name) for name in ("a.doc", "b.rtf", "c.wps", "d.odt")]
    for office, wanted in (("own", ["b.rtf", "d.odt"]), ("libreoffice", ["a.doc", "b.rtf", "c.wps", "d.odt"])):
        lineup = Lineup(items, lambda _: True, office)
        found = [lineup.next() for _ in range(3)]
        chunk = next(one for one in found if isinstance(one, Chunk))
        assert [source.name for source in chunk.sources] == wanted
