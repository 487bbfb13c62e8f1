"""Any string gives a value in bounded time, nothing raises, and what is written reads back the same."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractor.model.filing import Target
from extractor.values.amount import parse_amount
from extractor.values.date import parse_date, parse_period, parse_phone
from extractor.values.number import fold_value, parse_number
from extractor.values.shipped import normalise_unit, shipped_units
from extractor.values.signs import unknown_signs, without_note_marks
from extractor.values.target import format_target, parse_target

WORDS = """≥ ≤ > < = >= <= ≧ 不低于 不少于 不超过 大于 小于 约 近 至少 最高 达到 控制在 定性 0 1 2 5 10 95 100 1000 2024 3.84 28.40 0.97
1,000 ８５ . , ， 、 ； ; / : ： - — ~ 至 到 % ‰ 人 次 个 个月 月 年 日 天 小时 工作日 万 亿 千 百 元 万元 亿元 亩 公里 平方米 m2 km M mg/L 元/人 元/亩 元/人*月
每人每月 每月 每 /月 /株 人次 张 级 类 等奖 分 成 倍 台(套) 以上 以下 以内 左右 内 前 底 末 起 余 多 半 三 十五 一百二十 五千三百 百分之 百分之九十五 千分之 第 季度 上半年 年底
年度 全年 12月 12月底 31日 优良 合格 完成 到位 提高 有效 无 预算 合格率 为 且 （ ） ( ) （含） (不含95%) [ ] ** * XX ___ …… × ± 一 二 零 比例 百分比 百分点 同比增长 较上年 附件 G A"""  # noqa: E501
PIECES = [*WORDS.split(), "\n", " ", "\u3000"]
cells = st.one_of(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text(max_size=60))
signs = st.one_of(
    st.none(),
    st.sampled_from(["", "≥", "≤", "=", ">", "<", "定性", "无", "-", "/", ">=", "正向", "不低于"]),
    st.text(max_size=4),
)
unit_cells = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "%", "人", "个", "万元", "元", "月", "年", "无", "-", "万亩", "比例", "元/人*月", "%(百分比)", "级"]
    ),
    st.text(max_size=6),
)
labels = st.one_of(
    st.none(), st.sampled_from(["就业人数(人)", "完成时限(月)", "补助成本(≤**元/株)", "完成时间", "项目成本", "覆盖率"])
)
level2s = st.sampled_from([None, "成本指标", "时效指标", "数量指标"])
years = st.sampled_from([None, 2023, 2024])
MANY = settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bare(target: Target) -> tuple[object, ...]:
    """A target without what formatting does not carry: raw and region."""
    return (
        target.kind, target.operator, target.value, target.low, target.high, target.unit, target.date,
        target.approximate,
        tuple(bare(p) for p in target.parts),
    )  # fmt: skip


@MANY
@given(raw=cells, sign=signs, unit=unit_cells, label=labels, year=years, level2=level2s)
@example(raw="0；二", sign=None, unit="A¡", label=None, year=None, level2=None)
def test_written_and_read_again_is_the_same(
    raw: str, sign: str | None, unit: str | None, label: str | None, year: int | None, level2: str | None
) -> None:
    first = parse_target(raw, sign=sign, unit=unit, label=label, year=year, level2=level2)
    again = parse_target(format_target(first))
    assert bare(again) == bare(first), format_target(first)


@MANY
@given(raw=cells, unit=unit_cells)
def test_numbers_of_a_target_are_decimals_and_come_from_digits(raw: str, unit: str | None) -> None:
    target = parse_target(raw, unit=unit)
    for part in [target, *target.parts]:
        if part.kind == "number":
            assert Decimal(str(part.value)).is_finite()
        if part.kind in ("range", "ratio"):
            assert Decimal(str(part.low)).is_finite() and Decimal(str(part.high)).is_finite()
        if part.kind == "text":
            assert part.value is None and part.low is None and part.unit is None
    printed = raw + (unit or "")
    if not any(c.isnumeric() or c in "半零百两" for c in printed):
        assert all(part.kind not in ("number", "range", "ratio") for part in [target, *target.parts])


@MANY
@given(
    raw=cells,
    unit=st.sampled_from([None, "元", "万元", "亿元"]),
    stored=st.one_of(st.none(), st.decimals().map(str), st.text(max_size=8)),
)
def test_amounts_never_raise_and_yuan_is_the_exact_product(raw: str, unit: str | None, stored: str | None) -> None:
    amount = parse_amount(raw, unit=unit, stored=stored)
    assert (amount.value is None) == (amount.problem is not None)
    if amount.value is not None and amount.unit in ("元", "万元", "亿元"):
        power = {"元": 1, "万元": 10**4, "亿元": 10**8}[amount.unit]
        assert Fraction(str(amount.yuan)) == Fraction(amount.value) * power


@given(whole=st.integers(-(10**15), 10**15), places=st.integers(0, 6), unit=st.sampled_from(["元", "万元", "亿元"]))
def test_every_digit_of_an_amount_survives(whole: int, places: int, unit: str) -> None:
    number = Decimal(whole).scaleb(-places)
    shown = f"{number:,f}{unit}"
    amount = parse_amount(shown)
    assert Decimal(str(amount.value)) == number and amount.unit == unit
    assert Decimal(str(amount.yuan)) == number.scaleb({"元": 0, "万元": 4, "亿元": 8}[unit])


@MANY
@given(raw=cells, year=years)
def test_the_other_parsers_take_any_string(raw: str, year: int | None) -> None:
    day = parse_date(raw)
    assert (day.iso is None) == (day.problem is not None)
    period = parse_period(raw, year)
    assert period.start is None or period.end is None or period.start[:7] <= period.end[:7]
    number, good = parse_phone(raw)
    assert good or number is None
    parse_number(raw)
    normalise_unit(raw)
    shipped_units().of_label(raw)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "≥",
        "(",
        "（1",
        "每",
        "元/人·",
        "一百",
        "1至",
        "1/",
        "1、",
        "2024年",
        "月",
        "以上",
        "约",
        "1%",
        "其中：",
        "a:",
        "   ",
        "1\n",
        "[",
        "*",
        "1人，",
    ],
)
def test_long_repetitions_take_no_longer_than_their_length_asks(piece: str) -> None:
    """Catastrophic backtracking would take minutes here; the bound is generous for a busy machine."""
    text = piece * (20_000 // len(piece))
    started = time.perf_counter()
    for cell in (text, text[:400], text[:399] + "!", text[:60], "12" + text[:50] + "?"):
        parse_target(cell)
        parse_target(cell, sign="≥", unit="%", label=cell[:300])
        parse_amount(cell, unit="万元")
        parse_date(cell)
        parse_period(cell)
        parse_phone(cell)
        parse_number(cell)
    assert time.perf_counter() - started < 5


UNDERSTOOD = set("≥≤≧≦⩾⩽≮≯⋝⋜>＞<＜=＝═﹦±+＋﹢−≈≒≅∼∽~～℃℉°⁄∕∶∙⋅∗×√✓✔☑●¥￥﹥﹤")
"""Signs that a person reads for what they mean, in value cells."""
UNKNOWN = st.one_of(
    st.characters(
        categories=["So", "Sm", "Sk", "Sc", "Co"],
        exclude_characters="".join(UNDERSTOOD | {chr(c) for c in range(0x3300, 0x3400)}),
    ),
    st.sampled_from("?？#@^&|\\*×○□■△▲▼▽◆◇★☆→←↑↓※\ufffd\ue003\uf0b3$"),
)
VALUES = st.sampled_from(
    ["98%", "≥98%", "120万元", "≤120万元", "95公里", "12", "80-95%", "1:20", "12月底前", "≥3次", "98%以上", "1人；2人"]
)


@MANY
@given(sign=UNKNOWN, value=VALUES, data=st.data())
def test_a_sign_of_unknown_meaning_never_leaves_a_number(sign: str, value: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(value)))
    found = parse_target(value[:at] + sign + value[at:])
    assert found.kind in ("text", "empty") or (sign in "*×√" and "/" in value), found
    assert found.value is None and not found.parts


@MANY
@given(raw=cells, unit=unit_cells)
def test_what_was_read_accounts_for_every_character(raw: str, unit: str | None) -> None:
    target = parse_target(raw, unit=unit)
    if target.kind in ("number", "range", "ratio", "date", "period", "compound"):
        assert unknown_signs(without_unit_bracket(fold_value(raw))) == ""
    folded = "".join(fold_value(target.raw).split())
    assert all(char in folded for char in "".join(fold_value(raw).split())) or target.kind == "empty"


def without_unit_bracket(text: str) -> str:
    """A unit cell's text may be carried in square brackets behind the value, whatever its signs."""
    return re.sub(r"\[[^\[\]]{1,24}\]\Z", "", without_note_marks(text))
