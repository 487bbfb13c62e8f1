"""A sheet's cells, wherever they were stored, -> one Grid over the used range.

Shared by .xlsx, .xls, .et and .csv: trimming to what is used, caps on extent, merged ranges into spans, notes on
hidden parts and on contents left in merged-away cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.document import Aside, Cell, Document, Grid, Note, Place
from extractor.settings import Settings

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0, inclusive."""
MAX_NAMED = 5


@dataclass(slots=True)
class SheetCells:
    """What a sheet holds; rows and columns as the sheet counts them, from 0."""

    name: str
    cells: dict[tuple[int, int], tuple[str, str | None]] = field(default_factory=dict)
    """Shown text and stored value (None where they do not differ) of every cell that shows something."""
    merges: list[Range] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    stale: list[tuple[int, int]] = field(default_factory=list)
    """Formulas without a stored value."""
    images: set[tuple[int, int]] = field(default_factory=set)
    asides: dict[tuple[int, int], tuple[Aside, ...]] = field(default_factory=dict)
    """What stands in a cell and is no part of its text: struck, hidden, note marks, error marks."""
    headers: dict[str, str] = field(default_factory=dict)
    """Print headers and footers with their codes (&C …) by the element's name: oddHeader, oddFooter, firstHeader …"""
    beyond: int = 0
    """Cells below the last row that can be read, not in `cells`."""
    first_beyond: tuple[int, int] = (0, 0)


def column_name(col: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, col: int) -> str:
    """(0, 0) -> "A1"."""
    return f"{column_name(col)}{row + 1}"


def add_sheet(document: Document, sheet: SheetCells, settings: Settings) -> None:
    """Turn a sheet into a grid and its notes; an empty sheet gives nothing."""
    _stale_notes(document, sheet)
    if sheet.beyond:
        document.notes.append(_far_note(sheet, sheet.beyond, sheet.first_beyond))
    if not sheet.cells:
        return
    box = _used_box(document, sheet, settings)
    grid = _grid(document, sheet, box, settings)
    _hidden_notes(document, sheet, box)
    document.items.append(grid)


def _used_box(document: Document, sheet: SheetCells, settings: Settings) -> Range:
    """The range in use, cut to the limits; merged ranges that reach over its edge widen it."""
    used_rows, used_cols = zip(*sheet.cells, strict=True)
    top, left, bottom, right = min(used_rows), min(used_cols), max(used_rows), max(used_cols)
    bottom_limit, right_limit = top + settings.max_rows - 1, left + settings.max_cols - 1
    if bottom > bottom_limit or right > right_limit:
        _drop_far(document, sheet, bottom_limit, right_limit)
        bottom = max((row for row, _ in sheet.cells), default=top)
        right = max((col for _, col in sheet.cells), default=left)
    for r1, c1, r2, c2 in sheet.merges[: settings.max_merges]:
        inside = top <= r1 and r2 <= bottom and left <= c1 and c2 <= right
        if not inside and r1 <= bottom and r2 >= top and c1 <= right and c2 >= left:
            top, left = min(top, r1), min(left, c1)
            bottom, right = max(bottom, min(r2, bottom_limit)), max(right, min(c2, right_limit))
    rows = max(settings.max_slots // (right - left + 1), 1)
    if bottom - top + 1 > rows:
        bottom = top + rows - 1
        _drop_far(document, sheet, bottom, right)
    return top, left, bottom, right


def _drop_far(document: Document, sheet: SheetCells, bottom: int, right: int) -> None:
    """Leave out what stands beyond the limits, and say so."""
    outside = [slot for slot in sheet.cells if slot[0] > bottom or slot[1] > right]
    for slot in outside:
        del sheet.cells[slot]
    if outside:
        document.notes.append(_far_note(sheet, len(outside), min(outside)))


def _far_note(sheet: SheetCells, count: int, first: tuple[int, int]) -> Note:
    return Note(
        "unreadable-part",
        f"工作表“{sheet.name}”范围过大，{count} 个单元格（自 {cell_name(*first)} 起）超出读取上限，未读取；"
        "请删除远处的多余内容后重新提交",
        Place(sheet=sheet.name, cell=cell_name(*first)),
    )


def _grid(document: Document, sheet: SheetCells, box: Range, settings: Settings) -> Grid:
    top, left, bottom, right = box
    rows, cols = bottom - top + 1, right - left + 1
    taken = bytearray(rows * cols)
    merged = _merged_cells(document, sheet, box, settings, taken)
    names = [column_name(left + col) for col in range(cols)]
    find, hidden_by_merge = sheet.cells.get, merged.get
    cells: list[Cell] = []
    add = cells.append
    at = 0
    for row in range(rows):
        line = top + row
        label = str(line + 1)
        for col in range(cols):
            if taken[at]:
                cell = hidden_by_merge(at)
                if cell is not None:
                    add(cell)
            else:
                found = find((line, left + col))
                if found is None:
                    add(Cell(row, col, ref=names[col] + label))
                else:
                    add(Cell(row, col, 1, 1, found[0], None, None, None, names[col] + label, found[1]))
            at += 1
    if sheet.images:
        for cell in cells:
            cell.image = cell.image or (top + cell.row, left + cell.col) in sheet.images
    if sheet.asides:
        for cell in cells:
            cell.asides = sheet.asides.get((top + cell.row, left + cell.col), ())
    return Grid(cells, rows, cols, sheet=sheet.name)


def _merged_cells(
    document: Document, sheet: SheetCells, box: Range, settings: Settings, taken: bytearray
) -> dict[int, Cell]:
    """Cells of the merged ranges by their first slot; a range that overlaps an earlier one is refused and said."""
    top, left, bottom, right = box
    cols = right - left + 1
    cells: dict[int, Cell] = {}
    refused = max(len(sheet.merges) - settings.max_merges, 0)
    for r1, c1, r2, c2 in sheet.merges[: settings.max_merges]:
        if r2 < top or c2 < left or r1 > bottom or c1 > right or r1 < top or c1 < left:
            continue
        r2, c2 = (r2 if r2 < bottom else bottom), (c2 if c2 < right else right)
        width, first = c2 - c1 + 1, (r1 - top) * cols + c1 - left
        if not _take(taken, first, width, r2 - r1 + 1, cols):
            refused += 1
            continue
        text, stored = sheet.cells.get((r1, c1), ("", None))
        cell = Cell(r1 - top, c1 - left, r2 - r1 + 1, width, text, ref=cell_name(r1, c1), stored=stored)
        if sheet.images:
            cell.image = any(r1 <= r <= r2 and c1 <= c <= c2 for r, c in sheet.images)
        cells[first] = cell
    _leftover_note(document, sheet, box, taken, cells)
    if refused:
        document.notes.append(
            Note(
                "unreadable-part",
                f"工作表“{sheet.name}”有 {refused} 处合并区域相互重叠或超出上限，未按合并读取",
                Place(sheet=sheet.name),
            )
        )
    return cells


def _take(taken: bytearray, first: int, width: int, height: int, cols: int) -> bool:
    """Mark a merged range's slots; False, and nothing marked, where one is taken already."""
    if height == 1:
        if taken.find(1, first, first + width) >= 0:
            return False
        taken[first : first + width] = b"\1" * width
        return True
    starts = range(first, first + height * cols, cols)
    for start in starts:
        if taken.find(1, start, start + width) >= 0:
            return False
    for start in starts:
        taken[start : start + width] = b"\1" * width
    return True


def _leftover_note(
    document: Document, sheet: SheetCells, box: Range, taken: bytearray, merged: dict[int, Cell]
) -> None:
    """Contents of cells that are merged away: the sheet does not show them, a copy of it may."""
    if not merged:
        return
    top, left, _, right = box
    cols = right - left + 1
    leftovers = [
        cell_name(row, col)
        for (row, col), (text, _) in sheet.cells.items()
        if text and taken[at := (row - top) * cols + col - left] and at not in merged
    ]
    if leftovers:
        document.notes.append(
            Note(
                "hidden-content",
                f"工作表“{sheet.name}”被合并的单元格里还留有看不见的内容（{_some(leftovers)}），未计入表格",
                Place(sheet=sheet.name, cell=leftovers[0]),
            )
        )


def _some(names: list[str]) -> str:
    return "、".join(names[:MAX_NAMED]) + (f" 等 {len(names)} 处" if len(names) > MAX_NAMED else "")


def _stale_notes(document: Document, sheet: SheetCells) -> None:
    for row, col in sheet.stale[:MAX_NAMED]:
        more = f"（同一工作表共 {len(sheet.stale)} 处）" if len(sheet.stale) > MAX_NAMED else ""
        document.notes.append(
            Note(
                "stale-formula",
                f"工作表“{sheet.name}”的 {cell_name(row, col)} 是公式但没有保存计算结果{more}，"
                "请用 Excel 或 WPS 打开后保存再提交",
                Place(sheet=sheet.name, cell=cell_name(row, col)),
            )
        )


def _hidden_notes(document: Document, sheet: SheetCells, box: Range) -> None:
    what = []
    if sheet.hidden:
        what.append("整张工作表")
    rows = sorted({row for row, _ in sheet.cells if row in sheet.hidden_rows}) if sheet.hidden_rows else []
    if rows:
        what.append("第 " + _some([str(row + 1) for row in rows]) + " 行")
    cols = sorted(
        {col for _, col in sheet.cells if any(low <= col <= high for low, high in sheet.hidden_cols)}
        if sheet.hidden_cols
        else ()
    )
    if cols:
        what.append(_some([column_name(col) for col in cols]) + " 列")
    if what:
        document.notes.append(
            Note(
                "hidden-content",
                f"工作表“{sheet.name}”有隐藏的内容（{'；'.join(what)}），已一并读取",
                Place(sheet=sheet.name),
            )
        )
