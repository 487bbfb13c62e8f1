"""Lines of money with the share each has of the whole (占比): amounts, no execution, and nothing is lost."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import reading, row

LINES = (("资金总额", "1536.94", "100.00%"), ("中央补助", "1306.94", "85.04%"), ("省级资金", "0.00", "0.00%"))
LAST = ("地方财政资金", "230.00", "14.96%")


def _read(heads: tuple[str, str, str], lines: tuple[tuple[str, str, str], ...], kind: str = "目标表") -> Reading:
    rows = [row("项目名称", "教师培训", "主管部门", "某县教育局")]
    rows += [
        f'<tr><td rowspan="{len(lines) + 1}">资金来源（万元）</td>' + "".join(f"<td>{h}</td>" for h in heads) + "</tr>"
    ]
    rows += [row(*line) for line in lines]
    rows += [row("年度目标", "3|1.培训教师3400人次")]
    rows += [row("一级指标", "二级指标", "三级指标", "年度指标值"), row("产出指标", "数量指标", "培训教师", "3400人次")]
    rows += [row("满意度指标", "服务对象满意度指标", "教师满意度", "≥85%")]
    return reading(f"<p>2024年度项目支出绩效{kind}</p><table>{''.join(rows)}</table>")


@pytest.mark.parametrize(
    "heads", [("资金类别", "预算金额", "占比"), ("资金来源", "金额", "所占比例"), ("来源", "预算数", "比重")]
)
def test_shares_of_the_whole_are_no_rate(heads: tuple[str, str, str]) -> None:
    form = _read(heads, (*LINES, LAST)).form
    assert {code: amount.raw for code, amount in form.amounts.items()} == {
        "total": "1536.94", "central_funds": "1306.94", "provincial_funds": "0.00", "local_funds": "230.00",
    }  # fmt: skip
    assert form.execution == []
    assert {left.text for left in form.unmapped} >= {"85.04%", "14.96%"}


def test_per_cents_that_are_no_shares_of_the_whole_are_told_in_a_form_of_targets() -> None:
    """A budget with rates and nothing spent, in a form that has no execution."""
    read = _read(("资金类别", "预算金额", "执行率"), (*LINES, ("地方财政资金", "230.00", "96%")))
    assert read.form.execution
    assert any(doubt.pointer == "/execution" for doubt in read.doubts)
