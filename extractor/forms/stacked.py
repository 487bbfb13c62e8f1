"""What was aimed at and what was reached one under the other: 目标：≥9次 over 完成：11次, in one cell or in two rows.

The labels stand in the cells themselves, or in a narrow column of their own before the values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.account import doubtful
from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.roles import LEVELS, OTHER
from extractor.forms.row_target import target_of
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.labelled import STACKED
from extractor.words.vocabulary import Vocabulary

_JOINT = re.compile(r"\s*[/／|｜\n、及与和]\s*")
_PARTED = re.compile(r"\s*[/／|｜；;\n]\s*")
_JOINED = ({"target", "actual"}, {"weight", "achieved_score"})
"""Roles that one column may hold both of: 目标值/完成值 over 40次/46次."""
_MOST = 0.8
"""Share of a column's cells from which its labels tell what it is."""
_ROLES = ("target", "actual")


def find_stacked(slice_: Slice, band: Band, body: Sequence[int], words: Vocabulary) -> None:
    """Settle the column that holds both, and the column of its labels where they stand in one.

    Args:
        body: rows of indicators, of the grid, from 0.
    """
    if any(h.role == "target" and h.exact for h in band.heads) and any(h.role == "actual" for h in band.heads):
        return
    for head in band.heads:
        if head.role in LEVELS or head.role.startswith(("field:", "amount:")):
            continue
        texts = _texts(slice_, head, body)
        own = [set(parts) for text in texts if (parts := parts_in(text, words))]
        if len(own) >= max(2, _MOST * len(texts)) and set(_ROLES) <= set().union(*own):
            _settle(band, head, None)
            return
        kinds = [said_role(text, words) for text in texts]
        beside = next((h for h in band.heads if h.col == head.col + head.cell.colspan), None)
        if beside is not None and set(kinds) == set(_ROLES) and beside.role not in LEVELS:
            _settle(band, beside, head)
            return


def find_joined(slice_: Slice, band: Band, body: Sequence[int], words: Vocabulary) -> None:
    """Note the columns whose heads name two roles and whose cells hold both, parted alike (分值/得分 over 10/9.5).

    Args:
        body: rows of indicators, of the grid, from 0.
    """
    for head in band.heads:
        roles = [words.header(part) for part in _JOINT.split(head.cell.text.strip())]
        if len(roles) != 2 or set(roles) not in _JOINED or any(h.role in roles for h in band.heads if h is not head):
            continue
        texts = _texts(slice_, head, body)
        if texts and sum(len(_halves(text)) == 2 for text in texts) >= _MOST * len(texts):
            first = "target" if "target" in roles else "weight"
            head.role, head.exact, head.region, head.settled = first, True, None, True
            band.joined[head.col] = (str(roles[0]), str(roles[1]))


def _halves(text: str) -> list[str]:
    """Both halves of 40次/46次 and of 90元/亩/88元/亩; one text where it does not divide."""
    parts = _PARTED.split(text.strip())
    half = len(parts) // 2
    return ["/".join(parts[:half]), "/".join(parts[half:])] if half and len(parts) % 2 == 0 else [text.strip()]


def joined_parts(slice_: Slice, band: Band, row: int, draft: Draft) -> dict[str, tuple[Cell, str]]:
    """By role the cell and the text of each half of such columns in a row; a cell that does not divide is told.

    Args:
        row: of the grid, from 0.
    """
    found: dict[str, tuple[Cell, str]] = {}
    for col, roles in band.joined.items():
        cell = slice_.owner(row, col)
        if cell is None or cell.row != row or not cell.text.strip():
            continue
        halves = _halves(cell.text)
        found |= {role: (cell, tidy(part)) for role, part in zip(roles, halves)}
        if len(halves) < 2:
            why = f"“{squeeze(cell.text)}”所在的一列一格写两个数，这一格没有分开，请对照原件核对。"
            at, pointer = slice_.grid.place(cell), f"/indicators/{len(draft.indicators)}/{roles[0]}"
            draft.doubts.append(doubtful(pointer, why, at, squeeze(cell.text), margin=0.2, part="indicators"))
    return found


def _settle(band: Band, head: Head, labels: Head | None) -> None:
    head.role, head.exact, head.region, head.settled = "target", True, None, True
    band.stacked = head
    if labels is not None:
        labels.role, labels.exact, labels.region, labels.settled = OTHER, True, None, True
        band.stacked_labels = labels


def _texts(slice_: Slice, head: Head, body: Sequence[int]) -> list[str]:
    cells = [slice_.owner(row, head.col) for row in body]
    return [c.text for c, row in zip(cells, body) if c is not None and c.row == row and c.text.strip()]


def said_role(label: str, words: Vocabulary) -> str | None:
    """Whether a label says what was aimed at (目标, 计划值) or what was reached (完成, 实际值)."""
    if not 1 < len(fold_text(label)) <= 8:
        return None
    role = words.likely_head(label)
    return role if role in _ROLES else None


def parts_in(text: str, words: Vocabulary) -> dict[str, tuple[str, str]]:
    """By role the label and the text behind it; nothing where the text begins with no such label or says one twice."""
    marks = [(m, role) for m in STACKED.finditer(text) if (role := said_role(m["label"], words)) is not None]
    if not marks or text[: marks[0][0].start("label")].strip() or len({role for _, role in marks}) < len(marks):
        return {}
    ends = [*(m.start() for m, _ in marks[1:]), len(text)]
    return {role: (squeeze(m["label"]), tidy(text[m.end() : end])) for (m, role), end in zip(marks, ends)}


def stacked_parts(slice_: Slice, band: Band, row: int, words: Vocabulary) -> dict[str, tuple[str, str]]:
    """What a row says of each role in a stacked column.

    Args:
        row: of the grid, from 0.
    """
    head, labels = band.stacked, band.stacked_labels
    cell = slice_.owner(row, head.col) if head is not None else None
    if cell is None or cell.row != row:
        return {}
    if labels is None:
        return parts_in(cell.text, words)
    label = slice_.owner(row, labels.col)
    if label is None or label.row != row or (role := said_role(label.text, words)) is None:
        return {}
    return {role: (squeeze(label.text), tidy(cell.text))}


def second_line(
    slice_: Slice, band: Band, row: int, cells: Mapping[str, Cell], draft: Draft, words: Vocabulary, year: int | None
) -> bool:
    """Take 完成：11次 under 目标：≥9次 beside one name, the second line of the row above; False where it is none.

    Args:
        row: of the grid, from 0.
    """
    said = stacked_parts(slice_, band, row, words)
    name, value, number = cells.get("level3"), cells.get("target"), len(draft.indicators) - 1
    if len(said) != 1 or number < 0 or name is None or value is None or name.row == row and name.text.strip():
        return False
    above, ((role, (label, text)),) = draft.indicators[number], said.items()
    merged = draft.cells_at[number].get("level3") == slice_.grid.place(name)
    if not merged and name.text.strip() or (above.target.raw if role == "target" else above.actual):
        return False
    if role == "target":
        levels = {"level1": above.level1, "level2": above.level2, "level3": above.level3}
        above.target = target_of(slice_, band, row, {"target": text}, levels, named=True, year=year, units=words.units)
    else:
        above.actual = text
    draft.labels.append((label, slice_.grid.place(value)))
    draft.cells_at[number][role] = slice_.grid.place(value)
    draft.take(value, "value", f"/indicators/{number}/{role}")
    return True
