"""Print of the other side that shows through is taken out; pale print of the page's own stays."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.scan.bleed import without_bleed
from extractor.scan.cleanup import PAPER

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72


def _print(rows: range, grey: int = 20) -> np.ndarray:
    """A page with lines of letters and a ruling under each."""
    page = np.full((900, 800), PAPER, np.uint8)
    for y in rows:
        for number, letter in enumerate("B8R5E3G6S2K9H7M4"):
            cv2.putText(page, letter, (60 + 42 * number, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, grey, 3, cv2.LINE_AA)
        cv2.line(page, (40, y + 20), (760, y + 20), grey, 2)
    return page


def _through(other: np.ndarray, share: float) -> np.ndarray:
    back = cv2.GaussianBlur(np.ascontiguousarray(other[:, ::-1]), (0, 0), 1.6).astype(np.float32)
    return (PAPER - back) * share


def test_the_other_side_goes_and_the_page_stays() -> None:
    own = _print(range(80, 880, 100))
    shown = np.clip(own - _through(_print(range(130, 880, 100)), 0.25), 0, 255).astype(np.uint8)
    out, bled = without_bleed(shown, PAPER, SCALE)
    assert bled
    assert int((own < 120).sum()) == int((out < 120).sum())
    assert int(shown[110:150].min()) < PAPER - 40 and float((out[110:150] < PAPER - 20).mean()) < 0.01


@pytest.mark.parametrize("grey", [175, 150], ids=["hint", "grey"])
def test_pale_print_with_sharp_edges_stays(grey: int) -> None:
    page = np.minimum(_print(range(80, 880, 100)), _print(range(130, 880, 100), grey))
    out, bled = without_bleed(page, PAPER, SCALE)
    assert not bled and out is page


def test_print_that_grows_paler_over_the_page_stays() -> None:
    page = _print(range(80, 880, 60)).astype(np.float32)
    fade = np.linspace(1.0, 0.2, page.shape[1])
    faded = (PAPER - (PAPER - cv2.GaussianBlur(page, (0, 0), 1.2)) * fade).astype(np.uint8)
    assert without_bleed(faded, PAPER, SCALE)[0] is faded
