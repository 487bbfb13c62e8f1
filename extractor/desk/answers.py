"""Answers: pages by template, JSON, and refusals in plain Chinese, as the asker can take them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from extractor.desk.desk import Desk, desk_of
from extractor.errors import JixiaoError
from extractor.report.words import CATEGORY, KIND, SEVERITY, STATUS

M = TypeVar("M", bound=BaseModel)
MAX_BODY = 4 * 1024 * 1024
"""Bytes of a JSON body; uploads have limits of their own."""


class RefusedError(JixiaoError):
    """A request that gets no for an answer: an HTTP status, the cause and what to do instead.

    `told` goes into the JSON answer beside them (the other's decision of a 409, say).
    """

    def __init__(self, status: int, cause: str, remedy: str = "", **told: Any) -> None:
        super().__init__(cause, remedy)
        self.status, self.told = status, told


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Every value is escaped; a name that a template misspells is an error and not a blank."""
    env = Environment(
        loader=PackageLoader("extractor.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(KIND=KIND, SEVERITY=SEVERITY, STATUS=STATUS, CATEGORY=CATEGORY)
    return env


def page(request: Request, template: str, *, status: int = 200, **content: Any) -> HTMLResponse:
    """A whole page. Every template gets `desk`, `views` and the path asked for beside `content`."""
    desk = desk_of(request)
    text = (
        templates()
        .get_template(template)
        .render(desk=desk, views=request.app.state.views, path=request.url.path, **content)
    )
    return HTMLResponse(text, status)


def answer(content: Any, status: int = 200) -> JSONResponse:
    """JSON; pydantic models and anything of JSON types."""
    return JSONResponse(content.model_dump(mode="json") if isinstance(content, BaseModel) else content, status)


def action(model: type[M], work: Callable[[Desk, M], Any]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes a JSON body as `model` and answers with what `work` gives, as JSON.

    `work` runs in a thread: it may wait for the database. It refuses by raising `RefusedError` (or any JixiaoError).
    """

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise RefusedError(413, "内容太长", "请分几次提交")
        try:
            wanted = model.model_validate_json(bytes(body))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise RefusedError(422, f"填写的内容不对：{where or '请求'}", "请核对后再提交") from error
        found = await run_in_threadpool(work, desk_of(request), wanted)
        return found if isinstance(found, Response) else answer(found)

    return endpoint


def wants_json(request: Request) -> bool:
    """True where a script asks: everything but the browser's own navigation."""
    return request.method not in ("GET", "HEAD") or "text/html" not in request.headers.get("accept", "")


def refused(request: Request, error: JixiaoError) -> Response:
    """Cause and remedy, as a page or as JSON."""
    status = error.status if isinstance(error, RefusedError) else 400
    told = error.told if isinstance(error, RefusedError) else {}
    if wants_json(request):
        return answer({"cause": error.cause, "remedy": error.remedy, **told}, status)
    text = templates().get_template("refused.html.j2").render(cause=error.cause, remedy=error.remedy, status=status)
    return HTMLResponse(text, status)


async def on_jixiao(request: Request, error: Exception) -> Response:
    """Handler for everything the program says no to."""
    assert isinstance(error, JixiaoError)
    return refused(request, error)


async def on_http(request: Request, error: Exception) -> Response:
    """Handler for what no route takes."""
    assert isinstance(error, HTTPException)
    causes = {404: "没有这个页面或这份内容", 405: "这里不能这样操作"}
    return refused(
        request, RefusedError(error.status_code, causes.get(error.status_code, "请求有误"), "请从上面的目录重新进入")
    )


async def on_fault(request: Request, error: Exception) -> Response:
    """Handler for a fault of ours: the log has it, the page says so."""
    return refused(
        request,
        RefusedError(500, "工作台自己出错了，数据没有改动", "请刷新页面再试；仍然出错请把 desk.log 交给维护人员"),
    )
