"""A text layer that was not trusted, held against what the recogniser read from the picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from extractor.layout.text import Glyph
from extractor.model.document import Cell, Document, Grid
from extractor.readers import read
from extractor.readers.page.ink import Ink
from extractor.readers.pdf.layer import compare
from extractor.settings import DEFAULTS
from tests.readers.pdf.test_outcomes import picture_page

WORDS = ["一级指标", "二级指标", "三级指标", "≧95％", "100%", "基本标准"]


def _grid(texts: list[str]) -> Grid:
    cells = [
        Cell(0, i, text=text, page=1, bbox=(60 * i, 0, 60 * i + 60, 20), confidence=0.99)
        for i, text in enumerate(texts)
    ]
    return Grid(cells, 1, len(cells), page=1, bbox=(0, 0, 60 * len(cells), 20))


def _ink(texts: list[str]) -> Ink:
    return Ink(
        595,
        842,
        glyphs=[
            Glyph(ch, 60 * i + 8 * k, 4, 60 * i + 8 * k + 8, 14)
            for i, text in enumerate(texts)
            for k, ch in enumerate(text)
        ],
    )


def test_layers_that_agree_say_nothing() -> None:
    grid = _grid(WORDS)
    assert compare([grid], _ink(["一级指标", "二级指标", "三级指标", "≥95%", "100%", ""]), 1) == []
    assert {cell.confidence for cell in grid.cells} == {0.99}


def test_a_cell_that_differs_is_in_doubt_and_named() -> None:
    grid = _grid(WORDS)
    (note,) = compare([grid], _ink(["一级指标", "二级指标", "三级指标", "≥95%", "700%", "基本标准"]), 3)
    assert note.code == "reading-disputed" and "第3页" in note.message and "第1行第5列" in note.message
    assert (note.at["page"], note.at["row"], note.at["col"], note.observed, note.expected) == (3, 0, 4, "100%", "700%")
    assert [(cell.confidence, cell.alternatives) for cell in grid.cells] == [(0.99, [])] * 4 + [
        (0.75, ["700%"]),
        (0.99, []),
    ]


def test_a_cell_that_only_the_layer_fills_is_disputed() -> None:
    grid = _grid([*WORDS[:5], ""])
    (note,) = compare([grid], _ink(WORDS), 1)
    assert (note.observed, note.expected) == ("", "基本标准")


@pytest.mark.parametrize(
    "layer",
    [
        ["abcd", "efgh", "ijkl", "mn", "100%", "基本标准"],  # a layer in another language
        ["\ue001\ue002", "\ue003", "\ue004", "\ufffd%", "\ufffd", "本标准"],  # codes without a meaning
        ["一级指标", "二级指标", "", "", "", "本标准"],  # too little to compare
    ],
)
def test_a_layer_that_is_no_reading_disputes_nothing(layer: list[str]) -> None:
    grid = _grid(WORDS)
    assert compare([grid], _ink(layer), 1) == []
    assert all(cell.confidence == 0.99 for cell in grid.cells)


def test_a_signature_is_not_disputed() -> None:
    grid = _grid(WORDS)
    grid.cells[4].image = True
    assert compare([grid], _ink(["一级指标", "二级指标", "三级指标", "≥95%", "7", "基本标准"]), 1) == []


def test_the_invisible_layer_of_a_scan_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Reading:
        items: list[Grid]
        notes: list[Any] = field(default_factory=list)
        seals: list[Any] = field(default_factory=list)

    def recognise(*_: Any) -> Reading:
        texts, edges = ["一级指标", "二级指标", "三级指标", "指栋值"], [60, 108, 156, 204, 240]
        cells = [
            Cell(0, i, text=text, page=1, bbox=(edges[i], 115, edges[i + 1], 137), confidence=0.97)
            for i, text in enumerate(texts)
        ]
        return Reading([Grid(cells, 1, 4, page=1, bbox=(60, 115, 240, 137))])

    monkeypatch.setattr("extractor.readers.pdf.reader._recogniser", lambda settings: recognise)
    document: Document = read(picture_page(layer=3), "a.pdf", "pdf", DEFAULTS)
    assert [(note.code, note.observed, note.expected) for note in document.notes] == [
        ("reading-disputed", "指栋值", "指标值")
    ]
    (grid,) = document.grids()
    assert [cell.alternatives for cell in grid.cells] == [[], [], [], ["指标值"]]
