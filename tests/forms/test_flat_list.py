"""A list of projects whose indicators are packed into one cell each."""

from __future__ import annotations

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.flat_list import _columns, packed_band
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
PACKED = "【产出指标-数量指标】改造泵站3座；【效益指标-社会效益指标】受益农户300户"


@pytest.mark.parametrize(
    ("heads", "flat"),
    [
        (["项目名称", "资金总额", "鹳雀"], {"field:project_name", "amount:total"}),
        (["项目名称", "鹳雀", "楼台"], None),  # one column of the list's own
        (["项目名称", "资金总额", "鹳雀", "楼台"], None),  # half of the heads are known
        (["项目名称", "资金总额", "鹳雀", "楼台", "亭榭"], None),
    ],
)
def test_two_heads_of_the_lists_own_and_most_of_them_known(heads: list[str], flat: set[str] | None) -> None:
    band = packed_band(drawn(heads, ["泵站", *["5"] * (len(heads) - 2), PACKED]), 0, WORDS)
    assert (band and set(band.flat)) == flat


ONE = "数量指标：维修泵站3座"


@pytest.mark.parametrize(
    ("heads", "flat"),
    [
        (["项目名称", "填报单位", "鹳雀"], {"field:project_name": 0, "field:filer": 1}),
        (["项目名称", "填报单位", "鹳雀", "台阁"], None),  # labels with their values between them
        (["项目名称", "联系电话", "鹳雀"], None),  # one column of a list alone
        (["填报单位", "财政拨款", "鹳雀"], {"field:project_name": 0, "amount:fiscal_appropriation": 1}),
        (["主管部门", "财政拨款", "鹳雀"], {"field:department": 0, "amount:fiscal_appropriation": 1}),
    ],
)
def test_heads_of_a_list_with_packed_indicators(heads: list[str], flat: dict[str, int] | None) -> None:
    found = packed_band(drawn(heads, ["甲", "乙", ONE, ""][: len(heads)]), 0, WORDS)
    assert (found and {role: head.col for role, head in found.flat.items()}) == flat
    assert packed_band(drawn(heads, ["甲"] * len(heads)), 0, WORDS) is None, "nothing packed stands under them"


@pytest.mark.parametrize(("grouped", "fields"), [(True, ["project_name", "annual_goal"]), (False, ["project_name"])])
def test_packed_indicators_are_no_goal_unless_indicators_have_columns(grouped: bool, fields: list[str]) -> None:
    table = drawn(["项目名称", "年度目标"], ["甲", ONE])
    roles = ["field:project_name", "field:annual_goal"]
    flat = {role: Head(role, n, cell.text, cell) for n, (role, cell) in enumerate(zip(roles, table.starting(0)))}
    band = Band(0, 1, list(flat.values()), groups=[("annual", {})] if grouped else [], flat=flat)
    draft = Draft()
    _columns(table, band, 1, 2, draft, {}, set(), WORDS)
    assert [candidate.identity for candidate in draft.fields] == fields
