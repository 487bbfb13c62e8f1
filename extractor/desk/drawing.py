"""The child that opens a filing's own file and draws a page of it, or gives its tables.

The file is hostile: nothing of it is opened in the desk's own process. This one has the readers' memory limit, and
its parent ends it when it takes too long. Requests and answers are frames: JSON, a picture's bytes behind it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from extractor.batch import frames
from extractor.desk.tables import tables
from extractor.errors import JixiaoError, SourceError, UnreadableError
from extractor.ground import posix
from extractor.intake.discover import discover, read_located
from extractor.intake.unpack import unpack
from extractor.settings import DEFAULTS, Settings

PICTURE_FORMATS = frozenset({"image", "jpg", "png", "tiff", "bmp", "webp", "gif"})
PIXELS = 6_000_000
"""Of a drawn page at most."""
_QUALITY = 82


def main() -> NoReturn:
    """Take over the pipes and serve until they end."""
    inbox, outbox = frames.take_over()
    posix.settle_child(DEFAULTS.child_memory_bytes)
    held = _Held(DEFAULTS)
    # What a first file would otherwise wait for.
    import extractor.pipeline  # noqa: F401

    while True:
        kind, body = frames.receive(inbox, 1 << 20)
        if kind == frames.GONE:
            os._exit(0)
        told, content = _answer(held, json.loads(body))
        head = frames.dump(told)
        frames.send(outbox, frames.DONE, len(head).to_bytes(4, "big") + head + content)
        posix.reap_strays()


def _answer(held: _Held, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        data = held.open(asked["sha256"], asked["file"], asked["inside"])
        if asked["what"] == "pages":
            return {"pages": [list(size) for size in sizes(data, asked["format"], held.settings)]}, b""
        if asked["what"] == "picture":
            return {}, picture(data, asked["format"], asked["page"], asked["scale"], held.settings)
        if asked["what"] == "lesson":
            from extractor.desk.lesson import lesson

            return lesson(data, asked, held.settings), b""
        return tables(data, asked["inside"], held.settings), b""
    except JixiaoError as error:
        return {"cause": error.cause, "remedy": error.remedy}, b""
    except MemoryError:
        return {"cause": "显示这一页需要的内存超过上限", "remedy": "请在原程序中打开原文件"}, b""


class _Held:
    """The last source's bytes: the next page asked for is most likely its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._sha256 = ""
        self._data = b""

    def open(self, sha256: str, file: str, inside: str) -> bytes:
        """The bytes whose hash is `sha256`.

        Raises:
            SourceError: the file is gone, refused, or is another by now.
        """
        if sha256 != self._sha256:
            self._data, self._sha256 = b"", ""
            data = self._read(file, inside)
            if hashlib.sha256(data).hexdigest() != sha256:
                raise UnreadableError("原文件在读取之后改动过，与库里的不是同一份", "请重新收件")
            self._data, self._sha256 = data, sha256
        return self._data

    def _read(self, file: str, inside: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="jixiao-desk-") as folder:
            numbers = iter(range(1 << 20))

            def unpacked(archive: str, kind: str) -> list[tuple[str, str, int]]:
                return unpack(archive, kind, str(Path(folder) / str(next(numbers))), self.settings)

            for located in discover([file], self.settings, unpack=unpacked):
                if located.path == inside:
                    return read_located(located, self.settings)
        raise UnreadableError("原文件已经不在收件时的位置", "请把它放回原处，或重新收件")


def sizes(data: bytes, format: str, settings: Settings) -> Iterator[tuple[float, float]]:
    """Width and height of each page, in the unit of its boxes: points, or pixels of the upright picture."""
    if format == "pdf":
        with closing(_pdf(data)) as document:
            for number in range(min(len(document), settings.max_pages)):
                width, height = document.get_page_size(number)
                yield round(width, 2), round(height, 2)
        return
    for frame in _frames(data, settings):
        # Turned by its EXIF mark, as it is read.
        turned = frame.getexif().get(0x0112, 1) >= 5
        width, height = frame.size[::-1] if turned else frame.size
        yield float(width), float(height)


def picture(data: bytes, format: str, number: int, scale: float, settings: Settings) -> bytes:
    """Page `number` (from 1) as WebP, `scale` pixels a point (of a picture: of an A4 page's points).

    Args:
        format: of the source, as in `READERS`.

    Raises:
        SourceError: there is no such page, or it cannot be drawn.
    """
    drawn = _pdf_page(data, number, scale) if format == "pdf" else _frame(data, number, scale, settings)
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def _pdf(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("PDF 打不开", "请在原程序中打开原文件") from error


def _pdf_page(data: bytes, number: int, scale: float) -> Any:
    import pypdfium2

    with closing(_pdf(data)) as document:
        _in_range(number, len(document))
        try:
            with closing(document[number - 1]) as page:
                width, height = page.get_size()
                return page.render(scale=min(scale, (PIXELS / max(width * height, 1.0)) ** 0.5)).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise UnreadableError(f"第 {number} 页画不出来", "请在原程序中打开原文件") from error


def _frame(data: bytes, number: int, scale: float, settings: Settings) -> Any:
    from PIL import ImageOps

    for at, frame in enumerate(_frames(data, settings), 1):
        if at == number:
            try:
                upright = ImageOps.exif_transpose(frame).convert("RGB")
            except (OSError, ValueError, SyntaxError) as error:
                raise UnreadableError("图片打不开", "请在原程序中打开原文件") from error
            most = min(842.0 * scale / max(upright.size), (PIXELS / (upright.width * upright.height)) ** 0.5, 1.0)
            return upright.resize((max(1, round(upright.width * most)), max(1, round(upright.height * most))))
    raise UnreadableError(f"没有第 {number} 页", "")


def _frames(data: bytes, settings: Settings) -> Iterator[Any]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(io.BytesIO(data)) as opened:
                for number in range(min(getattr(opened, "n_frames", 1), settings.max_frames)):
                    opened.seek(number)
                    if opened.width * opened.height > settings.max_pixels:
                        raise SourceError("图片太大", "请在原程序中打开原文件", "policy")
                    yield opened
    except (OSError, ValueError, EOFError, SyntaxError) as error:
        raise UnreadableError("图片打不开", "请在原程序中打开原文件") from error


def _in_range(number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise UnreadableError(f"没有第 {number} 页", "")
