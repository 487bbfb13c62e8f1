"""A department's budget by its two sides, and by its two uses: what is the form's total, and what is told (K6)."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import reading, row

GOAL = row("年度目标", "4|培育示范社20家，开展农技培训30期，农产品抽检覆盖所有乡镇。")
INDICATORS = row("一级指标", "二级指标", "三级指标", "2|指标值") + row("产出指标", "数量指标", "农技培训", "2|≥30期")


def _read(*rows: str, title: str = "2026年部门整体支出绩效目标表（单位：万元）") -> Reading:
    head = row("部门名称", "4|临江市农业农村局")
    return reading(f"<p>{title}</p><table>{head}{''.join(rows)}{GOAL}{INDICATORS}</table>")


def _amounts(read: Reading) -> dict[str, str]:
    return {code: amount.raw for code, amount in read.form.amounts.items() if amount.raw}


@pytest.mark.parametrize(
    ("income", "spending"),
    [
        ("收入总额", "支出总额"),
        ("年度收入总额（万元）", "年度支出总额（万元）"),
        ("收入预算", "支出预算"),
        ("年度预算收入", "年度预算支出"),
        ("部门收入预算数", "部门支出预算数"),
        ("本年收入合计", "本年支出合计"),
        ("预算总收入", "预算总支出"),
        ("收入安排", "支出安排"),
    ],
)
def test_each_side_of_a_budget_is_its_total(income: str, spending: str) -> None:
    beside = _read(row(income, "818.60", spending, "2|818.60"))
    under = _read(row("2|" + income, "3|818.60"), row("2|" + spending, "3|818.60"))
    for read in (beside, under):
        assert _amounts(read) == {"total": "818.60"}
        assert (read.form.execution, read.form.unmapped) == ([], [])
        assert [doubt.why for doubt in read.doubts] == []


def test_the_uses_under_the_sides_keep_their_places() -> None:
    sides = row("收入预算", "818.60", "支出预算", "2|818.60")
    uses = row("其中：基本支出", "518.60", "项目支出", "2|300.00")
    assert _amounts(_read(sides, uses)) == {
        "total": "818.60", "basic_expenditure": "518.60", "project_expenditure": "300.00"
    }  # fmt: skip


def test_sides_that_differ_are_told() -> None:
    read = _read(row("年度预算收入", "820.00", "年度预算支出", "2|818.60"))
    assert _amounts(read) == {"total": "820.00"}
    assert any("820.00 和 818.60" in doubt.why for doubt in read.doubts)


def test_what_was_spent_of_a_budget_is_no_side_of_it() -> None:
    title = "2025年部门整体支出绩效自评表（单位：万元）"
    read = _read(row("年初预算", "820.00", "预算支出", "2|800.00"), title=title)
    [entry] = read.form.execution
    assert (entry.initial, entry.executed) == ("820.00", "800.00")
    assert "total" not in _amounts(read)


def test_a_sum_before_a_label_is_no_label_of_a_block() -> None:
    """收入盘子 | 818.60 before labels: 818.60 was taken for the label of a block, and lost without a word."""
    read = _read(
        row("收入盘子", "818.60", "支出预算", "2|818.60"), row("其中：基本支出", "518.60", "项目支出", "2|300.00")
    )
    amounts = _amounts(read)
    assert amounts.get("total") == "818.60" or any("818.60" in doubt.why for doubt in read.doubts)


@pytest.mark.parametrize("word", ["总额", "合计", "金额"])
def test_all_of_a_use_is_not_all_of_the_budget(word: str) -> None:
    uses = row(f"基本支出{word}（万元）", "518.60", f"项目支出{word}（万元）", "2|300.00")
    assert _amounts(_read(uses)) == {"basic_expenditure": "518.60", "project_expenditure": "300.00"}
