"""Money shared out among places beside its total, and what is expected by the year's end beside what was spent."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
ROWS = """| 一级指标 | 二级指标 | 三级指标 | < | < | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | < | < | ≥3座 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | < | < | ≥90% |
"""


def read(money: str, title: str = "区域绩效目标表") -> Reading:
    top = f"#     2025年度农村供水补助资金{title}\n#     单位：万元\n| 专项名称 | 农村供水 | < | < | < | < |\n"
    [reading] = read_forms(draw(top + money + ROWS), RULES, "0" * 64)
    return reading


@pytest.mark.parametrize(
    "names", ["青禾县 | 临川县 | 汉台区", "青禾镇 | 白水乡 | 城关街道", "水利局 | 农业农村局 | 供水公司"]
)
@pytest.mark.parametrize("whole", ["合计", "总计"])
def test_places_that_add_up_to_the_total(names: str, whole: str) -> None:
    money = f"""| 资金情况 | 地区 | {whole} | {names} |
| ^ | 资金总额 | 900 | 400 | 300 | 200 |
| ^ | 其中：省级资金 | 600 | 300 | 200 | 100 |
"""
    reading = read(money)
    amounts = {code: amount.value for code, amount in reading.form.amounts.items()}
    assert amounts == {"total": "900", "provincial_funds": "600"}
    assert reading.doubts == []
    assert {"400", "200", "100"} <= {item.text for item in reading.form.unmapped}


@pytest.mark.parametrize(
    ("names", "second"),
    [("青禾县 | 临川县 | 汉台区", "300 | 200 | 90"), ("戊己 | 甲乙 | 丙丁", "300 | 200 | 100")],
    ids=["not the sum", "no places"],
)
def test_what_does_not_add_up_or_is_no_place_is_told(names: str, second: str) -> None:
    money = f"""| 资金情况 | 地区 | 合计 | {names} |
| ^ | 资金总额 | 900 | 400 | 300 | 200 |
| ^ | 其中：省级资金 | 600 | {second} |
"""
    assert "unread-text" in [d.code for d in read(money).doubts]


@pytest.mark.parametrize("head", ["年底预计执行率", "预计全年执行率", "年末预计支出进度"])
def test_what_is_expected_by_the_end(head: str) -> None:
    money = f"""| 预算执行 | 资金来源 | 全年预算数 | 1—8月执行数 | 执行率 | {head} |
| ^ | 合计 | 900 | 600 | 66.67% | 100% |
| ^ | 省级资金 | 600 | 400 | 66.67% | 100% |
"""
    reading = read(money, "项目支出绩效监控表")
    assert [(e.adjusted, e.executed, e.rate) for e in reading.form.execution] == [
        ("900", "600", "66.67%"),
        ("600", "400", "66.67%"),
    ]
    assert [d for d in reading.doubts if d.code == "unread-text"] == []
