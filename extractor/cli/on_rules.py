"""Options of `jixiao rules …`."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.choices import LineFormat
from extractor.cli.console import finish
from extractor.cli.options import Paths, RulesDir


def rules_list(
    rules: RulesDir = None, format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text
) -> None:
    """列出全部规则。"""
    finish("extractor.cli.commands:rules_list", rules=rules, format=format.value)


def rules_show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="问题代码，或 score")], rules: RulesDir = None
) -> None:
    """解释一个问题代码，或评分办法（score）。"""
    finish("extractor.cli.commands:rules_show", code=code, rules=rules)


def rules_check(rules: RulesDir = None) -> None:
    """校验改动过的规则文件。"""
    finish("extractor.cli.commands:rules_check", rules=rules)


def rules_suggest(paths: Paths, rules: RulesDir = None) -> None:
    """从一批文件中找出规则库还不认识的写法。"""
    finish("extractor.cli.commands:rules_suggest", paths=paths, rules=rules)


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
    finish(
        "extractor.learning.command:command",
        file=file,
        truth=truth,
        pairs=pair or [],
        try_on=try_on,
        out=out,
        rules=rules,
        name=name,
    )
