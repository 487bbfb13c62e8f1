"""The words behind a number: its unit, a sign in words, remarks, and what is left over."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from extractor.values.shipped import shipped_units
from extractor.values.tail import Tail, join_operators, read_tail


def _read(rest: str, **given: bool) -> Tail | None:
    return read_tail(rest, shipped_units(), **given)


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("", {}),
        ("。", {}),
        ("人", {"unit": "人", "family": "persons"}),
        ("人。", {"unit": "人", "family": "persons"}),
        ("人以上", {"unit": "人", "family": "persons", "operator": ">="}),
        ("(人)以上", {"unit": "人", "family": "persons", "operator": ">="}),
        ("人以上(含)", {"unit": "人", "family": "persons", "operator": ">="}),
        ("台(套)以上(含)", {"unit": "台(套)", "family": "count", "operator": ">="}),
        ("台(套)以上(不含)", {"unit": "台(套)", "family": "count", "operator": ">"}),
        ("人(不含)以上", {"unit": "人", "family": "persons", "operator": ">"}),
        ("人(不含)以下", {"unit": "人", "family": "persons", "operator": "<"}),
        ("人(不含)", {"unit": "人", "family": "persons"}),
        ("人(试点)", {"unit": "人", "family": "persons"}),
        ("人左右", {"unit": "人", "family": "persons", "approximate": True}),
        ("人上下", {"unit": "人", "family": "persons", "approximate": True}),
        ("人以内", {"unit": "人", "family": "persons", "operator": "<="}),
        ("人内", {"unit": "人", "family": "persons", "operator": "<="}),
        ("人内容", {"unit": "人", "family": "persons", "leftover": "内容"}),
        ("以上", {"operator": ">="}),
        ("左右", {"approximate": True}),
        ("人培训", {"unit": "人", "family": "persons", "leftover": "培训"}),
        ("人培训3", None),
        ("人且一百二十户", None),  # a second value
        ("级", None),
        ("户籍人口", None),
        ("人;级", None),
    ],
)
def test_the_unit_and_the_words_behind_a_number(rest: str, wanted: dict[str, Any] | None) -> None:
    assert _read(rest) == (None if wanted is None else Tail(**wanted))


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("比例", {"unit": "%", "family": "share", "proportion": True}),
        ("比例以上", {"unit": "%", "family": "share", "proportion": True, "operator": ">="}),
        ("(比例)", {"unit": "%", "family": "share", "proportion": True}),
        ("人(比例)", {"unit": "人", "family": "persons", "proportion": True}),
        ("%", {"unit": "%", "family": "share"}),
        ("%以上", {"unit": "%", "family": "share", "operator": ">="}),
        ("%培训", {"unit": "%", "family": "share", "leftover": "培训"}),
        ("%人", None),  # of what the number is, nobody knows
        ("%人次", {"unit": "%", "family": "share", "leftover": "人次"}),
        ("%囍", {"unit": "%", "family": "share", "leftover": "囍"}),
        ("%/囍", None),
        ("人人", {"unit": "人", "family": "persons", "leftover": "人"}),
    ],
)
def test_shares_and_proportions(rest: str, wanted: dict[str, Any] | None) -> None:
    assert _read(rest) == (None if wanted is None else Tail(**wanted))


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("元/餐", {"unit": "元/餐", "family": "money per"}),
        ("元/餐以内", {"unit": "元/餐", "family": "money per", "operator": "<="}),
        ("元/囍", {"unit": "元/囍", "family": "money per"}),
        ("元/人", {"unit": "元/人", "family": "money per"}),
        ("元/年终", {"unit": "元/年", "family": "money per", "leftover": "终"}),
        ("人/囍", {"unit": "人/囍", "family": "persons"}),
        ("人/完成", None),
        ("km/囍", {"unit": "km/囍", "family": "length"}),
    ],
)
def test_a_word_of_its_own_behind_a_stroke(rest: str, wanted: dict[str, Any] | None) -> None:
    assert _read(rest) == (None if wanted is None else Tail(**wanted))


@pytest.mark.parametrize(
    ("rest", "free", "signed"),
    [
        ("囍", {"unit": "囍"}, {"unit": "囍"}),
        ("囍以上", {"unit": "囍", "operator": ">="}, {"unit": "囍", "operator": ">="}),
        ("囍以内", {"unit": "囍", "operator": "<="}, {"unit": "囍", "operator": "<="}),
        ("囍左右", {"unit": "囍", "approximate": True}, {"unit": "囍", "approximate": True}),
        ("囍囍", None, {"unit": "囍囍"}),
        ("囍囍囍囍囍囍", None, None),
        ("囍的", None, None),
        ("画幅", None, {"unit": "画幅"}),
        ("画幅/人", None, {"unit": "画幅/人"}),
        ("画幅/囍", None, None),
        ("kmX", {"unit": "kmX"}, {"unit": "kmX"}),
        ("kgf", {"unit": "kgf"}, {"unit": "kgf"}),
        ("kgfXY", None, None),
        ("AB", {"unit": "AB"}, {"unit": "AB"}),
        ("优秀", None, None),  # how good something is
        ("完成", None, None),
        ("人均", None, None),
        ("项目库", None, None),
    ],
)
def test_a_word_that_the_book_does_not_know(
    rest: str, free: dict[str, Any] | None, signed: dict[str, Any] | None
) -> None:
    """A short one, or with a sign before the number, is taken for the unit as printed."""
    assert _read(rest) == (None if free is None else Tail(**free))
    assert _read(rest, signed=True) == (None if signed is None else Tail(**signed))


@pytest.mark.parametrize(("head", "tail"), list(product((None, ">=", "<=", ">", "<", "="), repeat=2)))
def test_a_sign_before_and_one_behind_a_number(head: Any, tail: Any) -> None:
    """不低于90%以上: of one direction both hold; = gives way to words behind it; two directions contradict."""
    if head is None or tail is None:
        assert join_operators(head, tail) == (True, head or tail)
    elif head == "=":
        assert join_operators(head, tail) == (True, tail)
    elif tail == "=" or head[0] != tail[0]:
        assert join_operators(head, tail) == (False, None)
    else:
        assert join_operators(head, tail) == (True, tail if tail.endswith("=") else head)
