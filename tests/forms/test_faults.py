"""A fault of ours in one form costs that form, not the file."""

from __future__ import annotations

import pytest

from extractor.forms import assemble
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make.golden import ROOT


def test_a_fault_in_one_form_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assemble._read_block
    calls = []

    def broken(block, context, index, document):  # type: ignore[no-untyped-def]
        calls.append(index)
        if len(calls) == 2:
            raise ZeroDivisionError("planted")
        return whole(block, context, index, document)

    monkeypatch.setattr(assemble, "_read_block", broken)
    sample = ROOT / "samples" / "yuanjiang-zonggonghui-2024.txt"
    document = extract_bytes(sample.read_bytes(), sample.name, rules=load_rules())
    assert len(document.forms) == 3
    assert document.source.status == "partial"
    assert any(f.code == "unreadable-part" and "没有读出" in f.message for f in document.findings)


@pytest.mark.parametrize("goal", ["全面完成各项工作任务", "完成年度重点工作任务", "按期完成工作任务", "落实工作计划"])
def test_a_deed_is_a_goal_and_no_label(goal: str) -> None:
    page = (
        "<html><meta charset='utf-8'><h3>2024年项目支出绩效目标表</h3><table>"
        "<tr><td>项目名称<td colspan=3>设备更新<tr><td>主管部门<td colspan=3>某县卫生健康局"
        f"<tr><td>本年度绩效目标<td colspan=3>{goal}<tr><td>一级指标<td>二级指标<td>三级指标<td>年度指标值"
        "<tr><td>产出指标<td>数量指标<td>购置设备台数<td>≥15台</table></html>"
    )
    document = extract_bytes(page.encode(), "a.html", rules=load_rules())
    assert document.forms[0].texts.annual_goal == goal


@pytest.mark.parametrize("total", ["总分：83", "合计 83分", "总分:83.0"])
def test_a_total_in_one_cell_is_understood(total: str) -> None:
    page = (
        "<html><meta charset='utf-8'><h3>2024年项目支出绩效自评表</h3><table><tr><td>项目名称<td colspan=6>围墙维修"
        "<tr><td>一级指标<td>二级指标<td>三级指标<td>年度指标值<td>实际完成值<td>分值<td>得分"
        "<tr><td rowspan=2>产出指标<td>数量指标<td>维修长度<td>300米<td>300米<td>50<td>50"
        f"<tr><td>质量指标<td>验收合格率<td>100%<td>100%<td>33<td>33<tr><td colspan=7>{total}</table></html>"
    )
    document = extract_bytes(page.encode(), "a.html", rules=load_rules())
    assert [i.weight for i in document.forms[0].indicators] == ["50", "33"]
    assert [f.message for f in document.findings if f.severity != "info"] == []
