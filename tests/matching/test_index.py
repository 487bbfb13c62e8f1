"""Keys in reach: every way to make two differences in a long key, and one in a short one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rapidfuzz.distance import OSA

from extractor.matching.index import NearIndex, _cuts

KEY = "甲乙丙丁戊己庚辛壬癸子丑"


def _changed(key: str) -> Iterator[str]:
    """One character lost, put in, replaced or changed places with the next."""
    for at in range(len(key) + 1):
        yield key[:at] + "卯" + key[at:]
        yield key[:at] + key[at + 1 :]
        yield key[:at] + "卯" + key[at + 1 :]
        yield _swapped(key, at)


def _swapped(key: str, at: int) -> str:
    return key[:at] + key[at : at + 2][::-1] + key[at + 2 :]


@pytest.mark.parametrize("length", range(8, 12))
def test_a_long_key_is_found_from_every_key_two_differences_away(length: int) -> None:
    key = KEY[:length]
    index = NearIndex(["甲乙丙", key])
    once = {each for each in _changed(key) if each != key}
    twice = {more for each in once for more in _changed(each)}
    assert index.near(key) == [(1, 0)]
    assert {each for each in once if index.near(each) != [(1, 1)]} == set()
    missed = {each for each in twice if OSA.distance(each, key) == 2 and index.near(each) != [(1, 2)]}
    (_, (first, _), _, (third, _)) = _cuts(length)
    assert missed == {_swapped(_swapped(key, first - 1), third - 1)}, "two swaps that break all four pieces"


@pytest.mark.parametrize("length", range(3, 8))
def test_a_short_key_is_found_from_every_key_one_difference_away(length: int) -> None:
    key = KEY[:length]
    index = NearIndex([key])
    once = {each for each in _changed(key) if each != key}
    twice = {more for each in once for more in _changed(each)} - once - {key}
    assert {each for each in once if index.near(each) != [(0, 1)]} == set()
    assert {each for each in twice if index.near(each)} == set()


def test_the_nearest_comes_first() -> None:
    keys = ["甲乙丙丁戊己庚卯辰", "甲乙丙丁戊己庚辛辰", "甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己庚辛"]
    assert NearIndex(keys).near("甲乙丙丁戊己庚辛壬") == [(2, 0), (1, 1), (3, 1), (0, 2)]


@pytest.mark.parametrize(
    ("length", "cuts"),
    [
        (8, [(0, 2), (2, 4), (4, 6), (6, 8)]),
        (9, [(0, 2), (2, 4), (4, 6), (6, 9)]),
        (11, [(0, 2), (2, 5), (5, 8), (8, 11)]),
    ],
)
def test_a_long_key_is_cut_into_four_pieces(length: int, cuts: list[tuple[int, int]]) -> None:
    assert _cuts(length) == cuts


def test_keys_of_seven_and_eight_characters_stand_in_a_table_each() -> None:
    index = NearIndex([KEY[:7], KEY[:8]])
    assert len(index._deleted) == 8 and set(index._pieces) == {8}
    assert index.near(KEY[:7]) == [(0, 0), (1, 1)] and index.near(KEY[:8]) == [(1, 0), (0, 1)]
