"""Pages and tables of the filings' own files, by the source's hash.

`GET /picture/{sha256}`          { kind: "pages", pages: [{ page, width, height }] } · { kind: "grid", tables, lines }
`GET /picture/{sha256}/{page}`   the page as WebP; `?scale=` pixels a point (0.5 to 4)

Widths, heights and the boxes of `at.bbox` are in one unit: an SVG with that viewBox frames a cell. What cannot be
shown is a refusal with cause and remedy (404 where the file is not on this machine).
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.batch import frames
from extractor.desk.answers import RefusedError, answer
from extractor.desk.desk import Desk, desk_of
from extractor.desk.drawing import PICTURE_FORMATS
from extractor.desk.originals import Original, originals_of
from extractor.ground import posix
from extractor.settings import DEFAULTS, Settings
from extractor.store import schema

PAGED = PICTURE_FORMATS | {"pdf"}
_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[1]); from extractor.desk.drawing import main; main()"
_KEPT_BYTES = 24 * 1024 * 1024
_IDLE_SECONDS = 180.0
_FOREVER = "private, max-age=604800, immutable"
"""A page is known by the hash of its file: it never changes."""


class Draughtsman:
    """The child that draws, started when first asked, ended when idle; one request at a time."""

    def __init__(self, settings: Settings = DEFAULTS) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._room = ""
        self._idle: threading.Timer | None = None

    def ask(self, original: Original, what: str, **asked: Any) -> tuple[dict[str, Any], bytes]:
        """What the child says of a file, and a picture's bytes.

        Raises:
            RefusedError: it cannot be shown (422), or the child had to be ended (503).
        """
        seconds = self._settings.file_seconds if what in ("pages", "picture") else self._settings.convert_seconds
        wanted = {"sha256": original.sha256, "file": original.file, "inside": original.inside, "what": what, **asked}
        with self._lock:
            self._stay()
            told, content = self._exchange(frames.dump(wanted), seconds)
        if "cause" in told:
            raise RefusedError(422, told["cause"], told["remedy"])
        return told, content

    def warm(self) -> None:
        """Start the child before the first file is asked for; where it is at work there is nothing to do."""
        if self._lock.acquire(blocking=False):
            try:
                self._stay()
                if self._process is None:
                    self._start()
            finally:
                self._lock.release()

    def _exchange(self, body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        process = self._process or self._start()
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            frames.send(process.stdin, frames.JOB, body)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                kind, answered = self._answers.get(timeout=0.1)
            except queue.Empty:
                if posix.resident_tree(process.pid) > self._settings.child_memory_bytes:
                    break
                continue
            if kind != frames.DONE:
                break
            length = int.from_bytes(answered[:4], "big")
            return json.loads(answered[4 : 4 + length]), answered[4 + length :]
        self._end()
        raise RefusedError(503, "这份原文件显示不出来：打开它的时间或内存超过上限", "请在原程序中打开原文件")

    def _start(self) -> subprocess.Popen[bytes]:
        self._room = tempfile.mkdtemp(prefix="jixiao-draw-")
        self._answers = queue.SimpleQueue()
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "TMPDIR": self._room, "TEMP": self._room, "TMP": self._room},
        )
        threading.Thread(target=self._listen, args=(process, self._answers), daemon=True).start()
        self._process = process
        return process

    def _listen(self, process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
        assert process.stdout is not None
        kind = b""
        while kind not in (frames.GONE, frames.FLOOD):
            kind, body = frames.receive(process.stdout, self._settings.child_output_bytes)
            answers.put((kind, body))

    def _stay(self) -> None:
        """It leaves when nobody asked for a while: a desk that is open all day costs no second process."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = threading.Timer(_IDLE_SECONDS, self.close)
        self._idle.daemon = True
        self._idle.start()

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            posix.kill_tree(self._process)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process = None
            shutil.rmtree(self._room, ignore_errors=True)


class Pictures:
    """What was drawn lately, up to a number of bytes, and who draws."""

    def __init__(self) -> None:
        self.draughtsman = Draughtsman()
        self._kept: OrderedDict[tuple[str, int, float], bytes] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the child that draws."""
        self.draughtsman.close()

    def page(self, found: Found, number: int, scale: float) -> bytes:
        """A page as WebP."""
        key = (found.sha256, number, scale)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        _, content = found.ask(self.draughtsman, "picture", page=number, scale=scale)
        with self._lock:
            self._held += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._held > _KEPT_BYTES and len(self._kept) > 1:
                self._held -= len(self._kept.popitem(last=False)[1])
        return content


class Found:
    """A source and the files on this machine that may hold it."""

    def __init__(self, sha256: str, format: str, originals: list[Original]) -> None:
        self.sha256, self.format, self._originals = sha256, format, originals

    def ask(self, draughtsman: Draughtsman, what: str, **asked: Any) -> tuple[dict[str, Any], bytes]:
        """As `Draughtsman.ask`, of the first file that still is the source.

        Raises:
            RefusedError: none is on this machine (404), else what `Draughtsman.ask` said of the last one.
        """
        why = RefusedError(404, "原文件不在这台电脑上", "请用“指定文件夹”把它所在的文件夹再收一次")
        for original in self._originals:
            try:
                return draughtsman.ask(original, what, format=self.format, **asked)
            except RefusedError as error:
                why = error
        raise why


def pictures_of(desk: Desk) -> Pictures:
    """The desk's pictures."""
    found = desk.parts.setdefault("pictures", Pictures())
    assert isinstance(found, Pictures)
    return found


def _found(desk: Desk, sha256: str) -> Found:
    with desk.database.read() as connection:
        format_ = connection.execute(sa.select(schema.source.c.format).where(schema.source.c.sha256 == sha256)).first()
        if format_ is None:
            raise RefusedError(404, "库里没有这份来源", "请从总览重新进入")
        return Found(sha256, str(format_[0] or ""), originals_of(connection, desk.home, sha256))


def outline(request: Request) -> Response:
    """Which pages a source has, or its tables."""
    desk = desk_of(request)
    found, draughtsman = _found(desk, request.path_params["sha256"]), pictures_of(desk).draughtsman
    if found.format not in PAGED:
        told, _ = found.ask(draughtsman, "tables")
        return answer({"kind": "grid", **told})
    told, _ = found.ask(draughtsman, "pages")
    pages = [{"page": n, "width": w, "height": h} for n, (w, h) in enumerate(told["pages"], 1)]
    return answer({"kind": "pages", "pages": pages})


def drawn(request: Request) -> Response:
    """One page.

    Raises:
        RefusedError: 404, this kind of file has no pages.
    """
    desk = desk_of(request)
    found = _found(desk, request.path_params["sha256"])
    if found.format not in PAGED:
        raise RefusedError(404, "这种文件没有页面", "请看表格")
    try:
        scale = round(min(4.0, max(0.5, float(request.query_params.get("scale", "2")))), 2)
    except ValueError:
        scale = 2.0
    content = pictures_of(desk).page(found, request.path_params["page"], scale)
    return Response(content, media_type="image/webp", headers={"Cache-Control": _FOREVER})


ROUTES = [Route("/picture/{sha256}", outline), Route("/picture/{sha256}/{page:int}", drawn)]
