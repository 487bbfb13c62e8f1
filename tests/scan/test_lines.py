"""Lines of text on a page: their order, the gaps in them, and ink that would join them all into one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

import cv2
from PIL import Image, ImageDraw

from bench.scan_generator import WEAR, _font, degrade, page
from extractor.layout.grid import Lattice, Span
from extractor.model.document import Grid, Line
from extractor.scan import lines
from extractor.scan.cell_text import runs_on
from extractor.scan.cleanup import _has_four_sides
from extractor.scan.crop import Crop
from extractor.scan.doubtful import doubt_columns, doubt_stamped
from extractor.scan.page import cut_page, read_picture
from extractor.scan.recognise import Mark, Reading
from extractor.scan.words import Piece, TextReader, spaced
from tests.scan.fonts import WITH_FONTS

pytestmark = WITH_FONTS


@pytest.mark.parametrize("angle", [2.0, -2.0])
def test_a_line_above_a_table_stays_above_it_on_a_leaning_page(angle: float) -> None:
    """The upright box around a leaning table reaches over the line before it."""
    picture, truth = page(307, 150, 5)
    leaning = cv2.warpAffine(
        picture, cv2.getRotationMatrix2D((620, 877), angle, 1), picture.shape[1::-1], borderValue=(255, 255, 255)
    )
    items = read_picture(leaning, 1, 150 / 72, 1.0, TextReader()).items
    table = next(i for i, item in enumerate(items) if isinstance(item, Grid))
    before = [item.text for item in items[:table] if isinstance(item, Line)]
    after = [item.text for item in items[table:] if isinstance(item, Line)]
    assert any(text.startswith("填报单位") for text in before), (before, after)
    assert any(text.startswith("填表人") for text in after), (before, after)


def _drawn(parts: list[str], gap: float, size: int = 28) -> tuple[Crop, Reading]:
    """Parts of a line with `gap` ems between them, and a reading that saw every character where it stands."""
    face = _font("serif", size)
    places: list[tuple[str, float]] = []
    at = 8.0
    image = Image.new("L", (1200, size * 2), 235)
    pen = ImageDraw.Draw(image)
    for part in parts:
        for mark in part:
            pen.text((at, size), mark, 10, font=face, anchor="lm")
            places.append((mark, at + face.getlength(mark) / 2))
            at += face.getlength(mark)
        at += gap * size
    gray = np.asarray(image)[:, : round(at - gap * size) + 8]
    ink = np.clip(231 - gray.astype(int), 0, 255).astype(np.uint8)
    xs = np.flatnonzero((ink > 60).any(axis=0))
    side = int(xs[0])
    gray = gray[:, : int(xs[-1]) + 1 + side]
    crop = Crop(gray, ink[:, xs[0] : xs[-1] + 1], size)
    return crop, Reading([Mark(mark, 1.0, "", 0.0, x / gray.shape[1]) for mark, x in places])


def test_a_gap_between_two_fields_is_kept_as_blanks() -> None:
    crop, reading = _drawn(["单位：某县教育局", "金额单位：万元"], 1.0)
    assert spaced(crop, reading) == "单位：某县教育局  金额单位：万元"


@pytest.mark.parametrize(
    "text", ["项目名称：农村公路养护", "（一）产出指标；完成率，100%", "2024年12月1日", "小卜一丨二"]
)
def test_print_without_gaps_stays_as_it_was_read(text: str) -> None:
    crop, reading = _drawn([text], 0.0)
    assert spaced(crop, reading) == text


@pytest.mark.parametrize(
    ("text", "following", "one"),
    [("8,000,00", "0.00", True), ("8,000,000", ".00", True), ("8,000,", "000", True), ("1,000", "2,000", False),
    ("1,000", "200", False),
     ("100", "200", False), ("12", "3,000", False), ("目标1", "2", False)],
)  # fmt: skip
def test_a_figure_broken_over_two_lines_is_one(text: str, following: str, one: bool) -> None:
    assert runs_on(text, following) is one


def test_the_edge_of_the_sheet_does_not_join_the_lines_beside_it() -> None:
    mask = np.zeros((400, 600), np.uint8)
    mask[:, 20:40] = 1
    for top in (60, 120, 300):
        for left in range(100, 400, 24):
            mask[top : top + 20, left : left + 18] = 1
    assert len(lines.free(mask.copy(), 20.0)) == 1, "all in one"
    lines.drop_tall(mask, 70.0)
    assert [(strips[0].y0, strips[0].x0) for strips in lines.free(mask, 20.0)] == [(60, 100), (120, 100), (300, 100)]


@pytest.mark.parametrize(("cut", "sheet"), [(0, True), (40, False)])
def test_a_sheet_has_four_sides(cut: int, sheet: bool) -> None:
    """Also where its corners are blunt by a pixel or two; not where one lies in the shade."""
    small = np.zeros((240, 180), np.uint8)
    corners = [(8, 11), (170, 6), (173, 231 - cut), (173 - cut, 231), (6, 228)]
    cv2.fillConvexPoly(small, np.array(corners, np.int32), 1)
    small = cv2.erode(cv2.dilate(small, np.ones((3, 3), np.uint8)), np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(small, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(contours[0])
    assert _has_four_sides(hull, cv2.contourArea(hull)) is sheet


def test_the_desk_around_a_photo_does_not_hide_the_title() -> None:
    picture, truth = page(309, 150, 5)
    photo = degrade(picture, 12, 150, WEAR["photo"])[0]
    items = read_picture(photo, 1, 150 / 72, 1.0, TextReader()).items
    assert any(isinstance(item, Line) and item.text.replace(" ", "") == truth.title for item in items)


@pytest.mark.parametrize(("share", "doubted"), [(1.0, True), (0.5, False), (0.0, False)])
def test_what_stands_in_coloured_ink_alone_may_be_the_stamps(share: float, doubted: bool) -> None:
    crop, reading = _drawn(["财政局"], 0.0)
    high, wide = crop.ink.shape
    red = np.zeros((high, wide), np.uint8)
    red[:, : round(wide * share)] = 255
    strip = lines.Strip(0, 0, wide, high)
    blank = cut_page(np.full((400, 400, 3), 255, np.uint8), 150 / 72)
    cuts = replace(blank, strips=[[[strip]]], free=[], crops=[crop])
    piece = Piece(reading.text, 0.99)
    doubt_stamped(cuts, red, [piece])
    assert (piece.confidence < 0.8) is doubted


def _parted(lines_of: int) -> list[lines.Strip]:
    return [lines.Strip(x, 20 * n, x + 40, 20 * n + 12) for n in range(lines_of) for x in (10, 160)]


@pytest.mark.parametrize(
    ("count", "stamped", "doubted"), [(1, False, False), (3, False, False), (5, False, True), (1, True, True)]
)
def test_text_in_columns_within_one_cell_is_a_doubt(count: int, stamped: bool, doubted: bool) -> None:
    """One cell over two columns: a remark beside a remark, the rows of a list without rulings, a ruling under a
    stamp.
    """
    table = Lattice([0, 100, 300], [0, 120], [Span(0, 0, 1, 2)])
    red = np.zeros((130, 310), np.uint8)
    red[20:100, 60:140] = 255 * stamped
    doubt_columns(table, [_parted(count)], red)
    assert bool(table.doubts) is doubted


@pytest.mark.parametrize(
    ("last", "beyond", "fading"), [(45, 25, True), (45, 0, False), (130, 25, False)],
    ids=["print fails", "it ends there", "a full character, bleed-through beside it"],
)  # fmt: skip
@pytest.mark.parametrize("right", [True, False])
def test_a_line_whose_print_grows_too_faint_reaches_over_its_traces_and_is_a_doubt(
    last: int, beyond: int, fading: bool, right: bool
) -> None:
    even = np.zeros((40, 200), np.uint8)
    for x, dark in ((80, 140), (110, last), (140, beyond)) if right else ((80, 140), (50, last), (20, beyond)):
        even[8:32, x : x + 20] = dark
    strip = lines.Strip(80, 8, 130, 32) if right else lines.Strip(50, 8, 100, 32)
    lines.follow([strip], even, (0, 0, 200, 40), 28.0)
    ends = ((80, 160) if right else (20, 100)) if fading else ((80, 130) if right else (50, 100))
    assert ((strip.x0, strip.x1), strip.fading) == (ends, fading)
