"""Thresholds that several readers share, each at its edge."""

from __future__ import annotations

import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.model.document import Document, Line
from extractor.readers.container import members
from extractor.readers.container.members import Members, pixels_of
from extractor.readers.shown.flow import Flow, Look
from extractor.settings import DEFAULTS


@pytest.mark.parametrize(("blanks", "text"), [(22, "²"), (23, "²"), (24, "2")])
def test_a_raised_sign_belongs_to_what_stands_not_far_before(blanks: int, text: str) -> None:
    flow = Flow(finish=str)
    flow.text(f"500m{' ' * blanks}")
    flow.text("2", Look(raised=True))
    assert flow.take() == (f"500m{' ' * blanks}{text}", ())


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + struct.pack(">II", width, height)


def _bmp(width: int, height: int) -> bytes:
    return b"BM" + b"\0" * 16 + struct.pack("<ii", width, -height)


def _gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height)


def _jpeg(width: int, height: int) -> bytes:
    told = b"\xff\xe0" + struct.pack(">H", 6) + b"\0" * 4
    return b"\xff\xd8\xff"[:2] + told + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, height, width) + b"\0" * 10


@pytest.mark.parametrize("made", [_png, _bmp, _gif, _jpeg])
def test_the_size_of_a_picture_stands_in_its_first_bytes(made: Callable[[int, int], bytes]) -> None:
    assert pixels_of(made(640, 480)) == (640, 480)


@pytest.mark.parametrize("made", [_png, _bmp, _gif])
def test_a_picture_cut_short_has_no_size(made: Callable[[int, int], bytes]) -> None:
    assert pixels_of(made(640, 480)[:-1]) is None


@pytest.mark.parametrize(
    ("width", "height", "read"), [(500, 250, True), (499, 250, False), (500, 249, False), (5000, 249, False)]
)
def test_a_picture_may_be_a_form_from_a_size_on(
    monkeypatch: pytest.MonkeyPatch, width: int, height: int, read: bool
) -> None:
    found: list[Any] = [Line("表")]
    monkeypatch.setattr(members, "read_picture", lambda *_: found)
    package: Any = SimpleNamespace(read=lambda part: _png(width, height))
    assert (Members(package, Document("docx"), DEFAULTS)._picture("media/1.png", sized=True) == found) == read


def test_so_many_pictures_are_recognised_and_the_rest_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "read_picture", lambda *_: [Line("表")])
    package: Any = SimpleNamespace(read=lambda part: _png(500, 250))
    document = Document("docx")
    reader = Members(package, document, DEFAULTS)
    read = [bool(reader._picture(f"{n}.png", sized=True)) for n in range(members.MOST_PICTURES + 2)]
    assert read == [True] * members.MOST_PICTURES + [False] * 2
    assert len(document.notes) == 1
