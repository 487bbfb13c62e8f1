"""What must not matter: blanks and line breaks inside labels, a blank row above and a blank column beside the table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from extractor.forms.assemble import read_forms
from extractor.model.document import Cell, Document, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.make import layouts
from tests.make.sketch import draw

BESIDE = {"department-by-use-and-source"}
"""Here the blank column makes the later of two equal totals the first."""

UNTOLD = {
    "hubei-department", "mof-z-review", "points-in-level-cells", "sign-value-unit-heads", "tr-b-regions",
    "tr-b-two-row-regions",
    "unseen-conclusions", "unseen-money-by-years", "whole-disclosure",
}  # fmt: skip


def _labels(document: Document) -> list[Cell]:
    """Cells that hold a label of four characters and more."""
    words = vocabulary(load_rules())
    known = (words.known, words.level1, words.level2)
    cells = [c for item in document.items if isinstance(item, Grid) for c in item.cells]
    return [
        c
        for c in cells
        if 4 <= len(c.text) < 14 and not re.search(r"\d", c.text) and any(look_up(c.text) for look_up in known)
    ]


def _spaced(document: Document) -> None:
    for cell in _labels(document):
        cell.text = " ".join(cell.text.replace("\n", ""))


def _broken(document: Document) -> None:
    for cell in _labels(document):
        text = cell.text.replace("\n", "")
        cell.text = text[: len(text) // 2] + "\n" + text[len(text) // 2 :]


def _vertical(document: Document) -> None:
    for cell in _labels(document):
        cell.text = "\n".join(cell.text.replace("\n", ""))


def _blank_row(document: Document) -> None:
    for grid in (item for item in document.items if isinstance(item, Grid)):
        for cell in grid.cells:
            cell.row += 1
        grid.rows += 1
        grid.cells.extend(Cell(0, col) for col in range(grid.cols))


def _blank_column(document: Document) -> None:
    for grid in (item for item in document.items if isinstance(item, Grid)):
        grid.cells.extend(Cell(row, grid.cols) for row in range(grid.rows))
        grid.cols += 1


def _unspanned(document: Document) -> None:
    """Cells merged over columns as a CSV writes them: the text, then blanks."""
    for grid in (item for item in document.items if isinstance(item, Grid)):
        for cell in list(grid.cells):
            rows, cols = range(cell.row, cell.row + cell.rowspan), range(cell.col + 1, cell.col + cell.colspan)
            grid.cells.extend(Cell(row, col) for row in rows for col in cols)
            cell.colspan = 1


@pytest.mark.parametrize("change", [_spaced, _broken, _vertical, _blank_row, _blank_column, _unspanned])
@pytest.mark.parametrize("name", layouts.names())
def test_the_same_facts_come_out(name: str, change: Callable[[Document], None]) -> None:
    if change is _blank_column and name in BESIDE:
        pytest.skip("two equal totals side by side")
    if change is _unspanned and name in UNTOLD:
        pytest.skip("without spans the columns under one head cannot be told")
    document = draw((layouts.FOLDER / f"{name}.sketch").read_text("utf-8"))
    change(document)
    expected = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
    got = _facts(layouts.summary(read_forms(document, load_rules(), "0" * 64)))
    if (name, change.__name__) in layouts.known_gaps("changes"):
        assert got != _facts(expected), "it comes right now: take it off tests/layouts/known-gaps.yaml"
    else:
        assert got == _facts(expected)


def _facts(summary: str) -> list[str]:
    return [re.sub(r"\s|\\n", "", line) for line in summary.split("\n") if not line.startswith("unmapped")]
