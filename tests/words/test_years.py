"""The year that a line of a form's heading carries."""

from __future__ import annotations

import pytest

from extractor.words.years import year_in


@pytest.mark.parametrize(
    "line, year",
    [
        ("年度：2026", 2026),
        ("年度：2026　　　　　　　单位：元", 2026),
        ("填报单位：某局　预算年度：2025　金额单位：万元", 2025),
        ("（2024年度）", 2024),
        ("二〇二四年度", 2024),
        ("实施年度：2024-2026　单位：万元", None),
        ("起止年度：2024—2026", None),
        ("金额单位：2026元", None),
        ("文号：2026", None),
    ],
)
def test_a_year_beside_other_labels(line: str, year: int | None) -> None:
    assert year_in(line) == year
