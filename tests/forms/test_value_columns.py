"""Which of several columns of values is the value: how many of them, and how alike, tell what they are."""

from __future__ import annotations

import pytest

from extractor.forms import value_columns
from extractor.forms.band import Band, Head
from extractor.forms.value_columns import GRADE
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _band(*heads: tuple[str, str]) -> Band:
    """Heads by role and text, a column each."""
    return Band(
        0, 1, [Head(role, c, text, Cell(0, c, text=text), path=(text,)) for c, (role, text) in enumerate(heads)]
    )


def _roles(band: Band) -> list[str]:
    return [head.role for head in band.heads]


@pytest.mark.parametrize(("grades", "role"), [(["优", "良"], "other"), (["优", "良", "中"], "grade")])
def test_three_heads_of_grades_are_a_scale(grades: list[str], role: str) -> None:
    band = _band(*((GRADE, text) for text in grades))
    value_columns._find_grades(band, WORDS)
    assert _roles(band) == [role] * len(grades)


@pytest.mark.parametrize(
    ("parts", "roles"),
    [(["一季度完成值"], ["actual", "actual"]), (["一季度完成值", "二季度完成值"], ["other", "other", "actual"])],
)
def test_two_parts_of_the_year_are_added_up_beside_them(parts: list[str], roles: list[str]) -> None:
    band = _band(*(("actual", text) for text in [*parts, "累计完成值"]))
    value_columns._cumulative(band, WORDS)
    assert _roles(band) == roles


@pytest.mark.parametrize(
    ("heads", "roles"),
    [
        (["一季度完成值", "二季度完成值"], ["actual", "actual"]),  # parts: what was reached by then is neither
        (["一季度完成值", "半年完成值"], ["other", "actual"]),
        (["半年完成值", "半年完成值"], ["actual", "actual"]),
    ],
)
def test_what_was_reached_is_the_latest_of_two_dates_one_of_them_no_quarter(heads: list[str], roles: list[str]) -> None:
    band = _band(*(("actual", text) for text in heads))
    value_columns._at_dates(band, WORDS)
    assert _roles(band) == roles


@pytest.mark.parametrize(
    ("years", "role"), [(["2024年目标值"], "target"), (["2024年目标值", "2025年目标值"], "region")]
)
def test_values_of_two_years_are_a_value_a_year(years: list[str], role: str) -> None:
    band = _band(("level3", "三级指标"), *(("target", text) for text in years))
    table = drawn(["三级指标", *years], ["改造泵站", *["3座"] * len(years)])
    value_columns._find_regions(table, band, [1], WORDS)
    assert _roles(band)[1:] == [role] * len(years)


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        (["鹳甲", "雀甲"], True),
        (["鹳甲", "雀乙"], False),
        (["鹳甲", "雀乙", "楼乙"], True),  # two ends among three
        (["鹳甲", "雀甲", "楼丙", "台丁"], False),  # three among four
        (["鹳甲", "雀乙", "楼乙", "台乙", "亭戊"], True),  # three among five
        (["青山县", "鹳雀"], True),  # half of them are places
        (["青山县", "鹳雀", "楼台"], False),
    ],
)
def test_names_of_places_end_alike_or_half_of_them_are_known(names: list[str], alike: bool) -> None:
    heads = [Head("other", c, text, Cell(0, c, text=text)) for c, text in enumerate(names)]
    assert value_columns._of_one_kind(heads, WORDS) == alike


@pytest.mark.parametrize(
    ("years", "roles"), [(["2023年"], ["target", "region"]), (["2023年", "2024年"], ["target", "other", "target"])]
)
def test_of_two_years_the_forms_own_is_the_value(years: list[str], roles: list[str]) -> None:
    band = _band(("target", "指标值"), *(("region", text) for text in years))
    band.regions = band.heads[1:]
    value_columns._current_of_regions(band, WORDS, 2024)
    assert _roles(band) == roles


@pytest.mark.parametrize(("shares", "role"), [(["本级完成"], "actual"), (["本级完成", "下级完成"], "other")])
def test_shares_of_several_governments_are_none_of_them_what_was_reached(shares: list[str], role: str) -> None:
    band = _band(*(("actual", text) for text in shares))
    value_columns._of_governments(band, WORDS)
    assert _roles(band) == [role] * len(shares)


def test_parts_of_the_year_alone_or_under_one_head_are_a_value_each() -> None:
    quarters = [("other", "一季度"), ("other", "二季度")]
    band = _band(*quarters)
    value_columns._parts_of_year(band, WORDS)
    assert _roles(band) == ["region"] * 2
    for tops, role in ((["目标", "目标"], "region"), (["目标", "甲"], "other")):
        band = _band(*quarters)
        for head, top in zip(band.heads, tops):
            head.path = (top, head.text)
        value_columns._parts_of_year(band, WORDS)
        assert _roles(band) == [role] * 2
