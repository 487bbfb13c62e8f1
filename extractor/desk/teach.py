"""教: a form or column that was not understood is explained once, by pointing at a cell, and read right from then on.

`GET  /teach`                the page; `?source=` names the filing
`GET  /teach/list`           filings with something not understood, the least read first
`GET  /teach/source/{sha256}` its tables and what each cell was taken for
`POST /teach/propose`        what the pairs pointed at make of the whole filing; nothing is written
`POST /teach/trial`          what the proposal does to other filings of the same layout
`POST /teach/save`           into the bureau's rule folder; `/teach/reread` reads the filing's folder again
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.desk.answers import RefusedError, action, answer, page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.originals import Original, originals_of
from extractor.desk.pictures import Draughtsman, Found
from extractor.desk.view import View
from extractor.learning import save as save_book
from extractor.learning import trial
from extractor.report import words
from extractor.rulebook import load_rules
from extractor.store import schema
from extractor.words.book import FormBook

VIEW = View("teach", "教", "/teach", "4")
_CODES = ("no-indicators", "missing-column", "unread-text", "doubtful-reading")
_LISTED = 200
_TRIED = 12
"""Other filings a proposal is tried on at once."""
_SIGN_COLUMNS = {"operator": "指标性质（≥、≤、定性）", "unit": "计量单位", "other_column": "别的列，不用读"}


def choices() -> list[dict[str, Any]]:
    """What a cell may be said to be: groups of (pointer below the form, words)."""
    head = {**words.HEAD, "period": "实施期"}
    for name in ("title", "kind", "regime", "fiscal_year", "currency_unit"):
        head.pop(name, None)
    columns = {**words.INDICATOR, **_SIGN_COLUMNS}
    people = {k: v for k, v in {**words.SIGNOFF, "project_person": "项目负责人"}.items() if k != "sealed"}
    money = {k: v for k, v in words.EXECUTION.items() if k != "item"}
    groups = (
        ("指标表的列名", "/indicators/", columns), ("值：表头", "/", head), ("值：金额", "/amounts/", words.AMOUNT),
        ("值：文字", "/texts/", words.TEXT), ("值：落款", "/signoff/", people), ("资金表的列名", "/execution/", money),
    )  # fmt: skip
    return [
        {"title": title, "entries": [{"pointer": f"{before}{key}", "label": label} for key, label in entries.items()]}
        for title, before, entries in groups
    ]


def show(request: Request) -> Response:
    """The view."""
    desk = desk_of(request)
    return page(request, "teach.html.j2", title=VIEW.title, choices=choices(), rules_home=str(desk.rules_home))


def waiting(request: Request) -> Response:
    """Filings in force of which something was not understood."""
    finding, source, form, names = schema.finding, schema.source, schema.form, schema.source_name
    counted = sa.func.count().label("doubts")
    path = sa.select(sa.func.min(names.c.path)).where(names.c.sha256 == source.c.sha256, names.c.present)
    least = sa.select(sa.func.min(form.c.coverage)).where(form.c.sha256 == source.c.sha256)
    unit = sa.select(sa.func.min(form.c.unit)).where(form.c.sha256 == source.c.sha256)
    coverage = least.scalar_subquery().label("coverage")
    wanted = (
        sa.select(
            source.c.sha256, source.c.verdict, source.c.format, path.scalar_subquery().label("path"), coverage, counted,
            unit.scalar_subquery().label("unit"),
        )
        .join(finding, finding.c.sha256 == source.c.sha256)
        .where(source.c.in_force, finding.c.code.in_(_CODES))
        .group_by(source.c.sha256, source.c.verdict, source.c.format)
        .order_by(coverage, counted.desc(), source.c.sha256)
        .limit(_LISTED)
    )  # fmt: skip
    with desk_of(request).database.read() as connection:
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return answer({"rows": rows})


def _child(desk: Desk) -> Draughtsman:
    """A child of its own: a lesson takes long, and pages are drawn meanwhile."""
    found = desk.parts.setdefault("teaching", Draughtsman())
    assert isinstance(found, Draughtsman)
    return found


def _found(desk: Desk, sha256: str) -> tuple[Found, str]:
    with desk.database.read() as connection:
        row = connection.execute(sa.select(schema.source.c.format).where(schema.source.c.sha256 == sha256)).first()
        if row is None:
            raise RefusedError(404, "库里没有这份来源", "请从左边的清单里选")
        return Found(sha256, str(row[0] or ""), originals_of(connection, desk.home, sha256)), str(row[0] or "")


def tables(request: Request) -> Response:
    """The tables of a source and what each cell was taken for.

    Raises:
        RefusedError: 422, a scan has no cells to point at.
    """
    desk = desk_of(request)
    found, format_ = _found(desk, request.path_params["sha256"])
    told, _ = found.ask(_child(desk), "lesson", rules=desk.rules_dir, pairs=[], name="")
    if not told["tables"] and format_ in ("image", "pdf"):
        raise RefusedError(422, "扫描件里没有可以指的格", "同一版式如有 Word、Excel 或文字 PDF，请用那一份来教")
    return answer(told)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(_Strict):
    """What a person said of cells of one filing."""

    sha256: str = Field(max_length=64)
    pairs: list[str] = Field(min_length=1, max_length=120)
    name: str = Field("", max_length=60)


class Proposed(_Strict):
    """A proposal as `propose` gave it."""

    sha256: str = Field(max_length=64)
    book: dict[str, Any]

    def read(self) -> FormBook:
        """The layout.

        Raises:
            RefusedError: it is none.
        """
        try:
            return FormBook.model_validate(self.book)
        except ValidationError as error:
            raise RefusedError(422, "这个版式有误", "请重新指一遍再看效果") from error


class Source(_Strict):
    """One source."""

    sha256: str = Field(max_length=64)


def propose(desk: Desk, wanted: Said) -> dict[str, Any]:
    """What the pairs make of the whole filing."""
    found, _ = _found(desk, wanted.sha256)
    told, _ = found.ask(_child(desk), "lesson", rules=desk.rules_dir, pairs=wanted.pairs, name=wanted.name)
    return told


def try_on(desk: Desk, wanted: Proposed) -> dict[str, Any]:
    """What the proposal does to other filings of the same kind and layout, each read in a child of its own."""
    book = wanted.read()
    others = _alike(desk, wanted.sha256)
    effects = trial(book, [original.file for original in others], desk.rules()) if others else []
    return {
        "tried": len(effects),
        "rows": [
            {
                "path": e.path, "gained": len(e.gained), "changed": len(e.changed), "lost": len(e.lost),
                "coverage": list(e.coverage), "verdicts": list(e.verdicts),
            }
            for e in effects
        ],
    }  # fmt: skip


def _alike(desk: Desk, sha256: str) -> list[Original]:
    """Other filings of this machine whose forms are of the same kinds and known layouts (or none), the latest first."""
    form, source = schema.form, schema.source
    with desk.database.read() as connection:
        own = connection.execute(sa.select(form.c.kind, form.c.layout).where(form.c.sha256 == sha256)).all()
        kinds, layouts = {row.kind for row in own}, {row.layout for row in own}
        known = sorted(x for x in layouts if x is not None)
        of_layout = form.c.layout.in_(known) | form.c.layout.is_(None) if None in layouts else form.c.layout.in_(known)
        wanted = (
            sa.select(source.c.sha256, source.c.loaded_at)
            .join(form, form.c.sha256 == source.c.sha256)
            .where(source.c.in_force, source.c.sha256 != sha256, source.c.ocr_pages == 0)
            .where(of_layout, form.c.kind.in_(sorted(kinds)))
            .group_by(source.c.sha256, source.c.loaded_at)
            .order_by(source.c.loaded_at.desc(), source.c.sha256)
            .limit(4 * _TRIED)
        )
        found = []
        for row in connection.execute(wanted).all():
            plain = [o for o in originals_of(connection, desk.home, row.sha256) if "/" not in o.inside]
            found += plain[:1]
    return found[:_TRIED]


def keep(desk: Desk, wanted: Proposed) -> dict[str, Any]:
    """Write the layout into the bureau's rule folder; from now on it is in force."""
    path = save_book(wanted.read(), desk.rules_home)
    load_rules.cache_clear()
    load_rules(desk.rules_dir)
    desk.changed()
    return {"path": str(path)}


def reread(desk: Desk, wanted: Source) -> dict[str, Any]:
    """Read the folder that the filing came with again, by the rules as they are now.

    Raises:
        RefusedError: 404, the file is not on this machine any more.
    """
    from extractor.desk.intake import take_folder

    with desk.database.read() as connection:
        originals = originals_of(connection, desk.home, wanted.sha256)
        names = schema.source_name
        paths = connection.execute(sa.select(names.c.path).where(names.c.sha256 == wanted.sha256)).scalars().all()
    if not originals:
        raise RefusedError(404, "原文件不在这台电脑上", "请在“收件”里再收一次它所在的文件夹")
    folder = _folder(originals[0], list(paths))
    job = take_folder(desk, folder, ocr=desk.ocr)
    return {"job": job.id, "folder": folder}


def _folder(original: Original, paths: list[str]) -> str:
    """The folder that was taken in: the file's own path without the path it has below it."""
    file = original.file.replace("\\", "/")
    for path in sorted(paths, key=len, reverse=True):
        inner = path.removesuffix(original.inside).rstrip("/")
        whole = f"{inner}/{original.inside.split('/')[0]}".lstrip("/")
        if file.endswith("/" + whole):
            return file[: -len(whole) - 1]
    return file.rsplit("/", 1)[0]


ROUTES = [
    Route(VIEW.path, show),
    Route("/teach/list", waiting),
    Route("/teach/source/{sha256}", tables),
    Route("/teach/propose", action(Said, propose), methods=["POST"]),
    Route("/teach/trial", action(Proposed, try_on), methods=["POST"]),
    Route("/teach/save", action(Proposed, keep), methods=["POST"]),
    Route("/teach/reread", action(Source, reread), methods=["POST"]),
]
