"""A sentence with one number in it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.sentence import read_sentence
from tests.values.said import row, said


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("年度预算220万元", {}, "number 220 万元"), ("在规定时间结案率为95%", {}, "number 95 %"),
        ("每人每月530元", {}, "number 530 元/人·月"), ("合格率95", {}, "number 95"),
        ("合格率≥95", {}, "number >= 95"), ("合格率为95", {}, "number 95"), ("培训人数达到95人", {}, "number 95 人"),
        ("培训95人次以上", {}, "number >= 95 人次"), ("培训人数95", {}, "number 95"), ("培训:95", {}, "number 95"),
        ("培训95", {}, "none"), ("培训95囍", {}, "none"), ("培训95囍", {"unit": "囍"}, "number 95 囍"),
        ("2024年培训95人", {}, "number 95 人"), ("2024年", {}, "none"),
        ("PM2.5下降5%", {}, "number 5 %"), ("PM2.5", {}, "none"), ("培训95人,开会3次", {}, "none"),
        ("培训三次95人", {}, "none"), ("完成百分之九十五", {}, "number 95 %"),
        ("完成百分之九十五以上", {}, "number >= 95 %"),
        ("合格率不低于95%", {}, "number >= 95 %"), ("不低于95%合格", {}, "none"), ("不不低于95%", {}, "none"),
        ("未超过95%", {}, "none"), ("第3次", {}, "none"), ("附件3个", {}, "none"), ("零下5℃", {}, "none"),
        ("A5人", {}, "none"), ("一、培训5人", {}, "number 5 人"),
        ("成本控制在5万元以内", {}, "number <= 5 万元"),
        ("不超过预算5万元", {}, "number <= 5 万元"), ("不超过预算数5万元", {}, "number <= 5 万元"),
        ("不超过年度预算≤5万元", {}, "none"), ("≥合格率5%", {}, "none"), ("≥合格率≥5%", {}, "none"),
        ("超过合格率5%", {}, "none"), ("培训5人;开会", {}, "none"), ("培训5人;", {}, "number 5 人"),
        ("培训5人。开会", {}, "none"), ("3月培训5人", {}, "none"), ("三月培训5人", {}, "none"),
    ],
)  # fmt: skip
def test_one_number_of_a_sentence(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_sentence(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("每季度一次", {}, "number 1 次/季度"), ("每季度1次", {}, "number 1 次/季度"),
        ("一年两次", {}, "number 2 次/年"), ("半年1次", {}, "number 1 次/半年"),
        ("每月巡查3次", {}, "number 3 次/月"), ("每月≥3次", {}, "number >= 3 次/月"),
        ("≥每月3次", {}, "number >= 3 次/月"), ("每月3次以上", {}, "number >= 3 次/月"),
        ("每月3人", {}, "number 3 人/月"), ("每月3次/人", {}, "none"), ("每囍3次", {}, "none"),
    ],
)  # fmt: skip
def test_how_often(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_sentence(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("每人每月530元", {}, "number 530 元/人·月"), ("按每人530元", {}, "number 530 元/人"),
        ("每人530元/月", {}, "none"), ("每人95%", {}, "number 95 %"), ("每人提高5个百分点", {}, "number 5 个百分点"),
        ("每囍530元", {}, "none"), ("人均530元", {}, "number 530 元/人"), ("户均收入530元", {}, "number 530 元/户"),
        ("人均530元/月", {}, "number 530 元/人·月"),
        ("人均530人", {}, "number 530 人"), ("均530元", {}, "number 530 元"),
    ],
)  # fmt: skip
def test_a_number_for_each(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_sentence(text, row(**given))) == read


@pytest.mark.parametrize(
    ("length", "longest", "read"),
    [(60, 60, "number 95 人次"), (61, 60, "none"), (50, 50, "number 95 人次"), (51, 50, "none")],
)
def test_a_sentence_is_short(length: int, longest: int, read: str) -> None:
    text = "工" * 30 + "培训人数95人次"
    assert said(read_sentence(text + "成" * (length - len(text)), row(), longest)) == read


def test_a_sentence_has_sixty_characters_unless_said_otherwise() -> None:
    text = "工" * 30 + "培训人数95人次"
    assert [read_sentence(text + "成" * (n - len(text)), row()) is None for n in (60, 61)] == [False, True]
