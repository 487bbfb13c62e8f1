"""Which characters of an OFD page nobody sees: pale ones on white, and those under a box or picture painted later."""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any

from extractor.readers.ofd.page import Box, PageInk

OPAQUE = 200


def hide_unseen(drawn: PageInk, picture: Callable[[str], bytes | None]) -> None:
    """Mark the characters of a page that do not show. `picture` gives a picture's bytes by its resource id."""
    for number in drawn.pale:
        glyph = drawn.glyphs[number]
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        under = [box for when, box in drawn.grounds if when < drawn.orders[number] and _holds(box, x, y)]
        under += [
            box
            for when, box, id_ in drawn.covers
            if id_ is not None and when < drawn.orders[number] and _holds(box, x, y)
        ]
        if not under:
            glyph.why = "hidden"
    if not drawn.covers or not drawn.glyphs:
        return
    order = sorted(range(len(drawn.glyphs)), key=lambda n: drawn.glyphs[n].middle)
    middles = [drawn.glyphs[n].middle for n in order]
    for when, box, id_ in drawn.covers:
        inside = order[bisect_left(middles, box[1]) : bisect_right(middles, box[3])]
        below = [n for n in inside if drawn.orders[n] < when and _holds(box, _centre(drawn, n), drawn.glyphs[n].middle)]
        alpha = _alpha(picture(id_)) if below and id_ is not None else None
        for n in below:
            if id_ is None or _is_opaque(alpha, box, _centre(drawn, n), drawn.glyphs[n].middle):
                drawn.glyphs[n].why = "hidden"


def _centre(drawn: PageInk, number: int) -> float:
    return (drawn.glyphs[number].x0 + drawn.glyphs[number].x1) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def _alpha(data: bytes | None) -> Any:
    """A picture's alpha channel; True where it has none and hides all, None where it cannot be opened."""
    from PIL import Image

    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
                return image.convert("RGBA").getchannel("A")
            return True
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _is_opaque(alpha: Any, box: Box, x: float, y: float) -> bool:
    if alpha is None or alpha is True:
        return alpha is True
    at = [
        int((v - low) / (high - low) * size)
        for v, low, high, size in ((x, box[0], box[2], alpha.width), (y, box[1], box[3], alpha.height))
    ]
    return bool(alpha.getpixel((min(at[0], alpha.width - 1), min(at[1], alpha.height - 1))) >= OPAQUE)
