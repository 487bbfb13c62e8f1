"""Grids from pictures: made-up pages, clean and worn, and what is no table at all."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("PIL")

from bench.scan_generator import LAYOUTS, Truth, sample
from extractor.layout.grid import Lattice
from extractor.scan.cleanup import estimate_skew, flatten, ink_of, separate_ink, tidy_page
from extractor.scan.seals import find_seals
from extractor.scan.search import tables_of
from tests.scan.fonts import WITH_FONTS

pytestmark = WITH_FONTS


def _found(picture: np.ndarray, dpi: float) -> list[Lattice]:
    page = tidy_page(picture, dpi / 72)
    return tables_of(page, ink_of(page.gray))[0]  # trusted ones


def _share(truth: Truth, tables: list[Lattice]) -> float:
    want = {(b.row, b.col, b.rowspan, b.colspan) for b in truth.boxes}
    got = max(({(s.row, s.col, s.rowspan, s.colspan) for s in t.spans} for t in tables), key=len, default=set())
    return len(want & got) / len(want)


@pytest.mark.parametrize("layout", range(len(LAYOUTS)))
def test_clean_page_of_every_layout_is_exact(layout: int) -> None:
    picture, truth = sample(300 + layout, 150, "clean", layout)
    tables = _found(picture, 150)
    assert len(tables) == 1
    assert _share(truth, tables) == 1.0
    assert tables[0].doubts == []


@pytest.mark.parametrize(("level", "dpi"), [("hard", 200), ("mild", 150), ("photo", 190)])
def test_worn_pages_keep_their_cells(level: str, dpi: int) -> None:
    shares = []
    for seed in (301, 305, 308):
        picture, truth = sample(seed, dpi, level)
        shares.append(_share(truth, _found(picture, dpi)))
    assert sum(shares) / 3 > 0.93, shares


@pytest.mark.parametrize(
    ("seed", "why"), [(300, "a small table leans: few and short upright rulings"), (329, "a thick frame is a plateau")]
)
def test_photos_that_once_lost_their_cells(seed: int, why: str) -> None:
    picture, truth = sample(seed, 190, "photo")
    tables = _found(picture, 190)
    assert len(tables) == 1
    assert _share(truth, tables) == 1.0, why


def test_faint_rulings_in_a_heavy_frame_are_found() -> None:
    """The frame's darkness would be the measure, beside which the rulings within are nothing."""
    picture, truth = sample(440, 150, "hard")
    assert _share(truth, _found(picture, 150)) > 0.98


@pytest.mark.parametrize(
    ("side", "erased"), [("上", (True, 0)), ("下", (True, -1)), ("左", (False, 0)), ("右", (False, -1))]
)
def test_a_lost_border_is_noticed(side: str, erased: tuple[bool, int]) -> None:
    """Without its outer ruling a row or column falls out of the table: the others run on beyond it."""
    picture, truth = sample(305, 200, "clean", 5)
    level, which = erased
    at = round((truth.ys if level else truth.xs)[which])
    picture = picture.copy()
    if level:
        picture[at - 5 : at + 6] = 255
    else:
        picture[:, at - 5 : at + 6] = 255
    tables = _found(picture, 200)
    assert len(tables) == 1
    assert _share(truth, tables) < 1.0
    assert any(f"表格{side}侧" in doubt for doubt in tables[0].doubts), tables[0].doubts


@pytest.mark.parametrize("last", [False, True], ids=["first column", "last column"])
def test_a_column_that_failing_toner_took_is_found_and_said(last: bool) -> None:
    """Its rulings are too faint beside the others to be sought: they run on beyond a table that closes without it."""
    picture, truth = sample(305, 200, "clean", 5)
    clear = round(2.5 * 200 / 72)
    part = np.s_[:, round(truth.xs[-2]) + clear :] if last else np.s_[:, : round(truth.xs[1]) - clear]
    picture = picture.copy()
    picture[part] = (235 - (235 - picture[part].astype(float)) * 0.2).clip(0, 255).astype(np.uint8)
    tables = _found(picture, 200)
    assert len(tables) == 1
    assert _share(truth, tables) == 1.0
    assert any("淡" in doubt for doubt in tables[0].doubts)


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 1.2, 4.0])
def test_skew_is_estimated(angle: float) -> None:
    import cv2

    picture, _ = sample(302, 150, "clean", 1)
    h, w = picture.shape[:2]
    turned = cv2.warpAffine(
        picture, cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1), (w, h), borderValue=(255, 255, 255)
    )
    gray = flatten(separate_ink(turned)[0], 150 / 72)
    assert estimate_skew(gray, 150 / 72) == pytest.approx(-angle, abs=0.15)


def test_places_go_back_to_the_picture() -> None:
    """A ruling's place on the straight page, sent back, is dark in the picture."""
    picture, _ = sample(303, 150, "photo")
    page = tidy_page(picture, 150 / 72)
    table = max(tables_of(page, ink_of(page.gray))[0], key=lambda t: len(t.spans))
    gray = picture.min(axis=2)
    hits = 0
    for x in np.linspace(table.xs[0] + 20, table.xs[-1] - 20, 30):
        px, py = page.warp.to_picture(np.array([x]), np.array([table.ys[0]]))
        column = gray[int(py[0]) - 3 : int(py[0]) + 5, int(px[0])]
        hits += int(column.min()) < int(column.max()) - 60
    assert hits >= 24


def test_stamp_is_found_and_removed() -> None:
    picture, truth = sample(1, 150, "mild")
    assert truth.sealed
    page = tidy_page(picture, 150 / 72)
    boxes = find_seals(page.red, page.scale)
    assert len(boxes) == 1
    x0, y0, x1, y1 = (int(v) for v in boxes[0])
    inside = page.gray[y0:y1, x0:x1]
    assert np.median(inside) > 215, "stamp ink left behind"


def test_no_seal_where_red_print_is() -> None:
    picture, _ = sample(304, 150, "clean")
    picture = picture.copy()
    picture[100:110, 100:900] = (0, 0, 220)
    page = tidy_page(picture, 150 / 72)
    assert find_seals(page.red, page.scale) == []


@pytest.mark.parametrize("what", ["black", "white", "noise", "prose"])
def test_what_holds_no_table_gives_none(what: str) -> None:
    rng = np.random.default_rng(3)
    if what == "prose":
        picture, _ = sample(306, 150, "clean", 0)
        picture = np.ascontiguousarray(picture[:120])
    else:
        fill = {"black": 0, "white": 255, "noise": 128}[what]
        picture = np.full((1754, 1240, 3), fill, np.uint8)
        if what == "noise":
            picture = rng.integers(0, 255, picture.shape).astype(np.uint8)
    assert _found(picture, 150) == []
