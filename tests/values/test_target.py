"""指标值 as really written: the table in tests/data/values.yaml, row by row, and what columns and names add."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from extractor.model.filing import Target
from extractor.values.target import format_target, parse_target
from tests import DATA

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ROWS: list[dict[str, Any]] = yaml.load((DATA / "values.yaml").read_text("utf-8"), Loader=_LOADER)["targets"]
INPUTS = ("sign", "unit", "label", "level2", "year")


def read(row: dict[str, Any]) -> Target:
    return parse_target(row["raw"], **{key: row[key] for key in INPUTS if key in row})


def shown(part: Target) -> str:
    """The value, day or ends of a part, as the table writes them."""
    return part.value or part.date or (f"{part.low}~{part.high}" if part.low else "")


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.get('row', '')}:{r['raw']}")
def test_every_row_reads_as_the_contract_says(row: dict[str, Any]) -> None:
    target = read(row)
    want = row.get("parts", [])
    assert target.kind == row["kind"]
    assert target.operator == row.get("operator")
    assert (target.value, target.low, target.high) == (row.get("value"), row.get("low"), row.get("high"))
    assert target.unit == row.get("is_unit")
    assert target.date == row.get("date")
    assert target.approximate is row.get("approximate", False)
    assert [[p.operator or "", shown(p), p.unit or ""] for p in target.parts] == want
    assert target.raw == row.get("is_raw", row["raw"])
    again = parse_target(format_target(target))
    for each in (target, again):
        each.raw = ""
        for part in each.parts:
            part.raw = ""
    assert again == target, "written again it reads the same"


def test_every_row_of_the_field_notes_stands_in_the_table() -> None:
    assert {r["row"] for r in ROWS if "row" in r} == set(range(1, 219))


def test_a_parsed_target_is_the_callers_own() -> None:
    """Readings are cached; what is handed out must not be shared."""
    first = parse_target("1600人、200人")
    first.parts[0].value = "9"
    first.unit = "changed"
    second = parse_target("1600人、200人")
    assert second.parts[0].value == "1600" and second.unit is None


def test_parts_keep_their_own_text() -> None:
    assert [p.raw for p in parse_target("小学95%，初中98%").parts] == ["小学95%", "初中98%"]


def test_blanks_and_line_breaks_inside_a_cell_change_nothing() -> None:
    assert parse_target("　≥ 1290.3平方\n米 ").value == "1290.3"
    assert parse_target("≥1290.3平方\n米").raw == "≥1290.3平方米"
    assert parse_target("100\n%").unit == "%"


def test_the_unit_column_beats_the_name_and_a_blank_one_silences_it() -> None:
    label = "受益人数(人)"
    assert parse_target("10", label=label).unit == "人"
    assert parse_target("10", label=label, unit="户").unit == "户"
    assert parse_target("10", label=label, unit="").unit is None
    assert parse_target("10户", label=label).unit == "户"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("农村低保发放人数(按月平均)(≥**人)", "人"),
        ("受益建档立卡贫困人口数≥**人", "人"),
        ("项目总投资（万元）（必填）", "万元"),
        ("各项工作完成及时率%", "%"),
        ("扶持创业企业（项目）", None),
        ("救助覆盖率(优良中差)", None),
        ("受益脱贫（监测）人口数", None),
        ("2024年(第二批)", None),
    ],
)
def test_only_a_bracket_that_is_clearly_a_unit_gives_one(label: str, unit: str | None) -> None:
    assert parse_target("85", label=label).unit == unit


def test_money_keeps_its_ten_thousands_in_a_cost_row_only() -> None:
    assert parse_target("250万", level2="经济成本指标").unit == "万元"
    assert parse_target("250万", label="发放创业担保贷款金额").unit == "万元"
    assert parse_target("250万", level2="数量指标", label="宣传册").value == "2500000"
    assert parse_target("3万", label="享受补助人数").value == "30000"
    assert parse_target("250万", level2="社会成本指标", label="宣传册").unit is None


def test_a_qualitative_sign_beside_an_empty_value_is_no_missing_value() -> None:
    assert parse_target("", sign="定性", unit="") == Target("", "text")
    assert parse_target("", sign="定性", unit="%").kind == "text"
    assert parse_target("", sign="≥", unit="").kind == "empty"


@pytest.mark.parametrize(
    ("raw", "kind", "value", "unit", "date"),
    [
        ("≤2023.03万元", "number", "2023.03", "万元", None),
        ("不超过1987.11公里", "number", "1987.11", "公里", None),
        ("2023.03前", "date", None, None, "2023-03"),
        ("2023.12月", "date", None, None, "2023-12"),
        ("3元/餐以内", "number", "3", "元/餐", None),
        ("8元/席左右", "number", "8", "元/席", None),
        ("5元/室内", "number", "5", "元/室", None),
    ],
)
def test_a_number_before_a_unit_is_one_as_far_as_the_unit_goes(
    raw: str, kind: str, value: str | None, unit: str | None, date: str | None
) -> None:
    target = parse_target(raw)
    assert (target.kind, target.value, target.unit, target.date) == (kind, value, unit, date)


@pytest.mark.parametrize("digits", ["12345678901234567890", "0.1234567890123456789", "99999999999999999999.99"])
def test_long_numbers_keep_every_digit(digits: str) -> None:
    assert parse_target(f"≥{digits}元").value == digits


@pytest.mark.parametrize(
    ("given", "raw"),
    [
        ({"raw": "5"}, "5"),
        ({"raw": "5", "sign": "≥", "unit": "个"}, "≥5个"),
        ({"raw": "≥5", "sign": "≥", "unit": "个"}, "≥5个"),  # nothing is printed twice
        ({"raw": "≥5个", "sign": "≥", "unit": "个"}, "≥5个"),
        ({"raw": "≤5", "sign": "≥", "unit": None}, "≤5"),
        ({"raw": "5", "sign": "无", "unit": "无"}, "5"),
        ({"raw": "5", "sign": "-", "unit": "/"}, "5"),
        ({"raw": "5", "sign": "≥(大于等于)", "unit": " 个 "}, "≥(大于等于)5个"),
        ({"raw": "5万", "sign": "=", "unit": "万元"}, "=5万元"),
        ({"raw": "5亿", "sign": "=", "unit": "亿元"}, "=5亿元"),
        ({"raw": "5", "sign": "=", "unit": "万元"}, "=5万元"),
        ({"raw": "优", "sign": "定性", "unit": ""}, "定性优"),
        ({"raw": "定性优", "sign": "定性", "unit": ""}, "定性优"),
        ({"raw": "5", "unit": "个"}, "5个"),
        ({"raw": "5", "sign": "≥"}, "≥5"),
    ],
)
def test_sign_value_and_unit_are_written_together(given: dict[str, Any], raw: str) -> None:
    assert parse_target(**given).raw == raw


@pytest.mark.parametrize(
    ("label", "level2", "value"),
    [
        ("培训", "经济成本指标", ("250", "万元")),
        ("培训", "社会成本指标", ("2500000", None)),
        ("培训", "生态环境成本指标", ("2500000", None)),
        ("培训", "数量指标", ("2500000", None)),
        ("培训经费", "数量指标", ("250", "万元")),
        ("培训经费数量", "数量指标", ("2500000", None)),
        ("培训经费比例", "成本指标", ("250", "万元")),
        (None, None, ("2500000", None)),
    ],
)
def test_ten_thousands_are_money_where_the_row_asks_for_money(
    label: str | None, level2: str | None, value: tuple[str, str | None]
) -> None:
    target = parse_target("250万", label=label, level2=level2)
    assert (target.value, target.unit) == value


@pytest.mark.parametrize(
    ("label", "level2", "asked"),
    [("完成时限", None, True), ("完成时间", None, True), ("培训", "时效指标", True), ("培训", "数量指标", False)],
)
def test_a_day_with_a_point_is_one_where_the_row_asks_for_a_time(label: str, level2: str | None, asked: bool) -> None:
    assert parse_target("3.15", label=label, level2=level2).kind == ("date" if asked else "number")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"raw": "≥5个"}, "≥5个"), ({"raw": "约5个"}, "约5个"), ({"raw": "≥约5个"}, ">=约5个"), ({"raw": "优"}, "优"),
        ({"raw": ""}, ""),
        ({"raw": "", "sign": "定性"}, "定性"), ({"raw": "年底前"}, "<=年底"), ({"raw": "≥**个"}, ">=**个"),
        ({"raw": "**个"}, "**个"),
        ({"raw": "≥**"}, ">=**"), ({"raw": "全年"}, "全年"), ({"raw": "3-5个"}, "3~5个"), ({"raw": "1:20"}, "1:20"),
    ],
)  # fmt: skip
def test_a_target_is_written_so_that_it_reads_back(given: dict[str, Any], text: str) -> None:
    assert format_target(parse_target(**given)) == text.replace("≥", ">=")
