"""The driver of a cluster against a Ray of a few lines: nodes that die, differ, come late, or hold other bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.batch import cluster, ray_engine, ray_node, ray_slots
from extractor.batch.engine import LocalEngine, NobodyReadsError
from extractor.batch.plan import Placed
from extractor.batch.ray_engine import RayEngine, on_cluster
from extractor.batch.ray_node import Reader
from extractor.batch.ray_parcels import Parcel, rule_files
from extractor.batch.ray_slots import Slots, last_line
from extractor.batch.work import Outcome, Task
from extractor.errors import SourceError, UsageError
from extractor.intake.discover import Located
from extractor.settings import DEFAULTS

HERE = {"程序版本": "1", "Python": "3.11"}
QUICK = replace(DEFAULTS, start_seconds=0.2)


class _RayError(Exception): ...


class _TaskError(_RayError): ...


class _Method:
    def __init__(self, call: Callable[..., Any]) -> None:
        self.remote = call

    def options(self, **_: Any) -> _Method:
        return self


class _Actor:
    """Answers `hello` and `read` as its node does."""

    def __init__(self, ray: FakeRay, node: str) -> None:
        self.node, self.ray, self.closed = node, ray, False
        self.hello = _Method(lambda: ("hello", self))
        self.close = _Method(lambda: ("close", self))
        self.read = _Method(lambda parcels, limits: iter(self._answers(parcels)))

    def _answers(self, parcels: list[Parcel]) -> Iterator[Any]:
        for parcel in parcels:
            yield self.ray.answer(self, parcel)


class FakeRay:
    """`deeds`: what happens where a source of that name is read, once for each entry."""

    def __init__(self, deeds: dict[str, list[str]] | None = None, nodes: tuple[str, ...] = ("甲", "乙")) -> None:
        self.exceptions = SimpleNamespace(RayError=_RayError, RayTaskError=_TaskError)
        self.deeds, self.names = deeds or {}, nodes
        self.facts = dict.fromkeys(nodes, HERE)
        self.started: list[_Actor] = []
        self.killed: list[_Actor] = []
        self.sent: list[tuple[str, bool]] = []
        self.late = False

    def remote(self, **_: Any) -> Callable[[Any], Any]:
        return lambda _: SimpleNamespace(remote=self._start)

    def _start(self, *_: Any) -> _Actor:
        self.started.append(_Actor(self, self.names[len(self.started) % len(self.names)]))
        return self.started[-1]

    def nodes(self) -> list[dict[str, Any]]:
        gone = {"NodeID": "丙", "Resources": {"CPU": 8}, "Alive": False}
        return [{"NodeID": name, "Resources": {"CPU": 1}, "Alive": True} for name in self.names] + [gone]

    def wait(self, refs: list[Any], num_returns: int = 1, timeout: float = 0) -> tuple[list[Any], list[Any]]:
        came = [] if self.late else refs[:num_returns]
        return came, refs[len(came) :]

    def get(self, ref: Any, timeout: float = 0) -> Any:
        if isinstance(ref, list):
            for _, actor in ref:
                actor.closed = True
            return None
        what, *rest = ref
        if what == "hello":
            told = self.facts[rest[0].node]
            if not told:
                raise _RayError("Traceback\n  File x\nModuleNotFoundError: No module named 'extractor'\n\n")
            return rest[0].node, f"机器{rest[0].node}", told
        if what == "dies":
            raise _RayError("the node died")
        if what == "faulty":
            raise _TaskError("ray::Reader.read()\nRuleBookError: labels.yaml 第 3 行有误")
        return rest[0]

    def answer(self, actor: _Actor, parcel: Parcel) -> Any:
        name = parcel.located.name
        self.sent.append((name, parcel.data is not None))
        deed = self.deeds[name].pop(0) if self.deeds.get(name) else "reads"
        if deed in ("dies", "faulty"):
            return (deed,)
        if deed == "differs":
            return "answer", (parcel.number, None)
        return "answer", (parcel.number, Outcome(name.encode(), "ok", killed=deed == "killed"))

    def kill(self, actor: _Actor) -> None:
        self.killed.append(actor)


@pytest.fixture(autouse=True)
def same_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_slots, "facts", lambda _: HERE)
    monkeypatch.setattr(ray_engine, "_TICK", 0.01)


class _Home:
    """Reads what does not travel."""

    slots = 1

    def run(self, jobs: list[Placed], _: object) -> Iterator[tuple[Placed, Outcome]]:
        for job in jobs:
            yield job, Outcome(b"home", "failed")


def _jobs(tmp_path: Path, *names: str) -> list[Placed]:
    made = []
    for name in names:
        (tmp_path / name).write_text(f"绩效{name}", "utf-8")
        made.append(Placed(Located(name, name, str(tmp_path / name)), str(tmp_path), "0" * 64))
    return made


def _engine(ray: FakeRay, shared: bool = False) -> tuple[RayEngine, list[str]]:
    engine = RayEngine(ray, Task(), QUICK, _Home(), lambda _: shared)
    engine.actors.start(None)
    told: list[str] = []
    engine.tell = told.append
    return engine, told


def _read(engine: RayEngine, jobs: list[Placed]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for job, outcome in engine.run(jobs, QUICK):
        assert job.located.name not in found, "each once"
        found[job.located.name] = outcome
    return found


def test_every_source_is_read_once_and_refused_ones_at_home(tmp_path: Path) -> None:
    ray = FakeRay()
    engine, told = _engine(ray)
    assert engine.slots == 2
    jobs = _jobs(tmp_path, *(f"{n}.txt" for n in range(9)))
    refused = replace(jobs[4].located, refusal=SourceError("太大", "请拆分", "policy"))
    jobs[4] = replace(jobs[4], located=refused)
    found = _read(engine, jobs)
    assert {name for name, outcome in found.items() if outcome.payload == b"home"} == {"4.txt"}
    assert sorted(found) == [f"{n}.txt" for n in range(9)] and told == []
    assert {actor.node for actor in ray.started} == {"甲", "乙"}


def test_what_cannot_be_opened_here_is_told_at_home(tmp_path: Path) -> None:
    engine, _ = _engine(FakeRay())
    jobs = _jobs(tmp_path, "a.txt", "b.txt")
    (tmp_path / "b.txt").unlink()
    assert {name: outcome.payload for name, outcome in _read(engine, jobs).items()} == {
        "a.txt": b"a.txt", "b.txt": b"home"
    }  # fmt: skip


def test_a_node_that_dies_costs_nothing_and_is_replaced(tmp_path: Path) -> None:
    ray = FakeRay({"1.txt": ["dies"]})
    engine, told = _engine(ray)
    found = _read(engine, _jobs(tmp_path, *(f"{n}.txt" for n in range(4))))
    assert {outcome.status for outcome in found.values()} == {"ok"} and len(found) == 4
    assert len(ray.killed) == 1 and len(ray.started) == 3
    assert any("失去联系" in line for line in told)


def test_what_costs_a_second_node_is_a_crash(tmp_path: Path) -> None:
    engine, _ = _engine(FakeRay({"1.txt": ["dies", "dies"]}))
    found = _read(engine, _jobs(tmp_path, "0.txt", "1.txt"))
    assert (found["0.txt"].status, found["1.txt"].category) == ("ok", "crash")


def test_what_a_child_was_killed_over_is_read_again_alone(tmp_path: Path) -> None:
    ray = FakeRay({"1.txt": ["killed"], "2.txt": ["killed", "killed"]})
    found = _read(_engine(ray)[0], _jobs(tmp_path, "0.txt", "1.txt", "2.txt"))
    assert [found[f"{n}.txt"].killed for n in range(3)] == [False, False, True]


def test_a_node_with_other_bytes_at_the_path_is_sent_them(tmp_path: Path) -> None:
    ray = FakeRay({"0.txt": ["differs"]})
    engine, told = _engine(ray, shared=True)
    assert _read(engine, _jobs(tmp_path, "0.txt", "1.txt"))["0.txt"].status == "ok"
    assert [sent for name, sent in ray.sent if name == "0.txt"] == [False, True]
    assert [line for line in told if "0.txt" in line and "不同" in line]


def test_a_fault_of_the_node_itself_ends_the_run_with_its_cause(tmp_path: Path) -> None:
    with pytest.raises(NobodyReadsError) as raised:
        _read(_engine(FakeRay({"0.txt": ["faulty"]}))[0], _jobs(tmp_path, "0.txt"))
    assert "labels.yaml 第 3 行有误" in raised.value.cause and "Traceback" not in raised.value.cause


def test_a_node_that_differs_gets_no_work() -> None:
    ray = FakeRay()
    ray.facts["乙"] = {**HERE, "Python": "3.12"}
    with pytest.raises(UsageError) as raised:
        Slots(ray, Task(), QUICK).start(None)
    assert "3.12" in raised.value.cause and "机器乙" in raised.value.cause and "机器甲" not in raised.value.cause


def test_a_node_without_the_program_is_named_by_its_last_line() -> None:
    ray = FakeRay()
    ray.facts["乙"] = {}
    with pytest.raises(UsageError, match="No module named 'extractor'"):
        Slots(ray, Task(), QUICK).start(None)
    assert last_line(RuntimeError("")) == "RuntimeError"


def test_no_free_cpu_is_said_and_who_stays_away_too_long_is_not_waited_for() -> None:
    ray = FakeRay()
    ray.late = True
    slots = Slots(ray, Task(), QUICK)
    with pytest.raises(UsageError, match="没有空闲的 CPU"):
        slots.start(None)
    slots._alive -= 1
    with pytest.raises(NobodyReadsError):
        slots.look()
    ray.late = False
    slots.look()
    assert slots.ready and slots.count == 2, "who came late may work"
    slots.end()
    assert all(actor.closed for actor in ray.started)


def test_as_many_actors_as_asked_for() -> None:
    ray = FakeRay(nodes=("甲", "乙", "丙", "丁"))
    Slots(ray, Task(), QUICK).start(2)
    assert len(ray.started) == 2


# ---- getting hold of a cluster


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A Ray that can be imported: notes with what it was begun and whether it was ended."""
    ray = SimpleNamespace(said=[], exceptions=SimpleNamespace(RayError=_RayError))
    ray.init = lambda **options: ray.said.append(options)
    ray.shutdown = lambda: ray.said.append("ended")
    utils, worker = SimpleNamespace(), SimpleNamespace()
    private = SimpleNamespace(utils=utils, worker=worker)
    ray._private = private
    for name, made in {"ray": ray, "ray.exceptions": ray.exceptions, "ray._private": private,
                       "ray._private.utils": utils, "ray._private.worker": worker}.items():  # fmt: skip
        monkeypatch.setitem(sys.modules, name, made)  # type: ignore[arg-type]
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_worker_niceness", *cluster._QUIET):
        monkeypatch.setenv(name, "")
    return ray


def test_a_cluster_of_this_machine_makes_its_own_token(module: SimpleNamespace) -> None:
    import os

    with cluster.connected("local", insecure=False, slots=3) as ray:
        assert ray is module and module.said[0]["num_cpus"] == 3 and module.said[0]["include_dashboard"] is False
        assert os.environ["RAY_AUTH_MODE"] == "token" and len(os.environ["RAY_AUTH_TOKEN"]) == 64
    assert module.said[-1] == "ended"
    assert module._private.utils.get_entrypoint_name() == "jixiao", "no command line in the cluster's table"
    module._private.worker.print_to_stdstream("who died", file=None)


def test_a_cluster_that_cannot_be_had_says_why_in_a_line(module: SimpleNamespace) -> None:
    def refuses(**_: Any) -> None:
        raise ConnectionError("Version mismatch: 2.1 and 2.2\nmore\nlines")

    module.init = refuses
    with pytest.raises(UsageError, match="2.2") as raised, cluster.connected("local", insecure=False, slots=None):
        pass
    assert "more" not in raised.value.cause and raised.value.remedy


@pytest.mark.parametrize(("answers", "refused"), [(0, True), (1, False)])
def test_a_cluster_that_answers_a_stranger_is_refused(
    module: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, answers: int, refused: bool
) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setattr(cluster, "_knock", lambda _: None)
    asked: list[Any] = []

    def popen(command: list[str], **given: Any) -> Any:
        asked.append((command, given["env"]))
        return SimpleNamespace(wait=lambda _: answers)

    monkeypatch.setattr(cluster.subprocess, "Popen", popen)
    if refused:
        with (
            pytest.raises(UsageError, match="不要口令"),
            cluster.connected("10.0.0.5:6379", insecure=False, slots=None),
        ):
            pass
    else:
        with cluster.connected("10.0.0.5:6379", insecure=False, slots=None) as ray:
            assert ray is module
    ((command, env),) = asked
    assert command[-1] == "10.0.0.5:6379" and env["RAY_AUTH_MODE"] == "disabled" and "RAY_AUTH_TOKEN" not in env
    assert module.said[-1] == "ended", "in either case"


def test_without_ray_the_remedy_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    for name in cluster._QUIET:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("RAY_AUTH_MODE", "")
    monkeypatch.setenv("RAY_AUTH_TOKEN", "")
    with pytest.raises(UsageError, match="没有安装 Ray") as raised, cluster.connected("local", insecure=False, slots=1):
        pass
    assert "[cluster]" in raised.value.remedy


def test_actors_are_ended_with_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import contextlib

    ray = FakeRay()

    @contextlib.contextmanager
    def connected(*_: Any, **__: Any) -> Iterator[Any]:
        yield ray

    monkeypatch.setattr(ray_engine, "connected", connected)
    with on_cluster("local", Task(), QUICK, _Home(), slots=1) as engine:
        assert engine.slots == 1 and not ray.started[0].closed
    assert ray.started[0].closed


# ---- an actor


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_an_actor_reads_with_one_child_and_leaves_nothing(room: Path, sample: Path) -> None:
    data = sample.read_bytes()
    located = Located(sample.name, sample.name, str(sample))
    reader = Reader(Task(), DEFAULTS, {"labels/own.yaml": b""})
    assert (Path(reader._task.rules_dir or "") / "labels" / "own.yaml").exists()
    reader._crew.__exit__(None, None, None)
    reader._task = Task()
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    parcels = [Parcel(7, located, data, sha256), Parcel(8, located, None, sha256), Parcel(9, located, None, "0" * 64),
               Parcel(10, replace(located, file=str(room / "gone")), None, sha256)]  # fmt: skip
    told = dict(reader.read(parcels, replace(DEFAULTS, file_seconds=99)))  # other limits: another child
    assert {number: outcome.status if outcome else None for number, outcome in told.items()} == {
        7: "ok", 8: "ok", 9: None, 10: None
    }  # fmt: skip
    reader.close()
    assert list(room.glob(f"{ray_node._ROOM}*")) == []


def test_rooms_of_dead_actors_are_swept_when_they_are_old(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    rooms = {name: room / f"{ray_node._ROOM}{name}-x" for name in ("1", "999999999", "888888888")}
    for each in rooms.values():
        each.mkdir()
    past = 10_000.0
    os.utime(rooms["1"], (past, past))
    os.utime(rooms["999999999"], (past, past))
    ray_node._sweep()
    assert {name for name, each in rooms.items() if each.exists()} == {"1", "888888888"}


def test_an_actor_says_where_it_is(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Quiet:
        def __init__(self, *_: Any) -> None: ...

        def start(self, _: int) -> None: ...

    monkeypatch.setattr(ray_node, "Crew", Quiet)
    context = SimpleNamespace(get_node_id=lambda: "abcdef0123")
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(get_runtime_context=lambda: context))  # type: ignore[arg-type]
    node, name, told = Reader(Task(), DEFAULTS, None).hello()
    assert node == "abcdef0123" and name.endswith("/abcdef") and told["程序版本"]


def test_rule_files_travel_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "a.yaml").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"y")
    assert rule_files(str(tmp_path)) == {"forms/a.yaml": b"x"} and rule_files(None) is None


def test_local_children_are_no_more_than_there_are_sources(sample: Path) -> None:
    grown: list[int] = []
    crew: Any = SimpleNamespace(grow=grown.append, as_completed=lambda found: iter(()))
    for slots, count in ((4, 9), (4, 2), (4, 0)):
        jobs = [Placed(Located("a", "a", str(sample)), "", None)] * count
        assert list(LocalEngine(crew, Task(), slots).run(jobs, DEFAULTS)) == []
    assert grown == [4, 2, 1]
