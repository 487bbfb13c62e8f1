"""Pictures of pages (JPEG, PNG, TIFF with many frames, BMP, WebP, GIF) -> Document, and pages of PDF files.

Limits are looked at before a picture is decoded. A picture turned by its EXIF mark or lying on its side is set
upright. Boxes are pixels of the upright picture for image files, points for PDF pages.
Needs the extra `ocr`; its libraries are loaded when the first picture is read.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extractor.errors import MissingProgramError, PolicyError, UnreadableError
from extractor.ground.allowance import extend, page_begun
from extractor.ground.posix import give_back
from extractor.layout.stitch import stitch
from extractor.model.document import Document, Note
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.scan.cuts import PageReading

REMEDY = 'pip install "jixiao-extractor[ocr]"'
COARSE_FINE = (1.8, 4.2)
"""Pixels per point between which pictures are read as they are."""
SHEET_POINTS = 842.0
"""Long side of an A4 sheet: what a picture without a trustworthy resolution is taken for."""
_ORIENTATION = 274
"""EXIF tag of how a picture is turned."""
NARROW = 24
"""Pixels across below which a picture, as it would be read, holds no line of print."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read an image file, a page a frame.

    Raises:
        MissingProgramError, PolicyError, UnreadableError
    """
    _require()
    if not settings.ocr:
        raise MissingProgramError("图像文件需要文字识别，但识别已关闭（--no-ocr）", "去掉 --no-ocr 后重新运行")
    from PIL import Image, UnidentifiedImageError

    document = Document("image", pages=0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Our own limit stands in for Pillow's, which is lower for no reason of ours.
            Image.MAX_IMAGE_PIXELS = None
            _read_frames(lambda: Image.open(io.BytesIO(data)), document, settings)
    except (UnidentifiedImageError, SyntaxError) as error:
        raise UnreadableError("图像文件无法识别或已损坏", "请重新扫描或另存为 JPEG、PNG 后再提交") from error
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableError(f"图像文件不完整或已损坏（{error}）", "请重新扫描或另存为 JPEG、PNG 后再提交") from error
    return document


def _read_frames(opened: Callable[[], Any], document: Document, settings: Settings) -> None:
    image = opened()
    frames = int(getattr(image, "n_frames", 1))
    if frames > settings.max_frames:
        raise PolicyError(f"图像有 {frames} 页，超过上限 {settings.max_frames} 页", "请拆分后再提交")
    for number in range(1, frames + 1):
        if number > 1:
            extend(settings.ocr_page_seconds)
        page_begun(number, frames)
        try:
            image = image or opened()
            image.seek(number - 1)
            if image.width * image.height > settings.max_pixels:
                raise PolicyError(
                    f"图像有 {image.width}×{image.height} 像素，超过上限 {settings.max_pixels} 像素",
                    "请降低分辨率后再提交",
                )
            picture, unit = _upright(image)
        except (OSError, ValueError, EOFError) as error:
            if frames == 1:
                raise
            document.notes.append(
                Note("unreadable-part", f"第{number}页图像损坏，未能读取（{error}）", {"page": number})
            )
            continue
        if unit > 1 or frames == 1:
            # The pixels of a large picture would stay in memory while the reduced one is read.
            image.close()
            image = None
        scale = max(picture.shape[:2]) / SHEET_POINTS
        reading = _reading(picture, number, scale, unit)
        document.items += reading.items
        document.notes += reading.notes
        document.seals += reading.seals
        document.ocr_pages += 1
    document.items = stitch(document.items)
    document.pages = frames
    if frames and document.ocr_pages == 0:
        raise UnreadableError("图像文件的每一页都已损坏", "请重新扫描后再提交")


def _upright(image: Any) -> tuple[Any, float]:
    """A frame as BGR pixels, turned as its EXIF mark says, transparency on white; and how many
    of its pixels are one.
    """
    import numpy as np
    from PIL import Image, ImageOps

    frame, times = _lighter(image)
    frame = ImageOps.exif_transpose(frame)
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        layer = frame.convert("RGBA")
        frame = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        frame.alpha_composite(layer)
    elif frame.mode.startswith(("I", "F")):
        deep = np.asarray(frame, np.float64)
        top = max(float(deep.max()), 1.0)
        frame = Image.fromarray((deep / top * 255).astype(np.uint8))
    return np.ascontiguousarray(np.asarray(frame.convert("RGB"))[:, :, ::-1]), float(times)


def _lighter(image: Any) -> tuple[Any, int]:
    """A picture much finer than what is read made smaller by a whole number, before there are three copies of it."""
    times = int(max(image.width, image.height) / (SHEET_POINTS * COARSE_FINE[1]))
    if times < 2 or image.mode.startswith(("I", "F")):
        return image, 1
    plain = {"1": "L", "P": "RGBA" if "transparency" in image.info else "RGB"}.get(image.mode)
    frame = (image.convert(plain) if plain else image).reduce(times)
    turned = image.getexif().get(_ORIENTATION)
    if turned is not None:
        frame.getexif()[_ORIENTATION] = turned
    return frame, times


def read_page(image: Any, page: int, scale: float, settings: Settings) -> PageReading:
    """Read the picture of one PDF page; boxes in points.

    Args:
        image: BGR pixels (height x width x 3, uint8), upright.
        page: number, from 1.
        scale: pixels per point.

    Raises:
        MissingProgramError: the extra `ocr` is not installed.
    """
    _require()
    extend(settings.ocr_page_seconds)
    return _reading(image, page, scale, 1 / scale)


def _reading(picture: Any, number: int, scale: float, unit: float) -> PageReading:
    import cv2
    from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

    from extractor.scan.cuts import PageReading
    from extractor.scan.turning import read_any_way_up
    from extractor.scan.words import TextReader

    cv2.setNumThreads(1)
    factor = _worth_of(scale)
    if min(picture.shape[:2]) * factor < NARROW:
        return PageReading()
    if factor != 1.0:
        picture = cv2.resize(
            picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        )
    try:
        return read_any_way_up(picture, number, scale * factor, unit / factor, TextReader())
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise
    except RuntimeException as error:
        if "bad_alloc" in str(error):
            raise MemoryError from error
        raise
    finally:
        give_back()


def _worth_of(scale: float) -> float:
    """Factor that brings a picture to between 130 and 300 dpi: more is only slower, less breaks the line finder."""
    if scale > COARSE_FINE[1]:
        return COARSE_FINE[1] / scale
    if scale < COARSE_FINE[0]:
        return min(3.0, COARSE_FINE[0] / scale)
    return 1.0


def _require() -> None:
    """The extra's libraries, or what to install."""
    from importlib.util import find_spec

    missing = [name for name in ("cv2", "numpy", "PIL", "onnxruntime") if find_spec(name) is None]
    if missing:
        raise MissingProgramError(f"读取扫描件需要的组件没有安装（{'、'.join(missing)}）", REMEDY)
