"""Scoring of `bench/scans.py`: read tables held against their truth, ours and the peers' alike.

A truth is a table of (row, column, row span, column span) -> text. "placed" are its cells that a reading has with
the same four numbers, "exact" those that also have its text after NFKC folding without white space.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from extractor.model.document import Grid

Key = tuple[int, int, int, int]
DOUBTFUL = 0.8


def fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).replace("≧", "≥").replace("≦", "≤")


@dataclass
class Read:
    """One table as read."""

    cells: dict[Key, str]
    flagged: set[Key] = field(default_factory=set)
    """Cells marked as doubtful."""
    doubtful: bool = False
    """The table itself is marked."""


def of_grid(grid: Grid) -> Read:
    cells = {(c.row, c.col, c.rowspan, c.colspan): c for c in grid.cells}
    flagged = {key for key, cell in cells.items() if cell.confidence is not None and cell.confidence < DOUBTFUL}
    return Read({key: cell.text for key, cell in cells.items()}, flagged, bool(grid.doubts))


def of_peer(table: list[dict[str, Any]]) -> Read:
    return Read({(c["row"], c["col"], c["rowspan"], c["colspan"]): c["text"] for c in table})


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:6.2f}" if whole else "     -"


@dataclass
class Tally:
    """Counts of one level."""

    pages: int = 0
    tables: int = 0
    cells: int = 0
    placed: int = 0
    exact: int = 0
    silent: int = 0
    flagged_right: int = 0
    right: int = 0
    wrong_tables: int = 0
    wrong_marked: int = 0
    right_marked: int = 0
    grid_seconds: float = 0.0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        return (
            f"{name:12} {self.cells:6} cells  geometry {share(self.placed, self.cells)} %  exact "
            f"{share(self.exact, self.cells)} %  "
            f"silent {share(self.silent, self.cells)} %  flagged right {share(self.flagged_right, self.right)} %  "
            f"wrong tables {self.wrong_tables}/{self.tables}, marked {self.wrong_marked}; right ones marked "
            f"{self.right_marked}  "
            + (f"grid {self.grid_seconds / max(1, self.pages):.2f} s, " if self.grid_seconds else "")
            + f"page {self.seconds / max(1, self.pages):.2f} s"
        )

    def peer_line(self, name: str, seconds: float) -> str:
        return (
            f"    {name:38} geometry {share(self.placed, self.cells)} %  exact {share(self.exact, self.cells)} %  "
            f"{seconds / max(1, self.pages):6.2f} s a page"
        )


def _likeness(want: dict[Key, str], got: dict[Key, str]) -> int:
    """Cells in their place and, as forms of one layout are alike, cells with their text."""
    both = want.keys() & got.keys()
    return len(both) + sum(fold(want[key]) == fold(got[key]) for key in both)


def score(want: dict[Key, str], tables: list[Read], noted: bool = False, alone: bool = True) -> tuple[Tally, list[str]]:
    """One truth table against the best of what was read, and what is wrong.

    `noted`: the reading says elsewhere that a table could not be closed. `alone`: a second table read is one too many.
    """
    tally = Tally(tables=1, cells=len(want))
    table = max(tables, key=lambda t: _likeness(want, t.cells), default=None)
    got = table.cells if table else {}
    marked = table.doubtful if table else noted
    tally.placed = len(want.keys() & got.keys())
    whole = want.keys() == got.keys() and (len(tables) == 1 or not alone)
    tally.wrong_tables, tally.wrong_marked = int(not whole), int(not whole and marked)
    tally.right_marked = int(whole and marked)
    faults = (
        []
        if whole
        else [
            f"table {'marked' if marked else 'NOT MARKED'}: {tally.placed} of {len(want)} cells placed, {len(got)} read"
        ]
    )
    for key, text in want.items():
        flagged = table is not None and key in table.flagged
        if key in got and fold(got[key]) == fold(text):
            tally.exact += 1
            tally.right += 1
            tally.flagged_right += flagged
        elif not flagged and not marked:
            tally.silent += 1
            if whole:
                faults.append(f"silent {key}: {text!r} read as {got.get(key)!r}")
    return tally, faults


def truth_table(form: dict[str, Any]) -> dict[Key, str]:
    """A table of a truth file: rows of cells, or of one cell; rows and columns that no cell begins at are left out.

    Such columns stand in the Word original only: nothing on the page shows them.
    """
    rows = (row if isinstance(row, list) else [row] for row in form["rows"])
    cells = [
        ((c["row"], c["col"], c.get("rowspan", 1), c.get("colspan", 1)), c.get("text", "")) for row in rows for c in row
    ]
    tops, lefts = sorted({key[0] for key, _ in cells}), sorted({key[1] for key, _ in cells})
    out: dict[Key, str] = {}
    for (row, col, rowspan, colspan), text in cells:
        top, left = bisect_left(tops, row), bisect_left(lefts, col)
        out[(top, left, bisect_left(tops, row + rowspan) - top, bisect_left(lefts, col + colspan) - left)] = text
    return out


def without_headline(want: dict[Key, str]) -> dict[Key, str] | None:
    """The table without a first row of one cell over all columns, which stands above the frame in some; None where
    it has none.
    """
    cols = max(col + colspan for _, col, _, colspan in want)
    if not any(row == 0 and (rowspan, colspan) == (1, cols) for row, _, rowspan, colspan in want):
        return None
    return {(row - 1, col, rowspan, colspan): text for (row, col, rowspan, colspan), text in want.items() if row > 0}


def score_either(want: dict[Key, str], tables: list[Read], noted: bool = False) -> tuple[Tally, list[str]]:
    """As `score` for a table of a file with several; the headline may stand in the table or above it."""
    forms = [form for form in (want, without_headline(want)) if form is not None]
    return max(
        (score(form, tables, noted, alone=False) for form in forms),
        key=lambda scored: (scored[0].placed + scored[0].exact) / max(1, scored[0].cells),
    )
