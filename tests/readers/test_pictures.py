"""Which picture may be a form: paper with rulings, or much white with some ink; each share at its edge."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.readers.page.pictures import looks_like_paper


def _paper(rows: int = 0, cols: int = 0, ink: int = 0, grey: int = 0) -> np.ndarray:
    """100 by 100 points of white: so many dark rows and columns, dark single points, and grey rows at the foot."""
    pixels = np.full((100, 100, 3), 255, dtype=np.uint8)
    pixels[: 2 * rows : 2] = 0
    pixels[:, : 2 * cols : 2] = 0
    pixels[60, :ink] = 0
    if grey:
        pixels[-grey:] = 180
    return pixels


@pytest.mark.parametrize(
    ("rows", "cols", "paper"), [(4, 3, True), (3, 3, False), (4, 2, False), (8, 8, True), (24, 20, False)]
)
def test_rulings_make_a_form(rows: int, cols: int, paper: bool) -> None:
    """Four across and three down; more than a third of ink is a photo."""
    assert looks_like_paper(_paper(rows, cols), 0.12) == paper


@pytest.mark.parametrize(
    ("share", "ink", "paper"), [(0.3, 101, False), (0.31, 100, True), (0.31, 99, False), (0.31, 0, False)]
)
def test_a_large_picture_with_a_hundredth_of_ink_may_be_a_form_whose_rulings_lean(
    share: float, ink: int, paper: bool
) -> None:
    pixels = _paper(ink=min(ink, 100))
    pixels[70, : max(0, ink - 99)] = 0
    assert looks_like_paper(pixels, share) == paper


@pytest.mark.parametrize(("grey", "paper"), [(39, True), (40, False)])
def test_paper_is_white_for_the_larger_part(grey: int, paper: bool) -> None:
    assert looks_like_paper(_paper(4, 3, grey=grey), 0.12) == paper


def test_nothing_is_no_paper() -> None:
    assert not looks_like_paper(np.zeros((0, 0, 3), dtype=np.uint8), 1.0)
