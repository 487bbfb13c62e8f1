"""Whatever happened to a folder, in whatever order: what is in force is what lies there now, each filing once.

`bench/histories.py` runs two thousand; here a few, and each fault they showed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.histories import live


@pytest.mark.parametrize("seed", range(40))
def test_a_history_ends_in_the_state_of_the_model(tmp_path: Path, seed: int) -> None:
    live(f"sqlite:///{tmp_path / 'a.db'}", seed)


@pytest.mark.needs_postgres
def test_a_history_on_a_served_database(url: str) -> None:  # noqa: F811
    live(url, 7)
