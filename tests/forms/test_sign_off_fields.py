"""Who signed, when and by which phone; a day at the end of a line; figures of execution within a row of indicators."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import TOP, reading, row

HEADS = row("一级指标", "二级指标", "三级指标", "指标值", "分值", "得分")
ROWS = row("产出指标", "数量指标", "改造泵站", "≥3座", "20", "20") + row(
    "产出指标", "质量指标", "合格率", "≥95%", "30", "28"
)


def _read(*foot: str, top: str = TOP, more: str = "") -> Reading:
    return reading(f"{top}<table>{row('项目名称', '5|泵站改造')}{HEADS}{more}{ROWS}{''.join(foot)}</table>")


@pytest.mark.parametrize(
    ("cell", "phone", "person"),
    [
        ("李四 13812345678", "13812345678", "李四"),
        ("李四/0737-2721288", "0737-2721288", "李四"),
        ("0737-2721288", "0737-2721288", None),
        ("李四", None, None),
    ],
)
def test_a_name_and_a_phone_in_one_cell_are_parted(cell: str, phone: str | None, person: str | None) -> None:
    found = _read(row("负责人及联系电话", f"5|{cell}"))
    assert (found.form.signoff.phone, found.form.signoff.responsible_person) == (phone, person)
    left = [left.text for left in found.form.unmapped if left.text == "李四"]
    assert left == (["李四"] if phone is None else []), "what no key takes is kept"


@pytest.mark.parametrize(
    ("said", "iso", "blank"),
    [("2024年3月1日", "2024-03-01", False), ("", None, True), ("年 月 日", None, True), ("三月初", None, False)],
)
def test_the_day_of_filing(said: str, iso: str | None, blank: bool) -> None:
    found = _read(row("填表人", "2|李四", "填报日期", f"2|{said}"))
    assert found.form.signoff.filing_date == iso
    (entry,) = [entry for entry in found.printed if entry.field == "/signoff/filing_date"]
    assert entry.blank == blank
    assert ("三月初" in [left.text for left in found.form.unmapped]) == (said == "三月初")


def test_a_blank_label_printed_again_takes_nothing_away() -> None:
    found = _read(row("填表人", "2|李四", "联系电话", "2|13812345678"), row("填表人", "5|"))
    assert (found.form.signoff.preparer, found.form.signoff.phone) == ("李四", "13812345678")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("填表人：李四 时间：2024年12月16日", "2024-12-16"),
        ("填表人：李四 时间：年底", None),
        ("填表人：李四 填报日期：2024年1月5日 时间：2024年12月16日", "2024-01-05"),
    ],
)
def test_a_day_at_the_end_of_the_line_that_says_who_filed(line: str, day: str | None) -> None:
    found = reading(f"{TOP}<table>{row('项目名称', '5|泵站改造')}{HEADS}{ROWS}</table><p>{line}</p>")
    assert (found.form.signoff.preparer, found.form.signoff.filing_date) == ("李四", day)
    left = "时间：2024年12月16日" if "填报日期" in line else None
    assert left is None or left in [each.text for each in found.form.unmapped], "a second day is kept"


def test_a_day_beside_a_place_is_no_day_of_filing() -> None:
    line = "<p>项目地点：青山镇 时间：2024年12月16日</p>"
    found = reading(f"{TOP}<table>{row('项目名称', '5|泵站改造')}{HEADS}{ROWS}</table>{line}")
    assert found.form.signoff.filing_date is None


@pytest.mark.parametrize(
    ("cells", "entry"),
    [
        (("预算执行", "2|全年预算数：120万元", "全年执行数：90万元", "10", "9"), ("总额", "120", "90", "10", "9")),
        (("资金总额", "2|全年预算数：120万元", "全年执行数：90万元", "10", "—"), ("资金总额", "120", "90", "10", None)),
    ],
)
def test_execution_told_within_a_row_of_indicators(cells: tuple[str, ...], entry: tuple[str | None, ...]) -> None:
    found = _read(top="<p>2024年项目支出绩效自评表</p>", more=row(*cells))
    (told,) = found.form.execution
    assert (told.item, told.adjusted, told.executed, told.weight, told.score) == entry
    assert found.form.currency_unit == "万元"
    assert [r.level3.raw for r in found.form.indicators if r.level3] == ["改造泵站", "合格率"], "and is no indicator"


@pytest.mark.parametrize(("said", "phone"), [("0737-2721288", "0737-2721288"), ("", "13812345678")])
def test_a_phone_under_its_own_label_says_more_than_one_beside_a_name(said: str, phone: str) -> None:
    found = _read(row("负责人及联系电话", "2|李四 13812345678", "联系电话", f"2|{said}"))
    assert (found.form.signoff.responsible_person, found.form.signoff.phone) == ("李四", phone)
