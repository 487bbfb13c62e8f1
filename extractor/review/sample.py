"""`--sample P%`: a repeatable random share of the cells that nothing was said about goes into the queue.

What a person makes of them measures in the field what the program promises never happens: wrong and unflagged. The same
share of the same filings gives the same cells, and a greater share holds those of a smaller one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

import sqlalchemy as sa

from extractor.model.extraction import Extraction
from extractor.model.filing import Form
from extractor.review.applied import count
from extractor.review.settle import STATES
from extractor.review.source import load_source
from extractor.review.values import COLUMNS, EXECUTION, LEVELS, PARTIES, PEOPLE, TEXTS
from extractor.store import schema
from extractor.store.database import Database
from extractor.store.rows import plain_value

SAMPLE = "sample"
_Q, _T = schema.queue, schema.correction
_SEED = "jixiao"
_Z = 1.959963984540054
"""Of the 95 % interval."""
_SCALE = 1 << 32


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the sampled cells were wrong."""

    looked_at: int
    wrong: int
    waiting: int
    """Sampled cells nobody has looked at yet."""

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share that is wrong; (0, 1) where nothing was looked at."""
        return wilson(self.wrong, self.looked_at)

    def told(self) -> str:
        """One line for a clerk."""
        if not self.looked_at:
            return f"抽查：已抽 {self.waiting} 格，还没有核对，读错而没有提示的比例尚不能估计"
        low, high = self.interval
        share = self.wrong / self.looked_at
        return (
            f"抽查：核对 {self.looked_at} 格，读错而没有提示的 {self.wrong} 格，占 {share:.2%}"
            f"（95% 置信区间 {low:.2%}–{high:.2%}），还有 {self.waiting} 格待核"
        )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share."""
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (0.0 if hits == 0 else max(0.0, centre - half)), (1.0 if hits == of else min(1.0, centre + half))


def rate(connection: sa.Connection) -> Rate:
    """What persons made of the sampled cells: 属实 is right, 改值 is wrong; 请单位说明 tells neither."""
    counted = sa.select(_Q.c.state, sa.func.count()).where(_Q.c.in_force, _Q.c.code == SAMPLE).group_by(_Q.c.state)
    found = {row[0]: int(row[1]) for row in connection.execute(counted)}
    wrong = found.get("corrected", 0)
    return Rate(wrong + found.get("confirmed", 0), wrong, found.get("open", 0))


def draw(database: Database, share: float) -> int:
    """Put a share of the unflagged cells of all filings in force into the queue; those that are there stay as they are.

    Args:
        share: 0 to 1.

    Returns:
        How many cells the sample has now.

    Raises:
        StoreError: the database refused.
    """
    source = schema.source
    with database.read() as connection:
        keys = [
            row[0]
            for row in connection.execute(
                sa.select(source.c.sha256)
                .where(source.c.in_force, source.c.status != "failed")
                .order_by(source.c.sha256)
            )
        ]
    for sha in keys:
        database.transact(lambda connection, sha=sha: _draw_from(connection, sha, share))  # type: ignore[misc]
    with database.read() as connection:
        counted = sa.select(sa.func.count()).where(_Q.c.code == SAMPLE)
        return int(connection.execute(counted).scalar_one())


def _draw_from(connection: sa.Connection, sha: str, share: float) -> None:
    kept = load_source(connection, sha)
    if kept is None:
        return
    known = {row[0] for row in connection.execute(sa.select(_Q.c.finding).where(_Q.c.sha256 == sha))}
    form = schema.form
    wanted = sa.select(form.c.form_index, form.c.kind, form.c.unit, form.c.fiscal_year).where(
        form.c.sha256 == sha, form.c.in_force
    )
    heads = {row.form_index: row for row in connection.execute(wanted)}
    rows: list[dict[str, Any]] = []
    for index, below, identity, text in sampled(kept.document, share):
        if identity in known or index not in heads:
            continue
        head = heads[index]
        told = {"message": "抽查：程序没有提示问题的一格，请对照原件看读得对不对。", "observed": text, "field": below}
        rows.append(
            {
                "sha256": sha, "finding": identity, "position": 1_000_000 + len(rows), "form_index": index,
                "rule": SAMPLE,
                "code": SAMPLE, "severity": "info", "kind": head.kind or "", "unit": head.unit or "",
                "fiscal_year": head.fiscal_year or 0, "field": below, "state": "open", "correction": None,
                "in_force": True,
                "told": plain_value(told) if connection.dialect.name == "sqlite" else told,
            }
        )  # fmt: skip
    if rows:
        _as_decided(connection, rows)
        connection.execute(_Q.insert(), rows)
        count(connection, [], rows)


def _as_decided(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """A cell that was looked at before its file was read again keeps what was said of it."""
    made = sa.select(_T.c.id, _T.c.finding, _T.c.action).where(
        _T.c.finding.in_([row["finding"] for row in rows]),
        _T.c.undone_by.is_(None),
        _T.c.action.in_(("value", *STATES)),
    )
    said = {row.finding: row for row in connection.execute(made.order_by(_T.c.id))}
    for row in rows:
        if (found := said.get(row["finding"])) is not None:
            row |= {"state": STATES.get(found.action, "corrected"), "correction": found.id}


def sampled(document: Extraction, share: float) -> Iterator[tuple[int, str, str, str]]:
    """(form, pointer into the document, id, what stands there) of the cells of a document that the share takes."""
    flagged = {f.field for f in document.findings if f.field} | {
        other.field for f in document.findings for other in f.related if other.field
    }
    for form in document.forms:
        owner = form.form_key or form.id
        for below, text in cells_of(form):
            pointer = f"/forms/{form.index}{below}"
            if _is_flagged(pointer, flagged):
                continue
            digest = hashlib.sha256(f"{_SEED}\0{owner}\0{below}\0{text}".encode("utf-8", "replace")).digest()
            if int.from_bytes(digest[:4], "big") < share * _SCALE:
                yield form.index, pointer, f"{SAMPLE}-{digest.hex()[:16]}", text


def _is_flagged(pointer: str, flagged: set[str]) -> bool:
    """A finding speaks of the cell, or of its row; one about the form as a whole says nothing of a cell."""
    steps = pointer.split("/")
    return pointer in flagged or len(steps) > 5 and "/".join(steps[:5]) in flagged


def cells_of(form: Form) -> Iterator[tuple[str, str]]:
    """(pointer below the form, what was read) of every value that is not blank."""
    single: list[tuple[str, Any]] = [(f"/{name}", getattr(form, name)) for name in (*PARTIES, "currency_unit")]
    single += [("/fiscal_year", form.fiscal_year), ("/period", form.period.raw if form.period else None)]
    single += [(f"/texts/{name}", getattr(form.texts, name)) for name in TEXTS]
    single += [(f"/signoff/{name}", getattr(form.signoff, name)) for name in PEOPLE]
    single += [(f"/amounts/{code}", amount.raw) for code, amount in form.amounts.items()]
    for number, entry in enumerate(form.execution):
        single += [(f"/execution/{number}/{name}", getattr(entry, name)) for name in EXECUTION]
    for number, row in enumerate(form.indicators):
        at = f"/indicators/{number}"
        labels = ((name, getattr(row, name)) for name in LEVELS)
        single += [(f"{at}/{name}", label.raw) for name, label in labels if label is not None]
        single.append((f"{at}/target", row.target.raw))
        single += [(f"{at}/{name}", getattr(row, name)) for name in COLUMNS]
    yield from ((pointer, str(value)) for pointer, value in single if value not in (None, ""))


def parse_share(text: str) -> float:
    """ "2%" or "0.02" → 0.02.

    Raises:
        ValueError: neither, or not above 0 and at most 1.
    """
    number = text.strip().replace("％", "%")
    share = float(number[:-1]) / 100 if number.endswith("%") else float(number)
    if not 0 < share <= 1:
        raise ValueError(text)
    return share
