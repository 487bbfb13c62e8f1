"""The text dump of a Word document: the grammar and the grid it stands for.

A cell starts with a tab; a line without one continues the cell above, and a blank line inside a cell parts its
paragraphs. A blank line followed by a tab ends a row. Two blank lines end the table; what follows is free text
until a tab starts the next table. Leading empty cells are merged cells going on from above; the spans themselves
are not written, so the last cell of a short row is taken to reach the right edge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.layout.conservation import visible_length
from extractor.model.document import Grid, Line
from extractor.readers.lines.spans import build_grid
from extractor.readers.shown.celltext import tidy

CENTRED_INDENT = 6
"""A dump shows centring by leading blanks; paragraphs indent by two to four."""
_FOOT = re.compile(
    r"\s*(?:(?:填表|填报|填制|制表|编制|经办|审核|复核|上报|联系|单位负责|部门负责|处室负责|项目负责|财务负责"
    r"|分管领导|主要领导|法定代表|负责)"
    r"(?:人|电话|日期|时间|单位|说明)?(?:签字|签章|签名|电话|盖章)?\s*[（(：:]"
    r"|(?:[备附]?注|说明|附件|联系电话|日期)\s*[：:]|注\s*[1１][.、．]|\S{2,8}[：:].*\s{2,}\S{2,10}[：:])"
)
"""A line that stands under tables, not in them: sign-off labels, 注：, several labels spaced out on one line."""
_LABELLED = re.compile(r"\s*[\u4e00-\u9fff]{2,8}(?:[（(][^（）()]{1,6}[）)])?[：:][^：:。；]{0,24}")
_CONTACT = re.compile(
    r"\s*[\u4e00-\u9fff]{0,6}(?:电话|手机|手机号码?|联系方式|日期|时间|领导)(?:[（(][^（）()]{1,6}[）)])?[：:]"
)
"""A line of a foot whose first label no list of sign-off labels has: 办公电话："""

_TITLE = re.compile(r"[\s　]*[^\t，。；：:]{0,40}绩效[^\t，。；：:]{0,30}表(?:[（(][^（）()]*[）)])?[\s　]*\Z")
"""A form's title: what follows one blank line and comes to a title before the next cell stands outside the table."""
_BEFORE_TITLE = 6


@dataclass(slots=True)
class _RawCell:
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Line number and text; an empty text parts paragraphs."""

    def text(self) -> str:
        return tidy("\n".join(text for _, text in self.lines))


_Row = list[_RawCell]


def starts_cell(line: str) -> bool:
    """Whether a line begins a cell: a tab stands before its text."""
    return line.lstrip(" ").startswith("\t")


def free_line(text: str, number: int) -> Line | None:
    """A line outside tables; None for a blank one."""
    clean = tidy(text)
    if not clean:
        return None
    indent = len(text) - len(text.lstrip(" 　"))
    columns = sum(2 if blank == "\u3000" else 1 for blank in text[:indent])
    return Line(clean, line=number, centred=True if indent >= CENTRED_INDENT else None, indent=columns)


def read_table(lines: list[str], start: int, max_rows: int) -> tuple[list[Line | Grid], int, int]:
    """Read the table whose first cell is at index `start`.

    Gives its items, the index after it, and the number of lines left out because the table is too long.
    """
    rows: list[_Row] = [[]]
    index, blanks = start, 0
    cut = 0
    while index < len(lines):
        text = lines[index]
        if len(rows) > max_rows:
            index, cut = _end_of_table(lines, index)
            rows.pop()
            break
        if not text.strip():
            blanks += 1
            index += 1
            if blanks == 2 and not starts_cell(text):
                break
            if starts_cell(text):  # an empty cell
                blanks -= 1
                _open_cell(rows, text, index, blanks)
                blanks = 0
            continue
        if starts_cell(text):
            _open_cell(rows, text, index + 1, blanks)
        else:
            if blanks and _comes_to_title(lines, index):
                break
            if blanks:
                rows[-1][-1].lines.append((index, ""))
            rows[-1][-1].lines.append((index + 1, text))
        blanks = 0
        index += 1
    return _finish([row for row in rows if row]), index, cut


def _comes_to_title(lines: list[str], index: int) -> bool:
    """The title of the next form stands here, or in the lines from here to the next cell or to the two blank lines
    under the table.
    """
    for at, text in enumerate(lines[index : index + _BEFORE_TITLE], index):
        if starts_cell(text) or not text.strip() and not lines[at - 1].strip():
            return False
        if _TITLE.match(text):
            return True
    return False


def _end_of_table(lines: list[str], index: int) -> tuple[int, int]:
    """The index after the table's two blank lines, and how many lines that passes over."""
    start = index
    while index < len(lines) and (lines[index].strip() or starts_cell(lines[index]) or lines[index - 1].strip()):
        index += 1
    return index, index - start


def _open_cell(rows: list[_Row], text: str, number: int, blanks: int) -> None:
    if blanks and rows[-1]:
        rows.append([])
    rows[-1].append(_RawCell(number, [(number, text.lstrip(" ")[1:])]))


def _finish(rows: list[_Row]) -> list[Line | Grid]:
    foot = _cut_foot(rows[-1][-1])
    grid = build_grid([[(cell.text(), cell.line) for cell in row] for row in rows])
    grid.seen = visible_length("".join(text for row in rows for cell in row for _, text in cell.lines))
    items: list[Line | Grid] = [grid]
    items.extend(line for number, text in foot if (line := free_line(text, number)))
    return items


def _cut_foot(cell: _RawCell) -> list[tuple[int, str]]:
    """Some dumps leave only one blank line before the sign-off: it then seems to go on the last cell."""
    for at in range(1, len(cell.lines)):
        if cell.lines[at - 1][1] == "" and at - 1 > 0 and _is_foot([text for _, text in cell.lines[at:]]):
            foot = cell.lines[at:]
            del cell.lines[at - 1 :]
            return foot
    return []


def _is_foot(lines: list[str]) -> bool:
    """Whether lines after a blank one stand under the table: the first says so, or all are labels with short values,
    one of a person to be asked or a date."""
    if _FOOT.match(lines[0]):
        return True
    said = [line for line in lines if line.strip()]
    return all(map(_LABELLED.fullmatch, said)) and any(_FOOT.match(line) or _CONTACT.match(line) for line in said)
