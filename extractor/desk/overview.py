"""总览: what was filed in a year, unit by unit, and who has not filed."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.desk.answers import page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.view import View
from extractor.store import schema

VIEW = View("overview", "总览", "/overview", "2")


def is_empty(desk: Desk) -> bool:
    """True where nothing was ever read into the database."""
    with desk.database.read() as connection:
        return connection.execute(sa.select(schema.source.c.sha256).limit(1)).first() is None


def years(desk: Desk) -> list[int]:
    """Years that forms in force are for, the latest first."""
    form = schema.form
    wanted = sa.select(form.c.fiscal_year).where(form.c.fiscal_year.is_not(None)).distinct()
    with desk.database.read() as connection:
        return sorted((int(row[0]) for row in connection.execute(wanted)), reverse=True)


def show(request: Request) -> Response:
    """The view."""
    desk = desk_of(request)
    return page(request, "overview.html.j2", years=years(desk), title=VIEW.title)


ROUTES = [Route(VIEW.path, show)]
