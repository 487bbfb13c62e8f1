"""The manual's pages and the book behind them: what is cited, what of a text nobody had, a bureau's own documents."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from extractor.errors import UsageError
from extractor.quality.book import BasisDocument, CalendarBook, OwnDocument, QualityBook, _any_of
from extractor.quality.manual import _severity, _standing, list_rules, show
from extractor.quality.registry import all_rules
from extractor.rulebook import load_rules

RULES = load_rules()
BOOK = RULES.quality


def _own(*entries: dict[str, Any]) -> QualityBook:
    changed = BOOK.model_copy(update={"own": [OwnDocument.model_validate(entry) for entry in entries]})
    for name in ("basis_text",):
        changed.__dict__.pop(name, None)
    return changed


@pytest.mark.parametrize(
    ("rule", "severity", "verified", "enabled"),
    [
        ("target-blank", "错误", "", "启用"),
        ("points-of-row", "警告或错误", "未核实", "启用"),
        ("total-by-source", "错误或警告", "已核实", "启用"),
    ],
)
def test_a_rule_in_the_list(rule: str, severity: str, verified: str, enabled: str) -> None:
    (row,) = [row for row in list_rules(RULES) if row["rule"] == rule]
    assert (row["severity"], row["verified"], row["enabled"]) == (severity, verified, enabled)


def test_the_list_goes_by_code_and_rule() -> None:
    rows = [(row["code"], row["rule"]) for row in list_rules(RULES)]
    assert rows == sorted(rows) and len(rows) == len(all_rules())


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("missing-target-value", "每项错误扣 6 分（jixiao"),
        ("points-mismatch", "每项警告扣 2 分，错误扣 6 分（jixiao"), ("low-ocr-confidence", "每项警告扣 0 分（jixiao"),
        ("target-blank", "依据：填报常识（通行的填报要求，没有专门的文件）"),
        ("points-of-row", "（未核实：没有找到原文，不引条款）"),
        ("total-by-source", "（表内数字可直接复核，不需引用文件）"),
        ("row-twice", "适用：各类表"),
        ("filed-late", "适用：部门整体支出绩效目标表、项目支出绩效目标表、转移支付绩效目标表"),
        ("no-form", "级别：提示\n由读取过程给出"), ("unreadable-part", "级别：错误\n由读取过程给出"),
        ("boilerplate", "级别：提示\n由读取过程给出"), ("outputs-many", "（已核实）"),
    ],
)  # fmt: skip
def test_a_page_of_the_manual(code: str, says: str) -> None:
    assert says in show(code, RULES)


def test_a_code_of_several_rules_shows_them_all_and_a_rule_alone() -> None:
    assert show("points-mismatch", RULES).count("【") == 2 and show("points-of-row", RULES).count("【") == 1
    with pytest.raises(UsageError):
        show("points", RULES)


def test_a_rule_that_is_switched_off_says_so() -> None:
    entry = BOOK.rules["slogan"].model_copy(update={"enabled": False})
    from types import SimpleNamespace

    off: Any = SimpleNamespace(quality=BOOK.model_copy(update={"rules": {**BOOK.rules, "slogan": entry}}))
    assert "规则 slogan（已停用）" in show("slogan", off) and "已停用" not in show("residue", off)
    assert {row["rule"]: row["enabled"] for row in list_rules(off)}["slogan"] == "停用"


def test_severities_are_named_once_each() -> None:
    entry = BOOK.rules["row-empty"]
    assert _severity(entry) == "提示或警告"
    assert _severity(entry.model_copy(update={"grades": {}})) == "提示"


@pytest.mark.parametrize(
    ("own", "rule", "text"),
    [
        ([], "target-blank", "填报常识"), ([{"title": "某办法"}], "target-blank", "《某办法》"),
        ([{"title": "《某办法》", "number": "某财〔2026〕3号"}], "target-blank", "《某办法》（某财〔2026〕3号）"),
        ([{"title": "某办法", "rules": ["target-blank"]}], "target-blank", "《某办法》"),
        ([{"title": "某办法", "rules": ["missing-target-value"]}], "target-blank", "《某办法》"),
        ([{"title": "某办法", "rules": ["residue"]}], "target-blank", "填报常识"),
        ([{"title": "某办法"}], "total-by-source", "《某办法》；本表自身的勾稽关系"),
        ([{"title": "甲"}, {"title": "乙"}], "target-blank", "《甲》；《乙》"),
    ],
)  # fmt: skip
def test_a_bureaus_own_documents_are_cited_first_and_take_the_place_of_none(
    own: list[Any], rule: str, text: str
) -> None:
    assert _own(*own).basis_text[rule][0] == text


def test_what_covers_every_rule() -> None:
    book = _own({"title": "甲"}, {"title": "乙", "rules": ["residue"]})
    assert book.own_in_general == ["《甲》"]
    entry = BOOK.rules["target-blank"]
    assert _standing(book, entry, True) == "（已核实）" and _standing(BOOK, entry, True).startswith("（通行的填报要求")
    assert _standing(book, entry, False) == "（未核实：没有找到原文，不引条款）"


@pytest.mark.parametrize(
    ("basis", "cited"),
    [
        ([], ("", True)), (["common"], ("填报常识", True)),
        (["form-itself", "common"], ("本表自身的勾稽关系；填报常识", True)),
        (["common", "cy-2020-10"], ("填报常识；《项目支出绩效评价管理办法》（财预〔2020〕10号）", False)),
    ],
)  # fmt: skip
def test_documents_as_they_are_cited(basis: list[str], cited: tuple[str, bool]) -> None:
    """Verified only where all of them are."""
    assert BOOK.cite(basis) == cited


def test_a_document_without_a_number() -> None:
    assert BasisDocument(title="甲", verified=True).said == "甲"
    assert BasisDocument(title="甲", number="1号", verified=True).said == "甲（1号）"


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [([], "", False), ([], "甲", False), (["甲", "乙|丙"], "丙", True), (["甲"], "乙", False)],
)
def test_several_patterns_in_one(patterns: list[str], text: str, found: bool) -> None:
    assert bool(_any_of(patterns).search(text)) == found


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("12-31", "2024-12-31"), ("-12-31", "2023-12-31"), ("01-01", "2024-01-01"), ("13-01", None), ("00-10", None),
        ("10-00", None), ("10-32", None), ("9-01", None), ("10-30", "2024-10-30"),
    ],
)  # fmt: skip
def test_the_last_day_of_the_calendar(day: str, last: str | None) -> None:
    if last is None:
        with pytest.raises(ValidationError):
            CalendarBook(due={"project_target": day})
        return
    book = CalendarBook(due={"project_target": day})
    assert (book.last_day("project_target", 2024), book.last_day("unknown", 2024)) == (last, None)
