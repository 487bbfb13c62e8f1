"""The conservation check sees what is damaged, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.conservation import check, check_document, check_text
from extractor.model.document import Cell, Document, Grid
from extractor.readers import read
from extractor.readers.word import docx as docx_reader
from extractor.settings import DEFAULTS, Settings
from tests import SAMPLES
from tests.make.write_docx import package, run

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.docx"


def drop_a_character(grid: Grid) -> None:
    victim = next(cell for cell in grid.cells if cell.text)
    victim.text = victim.text[1:]


def make_an_overlap(grid: Grid) -> None:
    grid.cells[1].col -= 1


def make_a_hole(grid: Grid) -> None:
    del grid.cells[3]


def reach_out_of_range(grid: Grid) -> None:
    grid.cells[-1].rowspan += 1


def swap_a_hole_for_an_overlap(grid: Grid) -> None:
    """The area stays right; only the slots tell."""
    wide = next(cell for cell in grid.cells if cell.colspan > 2)
    wide.row, wide.rowspan = (wide.row + 1, 1)


@pytest.mark.parametrize(
    "damage",
    [drop_a_character, make_an_overlap, make_a_hole, reach_out_of_range, swap_a_hole_for_an_overlap],
)
def test_a_damaged_grid_becomes_doubtful(monkeypatch: pytest.MonkeyPatch, damage: Callable[[Grid], None]) -> None:
    whole = docx_reader.read

    def damaged(data: bytes, name: str, settings: Settings) -> Document:
        document = whole(data, name, settings)
        damage(next(document.grids()))
        return document

    monkeypatch.setattr(docx_reader, "read", damaged)
    document = read(SAMPLE.read_bytes(), "x.docx", "docx")
    first, *others = document.grids()
    assert first.doubts
    assert not any(grid.doubts for grid in others)
    assert [(note.code, note.at["table"]) for note in document.notes] == [("doubtful-table", 0)]


def test_the_sample_holds() -> None:
    document = docx_reader.read(SAMPLE.read_bytes(), "x.docx", DEFAULTS)
    check_document(document)
    assert document.notes == []
    assert all(grid.seen for grid in document.grids())


def test_white_space_does_not_count() -> None:
    assert check_text(3, ["甲 乙\n", "\u3000丙"]) == []
    assert check_text(4, ["甲乙丙"]) != []
    assert check_text(2, ["甲乙丙"]) != []


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff", "\u2060"])
def test_characters_that_show_nothing_do_not_count(mark: str) -> None:
    body = f"<w:tbl><w:tr><w:tc><w:p>{run(f'数{mark}量')}</w:p></w:tc></w:tr></w:tbl>"
    page = f"<table><tr><td>数{mark}量</td><td>1</td></tr></table>".encode()
    dump = f"\t数{mark}量\n\t1\n".encode()
    for data, format in ((package(body), "docx"), (page, "html"), (dump, "txt")):
        document = read(data, "x", format)
        assert document.notes == []
        assert next(document.grids()).cells[0].text == "数量"


def test_symbols_and_hard_hyphens_count() -> None:
    runs = '<w:r><w:sym w:char="F0FE"/><w:t>一</w:t><w:noBreakHyphen/><w:t>二</w:t></w:r>'
    document = read(package(f"<w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl>"), "x", "docx")
    assert document.notes == []
    assert next(document.grids()).cells[0].text == "☑一-二"


@given(
    rows=st.integers(1, 6),
    cols=st.integers(1, 6),
    cells=st.lists(st.tuples(*[st.integers(-1, 6)] * 2, *[st.integers(0, 4)] * 2), max_size=12),
)
def test_the_check_agrees_with_counting_every_slot(
    rows: int, cols: int, cells: list[tuple[int, int, int, int]]
) -> None:
    grid = Grid([Cell(*cell) for cell in cells], rows, cols)
    owned = [(r, c) for row, col, h, w in cells for r in range(row, row + h) for c in range(col, col + w)]
    wanted = [(r, c) for r in range(rows) for c in range(cols)]
    whole = sorted(owned) == wanted and all(h > 0 and w > 0 for _, _, h, w in cells)
    assert (check(grid) == []) == whole


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_full_grid_of_single_cells_holds(rows: int, cols: int) -> None:
    assert check(Grid([Cell(r, c) for r in range(rows) for c in range(cols)], rows, cols)) == []
