"""Version 3: one filing counted once (`form_key`, roles, `in_force`), corrections as decisions, and on PostgreSQL
dates, moments and JSON in their own types.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

_JSON = {
    "form": ("at",),
    "amount": ("at",),
    "indicator": ("at", "level1_runner_up", "level2_runner_up", "level3_runner_up", "target_parts"),
    "unmapped": ("at",),
    "finding": ("at", "spans", "related", "subject"),
    "rule_outcome": ("inputs",),
}
_MOMENTS = {"source": ("loaded_at",), "run": ("started_at", "finished_at")}
_MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Filings that came more than once, and what was put right by hand."""
    _filing()
    _correction()
    if op.get_bind().dialect.name == "postgresql":
        _served_types()


def _filing() -> None:
    op.add_column(
        "source",
        sa.Column(
            "in_force", sa.Boolean(), nullable=False, server_default=sa.true(),
            comment="有效：还在文件夹里，并且至少有一张表有效或一张表也没有",
        ),
    )  # fmt: skip
    op.add_column(
        "source_name",
        sa.Column(
            "present", sa.Boolean(), nullable=False, server_default=sa.true(), comment="这个路径下现在仍是这份内容"
        ),
    )
    for column in (
        sa.Column("form_key", sa.Text(), comment=(
            "一份填报的键：单位、表类、项目、年度（监控期）相同的各版本、"
            "各格式相同；无法判断的为空"
        )),
        sa.Column("months", sa.Text(), comment="监控的月份，如 01-07；不是监控表的为空"),
        sa.Column(
            "content_hash", sa.Text(), nullable=False, server_default="",
            comment="所填内容的哈希：格式、版式不同而所填相同的表相同",
        ),
        sa.Column(
            "role", sa.Text(), nullable=False, server_default="original",
            comment="在同一份填报中：original 正本、copy 副本、old 旧版",
        ),
        sa.Column("copy_of", sa.Text(), comment="是哪张表的副本（表编号），不是副本的为空"),
        sa.Column(
            "in_force", sa.Boolean(), nullable=False, server_default=sa.true(),
            comment="有效：所在文件有效，并且是正本；各视图、导出、报告只数有效的表",
        ),
    ):  # fmt: skip
        op.add_column("form", column)
    op.create_index("ix_form_form_key", "form", ["form_key"])
    # What an earlier version held for superseded: not in force until the next run settles it anew.
    op.execute("UPDATE source SET in_force = (superseded_by IS NULL)")
    op.execute(
        "UPDATE source_name SET present = EXISTS"
        " (SELECT 1 FROM source s WHERE s.sha256 = source_name.sha256 AND s.superseded_by IS NULL)"
    )
    op.execute("UPDATE form SET role = 'old' WHERE superseded_by IS NOT NULL")
    op.execute(
        "UPDATE form SET in_force = (superseded_by IS NULL AND EXISTS"
        " (SELECT 1 FROM source s WHERE s.sha256 = form.sha256 AND s.superseded_by IS NULL))"
    )


def _correction() -> None:
    """No earlier version wrote a row into it: made anew."""
    op.drop_index("ix_correction_sha256", table_name="correction")
    op.drop_table("correction")
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("made_at", _MOMENT, nullable=False, comment="时间（UTC）"),
        sa.Column("who", sa.Text(), comment="改的人"),
        sa.Column(
            "sha256", sa.String(64), nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("form_key", sa.Text(), comment="一份填报的键；整份文件的为空"),
        sa.Column("pointer", sa.Text(), nullable=False, comment="位置指针（JSON Pointer）"),
        sa.Column("old", sa.Text(), comment="改前（原文，JSON）"),
        sa.Column("new", sa.Text(), comment="改后（JSON）"),
        sa.Column(
            "action", sa.Text(), nullable=False,
            comment="做了什么：value 改值、confirm 属实、waive 豁免、unreadable 无法辨认、original 定为正本、undo 撤销",
        ),
        sa.Column("reason", sa.Text(), comment="理由"),
        sa.Column("rule", sa.Text(), comment="所针对的规则"),
        sa.Column("program_version", sa.Text(), comment="当时的程序版本"),
        sa.Column("undone_by", sa.Integer(), comment="被哪一条撤销"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.ForeignKeyConstraint(["undone_by"], ["correction.id"], name="fk_correction_undone_by"),
        sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_correction_source"),
        comment="人工更正和决定：只增不改，撤销也是一条",
    )  # fmt: skip
    op.create_index("ix_correction_sha256", "correction", ["sha256"])
    op.create_index("ix_correction_form_key", "correction", ["form_key"])


def _served_types() -> None:
    for table, names in _JSON.items():
        for name in names:
            op.alter_column(table, name, type_=postgresql.JSONB(), postgresql_using=f'"{name}"::jsonb')
    for table, names in _MOMENTS.items():
        for name in names:
            op.alter_column(
                table, name, type_=sa.DateTime(timezone=True), postgresql_using=f'"{name}"::timestamp with time zone'
            )
    # A text that is no day of the calendar cannot stand in a DATE; the document keeps it.
    whole = r"'^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'"
    op.alter_column(
        "form", "filing_date", type_=sa.Date(),
        postgresql_using=f"CASE WHEN filing_date ~ {whole} THEN to_date(filing_date, 'YYYY-MM-DD') END",
    )  # fmt: skip
