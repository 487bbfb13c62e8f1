"""Tables over page breaks -> one grid. Generic over a Document's items: PDF, OFD and scans use it.

A grid that is the last thing on one page and a grid that is the first thing on the next are one table when their
outer edges align, nothing but page furniture or a 续表 line stands between, and the second does not begin a form of
its own. Repeated header rows go; a row cut by the break is joined; a merged cell goes on. Cells keep the places of
all their parts; the joined grid has one row index space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.characters.fold import fold_text
from extractor.layout.conservation import visible_length
from extractor.layout.said import Said, said_in
from extractor.layout.shared_columns import SAME_EDGE, share_columns
from extractor.layout.torn import (
    begins_anew,
    broken_block,
    counts_on,
    flat,
    goes_on,
    is_cut,
    row_of,
    sign_off_goes_on,
    starts_label,
    tall_text_goes_on,
)
from extractor.model.document import Cell, Grid, Line, Place

ALIGN = 6.0
"""Points by which the outer edges of two parts may differ."""
_CONTINUED = re.compile(
    r"^[（(]?(?:续上?表|接上[页表]|续[一二三四五六七八九十\d]*|上接.{0,8})[:：]?[）)]?.{0,20}$|.{0,40}[（(]续[）)]$"
)
_UNIT = re.compile(r"^(?:金额)?单位[:：]?(?:人民币)?(?:万|亿)?元$")
_BEGINS = re.compile(
    r"^(?:一级|二级)?(?:(?P<project>项目(?:支出)?名称|专项(?:资金)?(?:[（(]项目[）)])?名称)"
    r"|(?P<party>部门(?:[（(]单位[）)])?名称|单位名称|填报单位|预算单位))"
)
_TITLE = re.compile(r"绩效.{0,12}表(?:[（(].*[）)])?$")
_ENDS = re.compile(r"填表人|填报人|负责人签字|填报日期|填表日期")
_HEAD = re.compile(r"[一二三]级|指标(?:名称|内容|值)|.{0,4}(?:指标|目标|完成)值")
HEAD_ROWS = 40
"""Rows of a table among which a header that is printed again is looked for."""


def stitch(items: Sequence[Line | Grid]) -> list[Line | Grid]:
    """Join the parts of tables that page breaks cut; everything else stays as it is."""
    joined: list[Line | Grid] = []
    last_page: dict[int, set[int | None]] = {}
    """Pages of the last part of a joined grid, by its identity: a sheet wider than its pages has several."""
    waiting: list[Line] = []
    """Lines since the last grid that may stand between two parts of one table."""
    open_grid: Grid | None = None
    for item in items:
        if isinstance(item, Line):
            if open_grid is not None and _may_stand_between(item, last_page.get(id(open_grid), set())):
                waiting.append(item)
            else:
                joined += [*waiting, item]
                waiting, open_grid = [], None
            continue
        if open_grid is not None and continues(open_grid, item, last_page.get(id(open_grid), set())):
            _append(open_grid, item)
            last_page[id(open_grid)] = {item.page, *(cell.page for cell in item.cells)}
            for line in waiting:
                line.chrome = True  # a 续表 or unit line said again
            joined += waiting
        else:
            joined += [*waiting, item]
            open_grid = item
            last_page[id(item)] = {item.page, *(cell.page for cell in item.cells)}
        waiting = []
    return joined + waiting


def _may_stand_between(line: Line, pages: set[int | None]) -> bool:
    text = "".join(line.text.split())
    if line.chrome or _CONTINUED.match(text):
        return True
    return line.page not in pages and _UNIT.match(text) is not None


def continues(above: Grid, below: Grid, last_pages: set[int | None]) -> bool:
    """Whether `below` is the next page's part of the table `above`, whose last part is on `last_pages`."""
    if below.page is None or below.page - 1 not in last_pages or above.bbox is None or below.bbox is None:
        return False
    if not _aligned(above, below):
        return False
    repeated = _repeated_rows(above, below)
    if repeated >= below.rows:
        return False
    first = [flat(cell) for cell in row_of(below, repeated)]
    if any(_TITLE.search(text) for text in first):
        return False
    begins = _BEGINS.match(next((text for text in first if text), ""))
    if begins and _is_begun(above, "project" if begins["project"] else "party"):
        return False
    last, top = row_of(above, above.rows - 1), row_of(below, 0)
    signed = _ENDS.search("".join(map(flat, last))) is not None
    ended = signed and bool(first) and _ENDS.search("".join(first)) is None
    return not ended or below.rows <= 2 and (_same_cells(last, top) or sign_off_goes_on(last, top))


def _same_cells(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the cells of two rows stand under each other, edge for edge."""
    boxes = [(a.bbox, b.bbox) for a, b in zip(upper, lower)]
    return len(upper) == len(lower) > 1 and all(
        a is not None and b is not None and abs(a[0] - b[0]) <= SAME_EDGE and abs(a[2] - b[2]) <= SAME_EDGE
        for a, b in boxes
    )


def _aligned(above: Grid, below: Grid) -> bool:
    """Whether the outer edges agree; sheets are laid on a scanner by hand, so of scans only the widths are held
    together.
    """
    if above.edges and below.edges:
        width = above.edges[-1] - above.edges[0]
        return abs(below.edges[-1] - below.edges[0] - width) <= 0.03 * width
    assert above.bbox is not None and below.bbox is not None
    return abs(above.bbox[0] - below.bbox[0]) <= ALIGN and abs(above.bbox[2] - below.bbox[2]) <= ALIGN


def _is_begun(grid: Grid, how: str) -> bool:
    """Whether the table already has what a form begins with, or has come to its indicators."""
    for cell in grid.cells[: 40 * HEAD_ROWS]:
        text = flat(cell)
        begins = _BEGINS.match(text)
        if (begins and begins[how]) or text in ("三级指标", "二级指标", "一级指标", "指标值", "指标名称"):
            return True
    return False


def _append(above: Grid, below: Grid) -> None:
    """Put the rows of `below` under those of `above`, in place."""
    share_columns(above, below)
    repeated = _repeated_rows(above, below)
    said = said_in(above, below)
    cut = is_cut(row_of(above, above.rows - 1), row_of(below, repeated), above.rows - 1, said)
    shift = above.rows - repeated - (1 if cut else 0)
    partners = _partners(above, below, repeated, cut, said)
    said_again = 0
    owners = above.owners()
    owners += [[None] * above.cols for _ in range(below.rows + shift - above.rows)]
    above.rows = below.rows + shift
    for cell in below.cells:
        owner = partners.get(id(cell))
        top = cell.row + shift
        if owner is not None:
            said_again += _extend(owner, cell, top + cell.rowspan)
        elif cell.row + cell.rowspan <= repeated:
            said_again += visible_length(cell.text)
            continue
        else:
            owner = replace(
                cell, row=max(top, repeated + shift), rowspan=min(cell.rowspan, cell.row + cell.rowspan - repeated)
            )
            above.cells.append(owner)
        for row in owners[max(top, repeated + shift) : top + cell.rowspan]:
            row[cell.col : cell.col + cell.colspan] = [owner] * cell.colspan
    above.doubts += below.doubts
    if above.seen is not None and below.seen is not None:
        above.seen += below.seen - said_again


def _partners(above: Grid, below: Grid, repeated: int, cut: bool, said: Said) -> dict[int, Cell]:
    """Cells of the lower part, by identity, with the cell of the upper part that they continue."""
    upper = above.owners()[above.rows - 1]
    partners: dict[int, Cell] = {}
    leading = True
    row = row_of(below, repeated)
    block = 0 if cut else broken_block(upper, row, said)
    wide = any((p := upper[c.col]) is not None and p.text and p.colspan > c.colspan for c in row if c.text)
    sub_heads = wide and _are_heads(tuple(map(flat, row)))
    anew = any(begins_anew(partner, cell, said) for cell in row if (partner := upper[cell.col]))
    for number, cell in enumerate(row):
        partner = upper[cell.col]
        if partner is None or (partner.col, partner.colspan) != (cell.col, cell.colspan):
            leading = False
        elif sub_heads and partner.text and not cell.text:
            partners[id(cell)] = partner  # heads beside a wide one whose own stand below the break
        elif cut or number < block or (leading and goes_on(partner, cell, above, below, repeated)):
            partners[id(cell)] = partner
        elif not (leading and (flat(partner) == flat(cell) or number == 0 and counts_on(partner, cell))):
            leading = False
            if cell.text and partner.text and not anew and tall_text_goes_on(partner, cell, said):
                partners[id(cell)] = partner
    return partners


def _extend(owner: Cell, cell: Cell, bottom: int) -> int:
    """Let a cell go on to row `bottom` (exclusive) with the text and place of its further part.

    Returns:
        How many characters the further part only says again.
    """
    owner.rowspan = bottom - owner.row
    text = cell.text
    again = bool(text) and owner.rowspan > 1 and flat(cell) == flat(owner)
    if text and not again:
        owner.text = owner.text + ("" if owner.full or not owner.text else "\n") + text
    if text:
        owner.full = cell.full
    place: Place = {}
    if cell.page is not None:
        place["page"] = cell.page
    if cell.bbox is not None:
        place["bbox"] = [round(v, 2) for v in cell.bbox]
    owner.parts.append(place)
    return visible_length(text) if again else 0


def _repeated_rows(above: Grid, below: Grid) -> int:
    """How many of the first rows of `below` only repeat rows of `above` (header rows).

    A row below the heads of the indicators is one of the table's own: a second block may name the same indicators with
    the same values, and its rows are no header.
    """
    rows = range(min(above.rows, HEAD_ROWS))
    known: set[tuple[str, ...]] = set()
    headed = False
    for signature in (_signature(above, r) for r in rows):
        heads_here = _are_heads(signature)
        headed = headed or heads_here
        if heads_here or not headed:
            known.add(signature)
    heads: set[tuple[str, ...]] | None = None
    count = 0
    while count < min(below.rows, 4):
        signature = _signature(below, count)
        if len(signature) < 2 or signature not in known:
            heads = {_heads(above, r) for r in rows} if heads is None else heads
            beside = _heads(below, count)
            if not _are_heads(beside) or beside not in heads or _begins_block(above, row_of(below, count)[0]):
                break
        count += 1
    return count


def _begins_block(above: Grid, label: Cell) -> bool:
    """Whether a tall label at the left begins a block of its own (年度绩效指标 below 长期绩效指标): its heads are no
    repeated ones.
    """
    last = above.owners()[above.rows - 1][label.col]
    text = flat(label)
    return label.rowspan > 1 and starts_label(text) and (last is None or flat(last) != text)


def _heads(grid: Grid, row: int) -> tuple[str, ...]:
    """What a row prints beside a label that stands over further rows: that one goes on, and the heads come again."""
    cells = row_of(grid, row)
    while cells and cells[0].rowspan > 1:
        del cells[0]
    return tuple(text for c in cells if (text := fold_text(flat(c))))


def _are_heads(texts: tuple[str, ...]) -> bool:
    """Whether a row's texts are heads of indicators."""
    return sum(map(bool, map(_HEAD.match, texts))) > 1


def _signature(grid: Grid, row: int) -> tuple[str, ...]:
    """What a row prints: non-blank cells that begin in it or run through it on the left; of a scan （ may be (."""
    return tuple(text for c in row_of(grid, row) if (text := fold_text(flat(c))))
