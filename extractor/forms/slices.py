"""Row ranges of grids, and the free lines that stand inside a sheet as rows of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.characters.fold import fold_text
from extractor.forms.anew import repeats_head
from extractor.forms.slice import Free as Free
from extractor.forms.slice import Likeness as Likeness
from extractor.forms.slice import Slice as Slice
from extractor.model.document import Cell, Grid
from extractor.words.inline import pairs_of
from extractor.words.items import items_of
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line

MIN_COLUMNS_FOR_TWO = 6
"""Two forms side by side take at least three columns each."""
STARTERS = frozenset({"project_name"})
STRONG = frozenset(
    {
        "project_name",
        "annual_goal",
        "period_goal",
        "goal",
        "duties",
        "block_indicators",
        "block_indicators_period",
        "achievement",
    }
)


DEEPEST_HEAD = 3
"""A cell that reaches down further beside the rows is the label of a block, whatever its words."""


def header_roles(slice_: Slice, row: int, words: Vocabulary) -> dict[str, Cell]:
    """Roles of the indicator table's column heads found in a row (empty: not a header row). Looked up once a row."""
    if row not in slice_._heads:
        slice_._heads[row] = _find_roles(slice_, row, words)
    return slice_._heads[row]


def _find_roles(slice_: Slice, row: int, words: Vocabulary) -> dict[str, Cell]:
    roles: dict[str, Cell] = {}
    names: Cell | None = None
    for cell in slice_.starting(row):
        if not cell.text or len(cell.text) > 60:
            continue
        role = words.header(cell.text)
        block = words.field(cell.text) in ("block_indicators", "block_indicators_period") and (
            cell.col == slice_.left or cell.rowspan > 3
        )
        if role is not None and not block and cell.rowspan <= DEEPEST_HEAD:
            roles.setdefault(role, cell)
        elif role == "level3" and cell.col == slice_.left and _heads_names(slice_, cell):
            names = cell
    levels = roles.keys() & _LEVELS
    if names is not None and not levels and roles.keys() & _OF_VALUES:
        roles, levels = {"level3": names, **roles}, {"level3"}
    if len(roles) >= 2 and levels and (len(levels) >= 2 or roles.keys() & _BESIDE_NAMES):
        return roles
    return {}


_LEVELS = frozenset({"level1", "level2", "level3"})
_OF_VALUES = frozenset({"target", "actual"})
_BESIDE_NAMES = _OF_VALUES | {"definition", "weight", "unit"}
_LONGEST_LIKELY = 14
_FIGURE = re.compile(r"\d")


def _heads_names(slice_: Slice, cell: Cell) -> bool:
    """绩效指标 at the left edge over a column of texts of its own width: it heads them, and is no block's label."""
    below = slice_.below(cell)
    return cell.rowspan == 1 and below is not None and below.as_wide_as(cell) and bool(below.text.strip())


def likely_roles(slice_: Slice, row: int, words: Vocabulary) -> dict[str, Cell]:
    """Heads in words of their own (一级考核指标 | 指标具体内容 | 绩效目标值): two levels and a column of values.

    A list's own columns may stand before them. Looked up once a row.
    """
    return slice_.once(("likely", row), lambda: _find_likely(slice_, row, words))


def _find_likely(slice_: Slice, row: int, words: Vocabulary) -> dict[str, Cell]:
    cells = slice_.filled(row)
    if len(cells) < 3 or sum(_FIGURE.search(c.text) is not None for c in cells) > 1:
        return {}
    own = [c for c in cells if words.field(c.text) is None and words.amount(c.text) is None or words.header(c.text)]
    if any(len(c.text) > _LONGEST_LIKELY or words.level1(c.text) or words.level2(c.text) for c in own[:2]):
        return {}
    roles: dict[str, Cell] = {}
    for at, cell in enumerate(own):
        if (role := words.header(cell.text)) is not None:
            roles.setdefault(role, cell)
        elif (found := words.evidence.likely("header", cell.text)) is not None:
            roles.setdefault(found.identity, cell)
        if at == (2 if len(own) < len(cells) else 1) and not roles.keys() & _LEVELS:
            return {}  # no head begins a row so
    valued = roles.keys() & {"target", "actual", "operator", "unit"}
    return roles if len(roles.keys() & _LEVELS) >= 2 and valued else {}


def names_project(text: str, words: Vocabulary) -> bool:
    """A page head with 项目名称：X in it: the form under it is that project's."""
    return any(meant(pair.label, pair.value, words) in STARTERS for pair in pairs_of(text, words))


def _starter(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
    """A label of the project's name at the left edge, listed or not (本级项目名称), with the name beside it."""
    if (listed := words.field(cell.text)) is not None or cell.col > slice_.left or len(cell.text) > _LONGEST_LIKELY:
        return listed in STARTERS
    name = slice_.right_of(cell)
    if name is None or name.row != cell.row or len(name.text.strip()) < 2 or words.known(name.text):
        return False
    return meant(cell.text, name.text, words) in STARTERS


def looks_like_form(slice_: Slice, words: Vocabulary) -> Likeness:
    """Count what only a performance form prints."""
    if slice_._likeness is not None:
        return slice_._likeness
    like = Likeness()
    strong: set[str] = set()
    levels: set[str] = set()
    level_rows: set[int] = set()
    sections: list[str] = []
    filled = 0
    for row in range(slice_.top, slice_.bottom):
        roles = header_roles(slice_, row, words)
        if roles and not like.has_indicators:
            like.has_indicators = bool(roles.keys() & {"target", "actual", "definition", "level2"}) or len(roles) >= 3
            like.header = tuple(sorted(roles))
            like.starts = like.starts or "project_name" in {words.field(c.text) for c in slice_.starting(row)}
        for cell in slice_.starting(row):
            if (
                len(cell.text) > 20
                and not like.has_indicators
                and (packed := items_of(cell.text, words)) is not None
                and packed.headed > 1
            ):
                like.has_indicators = True  # a list of indicators written into one cell
                levels |= {label for label in packed.labels if words.names_level(label)} or {"packed"}
            filled += bool(cell.text.strip())
            if not cell.text or len(cell.text) > 60:
                continue
            if (section := _section(cell.text, words)) is not None:
                sections.append(section)
            identity = words.field(cell.text) or (
                "project_name" if row == slice_.top and names_project(cell.text, words) else None
            )
            if identity is None and row <= slice_.top + 4 and _starter(slice_, cell, words):
                identity = "project_name"
            if identity in STRONG:
                strong.add(identity)
                if identity in STARTERS and row <= slice_.top + 4:
                    like.starts = True
            elif (level := words.level2(cell.text) or words.level1(cell.text)) is not None and len(cell.text) >= 4:
                levels.add(level)
                level_rows.add(row)
    like.has_indicators = like.has_indicators or len(level_rows) >= 2 and len(levels) >= 2
    like.sections = frozenset(sections)
    like.labelled = len(sections) / filled if filled else 0.0
    like.score = (
        len(strong) + (3 if like.has_indicators and levels else 1 if like.has_indicators else 0) + min(len(levels), 3)
    )
    slice_._likeness = like
    return like


_GOALS = frozenset({"annual_goal", "period_goal", "goal", "total_goal", "achievement", "duties", "basis"})
SIGNOFF = frozenset(
    {
        "preparer",
        "phone",
        "filing_date",
        "responsible_person",
        "project_person",
        "finance_person",
        "contact",
        "person_and_phone",
        "review_opinion",
    }
)
_HEAD = frozenset({"project_name", "filer", "department", "implementer", "budget_unit", "project_code",
    "department_code", "period", "period_start", "period_end", "other_attribute"})  # fmt: skip


def repeats_header(like: Likeness, other: Slice, words: Vocabulary) -> bool:
    """Whether a table prints the heads of indicators that another prints."""
    return like.header != () and like.header == looks_like_form(other, words).header


def _section(text: str, words: Vocabulary) -> str | None:
    """The part of a form that a label belongs to: the label alone, or the first one of a "label：value" text."""
    pairs = pairs_of(text, words) if "：" in text or ":" in text else ()
    label = pairs[0].label if pairs else text
    identity = words.field(label)
    if words.amount(label) is not None or words.execution(label) is not None or identity == "block_money":
        return "money"
    if identity in _HEAD:
        return "head"
    if identity in _GOALS:
        return "goals"
    return "signoff" if identity in SIGNOFF else None


def _alone_in_row(slice_: Slice, row: int) -> Cell | None:
    """The one non-blank cell of a row, if there is just one and nothing reaches in from above."""
    owners = slice_.grid.owners()[row]
    seen: Cell | None = None
    for cell in owners:
        if cell is None or cell is seen or not cell.text.strip():
            continue
        if seen is not None or cell.row != row or cell.rowspan > 1:
            return None
        seen = cell
    return seen


def explode(grid: Grid, words: Vocabulary) -> Iterator[Free | Slice]:
    """A grid as lines and slices: titles inside a sheet become lines, each form its own slice."""
    whole = Slice(grid, 0, grid.rows)
    alone = _alone(whole)
    cuts = (_all_lines(whole, alone, words) or _title_rows(whole, alone, words)) if alone else {}
    top = 0
    for row in range(grid.rows):
        if row in cuts:
            if row > top:
                yield from _split_starts(whole.part(top, row), words)
            cell = cuts[row]
            yield Free(cell.text, grid.place(cell), _spans_middle(grid, cell), cell=cell)
            top = row + 1
    if top < grid.rows:
        yield from _split_starts(whole.part(top, grid.rows), words)


def _alone(whole: Slice) -> dict[int, Cell]:
    """Rows with a single text, by row."""
    return {row: cell for row in range(whole.grid.rows) if (cell := _alone_in_row(whole, row)) is not None}


def _all_lines(whole: Slice, alone: dict[int, Cell], words: Vocabulary) -> dict[int, Cell]:
    """A sheet with one text a row is no table: every row is a line."""
    if len(alone) * 2 < whole.grid.rows:
        return {}
    if any(
        words.field(cell.text) in STRONG and alone[row].rowspan == 1 for row, cell in alone.items() if row + 1 in alone
    ):
        return {}  # labels over their texts
    filled = sum(any(c.text.strip() for c in whole.starting(row)) for row in range(whole.grid.rows))
    return alone if filled >= 3 and len(alone) == filled else {}


def _spans_middle(grid: Grid, cell: Cell) -> bool | None:
    return True if cell.colspan * 2 > grid.cols else None


_DATED = re.compile(r"[（(]\s*20\d\d\s*年[^：:]{0,12}[）)]$")
"""（2022年1-7月）under a title."""
_COLON = re.compile(r"[：:]\s*\S")


def _title_rows(whole: Slice, alone: dict[int, Cell], words: Vocabulary) -> dict[int, Cell]:
    """Rows that are lines of their own: titles, the lines above them, year lines under them."""
    rows: dict[int, Cell] = {}
    for row, cell in alone.items():
        if (
            words.title_of(cell.text) is None
            or words.grammar.titles.names_indicators(cell.text)
            and _over_heads(whole, row, words)
        ):
            continue
        if names_part(cell.text, words) and _over_heads(whole, row, words, reach=row):
            continue
        rows[row] = cell
        below = row + 1
        while below in alone and _heads_page(alone[below], whole.grid.cols, words):
            rows[below] = alone[below]
            below += 1
        above = row - 1
        while (
            above in alone
            and above not in rows
            and len(alone[above].text) <= 60
            and not _COLON.search(alone[above].text)
        ):
            rows[above] = alone[above]
            above -= 1
    return rows


def names_part(text: str, words: Vocabulary) -> bool:
    """长期绩效目标表, 年度绩效目标表: the goals or indicators of a scope, which is a part of a form and no form."""
    folded = fold_text(text).removesuffix("表")
    named = words.field(folded)
    return bool(words.grammar.scope_words(folded)) and named is not None and (named in _GOALS or named in _PARTS)


_PARTS = frozenset({"block_indicators", "block_indicators_period"})


def _over_heads(whole: Slice, row: int, words: Vocabulary, reach: int = 6) -> bool:
    """A caption within a form: the heads of its indicators stand under it, the fields of the same form above it.

    Args:
        reach: how many rows above the fields may stand.
    """
    below = next(
        (r for r in range(row + 1, min(row + 3, whole.grid.rows)) if any(c.text.strip() for c in whole.starting(r))),
        None,
    )
    if below is None or not header_roles(whole, below, words):
        return False
    return any(
        _section(c.text, words) is not None
        for r in range(max(0, row - reach), row)
        for c in whole.starting(r)
        if c.text and len(c.text) <= 60
    )


def _heads_page(cell: Cell, cols: int, words: Vocabulary) -> bool:
    """A row under a title that is a line of the page head: the year, 填报单位 and 金额单位."""
    text = cell.text
    if is_year_line(text) or words.title_of(text) is not None or _DATED.match(text.strip()):
        return True
    return (
        ("：" in text or ":" in text)
        and len(text) <= 120
        and (cell.colspan * 2 > cols or cell.colspan == 1 == cols or "单位" in text)
    )


def _split_starts(slice_: Slice, words: Vocabulary) -> Iterator[Slice]:
    """Cut where a further form begins without a title: 项目名称 again after an indicator table."""
    top = slice_.top
    while top < slice_.bottom and not any(c.text.strip() for c in slice_.starting(top)):
        top += 1
    heads = None
    for row in range(top, slice_.bottom):
        if header_roles(slice_, row, words) or likely_roles(slice_, row, words):
            heads = row if heads is None else heads
        elif heads is not None and (
            _begins_form(slice_, row, words)
            or repeats_head(slice_, row, top, heads)
            and _heads_below(slice_, row, words)
        ):
            cut = row
            while (
                cut - 1 > top
                and (head := _alone_in_row(slice_, cut - 1)) is not None
                and words.level1(head.text) is None
                and _section(head.text, words) != "signoff"
            ):
                cut -= 1
            yield from _halves(slice_.part(top, cut), words)
            top, heads = cut, None
    if top < slice_.bottom:
        yield from _halves(slice_.part(top, slice_.bottom), words)


def _heads_below(slice_: Slice, row: int, words: Vocabulary) -> bool:
    return any(
        header_roles(slice_, below, words) or likely_roles(slice_, below, words)
        for below in range(row + 1, slice_.bottom)
    )


def _halves(slice_: Slice, words: Vocabulary) -> Iterator[Slice]:
    """Two forms side by side as a slice each: 项目名称 and 一级指标 stand twice, over the same columns."""
    if slice_.grid.cols < MIN_COLUMNS_FOR_TWO:
        yield slice_
        return
    names = next(
        (
            cols
            for row in range(slice_.top, slice_.bottom)
            if len(cols := _columns_of(slice_, row, words.field, "project_name")) > 1
        ),
        [],
    )
    if len(names) != 2:
        yield slice_
        return
    levels = next(
        (
            cols
            for row in range(slice_.top, slice_.bottom)
            if len(cols := _columns_of(slice_, row, words.header, "level1")) > 1
        ),
        [],
    )
    middle = names[1] if len(levels) == 2 and levels[0] < names[1] <= levels[1] else None
    if middle is None or any(
        c.col < middle < c.col + c.colspan and _alone_in_row(slice_, row) is not c
        for row in range(slice_.top, slice_.bottom)
        for c in slice_.starting(row)
    ):
        yield slice_
        return
    yield Slice(slice_.grid, slice_.top, slice_.bottom, right=middle)
    yield Slice(slice_.grid, slice_.top, slice_.bottom, left=middle)


def _columns_of(slice_: Slice, row: int, look_up: Callable[[str], str | None], identity: str) -> list[int]:
    return [c.col for c in slice_.starting(row) if c.text and len(c.text) <= 20 and look_up(c.text) == identity]


def _begins_form(slice_: Slice, row: int, words: Vocabulary) -> bool:
    cells = slice_.filled(row)
    if not cells or cells[0].col > slice_.left:
        return False
    if _starter(slice_, cells[0], words) or len(cells) == 1 and names_project(cells[0].text, words):
        return True
    return (
        len(cells) > 2
        and cells[0].rowspan > 1
        and words.field(cells[1].text) in STARTERS
        and not words.known(cells[2].text)
    )
