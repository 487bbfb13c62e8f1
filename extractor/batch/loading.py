"""Loading what a run reads: each source as it comes, then units and what is in force; nobody else writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from extractor.batch.bar import Bar
from extractor.batch.claim import Claims, key_of_job
from extractor.batch.engine import Engine
from extractor.batch.plan import Placed, Plan, done_of
from extractor.batch.summary import Failed, Summary
from extractor.ground.say import complain
from extractor.intake.discover import Located
from extractor.settings import Settings
from extractor.store import schema
from extractor.store.database import Database
from extractor.store.force import named, note_places, settle_force
from extractor.store.load import load_parcel, now
from extractor.store.parcel import Parcel, unpack
from extractor.store.queue import refresh_queue
from extractor.store.units import DepartmentBook, FilingBook, Unit, assign_units

_FINISH_LOCK = 0x6A697867
_AT_ONCE = 500

Each = Callable[[dict[str, object]], None]
"""Told of every source as it is settled."""


@dataclass(slots=True)
class Loading:
    """One run's way into the database."""

    database: Database
    plan: Plan
    versions: tuple[str, str]
    """Of the program and of the rules: a source is done when it was read by these."""
    summary: Summary
    each: Each
    ocr: bool
    tell: bool
    """Failures are told as they come."""
    run: int = field(init=False, default=0)
    """Key of the run's row."""

    def begin(self, hands: int) -> None:
        """Note that the run has begun, with so many readers."""
        row = {
            "started_at": now(),
            "program_version": self.versions[0],
            "rules_version": self.versions[1],
            "workers": hands,
            "found": self.summary.found,
            "skipped": self.summary.skipped,
        }
        with self.database.begin() as connection:
            key = connection.execute(schema.run.insert().values(row)).inserted_primary_key
        self.run = int(key[0]) if key is not None else 0

    def work(self, engine: Engine, settings: Settings, bar: Bar) -> None:
        """Load every source of the plan as it is read.

        Raises:
            StoreError: the database refused midway; what was committed stays.
            NobodyReadsError: the readers are gone.
        """
        for item, outcome in engine.run(self.plan.work, settings):
            parcel = unpack(outcome.payload)
            load_parcel(self.database, parcel, item.root, item.located.path, with_ocr=self.ocr)
            self.summary.done += 1
            self.summary.formats[_format(item.located)] += 1
            failed = outcome.status == "failed"
            if failed:
                self.summary.failures.append(Failed(item.located.path, outcome.category or "", outcome.cause))
                if self.tell:
                    bar.clear()
                    complain(f"无法读取 {item.located.path}", outcome.cause, outcome.remedy)
            self.each(_line(item, parcel))
            bar.step(failed=failed)
        bar.clear()
        self.summary.failures.sort(key=lambda failed: failed.path)

    def claims(self, engine: Engine) -> Claims:
        """`engine` for what this machine claims; what counts as read is told by the ledger."""
        return Claims(
            engine,
            self.database,
            lambda connection, keys: set(done_of(connection, keys, self.versions, ocr=self.ocr)),
        )

    def elsewhere(self, items: list[Placed]) -> None:
        """What other machines have read in the meantime: named here as their failures are."""
        self.summary.elsewhere = len(items)
        self.plan.names += items
        for start in range(0, len(items), _AT_ONCE):
            some = {key_of_job(item): item for item in items[start : start + _AT_ONCE]}
            with self.database.begin() as connection:
                done = done_of(connection, list(some), self.versions, ocr=self.ocr)
            self.plan.read_elsewhere |= done.keys()
            for key, (category, cause) in sorted(done.items(), key=lambda found: some[found[0]].located.path):
                if category is not None:
                    path = some[key].located.path
                    self.summary.failures.append(Failed(path, category, cause or ""))
                    if self.tell:
                        complain(f"无法读取 {path}", f"{cause}（另一台机器的结果）", "")

    def note_names(self) -> None:
        """The further names of sources that are in the database already."""
        items = self.plan.names
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

        self.database.transact(work)
        for item in items:
            self.each({"path": item.located.path, "sha256": item.sha256, "outcome": self.plan.outcome(item)})

    def finish(self, book: DepartmentBook, decided: FilingBook, pruned: set[str], rules_dir: str | None) -> None:
        """Units, what is in force, and the run's end: one transaction, the same whatever the order of loading was.

        Args:
            pruned: roots of which what is no longer there is no longer in force.
            rules_dir: rule books with which corrected values are checked again; None = the shipped ones.
        """

        def work(connection: sa.Connection) -> list[Unit]:
            if not self.database.sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FINISH_LOCK})
            found = assign_units(connection, book)
            note_places(connection, self.plan.present, pruned)
            self.summary.repeated_filings = named(connection, settle_force(connection, decided.originals))
            _reapply(connection, rules_dir)
            refresh_queue(connection)
            connection.execute(
                schema.run.update()
                .where(schema.run.c.id == self.run)
                .values(finished_at=now(), done=self.summary.done, failed=len(self.summary.failures))
            )
            return found

        units = self.database.transact(work)
        self.summary.proposals = sorted({(unit.unit, unit.proposal) for unit in units if unit.proposal})


def _reapply(connection: sa.Connection, rules_dir: str | None) -> None:
    """What persons decided holds for what was read anew too, wherever it still says what it said then."""
    from extractor.review.applied import apply_decisions, outstanding
    from extractor.rulebook import load_rules

    if behind := outstanding(connection):
        apply_decisions(connection, load_rules(rules_dir), behind)


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
