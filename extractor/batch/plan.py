"""What an ingest will do: hash every source, ask the ledger, order the work, estimate the time."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from extractor.errors import SourceError
from extractor.intake.discover import Located, read_located
from extractor.intake.sniff import ending_of
from extractor.settings import Settings
from extractor.store import schema
from extractor.store.database import Database
from extractor.store.rows import key_of

_SECONDS = {
    "docx": 0.08, "xlsx": 0.08, "xls": 0.08, "et": 0.08, "csv": 0.05, "html": 0.1, "htm": 0.1, "txt": 0.06, "pdf": 0.8,
    "ofd": 0.5, "doc": 3.0, "wps": 3.0, "rtf": 3.0, "odt": 0.5, "jpg": 8.0, "jpeg": 8.0, "png": 8.0, "tif": 8.0,
    "tiff": 8.0,
}  # fmt: skip
"""Rough seconds a source by its ending, for the estimate and for handing out slow ones early."""
_SLOW = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A located source with the folder it came from and its content's hash (None where it has none)."""

    located: Located
    root: str
    sha256: str | None


@dataclass(slots=True)
class Plan:
    """`work` is to be read, in this order; `names` only need their name noted (same bytes, or done before)."""

    work: list[Placed] = field(default_factory=list)
    names: list[Placed] = field(default_factory=list)
    skipped: int = 0
    repeated: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    present: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """(root, path) → content of everything found; None where its bytes could not be had."""
    done_before: set[str] = field(default_factory=set)
    """sha256 of what an earlier run read."""
    read_elsewhere: set[str] = field(default_factory=set)
    """Keys of what another machine read while this one was at work."""
    failed_before: list[tuple[str, str, str]] = field(default_factory=list)
    """(path, category, cause) of skipped sources that an earlier run could not read."""

    def outcome(self, item: Placed) -> str:
        """What becomes of a source of which only the name is noted."""
        if key_of({"source": {"sha256": item.sha256, "path": item.located.path}}) in self.read_elsewhere:
            return "elsewhere"
        return "skipped" if item.sha256 in self.done_before else "repeated"

    def seconds(self, workers: int) -> float:
        """How long the work may take with so many readers, in seconds: a guess by format and size."""
        return sum(_cost(placed.located) for placed in self.work) / max(workers, 1)

    def table(self, workers: int) -> str:
        """The plan as plain text."""
        found = len(self.work) + self.skipped + self.repeated
        formats = "，".join(f"{name or '无后缀'} {count}" for name, count in sorted(self.formats.items()))
        estimate = self.seconds(workers)
        spent = f"{estimate:.0f} 秒" if estimate < 120 else f"{estimate / 60:.0f} 分钟"
        return (
            f"找到 {found} 个来源：待读取 {len(self.work)}，已入库 {self.skipped}，内容重复 {self.repeated}\n"
            f"后缀：{formats or '无'}\n{workers} 个进程，预计约 {spent}\n"
        )


def root_of(path: str) -> str:
    """The name of the folder given to the program, or that a given file lies in."""
    here = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    return here.name if here.is_dir() else here.parent.name


def place(found: Sequence[tuple[str, Located]], settings: Settings) -> list[Placed]:
    """Hash every (root, source)."""
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        hashes = pool.map(lambda pair: _hash(pair[1], settings), found, chunksize=64)
        return [Placed(located, root, sha256) for (root, located), sha256 in zip(found, hashes)]


def _hash(located: Located, settings: Settings) -> str | None:
    if located.refusal is not None:
        return None
    try:
        if located.members:
            return hashlib.sha256(read_located(located, settings)).hexdigest()
        digest = hashlib.sha256()
        with Path(located.file).open("rb") as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()
    except (SourceError, OSError, ValueError):
        return None


def make_plan(
    placed: Sequence[Placed],
    database: Database | None,
    versions: tuple[str, str],
    *,
    ocr: bool,
    retry_failed: bool = False,
) -> Plan:
    """Sort the sources into work and names, by the ledger in the database (None = nothing is done yet).

    Args:
        versions: program and rules version in force.
        ocr: what was read with recognition serves a run without; not the other way round.
        retry_failed: what could not be read before counts as not done.
    """
    done = _done(database, versions, ocr=ocr, retry_failed=retry_failed) if database is not None else {}
    plan = Plan()
    first: dict[str, Placed] = {}
    for item in sorted(placed, key=lambda p: (p.located.path, p.root)):
        plan.formats[ending_of(item.located.name)] += 1
        plan.present[item.root, item.located.path] = item.sha256
        if item.sha256 is None:
            plan.work.append(item)
            continue
        if item.sha256 in done:
            plan.skipped += 1
            plan.done_before.add(item.sha256)
            plan.names.append(item)
            category, cause = done[item.sha256]
            if category is not None:
                plan.failed_before.append((item.located.path, category, cause or ""))
        elif item.sha256 in first:
            plan.repeated += 1
            plan.names.append(item)
        else:
            first[item.sha256] = item
            plan.work.append(item)
    plan.work = _spread(plan.work)
    return plan


def _done(
    database: Database, versions: tuple[str, str], *, ocr: bool, retry_failed: bool
) -> dict[str, tuple[str | None, str | None]]:
    """sha256 of what this program and rule version has read → (category, cause) where it could not."""
    wanted = _ledger(versions, ocr=ocr)
    if retry_failed:
        wanted = wanted.where(schema.source.c.status != "failed")
    with database.begin() as connection:
        return {row[0]: (row[1], row[2]) for row in connection.execute(wanted)}


def done_of(
    connection: sa.Connection, keys: Sequence[str], versions: tuple[str, str], *, ocr: bool
) -> dict[str, tuple[str | None, str | None]]:
    """Of these keys, those that this program and rule version has read → (category, cause) where it could not.

    Args:
        keys: SHA-256 of sources, hex.
        versions: program and rules version in force.
        ocr: False also takes what was read with recognition; True only that.
    """
    wanted = _ledger(versions, ocr=ocr).where(schema.source.c.sha256.in_(keys))
    return {row[0]: (row[1], row[2]) for row in connection.execute(wanted)}


def _ledger(versions: tuple[str, str], *, ocr: bool) -> sa.Select[Any]:
    table = schema.source
    wanted = sa.select(table.c.sha256, table.c.failure_category, table.c.failure_cause).where(
        table.c.program_version == versions[0], table.c.rules_version == versions[1]
    )
    return wanted.where(table.c.with_ocr.is_(True)) if ocr else wanted


def _cost(located: Located) -> float:
    if located.refusal is not None:
        return 0.01
    return _SECONDS.get(ending_of(located.name), 0.1)


def _spread(work: list[Placed]) -> list[Placed]:
    """Slow sources evenly among the quick ones, all within the first part of the run: none waits for the end."""
    slow = [item for item in work if _cost(item.located) >= _SLOW]
    quick = [item for item in work if _cost(item.located) < _SLOW]
    if not slow or not quick:
        return work
    return list(_dealt(slow, quick, max(1, int(len(quick) * 0.8 / len(slow)))))


def _dealt(slow: list[Placed], quick: list[Placed], step: int) -> Iterator[Placed]:
    rest = iter(slow)
    for number, item in enumerate(quick):
        if number % step == 0:
            yield from (late for late in [next(rest, None)] if late is not None)
        yield item
    yield from rest
