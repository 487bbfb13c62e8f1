"""Version 2: which unit a form belongs to (names folded, codes used), and the layout it was recognised as."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Names of units, put together to units."""
    op.add_column("form", sa.Column("layout", sa.Text(), comment="识别出的版式"))
    op.add_column("form", sa.Column("unit", sa.Text(), comment="归并后的单位名称（见 unit_name）"))
    op.drop_index("ix_form_fiscal_year", table_name="form")
    op.create_index("ix_form_year_unit", "form", ["fiscal_year", "unit"])
    op.create_table(
        "unit_name",
        sa.Column("name", sa.Text(), nullable=False, comment="表上印的单位名称"),
        sa.Column("code", sa.Text(), nullable=False, comment="同时印的部门编码，没有的为空串"),
        sa.Column("unit", sa.Text(), nullable=False, comment="归并后的单位名称"),
        sa.Column(
            "basis",
            sa.Text(),
            nullable=False,
            comment="归并依据：same 同名、folded 去掉编码和空白后同名、code 编码相同且名称相容、book 单位名录",
        ),
        sa.Column("proposal", sa.Text(), comment="疑似同一单位的名称，待人工在单位名录中确认"),
        sa.PrimaryKeyConstraint("name", "code", name="pk_unit_name"),
        comment="单位名称与归并",
    )
