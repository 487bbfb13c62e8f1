"""Sums inside a form: what is compared with what, what is left to another rule, what cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.reading import ListSum
from extractor.model.filing import Amount
from extractor.quality.arithmetic import amount_part, execution_by_source, total_by_source
from extractor.quality.registry import Fault
from tests.quality.build import case_of, said, shown


def _amounts(total: str | None = None, **more: str) -> dict[str, Any]:
    names = {"fiscal": "fiscal_appropriation", "general": "general_public_budget", "fund": "government_fund",
             "other": "other_funds", "basic": "basic_expenditure", "project": "project_expenditure"}  # fmt: skip
    return {"amounts": ({} if total is None else {"total": total}) | {names[k]: v for k, v in more.items()}}


def _printed(code: str, *raws: str) -> list[dict[str, str]]:
    return [{"field": f"/amounts/{code}", "label": "某栏", "raw": raw, "kind": "amount"} for raw in raws]


_TOTAL = "! /amounts/total [{}] -> {} ({})"
_LEFT_OVER = "? 本表还有认不出的金额栏"
_MIXED = "? 资金总额按来源：同一栏印了不止一个数，可能是总额与年度额并列"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (_amounts("10", general="6", other="4"), ["= 资金总额按来源：10 = 6 + 4，相符"]),
        (_amounts("10", general="6", other="2"), [_TOTAL.format(10, 8, "beyond")]),
        (_amounts("10"), []), (_amounts(None, general="6"), []), (_amounts("", general="6"), ["? 资金总额是空的"]),
        (_amounts("—", general="6"), ["? 资金总额是空的"]),
        (_amounts("854万854万", general="6", other="1"), ["? 资金总额按来源：“资金总额”填的“854万854万”读不出数来"]),
        # 元 beside 万元; the slack is that of the printed figure
        (_amounts("2万元", fiscal="15000元", other="5000元"), ["= 资金总额按来源：20000 = 15000 + 5000，相符"]),
        (_amounts("2.00万元", fiscal="15000元", other="5050元"), [_TOTAL.format(20000, 20050, "rounding")]),
        (_amounts("2.00万元", fiscal="15000元", other="5052元"), [_TOTAL.format(20000, 20052, "beyond")]),
        # two figures in one column
        (_amounts("10", general="6", other="2") | {"printed": _printed("total", "10", "20")}, [_MIXED]),
        (_amounts("10", general="6", other="2") | {"printed": _printed("other_funds", "2", "3")}, [_MIXED]),
        (_amounts("10", general="6", other="2") | {"printed": _printed("total", "10", " 10 ", "")},
         [_TOTAL.format(10, 8, "beyond")]),
        (_amounts("10", general="6", other="2") | {"printed": _printed("basic_expenditure", "2", "3")},
         [_TOTAL.format(10, 8, "beyond")]),
        # a wrong 财政拨款 makes the total above it wrong by the same figure; by another it is a second fault
        (_amounts("10", fiscal="6", general="8", other="2"), ["? 与财政拨款的分项合计是同一处不平，已在那里报过"]),
        (_amounts("10", fiscal="10", general="5", fund="3", other="2"),
         ["? 与财政拨款的分项合计是同一处不平，已在那里报过"]),
        (_amounts("10", fiscal="8", general="10", other="4"), [_TOTAL.format(10, 12, "beyond")]),
        (_amounts("10", fiscal="10", general="5", fund="4", other="2"), [_TOTAL.format(10, 12, "beyond")]),
        (_amounts("10", fiscal="8", general="9", other="2"), ["= 资金总额按来源：10 = 8 + 2，相符"]),
        (_amounts("10万元", fiscal="6万元", general="80000元", other="2万元"),
         [_TOTAL.format(100000, 80000, "beyond")]),
    ],
)  # fmt: skip
def test_the_total_by_source(form: dict[str, Any], says: list[str]) -> None:
    assert said("total-by-source", form) == says


@pytest.mark.parametrize(
    ("cells", "unsure"),
    [
        ([["其他投入资金", "2"]], True), ([["其他投入资金", "8"]], True), ([["其他投入资金", "3"]], False),
        ([["其他投入资金", "合格"]], False),
        ([["项目属性", "2"]], False), ([[None, "其他投入资金：2"]], True),
        ([["其他投入资金", "1"], ["项目属性", "1"]], True), ([["其他投入资金", "5"], ["项目属性", "3"]], False),
        # so many figures that some of them make up every gap
        ([["其他投入资金", str(100 + n)] for n in range(12)], False),
        ([["其他投入资金", str(100 + n)] for n in range(13)], True),
    ],
)  # fmt: skip
def test_a_figure_that_no_field_took_may_explain_a_wrong_total(cells: list[list[str | None]], unsure: bool) -> None:
    """As a part that is missing or too much, or as the total that the parts belong to: 10 is printed over 6 + 2."""
    form = _amounts("10", general="6", other="2") | {"cells": cells}
    assert said("total-by-source", form) == [_LEFT_OVER if unsure else _TOTAL.format(10, 8, "beyond")]
    assert said("total-by-source", _amounts("8", general="6", other="2") | {"cells": cells}) == [
        "= 资金总额按来源：8 = 6 + 2，相符"
    ]


_USE = "资金总额按支出性质"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (_amounts("10", basic="6", project="4"), f"= {_USE}：10 = 6 + 4，相符"),
        (_amounts("10", basic="6", project="2"), _TOTAL.format(10, 8, "beyond")),
        (_amounts("10", basic="6"), ""), (_amounts("10", project="6"), ""),
        (_amounts(None, basic="6", project="4"), ""), (_amounts("", basic="6", project="4"), "? 资金总额是空的"),
        (_amounts("10", basic="", project=""), "? 基本支出和项目支出都是空的"),
        (_amounts("10", basic="", project="9"), _TOTAL.format(10, 9, "beyond")),
        (_amounts("1万元", basic="6000元", project="4000元"), f"= {_USE}：10000 = 6000 + 4000，相符"),
        # other uses, several totals, a column nobody knows: right sums are right, wrong ones nobody's fault
        (_amounts("10", basic="6", project="2") | {"labels": ["事业发展性支出"]},
         "? 本表另列有其他支出、多个总额或认不出的金额栏"),
        (_amounts("10", basic="6", project="4") | {"labels": ["事业发展性支出"]}, f"= {_USE}：10 = 6 + 4，相符"),
        (_amounts("10", basic="6", project="2") | {"labels": ["项目名称"]}, _TOTAL.format(10, 8, "beyond")),
        (_amounts("10", basic="6", project="2") | {"printed": _printed("total", "10", "8")},
         "? 本表另列有其他支出、多个总额或认不出的金额栏"),
        (_amounts("10", basic="6", project="2") | {"cells": [["其他投入资金", "2"]]},
         "? 本表另列有其他支出、多个总额或认不出的金额栏"),
        # wrong by source by the same figure
        (_amounts("10", basic="6", project="2", general="6", other="2"), "? 与按来源的合计是同一处不平，已在那里报过"),
        (_amounts("10", basic="6", project="2", general="6", other="1"), _TOTAL.format(10, 8, "beyond")),
    ],
)  # fmt: skip
def test_the_total_by_use(form: dict[str, Any], says: str) -> None:
    assert said("total-by-use", form) == ([says] if says else [])


_FISCAL = "! /amounts/fiscal_appropriation [{}] -> {} ({})"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (_amounts(fiscal="10", general="6", fund="4"), "= 财政拨款按预算种类：10 = 6 + 4，相符"),
        (_amounts(fiscal="10", general="6", fund="2"), _FISCAL.format(10, 8, "beyond")),
        (_amounts(fiscal="10"), ""), (_amounts(general="10"), ""),
        (_amounts(fiscal="", general="6"), "? 财政拨款或其分项是空的"),
        (_amounts(fiscal="10", general="", fund=""), "? 财政拨款或其分项是空的"),
        (_amounts(fiscal="10", general="6", fund=""), _FISCAL.format(10, 6, "beyond")),
        (_amounts(fiscal="1万元", general="6000元", fund="4000元"), "= 财政拨款按预算种类：10000 = 6000 + 4000，相符"),
        (_amounts(fiscal="10", general="6", fund="2") | {"printed": _printed("government_fund", "2", "3")},
         "? 财政拨款按预算种类：同一栏印了不止一个数，可能是总额与年度额并列"),
        (_amounts(fiscal="10", general="6", fund="2") | {"cells": [["其他投入资金", "2"]]},
         "? 财政拨款按预算种类：同一栏印了不止一个数，可能是总额与年度额并列"),
        (_amounts(fiscal="10", general="6", fund="2", other="3"), _FISCAL.format(10, 8, "beyond")),
    ],
)  # fmt: skip
def test_the_appropriation_by_kind(form: dict[str, Any], says: str) -> None:
    assert said("fiscal-by-kind", form) == ([says] if says else [])


@pytest.mark.parametrize(
    ("raw", "fold", "value", "slack", "blank"),
    [
        ("12.34", False, "12.34", "0.005", False), ("12.34", True, "123400.00", "50.000", False),
        ("", False, "0", "0", True),
        ("—", True, "0", "0", True),
        ("854万854万", False, None, "0", False), ("1500元", True, "1500", "0.5", False),
    ],
)  # fmt: skip
def test_a_printed_amount_as_a_term(raw: str, fold: bool, value: str | None, slack: str, blank: bool) -> None:
    part = amount_part(case_of(_amounts(raw)), "total", fold)
    assert (part.name, part.pointer, part.raw, part.at) == ("资金总额", "/amounts/total", raw, {"line": 3})
    assert (str(part.value) if part.value is not None else None, str(part.slack), part.blank) == (value, slack, blank)


# --- the sum row of a list ---------------------------------------------------------------------------------------


def _list(raw: str, *projects: str | None) -> dict[str, Any]:
    amounts = [
        Amount(p or "", None if p in (None, "x1") else p, "万元", None, {"line": n}) for n, p in enumerate(projects)
    ]
    parts = [(f"/forms/{n}/amounts/total", amount) for n, amount in enumerate(amounts)]
    return {"raw": raw, "parts": parts}


@pytest.mark.parametrize(
    ("raw", "projects", "says"),
    [
        ("10", ["6", "4"], "= 一览表的“合计”：10 = 6 + 4，相符"),
        ("10", ["6", "2"], "! /unmapped/1 [10] -> 8 (beyond)"),
        ("10", ["6", "5"], "! /unmapped/1 [10] -> 11 (rounding)"),
        ("10", ["6", None, "4"], "= 一览表的“合计”：10 = 6 + 4，相符"),
        ("10", ["6", "x1"], "? 一览表的“合计”：“项目”填的“x1”读不出数来"),
        ("若干", ["6", "4"], "? 一览表的“合计”：“合计”填的“若干”读不出数来"),
    ],
)  # fmt: skip
def test_the_sum_row_of_a_list(raw: str, projects: list[str | None], says: str) -> None:
    case = case_of({"cells": ["甲", ["合计", raw]]})
    given = _list(raw, *projects)
    case.reading.list_sums.append(ListSum("合计", raw, case.form.unmapped[1].at, given["parts"]))
    (say,) = total_by_source(case)
    assert shown(say) == says
    if isinstance(say, Fault):
        assert say.message == f"一览表“合计”印的是{raw}，各项目相加是{say.expected}，两数不符，请核对。"
        assert [(r.role, r.field, r.observed) for r in say.related] == [
            ("项目", pointer, amount.raw) for pointer, amount in given["parts"]
        ]


# --- the money block of a self-evaluation -----------------------------------------------------------------------


def _rows(*rows: str) -> dict[str, Any]:
    """item | initial | adjusted | executed, "" for what is not printed."""
    names = ("item", "initial", "adjusted", "executed")
    return {"execution": [{k: v for k, v in zip(names, row.split("|")) if v} for row in rows]}


_HEAD = "年度资金总额"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([f"{_HEAD}|10|10|8", "财政拨款|6|6|5", "其他资金|4|4|3"],
         ["= 资金栏年初预算数：10 = 6 + 4，相符", "= 资金栏全年预算数：10 = 6 + 4，相符",
          "= 资金栏执行数：8 = 5 + 3，相符"]),
        ([f"{_HEAD}||10|9", "财政拨款||6|5", "其他资金||4|2"],
         ["= 资金栏全年预算数：10 = 6 + 4，相符", "! /execution/0/executed [9] -> 7 (beyond)"]),
        ([f"{_HEAD}||10", "财政拨款||6"], ["? 资金栏全年预算数：只印了“财政拨款”一项，不一定列全"]),
        ([f"{_HEAD}||10"], []), (["||10", "财政拨款||6", "其他资金||2"], []),
        (["财政拨款||10", "其他资金||4", "自有资金||4"], []),
        ([f"{_HEAD}||10", "甲项||6", "其他资金||4"], ["? 资金栏里有认不出的行或重复的行"]),
        ([f"{_HEAD}||10", "财政拨款||6", "财政拨款||4"], ["? 资金栏里有认不出的行或重复的行"]),
        # a column without its total or without any part is not compared
        ([f"{_HEAD}||10|", "财政拨款||6|5", "其他资金||4|3"], ["= 资金栏全年预算数：10 = 6 + 4，相符"]),
        ([f"{_HEAD}||10|8", "财政拨款||6|", "其他资金||4|"], ["= 资金栏全年预算数：10 = 6 + 4，相符"]),
        ([f"{_HEAD}||10|8", "财政拨款||6|", "其他资金||4|5"],
         ["= 资金栏全年预算数：10 = 6 + 4，相符", "! /execution/0/executed [8] -> 5 (beyond)"]),
        # one line that is the whole in one column is so in all
        ([f"{_HEAD}||10|8", "财政拨款||10|5"],
         ["= 资金栏全年预算数：10 = 10，相符", "! /execution/0/executed [8] -> 5 (beyond)"]),
        ([f"{_HEAD}||10|8", "财政拨款||9|5"],
         ["? 资金栏全年预算数：只印了“财政拨款”一项，不一定列全", "? 资金栏执行数：只印了“财政拨款”一项，不一定列全"]),
        # the same total wrong by the same figure in two columns is one fault, by another it is two
        ([f"{_HEAD}|10|10", "财政拨款|6|6", "其他资金|2|2"], ["! /execution/0/initial [10] -> 8 (beyond)"]),
        ([f"{_HEAD}|10|10", "财政拨款|6|6", "其他资金|2|1"],
         ["! /execution/0/initial [10] -> 8 (beyond)", "! /execution/0/adjusted [10] -> 7 (beyond)"]),
        ([f"{_HEAD}||六|", "财政拨款||6|", "其他资金||2|"], ["? 资金栏全年预算数：“年度资金总额”填的“六”读不出数来"]),
    ],
)  # fmt: skip
def test_the_columns_of_the_money_block(rows: list[str], says: list[str]) -> None:
    assert said("execution-by-source", _rows(*rows)) == says


def test_two_columns_of_one_fault_are_told_together() -> None:
    case = case_of(_rows(f"{_HEAD}：|10|10", "财政拨款|6|6", "其他资金|2|2"))
    (say,) = execution_by_source(case)
    assert isinstance(say, Fault) and list(say.inputs) == ["资金栏年初预算数", "资金栏全年预算数"]
    assert say.message.startswith("资金栏年初预算数不平：财政拨款6 + 其他资金2，合计 8，与“年度资金总额”10 相差 2")
    assert [(r.role, r.field, r.observed) for r in say.related][2:] == [
        ("同样不平的一列", "/forms/0/execution/0/adjusted", "10")
    ]


def test_a_doubtful_column_mutes_no_other() -> None:
    ocr = {"/execution/0/initial": {"raw": "10", "alternatives": []}}
    form = _rows(f"{_HEAD}|10|10", "财政拨款|6|6", "其他资金|2|2") | {"ocr": ocr}
    assert said("execution-by-source", form) == [
        "! /execution/0/initial [10] -> 8 (beyond)", "! /execution/0/adjusted [10] -> 8 (beyond)",
    ]  # fmt: skip
