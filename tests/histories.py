"""Random histories of a folder, and the state a database must end in: a model of twenty lines, independent of the
store.

Files hold small documents (made, not read): unit, project, 填报日期, a value. Steps: a file is added, changed,
reverted to what it held before, copied in another format, deleted, renamed; an ingest runs over the folder, with
`--prune` or without, whole or killed before its end; a path is forgotten. After an ingest that ended, forms and
sources in force must be the model's.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import sqlalchemy as sa

from extractor.flat.printed import dumps
from extractor.model.extraction import Extraction
from extractor.model.filing import Amount, Form, Signoff
from extractor.model.finding import Quality
from extractor.model.identity import form_key_of
from extractor.model.source import Source
from extractor.store.database import Database
from extractor.store.force import note_places, settle_force
from extractor.store.forget import forget
from extractor.store.load import load
from extractor.store.units import DepartmentBook, assign_units

ROOT = "年"
FORMATS = ("docx", "xlsx", "pdf")
DATES = ("", "2024-01-05", "2024-02-10", "2024-03-15")


@dataclass(frozen=True)
class Held:
    """What a file holds. Its bytes are all of it; two files with the same are one source."""

    unit: int
    project: int
    date: str
    value: int
    format: str
    failed: bool = False

    @property
    def sha(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def document(self) -> Extraction:
        name = f"{self.sha[:8]}.{self.format}"
        source = Source(name, name, self.format, self.sha, 9, 1, 0, "1", "1", "failed" if self.failed else "ok")
        form = Form(
            f"{self.sha[:16]}-0",
            0,
            "project_target",
            "项目支出绩效目标表",
            2024,
            department=f"第{self.unit}局",
            project_name=f"{self.project}号工程",
        )
        form.amounts = {"total": Amount(str(self.value), str(self.value), "元", str(self.value))}
        form.signoff = Signoff(filing_date=self.date or None)
        form.form_key = form_key_of(form)
        return Extraction(
            source=source,
            forms=[] if self.failed else [form],
            quality=Quality(None, None) if self.failed else Quality(90, "通过"),
        )


@dataclass
class Folder:
    """The folder, what the database was told of it, and what must be in force."""

    dice: random.Random
    files: dict[str, Held] = field(default_factory=dict)
    told: dict[str, Held] = field(default_factory=dict)
    """Path → what the last ingest that ended found there, unless forgotten or pruned since."""
    before: dict[str, list[Held]] = field(default_factory=dict)

    def step(self) -> None:
        """Something happens to the folder."""
        dice = self.dice
        deed = dice.choice(("add", "add", "change", "revert", "copy", "delete", "rename"))
        path = dice.choice(sorted(self.files)) if self.files else None
        if deed == "add" or path is None:
            held = Held(
                dice.randrange(2),
                dice.randrange(2),
                dice.choice(DATES),
                dice.randrange(3),
                dice.choice(FORMATS),
                dice.random() < 0.1,
            )
            self._put(f"{dice.randrange(12)}.{held.format}", held)
        elif deed == "change":
            self._put(path, replace(self.files[path], value=dice.randrange(9), date=dice.choice(DATES)))
        elif deed == "revert" and self.before.get(path):
            self._put(path, dice.choice(self.before[path]))
        elif deed == "copy":
            held = replace(self.files[path], format=dice.choice(FORMATS))
            self._put(f"副本{dice.randrange(6)}.{held.format}", held)
        elif deed == "delete":
            del self.files[path]
        elif deed == "rename":
            held = self.files.pop(path)
            self._put(f"改名{dice.randrange(6)}{PurePosixPath(path).suffix}", held)

    def _put(self, path: str, held: Held) -> None:
        if path in self.files:
            self.before.setdefault(path, []).append(self.files[path])
        self.files[path] = held

    def ended(self, *, prune: bool) -> None:
        """The model of an ingest."""
        self.told = dict(self.files) if prune else {**self.told, **self.files}

    def in_force(self) -> tuple[set[str], set[str]]:
        """(sources, forms) in force: of a filing the latest date, then what most copies say, the format, the hash."""
        here = {held.sha: held for held in self.told.values()}
        filings: dict[tuple[int, int], list[Held]] = {}
        for held in here.values():
            if not held.failed:
                filings.setdefault((held.unit, held.project), []).append(held)
        chosen = {_best(held).sha for held in filings.values()}
        return chosen | {sha for sha, held in here.items() if held.failed}, chosen


def _best(copies: list[Held]) -> Held:
    dates = sorted({held.date for held in copies if held.date})

    def version(held: Held) -> str:
        """Its own date; without one that of the version it is most like (all but the date compared), then the
        latest.
        """
        if held.date or not dates:
            return held.date
        return max((any(o.value == held.value for o in copies if o.date == date), date) for date in dates)[1]

    newest = [held for held in copies if not dates or version(held) == dates[-1]]
    said = [(held.date, held.value) for held in newest]
    return min(newest, key=lambda h: (-said.count((h.date, h.value)), FORMATS.index(h.format), h.sha))


def ingest(database: Database, folder: Folder, *, prune: bool, killed: bool) -> None:
    """What `jixiao ingest` does to the database; killed: some sources are loaded, the end is not reached."""
    paths = sorted(folder.files)
    folder.dice.shuffle(paths)
    for path in paths[: folder.dice.randrange(len(paths) + 1) if killed else None]:
        load(database, dumps(folder.files[path].document()), ROOT, path)
        folder.told[path] = folder.files[path]
    if killed:
        return
    with database.begin() as connection:
        assign_units(connection, DepartmentBook())
        note_places(
            connection, {(ROOT, path): held.sha for path, held in folder.files.items()}, {ROOT} if prune else ()
        )
        settle_force(connection)
    folder.ended(prune=prune)


def live(url: str, seed: int, steps: int = 14) -> None:
    """One history; AssertionError where the database is not in the model's state."""
    folder = Folder(random.Random(seed))
    with Database.open(url) as database:
        for _ in range(steps):
            folder.step()
            if folder.dice.random() < 0.5:
                ingest(database, folder, prune=folder.dice.random() < 0.5, killed=folder.dice.random() < 0.25)
            if folder.told and folder.dice.random() < 0.1:
                path = folder.dice.choice(sorted(folder.told))
                forget(url, path)
                del folder.told[path]
                check(database, folder)
        ingest(database, folder, prune=folder.dice.random() < 0.5, killed=False)
        check(database, folder)


def check(database: Database, folder: Folder) -> None:
    sources, forms = folder.in_force()
    with database.begin() as connection:
        found = {row[0] for row in connection.execute(sa.text("SELECT sha256 FROM source WHERE in_force"))}
        shown = {row[0] for row in connection.execute(sa.text("SELECT sha256 FROM form WHERE in_force"))}
        counted = connection.execute(sa.text("SELECT coalesce(sum(forms), 0) FROM v_department_year")).scalar()
    told = json.dumps({path: repr(held) for path, held in sorted(folder.told.items())}, ensure_ascii=False, indent=1)
    assert shown == forms, told
    assert found == sources, told
    assert counted == len(forms)
