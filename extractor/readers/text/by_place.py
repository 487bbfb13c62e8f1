"""Pages of blanks whose texts begin in no columns: `pdftotext -layout` of cells in their middle, of drifting places.

Each text is a word with a box, a character as wide as high, a line a little lower than the one above: what a table
without rulings is on a page of a PDF (`layout.unruled`). Read by place it is always told, and nobody is judged by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.layout.placed import Unruled, Word
from extractor.layout.unruled import unruled
from extractor.model.document import Cell, Grid, Line, Note
from extractor.readers.lines.tabdump import free_line
from extractor.readers.page.lineless import word_of
from extractor.readers.text.blank_pieces import Piece

PITCH = 0.7
"""Ems from a line to the next: lines of a cell in the middle of its row stand between those of the cells beside it."""
_PIECE = re.compile(
    r"\S+(?:(?:(?<=[\w.%])(?<![\u4e00-\u9fff]) (?![\w.%]*\d)\S+|(?<=[\u4e00-\u9fff]) (?=[0-9A-Za-z])\S+))*"
)
"""Texts parted by two blanks, or by one that is not between a figure and a word, where programs put it themselves."""
_LEVEL = re.compile(
    r"(?:产出|效益|满意度|成本|数量|质量|时效|(?:经济|社会|生态|生态环境)(?:效益|成本)|可持续影响|(?:服务对象|社会公众)满意度)指标"
)
_REST_OF_HEAD = re.compile(
    r"(?:\S{0,3}指标|[值称容准因分注位数]|名称|内容|单位|标准|原因|部门|目标|\S{0,4}措施|[（(]\S{1,6}[）)])值?"
)
_TITLE = re.compile(r"[^\s。；，：:]{0,30}绩效[^\s。；，：:]{0,14}表$")
Row = list[Piece]


@dataclass(slots=True)
class _Block:
    """The lines of a form on one page."""

    rows: list[Row]

    def pieces(self) -> list[Piece]:
        return [piece for row in self.rows for piece in row]


def tables_of_blanks(lines: Sequence[str]) -> tuple[list[Line | Grid], list[Note]] | None:
    """The lines and tables of a text whose pages end in form feeds, and what is to be told; None without a table."""
    items: list[Line | Grid] = []
    notes: list[Note] = []
    for block in _blocks(lines):
        grid = _table(block)
        if grid is None:
            items += _free(lines, block.rows)
            continue
        inside = {cell.line for cell in grid.cells if cell.line is not None}
        above = [row for row in block.rows if row[0].line < min(inside)]
        items += _upper(lines, above)
        items.append(grid)
        items += _free(lines, [row for row in block.rows if row[0].line > max(inside)])
        notes.append(_said_of(grid))
    return (items, notes) if notes else None


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Stretches of lines from a page's top or a form's title to the next."""
    rows: list[Row] = []
    for number, text in enumerate(lines, 1):
        row = [
            Piece(m[0], m.start(), m.end(), number) for m in _PIECE.finditer(text.lstrip("\f").replace("\t", "    "))
        ]
        if rows and (text.startswith("\f") or len(row) == 1 and _TITLE.match("".join(row[0].text.split()))):
            yield _Block(rows)
            rows = []
        if row:
            rows.append(row)
    if rows:
        yield _Block(rows)


def _table(block: _Block) -> Grid | None:
    """The table of a block, by the places of its words."""
    pieces = block.pieces()
    first = pieces[0].line
    words: list[Word] = []
    for piece in pieces:
        y = (piece.line - first) * PITCH
        text = "".join(piece.text.split())
        word = word_of(text, (piece.x0, y, piece.x1, y + 1.0))
        word.whole = _LEVEL.fullmatch(text) is not None
        words.append(word)
    found = unruled(words, [], 1.0)
    return None if found is None else _with_whole_heads(_grid(found, pieces))


def _grid(found: Unruled, pieces: list[Piece]) -> Grid:
    cells = []
    for span, members in zip(found.lattice.spans, found.members):
        own = sorted((pieces[n] for n in members), key=lambda p: (p.line, p.x0))
        text = "".join(" ".join(p.text for p in line) for _, line in groupby(own, key=lambda p: p.line))
        line = own[0].line if own else None
        cells.append(Cell(span.row, span.col, span.rowspan, span.colspan, text, line=line))
    first = min(cell.line for cell in cells if cell.line is not None)
    return Grid(cells, found.lattice.rows, found.lattice.cols, line=first, doubts=list(found.lattice.doubts))


def _with_whole_heads(grid: Grid) -> Grid:
    """A second line of heads (二级 over 指标) as part of the first: its texts are ends of heads and nothing else."""
    owners = grid.owners()
    rests = {id(c): c for c in owners[1] if c is not None and c.row == 1 and c.text} if grid.rows > 2 else {}
    if not rests or not all(_REST_OF_HEAD.fullmatch("".join(c.text.split())) for c in rests.values() if c.col):
        return grid
    if any(c.row == 0 and c.rowspan > 1 or c.row == 1 and c.rowspan > 1 and c.col > 1 for c in grid.cells):
        return grid
    for cell in rests.values():
        head = owners[0][cell.col]
        if head is None or cell.rowspan > 1:
            continue
        head.text += cell.text
    kept = []
    for cell in grid.cells:
        if cell.row == 1 and cell.rowspan == 1:
            continue
        if cell.row:
            first = cell.row == 1
            cell.row, cell.rowspan = (1, cell.rowspan - 1) if first else (cell.row - 1, cell.rowspan)
        kept.append(cell)
    return Grid(kept, grid.rows - 1, grid.cols, line=grid.line, doubts=grid.doubts)


def _upper(lines: Sequence[str], rows: list[Row]) -> Iterator[Line | Grid]:
    """Lines above the heads: those of several texts are rows of labels and values."""
    for several, run in groupby(rows, key=lambda row: len(row) > 1):
        found = list(run)
        if not several:
            yield from _free(lines, found)
            continue
        cols = max(map(len, found))
        cells = []
        for number, row in enumerate(found):
            for col, piece in enumerate(row):
                span = cols - col if col == len(row) - 1 else 1
                cells.append(Cell(number, col, 1, span, piece.text, line=piece.line))
        yield Grid(cells, len(found), cols, line=found[0][0].line)


def _free(lines: Sequence[str], rows: list[Row]) -> Iterator[Line]:
    for row in rows:
        line = free_line(lines[row[0].line - 1].lstrip("\f"), row[0].line)
        if line is not None:
            yield line


def _said_of(grid: Grid) -> Note:
    why = "；".join(grid.doubts)
    text = f"文本第 {grid.line} 行起的表格行列不能确定：{why}，请提交原来的文件，或对照原件逐格核对"
    return Note("unreadable-part", text, {"line": grid.line} if grid.line is not None else {})
