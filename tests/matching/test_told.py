"""Single labels with slips of every kind, and what is made of each, down to the last score and span."""

from __future__ import annotations

import pytest

from tests.matching.told import KINDS, lines, told


@pytest.mark.parametrize("kind", [*KINDS, "compare", "word", "unit", "percent", "prose", "sense"])
def test_a_label_is_taken_for_what_is_kept(kind: str) -> None:
    kept = [line for line in lines() if line[0].startswith(f"{kind} ")]
    assert kept
    assert [(question, told(question)) for question, _ in kept] == kept, "python -m tests.matching.told, read the diff"
