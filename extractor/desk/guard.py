"""Who may ask the desk what. A page on localhost is open to every other page in the same browser, and to every user
of the machine: so nothing is answered without the cookie, for another host name, or at another page's bidding.

* The printed address carries a token that opens once; it is changed for a cookie that scripts cannot read and that
  no other site's request carries.
* `Host` must be this desk's own: a foreign name that was bound to 127.0.0.1 (DNS rebinding) is refused.
* What changes something comes from this page alone: `Origin` is ours, `Sec-Fetch-Site` says same-origin, and the
  body is JSON (or raw bytes by PUT): a form of another site can send neither.
* The page runs no script and no style but its own files.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.desk.answers import RefusedError, refused
from extractor.desk.door import Door

_READING = frozenset({"GET", "HEAD"})
_BODIES = {"POST": "application/json", "PUT": "application/octet-stream"}
"""Methods that may change something, and the one kind of body each takes."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: refuses what may not ask, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # Lifespan goes through; a web socket is nothing the desk has.
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        why = self._objection(request)
        answer: ASGIApp = self.app if why is None else refused(request, why)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await answer(scope, receive, with_headers)

    def _objection(self, request: Request) -> RefusedError | None:
        headers, method = request.headers, request.method
        if not self.door.is_own(headers.get("host", "")):
            return RefusedError(403, "这个地址不是本机的工作台", "请用终端里打印的地址打开")
        if method not in _READING and method not in _BODIES:
            return RefusedError(405, "不支持这种请求", "")
        if method in _BODIES and (why := self._may_change(headers, method)):
            return why
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and not _is_entry(request):
            return RefusedError(403, "请求来自别的网页，已拒绝", "请在工作台的页面上操作")
        if not _is_entry(request) and not self.door.knows(request.cookies.get(self.door.cookie)):
            return RefusedError(
                401, "还没有进入工作台，或工作台已重新启动", "请用终端里打印的地址打开；在终端按回车可再要一个地址"
            )
        return None

    def _may_change(self, headers: Headers, method: str) -> RefusedError | None:
        origin = urlsplit(headers.get("origin", ""))
        ours = origin.scheme == "http" and origin.netloc == headers.get("host") and self.door.is_own(origin.netloc)
        if not ours or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return RefusedError(403, "请求来自别的网页，已拒绝", "请在工作台的页面上操作")
        if headers.get("content-type", "").split(";")[0].strip().lower() != _BODIES[method]:
            return RefusedError(415, "只接受工作台页面发出的内容", "请在工作台的页面上操作")
        return None


def _is_entry(request: Request) -> bool:
    return request.url.path == "/enter" and request.method == "GET"


def enter(request: Request) -> Response:
    """Change the token of the printed address for the cookie.

    Raises:
        RefusedError: 401, it was used before or is not of this start.
    """
    door: Door = request.app.state.desk.door
    session = door.admit(request.query_params.get("token", ""))
    if session is None:
        if door.knows(request.cookies.get(door.cookie)):
            return RedirectResponse(_within(request.query_params.get("to", "/")), 303)
        raise RefusedError(401, "这个地址已经用过，或不是本次启动的", "请回到终端按回车，再要一个地址")
    answer = RedirectResponse(_within(request.query_params.get("to", "/")), 303)
    answer.set_cookie(door.cookie, session, httponly=True, samesite="strict", path="/")
    return answer


def _within(path: str) -> str:
    """A path of this desk alone: no other site, no `//host`, no backslash."""
    good = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if good else "/"
