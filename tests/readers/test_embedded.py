"""Files inside files are read as members of an archive are, under the same limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model.document import Document, Grid
from extractor.readers.container.embedded import Inlay, unwrapped
from extractor.settings import DEFAULTS

CSV = "项目名称,农村道路养护\n一级指标,二级指标\n产出指标,数量指标\n".encode("gb18030")


def inlay(**changes: int) -> tuple[Document, Inlay]:
    document = Document("docx")
    return document, Inlay(document, replace(DEFAULTS, **changes))


def test_an_embedded_file_is_read_and_says_where_it_stands() -> None:
    document, members = inlay()
    assert members.take(CSV, "附件.csv")
    (grid,) = document.items
    assert isinstance(grid, Grid)
    assert grid.member == "附件.csv"
    assert grid.place(grid.cells[0])["sheet"] == "附件.csv"
    assert [cell.text for cell in grid.cells][:2] == ["项目名称", "农村道路养护"]


@pytest.mark.parametrize(
    "changes", [{"max_nesting": 0}, {"max_member_bytes": 10}, {"max_unpacked_bytes": 10}, {"max_members": 0}]
)
def test_the_limits_of_archives_hold_and_a_refusal_is_said(changes: dict[str, int]) -> None:
    document, members = inlay(**changes)
    assert not members.take(CSV, "附件.csv")
    assert not document.items
    assert [note.code for note in document.notes] == ["unreadable-part"]
    assert "附件.csv" in document.notes[0].message


def test_the_bytes_of_all_members_count_together() -> None:
    document, members = inlay(max_unpacked_bytes=len(CSV) + 5)
    assert members.take(CSV, "1.csv")
    assert not members.take(CSV, "2.csv")


@pytest.mark.parametrize("data", [b"MZ\x00\x00", b"PK\x03\x04broken", b"%PDF-1.4\nbroken", b""])
def test_what_cannot_be_read_is_named(data: bytes) -> None:
    document, members = inlay()
    assert not members.take(data, "附件")
    assert document.notes[0].observed == "附件"


def test_a_packaged_file_is_unwrapped() -> None:
    name = "目标表.csv".encode("gb18030")
    path = b"C:\\temp\\a.csv\0"
    native = b"\0\0\0\0\2\0" + name + b"\0" + name + b"\0" + b"\0\0\3\0" + len(path).to_bytes(4, "little") + path
    native += len(CSV).to_bytes(4, "little") + CSV
    from extractor.readers.container.embedded import _packaged

    assert _packaged(native) == (CSV, "目标表.csv")
    assert _packaged(native[:-3]) is None
    assert unwrapped(CSV, "a.csv") == (CSV, "a.csv")
    assert unwrapped(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "x.bin") is None
