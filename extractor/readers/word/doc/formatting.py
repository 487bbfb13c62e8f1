"""Which paragraph and which run a character belongs to: the formatting pages (FKP) that the bin tables name.

[MS-DOC] 2.4.6.1 and 2.4.6.2. A page's entries are looked up by where the character lies in the file; pieces put them in
reading order. Runs that show their text as it is are not kept: most of a filing has none of the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractor.readers.word.doc.binary import u16, words
from extractor.readers.word.doc.fib import CHPX, PAPX, Fib
from extractor.readers.word.doc.pieces import Piece, Text
from extractor.readers.word.doc.properties import PLAIN, Paragraph, Run, changed_paragraph, changed_run
from extractor.readers.word.doc.sprm import C_DELETED, C_INSERTED, changes, of_piece
from extractor.readers.word.doc.styles import Styles

_PAGE = 512


@dataclass(slots=True)
class Span:
    """Characters `first` to `last` with a run's properties."""

    first: int
    last: int
    run: Run


@dataclass(slots=True)
class _Entries:
    """Paragraphs or runs by where they lie in the file: start, end, changes."""

    starts: list[int]
    ends: list[int]
    raw: list[bytes]


class Formatting:
    """Paragraph and run properties of one document."""

    def __init__(self, fib: Fib, text: Text) -> None:
        self.styles = Styles(fib)
        self._fib, self._text = fib, text
        self._papx = _entries(fib, PAPX)
        self._known: dict[bytes, Paragraph] = {}
        self._piece = text.pieces[0]
        self.revised = False
        """Whether open revisions were met (after `spans`)."""

    def paragraph(self, mark: int) -> Paragraph:
        """Properties of the paragraph whose mark stands at a CP."""
        text, papx, piece = self._text, self._papx, self._piece
        if not piece.first <= mark < piece.last:
            piece = self._piece = text.piece(mark)
        offset = piece.offset + (mark - piece.first) * piece.width
        at = bisect_right(papx.starts, offset) - 1
        raw = papx.raw[at] if at >= 0 and offset < papx.ends[at] else b""
        found = self._known.get(raw)
        if found is None:
            found = self._known[raw] = self._made(raw)
        if piece.change:
            return changed_paragraph(
                found, of_piece(piece.change, text.prcs, self._fib.word6), self._fib.data, self.styles.paragraph
            )
        return found

    def _made(self, papx: bytes) -> Paragraph:
        base = self.styles.paragraph(u16(papx, 0) if len(papx) >= 2 else 0)
        return changed_paragraph(base, changes(papx[2:], self._fib.word6), self._fib.data, self.styles.paragraph)

    def spans(self, paragraphs: Sequence[tuple[int, int, int]], odd: Callable[[Run], bool]) -> list[Span]:
        """Runs that do not show their text as it is, in reading order.

        Args:
            paragraphs: first CP, CP after the mark, style of each paragraph.
            odd: whether a run's text is to be looked at.
        """
        runs = _entries(self._fib, CHPX)
        self.revised = _tracked(runs.raw, self._fib.word6)
        styles = {style: self.styles.run(style) for style in {style for _, _, style in paragraphs}}
        plain = {style for style, run in styles.items() if not odd(run)}
        known: dict[tuple[int, bytes], Run] = {}
        if len(plain) == len(styles):
            wanted = self._odd_entries(runs, known, odd)
            found = [span for piece in self._text.pieces for span in self._of_piece(piece, wanted, 0, PLAIN, known)]
        else:
            found = []
            for first, last, style in paragraphs:
                for piece in self._between(first, last):
                    found.extend(self._of_piece(piece, runs, style, styles[style], known))
        return [span for span in found if odd(span.run)]

    def _odd_entries(self, runs: _Entries, known: dict[tuple[int, bytes], Run], odd: Callable[[Run], bool]) -> _Entries:
        """Only the entries that a look is worth; all of them where a piece changes runs of its own."""
        if any(piece.change for piece in self._text.pieces):
            return runs
        for raw in set(runs.raw):
            known[0, raw] = changed_run(PLAIN, changes(raw, self._fib.word6), PLAIN, self.styles.over)
        dull = {raw for (_, raw), run in known.items() if not odd(run)}
        kept = [n for n, raw in enumerate(runs.raw) if raw not in dull]
        return _Entries(*([column[n] for n in kept] for column in (runs.starts, runs.ends, runs.raw)))  # type: ignore[arg-type]

    def _between(self, first: int, last: int) -> Iterator[Piece]:
        """The pieces of a stretch of text, cut to it."""
        pieces = self._text.pieces
        for at in range(max(bisect_right(self._text.starts, first) - 1, 0), len(pieces)):
            piece = pieces[at]
            if piece.first >= last:
                return
            low, high = max(first, piece.first), min(last, piece.last)
            if low < high:
                yield Piece(low, high, piece.offset + (low - piece.first) * piece.width, piece.width, piece.change)

    def _of_piece(
        self, piece: Piece, runs: _Entries, style: int, base: Run, known: dict[tuple[int, bytes], Run]
    ) -> Iterator[Span]:
        extra = of_piece(piece.change, self._text.prcs, self._fib.word6) if piece.change else ()
        end = piece.offset + (piece.last - piece.first) * piece.width
        covered = piece.first
        for n in range(max(bisect_right(runs.starts, piece.offset) - 1, 0), len(runs.starts)):
            if runs.starts[n] >= end:
                break
            low = max(covered, piece.first + (runs.starts[n] - piece.offset) // piece.width)
            high = min(piece.last, piece.first + (runs.ends[n] - piece.offset) // piece.width)
            if low >= high:
                continue
            covered = high
            raw = runs.raw[n]
            run = known.get((style, raw))
            if run is None:
                run = known[style, raw] = changed_run(base, changes(raw, self._fib.word6), base, self.styles.over)
            yield Span(low, high, changed_run(run, extra, base, self.styles.over) if extra else run)


def _tracked(raw: Sequence[bytes], word6: bool) -> bool:
    """Whether any run is inserted or deleted in an open revision."""
    return any(
        code in (C_DELETED, C_INSERTED) and operand[0] for one in set(raw) for code, operand in changes(one, word6)
    )


def _entries(fib: Fib, number: int) -> _Entries:
    """Every paragraph (PAPX) or run (CHPX) that the formatting pages hold, in the order of the file."""
    starts: list[int] = []
    ends: list[int] = []
    raws: list[bytes] = []
    main, papx = fib.main, number == PAPX
    step = (7 if fib.word6 else 13) if papx else 1
    for page in dict.fromkeys(fib.pages(number)):
        base = _PAGE * page
        end = base + _PAGE - 1
        if end >= len(main):
            continue
        count = main[end]
        if 4 * (count + 1) + step * count > _PAGE - 1:
            continue
        limits = words(main, base, count + 1)
        at = base + 4 * (count + 1)
        for place in main[at : at + step * count : step]:
            where = base + 2 * place
            if not place or where >= end:
                raw = b""
            elif not papx:
                raw = main[where + 1 : min(where + 1 + main[where], end)]
            elif fib.word6:
                raw = main[where + 1 : min(where + 1 + 2 * main[where], end)]
            elif main[where]:
                raw = main[where + 1 : min(where + 2 * main[where], end)]
            else:
                raw = main[where + 2 : min(where + 2 + 2 * main[where + 1], end)]
            raws.append(raw)
        starts += limits[:-1]
        ends += limits[1:]
    if starts != sorted(starts):
        order = sorted(range(len(starts)), key=starts.__getitem__)
        starts, ends, raws = [starts[n] for n in order], [ends[n] for n in order], [raws[n] for n in order]
    return _Entries(starts, ends, raws)
