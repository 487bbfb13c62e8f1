"""Where would a small fault in the code change nothing, whatever form of the tests is read?

    python -m bench.edges                     runs the tests of forms/ and quality/ (some minutes) and prints each place
                                              of the code where no test tells the fault from the code
    python -m bench.edges --pool 6            draws forms of which some tell what too few tests do (six of each base,
                                              tests/make/drawn.py) and prints the names of the fewest that tell it all:
                                              to be put into tests/layouts/drawn.told, which is then made anew

bench/mutants.py makes one fault at a time and runs tests until one fails: sure, and slow. Here all faults are asked in
one run (bench/asked.py). One that gives something else at its place may still change nothing in the end; one that never
does is noticed by no test at all.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bench.asked import ROOT, WANTED, Asked, watch

KEPT = ROOT / "build" / "edges.json"
ROOMS = ("forms", "quality")
TESTS = ("tests/forms", "tests/quality", "tests/words", "tests/layout", "tests/test_quality_fixtures.py",
         "tests/test_layouts.py", "tests/test_golden.py", "tests/learning", "tests/across")  # fmt: skip
OFFICES = 400
"""Forms of bench/office_forms that are looked at; those from 1000 on are held."""


class _Named:
    """The pytest plugin: which test runs."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.asked.now = nodeid


def by_tests(asked: Asked, tests: Sequence[str]) -> None:
    """Run the tests, and keep what they tell."""
    import pytest

    pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "--timeout", "0", *tests], plugins=[_Named(asked)])
    told: defaultdict[str, set[str]] = defaultdict(set)
    for fault, names in asked.told.items():
        told[asked.places[fault]] |= names
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps({place: sorted(names) for place, names in told.items()}), "utf-8")


def _pool(number: int) -> Iterator[str]:
    from tests.make import drawn, layouts

    yield from drawn.names()
    yield from (f"office-{seed}" for seed in range(1, 1 + OFFICES))
    kept = drawn.kept()
    sketches = {path.stem for path in drawn.FOLDER.glob("*.sketch")}
    bases = [*sorted(sketches | set(layouts.names()) | set(layouts.changed())), *drawn.typed_forms()]
    for n in range(number):
        for base in bases:
            yield from (name for name in (f"{base}~{n}", f"{base}!{n}")[: 2 if n % 3 == 2 else 1] if name not in kept)


def by_forms(asked: Asked, names: Iterable[str]) -> dict[str, set[str]]:
    """Read the forms; by form, the faults told there that too few tests tell."""
    from tests.make import drawn

    known = json.loads(KEPT.read_text("utf-8"))
    enough = {n for n, place in enumerate(asked.places) if len(known.get(place, ())) >= WANTED}
    for tree in asked.trees:
        tree.faults = [fault for fault in tree.faults if fault not in enough]
    found: dict[str, set[str]] = {}
    for name in names:
        asked.now = name
        asked.told.clear()
        asked.stack.clear()
        drawn.line(name)
        found[name] = {asked.places[fault] for fault, names in asked.told.items() if names}
    return found


def fewest(found: dict[str, set[str]], kept: set[str]) -> list[str]:
    """Of the forms that are not kept, few that tell every fault `WANTED` times together with those that are."""
    had = Counter(place for name in kept for place in found.get(name, ()))
    left = {place: WANTED - had[place] for places in found.values() for place in places if had[place] < WANTED}
    heap = [(-len(places & left.keys()), name) for name, places in found.items() if name not in kept]
    heapq.heapify(heap)
    chosen: list[str] = []
    while heap:
        _, name = heapq.heappop(heap)
        gain = sum(left.get(place, 0) > 0 for place in found[name])
        if gain and heap and gain < -heap[0][0]:  # it had told more before others were chosen
            heapq.heappush(heap, (-gain, name))
        elif gain:
            chosen.append(name)
            for place in found[name] & left.keys():
                left[place] -= 1
    return chosen


def main() -> int:
    """Print the places, or the forms."""
    parser = argparse.ArgumentParser(description="Where would a small fault change nothing?")
    parser.add_argument("--rooms", nargs="+", default=list(ROOMS))
    parser.add_argument("--pool", type=int, default=0, help="so many forms of each base")
    given = parser.parse_args()
    os.chdir(ROOT)
    asked = watch(given.rooms)
    if given.pool:
        found = by_forms(asked, _pool(given.pool))
        from tests.make import drawn

        print(*fewest(found, set(drawn.names())), sep="\n")
        return 0
    by_tests(asked, TESTS)
    untold = [place for n, place in enumerate(asked.places) if not asked.told[n]]
    print(*untold, f"{len(untold)} of {len(asked.places)}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
