"""`jixiao ingest`: everything below PATH... into a database, with a ledger, resumable at any moment.

The ledger is table `source` itself: a source is done when its bytes were read by this program and rule version.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.batch.bar import Bar
from extractor.batch.crew import Crew
from extractor.batch.engine import Engine, NobodyReadsError
from extractor.batch.loading import Loading
from extractor.batch.machines import ALONE, Machines, engine_of
from extractor.batch.plan import Placed, Plan, make_plan, place, root_of
from extractor.batch.shard import parse_shard
from extractor.batch.summary import Failed, Summary
from extractor.batch.work import Task
from extractor.errors import ExitCode, UsageError
from extractor.ground.say import complain, put, say
from extractor.intake.discover import Located, check_paths, discover
from extractor.settings import DEFAULTS, Settings
from extractor.store.database import Database, StoreError, must_exist
from extractor.store.units import load_book, load_filing_book


def ingest(
    paths: Sequence[str],
    *,
    db: str,
    workers: int | None = None,
    rules_dir: str | None = None,
    ocr: bool = True,
    departments: str | None = None,
    settings: Settings = DEFAULTS,
    dry_run: bool = False,
    retry_failed: bool = False,
    prune: bool = False,
    quiet: bool = True,
    readers: dict[str, str] | None = None,
    machines: Machines = ALONE,
    tell: bool = False,
    each: Callable[[dict[str, object]], None] | None = None,
    planned: Callable[[int], None] | None = None,
) -> Summary:
    """Read everything below `paths` and load it; see `extractor.ingest`.

    Args:
        db: an SQLAlchemy URL, as `sqlite:///year.db`.
        workers: children here, or on the cluster; None = one a CPU.
        rules_dir: a folder of rule books; None = the shipped ones.
        departments: a departments.yaml that names the units; None = that of `rules_dir`, else the shipped one.
        dry_run: make the plan and stop: nothing is read or written.
        retry_failed: read again what an earlier run could not read.
        prune: what the folders given no longer hold is no longer in force.
        readers: replaces entries of the reader registry (tests).
        machines: a part of the year only, or with other machines.
        tell: print plan, progress and failures.
        each: told of every source as it is settled (`--format json`).
        planned: told how many sources there are, before the first is read.

    Raises:
        UsageError: a path does not exist, or the database cannot be opened.
        RuleBookError: a rule file or the departments book is wrong; before any document is read.
        StoreError: the database refused midway; what was committed stays.
    """
    begun = time.monotonic()
    _refuse_standard_input(paths)
    book, decided = load_book(departments, rules_dir), load_filing_book(rules_dir)
    machines.check(db, retry_failed=retry_failed)
    task = Task(rules_dir=rules_dir, ocr=ocr, parcel=True, readers=readers or {})
    with (
        _crew(task, settings) as (crew, spool),
        engine_of(crew, task, settings, machines, paths, workers, tell=tell, dry_run=dry_run) as engine,
    ):
        everything = place(list(_found(paths, settings, crew, spool, tell=tell)), settings)
        placed = everything if machines.shard is None else parse_shard(machines.shard).of_these(everything)
        apart = len(everything) - len(placed)
        if dry_run:
            summary = _dry(placed, db, crew.versions, workers, ocr=ocr, retry_failed=retry_failed)
            return _with_apart(summary, apart, tell=tell)
        with Database.open(db) as database:
            plan = make_plan(placed, database, crew.versions, ocr=ocr, retry_failed=retry_failed)
            plan.present = {(item.root, item.located.path): item.sha256 for item in everything}
            summary = _with_apart(_begun(plan, len(placed)), apart)
            loading = Loading(database, plan, crew.versions, summary, each or _untold, ocr, tell)
            _read(loading, engine, crew, settings, quiet=quiet, claim=machines.claim, planned=planned)
            loading.finish(book, decided, _folders(paths) if prune else set(), rules_dir)
    return _settled(summary, begun)


def _refuse_standard_input(paths: Sequence[str]) -> None:
    check_paths(paths)
    if "-" in paths:
        raise UsageError("入库不读标准输入", "请给出文件或文件夹")


def _folders(paths: Sequence[str]) -> set[str]:
    """The roots of those paths that are folders."""
    return {root_of(path) for path in paths if Path(path).is_dir()}


def _settled(summary: Summary, begun: float) -> Summary:
    """With its time; every input has one outcome."""
    assert summary.done + summary.skipped + summary.repeated + summary.elsewhere == summary.found
    summary.seconds = time.monotonic() - begun
    return summary


def _read(
    loading: Loading,
    engine: Engine,
    crew: Crew,
    settings: Settings,
    *,
    quiet: bool,
    claim: bool,
    planned: Callable[[int], None] | None,
) -> None:
    """Read and load the plan's work, with other machines where each claims what it reads."""
    plan, summary = loading.plan, loading.summary
    summary.failures += (Failed(*told) for told in plan.failed_before)
    if loading.tell:
        _tell(plan, engine.slots, quiet=quiet)
    loading.begin(engine.slots)
    if planned is not None:
        planned(summary.found)
    bar = Bar(len(plan.work), quiet=quiet)
    crew.on_page = lambda located, page, pages: bar.page(page, pages)
    claims = loading.claims(engine) if claim else None
    loading.work(claims or engine, settings, bar)
    if claims is not None:
        loading.elsewhere(claims.elsewhere)
    loading.note_names()


def _found(
    paths: Sequence[str], settings: Settings, crew: Crew, spool: str, *, tell: bool
) -> Iterator[tuple[str, Located]]:
    """Every source below the paths, each path once, with the root its own path counts from."""
    for path in dict.fromkeys(paths):
        root = root_of(path)
        for located in discover([path], settings, unpack=crew.unpacker(spool), say=say if tell else _silent):
            yield root, located


def _tell(plan: Plan, slots: int, *, quiet: bool) -> None:
    """The plan, and what could not be read in a run before."""
    if not quiet:
        say(plan.table(slots).rstrip().replace("\n", "；"))
    for path, _, cause in plan.failed_before:
        complain(f"无法读取 {path}", f"{cause}（以前的结果）", "")


def _silent(_: str) -> None:
    """Say nothing."""


def _untold(_: dict[str, object]) -> None:
    """Nobody asked for a line a source."""


@contextlib.contextmanager
def _crew(task: Task, settings: Settings) -> Iterator[tuple[Crew, str]]:
    """A crew whose first child is ready, and a folder for what is unpacked."""
    spool = tempfile.mkdtemp(prefix="jixiao-")
    try:
        with Crew(task, settings) as crew:
            crew.start(1)
            crew.ready()
            yield crew, spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def _dry(
    placed: list[Placed], db: str, versions: tuple[str, str], workers: int | None, *, ocr: bool, retry_failed: bool
) -> Summary:
    """The plan alone; a database that is not there yet is not made."""
    try:
        must_exist(db)
    except UsageError:
        plan = make_plan(placed, None, versions, ocr=ocr)
    else:
        with Database.open(db) as database:
            plan = make_plan(placed, database, versions, ocr=ocr, retry_failed=retry_failed)
    put(plan.table(workers or os.cpu_count() or 1).encode("utf-8"))
    return _begun(plan, len(placed))


def _begun(plan: Plan, found: int) -> Summary:
    return Summary(found=found, skipped=plan.skipped, repeated=plan.repeated)


def _with_apart(summary: Summary, apart: int, *, tell: bool = False) -> Summary:
    """With so many sources that belong to other shards."""
    summary.apart = apart
    if tell and apart:
        say(f"另有 {apart} 个归其他分片")
    return summary


def _print_line(told: dict[str, object]) -> None:
    put((json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "replace"))


def command(
    paths: list[str],
    db: str,
    workers: int | None = None,
    dry_run: bool = False,
    departments: str | None = None,
    rules: str | None = None,
    ocr: bool = True,
    office: str = "own",
    retry_failed: bool = False,
    prune: bool = False,
    format: str = "text",
    quiet: bool = False,
    shard: str | None = None,
    claim: bool = False,
    cluster: str | None = None,
    cluster_insecure: bool = False,
    files: str = "ship",
) -> ExitCode:
    """`jixiao ingest`.

    Its arguments are the options of `cli/on_filings.py:ingest`.
    """
    try:
        summary = ingest(
            paths,
            db=db,
            workers=workers,
            rules_dir=rules,
            ocr=ocr,
            settings=replace(DEFAULTS, office=office),
            departments=departments,
            dry_run=dry_run,
            retry_failed=retry_failed,
            prune=prune,
            machines=Machines(shard, claim, cluster, cluster_insecure, files),
            quiet=quiet,
            tell=True,
            each=_print_line if format == "json" else None,
        )
    except (StoreError, NobodyReadsError) as error:
        complain("", error.cause, error.remedy)
        return ExitCode.SOME_UNREAD
    if dry_run:
        return ExitCode.OK if summary.found or summary.apart else ExitCode.NOTHING_READ
    if format == "json":
        _print_line({"summary": summary.plain()})
    else:
        put(summary.table().encode("utf-8", "replace"))
    if summary.found == 0 and summary.apart:
        return ExitCode.OK
    if summary.found == 0 or len(summary.failures) == summary.found:
        return ExitCode.NOTHING_READ
    return ExitCode.SOME_UNREAD if summary.failures else ExitCode.OK
