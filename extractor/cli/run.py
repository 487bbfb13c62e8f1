"""`jixiao extract` and `jixiao check` behind the command line: sources in, documents or a report out."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.output import Folder
from extractor.batch.work import Task
from extractor.cli.delivery import deliver, spare_the_sources, write_by_unit
from extractor.cli.walk import Tally, Walk
from extractor.errors import ExitCode, UsageError
from extractor.ground.files import write_whole
from extractor.ground.say import put, say
from extractor.intake.discover import check_paths

if TYPE_CHECKING:
    from extractor.cli.checking import CheckReport

_SUFFIX = {"text": ".txt", "json": ".json", "html": ".html", "xlsx": ".xlsx", "docx": ".docx"}


def extract(
    paths: list[str],
    out: str | None = None,
    format: str = "json",
    rules: str | None = None,
    ocr: bool = True,
    office: str = "own",
    redact: bool = False,
    dump_stage: str | None = None,
    workers: int | None = None,
    quiet: bool = False,
) -> ExitCode:
    """One document per source, to standard output, a file or a folder.

    Its arguments are the options of `cli/on_filings.py:extract`.

    Raises:
        UsageError: a path does not exist, options that do not go together, or the output would cover an input.
        RuleBookError: a rule file is wrong; before any document is read.
    """
    check_paths(paths)
    _refuse_on_screen(format, out)
    spare_the_sources(paths, out)
    if dump_stage is not None and format in ("csv", "xlsx"):
        raise UsageError("--dump-stage 只能输出 json 或 jsonl", "请去掉 --format")
    task = Task(rules_dir=rules, ocr=ocr, redact=redact, stage=dump_stage)
    tally = Tally()
    with Walk(paths, office, workers, quiet).over(task, tally) as (found, outcomes):
        deliver(found, outcomes, out, format)
    return tally.code(len(found))


def check(
    paths: list[str],
    out: str | None = None,
    format: str = "text",
    rules: str | None = None,
    ocr: bool = True,
    office: str = "own",
    redact: bool = False,
    explain: bool = False,
    waivers: str | None = None,
    against: str | None = None,
    fail_on: str | None = None,
    show_reading: bool = False,
    everything: bool = False,
    by_unit: bool = False,
    workers: int | None = None,
    quiet: bool = False,
) -> ExitCode:
    """One data-quality report, a section a source; into a folder (`-o DIR/`) one a unit.

    Its arguments are the options of `cli/on_filings.py:check`.

    Raises:
        UsageError: a path does not exist, options that do not go together, or the output would cover an input.
        RuleBookError: a rule file is wrong; before any document is read.
    """
    from extractor.cli.checking import CheckReport

    check_paths(paths)
    walk = Walk(paths, office, workers, quiet)
    if format == "marked":
        return _mark(walk, Task(rules_dir=rules, ocr=ocr, redact=redact, marked=True), out, waivers, fail_on)
    _refuse_on_screen(format, out)
    _refuse_reading_in(format, show_reading)
    spare_the_sources(paths, out)
    report = CheckReport(
        format, rules, explain=explain, waivers=waivers, against=against, redact=redact, everything=everything,
        sheets_by_unit=by_unit,
    )  # fmt: skip
    tally = Tally()
    # A picture of a page shows names and phones: none where they are to be masked.
    task = Task(rules_dir=rules, ocr=ocr, pieces=format in ("html", "docx") and not redact)
    with walk.over(task, tally) as (found, outcomes):
        for _, outcome in outcomes:
            report.add(outcome.payload)
    if tally.interrupted and not tally.done:
        return tally.code(len(found))
    if show_reading:
        _understand(report, replace(walk, quiet=True), replace(task, redact=redact, pieces=False, stage="forms"))
    _hand_out(report, out, format, paths)
    return tally.code(len(found), fail_on=report.reaches(fail_on))


def _understand(report: CheckReport, walk: Walk, task: Task) -> None:
    """Add what each cell of the sources was taken for."""
    with walk.over(task, Tally()) as (_, outcomes):
        for _, outcome in outcomes:
            report.understood(outcome.payload)


def _refuse_reading_in(format: str, show_reading: bool) -> None:
    """What each cell was taken for is shown beside the cells, on a page."""
    if show_reading and format != "html":
        raise UsageError("--show-reading 只用于 html 报告", "请加 --format html")


def _refuse_on_screen(format: str, out: str | None) -> None:
    """Office files are no text for a screen."""
    if format in ("xlsx", "docx") and out is None and sys.stdout.isatty():
        raise UsageError(f"{format} 不能显示在屏幕上", "请用 -o 指定文件")


def _hand_out(report: CheckReport, out: str | None, format: str, paths: list[str]) -> None:
    """The report on the screen, in a file, or one a unit in a folder."""
    if out is None:
        put(report.content(None))
    elif out.endswith("/") or Path(out).is_dir():
        write_by_unit(report.by_unit(), Path(out), _SUFFIX[format], paths)
    else:
        target = Path(out)
        content = report.content(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)


def _mark(walk: Walk, task: Task, out: str | None, waivers: str | None, fail_on: str | None) -> ExitCode:
    """The units' own files with their findings marked, one a source, into a folder."""
    from extractor.cli.checking import CheckReport, text_of
    from extractor.marked import bundle
    from extractor.marked.copy import CopyNames

    if out is None:
        raise UsageError("标注文件一份来源一个，要有文件夹放", "请用 -o 文件夹/ 指定")
    folder, names = Folder(out, "", say), CopyNames()
    report = CheckReport("json", task.rules_dir, waivers=waivers)
    task = replace(task, waivers=text_of(waivers, "豁免清单") if waivers else None)
    tally = Tally()
    with walk.over(task, tally) as (found, outcomes):
        originals = {Path(located.file).resolve() for located in found}
        for located, outcome in outcomes:
            document, copy, why = bundle.unpack(outcome.payload)
            report.add(document)
            if copy is None:
                if why:
                    say(f"{located.path} 没有标注文件：{why}")
                continue
            target = folder.place(names.place(located.path, copy.suffix))
            if target.resolve() in originals:
                raise UsageError(f"标注文件会覆盖来源 {located.path}", "请用 -o 指定别的文件夹")
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, copy.content)
            if copy.said:
                say(f"{located.path} 的标注文件：{copy.said}")
    return tally.code(len(found), fail_on=report.reaches(fail_on))
