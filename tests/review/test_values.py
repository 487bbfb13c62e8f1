"""A value put right: understood as the reader would have, in the form and in all that the rules look at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.forms.reading import Reading
from extractor.model.filing import Corrected
from extractor.review.values import NotEditableError, editable, label_of, locate, make_sure, printed_at, put_right
from extractor.rulebook import load_rules
from tests.forms.pages import reading, row

RULES = load_rules()
PAGE = f"""<p>2024年项目支出绩效自评表</p><table>
{row("项目名称", "5|泵站改造")}{row("主管部门", "2|青山县水利局", "实施单位", "2|泵站管理所")}
{row("3/项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率")}
{row("年度资金总额", "100", "120", "90", "75%")}{row("其中：财政拨款", "80", "100", "70", "70%")}
{row("年度目标", "5|改造泵站3座")}
{row("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值")}
{row("产出指标", "数量指标", "改造泵站", "≥3座", "3座", "20")}
{row("产出指标", "质量指标", "验收合格率", "≥95%", "98%", "30")}
{row("填表人：李四", "2|联系电话：13800000000", "3|填报日期：2024年3月1日")}</table>"""


@pytest.fixture
def read() -> Reading:
    return reading(PAGE)


def _put(read: Reading, pointer: str, new: str) -> Any:
    return put_right(read, pointer, new, RULES)


@pytest.mark.parametrize(
    ("pointer", "stands"),
    [
        ("/project_name", "泵站改造"),
        ("/execution/0/adjusted", "120"),
        ("/execution/0/executed", "90"),
        ("/texts/annual_goal", "改造泵站3座"),
        ("/texts/period_goal", ""),
        ("/signoff/preparer", "李四"),
        ("/signoff/filing_date", "2024-03-01"),
        ("/indicators/0/target", "≥3座"),
        ("/indicators/0", "改造泵站|≥3座"),
        ("/indicators/0/level2", "数量指标"),
        ("/indicators/1/weight", "30"),
        ("/amounts/government_fund", ""),
        ("/fiscal_year", "2024"),
        ("/indicators/9/target", None),
        ("/execution/9/adjusted", None),
        ("/unmapped/99", None),
        ("/unmapped/99/text", None),
        ("/indicators/0/nothing", None),
        ("/texts/nothing", None),
        ("/project_name/further", None),
        ("/period", ""),
    ],
)
def test_what_stands_at_a_place(read: Reading, pointer: str, stands: str | None) -> None:
    assert printed_at(read, pointer) == stands


@pytest.mark.parametrize(
    "pointer",
    ["/indicators/0/target/raw", "/indicators/0", "/findings/0", "/layout", "/execution/0/nothing", "/texts/../filer",
     "/filer\n", "/indicators/9/weight"],
)  # fmt: skip
def test_where_no_value_stands_none_is_put_right(read: Reading, pointer: str) -> None:
    with pytest.raises(NotEditableError) as raised:
        _put(read, pointer, "5")
    assert raised.value.remedy
    assert editable(pointer) == (pointer == "/indicators/9/weight"), "a row that this form does not have"


def test_a_target_is_understood_in_its_row(read: Reading) -> None:
    made = _put(read, "/indicators/0/target", " ≥5座 ")
    target = read.form.indicators[0].target
    assert made == Corrected("≥5座", target)
    assert (target.raw, target.operator, target.value, target.unit) == ("≥5座", ">=", "5", "座")
    assert read.cells[0]["target"] == "≥5座" and read.cells[0].get("weight") == "20"


def test_a_level_is_matched_and_cleared(read: Reading) -> None:
    _put(read, "/indicators/0/level2", "质量指标")
    assert read.form.indicators[0].level2 is not None
    assert (read.form.indicators[0].level2.canonical, read.form.indicators[0].level2.method) == ("质量指标", "exact")
    _put(read, "/indicators/0/level2", "")
    assert read.form.indicators[0].level2 is not None and read.form.indicators[0].level2.raw == ""
    _put(read, "/indicators/0/level3", "鹳雀楼匾额朝向")
    name = read.form.indicators[0].level3
    assert name is not None and (name.canonical, name.method, name.score) == (None, "none", 0.0)


def test_other_columns_hold_what_is_said(read: Reading) -> None:
    _put(read, "/indicators/1/actual", "97%")
    _put(read, "/indicators/1/weight", "")
    assert (read.form.indicators[1].actual, read.form.indicators[1].weight) == ("97%", "")


def test_money_is_read_in_the_forms_unit(read: Reading) -> None:
    read.form.currency_unit = "万元"
    _put(read, "/amounts/total", "150.5")
    total = read.form.amounts["total"]
    assert (total.value, total.unit, total.yuan) == ("150.5", "万元", "1505000")
    _put(read, "/currency_unit", "元")
    assert Decimal(read.form.amounts["total"].yuan or 0) == Decimal("150.5")
    _put(read, "/amounts/total", "见附件")
    assert (read.form.amounts["total"].raw, read.form.amounts["total"].value) == ("见附件", None)


def test_money_of_execution_is_a_number_or_nothing(read: Reading) -> None:
    _put(read, "/execution/0/executed", "1,095.00")
    assert read.form.execution[0].executed in ("1095", "1095.00")
    with pytest.raises(NotEditableError, match="不是金额"):
        _put(read, "/execution/0/executed", "没花")
    _put(read, "/execution/0/executed", "")
    assert read.form.execution[0].executed is None
    _put(read, "/execution/0/item", "资金总额")
    assert read.form.execution[0].item == "资金总额", "a name is no money"


@pytest.mark.parametrize(("said", "year"), [("2023", 2023), ("2023年", 2023), ("２０２３年度", 2023), ("", None)])
def test_a_year(read: Reading, said: str, year: int | None) -> None:
    _put(read, "/fiscal_year", said)
    assert read.form.fiscal_year == year


@pytest.mark.parametrize(
    ("pointer", "said", "words"),
    [("/fiscal_year", "去年", "四位年份"), ("/fiscal_year", "2123", "四位年份"), ("/kind", "发票", "项目支出绩效"),
     ("/currency_unit", "美元", "万元"), ("/currency_unit", "百万元", "万元")],
)  # fmt: skip
def test_a_head_that_cannot_be_is_refused_with_what_can(read: Reading, pointer: str, said: str, words: str) -> None:
    before = printed_at(read, pointer)
    with pytest.raises(NotEditableError) as raised:
        _put(read, pointer, said)
    assert said in raised.value.cause and words in raised.value.remedy
    assert printed_at(read, pointer) == before


def test_heads_of_the_form(read: Reading) -> None:
    _put(read, "/kind", "项目支出绩效目标表")
    assert read.form.kind == "project_target"
    _put(read, "/kind", "project_self_evaluation")
    assert read.form.kind == "project_self_evaluation"
    _put(read, "/filer", "泵站管理所")
    _put(read, "/department", "")
    assert (read.form.filer, read.form.department) == ("泵站管理所", None)
    _put(read, "/period", "2024年1月-12月")
    assert read.form.period is not None and read.form.period.start == "2024-01"
    _put(read, "/period", "")
    assert read.form.period is None
    _put(read, "/signoff/filing_date", "2024年4月2日")
    _put(read, "/signoff/phone", "")
    assert (read.form.signoff.filing_date, read.form.signoff.phone) == ("2024-04-02", None)


def test_what_a_person_looked_at_is_in_doubt_no_more(read: Reading) -> None:
    from extractor.forms.account import Doubt
    from extractor.model.document import Place
    from extractor.model.filing import OcrDoubt

    pointers = ("/indicators/0/target", "/indicators/0/target/value", "/indicators/0/target2", "/filer")
    read.doubts[:] = [Doubt("doubtful-reading", pointer, "", Place()) for pointer in pointers]
    read.doubts.append(Doubt("other", pointers[0], "", Place()))
    read.form.ocr = {pointer: OcrDoubt("x") for pointer in pointers}
    read.target_at[0]["ocr_confidence"] = 0.5
    make_sure(read, pointers[0])
    assert [doubt.pointer for doubt in read.doubts] == [pointers[2], pointers[3], pointers[0]]
    assert set(read.form.ocr) == {pointers[2], pointers[3]}
    assert "ocr_confidence" not in read.target_at[0]


def test_a_row_is_found_again_by_its_name(read: Reading) -> None:
    form = read.form
    label = label_of(form, "/indicators/1/target")
    assert label == "验收合格率" and label_of(form, "/indicators/9/target") == label_of(form, "/filer") == ""
    assert locate(form, "/filer", "") == "/filer"
    assert locate(form, "/indicators/1/target", label) == "/indicators/1/target"
    assert locate(form, "/indicators/0/target", label) == "/indicators/1/target"
    assert locate(form, "/indicators/5/target", "没有的指标") is None
    assert locate(form, "/indicators/5/target", "") is None
    form.indicators.append(form.indicators[1])
    assert locate(form, "/indicators/0/target", label) is None, "two rows of that name"
    assert locate(form, "/indicators/2/target", label) == "/indicators/2/target"


def test_a_unit_that_was_inferred_is_said_now(read: Reading) -> None:
    read.unit_inferred = True
    _put(read, "/currency_unit", "万元")
    assert not read.unit_inferred
