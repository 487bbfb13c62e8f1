"""Characters that a page marks: raised ones (note marks, powers), those with a line through them.

Shared by PDF and OFD: both give placed characters and painted lines, and say nothing of what the marks mean.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.characters.raised import raised
from extractor.layout.ink import STRAIGHT, Fill, Paint, Stroke
from extractor.layout.text import Glyph

SMALL = 0.8
"""A raised character's height against that of the text."""
_RAISED = frozenset("0123456789[]()（）*†‡①②③④⑤⑥⑦⑧⑨⑩")
LOOSE = 1.3
"""Height of a Han character against its width from which its box reaches into the lines around it."""
LOW = 0.62
"""Height against that of the text under which punctuation is set in a tight box."""
_LOW = frozenset("，。、；：,.;:·…—-－_“”‘’\"'~～=＝")
STRIKE = 2.5
"""A filled box up to this high (points) may be a line through text."""
MIDDLE = 0.26
"""How far from a character's middle a line through it may run, as a share of its height."""
REACH = 0.8
"""How far such a line may reach beyond the text, in heights of a character."""


def mark_raised(glyphs: list[Glyph]) -> list[Glyph]:
    """Take small raised characters behind a text for what they are: a power is set as one, a note's mark is no text."""
    heights = sorted([g.bottom - g.top for g in glyphs])
    least = SMALL * heights[len(heights) // 2] if heights else 0.0
    if not heights or heights[0] >= least:
        return glyphs
    upright = [g for g in glyphs if g.angle == 0 and g.why is None and not g.text.isspace()]
    small = [g for g in upright if g.bottom - g.top < least and g.text in _RAISED]
    if not small or len(small) > len(upright) // 4:
        return glyphs
    for group in _groups(small):
        _settle(group, upright)
    return glyphs


def settle_low(glyphs: list[Glyph]) -> list[Glyph]:
    """Give small punctuation the height of its line, where a font's boxes are drawn tight around the ink.

    A comma's own box lies so low that it would make a line of its own, or fall to the next.
    """
    heights = sorted([g.bottom - g.top for g in glyphs])
    if not heights or heights[0] >= LOW * heights[len(heights) // 2]:
        return glyphs
    usual = heights[len(heights) // 2]
    low = [g for g in glyphs if g.text in _LOW and g.bottom - g.top < LOW * usual and g.angle == 0]
    if not low:
        return glyphs
    high = [g for g in glyphs if g.bottom - g.top >= LOW * usual and g.angle == 0]
    for g in low:
        size = 1.6 * usual
        line = [
            n
            for n in high
            if n.top - 1 <= g.middle <= n.bottom + 0.4 * (n.bottom - n.top) and -size < g.x0 - n.x1 < size
        ]
        host = min(line, key=lambda n: (abs(g.x0 - n.x1), n.top), default=None)
        if host is None:
            line = [
                n
                for n in high
                if n.top - 1 <= g.middle <= n.bottom + 0.4 * (n.bottom - n.top) and 0 <= n.x0 - g.x1 < size
            ]
            host = min(line, key=lambda n: n.x0 - g.x1, default=None)
        if host is not None:
            g.top, g.bottom = host.top, host.bottom
    return glyphs


def _groups(small: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters that stand side by side at one height."""
    groups: list[list[Glyph]] = []
    for g in sorted(small, key=lambda g: (round(g.top), g.x0)):
        last = groups[-1][-1] if groups else None
        near = last is not None and abs(last.top - g.top) < 1.0 and -0.5 <= g.x0 - last.x1 < 0.4 * (g.bottom - g.top)
        if near:
            groups[-1].append(g)
        else:
            groups.append([g])
    return groups


def _settle(group: list[Glyph], upright: Sequence[Glyph]) -> None:
    first = group[0]
    height = first.bottom - first.top
    before = [
        g for g in upright
        if g.bottom - g.top > height / SMALL and g.x0 < first.x0
        and _body(g)[0] < first.bottom and first.middle < g.bottom
    ]  # fmt: skip
    host = max(before, key=lambda g: g.x1, default=None)
    if host is None or first.x0 - host.x1 > 0.5 * height or first.x0 < (host.x0 + host.x1) / 2:
        return
    top, bottom = _body(host)
    tall = bottom - top
    if bottom - group[0].bottom < 0.18 * tall or group[0].top - top > 0.2 * tall:
        return
    line = sorted((g for g in before if abs(g.middle - host.middle) < 0.3 * tall), key=lambda g: g.x0)
    kept, mark = raised("".join(g.text for g in line), "".join(g.text for g in group))
    for at, g in enumerate(group):
        g.top, g.bottom = host.top, host.bottom
        if mark:
            g.why = "mark"
        elif len(kept) == len(group):
            g.text = kept[at]


def _body(glyph: Glyph) -> tuple[float, float]:
    """Top and bottom of a character without the leading that some fonts have in their boxes, twice as high as wide."""
    wide = glyph.x1 - glyph.x0
    if "\u4e00" <= glyph.text <= "\u9fff" and glyph.bottom - glyph.top > LOOSE * wide:
        return glyph.middle - LOOSE * wide / 2, glyph.middle + LOOSE * wide / 2
    return glyph.top, glyph.bottom


def strike(glyphs: Sequence[Glyph], paints: list[Paint]) -> list[Paint]:
    """Mark the characters that have a line through them; gives the paint without these lines.

    Such a line runs through the characters' middle, no further than they do: a table's rulings do neither. One that
    ends at upright rulings is the border of a cell, whatever a font's loose boxes say of the middle.
    """
    if not any(map(_line, paints)):
        return paints
    inked = sorted((g for g in glyphs if not g.text.isspace() and g.angle == 0), key=lambda g: g.top + g.bottom)
    if not inked:
        return paints
    middles = [g.middle for g in inked]
    highest = max(g.bottom - g.top for g in inked)
    kept: list[Paint] = []
    for paint in paints:
        line = _line(paint)
        if line is None:
            kept.append(paint)
            continue
        x0, x1, y = line
        near = inked[bisect_left(middles, y - MIDDLE * highest) : bisect_right(middles, y + MIDDLE * highest)]
        through = [
            g
            for g in near
            if abs(g.middle - y) <= MIDDLE * (g.bottom - g.top) and x0 - 1 <= (g.x0 + g.x1) / 2 <= x1 + 1
        ]
        if through and _fits(through, x0, x1) and not all(_meets_upright(paints, x, y) for x in (x0, x1)):
            for g in through:
                g.why = "struck"
        else:
            kept.append(paint)
    return kept


def _meets_upright(paints: Sequence[Paint], x: float, y: float) -> bool:
    """Whether an upright ruling runs through a place, or ends at it."""
    return any(
        abs(p.x1 - p.x0) <= STRIKE
        and abs((p.x0 + p.x1) / 2 - x) <= STRIKE
        and min(p.y0, p.y1) - STRIKE <= y <= max(p.y0, p.y1) + STRIKE
        and abs(p.y1 - p.y0) > 2 * STRIKE
        and not p.white
        for p in paints
    )


def _line(paint: Paint) -> tuple[float, float, float] | None:
    """(left, right, height) of a level line that may run through text."""
    if isinstance(paint, Stroke):
        level = abs(paint.y1 - paint.y0) < STRAIGHT and not paint.white and paint.thickness <= STRIKE
        x0, x1 = min(paint.x0, paint.x1), max(paint.x0, paint.x1)
    else:
        level = isinstance(paint, Fill) and paint.y1 - paint.y0 <= STRIKE and not paint.white
        x0, x1 = paint.x0, paint.x1
    return (x0, x1, (paint.y0 + paint.y1) / 2) if level and x1 - x0 > 2 else None


def _fits(through: Sequence[Glyph], x0: float, x1: float) -> bool:
    """Whether a line is as long as the characters it crosses."""
    height = max(g.bottom - g.top for g in through)
    left, right = min(g.x0 for g in through), max(g.x1 for g in through)
    wide = sum(g.x1 - g.x0 for g in through)
    return x0 >= left - REACH * height and x1 <= right + REACH * height and wide > 0.5 * (x1 - x0)
