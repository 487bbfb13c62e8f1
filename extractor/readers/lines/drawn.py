"""Tables drawn in text: Markdown and pipe tables, and frames of box-drawing characters or + - |.

A frame is read by its geometry: characters stand in columns (a Han character takes two), every drawn line parts
two cells, so merged cells come out as they are drawn. Where a frame's columns do not meet (a proportional font
drew it), its rows are split at the bars instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extractor.model.document import Cell, Grid
from extractor.readers.shown.celltext import tidy

_HORIZONTAL = frozenset("─━═┄┅┈┉╌╍-=")
_VERTICAL = frozenset("│┃║┆┇┊┋╎╏|｜")
_BOX = re.compile("[─-╿]")
_UP = frozenset("│┃║┆┇┊┋╎╏|｜└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╘╙╚╛╜╝╞╟╠╡╢╣╧╨╩╪╫╬+")
_DOWN = frozenset("│┃║┆┇┊┋╎╏|｜┌┍┎┏┐┑┒┓├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╞╟╠╡╢╣╤╥╦╪╫╬+")
_RULE = re.compile(r"^[\s|｜:+=─━═┄┅┈┉╌╍┌-╋╒-╬-]+$")
_MARKDOWN_RULE = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$")


def read_drawn(lines: list[str], start: int, max_lines: int) -> tuple[Grid | None, int, int]:
    """The drawn table that begins at index `start`, the index after it, and the lines left out of a too long one.

    Where there is no drawn table: None, and the index after the lines looked at, which are free lines.
    """
    end = start
    while end < len(lines) and _belongs(lines[end]):
        end += 1
    block = lines[start : min(end, start + max_lines)]
    if len(block) < 2:
        return None, start + 1, 0
    framed = any(_is_frame_rule(line) for line in block) and not any(_MARKDOWN_RULE.match(line) for line in block)
    grid = (_framed(block, start + 1) if framed else None) or _piped(block, start + 1)
    return (grid, end, end - start - len(block)) if grid is not None else (None, end, 0)


def _belongs(line: str) -> bool:
    text = line.strip()
    if not text:
        return False
    if _BOX.search(text) or text[0] in "|｜" or (text[0] == "+" and text[-1] == "+" and bool(_RULE.match(text))):
        return True
    return text.count("|") + text.count("｜") >= 2 or bool("|" in text and _MARKDOWN_RULE.match(text))


def _is_frame_rule(line: str) -> bool:
    text = line.strip()
    return bool(text) and bool(_RULE.match(text)) and (bool(_BOX.search(text)) or text[0] == "+")


def _piped(block: list[str], first_line: int) -> Grid | None:
    """Rows split at the bars; rules between them are dropped."""
    rows: list[tuple[int, list[str]]] = []
    for offset, line in enumerate(block):
        text = line.strip()
        if _RULE.match(text) and not re.search(r"[|｜]\s*[|｜]", text):
            continue
        text = re.sub("[｜│┃║]", "|", text)
        text = text[1:] if text.startswith("|") else text
        parts = re.split(r"(?<!\\)\|", text.removesuffix("|"))
        rows.append((first_line + offset, [tidy(_unescaped(part)) for part in parts]))
    cols = max((len(parts) for _, parts in rows), default=0)
    if cols < 2:
        return None
    cells = []
    for row, (number, parts) in enumerate(rows):
        for col, part in enumerate(parts):
            span = cols - col if col == len(parts) - 1 else 1
            cells.append(Cell(row, col, 1, span, part, line=number))
    return Grid(cells, len(rows), cols, line=first_line)


def _unescaped(text: str) -> str:
    return re.sub(r"<br\s*/?>", "\n", text.replace("\\|", "|"))


@dataclass(slots=True)
class _Canvas:
    """The block's characters by display column; the second half of a wide one is ""."""

    rows: list[list[str]]
    width: int

    def at(self, row: int, col: int) -> str:
        return self.rows[row][col] if 0 <= row < len(self.rows) and 0 <= col < len(self.rows[row]) else " "


def _canvas(block: list[str]) -> _Canvas:
    rows = []
    for line in block:
        row: list[str] = []
        for char in line.expandtabs():
            row.append(char)
            drawn = bool(_BOX.match(char))
            if not drawn and unicodedata.east_asian_width(char) in "WF":
                row.append("")
        rows.append(row)
    return _Canvas(rows, max(map(len, rows)))


def _framed(block: list[str], first_line: int) -> Grid | None:
    """A grid by the frame's geometry, None where the drawn lines do not meet."""
    canvas = _canvas(block)
    rules = [r for r in range(len(block)) if _has_rule(canvas, r)]
    bars = _bar_columns(canvas)
    if len(rules) < 2 or len(bars) < 2 or rules[0] != 0 or rules[-1] != len(block) - 1:
        return None
    if len(rules) == 3 and rules[2] - rules[1] > 2:
        return None  # only the head is ruled off: every line below is a row
    return _tiled(canvas, rules, bars, first_line)


def _has_rule(canvas: _Canvas, row: int) -> bool:
    """A row that holds a horizontal line between two junctions."""
    text = "".join(canvas.rows[row])
    return bool(re.search(r"[┌-╋╒-╬+|│][─━═┄┅┈┉╌╍=-]{2,}[┌-╋╒-╬+|│]", text))


def _bar_columns(canvas: _Canvas) -> list[int]:
    """Display columns where a vertical line goes both up and down or begins at a rule."""
    counts: dict[int, int] = {}
    for row in range(len(canvas.rows) - 1):
        for col in range(canvas.width):
            if canvas.at(row, col) in _DOWN and canvas.at(row + 1, col) in _UP:
                counts[col] = counts.get(col, 0) + 1
    return sorted(counts)


def _tiled(canvas: _Canvas, rules: list[int], bars: list[int], first_line: int) -> Grid | None:
    rows, cols = len(rules) - 1, len(bars) - 1
    owner: dict[tuple[int, int], Cell] = {}
    cells = []
    for r in range(rows):
        for c in range(cols):
            if (r, c) in owner:
                continue
            width = 1
            while c + width < cols and not _wall(canvas, rules[r], rules[r + 1], bars[c + width]):
                width += 1
            height = 1
            while r + height < rows and not _floor(canvas, rules[r + height], bars[c], bars[c + width]):
                height += 1
            slots = [(r + i, c + j) for i in range(height) for j in range(width)]
            if any(slot in owner for slot in slots):
                return None
            text = _inside(canvas, rules[r], rules[r + height], bars[c], bars[c + width])
            cell = Cell(r, c, height, width, text, line=first_line + rules[r] + 1)
            cells.append(cell)
            owner.update(dict.fromkeys(slots, cell))
    return Grid(cells, rows, cols, line=first_line)


def _wall(canvas: _Canvas, top: int, bottom: int, col: int) -> bool:
    return any(canvas.at(row, col) in _VERTICAL for row in range(top + 1, bottom))


def _floor(canvas: _Canvas, row: int, left: int, right: int) -> bool:
    return any(canvas.at(row, col) in _HORIZONTAL for col in range(left + 1, right)) and not any(
        unicodedata.east_asian_width(canvas.at(row, col) or " ") == "W" for col in range(left + 1, right)
    )


def _inside(canvas: _Canvas, top: int, bottom: int, left: int, right: int) -> str:
    lines = []
    for row in range(top + 1, bottom):
        text = "".join(canvas.rows[row][left + 1 : right])
        lines.append(text)
    return tidy("\n".join(lines))
