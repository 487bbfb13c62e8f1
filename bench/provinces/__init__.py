"""Forms as provinces, cities and counties issue them, typed from the practice by someone who had not read the reader."""

from __future__ import annotations

from bench.provinces.truth import Form


def load() -> list[Form]:
    """All forms, the practice ones first."""
    return [*practice(), *judge()]


def practice() -> list[Form]:
    """The forms anyone may look at."""
    from bench.provinces import guided, listed, running, whole

    return [*guided.FORMS, *listed.FORMS, *running.FORMS, *whole.FORMS]


def judge() -> list[Form]:
    """The forms to judge by: not to be looked at by whoever works on the reader."""
    from bench.provinces import held_lists, held_spent, held_targets, held_whole

    return [*held_targets.FORMS, *held_lists.FORMS, *held_spent.FORMS, *held_whole.FORMS]
