"""Text dumps without tabs: one cell a line, or columns laid out by blanks as PDF-to-text programs print them.

Where the heads of the indicators can be told, the lines around them are put back into tables: labels with their values,
heads, and rows that begin with a level word. Where they cannot, the lines stay lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.forms.content import is_value
from extractor.forms.inline import pairs_of
from extractor.forms.meaning import meaning_of
from extractor.matching.fold import fold_text
from extractor.model.document import Cell, Grid, Line

if TYPE_CHECKING:
    from extractor.forms.vocabulary import Vocabulary
    from extractor.model.document import Document

_GAP = re.compile(r"\s{2,}|\u3000{2,}")
_LEVELS = frozenset({"level1", "level2", "level3"})
_FIGURE = re.compile(r"[\d,.%％万亿千元/／—\-－–]+")
_OFTEN_BLANK = frozenset({"deviation_reason", "note", "other_measures"})
LONGEST_LABEL = 24


@dataclass(slots=True)
class Piece:
    """A stretch of a line between wide gaps, with the column it starts in (a Han character takes two)."""

    text: str
    start: int


def with_tables(document: Document, words: Vocabulary) -> None:
    """Put the tables of an untabbed dump back, in place."""
    if document.format != "txt" or any(isinstance(item, Grid) for item in document.items):
        return
    lines = [item for item in document.items if isinstance(item, Line) and item.text.strip()]
    rebuilt = _by_blanks(lines, words) or _by_lines(lines, words)
    if rebuilt:
        document.items = rebuilt
        document.number_tables()


def _role(text: str, words: Vocabulary) -> str | None:
    """The role of a head, `other` for one that no key takes; None where the text is no head."""
    if len(fold_text(text)) > LONGEST_LABEL or "：" in text or ":" in text:
        return None
    role = words.header(text)
    if role is None and (found := words.evidence.likely("header", text)) is not None and words.field(text) is None and words.amount(text) is None:
        role = found.identity
    return role


def _is_heads(texts: Sequence[str], words: Vocabulary) -> bool:
    roles = [_role(text, words) for text in texts]
    known = {role for role in roles if role is not None}
    return len(texts) >= 3 and None not in roles and bool(known & _LEVELS) and bool(known & {"target", "actual", "level3"}) and len(known) >= 3


def _is_label(text: str, words: Vocabulary) -> bool:
    if len(fold_text(text)) > LONGEST_LABEL or pairs_of(text, words):
        return False
    if words.field(text) is not None or words.amount(text) is not None or words.execution(text) is not None:
        return True
    found = meaning_of(text, None, words, least=0.95)
    return found is not None and not found.doubtful and found.near >= 0.5


# ---- one cell a line


def _by_lines(lines: list[Line], words: Vocabulary) -> list[Line | Grid]:
    heads = _run_of_heads(lines, words)
    if heads is None:
        return []
    top, bottom = heads
    first = next((n for n, line in enumerate(lines[:top]) if _is_label(line.text, words)), top)
    end = next((n for n in range(bottom, len(lines)) if pairs_of(lines[n].text, words)), len(lines))
    body = _rows_of([line.text.strip() for line in lines[bottom:end]], [_role(line.text, words) or "other" for line in lines[top:bottom]], words)
    if not body:
        return []
    result: list[Line | Grid] = [*lines[:first]]
    money = _money(lines, first, top, words)
    for start, stop in ((first, top),) if money is None else ((first, money[0]), (money[1], top)):
        if money is not None and start == money[1]:
            result.append(_grid(money[2], lines[money[0]].line))
        if start < stop and (labelled := _labelled(lines[start:stop], words)):
            result.append(_grid(labelled, lines[start].line))
    result.append(_grid([[line.text.strip() for line in lines[top:bottom]], *body], lines[top].line))
    return [*result, *lines[end:]]


def _money(lines: list[Line], first: int, top: int, words: Vocabulary) -> tuple[int, int, list[list[str]]] | None:
    """Heads of an execution block one a line, and its rows: a label and a figure for each head."""
    for start in range(first, top):
        end = start
        while end < top and (words.execution(lines[end].text) is not None or words.evidence.likely("execution", lines[end].text) is not None):
            end += 1
        heads = end - start
        if heads < 3:
            continue
        corner = [lines[start - 1].text.strip()] if start > first and words.amount(lines[start - 1].text) is None else []
        rows: list[list[str]] = [[*(corner or [""]), *(line.text.strip() for line in lines[start:end])]]
        at = end
        while at + heads < top and not _FIGURE.fullmatch(lines[at].text.strip()) and all(_FIGURE.fullmatch(one.text.strip()) for one in lines[at + 1 : at + 1 + heads]):
            rows.append([one.text.strip() for one in lines[at : at + 1 + heads]])
            at += 1 + heads
        return (start - len(corner), at, rows) if len(rows) > 1 else None
    return None


def _run_of_heads(lines: list[Line], words: Vocabulary) -> tuple[int, int] | None:
    for start, line in enumerate(lines):
        if _role(line.text, words) is None:
            continue
        end = start
        while end < len(lines) and _role(lines[end].text, words) is not None and not words.names_level(lines[end].text):
            end += 1
        for top in range(start, end - 2):
            if _is_heads([one.text for one in lines[top:end]], words):
                return top, end
    return None


def _labelled(lines: list[Line], words: Vocabulary) -> list[list[str]]:
    """Labels with the lines that follow them; a line "label：value" stands alone."""
    rows: list[list[str]] = []
    for line in lines:
        text = line.text.strip()
        if _is_label(text, words):
            rows.append([text, ""])
        elif pairs_of(text, words) or not rows or rows[-1][1] and len(rows[-1]) == 1 or len(rows[-1]) == 1:
            rows.append([text])
        else:
            rows[-1][1] = f"{rows[-1][1]}\n{text}" if rows[-1][1] else text
    return rows


def _rows_of(texts: list[str], roles: list[str], words: Vocabulary) -> list[list[str]]:
    """Lines as rows under the heads; [] where they do not fill them."""
    one = roles.index("level1") if "level1" in roles else None
    two = roles.index("level2") if "level2" in roles else None
    others = [n for n in range(len(roles)) if n not in (one, two)]
    least = len(others)
    while least > 2 and roles[others[least - 1]] in _OFTEN_BLANK:
        least -= 1
    rows: list[list[str]] = []
    current, filled = [""] * len(roles), 0
    for at, text in enumerate(texts):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        if least <= filled < len(others) and (words.names_level(text) or is_value(fold_text(following), words.units)):
            rows.append(current)  # a blank cell at the end was not printed
            current, filled = [""] * len(roles), 0
        column = None
        if filled == 0 and words.names_level(text):
            first = words.level1(text) is not None and (words.level2(text) is None or words.level2(following) is not None)
            column = one if one is not None and first and not current[one] else two
        if column is not None and not current[column]:
            current[column] = text
            continue
        if filled == len(others):
            return []
        current[others[filled]] = text
        filled += 1
        if filled == len(others):
            rows.append(current)
            current, filled = [""] * len(roles), 0
    if least <= filled:
        rows.append(current)
        current, filled = [""] * len(roles), 0
    return rows if filled == 0 and not any(current) else []


def _grid(rows: list[list[str]], line: int | None) -> Grid:
    """Rows as a grid; a short row's last cell reaches to the right edge."""
    cols = max(len(row) for row in rows)
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cells.append(Cell(r, c, colspan=cols - c if c == len(row) - 1 else 1, text=text, line=line))
    return Grid(cells, len(rows), cols)


# ---- columns by blanks


def _by_blanks(lines: list[Line], words: Vocabulary) -> list[Line | Grid]:
    pieces = [_pieces(line.text, line.indent) for line in lines]
    top = next((n for n, row in enumerate(pieces) if _is_heads([p.text for p in row], words)), None)
    if top is None:
        return []
    starts = [piece.start for piece in pieces[top]]
    first = next((n for n in range(top) if len(pieces[n]) >= 2 and not pairs_of(lines[n].text, words)), top)
    end = next((n for n in range(top + 1, len(lines)) if pairs_of(lines[n].text, words)), len(lines))
    body = _laid_out(lines[top + 1 : end], pieces[top + 1 : end], starts)
    if not body:
        return []
    result: list[Line | Grid] = [*lines[:first]]
    if first < top:
        edges = sorted({piece.start for row in pieces[first:top] for piece in row})
        result.append(_spread(_laid_out(lines[first:top], pieces[first:top], _columns(edges)), lines[first].line))
    result.append(_grid([[p.text for p in pieces[top]], *body], lines[top].line))
    return [*result, *lines[end:]]


def _pieces(text: str, indent: int) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for match in [*_GAP.finditer(text.rstrip()), None]:
        end = match.start() if match is not None else len(text.rstrip())
        if text[at:end].strip():
            lead = len(text[at:end]) - len(text[at:end].lstrip())
            found.append(Piece(text[at:end].strip(), indent + _width(text[: at + lead])))
        at = match.end() if match is not None else end
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def _columns(edges: list[int]) -> list[int]:
    """Starts that lie within two columns of each other are one."""
    kept: list[int] = []
    for edge in edges:
        if not kept or edge - kept[-1] > 2:
            kept.append(edge)
    return kept


def _laid_out(lines: list[Line], pieces: list[list[Piece]], starts: list[int]) -> list[list[str]]:
    """Rows of as many cells as there are columns; a line right under another goes on with it where blank lines part the rows."""
    numbers = [line.line or 0 for line in lines]
    parted = sum(b - a > 1 for a, b in zip(numbers, numbers[1:])) * 2 >= len(numbers) - 1 > 0
    rows: list[list[str]] = []
    for at, row in enumerate(pieces):
        cells = [""] * len(starts)
        for piece in row:
            column = min(range(len(starts)), key=lambda n: abs(starts[n] - piece.start))
            cells[column] = f"{cells[column]} {piece.text}".strip()
        goes_on = at > 0 and parted and numbers[at] - numbers[at - 1] == 1
        if goes_on and rows:
            rows[-1] = [a + b for a, b in zip(rows[-1], cells)]
        else:
            rows.append(cells)
    return rows


def _spread(rows: list[list[str]], line: int | None) -> Grid:
    """Label rows: each text reaches to the next text of its row; a blank at the left goes on with the block label above."""
    cols = max(len(row) for row in rows)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        filled = [c for c, text in enumerate(row) if text]
        if filled and filled[0] > 0:
            cells.append(Cell(r, 0, colspan=filled[0], text="", line=line))
        for number, c in enumerate(filled):
            reach = filled[number + 1] if number + 1 < len(filled) else cols
            cells.append(Cell(r, c, colspan=reach - c, text=row[c], line=line))
        if not filled:
            cells.append(Cell(r, 0, colspan=cols, text="", line=line))
    return Grid(cells, len(rows), cols)


__all__ = ["with_tables"]
