"""Points and the reason why they are not full in one cell (9.5，一户中途退出 under 得分及原因)."""

from __future__ import annotations

import re

from extractor.characters.fold import tidy
from extractor.forms.band import Head
from extractor.model.document import Cell
from extractor.words.vocabulary import Vocabulary

_POINTS_FIRST = re.compile(
    r"^(?P<points>\d{1,3}(?:\.\d+)?)(?:分?\s*[,，;；、:：(（。\s]\s*(?P<reason>[^\d%].*?)[)）]?)?$", re.S
)
"""9.5，一户中途退出: points, and why they are not full."""
_FAINT = 0.4
"""Likeness below this says nothing of a head."""


def points_and_reason(
    further: dict[str, str | None], group: dict[str, Head], cells: dict[str, Cell], words: Vocabulary
) -> dict[str, str]:
    """Divide 9.5，一户中途退出 under 得分及原因 into the points and the reason; gives by the part without a column
    of its own where it was printed.

    Args:
        further: the row's further columns as read, by key; the parts are put there.
    """
    pair = ("achieved_score", "deviation_reason")
    held, other = pair if pair[1] not in group else pair[::-1]
    if held not in group or other in group:
        return {}
    said = _POINTS_FIRST.match(cells[held].text.strip()) if held in cells else None
    if said is None or held == "deviation_reason" and not _speaks_of_points(group[held].cell.text, words):
        return {}
    further["achieved_score"], further["deviation_reason"] = said["points"], tidy(said["reason"] or "") or None
    return {other: held} if said["reason"] or other == "achieved_score" else {}


def _speaks_of_points(text: str, words: Vocabulary) -> bool:
    weighed = words.evidence.weigh("header", text)
    return any(found.identity == "achieved_score" and found.score >= _FAINT for found in weighed)
