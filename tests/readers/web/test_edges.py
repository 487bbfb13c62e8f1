"""Thresholds of the web reader, each at its edge."""

from __future__ import annotations

import pytest

from extractor.readers import read
from extractor.readers.web.chrome import is_index_table


def _seen(style: str) -> bool:
    page = f"<table><tr><td>维修<span style='{style}'>泵站</span></td><td>3座</td></tr></table>"
    (grid,) = read(page.encode(), "x.html", "html").grids()
    return grid.cells[0].text == "维修泵站"


@pytest.mark.parametrize(("style", "seen"), [("font-size:1pt", False), ("font-size:1.1pt", True)])
def test_letters_of_a_point_are_not_seen(style: str, seen: bool) -> None:
    assert _seen(style) == seen


@pytest.mark.parametrize("where", ["text-indent:{}pt", "position:absolute;left:{}pt", "margin-left:{}pt"])
@pytest.mark.parametrize(("far", "seen"), [(-500, True), (-501, False)])
def test_what_stands_far_off_the_page_is_not_seen(where: str, far: int, seen: bool) -> None:
    assert _seen(where.format(far)) == seen


@pytest.mark.parametrize(
    ("known", "other", "index"),
    [(2, 0, True), (1, 0, False), (2, 6, True), (2, 9, True), (2, 10, False), (8, 22, True), (8, 23, False)],
)
def test_a_table_of_a_pages_own_data_is_small_and_a_quarter_of_it_known(known: int, other: int, index: bool) -> None:
    """Two known labels at least; of twelve texts three must be."""
    labels = ["索引号：", "发布机构：", "成文日期：", "文号：", "主题词：", "有效性：", "公开方式：", "信息来源："]
    assert is_index_table([*labels[:known], *["沅江市水利局"] * other, ""]) == index
