"""核对: the queue of findings, the page beside the form, and what the clerk decides about each.

`GET  /queue`                        the page; its address names the filter and the finding
`GET  /queue/list?…&after=`          { total, rows, facets, years, sample } of a filter
`GET  /queue/item/{sha256}/{id}`     one finding with all about it
`POST /queue/decide` `/bulk` `/undo` what a person decides; 409 with the other's decision where somebody was first
"""

from __future__ import annotations

import threading
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.desk.answers import RefusedError, action, answer, page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.pictures import PAGED
from extractor.desk.shown_form import frames_of, shown_form, value_at_stake
from extractor.desk.view import View
from extractor.errors import JixiaoError
from extractor.ground.say import say
from extractor.model.finding import Finding
from extractor.review import decisions as made
from extractor.review import queue as listed
from extractor.review.applied import Change
from extractor.review.sample import draw, rate
from extractor.review.settle import split_pointer
from extractor.review.source import load_source
from extractor.store import schema

VIEW = View("queue", "核对", "/queue", "3")
_MANY = ("severity", "code", "unit", "kind", "state")
_SHOWN = ("id", "rule", "code", "message", "observed", "expected", "spans", "basis", "verified", "field")
"""What the page is told of a finding."""
_TOLD = 12
"""Findings named one by one in what a step did."""


def show(request: Request) -> Response:
    """The view; its script asks for the rest."""
    return page(request, "queue.html.j2", title=VIEW.title, states=listed.STATE)


def filter_of(request: Request) -> listed.Filter:
    """The filter of an address: `state=all` for every state, else 待核."""
    asked = request.query_params
    many = {name: tuple(asked.getlist(name)) for name in _MANY}
    many["state"] = () if "all" in many["state"] else many["state"] or ("open",)
    year = asked.get("year", "")
    text = asked.get("text", "")[:200]
    return listed.Filter(**many, year=int(year) if year.isdecimal() and len(year) <= 4 else None, text=text)


def _key(text: str | None) -> listed.Key | None:
    """A place in the order out of an address: position/finding/sha256/unit."""
    if not text:
        return None
    position, _, rest = text.partition("/")
    finding, _, rest = rest.partition("/")
    sha256, _, unit = rest.partition("/")
    if not position.isdecimal() or len(position) > 9:
        raise RefusedError(422, "这个位置不在队列里", "请刷新页面")
    return listed.Key(unit, sha256, int(position), finding)


def rows(request: Request) -> Response:
    """A page of the queue; with `facets=0` without the counts."""
    desk, wanted = desk_of(request), filter_of(request)
    after, back = _key(request.query_params.get("after")), request.query_params.get("back") == "1"
    with desk.database.read() as connection:
        told: dict[str, Any] = {"rows": [_row(row) for row in listed.page(connection, wanted, after, back=back)]}
        if request.query_params.get("facets") != "0":
            counted = listed.facets(connection, wanted)
            told["facets"] = {
                name: [{"value": c.value, "label": c.label, "findings": c.findings} for c in choices]
                for name, choices in counted.items()
            }
            told["total"] = listed.total(connection, wanted)
            told["years"] = listed.years(connection)
            found = rate(connection)
            told["sample"] = found.told() if found.looked_at or found.waiting else None
    return answer(told)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    key = listed.key_of(row)
    names = (
        "sha256", "finding", "code", "severity", "state", "unit", "kind_word", "severity_word", "code_word",
        "state_word", "message",
        "observed", "project_name", "path", "form_index", "who", "reason", "fiscal_year",
    )  # fmt: skip
    return {name: row[name] for name in names} | {"key": f"{key.position}/{key.finding}/{key.sha256}/{key.unit}"}


def item(request: Request) -> Response:
    """One finding: itself, its value, the form, the places to frame, and what was decided so far.

    Raises:
        RefusedError: 404, the finding is gone.
    """
    desk = desk_of(request)
    sha256, finding_id = request.path_params["sha256"], request.path_params["finding"]
    with desk.database.read() as connection:
        row = listed.row_of(connection, sha256, finding_id)
        kept = load_source(connection, sha256) if row is not None else None
        if row is None or kept is None:
            raise RefusedError(404, "这个问题已经不在了", "它可能已随改正消失，请看下一个")
        finding = listed.finding_of(connection, sha256, finding_id) or {}
        sampled = row["code"] == "sample"
        if sampled:
            finding = {**finding, "code": "sample", "at": _place(kept.document.forms, finding.get("field"))}
        format_ = connection.execute(
            sa.select(schema.source.c.format).where(schema.source.c.sha256 == sha256)
        ).scalar_one()
        forms = kept.document.forms
        value = value_at_stake(forms, finding)
        newest = made.version_of(connection, sha256, finding_id, value["pointer"] if value else finding.get("field"))
        keys = [form.form_key for form in forms if form.form_key]
        told = [h for h in made.history(connection, sha256, keys) if _about(h, finding_id, value)][:20]
    index = row["form_index"]
    return answer(
        {
            "row": _row(row),
            "finding": {name: finding.get(name) for name in _SHOWN},
            "frames": frames_of(finding),
            "value": value,
            "form": shown_form(forms[index]) if index is not None and index < len(forms) else None,
            "paged": (format_ or "") in PAGED,
            "seen": newest["id"] if newest else 0,
            "history": [_told(h) for h in told],
            "name": kept.name,
        }
    )


def _about(row: dict[str, Any], finding: str, value: dict[str, Any] | None) -> bool:
    return row["finding"] == finding or value is not None and row["pointer"] == value["pointer"]


def _place(forms: list[Any], field: str | None) -> Any:
    from extractor.desk.shown_form import place_of

    split = split_pointer(field)
    return (place_of(forms[split[0]], split[1]) or {}) if split is not None and split[0] < len(forms) else {}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "made_at", "who", "action", "old", "new", "reason", "undone_by", "batch")
    return {name: row[name] for name in names} | {"word": made.ACTIONS.get(str(row["action"]), str(row["action"]))}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Deciding(_Strict):
    """One decision."""

    sha256: str = Field(max_length=64)
    finding: str | None = Field(None, max_length=64)
    action: Literal["value", "confirm", "waive", "unreadable"]
    pointer: str | None = Field(None, max_length=300)
    new: str | None = Field(None, max_length=20_000)
    reason: str | None = Field(None, max_length=2_000)
    seen: int | None = None

    def wish(self) -> made.Wish:
        """The decision as the review room takes it."""
        return made.Wish(self.sha256, self.action, self.finding, self.pointer, self.new, self.reason, self.seen)


class Marked(_Strict):
    """A finding that was marked for a bulk action."""

    sha256: str = Field(max_length=64)
    finding: str = Field(max_length=64)
    seen: int | None = None


class Bulk(_Strict):
    """One action for all that is marked."""

    items: list[Marked] = Field(max_length=made.MOST)
    action: Literal["confirm", "waive", "unreadable"]
    reason: str | None = Field(None, max_length=2_000)
    preview: bool = False


class Undoing(_Strict):
    """A step to take back; None = the own last one."""

    step: int | None = None


def decide(desk: Desk, wanted: Deciding) -> dict[str, Any]:
    """Make one decision and tell what it closed and opened."""
    outcome = _refusing(lambda: made.decide(desk.database, desk.rules(), [wanted.wish()], desk.user))
    desk.changed()
    return _said(outcome)


def bulk(desk: Desk, wanted: Bulk) -> dict[str, Any]:
    """The same for all that is marked: what it would do, or do it."""
    wishes = [made.Wish(m.sha256, wanted.action, m.finding, reason=wanted.reason, seen=m.seen) for m in wanted.items]
    outcome = _refusing(lambda: made.decide(desk.database, desk.rules(), wishes, desk.user, preview=wanted.preview))
    if not wanted.preview:
        desk.changed()
    return _said(outcome) | {"files": len(outcome.changes), "preview": wanted.preview}


def undo(desk: Desk, wanted: Undoing) -> dict[str, Any]:
    """Take a step back.

    Raises:
        RefusedError: 404, this person has taken none.
    """
    step = wanted.step
    if step is None:
        with desk.database.read() as connection:
            step = made.last_step(connection, desk.user)
    if step is None:
        raise RefusedError(404, "没有可以撤销的步骤", "只能撤销自己做过的")
    outcome = _refusing(lambda: made.undo(desk.database, desk.rules(), step, desk.user))
    desk.changed()
    return _said(outcome)


def _refusing(work: Any) -> made.Outcome:
    try:
        outcome: made.Outcome = work()
    except made.ConflictError as error:
        raise RefusedError(409, error.cause, error.remedy, theirs=_told(error.theirs)) from error
    except JixiaoError as error:
        raise RefusedError(422, error.cause, error.remedy) from error
    return outcome


def _said(outcome: made.Outcome) -> dict[str, Any]:
    closed = [f for change in outcome.changes for f in change.closed]
    opened = [f for change in outcome.changes for f in change.opened]
    return {
        "step": outcome.step, "decisions": outcome.decisions,
        "closed": [_brief(f) for f in closed[:_TOLD]], "closed_count": len(closed),
        "opened": [_brief(f) for f in opened[:_TOLD]], "opened_count": len(opened),
        "scores": [_score(change) for change in outcome.changes if change.score[0] != change.score[1]][:_TOLD],
        "unchecked": any(not change.checked for change in outcome.changes),
    }  # fmt: skip


def _brief(finding: Finding) -> dict[str, Any]:
    return {"id": finding.id, "code_word": listed.CODE.get(finding.code, finding.code), "message": finding.message}


def _score(change: Change) -> dict[str, Any]:
    return {"sha256": change.sha256, "before": change.score[0], "after": change.score[1], "verdict": change.verdict[1]}


def start_sample(desk: Desk) -> threading.Thread | None:
    """Draw the sample that `--sample` asks for, beside the serving, and say the rate so far."""
    if not desk.sample:
        return None

    def work() -> None:
        draw(desk.database, desk.sample)
        say_rate(desk)

    thread = threading.Thread(target=work, name="sample", daemon=True)
    thread.start()
    return thread


def say_rate(desk: Desk) -> None:
    """The share of sampled cells that were wrong and not flagged, with its interval."""
    with desk.database.read() as connection:
        say(rate(connection).told())


ROUTES = [
    Route(VIEW.path, show),
    Route("/queue/list", rows),
    Route("/queue/item/{sha256}/{finding}", item),
    Route("/queue/decide", action(Deciding, decide), methods=["POST"]),
    Route("/queue/bulk", action(Bulk, bulk), methods=["POST"]),
    Route("/queue/undo", action(Undoing, undo), methods=["POST"]),
]
