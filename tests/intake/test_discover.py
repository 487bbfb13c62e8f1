"""Files, folders, archives: each input is a source with one outcome, in code-point order, by safe paths."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import PolicyError, SourceError, UnreadableError, UsageError
from extractor.intake.discover import Located, check_paths, discover, read_located
from extractor.intake.gate import check_directory, safe_path, tricks
from extractor.settings import DEFAULTS

TEXT = "填报单位：某单位\n".encode()


def made_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return out.getvalue()


def found_in(path: Path | str, settings: object = DEFAULTS) -> dict[str, Located]:
    return {located.path: located for located in discover([str(path)], settings)}  # type: ignore[arg-type]


def test_a_folder_is_sorted_by_code_point_and_skips_lock_files(tmp_path: Path) -> None:
    for name in ("乙.txt", "a.txt", "B.txt", "a/z.txt", "~$a.docx", ".hidden", "a/.git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    said: list[str] = []
    paths = [located.path for located in discover([str(tmp_path)], DEFAULTS, say=said.append)]
    assert paths == ["B.txt", "a.txt", "a/z.txt", "乙.txt"]
    assert len(said) == 1
    assert "3 个" in said[0]
    assert "~$a.docx" in said[0]


def test_a_missing_path_stops_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    with pytest.raises(UsageError, match="不存在"):
        check_paths([str(tmp_path / "a.txt"), str(tmp_path / "none.txt")])


def test_special_files_have_one_outcome_each(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "gone.docx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "x").symlink_to(tmp_path / "y")
    (tmp_path / "y").symlink_to(tmp_path / "x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "换行\n😀.txt").write_bytes(TEXT)
    found = found_in(tmp_path)
    assert {path: located.refusal.category if located.refusal else None for path, located in found.items()} == {
        "pipe.docx": "unsupported",
        "gone.docx": "unreadable",
        "x": "unreadable",
        "y": "unreadable",
        "sub/up": "policy",
        "换行\n😀.txt": None,
    }


def test_a_name_in_gbk_bytes_is_shown_in_chinese(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "目标表.txt".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(TEXT)
    ((path, located),) = found_in(tmp_path).items()
    assert path == located.name == "目标表.txt"
    assert read_located(located, DEFAULTS) == TEXT


def test_a_zip_gives_its_members_with_gbk_names(tmp_path: Path) -> None:
    data = made_zip({"XXXXX/1.txt": TEXT, "2.txt": TEXT + b"2", "__MACOSX/._2.txt": b"", "~$2.docx": b""})
    (tmp_path / "年.zip").write_bytes(data.replace(b"XXXXX", "报A送".encode("gbk")))
    found = found_in(tmp_path)
    assert list(found) == ["年.zip/2.txt", "年.zip/报A送/1.txt"]
    assert read_located(found["年.zip/2.txt"], DEFAULTS) == TEXT + b"2"
    assert read_located(found["年.zip/报A送/1.txt"], DEFAULTS) == TEXT


def test_zip_in_zip_to_the_nesting_limit(tmp_path: Path) -> None:
    data = made_zip({"1.txt": TEXT})
    for depth in range(4):
        data = made_zip({"in.zip": data, f"{depth}.txt": TEXT})
    (tmp_path / "a.zip").write_bytes(data)
    found = found_in(tmp_path)
    assert read_located(found["a.zip/in.zip/in.zip/1.txt"], DEFAULTS) == TEXT
    deepest = found["a.zip/in.zip/in.zip/in.zip"]
    assert deepest.refusal is not None
    assert deepest.refusal.category == "policy"


def test_a_docx_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(made_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    assert list(found_in(tmp_path)) == ["a.zip"]


def test_path_tricks_are_refused_and_their_paths_harmless(tmp_path: Path) -> None:
    names = ["../up.txt", "/etc/passwd", "C:\\boot.ini", "ok/../../x.txt", "good.txt"]
    (tmp_path / "a.zip").write_bytes(made_zip(dict.fromkeys(names, TEXT)))
    found = found_in(tmp_path)
    assert sorted(found) == [
        "a.zip/C_/boot.ini",
        "a.zip/__/up.txt",
        "a.zip/etc/passwd",
        "a.zip/good.txt",
        "a.zip/ok/__/__/x.txt",
    ]
    assert [path for path, located in found.items() if located.refusal is None] == ["a.zip/good.txt"]


def test_the_same_name_twice_in_an_archive_stays_two_sources(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("1.txt", TEXT)
        opened.writestr("1.txt", TEXT + b"2")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    found = found_in(tmp_path)
    assert [read_located(found[p], DEFAULTS) for p in ("a.zip/1.txt", "a.zip/1.txt~2")] == [TEXT, TEXT + b"2"]


@pytest.mark.parametrize(
    ("change", "category"),
    [
        ({"max_members": 2}, "policy"),
        ({"max_unpacked_bytes": 1000}, "policy"),
        ({}, "policy"),
    ],
)
def test_bombs_are_refused(tmp_path: Path, change: dict[str, int], category: str) -> None:
    (tmp_path / "bomb.zip").write_bytes(made_zip({f"{n}.txt": b"\0" * 12_000_000 for n in range(3)}))
    ((_, located),) = found_in(tmp_path, replace(DEFAULTS, **change)).items()
    assert located.refusal is not None
    assert located.refusal.category == category


def test_a_forged_size_cannot_smuggle_more_than_it_claims(tmp_path: Path) -> None:
    data = bytearray(made_zip({"1.txt": b"x" * 100_000}))
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    (tmp_path / "a.zip").write_bytes(bytes(data))
    found = found_in(tmp_path)
    with pytest.raises(UnreadableError):
        read_located(found["a.zip/1.txt"], DEFAULTS)


def test_overlapping_members_are_refused() -> None:
    one, two = zipfile.ZipInfo("1"), zipfile.ZipInfo("2")
    one.compress_size = two.compress_size = one.file_size = two.file_size = 100
    one.header_offset, two.header_offset = 0, 50
    with pytest.raises(PolicyError, match="重叠"):
        check_directory([one, two], DEFAULTS, archive=True)


def test_a_damaged_or_locked_zip_is_one_failed_source(tmp_path: Path) -> None:
    data = bytearray(made_zip({"1.txt": TEXT * 50}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(bytes(data))
    (tmp_path / "torn.zip").write_bytes(bytes(data[:60]))
    found = found_in(tmp_path)
    with pytest.raises(SourceError) as caught:
        read_located(found["locked.zip/1.txt"], DEFAULTS)
    assert caught.value.category == "encrypted"
    assert list(found) == ["locked.zip/1.txt", "torn.zip"]


def test_seven_zip_and_rar(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    from extractor.intake.unpack import unpack

    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.writestr(TEXT, "报送/1.txt")
        archive.writestr(made_zip({"2.txt": TEXT}), "in.zip")

    def unpacker(file: str, kind: str) -> list[tuple[str, str, int]]:
        return unpack(file, kind, str(tmp_path / "out"), DEFAULTS)

    found = {located.path: located for located in discover([str(tmp_path / "a.7z")], DEFAULTS, unpack=unpacker)}
    assert sorted(found) == ["a.7z/in.zip/2.txt", "a.7z/报送/1.txt"]
    assert {read_located(located, DEFAULTS) for located in found.values()} == {TEXT}
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["0", "1"]
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + b"\0" * 50)
    (broken,) = discover([str(tmp_path / "a.rar")], DEFAULTS, unpack=unpacker)
    assert broken.refusal is not None
    assert broken.refusal.category in ("unreadable", "missing-program")


@given(st.text(max_size=40))
def test_a_safe_path_never_leaves_its_folder(name: str) -> None:
    parts = safe_path(name).split("/")
    assert parts
    assert not {"", ".", ".."} & set(parts)
    assert not tricks(safe_path(name))
    assert "\0" not in safe_path(name)
