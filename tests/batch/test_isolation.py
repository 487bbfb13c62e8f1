"""A reader that hangs, exits, kills itself, floods or eats memory costs one file and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from extractor.batch.crew import Crew, CrewError
from extractor.batch.work import Outcome, Task
from extractor.errors import RuleBookError
from extractor.intake.discover import Located, discover
from extractor.settings import DEFAULTS
from tests import HERE

sys.path.append(str(HERE))  # children get our sys.path, and find the fake reader
FAKE = Task(readers={"txt": "fake_reader"})
QUICK = replace(DEFAULTS, file_seconds=1.5, child_memory_bytes=400 * 1024 * 1024)
MIB = 1024 * 1024


def _run(folder: Path, workers: int = 1, task: Task = FAKE, settings: object = QUICK) -> dict[str, Outcome]:
    found = discover([str(folder)], QUICK)
    with Crew(task, settings) as crew:  # type: ignore[arg-type]
        crew.start(workers)
        return {located.path: outcome for located, outcome in crew.in_order(found)}


@pytest.fixture
def folder(tmp_path: Path, sample: Path) -> Path:
    home = tmp_path / "in"
    home.mkdir()
    for number in (1, 3, 5):
        (home / f"{number}.txt").write_bytes(sample.read_bytes() + b"\n" * number)
    return home


DEEDS = {"hang": "timeout", "spin": "timeout", "exit": "crash", "kill": "crash", "raise": "crash", "allocate": "memory"}


def test_a_bad_reader_costs_one_file(folder: Path) -> None:
    clean = _run(folder)
    assert {o.status for o in clean.values()} == {"ok"}
    for number, deed in enumerate(DEEDS):
        (folder / f"{number}-{deed}.txt").write_text(f"MOCK {deed}")
    bad = _run(folder, workers=2)
    assert {p: o.payload for p, o in bad.items() if p in clean} == {p: o.payload for p, o in clean.items()}
    for number, (deed, category) in enumerate(DEEDS.items()):
        outcome = bad[f"{number}-{deed}.txt"]
        source = json.loads(outcome.payload)["source"]
        assert source["status"] == "failed"
        assert source["failure"]["category"] == outcome.category == category, deed
        assert source["failure"]["remedy"]
        assert source["sha256"] is not None
        assert json.loads(outcome.payload)["quality"]["score"] is None


def test_a_flood_on_stdout_breaks_nothing(folder: Path) -> None:
    (folder / "2.txt").write_text("MOCK flood")
    outcomes = _run(folder)
    assert [o.status for o in outcomes.values()] == ["ok"] * 4


def test_no_grandchild_survives(folder: Path, tmp_path: Path) -> None:
    left, hung = tmp_path / "left.pid", tmp_path / "hung.pid"
    (folder / "2.txt").write_text(f"MOCK grandchild {left}")
    (folder / "4.txt").write_text(f"MOCK grandchild {hung} hang")
    outcomes = _run(folder)
    assert outcomes["2.txt"].status == "ok"
    assert outcomes["4.txt"].category == "timeout"
    deadline = time.monotonic() + 5
    pids = [int(left.read_text()), int(hung.read_text())]
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_reader_may_earn_time_up_to_the_cap(folder: Path) -> None:
    (folder / "2.txt").write_text("MOCK slow 2.2")
    assert _run(folder)["2.txt"].status == "ok"
    capped = replace(QUICK, max_source_seconds=1.6)
    assert _run(folder, settings=capped)["2.txt"].category == "timeout"


def test_an_answer_over_the_limit_is_refused(folder: Path) -> None:
    tiny = replace(QUICK, child_output_bytes=500)
    outcomes = _run(folder, settings=tiny)
    assert {o.category for o in outcomes.values()} == {"policy"}


def test_children_wear_out_and_the_documents_stay_the_same(folder: Path) -> None:
    once = _run(folder)
    worn = replace(QUICK, files_per_child=1)
    found = discover([str(folder)], QUICK)
    with Crew(FAKE, worn) as crew:
        crew.start(1)
        again = {located.path: outcome for located, outcome in crew.in_order(found)}
        assert crew.started >= 3
    assert again == once


@pytest.mark.parametrize(("megabytes", "started"), [(10, 1), (250, 4)])
def test_a_child_that_grows_is_replaced_before_its_limit(folder: Path, megabytes: int, started: int) -> None:
    for number in (1, 3, 5):
        (folder / f"{number}.txt").write_text(f"MOCK hoard {megabytes}")
    with Crew(FAKE, QUICK) as crew:
        crew.start(1)
        outcomes = [outcome.status for _, outcome in crew.in_order(discover([str(folder)], QUICK))]
        assert (outcomes, crew.started) == (["ok"] * 3, started)


def test_pages_of_a_long_scan_are_told(folder: Path) -> None:
    (folder / "1.txt").write_text("MOCK pages 3")
    (folder / "3.txt").write_text("MOCK pages 1")
    told: list[tuple[str, int, int]] = []
    with Crew(FAKE, QUICK) as crew:
        crew.on_page = lambda located, page, pages: told.append((located.path, page, pages))
        crew.start(1)
        assert len(list(crew.in_order(discover([str(folder)], QUICK)))) == 3
    assert told == [("1.txt", 1, 3), ("1.txt", 2, 3), ("1.txt", 3, 3)]


def test_order_and_workers_do_not_show(folder: Path) -> None:
    one = _run(folder)
    found = discover([str(folder)], QUICK)[::-1]
    with Crew(FAKE, QUICK) as crew:
        crew.start(3)
        three = {located.path: outcome for located, outcome in crew.in_order(found)}
    assert list(three) == list(one)[::-1]
    assert three == one


def test_a_file_that_vanishes_has_an_outcome(folder: Path) -> None:
    found = discover([str(folder)], QUICK)
    (folder / "3.txt").unlink()
    with Crew(FAKE, QUICK) as crew:
        crew.start(1)
        outcomes = {located.path: outcome for located, outcome in crew.in_order(found)}
    assert [o.status for o in outcomes.values()] == ["ok", "failed", "ok"]
    assert outcomes["3.txt"].category == "unreadable"


@pytest.mark.parametrize("own", [None, "2"])
def test_a_child_calculates_in_one_thread_unless_told_otherwise(
    own: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a child for each core already: a page of a scan took twice the processor time."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if own is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", own)
    with Crew(FAKE, QUICK) as crew:
        crew.start(1)
        crew.ready()
        assert psutil.Process(crew._members[0].process.pid).environ()["OPENBLAS_NUM_THREADS"] == (own or "1")


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    grandchild = tmp_path / "grandchild.pid"
    (tmp_path / "hang.txt").write_text(f"MOCK grandchild {grandchild} hang")
    script = (
        "from extractor.batch.crew import Crew; from extractor.batch.work import Task\n"
        "from extractor.intake.discover import Located; from extractor.settings import DEFAULTS\n"
        "crew = Crew(Task(readers={'txt': 'fake_reader'}), DEFAULTS); crew.start(1); crew.ready()\n"
        "print(crew._members[0].process.pid, flush=True)\n"
        f"list(crew.in_order([Located('hang.txt', 'hang.txt', {str(tmp_path / 'hang.txt')!r})]))\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=env)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    deadline = time.monotonic() + 20
    while not (grandchild.exists() and grandchild.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    pids = [pid, int(grandchild.read_text())]
    while any(psutil.pid_exists(p) for p in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(p) for p in pids)


def test_a_broken_rule_file_stops_before_any_document(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("field: [}")
    with Crew(Task(rules_dir=str(tmp_path)), QUICK) as crew, pytest.raises(RuleBookError, match="labels.yaml 第 1 行"):
        crew.start(1)
        crew.ready()


def test_children_that_cannot_start_say_so() -> None:
    with Crew(Task(readers={"txt": "fake_reader"}), replace(QUICK, start_seconds=0.01)) as crew:
        crew.start(1)
        with pytest.raises(CrewError):
            crew.ready()


def test_a_refused_source_still_gives_its_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = discover([str(tmp_path)], QUICK)
    assert [type(f) for f in found] == [Located]
    with Crew(FAKE, QUICK) as crew:
        crew.start(1)
        ((_, outcome),) = list(crew.in_order(found))
    document = json.loads(outcome.payload)
    assert document["source"]["failure"]["category"] == "unsupported"
    assert document["source"]["sha256"] is None


def test_a_killed_child_leaves_no_temporary_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    (folder / "2.txt").write_text("MOCK litter")
    assert _run(folder)["2.txt"].category == "crash"
    assert list(room.iterdir()) == []
