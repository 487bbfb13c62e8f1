"""Labels and values in one text: the day of filing, money and its parts, and doubts."""

from __future__ import annotations

import pytest

from extractor.forms import labelled_text
from extractor.forms.draft import Draft, Source
from extractor.forms.labelled_text import LabelledText
from extractor.rulebook import load_rules
from extractor.words.meaning import Meaning
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())
AT = Source({"line": 1})


def _texts() -> LabelledText:
    return LabelledText(WORDS, Draft())


def _left(texts: LabelledText) -> list[tuple[str | None, str]]:
    return [(left.entry.label, left.entry.text) for left in texts.draft.left]


@pytest.mark.parametrize(
    ("label", "day"),
    [("经办人", True), ("填报人员姓名", True), ("鹳雀楼", False), ("填报单位", False), ("填报日期", False)],
)
def test_a_day_at_the_end_of_a_line_that_signs_off_is_that_of_filing(label: str, day: bool) -> None:
    texts = _texts()
    assert texts._takes_day(" 时间：2024年12月16日", [label], AT) == day
    assert [(c.identity, c.raw) for c in texts.draft.fields] == ([("filing_date", "2024年12月16日")] if day else [])
    assert not texts._takes_day(" 时间：待定", [label], AT)


@pytest.mark.parametrize(
    ("label", "value", "amounts", "left"),
    [
        ("财政拨款", "5万元", [("fiscal_appropriation", "5万元")], []),
        ("财政拨款", "按规定", [("fiscal_appropriation", "按规定")], []),  # no field: money, whatever its text
        ("鹳雀楼", "按规定", [], [("鹳雀楼", "按规定")]),
        ("项目名称", "5万元", [], []),
    ],
)
def test_a_label_of_money_alone_takes_any_text(
    label: str, value: str, amounts: list[tuple[str, str]], left: list[tuple[str, str]]
) -> None:
    texts = _texts()
    texts.put_pair(label, value, AT)
    assert [(a.code, a.raw) for a in texts.draft.amounts] == amounts
    assert _left(texts) == left


@pytest.mark.parametrize(
    ("identity", "margin", "doubts"),
    [("implementer", 0.0, 1), ("implementer", 9.0, 0), ("other_plan", 0.0, 0)],
)
def test_a_label_that_may_mean_another_is_doubted_unless_no_key_takes_it(
    identity: str, margin: float, doubts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labelled_text, "meaning_of", lambda *_: Meaning("field", identity, 1.0, margin, "", None, 0.0))
    texts = _texts()
    texts.put_pair("鹳雀楼", "某局", AT)
    assert len(texts.draft.doubts) == doubts


@pytest.mark.parametrize(
    ("text", "amounts", "left"),
    [
        ("其中：中央资金120万元，省级资金50万元", ["120万元", "50万元"], []),
        ("中央资金120万元", ["120万元"], []),
        ("按规定拨付", [], ["按规定拨付"]),
        ("", [], []),
    ],
)
def test_parts_behind_a_total(text: str, amounts: list[str], left: list[str]) -> None:
    texts = _texts()
    texts.breakdown(text, AT)
    assert [a.raw for a in texts.draft.amounts] == amounts
    assert [said for _, said in _left(texts)] == left
