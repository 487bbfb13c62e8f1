"""A dump that does not say which head spans columns: the table is read, and said to be doubtful."""

from __future__ import annotations

from extractor import readers
from tests.forms.test_formats import _blocks
from tests.make import layouts
from tests.make.write_text import text_dump

UNTOLD = ("monitoring-five-causes",)


def _doubts(name: str) -> list[str]:
    document = readers.read(text_dump(_blocks(name)), "layout.txt", "txt")
    return [note.message for note in document.notes if note.code == "doubtful-table"]


def test_heads_that_cannot_be_told_are_doubtful() -> None:
    for name in UNTOLD:
        assert any("跨列" in message for message in _doubts(name)), name


def test_heads_that_can_be_told_are_not() -> None:
    told = [name for name in layouts.names() if name not in UNTOLD]
    assert {name: found for name in told if (found := _doubts(name))} == {}
