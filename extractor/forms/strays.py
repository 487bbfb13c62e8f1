"""Tables and lines that speak a form's words and stand in no form: a form that nobody recognised must not end as none."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.forms.reading import Reading
from extractor.forms.vocabulary import Vocabulary
from extractor.layout.segment import FormBlock, units
from extractor.layout.slices import Free, Slice, looks_like_form
from extractor.matching.fold import fold_text, squeeze
from extractor.model.document import Document, Note, Place

LIKE = 2
"""Likeness from which a table without a form is told of (a form takes 3)."""
WORDS = 6
"""So many lines of a form's own words (labels, levels, heads) in a text without any form are told of."""
_WHAT = "请对照原件人工核对，并核对是否为没有见过的版式。"


def strays(document: Document, blocks: list[FormBlock], readings: list[Reading], words: Vocabulary) -> Iterator[Note]:
    """A note for each table that looks like a form's and is none's; for a text without any form, one for all its lines."""
    owned = [(s.grid.table, s.top, s.bottom) for block in blocks for s in block.slices]
    lines: list[Free] = []
    for unit in units(document, words):
        if isinstance(unit, Free):
            lines.append(unit)
            continue
        owns = any(unit.grid.table == table and unit.top < bottom and top < unit.bottom for table, top, bottom in owned)
        if not owns and (note := _table(unit, words)) is not None:
            yield note
    if not readings and (note := _lines(lines, words)) is not None:
        yield note


def _table(unit: Slice, words: Vocabulary) -> Note | None:
    like = looks_like_form(unit, words)
    if like.score < LIKE and not like.has_indicators:
        return None
    cells = [c for row in range(unit.top, unit.bottom) for c in unit.starting(row) if c.text.strip()]
    places = [unit.grid.place(c) for c in cells]
    at: Place = {**places[0], "parts": places}
    text = squeeze(cells[0].text)[:20]
    message = f"第{unit.grid.table + 1}个表格（“{text}”等{len(cells)}格）有绩效表的栏名，但没有读成一张绩效表，{_WHAT}"
    return Note("unread-text", message, at, observed=text)


def _lines(lines: list[Free], words: Vocabulary) -> Note | None:
    """Lines that are a form's words and nothing else, where no table was found (a dump of a page, a cell a line)."""
    spoken = [free for free in lines if len(fold_text(free.text)) <= 16 and _is_word(free.text, words)]
    levels = [free for free in spoken if words.level2(free.text) or words.level1(free.text)]
    if len(spoken) < WORDS or not levels:
        return None
    places = [free.at for free in lines]
    at: Place = {**spoken[0].at, "parts": places}
    text = squeeze(spoken[0].text)
    message = f"文件里有绩效表的栏名和级别（“{text}”等{len(spoken)}处），但没有读成一张绩效表，{_WHAT}"
    return Note("unread-text", message, at, observed=text)


def _is_word(text: str, words: Vocabulary) -> bool:
    return words.known(text) or words.level1(text) is not None or words.level2(text) is not None
