"""What stands above the indicators of a dump with a cell a line: money and prose, each beside its label."""

from __future__ import annotations

import re
from itertools import combinations

from extractor.readers.text.line_texts import FIGURE, Row, Text, UnsureError, is_a, is_prose, is_value, squeezed

_POINTS_HEAD = re.compile(r"权重|分值|得分|分数|分$")


def upper_rows(texts: list[Text]) -> list[Row]:
    """What stands above the indicators: money (a label and its figures a row) and prose beside its label.

    Raises:
        UnsureError: it does not show which value belongs to which label.
    """
    rows: list[Row] = []
    at = 0
    while at < len(texts):
        labels, values = at, at
        while values < len(texts) and not is_value(texts[values]):
            values += 1
        end = values
        while end < len(texts) and is_value(texts[end]) and is_prose(texts[end]) == is_prose(texts[values]):
            end += 1
        if end == values:
            raise UnsureError
        found = texts[labels:values]
        at = (
            _prose(found, texts[values:end], end, rows)
            if is_prose(texts[values])
            else _money(texts, found, values, end, rows)
        )
    return rows


def _prose(labels: list[Text], values: list[Text], end: int, rows: list[Row]) -> int:
    """One text beside its label, perhaps under a block's; or several under their heads."""
    if len(values) == 1 and len(labels) in (1, 2):
        rows.append([*labels, values[0]])
    elif len(values) == len(labels):
        rows += [[*labels], [*values]]
    elif len(values) == len(labels) - 1:
        rows += [[*labels], [None, *values]]
    else:
        raise UnsureError
    return end


def _money(texts: list[Text], labels: list[Text], values: int, end: int, rows: list[Row]) -> int:
    """A list of labels and figures, or heads over rows of as many figures; the block's label stands before it all."""
    width = end - values
    ahead = labels[:-1]
    if not labels or width == 1 and len(ahead) > 1 or width > 1 and len(ahead) not in (width, width + 1, width + 2):
        raise UnsureError
    block = ahead[:1] if len(ahead) != width or width == 1 else []
    if width > 1:
        corner = [] if len(ahead) == width + 2 else [Text("", ahead[0].line)]
        rows.append([*block, *corner, *ahead[len(block) :]])
        block_cells: Row = [None] * len(block)
    else:
        block_cells = [*block]
    names = ahead[-width:] if width > 1 else labels
    full = texts[values:end]
    rows.append([*block_cells, labels[-1], *full])
    at = end
    while at + 1 < len(texts) and not is_value(texts[at]) and is_a(FIGURE, texts[at + 1]):
        beyond = at + 1
        while beyond < len(texts) and is_a(FIGURE, texts[beyond]):
            beyond += 1
        rows.append([*([None] * len(block)), texts[at], *_placed(texts[at + 1 : beyond], full, names)])
        at = beyond
    return at


def _placed(figures: list[Text], full: list[Text], names: list[Text]) -> list[Text]:
    """The figures of a row each under its head. Points stand in the first row alone; else a
    rate is known by its sign.
    """
    if len(figures) == len(full):
        return figures
    free = [n for n, name in enumerate(names) if not _POINTS_HEAD.search(squeezed(name.text))]
    kinds = ["%" in full[n].text for n in free]
    own = ["%" in figure.text for figure in figures]
    ways = [chosen for chosen in combinations(range(len(free)), len(own)) if [kinds[n] for n in chosen] == own]
    if len(ways) != 1:
        raise UnsureError
    found = [Text("", figures[0].line) for _ in full]
    for n, figure in zip(ways[0], figures):
        found[free[n]] = figure
    return found
