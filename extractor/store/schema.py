"""The tables of the contract, as SQLAlchemy Core; columns commented in Chinese.

Money and numbers are exact: NUMERIC on PostgreSQL, TEXT on SQLite (the views cast them beside it).
A change here needs a migration in `store/migrations/versions` and a new `HEAD`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

HEAD = "0005"
"""The newest migration; a database at this revision needs no upgrade."""

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


def _c(name: str, kind: Any, comment: str, *extra: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *extra, comment=comment, **options)


def _sha(**options: Any) -> sa.Column[Any]:
    return _c("sha256", sa.String(64), "文件内容的 SHA-256；没有内容的（管道、已消失的文件）以 path- 开头", **options)


def _form_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sha256", "form_index"], ["form.sha256", "form.form_index"], name=f"fk_{table}_form", ondelete="CASCADE"
    )


def _corrected() -> sa.Column[Any]:
    return _c("corrected", Json, "人工更正（JSON：栏目 → 改正后的原文和解读），没有更正的为空；原读数不动")


def _at() -> list[sa.Column[Any]]:
    return [_c("at", Json, "位置（JSON：页、表、行、列、文本行、工作表、单元格、坐标）")]


source = sa.Table(
    "source",
    metadata,
    _sha(primary_key=True),
    _c("name", Text, "文件名", nullable=False),
    _c("format", Text, "实际格式"),
    _c("size_bytes", sa.BigInteger, "字节数"),
    _c("pages", Integer, "页数"),
    _c("ocr_pages", Integer, "文字识别的页数", nullable=False),
    _c("schema_version", Text, "JSON 结构版本", nullable=False),
    _c("program_version", Text, "程序版本", nullable=False),
    _c("rules_version", Text, "规则版本", nullable=False),
    _c("with_ocr", Boolean, "读取时是否启用文字识别", nullable=False),
    _c("status", Text, "结果：ok 已读取、partial 部分读取、failed 未能读取", nullable=False),
    _c("failure_category", Text, "未能读取的类别"),
    _c("failure_cause", Text, "未能读取的原因"),
    _c("failure_remedy", Text, "处理办法"),
    _c("score", Integer, "质量得分 0-100；未能读取、未能审核、没有绩效表的为空"),
    _c("verdict", Text, "审核结论：通过、修改后通过、退回、未能审核、没有绩效表；文件未能读取的为空"),
    _c("errors", Integer, "错误数", nullable=False),
    _c("warnings", Integer, "警告数", nullable=False),
    _c("infos", Integer, "提示数", nullable=False),
    _c("superseded_by", sa.String(64), "被哪份重报文件取代（SHA-256），未被取代的为空", sa.ForeignKey("source.sha256")),
    _c(
        "in_force",
        Boolean,
        "有效：还在文件夹里，并且至少有一张表有效或一张表也没有",
        nullable=False,
        server_default=sa.true(),
    ),
    _c("document", sa.LargeBinary, "完整 JSON 文档（zlib 压缩的 UTF-8），人工更正写在 corrected 里", nullable=False),
    _c("facts", sa.LargeBinary, "核查时除文档外所看的内容（zlib 压缩的 JSON），改值后据此重新核查；旧版入库的为空"),
    _c("settled", Integer, "已计入的最后一条人工决定（correction.id）；入库后还没有计入过的为空"),
    _c("loaded_at", Moment, "入库时间（UTC，ISO 8601）", nullable=False),
    sa.Index("ix_source_status", "status"),
    comment="来源文件：每个内容一行，未能读取的也有一行",
)

source_name = sa.Table(
    "source_name",
    metadata,
    _sha(primary_key=True),
    _c("root", Text, "交给程序的文件夹名（单个文件则为其所在文件夹名）", primary_key=True),
    _c("path", Text, "在该文件夹下的路径，以 / 分隔", primary_key=True),
    _c("present", Boolean, "这个路径下现在仍是这份内容", nullable=False, server_default=sa.true()),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_source_name_source", ondelete="CASCADE"),
    sa.Index("ix_source_name_path", "root", "path"),
    comment="来源文件的名字：同一内容可以有几个名字",
)

form = sa.Table(
    "form",
    metadata,
    _sha(primary_key=True),
    _c("form_index", Integer, "表在文件中的次序，从 0 起", primary_key=True, autoincrement=False),
    _c("id", Text, "表编号", nullable=False, unique=True),
    _c("form_key", Text, "一份填报的键：单位、表类、项目、年度（监控期）相同的各版本、各格式相同；无法判断的为空"),
    _c("kind", Text, "表的种类", nullable=False),
    _c("title", Text, "表题"),
    _c("fiscal_year", Integer, "年度"),
    _c("regime_id", Text, "指标体系：2015-88 或 2021-101"),
    _c("regime_basis", Text, "判断指标体系的依据"),
    _c("layout", Text, "识别出的版式"),
    _c("filer", Text, "填报单位"),
    _c("department", Text, "部门（主管部门、预算部门）"),
    _c("implementer", Text, "实施单位"),
    _c("project_name", Text, "项目名称"),
    _c("project_code", Text, "项目编码"),
    _c("department_code", Text, "部门编码"),
    _c("unit", Text, "归并后的单位名称（见 unit_name）"),
    _c("currency_unit", Text, "金额单位：元、万元、亿元"),
    _c("budget_yuan", Exact, "预算金额（元）"),
    _c("duties", Text, "部门职责"),
    _c("annual_goal", Text, "年度绩效目标"),
    _c("period_goal", Text, "实施期绩效目标"),
    _c("achievement", Text, "实际完成情况"),
    _c("basis", Text, "立项依据"),
    _c("problems", Text, "存在问题"),
    _c("measures", Text, "改进措施"),
    _c("review_opinion", Text, "审核意见"),
    _c("period_raw", Text, "实施期（原文）"),
    _c("period_start", Text, "实施期开始"),
    _c("period_end", Text, "实施期结束"),
    _c("preparer", Text, "填表人"),
    _c("phone", Text, "联系电话"),
    _c("filing_date", Date, "填报日期（ISO）"),
    _c("responsible_person", Text, "单位负责人"),
    _c("sealed", Boolean, "是否盖章"),
    _c("finance_person", Text, "财务负责人"),
    _c("contact", Text, "联系人"),
    _c("months", Text, "监控的月份，如 01-07；不是监控表的为空"),
    _c("content_hash", Text, "所填内容的哈希：格式、版式不同而所填相同的表相同", nullable=False, server_default=""),
    _c("role", Text, "在同一份填报中：original 正本、copy 副本、old 旧版", nullable=False, server_default="original"),
    _c("copy_of", Text, "是哪张表的副本（表编号），不是副本的为空"),
    _c("coverage", Float, "有归属的文字占全表文字的比例 0-1"),
    _c("confidence", Float, "读取把握 0-1：最没有把握的一处"),
    _c("doubts", Json, "读取存疑之处（JSON）"),
    _c("superseded_by", Text, "被哪张重报的表取代（表编号），未被取代的为空"),
    _c(
        "in_force",
        Boolean,
        "有效：所在文件有效，并且是正本；各视图、导出、报告只数有效的表",
        nullable=False,
        server_default=sa.true(),
    ),
    *_at(),
    _corrected(),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_form_source", ondelete="CASCADE"),
    sa.Index("ix_form_year_unit", "fiscal_year", "unit"),
    sa.Index("ix_form_kind", "kind"),
    sa.Index("ix_form_form_key", "form_key"),
    sa.Index("ix_form_project_name", "project_name"),
    comment="绩效表：每张表一行",
)

amount = sa.Table(
    "amount",
    metadata,
    _sha(primary_key=True),
    _c("form_index", Integer, "表在文件中的次序", primary_key=True, autoincrement=False),
    _c("code", Text, "金额项目编码（total 资金总额 等）", primary_key=True),
    _c("raw", Text, "原文", nullable=False),
    _c("value", Exact, "数值（按原文单位）"),
    _c("unit", Text, "单位"),
    _c("yuan", Exact, "折合元"),
    *_at(),
    _corrected(),
    _form_key("amount"),
    comment="金额：每张表的每个金额项目一行",
)

execution = sa.Table(
    "execution",
    metadata,
    _sha(primary_key=True),
    _c("form_index", Integer, "表在文件中的次序", primary_key=True, autoincrement=False),
    _c("row", Integer, "行序，从 0 起", primary_key=True, autoincrement=False),
    _c("item", Text, "资金项目（原文）"),
    _c("initial", Exact, "年初预算数"),
    _c("adjusted", Exact, "全年预算数"),
    _c("executed", Exact, "全年执行数"),
    _c("rate", Text, "执行率（原文）"),
    _c("weight", Text, "分值（原文）"),
    _c("score", Text, "得分（原文）"),
    _corrected(),
    _form_key("execution"),
    comment="预算执行：自评表和监控表的资金行",
)

_LEVELS = (("level1", "一级指标"), ("level2", "二级指标"), ("level3", "三级指标"))
indicator = sa.Table(
    "indicator",
    metadata,
    _sha(primary_key=True),
    _c("form_index", Integer, "表在文件中的次序", primary_key=True, autoincrement=False),
    _c("row", Integer, "指标行序，从 0 起", primary_key=True, autoincrement=False),
    _c("scope", Text, "annual 年度、period 实施期", nullable=False),
    *(
        column
        for key, word in _LEVELS
        for column in (
            _c(f"{key}_raw", Text, f"{word}（原文）"),
            _c(key, Text, f"{word}（规范名称）"),
            _c(f"{key}_code", Text, f"{word}编码"),
            _c(f"{key}_score", Float, f"{word}匹配分 0-1"),
            _c(f"{key}_method", Text, f"{word}匹配方式"),
            _c(f"{key}_runner_up", Json, f"{word}次优匹配（JSON）"),
        )
    ),
    _c("target_raw", Text, "指标值（原文）", nullable=False),
    _c("target_kind", Text, "指标值类型", nullable=False),
    _c("target_operator", Text, "符号"),
    _c("target_value", Exact, "数值"),
    _c("target_low", Text, "下限（数或日期）"),
    _c("target_high", Text, "上限（数或日期）"),
    _c("target_unit", Text, "计量单位"),
    _c("target_date", Text, "日期"),
    _c("target_approximate", Boolean, "是否约数", nullable=False),
    _c("target_parts", Json, "分项（JSON）"),
    _c("standard", Text, "绩效标准"),
    _c("weight", Text, "分值（原文）"),
    _c("actual", Text, "实际完成值（原文）"),
    _c("achieved_score", Text, "得分（原文）"),
    _c("deviation_reason", Text, "偏差原因"),
    _c("note", Text, "备注"),
    _c("page", Integer, "页，从 1 起"),
    _c("table_number", Integer, "表格序，从 0 起"),
    _c("table_row", Integer, "行，从 0 起"),
    _c("table_col", Integer, "列，从 0 起"),
    _c("line", Integer, "文本行，从 1 起"),
    _c("sheet", Text, "工作表"),
    _c("cell", Text, "单元格"),
    *_at(),
    _corrected(),
    _form_key("indicator"),
    sa.Index("ix_indicator_level3", "level3"),
    sa.Index("ix_indicator_level3_code", "level3_code"),
    comment="绩效指标：每行指标一行",
)

unmapped = sa.Table(
    "unmapped",
    metadata,
    _sha(primary_key=True),
    _c("form_index", Integer, "表在文件中的次序", primary_key=True, autoincrement=False),
    _c("row", Integer, "次序，从 0 起", primary_key=True, autoincrement=False),
    _c("label", Text, "标签"),
    _c("text", Text, "内容", nullable=False),
    *_at(),
    _form_key("unmapped"),
    comment="未归入任何字段的内容：一处一行，不丢失",
)

finding = sa.Table(
    "finding",
    metadata,
    _sha(primary_key=True),
    _c("row", Integer, "次序，从 0 起", primary_key=True, autoincrement=False),
    _c("id", Text, "问题编号", nullable=False),
    _c("form_index", Integer, "所在表的次序，整份文件的问题为空"),
    _c("rule", Text, "规则", nullable=False),
    _c("code", Text, "问题代码", nullable=False),
    _c("severity", Text, "级别：error、warning、info", nullable=False),
    _c("confidence", Float, "读取把握 0-1"),
    _c("message", Text, "说明", nullable=False),
    _c("field", Text, "位置指针（JSON Pointer）"),
    _c("observed", Text, "原填"),
    _c("expected", Text, "应为"),
    _c("spans", Json, "标记区间（JSON）"),
    _c("basis", Text, "依据"),
    _c("verified", Boolean, "依据是否已核对原文", nullable=False),
    _c("related", Json, "关联各方（JSON）"),
    _c("subject", Json, "所指对象（JSON）"),
    *_at(),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_finding_source", ondelete="CASCADE"),
    _form_key("finding"),
    sa.Index("ix_finding_code", "code", "severity"),
    sa.Index("ix_finding_id", "id"),
    comment="质量问题：一个问题一行",
)

rule_outcome = sa.Table(
    "rule_outcome",
    metadata,
    _sha(primary_key=True),
    _c("row", Integer, "次序，从 0 起", primary_key=True, autoincrement=False),
    _c("rule", Text, "规则", nullable=False),
    _c("code", Text, "问题代码", nullable=False),
    _c("form_index", Integer, "表的次序，整份文件的为空"),
    _c(
        "outcome",
        Text,
        "结果：fired 发现问题、passed 通过、cannot-tell 无法判断、not-applicable 不适用",
        nullable=False,
    ),
    _c("why", Text, "理由"),
    _c("inputs", Integer, "查看了多少处；没有查看的不算通过"),
    _c("figures", Json, "所用数据（JSON）"),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_rule_outcome_source", ondelete="CASCADE"),
    comment="规则执行记录",
)

run = sa.Table(
    "run",
    metadata,
    _c("id", Integer, "序号", primary_key=True),
    _c("started_at", Moment, "开始时间（UTC）", nullable=False),
    _c("finished_at", Moment, "结束时间（UTC），中断的为空"),
    _c("program_version", Text, "程序版本", nullable=False),
    _c("rules_version", Text, "规则版本", nullable=False),
    _c("workers", Integer, "进程数", nullable=False),
    _c("found", Integer, "找到的来源数", nullable=False),
    _c("skipped", Integer, "已入库而跳过的来源数", nullable=False),
    _c("done", Integer, "本次读取的来源数"),
    _c("failed", Integer, "其中未能读取的来源数"),
    comment="运行记录",
)

correction = sa.Table(
    "correction",
    metadata,
    _c("id", Integer, "序号", primary_key=True),
    _c("made_at", Moment, "时间（UTC）", nullable=False),
    _c("who", Text, "改的人"),
    _sha(nullable=False),
    _c("form_key", Text, "一份填报的键；整份文件的为空"),
    _c("pointer", Text, "位置指针（JSON Pointer）", nullable=False),
    _c("old", Text, "改前（原文，JSON）"),
    _c("new", Text, "改后（JSON）"),
    _c(
        "action",
        Text,
        "做了什么：value 改值、confirm 属实、waive 豁免、unreadable 无法辨认、original 定为正本、undo 撤销",
        nullable=False,
    ),
    _c("reason", Text, "理由"),
    _c("rule", Text, "所针对的规则"),
    _c("program_version", Text, "当时的程序版本"),
    _c("undone_by", Integer, "被哪一条撤销", sa.ForeignKey("correction.id", name="fk_correction_undone_by")),
    _c("finding", Text, "所针对的问题编号；抽查的格以 sample- 开头"),
    _c("subject", Text, "所指的行（三级指标名），重报后据此找到同一行"),
    _c("batch", Integer, "同一次批量处理的第一条；单独作出的为空"),
    _c("rules_version", Text, "当时的规则版本"),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_correction_source"),
    sa.Index("ix_correction_sha256", "sha256"),
    sa.Index("ix_correction_form_key", "form_key"),
    comment="人工更正和决定：只增不改，撤销也是一条",
)

unit_name = sa.Table(
    "unit_name",
    metadata,
    _c("name", Text, "表上印的单位名称", primary_key=True),
    _c("code", Text, "同时印的部门编码，没有的为空串", primary_key=True),
    _c("unit", Text, "归并后的单位名称", nullable=False),
    _c(
        "basis",
        Text,
        "归并依据：same 同名、folded 去掉编码和空白后同名、code 编码相同且名称相容、book 单位名录",
        nullable=False,
    ),
    _c("proposal", Text, "疑似同一单位的名称，待人工在单位名录中确认"),
    comment="单位名称与归并",
)

queue = sa.Table(
    "queue",
    metadata,
    _sha(primary_key=True),
    _c("finding", Text, "问题编号；抽查的格以 sample- 开头", primary_key=True),
    _c("position", Integer, "在文件各问题中的次序", nullable=False),
    _c("form_index", Integer, "表在文件中的次序，整份文件的为空"),
    _c("rule", Text, "规则", nullable=False),
    _c("code", Text, "问题代码；抽查的格为 sample", nullable=False),
    _c("severity", Text, "级别：error、warning、info", nullable=False),
    _c("kind", Text, "表的种类", nullable=False, server_default=""),
    _c("unit", Text, "归并后的单位名称", nullable=False, server_default=""),
    _c("fiscal_year", Integer, "年度，看不出的为 0", nullable=False, server_default="0"),
    _c("field", Text, "位置指针（JSON Pointer）"),
    _c(
        "state",
        Text,
        "状态：open 待核、confirmed 属实、waived 豁免、asked 请单位说明、corrected 已改正",
        nullable=False,
        server_default="open",
    ),
    _c("correction", Integer, "使它成为这个状态的人工决定"),
    _c("in_force", Boolean, "所在的表有效", nullable=False, server_default=sa.true()),
    _c("told", Json, "问题本身（JSON）：改正以后文档里不再有的，和抽查的格"),
    sa.ForeignKeyConstraint(["sha256"], ["source.sha256"], name="fk_queue_source", ondelete="CASCADE"),
    sa.Index("ix_queue_order", "in_force", "state", "unit", "sha256", "position", "severity", "code", "kind"),
    sa.Index("ix_queue_code", "in_force", "code", "state", "unit", "sha256", "position"),
    comment="核对的队列：每个问题一行，带着它的状态",
)

tally = sa.Table(
    "tally",
    metadata,
    _c("fiscal_year", Integer, "年度，看不出的为 0", primary_key=True, autoincrement=False),
    _c("unit", Text, "单位", primary_key=True),
    _c("kind", Text, "表的种类", primary_key=True),
    _c("code", Text, "问题代码", primary_key=True),
    _c("severity", Text, "级别", primary_key=True),
    _c("state", Text, "状态", primary_key=True),
    _c("findings", Integer, "问题数", nullable=False),
    comment="队列的计数：有效的问题按年度、单位、表类、代码、级别、状态",
)

VIEWS = ("v_indicator", "v_finding", "v_department_year", "v_amount", "v_execution")
