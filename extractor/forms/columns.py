"""Heads of the indicator table: which column plays which role, by the words over it.

Columns stand in any order; heads may take one, two or three rows; a table may print a long-term and an
annual group side by side, one value column per region, or be a flat list of projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from extractor.forms.reading import Role
from extractor.forms.vocabulary import Vocabulary
from extractor.layout.slices import Slice, header_roles
from extractor.matching.fold import fold_text, squeeze
from extractor.model.document import Cell
from extractor.model.filing import Scope

Level = Literal["level1", "level2", "level3"]
_PERIOD = re.compile(r"长期|中期|实施期|总体指标|项目期")
_ANNUAL = re.compile(r"年度|当年|本年|全年")
_YEAR = re.compile(r"20\d\d年")
_SIGNS = frozenset({"≥", "≤", "=", ">", "<", ">=", "<=", "大于等于", "小于等于", "等于", "大于", "小于"})
FLAT = frozenset({"project_name", "filer", "department", "budget_unit", "department_code", "project_code", "annual_goal",
                   "period_goal", "goal", "implementer", "other_first_level_project"})  # fmt: skip
REPEATABLE = frozenset({"level2", "level3", "target"})
LEVELS: tuple[Level, ...] = ("level1", "level2", "level3")
_VALUE = re.compile(r"[\d≥≤＞＜><=%％]|\*\*")


@dataclass(slots=True)
class Head:
    """One column of the indicator table."""

    role: str
    """A `Role`, or "field:ID" / "amount:ID" in a flat list."""
    col: int
    text: str
    cell: Cell
    region: str | None = None


@dataclass(slots=True)
class Band:
    """The heads of one indicator table and where its rows begin."""

    row: int
    data_row: int
    heads: list[Head]
    groups: list[tuple[Scope, dict[str, Head]]] = field(default_factory=list)
    regions: list[Head] = field(default_factory=list)
    flat: dict[str, Head] = field(default_factory=dict)
    """Field and amount columns of a flat list of projects (K4)."""

    def head(self, role: Role) -> Head | None:
        return next((h for h in self.heads if h.role == role), None)

    def heads_text(self, role: str) -> str | None:
        """The words over a role's column, None where none are printed."""
        return next((h.text for h in self.heads if h.role == role and h.text), None)


def read_band(slice_: Slice, row: int, words: Vocabulary) -> Band | None:
    """The heads that begin at `row`, or None where the row is no header row."""
    roles = header_roles(slice_, row, words)
    if not roles:
        return None
    first_col = min(cell.col for cell in roles.values())
    tops = [c for c in slice_.starting(row) if c.col >= first_col or c.text and _is_flat_head(c.text, words)]
    depth = _depth(slice_, row, tops, roles, words)
    tops += [c for c in _reaching_in(slice_, row, depth, first_col) if _is_flat_head(c.text, words)]
    tops += [c for c in slice_.starting(row) if c.col < first_col and c.text and c.rowspan < depth and c not in tops]
    heads: list[Head] = []
    for cell in tops:
        heads.extend(_heads_under(slice_, cell, row, depth, words))
    if not any(h.role in LEVELS for h in heads):
        return None
    band = Band(row, row + depth, heads)
    _find_flat(band)
    if band.flat:
        others = [c for c in (*slice_.starting(row), *_reaching_in(slice_, row, depth, first_col)) if c.col < first_col and c.rowspan <= depth + 1]
        known = {h.col for h in heads}
        heads.extend(Head("other", c.col, squeeze(c.text), c) for c in others if c.col not in known)
    _find_regions(slice_, band)
    _find_signs(slice_, band)
    _second_names(band)
    _level_points(band)
    band.groups = _groups(band, slice_, row)
    return band


def _reaching_in(slice_: Slice, row: int, depth: int, first_col: int) -> list[Cell]:
    """Heads of a list's own columns that begin a row above and end with these."""
    found: list[Cell] = []
    for col in range(slice_.left, first_col):
        cell = slice_.owner(row, col)
        if cell is not None and cell not in found and cell.row < row and cell.row + cell.rowspan == row + depth:
            found.append(cell)
    return found


def _depth(slice_: Slice, row: int, tops: list[Cell], roles: dict[str, Cell], words: Vocabulary) -> int:
    """How many rows the heads take."""
    spans = [cell.rowspan for role, cell in roles.items() if role in LEVELS]
    depth = max(spans, default=1)
    if depth > 1:
        return min(depth, 3, slice_.bottom - row)
    if row + 1 >= slice_.bottom or not any(cell.colspan > 1 for cell in tops):
        return 1
    below = [c for c in slice_.starting(row + 1) if c.text.strip()]
    heads = [c for c in below if words.header(c.text) is not None and words.level1(c.text) is None and words.level2(c.text) is None]
    levels_blank = all(
        (under := slice_.owner(row + 1, cell.col)) is None or under is cell or not under.text.strip()
        for role, cell in roles.items()
        if role in LEVELS
    )
    if len(heads) >= 2 and len(heads) * 2 >= len(below) or levels_blank and len(below) >= 2 and heads:
        return 2
    if levels_blank and len(below) >= 2 and not any(_VALUE.search(c.text) for c in below):
        return 2
    return 1


def _heads_under(slice_: Slice, top: Cell, row: int, depth: int, words: Vocabulary) -> list[Head]:
    """A head cell, or the sub-heads printed under it."""
    subs: list[Cell] = []
    if depth > 1 and top.rowspan < depth:
        for col in range(top.col, top.col + top.colspan):
            cell = slice_.owner(row + depth - 1, col)
            if cell is not None and cell is not top and cell not in subs and cell.text.strip():
                subs.append(cell)
    if not subs:
        return [Head(_role(top.text, words), top.col, squeeze(top.text), top)]
    parent = words.header(top.text)
    roles = {_role(cell.text, words) for cell in subs}
    heads = []
    for cell in subs:
        role = _role(cell.text, words)
        if role == "other_grade":
            heads.append(Head("grade", cell.col, squeeze(top.text) + squeeze(cell.text), cell, squeeze(cell.text)))
            continue
        if (words.header(cell.text) or "").startswith("other_") or (role == "other" and parent == "target" in roles):
            heads.append(Head("other", cell.col, squeeze(top.text) + squeeze(cell.text), cell))  # 前年 | 上年 | 预期当年实现值
            continue
        if role == "other" and parent == "target" and roles & {"operator", "unit"}:
            role = "target"  # 符号 | 值 | 单位 under one 指标值
        if role == "other" and parent == "target":
            heads.append(Head("region", cell.col, squeeze(cell.text), cell, squeeze(cell.text)))
            continue
        if role == "other" and parent is not None and not parent.startswith("other"):
            role = parent if parent not in LEVELS else "other"
        if parent == "actual" and role == "target":
            role = "actual"
        heads.append(Head(role, cell.col, squeeze(top.text) + squeeze(cell.text), cell))
    return heads


def _role(text: str, words: Vocabulary) -> str:
    if not text.strip():
        return "other"
    role = words.header(text)
    identity = words.field(text)
    if role is not None and not (role == "unit" and identity in FLAT):
        return role if not role.startswith("other") or role == "other_grade" else "other"
    if identity in FLAT:
        return "field:" + str(identity)
    amount = words.amount(text)
    if amount is not None:
        return "amount:" + amount
    slip = words.nearly("header", text) if identity is None else None  # 三极指标
    return slip if slip is not None and not slip.startswith("other") else "other"


def _is_flat_head(text: str, words: Vocabulary) -> bool:
    return words.field(text) in FLAT or words.amount(text) is not None


def _find_flat(band: Band) -> None:
    """In a flat list the project's own columns stand left of the levels."""
    first_level = min((h.col for h in band.heads if h.role in LEVELS), default=0)
    for head in band.heads:
        if head.role.startswith(("field:", "amount:")):
            if head.col < first_level or head.role.startswith("field:project"):
                band.flat.setdefault(head.role, head)
            else:
                head.role = "other"
    if "field:project_name" not in band.flat and not ({"field:filer", "field:budget_unit", "field:department"} & band.flat.keys()):
        band.flat = {}


def _find_regions(slice_: Slice, band: Band) -> None:
    """One value column per county or village: unknown heads right of the levels whose cells hold values (K19)."""
    several = [h for h in band.heads if h.role == "target" and _YEAR.match(fold_text(h.text))]
    for head in several if len(several) > 1 else ():
        head.role, head.region = "region", head.text  # 2024年目标值 | 2025年目标值: one value a year
    band.regions = [h for h in band.heads if h.role == "region"]
    grades = [h for h in band.heads if h.role == "grade"]
    if grades and not any(h.role == "target" for h in band.heads):
        band.regions = grades  # four thresholds in place of one value
    if band.regions or any(h.role == "target" for h in band.heads):
        return
    last_level = max(h.col for h in band.heads if h.role in LEVELS)
    unknown = [h for h in band.heads if h.role == "other" and h.col > last_level and h.text]
    holding = [h for h in unknown if _holds_values(slice_, band, h)]
    if len(holding) >= 2:
        for head in holding:
            head.role, head.region = "region", head.text
        band.regions = holding


def _find_signs(slice_: Slice, band: Band) -> None:
    """A column named otherwise (指标值类型) that holds nothing but signs is the sign column."""
    if band.head("operator") is not None or band.head("target") is None:
        return
    for head in band.heads:
        if head.role not in ("other", "definition"):
            continue
        cells = [slice_.owner(row, head.col) for row in range(band.data_row, min(band.data_row + 30, slice_.bottom))]
        texts = {fold_text(c.text) for c in cells if c is not None and c.text.strip()}
        if texts & _SIGNS and texts <= _SIGNS | {"定性", "定量"}:
            head.role = "operator"
            return


def _holds_values(slice_: Slice, band: Band, head: Head) -> bool:
    cells = [slice_.owner(r, head.col) for r in range(band.data_row, min(band.data_row + 8, slice_.bottom))]
    texts = [c.text for c in cells if c is not None and c.text.strip()]
    return bool(texts) and sum(bool(_VALUE.search(t)) and len(t) < 20 for t in texts) * 2 >= len(texts)


def _second_names(band: Band) -> None:
    """A second name column beside 三级指标 without a group of its own explains the first."""
    targets = sum(h.role == "target" for h in band.heads)
    names = [h for h in band.heads if h.role == "level3"]
    if len(names) > 1 and targets < len(names) and not band.regions:
        best = next((h for h in names if fold_text(h.text).startswith("三级")), names[0])
        level2_missing = not any(h.role == "level2" for h in band.heads)
        for head in names:
            if head is best:
                continue
            if level2_missing and head.col < best.col:
                head.role, level2_missing = "level2", False
            else:
                head.role = "definition"


def _level_points(band: Band) -> None:
    """Points printed beside each level: only those right of the 三级指标 are the row's own (K17)."""
    points = [h for h in band.heads if h.role == "weight"]
    last_level = max(h.col for h in band.heads if h.role in LEVELS)
    own = next((h for h in points if h.col > last_level), None)
    for head in points if len(points) > 1 else ():
        if head is not own:
            head.role = "other"


def _groups(band: Band, slice_: Slice, row: int) -> list[tuple[Scope, dict[str, Head]]]:
    """Side by side groups: a repeated 三级指标 or 指标值 begins the next one (K20)."""
    groups: list[dict[str, Head]] = [{}]
    for head in sorted(band.heads, key=lambda h: h.col):
        if head.role in ("other", "region", "grade") or head.role.startswith(("field:", "amount:")):
            continue
        group = groups[-1]
        if head.role in group and head.role in REPEATABLE and "target" in group:
            group = {role: h for role, h in group.items() if role in LEVELS and role < head.role}
            if head.role == "target":
                group = {role: h for role, h in groups[-1].items() if role in LEVELS}
            groups.append(group)
        group.setdefault(head.role, head)
    scoped: list[tuple[Scope, dict[str, Head]]] = []
    for number, group in enumerate(groups):
        said = " ".join(h.text for r, h in group.items() if r in ("level3", "target"))
        above = _heading_over(slice_, group, row)
        scope: Scope = "annual"
        if _PERIOD.search(said + above) and not _ANNUAL.search(said) or len(groups) == 2 and number == 0 and not _ANNUAL.search(said + above):
            scope = "period"
        scoped.append((scope, group))
    return scoped


def _heading_over(slice_: Slice, group: dict[str, Head], row: int) -> str:
    """Text of the cell that stands over a group of heads, or left of them as a block label."""
    anchor = group.get("level3") or group.get("target")
    if anchor is None:
        return ""
    over = slice_.owner(row - 1, anchor.col)
    left = slice_.owner(row, min(h.col for h in group.values()) - 1)
    texts = [c.text for c in (over, left) if c is not None and len(c.text) < 30 and "指标" in fold_text(c.text)]
    return fold_text(" ".join(texts))
