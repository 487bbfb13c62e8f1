"""What a waiver covers: file, unit, code, place, day; each condition by itself."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.model.document import Place
from extractor.model.finding import Finding
from extractor.quality.waivers import Waiver, _covers, _told, _units, apply_waivers, read_waivers
from extractor.rulebook import load_rules


def _finding(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "id": "f1", "rule": "r", "code": "missing-unit", "severity": "warning", "confidence": None,
        "message": "", "form": 0, "field": "/forms/0/indicators/1/target", "observed": None,
        "expected": None, "spans": [], "basis": None, "verified": True, "related": [], "at": Place(),
    }  # fmt: skip
    return Finding(**{**given, **more})


_FORMS = [
    SimpleNamespace(index=0, filer="甲局", department=None),
    SimpleNamespace(index=1, filer=None, department="乙 局"),
]
_DOCUMENT: Any = SimpleNamespace(source=SimpleNamespace(sha256="abcdef0123456789"), forms=_FORMS)


def _waiver(**more: Any) -> Waiver:
    return Waiver.model_validate({"unit": "甲局", "code": "missing-unit", "reason": "已核实", "who": "王五", **more})


@pytest.mark.parametrize(
    ("waiver", "finding", "covered"),
    [
        (_waiver(), _finding(), True), (_waiver(code="missing-field"), _finding(), False),
        (_waiver(id="f1"), _finding(), True), (_waiver(id="f2"), _finding(), False),
        (_waiver(unit="甲 局"), _finding(), True), (_waiver(unit="乙局"), _finding(), False),
        (_waiver(unit="乙局"), _finding(form=1), True), (_waiver(unit="乙局"), _finding(form=None), True),
        (_waiver(unit="丙局"), _finding(form=None), False), (_waiver(unit=None, source="abcdef01"), _finding(), True),
        (_waiver(unit=None, source="ABCDEF01"), _finding(), True),
        (_waiver(unit=None, source="abcdef02"), _finding(), False), (_waiver(source="abcdef01"), _finding(), True),
        (_waiver(source="abcdef02"), _finding(), False),
        (_waiver(unit="乙局", source="abcdef01"), _finding(), False),
        # the place itself, what lies below it, not what begins alike
        (_waiver(field="/forms/0/indicators/1"), _finding(), True),
        (_waiver(field="/forms/0/indicators/1/"), _finding(), True),
        (_waiver(field="/forms/0/indicators/1/target"), _finding(), True),
        (_waiver(field="/forms/0/indicators/1/tar"), _finding(), False),
        (_waiver(field="/forms/0/indicators"), _finding(field=None), False), (_waiver(), _finding(field=None), True),
    ],
)  # fmt: skip
def test_what_a_waiver_covers(waiver: Waiver, finding: Finding, covered: bool) -> None:
    assert _covers(waiver, _DOCUMENT, finding) == covered


def test_a_file_without_a_hash_is_no_waivers() -> None:
    unread: Any = SimpleNamespace(source=SimpleNamespace(sha256=None), forms=[])
    assert not _covers(_waiver(unit=None, source="abcdef01"), unread, _finding())


def test_units_of_one_form_and_of_the_whole_file() -> None:
    assert (
        _units(_DOCUMENT, 0) == {"甲局"}
        and _units(_DOCUMENT, 1) == {"乙局"}
        and _units(_DOCUMENT, None) == {"甲局", "乙局"}
    )


def test_what_is_told_of_a_waiver() -> None:
    assert _told(_waiver()) == "已核实（王五）"
    assert _told(_waiver(until=datetime.date(2025, 6, 30))) == "已核实（王五，有效期至 2025-06-30）"


@pytest.mark.parametrize(
    ("given", "valid"),
    [
        ({"unit": "甲局"}, True), ({"source": "a" * 8}, True), ({"source": "a" * 7, "unit": "甲局"}, False),
        ({}, False), ({"unit": "", "source": ""}, False), ({"unit": "甲局", "reason": ""}, False),
        ({"unit": "甲局", "who": ""}, False), ({"unit": "甲局", "extra": 1}, False),
        ({"unit": "甲局", "code": "no-such"}, False), ({"source": "", "unit": "甲局"}, True),
    ],
)  # fmt: skip
def test_what_a_waiver_must_say(given: dict[str, Any], valid: bool) -> None:
    entry = {"code": "missing-unit", "reason": "已核实", "who": "王五", **given}
    if valid:
        assert Waiver.model_validate(entry).reason == "已核实"
    else:
        with pytest.raises(ValueError, match=r"Waiver|waiver|validation"):
            Waiver.model_validate(entry)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("[]", 0), ("waivers: []", 0), ("- {unit: 甲, code: missing-unit, reason: 甲, who: 乙}", 1)],
)
def test_lists_of_waivers(text: str, count: int) -> None:
    assert len(read_waivers(text)) == count


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("- {unit: 甲, code: missing-unit, reason: 甲, who: 乙}\n- {unit: 甲, code: missing-unit, who: 乙}",
         "豁免清单第 2 条reason有误"),
        ("- {unit: 甲, code: missing-unit, reason: 甲, who: 乙, until: 去年}", "豁免清单第 1 条until有误"),
        ("- [\n", "豁免清单第 2 行 YAML 格式错误"), ("other: 1", "豁免清单有误"),
    ],
)  # fmt: skip
def test_a_faulty_list_names_the_entry_and_its_key(text: str, cause: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_waivers(text)
    assert raised.value.cause.startswith(cause)


def test_an_unused_waiver_is_told_once_with_what_it_meant() -> None:
    rest = "code: missing-unit, reason: 甲, who: 乙"
    text = f"- {{unit: 丙局, field: /forms/0, {rest}}}\n- {{source: abcdef02, {rest}}}"
    [first, second], reasons = apply_waivers([_real(), _real()], text, load_rules(), datetime.date(2025, 1, 1))
    assert reasons == {} and second.findings == _real().findings
    messages = [f.message for f in first.findings if f.code == "unused-waiver"]
    assert sorted(messages) == [
        "豁免清单里“丙局”的 missing-unit /forms/0 没有对上任何问题或已过期，请核对后删去。",
        "豁免清单里“文件 abcdef02”的 missing-unit 没有对上任何问题或已过期，请核对后删去。",
    ]


def _real() -> Any:
    from extractor.pipeline import extract_bytes

    return extract_bytes("2024年项目支出绩效目标表\n".encode(), "x.txt", rules=load_rules())


def test_the_first_waiver_that_covers_a_finding_gives_its_reason() -> None:
    text = "\n".join(f"- {{source: {{}}, code: no-form, reason: {reason}, who: 乙}}" for reason in ("甲", "丙"))
    document = _real()
    assert [f.code for f in document.findings] == ["no-form"]
    text = text.replace("{}", document.source.sha256[:12])
    [after], reasons = apply_waivers([document], text, load_rules())
    assert list(reasons.values()) == ["甲（乙）"] and [f.code for f in after.findings] == ["no-form"]
