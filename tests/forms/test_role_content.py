"""How much a column may hold of what its head does not say before the head is doubted, measure by measure."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.role_assignment import _plain
from extractor.forms.role_content import by_content, speaks_against
from extractor.words.content import Content

_NEVER = 101
_GOOD = {
    "level1": "level1", "level2": "level2", "level3": "name", "operator": "sign", "target": "value", "unit": "unit",
    "standard": "standard", "weight": "points", "achieved_score": "points", "actual": "value",
    "deviation_reason": "sentence", "definition": "sentence", "direction": "direction",
}  # fmt: skip
_BAD = ("level1", "level2", "sign", "nature", "value", "unit", "tick", "sentence", "name", "direction", "standard",
    "points")  # fmt: skip
EDGES: dict[str, tuple[int, dict[str, int]]] = {
    "level1": (87, {"level2": _NEVER, "value": 57, "sentence": 62}),
    "level2": (87, {"level1": _NEVER, "value": 57, "sentence": 62}),
    "level3": (
        _NEVER,
        {"level1": 63, "level2": 63, "sign": 50, "value": 50, "tick": 59, "sentence": 88, "standard": 70},
    ),
    "operator": (69, {"nature": _NEVER}),
    "target": (65, {"sign": 57, "tick": 90, "sentence": 75, "name": _NEVER, "standard": 75, "points": _NEVER}),
    "unit": (82, {}),
    "standard": (_NEVER, {"level1": 55, "level2": 55, "sign": 55, "unit": 55}),
    "weight": (50, {}),
    "achieved_score": (50, {}),
    "actual": (59, {"tick": 88, "sentence": 88, "name": 100, "direction": _NEVER, "standard": 70, "points": _NEVER}),
    "deviation_reason": (
        61,
        {"nature": _NEVER, "name": _NEVER, "direction": _NEVER, "standard": _NEVER, "points": _NEVER},
    ),
    "note": (_NEVER, {"level1": 50, "level2": 50, "value": 75}),
    "definition": (_NEVER, {"level1": 59, "level2": 59, "sign": 59, "value": 88, "unit": 59}),
    "direction": (69, {}),
}
"""Role → per cent of the column from which it speaks against the role, of most measures; of some its own."""


def _column(role: str, bad: str, percent: int) -> Content:
    content = Content(filled=20, blank=0.0, distinct=1.0, number=float(_GOOD.get(role) == "points"))
    if role in _GOOD:
        setattr(content, _GOOD[role], 1 - percent / 100)
    setattr(content, bad, percent / 100)
    return content


@pytest.mark.parametrize("role", EDGES)
def test_what_a_head_does_not_say_is_borne_up_to_a_share(role: str) -> None:
    usual, own = EDGES[role]
    for bad in _BAD:
        if bad != _GOOD.get(role):
            found = next((p for p in range(_NEVER) if speaks_against(role, _column(role, bad, p))), _NEVER)
            assert found == own.get(bad, usual), bad


def _score(role: str, **shares: Any) -> float:
    return by_content(role, Content(**{"filled": 10, "blank": 0.0, "distinct": 1.0, **shares}))


def test_what_speaks_for_a_column() -> None:
    assert _score("target", value=1.0) > _score("target", value=0.5) > 0
    assert _score("target", name=0.6) > _score("target", name=0.5), "names alone may be grades (优, 合格)"
    assert (
        _score("level3", name=1.0, distinct=0.7)
        == _score("level3", name=1.0)
        > _score("level3", name=1.0, distinct=0.6)
    )
    assert _score("operator", sign=1.0) == 6 and _score("operator", sign=0.5, nature=0.5) == 3
    assert _score("note", blank=0.8) > _score("note") == 0
    assert _score("deviation_reason", sentence=0.5, blank=0.5) > _score("deviation_reason", sentence=0.5)
    assert _score("definition", sentence=1.0, blank=0.4) == _score("definition", sentence=1.0)
    assert _score("definition", sentence=1.0, blank=0.5) < _score("definition", sentence=1.0)


@pytest.mark.parametrize(("total", "full"), [(None, False), (100, True), (90, True), (99, False), (50, True)])
def test_points_that_sum_up_to_those_of_a_form(total: int | None, full: bool) -> None:
    some = _score("weight", points=1.0, number=1.0, total=None if total is None else Decimal(total))
    assert some == (4.5 if full else 2.0)


def test_numbers_that_count_the_rows_are_no_points_and_no_targets() -> None:
    for role in ("weight", "target"):
        assert _score(role, points=1.0, number=1.0, value=1.0, serial=True) < 0
        assert _score(role, points=1.0, number=1.0, value=1.0) > 0


def test_a_blank_column_may_be_a_note_or_a_reason() -> None:
    blank = Content()
    assert [by_content(role, blank) for role in ("note", "deviation_reason", "target", "level1")] == [0.3, 0.3, 0, 0]
    assert not any(speaks_against(role, blank) for role in EDGES)
    assert by_content("no such role", Content(filled=3)) == 0.0


# ---- columns that leave no other reading


def _case(text: str = "甲", *, exact: str | None = None, offers: tuple[Any, ...] = (), **shares: Any) -> Any:
    return SimpleNamespace(text=text, exact=exact, content=Content(filled=10, **shares), offers=offers)


def _plain_first(role: str, first: Any, *others: tuple[str, Any, bool]) -> bool:
    """Whether the first column, taken for `role`, can be nothing else beside the others (role, column, worded)."""
    chosen = [SimpleNamespace(role=role, worded=False)]
    chosen += [SimpleNamespace(role=other, worded=worded) for other, _, worded in others]
    return _plain([first, *(case for _, case, _ in others)], tuple(chosen), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "measure"), [("level1", "level1"), ("level2", "level2"), ("unit", "unit"), ("level3", "name")]
)
def test_nearly_all_cells_say_what_the_column_is(role: str, measure: str) -> None:
    assert _plain_first(role, _case(**{measure: 0.81}))
    assert not _plain_first(role, _case(**{measure: 0.8}))


def test_a_column_of_signs_may_hold_words_of_nature() -> None:
    assert _plain_first("operator", _case(sign=0.81))
    assert _plain_first("operator", _case(sign=0.3, nature=0.6))
    assert not _plain_first("operator", _case(sign=0.1, nature=0.9))
    assert not _plain_first("operator", _case(sign=0.4, nature=0.4))


def test_points_are_plain_where_they_sum_up() -> None:
    assert _plain_first("weight", _case(points=0.81, total=Decimal(100)))
    assert not _plain_first("weight", _case(points=0.8, total=Decimal(100)))
    assert not _plain_first("weight", _case(points=1.0, total=Decimal(99)))


def test_the_only_values_of_a_table_are_the_targets() -> None:
    assert _plain_first("target", _case(value=0.51))
    assert not _plain_first("target", _case(value=0.5))
    assert not _plain_first("target", _case(value=1.0), ("target", _case(value=1.0), False))
    assert not _plain_first("target", _case(value=1.0), ("other", _case(value=0.3), False))
    assert not _plain_first("target", _case(value=1.0), ("other", _case(number=0.3), False))
    assert _plain_first("target", _case(value=1.0), ("other", _case(value=0.1), False))
    assert _plain_first("target", _case(value=1.0), ("other", _case(exact="note", value=1.0), False)), (
        "its head is known"
    )
    assert _plain_first("target", _case(value=1.0), ("actual", _case(value=1.0), False))


@pytest.mark.parametrize(
    ("role", "worded", "plain"), [("other", True, False), ("other", False, True), ("actual", True, True)]
)
def test_a_head_that_plainly_says_another_thing_leaves_its_values_open(role: str, worded: bool, plain: bool) -> None:
    said = SimpleNamespace(role=role, worded=worded)
    assert _plain_first("target", _case("完成时限", value=1.0, offers=(said,))) is plain


def test_the_only_names_of_a_table_are_those_of_the_indicators() -> None:
    assert not _plain_first("level3", _case(name=1.0), ("other", _case("乙", name=0.3), False))
    assert not _plain_first("level3", _case(name=1.0), ("level3", _case("乙", name=0.3), False))
    assert _plain_first("level3", _case(name=1.0), ("other", _case("乙", name=0.1), False))
    assert _plain_first("level3", _case(name=1.0), ("other", _case("乙", name=1.0), True)), "its head is known"
    assert _plain_first("level3", _case(name=1.0), ("other", _case("甲", name=1.0), False)), "a head over two columns"
    assert _plain_first("level3", _case(name=1.0), ("note", _case("乙", name=1.0), False))


def test_other_roles_are_never_plain() -> None:
    assert not _plain_first("note", _case(name=1.0))


_COUNTED = ("level1", "level2", "sign", "nature", "value", "unit", "points", "tick", "sentence", "name", "direction",
    "standard", "blank")  # fmt: skip
WEIGHTS = """
    level1            -2.5  5.25  1.75  .     .     -2.8  .     .     .     -2.1  .     .     .     .
    level2            -2.5  1.75  5.25  .     .     -2.8  .     .     .     -2.1  .     .     .     .
    level3            .     -2.8  -2.8  -3.5  .     -3.5  .     .     -2.8  -1.4  0.42  .     -2.1  .
    operator          -5    .     .     7.7   3.5   .     .     .     .     .     .     .     .     .
    target            .     -2.8  -2.8  -3.5  -2.8  2.1   -2.8  .     -1.4  -2.1  0.6   -2.8  -2.1  .
    unit              -3    .     .     .     .     .     5.6   .     .     .     .     .     .     .
    standard          .     -2.8  -2.8  -2.8  .     .     -2.8  .     .     .     .     .     1.05  .
    weight            -5    .     .     .     .     .     .     3.92  .     .     .     .     .     .
    achieved_score    -5    .     .     .     .     .     .     3.92  .     .     .     .     .     .
    actual            .     -2.8  -2.8  -2.8  -2.8  1.4   -2.8  .     -1.4  -1.4  -1.05 .     -2.1  .
    deviation_reason  .     -2.1  -2.1  -2.1  .     -2.1  -2.1  .     -2.1  0.56  .     .     .     0.28
    note              .     -2.1  -2.1  .     .     -1.4  .     .     .     .     .     .     .     0.35
    definition        .     -2.8  -2.8  -2.8  .     -1.4  -2.8  .     .     1.4   .     .     .     -0.9
    direction         -5    .     .     .     .     .     .     .     .     .     .     7.7   .     .
"""
"""Role, what a column counts that holds nothing of all that, and what 70 % of each measure add to it."""


@pytest.mark.parametrize("line", WEIGHTS.split("\n")[1:-1])
def test_what_each_measure_counts(line: str) -> None:
    role, *counted = line.split()
    bare, *added = (0.0 if text == "." else float(text) for text in counted)
    assert by_content(role, Content(filled=10, blank=0.0)) == bare
    found = [round(by_content(role, Content(**{"filled": 10, "blank": 0.0, m: 0.7})) - bare, 2) for m in _COUNTED]
    assert found == added
