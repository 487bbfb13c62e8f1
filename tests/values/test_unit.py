"""Numbers in words, points, and the unit dictionary."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.values.book import UnitBook
from extractor.values.number import chinese_number, parse_number
from extractor.values.shipped import normalise_unit, shipped_units
from extractor.values.unit import MONEY_YUAN, Unit, UnitIndex


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


# ---- the look-ups of the unit book, function by function

_UNITS = shipped_units()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("人", ("人", "persons", "persons")), ("元/人", ("元/人", "money", "money per")),
        ("元/人·月", ("元/人·月", "money", "money per")), ("元/(人·月)", ("元/人·月", "money", "money per")),
        ("元/人.天", ("元/人·天", "money", "money per")), ("元/人/月", ("元/人/月", "money", "money per")),
        ("人/元", ("人/元", "persons", "persons")), ("/人", ("/人", "money", "money per")),
        ("人·天", ("人·天", "persons", "persons")), ("人×天", ("人·天", "persons", "persons")),
        ("kW·h", ("kW·h", "energy", "energy")), ("万人", ("万人", "persons", "persons")),
        ("亿立方米", ("亿立方米", "volume", "volume")), ("万元", ("万元", "money", "money")),
        ("", None), ("每人", None), ("每人每月", None), ("元/", None), ("元每", None), ("元/囍", None), ("囍/人", None),
        ("元/人/囍", None), ("人·囍", None), ("囍·人", None), ("万", None), ("万%", None), ("万囍", None), ("囍", None),
        ("万万元", None),
    ],
)  # fmt: skip
def test_a_text_that_is_a_unit_as_a_whole(text: str, unit: tuple[str, str, str] | None) -> None:
    found = _UNITS.lookup(text)
    assert (found and (found.text, found.family, found.kind)) == unit
    assert _UNITS.family_of(text) == (unit and unit[2])


def test_a_unit_is_of_one_thing_unless_said_otherwise() -> None:
    assert Unit("囍") == Unit("囍", None, per=False) and Unit("元", "money").kind == "money"
    assert Unit("人", "persons", per=True).kind == "persons" and Unit("元/人", "money", per=True).kind == "money per"


@pytest.mark.parametrize(
    ("text", "unit", "rest"),
    [
        ("人以上", "人", "以上"), ("人", "人", ""), ("人次", "人次", ""), ("万人次培训", "万人次", "培训"),
        ("条次干道", "条", "次干道"), ("条次", "条次", ""), ("条次数", "条次", "数"), ("次干道", None, None),
        ("3条次干道", None, None), ("囍", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_the_longest_unit_at_the_beginning(text: str, unit: str | None, rest: str | None) -> None:
    found = _UNITS.split_prefix(text)
    assert (found and (found[0].text, found[1])) == (unit and (unit, rest))


def test_a_unit_at_the_beginning_has_twenty_characters_at_most() -> None:
    long = "/".join(["元", *["人"] * 9])
    assert [_UNITS.lookup(long + more) is not None for more in ("", "/户")] == [True, False]
    assert len(long) == 19 and _UNITS.lookup("千" + long) is not None
    found = _UNITS.split_prefix(f"千{long}培训")
    assert found is not None and found[1] == "培训"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("培训(人)", "人"), ("培训[人]", "人"), ("培训(人):", "人"), ("培训(单位:人)", "人"), ("培训(≥**人)", "人"),
        ("培训(村)", None), ("培训(≥**村)", "村"), ("培训(单位:村)", "村"), ("培训≥**人", "人"), ("培训≥**囍", None),
        ("培训(人)(试点)", "人"), ("培训(试点)", None), ("培训(个)(无)", "个"), ("培训(无)", None), ("培训", None),
        ("率(%)", "%"), ("合格率%", "%"), ("合格率5%", None), ("合格率≥**%", "%"), ("%", "%"),
        ("培训(人)≥**囍", None),
    ],
)  # fmt: skip
def test_the_unit_in_the_bracket_of_a_name(label: str, unit: str | None) -> None:
    assert _UNITS.of_label(label) == unit


@pytest.mark.parametrize(
    ("printed", "unit", "known"),
    [
        ("人", "人", True), ("", None, True), ("无", None, True), ("/", None, True), ("囍", "囍", False),
        ("元/囍", "元/囍", False), ("每人每月", "每人每月", True), ("标准煤吨", "标准煤吨", False),
        ("万囍", "万囍", False),
        ("吨/公里/囍", "吨/公里/囍", False), ("百公里", "百公里", True), ("村", "村", True), ("万村", "万村", True),
        ("2", None, True), ("3囍", None, False),
    ],
)  # fmt: skip
def test_what_a_unit_cell_holds(printed: str, unit: str | None, known: bool) -> None:
    found = _UNITS.normalise(printed)
    assert ((found and found.text), _UNITS.known(printed)) == (unit, known)


@pytest.mark.parametrize(
    ("part", "beside"),
    [("吨公里", True), ("个村", True), ("人人", False), ("囍人", False), ("人囍", False), ("人", False), ("", False),
     ("人人次", True), ("平方米万立方米", True), ("平方公里万立方米", True), ("平方公里万万立方米", True)],
)  # fmt: skip
def test_two_units_side_by_side(part: str, beside: bool) -> None:
    assert _UNITS.side_by_side(part) == beside


def test_what_a_unit_may_have_been_meant_for() -> None:
    """The usual ones first, then the listed ones, then with 万 and 亿 before them unless they have one."""
    units = UnitIndex(
        {"百分比": "%"}, {"share": ["%"], "money": ["元", "万元"]}, ["村"], [("time", ["人"], ["天"])], usual=["元"]
    )
    assert units.meant == ("元", "%", "万元", "百分比", "万元", "亿元", "万%", "亿%", "万百分比", "亿百分比")
    assert units.lookup("人天") == Unit("人天", "time") and units.lookup("天人") is None
    assert units.is_noun("村") and not units.is_noun("元")


def test_the_power_of_ten_of_each_money_unit() -> None:
    assert MONEY_YUAN == {
        "元": 0, "角": -1, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8, "万亿元": 12, "万": 4, "亿": 8,
    }  # fmt: skip
