"""收件: files, folders and archives dropped on the page, or a folder named; each outcome as it comes.

What is dropped is streamed to the desk's own folder, one sub-folder a batch, under the limits of `settings.py`; then
the same `ingest` reads it that the command line runs.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from extractor.desk.answers import RefusedError, action, answer, page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.jobs import Job, Jobs
from extractor.desk.originals import note_folder
from extractor.desk.view import View
from extractor.errors import UsageError
from extractor.intake.discover import check_paths, shown
from extractor.intake.gate import safe_path
from extractor.settings import DEFAULTS, MiB
from extractor.store import schema

VIEW = View("intake", "收件", "/intake", "1")
_SPARE = 512 * MiB
"""Bytes of disk that an upload must leave free: the database needs room for what is read."""
_NAME_BYTES = 200
_BEAT = 0.25
_ALIVE = 15.0


@dataclass(slots=True)
class Batch:
    """Files dropped together: a folder, and what it holds so far."""

    folder: Path
    files: int = 0
    size: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, size: int) -> None:
        """Make room for a file of `size` bytes.

        Raises:
            RefusedError: a limit of the gate forbids it.
        """
        limits = DEFAULTS
        with self._lock:
            if size > limits.max_file_bytes:
                raise RefusedError(413, f"文件超过上限 {limits.max_file_bytes // MiB} MiB", "请拆分后再提交")
            if self.files >= limits.max_members:
                raise RefusedError(413, f"一次的文件数超过上限 {limits.max_members}", "请分几次提交，或改为指定文件夹")
            if self.size + size > limits.max_unpacked_bytes:
                raise RefusedError(
                    413,
                    f"一次的总体积超过上限 {limits.max_unpacked_bytes // MiB} MiB",
                    "请分几次提交，或改为指定文件夹",
                )
            if shutil.disk_usage(self.folder).free < size + _SPARE:
                raise RefusedError(507, "磁盘空间不足", "请腾出空间，或改为指定文件夹（不必复制）")
            self.files += 1
            self.size += size

    def give_back(self, size: int) -> None:
        """A file that was admitted did not come."""
        with self._lock:
            self.files -= 1
            self.size -= size


class Batches:
    """Open batches of a desk, by name."""

    def __init__(self) -> None:
        self.open: dict[str, Batch] = {}
        self._lock = threading.Lock()

    def new(self, inbox: Path) -> str:
        """Make the folder of a new batch, named by the moment.

        Raises:
            RefusedError: 503, no folder can be made.
        """
        with self._lock:
            stem = time.strftime("%Y-%m-%d %H%M%S 收件")
            for number in range(1, 1000):
                folder = inbox / (stem if number == 1 else f"{stem} {number}")
                try:
                    folder.mkdir(parents=True)
                except FileExistsError:
                    continue
                self.open[folder.name] = Batch(folder)
                return folder.name
        raise RefusedError(503, "收件文件夹建立不了", "请稍候再试")

    def close(self) -> None:
        """Nothing to end: what was dropped and not read yet stays in its folder."""


class Nothing(BaseModel):
    """A request that says nothing but its address."""


class ReadIn(BaseModel):
    """How to read."""

    ocr: bool = True
    retry: bool = False
    """Read again what could not be read before."""


class FolderIn(ReadIn):
    """A folder or file of this machine."""

    path: str = Field(min_length=1, max_length=4096)
    prune: bool = False
    """What the folder does not hold any more is no longer in force."""


def jobs_of(desk: Desk) -> Jobs:
    """The desk's jobs, those of 发出 among them."""
    found = desk.parts.setdefault("jobs", Jobs())
    assert isinstance(found, Jobs)
    return found


def _batches(desk: Desk) -> Batches:
    found = desk.parts.setdefault("batches", Batches())
    assert isinstance(found, Batches)
    return found


def _batch(request: Request) -> Batch:
    batch = _batches(desk_of(request)).open.get(request.path_params["batch"])
    if batch is None:
        raise RefusedError(404, "这一批已经收完，或工作台重新启动过", "请重新拖入")
    return batch


def take_folder(desk: Desk, path: str, *, ocr: bool = True, prune: bool = False, retry: bool = False) -> Job:
    """Start reading a folder, file or archive of this machine into the database.

    Args:
        path: absolute, or below the home folder ("~"); quotation marks around it are dropped.
        prune: what lay below it before and is gone is no longer in force.
        retry: read again what could not be read before.

    Raises:
        UsageError: there is nothing at `path`.
    """
    place = Path(path.strip().strip("\"“”‘’'")).expanduser()
    if not place.is_absolute():
        raise UsageError("请写完整路径", "例如 /home/张三/2024填报 或 D:\\2024填报")
    check_paths([str(place)])
    note_folder(desk.home, place)
    return _read(desk, place, f"文件夹“{shown(place.name)}”", ocr=ocr, prune=prune, retry=retry)


def _read(desk: Desk, place: Path, title: str, *, ocr: bool, prune: bool = False, retry: bool = False) -> Job:
    from extractor.batch.ingest import ingest

    def work(job: Job) -> dict[str, Any]:
        def each(line: dict[str, Any]) -> None:
            failed = bool(line.get("failure"))
            told = "failed" if failed else str(line.get("verdict") or line["outcome"])
            job.step(line, told)

        summary = ingest(
            [str(place)],
            db=desk.url,
            rules_dir=desk.rules_dir,
            departments=desk.departments,
            ocr=ocr and desk.ocr,
            prune=prune,
            retry_failed=retry,
            each=each,
            planned=job.planned,
        )
        desk.changed()
        return summary.plain()

    return jobs_of(desk).start(title, work)


def show(request: Request) -> Response:
    """The view."""
    desk = desk_of(request)
    run = schema.run
    with desk.database.read() as connection:
        runs = connection.execute(sa.select(run).order_by(run.c.id.desc()).limit(8)).mappings().all()
    return page(
        request,
        "intake.html.j2",
        title=VIEW.title,
        runs=[dict(row) for row in runs],
        jobs=[job.told() for job in jobs_of(desk).all() if job.kind == "read"],
        limit=DEFAULTS.max_file_bytes // MiB,
        inbox=str(desk.home.inbox),
    )


def new_batch(desk: Desk, _: Nothing) -> dict[str, Any]:
    """A folder for what is dropped next."""
    return {"batch": _batches(desk).new(desk.home.inbox), "limit": DEFAULTS.max_file_bytes}


async def put_file(request: Request) -> Response:
    """One dropped file, streamed to disk: a limit is known before, or kept while it comes.

    Raises:
        RefusedError: 411, 413, 400 or 507: no size said, larger than said, cut off, or no room on the disk.
    """
    batch = _batch(request)
    try:
        size = int(request.headers["content-length"])
    except (KeyError, ValueError) as error:
        raise RefusedError(411, "没有说明文件大小", "请用工作台的页面拖入") from error
    target = _target(batch.folder, request.query_params.get("path", ""))
    batch.admit(size)
    part = target.with_name(f".{os.urandom(6).hex()}.part")
    came = 0
    try:
        with part.open("xb") as opened:
            async for chunk in request.stream():
                came += len(chunk)
                if came > size:
                    raise RefusedError(413, "文件比它说明的大", "请重新拖入")
                await asyncio.to_thread(opened.write, chunk)
        if came != size:
            raise RefusedError(400, "文件没有传完", "请重新拖入")
        part.rename(target)
    except (RefusedError, OSError) as error:
        batch.give_back(size)
        if isinstance(error, OSError):
            raise RefusedError(507, f"文件存不下来（{error.strerror or error}）", "请检查磁盘空间和权限") from error
        raise
    finally:
        part.unlink(missing_ok=True)
    return answer({"path": target.relative_to(batch.folder).as_posix(), "size": size})


def _target(folder: Path, path: str) -> Path:
    """Where a dropped file goes: harmless, below the batch's folder, over nothing else."""
    parts = [_short(part) for part in safe_path(path).split("/")]
    if not path.strip() or len(parts) > 40:
        raise RefusedError(400, "文件没有名字", "请改名后再拖入")
    place = folder.joinpath(*parts)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        stem, suffix, number = place.stem, place.suffix, 1
        while place.exists():
            number += 1
            place = place.with_name(f"{stem}（{number}）{suffix}")
    except OSError as error:
        raise RefusedError(400, "这个名字的文件存不下来", "请改名后再拖入") from error
    return place


def _short(part: str) -> str:
    """A name that file systems take: Windows' reserved signs replaced, the end kept when it is cut."""
    part = "".join("_" if c in '<>:"|?*' else c for c in part).rstrip(". ") or "_"
    if len(part.encode("utf-8", "replace")) <= _NAME_BYTES:
        return part
    stem, dot, ending = part.rpartition(".")
    ending = dot + ending if dot and len(ending) <= 8 else ""
    kept = (stem if ending else part).encode("utf-8", "replace")[: _NAME_BYTES - len(ending.encode())]
    return kept.decode("utf-8", "ignore") + ending


async def read_batch(request: Request) -> Response:
    """All of a batch has come: read it."""
    batch = _batch(request)
    return await action(ReadIn, lambda desk, wanted: _start_batch(desk, batch, wanted))(request)


def _start_batch(desk: Desk, batch: Batch, wanted: ReadIn) -> dict[str, Any]:
    if not batch.files:
        raise RefusedError(400, "没有收到文件", "请重新拖入")
    _batches(desk).open.pop(batch.folder.name, None)
    job = _read(desk, batch.folder, f"拖入的 {batch.files} 个文件", ocr=wanted.ocr, retry=wanted.retry)
    return job.told()


def read_folder(desk: Desk, wanted: FolderIn) -> dict[str, Any]:
    """A folder that the clerk named."""
    return take_folder(desk, wanted.path, ocr=wanted.ocr, prune=wanted.prune, retry=wanted.retry).told()


def _job(request: Request) -> Job:
    job = jobs_of(desk_of(request)).get(request.path_params["job"])
    if job is None:
        raise RefusedError(404, "没有这项工作，或工作台重新启动过", "结果请看总览")
    return job


async def stop(request: Request) -> Response:
    """End a job after the source at hand."""
    job = _job(request)

    def work(desk: Desk, _: Nothing) -> dict[str, Any]:
        job.stop()
        return job.told()

    return await action(Nothing, work)(request)


async def follow(request: Request) -> Response:
    """Server-sent events of a job: `line` a source, `state` where it stands, `over` at the end."""
    job = _job(request)
    try:
        last = int(request.headers.get("last-event-id", "0"))
    except ValueError:
        last = 0
    return StreamingResponse(_events(job, last), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _events(job: Job, last: int) -> AsyncIterator[str]:
    told: dict[str, Any] = {}
    spoken = time.monotonic()
    while True:
        over = job.over
        lines = job.since(last)
        for number, line in lines:
            last = number
            yield f"id: {number}\nevent: line\ndata: {json.dumps(line, ensure_ascii=False)}\n\n"
        now = job.told()
        if now != told:
            told, spoken = now, time.monotonic()
            yield f"event: {'over' if over else 'state'}\ndata: {json.dumps(now, ensure_ascii=False)}\n\n"
        if over:
            return
        if time.monotonic() - spoken > _ALIVE:
            spoken = time.monotonic()
            yield ": alive\n\n"
        await asyncio.sleep(_BEAT)


ROUTES = [
    Route(VIEW.path, show),
    Route("/intake/batch", action(Nothing, new_batch), methods=["POST"]),
    Route("/intake/batch/{batch}/file", put_file, methods=["PUT"]),
    Route("/intake/batch/{batch}/read", read_batch, methods=["POST"]),
    Route("/intake/folder", action(FolderIn, read_folder), methods=["POST"]),
    Route("/job/{job}/stop", stop, methods=["POST"]),
    Route("/job/{job}/events", follow),
]
