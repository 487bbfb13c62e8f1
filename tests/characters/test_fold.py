"""Folding: what makes another wording of a label, and where each folded character stands in the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.characters.fold import cut_level_word, fold_key, fold_label, key_places

SAME = [
    ("★★★受益脱贫户、监测户人口数(≥**户)", "受益脱贫户监测户人口数"),
    ("受益建档立卡贫困人口数≥**人", "受益建档立卡贫困人口数"),
    ("受益建档立卡贫困人口数>=**人", "受益建档立卡贫困人口数"),
    ("指标1：新建堤防、护岸长度", "新建堤防护岸长度"),
    ("指标 12 ：工程验收合格率", "工程验收合格率"),
    ("（3）公用经费控制率（必填）", "公用经费控制率"),
    ("①　培训\n（参会）人次", "培训参会人次"),
    ("产出指标\n(40-50)分", "产出指标"),
    ("产出指标（50分）", "产出指标"),
    ("“三支一扶”人员到岗及时率", "三支一扶人员到岗及时率"),
    ("实际完成值：", "实际完成值"),
    ("1-6月执行数", "1-6月执行数"),
    ("PM2.5平均浓度", "pm2.5平均浓度"),
    ("【主管部门】", "主管部门"),
    ("资料完整，准确率", "资料完整准确率"),
]


@pytest.mark.parametrize(("raw", "key"), SAME)
def test_the_key_of_a_printed_label(raw: str, key: str) -> None:
    assert fold_key(raw) == key


def test_numbers_and_signs_that_carry_meaning_stay() -> None:
    assert fold_key("5000吨稻谷储备到位率") != fold_key("500吨稻谷储备到位率")
    assert fold_key("1-6月执行数") != fold_key("16月执行数")
    assert fold_key("1.5公里道路") != fold_key("15公里道路")
    assert fold_key("2024年培训人数") == "2024年培训人数"


def test_a_label_that_is_all_bracket_is_kept() -> None:
    assert fold_label("(盖章)") == "(盖章)"
    assert fold_key("（50分）") == "50分"


def test_the_level_word_is_cut_once_or_twice_but_never_all() -> None:
    assert cut_level_word("数量指标") == "数量"
    assert cut_level_word("服务对象满意度指标指标") == "服务对象满意度"
    assert cut_level_word("指标") == "指标"


@pytest.mark.parametrize("raw", [raw for raw, _ in SAME])
def test_places_point_at_the_characters_they_name(raw: str) -> None:
    places = key_places(raw)
    assert places is not None
    assert fold_key("".join(raw[at] for at in places)) == fold_key(raw)


@given(st.text(st.sampled_from("受益人数指标1２（）()≥**人★ 、：:.①\n-满意度%"), max_size=24))
def test_folding_again_changes_nothing_and_places_are_in_order(raw: str) -> None:
    label = fold_label(raw)
    assert label == fold_label(label) or len(fold_label(label)) < len(label)
    places = key_places(raw)
    if places is not None:
        assert list(places) == sorted(places)
        assert len(places) == len(fold_key(raw))
        assert all(0 <= at < len(raw) for at in places)
