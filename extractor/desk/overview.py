"""总览: what was filed in a year, unit by unit, with verdict, score and how much was read; and who has not filed."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.desk.answers import page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.tally import NO_YEAR, UNNAMED, UnitTally, YearTally, default_year, tally, years
from extractor.desk.view import View
from extractor.errors import JixiaoError
from extractor.report import words
from extractor.report.year import charts
from extractor.store import schema

VIEW = View("overview", "总览", "/overview", "2")
PAGE = 100
_CLASS = {"通过": "ok", "修改后通过": "warning", "退回": "error", "未能审核": "none"}
_SORTS = {
    "errors": ("问题多的在前", lambda u: (-u.errors, -u.warnings, u.name)),
    "score": ("得分低的在前", lambda u: (u.score is None, u.score or 0, u.name)),
    "read": ("读得少的在前", lambda u: (u.least if u.least is not None else 2.0, u.name)),
    "name": ("按名称", lambda u: u.name),
}
_STATES = {"failed": "没能读取", "none": "没有绩效表"}


def is_empty(desk: Desk) -> bool:
    """True where nothing was ever read into the database."""
    with desk.database.read() as connection:
        return connection.execute(sa.select(schema.source.c.sha256).limit(1)).first() is None


def warm(desk: Desk) -> None:
    """Count the latest year before it is asked for."""
    with contextlib.suppress(JixiaoError):
        tally(desk, default_year(years(desk)))


class Asked:
    """What the address asks for; every link of the page is this with something changed."""

    def __init__(self, request: Request, found: list[int]) -> None:
        given = request.query_params
        self.path = request.url.path
        self.year = _number(given.get("year"), default_year(found))
        self.values = {name: given[name] for name in ("verdict", "q", "sort", "name", "state") if given.get(name)}
        self.page = max(1, _number(given.get("page"), 1))

    def get(self, name: str) -> str:
        """A filter's value, "" where it is not set."""
        return self.values.get(name, "")

    def link(self, path: str | None = None, **changed: Any) -> str:
        """This address with some of its parts changed; None takes one out. Another filter begins at its first page."""
        parts = {"year": self.year, **self.values, **changed}
        kept = {k: v for k, v in parts.items() if v not in (None, "")}
        return f"{path or self.path}?{urlencode(kept)}"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def listed(desk: Desk, asked: Asked, found: list[int]) -> dict[str, Any]:
    """What a page that lists the units of a year is made of; `found`: the years there are."""
    year = tally(desk, asked.year)
    units = chosen_units(year, asked)
    first = (asked.page - 1) * PAGE
    return {
        "asked": asked,
        "years": found,
        "NO_YEAR": NO_YEAR,
        "year": year,
        "units": units[first : first + PAGE],
        "count": len(units),
        "pages": pages_of(len(units)),
    }


def show(request: Request) -> Response:
    """The year, unit by unit."""
    desk = desk_of(request)
    found = years(desk)
    asked = Asked(request, found)
    shown = listed(desk, asked, found)
    return page(
        request,
        "overview.html.j2",
        title=VIEW.title,
        sorts={key: words_ for key, (words_, _) in _SORTS.items()},
        charts=_charts(shown["year"], asked),
        CLASS=_CLASS,
        **shown,
    )


def chosen_units(year: YearTally, asked: Asked) -> list[UnitTally]:
    """The units that the address asks for, in its order."""
    verdict, text = asked.get("verdict"), asked.get("q")
    kept = [u for u in year.units if (not verdict or u.verdicts[verdict]) and (not text or text in u.name)]
    return sorted(kept, key=_SORTS.get(asked.get("sort"), _SORTS["errors"])[1])


def pages_of(count: int) -> int:
    """How many pages so many lines fill."""
    return max(1, -(-count // PAGE))


def _charts(year: YearTally, asked: Asked) -> dict[str, Markup]:
    """The report's own charts; their bars lead to the filtered page."""
    verdicts = [
        (verdict or words.NO_VERDICT, [(_CLASS.get(verdict, "none"), files)], asked.link("/overview", verdict=verdict))
        for verdict, files in year.verdicts.items()
    ]
    worst = sorted((u for u in year.units if u.errors + u.warnings), key=_SORTS["errors"][1])[:12]
    units = [
        (u.name, [("error", u.errors), ("warning", u.warnings)], asked.link("/overview/unit", name=u.unit or UNNAMED))
        for u in worst
    ]
    return {
        "verdicts": _chart(charts.bars(verdicts, "各审核结论的文件数")) if year.files else Markup(),
        "units": _chart(charts.bars(units, "问题最多的单位")) if units else Markup(),
    }


def _chart(svg: str) -> Markup:
    """A chart of the report (it escapes every name it is given), a group of links here and no picture."""
    return Markup(svg.replace('role="img"', 'role="group"', 1))  # noqa: S704


def unit(request: Request) -> Response:
    """One unit's filings of the year."""
    desk = desk_of(request)
    found = years(desk)
    asked = Asked(request, found)
    name = asked.get("name")
    mine = next((u for u in tally(desk, asked.year).units if u.name == name), None)
    return page(
        request,
        "unit.html.j2",
        title=name or VIEW.title,
        asked=asked,
        name=name,
        mine=mine,
        files=_files_of(desk, "" if name == UNNAMED else name, asked.year),
        CLASS=_CLASS,
    )


_OWNER = sa.func.coalesce(
    schema.form.c.unit, schema.form.c.department, schema.form.c.filer, schema.form.c.implementer, ""
)
_SOURCE = [
    schema.source.c[name]
    for name in (
        "sha256", "name", "format", "status", "verdict", "score", "errors", "warnings", "failure_cause",
        "failure_remedy",
        "failure_category",
    )
]  # fmt: skip
_PATH = (
    sa.select(sa.func.min(schema.source_name.c.path))
    .where(schema.source_name.c.sha256 == schema.source.c.sha256, schema.source_name.c.present)
    .correlate(schema.source)
    .scalar_subquery()
    .label("path")
)


def _files_of(desk: Desk, owner: str, year: int) -> list[dict[str, Any]]:
    """A unit's files with their forms of the year, the worst first."""
    form, source = schema.form, schema.source
    heads = [
        form.c[n] for n in ("form_index", "kind", "project_name", "coverage", "role", "in_force", "id", "superseded_by")
    ]
    # By the columns that have an index where they serve; the rest of the owner's wordings follows.
    mine = sa.or_(form.c.unit == owner, sa.and_(form.c.unit.is_(None), _OWNER.in_([owner])))
    wanted = (
        sa.select(*_SOURCE, _PATH, *heads)
        .join(form, form.c.sha256 == source.c.sha256)
        .where(mine, sa.func.coalesce(form.c.fiscal_year, 0) == year)
        .order_by(source.c.errors.desc(), source.c.sha256, form.c.form_index)
        .limit(5000)
    )
    files: dict[str, dict[str, Any]] = {}
    with desk.database.read() as connection:
        for row in connection.execute(wanted).mappings():
            file = files.setdefault(row["sha256"], {**row, "forms": [], "old": True})
            file["forms"].append(dict(row))
            file["old"] = file["old"] and not row["in_force"]
    return sorted(files.values(), key=lambda f: f["old"])


def files(request: Request) -> Response:
    """Files that no unit's page shows: not read, or without a form; or all of one verdict."""
    desk = desk_of(request)
    asked = Asked(request, years(desk))
    source, form = schema.source, schema.form
    state, verdict = asked.get("state"), asked.get("verdict")
    if state == "failed":
        chosen: Any = source.c.status == "failed"
    elif state == "none":
        chosen = source.c.verdict == words.NO_FORM
    else:
        of_year = sa.select(form.c.sha256).where(form.c.in_force, sa.func.coalesce(form.c.fiscal_year, 0) == asked.year)
        chosen = source.c.sha256.in_(of_year)
        if verdict:
            chosen = sa.and_(chosen, source.c.verdict == verdict)
    if text := asked.get("q"):
        named = sa.select(schema.source_name.c.sha256).where(schema.source_name.c.path.contains(text, autoescape=True))
        chosen = sa.and_(chosen, source.c.sha256.in_(named))
    first = (asked.page - 1) * PAGE
    with desk.database.read() as connection:
        count = connection.execute(
            sa.select(sa.func.count()).select_from(source).where(source.c.in_force, chosen)
        ).scalar_one()
        wanted = sa.select(*_SOURCE, _PATH).where(source.c.in_force, chosen)
        wanted = wanted.order_by(source.c.errors.desc(), source.c.sha256).limit(PAGE).offset(first)
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return page(
        request,
        "files.html.j2",
        title=_STATES.get(state, verdict or "全部文件"),
        asked=asked,
        files=rows,
        count=count,
        pages=pages_of(count),
        CLASS=_CLASS,
    )


ROUTES = [Route(VIEW.path, show), Route("/overview/unit", unit), Route("/overview/files", files)]
