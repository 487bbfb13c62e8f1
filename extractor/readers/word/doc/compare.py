"""Two readings of one document held against each other: every difference a note (`reading-disputed`)."""

from __future__ import annotations

from difflib import SequenceMatcher

from extractor.model.document import Document, Grid, Note

MOST = 50
"""Differences told of one document at the most."""
_Shape = tuple[int, int, tuple[tuple[int, int, int, int, str], ...]]


def folded(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def shape(grid: Grid) -> _Shape:
    """Size, cells, spans and texts without white space: what two readings of a table must agree on."""
    cells = sorted((c.row, c.col, c.rowspan, c.colspan, folded(c.text)) for c in grid.cells)
    return grid.rows, grid.cols, tuple(cells)


def compare(own: Document, other: Document) -> list[Note]:
    """What the second reading has otherwise: tables in their order, then lines that are no furniture."""
    ours, theirs = list(own.grids()), list(other.grids())
    notes = []
    for number in range(max(len(ours), len(theirs))):
        why = _differs(ours[number : number + 1], theirs[number : number + 1])
        if why is not None:
            notes.append(
                Note("reading-disputed", f"第 {number + 1} 个表格与 LibreOffice 读得不同：{why}", {"table": number})
            )
    a, b = (
        tuple(folded(line.text) for line in document.lines() if not line.chrome and line.text)
        for document in (own, other)
    )
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if a != b else ():
        if kind != "equal":
            seen, wanted = "；".join(a[i:j])[:200], "；".join(b[k:m])[:200]
            notes.append(
                Note("reading-disputed", "正文与 LibreOffice 读得不同", {"line": i + 1}, observed=seen, expected=wanted)
            )
    return notes[:MOST]


def _differs(ours: list[Grid], theirs: list[Grid]) -> str | None:
    if not ours or not theirs:
        return "LibreOffice 没有这个表格" if ours else "本程序没有读到这个表格"
    mine, other = shape(ours[0]), shape(theirs[0])
    if mine == other:
        return None
    if mine[:2] != other[:2]:
        return f"本程序 {mine[0]} 行 {mine[1]} 列，LibreOffice {other[0]} 行 {other[1]} 列"
    cell = min(set(mine[2]) ^ set(other[2]))
    return f"首个不同在第 {cell[0] + 1} 行第 {cell[1] + 1} 列"
