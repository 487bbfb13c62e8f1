"""Pages that were folded, bound or ruled with dashes: creases taken out, curl laid flat, dashes drawn out."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.layout.grid import Lattice, Span
from extractor.scan import search
from extractor.scan.cleanup import PAPER, Page, ink_of
from extractor.scan.creases import without_creases
from extractor.scan.curl import _is_better, at, curl_of
from extractor.scan.dashes import _stop, drawn_out
from extractor.scan.doubtful import doubt_creases
from extractor.scan.rulings import ridge
from extractor.scan.search import tables_of
from extractor.scan.warp import Warp

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72
XS, YS = (100, 300, 500, 800), (150, 210, 270, 330, 390, 450)


def _table(dash: int = 0) -> np.ndarray:
    """A flattened page with a table of five rows and three columns; `dash` pixels of ink and of blank, 0: unbroken."""
    page = np.full((640, 900), PAPER, np.uint8)
    for y in YS:
        for x in range(XS[0], XS[-1], 2 * dash or XS[-1]):
            page[y : y + 2, x : min(XS[-1] + 2, x + (dash or XS[-1]))] = 60
    for x in XS:
        for y in range(YS[0], YS[-1], 2 * dash or YS[-1]):
            page[y : min(YS[-1] + 2, y + (dash or YS[-1])), x : x + 2] = 60
    for y in YS[:-1]:
        for x in XS[:-1]:
            cv2.putText(page, "12", (x + 40, y + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2)
    return page


def _tables(gray: np.ndarray, screened: bool = False) -> list[Lattice]:
    still = Warp(gray.shape[1], gray.shape[0], 0.0, np.zeros(5), np.zeros(5))
    return tables_of(Page(gray, None, SCALE, still, screened), ink_of(gray))[0]


CELLS = [Span(row, col, 1, 1) for row in range(5) for col in range(3)]


def test_dashed_rulings_are_read_as_whole_ones_and_said() -> None:
    page = _table(dash=8)
    assert drawn_out(page, PAPER, SCALE) is not page
    found = _tables(page)
    assert [table.spans for table in found] == [CELLS]
    assert any("虚线" in doubt for doubt in found[0].doubts)
    whole = _table()
    assert drawn_out(whole, PAPER, SCALE) is whole
    assert [(table.spans, table.doubts) for table in _tables(whole)] == [(CELLS, [])]


def test_short_dashed_uprights_of_one_row_are_read() -> None:
    """Two dashes between two level rulings, of which one is whole where two cells' dashes filled each other's
    blanks.
    """
    page = np.full((400, 900), PAPER, np.uint8)
    ys = [100, 136, 172, 208, 244, 280]
    for number, y in enumerate(ys):
        for x in range(100, 800, 800 if number == 2 else 20):
            page[y : y + 2, x : 802 if number == 2 else min(802, x + 12)] = 90
    for top in ys[:-1]:
        for x in (100, 800) if top != 172 else (100, 300, 500, 800):
            for y in (top, top + 18):
                page[y : y + 11, x : x + 2] = 90
    for x in (120, 320, 520):
        cv2.putText(page, "12", (x, 198), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 40, 2)
    (table,) = _tables(page)
    assert [span.row for span in table.spans] == [0, 1, 2, 2, 2, 3, 4]


def test_rings_far_apart_make_no_line() -> None:
    page = np.full((1000, 1100), PAPER, np.uint8)
    for y in range(100, 900, 37):
        for x in range(150, 1000, 150):
            cv2.ellipse(page, (x, y), (1, 4), 0, 0, 360, 40, 1)
    assert drawn_out(page, PAPER, SCALE) is page


def test_a_table_of_which_a_ruling_or_two_is_broken_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([(5, ["有 1 处框线不清晰"]), (5, ["有 1 处框线不清晰"]), (6, [])])

    def lattices(_rulings: object) -> list[Lattice]:
        rows, doubts = next(found)
        ys = [float(40 * y) for y in range(rows + 1)]
        return [Lattice([0.0, 50.0], ys, [Span(row, 0, 1, 1) for row in range(rows)], doubts)]

    monkeypatch.setattr(search, "lattices", lattices)
    monkeypatch.setattr(search, "drawn_out", lambda gray, _paper, _scale: gray.copy())
    (table,) = _tables(np.full((300, 200), PAPER, np.uint8))
    assert len(table.spans) == 6 and any("深浅不一" in doubt for doubt in table.doubts)


def test_rings_one_under_the_other_are_no_ruling_beside_a_large_cell() -> None:
    """The o of a % in each tight row: the large cell of prose asks for a search that has nothing to say of the rows."""
    page = np.full((1000, 1100), PAPER, np.uint8)
    ys = [100, 500, *range(537, 730, 37)]
    for y in ys:
        page[y : y + 2, 100:1002] = 60
    for x in (100, 400, 700, 1000):
        page[ys[0] : ys[-1], x : x + 2] = 60
        page[102:500, x : x + 2] = page[102:500, x : x + 2] if x in (100, 1000) else PAPER
    for y in ys[1:-1]:
        cv2.putText(page, "12", (440, y + 28), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 40, 2)
        cv2.putText(page, "10", (800, y + 28), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 40, 2)
        cv2.ellipse(page, (850, y + 19), (2, 6), 0, 0, 360, 40, 2)
    for number in range(80):
        x, y = 130 + number % 10 * 83, 130 + number // 10 * 45 + number * 7 % 13
        page[y : y + 3, x : x + 10] = 40
    assert drawn_out(page, PAPER, SCALE) is not page  # the rings are taken for dashes
    (table,) = _tables(page)
    assert table.cols == 3 and not table.doubts


@pytest.mark.parametrize(
    ("end", "outward", "expected"),
    [(110, -1, 100), (102, -1, 100), (137, -1, 137), (160, -1, None), (120, 1, 137)],
    ids=["blank", "there", "no farther", "none", "to the right"],
)
def test_a_dashed_line_ends_at_the_ruling_before_it_and_goes_no_farther(
    end: int, outward: int, expected: int | None
) -> None:
    assert _stop([100, 137], end, outward, 22, 4) == expected


def test_a_corner_of_dashes_that_lies_between_two_pixels_is_one() -> None:
    page = np.full((640, 900), PAPER, np.uint8)
    for y in YS:
        for x in range(XS[0], XS[-1], 24):
            page[y, x : x + 12] = 140
    for x in XS:
        for y in range(YS[0], YS[-1], 30):
            page[y : y + 13, x], page[y + 1 : y + 13 : 2, x + 1] = 140, PAPER - 42
    drawn = drawn_out(page, PAPER, SCALE)
    assert drawn is not page
    assert all((drawn[YS[0] + 4 : YS[-1], x : x + 2].min(axis=1) < PAPER - 40).all() for x in XS)


@pytest.mark.parametrize("turned", [False, True], ids=["level", "upright"])
def test_a_crease_goes_and_the_rulings_beside_it_stay(turned: bool) -> None:
    page = _table()
    page = np.ascontiguousarray(page.T) if turned else page
    plain = page.copy()
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]]
    shade = 1 - 0.3 * np.exp(-(((rows - 236 - columns * 0.006) / 2.5) ** 2))
    page = (page * shade).astype(np.uint8)
    laid = np.ascontiguousarray(page.T) if turned else page
    out, covered = without_creases(laid, PAPER, SCALE)
    assert covered is None
    out = out.T if turned else out
    assert int(page[200:280, :60].min()) < PAPER - 50
    assert int(out[200:280, :60].min()) > PAPER - 22
    assert float(np.abs(out.astype(int) - plain)[200:280].mean()) < 2
    assert without_creases(plain, PAPER, SCALE)[0] is plain


def test_a_ruling_along_a_crease_stays_and_is_told() -> None:
    page = _table()
    row = YS[2]
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]]
    creased = (page * (1 - 0.3 * np.exp(-(((rows - row - 3) / 2.5) ** 2)))).astype(np.uint8)
    out, covered = without_creases(creased, PAPER, SCALE)
    assert covered is not None and covered[row, :].all() and not covered[row + 20].any()
    assert int(out[row + 1, 160:280].max()) < PAPER - 80
    assert int(out[row - 6 : row + 12, :60].min()) > PAPER - 22
    found, lost = (Lattice(list(XS), [float(y) for y in YS if y != gone], []) for gone in (None, row))
    for table in (found, lost):
        doubt_creases(table, covered, SCALE)
    assert not found.doubts and lost.doubts == ["折痕上可能有框线"]


def test_rulings_that_leave_the_picture_on_both_sides_are_no_creases() -> None:
    page = np.full((600, 800), PAPER, np.uint8)
    for y in range(60, 560, 60):
        page[y : y + 2] = 60
    assert without_creases(page, PAPER, SCALE)[0] is page


def test_a_page_curled_at_its_spine_is_laid_flat() -> None:
    page = np.full((1100, 800), PAPER, np.uint8)
    for y in range(100, 1000, 45):
        page[y : y + 2, 60:740] = 60
        cv2.putText(page, "4711 0815 2342 1001", (80, y + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2)
    x, y = np.meshgrid(np.arange(800, dtype=np.float32), np.arange(1100, dtype=np.float32))
    bend = 20 * np.clip(1 - x / 360, 0, 1) ** 2 * (0.4 + 0.6 * y / 1100)
    curled = cv2.remap(page, x, y + bend, cv2.INTER_LINEAR, borderValue=PAPER)
    assert curl_of(ridge(ink_of(page), 1.4), 1.4) is None
    mesh = curl_of(ridge(ink_of(curled), 1.4), 1.4)
    assert mesh is not None
    places = np.linspace(80, 720, 9)
    for row in (300.0, 800.0):
        moved = -at(mesh, places, np.full(9, row), 800, 1100)
        wanted = 20 * np.clip(1 - places / 360, 0, 1) ** 2 * (0.4 + 0.6 * row / 1100)
        assert np.abs(moved - wanted).max() < 2.5


@pytest.mark.parametrize(
    ("seen", "kept", "doubt"),
    [((3, 8, 8, 1), 8, "框线较浅"), ((3, 5, 8, 1), 8, "细框线可能缺失"), ((8, 8, 9, 9), 9, "框线较浅")],
    ids=["agree", "differ", "agree twice"],
)
def test_the_table_of_a_half_tone_is_one_that_two_searches_agree_on(
    seen: tuple[int, ...], kept: int, doubt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter(seen)

    def found(_rulings: object) -> list[Lattice]:
        rows = next(tries)
        ys = [float(20 * y) for y in range(rows + 1)]
        return [Lattice([0.0, 50.0], ys, [Span(row, 0, 1, 1) for row in range(rows)], [])]

    monkeypatch.setattr(search, "lattices", found)
    tables = _tables(np.full((300, 200), PAPER, np.uint8), screened=True)
    assert [(len(table.spans), table.doubts) for table in tables] == [(kept, [f"图像是网点图，{doubt}"])]


def test_a_curl_under_a_narrow_column_counts_by_the_lines_it_brings_together() -> None:
    ridge_map = np.zeros((1100, 800), np.uint8)
    left = np.arange(60, 150)
    bend = 7 * (1 - (left - 60) / 90) ** 2
    for number, y in enumerate(range(100, 1000, 40)):
        ridge_map[y, 150:740] = 60
        if number % 12 == 0:
            ridge_map[np.round(y + bend).astype(int), left] = 60
    places = np.linspace(0, 800, 161)
    moved = np.tile(7 * np.clip(1 - (places - 60) / 90, 0, 1) ** 2, (2, 1))
    assert _is_better(ridge_map, moved, 1.4), "few of the page's lines, but they meet the others now"
    assert not _is_better(ridge_map, -moved, 1.4)
    assert not _is_better(np.where(np.arange(800) < 150, 0, ridge_map).astype(np.uint8), moved, 1.4), "nothing is bent"
