"""One contract for every way to read a year: the crew, a Ray cluster, shards, claims. One outcome each, the same
tables.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.claim import Claims, key_of_job
from extractor.batch.cluster import connected
from extractor.batch.engine import Finished
from extractor.batch.handshake import differences, facts
from extractor.batch.ingest import ingest
from extractor.batch.machines import Machines
from extractor.batch.plan import Placed, place
from extractor.batch.ray_node import Reader
from extractor.batch.ray_parcels import Packing
from extractor.batch.shard import parse_shard
from extractor.batch.summary import Summary
from extractor.batch.work import Outcome, Task
from extractor.cli.console import guarded
from extractor.errors import UsageError
from extractor.ground.rulefile import shipped_dir
from extractor.intake.discover import Located
from extractor.settings import DEFAULTS, Settings
from extractor.store import schema
from extractor.store.database import Database
from tests.batch.test_ingest import database, filing, make_folder
from tests.store_state import loaded, state

HERE = Path(__file__).parent
TESTS = HERE.parent
sys.path.append(str(TESTS))  # children get our sys.path, and find the fake reader
pytestmark = pytest.mark.timeout(600)
FAKE = {"txt": "fake_reader"}
QUICK = replace(DEFAULTS, file_seconds=3.0, child_memory_bytes=320 * 1024 * 1024, claim_seconds=2.0)
DEEDS = {"raise": "crash", "exit": "crash", "hang": "timeout", "allocate": "memory"}
MIXED = 200
Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped rule books, held still: their version is part of every row."""
    return str(shutil.copytree(shipped_dir(), tmp_path_factory.mktemp("rules") / "rules"))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 sources, four of them with a reader that raises, exits, loops, eats memory."""
    home = make_folder(tmp_path_factory.mktemp("year") / "2024年", MIXED - len(DEEDS))
    for number, deed in enumerate(DEEDS):
        (home / f"{number}科" / f"{number}-{deed}.txt").write_text(f"MOCK {deed}")
    return home


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("few") / "2024年", 48)


def read(folder: Path, url: str, rules: str, machines: Machines, **more: Any) -> tuple[Summary, list[dict[str, Any]]]:
    """One run in this process: its summary, and what it says of each source."""
    told: list[dict[str, Any]] = []
    options: dict[str, Any] = {"workers": 2, "settings": DEFAULTS, "readers": FAKE, "each": told.append} | more
    summary = ingest([str(folder)], db=url, rules_dir=rules, machines=machines, **options)
    return summary, told


@pytest.fixture(scope="module")
def reference(mixed: Path, tmp_path_factory: pytest.TempPathFactory, rules: str) -> Tables:
    """What the crew of this machine makes of the mixed sources."""
    url = database(tmp_path_factory.mktemp("local"), "local")
    summary, told = read(mixed, url, rules, Machines(), settings=QUICK)
    assert_contract([summary], told)
    return state(url)


@pytest.fixture(scope="module")
def few_tables(few: Path, tmp_path_factory: pytest.TempPathFactory, rules: str) -> Tables:
    url = database(tmp_path_factory.mktemp("few-local"), "local")
    assert read(few, url, rules, Machines())[0].done == 48
    return state(url)


def assert_contract(summaries: list[Summary], told: list[dict[str, Any]]) -> None:
    """200 outcomes, exactly one each, and the four faults by their names."""
    done = [line["path"] for line in told if line["outcome"] == "read"]
    assert len(done) == len(set(done)) == MIXED
    assert sum(summary.done for summary in summaries) == MIXED
    failures = {line["path"]: line["failure"]["category"] for line in told if line.get("failure")}
    assert failures == {f"{n}科/{n}-{deed}.txt": category for n, (deed, category) in enumerate(DEEDS.items())}


def same(served: Tables, wanted: Tables) -> None:
    """A served database holds the same rows, documents byte for byte."""
    for name, rows in wanted.items():
        exact = [
            n
            for n, column in enumerate(c for c in schema.metadata.tables[name].columns if c.name != "loaded_at")
            if isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float)
        ]
        typed = [tuple(Decimal(v) if n in exact and v is not None else v for n, v in enumerate(row)) for row in rows]
        assert served[name] == typed, name


def child_env(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more}


# Shards


def test_shards_keep_the_contract(mixed: Path, reference: Tables, tmp_path: Path, rules: str) -> None:
    url = database(tmp_path, "shards")
    runs = [read(mixed, url, rules, Machines(shard=f"{index}/3"), settings=QUICK) for index in (3, 1, 2)]
    assert all(summary.found + summary.apart == MIXED for summary, _ in runs)
    assert all(40 < summary.found < 95 for summary, _ in runs), "parts of about one size"
    assert_contract([summary for summary, _ in runs], [line for _, told in runs for line in told])
    assert state(url) == reference


# Claims


@pytest.mark.needs_postgres
def test_claims_keep_the_contract_and_survive_a_killed_machine(
    mixed: Path, reference: Tables, url: str, rules: str
) -> None:
    """Two machines, one killed in mid-run: nothing is lost, and what it had loaded is not read again."""
    script = (
        "import json, sys; from dataclasses import replace\n"
        "from extractor.batch.ingest import ingest; from extractor.batch.machines import Machines\n"
        "from tests.batch.test_engines import FAKE, QUICK\n"
        "ingest([sys.argv[1]], db=sys.argv[2], rules_dir=sys.argv[3], workers=1, settings=QUICK, readers=FAKE,\n"
        "       machines=Machines(claim=True), each=lambda told: print(json.dumps(told), flush=True))"
    )
    command = [sys.executable, "-c", script, str(mixed), url, rules]
    doomed = subprocess.Popen(command, env=child_env(), stdout=subprocess.PIPE, cwd=TESTS.parent)
    assert doomed.stdout is not None
    first = [json.loads(doomed.stdout.readline()) for _ in range(3)]
    other = subprocess.Popen(command, env=child_env(), stdout=subprocess.PIPE, cwd=TESTS.parent)
    assert other.stdout is not None
    assert json.loads(other.stdout.readline())["outcome"] == "read", "both work at once"
    doomed.kill()
    first += [json.loads(line) for line in doomed.stdout.read().splitlines() if line.endswith(b"}")]
    lines = [json.loads(line) for line in other.stdout.read().splitlines()]
    assert other.wait(timeout=60) == 0
    doomed.wait(timeout=60)
    again = {line["path"] for line in first} & {line["path"] for line in lines if line["outcome"] == "read"}
    assert again == set(), "what was loaded is not read again"
    assert len(lines) + 1 == MIXED, "one outcome each"
    assert len(first) < MIXED / 2
    same(state(url), reference)
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM claim")).scalar() == 0
    engine.dispose()


class _SlowEngine:
    """Takes its time over each source and notes who read what."""

    slots = 1

    def __init__(self, seconds: float, ledger: set[str]) -> None:
        self._seconds, self._ledger = seconds, ledger
        self.did: list[str] = []
        self.at_work = threading.Event()

    def run(self, jobs: Sequence[Placed], limits: Settings) -> Iterator[Finished]:
        for job in jobs:
            self.at_work.set()
            time.sleep(self._seconds)
            self.did.append(key_of_job(job))
            self._ledger.add(key_of_job(job))
            yield job, Outcome(b"", "ok")


def _jobs(count: int) -> list[Placed]:
    return [
        Placed(Located(f"{n}", f"{n}", f"/{n}"), "年", hashlib.sha256(str(n).encode()).hexdigest())
        for n in range(count)
    ]


def _claimed(url: str, engine: _SlowEngine, ledger: set[str], jobs: list[Placed]) -> threading.Thread:
    def work() -> None:
        with Database.open(url) as database:
            claims = Claims(engine, database, lambda _, keys: ledger & set(keys))
            done = [key_of_job(job) for job, _ in claims.run(jobs, replace(QUICK, claim_seconds=0.6))]
            assert done == engine.did
            assert sorted(done + [key_of_job(job) for job in claims.elsewhere]) == sorted(map(key_of_job, jobs))

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.mark.needs_postgres
def test_a_slow_machine_that_lives_keeps_its_claims(url: str) -> None:
    ledger: set[str] = set()
    slow, quick, jobs = _SlowEngine(1.5, ledger), _SlowEngine(0.001, ledger), _jobs(62)
    first = _claimed(url, slow, ledger, jobs[:2])
    assert slow.at_work.wait(60), "a busy machine may be long about opening the database; only then is there a claim"
    time.sleep(0.8)
    second = _claimed(url, quick, ledger, jobs)
    first.join()
    second.join()
    assert slow.did == [key_of_job(job) for job in jobs[:2]], "longer than the lease, but renewed"
    assert sorted(slow.did + quick.did) == sorted(map(key_of_job, jobs)), "each read once"


def test_claims_and_shards_say_what_they_cannot_do(tmp_path: Path, few: Path) -> None:
    url = database(tmp_path, "no")
    for machines, more, word in (
        (Machines(claim=True), {}, "PostgreSQL"),
        (Machines(shard="3"), {}, "分片写法"),
        (Machines(shard="5/4"), {}, "分片写法"),
        (Machines(cluster="nowhere"), {}, "集群地址有误"),
        (Machines(cluster="127.0.0.1:1"), {}, "口令"),
        (Machines(cluster="127.0.0.1:1", insecure=True), {}, "连不上"),
    ):
        with pytest.raises(UsageError, match=word):
            ingest([str(few)], db=url, machines=machines, **more)
    with pytest.raises(UsageError, match="retry-failed"):
        ingest([str(few)], db="postgresql://x/y", machines=Machines(claim=True), retry_failed=True)
    assert not (tmp_path / "no.db").exists()


def test_an_empty_part_is_no_mistake(few: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for more in ({"dry_run": True}, {}):
        options = {"paths": [str(few / "0科")], "db": database(tmp_path, "a"), "shard": "7/100000", "quiet": True}
        assert guarded("extractor.batch.ingest:command", options | more) == 0
        out, err = capfd.readouterr()
        assert "归其他分片" in out + err


@given(st.integers(1, 40), st.lists(st.binary(max_size=4), max_size=50))
def test_parts_are_disjoint_and_whole(of: int, contents: list[bytes]) -> None:
    items = [
        Placed(Located("a", f"{n}", "f"), "r", hashlib.sha256(c).hexdigest() if c else None)
        for n, c in enumerate(contents)
    ]
    parts = [parse_shard(f"{index}/{of}").of_these(items) for index in range(1, of + 1)]
    assert sorted((item.located.path for part in parts for item in part), key=int) == [
        item.located.path for item in items
    ]
    assert parse_shard(f"0/{of}").of_these(items) == parts[-1]


def test_what_differs_between_machines_is_a_table() -> None:
    here = facts()
    assert {"程序版本", "JSON 结构版本", "规则库", "Python", "LibreOffice", "onnxruntime"} <= here.keys()
    assert differences(here, {"甲": here, "乙": dict(here)}) is None
    told = differences(
        here, {"甲": here, "乙/2": here | {"Python": "3.9.1", "规则库": "ffff"}, "丙": here | {"Python": "3.12.0"}}
    )
    assert told is not None
    head, *lines = [line.split() for line in told.splitlines()]
    assert head == ["本机", "丙", "乙/2"], "only who differs"
    assert [line[0] for line in lines] == ["规则库", "Python"], "only what differs"
    assert lines[0][1:] == [here["规则库"], here["规则库"], "ffff"]


def test_a_node_with_other_bytes_at_the_same_path_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paths = [tmp_path / f"{n}.txt" for n in range(4)]
    for number, path in enumerate(paths):
        path.write_text(filing(number), "utf-8")
    jobs = place([("年", Located(path.name, path.name, str(path))) for path in paths], DEFAULTS)
    paths[1].write_text("changed since", "utf-8")
    paths[2].unlink()
    packing = Packing(lambda located: located.name != "3.txt")
    chunk, numbered = packing.chunk(deque(jobs), 20, DEFAULTS)
    assert [parcel.data is None for parcel in chunk] == [True, True, True, False], (
        "only what not every node has travels"
    )
    node = Reader(Task(), QUICK, None)
    answers = {numbered[number].located.name: outcome for number, outcome in node.read(chunk, QUICK)}
    assert answers.keys() == {path.name for path in paths}
    assert [answers[path.name] is None for path in paths] == [False, True, True, False]
    packing.send_bytes_of(jobs[1])
    packing.send_bytes_of(jobs[2])
    sent, _ = packing.chunk(deque(jobs[1:3]), 20, DEFAULTS)
    assert [parcel.data for parcel in sent] == [b"changed since"]
    assert packing.staying == [jobs[2]], "what is not here either is named here"
    node.close()
    assert not list(tmp_path.glob("jixiao-node-*"))


def test_importing_the_program_imports_no_ray() -> None:
    names = "extractor, extractor.cli.app, extractor.batch.ingest, extractor.batch.ray_engine, extractor.batch.ray_node"
    code = f"import sys, {names}; assert not any(m.split('.')[0] == 'ray' for m in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env=child_env(), check=True, timeout=60)


# Ray


TOKEN = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one CPU each, which ask for a token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", TOKEN)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_worker_niceness", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        made.add_node(num_cpus=1)
        yield made
        made.shutdown()


@pytest.mark.needs_ray
def test_a_cluster_keeps_the_contract(cluster: Any, mixed: Path, reference: Tables, tmp_path: Path, rules: str) -> None:
    url = database(tmp_path, "ray")
    summary, told = read(mixed, url, rules, Machines(cluster=cluster.address), settings=QUICK)
    assert_contract([summary], told)
    assert state(url) == reference


@pytest.mark.needs_ray
def test_a_node_that_differs_is_refused_with_a_table(
    cluster: Any, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("extractor.batch.ray_slots.facts", lambda rules: facts(rules) | {"规则库": "別的"})
    options = {"paths": [str(few)], "db": database(tmp_path, "no"), "cluster": cluster.address}
    assert guarded("extractor.batch.ingest:command", options) == 2
    told = capfd.readouterr().err
    assert "规则库" in told and "別的" in told and "Traceback" not in told
    assert not (tmp_path / "no.db").exists()


@pytest.mark.needs_ray
def test_what_kills_its_actor_is_tried_once_more_alone(
    cluster: Any, tmp_path: Path, rules: str, capfd: pytest.CaptureFixture[str]
) -> None:
    home = make_folder(tmp_path / "年", 12)
    (home / "总是坏.txt").write_text(f"MOCK parent {tmp_path / 'a'}")
    (home / "坏一次.txt").write_text(f"MOCK parent {tmp_path / 'b'} once")
    os.mkfifo(home / "管道.txt")
    machines = Machines(cluster=cluster.address)
    summary, told = read(home, database(tmp_path, "a"), rules, machines, tell=True)
    out, err = capfd.readouterr()
    assert out == "", "Ray says nothing among our data"
    assert "会重读" in err
    assert (summary.found, summary.done) == (15, 15)
    assert len({line["path"] for line in told}) == 15
    assert {f.path: f.category for f in summary.failures} == {"总是坏.txt": "crash", "管道.txt": "unsupported"}
    (lost,) = [line for line in told if line["path"] == "总是坏.txt"]
    assert lost["sha256"] == hashlib.sha256((home / "总是坏.txt").read_bytes()).hexdigest()


@pytest.mark.needs_ray
def test_a_driver_killed_at_ten_moments(
    cluster: Any, few: Path, few_tables: Tables, tmp_path: Path, rules: str
) -> None:
    # Drivers are forked off one that has imported everything: what they import is not what is looked at here.
    script = (
        "import os, sys, ray; from extractor.batch import ray_engine; from extractor.batch.ingest import ingest\n"
        "from extractor.batch.machines import Machines\n"
        "for line in sys.stdin:\n"
        "    driver = os.fork()\n"
        "    if driver == 0:\n"
        "        ingest([sys.argv[1]], db=sys.argv[2], rules_dir=sys.argv[3], workers=1,\n"
        "               machines=Machines(cluster=sys.argv[4], insecure=True))\n"
        "        os._exit(0)\n"
        "    print(driver, flush=True)\n"
        "    print(os.waitstatus_to_exitcode(os.waitpid(driver, 0)[1]), flush=True)\n"
    )
    dice, db, ends = random.Random(27), tmp_path / "killed.db", list[int]()
    command = [sys.executable, "-c", script, str(few), f"sqlite:///{db}", rules, cluster.address]
    with subprocess.Popen(
        command, env=child_env(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as mother:
        assert mother.stdin is not None and mother.stdout is not None
        for moment in range(10):
            print(file=mother.stdin, flush=True)
            driver, enough = int(mother.stdout.readline()), moment * 4 + dice.randrange(4)
            deadline = time.monotonic() + 120
            while loaded(db) < enough and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(dice.uniform(0, 0.02))
            os.kill(driver, signal.SIGKILL)
            ends.append(int(mother.stdout.readline()))
        mother.stdin.close()
    assert ends == [-signal.SIGKILL] * 10
    assert loaded(db) < 48
    assert read(few, f"sqlite:///{db}", rules, Machines(cluster=cluster.address))[0].found == 48
    assert state(f"sqlite:///{db}") == few_tables


@pytest.mark.needs_ray
def test_a_node_removed_in_mid_run_costs_nothing(
    cluster: Any, few: Path, few_tables: Tables, tmp_path: Path, rules: str
) -> None:
    url = database(tmp_path, "lost")
    told: list[dict[str, Any]] = []

    def each(line: dict[str, Any]) -> None:
        told.append(line)
        if len(told) == 8:
            cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)

    summary, _ = read(few, url, rules, Machines(cluster=cluster.address), each=each)
    assert (summary.done, summary.failures) == (48, [])
    assert len({line["path"] for line in told}) == len(told) == 48
    assert state(url) == few_tables


@pytest.mark.needs_ray
def test_nodes_never_learn_of_the_database(cluster: Any, few: Path, tmp_path: Path, rules: str) -> None:
    """Not by Ray's table of jobs either, which has the command line of each driver."""
    secret = "geheim-4711"
    (tmp_path / secret).mkdir()
    url = f"sqlite:///{tmp_path}/{secret}/a.db"
    command = [
        sys.executable,
        "-m",
        "extractor",
        "ingest",
        str(few),
        "--db",
        url,
        "--cluster",
        cluster.address,
        "--rules",
        rules,
    ]
    run = subprocess.run([*command, "--format", "json"], env=child_env(), capture_output=True, timeout=200, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1])["summary"]["read"] == 48
    logs = Path(cluster.head_node.get_session_dir_path())
    assert any(file.stat().st_size for file in logs.rglob("*.out"))
    assert [file for file in logs.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()] == []
    import ray

    with connected(cluster.address, insecure=True, slots=None):
        assert {job["Entrypoint"] for job in ray._private.state.jobs()} == {"jixiao"}


@pytest.mark.needs_ray
def test_a_cluster_that_asks_for_no_token_is_refused(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = (
        "import sys; from ray.cluster_utils import Cluster\n"
        "made = Cluster(initialize_head=True, head_node_args={'num_cpus': 1, 'include_dashboard': False})\n"
        "print(made.address, flush=True); sys.stdin.read(); made.shutdown()"
    )
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", TOKEN)
    with subprocess.Popen(
        [sys.executable, "-c", serve], env=child_env(RAY_AUTH_MODE="disabled"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as open_to_all:  # fmt: skip
        assert open_to_all.stdout is not None
        address = open_to_all.stdout.readline().decode().strip()
        with pytest.raises(UsageError, match="不要口令"), connected(address, insecure=False, slots=None):
            pass
