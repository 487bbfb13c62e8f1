"""What a table says whole elsewhere in the same column, and figures that are none as they stand.

A page break may tear every cell of a row: 盐池 over 县机关幼儿园, 5,890,00 over 0.00. Lists say the same unit, project,
level and mark in row after row, so two parts that are together what another row of the column says were one text.
"""

from __future__ import annotations

import re

from extractor.model.document import Cell, Grid

Said = frozenset[tuple[int, str]]
"""(column, text without white space) of a table's cells."""
NOTHING: Said = frozenset()
MOST = 4000
"""Cells above a break that are looked at."""
SHORT = 5
"""Characters of a whole number below which 1 over 2 is no torn 12."""
_GROUPED = re.compile(r"[≥≤≧≦＞＜><=＝]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_DECIMALS = re.compile(r"\.\d{1,4}[%％‰]?")
_FIGURE = re.compile(r"[≥≤≧≦＞＜><=＝]{1,2}\d+(?:\.\d+)?")
_UNIT = re.compile(
    r"[%％‰]|[万亿千百元角米里公平立方人次个户吨亩家台套座处件项年月日天时棵株头只辆户所期篇场]{1,4}(?:[/·／].{1,4})?"
)


def said_in(*parts: Grid) -> Said:
    """What the cells of these parts of one table say; their columns are the same."""
    return frozenset((cell.col, "".join(cell.text.split())) for grid in parts for cell in grid.cells[-MOST:])


def is_said(a: Cell, b: Cell, said: Said) -> bool:
    """Whether two texts are together what another cell of the column says whole."""
    first, rest = "".join(a.text.split()), "".join(b.text.split())
    whole = first + rest
    return bool(first and rest) and (b.col, whole) in said and not (whole.isdecimal() and len(whole) < SHORT)


def is_torn_figure(first: str, rest: str) -> bool:
    """A figure cut before its end: 5,890,00 over 0.00, 12 over .50, ≥530 over 元/户."""
    if _FIGURE.fullmatch(first) and _UNIT.fullmatch(rest):
        return True
    if first[-1:].isdecimal() and _DECIMALS.fullmatch(rest):
        return True
    return not _GROUPED.fullmatch(first) and "," in first.replace("，", ",") and bool(_GROUPED.fullmatch(first + rest))
