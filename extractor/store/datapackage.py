"""`datapackage.json`: the exported tables described for other programs (Frictionless Data Package, Table Schema)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from extractor.store import schema
from extractor.version import VERSION

Described = dict[str, list[sa.Column[Any]]]
"""Table or view → its exported columns."""
_VIEWS = {
    "v_indicator": "指标平表：一行一个指标，带所在表的表头",
    "v_finding": "问题平表：一行一个问题",
    "v_department_year": "单位年度汇总",
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_LOOSE = frozenset({"correction"})
"""Tables whose rows may speak of sources that are not exported: no foreign keys are promised."""


def comment_of(name: str) -> str:
    """What a table or view holds."""
    return _VIEWS.get(name) or str(schema.metadata.tables[name].comment)


def datapackage(described: Described, format: str) -> dict[str, Any]:
    """The package of an export.

    Args:
        described: what was written, by table or view.
        format: csv or parquet.
    """
    return {
        "profile": "tabular-data-package" if format == "csv" else "data-package",
        "name": "jixiao",
        "title": "预算绩效填报数据",
        "version": VERSION,
        "resources": [_resource(name, columns, format) for name, columns in described.items()],
    }


def _resource(name: str, columns: list[sa.Column[Any]], format: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": name, "title": comment_of(name), "path": f"{name}.{format}", "format": format,
        "mediatype": _MEDIA[format],
    }  # fmt: skip
    if format == "csv":
        made |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"lineTerminator": "\r\n", "doubleQuote": True},
        }
    return made | {"schema": _table_schema(name, columns)}


def _table_schema(name: str, columns: list[sa.Column[Any]]) -> dict[str, Any]:
    shape: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    table = schema.metadata.tables.get(name)
    if table is None:
        return shape
    shape["primaryKey"] = [column.name for column in table.primary_key]
    keys = [] if name in _LOOSE else [_foreign(name, key) for key in _constraints(table)]
    return shape | {"foreignKeys": keys} if keys else shape


def _constraints(table: sa.Table) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys in a stable order, but those within the table (what took a source's place may not be exported) and
    those that may be half blank (a finding of a whole file), which Table Schema knows no way to say."""
    keys = (key for key in table.foreign_key_constraints if key.referred_table is not table)
    found = [key for key in keys if not any(column.nullable for column in key.columns)]
    return sorted(found, key=lambda key: [column.name for column in key.columns])


def _foreign(name: str, key: sa.ForeignKeyConstraint) -> dict[str, Any]:
    ours = [column.name for column in key.columns]
    theirs = [element.column.name for element in key.elements]
    return {"fields": ours, "reference": {"resource": key.referred_table.name, "fields": theirs}}


def _field(column: sa.Column[Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _type(column.type), "description": column.comment or ""}
    if column.type is schema.Moment:
        field["format"] = "%Y-%m-%dT%H:%M:%SZ"
    if not column.nullable and not column.primary_key and field["type"] != "string":
        field["constraints"] = {"required": True}  # of a text, "" is a value and stands in CSV as nothing else does
    return field


def _type(kind: Any) -> str:
    if kind is schema.Date:
        return "date"
    if kind is schema.Moment:
        return "datetime"
    for sort, word in ((sa.Boolean, "boolean"), (sa.Integer, "integer"), (sa.Numeric, "number")):
        if isinstance(kind, sort):
            return word
    return "string"
