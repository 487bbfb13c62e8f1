"""Of several 主管部门 by level of government the lowest filled one is the form's (K33)."""

from __future__ import annotations

import pytest

from tests.forms.pages import TOP, reading, row

HIGH, LOW = "省交通运输厅", "青山县交通运输局"


@pytest.mark.parametrize(
    ("high", "low"),
    [
        ("自治区主管部门", "市县主管部门"),
        ("自治区级主管部门", "地州主管部门"),
        ("自治区业务主管部门", "旗县区主管部门"),
        ("兵团主管部门", "师市主管部门"),
        ("省级主管部门", "市县主管部门"),
        ("中央主管部门", "自治区主管部门"),
        ("省级主管部门", "区级主管部门"),
    ],
)
def test_the_lowest_of_two_levels_is_the_department_in_either_order(high: str, low: str) -> None:
    for pairs in ((high, HIGH, low, LOW), (low, LOW, high, HIGH)):
        form = reading(f"{TOP}<table>{row('项目名称', '3|农村公路养护')}{row(*pairs)}</table>").form
        assert form.department == LOW
        assert [(left.label, left.text) for left in form.unmapped] == [(high, HIGH)]


def test_a_blank_lower_level_leaves_the_one_above() -> None:
    pairs = row("自治区主管部门", HIGH, "市县主管部门", "")
    assert reading(f"{TOP}<table>{row('项目名称', '3|农村公路养护')}{pairs}</table>").form.department == HIGH
