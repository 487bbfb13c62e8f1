"""A folder into a database: faults cost one file, kill -9 costs nothing, order and workers do not show."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import extractor
from extractor.batch.ingest import ingest
from extractor.errors import UsageError
from extractor.ground.rulefile import shipped_dir
from extractor.settings import DEFAULTS
from tests import HERE, warm
from tests.store_state import counts, killed_at, loaded, state

sys.path.append(str(HERE))  # children get our sys.path, and find the fake reader
FAKE = {"txt": "fake_reader"}
QUICK = replace(DEFAULTS, file_seconds=1.5, child_memory_bytes=400 * 1024 * 1024)
ROWS = (
    ("项目名称", "{name}"),
    ("主管部门", "{unit}"),
    ("资金总额", "{money}万元"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "{name}次数", "≥{number}次"),
    ("", "质量指标", "合格率", "100%"),
)


def filing(number: int) -> str:
    """A small project form in the grammar of the text dump: a cell a line, rows parted by a blank line."""
    words = {"name": f"{number}号工程", "unit": f"第{number % 7}局", "money": number + 0.5, "number": number}
    rows = "\n\n".join("\n".join("\t" + cell.format(**words) for cell in row) for row in ROWS)
    return f"2024年项目支出绩效目标表\n（2024年度）\n\n\n{rows}\n\n\n"


def make_folder(home: Path, files: int) -> Path:
    home.mkdir()
    for number in range(files):
        target = home / f"{number % 5}科" / f"{number:03}.txt"
        target.parent.mkdir(exist_ok=True)
        target.write_text(filing(number), "utf-8")
    return home


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped rule books, held still: their version is part of every row."""
    return str(shutil.copytree(shipped_dir(), tmp_path_factory.mktemp("rules") / "rules"))


def database(folder: Path, name: str) -> str:
    return f"sqlite:///{folder}/{name}.db"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield make_folder(tmp_path_factory.mktemp("year") / "2024年", 60)


@pytest.fixture(scope="module")
def undisturbed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, rules: str
) -> dict[str, list[tuple[object, ...]]]:
    url = database(tmp_path_factory.mktemp("clean"), "one")
    summary = ingest([str(folder)], db=url, workers=1, rules_dir=rules)
    assert (summary.found, summary.done, summary.failures) == (60, 60, [])
    made = state(url)
    assert len(made["form"]) == 60
    assert len(made["indicator"]) == 120
    return made


def test_workers_and_order_do_not_show(folder: Path, undisturbed: object, tmp_path: Path, rules: str) -> None:
    url = database(tmp_path, "four")
    parts = sorted((str(p) for p in folder.iterdir()), reverse=True)
    assert ingest([str(folder)], db=url, workers=4, rules_dir=rules).done == 60
    assert state(url) == undisturbed
    again = ingest([str(folder)], db=url, workers=4, rules_dir=rules)
    assert (again.done, again.skipped) == (0, 60)
    assert state(url) == undisturbed
    forward, backward = database(tmp_path, "forward"), database(tmp_path, "backward")
    ingest(parts, db=backward, workers=2, rules_dir=rules)
    ingest(parts[::-1], db=forward, workers=1, rules_dir=rules)
    assert state(forward) == state(backward)


def test_a_second_run_does_what_is_new_or_changed(tmp_path: Path, rules: str) -> None:
    home = make_folder(tmp_path / "年", 4)
    url = database(tmp_path, "a")
    ingest([str(home)], db=url, workers=1, rules_dir=rules)
    (home / "0科" / "000.txt").write_text(filing(0).replace("100%", "95%"), "utf-8")
    (home / "同样.txt").write_text(filing(1), "utf-8")
    (home / "新.txt").write_text(filing(9), "utf-8")
    summary = ingest([str(home)], db=url, workers=1, rules_dir=rules)
    assert (summary.found, summary.done, summary.skipped, summary.repeated) == (6, 2, 4, 0)
    found = state(url)
    assert len(found["source"]) == 6
    assert len(found["source_name"]) == 7
    with sqlite3.connect(tmp_path / "a.db") as plain:
        superseded = plain.execute(
            "SELECT count(*) FROM source WHERE superseded_by IS NOT NULL AND NOT in_force"
        ).fetchone()
    assert superseded == (1,)


def test_faulty_readers_cost_their_files_alone(
    folder: Path, undisturbed: dict[str, list[tuple[object, ...]]], tmp_path: Path, rules: str
) -> None:
    deeds = {"raise": "crash", "hang": "timeout", "allocate": "memory", "exit": "crash", "kill": "crash", "flood": None}
    home = tmp_path / "2024年"
    subprocess.run(["cp", "-r", str(folder), str(home)], check=True)
    for number, deed in enumerate(deeds):
        (home / "0科" / f"{number}-{deed}.txt").write_text(f"MOCK {deed}")
    url = database(tmp_path, "faults")
    summary = ingest([str(home)], db=url, workers=2, rules_dir=rules, readers=FAKE, settings=QUICK)
    assert summary.done == summary.found == 66
    want = {f"0科/{n}-{deed}.txt": category for n, (deed, category) in enumerate(deeds.items()) if category}
    assert {failed.path: failed.category for failed in summary.failures} == want
    clean = {row[0] for row in undisturbed["source"]}
    found = state(url)
    for name, rows in undisturbed.items():
        if name != "unit_name":
            assert [row for row in found[name] if row[0] in clean] == rows, name
    assert found["unit_name"] == undisturbed["unit_name"]


def test_what_killed_its_child_is_tried_once_more_alone(tmp_path: Path, rules: str) -> None:
    home = make_folder(tmp_path / "年", 3)
    (home / "坏一次.txt").write_text(f"MOCK once {tmp_path / 'marker'}")
    (home / "总是坏.txt").write_text("MOCK kill")
    url = database(tmp_path, "a")
    summary = ingest([str(home)], db=url, workers=2, rules_dir=rules, readers=FAKE)
    assert (summary.found, summary.done) == (5, 5)
    assert [(failed.path, failed.category) for failed in summary.failures] == [("总是坏.txt", "crash")]
    again = ingest([str(home)], db=url, workers=2, rules_dir=rules, readers=FAKE)
    assert (again.done, again.skipped, len(again.failures)) == (0, 5, 1)
    (home / "总是坏.txt").write_text("MOCK kill")
    third = ingest([str(home)], db=url, workers=1, rules_dir=rules, retry_failed=True)
    assert (third.done, third.failures) == (1, [])


@pytest.mark.timeout(900)  # twenty starts of a program: minutes where other work fills the machine
def test_kill_dash_nine_at_twenty_moments(folder: Path, undisturbed: object, tmp_path: Path, rules: str) -> None:
    dice = random.Random(20241122)
    kills: list[int] = []
    for number in range(12):
        db = tmp_path / f"killed-{number}.db"
        while len(kills) < 20 and loaded(db) < 50:
            at = min(59, loaded(db) + dice.randrange(0, 12))
            if not killed_at(folder, db, at, dice.uniform(0, 0.03), rules):
                break
            kills.append(loaded(db))
        ingest([str(folder)], db=f"sqlite:///{db}", workers=2, rules_dir=rules)
        assert state(f"sqlite:///{db}") == undisturbed
        if len(kills) >= 20:
            break
    assert len(kills) >= 20
    assert len(set(kills)) > 5, "killed at really different moments"


def test_ctrl_c_keeps_what_was_done(folder: Path, undisturbed: object, tmp_path: Path, rules: str) -> None:
    for attempt in range(5):  # it may be done before the signal comes
        db, said = tmp_path / f"stopped-{attempt}.db", tmp_path / "said.txt"
        said.touch()
        run = warm.mother()
        args = ["ingest", str(folder), "--db", f"sqlite:///{db}", "--workers", "1", "--rules", rules]
        run.start(args, out=(os.devnull, os.devnull, str(said)))
        deadline = time.monotonic() + 120
        while not run.ended() and loaded(db) == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        if not run.ended():
            os.kill(run.pid, signal.SIGINT)
        if (code := run.code()) != 0:
            break
    assert code == 130, said.read_text("utf-8")
    assert "Traceback" not in said.read_text("utf-8")
    ingest([str(folder)], db=f"sqlite:///{db}", workers=2, rules_dir=rules)
    assert state(f"sqlite:///{db}") == undisturbed


def test_two_runs_at_once_do_not_harm_each_other(folder: Path, undisturbed: object, tmp_path: Path, rules: str) -> None:
    url = database(tmp_path, "both")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [
        sys.executable,
        "-m",
        "extractor",
        "ingest",
        str(folder),
        "--db",
        url,
        "--workers",
        "1",
        "--quiet",
        "--rules",
        rules,
    ]
    runs = [subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert state(url) == undisturbed


def test_the_command_plans_sums_up_and_tells(tmp_path: Path, rules: str) -> None:
    home = make_folder(tmp_path / "年", 3)
    (home / "坏.docx").write_bytes(b"PK\x03\x04torn")
    os.mkfifo(home / "管道.txt")
    url = database(tmp_path, "a")

    def run(*more: str) -> subprocess.CompletedProcess[bytes]:
        return warm.run(["ingest", str(home), "--db", url, "--workers", "1", "--rules", rules, *more])

    plan = run("--dry-run")
    assert plan.returncode == 0
    assert "找到 5 个来源：待读取 5" in plan.stdout.decode()
    assert not (tmp_path / "a.db").exists()
    first = run()
    assert first.returncode == 1
    assert "未能读取 2" in first.stdout.decode()
    assert "坏.docx" in first.stderr.decode()
    assert counts(url)["source"] == 5
    second = run("--quiet")
    assert second.returncode == 1
    assert "管道.txt" in second.stderr.decode()
    assert "坏.docx" in second.stderr.decode(), "each that could not be read is named, quiet or not"
    assert "已入库跳过 4" in second.stdout.decode()
    (tmp_path / "empty").mkdir()
    empty = warm.run(["ingest", str(tmp_path / "empty"), "--db", url])
    assert empty.returncode == 3


def test_departments_book_names_the_units(tmp_path: Path, rules: str) -> None:
    home = make_folder(tmp_path / "年", 2)
    book = tmp_path / "名录.yaml"
    book.write_text("departments:\n  - {name: 测试市第一局, aliases: [第1局]}\n", "utf-8")
    url = database(tmp_path, "a")
    extractor.ingest([home], db=url, workers=1, rules_dir=rules, departments=str(book))
    units = {row[0]: (row[2], row[3]) for row in state(url)["unit_name"]}
    assert units == {"第0局": ("第0局", "same"), "第1局": ("测试市第一局", "book")}
    with pytest.raises(UsageError, match="不存在"):
        extractor.ingest([tmp_path / "none"], db=url)
