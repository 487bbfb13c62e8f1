"""Marked copies for 发出: the units' own files, each finding at its place, made in the readers' children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from extractor.batch.work import Task
from extractor.desk.desk import Desk
from extractor.desk.originals import Original, originals_of
from extractor.settings import DEFAULTS
from extractor.store import schema

_SETTLED = {"waived": "豁免", "corrected": "读数已改正"}
"""States whose findings are not put to the unit, and why where no reason was given."""


def mark_copies(
    desk: Desk,
    hashes: Sequence[str],
    folder: Path,
    planned: Callable[[int], None],
    each: Callable[[str, str], None],
) -> None:
    """Write a marked copy of every source whose file is on this machine.

    Args:
        hashes: the sources.
        folder: where the copies go, each at its source's path below it.
        planned: told how many files there are.
        each: told of each source's path, and why it has no copy ("" = it has one).
    """
    from extractor.batch.sources import sources
    from extractor.ground.files import write_whole
    from extractor.marked import bundle
    from extractor.marked.copy import CopyNames
    from extractor.model.extraction import Extraction

    wanted, gone = _originals(desk, hashes)
    planned(len(hashes))
    for path in gone:
        each(path, "原文件不在这台电脑上；请用“收件”把它所在的文件夹再收一次")
    if not wanted:
        return
    names = CopyNames()
    task = Task(rules_dir=desk.rules_dir, ocr=desk.ocr, marked=True, waivers=_excuses(desk, hashes))
    with sources(sorted({original.file for original in wanted.values()}), task, DEFAULTS, 1) as (found, crew):
        chosen = [located for located in found if (located.file, located.path) in _keys(wanted)]
        for located, outcome in crew.in_order(chosen):
            payload, copy, why = bundle.unpack(outcome.payload)
            sha256 = Extraction.model_validate_json(payload).source.sha256
            if sha256 not in wanted:
                each(located.path, "原文件在读取之后改动过；请重新收件")
            elif copy is None:
                each(located.path, why or outcome.cause or "这种文件做不了标注件")
            else:
                target = folder / names.place(located.path, copy.suffix)
                target.parent.mkdir(parents=True, exist_ok=True)
                write_whole(target, copy.content)
                each(located.path, "")


def _keys(wanted: dict[str, Original]) -> set[tuple[str, str]]:
    return {(original.file, original.inside) for original in wanted.values()}


def _originals(desk: Desk, hashes: Sequence[str]) -> tuple[dict[str, Original], list[str]]:
    """sha256 → its file, and the names of those that have none here."""
    found: dict[str, Original] = {}
    gone = []
    with desk.database.read() as connection:
        for sha256 in hashes:
            here = originals_of(connection, desk.home, sha256)
            if here:
                found[sha256] = here[0]
            else:
                named = sa.select(schema.source.c.name).where(schema.source.c.sha256 == sha256)
                gone.append(str(connection.execute(named).scalar()))
    return found, gone


def _excuses(desk: Desk, hashes: Sequence[str]) -> str | None:
    """A waiver file of what was decided at the desk: such findings are not marked."""
    queue, made = schema.queue, schema.correction
    wanted = (
        sa.select(queue.c.sha256, queue.c.code, queue.c.finding, queue.c.state, made.c.reason, made.c.who)
        .join(made, made.c.id == queue.c.correction, isouter=True)
        .where(queue.c.state.in_(list(_SETTLED)), queue.c.sha256.in_(list(hashes)), queue.c.code != "sample")
    )
    waivers: list[dict[str, Any]] = []
    with desk.database.read() as connection:
        for row in connection.execute(wanted):
            reason = row.reason or _SETTLED[row.state]
            waivers.append(
                {
                    "source": row.sha256,
                    "code": row.code,
                    "id": row.finding,
                    "reason": reason,
                    "who": row.who or desk.user,
                }
            )
    return yaml.safe_dump({"waivers": waivers}, allow_unicode=True) if waivers else None
