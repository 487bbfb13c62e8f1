"""What a cluster costs and gains on this machine. `python bench/cluster.py [overhead|speed|memory|rates] [--count N]`

overhead: 1,000 jobs with next to nothing to read, seconds after the actors have started (asked: at most 5).
speed: the same docx by one child of this machine and by `--cluster local` on two CPUs, the better of three alternating
    rounds each (asked: at least 1.8). Says nothing where other programs use the CPUs: their load is printed.
memory: resident memory of the driver over 20,000 such jobs, after the first 2,000 and at its highest since.
rates: CPU seconds a source of each format (so that other programs do not show), loading into SQLite and, with
    `--postgres URL`, PostgreSQL, bytes that travel a second. The table in docs/cluster.md is made from these.
Without a name: the first three. Exit code 1 where a figure is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = str(ROOT)

import psutil  # noqa: E402
import sqlalchemy as sa  # noqa: E402

from bench.year import SEED, blocks_of  # noqa: E402
from extractor.batch.crew import Crew  # noqa: E402
from extractor.batch.engine import Engine, LocalEngine  # noqa: E402
from extractor.batch.plan import Placed, place  # noqa: E402
from extractor.batch.ray_engine import RayEngine, on_cluster  # noqa: E402
from extractor.batch.work import Task  # noqa: E402
from extractor.intake.discover import discover  # noqa: E402
from extractor.settings import DEFAULTS  # noqa: E402
from extractor.store import schema  # noqa: E402
from extractor.store.database import Database  # noqa: E402
from extractor.store.force import settle_force  # noqa: E402
from extractor.store.load import load_parcel  # noqa: E402
from extractor.store.parcel import Parcel, unpack  # noqa: E402
from extractor.store.units import assign_units, load_book  # noqa: E402
from tests.make.write_docx import docx  # noqa: E402
from tests.make.write_ofd import ofd  # noqa: E402
from tests.make.write_pdf import pdf  # noqa: E402
from tests.make.write_sheets import xls, xlsx  # noqa: E402
from tests.make.write_text import html_page, text_dump  # noqa: E402

MAKE = {"docx": docx, "xlsx": xlsx, "xls": xls, "html": html_page, "txt": text_dump, "pdf": pdf, "ofd": ofd}
MiB = 1024 * 1024


def jobs_in(folder: Path) -> list[Placed]:
    return place([(folder.name, located) for located in discover([str(folder)], DEFAULTS)], DEFAULTS)


def trifles(folder: Path, count: int) -> list[Placed]:
    """Sources with next to nothing in them, no two alike."""
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(f"{number}\n")
    return jobs_in(folder)


def filings(folder: Path, kind: str, count: int) -> list[Placed]:
    for number in range(count):
        (folder / f"{number:04}.{kind}").write_bytes(MAKE[kind](blocks_of(SEED + number)[0]))
    return jobs_in(folder)


@contextlib.contextmanager
def local(task: Task, slots: int) -> Iterator[LocalEngine]:
    with Crew(task, DEFAULTS) as crew:
        crew.start(slots)
        crew.ready()
        yield LocalEngine(crew, task, slots)


@contextlib.contextmanager
def cluster(task: Task, slots: int) -> Iterator[RayEngine]:
    with local(task, 1) as home, on_cluster("local", task, DEFAULTS, home, slots=slots) as engine:
        # Ready means: every slot has read something.
        with tempfile.TemporaryDirectory() as warm:
            while len(engine.actors.ready) < slots:
                drain(engine, trifles(Path(warm), 4))
            drain(engine, trifles(Path(warm), 8 * slots))
        yield engine


def drain(engine: Engine, jobs: Sequence[Placed]) -> float:
    """Seconds until every job has its outcome."""
    start = time.perf_counter()
    assert sum(1 for _ in engine.run(jobs, DEFAULTS)) == len(jobs)
    return time.perf_counter() - start


def overhead(count: int = 1000) -> bool:
    with tempfile.TemporaryDirectory() as home, cluster(Task(), 2) as engine:
        before = _own() + _below()
        seconds = min(drain(engine, trifles(Path(home), count)) for _ in range(2))
        spent = (_own() + _below() - before) / 2
    print(f"{spent:.2f} CPU seconds of all processes a round; load {os.getloadavg()[0]:.1f}")
    print(f"{count} jobs with next to nothing to read, two slots: {seconds:.2f} s (asked of 1,000: at most 5)")
    return seconds <= 5 * count / 1000


def speed(count: int = 200) -> bool:
    task = Task(parcel=True)
    with tempfile.TemporaryDirectory() as home, local(task, 1) as one, cluster(task, 2) as two:
        jobs = filings(Path(home), "docx", count)
        drain(one, jobs[:20])
        rounds, used = [], [_own() + _below()]
        for _ in range(3):
            alone = drain(one, jobs)
            used.append(_own() + _below())
            rounds.append((alone, drain(two, jobs)))
            used.append(_own() + _below())
    alone, spread = min(r[0] for r in rounds), min(r[1] for r in rounds)
    costs = [after - before for before, after in zip(used, used[1:])]
    print(f"CPU seconds of all processes: one child {min(costs[::2]):.2f}, cluster {min(costs[1::2]):.2f};", end=" ")
    print(f"two CPUs that do nothing else could give {2 * min(costs[::2]) / min(costs[1::2]):.2f} x")
    print(
        f"{count} docx: one child {alone:.2f} s, cluster with two slots {spread:.2f} s; load {os.getloadavg()[0]:.1f}"
    )
    print(f"{alone / spread:.2f} x one worker (asked: at least 1.8)")
    return alone / spread >= 1.8


def memory(count: int = 20_000) -> bool:
    own, marks = psutil.Process(), []
    with tempfile.TemporaryDirectory() as home, cluster(Task(), 2) as engine:
        jobs = trifles(Path(home), count)
        for number, _ in enumerate(engine.run(jobs, DEFAULTS), 1):
            if number % (count // 10) == 0:
                marks.append(own.memory_info().rss / MiB)
    print("driver, MiB after each tenth of", count, "jobs:", " ".join(f"{mark:.0f}" for mark in marks))
    growth = max(marks[1:]) - marks[0]
    print(f"grown by {growth:.1f} MiB since the first tenth (asked: flat; at most 5 % or 16 MiB)")
    return growth <= max(16, marks[0] * 0.05)


def rates(count: int, postgres: str | None) -> bool:
    task, parcels = Task(parcel=True), []
    for kind in MAKE:
        with tempfile.TemporaryDirectory() as home, local(task, 1) as engine:
            jobs = filings(Path(home), kind, count)
            drain(engine, jobs[:5])
            before = _below()
            outcomes = [outcome for _, outcome in engine.run(jobs, DEFAULTS)]
            spent = (_below() - before) / count
            size = sum(job.located.size or 0 for job in jobs) / count / 1024
            parcels += [unpack(outcome.payload) for outcome in outcomes]
            print(f"{kind}: {spent * 1000:.0f} ms CPU a source, {1 / spent:.1f} a second and core, {size:.0f} KiB each")
    _scans(task)
    with tempfile.TemporaryDirectory() as home:
        _loading("SQLite", f"sqlite:///{home}/a.db", parcels)
        _finishing(f"sqlite:///{home}/a.db")
        stored = (Path(home) / "a.db").stat().st_size / len(parcels) / 1024
        print(f"SQLite: {stored:.0f} KiB a source")
    if postgres:
        _loading("PostgreSQL", postgres, parcels)
    _travel()
    return True


def _below() -> float:
    """CPU seconds of all children so far."""
    found = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return sum(times.user + times.system for times in found)


def _scans(task: Task) -> None:
    """Pages from the generator of scans, one a source."""
    from PIL import Image

    from bench import scan_generator

    dice, pages = random.Random(SEED), 6
    with tempfile.TemporaryDirectory() as home, local(task, 1) as engine:
        for number in range(pages + 1):
            out = io.BytesIO()
            Image.fromarray(scan_generator.page(dice.randrange(10**6))[0]).save(out, "JPEG", quality=85)
            Path(home, f"{number}.jpg").write_bytes(out.getvalue())
        jobs = jobs_in(Path(home))
        drain(engine, jobs[:1])
        before = _below()
        drain(engine, jobs[1:])
        spent = (_below() - before) / pages
        size = sum(job.located.size or 0 for job in jobs) / len(jobs) / 1024
        print(f"scan: {spent:.1f} s CPU a page, {3600 / spent:.0f} pages an hour and core, {size:.0f} KiB each")


def _loading(name: str, url: str, parcels: list[Parcel]) -> None:
    """What the driver writes: CPU seconds of this process (the server's own are not in it) and wall seconds."""
    with Database.open(url) as database:
        start, before = time.perf_counter(), _own()
        for number, parcel in enumerate(parcels):
            load_parcel(database, parcel, "年", f"{number}.x")
        wall, spent = time.perf_counter() - start, _own() - before
    print(f"{name}: {len(parcels) / wall:.0f} sources a second written, {len(parcels) / spent:.0f} a second of CPU")


def _finishing(url: str) -> None:
    """The end of every run, over all forms of the database: units, and what is in force. One transaction, one core."""
    with Database.open(url) as database, database.begin() as connection:
        forms = connection.execute(sa.select(sa.func.count()).select_from(schema.form)).scalar_one()
        before = _own()
        assign_units(connection, load_book(None, None))
        settle_force(connection)
        print(f"finishing: {(_own() - before) / forms * 1000:.2f} ms CPU a form, of {forms} forms in the database")


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _travel() -> None:
    """Large sources that are read quickly: how many bytes the driver ships in a second, one node on this machine."""
    with tempfile.TemporaryDirectory() as home, cluster(Task(), 2) as engine:
        for number in range(40):
            noise = hashlib.sha256(str(number).encode()).digest() * (4 * MiB // 32)
            Path(home, f"{number}.bin").write_bytes(noise)
        jobs = jobs_in(Path(home))
        before = _own()
        seconds = drain(engine, jobs)
        spent = _own() - before
    total = sum(job.located.size or 0 for job in jobs) / MiB
    print(
        f"shipping: {total:.0f} MiB in {seconds:.1f} s ({total / seconds:.0f} MiB a second, {total / spent:.0f} of CPU)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["overhead", "speed", "memory", "rates"])
    parser.add_argument("--count", type=int)
    parser.add_argument("--postgres", metavar="URL")
    given = parser.parse_args()
    more = {"count": given.count} if given.count else {}
    if given.what == "rates":
        rates(given.count or 40, given.postgres)
        return
    checks = {"overhead": overhead, "speed": speed, "memory": memory}
    wanted = [given.what] if given.what else list(checks)
    missed = [name for name in wanted if not checks[name](**more)]
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
