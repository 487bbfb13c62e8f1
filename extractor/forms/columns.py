"""Heads of the indicator table: which column plays which role.

`heads` says where the heads stand, `content` what the columns hold, `roles` decides them together; here their words are
looked up and the band is put together. Columns stand in any order; heads may take one, two or three rows or be missing;
a table may print a long-term and an annual group side by side, one value column per region, or be a flat list of projects.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.heads import HeadRows, band_levels, body_row, head_rows, level_cells, numbers_columns, wide_end
from extractor.forms.reading import Role
from extractor.forms.roles import (
    EXACT,
    OTHER,
    SINGLE,
    SURE,
    ColumnCase,
    Decision,
    assign,
    speaks_against,
)
from extractor.forms.scopes import scoped_groups
from extractor.forms.slices import Slice, header_roles
from extractor.forms.taught import taught_role
from extractor.forms.value_columns import find_parts, several_targets
from extractor.model.document import Cell
from extractor.model.filing import Scope
from extractor.words.content import content_of
from extractor.words.evidence import LIKELY
from extractor.words.items import items_of
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary

Level = Literal["level1", "level2", "level3"]
FLAT = frozenset({"project_name", "filer", "department", "budget_unit", "department_code", "project_code", "annual_goal",
                   "period_goal", "goal", "implementer", "other_first_level_project"})  # fmt: skip
REPEATABLE = frozenset({"level2", "level3", "target"})
_FIRM = frozenset({"level1", "level2", "level3", "target", "weight", "actual", "achieved_score", "note"})
"""Roles whose cells must be of their kind; signs and directions, definitions and standards are printed under each other's heads."""
_SHARED = frozenset({"weight", "standard", "note"})
"""Columns right of two values for the same names that are said of both."""
LEVELS: tuple[Level, ...] = ("level1", "level2", "level3")
_KEPT = frozenset({OTHER, "definition", "direction"})
"""No key takes these: which of them a column is changes nothing."""
LIKE_A_LIST = 0.55
"""Likeness from which a head left of the levels is one of a list's own columns."""
MAX_BODY = 40
"""Rows that tell what a column holds."""


@dataclass(slots=True)
class Head:
    """One column of the indicator table."""

    role: str
    """A `Role`, or "field:ID" / "amount:ID" in a flat list."""
    col: int
    text: str
    cell: Cell
    """A blank one of no grid where the table prints no heads."""
    region: str | None = None
    exact: bool = False
    """The role comes from a wording of the rule book."""
    path: tuple[str, ...] = ()
    """Texts of all head cells over the column, top to bottom."""
    decision: Decision | None = None
    """How the joint assignment decided, with the rival and the margin."""


@dataclass(slots=True)
class Band:
    """The heads of one indicator table and where its rows begin."""

    row: int
    data_row: int
    heads: list[Head]
    groups: list[tuple[Scope, dict[str, Head]]] = field(default_factory=list)
    over: list[dict[Level, Cell]] = field(default_factory=list)
    """For each of several groups the level words that stand over its heads (产出指标 over 三级指标 | 指标值)."""
    regions: list[Head] = field(default_factory=list)
    headless: bool = False
    """The table prints no heads."""
    halves: bool = False
    """Two halves of one table side by side, each with all its levels."""
    against: list[Head] = field(default_factory=list)
    """Columns whose cells speak against the wording over them: two of them and the heads stand over the wrong cells."""
    widened: Head | None = None
    """The head that had to be read as standing over two columns, so that heads and cells agree."""
    nameless: list[Head] = field(default_factory=list)
    """Columns of names (三级指标（长期）) for which no value was found."""
    flat: dict[str, Head] = field(default_factory=dict)
    """Field and amount columns of a flat list of projects (K4)."""

    def head(self, role: Role) -> Head | None:
        return next((h for h in self.heads if h.role == role), None)

    def heads_text(self, role: str) -> str | None:
        """The words over a role's column, None where none are printed."""
        return next((h.text for h in self.heads if h.role == role and h.text), None)


def read_band(slice_: Slice, row: int, words: Vocabulary, year: int | None = None) -> Band | None:
    """The heads that begin at `row`, or None where the row is no header row. `year`: the form's, to tell past values.

    A row is read once a slice: whether a table is a flat list is asked before it is read.
    """
    return slice_.once(("band", row, year), lambda: _read_band(slice_, row, words, year))


def _read_band(slice_: Slice, row: int, words: Vocabulary, year: int | None) -> Band | None:
    rows = head_rows(slice_, row, words)
    if rows is None:
        return None
    heads = _heads_of(slice_, row, rows, words) if rows.data_row > row else _headless(slice_, rows, words)
    if not any(h.role in LEVELS for h in heads) and rows.by_words:
        return None
    band = Band(rows.top, rows.data_row + _numbered(slice_, rows), heads)
    band.headless = rows.data_row == rows.top
    if not band.headless:
        _likely_flat(slice_, rows, heads, words)
    _find_flat(band, rows.first_col)
    if band.flat:
        first_col, depth = rows.first_col, rows.data_row - rows.top
        others = [
            c
            for c in (*slice_.starting(row), *_reaching_in(slice_, row, depth, first_col))
            if c.col < first_col and c.rowspan <= depth + 1
        ]
        known = {h.col for h in heads}
        heads.extend(Head("other", c.col, squeeze(c.text), c) for c in others if c.col not in known)
    heads.sort(key=lambda h: h.col)
    _as_taught(band, words)
    body = _body_rows(slice_, band, words)
    find_parts(slice_, band, body, words, year)
    _decide(slice_, band, body, words)
    if len(band.against) > 1:
        _realign(slice_, band, body, words)
    if not any(h.role in LEVELS for h in band.heads):
        return None
    _pairs_are_names(slice_, band, body, words)
    _second_names(band)
    _level_points(band)
    several_targets(band, words)
    _as_taught(band, words)
    band.halves = sum(h.role == "level1" for h in band.heads) > 1
    band.groups = _groups(band, slice_, row, words)
    if len(band.groups) > 1:
        band.over = [_levels_over(slice_, band, group, words) for _, group in band.groups]
    return band


def _as_taught(band: Band, words: Vocabulary) -> None:
    """Roles that a taught layout gives: before anything is weighed, and once more after it."""
    for at, head in enumerate(band.heads if words.columns else ()):
        role = taught_role(head.path, at, words)
        if role is not None:
            head.role, head.exact, head.region = role, True, None
            if head.decision is not None:
                head.decision = Decision(role, EXACT, None, "教过的表样", understood=True)
    band.regions = [head for head in band.regions if head.role in ("region", "grade")]


def _numbered(slice_: Slice, rows: HeadRows) -> int:
    """1 where the row under the heads only numbers the columns (1 2 3 …)."""
    return int(rows.data_row < slice_.bottom and rows.top < rows.data_row and numbers_columns(slice_, rows.data_row))


def _heads_of(slice_: Slice, row: int, rows: HeadRows, words: Vocabulary) -> list[Head]:
    """One head for each column under the band of head rows."""
    top, first_col, depth = rows.top, rows.first_col, rows.data_row - rows.top
    tops = [c for c in slice_.starting(top) if c.col >= first_col or c.text and _is_flat_head(c.text, words)]
    tops += [c for c in _reaching_in(slice_, top, depth, first_col) if _is_flat_head(c.text, words)]
    tops += [
        c
        for c in slice_.starting(top)
        if c.col < first_col
        and c.text
        and c not in tops
        and (c.rowspan < depth or c.rowspan == depth and _heads_serial(c, words))
    ]
    tops += [c for c in _reaching_down(slice_, top, rows.data_row, first_col) if c not in tops]
    # a block's label reaches down beside the rows
    tops = [c for c in tops if c.row + c.rowspan <= rows.data_row + (c.col > first_col)]
    heads: list[Head] = []
    for cell in tops:
        taken = {h.col for h in heads}  # a blank right of a wide head, in a table that tells no spans
        heads.extend(
            h for h in _heads_under(slice_, cell, top, depth, words) if cell.text.strip() or h.col not in taken
        )
    return [sub for head in heads for sub in _split(slice_, head, rows.data_row, words)]


def _heads_serial(cell: Cell, words: Vocabulary) -> bool:
    """A further column at the left of the levels (序号), no block label."""
    return (words.header(cell.text) or "").startswith("other_")


def _reaching_down(slice_: Slice, top: int, data_row: int, first_col: int) -> list[Cell]:
    """Heads that begin above the band and end with it."""
    found: list[Cell] = []
    for col in range(first_col, slice_.right or slice_.grid.cols):
        cell = slice_.owner(top, col)
        if cell is not None and cell not in found and cell.row < top and top < cell.row + cell.rowspan <= data_row:
            found.append(cell)
    return found


def _split(slice_: Slice, head: Head, data_row: int, words: Vocabulary) -> list[Head]:
    """A head over several columns of the body (指标值 over sign, value and unit) as a head for each."""
    cell = head.cell
    if cell.colspan == 1 or cell.col != head.col or head.role.startswith(("field:", "amount:")):
        return [head]
    starts: dict[int, int] = {}
    stop = next((r for r in range(data_row, slice_.bottom) if header_roles(slice_, r, words)), slice_.bottom)
    rows = range(data_row, min(data_row + 12, stop))
    for row in rows:
        owners = [slice_.owner(row, col) for col in range(head.col, head.col + cell.colspan)]
        under = {c.col for c in owners if c is not None and c.text.strip() and c.col >= head.col}
        for col in under if len(under) > 1 else ():
            starts[col] = starts.get(col, 0) + 1
    cols = [col for col, count in sorted(starts.items()) if count * 2 >= len(rows) and count >= 2]
    if len(cols) < 2:
        return [head]
    return [Head("other", col, head.text, cell, None, False, head.path) for col in cols]


def _headless(slice_: Slice, rows: HeadRows, words: Vocabulary) -> list[Head]:
    """Columns of a table that prints no heads, by where the cells of its rows begin."""
    starts: dict[int, int] = {}
    body = [r for r in range(rows.data_row, min(rows.data_row + 30, slice_.bottom)) if body_row(slice_, r, words)]
    if not body:  # under bands that name both levels
        ends = (
            r
            for r in range(rows.data_row, slice_.bottom)
            if band_levels(slice_, r, words) is None and len(slice_.starting(r)) < 2
        )
        body = [
            r
            for r in range(rows.data_row, min(rows.data_row + 30, next(ends, slice_.bottom)))
            if band_levels(slice_, r, words) is None
        ]
    for row in body:
        for col in range(rows.first_col, slice_.right or slice_.grid.cols):
            cell = slice_.owner(row, col)
            if cell is not None and cell.col == col and cell.text.strip():
                starts[col] = starts.get(col, 0) + 1
    return [
        Head("other", col, "", Cell(rows.top, col))
        for col, count in sorted(starts.items())
        if count * 3 >= len(body) or count >= 2
    ]


def _body_rows(slice_: Slice, band: Band, words: Vocabulary) -> list[int]:
    """The rows under the heads that tell what the columns hold, down to the next heads or the next field."""
    rows: list[int] = []
    first = min((h.col for h in band.heads), default=slice_.left)
    for row in range(band.data_row, slice_.bottom):
        cells = [c for c in slice_.starting(row) if c.text.strip()]
        if header_roles(slice_, row, words) or len(rows) >= MAX_BODY:
            break
        if not cells or len(cells) == 1 and cells[0].colspan > 2 or words.grammar.names_sum(cells[0].text):
            continue
        lead = cells[0].text
        if (
            cells[0].col <= first
            and not band.flat
            and words.field(lead) is not None
            and words.level1(lead) is None
            and words.level2(lead) is None
            and cells[0].rowspan == 1
        ):
            break
        rows.append(row)
    return rows


def _decide(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """Every column's role by words, content and the grammar of the forms together."""
    first = min((h.col for h in band.heads if h.exact and h.role in LEVELS), default=0)
    found = [cells for row in body if (cells := level_cells(slice_, row, words))]
    lead = next(
        (cells for row in body if body_row(slice_, row, words) and (cells := level_cells(slice_, row, words))), None
    )
    if lead is None and found and len(found[0]) > 2:
        lead = found[0]  # two halves
    first = min(first, lead[0].col) if lead else first
    open_ = [
        h
        for h in band.heads
        if not h.role.startswith(("field:", "amount:"))
        and h.role not in ("region", "grade")
        and (h.exact or h.col >= first)
    ]
    cases = []
    for head in open_:
        exact = head.role if head.exact or head.role != OTHER else None
        cases.append(
            ColumnCase(
                head.col,
                head.text,
                head.path,
                content_of(_texts(slice_, head.col, body), words, words.units),
                bool(words.grammar.scope_words(head.text)),
                exact,
            )
        )
    if not cases:
        return
    band.against = []
    for head, case, decision in zip(open_, cases, assign(cases, words, regions=bool(band.regions))):
        if (
            case.exact in _FIRM
            and case.exact is not None
            and case.content.filled > 1
            and (decision.role != case.exact or speaks_against(case.exact, case.content))
        ):
            band.against.append(head)
        head.role = decision.role
        head.decision = decision if case.content.filled else None
    roles = {h.role for h in band.heads}
    for head in open_:
        if (
            head.decision is not None
            and head.exact
            and head.role == "level1"
            and head.decision.rival == "level2"
            and "level2" not in roles
        ):
            head.decision.margin = EXACT  # a single column of levels: each entry says which it is (K18)


def _realign(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """One head too few for the columns (a dump of a table whose head spanned two): the one place where all agree, if there is one."""
    width, printed = slice_.right or slice_.grid.cols, {h.col: _role(h.cell.text, words) for h in band.heads}
    last = max(printed)
    beyond = slice_.owner(band.row, last + 1) if last + 1 < width else None
    if (
        band.flat
        or band.regions
        or last + 1 >= width
        or beyond is not None
        and beyond is not slice_.owner(band.row, last)
    ):
        return
    found: list[Band] = []
    for doubled in band.heads:
        heads = [
            replace(
                h, col=h.col + (h.col > doubled.col), role=printed[h.col][0], exact=printed[h.col][1], decision=None
            )
            for h in band.heads
        ]
        heads.append(replace(doubled, col=doubled.col + 1, role=OTHER, exact=False, decision=None))
        trial = replace(band, heads=sorted(heads, key=lambda h: h.col))
        _decide(slice_, trial, body, words)
        if not trial.against:
            trial.widened = doubled
            found.append(trial)
    if len(found) == 1:
        band.heads, band.against, band.widened = found[0].heads, [], found[0].widened


def _texts(slice_: Slice, col: int, body: list[int]) -> list[str | None]:
    """By row the text of a column's cell, None where the cell began above."""
    texts: list[str | None] = []
    for row in body:
        cell = slice_.owner(row, col)
        texts.append(None if cell is None or cell.row != row or cell.col != col else cell.text)
    return texts


def _reaching_in(slice_: Slice, row: int, depth: int, first_col: int) -> list[Cell]:
    """Heads of a list's own columns that begin a row above and end with these."""
    found: list[Cell] = []
    for col in range(slice_.left, first_col):
        cell = slice_.owner(row, col)
        if cell is not None and cell not in found and cell.row < row and cell.row + cell.rowspan == row + depth:
            found.append(cell)
    return found


def _heads_under(slice_: Slice, top: Cell, row: int, depth: int, words: Vocabulary) -> list[Head]:
    """A head cell, or the sub-heads printed under it."""
    subs: list[Cell] = []
    if depth > 1 and top.row + top.rowspan < row + depth:
        for col in range(top.col, wide_end(slice_, top, row + depth - 1)):
            cell = slice_.owner(row + depth - 1, col)
            if cell is not None and cell is not top and cell not in subs and cell.text.strip():
                subs.append(cell)
    if not subs:
        role, exact = _role(top.text, words)
        return [Head(role, top.col, squeeze(top.text), top, None, exact, (squeeze(top.text),))]
    parent = words.header(top.text)
    roles = {_role(cell.text, words)[0] for cell in subs}
    heads = [_sub_head(slice_, top, cell, parent, roles, (row, row + depth), words) for cell in subs]
    if sum(h.role == "grade" for h in heads) > 1:
        for head in heads:
            if head.role in (OTHER, parent) and words.header(head.cell.text) is None:
                head.role, head.region = "grade", squeeze(head.cell.text)  # 优 | 戊己事 | 中 | 差
    named = [h for h in heads if h.role == parent and words.header(h.cell.text) is None]
    told = any(h.role == parent and h not in named for h in heads)
    for head in named if (len(named) > 1 or told) and parent in SINGLE else ():
        # six causes and their explanation (原因说明) under one 偏差原因: its own words tell which is the text, else the cells
        head.role, head.exact = OTHER, told
    return heads


def _sub_head(
    slice_: Slice, top: Cell, cell: Cell, parent: str | None, roles: set[str], rows: tuple[int, int], words: Vocabulary
) -> Head:
    role, exact = _role(cell.text, words)
    path: list[str] = []
    for row in range(*rows):
        over = slice_.owner(row, cell.col)
        if over is not None and over.text.strip() and squeeze(over.text) not in path:
            path.append(squeeze(over.text))
    text, joined = squeeze(cell.text), squeeze(top.text) + squeeze(cell.text)
    head = Head(role, cell.col, joined, cell, None, exact, tuple(path))
    if role == "other_grade":
        head.role, head.region = "grade", text
    elif (words.header(cell.text) or "").startswith("other_") or role == OTHER and parent == "target" in roles:
        head.role, head.exact = OTHER, True  # 前年 | 上年 | 预期当年实现值
    elif role == OTHER and (parent or "").startswith("other_"):
        head.role, head.exact = OTHER, True
    elif role == OTHER and parent == "target" and not roles & {"operator", "unit"}:
        head.role, head.text, head.region = "region", text, text
    elif (
        role == OTHER and parent is not None and parent not in LEVELS and not words.evidence.likely("header", cell.text)
    ):
        head.role, head.exact = parent, True  # 符号 | 值 | 单位 under one 指标值
    if parent == "actual" and role == "target":
        head.role = "actual"
    return head


def _role(text: str, words: Vocabulary) -> tuple[str, bool]:
    """Role of a head by the rule book's wordings, and whether one of them is it."""
    if not text.strip():
        return OTHER, False
    role = words.header(text)
    identity = words.field(text)
    if role is not None and not (role == "unit" and identity in FLAT):
        return (role if not role.startswith("other") or role == "other_grade" else OTHER), True
    if identity in FLAT:
        return "field:" + str(identity), True
    amount = words.amount(text)
    if amount is not None:
        return "amount:" + amount, True
    slip = words.nearly("header", text) if identity is None else None  # 三极指标
    return (slip, True) if slip is not None and not slip.startswith("other") else (OTHER, False)


def _is_flat_head(text: str, words: Vocabulary) -> bool:
    return words.field(text) in FLAT or words.amount(text) is not None


def _likely_flat(slice_: Slice, rows: HeadRows, heads: list[Head], words: Vocabulary) -> None:
    """A list's own columns by heads that stand in no list: what their words and the cells under them say together."""
    first_level = min((h.col for h in heads if h.role in LEVELS), default=rows.first_col)
    depth = rows.data_row - rows.top
    known = {h.col: h for h in heads if h.col < first_level}
    beside = [
        c
        for c in (*slice_.starting(rows.top), *_reaching_in(slice_, rows.top, depth, first_level))
        if c.col < first_level and c.rowspan <= depth + 1 and c.text.strip()
    ]
    above = (c for row in range(slice_.top, rows.top) for c in slice_.starting(row))
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
        under = slice_.owner(rows.data_row, cell.col)
        if head.role != OTHER or head.exact or under is None or under.col != cell.col or not under.text.strip():
            continue
        meaning = meaning_of(cell.text, under.text, words, least=LIKE_A_LIST)
        if meaning is not None and (meaning.kind == "amount" or meaning.identity in FLAT):
            found.append(Head(f"{meaning.kind}:{meaning.identity}", cell.col, head.text, cell))
            firm |= {cell.col} if meaning.score >= LIKELY and not meaning.doubtful else set()
    flat = [h for h in known.values() if h.role.startswith(("field:", "amount:"))]
    taken = {h.role for h in flat}
    if "field:project_name" in taken:  # the list is read without: a guess at its other columns may spoil it
        found = [h for h in found if h.role.startswith("amount:") and h.col in firm]
    if len(flat) + len(found) < 2 or "field:project_name" not in {*taken, *(h.role for h in found)}:
        return
    for head in found:
        if head.role in taken:
            continue
        taken.add(head.role)
        if head.col in known:
            known[head.col].role = head.role
        else:
            heads.append(head)


def _find_flat(band: Band, first_col: int) -> None:
    """In a flat list the project's own columns stand left of the levels, which begin at `first_col` where no head names them."""
    first_level = min((h.col for h in band.heads if h.role in LEVELS), default=first_col)
    for head in band.heads:
        if head.role.startswith(("field:", "amount:")):
            if head.col < first_level or head.role.startswith("field:project"):
                band.flat.setdefault(head.role, head)
            else:  # 全年绩效目标 over the values: a field's label elsewhere, here the cells tell
                head.role, head.exact = "other", head.role.startswith("amount:")
    if "field:project_name" not in band.flat and not (
        {"field:filer", "field:budget_unit", "field:department"} & band.flat.keys()
    ):
        band.flat = {}


def _pairs_are_names(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """改造泵站：≥3座 all down one column of a table without heads: names with their values; what stands beside is something else."""
    if not band.headless or band.regions or not any(h.role == "target" for h in band.heads):
        return
    open_ = [h for h in band.heads if h.role in ("target", "level3")]
    paired = [h for h in open_ if _are_pairs([text for text in _texts(slice_, h.col, body) if text], words)]
    if len(paired) != 1:
        return
    for head in open_:
        head.role, head.decision = "level3" if head is paired[0] else OTHER, None


def _are_pairs(texts: list[str], words: Vocabulary) -> bool:
    pairs = [text for text in texts if ":" in fold_text(text) and items_of(text, words, beside_level=True) is not None]
    return bool(texts) and len(pairs) * 5 >= len(texts) * 4


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
                if fold_text(head.cell.text).startswith("三级") and fold_text(best.cell.text).startswith("三级"):
                    band.nameless.append(head)


def _level_points(band: Band) -> None:
    """Points printed beside each level: only those right of the 三级指标 are the row's own (K17)."""
    points = [h for h in band.heads if h.role == "weight"]
    last_level = max(h.col for h in band.heads if h.role in LEVELS)
    own = next((h for h in points if h.col > last_level), None)
    for head in points if len(points) > 1 else ():
        if head is not own:
            head.role = "other"


def _groups(band: Band, slice_: Slice, row: int, words: Vocabulary) -> list[tuple[Scope, dict[str, Head]]]:
    """Side by side groups: a repeated 三级指标 or 指标值 begins the next one (K20)."""
    groups: list[dict[str, Head]] = [{}]
    halves = band.halves
    shared: list[tuple[dict[str, Head], dict[str, Head]]] = []
    for head in sorted(band.heads, key=lambda h: h.col):
        if head.role in (OTHER, "region", "grade") or head.role.startswith(("field:", "amount:")):
            continue
        group = groups[-1]
        if halves and head.role in group and head.role in LEVELS and "target" in group:
            group = {}
            groups.append(group)
        elif head.role in group and head.role in REPEATABLE and "target" in group:
            group = {role: h for role, h in group.items() if role in LEVELS and role < head.role}
            if head.role == "target":  # the same names: what stands beside them is said of both
                group = {role: h for role, h in groups[-1].items() if role not in ("target", "operator", "unit")}
                shared.append((groups[-1], group))
            groups.append(group)
        group.setdefault(head.role, head)
        for one, other in shared if head.role in _SHARED else ():
            if other is group:
                one.setdefault(head.role, head)
    return scoped_groups(groups, slice_, row, words, halves=band.halves)


def _levels_over(slice_: Slice, band: Band, group: dict[str, Head], words: Vocabulary) -> dict[Level, Cell]:
    """The level words in the cells over the names of a group that has no columns of levels."""
    found: dict[Level, Cell] = {}
    name = group.get("level3")
    for row in range(band.data_row - 1, slice_.top - 1, -1) if name is not None else ():
        cell = slice_.owner(row, name.col) if name is not None else None
        if cell is None or name is None or cell is name.cell:
            continue
        level = next(
            (x for x in LEVELS[:2] if (words.level1, words.level2)[x == "level2"](cell.text) is not None), None
        )
        if level is None or cell.colspan == 1 or level in found or level in group:
            break
        found[level] = cell
    return found


def as_before(band: Band, before: Band) -> Band:
    """The heads of `before` printed again with a slip in a few of them (指标値): the columns keep the roles they had."""
    old, new = ({h.col: h for h in each.heads} for each in (before, band))
    if band.flat or before.flat or before.headless or old.keys() != new.keys():
        return band
    odd = [
        (squeeze(h.text), squeeze(old[col].text)) for col, h in new.items() if squeeze(h.text) != squeeze(old[col].text)
    ]
    if (
        not odd
        or len(odd) * 3 > len(new)
        or any(len(a) != len(b) or sum(x != y for x, y in zip(a, b)) > 1 for a, b in odd)
    ):
        return band
    made = {col: replace(old[col], cell=h.cell) for col, h in new.items()}
    groups = [(scope, {role: made[h.col] for role, h in group.items()}) for scope, group in before.groups]
    return replace(
        band,
        heads=list(made.values()),
        groups=groups,
        regions=[made[h.col] for h in before.regions],
        halves=before.halves,
    )


def doubtful(band: Band, words: Vocabulary) -> list[Head]:
    """Columns whose reading has a rival nearly as good, or that were told by content alone."""
    decided = [
        (h, h.decision)
        for h in band.heads
        if h.decision is not None and h.role != OTHER and not (h.role in _KEPT and h.decision.rival in _KEPT)
    ]
    return [
        h
        for h, d in decided
        if not d.plain
        and (d.margin < SURE or d.why.startswith("内容") and h.text and words.header(h.cell.text) is None)
    ]
