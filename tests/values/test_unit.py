"""Numbers in words, points, and the unit dictionary."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.values.book import UnitBook
from extractor.values.number import chinese_number, parse_number
from extractor.values.shipped import normalise_unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三次", 3), ("百分之九十五", 95), ("两个季度", 2), ("一百二十", 120), ("五千三百万", 53_000_000),
        ("一千零五十", 1050), ("十五", 15), ("二〇二四", 2024),
        ("一亿三千万", 130_000_000), ("伍拾万元整", 500_000), ("5.5万人", 55_000), ("８，０００", 8000),
        ("三点五", "3.5"), ("100%", 100), ("-5", -5),
    ],
)  # fmt: skip
def test_numbers(text: str, number: int | str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1,2", "7,00.0,77", "1 000", "", "三五", "一百二", "三万五", "3-5", "十十", "百", "万", "1.2.3", "1" * 60]
)
def test_what_is_no_single_number(text: str) -> None:
    assert parse_number(text) is None


def test_every_chinese_numeral_up_to_ten_thousand_reads_back() -> None:
    digits = "零一二三四五六七八九"

    def words(n: int) -> str:
        if n < 10:
            return digits[n]
        for size, unit in ((1000, "千"), (100, "百"), (10, "十")):
            if n >= size:
                head, rest = divmod(n, size)
                zero = "零" if 0 < rest < size // 10 else ""
                return f"{digits[head]}{unit}{zero}{words(rest) if rest else ''}"
        raise AssertionError(n)

    assert all(chinese_number(words(n)) == n for n in range(10_000))


@pytest.mark.parametrize(
    ("raw", "text", "family"),
    [
        ("元每人每月", "元/人·月", "money"), ("元/人*月", "元/人·月", "money"), ("元/人.每天", "元/人·天", "money"),
        ("户/人.月", "户/人·月", "households"),
        ("元/人/月", "元/人/月", "money"), ("%(百分比)", "%", "share"), ("百分比", "%", "share"), ("％", "%", "share"),
        ("万立方米", "万立方米", "volume"),
        ("人数", "人数", "persons"), ("人/年", "人/年", "persons"), ("千克", "千克", "mass"), ("囍", "囍", None),
        ("标准煤吨", "标准煤吨", None),
    ],
)  # fmt: skip
def test_one_spelling_for_each_unit(raw: str, text: str, family: str | None) -> None:
    unit = normalise_unit(raw)
    assert unit is not None and (unit.text, unit.family) == (text, family)


@pytest.mark.parametrize("raw", ["", "无", "-", "—", "/", "2", "*", "[x]"])
def test_no_unit(raw: str) -> None:
    assert normalise_unit(raw) is None


def test_every_word_of_the_book_is_a_unit_and_stands_in_one_family() -> None:
    book = load_yaml(shipped_dir() / "units.yaml", UnitBook)
    seen: dict[str, str] = {}
    for key, family in book.families.items():
        for word in family.words:
            assert seen.setdefault(word, key) == key, word
            assert normalise_unit(word) is not None, word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("families:\n  money: {name: 金额, words: [元]}\n  time: {name: 时间, words: [年, 元]}\n", "元"),
        ("families:\n  money: {name: 金额, words: 元}\n", "第 2 行"),
        ("families:\n  share: {name: 比率, words: ['%']}\n", "money"),
        ("families:\n  money: {name: 金额, words: [元]}\npairing: []\n", "pairing"),
    ],
)
def test_a_broken_unit_book_names_its_fault(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleBookError, match=said):
        load_yaml(path, UnitBook)
