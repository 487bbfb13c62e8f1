"""The quick ways of asking a picture say what numpy says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.scan.levels import percentile, pieces
from extractor.scan.support import measures
from extractor.scan.warp import Warp

SCALE = 200 / 72


@given(st.binary(min_size=1, max_size=60), st.floats(0, 100))
def test_a_percentile_by_counting_is_numpys(drawn: bytes, share: float) -> None:
    levels = np.frombuffer(drawn, np.uint8)
    assert abs(percentile(levels, share) - float(np.percentile(levels, share))) < 1e-6


def test_labels_of_two_bytes_are_left_where_there_may_be_more() -> None:
    few = np.zeros((300, 600), np.uint8)
    few[::2, ::2] = 1
    many = np.ones((300, 600), np.uint8)
    for mask, count in ((few, 150 * 300), (many, 1)):
        found, labels, _stats, _middles = pieces(mask)
        assert found == count + 1
        assert int(labels.max()) == count


def test_a_stretch_is_measured_among_others_as_it_is_alone() -> None:
    rng = np.random.default_rng(3)
    fine = rng.integers(0, 110, (120, 400), np.uint8)
    fine[60, 20:380] = 90
    stamped = np.zeros_like(fine)
    stamped[55:65, 100:200] = 255
    starts, rows = rng.integers(-5, 390, 80), rng.integers(-2, 122, 80)
    places = np.stack([rows, starts, starts + rng.integers(1, 120, 80)], axis=1)
    places = np.concatenate([places, [[60, 30, 300], [60, 90, 210], [60, 20, 380]]])
    together = measures(fine, places, 60.0, 0.05, SCALE, stamped)
    alone = np.concatenate([measures(fine, place[None], 60.0, 0.05, SCALE, stamped) for place in places])
    np.testing.assert_allclose(together, alone)
    outside = (places[:, 0] < 5) | (places[:, 1] < 0) | (places[:, 2] - places[:, 1] < 3)
    assert np.isnan(together[outside, 0]).all()
    assert together[-1, 0] == 1.0  # inked from end to end
    assert abs(together[-1, 2] - 1.5) < 1e-9
    # Measured by hand: share of the stretch as dark as half a ruling, darkness of its tips.
    row, start, end = 90, 40, 140
    band = fine[row - 1 : row + 2, start:end].max(axis=0).astype(float)
    found = measures(fine, np.array([[row, start, end]]), 60.0, 0.05, SCALE)[0]
    assert abs(found[0] - np.mean(band > 30)) < 1e-9
    assert abs(found[3] - min(1.5, min(band[:3].mean(), band[-3:].mean()) / 60)) < 1e-9
    assert abs(found[6] - band.std() / 60) < 1e-9


def test_the_map_of_a_page_is_its_warp_at_every_pixel() -> None:
    warp = Warp(230, 331, 1.3, np.array([3.0, 1, 2, 0.5, 1]), np.array([3.0, -1, 2, 0.5, 1]))
    x, y = np.meshgrid(np.arange(230.0), np.arange(331.0))
    found = warp._map()
    for place, wanted in zip((found[..., 0], found[..., 1]), warp.to_picture(x, y)):
        assert float(np.abs(place - wanted).max()) < 0.01
