"""Groups of columns side by side: names right of their own value."""

from __future__ import annotations

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.groups import _names_the_value
from extractor.model.document import Cell

NAMES, FIRST, SECOND, OWN, THIRD = (
    Head(role, col, role, Cell(0, col)) for col, role in enumerate(["level3", "target", "target", "level3", "target"])
)


@pytest.mark.parametrize(
    ("groups", "behind", "own"),
    [
        ([{"level3": NAMES, "target": FIRST}, {"level3": NAMES, "target": SECOND}], [], True),
        ([{"level3": NAMES, "target": FIRST}, {"level3": NAMES, "target": SECOND}], [THIRD], False),  # of that one
        ([{"level3": NAMES, "target": FIRST}, {"level3": SECOND, "target": SECOND}], [], False),  # it has names
        ([{"level3": NAMES, "target": FIRST}, {"target": SECOND}], [], False),
        ([{"level3": NAMES, "target": FIRST}], [], False),
    ],
)
def test_names_behind_a_second_value_that_borrows_the_first_ones_are_its_own(
    groups: list[dict[str, Head]], behind: list[Head], own: bool
) -> None:
    band = Band(0, 1, [NAMES, FIRST, SECOND, OWN, *behind])
    assert _names_the_value(OWN, groups, band) == own
    assert not _names_the_value(FIRST, groups, band), "no names"
