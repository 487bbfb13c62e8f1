"""What is refused at the door, in this process: kinds nobody reads, archives with tricks, entries that are no files."""

from __future__ import annotations

import builtins
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SourceError, UsageError
from extractor.intake.discover import Located, check_paths, discover, read_located
from extractor.intake.sniff import sniff
from extractor.intake.unpack import unpack
from extractor.readers.container.members import FORM_PIXELS, pixels_of
from extractor.settings import DEFAULTS, Settings
from tests.intake.test_sniff import package
from tests.make.archives import rar_of, seven_of

TYPES = "[Content_Types].xml"


def _made(data: Any) -> bytes:
    """A package of members, cut short; made within the test, since its bytes hold the time and would name the case."""
    return data if isinstance(data, bytes) else package(data[0])[: data[1]]


def _refused(data: bytes, name: str = "a", settings: Settings = DEFAULTS) -> SourceError:
    with pytest.raises(SourceError) as raised:
        sniff(data, name, settings)
    return raised.value


# ---- by their bytes


@pytest.mark.parametrize(
    ("data", "category", "words"),
    [
        (b"", "unreadable", "空的"),
        (({TYPES: "ms-excel.sheet.binary.macroEnabled", "xl/workbook.bin": ""}, None), "unsupported", "xlsb"),
        (({TYPES: "presentationml"}, None), "unsupported", "PowerPoint"),
        (({TYPES: "", "ppt/slides/1.xml": ""}, None), "unsupported", "PowerPoint"),
        (({TYPES: "", "other/1.xml": ""}, None), "unreadable", "缺少正文"),
        (({"mimetype": "application/vnd.oasis.opendocument.presentation"}, None), "unsupported", "presentation"),
        (({"Index/Document.iwa": ""}, None), "unsupported", "iWork"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "unreadable", "内部目录"),
        (b"PK\x03\x04" + bytes(80), "unreadable", ""),
    ],
)
def test_kinds_that_nobody_reads(data: Any, category: str, words: str) -> None:
    error = _refused(_made(data))
    assert error.category == category and words in error.cause and error.remedy


def test_a_file_over_the_limit() -> None:
    small = replace(DEFAULTS, max_file_bytes=100)
    assert sniff(b"%PDF-" + bytes(95), "a.pdf", small).format == "pdf"
    assert _refused(b"%PDF-" + bytes(96), "a.pdf", small).category == "policy"


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a", "gif"),
        (b"II*\0", "tiff"),
        (b"MM\0+", "tiff"),
        (b"RIFF1234WEBP", "webp"),
        (b"BM1234\0\0\0\0" + b"1234" + bytes([40, 0, 0, 0]) + bytes(20), "bmp"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (b"\x09\x04\x06\x00\x00\x00", "xls"),
        (b"\xdb\xa5\x2d\x00", "doc"),
        (b"\x31\xbe\x00\x00", "doc"),
        (b"\xef\xbb\xbf  {\\rtf1}", "rtf"),
        (b"1 0 obj\n<<>>\nendobj\nstartxref", "pdf"),
        (({"word/document.xml": "x"}, None), "docx"),
        (({"xl/workbook.xml": "x"}, None), "xlsx"),
        (({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, None), "ods"),
        (({"word/document.xml": "x"}, 60), "docx"),
        (({"xl/workbook.xml": "x"}, 60), "xlsx"),
        (({"OFD.xml": "x", "Doc_0/Document.xml": "y" * 99}, 70), "ofd"),
    ],
)
def test_formats_by_their_first_bytes(data: Any, format: str) -> None:
    assert sniff(_made(data), "x", DEFAULTS).format == format


def test_a_bitmap_needs_a_head_of_its_own_size() -> None:
    wrong = b"BM1234\0\0\0\0" + b"1234" + bytes([41, 0, 0, 0]) + bytes(20)
    with pytest.raises(SourceError):
        sniff(wrong, "x", DEFAULTS)


# ---- archives that a child unpacks


@pytest.fixture(params=["7z", "rar"])
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Writes members as an archive of the kind and unpacks it."""
    pytest.importorskip("py7zr")
    pytest.importorskip("rarfile")

    def run(members: dict[str, bytes], settings: Settings = DEFAULTS) -> list[tuple[str, str, int]]:
        file = tmp_path / f"a.{request.param}"
        file.write_bytes(seven_of(members) if request.param == "7z" else rar_of(members))
        return unpack(str(file), request.param, str(tmp_path / "out"), settings)

    return run


def test_members_lie_under_numbers(packed: Any) -> None:
    found = packed({"甲.txt": b"abc", "子/乙.txt": b"defg"})
    assert [(name, Path(file).name, size) for name, file, size in found] == [("甲.txt", "0", 3), ("子/乙.txt", "1", 4)]
    assert {Path(file).parent.name for _, file, _ in found} == {"out"}
    assert [Path(file).read_bytes() for _, file, _ in found] == [b"abc", b"defg"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [({"max_members": 1}, "文件数 2 超过上限 1"), ({"max_unpacked_bytes": 5}, "体积超过上限"),
     ({"max_member_bytes": 2}, "体积超过上限")],
)  # fmt: skip
def test_an_archive_over_a_limit(packed: Any, limits: dict[str, int], words: str) -> None:
    with pytest.raises(SourceError, match=words) as raised:
        packed({"甲.txt": b"abc", "乙.txt": b"def"}, replace(DEFAULTS, **limits))
    assert raised.value.category == "policy"


@pytest.mark.parametrize("kind", ["7z", "rar"])
def test_an_archive_that_is_none(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("py7zr")
    pytest.importorskip("rarfile")
    (tmp_path / "a").write_bytes(b"neither the one nor the other" * 9)
    with pytest.raises(SourceError) as raised:
        unpack(str(tmp_path / "a"), kind, str(tmp_path / "out"), DEFAULTS)
    assert raised.value.category == "unreadable" and "zip" in raised.value.remedy
    real = builtins.__import__

    def without(name: str, *given: Any, **named: Any) -> Any:
        if name in ("py7zr", "rarfile"):
            raise ImportError(name)
        return real(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SourceError) as raised:
        unpack(str(tmp_path / "a"), kind, str(tmp_path / "out"), DEFAULTS)
    assert "pip install" in raised.value.remedy and raised.value.category == "missing-program"


def test_a_seven_zip_with_a_password(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", password="x") as archive:
        archive.writestr("绩效", "甲.txt")
    with pytest.raises(SourceError) as raised:
        unpack(str(tmp_path / "a.7z"), "7z", str(tmp_path / "out"), DEFAULTS)
    assert raised.value.category == "encrypted"


# ---- entries of a folder


def test_what_is_not_given_or_twice_standard_input() -> None:
    for paths in ([], ["-", "-"], ["a\0b"]):
        with pytest.raises(UsageError):
            check_paths(paths)


def test_a_file_given_twice_is_one_source_and_a_gone_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("绩效", "utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    twice = discover([str(tmp_path / "a.txt")] * 2, DEFAULTS)
    assert [located.path for located in twice] == ["a.txt"]
    found = {located.path: located.refusal for located in discover([str(tmp_path)], DEFAULTS)}
    assert found["a.txt"] is None
    assert found["gone.txt"] is not None and "不存在" in found["gone.txt"].cause
    assert found["loop"] is not None and "循环" in found["loop"].cause


def test_what_was_skipped_is_named(tmp_path: Path) -> None:
    told: list[str] = []
    for name in ("a.txt", *(f".{n}" for n in range(6))):
        (tmp_path / name).write_text("x")
    discover([str(tmp_path)], DEFAULTS, say=told.append)
    assert told == ["已跳过 6 个隐藏或临时文件：.0、.1、.2、.3、.4 等"]


def test_a_file_that_grew_or_went_since_is_refused(tmp_path: Path) -> None:
    small = replace(DEFAULTS, max_file_bytes=4)
    file = tmp_path / "a.txt"
    located = Located("a.txt", "a.txt", str(file))
    file.write_text("1234")
    assert read_located(located, small) == b"1234"
    file.write_text("12345")
    with pytest.raises(SourceError, match="上限"):
        read_located(located, small)
    file.unlink()
    with pytest.raises(SourceError, match="不存在"):
        read_located(located, small)
    with pytest.raises(SourceError, match="文件名无效"):
        read_located(Located("a", "a", "a\0b"), small)
    refusal = SourceError("太大", "请拆分", "policy")
    with pytest.raises(SourceError, match="太大"):
        read_located(Located("a", "a", str(file), refusal=refusal), small)


# ---- how large a picture is


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 30, 20), (30, 20)),
        (b"BM" + bytes(16) + struct.pack("<ii", 30, -20), (30, 20)),
        (b"GIF89a" + struct.pack("<HH", 30, 20), (30, 20)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 20, 30) + bytes(4), (30, 20)),
        (b"\xff\xd8\xff\xc4\0\x02\xff\xc2\0\x11\x08" + struct.pack(">HH", 20, 30) + bytes(4), (30, 20)),
        (b"\xff\xd8\xff\xe0\0\x04ab", None),
        (b"II*\0", FORM_PIXELS),
        (b"RIFF1234WEBP", FORM_PIXELS),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"<svg/>", None),
    ],
)
def test_the_size_of_a_picture_by_its_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert pixels_of(data) == size
