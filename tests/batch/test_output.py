"""Output files are wholly old or wholly new, and stay in their folder whatever the sources are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.output import Folder, is_folder_target, mirrored
from extractor.errors import UsageError
from extractor.ground.files import write_whole


def test_the_nth_call_fails_and_the_file_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ((Path, "replace"), (Path, "chmod"), (os, "fdopen")):
        with monkeypatch.context() as patch:
            patch.setattr(*broken, full)
            with pytest.raises(OSError, match="space"):
                write_whole(target, b"new")
        assert target.read_bytes() == b"old"
        assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"


def test_file_or_folder(tmp_path: Path) -> None:
    assert is_folder_target(f"{tmp_path}", 1)
    assert is_folder_target("new/", 1)
    assert is_folder_target("new", 2)
    assert not is_folder_target("new", 1)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="是文件"):
        Folder(str(tmp_path / "file"), ".json", lambda _: None)


def test_long_names_are_cut_and_stay_apart(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "out"), ".json", lambda _: None)
    for end in ("甲", "乙"):
        folder.write("长" * 80 + end + ".docx", b"{}")
    assert len(list((tmp_path / "out").iterdir())) == 2


@given(st.text(max_size=60))
def test_a_mirrored_path_stays_below_its_folder(path: str) -> None:
    parts = mirrored(path).split("/")
    assert not {"", ".", ".."} & set(parts)
    assert "\0" not in mirrored(path)
