"""The one gate before every zipped format (OOXML, OFD, ODF): nothing is unpacked before its sizes are looked at.

`Package(data, settings)` checks the directory of the archive against the limits; `read(name)` unpacks one part
into memory, never more than it declares. No part is ever written to disk, no name is ever used as a path.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from extractor.errors import EncryptedError, PolicyError, UnreadableError
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL_PART = 4 * 1024 * 1024
"""Below this a part's ratio does not matter: a sheet of blanks packs 1:500 and harms nobody."""
_ENCRYPTED_NAMES = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    OverflowError,
)
"""What zipfile and zlib let go of on a damaged archive."""
_WIDE_DOCTYPE = re.compile(rb"<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E")


class MissingPartError(UnreadableError):
    """A part that the package should hold is not there."""


class Package:
    """A checked zip archive in memory.

    Raises:
        EncryptedError: OLE2-wrapped or zip-encrypted.
        PolicyError: a limit of `settings` is passed, or entries overlap.
        UnreadableError: not a zip, or cut short.
    """

    def __init__(self, data: bytes, settings: Settings) -> None:
        if data.startswith(OLE2_MAGIC):
            raise _ole2_error(data)
        self._settings = settings
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as fault:
            raise _cut_or_foreign(data, fault) from fault
        self.parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._folded: dict[str, str] | None = None
        _check_directory(self._zip.infolist(), settings)

    def find(self, name: str) -> str | None:
        """The part's own spelling (part names are compared without case), None where it is missing."""
        if name in self.parts:
            return name
        if self._folded is None:
            self._folded = {part.lower(): part for part in self.parts}
        return self._folded.get(name.lower())

    def read(self, name: str) -> bytes:
        """One part's bytes.

        Raises:
            MissingPartError: there is no such part.
            UnreadableError, PolicyError, EncryptedError: as the fault is.
        """
        found = self.find(name)
        if found is None:
            raise MissingPartError(f"文件内部缺少部件：{name}", "请用原软件打开并另存后重新提交")
        info = self.parts[found]
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except ZIP_FAULTS as fault:
            if info.flag_bits & 1:
                raise _encrypted() from fault
            raise UnreadableError(
                f"文件内部的 {name} 已损坏，无法解压（{_short(fault)}）", "请用原软件打开并另存后重新提交"
            ) from fault
        if len(data) != info.file_size:
            raise UnreadableError(f"文件内部的 {name} 声明的大小与实际不符", "文件可能被改动过，请重新导出后提交")
        return data

    def main_part(self, usual: str) -> str | None:
        """The part that the package names as its document, else the usual one; None where neither is there.

        A damaged relations part costs nothing as long as the document stands where it always does.
        """
        try:
            for relation in self.xml("_rels/.rels").iter("{*}Relationship"):
                target = (relation.get("Target") or "").lstrip("/")
                if (relation.get("Type") or "").endswith("/officeDocument") and self.find(target) is not None:
                    return target
        except UnreadableError:
            pass
        return usual if self.find(usual) is not None else None

    def xml(self, name: str) -> _Element:
        """One part parsed; see `parse_xml`."""
        return parse_xml(self.read(name), name)


def parse_xml(data: bytes, name: str) -> _Element:
    """Parse a part's XML: no DOCTYPE, no entities, no network, libxml2's own depth and size limits kept.

    Raises:
        UnreadableError: not well-formed, too deep, or it carries a DOCTYPE.
    """
    from lxml import etree

    check_prolog(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise UnreadableError(
            f"文件内部的 {name} 不是完好的 XML（{_short(fault)}）", "请用原软件打开并另存后重新提交"
        ) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name)
    return root


def check_prolog(data: bytes, name: str) -> None:
    """Refuse a part whose head holds a DOCTYPE, in any encoding libxml2 would take.

    Raises:
        UnreadableError: there is one.
    """
    if data.find(b"<!DOCTYPE", 0, 4096) >= 0 or (b"\0" in data[:4] and _WIDE_DOCTYPE.search(data, 0, 8192)):
        raise _doctype(name)


def _doctype(name: str) -> UnreadableError:
    return UnreadableError(f"文件内部的 {name} 带有 DOCTYPE 声明，为安全起见不予读取", "请用原软件打开并另存后重新提交")


def _check_directory(infos: list[zipfile.ZipInfo], settings: Settings) -> None:
    if len(infos) > settings.max_members:
        raise PolicyError(
            f"压缩包内有 {len(infos)} 个部件，超过上限 {settings.max_members}", "请确认文件来源后重新提交"
        )
    total = 0
    for info in infos:
        total += info.file_size
        if info.flag_bits & 1:
            raise _encrypted()
        if info.file_size > settings.max_part_bytes:
            raise PolicyError(
                f"部件 {info.filename} 解压后有 {info.file_size} 字节，超过上限 {settings.max_part_bytes}",
                "请拆分或精简文件后重新提交",
            )
        if info.file_size > SMALL_PART and info.file_size > settings.max_ratio * max(info.compress_size, 1):
            raise PolicyError(f"部件 {info.filename} 的压缩比异常（疑似压缩炸弹）", "请确认文件来源，重新导出后提交")
    if total > settings.max_unpacked_bytes:
        raise PolicyError(f"解压后共 {total} 字节，超过上限 {settings.max_unpacked_bytes}", "请拆分文件后重新提交")
    _check_overlaps(infos)


def _check_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes unpack to more than the archive could hold (the 42.zip of one layer)."""
    end = -1
    for offset, size in sorted((info.header_offset, info.compress_size) for info in infos):
        if offset < end:
            raise PolicyError("压缩包内的部件相互重叠（疑似压缩炸弹）", "请确认文件来源，重新导出后提交")
        end = offset + 30 + size


def _ole2_error(data: bytes) -> UnreadableError | EncryptedError:
    if any(name in data for name in _ENCRYPTED_NAMES):
        return _encrypted()
    return UnreadableError(
        "文件是旧版（OLE2）格式，不是它扩展名所说的格式", "请用 Office 或 WPS 打开并另存为新格式后提交"
    )


def _encrypted() -> EncryptedError:
    return EncryptedError("文件设有打开密码", "请去掉密码后重新提交")


def _cut_or_foreign(data: bytes, fault: BaseException) -> UnreadableError:
    if not data:
        return UnreadableError("文件是空的（0 字节）", "请重新导出后提交")
    if data.startswith(b"PK"):
        return UnreadableError(f"压缩结构不完整，文件可能在传输中被截断（{_short(fault)}）", "请重新下载或导出后提交")
    return UnreadableError("文件不是压缩包结构，与其格式不符", "请用原软件打开并另存后重新提交")


def _short(fault: BaseException) -> str:
    return (str(fault) or type(fault).__name__).splitlines()[0][:120]
