"""Tables and lines that speak a form's words and stand in no form: a form that nobody
recognised must not end as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import area
from extractor.forms.body_rows import band_levels, level_cells
from extractor.forms.form_block import FormBlock
from extractor.forms.likeness import looks_like_form
from extractor.forms.reading import Reading
from extractor.forms.slices import Free, Slice
from extractor.model.document import Document, Note
from extractor.words.inline import pairs_of
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line

LIKE = 2
"""Likeness from which a table without a form is told of (a form takes 3)."""
WORDS = 6
"""So many lines of a form's own words (labels, levels, heads) in a text without any form are told of."""
LABELS = 3
"""So many cells of a titled table are a form's labels, and no form was read of it: it is told."""
MOST_ABOVE = 4
"""Lines above a table that may be its head."""
TITLED_WORDS = 3
"""… and so many under a form's title."""
_APART = re.compile(r"[ \u3000]{2,}|\t")
_HEAD = frozenset({"project_name", "department", "implementer"})
_CHECK = "请对照原件核对。"
_WHAT = "请对照原件人工核对，并核对是否为没有见过的版式。"


def strays(
    document: Document, pieces: list[Free | Slice], blocks: list[FormBlock], readings: list[Reading], words: Vocabulary
) -> Iterator[Note]:
    """A note for each table that looks like a form's and is none's; for a text without any form, one for all its lines.

    Args:
        pieces: the lines and row ranges of the document (`segment.units`).
        blocks: those that gave a form.
    """
    owned = [(s.grid.table, s.top, s.bottom) for block in blocks for s in block.slices]
    taken = {id(free.at) for block in blocks for free in _free_lines(block)}
    lines: list[Free] = []
    above: list[Free] = []
    for unit in pieces:
        if isinstance(unit, Free):
            lines.append(unit)
            above.append(unit)
            continue
        owns = any(unit.grid.table == table and unit.top < bottom and top < unit.bottom for table, top, bottom in owned)
        loose_above = [free for free in above[-MOST_ABOVE:] if id(free.at) not in taken]
        above = []
        if not owns and (note := _table(unit, words, loose_above)) is not None:
            yield note
    if blocks or not readings:  # forms found in prose own no block: their lines are read
        taken = {id(free.line) for block in blocks for free in _free_lines(block)}
        loose = [free for free in lines if free.line is None or id(free.line) not in taken]
        if (note := _lines(loose, words, titled=document.format == "txt" and not readings)) is not None:
            yield note


def heads_left(
    pieces: list[Free | Slice], blocks: list[FormBlock], readings: list[Reading], words: Vocabulary
) -> Iterator[Note]:
    """A note for each line between two tables that names the project or a party of the form below it, which has none.

    Args:
        pieces, blocks: as for `strays`.
    """
    above: list[Free] = []
    over: dict[int, list[Free]] = {}
    for unit in pieces:
        if isinstance(unit, Free):
            above.append(unit)
        else:
            over[id(unit)], above = above, []
    for block in blocks:
        tables = {slice_.grid.table for slice_ in block.slices}
        forms = [r.form for r in readings if any(row.at.get("table") in tables for row in r.form.indicators)]
        for free in over.get(id(block.slices[0]), ()) if len(forms) == 1 else ():
            for pair in pairs_of(free.text, words):
                name = meant(pair.label, pair.value, words)
                if name in _HEAD and pair.value.strip() and getattr(forms[0], name) is None:
                    text, field = squeeze(free.text)[:40], words.label_name("field", name)
                    message = f"表格上方的“{text}”没有读进下面的表，这张表没有读到“{field}”，{_CHECK}"
                    yield Note("unread-text", message, free.at, observed=text)


def _free_lines(block: FormBlock) -> Iterator[Free]:
    yield from (*block.headings, *block.title_lines, *block.before, *block.after)


def _titled(above: Sequence[Free], words: Vocabulary) -> bool:
    """The line next above the table, year and page head apart, is the title of a form."""
    for free in reversed(above):
        title = words.title_of(free.text)
        if title is not None:
            return not title.gathered and not title.numbered
        if not is_year_line(free.text) and not _heads_page(free.text):
            return False
    return False


def _heads_page(text: str) -> bool:
    """It holds a label, or ends with a unit of money."""
    return "：" in text or ":" in text or text.endswith(("元", "元）", "元)"))


def _table(unit: Slice, words: Vocabulary, above: Sequence[Free] = ()) -> Note | None:
    """`above`: lines next above the table that no form took; its own title and page head are told with it."""
    like = looks_like_form(unit, words)
    part = {"money", "goals"} <= like.sections
    if not (like.score >= LIKE or like.has_indicators or part or _titled(above, words) and _speaks(unit, words)):
        return None
    cells = unit.cells()
    heads = (f for f in above if pairs_of(f.text, words) or words.title_of(f.text) or is_year_line(f.text))
    head = [free.at for free in heads]
    at = area(unit.grid.place(cells[0]), [*map(unit.grid.place, cells), *head])
    text = squeeze(cells[0].text)[:20]
    message = f"第{unit.grid.table + 1}个表格（“{text}”等{len(cells)}格）有绩效表的栏名，但没有读成一张绩效表，{_WHAT}"
    return Note("unread-text", message, at, observed=text)


def _speaks(unit: Slice, words: Vocabulary) -> bool:
    """Some row is a band of level words, or begins with one; or several cells are a form's labels."""
    labels = sum(words.known(c.text) for c in unit.cells())
    return labels >= LABELS or any(level_cells(unit, row, words) or band_levels(unit, row, words) for row in unit.rows)


def _lines(lines: list[Free], words: Vocabulary, *, titled: bool) -> Note | None:
    """Lines that are a form's words and nothing else, where no table was found (a dump of a page, a cell a line).

    Several words may stand on a line, parted by blanks (a page laid out by a PDF-to-text program). `titled`: a form's
    title over fewer words is enough.
    """
    said = [(free, piece) for free in lines for piece in _pieces(free.text) if words.is_word(piece)]
    levels = [piece for _, piece in said if words.level2(piece) or words.level1(piece)]
    enough = (
        len(said) >= WORDS
        and levels
        or titled
        and len(said) >= TITLED_WORDS
        and any(words.title_of(free.text) for free in lines)
    )
    if not enough:
        return None
    at, text = area(said[0][0].at, (free.at for free in lines)), squeeze(said[0][1])
    message = f"文件里有绩效表的栏名和级别（“{text}”等{len(said)}处），但没有读成一张绩效表，{_WHAT}"
    return Note("unread-text", message, at, observed=text)


def _pieces(text: str) -> list[str]:
    """The short texts of a line that stand apart, or before a colon."""
    pieces = (piece.replace("：", ":").partition(":")[0].strip() for piece in _APART.split(text.strip()))
    return [piece for piece in pieces if len(fold_text(piece)) <= 16]
