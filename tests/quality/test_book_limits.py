"""What a bureau may write into `quality.yaml`: each number up to its edge, and not beyond."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from extractor.quality.book import Limits, Residue, ScoreBook, VerdictBook
from extractor.rulebook import load_rules

BOOK = load_rules().quality


def _holds(part: BaseModel, **changed: Any) -> bool:
    """Whether the part of the shipped book stays valid with a value changed."""
    try:
        type(part).model_validate(part.model_dump() | changed)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("part", "name", "least", "most"),
    [
        (BOOK.score.verdict, "pass_at", 0, 100),
        (BOOK.score.verdict, "pass_errors", 0, None),
        (BOOK.score.verdict, "return_below", 0, 100),
        (BOOK.score, "error", 0, None),
        (BOOK.score, "warning", 0, None),
        (BOOK.limits, "ocr_sure", 0, 1),
        (BOOK.limits, "flat_rows", 2, None),
        (BOOK.limits, "max_outputs", 1, None),
        (BOOK.limits, "max_per_level2", 1, None),
        (BOOK.limits, "copied_goal_characters", 1, None),
        (BOOK.limits, "copied_duties_characters", 1, None),
        (BOOK.limits, "year_back", 0, None),
        (BOOK.limits, "year_ahead", 0, None),
    ],
)
def test_a_number_up_to_its_edge(part: BaseModel, name: str, least: int, most: int | None) -> None:
    assert isinstance(part, (VerdictBook, ScoreBook, Limits))
    assert _holds(part, **{name: least}) and not _holds(part, **{name: least - 1})
    if most is not None:
        assert _holds(part, **{name: most}) and not _holds(part, **{name: most + 1})


def test_a_share_is_more_than_nothing_and_at_most_all() -> None:
    for share, holds in ((0, False), (0.001, True), (1, True), (1.001, False)):
        assert _holds(BOOK.limits, flat_share=share) == holds


@pytest.mark.parametrize(("having", "holds"), [("", False), ("甲", True), ("甲乙", False)])
def test_a_hint_is_found_by_one_character(having: str, holds: bool) -> None:
    assert _holds(Residue(having="甲", find="甲乙"), having=having) == holds


def test_points_taken_off() -> None:
    score = BOOK.score.model_copy(update={"error": 7, "warning": 3, "codes": {"sum-mismatch": 0}})
    assert [score.weight("x", severity) for severity in ("error", "warning", "info")] == [7, 3, 0]
    assert [score.weight("sum-mismatch", severity) for severity in ("error", "info")] == [0, 0]
