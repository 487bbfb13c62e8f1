"""Is the table a flat list: the project's own columns stand left of the levels (K4)."""

from __future__ import annotations

from extractor.characters.fold import squeeze
from extractor.forms.band import FLAT, LEVELS, Band, Head
from extractor.forms.column_heads import reaching_in
from extractor.forms.heads import HeadRows
from extractor.forms.roles import OTHER
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.evidence import LIKELY
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary

_ANYWHERE = frozenset({"field:annual_goal", "field:period_goal", "field:goal", "amount:total"})
"""Columns of the project's own that may stand right of the levels as well, where the values
have a head of their own.
"""
_PLAIN = _ANYWHERE | {"field:filer", "field:department", "field:budget_unit", "field:project_code"}
"""Columns whose cells bear out what an unlisted head says of them: prose, an office, a code."""
_SUMS_ABOVE = 3
LIKE_A_LIST = 0.55
"""Likeness from which a head left of the levels is one of a list's own columns."""


def likely_flat(slice_: Slice, rows: HeadRows, heads: list[Head], words: Vocabulary) -> None:
    """A list's own columns by heads that stand in no list: what their words and the cells under them say together."""
    first_level = min((h.col for h in heads if h.role in LEVELS), default=rows.first_col)
    depth = rows.data_row - rows.top
    known = {h.col: h for h in heads if h.col < first_level}
    beside = [
        c
        for c in (*slice_.starting(rows.top), *reaching_in(slice_, rows.top, depth, first_level))
        if c.col < first_level and c.rowspan <= depth + 1 and c.text.strip()
    ]
    above = (c for row in range(slice_.top, rows.top) for c in slice_.starting(row) if c not in beside)
    if len(beside) < 2 or any(
        words.field(c.text) in FLAT or words.starts_with_label(c.text) and c.colspan * 2 <= slice_.grid.cols
        for c in above
        if c.text.strip()
    ):
        return  # a form whose fields stand above
    found: list[Head] = []
    firm: set[int] = set()
    for cell in beside:
        head = known.get(cell.col) or Head(OTHER, cell.col, squeeze(cell.text), cell)
        under = _first_under(slice_, rows.data_row, cell.col)
        if head.role != OTHER or head.exact or under is None or under.col != cell.col:
            continue
        if words.is_level(under.text):
            continue  # a level, whatever its head is called (二级指标名称)
        meaning = meaning_of(cell.text, under.text, words, least=LIKE_A_LIST)
        if meaning is not None and (meaning.kind == "amount" or meaning.identity in FLAT):
            found.append(Head(f"{meaning.kind}:{meaning.identity}", cell.col, head.text, cell))
            firm |= {cell.col} if meaning.score >= LIKELY and not meaning.doubtful else set()
    for head in _under_money(list(known.values()), rows.top, words):
        found.append(head)
        firm.add(head.col)
    flat = [h for h in known.values() if h.role.startswith(("field:", "amount:"))]
    taken = {h.role for h in flat}
    if "field:project_name" in taken:  # the list is read without: a guess at its other columns may spoil it
        found = [h for h in found if h.col in firm and (h.role.startswith("amount:") or h.role in _PLAIN)]
    if len(flat) + len(found) < 2 or "field:project_name" not in {*taken, *(h.role for h in found)}:
        return
    for head in sorted(found, key=lambda h: h.col not in firm):
        if head.role in taken or head.col in known and known[head.col].role != OTHER:
            continue
        taken.add(head.role)
        if head.col in known:
            known[head.col].role = head.role
        else:
            heads.append(head)


def _under_money(heads: list[Head], top: int, words: Vocabulary) -> list[Head]:
    """小计 and 县级财政 beside 上年结转 under one head of money (资金来源), by their own words."""
    found: list[Head] = []
    for head in heads:
        if head.role != OTHER or head.exact or head.cell.row <= top or not head.path:
            continue
        over = head.path[0]
        beside = any(h.role.startswith("amount:") and h.path[:1] == head.path[:1] for h in heads)
        if not beside and words.field(over) != "block_money" and words.amount(over) != "total":
            continue
        text = head.cell.text
        meaning = None if words.grammar.sums_money(text) else meaning_of(text, "1", words, least=LIKE_A_LIST)
        if words.grammar.sums_money(text):
            found.append(Head("amount:total", head.col, head.text, head.cell))
        elif meaning is not None and meaning.kind == "amount" and meaning.identity != "total":
            found.append(Head(f"amount:{meaning.identity}", head.col, head.text, head.cell))
    return found


def _first_under(slice_: Slice, row: int, col: int) -> Cell | None:
    """The first filled cell of a column; the row of a unit's sum above its projects names none."""
    cells = (slice_.owner(below, col) for below in range(row, min(row + _SUMS_ABOVE, slice_.bottom)))
    return next((c for c in cells if c is not None and c.text.strip()), None)


def find_flat(band: Band, first_col: int) -> None:
    """In a flat list the project's own columns stand left of the levels, which begin at `first_col` where no head names
    them.
    """
    first_level = min((h.col for h in band.heads if h.role in LEVELS), default=first_col)
    valued = any(h.role == "target" and h.exact for h in band.heads)
    for head in band.heads:
        if head.role.startswith(("field:", "amount:")):
            if head.col < first_level or head.role.startswith("field:project") or valued and head.role in _ANYWHERE:
                band.flat.setdefault(head.role, head)
            else:  # 全年绩效目标 over the values: a field's label elsewhere, here the cells tell
                head.role, head.exact = "other", head.role.startswith("amount:")
    if "field:project_name" not in band.flat and not (
        {"field:filer", "field:budget_unit", "field:department"} & band.flat.keys()
    ):
        band.flat = {}
