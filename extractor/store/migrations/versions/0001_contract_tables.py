"""Version 1: the tables of the contract.

Frozen: a later change is a further file, never an edit here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("started_at", sa.Text(), nullable=False, comment="开始时间（UTC）"),
        sa.Column("finished_at", sa.Text(), nullable=True, comment="结束时间（UTC），中断的为空"),
        sa.Column("program_version", sa.Text(), nullable=False, comment="程序版本"),
        sa.Column("rules_version", sa.Text(), nullable=False, comment="规则版本"),
        sa.Column("workers", sa.Integer(), nullable=False, comment="进程数"),
        sa.Column("found", sa.Integer(), nullable=False, comment="找到的来源数"),
        sa.Column("skipped", sa.Integer(), nullable=False, comment="已入库而跳过的来源数"),
        sa.Column("done", sa.Integer(), nullable=True, comment="本次读取的来源数"),
        sa.Column("failed", sa.Integer(), nullable=True, comment="其中未能读取的来源数"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        comment="运行记录",
    )
    op.create_table(
        "source",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="文件名"),
        sa.Column("format", sa.Text(), nullable=True, comment="实际格式"),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True, comment="字节数"),
        sa.Column("pages", sa.Integer(), nullable=True, comment="页数"),
        sa.Column("ocr_pages", sa.Integer(), nullable=False, comment="文字识别的页数"),
        sa.Column("schema_version", sa.Text(), nullable=False, comment="JSON 结构版本"),
        sa.Column("program_version", sa.Text(), nullable=False, comment="程序版本"),
        sa.Column("rules_version", sa.Text(), nullable=False, comment="规则版本"),
        sa.Column("with_ocr", sa.Boolean(), nullable=False, comment="读取时是否启用文字识别"),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="结果：ok 已读取、partial 部分读取、failed 未能读取"
        ),
        sa.Column("failure_category", sa.Text(), nullable=True, comment="未能读取的类别"),
        sa.Column("failure_cause", sa.Text(), nullable=True, comment="未能读取的原因"),
        sa.Column("failure_remedy", sa.Text(), nullable=True, comment="处理办法"),
        sa.Column("score", sa.Integer(), nullable=True, comment="质量得分 0-100，未能读取的为空"),
        sa.Column("verdict", sa.Text(), nullable=True, comment="审核结论"),
        sa.Column("errors", sa.Integer(), nullable=False, comment="错误数"),
        sa.Column("warnings", sa.Integer(), nullable=False, comment="警告数"),
        sa.Column("infos", sa.Integer(), nullable=False, comment="提示数"),
        sa.Column(
            "superseded_by",
            sa.String(length=64),
            nullable=True,
            comment="被哪份重报文件取代（SHA-256），未被取代的为空",
        ),
        sa.Column(
            "document", sa.LargeBinary(), nullable=False, comment="完整 JSON 文档（zlib 压缩的 UTF-8）"
        ),
        sa.Column("loaded_at", sa.Text(), nullable=False, comment="入库时间（UTC，ISO 8601）"),
        sa.ForeignKeyConstraint(["superseded_by"], ["source.sha256"], name=op.f("fk_source_superseded_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_source")),
        comment="来源文件：每个内容一行，未能读取的也有一行",
    )
    op.create_index("ix_source_status", "source", ["status"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("field", sa.Text(), nullable=False, comment="位置指针（JSON Pointer）"),
        sa.Column("before", sa.Text(), nullable=True, comment="改前（JSON）"),
        sa.Column("after", sa.Text(), nullable=True, comment="改后（JSON）"),
        sa.Column("reason", sa.Text(), nullable=True, comment="理由"),
        sa.Column("who", sa.Text(), nullable=True, comment="改的人"),
        sa.Column("made_at", sa.Text(), nullable=False, comment="时间（UTC）"),
        sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_correction_source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        comment="人工更正",
    )
    op.create_index("ix_correction_sha256", "correction", ["sha256"], unique=False)
    op.create_table(
        "form",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "form_index",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="表在文件中的次序，从 0 起",
        ),
        sa.Column("id", sa.Text(), nullable=False, comment="表编号"),
        sa.Column("kind", sa.Text(), nullable=False, comment="表的种类"),
        sa.Column("title", sa.Text(), nullable=True, comment="表题"),
        sa.Column("fiscal_year", sa.Integer(), nullable=True, comment="年度"),
        sa.Column("regime_id", sa.Text(), nullable=True, comment="指标体系：2015-88 或 2021-101"),
        sa.Column("regime_basis", sa.Text(), nullable=True, comment="判断指标体系的依据"),
        sa.Column("filer", sa.Text(), nullable=True, comment="填报单位"),
        sa.Column("department", sa.Text(), nullable=True, comment="部门（主管部门、预算部门）"),
        sa.Column("implementer", sa.Text(), nullable=True, comment="实施单位"),
        sa.Column("project_name", sa.Text(), nullable=True, comment="项目名称"),
        sa.Column("project_code", sa.Text(), nullable=True, comment="项目编码"),
        sa.Column("department_code", sa.Text(), nullable=True, comment="部门编码"),
        sa.Column("currency_unit", sa.Text(), nullable=True, comment="金额单位：元、万元、亿元"),
        sa.Column("budget_yuan", EXACT, nullable=True, comment="预算金额（元）"),
        sa.Column("duties", sa.Text(), nullable=True, comment="部门职责"),
        sa.Column("annual_goal", sa.Text(), nullable=True, comment="年度绩效目标"),
        sa.Column("period_goal", sa.Text(), nullable=True, comment="实施期绩效目标"),
        sa.Column("achievement", sa.Text(), nullable=True, comment="实际完成情况"),
        sa.Column("basis", sa.Text(), nullable=True, comment="立项依据"),
        sa.Column("problems", sa.Text(), nullable=True, comment="存在问题"),
        sa.Column("measures", sa.Text(), nullable=True, comment="改进措施"),
        sa.Column("review_opinion", sa.Text(), nullable=True, comment="审核意见"),
        sa.Column("period_raw", sa.Text(), nullable=True, comment="实施期（原文）"),
        sa.Column("period_start", sa.Text(), nullable=True, comment="实施期开始"),
        sa.Column("period_end", sa.Text(), nullable=True, comment="实施期结束"),
        sa.Column("preparer", sa.Text(), nullable=True, comment="填表人"),
        sa.Column("phone", sa.Text(), nullable=True, comment="联系电话"),
        sa.Column("filing_date", sa.Text(), nullable=True, comment="填报日期（ISO）"),
        sa.Column("responsible_person", sa.Text(), nullable=True, comment="单位负责人"),
        sa.Column("sealed", sa.Boolean(), nullable=True, comment="是否盖章"),
        sa.Column("finance_person", sa.Text(), nullable=True, comment="财务负责人"),
        sa.Column("contact", sa.Text(), nullable=True, comment="联系人"),
        sa.Column(
            "superseded_by", sa.Text(), nullable=True, comment="被哪张重报的表取代（表编号），未被取代的为空"
        ),
        sa.Column(
            "at",
            sa.Text(),
            nullable=True,
            comment="位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_form_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sha256", "form_index", name=op.f("pk_form")),
        sa.UniqueConstraint("id", name=op.f("uq_form_id")),
        comment="绩效表：每张表一行",
    )
    op.create_index("ix_form_kind", "form", ["kind"], unique=False)
    op.create_index("ix_form_project_name", "form", ["project_name"], unique=False)
    op.create_index("ix_form_fiscal_year", "form", ["fiscal_year"], unique=False)
    op.create_table(
        "rule_outcome",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="次序，从 0 起"),
        sa.Column("rule", sa.Text(), nullable=False, comment="规则"),
        sa.Column("code", sa.Text(), nullable=False, comment="问题代码"),
        sa.Column("form_index", sa.Integer(), nullable=True, comment="表的次序，整份文件的为空"),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="结果：fired 发现问题、passed 通过、cannot-tell 无法判断",
        ),
        sa.Column("why", sa.Text(), nullable=True, comment="理由"),
        sa.Column("inputs", sa.Text(), nullable=True, comment="所用数据（JSON）"),
        sa.ForeignKeyConstraint(
            ["sha256"], ["source.sha256"], name="fk_rule_outcome_source", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sha256", "row", name=op.f("pk_rule_outcome")),
        comment="规则执行记录",
    )
    op.create_table(
        "source_name",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "root", sa.Text(), nullable=False, comment="交给程序的文件夹名（单个文件则为其所在文件夹名）"
        ),
        sa.Column("path", sa.Text(), nullable=False, comment="在该文件夹下的路径，以 / 分隔"),
        sa.ForeignKeyConstraint(
            ["sha256"], ["source.sha256"], name="fk_source_name_source", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sha256", "root", "path", name=op.f("pk_source_name")),
        comment="来源文件的名字：同一内容可以有几个名字",
    )
    op.create_index("ix_source_name_path", "source_name", ["root", "path"], unique=False)
    op.create_table(
        "amount",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "form_index", sa.Integer(), autoincrement=False, nullable=False, comment="表在文件中的次序"
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="金额项目编码（total 资金总额 等）"),
        sa.Column("raw", sa.Text(), nullable=False, comment="原文"),
        sa.Column("value", EXACT, nullable=True, comment="数值（按原文单位）"),
        sa.Column("unit", sa.Text(), nullable=True, comment="单位"),
        sa.Column("yuan", EXACT, nullable=True, comment="折合元"),
        sa.Column(
            "at",
            sa.Text(),
            nullable=True,
            comment="位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）",
        ),
        sa.ForeignKeyConstraint(
            ["sha256", "form_index"],
            ["form.sha256", "form.form_index"],
            name="fk_amount_form",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", "form_index", "code", name=op.f("pk_amount")),
        comment="金额：每张表的每个金额项目一行",
    )
    op.create_table(
        "execution",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "form_index", sa.Integer(), autoincrement=False, nullable=False, comment="表在文件中的次序"
        ),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="行序，从 0 起"),
        sa.Column("item", sa.Text(), nullable=True, comment="资金项目（原文）"),
        sa.Column("initial", EXACT, nullable=True, comment="年初预算数"),
        sa.Column("adjusted", EXACT, nullable=True, comment="全年预算数"),
        sa.Column("executed", EXACT, nullable=True, comment="全年执行数"),
        sa.Column("rate", sa.Text(), nullable=True, comment="执行率（原文）"),
        sa.Column("weight", sa.Text(), nullable=True, comment="分值（原文）"),
        sa.Column("score", sa.Text(), nullable=True, comment="得分（原文）"),
        sa.ForeignKeyConstraint(
            ["sha256", "form_index"],
            ["form.sha256", "form.form_index"],
            name="fk_execution_form",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", "form_index", "row", name=op.f("pk_execution")),
        comment="预算执行：自评表和监控表的资金行",
    )
    op.create_table(
        "finding",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="次序，从 0 起"),
        sa.Column("id", sa.Text(), nullable=False, comment="问题编号"),
        sa.Column("form_index", sa.Integer(), nullable=True, comment="所在表的次序，整份文件的问题为空"),
        sa.Column("rule", sa.Text(), nullable=False, comment="规则"),
        sa.Column("code", sa.Text(), nullable=False, comment="问题代码"),
        sa.Column("severity", sa.Text(), nullable=False, comment="级别：error、warning、info"),
        sa.Column("confidence", sa.Float(), nullable=True, comment="读取把握 0-1"),
        sa.Column("message", sa.Text(), nullable=False, comment="说明"),
        sa.Column("field", sa.Text(), nullable=True, comment="位置指针（JSON Pointer）"),
        sa.Column("observed", sa.Text(), nullable=True, comment="原填"),
        sa.Column("expected", sa.Text(), nullable=True, comment="应为"),
        sa.Column("spans", sa.Text(), nullable=True, comment="标记区间（JSON）"),
        sa.Column("basis", sa.Text(), nullable=True, comment="依据"),
        sa.Column("verified", sa.Boolean(), nullable=False, comment="依据是否已核对原文"),
        sa.Column("related", sa.Text(), nullable=True, comment="关联各方（JSON）"),
        sa.Column("subject", sa.Text(), nullable=True, comment="所指对象（JSON）"),
        sa.Column(
            "at",
            sa.Text(),
            nullable=True,
            comment="位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）",
        ),
        sa.ForeignKeyConstraint(
            ["sha256", "form_index"],
            ["form.sha256", "form.form_index"],
            name="fk_finding_form",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_finding_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sha256", "row", name=op.f("pk_finding")),
        comment="质量问题：一个问题一行",
    )
    op.create_index("ix_finding_code", "finding", ["code", "severity"], unique=False)
    op.create_index("ix_finding_id", "finding", ["id"], unique=False)
    op.create_table(
        "indicator",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "form_index", sa.Integer(), autoincrement=False, nullable=False, comment="表在文件中的次序"
        ),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="指标行序，从 0 起"),
        sa.Column("scope", sa.Text(), nullable=False, comment="annual 年度、period 实施期"),
        sa.Column("level1_raw", sa.Text(), nullable=True, comment="一级指标（原文）"),
        sa.Column("level1", sa.Text(), nullable=True, comment="一级指标（规范名称）"),
        sa.Column("level1_code", sa.Text(), nullable=True, comment="一级指标编码"),
        sa.Column("level1_score", sa.Float(), nullable=True, comment="一级指标匹配分 0-1"),
        sa.Column("level1_method", sa.Text(), nullable=True, comment="一级指标匹配方式"),
        sa.Column("level1_runner_up", sa.Text(), nullable=True, comment="一级指标次优匹配（JSON）"),
        sa.Column("level2_raw", sa.Text(), nullable=True, comment="二级指标（原文）"),
        sa.Column("level2", sa.Text(), nullable=True, comment="二级指标（规范名称）"),
        sa.Column("level2_code", sa.Text(), nullable=True, comment="二级指标编码"),
        sa.Column("level2_score", sa.Float(), nullable=True, comment="二级指标匹配分 0-1"),
        sa.Column("level2_method", sa.Text(), nullable=True, comment="二级指标匹配方式"),
        sa.Column("level2_runner_up", sa.Text(), nullable=True, comment="二级指标次优匹配（JSON）"),
        sa.Column("level3_raw", sa.Text(), nullable=True, comment="三级指标（原文）"),
        sa.Column("level3", sa.Text(), nullable=True, comment="三级指标（规范名称）"),
        sa.Column("level3_code", sa.Text(), nullable=True, comment="三级指标编码"),
        sa.Column("level3_score", sa.Float(), nullable=True, comment="三级指标匹配分 0-1"),
        sa.Column("level3_method", sa.Text(), nullable=True, comment="三级指标匹配方式"),
        sa.Column("level3_runner_up", sa.Text(), nullable=True, comment="三级指标次优匹配（JSON）"),
        sa.Column("target_raw", sa.Text(), nullable=False, comment="指标值（原文）"),
        sa.Column("target_kind", sa.Text(), nullable=False, comment="指标值类型"),
        sa.Column("target_operator", sa.Text(), nullable=True, comment="符号"),
        sa.Column("target_value", EXACT, nullable=True, comment="数值"),
        sa.Column("target_low", sa.Text(), nullable=True, comment="下限（数或日期）"),
        sa.Column("target_high", sa.Text(), nullable=True, comment="上限（数或日期）"),
        sa.Column("target_unit", sa.Text(), nullable=True, comment="计量单位"),
        sa.Column("target_date", sa.Text(), nullable=True, comment="日期"),
        sa.Column("target_approximate", sa.Boolean(), nullable=False, comment="是否约数"),
        sa.Column("target_parts", sa.Text(), nullable=True, comment="分项（JSON）"),
        sa.Column("standard", sa.Text(), nullable=True, comment="绩效标准"),
        sa.Column("weight", sa.Text(), nullable=True, comment="分值（原文）"),
        sa.Column("actual", sa.Text(), nullable=True, comment="实际完成值（原文）"),
        sa.Column("achieved_score", sa.Text(), nullable=True, comment="得分（原文）"),
        sa.Column("deviation_reason", sa.Text(), nullable=True, comment="偏差原因"),
        sa.Column("note", sa.Text(), nullable=True, comment="备注"),
        sa.Column("page", sa.Integer(), nullable=True, comment="页，从 1 起"),
        sa.Column("table_number", sa.Integer(), nullable=True, comment="表格序，从 0 起"),
        sa.Column("table_row", sa.Integer(), nullable=True, comment="行，从 0 起"),
        sa.Column("table_col", sa.Integer(), nullable=True, comment="列，从 0 起"),
        sa.Column("line", sa.Integer(), nullable=True, comment="文本行，从 1 起"),
        sa.Column("sheet", sa.Text(), nullable=True, comment="工作表"),
        sa.Column("cell", sa.Text(), nullable=True, comment="单元格"),
        sa.Column(
            "at",
            sa.Text(),
            nullable=True,
            comment="位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）",
        ),
        sa.ForeignKeyConstraint(
            ["sha256", "form_index"],
            ["form.sha256", "form.form_index"],
            name="fk_indicator_form",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", "form_index", "row", name=op.f("pk_indicator")),
        comment="绩效指标：每行指标一行",
    )
    op.create_index("ix_indicator_level3", "indicator", ["level3"], unique=False)
    op.create_index("ix_indicator_level3_code", "indicator", ["level3_code"], unique=False)
    op.create_table(
        "unmapped",
        sa.Column(
            "sha256",
            sa.String(length=64),
            nullable=False,
            comment="文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头",
        ),
        sa.Column(
            "form_index", sa.Integer(), autoincrement=False, nullable=False, comment="表在文件中的次序"
        ),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="次序，从 0 起"),
        sa.Column("label", sa.Text(), nullable=True, comment="标签"),
        sa.Column("text", sa.Text(), nullable=False, comment="内容"),
        sa.Column(
            "at",
            sa.Text(),
            nullable=True,
            comment="位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）",
        ),
        sa.ForeignKeyConstraint(
            ["sha256", "form_index"],
            ["form.sha256", "form.form_index"],
            name="fk_unmapped_form",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", "form_index", "row", name=op.f("pk_unmapped")),
        comment="未归入任何字段的内容：一处一行，不丢失",
    )
