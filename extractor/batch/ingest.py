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

import sqlalchemy as sa

from extractor.batch.bar import Bar
from extractor.batch.claim import Claims, key_of_job
from extractor.batch.crew import Crew
from extractor.batch.engine import Engine, NobodyReadsError
from extractor.batch.machines import ALONE, Machines, engine_of
from extractor.batch.plan import Placed, Plan, done_of, make_plan, place, root_of
from extractor.batch.shard import parse_shard
from extractor.batch.summary import Failed, Summary
from extractor.batch.work import Task
from extractor.errors import ExitCode, UsageError
from extractor.ground.say import complain, put, say
from extractor.intake.discover import Located, check_paths, discover
from extractor.settings import DEFAULTS, Settings
from extractor.store import schema
from extractor.store.database import Database, StoreError, must_exist
from extractor.store.force import named, note_places, settle_force
from extractor.store.load import load_parcel, now
from extractor.store.parcel import Parcel, unpack
from extractor.store.queue import refresh_queue
from extractor.store.units import DepartmentBook, FilingBook, Unit, assign_units, load_book, load_filing_book

_FINISH_LOCK = 0x6A697867
_AT_ONCE = 500


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
        workers: children here, or on the cluster; None = one a CPU.
        readers: replaces entries of the reader registry (tests).
        machines: a part of the year only, or with other machines.
        tell: print plan, progress and failures.
        prune: what the folders given no longer hold is no longer in force.
        each: told of every source as it is settled (`--format json`).
        planned: told how many sources there are, before the first is read.

    Raises:
        UsageError: a path does not exist, or the database cannot be opened.
        RuleBookError: a rule file or the departments book is wrong; before any document is read.
        StoreError: the database refused midway; what was committed stays.
    """
    begun = time.monotonic()
    check_paths(paths)
    if "-" in paths:
        raise UsageError("入库不读标准输入", "请给出文件或文件夹")
    book, decided = load_book(departments, rules_dir), load_filing_book(rules_dir)
    machines.check(db, retry_failed=retry_failed)
    hands = workers or os.cpu_count() or 1
    task = Task(rules_dir=rules_dir, ocr=ocr, parcel=True, readers=readers or {})
    with _crew(task, settings) as (crew, spool):
        crew.start(1)
        crew.ready()
        with engine_of(crew, task, settings, machines, paths, workers, tell=tell, dry_run=dry_run) as engine:
            everything = place(list(_found(paths, settings, crew, spool, tell=tell)), settings)
            placed = everything if machines.shard is None else parse_shard(machines.shard).of_these(everything)
            if dry_run:
                summary = _dry(placed, db, crew.versions, hands, ocr=ocr, retry_failed=retry_failed)
                summary.apart = len(everything) - len(placed)
                if tell and summary.apart:
                    say(f"另有 {summary.apart} 个归其他分片")
                return summary
            with Database.open(db) as database:
                plan = make_plan(placed, database, crew.versions, ocr=ocr, retry_failed=retry_failed)
                plan.present = {(item.root, item.located.path): item.sha256 for item in everything}
                summary = Summary(found=len(placed), skipped=plan.skipped, repeated=plan.repeated)
                summary.apart = len(everything) - len(placed)
                summary.failures += (Failed(*told) for told in plan.failed_before)
                if tell:
                    _tell(plan, engine.slots, quiet=quiet)
                run = _begin_run(database, crew.versions, engine.slots, summary)
                each = each or _untold
                if planned is not None:
                    planned(len(placed))
                bar = Bar(len(plan.work), quiet=quiet)
                crew.on_page = lambda located, page, pages: bar.page(page, pages)
                claims = _claims(engine, database, crew.versions, ocr=ocr) if machines.claim else None
                _work(plan, claims or engine, settings, database, summary, bar=bar, each=each, ocr=ocr, tell=tell)
                if claims is not None:
                    _elsewhere(claims.elsewhere, plan, database, crew.versions, summary, ocr=ocr, tell=tell)
                _note_names(database, plan.names)
                for item in plan.names:
                    each({"path": item.located.path, "sha256": item.sha256, "outcome": plan.outcome(item)})
                pruned = {root_of(path) for path in paths if Path(path).is_dir()} if prune else set()
                _finish(database, plan, book, decided, pruned, summary, run, rules_dir)
    settled = summary.done + summary.skipped + summary.repeated + summary.elsewhere
    assert settled == summary.found, "every input has one outcome"
    summary.seconds = time.monotonic() - begun
    return summary


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
    spool = tempfile.mkdtemp(prefix="jixiao-")
    try:
        with Crew(task, settings) as crew:
            yield crew, spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def _dry(
    placed: list[Placed], db: str, versions: tuple[str, str], hands: int, *, ocr: bool, retry_failed: bool
) -> Summary:
    """The plan alone; a database that is not there yet is not made."""
    try:
        must_exist(db)
    except UsageError:
        plan = make_plan(placed, None, versions, ocr=ocr)
    else:
        with Database.open(db) as database:
            plan = make_plan(placed, database, versions, ocr=ocr, retry_failed=retry_failed)
    put(plan.table(hands).encode("utf-8"))
    return Summary(found=len(placed), skipped=plan.skipped, repeated=plan.repeated)


def _work(
    plan: Plan,
    engine: Engine,
    settings: Settings,
    database: Database,
    summary: Summary,
    *,
    ocr: bool,
    bar: Bar,
    tell: bool,
    each: Callable[[dict[str, object]], None],
) -> None:
    """Load every source of the plan as it is read; nobody else writes."""
    for item, outcome in engine.run(plan.work, settings):
        parcel = unpack(outcome.payload)
        load_parcel(database, parcel, item.root, item.located.path, with_ocr=ocr)
        summary.done += 1
        summary.formats[_format(item.located)] += 1
        failed = outcome.status == "failed"
        if failed:
            summary.failures.append(Failed(item.located.path, outcome.category or "", outcome.cause))
            if tell:
                bar.clear()
                complain(f"无法读取 {item.located.path}", outcome.cause, outcome.remedy)
        each(_line(item, parcel))
        bar.step(failed=failed)
    bar.clear()
    summary.failures.sort(key=lambda failed: failed.path)


def _claims(engine: Engine, database: Database, versions: tuple[str, str], *, ocr: bool) -> Claims:
    """`engine` for what this machine claims; what counts as read is told by the ledger."""
    return Claims(engine, database, lambda connection, keys: set(done_of(connection, keys, versions, ocr=ocr)))


def _elsewhere(
    items: list[Placed],
    plan: Plan,
    database: Database,
    versions: tuple[str, str],
    summary: Summary,
    *,
    ocr: bool,
    tell: bool,
) -> None:
    """What other machines have read in the meantime: named here as their failures are."""
    summary.elsewhere = len(items)
    plan.names += items
    for start in range(0, len(items), _AT_ONCE):
        some = {key_of_job(item): item for item in items[start : start + _AT_ONCE]}
        with database.begin() as connection:
            done = done_of(connection, list(some), versions, ocr=ocr)
        plan.read_elsewhere |= done.keys()
        for key, (category, cause) in sorted(done.items(), key=lambda found: some[found[0]].located.path):
            if category is not None:
                path = some[key].located.path
                summary.failures.append(Failed(path, category, cause or ""))
                if tell:
                    complain(f"无法读取 {path}", f"{cause}（另一台机器的结果）", "")


def _line(item: Placed, parcel: Parcel) -> dict[str, object]:
    """What became of one source, for `--format json`."""
    row = parcel.source
    told = {name: row[name] for name in ("status", "score", "verdict", "errors", "warnings", "infos")}
    why = {name: row[f"failure_{name}"] for name in ("category", "cause", "remedy")}
    forms = len(parcel.rows.get("form", ()))
    return {
        "path": item.located.path,
        "sha256": item.sha256,
        "outcome": "read",
        **told,
        "forms": forms,
        "failure": why if why["category"] else None,
    }


def _format(located: Located) -> str:
    return located.name.rsplit(".", 1)[-1].lower() if "." in located.name else "-"


def _note_names(database: Database, items: Sequence[Placed]) -> None:
    """The further names of sources that are in the database already."""
    table = schema.source_name

    def work(connection: sa.Connection) -> None:
        known = {
            (row.sha256, row.root, row.path)
            for row in connection.execute(sa.select(table.c.sha256, table.c.root, table.c.path))
        }
        keys = {(item.sha256, item.root, item.located.path) for item in items if item.sha256 is not None} - known
        if keys:
            rows = [{"sha256": sha256, "root": root, "path": path} for sha256, root, path in sorted(keys, key=str)]
            connection.execute(table.insert(), rows)

    database.transact(work)


def _begin_run(database: Database, versions: tuple[str, str], hands: int, summary: Summary) -> int:
    row = {
        "started_at": now(),
        "program_version": versions[0],
        "rules_version": versions[1],
        "workers": hands,
        "found": summary.found,
        "skipped": summary.skipped,
    }
    with database.begin() as connection:
        key = connection.execute(schema.run.insert().values(row)).inserted_primary_key
    return int(key[0]) if key is not None else 0


def _finish(
    database: Database,
    plan: Plan,
    book: DepartmentBook,
    decided: FilingBook,
    pruned: set[str],
    summary: Summary,
    run: int,
    rules_dir: str | None,
) -> None:
    """Units, what is in force, and the run's end: one transaction, the same whatever the order of loading was."""

    def work(connection: sa.Connection) -> list[Unit]:
        if not database.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FINISH_LOCK})
        found = assign_units(connection, book)
        note_places(connection, plan.present, pruned)
        summary.repeated_filings = named(connection, settle_force(connection, decided.originals))
        _reapply(connection, rules_dir)
        refresh_queue(connection)
        connection.execute(
            schema.run.update()
            .where(schema.run.c.id == run)
            .values(finished_at=now(), done=summary.done, failed=len(summary.failures))
        )
        return found

    units = database.transact(work)
    summary.proposals = sorted({(unit.unit, unit.proposal) for unit in units if unit.proposal})


def _reapply(connection: sa.Connection, rules_dir: str | None) -> None:
    """What persons decided holds for what was read anew too, wherever it still says what it said then."""
    from extractor.review.applied import apply_decisions, outstanding
    from extractor.rulebook import load_rules

    if behind := outstanding(connection):
        apply_decisions(connection, load_rules(rules_dir), behind)


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
    """`jixiao ingest`."""
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
