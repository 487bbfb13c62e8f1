"""A value cell as a whole: what is a placeholder, one value, several values, or text."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.cell import MAX_LENGTH, read_cell
from tests.values.said import row, said

_YEAR = {"year": 2024}


def _read(cell: str, **given: Any) -> str:
    return said(read_cell(cell, row(**given))[0])


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("-", "empty"), ("——", "empty"), ("-----", "text"), ("年月日", "empty"), ("x年x月x日", "empty"),
        ("2024年x月", "text"), ("**", "empty"), ("**年", "empty 年"), ("≥**", "empty >="), ("≥**%", "empty >= %"),
        ("**%", "empty %"), ("≥", "empty >="), ("%", "empty %"), ("个", "empty 个"), ("人", "empty 人"),
        ("万元", "empty 万元"), ("元/人", "empty 元/人"),
        ("村", "text"), ("名", "text"),  # alone just a word
        ("≥村", "empty >= 村"), ("**村", "empty 村"),
        ("(万元)", "empty 万元"), ("(村)", "empty 村"), ("(甲乙)", "text"), ("(万元", "text"), ("万元)", "text"),
        ("-万元", "empty 万元"), ("/个", "empty 个"), ("—%", "empty %"), ("-村", "empty 村"), ("-甲乙", "text"),
        ("~个", "text"),
        ("**个以上", "empty 个"), ("≥**以上", "empty >="), ("**以上", "empty"), ("以上", "text"), ("个以上", "text"),
        ("××元、××元", "empty"), ("**个;甲乙", "text"), ("个、元", "text"), ("≥**个、**元", "empty >="),
        ("≥x", "empty >="), ("x", "empty"), ("X个", "empty 个"), ("xx", "empty"), ("xy", "text"),
        ("…", "empty"), ("..", "text"), ("...", "empty"), ("?", "empty"), ("□个", "empty 个"), ("○", "empty"),
        ("○个", "empty 个"), ("○五", "text"), ("**甲乙", "text"), ("≥甲乙", "text >="),
    ],
)  # fmt: skip
def test_what_stands_for_a_value_that_is_not_there(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "given", "read"),
    [
        ("万元", {"operator": "<="}, "empty <= 万元"),
        ("≥万元", {"operator": "<="}, "empty >= 万元"),
        ("-", {"operator": "<=", "unit": "个"}, "empty <= 个"),
        ("≥", {"unit": "个"}, "empty >= 个"),
        ("**", {"unit": "个", "operator": ">="}, "empty >= 个"),
        ("≥**", {"unit": "个", "operator": "<="}, "empty >= 个"),
        ("**个、**元", {"operator": "<="}, "empty <="),
        ("≥**个、**元", {"operator": "<="}, "empty >="),
        ("3", {"operator": "<=", "unit": "个"}, "number <= 3 个"),
    ],
)
def test_a_placeholder_has_the_sign_and_unit_of_its_row_where_it_prints_none(
    cell: str, given: dict[str, Any], read: str
) -> None:
    assert _read(cell, **given) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("5[个]", "number 5 个"), ("[5]个", "text"), ("(5)[个]", "text"), ("5[无]", "text"), ("5[]", "text"),
        ("5[abc]", "number 5 abc"), ("5人[个]", "number 5 人"), ("5[个]]", "text"),
        ("[个]", "text"), ("甲乙[个]", "text"),
        ("≥5[其中2人]", "number >= 5"), ("≥5万[其中2万元]", "number >= 50000"), ("5[3人]个", "text"),
        ("0[座];2[座]", "compound <number 0 座> <number 2 座>"), ("0[座];2[座]□", "text"), ("5[个]□", "text"),
    ],
)  # fmt: skip
def test_a_unit_in_square_brackets_behind_a_value_is_its_unit(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("3个;5人", "compound <number 3 个> <number 5 人>"),
        ("3个;5人;", "compound <number 3 个> <number 5 人>"),
        ("1个;;2个", "compound <number 1 个> <number 2 个>"),
        (";1个", "text"),
        ("3;5", "compound <number 3> <number 5>"),  # numbers without a unit only between semicolons
        ("3、5", "text"), ("3,5", "text"), ("3个,5", "text"), ("3;5%", "compound <number 3> <number 5 %>"),
        ("3个、5个", "compound <number 3 个> <number 5 个>"),
        ("3个,5个", "compound <number 3 个> <number 5 个>"),
        ("1,200个,5个", "compound <number 1200 个> <number 5 个>"),
        ("1/2", "text"), ("1/2/3", "compound <number 1> <number 2> <number 3>"),  # or three and more slashed
        ("3个/5个", "compound <number 3 个> <number 5 个>"), ("3个/5人", "text"), ("3个/5", "text"),
        ("3个/5个/7", "text"),
        ("1:2;3:4", "compound <ratio 1..2> <ratio 3..4>"),
        ("≥3个;5-8人", "compound <number >= 3 个> <range between 5..8 人>"),
        ("优;3个", "text"), ("3个;**", "text"), ("3个;3个;优", "text"),
        ("培训3人;开会5次", "compound <number 3 人> <number 5 次>"),
        ("培训3人、开会5次", "compound <number 3 人> <number 5 次>"),
        ("培训3人/开会5次", "text"),
    ],
)  # fmt: skip
def test_several_values_in_one_cell(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("100/90/85%", "compound <number 100 %> <number 90 %> <number 85 %>"),
        ("100、90、85%", "compound <number 100 %> <number 90 %> <number 85 %>"),
        ("10/90%", "compound <number 10 %> <number 90 %>"),
        ("10.5/90%", "compound <number 10.5 %> <number 90 %>"),
        ("9/90%", "text"), ("5、90%", "text"),  # one digit may be a number of the list
        ("10./90%", "text"), ("90%/90", "text"), ("90%/90/80", "text"), ("10,20,85%", "text"),
        ("10/90人", "text"), ("10/90%-95%", "text"), ("10个/90%", "text"),
    ],
)  # fmt: skip
def test_a_per_cent_sign_behind_the_last_number_covers_those_before_it(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "given", "read"),
    [
        ("2024年6月、12月", {}, "compound <date <= 2024-06> <date <= 2024-12>"),
        ("2023年6月、12月", _YEAR, "compound <date <= 2023-06> <date <= 2023-12>"),
        ("2024年6月、12月", _YEAR, "compound <date <= 2024-06> <date <= 2024-12>"),
        ("6月、2023年12月", _YEAR, "compound <date <= 2024-06> <date <= 2023-12>"),
        ("6月、12月", _YEAR, "compound <date <= 2024-06> <date <= 2024-12>"),
    ],
)
def test_a_year_before_the_first_of_several_times_covers_the_others(
    cell: str, given: dict[str, Any], read: str
) -> None:
    assert _read(cell, **given) == read


@pytest.mark.parametrize("count", range(1, 15))
def test_two_to_twelve_values_are_read(count: int) -> None:
    read = _read(";".join(f"{n}个" for n in range(1, count + 1)))
    each = " ".join(f"<number {n} 个>" for n in range(1, count + 1))
    assert read == ("number 1 个" if count == 1 else f"compound {each}" if count <= 12 else "text")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("¥3000", "number 3000 元"), ("￥3000元", "number 3000 元"), ("≥¥3.5万", "number >= 3.5 万元"),
        ("¥3000.5亿元", "number 3000.5 亿元"), ("≥¥3000元", "number >= 3000 元"),
        ("1、≥3个", "number >= 3 个"), ("(1)≥3个", "number >= 3 个"), ("①≥3", "number >= 3"),
        ("12、≥3个", "number >= 3 个"), ("123、≥3个", "text"), ("1、3个", "text"),
        ("“3个”", "number 3 个"), ('"3个"', "number 3 个"), ("“3个", "text"),
        ("超3个", "number > 3 个"), ("超过3个", "number > 3 个"),
        ("3万m2", "number 30000 m²"), ("3m3", "number 3 m³"), ("3km2", "number 3 km²"), ("3m25", "text"),
        ("3个(含)以上", "number >= 3 个"), ("3个(不含)以上", "number > 3 个"), ("3个(含税)", "number 3 个"),
        ("9.5×10³", "number 9500"), ("9.5×10³人", "number 9500 人"), ("9.5*10^3人", "number 9500 人"),
        ("10×10**2", "number 1000"), ("1.5×10¹²", "number 1500000000000"), ("9.5×100人", "text"),
        ("95%", "number 95 %"), ("3人", "number 3 人"), ("3个", "number 3 个"), ("3次", "number 3 次"),
        ("3件", "number 3 件"), ("3、", "number 3"), ("٣个", "text"),
    ],
)  # fmt: skip
def test_spellings_of_one_value(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("定性", "text"), ("定性3个", "number 3 个"), ("定性≥3个", "number >= 3 个"), ("定性定性3", "text"),
        ("定性优", "text"), ("定性**", "text"), ("定性不低于上年", "text"),
    ],
)  # fmt: skip
def test_a_word_for_no_number_before_a_number_is_left_out(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("4次(每季度1次)", "number 4 次"), ("36万元(设备30万元(含税))", "number 36 万元"),
        ("36万元(含税)(设备30万元", "number 36 万元"), ("36万元(设备30万元,含税", "number 36 万元"),
        ("36万元(设备30万元(含税)", "text"),
        ("3-5次(每季1次)", "range between 3..5 次"), ("1:2(3人)", "text"), ("3个(其中", "number 3 个"),
        ("2024年6月(共3次)", "text"),
    ],
)  # fmt: skip
def test_a_remark_with_numbers_behind_a_value(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read", "by_line"),
    [
        ("3个\n5人", "compound <number 3 个> <number 5 人>", True),
        ("3个\n\n5人", "compound <number 3 个> <number 5 人>", True),
        ("90%;\n3个。", "compound <number 90 %> <number 3 个>", True),
        ("2024年6月\n2024年12月", "compound <date <= 2024-06> <date <= 2024-12>", True),
        ("1:2\n3:4", "text", False),  # a digit before the break and one behind it: one number, cut?
        ("3个\n5", "text", False),
        ("3\n5", "text", False),
        ("3个\n5人□", "text", False),
        ("3 5个\n5人", "text", False),
        ("3个\n5 5人", "text", False),
        ("3\n个", "number 3 个", False),
        ("3个\n", "number 3 个", False),
        ("3个", "number 3 个", False),
        ("优\n良", "text", False),
        ("3个\n优", "number 3 个", False),
        ("88 100", "text", False),
        ("2024 年 6 月", "date <= 2024-06", False),
        ("2024年6月 30日", "date <= 2024-06-30", False),
        ("3 0人", "text", False),
        ("≥3 0人", "text >=", False),
    ],
)
def test_values_on_lines_of_their_own(cell: str, read: str, by_line: bool) -> None:
    found, lines = read_cell(cell, row())
    assert (said(found), lines) == (read, by_line)


@pytest.mark.parametrize(
    ("length", "read", "by_line"),
    [(MAX_LENGTH, "compound <number 3 个> <number 5 人>", True), (MAX_LENGTH + 1, "text", False)],
)
def test_lines_are_looked_for_in_a_short_cell(length: int, read: str, by_line: bool) -> None:
    cell = "3个" + "\n" * (length - 4) + "5人"
    found, lines = read_cell(cell, row())
    assert (said(found) if by_line else "text", lines) == (read, by_line)


@pytest.mark.parametrize(("length", "read"), [(MAX_LENGTH, "text"), (MAX_LENGTH + 1, "number 88100")])
def test_digits_a_blank_apart_are_joined_by_nobody_in_a_short_cell(length: int, read: str) -> None:
    cell = "88" + " " * (length - 5) + "100"
    assert len(cell) == length and _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("3月至", "text"), ("90%-", "text"), ("90%至", "text"), ("90-", "text"), ("90人~", "text"),
        ("不超支", "text <="), ("不超预算", "text <="), ("不超", "empty <="), ("不低于去年", "text >="),
        ("≥去年水平", "text >="), ("不突破预算", "text <="), ("不得低于上年", "text >="),
        ("控制在去年水平范围内", "text <="), ("在合理区间之内", "text <="), ("在本县城市内", "text"),
        ("在规定院内", "text"), ("优", "text"),
        ("3个□", "text"), ("≥3个□", "text >="), ("□", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_text_with_the_sign_it_begins_with(cell: str, read: str) -> None:
    assert _read(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("不低于2023年水平", "text >="), ("超过2023年平均水平", "text"), ("不低于2023年度水平", "text >="),
        ("不高于2023年同期", "text <="),
        ("不低于20年", "number >= 20 年"), ("≥2020年", "number >= 2020 年"), ("较2023年增长5%", "number 5 %"),
    ],
)  # fmt: skip
def test_as_good_as_in_another_year_is_no_number_of_years(cell: str, read: str) -> None:
    """不低于2023年水平 had been at least 2023 years."""
    assert _read(cell) == read
