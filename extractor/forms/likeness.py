"""How like a form a table is: the heads of indicators, the labels and the levels that only such forms print."""

from __future__ import annotations

from extractor.characters.fold import fold_text
from extractor.forms.roles import LEVELS
from extractor.forms.slice import Likeness, Slice
from extractor.model.document import Cell
from extractor.words.inline import pairs_of
from extractor.words.items import items_of
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary

STARTERS = frozenset({"project_name"})
STRONG = frozenset({"project_name", "annual_goal", "period_goal", "goal", "duties", "block_indicators",
    "block_indicators_period", "achievement"})  # fmt: skip
LONGEST_LABEL = 60
"""So many characters a label or a head may have, what it says in brackets included."""
DEEPEST_HEAD = 3
"""So many rows the heads of indicators take; what reaches down further is the label of a block."""
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
        if not cell.text or len(cell.text) > LONGEST_LABEL:
            continue
        role = words.header(cell.text)
        block = words.field(cell.text) in ("block_indicators", "block_indicators_period") and (
            cell.col == slice_.left or cell.rowspan > 3
        )
        if role is not None and not block and cell.rowspan <= DEEPEST_HEAD:
            roles.setdefault(role, cell)
        elif role == "level3" and cell.col == slice_.left and _heads_names(slice_, cell):
            names = cell
    levels = roles.keys() & LEVELS
    if names is not None and not levels and roles.keys() & _OF_VALUES:
        roles, levels = {"level3": names, **roles}, {"level3"}
    if len(levels) >= 2 or levels and roles.keys() & _BESIDE_NAMES:
        return roles
    return {}


_OF_VALUES = frozenset({"target", "actual"})
_BESIDE_NAMES = _OF_VALUES | {"definition", "weight", "unit"}
_LONGEST_LIKELY = 14


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
    if len(cells) < 3 or sum(any(map(str.isdigit, c.text)) for c in cells) > 1:
        return {}
    own = [c for c in cells if words.field(c.text) is None and words.amount(c.text) is None or words.header(c.text)]
    if any(len(c.text) > _LONGEST_LIKELY or words.level1(c.text) or words.level2(c.text) for c in own[:2]):
        return {}
    roles: dict[str, Cell] = {}
    for at, cell in enumerate(own):
        if (role := words.likely_head(cell.text)) is not None:
            roles.setdefault(role, cell)
        if at == (2 if len(own) < len(cells) else 1) and not roles.keys() & LEVELS:
            return {}  # no head begins a row so
    valued = roles.keys() & {"target", "actual", "operator", "unit"}
    return roles if len(roles.keys() & LEVELS) >= 2 and valued else {}


def names_project(text: str, words: Vocabulary) -> bool:
    """A page head with 项目名称：X in it: the form under it is that project's."""
    return any(meant(pair.label, pair.value, words) in STARTERS for pair in pairs_of(text, words))


def names_project_beside(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
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
    filled, shortest = 0, 4
    for row in slice_.rows:
        roles = header_roles(slice_, row, words)
        if roles and not like.has_indicators:
            like.has_indicators = bool(roles.keys() & {"target", "actual", "definition", "level2"}) or len(roles) >= 3
            like.header = tuple(sorted(roles))
            shortest = 2 if {"level1", "level3"} <= roles.keys() else 4
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
            if not cell.text or len(cell.text) > LONGEST_LABEL:
                continue
            if (section := section_of(cell.text, words)) is not None:
                sections.append(section)
            heads_page = row == slice_.top or row <= slice_.top + 4 and len(sections) == filled  # 填报单位：X above it
            identity = _field_of(slice_, cell, words, heads_page=heads_page)
            if identity in STRONG:
                strong.add(identity)
                if identity in STARTERS and row <= slice_.top + 4:
                    like.starts = True
            elif (level := words.level2(cell.text) or words.level1(cell.text)) and len(cell.text) >= shortest:
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


def _field_of(slice_: Slice, cell: Cell, words: Vocabulary, *, heads_page: bool) -> str | None:
    """The field that a cell asks for; the project's name also by what stands in or beside a cell near the top."""
    identity = words.field(cell.text)
    if identity is None and heads_page and names_project(cell.text, words):
        return "project_name"
    beside = identity is None and cell.row <= slice_.top + 4 and names_project_beside(slice_, cell, words)
    return "project_name" if beside else identity


_GOALS = frozenset({"annual_goal", "period_goal", "goal", "total_goal", "achievement", "duties", "basis"})
SIGNOFF = frozenset({"preparer", "phone", "filing_date", "responsible_person", "project_person", "finance_person",
    "contact", "person_and_phone", "review_opinion"})  # fmt: skip
_HEAD = frozenset({"project_name", "filer", "department", "implementer", "budget_unit", "project_code",
    "department_code", "period", "period_start", "period_end", "other_attribute"})  # fmt: skip


def repeats_header(like: Likeness, other: Slice, words: Vocabulary) -> bool:
    """Whether a table prints the heads of indicators that another prints."""
    return like.header != () and like.header == looks_like_form(other, words).header


def section_of(text: str, words: Vocabulary) -> str | None:
    """The part of a form that a label belongs to: the label alone, or the first one of a "label：value" text."""
    pairs = pairs_of(text, words) if "：" in text or ":" in text else ()
    label = pairs[0].label if pairs else text
    identity = meant(label, pairs[0].value, words) if pairs else words.field(label)
    if words.amount(label) is not None or words.execution(label) is not None or identity == "block_money":
        return "money"
    if identity in _HEAD:
        return "head"
    if identity in _GOALS:
        return "goals"
    return "signoff" if identity in SIGNOFF else None


def names_part(text: str, words: Vocabulary) -> bool:
    """长期绩效目标表, 年度绩效目标表: the goals or indicators of a scope, which is a part of a form and no form."""
    folded = fold_text(text).removesuffix("表")
    named = words.field(folded)
    return bool(words.grammar.scope_words(folded)) and named is not None and (named in _GOALS or named in _PARTS)


_PARTS = frozenset({"block_indicators", "block_indicators_period"})
