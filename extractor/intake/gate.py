"""The one gate before all readers: what a zip package or archive may be before anything is unpacked.

`open_zip` looks at the directory alone (nothing is unpacked) and refuses bombs, overlaps and path tricks;
`read_member` unpacks one member to memory and stops at its limits, whatever sizes the archive claims.
Nothing is ever extracted to a path that an archive names.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from extractor.errors import EncryptedError, PolicyError, UnreadableError
from extractor.settings import Settings

MiB = 1024 * 1024
_SMALL = 8 * MiB
"""Below this unpacked size a high ratio harms nobody (a sheet of blanks packs 500 : 1)."""
_CHUNK = 256 * 1024
_KNOWN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, IndexError)
BOMB = "疑似压缩炸弹：展开后的体积与压缩体积相差悬殊，已拒绝读取"


def open_zip(data: bytes | IO[bytes], settings: Settings, *, archive: bool = False) -> zipfile.ZipFile:
    """Open a zip and check its directory against the limits.

    Args:
        data: the zip's bytes or a seekable file.
        archive: an archive of filings (limits of archives), else a zipped document such as docx (limits of parts).

    Raises:
        UnreadableError: not a zip, or its directory is damaged.
        PolicyError: too many members, too large, a bomb, or members that overlap.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except _BROKEN as error:
        raise UnreadableError("压缩结构已损坏或不完整，无法打开", "请重新下载，或在原程序中打开后另存一份") from error
    check_directory(opened.infolist(), settings, archive=archive)
    return opened


def check_directory(infos: list[zipfile.ZipInfo], settings: Settings, *, archive: bool) -> None:
    """Refuse a directory that breaks a limit; see `open_zip`.

    Raises:
        PolicyError: too many members, too large unpacked, or packed as bombs are.
    """
    if len(infos) > settings.max_members:
        raise PolicyError(f"压缩包内文件数 {len(infos)} 超过上限 {settings.max_members}", "请拆分后再提交")
    limit = settings.max_member_bytes if archive else settings.max_part_bytes
    unpacked = packed = 0
    for info in infos:
        unpacked += info.file_size
        packed += info.compress_size
        if not archive and info.file_size > limit:
            raise PolicyError(f"文件内部有一部分展开后超过上限 {limit // MiB} MiB", "请核对文件来源，拆分后再提交")
        if info.file_size > _SMALL and info.file_size > settings.max_ratio * max(info.compress_size, 1):
            raise PolicyError(BOMB, "请核对文件来源")
    if unpacked > settings.max_unpacked_bytes:
        raise PolicyError(f"展开后的总体积超过上限 {settings.max_unpacked_bytes // MiB} MiB", "请拆分后再提交")
    if unpacked > _SMALL and unpacked > settings.max_ratio * max(packed, 1):
        raise PolicyError(BOMB, "请核对文件来源")
    _check_overlaps(infos)


def _check_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            raise PolicyError("压缩包内的文件互相重叠（疑似压缩炸弹），已拒绝读取", "请核对文件来源")
        end = info.header_offset + 30 + info.compress_size


def read_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """One member's bytes, at most `limit`.

    Raises:
        EncryptedError: it needs a password.
        PolicyError: it is larger than `limit`.
        UnreadableError: it is damaged or packed in a way that cannot be read.
    """
    if info.flag_bits & 0x1:
        raise EncryptedError("压缩包内的文件设有密码", "请去掉密码后重新压缩再提交")
    if info.file_size > limit:
        raise PolicyError(f"文件展开后超过上限 {limit // MiB} MiB", "请拆分后再提交")
    if info.compress_type not in _KNOWN_METHODS:
        raise UnreadableError(f"压缩方式（{info.compress_type}）不受支持", "请改用普通 zip 重新压缩")
    parts: list[bytes] = []
    total = 0
    try:
        with opened.open(info) as member:
            while chunk := member.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    raise PolicyError(f"文件展开后超过上限 {limit // MiB} MiB", "请拆分后再提交")
                parts.append(chunk)
    except (*_BROKEN, RuntimeError) as error:
        raise UnreadableError("压缩包内的文件已损坏，无法展开", "请重新压缩后再提交") from error
    return b"".join(parts)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: UTF-8 by flag or by look, else GBK (Chinese Windows sets no flag)."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def safe_path(name: str) -> str:
    """A member's name as a harmless relative path: no drive, root, `..`, NUL; "/" between the parts."""
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        part = "".join("_" if ord(c) < 32 or c == "\x7f" else c for c in part)
        if part in ("", "."):
            continue
        if part == "..":
            part = "__"
        if not parts and len(part) >= 2 and part[1] == ":" and part[0].isalpha():
            part = part[0] + "_" + part[2:]
        parts.append(part)
    return "/".join(parts) or "_"


def tricks(name: str) -> bool:
    """True when a member's name tries to leave its folder (`..`, an absolute path, a drive letter, NUL)."""
    flat = name.replace("\\", "/")
    drive = len(flat) >= 2 and flat[1] == ":" and flat[0].isalpha()
    return flat.startswith("/") or drive or "\0" in flat or ".." in flat.split("/")
