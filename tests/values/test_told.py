"""Single texts, each once: what it is read as, down to the last field."""

from __future__ import annotations

import pytest

from tests.values.told import lines, told


@pytest.mark.parametrize("kind", ["target", "amount", "date", "period", "phone", "number", "unit", "label", "signs"])
def test_a_text_is_read_as_it_is_kept(kind: str) -> None:
    kept = [line for line in lines() if line[0].startswith(f"{kind} ")]
    assert kept
    assert [(question, told(question)) for question, _ in kept] == kept, (
        "python -m tests.values.told, then read the diff"
    )
