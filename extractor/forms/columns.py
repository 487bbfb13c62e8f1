"""Heads of the indicator table: which column plays which role.

`heads` says where the heads stand, `content` what the columns hold, `roles` decides them together; here their words are
looked up and the band is put together. Columns stand in any order; heads may take one, two or three rows or be missing;
a table may print a long-term and an annual group side by side, one value column per region, or be a flat list of
projects.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.band import LEVELS, Band, Head
from extractor.forms.body_rows import band_levels, under_band
from extractor.forms.column_heads import headless_columns, heads_of, reaching_in
from extractor.forms.column_roles import decide, realign
from extractor.forms.flat_columns import find_flat, likely_flat
from extractor.forms.groups import groups_of, levels_over
from extractor.forms.heads import HeadRows, head_rows, numbers_columns
from extractor.forms.likeness import header_roles
from extractor.forms.role_offers import FAINT
from extractor.forms.roles import EXACT, OTHER, Decision
from extractor.forms.scopes import scoped_groups
from extractor.forms.slices import Slice
from extractor.forms.taught import taught_role
from extractor.forms.value_columns import find_parts, several_targets
from extractor.words.content import content_of
from extractor.words.items import items_of
from extractor.words.vocabulary import Vocabulary

MAX_BODY = 40
"""Rows that tell what a column holds."""


def read_band(slice_: Slice, row: int, words: Vocabulary, year: int | None) -> Band | None:
    """The heads that begin at `row`, or None where the row is no header row. `year`: the form's, to tell past values.

    A row is read once a slice: whether a table is a flat list is asked before it is read.
    """
    return slice_.once(("band", row, year), lambda: _read_band(slice_, row, words, year))


def _read_band(slice_: Slice, row: int, words: Vocabulary, year: int | None) -> Band | None:
    rows = head_rows(slice_, row, words)
    if rows is None:
        return None
    heads = heads_of(slice_, rows, words) if rows.data_row > row else headless_columns(slice_, rows, words)
    if not heads or not any(h.role in LEVELS for h in heads) and rows.by_words:
        return None
    band = Band(rows.top, rows.data_row + _numbered(slice_, rows), heads)
    band.headless = rows.data_row == rows.top
    if not band.headless:
        likely_flat(slice_, rows, heads, words)
    find_flat(band, rows.first_col)
    if band.flat:
        first_col, depth = rows.first_col, rows.data_row - rows.top
        others = [
            c
            for c in (*slice_.starting(row), *reaching_in(slice_, row, depth, first_col))
            if c.col < first_col and c.rowspan <= depth + 1
        ]
        known = {h.col for h in heads}
        heads.extend(Head("other", c.col, squeeze(c.text), c) for c in others if c.col not in known)
    heads.sort(key=lambda h: h.col)
    _as_taught(band, words)
    body = _body_rows(slice_, band, words)
    find_parts(slice_, band, body, words, year)
    decide(slice_, band, body, words)
    if len(band.against) > 1:
        realign(slice_, band, body, words)
    if not any(h.role in LEVELS for h in band.heads):
        return None
    _pairs_are_names(slice_, band, body, words)
    _second_names(slice_, band, body, words)
    _level_points(slice_, band, body)
    several_targets(band, words)
    _as_taught(band, words)
    band.halves = sum(h.role == "level1" for h in band.heads) > 1
    band.groups = groups_of(band, slice_, row, words)
    if len(band.groups) > 1:
        band.over = [levels_over(slice_, band, group, words) for _, group in band.groups]
        if all(band.over):  # levels stand side by side, not years
            band.groups = scoped_groups([group for _, group in band.groups], slice_, row, words, halves=True)
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


def _body_rows(slice_: Slice, band: Band, words: Vocabulary) -> list[int]:
    """The rows under the heads that tell what the columns hold, down to the next heads or the next field."""
    rows: list[int] = []
    first = min((h.col for h in band.heads), default=slice_.left)
    for row in range(band.data_row, slice_.bottom):
        cells = slice_.filled(row)
        if header_roles(slice_, row, words) or len(rows) >= MAX_BODY:
            break
        banded = len(cells) == 1 and (cells[0].colspan > 2 or band_levels(slice_, row, words) is not None)
        if not cells or banded or _is_sum(cells[0].text, words):
            continue
        lead = cells[0].text
        if (
            cells[0].col <= first
            and not band.flat
            and words.field(lead) is not None
            and words.level1(lead) is None
            and words.level2(lead) is None
            and cells[0].rowspan == 1
            and not under_band(slice_, row, words)
        ):
            break
        if not band.flat and cells[0].col == first and len(rows) > 1:
            named = [words.level1(c.text) for r in (row, *rows) for c in slice_.starting(r)[:1] if c.col == first]
            if len(named) > 2 and named[0] is None and None not in named[1:]:
                break  # below 一级 words alone: a line of the sign-off, a conclusion
        rows.append(row)
    return rows


def _is_sum(text: str, words: Vocabulary) -> bool:
    part = words.grammar.summed_part(text)
    return words.grammar.names_sum(text) or bool(part) and words.names_level(part or "")


def _pairs_are_names(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """改造泵站：≥3座 all down one column of a table without heads: names with their values; what stands beside is
    something else.
    """
    if not band.headless or band.regions or not any(h.role == "target" for h in band.heads):
        return
    open_ = [h for h in band.heads if h.role in ("target", "level3")]
    paired = [h for h in open_ if _are_pairs([text for text in slice_.texts(h.col, body) if text], words)]
    if len(paired) != 1:
        return
    for head in open_:
        head.role, head.decision = "level3" if head is paired[0] else OTHER, None


def _are_pairs(texts: list[str], words: Vocabulary) -> bool:
    pairs = [text for text in texts if ":" in fold_text(text) and items_of(text, words, beside_level=True) is not None]
    return bool(texts) and len(pairs) * 5 >= len(texts) * 4


def _second_names(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """A second name column beside 三级指标 without a group of its own explains the first, which its cells may tell."""
    targets = sum(h.role == "target" for h in band.heads)
    names, third = [h for h in band.heads if h.role == "level3"], words.grammar.says_third_level
    if len(names) > 1 and targets < len(names) and not band.regions:
        explains = {h.col: content_of(slice_.texts(h.col, body), words, words.units).sentence > 0.5 for h in names}
        best = max(names, key=lambda h: (third(fold_text(h.cell.text)), not explains[h.col], h.exact))
        level2_missing = not any(h.role == "level2" for h in band.heads)
        for head in names:
            if head is best:
                continue
            if level2_missing and head.col < best.col:
                head.role, level2_missing = "level2", False
            else:
                alien = not head.exact and not any(
                    w.score >= FAINT for w in words.evidence.weigh("header", head.cell.text)
                )
                head.role = OTHER if alien else "definition"
                if third(fold_text(head.cell.text)) and third(fold_text(best.cell.text)):
                    band.nameless.append(head)


def _level_points(slice_: Slice, band: Band, body: list[int]) -> None:
    """Points beside each level: those right of the 三级指标 that most rows have are the row's own (K17)."""
    points = [h for h in band.heads if h.role == "weight"]
    last_level = max(h.col for h in band.heads if h.role in LEVELS)
    if len(points) < 2:
        return
    behind = [h for h in points if h.col > last_level]
    own = max(behind, key=lambda h: sum(map(bool, slice_.texts(h.col, body))), default=None)
    for head in points:
        if head is not own:
            head.role = "other"
