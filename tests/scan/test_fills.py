"""Fills, coloured rulings and a page at an angle: taken for what they are, stamps and shadows for none of them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.scan.fills import even_fills, highlighted, rulings_in, without_shreds
from extractor.scan.outline import corners_of, from_above

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72


def _sheet() -> np.ndarray:
    page = np.full((900, 700, 3), 250, np.uint8)
    for y in range(60, 840, 40):
        for x in range(60, 620, 24):
            cv2.rectangle(page, (x, y), (x + 14, y + 20), (20, 20, 20), 2)
    return page


@pytest.mark.parametrize("colour", [(90, 240, 250), (120, 230, 140), (190, 150, 250)])
def test_highlighter_is_found_and_a_stamp_is_none(colour: tuple[int, int, int]) -> None:
    page = _sheet()
    assert highlighted(*cv2.split(page), SCALE) is None
    page[200:260, 100:400] = np.minimum(page[200:260, 100:400], np.array(colour, np.uint8))
    found = highlighted(*cv2.split(page), SCALE)
    assert found is not None and found[205:255, 110:390].mean() > 0.95 and found[400:, :].max() == 0
    stamped = _sheet()
    cv2.circle(stamped, (350, 400), 150, (40, 30, 200), 10)
    cv2.circle(stamped, (350, 400), 50, (40, 30, 200), -1)
    assert highlighted(*cv2.split(stamped), SCALE) is None


def test_straight_lines_in_colour_are_rulings_and_a_ring_is_none() -> None:
    lines, ring = np.zeros((900, 700), np.uint8), np.zeros((900, 700), np.uint8)
    for y in range(100, 800, 100):
        lines[y : y + 2, 50:650] = 1
    cv2.circle(ring, (350, 400), 155, 1, 9)
    found = rulings_in(lines, SCALE, lines.shape[1])
    assert found is not None and found[100:102, 100:600].all()
    assert rulings_in(ring, SCALE, ring.shape[1]) is None
    dashed = np.zeros_like(lines)
    for x in range(50, 650, 18):
        dashed[:, x : x + 10] = lines[:, x : x + 10]
    found = rulings_in(dashed, SCALE, dashed.shape[1])
    assert found is not None and found[100:102, 60:600].all()


def test_shreds_of_a_pale_ruling_are_no_stamp_and_those_beside_one_are_its_own() -> None:
    mask = np.zeros((900, 700), np.uint8)
    for x in range(60, 640, 60):
        mask[600:602, x : x + 5] = 1
    assert not without_shreds(mask, SCALE).any()
    cv2.circle(mask, (350, 300), 100, 1, 9)
    mask[408:411, 360:363] = 1
    kept = without_shreds(mask, SCALE)
    assert not kept[600:602].any() and kept[:420].sum() == mask[:420].sum()


def test_a_dark_head_is_turned_and_dense_print_is_not() -> None:
    gray = cv2.cvtColor(_sheet(), cv2.COLOR_BGR2GRAY)
    assert even_fills(gray, SCALE)[0] is gray and even_fills(gray, SCALE)[1] is None
    head = gray.copy()
    head[300:360, 100:400] = 80
    cv2.putText(head, "ABCD", (140, 345), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 245, 3)
    out, dark = even_fills(head, SCALE)
    assert dark is not None and dark[310:350, 110:390].mean() > 200 and not dark[:280].any()
    assert int(np.median(out[305:355, 110:390])) > 200, "the fill is paper"
    assert int(out[310:350, 140:260].min()) < 80, "its light print is dark"


def _shaded_cells() -> np.ndarray:
    """Grey cells that touch at corners and sides, rulings of one pixel around each, on a page in grey."""
    page = np.full((900, 700), 245, np.uint8)
    for row, col, rows, cols in ((0, 0, 1, 2), (1, 2, 1, 3), (2, 1, 4, 1), (5, 2, 1, 2)):
        y, x = 200 + 60 * row, 100 + 90 * col
        page[y : y + 60 * rows, x : x + 90 * cols] = 150
    for y in range(200, 561, 60):
        page[y, 100:551] = 70  # a thin line between two pixels
    for x in range(100, 551, 90):
        page[200:561, x] = 70
    return page


def test_shaded_cells_that_touch_are_lightened_and_their_rulings_stay() -> None:
    page = _shaded_cells()
    out, dark = even_fills(page, SCALE)
    assert dark is None
    assert int(out[215:245, 110:180].min()) > 225 and int(out[335:545, 200:270].mean()) > 225
    assert int(out[200, 120:180].max()) < 130 and int(out[335:375, 190].max()) < 130


def test_a_slanting_shadow_is_no_cell() -> None:
    page = np.full((900, 700), 245, np.uint8)
    cv2.fillPoly(page, [np.array([(100, 200), (600, 420), (560, 520), (150, 300)])], 150)
    assert even_fills(page, SCALE)[0] is page


def test_rulings_in_a_dark_fill_stay_and_its_rim_is_straight() -> None:
    gray = cv2.cvtColor(_sheet(), cv2.COLOR_BGR2GRAY)
    gray[150:450] = 250
    gray[200:400, 99:401] = 80
    gray[299:301, 99:401] = 30
    gray[200:400, 249:251] = 30
    gray[200:202, 40:99] = 20
    cv2.putText(gray, "ABCD", (110, 280), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 245, 3)
    gray = np.clip(gray + np.random.default_rng(1).normal(0, 4, gray.shape), 0, 255).astype(np.uint8)
    out, _dark = even_fills(gray, SCALE)
    assert int(np.median(out[299:301, 110:240])) < 120 and int(np.median(out[320:390, 249:251])) < 120, "rulings"
    assert int(np.median(out[320:380, 120:230])) > 200 and int(np.percentile(out[320:380, 120:230], 2)) > 180, "fill"
    assert (out[205:395, 99:102].min(axis=1) < 60).all() and out[202:400, 90:97].min() > 150, "a rim, where it was"
    assert (out[200:202, 45:95] < 60).all(), "what runs on outside stays"


def test_a_page_at_an_angle_is_seen_from_above() -> None:
    page = _sheet()
    goal = np.array([[120, 90], [690, 70], [735, 890], [80, 930]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [700, 0], [700, 900], [0, 900]], np.float32), goal)
    picture = cv2.warpPerspective(page, matrix, (800, 1000), borderValue=(60, 60, 60))
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    corners = corners_of(gray, SCALE / 2)
    assert corners is not None and float(np.abs(corners - goal).max()) < 14
    assert from_above(corners, picture.shape) is not None
    assert corners_of(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), SCALE) is None, "no desk around it"
    half = gray.copy()
    half[500:] = half[500:] // 4 + 40
    assert corners_of(half, SCALE / 2) is None or float(np.abs(corners_of(half, SCALE / 2) - goal).max()) < 30


def test_a_level_sheet_is_left_as_it_is() -> None:
    square = np.array([[50.0, 50], [650, 50], [650, 850], [50, 850]])
    assert from_above(square, (900, 700)) is None
