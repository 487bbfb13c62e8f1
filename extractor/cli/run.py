"""`jixiao extract` and `jixiao check` behind the command line: sources in, documents or a report out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extractor.batch.bar import Bar
from extractor.batch.crew import Crew
from extractor.batch.output import Folder, is_folder_target
from extractor.batch.sources import sources
from extractor.batch.work import Outcome, Task
from extractor.errors import ExitCode, UsageError
from extractor.flat.printed import indented
from extractor.ground.files import file_name, write_whole
from extractor.ground.say import complain, put, say
from extractor.intake.discover import Located, check_paths
from extractor.settings import DEFAULTS

_CHECK_SUFFIX = {"text": ".txt", "json": ".json", "html": ".html", "xlsx": ".xlsx", "docx": ".docx"}
_SUFFIX = {"json": ".json", "jsonl": ".jsonl", "csv": ".csv", "xlsx": ".xlsx"}


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
    """One document per source, to standard output, a file or a folder."""
    check_paths(paths)
    if format == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageError("xlsx 不能显示在屏幕上", "请用 -o 指定文件")
    _spare_the_sources(paths, out)
    if dump_stage is not None and format in ("csv", "xlsx"):
        raise UsageError("--dump-stage 只能输出 json 或 jsonl", "请去掉 --format")
    task = Task(rules_dir=rules, ocr=ocr, redact=redact, stage=dump_stage)
    tally = Tally()
    with sources(paths, task, replace(DEFAULTS, office=office), workers) as (found, crew):
        _deliver(found, _watched(found, crew, tally, quiet), out, format)
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
    """One data-quality report, a section a source; into a folder (`-o DIR/`) one a unit."""
    from extractor.cli.checking import CheckReport

    check_paths(paths)
    if format == "marked":
        return _mark(paths, out, rules, ocr, office, redact, waivers, fail_on, workers, quiet)
    if format in ("xlsx", "docx") and out is None and sys.stdout.isatty():
        raise UsageError(f"{format} 不能显示在屏幕上", "请用 -o 指定文件")
    if show_reading and format != "html":
        raise UsageError("--show-reading 只用于 html 报告", "请加 --format html")
    _spare_the_sources(paths, out)
    report = CheckReport(
        format,
        rules,
        explain=explain,
        waivers=waivers,
        against=against,
        redact=redact,
        everything=everything,
        sheets_by_unit=by_unit,
    )
    tally = Tally()
    # A picture of a page shows names and phones: none where they are to be masked.
    task = Task(rules_dir=rules, ocr=ocr, pieces=format in ("html", "docx") and not redact)
    with sources(paths, task, replace(DEFAULTS, office=office), workers) as (found, crew):
        for _, outcome in _watched(found, crew, tally, quiet):
            report.add(outcome.payload)
    if tally.interrupted and not tally.done:
        return tally.code(len(found))
    if show_reading:
        shown = Task(rules_dir=rules, ocr=ocr, redact=redact, stage="forms")
        with sources(paths, shown, replace(DEFAULTS, office=office), workers) as (found, crew):
            for _, outcome in _watched(found, crew, Tally(), True):
                report.understood(outcome.payload)
    if out is not None and (out.endswith("/") or Path(out).is_dir()):
        _write_by_unit(report.by_unit(), Path(out), _CHECK_SUFFIX[format], paths)
    elif out is None:
        put(report.content(None))
    else:
        target = Path(out)
        content = report.content(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    return tally.code(len(found), fail_on=report.reaches(fail_on))


def _mark(
    paths: list[str], out: str | None, rules: str | None, ocr: bool, office: str, redact: bool,
    waivers: str | None, fail_on: str | None, workers: int | None, quiet: bool,
) -> ExitCode:  # fmt: skip
    """The units' own files with their findings marked, one a source, into a folder."""
    from extractor.cli.checking import CheckReport, text_of
    from extractor.marked import bundle
    from extractor.marked.copy import CopyNames

    if out is None:
        raise UsageError("标注文件一份来源一个，要有文件夹放", "请用 -o 文件夹/ 指定")
    folder, names = Folder(out, "", say), CopyNames()
    report = CheckReport("json", rules, waivers=waivers)
    excuses = text_of(waivers, "豁免清单") if waivers else None
    task = Task(rules_dir=rules, ocr=ocr, redact=redact, marked=True, waivers=excuses)
    tally = Tally()
    with sources(paths, task, replace(DEFAULTS, office=office), workers) as (found, crew):
        originals = {Path(located.file).resolve() for located in found}
        for located, outcome in _watched(found, crew, tally, quiet):
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


def _write_by_unit(parts: dict[str, bytes], folder: Path, suffix: str, paths: list[str]) -> None:
    """One report a unit, named after it; never over an input."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    targets = {unit: folder / f"{file_name(unit, taken)}{suffix}" for unit in parts}
    for target in targets.values():
        _spare_the_sources(paths, str(target), within=True)
    for unit, content in parts.items():
        write_whole(targets[unit], content)


def _spare_the_sources(paths: list[str], out: str | None, *, within: bool = False) -> None:
    """Refuse to write the output over an input; `within`: also over a file that lies in a folder given."""
    if out is None or not Path(out).is_file():
        return
    for given in (Path(p) for p in paths if p != "-" and Path(p).exists()):
        if given.samefile(out) or within and given.is_dir() and Path(out).resolve().is_relative_to(given.resolve()):
            raise UsageError(f"-o 指向了输入文件 {out}，会把它覆盖", "请换一个输出文件名或文件夹")


class Tally:
    """What was read and what was not; gives the exit code."""

    def __init__(self) -> None:
        self.failed = 0
        self.done = 0
        self.interrupted = False

    def add(self, located: Located, outcome: Outcome) -> None:
        self.done += 1
        if outcome.status == "failed":
            self.failed += 1
            complain(f"无法读取 {located.path}", outcome.cause, outcome.remedy)

    def code(self, total: int, *, fail_on: bool = False) -> ExitCode:
        if self.interrupted:
            say("已中断，已完成的部分保留")
            return ExitCode.INTERRUPTED
        if total == 0:
            say("没有找到可读取的文件：所给路径下没有文件，或都是隐藏、临时文件。请核对路径")
            return ExitCode.NOTHING_READ
        if self.failed == total:
            return ExitCode.NOTHING_READ
        if self.failed:
            return ExitCode.SOME_UNREAD
        return ExitCode.FAIL_ON if fail_on else ExitCode.OK


def _watched(found: list[Located], crew: Crew, tally: Tally, quiet: bool) -> Iterator[tuple[Located, Outcome]]:
    """Outcomes in order; Ctrl-C ends them, so that what was done still reaches the output (exit code 130)."""
    bar = Bar(len(found), quiet=quiet)
    crew.on_page = lambda located, page, pages: bar.page(page, pages)
    try:
        for located, outcome in crew.in_order(found):
            if outcome.status == "failed":
                bar.clear()
            tally.add(located, outcome)
            bar.step(failed=outcome.status == "failed")
            yield located, outcome
    except KeyboardInterrupt:
        tally.interrupted = True
    bar.clear()


def _deliver(found: list[Located], outcomes: Iterator[tuple[Located, Outcome]], out: str | None, format: str) -> None:
    suffix = _SUFFIX[format]
    whole_file = out is not None and format != "json" and out.lower().endswith(suffix) and not Path(out).is_dir()
    if out is not None and not whole_file and is_folder_target(out, len(found)):
        folder = Folder(out, suffix, say)
        for located, outcome in outcomes:
            folder.write(located.path, _rendered([outcome.payload], format, many=False))
        return
    many = len(found) > 1
    if out is None and format in ("json", "jsonl"):
        for _, outcome in outcomes:
            put(_rendered([outcome.payload], format, many=many))
        return
    payloads = [outcome.payload for _, outcome in outcomes]
    if found and not payloads:
        return  # interrupted before the first: an older output stays
    content = _rendered(payloads, format, many=many, file=out is not None)
    if out is None:
        put(content)
        return
    target = Path(out)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"不能建立输出文件夹 {target.parent}（{error.strerror}）", "请检查路径和权限") from error
    write_whole(target, content)


def _rendered(payloads: list[bytes], format: str, *, many: bool, file: bool = True) -> bytes:
    """`file`: CSV begins with U+FEFF, which Excel needs; a pipe gets none."""
    if format == "json" and not many:
        return b"".join(indented(p) for p in payloads)
    if format in ("json", "jsonl"):
        return b"".join(p + b"\n" for p in payloads)
    from extractor.flat.rows import indicator_rows, to_csv
    from extractor.model.extraction import Extraction
    from extractor.report.xlsx import indicator_workbook

    rows = indicator_rows(Extraction.model_validate_json(p) for p in payloads)
    return to_csv(rows, bom=file).encode("utf-8") if format == "csv" else indicator_workbook(rows)
