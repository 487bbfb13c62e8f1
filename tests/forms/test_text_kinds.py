"""What kind of text a cell holds, by its words alone."""

from __future__ import annotations

import pytest

from extractor.forms.text_kinds import without_unit


@pytest.mark.parametrize(
    ("text", "caption"),
    [("资金安排（单位：万元）", "资金安排"), ("资金安排", "资金安排"), ("（单位：万元）", "(单位:万元)"), ("", "")],
)
def test_a_caption_is_what_it_is_without_its_unit(text: str, caption: str) -> None:
    assert without_unit(text) == caption
