"""Options of the commands that look into the program: match, doctor, evaluate, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.choices import LineFormat, MatchKind
from extractor.cli.console import finish
from extractor.cli.options import RulesDir


def match(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT", help="标签；- 逐行读取标准输入", show_default=False)],
    format: Annotated[LineFormat, typer.Option("--format", help="json 为每行一个对象")] = LineFormat.text,
    kind: Annotated[MatchKind | None, typer.Option("--kind", help="只在一类标签中找")] = None,
    rules: RulesDir = None,
) -> None:
    """每个标签被认作什么。"""
    finish(
        "extractor.cli.commands:match", texts=texts, format=format.value, kind=kind.value if kind else None, rules=rules
    )


def doctor(format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text) -> None:
    """检查已安装的读取器、识别引擎、外部程序和各项限额。"""
    finish("extractor.cli.doctor:command", format=format.value)


def evaluate(
    golden_dir: Annotated[str, typer.Argument(metavar="GOLDEN_DIR", help="标准答案文件夹")],
    rules: RulesDir = None,
    format: Annotated[LineFormat, typer.Option("--format")] = LineFormat.text,
) -> None:
    """用标准答案给读取结果打分：逐字段、逐格式。"""
    finish("extractor.cli.commands:evaluate", golden_dir=golden_dir, rules=rules, format=format.value)


def schema() -> None:
    """输出 JSON 文档的 JSON Schema。"""
    finish("extractor.cli.commands:schema")
