"""Tables drawn as text: the notation in which layouts are typed for tests and benches.

    # a line outside the table (leading blanks = centred)
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 道路里程 | ≥3公里 |
    | ^        | ^        | 桥梁     | ≥1座   |
    | 合计     | <        | <        |        |

"^" goes on with the cell above, "<" with the cell to the left; "/n" inside a cell is a line break.
"""

from __future__ import annotations

from extractor.model.document import Cell, Document, Grid, Line


def draw(text: str) -> Document:
    """The document that a sketch shows."""
    document = Document("txt")
    rows: list[list[str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            document.items.append(grid_of(rows))
            rows = []
        if line.strip("# "):
            body = line.lstrip("#")
            document.items.append(Line(body.strip(), line=number, centred=body.startswith("    ")))
    if rows:
        document.items.append(grid_of(rows))
    document.number_tables()
    return document


def grid_of(rows: list[list[str]]) -> Grid:
    """Rows of cell texts with "^" and "<" as one grid."""
    cols = max(len(row) for row in rows)
    rows = [row + [""] * (cols - len(row)) for row in rows]
    owner: dict[tuple[int, int], Cell] = {}
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                cell = owner[r, c - 1]
                cell.colspan = max(cell.colspan, c - cell.col + 1)
                covered |= _slots(cell)
            elif text == "^":
                cell = owner[r - 1, c]
                cell.rowspan = max(cell.rowspan, r - cell.row + 1)
                covered |= _slots(cell)
            else:
                if (r, c) in covered:
                    raise ValueError(f"row {r}, column {c}: {text!r} stands inside a merged cell")
                cell = Cell(r, c, text=text.replace("/n", "\n"))
                cells.append(cell)
            owner[r, c] = cell
    return Grid(cells, len(rows), cols)


def _slots(cell: Cell) -> set[tuple[int, int]]:
    rows, cols = range(cell.row, cell.row + cell.rowspan), range(cell.col, cell.col + cell.colspan)
    return {(row, col) for row in rows for col in cols}
