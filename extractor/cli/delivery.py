"""Where the output of `extract` and `check` goes: the screen, a file, a folder; never over an input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.batch.output import Folder, is_folder_target
from extractor.batch.work import Outcome
from extractor.errors import UsageError
from extractor.flat.printed import indented
from extractor.ground.files import file_name, write_whole
from extractor.ground.say import put, say
from extractor.intake.discover import Located

_SUFFIX = {"json": ".json", "jsonl": ".jsonl", "csv": ".csv", "xlsx": ".xlsx"}


def spare_the_sources(paths: list[str], out: str | None, *, within: bool = False) -> None:
    """Refuse to write the output over an input; `within`: also over a file that lies in a folder given.

    Raises:
        UsageError: it would be written over.
    """
    if out is None or not Path(out).is_file():
        return
    for given in (Path(p) for p in paths if p != "-" and Path(p).exists()):
        if given.samefile(out) or within and given.is_dir() and Path(out).resolve().is_relative_to(given.resolve()):
            raise UsageError(f"-o 指向了输入文件 {out}，会把它覆盖", "请换一个输出文件名或文件夹")


def deliver(found: list[Located], outcomes: Iterator[tuple[Located, Outcome]], out: str | None, format: str) -> None:
    """What `extract` read, in `format`, as it comes where each source has an output of its own.

    Args:
        out: a file or folder (`-o`); None = standard output.

    Raises:
        UsageError: the output's folder cannot be made.
    """
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
    from extractor.report.indicator_sheet import indicator_workbook

    rows = indicator_rows(Extraction.model_validate_json(p) for p in payloads)
    return to_csv(rows, bom=file).encode("utf-8") if format == "csv" else indicator_workbook(rows)


def write_by_unit(parts: dict[str, bytes], folder: Path, suffix: str, paths: list[str]) -> None:
    """One report a unit, named after it; never over an input.

    Args:
        parts: unit → the content of its report.
        folder: where they go; made if missing.
        suffix: ending of the files' names, with its dot.
        paths: the inputs (PATH...).
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    targets = {unit: folder / f"{file_name(unit, taken)}{suffix}" for unit in parts}
    for target in targets.values():
        spare_the_sources(paths, str(target), within=True)
    for unit, content in parts.items():
        write_whole(targets[unit], content)
