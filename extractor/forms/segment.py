"""Document -> form blocks: where one form ends and the next begins.

A block is a form's headings, its title, the rows of its grids, and its free lines down to the sign-off.
Splits on titles first; where none stands between two forms, on a table that begins a new form (K3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extractor.characters.fold import fold_text
from extractor.forms.anew import begins_anew
from extractor.forms.slices import Free, Likeness, Slice, explode, looks_like_form, names_project, repeats_header
from extractor.forms.small_tables import is_small, lines_of
from extractor.model.document import Document, Grid, Line
from extractor.words.inline import pairs_of
from extractor.words.meaning import meant
from extractor.words.titles import is_year_line, names_indicators, title_of, year_in
from extractor.words.vocabulary import Vocabulary

_NOTE = re.compile(r"^(?:注|说明|备注|填表说明|填报说明)[:：\d1一]?")
_NUMBERED = re.compile(r"^[\((（]?[\d一二三四五六七八九十①-⑩]+[\))）、.．]")
_PROSE = re.compile(r"[。；;]")
_SIGNS = frozenset(
    {
        "preparer",
        "phone",
        "filing_date",
        "responsible_person",
        "project_person",
        "finance_person",
        "contact",
        "person_and_phone",
    }
)
_PAGE = frozenset({"filer", "unit_in_head", "currency", "department"})
MAX_HEADINGS = 4
LABELLED, LONGEST_SECTION = 0.25, 40
MOST_SECTIONS = 6
"""Share of labels, and most rows, of a table that is one section of a form."""


@dataclass(slots=True)
class FormBlock:
    """One form as it stands in the source, before anything is read from it."""

    headings: list[Free] = field(default_factory=list)
    """Lines next above the title (web headings, annex numbers, the unit's name)."""
    title: Free | None = None
    title_lines: list[Free] = field(default_factory=list)
    """The title and the year line under it."""
    before: list[Free] = field(default_factory=list)
    """Lines between title and table (page head: 填报单位, 单位：万元)."""
    slices: list[Slice] = field(default_factory=list)
    after: list[Free] = field(default_factory=list)
    dated: Free | None = None
    """The heading nearest above in the source that names a year ("某局2023年部门预算公开")."""
    inherits: FormBlock | None = None
    """The block whose heading this one shares (K3)."""

    def heading_block(self) -> FormBlock:
        """The block whose title is in force here."""
        block = self
        while block.title is None and block.inherits is not None:
            block = block.inherits
        return block

    def dump(self) -> dict[str, Any]:
        """The contract's `--dump-stage blocks`."""
        return {
            "headings": [free.text.strip() for free in self.headings],
            "title": self.title.text.strip() if self.title else None,
            "before": [free.text.strip() for free in self.before],
            "tables": [{"table": s.grid.table, "top": s.top, "bottom": s.bottom} for s in self.slices],
            "after": [free.text.strip() for free in self.after],
        }


def segment(document: Document, words: Vocabulary, read: list[Free | Slice] | None = None) -> list[FormBlock]:
    """The form blocks of a document, in order. Tables and lines that belong to no form are left out.

    Args:
        read: its `units`, where they are known.
    """
    blocks: list[FormBlock] = []
    pending: list[Free] = []
    current: FormBlock | None = None
    dated: Free | None = None
    read = list(units(document, words)) if read is None else read
    for at, unit in enumerate(read):
        if isinstance(unit, Free):
            pending.append(unit)
            dated = unit if _dates_what_follows(unit.text) else dated
            continue
        form_like = looks_like_form(unit, words)
        title = _title_among(pending)
        if (
            title is not None
            and current is not None
            and form_like.has_indicators
            and not form_like.starts
            and names_indicators(pending[title].text)
            and not _has_indicators(current, words)
        ):
            title = None  # a caption between a form's head and its indicators
        if (
            current is not None
            and title is None
            and (
                _only_heads(current, unit, form_like, words)
                or not form_like.starts
                and not begins_anew(form_like, (looks_like_form(s, words) for s in current.slices))
                and (_continues(current, unit, pending, words) or _between(current, read, at, pending, words))
            )
        ):
            current.after.extend(pending)
            current.slices.append(unit)
        elif _opens(unit, form_like, None if title is None else pending[title], current, words) or (
            title is not None and not _gathered(pending[title]) and _indicators_follow(read[at:], words)
        ):
            _close(current, pending, words, opening=True)
            current = _open(pending, _title_among(pending), unit, blocks, words)
            current.dated = dated
            blocks.append(current)
        elif is_small(unit):
            pending.extend(lines_of(unit, words))
            continue
        else:
            _close(current, pending, words)
            current = None
        pending = []
    _close(current, pending, words)
    return blocks


def units(document: Document, words: Vocabulary) -> Iterator[Free | Slice]:
    """Lines and row ranges of a document in reading order, page furniture left out."""
    torn: Line | None = None
    for at, item in enumerate(document.items):
        if isinstance(item, Grid):
            if item.inner and not looks_like_form(Slice(item, 0, item.rows), words).score >= 3:
                continue  # its words stand in the cell around it
            yield from explode(item, words)
        elif isinstance(item, Line) and not item.chrome and item.text.strip():
            following = document.items[at + 1] if at + 1 < len(document.items) else None
            if torn is None and isinstance(following, Line) and _torn_label(item.text, following.text, words):
                torn = item
                continue
            text = item.text if torn is None else torn.text.strip() + item.text.strip()
            yield Free(text, (torn or item).place(), item.centred, line=item)
            torn = None


def _torn_label(text: str, below: str, words: Vocabulary) -> bool:
    """A label that a line break cut in two: 支出项 / 目名称：某项目."""
    head, label = fold_text(text), fold_text(below).partition(":")
    if not 1 <= len(head) <= 8 or not label[1] or not 1 <= len(label[0]) <= 8 or re.search(r"[:。；;,\d]", head):
        return False
    return (
        words.field(head + label[0]) is not None
        and words.field(head) is None
        and (words.field(label[0]) is None or len(head) <= 4 and len(label[0]) <= 4)
    )


def _title_among(pending: list[Free]) -> int | None:
    """Index of the line that is the form's title: the centred one next above the table."""
    found = [(n, title_of(free.text)) for n, free in enumerate(pending)]
    titles = [(n, t) for n, t in found if t is not None]
    if not titles:
        return None
    plain = [n for n, t in titles if not t.numbered]
    centred = [n for n in plain if _centred(pending[n])]
    return (centred or plain or [n for n, _ in titles])[-1]


def _dates_what_follows(text: str) -> bool:
    folded = fold_text(text)
    return (
        len(folded) <= 40
        and year_in(text) is not None
        and re.search(r"预算|决算|绩效", folded) is not None
        and not re.search(r"[。；;,:]", folded)
    )


def _gathered(free: Free) -> bool:
    title = title_of(free.text)
    return title is not None and title.gathered


def _centred(free: Free) -> bool:
    if free.centred is not None:
        return free.centred
    return len(free.text) - len(free.text.lstrip()) >= 4


def _open(
    pending: list[Free], title: int | None, first: Slice, blocks: list[FormBlock], words: Vocabulary
) -> FormBlock:
    block = FormBlock(slices=[first])
    if title is None:
        foreign = max((n for n, free in enumerate(pending, 1) if free.foreign), default=0)
        block.before = pending[foreign:][-MAX_HEADINGS:]
        block.inherits = blocks[-1] if blocks and blocks[-1].slices[-1].grid.member == first.grid.member else None
        return block
    block.title = pending[title]
    block.title_lines = [pending[title]]
    rest = pending[title + 1 :]
    for free in rest:
        (block.title_lines if is_year_line(free.text) and not block.before else block.before).append(free)
    above = pending[:title]
    since = _fields_above(above, words)
    block.before = above[since:] + block.before  # 项目名称：X over the title
    above = above[:since]
    block.headings = _headings(above)
    return block


def _fields_above(above: list[Free], words: Vocabulary) -> int:
    """Where the lines "label：value" next above a title begin; a label that nobody knows may stand among known ones."""
    since = at = len(above)
    while at and (held := _holds_fields(above[at - 1].text, words)) is not None:
        at -= 1
        since = at if held else since
    return since


_UNKNOWN_FIELD = re.compile(r"^[^：:。；;，,\d]{2,14}[：:]\s*\S[^：:]{0,40}$")


def _holds_fields(text: str, words: Vocabulary) -> bool | None:
    """A line above a title that gives fields of the form below: a project, a party, a period; no sign-off of another.
    False where it looks like one and its label is unknown, None where it is none."""
    if len(text) > 80 or _is_signoff(text, words) or title_of(text) is not None:
        return None
    identities = [meant(pair.label, pair.value, words) for pair in pairs_of(text, words)]
    if not identities:
        return False if _UNKNOWN_FIELD.match(text.strip()) else None
    if "unit_in_head" in identities or "currency" in identities:
        return None
    return None not in identities


def _headings(above: list[Free]) -> list[Free]:
    """The short lines standing directly above a title."""
    kept: list[Free] = []
    for free in reversed(above):
        if free.foreign or len(kept) == MAX_HEADINGS or len(fold_text(free.text)) > 60 or _PROSE.search(free.text):
            break
        kept.append(free)
    return kept[::-1]


def _between(current: FormBlock, read: list[Free | Slice], at: int, pending: list[Free], words: Vocabulary) -> bool:
    """A table of something else (tasks, a schedule) between the parts of an open form: its indicators are still to
    come.
    """
    if _has_indicators(current, words) or len(pending) > 3 or any(len(free.text) > 80 for free in pending):
        return False
    first = read[at]
    if isinstance(first, Slice) and first.grid.member != current.slices[-1].grid.member:
        return False
    return _indicators_follow(read[at:], words)


def _indicators_follow(read: list[Free | Slice], words: Vocabulary) -> bool:
    """The indicators of a form stand in one of the next tables, no title and no beginning of another form before it."""
    tables = 0
    for unit in read:
        if isinstance(unit, Free):
            if (
                title_of(unit.text) is not None
                and not names_indicators(unit.text)
                or len(unit.text) > 80
                or names_project(unit.text, words)
            ):
                return False
            continue
        like = looks_like_form(unit, words)
        tables += 1
        if like.starts or tables > MOST_SECTIONS:
            return False
        if like.has_indicators:
            return True
    return False


def _has_indicators(block: FormBlock, words: Vocabulary) -> bool:
    return any(looks_like_form(s, words).has_indicators for s in block.slices)


def _opens(unit: Slice, like: Likeness, title: Free | None, current: FormBlock | None, words: Vocabulary) -> bool:
    """A table that begins a form: under a title, or by itself (K3)."""
    if title is not None and not _gathered(title):
        return like.score >= 1 or len(like.sections) > 1 or _begins_with_head(unit, like)
    if (
        like.score >= 3
        or title is not None
        and like.starts
        and like.labelled >= LABELLED
        and not _lists_projects(unit, words)
    ):
        return True
    return (
        title is None
        and current is not None
        and like.starts
        and like.labelled >= LABELLED
        and _has_indicators(current, words)
    )


def _lists_projects(unit: Slice, words: Vocabulary) -> bool:
    """项目名称 heads a column of projects: the cell beside it is another head."""
    for row in range(unit.top, min(unit.top + 5, unit.bottom)):
        for cell in unit.starting(row):
            if words.field(cell.text) == "project_name":
                right = unit.right_of(cell)
                return right is None or words.known(right.text)
    return False


def _begins_with_head(unit: Slice, like: Likeness) -> bool:
    """Under a title: a table of nothing but a form's head or money, its further sections stand
    in tables of their own.
    """
    return (
        bool(like.sections & {"head", "goals"} or like.sections == {"money"})
        and like.labelled >= LABELLED
        and unit.bottom - unit.top <= LONGEST_SECTION
    )


def _only_heads(current: FormBlock, unit: Slice, like: Likeness, words: Vocabulary) -> bool:
    """The open form is nothing yet but its head line (填报单位, 单位：万元) in a small table:
    the form itself follows.
    """
    if (
        not like.starts
        or unit.grid.member != current.slices[-1].grid.member
        or any(not is_small(s) for s in current.slices)
    ):
        return False
    return not any(looks_like_form(s, words).starts or looks_like_form(s, words).score > 0 for s in current.slices)


def _continues(current: FormBlock, unit: Slice, pending: list[Free], words: Vocabulary) -> bool:
    """A table without title that goes on with the open form: its indicator part, a cut-off half."""
    if unit.grid.member != current.slices[-1].grid.member:
        return False
    if len(pending) > 3 or any(len(free.text) > 80 for free in pending):
        return False
    if any(names_project(free.text, words) and free.text not in {f.text for f in current.before} for free in pending):
        return False
    now = looks_like_form(unit, words)
    had = _has_indicators(current, words)
    if now.has_indicators and (now.header or not had):
        return not had or repeats_header(now, current.slices[-1], words)
    if not had and now.sections and now.labelled >= LABELLED and unit.bottom - unit.top <= LONGEST_SECTION:
        return True  # head, money and goals each in a table of its own
    if had and now.sections == {"signoff"} and now.labelled >= LABELLED and unit.bottom - unit.top <= 4:
        return True
    return now.score > 0 or (had and unit.grid.cols == current.slices[-1].grid.cols)


def _close(current: FormBlock | None, pending: list[Free], words: Vocabulary, *, opening: bool = False) -> None:
    """Give the lines after a form's last table that belong to it; leave the next form's headings in `pending`."""
    if current is None:
        return
    taken = 0
    in_note = False
    for number, free in enumerate(pending):
        folded = fold_text(free.text)
        if free.line is not None and free.line.member != current.slices[-1].grid.member:
            break
        if title_of(free.text) is not None or names_project(free.text, words):
            break
        if _NOTE.match(folded):
            in_note = True
        if in_note and (_NOTE.match(folded) or _NUMBERED.match(folded)) or _is_signoff(free.text, words):
            taken = number + 1
    while opening and taken and _heads_page(pending[taken - 1].text, words):
        taken -= 1  # 填报单位（盖章）：X of the form that begins here
    current.after.extend(pending[:taken])
    del pending[:taken]


def _heads_page(text: str, words: Vocabulary) -> bool:
    """A line next above a table that says who files it, or in which unit, and nothing of who signs."""
    identities = {meant(p.label, p.value, words) for p in pairs_of(text, words)}
    return bool(identities & _PAGE) and not identities & _SIGNS


def _is_signoff(text: str, words: Vocabulary) -> bool:
    folded = fold_text(text)
    if len(folded) <= 160 and any((meant(p.label, p.value, words) or "") in _SIGNS for p in pairs_of(text, words)):
        return True
    return len(folded) <= 160 and words.grammar.signs(folded)
