"""From PATH arguments to the list of sources: files, folders, archives, standard input.

`discover(paths, settings)` looks at names, directories of archives and first bytes only; contents are read
later, in the child that reads the file. What can be no source (a fifo, a broken link, a member that tries to
leave its folder) is a source all the same, with its refusal: every input has one outcome.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import PolicyError, SourceError, UnreadableError, UnsupportedError, UsageError
from extractor.intake.archive import Unpacker, archive_members
from extractor.intake.sniff import archive_kind
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Located:
    """One source: what it is called, and where its bytes are.

    `path` is the document's `source.path` (relative to the PATH argument, with /); `file` the file to open;
    `members` the chain of member numbers when it lies in a zip (in a zip …); `refusal` why it cannot be read.
    """

    name: str
    path: str
    file: str
    members: tuple[int, ...] = ()
    size: int | None = None
    refusal: SourceError | None = None


def shown(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are tried as GBK, else shown as \\xNN."""
    try:
        name.encode("utf-8")
        return name
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def check_paths(paths: Sequence[str]) -> None:
    """Refuse a PATH that does not exist, before any work.

    Raises:
        UsageError: names the first path that is not there.
    """
    if not paths:
        raise UsageError("没有指定要读取的文件或文件夹", "用法：jixiao extract PATH...")
    for path in paths:
        if path == "-":
            continue
        try:
            os.lstat(path)
        except (OSError, ValueError) as error:
            raise UsageError(f"路径不存在：{shown(path)}", "请核对路径") from error
    if list(paths).count("-") > 1:
        raise UsageError("标准输入（-）只能出现一次", "")


def discover(
    paths: Sequence[str],
    settings: Settings,
    *,
    stdin_file: str | None = None,
    unpack: Unpacker | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Located]:
    """All sources below the PATH arguments; those of a folder sorted by code point of their path.

    Args:
        paths: as given; `-` is standard input, already spooled to `stdin_file`.
        unpack: unpacks 7z and rar into a private folder; None = such archives are refused.
        say: told of what is skipped (hidden and lock files), in Chinese.
    """
    found: list[Located] = []
    for path in paths:
        if path == "-":
            assert stdin_file is not None
            found += _opened(stdin_file, "-", "-", settings, unpack)
        elif Path(path).is_dir():
            skipped: list[str] = []
            below = [
                located
                for file, relative in _walk(path, settings, skipped)
                for located in _file(file, relative, settings, unpack)
            ]
            found += sorted(below, key=lambda located: located.path)
            if skipped:
                names = "、".join(skipped[:5]) + (" 等" if len(skipped) > 5 else "")
                say(f"已跳过 {len(skipped)} 个隐藏或临时文件：{names}")
        else:
            found += _file(path, shown(Path(path).name), settings, unpack)
    return _unique(found)


def _unique(found: list[Located]) -> list[Located]:
    """Same file given twice by the same spelling is one source."""
    seen: set[tuple[str, tuple[int, ...], str]] = set()
    kept: list[Located] = []
    for located in found:
        key = (located.file, located.members, located.path)
        if key not in seen:
            seen.add(key)
            kept.append(located)
    return kept


def _skip(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini", "__macosx")


def _walk(top: str, settings: Settings, skipped: list[str]) -> Iterator[tuple[str, str]]:
    """(file, path shown below `top`) of everything in a folder that is no folder itself."""
    stack: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(top, "", frozenset())]
    while stack:
        folder, prefix, above = stack.pop()
        try:
            status = Path(folder).stat()
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError:
            yield folder, prefix.rstrip("/") or shown(Path(folder).name)
            continue
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield folder, prefix.rstrip("/")
            continue
        for entry in entries:
            name = shown(entry.name)
            if _skip(entry.name):
                skipped.append(prefix + name)
                continue
            try:
                is_folder = entry.is_dir()
            except OSError:
                is_folder = False
            if is_folder:
                stack.append((entry.path, f"{prefix}{name}/", above | {here}))
            else:
                yield entry.path, prefix + name


def _file(file: str, path: str, settings: Settings, unpack: Unpacker | None) -> list[Located]:
    name = path.rsplit("/", 1)[-1]
    try:
        refused = _refusal(file, settings)
    except FileNotFoundError:
        refused = UnreadableError("文件已不存在（读取前被移走或删除，或是失效的链接）", "请核对后重新提交")
    except (OSError, ValueError) as error:
        refused = _of_os(error)
    if refused is not None:
        return [Located(name, path, file, refusal=refused)]
    return _opened(file, name, path, settings, unpack)


def _refusal(file: str, settings: Settings) -> SourceError | None:
    """Why a directory entry can be no source, from its inode alone (nothing is opened: a fifo would block)."""
    status = Path(file).stat()
    if stat.S_ISDIR(status.st_mode):
        return PolicyError("文件夹不能进入，或是指回上级的循环链接", "请核对权限，去掉循环链接")
    if not stat.S_ISREG(status.st_mode):
        kinds = ((stat.S_ISFIFO, "命名管道"), (stat.S_ISSOCK, "套接字"), (stat.S_ISCHR, "设备"), (stat.S_ISBLK, "设备"))
        what = next((word for test, word in kinds if test(status.st_mode)), "特殊文件")
        return UnsupportedError(f"这是{what}，不是普通文件", "只读取普通文件")
    if status.st_size > settings.max_file_bytes:
        return PolicyError(f"文件超过上限 {settings.max_file_bytes // 1024 // 1024} MiB", "请拆分后再提交")
    return None


def _of_os(error: OSError | ValueError) -> SourceError:
    if isinstance(error, PermissionError):
        return UnreadableError("没有读取权限", "请检查文件权限")
    if isinstance(error, OSError) and error.strerror:
        reasons = {40: "符号链接循环", 36: "文件名过长", 5: "磁盘读取出错"}
        return UnreadableError(f"系统无法打开（{reasons.get(error.errno or 0, error.strerror)}）", "请检查磁盘或链接")
    return UnreadableError("文件名无效", "请改名后再提交")


def _opened(file: str, name: str, path: str, settings: Settings, unpack: Unpacker | None) -> list[Located]:
    """A regular file: itself, or the members of the archive that it is."""
    try:
        with Path(file).open("rb") as opened:
            head = opened.read(8)
            size = os.fstat(opened.fileno()).st_size
    except OSError as error:
        return [Located(name, path, file, refusal=_of_os(error))]
    if archive_kind(head) is None:
        return [Located(name, path, file, size=size)]
    try:
        members = archive_members(file, settings, unpack)
    except SourceError as error:
        return [Located(name, path, file, size=size, refusal=error)]
    except OSError as error:
        return [Located(name, path, file, size=size, refusal=_of_os(error))]
    if members is None:
        return [Located(name, path, file, size=size)]
    if not members:
        empty = UnreadableError("压缩包里没有文件", "请核对压缩包，重新压缩后再提交")
        return [Located(name, path, file, size=size, refusal=empty)]
    return [
        Located(m.path.rsplit("/", 1)[-1], f"{path}/{m.path}", m.file or file, m.members, m.size, m.refusal)
        for m in members
    ]


def read_located(located: Located, settings: Settings) -> bytes:
    """The bytes of a source.

    Raises:
        SourceError: it vanished, may not be read, or its archive does not give it.
    """
    from extractor.intake.archive import read_chain

    if located.refusal is not None:
        raise located.refusal
    if located.members:
        return read_chain(located.file, located.members, settings)
    refused: SourceError | None
    try:
        refused = _refusal(located.file, settings)
        if refused is None:
            with Path(located.file).open("rb") as opened:
                # By its size now: read(limit) would set aside the whole limit.
                size = os.fstat(opened.fileno()).st_size
                data = opened.read(min(size, settings.max_file_bytes) + 1)
            if len(data) > settings.max_file_bytes:
                raise PolicyError(f"文件超过上限 {settings.max_file_bytes // 1024 // 1024} MiB", "请拆分后再提交")
            return data
    except FileNotFoundError:
        refused = UnreadableError("文件已不存在（读取前被移走或删除，或是失效的链接）", "请核对后重新提交")
    except (OSError, ValueError) as error:
        refused = _of_os(error)
    raise refused
