"""Archives: the list of their members, and one member's bytes, nested ones included.

zip is read natively; 7z and rar need the `archives` extra and are unpacked under numbered names into a private
folder, by the `Unpacker` the caller gives (a child process where there is one). An empty list = an empty archive.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from extractor.errors import MissingProgramError, PolicyError, SourceError, UnreadableError
from extractor.intake.gate import member_name, open_zip, read_member, safe_path, tricks
from extractor.intake.sniff import archive_kind
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `file` is set where it was unpacked to a file of its own (7z, rar)."""

    path: str
    members: tuple[int, ...] = ()
    size: int | None = None
    refusal: SourceError | None = None
    file: str | None = None


Unpacker = Callable[[str, str], list[tuple[str, str, int]]]
"""(archive file, kind) -> (name in the archive, file it was unpacked to, size) of each member."""

_DOCUMENT_PARTS = ("[content_types].xml", "mimetype", "ofd.xml", "word/", "xl/", "ppt/")


def is_document(opened: zipfile.ZipFile) -> bool:
    """True for a zip that is one document (docx, xlsx, odt, ofd …), not an archive of files."""
    names = (info.filename.replace("\\", "/").lstrip("/").lower() for info in opened.infolist())
    return any(name.startswith(_DOCUMENT_PARTS) or name.endswith((".iwa", "index.apxl")) for name in names)


def archive_members(file: str, settings: Settings, unpack: Unpacker | None) -> list[Member] | None:
    """The files in an archive, nested archives opened up to `max_nesting`; None = it is no archive but a document.

    Raises:
        SourceError: the archive as a whole is refused or unreadable.
    """
    opening = _Opening(settings, unpack, _Budget(settings))
    with Path(file).open("rb") as opened:
        kind = archive_kind(opened.read(8))
        opened.seek(0)
        if kind != "zip":
            return _unpacked(file, kind or "", opening, 1)
        return _zip_members(opened, (), opening, 1)


class _Budget:
    """Members and bytes that one outer archive may still cost, shared by all archives inside it."""

    def __init__(self, settings: Settings) -> None:
        self.members = settings.max_members
        self.unpacked = settings.max_unpacked_bytes

    def take(self, members: int, unpacked: int) -> None:
        self.members -= members
        self.unpacked -= unpacked
        if self.members < 0 or self.unpacked < 0:
            raise PolicyError("压缩包连同内层压缩包的文件数或总体积超过上限", "请拆分后再提交")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What holds for an outer archive and all archives inside it."""

    settings: Settings
    unpack: Unpacker | None
    budget: _Budget


def _zip_members(stream: IO[bytes], chain: tuple[int, ...], opening: _Opening, depth: int) -> list[Member] | None:
    """Members of a zip; `depth` counts the archives around them, this one included. None = it is a document."""
    try:
        opened = open_zip(stream, opening.settings, archive=True)
    except UnreadableError:
        return None
    with opened:
        if is_document(opened):
            return None
        infos = opened.infolist()
        opening.budget.take(len(infos), sum(info.file_size for info in infos))
        found: list[Member] = []
        taken: set[str] = set()
        for number, info in enumerate(infos):
            name = member_name(info)
            if info.is_dir() or name.endswith(("/", "\\")) or _furniture(name):
                continue
            path = _free(safe_path(name), taken)
            if tricks(name):
                found.append(Member(path, (*chain, number), info.file_size, _TRICK))
            else:
                found += _member(opened, info, path, (*chain, number), opening, depth)
        return found


_TRICK = PolicyError("压缩包内的文件名试图指向压缩包之外的位置，已拒绝读取", "请核对压缩包来源")
_EMPTY = UnreadableError("压缩包里没有文件", "请核对压缩包，重新压缩后再提交")


def _member(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, chain: tuple[int, ...], opening: _Opening, depth: int
) -> list[Member]:
    if not path.lower().endswith((".zip", ".7z", ".rar")):
        return [Member(path, chain, info.file_size)]
    try:
        data = read_member(opened, info, opening.settings.max_member_bytes)
        kind = archive_kind(data)
        if kind is None:
            return [Member(path, chain, info.file_size)]
        _check_depth(depth, opening.settings)
        if kind == "zip":
            inner = _zip_members(io.BytesIO(data), chain, opening, depth + 1)
        else:
            inner = _spooled(data, kind, opening, depth + 1)
    except SourceError as error:
        return [Member(path, chain, info.file_size, error)]
    if inner is None:
        return [Member(path, chain, info.file_size)]
    if not inner:
        return [Member(path, chain, info.file_size, _EMPTY)]
    return [Member(f"{path}/{m.path}", m.members, m.size, m.refusal, m.file) for m in inner]


def _check_depth(depth: int, settings: Settings) -> None:
    if depth >= settings.max_nesting:
        raise PolicyError(f"压缩包嵌套超过 {settings.max_nesting} 层", "请展开内层压缩包后再提交")


def _spooled(data: bytes, kind: str, opening: _Opening, depth: int) -> list[Member]:
    """A 7z or rar inside a zip: its unpacker wants a file."""
    with tempfile.TemporaryDirectory(prefix="jixiao-inner-") as folder:
        file = Path(folder) / f"inner.{kind}"
        file.write_bytes(data)
        return _unpacked(os.fspath(file), kind, opening, depth)


def _furniture(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        "__MACOSX" in parts
        or parts[-1].startswith(("~$", "._"))
        or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
    )


def _free(path: str, taken: set[str]) -> str:
    """`path`, or with a number where an archive holds that name twice."""
    free, number = path, 1
    while free in taken:
        number += 1
        free = f"{path}~{number}"
    taken.add(free)
    return free


def read_chain(file: str, chain: tuple[int, ...], settings: Settings) -> bytes:
    """The bytes of member number `chain[0]` of an archive, of member `chain[1]` of that one, and so on.

    Raises:
        SourceError: the archive or the member cannot be read.
    """
    try:
        stamp = Path(file).stat()
        outer = _outer(file, stamp.st_mtime_ns, stamp.st_size, chain[:-1], settings)
    except OSError as error:
        raise UnreadableError("压缩包已不存在或无法打开", "请核对后重新提交") from error
    return _nth(outer, chain[-1], settings)


def _nth(opened: zipfile.ZipFile, number: int, settings: Settings) -> bytes:
    infos = opened.infolist()
    if number >= len(infos):
        raise UnreadableError("压缩包在读取过程中改变了", "请重新提交")
    return read_member(opened, infos[number], settings.max_member_bytes)


@lru_cache(maxsize=2)
def _outer(file: str, mtime: int, size: int, chain: tuple[int, ...], settings: Settings) -> zipfile.ZipFile:
    """The open archive that holds the wanted member (kept, so that a thousand members cost one directory)."""
    if not chain:
        return open_zip(Path(file).open("rb"), settings, archive=True)
    return open_zip(_nth(_outer(file, mtime, size, chain[:-1], settings), chain[-1], settings), settings, archive=True)


def _unpacked(file: str, kind: str, opening: _Opening, depth: int) -> list[Member]:
    """Members of a 7z or rar; `depth` counts the archives around them, this one included."""
    if opening.unpack is None:
        raise MissingProgramError(f"这里不能展开 {kind} 压缩包", "请先解压，或改用 zip")
    found: list[Member] = []
    taken: set[str] = set()
    entries = opening.unpack(file, kind)
    opening.budget.take(len(entries), sum(size for _, _, size in entries))
    for name, out, size in entries:
        if _furniture(name):
            continue
        path = _free(safe_path(name), taken)
        if tricks(name):
            found.append(Member(path, (), size, _TRICK, out))
            continue
        try:
            inner = _inner(out, opening, depth)
        except SourceError as error:
            found.append(Member(path, (), size, error, out))
            continue
        if not inner:
            found.append(Member(path, (), size, None if inner is None else _EMPTY, out))
        else:
            found += [Member(f"{path}/{m.path}", m.members, m.size, m.refusal, m.file or out) for m in inner]
    return found


def _inner(out: str, opening: _Opening, depth: int) -> list[Member] | None:
    """Members of an unpacked file that is an archive itself; None where it is none."""
    with Path(out).open("rb") as opened:
        kind = archive_kind(opened.read(8))
        opened.seek(0)
        if kind == "zip":
            if depth >= opening.settings.max_nesting and not _is_zipped_document(opened, opening.settings):
                _check_depth(depth, opening.settings)
            return _zip_members(opened, (), opening, depth + 1)
    if kind is None:
        return None
    _check_depth(depth, opening.settings)
    return _unpacked(out, kind, opening, depth + 1)


def _is_zipped_document(stream: IO[bytes], settings: Settings) -> bool:
    try:
        with open_zip(stream, settings, archive=True) as opened:
            return is_document(opened)
    except UnreadableError:
        return True
