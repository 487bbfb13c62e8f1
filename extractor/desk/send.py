"""发出: letters, marked copies, the year's report and exports, for one unit or all; and what was sent again.

Each lot is made by a job into a folder of its own below the desk's, with one zip of it all beside.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from extractor.desk.answers import RefusedError, action, page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.intake import jobs_of
from extractor.desk.jobs import Job
from extractor.desk.overview import Asked, listed
from extractor.desk.tally import NO_YEAR, UNNAMED, years
from extractor.desk.view import View
from extractor.errors import UsageError
from extractor.store import schema
from extractor.store.units import load_book

VIEW = View("send", "发出", "/send", "5")
KINDS = {"letters": "函", "marked": "标注件", "report": "年度报告", "export": "数据"}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e]')
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHOWN_FILES = 300
_LOTS = 20


class SendIn(BaseModel):
    """What to make."""

    what: Literal["letters", "marked", "report", "export"]
    year: int = Field(ge=0, le=9999)
    unit: str | None = Field(default=None, max_length=500)
    """None = all."""
    format: Literal["csv", "xlsx", "parquet", "jsonl"] = "xlsx"


def show(request: Request) -> Response:
    """The view."""
    desk = desk_of(request)
    found = years(desk)
    asked = Asked(request, found)
    return page(
        request,
        "send.html.j2",
        title=VIEW.title,
        UNNAMED=UNNAMED,
        **listed(desk, asked, found),
        refiled=refiled_forms(desk, asked.year),
        lots=[lot(desk, name) for name in lots(desk)[:_LOTS]],
        jobs=[job.told() for job in jobs_of(desk).all() if job.kind == "send" and not job.over],
    )


def refiled_forms(desk: Desk, year: int) -> list[dict[str, Any]]:
    """Forms in force of the year that took an older version's place, the latest filed first."""
    form, old = schema.form, schema.form.alias("old")
    columns = (form.c.id, form.c.unit, form.c.kind, form.c.project_name, form.c.filing_date)
    wanted = (
        sa.select(*columns, old.c.filing_date.label("old_date"))
        .join(old, old.c.superseded_by == form.c.id)
        .where(form.c.in_force, sa.func.coalesce(form.c.fiscal_year, 0) == year, old.c.role == "old")
        .order_by(form.c.filing_date.desc(), form.c.id)
        .limit(200)
    )
    with desk.database.read() as connection:
        return list({row["id"]: dict(row) for row in connection.execute(wanted).mappings()}.values())


def send(desk: Desk, wanted: SendIn) -> dict[str, Any]:
    """Start making a lot.

    Raises:
        RefusedError: 422, the lot cannot be made of one unit, or of forms without a year.
    """
    if wanted.what in ("report", "export") and wanted.unit is not None:
        raise RefusedError(422, f"{KINDS[wanted.what]}不能只做一个单位的", "请选全部")
    if wanted.what == "report" and wanted.year == NO_YEAR:
        raise RefusedError(422, "看不出年度的表不能做年度报告", "请选一个年度")
    whom = wanted.unit if wanted.unit is not None else "全部单位"
    of = f"{wanted.year}年" if wanted.year else "看不出年度"
    title = f"{KINDS[wanted.what]} {of} {whom}" if wanted.what != "export" else f"{KINDS['export']} {wanted.format}"

    def work(job: Job) -> dict[str, Any]:
        folder, made = _folder(desk, title), False
        try:
            _MAKERS[wanted.what](desk, wanted, folder, job)
            count = _packed(folder)
            made = True
        finally:
            if not made:  # half a lot must not be taken for a whole one
                shutil.rmtree(folder, ignore_errors=True)
        return {"lot": folder.name, "files": count}

    return jobs_of(desk).start(title, work, kind="send").told()


def _letters(desk: Desk, wanted: SendIn, folder: Path, job: Job) -> None:
    from extractor.report.year.write import write_letters

    if wanted.year == NO_YEAR:
        raise UsageError("看不出年度的表在各年度的函里", "请选一个年度")
    unit = None if wanted.unit is None else "" if wanted.unit == UNNAMED else wanted.unit
    written = write_letters(
        desk.url,
        folder,
        year=wanted.year,
        unit=unit,
        rules=desk.rules(),
        departments=_register(desk),
        planned=job.planned,
        each=lambda path: job.step({"path": path.name, "text": "已写成"}, "已写成"),
    )
    if not written:
        raise UsageError("这个年度没有这个单位的填报", "请从总览重新进入")


def _marked(desk: Desk, wanted: SendIn, folder: Path, job: Job) -> None:
    from extractor.desk.marking import mark_copies

    def each(path: str, why: str) -> None:
        failure = {"failure": {"cause": why, "remedy": ""}} if why else {}
        job.step({"path": path, "text": "已标注", **failure}, "没有标注件" if why else "已标注")

    mark_copies(desk, _sources(desk, wanted), folder, job.planned, each)
    if not any(folder.iterdir()):
        raise UsageError("一份标注件也没有做成", "原因见上面的清单")


def _sources(desk: Desk, wanted: SendIn) -> list[str]:
    form, source = schema.form, schema.source
    owner = sa.func.coalesce(form.c.unit, form.c.department, form.c.filer, form.c.implementer, "")
    query = sa.select(form.c.sha256).join(source, source.c.sha256 == form.c.sha256).distinct()
    query = query.where(
        form.c.in_force, source.c.status != "failed", sa.func.coalesce(form.c.fiscal_year, 0) == wanted.year
    )
    if wanted.unit is not None:
        query = query.where(owner == ("" if wanted.unit == UNNAMED else wanted.unit))
    with desk.database.read() as connection:
        return sorted(connection.execute(query).scalars())


def _report(desk: Desk, wanted: SendIn, folder: Path, job: Job) -> None:
    from extractor.report.year import write_year

    for path in write_year(desk.url, folder, year=wanted.year, rules=desk.rules(), departments=_register(desk)):
        job.step({"path": path.relative_to(folder).as_posix(), "text": "已写成"}, "已写成")


def _export(desk: Desk, wanted: SendIn, folder: Path, job: Job) -> None:
    from extractor.store.export import export

    for path in export(desk.url, str(folder), wanted.format):
        job.step({"path": path.name, "text": "已写成"}, "已写成")


_MAKERS: dict[str, Callable[[Desk, SendIn, Path, Job], None]] = {
    "letters": _letters,
    "marked": _marked,
    "report": _report,
    "export": _export,
}


def _register(desk: Desk) -> list[str]:
    return [entry.name for entry in load_book(desk.departments, desk.rules_dir).departments]


# -- lots on disk -------------------------------------------------------------------------------------------------


def _folder(desk: Desk, title: str) -> Path:
    """The folder of a new lot, named by the moment and what it is."""
    name = _UNSAFE.sub("_", f"{time.strftime('%Y-%m-%d %H%M%S')} {title}").strip(" .")[:100]
    for number in range(1, 1000):
        folder = desk.home.outbox / (name if number == 1 else f"{name} {number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise UsageError("发出文件夹建立不了", "请稍候再试")


def _packed(folder: Path) -> int:
    """Zip a lot beside its folder; gives the number of files. The same files give the same zip."""
    files = files_of(folder)
    part = folder.with_name(f".{folder.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in files:
                info = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                with packed.open(info, "w") as into, file.open("rb") as opened:
                    shutil.copyfileobj(opened, into, 1 << 20)
        part.rename(folder.with_name(f"{folder.name}.zip"))
    finally:
        part.unlink(missing_ok=True)
    return len(files)


def files_of(folder: Path) -> list[Path]:
    """The files of a lot, by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def lots(desk: Desk) -> list[str]:
    """Names of the lots on disk, the latest first; one without its zip was not finished."""
    try:
        entries = {entry.name for entry in os.scandir(desk.home.outbox)}
    except OSError:
        return []
    return sorted((name for name in entries if f"{name}.zip" in entries), reverse=True)


def lot(desk: Desk, name: str) -> dict[str, Any]:
    """A lot's name and files."""
    folder = desk.home.outbox / name
    files = files_of(folder)
    return {
        "name": name,
        "count": len(files),
        "files": [path.relative_to(folder).as_posix() for path in files[:_SHOWN_FILES]],
        "place": str(folder),
    }


def _lot(request: Request) -> Path:
    desk, name = desk_of(request), str(request.path_params["lot"])
    # Looked up, never joined: a name is one of the list or nothing.
    if name not in lots(desk):
        raise RefusedError(404, "没有这一批", "请从“发出”重新进入")
    return desk.home.outbox / name


def zipped(request: Request) -> Response:
    """A lot as one zip."""
    folder = _lot(request)
    return FileResponse(
        folder.with_name(f"{folder.name}.zip"), filename=f"{folder.name}.zip", media_type="application/zip"
    )


def file(request: Request) -> Response:
    """One file of a lot, by its number; always as a download: what is in it is a filing's.

    Raises:
        RefusedError: 404, the lot has no such file.
    """
    files = files_of(_lot(request))
    number = request.path_params["number"]
    if number >= len(files):
        raise RefusedError(404, "这一批没有这个文件", "请从“发出”重新进入")
    return FileResponse(files[number], filename=files[number].name, media_type="application/octet-stream")


ROUTES = [
    Route(VIEW.path, show),
    Route("/send/make", action(SendIn, send), methods=["POST"]),
    Route("/send/lot/{lot}/zip", zipped),
    Route("/send/lot/{lot}/{number:int}", file),
]
