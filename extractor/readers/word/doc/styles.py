"""The style sheet ([MS-DOC] 2.9.271): what each style says of its runs and paragraphs, through the styles it is based
on.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.readers.word.doc.binary import DamagedError, cut, u16
from extractor.readers.word.doc.fib import STYLES, Fib
from extractor.readers.word.doc.properties import PLAIN, Paragraph, Run, changed_paragraph, changed_run
from extractor.readers.word.doc.sprm import changes

_HEADING = re.compile(r"^(heading\b|标题|title$|subtitle$|副标题)", re.I)
_PARAGRAPH, _CHARACTER = 1, 2
_NONE = 0xFFF
_MAX_CHAIN = 16
MOST_STYLES = 4_095


class Styles:
    """Styles of one document, by their number (istd)."""

    def __init__(self, fib: Fib) -> None:
        self._fib = fib
        self._raw = list(_entries(fib))
        self._runs: dict[int, Run] = {}
        self._paragraphs: dict[int, Paragraph] = {}

    def run(self, style: int) -> Run:
        """What a paragraph style says of its text."""
        if style not in self._runs:
            self._runs[style] = self._run_of(PLAIN, style, _PARAGRAPH)
        return self._runs[style]

    def over(self, base: Run, style: int) -> Run:
        """A character style laid over a run."""
        return self._run_of(base, style, _CHARACTER)

    def paragraph(self, style: int) -> Paragraph:
        """The paragraph properties of a style, with those of the styles it is based on."""
        if style not in self._paragraphs:
            made = Paragraph()
            heading = False
            for kind, name, paragraph, _ in reversed(self._chain(style)):
                if kind == _PARAGRAPH:
                    made = changed_paragraph(
                        made, changes(paragraph, self._fib.word6), self._fib.data, lambda _: Paragraph()
                    )
                heading = heading or bool(_HEADING.match(name))
            if heading and made.outline is None:
                made.outline = 0
            self._paragraphs[style] = replace(
                made, style=style, depth=0, in_table=False, row_end=False, cell_end=False, row=()
            )
        return self._paragraphs[style]

    def _run_of(self, base: Run, style: int, kind: int) -> Run:
        for found, _, _, text in reversed(self._chain(style)):
            if found == kind:
                base = changed_run(base, changes(text, self._fib.word6), base, lambda run, _: run)
        return base

    def _chain(self, style: int) -> list[tuple[int, str, bytes, bytes]]:
        """The style, what it is based on, and so on."""
        found = []
        for _ in range(_MAX_CHAIN):
            if style >= len(self._raw) or not self._raw[style]:
                break
            try:
                kind, name, base, paragraph, text = self._entry(self._raw[style])
            except DamagedError:
                break
            found.append((kind, name, paragraph, text))
            if base in (_NONE, style):
                break
            style = base
        return found

    def _entry(self, raw: bytes) -> tuple[int, str, int, bytes, bytes]:
        """Kind, name, base, and changes of paragraphs and runs of one style ([MS-DOC] 2.9.258)."""
        kind, base, parts = u16(raw, 2) & 15, u16(raw, 2) >> 4, u16(raw, 4) & 15
        size = self._base_size
        if self._fib.word6:
            length = raw[size]
            name, at = raw[size + 1 : size + 1 + length].decode("latin-1"), size + length + 2
        else:
            length = u16(raw, size)
            name, at = cut(raw, size + 2, 2 * length).decode("utf-16-le", "replace"), size + 2 * length + 4
        blocks = []
        for _ in range(min(parts, 3)):
            at += at & 1
            length = u16(raw, at)
            blocks.append(cut(raw, at + 2, length))
            at += 2 + length
        if kind == _PARAGRAPH:
            blocks += [b""] * (2 - len(blocks))
            return kind, name, base, blocks[0][2:], blocks[1]
        return kind, name, base, b"", blocks[0] if kind == _CHARACTER and blocks else b""

    @property
    def _base_size(self) -> int:
        try:
            return max(u16(self._fib.part(STYLES), 4), 8)
        except DamagedError:
            return 10


def _entries(fib: Fib) -> list[bytes]:
    """The raw styles; b"" for a number that none has."""
    sheet = fib.part(STYLES)
    found: list[bytes] = []
    try:
        at = 2 + u16(sheet, 0)
        for _ in range(min(u16(sheet, 2), MOST_STYLES)):
            length = u16(sheet, at)
            found.append(cut(sheet, at + 2, length))
            at += 2 + length
    except DamagedError:
        pass
    return found
