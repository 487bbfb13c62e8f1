"""What happens around a command: exceptions become exit codes and plain messages, typer's own words Chinese."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer

from extractor.errors import ExitCode, JixiaoError
from extractor.ground.say import complain, put, say


def guarded(run: str, options: dict[str, object]) -> int:
    """Call `module:function` with the options and turn what it raises into an exit code and a plain message."""
    module, name = run.split(":")
    try:
        function: Callable[..., ExitCode] = getattr(import_module(module), name)
        return int(function(**options))
    except JixiaoError as error:
        complain("", error.cause, error.remedy)
        return int(ExitCode.USAGE)
    except KeyboardInterrupt:
        say("已中断，已完成的部分保留")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): nothing more to say to anyone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return int(ExitCode.INTERRUPTED)
    except OSError as error:
        complain(
            str(error.filename or ""),
            f"系统报错（{error.strerror or error}）",
            "请检查磁盘空间和权限，改正后重新运行即可继续",
        )
        return int(ExitCode.SOME_UNREAD)


def finish(run: str, **options: object) -> None:
    """Do a command's work and end the program with its exit code.

    Args:
        run: "module:function"; imported here, so that `--help` costs nothing.
    """
    raise typer.Exit(guarded(run, options))


_HELP = (
    (re.compile(r"^Usage:", re.MULTILINE), "用法："),
    (re.compile(r"^Options:$", re.MULTILINE), "选项："),
    (re.compile(r"^Arguments:$", re.MULTILINE), "参数："),
    (re.compile(r"^Commands:$", re.MULTILINE), "命令："),
    (re.compile(r"\[OPTIONS\]"), "[选项]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "命令 [参数]..."),
    (re.compile(r"Show this message and exit\."), "显示本帮助"),
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\[default: ([^\]]*)\]"), r"[默认 \1]"),
    (re.compile(r" <(?:list\[)?str\]?>"), ""),
)
"""The words of typer's own help."""


def in_chinese(help_text: str) -> str:
    """A command's help with typer's own words in Chinese."""
    for pattern, said in _HELP:
        help_text = pattern.sub(said, help_text)
    return help_text


def wrong_usage(error: Any) -> int:
    """What is wrong with the words on the command line, in plain Chinese, and where help is; gives the exit code."""
    context, kind, parameter = error.ctx, type(error).__name__, getattr(error, "param", None)
    if kind == "NoArgsIsHelpError":
        put((context.get_help() + "\n").encode("utf-8"))
        return int(ExitCode.USAGE)
    given = error.format_message()
    name = getattr(error, "option_name", None) or ""
    if parameter is not None:
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
    quoted = re.findall(r"'([^']*)'", given.split(": ", 1)[-1])
    if kind == "MissingParameter":
        said = f"缺少 {name}"
    elif kind == "NoSuchOption":
        said = f"没有选项 {name}"
    elif kind == "BadOptionUsage":
        said = f"选项 {name} 后面缺少值"
    elif "No such command" in given:
        said = f"没有命令 {quoted[0] if quoted else ''}"
    elif "is not one of" in given and len(quoted) > 1:
        said = f"{name} 不能是 {quoted[0]}，可选：{'、'.join(quoted[1:])}"
    else:
        said = f"{name} 的值不对" if name else given
    say(f"用法有误：{said}")
    if context is not None:
        say(f"用 {context.command_path} -h 查看用法")
    return int(ExitCode.USAGE)
