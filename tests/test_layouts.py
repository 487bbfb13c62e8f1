"""Layouts of other provinces, drawn small: each gives what it holds, and nothing of its block is lost."""

from __future__ import annotations

import pytest

from extractor.rulebook import load_rules
from tests.make import layouts
from tests.make.accounting import lost


@pytest.mark.parametrize("name", layouts.names())
def test_layout_gives_what_it_holds(name: str) -> None:
    found = layouts.readings(name)
    assert layouts.summary(found) == _kept(name, "expected"), "python -m tests.make.layouts, then read the diff"
    assert layouts.told(found) == _kept(name, "told"), "python -m tests.make.layouts, then read the diff"


@pytest.mark.parametrize("name", layouts.changed())
def test_a_changed_layout_is_read_and_told_of_as_it_is_kept(name: str) -> None:
    found = layouts.readings(name)
    assert lost(found) == []
    assert layouts.summary(found) + layouts.told(found) == _kept(name, "told"), (
        "python -m tests.make.layouts, read the diff"
    )


def _kept(name: str, what: str) -> str:
    return (layouts.FOLDER / f"{name}.{what}").read_text("utf-8")


@pytest.mark.parametrize("name", layouts.names())
def test_nothing_of_the_block_is_lost(name: str) -> None:
    assert lost(layouts.readings(name)) == []


@pytest.mark.parametrize("name", [name for name in layouts.names() if name.startswith("negative")])
def test_ordinary_tables_and_prose_are_no_forms(name: str) -> None:
    assert all(reading.form.kind == "unknown" for reading in layouts.readings(name))


def test_no_recognised_label_stands_in_unmapped() -> None:
    words = {
        w
        for kind in ("field", "amount", "level1", "level2")
        for e in getattr(load_rules().labels, kind)
        for w in (e.canonical, *e.wordings)
    }
    for name in layouts.names():
        for reading in layouts.readings(name):
            assert not words & {u.text for u in reading.form.unmapped if u.label is None and len(u.text) > 2}
