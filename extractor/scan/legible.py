"""How well a page could be read, and why not: what decides between "read", "rescan" and "blank".

Measured on the picture and on what the recogniser made of it; said in the clerk's words, with the cause that is worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.crop import Crop
from extractor.scan.habit import as_label
from extractor.scan.levels import percentile
from extractor.scan.words import Piece, ems_of

Gray = NDArray[Any]

UNREAD, POOR = 0.4, 0.2
"""Share of a page's print under doubt from which the page was not read, and from which it should be scanned again."""
LEAST_PRINT = 12.0
"""Ems of print below which a page is judged by nobody: a page number, a lone heading."""
DARK, PALE, SMALL, SOFT, ASKEW = 110.0, 70.0, 15.0, 0.3, 5.0
"""Paper darker than this grey level; print less than so much darker than paper; characters lower than so many pixels;
edges softer than so much of full contrast a pixel; lines more askew than so many degrees: each is a cause."""
LEAST_HEADS = 3
"""Different words of a table's heads and levels side by side on lines from which a table stands there."""
_HEADS = frozenset({"level1", "level2", "header"})


@dataclass(slots=True)
class Legibility:
    """What was measured of one page."""

    paper: float
    """Grey level of the paper in the picture."""
    contrast: float
    """Grey levels between paper and print."""
    sharpness: float
    """Steepest part of a stroke's edge, as a share of the contrast a pixel."""
    pixels: float = 0.0
    """Height of a character in the picture."""
    skew: float = 0.0
    """Degrees."""
    printed: float = 0.0
    """Print on the page in ems of line."""
    doubtful: float = 0.0
    """Share of it that is in doubt or was not read."""

    @property
    def causes(self) -> list[str]:
        """What a clerk can mend, worst first."""
        found = [
            (self.paper / DARK, "拍得太暗"),
            (self.contrast / PALE, "字迹太浅、对比太弱"),
            (self.pixels / SMALL if self.pixels else 9.0, "分辨率不足"),
            (ASKEW / max(self.skew, 0.1), "放得太斜"),
            (self.sharpness / SOFT, "模糊不清"),
        ]
        return [cause for share, cause in sorted(found) if share < 1]


def measure(gray: Gray) -> Legibility:
    """What the picture in grey alone tells; its rim is left out (desk, black borders)."""
    height, width = gray.shape
    part = gray[height // 10 : -height // 10 or None, width // 10 : -width // 10 or None]
    if part.size == 0:
        part = gray
    paper = percentile(part[::3, ::3], 80)
    side = 24  # holds a stroke and paper beside it at any resolution that is read
    tiles = part[: part.shape[0] // side * side, : part.shape[1] // side * side]
    if tiles.size == 0:
        return Legibility(paper, 0.0, 1.0)
    bands = tiles.reshape(tiles.shape[0] // side, side, -1)
    light, dark = (rows.reshape(len(rows), -1, side) for rows in (bands.max(axis=1), bands.min(axis=1)))
    depth = light.max(axis=2).astype(np.float32) - dark.min(axis=2)
    contrast = float(np.percentile(depth, 92))
    steps = cv2.absdiff(part[::2, 1:], part[::2, :-1])
    edges = steps[steps > int(max(4.0, 0.1 * contrast))]
    sharpness = percentile(edges, 90) if len(edges) else 0.0
    return Legibility(paper, contrast, sharpness / max(contrast, 1.0))


def judge(found: Legibility, crops: Sequence[Crop], pieces: Sequence[Piece]) -> None:
    """Add what the recogniser made of the page."""
    whole = doubtful = 0.0
    for crop, piece in zip(crops, pieces):
        wide = crop.ink.shape[1] / crop.em
        if piece.noise and not piece.ink and max(wide, crop.ink.shape[0] / crop.em) < 0.6:
            continue
        print_of = max(wide, ems_of(piece.text))
        whole += print_of
        if piece.noise or piece.confidence < 0.8:
            doubtful += print_of
    found.printed, found.doubtful = whole, doubtful / whole if whole else 0.0


def verdict(found: Legibility, number: int, tabled: bool = True) -> tuple[str, str] | None:
    """(finding code, what to say) of a page that could not be read or only badly; None where it could.

    `low-ocr-confidence` is kept for single cells: a page badly read is a table in doubt (`tabled`: it has one), or what
    the recognisers differ on.
    """
    if found.printed < LEAST_PRINT or found.doubtful < POOR:
        return None
    why = "、".join(found.causes[:2]) or "字迹或框线辨认不清"
    share = f"约{max(1, round(10 * found.doubtful))}成的文字没有把握"
    if found.doubtful >= UNREAD:
        return "unreadable-part", f"第{number}页{why}，{share}，这一页不能算读过，请重新扫描后再提交"
    code = "doubtful-table" if tabled else "reading-disputed"
    return code, f"第{number}页{why}，{share}，建议重新扫描；存疑之处请对照原件核对"


def form_without_table(lines: Sequence[Sequence[str]], number: int) -> str | None:
    """What to say where words of a form's table stand side by side outside any table; None where they do not.

    Args:
        lines: the lines outside the page's tables, each in its strips.
    """
    told: set[str] = set()
    for strips in lines:
        if len(strips) > 1:
            matches = (as_label("".join(text.split())) for text in strips)
            told |= {match.canonical or match.text for match in matches if match and match.kind in _HEADS}
    if len(told) < LEAST_HEADS:
        return None
    named = "、".join(sorted(told)[:3])
    return (
        f"第{number}页有绩效表的栏目（{named}等），但没有找到可信的表格，各格无法读出，请换用有完整表格线、清楚的扫描件"
    )
