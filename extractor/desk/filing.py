"""One file as it was read: its forms, its findings, and what an older version of it said.

`/source/{sha256}` the file · `/refiled/{form}` a form that was sent again, old beside new, by the new form's id
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractor.desk.answers import RefusedError, page
from extractor.desk.desk import Desk, desk_of
from extractor.desk.pictures import pictures_of
from extractor.model.extraction import Extraction
from extractor.model.filing import Form
from extractor.quality.recheck import compare as recheck
from extractor.report import words
from extractor.report.excerpt import field_words, pointer_parts
from extractor.report.model import Comparison, Mended, SourceReport, report_of
from extractor.report.where import form_name
from extractor.rulebook import Rules
from extractor.store import schema
from extractor.store.content import compare
from extractor.store.parcel import document_of

COLUMNS = (
    "level1",
    "level2",
    "level3",
    "target",
    "standard",
    "weight",
    "actual",
    "achieved_score",
    "deviation_reason",
    "note",
)


def documents(connection: sa.Connection, hashes: Sequence[str]) -> list[Extraction]:
    """The stored documents of some sources, each under the path it is called by; in the order asked."""
    source, names = schema.source, schema.source_name
    found = {}
    wanted = sa.select(source.c.sha256, source.c.name, source.c.document).where(source.c.sha256.in_(list(hashes)))
    paths: dict[str, str] = {}
    listed = sa.select(names.c.sha256, names.c.path).where(names.c.sha256.in_(list(hashes)))
    for named in connection.execute(listed.order_by(names.c.present, names.c.path.desc())):
        paths[named.sha256] = named.path
    for row in connection.execute(wanted):
        document = document_of(row.document)
        path = paths.get(row.sha256, row.name)
        document["source"] |= {"path": path, "name": path.rpartition("/")[2]}
        found[row.sha256] = Extraction.model_validate(document)
    return [found[sha] for sha in hashes if sha in found]


def show(request: Request) -> Response:
    """The file.

    Raises:
        RefusedError: 404, the database has no such source.
    """
    desk = desk_of(request)
    pictures_of(desk).draughtsman.warm()
    sha256 = request.path_params["sha256"]
    names, form = schema.source_name, schema.form
    with desk.database.read() as connection:
        found = documents(connection, [sha256])
        if not found:
            raise RefusedError(404, "库里没有这份来源", "请从总览重新进入")
        listed = sa.select(names.c.root, names.c.path, names.c.present).where(names.c.sha256 == sha256)
        places = [dict(row) for row in connection.execute(listed.order_by(names.c.root, names.c.path)).mappings()]
        forms = sa.select(
            form.c.form_index, form.c.id, form.c.role, form.c.coverage, form.c.superseded_by, form.c.copy_of
        )
        standing = {
            row.form_index: dict(row._mapping) for row in connection.execute(forms.where(form.c.sha256 == sha256))
        }
        older = _older(connection, [one["id"] for one in standing.values()])
    report = report_of(found, desk.rules()).sources[0]
    return page(
        request,
        "source.html.j2",
        title=report.source.path,
        report=report,
        places=places,
        forms=[_shown(section.form) for section in report.sections if section.form is not None],
        standing=standing,
        older=older,
        INDICATOR=words.INDICATOR,
        BLANK=words.BLANK,
    )


def _older(connection: sa.Connection, identities: Sequence[str]) -> dict[str, str]:
    """Form id → id of the older version that it took the place of."""
    form = schema.form
    wanted = sa.select(form.c.superseded_by, form.c.id).where(
        form.c.superseded_by.in_(list(identities)), form.c.role == "old"
    )
    return {row.superseded_by: row.id for row in connection.execute(wanted.order_by(form.c.filing_date))}


def _shown(form: Form) -> dict[str, Any]:
    """A form as two tables: what it states once, and its indicators with the columns that hold anything."""
    heads: list[tuple[str, str]] = []
    for name in ("filer", "department", "implementer", "project_name", "project_code", "currency_unit"):
        if value := getattr(form, name):
            heads.append((words.HEAD[name], str(value)))
    if form.period is not None and form.period.raw:
        heads.append(("实施期", form.period.raw))
    heads += [(words.AMOUNT.get(code, code), amount.raw or words.BLANK) for code, amount in form.amounts.items()]
    heads += [(word, text) for key, word in words.TEXT.items() if (text := getattr(form.texts, key, None))]
    heads += [
        (word, str(value))
        for key, word in words.SIGNOFF.items()
        if key != "sealed" and (value := getattr(form.signoff, key, None))
    ]
    rows = [[_cell(indicator, column) for column in COLUMNS] for indicator in form.indicators]
    used = [n for n, column in enumerate(COLUMNS) if column in ("level3", "target") or any(row[n] for row in rows)]
    return {
        "index": form.index,
        "name": form_name(form),
        "heads": heads,
        "columns": [words.INDICATOR[COLUMNS[n]] for n in used],
        "rows": [[row[n] for n in used] for row in rows],
        "unmapped": [(entry.label or "", entry.text) for entry in form.unmapped],
    }


def _cell(indicator: Any, column: str) -> str:
    value = getattr(indicator, column)
    if value is None:
        return ""
    return str(value.raw if column in ("level1", "level2", "level3", "target") else value)


def refiled(request: Request) -> Response:
    """A form that was sent again: values old | new, findings mended, open, new."""
    desk = desk_of(request)
    told = versions(desk, request.path_params["form"])
    return page(request, "refiled.html.j2", title=f"{told['name']}：旧版与新版", **told)


def versions(desk: Desk, identity: str) -> dict[str, Any]:
    """What a re-filed form changed.

    Args:
        identity: id of the form in force.

    Raises:
        RefusedError: no such form, or it took no other's place (404).
    """
    form = schema.form
    with desk.database.read() as connection:
        new_row = connection.execute(sa.select(form).where(form.c.id == identity)).mappings().first()
        older = _older(connection, [identity]).get(identity)
        old_row = connection.execute(sa.select(form).where(form.c.id == older)).mappings().first() if older else None
        if new_row is None or old_row is None:
            raise RefusedError(404, "这张表没有旧版", "请从总览重新进入")
        old, new = documents(connection, [old_row["sha256"], new_row["sha256"]])
    rules = desk.rules()
    old_report, new_report = held_against(old, new, rules)
    before, after = old.forms[old_row["form_index"]], new.forms[new_row["form_index"]]
    return {
        "name": form_name(after).split(" ", 1)[-1],
        "old": {
            "path": old.source.path,
            "sha256": old_row["sha256"],
            "date": old_row["filing_date"],
            "score": old.quality.score,
        },
        "new": {
            "path": new.source.path,
            "sha256": new_row["sha256"],
            "date": new_row["filing_date"],
            "score": new.quality.score,
        },
        "values": [
            (_words(d.pointer, after), d.one or words.BLANK, d.other or words.BLANK)
            for d in compare(_plain(old, before), _plain(new, after)).differences
        ],
        "mended": new_report.mended or [],
        "untold": new_report.untold,
        "unseen": new_report.unseen,
        "open": [
            e for e in new_report.entries if e.change == words.STILL_OPEN and e.finding.form in (None, after.index)
        ],
        "new_ones": [e for e in new_report.entries if e.change == words.NEW and e.finding.form in (None, after.index)],
        "entries": old_report.entries,
    }


def held_against(old: Extraction, new: Extraction, rules: Rules) -> tuple[SourceReport, SourceReport]:
    """Both reports, the new one with what changed since the old one."""
    change = recheck([old.model_dump(mode="json")], [new])[new.source.path]
    comparison = Comparison(
        frozenset(change.still_open),
        frozenset(change.new),
        *(
            [Mended(gone.code, gone.where, gone.message) for gone in gones]
            for gones in (change.mended, change.untold, change.unseen)
        ),
    )
    return (
        report_of([old], rules).sources[0],
        report_of([new], rules, comparison={new.source.path: comparison}).sources[0],
    )


def _plain(document: Extraction, form: Form) -> dict[str, Any]:
    """A form as JSON."""
    plain: dict[str, Any] = document.model_dump(mode="json", include={"forms"})["forms"][form.index]
    return plain


def _words(pointer: str, form: Form) -> str:
    """A pointer below a form in the clerk's words."""
    steps = pointer_parts(pointer)
    if steps and steps[0] == "indicators" and len(steps) > 1 and steps[1].isdigit():
        row = int(steps[1])
        name = form.indicators[row].level3 if row < len(form.indicators) else None
        column = words.INDICATOR.get(steps[2], steps[2]) if len(steps) > 2 else ""
        return f"指标第{row + 1}行「{(name.raw if name else '') or '未命名'}」{column}"
    if steps and steps[0] == "amounts":
        return "金额" + (f"「{words.AMOUNT.get(steps[1], steps[1])}」" if len(steps) > 1 else "")
    if steps and steps[0] == "execution":
        return "预算执行情况" + (f"第{int(steps[1]) + 1}行" if len(steps) > 1 and steps[1].isdigit() else "")
    return field_words(steps, form)[0] or pointer if steps else pointer


ROUTES = [Route("/source/{sha256}", show), Route("/refiled/{form}", refiled)]
