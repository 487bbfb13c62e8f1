"""Tables of a text page without full rulings: words by their place, columns and rows from `layout.unruled`.

Tried where a table's heads stand side by side outside any ruled table. It is always told that it was read by place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from extractor.layout.grid import Lattice
from extractor.layout.ink import Segment
from extractor.layout.placed import OPEN, Rule, Word
from extractor.layout.text import Glyph, rows_of, text_of
from extractor.layout.unruled import unruled
from extractor.model.document import BBox, Grid, Note

HEAD = re.compile(
    r"[一二三]级(?:绩效)?(?:指标)?(?:名称|内容)?|\S{0,4}(?:指标|目标|完成|实际)(?:数?值|情况)\S{0,4}|(?:绩效)?指标(?:名称|内容)?|\S{0,2}分值?\S?|权重|得分"
    r"|\S{0,2}(?:单位|符号|性质)|备注|\S{0,4}原因\S{0,8}|\S{0,3}标准"
)
_LEVEL = re.compile(r"[一二]级")
_PAIR = re.compile(r"[\u4e00-\u9fff（）() ]{2,12}[:：]")
APART = 0.6
"""Ems of blank that part two texts of a line."""


def tables_by_place(glyphs: Sequence[Glyph], segments: Sequence[Segment]) -> tuple[Lattice, list[list[Glyph]]] | None:
    """The table that these characters make and the characters of each of its cells; None where they make none."""
    high = [g.bottom - g.top for g in glyphs if not g.text.isspace() and g.x1 - g.x0 > 0.8 * (g.bottom - g.top)]
    if not high:
        return None
    em = median(high)
    pieces = [piece for row in rows_of(glyphs) for piece in _pieces(row, em)]
    words = [word_of("".join(text_of(piece).split()), _box(piece)) for piece in pieces]
    rules = [Rule(s.y0, min(s.x0, s.x1), max(s.x0, s.x1)) for s in segments if s.horizontal and abs(s.x1 - s.x0) > em]
    found = unruled(words, rules, em)
    if found is None:
        return None
    return found.lattice, [[g for n in members for g in pieces[n]] for members in found.members]


def said_of(grid: Grid, number: int) -> Note:
    """What is said of a table read by place: its cells may stand elsewhere, so nobody is judged by it."""
    why = "；".join(grid.doubts)
    text = f"第{number}页的表格行列不能确定：{why}，请转成有表格线的文件后重新提交，或对照原件逐格核对"
    return Note("unreadable-part", text, {"page": number, "bbox": [round(v, 2) for v in grid.bbox or ()]})


def _pieces(row: list[Glyph], em: float) -> list[list[Glyph]]:
    found: list[list[Glyph]] = []
    for glyph in row:
        if glyph.text.isspace():
            continue
        if found and glyph.x0 - found[-1][-1].x1 < APART * em:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _box(piece: list[Glyph]) -> BBox:
    return min(g.x0 for g in piece), min(g.top for g in piece), max(g.x1 for g in piece), max(g.bottom for g in piece)


def word_of(text: str, box: BBox) -> Word:
    """A text without white space at its place, and what its words say it may be in a table."""
    return Word(
        *box,
        HEAD.fullmatch(text) is not None,
        _LEVEL.search(text) is not None,
        _PAIR.match(text) is not None,
        open=text.endswith(OPEN),
    )
