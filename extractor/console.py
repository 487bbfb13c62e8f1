"""Where words go: data to standard output in UTF-8, messages and progress to standard error."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from extractor.errors import ExitCode, JixiaoError


def say(message: str) -> None:
    """One message on standard error; control characters of file names made visible."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    data = (text + "\n").encode("utf-8", "backslashreplace")
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None:
        sys.stderr.write(data.decode("utf-8"))
    else:
        sys.stderr.flush()
        stream.write(data)
        stream.flush()


def complain(subject: str, cause: str, remedy: str) -> None:
    """What went wrong with `subject`, and what to do."""
    lead = f"{subject}：" if subject else ""
    say(f"{lead}{cause}" + (f"。{remedy}" if remedy else ""))


def put(data: bytes) -> None:
    """Data to standard output, UTF-8 whatever the locale says."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        sys.stdout.flush()
        stream.write(data)
        stream.flush()


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


class Bar:
    """A one-line progress bar on a terminal's standard error: done, rate, time left, failures, the page of a scan."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._terminal = not quiet and sys.stderr.isatty()
        self._on = self._terminal and total > 1
        self._start = time.monotonic()
        self._drawn = 0.0
        self._left: float | None = None
        self._shown = False
        self.done = 0
        self.failures = 0

    def step(self, *, failed: bool) -> None:
        self.done += 1
        self.failures += failed
        if self._on:
            self._draw("", last=self.done == self._total)
        else:
            self.clear()

    def page(self, page: int, pages: int) -> None:
        """A child has come to a page of a long scan; shown for a single source too."""
        if self._terminal:
            self._draw(f"正在识别第 {page}/{pages} 页", last=page == pages)

    def _draw(self, page: str, *, last: bool) -> None:
        now = time.monotonic()
        if now - self._drawn <= 0.2 and not last:
            return
        self._drawn, self._shown = now, True
        rate = self.done / max(now - self._start, 0.001)
        left = self._smooth((self._total - self.done) / max(rate, 0.001))
        count = f"{self.done}/{self._total}  {rate:.1f} 个/秒" if self._on else ""
        # Before the first one is done there is no rate to count with.
        count += f"  剩余 {_span(left)}  失败 {self.failures}" if self._on and self.done else ""
        sys.stderr.write(f"\r\x1b[K{'  '.join(part for part in (count, page) if part)}")
        sys.stderr.flush()

    def _smooth(self, left: float) -> float:
        """The time left without jumps: what the rate says now weighs a fifth beside what was said before."""
        self._left = left if self._left is None or self.done == self._total else 0.8 * self._left + 0.2 * left
        return self._left

    def clear(self) -> None:
        if self._shown:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _span(seconds: float) -> str:
    whole = int(seconds)
    if whole < 60:
        return f"{whole} 秒"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
