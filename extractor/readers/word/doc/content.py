"""A Word file opened: its text, stories, paragraphs, and what a person sees of each stretch of text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from extractor.errors import UnreadableError
from extractor.readers.word.doc.binary import u32
from extractor.readers.word.doc.fib import SECTIONS, Fib
from extractor.readers.word.doc.fields import Part, form_choice, hidden_parts, picture_place, plain_code
from extractor.readers.word.doc.fonts import font_table
from extractor.readers.word.doc.formatting import Formatting
from extractor.readers.word.doc.old_text import old_text
from extractor.readers.word.doc.pieces import read_text
from extractor.readers.word.doc.shown import Sight, is_odd
from extractor.readers.word.doc.stories import MACROS, stories
from extractor.readers.word.doc.tables import Para
from extractor.readers.word.fields import text_of

_ENDS = re.compile("[\r\x07\x0c]")
MOST_PARAGRAPHS = 500_000
_OBJECTS = frozenset({"EMBED", "LINK", "CONTROL"})
"""Fields whose result is a picture of an object."""


class Content:
    """What one file holds, ready to be walked.

    Raises:
        UnreadableError, DamagedError: its text or the tables that lead to it are damaged.
    """

    def __init__(self, fib: Fib) -> None:
        self.fib = fib
        text = read_text(fib)
        self.text = text.text
        self.stories = stories(fib, len(self.text))
        self.formatting = Formatting(fib, text)
        fonts = font_table(fib)
        self.fonts = [font.name for font in fonts]
        sections = fib.part(SECTIONS)
        self._section_ends = {
            u32(sections, 4 * n) for n in range((len(sections) - 4) // 16 + 1) if 4 * n + 4 <= len(sections)
        }
        self.paragraphs = {
            number: list(self._paragraphs(number)) for number in range(len(fib.lengths)) if number != MACROS
        }
        bounds = [(p.first, p.mark + 1, p.properties.style) for found in self.paragraphs.values() for p in found]
        if fib.word6 and not fib.wide:
            named = self.formatting.spans(bounds, lambda run: run.fonts[0] is not None)
            self.text = old_text(self.text, fib.language, named, fonts)
        spans = self.formatting.spans(bounds, lambda run: is_odd(run, self.fonts))
        self._previews: list[tuple[int, int]] = []
        """Where previews of embedded objects stand (CP)."""
        self.sight = Sight(self.text, spans, [], self.fonts)
        self.sight = Sight(self.text, spans, list(self._parts()), self.fonts)
        self._previews.sort()
        for found in self.paragraphs.values():
            for para in found:
                run = self.sight.run(para.mark) if para.end else None
                para.deleted = run is not None and run.deleted

    def is_preview(self, cp: int) -> bool:
        """Whether a picture only shows what an embedded object looks like."""
        at = bisect_right(self._previews, (cp, 0)) - 1
        return at >= 0 and cp < self._previews[at][1]

    def _paragraphs(self, story: int) -> Iterator[Para]:
        text, first = self.text, self.stories.starts[story]
        last = self.stories.ends[story]
        at, goes_on = first, False
        for count, match in enumerate(_ENDS.finditer(text, first, last)):
            mark, end = match.start(), match[0]
            look = self.formatting.paragraph(mark)
            page_break = end == "\x0c" and mark + 1 not in self._section_ends
            if page_break and look.depth:
                continue  # within a cell
            if count > MOST_PARAGRAPHS:
                raise UnreadableError("Word 文件的段落过多，超过上限", "请拆分后重新提交")
            if mark > at or not page_break:
                yield Para(at, mark, end, look, goes_on=goes_on)
            goes_on = page_break and (goes_on or mark > at)
            at = mark + 1
        if at < last:
            yield Para(at, last, "", self.formatting.paragraph(last - 1))

    def _parts(self) -> Iterator[Part]:
        for story in range(len(self.stories.starts)):
            yield from hidden_parts(self.text, *self.stories.limits(story), self._instead)

    def _instead(self, code: str, first: int, last: int, end: int) -> tuple[str, str] | None:
        """What a field shows that has no result of its own, and the reading aid over it."""
        word = code.split(None, 1)[0].upper() if code.strip() else ""
        if word in ("FORMCHECKBOX", "FORMDROPDOWN"):
            at = picture_place(self.text, first, last)
            run = self.sight.run(at) if at is not None else None
            chosen = form_choice(self.fib.data, run.picture) if run is not None and run.picture is not None else None
            return (chosen, "") if chosen is not None else None
        if word in _OBJECTS:
            self._previews.append((last, end))
        if word not in ("EQ", "SYMBOL"):
            return None
        code, aid = plain_code(code)
        shown = text_of(code, None)
        return (shown, aid) if shown is not None else None
