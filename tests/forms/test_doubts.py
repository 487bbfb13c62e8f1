"""What a finished form is asked: which columns it may do without."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.doubts import _only_scored
from extractor.forms.reading import Column, Reading
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())
SCORED = {"weight": "分值", "definition": "评分标准", "achieved_score": "得分"}


@pytest.mark.parametrize(
    ("heads", "scored"),
    [
        (SCORED, True),
        ({"level3": "三级指标", **SCORED}, True),
        ({"weight": "分值", "achieved_score": "得分"}, False),  # nothing says how they are given
        ({**SCORED, "note": ""}, False),  # a column without a head
    ],
)
def test_a_table_of_points_and_how_they_are_given_has_no_values(heads: dict[Any, str], scored: bool) -> None:
    form: Any = None
    columns = [Column(role, head, {"col": n}) for n, (role, head) in enumerate(heads.items())]
    assert _only_scored(Reading(form, columns=columns), WORDS) == scored
