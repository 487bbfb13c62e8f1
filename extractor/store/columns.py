"""How columns of the contract's tables are declared: exact numbers, JSON, moments, and keys that many tables share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
Exact = sa.Numeric().with_variant(sa.Text(), "sqlite")
Json = sa.Text().with_variant(JSONB(none_as_null=True), "postgresql")
"""JSON as the document writes it (compact, keys sorted); JSONB on PostgreSQL."""
Date = sa.Text().with_variant(sa.Date(), "postgresql")
Moment = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
"""A moment in UTC, ISO 8601; TIMESTAMP WITH TIME ZONE on PostgreSQL."""
Text, Integer, Float, Boolean = sa.Text, sa.Integer, sa.Float, sa.Boolean


def col(name: str, kind: Any, comment: str, *extra: Any, **options: Any) -> sa.Column[Any]:
    """A column with its comment for whoever opens the database."""
    return sa.Column(name, kind, *extra, comment=comment, **options)


def sha(**options: Any) -> sa.Column[Any]:
    """The key of a source."""
    return col("sha256", sa.String(64), "文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头", **options)


def form_key(table: str) -> sa.ForeignKeyConstraint:
    """The form that a row of `table` belongs to; it goes with it."""
    return sa.ForeignKeyConstraint(
        ["sha256", "form_index"], ["form.sha256", "form.form_index"], name=f"fk_{table}_form", ondelete="CASCADE"
    )


def corrected() -> sa.Column[Any]:
    """What a reviewer put right in a row, beside what was read."""
    return col("corrected", Json, "人工更正（JSON：栏目 → 改正后的原文和解读），没有更正的为空；原读数不动")


def place() -> list[sa.Column[Any]]:
    """Where a row was read."""
    return [col("at", Json, "位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）")]
