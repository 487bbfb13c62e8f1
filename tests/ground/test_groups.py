"""Union-find: what is joined, directly or through others, is one group; nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.ground.groups import Groups

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30)


@given(PAIRS)
def test_one_group_is_what_a_walk_along_the_pairs_reaches(pairs: list[tuple[int, int]]) -> None:
    groups = Groups(20)
    for one, other in pairs:
        groups.join(one, other)
    for start in range(20):
        reached, before = {start}, set[int]()
        while reached != before:
            before = set(reached)
            reached |= {b for a, b in pairs if a in before} | {a for a, b in pairs if b in before}
        assert {n for n in range(20) if groups.of(n) == groups.of(start)} == reached
