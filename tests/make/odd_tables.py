"""Tables with random merges, widths, tables in cells and many columns, as .docx; the seed decides, a reader tells
what it is.
"""

from __future__ import annotations

import random

from extractor.model.document import Grid
from tests.make.write_docx import package, run

_WORDS = (
    "项目名称",
    "年度资金总额",
    "产出指标",
    "数量指标",
    "≥95%",
    "12.50万元",
    "完成培训",
    "",
    "",
    "满意度",
    "2024年12月底前",
    "第一行\n第二行",
)
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
)
_WIDTH = 9072


def odd_docx(seed: int, tables: int = 3, wide: bool = False) -> bytes:
    """A .docx of paragraphs and odd tables; `wide`: tables of up to 63 columns."""
    dice = random.Random(seed)
    body = []
    for _ in range(tables):
        body.append(_paragraph(dice.choice(("绩效目标表", "填报单位：某县水利局", "单位：万元"))))
        cols = dice.randrange(40, 64) if wide else dice.randrange(1, 12)
        body.append(_table(dice, dice.randrange(1, 9), cols, _WIDTH, depth=0 if wide else dice.randrange(0, 3)))
    body.append(_paragraph("填报人：某某"))
    return package("".join(body))


def _paragraph(text: str) -> str:
    return "".join(f"<w:p><w:pPr/>{run(part)}</w:p>" for part in text.split("\n"))


def _table(dice: random.Random, rows: int, cols: int, width: int, depth: int) -> str:
    cuts = sorted(dice.sample(range(1, width // 120), cols - 1)) if dice.random() < 0.5 and cols < width // 240 else []
    edges = [0, *(cut * 120 for cut in cuts), width] if cuts else [width * n // cols for n in range(cols + 1)]
    owner = _tiling(dice, rows, cols)
    grid = "".join(f'<w:gridCol w:w="{edges[n + 1] - edges[n]}"/>' for n in range(cols))
    out = []
    for r in range(rows):
        cells, c = [], 0
        while c < cols:
            top, left, height, span = owner[r][c]
            cells.append(_cell(dice, (top, left, height, span), r, edges, depth))
            c += span
        out.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblBorders>{_EDGES}</w:'
        f"tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(out)}</w:tbl>"
    )


def _tiling(dice: random.Random, rows: int, cols: int) -> list[list[tuple[int, int, int, int]]]:
    """Each slot's cell (row, column, row span, column span): rectangles put at random, single cells between."""
    owner: list[list[tuple[int, int, int, int] | None]] = [[None] * cols for _ in range(rows)]
    for r in range(rows):
        for c in range(cols):
            if owner[r][c] is not None:
                continue
            height = dice.randrange(1, min(4, rows - r) + 1) if dice.random() < 0.25 else 1
            span = dice.randrange(1, min(5, cols - c) + 1) if dice.random() < 0.3 else 1
            while any(owner[r][c + k] is not None for k in range(span)):
                span -= 1
            for i in range(height):
                for k in range(span):
                    owner[r + i][c + k] = (r, c, height, span)
    return [[slot for slot in row if slot is not None] for row in owner]


def _cell(dice: random.Random, place: tuple[int, int, int, int], row: int, edges: list[int], depth: int) -> str:
    top, left, height, span = place
    width = edges[left + span] - edges[left]
    marks = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
    if height > 1:
        marks += '<w:vMerge w:val="restart"/>' if row == top else "<w:vMerge/>"
    content = _paragraph(dice.choice(_WORDS) if row == top else "")
    if depth and row == top and width > 1500 and dice.random() < 0.2:
        content += _table(dice, dice.randrange(1, 4), dice.randrange(1, 4), width - 300, depth - 1) + _paragraph("")
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{content}</w:tc>"


def drawn(grid: Grid) -> tuple[int, int, tuple[tuple[int, int, int, int, str], ...]]:
    """Size and cells of a table by its drawn lines: columns that every row spans are none; texts without white
    space.
    """
    edges = sorted({edge for cell in grid.cells for edge in (cell.col, cell.col + cell.colspan)})
    place = {edge: n for n, edge in enumerate(edges)}
    cells = sorted(
        (c.row, place[c.col], c.rowspan, place[c.col + c.colspan] - place[c.col], "".join(c.text.split()))
        for c in grid.cells
    )
    return grid.rows, len(edges) - 1, tuple(cells)
