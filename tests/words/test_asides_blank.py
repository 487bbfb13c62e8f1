"""What is filled in beside a label, and what only says where a seal goes: by the rule book's words (K25)."""

from __future__ import annotations

import pytest

from extractor.rulebook import load_rules

ASIDES = load_rules().grammar.asides


@pytest.mark.parametrize(
    "raw, kept",
    [
        ("某局（盖章）", "某局"),
        ("某局 (单位公章)", "某局"),
        ("张三 签字：", "张三"),
        ("章山镇", "章山镇"),
        ("（盖章）", None),
    ],
)
def test_a_seal_is_no_part_of_the_value(raw: str, kept: str | None) -> None:
    assert ASIDES.clean(raw) == kept
    assert ASIDES.is_blank(raw) == (kept is None)


@pytest.mark.parametrize("raw", ["", " — ", "——", "：", "／"])
def test_a_dash_is_blank(raw: str) -> None:
    assert ASIDES.is_blank(raw)


def test_a_bureau_names_seals_of_its_own() -> None:
    own = ASIDES.model_copy(update={"seal_place": "（骑缝章）", "optional": "可不填"})
    assert own.clean("某局（骑缝章）") == "某局"
    assert own.clean("某局（盖章）") == "某局（盖章）"
    assert own.may_stay_blank("备注（可不填）") and not own.may_stay_blank("备注（选填）")


def test_labels_say_parts_numbers_and_units_as_the_rule_book_words_them() -> None:
    grammar = load_rules().grammar
    assert grammar.leads_to_parts("，其 中：") and not grammar.leads_to_parts("其中省级")
    assert grammar.numbers_goal("目标2:") and not grammar.numbers_goal("目标2:改造泵站")
    assert grammar.only_unit("金额单位:万元") and not grammar.only_unit("500万元")
    assert grammar.of_whole("总体目标") and not grammar.of_whole("年度目标")
