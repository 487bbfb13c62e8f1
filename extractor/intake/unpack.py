"""7z and rar: unpack an archive into a private folder, under numbers, never under the archive's own names.

Runs in a child. Needs the `archives` extra (py7zr, rarfile), and for rar a program (unrar, 7z or bsdtar).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any, cast

from extractor.errors import EncryptedError, MissingProgramError, PolicyError, UnreadableError
from extractor.ground.allowance import extend
from extractor.settings import Settings

_INSTALL = '请安装：pip install "jixiao-extractor[archives]"，或先解压、改用 zip'
_SMALL = 8 * 1024 * 1024


def unpack(file: str, kind: str, folder: str, settings: Settings) -> list[tuple[str, str, int]]:
    """(name in the archive, file it was unpacked to, size) of every member.

    Args:
        file: path of the archive.
        kind: "7z" or "rar".
        folder: where its members go; made if missing.

    Raises:
        SourceError: encrypted, damaged, over a limit, or a library or program is missing.
    """
    extend(settings.convert_seconds)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    return _seven(file, target, settings) if kind == "7z" else _rar(file, target, settings)


def _admit(sizes: list[int], packed: int, settings: Settings) -> None:
    if len(sizes) > settings.max_members:
        raise PolicyError(f"压缩包内文件数 {len(sizes)} 超过上限 {settings.max_members}", "请拆分后再提交")
    if sum(sizes) > settings.max_unpacked_bytes or max(sizes, default=0) > settings.max_member_bytes:
        raise PolicyError("压缩包展开后的体积超过上限", "请拆分后再提交")
    if sum(sizes) > _SMALL and sum(sizes) > settings.max_ratio * max(packed, 1):
        raise PolicyError("疑似压缩炸弹：展开后的体积与压缩体积相差悬殊，已拒绝读取", "请核对文件来源")


class _Bounded:
    """One member's output file, numbered; refuses what runs over the member limit."""

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self._limit = limit
        self.total = 0
        self._opened: IO[bytes] = path.open("wb+")

    def write(self, data: bytes | bytearray | Any) -> int:
        self.total += len(data)
        if self.total > self._limit:
            raise PolicyError("压缩包内的文件展开后超过上限", "请拆分后再提交")
        return self._opened.write(data)

    def read(self, size: int | None = None) -> bytes:
        return self._opened.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._opened.seek(offset, whence)

    def flush(self) -> None:
        self._opened.flush()

    def size(self) -> int:
        return self.total

    def close(self) -> None:
        self._opened.close()


def _seven(file: str, folder: Path, settings: Settings) -> list[tuple[str, str, int]]:
    try:
        import py7zr
        from py7zr.io import Py7zIO, WriterFactory
    except ImportError as error:
        raise MissingProgramError("读取 7z 压缩包需要 py7zr", _INSTALL) from error
    made: list[tuple[str, _Bounded]] = []

    class Numbered(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            bounded = _Bounded(folder / str(len(made)), settings.max_member_bytes)
            made.append((filename, bounded))
            return cast(Py7zIO, bounded)

    try:
        with py7zr.SevenZipFile(file, "r") as archive:
            if archive.needs_password():
                raise EncryptedError("压缩包设有密码", "请去掉密码后重新压缩再提交")
            entries = [e for e in archive.list() if not e.is_directory]
            _admit([int(e.uncompressed or 0) for e in entries], Path(file).stat().st_size, settings)
            archive.extract(targets=[e.filename for e in entries], factory=Numbered())
    except py7zr.exceptions.PasswordRequired as error:
        raise EncryptedError("压缩包设有密码", "请去掉密码后重新压缩再提交") from error
    except (py7zr.exceptions.ArchiveError, OSError, ValueError, EOFError, IndexError, KeyError, TypeError) as error:
        raise UnreadableError("7z 压缩包已损坏或用了不支持的压缩方式", "请改用 zip 重新压缩") from error
    finally:
        for _, bounded in made:
            bounded.close()
    return [(name, os.fspath(bounded.path), bounded.total) for name, bounded in made]


def _rar(file: str, folder: Path, settings: Settings) -> list[tuple[str, str, int]]:
    try:
        import rarfile
    except ImportError as error:
        raise MissingProgramError("读取 rar 压缩包需要 rarfile", _INSTALL) from error
    found: list[tuple[str, str, int]] = []
    try:
        with rarfile.RarFile(file) as archive:
            if archive.needs_password():
                raise EncryptedError("压缩包设有密码", "请去掉密码后重新压缩再提交")
            infos = [i for i in archive.infolist() if i.is_file()]
            _admit([i.file_size for i in infos], Path(file).stat().st_size, settings)
            for number, info in enumerate(infos):
                bounded = _Bounded(folder / str(number), settings.max_member_bytes)
                try:
                    with archive.open(info) as member:
                        while chunk := member.read(1 << 18):
                            bounded.write(chunk)
                finally:
                    bounded.close()
                found.append((info.filename, os.fspath(bounded.path), bounded.total))
    except rarfile.RarCannotExec as error:
        raise MissingProgramError(
            "读取 rar 压缩包需要程序 unrar、7z 或 bsdtar", "请安装其中之一，或先解压、改用 zip"
        ) from error
    except rarfile.PasswordRequired as error:
        raise EncryptedError("压缩包设有密码", "请去掉密码后重新压缩再提交") from error
    except (rarfile.Error, OSError, ValueError, EOFError) as error:
        raise UnreadableError("rar 压缩包已损坏或用了不支持的压缩方式", "请改用 zip 重新压缩") from error
    return found
