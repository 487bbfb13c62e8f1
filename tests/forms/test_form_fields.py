"""The texts of a form from the candidates that won: a printed hint is none."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Candidate, Draft, Source
from extractor.forms.form_fields import paragraphs, put_texts
from extractor.forms.reading import Reading
from extractor.model.document import Place
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(("length", "hint"), [(119, True), (120, False)])
def test_a_printed_hint_is_short(length: int, hint: bool) -> None:
    raw = "请简要说明项目情况" + "字" * (length - 9)
    form, draft = Form("", 0, "project_target", None, 2026), Draft()
    goal = Candidate("annual_goal", "年度目标", raw, Source(Place(), None))
    put_texts(form, Reading(form), draft, {"annual_goal": goal}, WORDS.grammar, wrapped=False)
    assert form.texts.annual_goal == (None if hint else raw)
    assert [left.role for left in draft.left] == (["hint"] if hint else [])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("改造泵站\n三座。", "改造泵站三座。"),
        ("改造泵站三座。\n清淤渠道", "改造泵站三座。清淤渠道"),  # a full stop alone begins no paragraph
        ("1.改造泵站\n2.清淤渠道", "1.改造泵站\n2.清淤渠道"),
        ("1.改造泵站。\n清淤渠道", "1.改造泵站。\n清淤渠道"),  # among numbered ones it does
        ("1.改造泵站\n三座。\n清淤", "1.改造泵站三座。\n清淤"),
        ("总体如下\n1.改造泵站。\n清淤", "总体如下\n1.改造泵站。清淤"),
        (" \u3000改造泵站\n\n 三座 ", "改造泵站三座"),
        ("", ""),
    ],
)
def test_lines_that_the_printer_broke_are_joined(raw: str, text: str) -> None:
    assert paragraphs(raw, wrapped=True) == text


def test_lines_of_a_format_that_breaks_none_are_paragraphs() -> None:
    assert paragraphs("改造泵站 \n\n\u3000三座。", wrapped=False) == "改造泵站\n三座。"
