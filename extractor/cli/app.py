"""The command line: options → one call → exit code. No logic, and nothing heavy is imported here."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
import typer.core

from extractor.cli.console import guarded, in_chinese


class Group(typer.core.TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


class Command(typer.core.TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


app = typer.Typer(
    cls=Group,
    name="jixiao",
    help="读取预算绩效目标表、自评表、监控表，输出结构化数据和数据质量报告。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(cls=Group, help="规则库：列出、解释、校验、建议。", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class ExtractFormat(StrEnum):
    """What `extract` writes."""

    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"


class CheckFormat(StrEnum):
    """What `check` writes."""

    text = "text"
    json = "json"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"
    marked = "marked"


class ExportFormat(StrEnum):
    """What `export` writes."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"


class Stage(StrEnum):
    """What `extract --dump-stage` shows of the way: the document, its blocks, the account of its forms."""

    document = "document"
    blocks = "blocks"
    forms = "forms"


class FailOn(StrEnum):
    """From which severity on `check` ends with exit code 4."""

    error = "error"
    warning = "warning"


class Files(StrEnum):
    """How the machines of a cluster come by the files: sent to them, or at the same path on each."""

    ship = "ship"
    shared = "shared"


class Office(StrEnum):
    """Who reads Word, WPS and ODF files: this program, LibreOffice, or both and compared."""

    own = "own"
    libreoffice = "libreoffice"
    both = "both"


class MatchKind(StrEnum):
    """Kinds of names that `match` looks up."""

    field = "field"
    level1 = "level1"
    level2 = "level2"
    level3 = "level3"


class LineFormat(StrEnum):
    """How a command says what it did."""

    text = "text"
    json = "json"


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="文件、文件夹、压缩包，- 为标准输入", show_default=False)
]
RulesDir = Annotated[str | None, typer.Option("--rules", metavar="DIR", help="本单位的规则目录，逐个文件覆盖自带规则")]
NoOcr = Annotated[bool, typer.Option("--no-ocr", help="不识别图片和扫描页")]
OfficeChoice = Annotated[
    Office, typer.Option("--office", help="谁来读 .doc、.wps：own 本程序，libreoffice，both 两者对照")
]
Redact = Annotated[bool, typer.Option("--redact", help="遮盖人名和电话")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度条")]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N", min=1, max=256, help="同时读取的进程数")]
Db = Annotated[str, typer.Option("--db", metavar="URL", help="数据库地址，如 sqlite:///year.db")]


def _finish(run: str, **options: object) -> None:
    raise typer.Exit(guarded(run, options))


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"jixiao {__version__}")
        raise typer.Exit()


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")] = False,
) -> None:
    """读取预算绩效目标表、自评表、监控表，输出结构化数据和数据质量报告。"""


@app.command(cls=Command)
def extract(
    paths: Paths,
    out: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="输出文件；已有文件夹、以 / 结尾或多个来源时为文件夹"),
    ] = None,
    format: Annotated[ExtractFormat, typer.Option("--format", help="csv、xlsx 为指标平表")] = ExtractFormat.json,
    rules: RulesDir = None,
    no_ocr: NoOcr = False,
    office: OfficeChoice = Office.own,
    redact: Redact = False,
    dump_stage: Annotated[Stage | None, typer.Option("--dump-stage", help="输出中间结果")] = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """读取填报文件，每个来源输出一份 JSON。"""
    _finish(
        "extractor.cli.run:extract",
        paths=paths,
        out=out,
        format=format.value,
        rules=rules,
        ocr=not no_ocr,
        office=office.value,
        redact=redact,
        dump_stage=dump_stage.value if dump_stage else None,
        workers=workers,
        quiet=quiet,
    )


@app.command(cls=Command)
def check(
    paths: Paths,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="报告写入文件；文件夹或以 / 结尾时每个单位一份（marked：每个文件一份）",
        ),
    ] = None,
    format: Annotated[
        CheckFormat,
        typer.Option("--format", help="报告格式；marked：填报文件的副本，问题批注在各自的单元格上，须用 -o 指定文件夹"),
    ] = CheckFormat.text,
    explain: Annotated[bool, typer.Option("--explain", help="列出每条规则：触发、通过、无法判断")] = False,
    waivers: Annotated[str | None, typer.Option("--waivers", metavar="FILE", help="已认可问题的清单")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="OLD.json", help="与上次的 JSON 报告比较")] = None,
    everything: Annotated[bool, typer.Option("--all", help="多份文件时在屏幕上逐条列出，不只最差的十份")] = False,
    by_unit: Annotated[bool, typer.Option("--by-unit", help="xlsx：另给每个单位一张工作表")] = False,
    fail_on: Annotated[FailOn | None, typer.Option("--fail-on", help="有此级别及以上的问题时退出码为 4")] = None,
    show_reading: Annotated[
        bool, typer.Option("--show-reading", help="html 报告里附上各表是怎样读懂的（按读法着色）")
    ] = False,
    rules: RulesDir = None,
    no_ocr: NoOcr = False,
    office: OfficeChoice = Office.own,
    redact: Redact = False,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """数据质量报告：最严重的在前，写明位置和应改成什么。"""
    _finish(
        "extractor.cli.run:check",
        paths=paths,
        out=out,
        format=format.value,
        rules=rules,
        ocr=not no_ocr,
        office=office.value,
        redact=redact,
        explain=explain,
        waivers=waivers,
        against=against,
        fail_on=fail_on.value if fail_on else None,
        show_reading=show_reading,
        everything=everything,
        by_unit=by_unit,
        workers=workers,
        quiet=quiet,
    )


@app.command(cls=Command)
def ingest(
    paths: Paths,
    db: Db,
    workers: Workers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示计划，不读取也不写库")] = False,
    departments: Annotated[
        str | None, typer.Option("--departments", metavar="FILE", help="单位名录（departments.yaml）")
    ] = None,
    rules: RulesDir = None,
    no_ocr: NoOcr = False,
    office: OfficeChoice = Office.own,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="以前未能读取的再读一次")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="文件夹里已经没有的文件不再有效")] = False,
    format: Annotated[
        LineFormat, typer.Option("--format", help="json：每个来源一行，最后一行为汇总")
    ] = LineFormat.text,
    quiet: Quiet = False,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="i/n", help="只读 n 份中的第 i 份（按内容分，各机器互不重复）")
    ] = None,
    claim: Annotated[bool, typer.Option("--claim", help="与别的机器分工读同一批文件（要 PostgreSQL）")] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="用 Ray 集群读取，如 10.0.0.5:6379；local 在本机起一个"),
    ] = None,
    cluster_insecure: Annotated[
        bool, typer.Option("--cluster-insecure", help="集群没有口令也用（网络须完全可信）")
    ] = False,
    files: Annotated[
        Files, typer.Option("--files", help="集群怎样得到文件：ship 传送内容，shared 各机器同一路径上都有")
    ] = Files.ship,
) -> None:
    """批量读取并写入数据库；中断后再次运行即可继续。"""
    _finish(
        "extractor.batch.ingest:command",
        paths=paths,
        db=db,
        workers=workers,
        dry_run=dry_run,
        departments=departments,
        rules=rules,
        ocr=not no_ocr,
        office=office.value,
        retry_failed=retry_failed,
        prune=prune,
        format=format.value,
        quiet=quiet,
        shard=shard,
        claim=claim,
        cluster=cluster,
        cluster_insecure=cluster_insecure,
        files=files.value,
    )


@app.command(cls=Command)
def forget(
    path: Annotated[str, typer.Argument(metavar="PATH", help="入库时的路径（文件或文件夹）")],
    db: Db,
    rules: RulesDir = None,
) -> None:
    """一个来源不再有效：文件已撤回、删除或送错。"""
    _finish("extractor.store.forget:command", path=path, db=db, rules=rules)


@app.command(cls=Command)
def report(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="报告文件夹")],
    year: Annotated[int | None, typer.Option("--year", metavar="Y", help="年度，默认为库中最近一年")] = None,
    against: Annotated[int | None, typer.Option("--against", metavar="Y", help="对比年度")] = None,
    departments: Annotated[
        str | None, typer.Option("--departments", metavar="FILE", help="单位名录（departments.yaml），据此查漏报")
    ] = None,
    rules: RulesDir = None,
) -> None:
    """全年审核报告：html、xlsx、docx，以及给各部门的函。"""
    _finish(
        "extractor.cli.commands:report",
        db=db,
        out=out,
        year=year,
        against=against,
        departments=departments,
        rules=rules,
    )


@app.command(cls=Command)
def export(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="输出文件夹")],
    format: Annotated[ExportFormat, typer.Option("--format", help="文件格式")] = ExportFormat.csv,
    everything: Annotated[bool, typer.Option("--all", help="连同不再有效的：旧版、副本、已撤回的")] = False,
) -> None:
    """把数据库导出为数据文件，附数据字典。"""
    _finish("extractor.store.export:command", db=db, out=out, format=format.value, everything=everything)


Folder = Annotated[
    str | None, typer.Argument(metavar="FOLDER", help="打开时就收这个文件夹里的填报文件", show_default=False)
]
Share = Annotated[
    str | None, typer.Option("--sample", metavar="P%", help="随机抽查没有问题的格子，如 2%；估计读错而没有提示的比率")
]
Host = Annotated[str, typer.Option("--host", help="监听的地址；默认只有本机能打开")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为自选")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只打印地址")]
User = Annotated[str | None, typer.Option("--user", metavar="NAME", help="谁在审核，记入每条更正；默认为登录名")]
Departments = Annotated[
    str | None, typer.Option("--departments", metavar="FILE", help="单位名录（departments.yaml），据此查漏报")
]


@app.command(cls=Command)
def desk(
    folder: Folder = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="数据库地址；默认为用户数据文件夹里自带的库")
    ] = None,
    sample: Share = None,
    host: Host = "127.0.0.1",
    port: Port = 0,
    no_browser: NoBrowser = False,
    user: User = None,
    departments: Departments = None,
    rules: RulesDir = None,
    no_ocr: NoOcr = False,
    shortcut: Annotated[bool, typer.Option("--shortcut", help="写一个双击即可打开工作台的快捷方式")] = False,
) -> None:
    """工作台：在本机网页上收件、总览、核对、教、发出。"""
    _finish(
        "extractor.desk.command:command",
        folder=folder,
        db=db,
        sample=sample,
        host=host,
        port=port,
        browser=not no_browser,
        user=user,
        departments=departments,
        rules=rules,
        ocr=not no_ocr,
        shortcut=shortcut,
    )


@app.command(cls=Command)
def review(
    db: Db,
    folder: Folder = None,
    sample: Share = None,
    host: Host = "127.0.0.1",
    port: Port = 0,
    no_browser: NoBrowser = False,
    user: User = None,
    departments: Departments = None,
    rules: RulesDir = None,
) -> None:
    """工作台，打开就是核对：待核对的问题逐条看。"""
    _finish(
        "extractor.desk.command:command",
        folder=folder,
        db=db,
        sample=sample,
        host=host,
        port=port,
        browser=not no_browser,
        user=user,
        departments=departments,
        rules=rules,
        start="/queue",
    )


@rules_app.command("list", cls=Command)
def rules_list(
    rules: RulesDir = None, format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text
) -> None:
    """列出全部规则。"""
    _finish("extractor.cli.commands:rules_list", rules=rules, format=format.value)


@rules_app.command("show", cls=Command)
def rules_show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="问题代码，或 score")], rules: RulesDir = None
) -> None:
    """解释一个问题代码，或评分办法（score）。"""
    _finish("extractor.cli.commands:rules_show", code=code, rules=rules)


@rules_app.command("check", cls=Command)
def rules_check(rules: RulesDir = None) -> None:
    """校验改动过的规则文件。"""
    _finish("extractor.cli.commands:rules_check", rules=rules)


@rules_app.command("suggest", cls=Command)
def rules_suggest(paths: Paths, rules: RulesDir = None) -> None:
    """从一批文件中找出规则库还不认识的写法。"""
    _finish("extractor.cli.commands:rules_suggest", paths=paths, rules=rules)


@rules_app.command("learn", cls=Command)
def rules_learn(
    file: Annotated[str, typer.Argument(metavar="FILE", help="没有读对的填报文件")],
    truth: Annotated[
        str | None,
        typer.Option("--truth", metavar="CORRECTED.json", help="改正后的 JSON（jixiao extract 的输出改对即可）"),
    ] = None,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            metavar="POINTER=CELL",
            help="只指出几格：/filer=t0r1c3、/filer=B12；列指表头：/indicators/weight=t0r9c5",
        ),
    ] = None,
    try_on: Annotated[
        str | None, typer.Option("--try", metavar="FOLDER", help="看它使这个文件夹里多少份有变化")
    ] = None,
    out: Annotated[
        str | None, typer.Option("-o", "--output", metavar="RULES_DIR", help="写入本单位的规则目录；不写此项只显示建议")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="这种表样的名称，默认用标题")] = None,
    rules: RulesDir = None,
) -> None:
    """教一次：由一份改正过的填报表，学会这种表样。"""
    _finish(
        "extractor.learning.command:command",
        file=file,
        truth=truth,
        pairs=pair or [],
        try_on=try_on,
        out=out,
        rules=rules,
        name=name,
    )


@app.command(cls=Command)
def match(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT", help="标签；- 逐行读取标准输入", show_default=False)],
    format: Annotated[LineFormat, typer.Option("--format", help="json 为每行一个对象")] = LineFormat.text,
    kind: Annotated[MatchKind | None, typer.Option("--kind", help="只在一类标签中找")] = None,
    rules: RulesDir = None,
) -> None:
    """每个标签被认作什么。"""
    _finish(
        "extractor.cli.commands:match", texts=texts, format=format.value, kind=kind.value if kind else None, rules=rules
    )


@app.command(cls=Command)
def doctor(format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text) -> None:
    """检查已安装的读取器、识别引擎、外部程序和各项限额。"""
    _finish("extractor.cli.doctor:command", format=format.value)


@app.command(cls=Command)
def evaluate(
    golden_dir: Annotated[str, typer.Argument(metavar="GOLDEN_DIR", help="标准答案文件夹")],
    rules: RulesDir = None,
    format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text,
) -> None:
    """用标准答案给读取结果打分：逐字段、逐格式。"""
    _finish("extractor.cli.commands:evaluate", golden_dir=golden_dir, rules=rules, format=format.value)


@app.command(cls=Command)
def schema() -> None:
    """输出 JSON 文档的 JSON Schema。"""
    _finish("extractor.cli.commands:schema")


def main() -> None:
    """Entry point of the console command."""
    from extractor.cli.console import wrong_usage

    # typer carries its own click or uses the installed one, by version: this is its UsageError in both.
    usage_error: type[Exception] = typer.BadParameter.__bases__[0]
    try:
        raise SystemExit(app(prog_name="jixiao", standalone_mode=False) or 0)
    except usage_error as error:
        raise SystemExit(wrong_usage(error)) from None
    except (typer.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
