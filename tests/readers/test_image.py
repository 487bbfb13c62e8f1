"""Image files: limits before decoding, frames, turns, and what is damaged."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest

pytest.importorskip("cv2")

from PIL import Image

from extractor.errors import MissingProgramError, PolicyError, UnreadableError
from extractor.model.document import Line
from extractor.readers import image as reader
from extractor.scan.cuts import PageReading
from extractor.settings import Settings

pytestmark = pytest.mark.needs_ocr


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Pictures that reach the page reader, which answers with one line each."""
    pictures: list[Any] = []

    def fake(picture: Any, number: int, scale: float, unit: float) -> PageReading:
        pictures.append(picture)
        return PageReading([Line(f"第{number}页", page=number)])

    monkeypatch.setattr(reader, "_reading", fake)
    return pictures


def _packed(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _huge_png() -> bytes:
    """A PNG whose header claims 20,000 x 20,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def test_pixels_are_limited_before_decoding(seen: list[Any]) -> None:
    with pytest.raises(PolicyError, match="像素"):
        reader.read(_huge_png(), "x.png", Settings())
    assert seen == []


def test_a_picture_far_finer_than_needed_is_reduced_and_its_places_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """14,200 pixels for a sheet: read at a quarter of that; the boxes stay in pixels of the file, turned as it is
    shown.
    """
    seen: list[tuple[tuple[int, ...], float, float]] = []

    def fake(picture: Any, number: int, scale: float, unit: float) -> PageReading:
        seen.append((picture.shape, scale, unit))
        return PageReading()

    monkeypatch.setattr(reader, "_reading", fake)
    exif = Image.Exif()
    exif[274] = 6
    reader.read(_packed(Image.new("L", (14_200, 400), 255), "JPEG", exif=exif.tobytes()), "x.jpg", Settings())
    reader.read(_packed(Image.new("1", (14_200, 400), 1), "TIFF"), "x.tif", Settings())
    assert seen == [((3550, 100, 3), 3550 / 842, 4.0), ((100, 3550, 3), 3550 / 842, 4.0)]


@pytest.mark.parametrize("size", [(6000, 4), (3, 5000), (1, 1)])
def test_a_ribbon_of_pixels_holds_nothing(size: tuple[int, int]) -> None:
    document = reader.read(_packed(Image.new("RGB", size), "PNG"), "x.png", Settings())
    assert (document.items, document.pages, document.ocr_pages) == ([], 1, 1)


def test_memory_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What OpenCV and onnxruntime raise for it must reach the child as a MemoryError."""
    from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

    from extractor.scan import turning

    def fail(*_: Any) -> PageReading:
        raise RuntimeException("Non-zero status code returned while running Add node. Status Message: std::bad_alloc")

    monkeypatch.setattr(turning, "read_any_way_up", fail)
    with pytest.raises(MemoryError):
        reader.read(_packed(Image.new("L", (600, 800), 255), "PNG"), "x.png", Settings())


def test_frames_are_limited(seen: list[Any]) -> None:
    frames = [Image.new("L", (60, 80), 255) for _ in range(4)]
    data = _packed(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with pytest.raises(PolicyError, match="4 页"):
        reader.read(data, "x.tif", Settings(max_frames=3))
    assert seen == []


def test_four_hundred_frames_are_four_hundred_pages(seen: list[Any]) -> None:
    frames = [Image.new("1", (40, 60), 1) for _ in range(400)]
    document = reader.read(_packed(frames[0], "TIFF", save_all=True, append_images=frames[1:]), "x.tif", Settings())
    assert (document.pages, document.ocr_pages, len(seen)) == (400, 400, 400)
    assert [item.page for item in document.items][-1] == 400


def test_a_truncated_jpeg_is_unreadable(seen: list[Any]) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 300, 3)).astype(np.uint8))
    data = _packed(noise, "JPEG")
    with pytest.raises(UnreadableError, match="损坏"):
        reader.read(data[: len(data) // 3], "x.jpg", Settings())
    with pytest.raises(UnreadableError):
        reader.read(b"\xff\xd8\xff\xe0 nothing", "x.jpg", Settings())


def test_exif_turn_is_undone(seen: list[Any]) -> None:
    exif = Image.Exif()
    exif[274] = 6
    reader.read(_packed(Image.new("RGB", (300, 200), "white"), "JPEG", exif=exif.tobytes()), "x.jpg", Settings())
    assert seen[0].shape[:2] == (300, 200)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("1", "TIFF"), ("L", "BMP"), ("P", "GIF"), ("RGBA", "PNG"), ("RGB", "WEBP"), ("I;16", "PNG"), ("CMYK", "JPEG")],
)
def test_every_kind_of_picture_becomes_bgr(seen: list[Any], mode: str, kind: str) -> None:
    document = reader.read(_packed(Image.new(mode, (80, 120)), kind), "x", Settings())
    assert seen[0].shape == (120, 80, 3)
    assert seen[0].dtype == np.uint8
    assert document.pages == document.ocr_pages == 1


def test_transparent_is_white(seen: list[Any]) -> None:
    reader.read(_packed(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), "x.png", Settings())
    assert int(seen[0].min()) == 255


def test_without_the_extra_a_picture_is_a_missing_program(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "onnxruntime" else real(name, *rest)
    )
    with pytest.raises(MissingProgramError) as caught:
        reader.read(_packed(Image.new("L", (50, 50)), "PNG"), "x.png", Settings())
    assert "jixiao-extractor[ocr]" in caught.value.remedy


def test_no_ocr_is_said_plainly() -> None:
    with pytest.raises(MissingProgramError, match="识别已关闭"):
        reader.read(_packed(Image.new("L", (50, 50)), "PNG"), "x.png", Settings(ocr=False))


def test_a_black_picture_ends_with_an_outcome() -> None:
    document = reader.read(_packed(Image.new("RGB", (600, 800)), "PNG"), "x.png", Settings())
    assert (document.items, document.ocr_pages) == ([], 1)
