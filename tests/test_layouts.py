"""Layouts of other provinces, drawn small: each gives what it holds, and nothing of its block is lost."""

from __future__ import annotations

from functools import cache

import pytest

from extractor.rulebook import load_rules
from tests.make import layouts
from tests.make.accounting import lost


@pytest.mark.parametrize("name", layouts.names())
def test_layout_gives_what_it_holds(name: str) -> None:
    """With nothing of its block lost, no recognised label left in `unmapped`, and no form where there is none."""
    found = layouts.readings(name)
    assert layouts.summary(found) == _kept(name, "expected"), "python -m tests.make.layouts, then read the diff"
    assert layouts.told(found) == _kept(name, "told"), "python -m tests.make.layouts, then read the diff"
    assert lost(found) == []
    left = {u.text for reading in found for u in reading.form.unmapped if u.label is None and len(u.text) > 2}
    assert not left & _recognised()
    if name.startswith("negative"):
        assert all(reading.form.kind == "unknown" for reading in found)


@pytest.mark.parametrize("name", layouts.changed())
def test_a_changed_layout_is_read_and_told_of_as_it_is_kept(name: str) -> None:
    found = layouts.readings(name)
    assert lost(found) == []
    assert layouts.summary(found) + layouts.told(found) == _kept(name, "told"), (
        "python -m tests.make.layouts, read the diff"
    )


def _kept(name: str, what: str) -> str:
    return (layouts.FOLDER / f"{name}.{what}").read_text("utf-8")


@cache
def _recognised() -> frozenset[str]:
    """Every wording of a field, an item of money or a level."""
    books = (getattr(load_rules().labels, kind) for kind in ("field", "amount", "level1", "level2"))
    return frozenset(wording for book in books for entry in book for wording in (entry.canonical, *entry.wordings))
