"""The unit of a form's money: what its texts say of a figure, and how large figures without a unit are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.forms import form_money


@pytest.mark.parametrize(
    ("figure", "prose", "unit"),
    [
        ("120", "安排资金120万元", "万"),
        ("120", "安排资金120元", "元"),
        ("120", "每户120元，共120万元", "万"),
        ("120", "安排资金120个", None),
        ("20", "安排资金120万元", None),  # the end of another figure
        ("120", "安排资金1,120万元", None),
        ("0", "资金0元", None),
        ("0.00", "资金0.00元", None),
        ("", "万元", None),
        ("1.5", "资金135万元", None),  # its point is no sign for any character
    ],
)
def test_what_stands_behind_the_same_figure(figure: str, prose: str, unit: str | None) -> None:
    assert form_money._unit_told(figure, prose) == unit


@pytest.mark.parametrize(
    ("figures", "project", "yuan"),
    [
        (["1000000"], False, True),
        (["999999"], False, False),
        (["999900", "300"], True, True),
        (["100000", "300"], True, True),
        (["99900"], True, False),
        (["100000", "301"], True, False),
        (["100000"], False, False),
        (["300", "1000001"], False, True),
    ],
)
def test_figures_so_large_are_yuan(figures: list[str], project: bool, yuan: bool) -> None:
    assert form_money._plausibly_yuan([Decimal(figure) for figure in figures], project=project) == yuan
