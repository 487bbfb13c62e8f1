"""The command line: which commands there are. No logic, and nothing heavy is imported here.

Options → one call → exit code: `on_filings.py`, `on_database.py`, `on_rules.py` and `on_program.py` have the options of
each command and name the function that does its work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer
import typer.core

from extractor.cli import on_database, on_filings, on_program, on_rules
from extractor.cli.console import in_chinese


class Group(typer.core.TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text, typer's own words in Chinese."""
        return in_chinese(super().get_help(ctx))


class Command(typer.core.TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text, typer's own words in Chinese."""
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


_COMMANDS: tuple[Callable[..., None], ...] = (
    on_filings.extract,
    on_filings.check,
    on_filings.ingest,
    on_database.forget,
    on_database.report,
    on_database.export,
    on_database.desk,
    on_database.review,
    on_program.match,
    on_program.doctor,
    on_program.evaluate,
    on_program.schema,
)
_OF_RULES: dict[str, Callable[..., None]] = {
    "list": on_rules.rules_list,
    "show": on_rules.rules_show,
    "check": on_rules.rules_check,
    "suggest": on_rules.rules_suggest,
    "learn": on_rules.rules_learn,
}
for command in _COMMANDS:
    app.command(cls=Command)(command)
for name, command in _OF_RULES.items():
    rules_app.command(name, cls=Command)(command)


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
