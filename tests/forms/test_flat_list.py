"""A list of projects whose indicators are packed into one cell each."""

from __future__ import annotations

import pytest

from extractor.forms.flat_list import packed_band
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
