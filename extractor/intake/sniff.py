"""What a file is, by its magic bytes and inner structure; its ending is only asked whether it lies.

`sniff(data, name, settings)` gives the format name of the contract (`docx`, `doc`, `wps`, `xlsx`, `xls`, `et`,
`html`, `txt`, `pdf`, `ofd`, `jpg` …) and the ending's claim where it differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.errors import EncryptedError, PolicyError, UnreadableError, UnsupportedError
from extractor.ground.damage import BROKEN_OLE
from extractor.intake.plain import sniff_text
from extractor.model.document import Note
from extractor.settings import DEFAULTS, Settings

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES: tuple[tuple[bytes, str], ...] = ((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"))
_RESAVE = "请另存为 docx、xlsx、pdf、html 或 txt 后再提交"
_UNSUPPORTED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"BZh", "bzip2 压缩文件"),
    (b"\xfd7zXZ\x00", "xz 压缩文件"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
    (b"%!PS", "PostScript 文件"),
    (b"AC10", "AutoCAD 图纸"),
    (b"ID3", "音频文件"),
    (b"RIFF", "音视频文件"),
    (b"\x00\x00\x00\x14ftyp", "视频文件"),
    (b"\x00\x00\x00\x18ftyp", "视频或 HEIC 图片文件"),
    (b"\x00\x00\x00\x20ftyp", "视频文件"),
)
_ENDINGS: dict[str, tuple[str, ...]] = {
    "doc": ("doc", "dot", "wps"),
    "wps": ("wps", "wpt"),
    "works": ("wps", "wks", "wdb"),
    "docx": ("docx", "docm", "dotx", "dotm"),
    "rtf": ("rtf",),
    "odt": ("odt", "ott"),
    "ods": ("ods", "ots"),
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "xls": ("xls", "xlt", "et"),
    "et": ("et", "ett"),
    "csv": ("csv", "tsv", "txt"),
    "html": ("html", "htm", "xhtml", "shtml", "shtm", "jsp", "asp", "aspx", "php", "mht", "mhtml"),
    "mht": ("mht", "mhtml"),
    "txt": ("txt", "text", "md", "log", "csv", "tsv"),
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "jpg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
    "tiff": ("tif", "tiff"),
    "bmp": ("bmp", "dib"),
    "gif": ("gif",),
    "webp": ("webp",),
    "zip": ("zip",),
    "7z": ("7z",),
    "rar": ("rar",),
    "wordml": ("xml",),
    "sheetml": ("xml",),
    "fodt": ("fodt", "xml"),
    "fods": ("fods", "xml"),
}
_KNOWN_ENDINGS = {ending for endings in _ENDINGS.values() for ending in endings} - {"xml"}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's real format, and its ending where that claims another one."""

    format: str
    lying: str | None = None

    def note(self) -> Note | None:
        """The `format-mismatch` note, None where the ending tells the truth."""
        if self.lying is None:
            return None
        message = f"文件后缀是 .{self.lying}，实际内容是 {self.format}，已按实际内容读取；请改正后缀"
        return Note("format-mismatch", message, observed=self.lying, expected=self.format)


def ending_of(name: str) -> str:
    """The ending in lower case without its dot, "" where there is none."""
    tail = name.rsplit("/", 1)[-1]
    return tail.rsplit(".", 1)[1].lower() if "." in tail.strip(".") else ""


def archive_kind(head: bytes) -> str | None:
    """`7z`, `rar` or `zip` (which may still be a docx) by the first bytes."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")):
        return "zip"
    return next((kind for magic, kind in _ARCHIVES if head.startswith(magic)), None)


def sniff(data: bytes, name: str, settings: Settings = DEFAULTS) -> Sniffed:
    """The real format of a file's bytes.

    Args:
        data: the whole file.
        name: its name, asked only for its ending (`.wps` and `.et` keep their own format names).

    Raises:
        SourceError: empty, encrypted, damaged, refused by the gate, or of a kind nobody reads.
    """
    ending = ending_of(name)
    format = _kind(data, ending, settings)
    lying = ending if ending in _KNOWN_ENDINGS and ending not in _ENDINGS.get(format, (ending,)) else None
    return Sniffed(format, lying)


def _kind(data: bytes, ending: str, settings: Settings) -> str:
    if not data:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出或重新下载后再提交")
    if len(data) > settings.max_file_bytes:
        raise PolicyError(f"文件超过上限 {settings.max_file_bytes // 1024 // 1024} MiB", "请拆分后再提交")
    if data.startswith(OLE2):
        return _ole(data, ending)
    archive = archive_kind(data)
    if archive == "zip":
        return _zip(data, settings)
    if archive is not None:
        return archive
    image = _image(data)
    if image is not None:
        return image
    if b"%PDF" in data[:1024] or (b" obj" in data[:4096] and (b"startxref" in data[-2048:] or b"endobj" in data)):
        return "pdf"
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"{\\rtf"):
        return "rtf"
    for magic, what in _UNSUPPORTED:
        if data.startswith(magic):
            raise UnsupportedError(f"这是{what}，不是可读取的填报文件", _RESAVE)
    early = _early_office(data)
    return early if early is not None else sniff_text(data, ending, settings)


def _image(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "tiff"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"BM") and len(data) > 26 and data[6:10] == b"\0\0\0\0" and data[14:18] in _BMP_HEADERS:
        return "bmp"
    return None


_BMP_HEADERS = {bytes([n, 0, 0, 0]) for n in (12, 40, 52, 56, 64, 108, 124)}


def _early_office(data: bytes) -> str | None:
    """Word and Excel before OLE2: bare BIFF streams, Word 2 and Word 5 files."""
    if data.startswith(
        (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
    ):
        return "xls"
    if data.startswith((b"\xdb\xa5", b"\x31\xbe\x00\x00")):
        return "doc"
    return None


def _ole(data: bytes, ending: str) -> str:
    import olefile

    try:
        with olefile.OleFileIO(data) as opened:
            entries = opened.listdir(streams=True, storages=True)
    except BROKEN_OLE as error:
        raise UnreadableError("文件的内部目录已损坏", "请在原程序中打开后另存一份再提交") from error
    top = {entry[0].lower() for entry in entries}
    if top & {"encryptedpackage", "encryptioninfo"}:
        raise EncryptedError("文件设有打开密码", "请去掉密码后重新提交")
    if any("drmcontent" in name for name in top):
        raise EncryptedError("文件受权限管理（DRM）保护", "请解除保护后重新提交")
    if "worddocument" in top:
        return "wps" if ending in ("wps", "wpt") else "doc"
    if top & {"workbook", "book"}:
        return "et" if ending in ("et", "ett") else "xls"
    if "powerpoint document" in top:
        raise UnsupportedError("这是 PowerPoint 演示文稿，不是可读取的填报文件", _RESAVE)
    if any(name.startswith("__substg1.0_") or name == "__properties_version1.0" for name in top):
        raise UnsupportedError("这是 Outlook 邮件", "请把邮件中的附件另存后再提交")
    if top & {"matost", "contents", "mm", "spelling"}:
        return "works"
    raise UnsupportedError("这是不认识的复合文档（OLE2）", _RESAVE)


def _zip(data: bytes, settings: Settings) -> str:
    from extractor.intake.gate import open_zip, read_member

    try:
        opened = open_zip(data, settings)
    except UnreadableError:
        early = _broken_zip(data)
        if early is None:
            raise
        return early
    with opened:
        names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in opened.infolist()}
        if "[content_types].xml" in names or any(n.startswith(("word/", "xl/")) for n in names):
            types = b""
            if "[content_types].xml" in names:
                info = names["[content_types].xml"]
                types = b"" if info.file_size > 16 * 1024 * 1024 else read_member(opened, info, settings.max_part_bytes)
            return _ooxml(types, set(names))
        if "mimetype" in names and names["mimetype"].file_size < 200:
            return _odf(read_member(opened, names["mimetype"], 200))
    if "ofd.xml" in names:
        return "ofd"
    if any(n.endswith((".iwa", "index.apxl")) for n in names):
        raise UnsupportedError("这是苹果 iWork 文档", _RESAVE)
    return "zip"


def _ooxml(types: bytes, names: set[str]) -> str:
    flat = types.replace(b"\0", b"").lower()
    if b"wordprocessingml.document.main" in flat or b"ms-word.document" in flat or b"wordprocessingml.template" in flat:
        return "docx"
    if b"ms-excel.sheet.binary" in flat or "xl/workbook.bin" in names:
        raise UnsupportedError("这是二进制工作簿（xlsb）", "请另存为 xlsx 后再提交")
    if b"spreadsheetml" in flat or b"ms-excel.sheet" in flat:
        return "xlsx"
    if b"presentationml" in flat or any(n.startswith("ppt/") for n in names):
        raise UnsupportedError("这是 PowerPoint 演示文稿，不是可读取的填报文件", _RESAVE)
    if any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    raise UnreadableError("像是 Office 文件，但缺少正文部分", "请在原程序中打开后另存一份再提交")


def _odf(mimetype: bytes) -> str:
    kind = mimetype.strip().decode("ascii", "replace")
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise UnsupportedError(f"不支持的文档类型（{kind[:60]}）", _RESAVE)


def _broken_zip(data: bytes) -> str | None:
    """The format of a zip without a readable directory, by the names of its first members; None = unknown."""
    names = re.findall(rb"PK\x03\x04.{22}(..)..([\x20-\x7e]{4,60})", data[: 1 << 16], re.DOTALL)
    text = b" ".join(name.lower() for _, name in names)
    for mark, format in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ofd.xml", "ofd"), (b"opendocument.text", "odt")):
        if mark in text:
            return format
    return None
