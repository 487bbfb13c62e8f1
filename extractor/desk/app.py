"""The desk's views put together. A view is a module with `VIEW` and `ROUTES`; a new one is one line in `MODULES`."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from extractor.desk import filing, intake, overview, pictures, queue, send, teach
from extractor.desk.answers import on_fault, on_http, on_jixiao
from extractor.desk.desk import Desk, desk_of
from extractor.desk.guard import Guard, enter
from extractor.errors import JixiaoError

MODULES = (intake, overview, queue, teach, send)
_STATIC = Path(__file__).parent / "static"


def create_app(desk: Desk) -> Starlette:
    """The ASGI application of one desk."""
    routes = [
        Route("/", _start),
        Route("/enter", enter),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]
    routes += [*pictures.ROUTES, *filing.ROUTES]
    for module in MODULES:
        routes += module.ROUTES

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        # Counted while the browser opens: on a hundred thousand sources the first view need not wait for it.
        threading.Thread(target=overview.warm, args=(desk,), daemon=True).start()
        yield
        desk.close_parts()

    app = Starlette(
        lifespan=life,
        routes=routes,
        middleware=[Middleware(Guard, door=desk.door)],
        exception_handlers={JixiaoError: on_jixiao, HTTPException: on_http, Exception: on_fault},
    )
    app.state.desk = desk
    app.state.views = [module.VIEW for module in MODULES]
    return app


def _start(request: Request) -> Response:
    """The year at a glance, or where to drop the first file."""
    first = request.app.state.views[0] if overview.is_empty(desk_of(request)) else overview.VIEW
    return RedirectResponse(first.path, 303)
