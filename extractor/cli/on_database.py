"""Options of the commands over a database: forget, report, export, the desk and the review."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.choices import ExportFormat
from extractor.cli.console import finish
from extractor.cli.options import Db, Departments, Folder, Host, NoBrowser, NoOcr, Port, RulesDir, Share, User


def forget(
    path: Annotated[str, typer.Argument(metavar="PATH", help="入库时的路径（文件或文件夹）")],
    db: Db,
    rules: RulesDir = None,
) -> None:
    """一个来源不再有效：文件已撤回、删除或送错。"""
    finish("extractor.store.forget:command", path=path, db=db, rules=rules)


def report(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="报告文件夹")],
    year: Annotated[int | None, typer.Option("--year", metavar="Y", help="年度，默认为库中最近一年")] = None,
    against: Annotated[int | None, typer.Option("--against", metavar="Y", help="对比年度")] = None,
    departments: Departments = None,
    rules: RulesDir = None,
) -> None:
    """全年审核报告：html、xlsx、docx，以及给各部门的函。"""
    finish(
        "extractor.cli.commands:report",
        db=db,
        out=out,
        year=year,
        against=against,
        departments=departments,
        rules=rules,
    )


def export(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="输出文件夹")],
    format: Annotated[ExportFormat, typer.Option("--format", help="文件格式")] = ExportFormat.csv,
    everything: Annotated[bool, typer.Option("--all", help="连同不再有效的：旧版、副本、已撤回的")] = False,
) -> None:
    """把数据库导出为数据文件，附数据字典。"""
    finish("extractor.store.export:command", db=db, out=out, format=format.value, everything=everything)


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
    finish(
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
    finish(
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
