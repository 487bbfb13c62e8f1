"""Options of the commands that read filings: extract, check, ingest."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.choices import CheckFormat, ExtractFormat, FailOn, Files, LineFormat, Office, Stage
from extractor.cli.console import finish
from extractor.cli.options import Db, NoOcr, OfficeChoice, Paths, Quiet, Redact, RulesDir, Workers


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
    finish(
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
    finish(
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
    finish(
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
