"""Points and their reason in one cell: a head that speaks of points a little."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms.points_cell import _speaks_of_points
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("identity", "likely", "speaks"),
    [("achieved_score", 0.4, True), ("achieved_score", 0.39, False), ("weight", 0.9, False)],
)
def test_a_head_a_little_like_that_of_points_speaks_of_them(
    identity: str, likely: float, speaks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = [SimpleNamespace(identity=identity, score=likely)]
    monkeypatch.setattr(type(WORDS.evidence), "weigh", lambda self, kind, text: weighed)
    assert _speaks_of_points("鹳雀", WORDS) == speaks
