"""Small forms as web pages, written a row a line."""

from __future__ import annotations

from extractor.forms.reading import Reading
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Grid
from extractor.pipeline import readings_of
from extractor.readers import read
from extractor.rulebook import load_rules

RULES = load_rules()
TOP = "<p>2024年项目支出绩效目标表</p>"


def readings(page: str) -> list[Reading]:
    """Every form of a page."""
    return readings_of(read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html"), RULES, "0" * 64)


def reading(page: str) -> Reading:
    """The one form of a page."""
    (found,) = readings(page)
    return found


def row(*cells: str) -> str:
    """A row; "2|text" spans two columns, "2/text" two rows."""
    made = []
    for cell in cells:
        span, text = "", cell
        for mark, name in (("|", "colspan"), ("/", "rowspan")):
            if cell[1:2] == mark:
                span, text = f' {name}="{cell[0]}"', cell[2:]
        made.append(f"<td{span}>{text}</td>")
    return f"<tr>{''.join(made)}</tr>"


def drawn(*rows: list[str]) -> Slice:
    """A table without a page around it; "2/3|text" spans two rows and three columns, "^" is a slot of such a cell."""
    cells = []
    for r, texts in enumerate(rows):
        for c, said in enumerate(texts):
            if said == "^":
                continue
            span, mark, text = said.partition("|")
            down, across = map(int, span.split("/")) if mark else (1, 1)
            cells.append(Cell(r, c, down, across, text=text if mark else said))
    return Slice(Grid(cells, len(rows), len(rows[0])), 0, len(rows))
