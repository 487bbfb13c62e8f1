"""Version 5: the desk: facts to check a form again, corrected values beside the read ones, decisions that name their
finding, the queue and its counts; on PostgreSQL and SQLite alike no decision can be changed or deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_JSON = sa.Text().with_variant(JSONB(), "postgresql")
_KEPT = (
    "id", "made_at", "who", "sha256", "form_key", "pointer", "old", "new", "action", "reason", "rule",
    "program_version", "finding",
    "subject", "batch", "rules_version",
)  # fmt: skip


def upgrade() -> None:
    """The desk's queue of findings and its decisions."""
    _columns()
    _queue()
    _fill()
    _append_only()


def _columns() -> None:
    op.add_column(
        "source",
        sa.Column(
            "facts", sa.LargeBinary(),
            comment="核查时除文档外所看的内容（zlib 压缩的 JSON），改值后据此重新核查；旧版入库的为空",
        ),
    )  # fmt: skip
    op.add_column(
        "source",
        sa.Column(
            "settled", sa.Integer(), comment="已计入的最后一条人工决定（correction.id）；入库后还没有计入过的为空"
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        words = "完整 JSON 文档（zlib 压缩的 UTF-8），人工更正写在 corrected 里"
        op.alter_column("source", "document", existing_type=sa.LargeBinary(), existing_nullable=False, comment=words)
    for table in ("form", "amount", "execution", "indicator"):
        comment = "人工更正（JSON：栏目 → 改正后的原文和解读），没有更正的为空；原读数不动"
        op.add_column(table, sa.Column("corrected", _JSON, comment=comment))
    for name, kind, comment in (
        ("finding", sa.Text(), "所针对的问题编号；抽查的格以 sample- 开头"),
        ("subject", sa.Text(), "所指的行（三级指标名），重报后据此找到同一行"),
        ("batch", sa.Integer(), "同一次批量处理的第一条；单独作出的为空"),
        ("rules_version", sa.Text(), "当时的规则版本"),
    ):
        op.add_column("correction", sa.Column(name, kind, comment=comment))


def _queue() -> None:
    op.create_table(
        "queue",
        sa.Column(
            "sha256", sa.String(64), nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("finding", sa.Text(), nullable=False, comment="问题编号；抽查的格以 sample- 开头"),
        sa.Column("position", sa.Integer(), nullable=False, comment="在文件各问题中的次序"),
        sa.Column("form_index", sa.Integer(), comment="表在文件中的次序，整份文件的为空"),
        sa.Column("rule", sa.Text(), nullable=False, comment="规则"),
        sa.Column("code", sa.Text(), nullable=False, comment="问题代码；抽查的格为 sample"),
        sa.Column("severity", sa.Text(), nullable=False, comment="级别：error、warning、info"),
        sa.Column("kind", sa.Text(), nullable=False, server_default="", comment="表的种类"),
        sa.Column("unit", sa.Text(), nullable=False, server_default="", comment="归并后的单位名称"),
        sa.Column("fiscal_year", sa.Integer(), nullable=False, server_default="0", comment="年度，看不出的为 0"),
        sa.Column("field", sa.Text(), comment="位置指针（JSON Pointer）"),
        sa.Column(
            "state", sa.Text(), nullable=False, server_default="open",
            comment="状态：open 待核、confirmed 属实、waived 豁免、asked 请单位说明、corrected 已改正",
        ),
        sa.Column("correction", sa.Integer(), comment="使它成为这个状态的人工决定"),
        sa.Column("in_force", sa.Boolean(), nullable=False, server_default=sa.true(), comment="所在的表有效"),
        sa.Column("told", _JSON, comment="问题本身（JSON）：改正以后文档里不再有的，和抽查的格"),
        sa.PrimaryKeyConstraint("sha256", "finding", name="pk_queue"),
        sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_queue_source", ondelete="CASCADE"),
        comment="核对的队列：每个问题一行，带着它的状态",
    )  # fmt: skip
    op.create_index(
        "ix_queue_order", "queue", ["in_force", "state", "unit", "sha256", "position", "severity", "code", "kind"]
    )
    op.create_index("ix_queue_code", "queue", ["in_force", "code", "state", "unit", "sha256", "position"])
    op.create_table(
        "tally",
        sa.Column("fiscal_year", sa.Integer(), nullable=False, autoincrement=False, comment="年度，看不出的为 0"),
        sa.Column("unit", sa.Text(), nullable=False, comment="单位"),
        sa.Column("kind", sa.Text(), nullable=False, comment="表的种类"),
        sa.Column("code", sa.Text(), nullable=False, comment="问题代码"),
        sa.Column("severity", sa.Text(), nullable=False, comment="级别"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态"),
        sa.Column("findings", sa.Integer(), nullable=False, comment="问题数"),
        sa.PrimaryKeyConstraint("fiscal_year", "unit", "kind", "code", "severity", "state", name="pk_tally"),
        comment="队列的计数：有效的问题按年度、单位、表类、代码、级别、状态",
    )


def _fill() -> None:
    """What earlier versions found stands in the queue; nobody has decided anything yet."""
    op.execute(
        "INSERT INTO queue (sha256, finding, position, form_index, rule, code, severity, kind, unit, fiscal_year, "
        "field,"
        " state, in_force)"
        " SELECT d.sha256, d.id, min(d.row), min(d.form_index), min(d.rule), min(d.code), min(d.severity),"
        " coalesce(min(f.kind), ''), coalesce(min(f.unit), ''), coalesce(min(f.fiscal_year), 0), min(d.field), 'open',"
        " (max(CASE WHEN coalesce(f.in_force, s.in_force) THEN 1 ELSE 0 END) = 1)"
        " FROM finding d JOIN source s ON s.sha256 = d.sha256"
        " LEFT JOIN form f ON f.sha256 = d.sha256 AND f.form_index = d.form_index GROUP BY d.sha256, d.id"
    )
    op.execute(
        "INSERT INTO tally SELECT fiscal_year, unit, kind, code, severity, state, count(*) FROM queue WHERE in_force"
        " GROUP BY fiscal_year, unit, kind, code, severity, state"
    )


def _append_only() -> None:
    """A decision is never changed but for being undone, and never deleted: whoever asks the auditor's question finds
    it.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION correction_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF TG_OP = 'UPDATE' AND OLD.undone_by IS NULL AND to_jsonb(OLD) - 'undone_by' = to_jsonb(NEW) - "
            "'undone_by'"
            " THEN RETURN NEW; END IF; RAISE EXCEPTION 'correction is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER correction_stays BEFORE UPDATE OR DELETE ON correction"
            " FOR EACH ROW EXECUTE FUNCTION correction_stays()"
        )
        return
    same = " AND ".join(f"OLD.{name} IS NEW.{name}" for name in _KEPT)
    op.execute(
        f"CREATE TRIGGER correction_stays BEFORE UPDATE ON correction WHEN NOT ({same} AND OLD.undone_by IS NULL)"
        " BEGIN SELECT RAISE(ABORT, 'correction is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER correction_kept BEFORE DELETE ON correction"
        " BEGIN SELECT RAISE(ABORT, 'correction is append-only'); END"
    )
