"""The same layout written as Word, Excel, web page and text dump gives the same form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor import readers
from extractor.forms.assemble import read_forms
from extractor.model.document import Grid
from extractor.rulebook import load_rules
from tests.make import layouts
from tests.make.filing import Block, Para, Span, Table
from tests.make.sketch import draw
from tests.make.write_docx import docx
from tests.make.write_sheets import xls, xlsx
from tests.make.write_text import html_page, text_dump

WRITERS: dict[str, Callable[[list[Block]], bytes]] = {
    "docx": docx,
    "html": html_page,
    "txt": text_dump,
    "xls": xls,
    "xlsx": xlsx,
}
SPANLESS = {("mof-z-review", "txt"), ("department-tasks", "txt")}
"""The text dump does not carry spans: here another neighbour names what no field takes."""

UNTOLD = {
    ("merged-values", "txt"), ("monitoring-five-causes", "txt"), ("two-forms-side-by-side", "txt"),
    ("whole-disclosure", "txt"), ("whole-disclosure", "xls"), ("whole-disclosure", "xlsx"),
}  # fmt: skip
"""Values merged over rows, three head rows or a second one under two of the heads, and two forms beside each other: a
dump without spans does not tell where they stand. All tables of a budget in one sheet: no filing has that."""


def _blocks(name: str) -> list[Block]:
    blocks: list[Block] = []
    for item in draw((layouts.FOLDER / f"{name}.sketch").read_text("utf-8")).items:
        if isinstance(item, Grid):
            blocks.append(Table(item.cols, [Span(c.row, c.col, c.text, c.rowspan, c.colspan) for c in item.cells]))
        else:
            blocks.append(Para(item.text, centred=bool(item.centred)))
    return blocks


@pytest.mark.parametrize("format", sorted(WRITERS))
@pytest.mark.parametrize("name", layouts.names())
def test_every_format_gives_the_same_form(name: str, format: str) -> None:
    if (name, format) in UNTOLD:
        pytest.skip("the text dump does not carry spans")
    data = WRITERS[format](_blocks(name))
    document = readers.read(data, f"layout.{format}", format)
    got = layouts.summary(read_forms(document, load_rules(), "0" * 64))
    expected = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
    if (name, format) in layouts.known_gaps("formats"):
        right = _ordered(got, (name, format)) == _ordered(expected, (name, format))
        assert not right, "it comes right now: take it off tests/layouts/known-gaps.yaml"
    else:
        assert _ordered(got, (name, format)) == _ordered(expected, (name, format))


def _ordered(summary: str, case: tuple[str, str]) -> list[str]:
    """Facts in order, what no field takes as a set: free lines and sheet rows stand in different places."""
    facts = [line for line in summary.split("\n") if not line.startswith("unmapped")]
    rest = sorted(line for line in summary.split("\n") if line.startswith("unmapped"))
    return facts if case in SPANLESS else facts + rest
