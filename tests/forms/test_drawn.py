"""A thousand small forms drawn by chance: of each, everything that is read, told and found stays as it is kept."""

from __future__ import annotations

import pytest

from tests.make import drawn


@pytest.mark.parametrize("name", drawn.names())
def test_a_drawn_form_is_read_and_told_of_as_it_is_kept(name: str) -> None:
    assert drawn.line(name) == drawn.kept().get(name), f"python -m tests.make.drawn {name} before and after"
