"""Running heads and feet of fixed pages (PDF, OFD): printed on every page, part of no form."""

from __future__ import annotations

import re

from extractor.model.document import Grid, Line

_SPACE = re.compile(r"\s+")


def mark_running_heads(items: list[Line | Grid], heights: dict[int, float]) -> list[Line | Grid]:
    """Mark as chrome: the same short line at the same place in the margin of several pages.

    Args:
        heights: page number -> height in points.
    """
    seen: dict[tuple[str, int], list[Line]] = {}
    for item in items:
        if isinstance(item, Grid) or item.bbox is None or item.page is None:
            continue
        height = heights.get(item.page, 0.0)
        margin = item.bbox[1] < 0.09 * height or item.bbox[3] > 0.92 * height
        if margin and not re.search(r"表|绩效|指标|填报|单位[:：]", item.text):
            seen.setdefault((_SPACE.sub("", item.text), round(item.bbox[1] / 4)), []).append(item)
    for lines in seen.values():
        if len({line.page for line in lines}) > 1:
            for line in lines:
                line.chrome = True
    return items
