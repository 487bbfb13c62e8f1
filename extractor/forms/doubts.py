"""The account closed: what found no role, which columns are not there, and how sure the whole reading is.

`settle` runs once a form is finished. Texts that the readers left over are looked at once more (a note, a caption, a
cell of a table of tasks has a meaning, though no key); what is left then is unread, and each contiguous area of it is
one doubt.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, Extent, Left, area, doubtful, spot_of, tally
from extractor.forms.again import again
from extractor.forms.audit import audit
from extractor.forms.counted import counted
from extractor.forms.draft import Draft
from extractor.forms.left_over import Explainer
from extractor.forms.level_words import level_words
from extractor.forms.misfits import misfits
from extractor.forms.odd import odd
from extractor.forms.reading import Reading, Role
from extractor.forms.required import required
from extractor.forms.shares import shares
from extractor.forms.text_kinds import numbered
from extractor.forms.unplaced import unplaced
from extractor.forms.unread import areas
from extractor.forms.unused import unused
from extractor.model.filing import Form, FormReading, ReadingDoubt
from extractor.values.looks import has_figure
from extractor.words.asides import AsideWords
from extractor.words.vocabulary import Vocabulary

UNSURE = 0.5
"""Confidence where a doubt has no margin of its own."""


def settle(reading: Reading, draft: Draft, extent: Extent, words: Vocabulary) -> None:
    """Close the account of a form: `unmapped`, the doubts, coverage and confidence."""
    account = draft.account
    for grid, cell in extent.cells():
        if cell not in account:
            account.put(cell, "unread")
            draft.leave(None, cell.text, grid.place(cell))
    for free in extent.lines:
        if free not in account and free.text.strip():
            account.put(free, "unread")
            draft.leave(None, free.text, free.at)
    _find_lost(draft, extent, reading.form, words.grammar.asides)
    if any(left.role == "unread" for left in draft.left):
        _explain_shares(draft, extent, reading.form, words)
    if unread := [left for left in draft.left if left.role == "unread"]:
        explainer = Explainer(account, extent, words)
        for left in unread:
            explainer.explain(left)
    form = reading.form
    form.unmapped = [left.entry for left in sorted(draft.left, key=lambda left: left.order)]
    reading.account, reading.extent = account, extent
    reading.doubts = [
        *draft.doubts,
        *_absent(reading, words),
        *_unlevelled(reading),
        *level_words(reading, account, extent, words),
        *misfits(reading, words),
        *required(reading, account, extent, words),
        *unused(reading, account, extent, words),
        *odd(reading, words),
        *unplaced(reading, account, extent, words),
        *counted(reading, account, extent, words),
        *audit(reading, draft, extent, words),
        *again(reading, account, extent, words),
        *areas(account, extent, draft.left),
    ]
    form.reading = FormReading(
        coverage(account, extent, draft.left),
        confidence(reading.doubts),
        [ReadingDoubt(d.code, d.pointer, d.why, d.at) for d in reading.doubts],
    )


def _explain_shares(draft: Draft, extent: Extent, form: Form, words: Vocabulary) -> None:
    found = shares(draft.account, extent, form, words)
    grids = {id(cell): grid for grid, cell in extent.cells()} if found else {}
    told = {(grids[id(cell)].table, cell.row, cell.col) for cell in found}
    for cell in found:
        draft.account.change(cell, "further")
    for left in draft.left if found else ():
        if left.role == "unread" and spot_of(left.entry.at) in told:
            left.role = "further"


_GOALS = ("annual_goal", "period_goal")


def _holds(form: Form, pointer: str, text: str, asides: AsideWords) -> bool:
    """The value a cell feeds is made of its text; said of names and texts, which stand as printed."""
    group, _, name = pointer[1:].rpartition("/")
    holder = form if not group else form.texts if group == "texts" else None
    if holder is None or not hasattr(holder, name):
        return True
    names = _GOALS if name in _GOALS else (name,)  # which of the goals one is depends on the others (K12)
    values = [value for each in names if (value := getattr(holder, each)) is not None]
    said = fold_text(text)
    if not values:
        return asides.is_blank(text) or ":" in said  # a label whose value is blank
    return any(
        not isinstance(v, str) or fold_text(v) in said or said in fold_text(v) or _of_several(v, said) for v in values
    )


def _of_several(value: str, said: str) -> bool:
    """A part of a value that was joined from several cells, with its own label before it (K13)."""
    rest = said.partition(":")[2]
    return rest != "" and rest in fold_text(value)


def _find_lost(draft: Draft, extent: Extent, form: Form, asides: AsideWords) -> None:
    """A cell taken as a value that feeds nothing, or something that it is not in, and whose text feeds nothing
    elsewhere (a name printed on every row)."""
    entries = draft.account.entries
    fed: set[str] | None = None  # gathered when first asked for: hardly a form needs it
    left = {spot_of(piece.entry.at) for piece in draft.left if piece.entry.at}
    for grid, cell in extent.cells():
        entry = entries[id(cell)]
        if entry.role != "value" or (grid.table, cell.row, cell.col) in left:
            continue
        if entry.pointers:
            if any(pointer.startswith("/indicators/") for pointer in entry.pointers):
                continue  # what a row says of itself is parsed, and need not stand as printed
            lost = not any(_holds(form, pointer, cell.text, asides) for pointer in entry.pointers)
        else:
            if fed is None:
                fed = {squeeze(e.source.text) for e in entries.values() if e.pointers}
            lost = squeeze(cell.text) not in fed
        if lost:
            draft.account.change(cell, "unread")
            draft.leave(None, cell.text, grid.place(cell))


_ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    "_target": (("target", "指标值"),),
    "self_evaluation": (("target", "指标值"), ("actual", "完成值"), ("achieved_score", "得分")),
    "monitoring": (("target", "指标值"), ("actual", "完成值")),
}
"""By the kind of form: the columns it must have."""
_SAME: dict[str, tuple[Role, ...]] = {
    "target": ("target", "region"),
    "actual": ("actual",),
    "achieved_score": ("achieved_score",),
}


def _strange(reading: Reading, words: Vocabulary) -> str:
    """The heads that no rule book knows, for a clerk to see which one it may be."""
    heads = [c.header for c in reading.columns if c.header and not words.known(c.header)]
    return f"（没有见过的列名：{'、'.join(f'“{head}”' for head in heads[:3])}）" if heads else ""


def _absent(reading: Reading, words: Vocabulary) -> list[Doubt]:
    """What the form must have and does not: indicators, columns."""
    form = reading.form
    if form.kind == "unknown":
        return []
    if not form.indicators:
        why = "这张表没有读到一行指标，不能审核；请核对原件里的指标表是否缺页、另附，或是否为没有见过的版式。"
        return [Doubt("no-indicators", "/indicators", why, form.at, grave=True, part="indicators")]
    doubts = []
    for role, name in next((asked for tail, asked in _ASKED.items() if form.kind.endswith(tail)), ()):
        if role == "achieved_score" and not reading.has_column("weight") or _only_scored(reading, words):
            continue  # a form that gives no points, or nothing else
        if not any(reading.has_column(same) for same in _SAME[role]) and not _given(reading, role):
            why = (
                f"指标表没有读到“{name}”一列，有关的核查没有做；请核对原件是否没有这一列，"
                f"或列名写法没有见过{_strange(reading, words)}。"
            )
            at = reading.columns[0].at if reading.columns else form.at
            if role == "target" and reading.columns:  # without values the rows are in doubt as a whole
                cells = [spot for places in reading.cells_at for spot in places.values()]
                at = area(at, [*(column.at for column in reading.columns), *cells])
            grave = role == "target" and not _values_in_names(form)
            doubts.append(
                Doubt("missing-column", "/indicators", why, at, grave=grave, part="indicators", expected=name)
            )
    return doubts


def _only_scored(reading: Reading, words: Vocabulary) -> bool:
    """评价指标体系评分表: points, how they are given, and what was given, every head known; it has no values."""
    scored = {"weight", "definition", "achieved_score"} <= {column.role for column in reading.columns}
    return scored and not _strange(reading, words) and all(column.header for column in reading.columns)


def _unlevelled(reading: Reading) -> list[Doubt]:
    """Rows without any level in a form whose other rows have one: a head or a merged cell was
    taken for something else.
    """
    rows = reading.form.indicators
    bare = [
        n
        for n, row in enumerate(rows)
        if not any(label is not None and label.raw for label in (row.level1, row.level2))
    ]
    if not bare or len(bare) == len(rows):
        return []
    why = f"第{numbered(bare)}行指标没有读到一、二级指标，其他行有，请对照原件核对这几行的级别和各栏。"
    return [doubtful(f"/indicators/{bare[0]}/level1", why, reading.area_of(bare), margin=0.4)]


def _values_in_names(form: Form) -> bool:
    """培训场次≥20场: the values stand in the name column, and nothing of them is lost."""
    names = [i.level3.raw for i in form.indicators if i.level3 is not None and i.level3.raw]
    return bool(names) and sum(has_figure(name) for name in names) * 2 > len(names)


def _given(reading: Reading, role: str) -> bool:
    """Some row has it all the same: lists and prose have no columns."""
    if role == "target":
        return any(i.target.raw.strip() for i in reading.form.indicators)
    return any(getattr(i, role) for i in reading.form.indicators)


def coverage(account: Account, extent: Extent, left: list[Left]) -> float:
    """Share of the value-like text that found a place, by characters."""
    read, unread = tally(account, [*(cell for _, cell in extent.cells()), *extent.lines])
    rests = sum(len(piece.entry.text) for piece in left if piece.role == "unread")
    missed = max(unread, rests)
    read = max(read - max(rests - unread, 0), 0)  # what was left of a cell that is a value otherwise
    return round(read / (read + missed), 4) if read + missed else 1.0


def confidence(doubts: list[Doubt]) -> float:
    """As sure as the least sure decision."""
    return round(min((UNSURE if d.margin is None else d.margin for d in doubts), default=1.0), 4)
