"""A scanned page inside an OFD: the picture that covers it goes to the recogniser, if that is installed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from extractor.errors import MissingProgramError, UnreadableError
from extractor.readers.container.package import Package
from extractor.readers.ofd.page import PageInk, Resources
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.scan.cuts import PageReading

MAX_SCALE = 300 / 72
"""Pixels per point beyond which a picture is reduced."""


def recognise(
    package: Package, drawn: PageInk, resources: Resources, number: int, size: tuple[float, float], settings: Settings
) -> PageReading | None:
    """The page's largest picture, read; None where it cannot be (no recogniser, `--no-ocr`, a codec nobody has).

    Args:
        number: of the page, from 1.
        size: of the page in points; boxes of the result are points of the page.
    """
    if not settings.ocr or not drawn.pictures:
        return None
    box, id_ = max(drawn.pictures, key=lambda entry: (entry[0][2] - entry[0][0]) * (entry[0][3] - entry[0][1]))
    part = next((name for name in resources.media.get(id_, ()) if package.find(name) is not None), None)
    if part is None:
        return None
    try:
        from extractor.readers.image import read_page

        found = _page(package.read(part), box, size, settings)
        return None if found is None else read_page(found[0], number, found[1], settings)
    except (ImportError, MissingProgramError, UnreadableError):
        return None


def _page(
    data: bytes, box: tuple[float, float, float, float], size: tuple[float, float], settings: Settings
) -> tuple[Any, float] | None:
    """The picture where it stands on a white page: BGR pixels, and pixels per point."""
    import numpy as np
    from PIL import Image

    width, height = box[2] - box[0], box[3] - box[1]
    try:
        with Image.open(io.BytesIO(data)) as image:
            scale = min(image.width / max(width, 1.0), MAX_SCALE)
            pixels = max(image.width * image.height, size[0] * size[1] * scale * scale)
            if pixels > settings.max_pixels:
                return None
            inked = image.convert("RGB").resize((max(round(width * scale), 1), max(round(height * scale), 1)))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    page = Image.new("RGB", (max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)), "white")
    page.paste(inked, (round(box[0] * scale), round(box[1] * scale)))
    return np.ascontiguousarray(np.asarray(page)[:, :, ::-1]), scale


def small_pixels(data: bytes | None) -> Any:
    """A picture made small (BGR), to see what kind it is; None where it cannot be opened."""
    import numpy as np
    from PIL import Image

    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", (900, 900))
            image.thumbnail((900, 900))
            return np.asarray(image.convert("RGB"))[:, :, ::-1]
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
