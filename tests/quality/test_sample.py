"""The sample filing: exactly what a careful reviewer must find, and what a changed digit must do."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.rulebook import Rules, load_rules
from extractor.values.number import plain
from tests import SAMPLES

SAMPLE = next(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def text() -> str:
    return SAMPLE.read_text("utf-8-sig")


def _read(text: str, rules: Rules) -> Extraction:
    return extract_bytes(text.encode(), "sample.txt", rules=rules)


def test_errors_and_warnings_are_these_and_no_others(text: str, rules: Rules) -> None:
    loud = [(f.form, f.code, f.field) for f in _read(text, rules).findings if f.severity != "info"]
    assert Counter(loud) == Counter(
        [
            (0, "unquantified-target", "/forms/0/indicators/3/target"),
            (1, "vague-goal", "/forms/1/texts/annual_goal"),
            (1, "missing-unit", "/forms/1/indicators/5/target"),
            (2, "missing-field", "/forms/2/filer"),
            (2, "vague-goal", "/forms/2/texts/annual_goal"),
            (2, "missing-standard", "/forms/2/indicators/2/standard"),
            (2, "missing-target-value", "/forms/2/indicators/2/target"),
            (2, "missing-unit", "/forms/2/indicators/3/target"),
            (2, "label-typo", "/forms/2/indicators/5/level3"),
            (3, "vague-goal", "/forms/3/texts/annual_goal"),
            (3, "unquantified-target", "/forms/3/indicators/3/target"),
        ]
    )


def test_infos_are_advice_the_filing_earns(text: str, rules: Rules) -> None:
    infos = Counter(f.code for f in _read(text, rules).findings if f.severity == "info")
    assert infos == {
        "empty-indicator": 8, "late-filing": 4, "misplaced-indicator": 2, "flat-targets": 4, "copied-goal": 2,
    }  # fmt: skip


def test_messages_quote_row_and_budget(text: str, rules: Rules) -> None:
    by_code = {f.code: f for f in _read(text, rules).findings}
    assert "17.92 万元" in by_code["missing-unit"].message
    typo = by_code["label-typo"]
    assert (typo.observed, typo.expected, typo.spans) == (
        "提高工会组的社会影响力",
        "提高工会组织的社会影响力",
        [[4, 5]],
    )
    assert typo.at.get("line") == 318


def test_sums_are_shown_as_checked(text: str, rules: Rules) -> None:
    inputs = {
        name: value for c in _read(text, rules).checks if c.outcome == "passed" for name, value in c.figures.items()
    }
    assert inputs["资金总额按来源"] == "291.97 = 278.14 + 13.83"
    assert inputs["资金总额按支出性质"] == "291.97 = 174.21 + 117.76"
    assert inputs["各项目表之和"] == "3.84 + 17.92 + 96 = 117.76"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("资金总额：291.97", "资金总额：291.98", {"sum-mismatch"}),
        ("一般公共预算：278.14", "一般公共预算：278.15", {"sum-mismatch"}),
        ("其他资金：13.83", "其他资金：13.84", {"sum-mismatch"}),
        ("基本支出：174.21", "基本支出：174.20", {"sum-mismatch"}),
        ("项目支出：117.76", "项目支出：117.75", {"sum-mismatch", "cross-form-mismatch"}),
        ("\n\t　3.84\n", "\n\t　3.85\n", {"cross-form-mismatch"}),
        ("\n\t17.92\n", "\n\t17.91\n", {"cross-form-mismatch"}),
        ("\n\t96　\n", "\n\t97　\n", {"cross-form-mismatch"}),
    ],
)
def test_last_digit_changed_fires(old: str, new: str, codes: set[str], text: str, rules: Rules) -> None:
    assert text.count(old) == 1
    found = {f.code for f in _read(text.replace(old, new), rules).findings}
    assert codes <= found
    assert {"sum-mismatch", "cross-form-mismatch"} & found == codes


def _looked_up(document: Extraction, pointer: str) -> str:
    holder: object = document.model_dump(mode="json")
    for step in pointer.strip("/").split("/"):
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]  # type: ignore[index]
    return str(holder["raw"] if isinstance(holder, dict) else holder)


@pytest.mark.parametrize(("old", "new"), [("资金总额：291.97", "资金总额：391.97"), ("\n\t96　\n", "\n\t196　\n")])
def test_numbers_of_arithmetic_messages_come_from_the_document(old: str, new: str, text: str, rules: Rules) -> None:
    document = _read(text.replace(old, new), rules)
    found = [f for f in document.findings if f.code in ("sum-mismatch", "cross-form-mismatch")]
    assert found
    for finding in found:
        parts = [Decimal(re.sub(r"[^\d.]", "", _looked_up(document, r.field or ""))) for r in finding.related]
        stated = Decimal(re.sub(r"[^\d.]", "", _looked_up(document, finding.field or "")))
        assert sum(parts) == Decimal(finding.expected or "")
        assert stated == Decimal(finding.observed or "")
        assert plain(abs(sum(parts) - stated)) in finding.message


def test_ids_do_not_depend_on_the_run(text: str, rules: Rules) -> None:
    one, other = _read(text, rules), _read(text, load_rules())
    assert [f.id for f in one.findings] == [f.id for f in other.findings]
    assert len({f.id for f in one.findings}) == len(one.findings)


def test_mended_sample_has_no_error_and_no_warning(text: str, rules: Rules) -> None:
    clean = (
        text.replace("填报单位：（盖章） ", "填报单位：沅江市总工会（盖章） ")
        .replace("提高工会组的", "提高工会组织的")
        .replace("\t　发放补助资金及时率\n\t　\n\t\n", "\t　发放补助资金及时率\n\t　100%\n\t基本标准\n")
        .replace("3.84　", "≤3.84万元").replace("17.92　", "≤17.92万元")
        .replace("\t严格控制支出\n\t100%", "\t总成本\n\t≤291.97万元").replace("\t严格控制支出　\n\t100%",
        "\t项目总成本\n\t≤96万元")
    )  # fmt: skip
    for number, goal in enumerate(("慰问困难职工一百户", "补助乡镇工会十二家", "组织全市职工活动一次")):
        clean = clean.replace("按要求完成本年度工作", goal, 1)
        assert goal in clean, number
    assert [f.message for f in _read(clean, rules).findings if f.severity != "info"] == []
