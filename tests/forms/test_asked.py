"""bench/asked.py says of a condition which small faults would have given something else, and of no other."""

from __future__ import annotations

import pytest

from bench.asked import Asked, asking
from bench.edges import fewest

SOURCE = """
LEAST = 3
met = []


def many(cells):
    return len(cells) >= LEAST


def taken(cell, rows):
    if cell is not None and not cell.startswith("x") and rows < 5:
        return True
    return False


def joined(one, other):
    return one + other


def named(text):
    if (name := text.strip()) and name != "-":
        return name
    return met.append(text) or ""
"""


def told(call: str, *more: str) -> set[str]:
    """The faults that one call would have told, without their line."""
    asked = Asked(now="a test")
    known = asked.calls()
    exec(asking(SOURCE, "module.py", asked), known)
    for each in (call, *more):
        eval(each, known)
    return {asked.places[n].partition("  ")[2] for n, names in asked.told.items() if names}


@pytest.mark.parametrize(
    ("call", "faults"),
    [
        ("many([1, 2])", set()),
        ("many([1, 2, 3])", {"len(cells) >= LEAST  ->  otherwise"}),
        ("many([1, 2, 3, 4])", set()),
        ("joined(2, 0)", set()),
        ("joined(2, 1)", {"one + other  ->  otherwise"}),
        ("joined([2], [])", {"one + other  ->  otherwise"}),
    ],
)
def test_a_fault_is_told_where_it_gives_something_else(call: str, faults: set[str]) -> None:
    assert {fault for fault in told(call) if not fault.startswith("LEAST")} == faults


def test_a_number_with_a_name_is_one_fault_told_where_it_decides() -> None:
    moved = {
        call: {f for f in told(call) if f.startswith("LEAST")} for call in ("many('ab')", "many('abc')", "many('a')")
    }
    assert sum(map(len, moved.values())) == 1 and not moved["many('a')"]


def test_a_part_that_was_not_asked_for_is_asked_for_by_the_fault() -> None:
    junction = "cell is not None and (not cell.startswith('x')) and (rows < 5)  ->  or"
    assert junction in told("taken(None, 3)")  # `or` would ask None for its letters
    assert junction in told("taken('x', 3)")
    assert junction not in told("taken('a', 3)")


def test_asking_changes_nothing() -> None:
    asked = Asked(now="a test")
    known = asked.calls()
    exec(asking(SOURCE, "module.py", asked), known)
    assert [eval(f"named({text!r})", known) for text in (" a ", " ", "-")] == ["a", "", ""]
    assert known["met"] == [" ", "-"]
    assert asked.stack == []


def test_the_fewest_forms_that_tell_each_fault_three_times() -> None:
    found = {"kept": {"x"}, "a": {"x", "y"}, "b": {"x"}, "c": {"x", "y"}, "d": {"y"}, "e": set()}
    assert fewest(found, {"kept"}) == ["a", "c", "d"]
