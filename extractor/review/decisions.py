"""What persons decide: written once, never changed, undone by a further row; and what it makes of the findings, at
once.

outcome = decide(database, rules, [Wish(sha, "value", finding=id, pointer="/forms/0/filer", new="某市交通局")], "张三")
undo(database, rules, outcome.step, "张三")

One call is one transaction and one step to undo, whether it decides one finding or five hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa

from extractor.errors import JixiaoError
from extractor.review.applied import Change, apply_decisions
from extractor.review.settle import Action, split_pointer
from extractor.review.source import Kept, load_source
from extractor.review.values import editable, label_of, printed_at, put_right
from extractor.rulebook import Rules
from extractor.store import schema
from extractor.store.database import Database
from extractor.store.load import now
from extractor.version import VERSION

MOST = 500
"""Findings of one bulk action."""
ACTIONS: dict[str, str] = {
    "value": "改值", "confirm": "属实", "waive": "豁免", "unreadable": "请单位说明", "original": "定为正本",
    "undo": "撤销",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision that somebody wants to make."""

    sha256: str
    action: Action
    finding: str | None = None
    """The finding it is about; None for a value put right without one."""
    pointer: str | None = None
    """Of the value put right; None = where the finding stands."""
    new: str | None = None
    reason: str | None = None
    seen: int | None = None
    """The newest decision about this place that the person saw (`version_of`); None = not asked."""


class ConflictError(JixiaoError):
    """Somebody else decided meanwhile; `theirs` is the newest decision."""

    def __init__(self, theirs: dict[str, Any]) -> None:
        said = ACTIONS.get(str(theirs["action"]), "")
        what = f"{said}“{theirs['new']}”" if theirs["action"] == "value" else said
        super().__init__(f"{theirs['who'] or '别人'}已先处理：{what}", "页面已换成最新的内容，请看过再定")
        self.theirs = theirs


class DecisionError(JixiaoError):
    """This cannot be decided so."""


@dataclass(slots=True)
class Outcome:
    """What a step did."""

    step: int
    """To undo it by."""
    decisions: int
    changes: list[Change] = field(default_factory=list)
    """By source, what opened and closed."""


_T = schema.correction


def decide(database: Database, rules: Rules, wishes: Sequence[Wish], who: str, *, preview: bool = False) -> Outcome:
    """Make decisions: all of them or none.

    Args:
        rules: the rule books in force, for checking the forms again.
        who: the person, as it shall stand in the record.
        preview: do everything and take it back: what it would do.

    Raises:
        ConflictError: somebody decided about one of the places since the person saw it.
        DecisionError: a wish makes no sense (no reason for a waiver, no such finding, no value can stand there).
        StoreError: the database refused; nothing was changed.
    """
    if not wishes:
        raise DecisionError("没有选中任何问题", "请先选中要处理的问题")
    if len(wishes) > MOST:
        raise DecisionError(f"一次最多处理 {MOST} 个问题，选中了 {len(wishes)} 个", "请分几次处理")

    def work(connection: sa.Connection) -> Outcome:
        with connection.begin_nested() as point:
            outcome = _decided(connection, rules, wishes, who)
            if preview:
                point.rollback()
        return outcome

    return database.transact(work)


def _decided(connection: sa.Connection, rules: Rules, wishes: Sequence[Wish], who: str) -> Outcome:
    kept = _lock(connection, {wish.sha256 for wish in wishes})
    for wish in wishes:
        _unseen(connection, wish)
    rows = [_row(connection, kept[wish.sha256], wish, rules, who) for wish in wishes]
    first = _append(connection, rows)
    changes = apply_decisions(connection, rules, _touched(connection, rows))
    return Outcome(first, len(rows), changes)


def _lock(connection: sa.Connection, keys: Iterable[str]) -> dict[str, Kept]:
    """The sources, in one order for all who come: of two at the same place one waits for the other."""
    found = {}
    for sha in sorted(keys):
        kept = load_source(connection, sha, lock=True)
        if kept is None:
            raise DecisionError("没有这份文件", "它可能已被清理，请刷新页面")
        found[sha] = kept
    return found


def version_of(connection: sa.Connection, sha: str, finding: str | None, pointer: str | None) -> dict[str, Any] | None:
    """The newest decision, or undoing of one, about a finding or a place; None where there is none yet.

    Args:
        sha: the source's key (`sha256` of its row).
        finding: a finding's id.
        pointer: JSON pointer into the document; of both, a decision about either counts.
    """
    about = [_T.c.pointer == pointer] if pointer else []
    if finding:
        about.append(_T.c.finding == finding)
    if not about:
        return None
    wanted = sa.select(_T).where(_T.c.sha256 == sha, sa.or_(*about)).order_by(_T.c.id.desc()).limit(1)
    row = connection.execute(wanted).mappings().first()
    return None if row is None else _plain(row)


def _unseen(connection: sa.Connection, wish: Wish) -> None:
    if wish.seen is None:
        return
    newest = version_of(connection, wish.sha256, wish.finding, wish.pointer)
    if newest is not None and newest["id"] > wish.seen:
        raise ConflictError(newest)


def _plain(row: sa.RowMapping) -> dict[str, Any]:
    from extractor.store.rows import plain_value

    return {name: plain_value(value) for name, value in row.items()}


def _row(connection: sa.Connection, kept: Kept, wish: Wish, rules: Rules, who: str) -> dict[str, Any]:
    """The row of `correction` for a wish.

    Raises:
        DecisionError: it makes no sense.
    """
    finding = _finding(connection, kept, wish)
    pointer = wish.pointer or (finding["field"] if finding else None) or ""
    split = split_pointer(pointer)
    form = kept.document.forms[split[0]] if split is not None and split[0] < len(kept.document.forms) else None
    old = finding["observed"] if finding else None
    if form is not None and split is not None:
        stands = printed_at(kept.readings()[form.index], split[1])
        old = stands if stands is not None else old
    if wish.action == "value":
        if form is None or split is None or not editable(split[1]):
            raise DecisionError("这个位置没有可以改的值", "请在右边的表上点要改的那一格")
        _try(kept, split, wish.new or "", rules)
    elif finding is None:
        raise DecisionError("没有这个问题", "它可能已随别处的改正消失，请刷新页面")
    if wish.action == "waive" and not (wish.reason or "").strip():
        raise DecisionError("豁免要写理由", "请写明为什么可以不改，例如：经业务股室核实，以批复为准")
    return {
        "made_at": now(), "who": who, "sha256": kept.sha256, "form_key": form.form_key if form is not None else None,
        "pointer": pointer, "old": old, "new": wish.new if wish.action == "value" else None, "action": wish.action,
        "reason": (wish.reason or "").strip() or None, "rule": finding["rule"] if finding else None,
        "program_version": VERSION, "finding": wish.finding, "batch": None, "rules_version": rules.version,
        "subject": label_of(form, split[1]) if form is not None and split is not None else "",
    }  # fmt: skip


def _finding(connection: sa.Connection, kept: Kept, wish: Wish) -> dict[str, Any] | None:
    """rule, field and observed of the finding a wish is about, from the document, else (closed, sampled) the queue."""
    if wish.finding is None:
        return None
    for finding in kept.document.findings:
        if finding.id == wish.finding:
            return {"rule": finding.rule, "field": finding.field, "observed": finding.observed}
    queue = schema.queue
    wanted = sa.select(queue.c.rule, queue.c.field).where(
        queue.c.sha256 == kept.sha256, queue.c.finding == wish.finding
    )
    row = connection.execute(wanted).first()
    return None if row is None else {"rule": row.rule, "field": row.field, "observed": None}


def _try(kept: Kept, split: tuple[int, str], new: str, rules: Rules) -> None:
    """Whether such a value can stand there; on a copy, before anything is written (`NotEditableError`)."""
    put_right(kept.fresh()[split[0]], split[1], new, rules)


def _append(connection: sa.Connection, rows: list[dict[str, Any]]) -> int:
    """Write the rows; of several each names the first as its `batch`."""
    first = 0
    for row in rows:
        made = connection.execute(_T.insert().values(row | {"batch": first or None}))
        key = cast(Any, made.inserted_primary_key)
        if not first:
            first = int(key[0])
    return first


def _touched(connection: sa.Connection, rows: Iterable[dict[str, Any]]) -> list[str]:
    """The sources that the decisions bear on: their own, and all versions and copies of the same filings."""
    rows = list(rows)
    keys = sorted({row["form_key"] for row in rows if row["form_key"]})
    form = schema.form
    others = connection.execute(sa.select(form.c.sha256).where(form.c.form_key.in_(keys)).distinct()) if keys else ()
    return sorted({row["sha256"] for row in rows} | {row[0] for row in others})


def undo(database: Database, rules: Rules, step: int, who: str) -> Outcome:
    """Take a step back: each of its decisions gets a row that undoes it.

    Args:
        step: `Outcome.step`: the id of a decision, or of the first of a bulk action.
        who: the login name that the row is kept under.

    Raises:
        DecisionError: there is no such step.
        ConflictError: it is undone already.
        StoreError: the database refused; nothing was changed.
    """

    def work(connection: sa.Connection) -> Outcome:
        wanted = sa.select(_T).where(sa.or_(_T.c.id == step, _T.c.batch == step)).order_by(_T.c.id)
        rows = [_plain(row) for row in connection.execute(wanted).mappings()]
        if not rows or rows[0]["action"] == "undo":
            raise DecisionError("没有这一步", "请刷新页面")
        _lock(connection, {row["sha256"] for row in rows})
        rows = [
            _plain(row) for row in connection.execute(wanted).mappings()
        ]  # as they are now that nobody else is at it
        open_rows = [row for row in rows if row["undone_by"] is None]
        if not open_rows:
            by = connection.execute(sa.select(_T).where(_T.c.id == rows[0]["undone_by"])).mappings().one()
            raise ConflictError(_plain(by))
        return _undone(connection, rules, open_rows, who)

    return database.transact(work)


def _undone(connection: sa.Connection, rules: Rules, rows: list[dict[str, Any]], who: str) -> Outcome:
    about = ("sha256", "form_key", "pointer", "rule", "finding", "subject")
    first = 0
    for row in rows:
        back = {name: row[name] for name in about} | {
            "made_at": now(), "who": who, "action": "undo", "old": row["new"], "new": row["old"],
            "program_version": VERSION, "rules_version": rules.version, "batch": first or None,
        }  # fmt: skip
        key = cast(Any, connection.execute(_T.insert().values(back)).inserted_primary_key)
        first = first or int(key[0])
        connection.execute(_T.update().where(_T.c.id == row["id"]).values(undone_by=int(key[0])))
    return Outcome(first, len(rows), apply_decisions(connection, rules, _touched(connection, rows)))


def last_step(connection: sa.Connection, who: str) -> int | None:
    """The newest step of a person that is not undone; what the key u takes back."""
    mine = sa.select(_T.c.id, _T.c.batch).where(
        _T.c.who == who, _T.c.undone_by.is_(None), _T.c.action.not_in(("undo", "original"))
    )
    row = connection.execute(mine.order_by(_T.c.id.desc()).limit(1)).first()
    return None if row is None else int(row.batch or row.id)


def history(connection: sa.Connection, sha: str, keys: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every decision about a source or its filings, the newest first.

    Args:
        keys: the form keys of its forms.
    """
    about = sa.or_(_T.c.sha256 == sha, _T.c.form_key.in_(sorted(keys)))
    return [_plain(row) for row in connection.execute(sa.select(_T).where(about).order_by(_T.c.id.desc())).mappings()]
