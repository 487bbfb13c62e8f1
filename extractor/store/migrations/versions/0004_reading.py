"""Version 4: how far each form was read, and how many cells each rule looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """How surely a form was read."""
    op.add_column("form", sa.Column("coverage", sa.Float(), comment="有归属的文字占全表文字的比例 0-1"))
    op.add_column("form", sa.Column("confidence", sa.Float(), comment="读取把握 0-1：最没有把握的一处"))
    op.add_column(
        "form", sa.Column("doubts", sa.Text().with_variant(JSONB(), "postgresql"), comment="读取存疑之处（JSON）")
    )
    op.execute("ALTER TABLE rule_outcome RENAME COLUMN inputs TO figures")
    op.add_column("rule_outcome", sa.Column("inputs", sa.Integer(), comment="查看了多少处；没有查看的不算通过"))
