"""What the contract says of the JSON document, as checks: `faults(document)` lists every departure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

SOURCE = "name path format sha256 size_bytes pages ocr_pages program_version rules_version status failure"
FORM = (
    "id index kind title fiscal_year regime filer department implementer project_name project_code department_code "
    "currency_unit amounts execution texts period signoff indicators form_key months reading unmapped places ocr at"
)
KINDS = (
    "department_target project_target transfer_target department_self_evaluation project_self_evaluation "
    "department_monitoring project_monitoring unknown"
)
AMOUNTS = (
    "total general_public_budget government_fund state_capital special_account_nontax fiscal_appropriation "
    "central_funds "
    "provincial_funds local_funds superior_funds current_level carry_over own_funds other_funds basic_expenditure "
    "project_expenditure"
)
TEXTS = "duties annual_goal period_goal achievement basis problems measures review_opinion"
INDICATOR = "level1 level2 level3 target scope standard weight actual achieved_score deviation_reason note at"
TARGET = "raw kind operator value low high unit date approximate parts region"
FINDING = "id rule code severity confidence message form field observed expected spans basis verified related at"
AT = "page table row col line sheet cell bbox parts ocr_confidence"
CODES = """missing-target-value missing-standard empty-indicator missing-field label-typo misplaced-indicator missing-unit
unquantified-target vague-goal sum-mismatch cross-form-mismatch cost-exceeds-budget duplicate-indicator implausible-value
bad-date bad-phone bad-number late-filing low-ocr-confidence inferred-unit template-residue rate-mismatch points-mismatch
missing-reason direction-mismatch unit-clash mixed-units date-outside-period period-as-deadline flat-targets copied-goal
too-many-indicators not-applicable-scored boilerplate no-form unreadable-part doubtful-table reading-disputed
encoding-fallback format-mismatch stale-formula hidden-content open-revisions rule-crashed unused-waiver unread-text
no-indicators missing-column doubtful-reading missing-indicator-name copies-differ"""  # noqa: E501
YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def resolve(holder: Any, pointer: str) -> Any:
    """The value a JSON pointer names; KeyError, IndexError or ValueError where it names none."""
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    return holder


def faults(document: dict[str, Any]) -> list[str]:
    """Every departure from the contract's tables, each in a few words."""
    return [
        *_keys(document, "schema_version source forms findings checks quality", "document"),
        *_source(document),
        *_all(document),
    ]


def _all(document: dict[str, Any]) -> Iterator[str]:
    for index, form in enumerate(document["forms"]):
        for fault in _form(form, index, document["source"]["sha256"]):
            yield f"form {index}: {fault}"
    for finding in document["findings"]:
        for fault in _finding(finding, document):
            yield f"{finding['code']} {finding['field']}: {fault}"
    if any(count > 1 for count in Counter(f["id"] for f in document["findings"]).values()):
        yield "finding ids repeat"
    order = [-1 if f["form"] is None else f["form"] for f in document["findings"]]
    if sorted(order) != order:
        yield "findings not by form"
    for check in document["checks"]:
        yield from _keys(check, "rule code form outcome why inputs", "check", "figures")
        if check["outcome"] not in ("fired", "passed", "cannot-tell", "not-applicable") or not check["why"]:
            yield f"check {check['rule']}"
        if type(check["inputs"]) is not int or check["outcome"] == "passed" and not check["inputs"]:
            yield f"check {check['rule']} inputs {check['inputs']}"


def _keys(item: dict[str, Any], wanted: str, what: str, more: str = "") -> Iterator[str]:
    missing = set(wanted.split()) - set(item)
    beyond = set(item) - set(wanted.split()) - set(more.split())
    if missing or beyond:
        yield f"{what}: lacks {sorted(missing)}, has {sorted(beyond)}"


def _source(document: dict[str, Any]) -> Iterator[str]:
    source, quality = document["source"], document["quality"]
    yield from _keys(source, SOURCE, "source")
    yield from _keys(quality, "score verdict errors warnings infos", "quality")
    failed = source["status"] == "failed"
    if failed != (source["failure"] is not None) or failed and (document["forms"] or quality["score"] is not None):
        yield "failure and status disagree"
    if not isinstance(source["ocr_pages"], int) or source["status"] not in ("ok", "partial", "failed"):
        yield "source types"
    severities = Counter(f["severity"] for f in document["findings"])
    if (quality["errors"], quality["warnings"], quality["infos"]) != (
        severities["error"],
        severities["warning"],
        severities["info"],
    ):
        yield "quality counts"
    if not failed and not document["forms"] and "no-form" not in {f["code"] for f in document["findings"]}:
        yield "neither form nor no-form"


def _form(form: dict[str, Any], index: int, sha256: str) -> Iterator[str]:
    yield from _keys(form, FORM, "form", "layout")
    if form["index"] != index or not form["id"].startswith(sha256[:16]) or form["kind"] not in KINDS.split():
        yield "id, index or kind"
    for key in ("title", "filer", "department", "implementer", "project_name", "project_code", "department_code"):
        if form[key] is not None and not (isinstance(form[key], str) and form[key].strip()):
            yield f"{key} {form[key]!r}"
    if form["regime"] is not None:
        yield from _keys(form["regime"], "id basis", "regime")
    for code, amount in form["amounts"].items():
        yield from _amount(code, amount)
    for row in form["execution"]:
        yield from _keys(row, "item initial adjusted executed rate weight score", "execution")
        if any(
            row[key] is not None and not _DECIMAL.fullmatch(row[key]) for key in ("initial", "adjusted", "executed")
        ):
            yield f"execution {row}"
    yield from _keys(form["texts"], TEXTS, "texts")
    yield from _keys(
        form["signoff"],
        "preparer phone filing_date responsible_person sealed",
        "signoff",
        "project_person finance_person contact",
    )
    if form["period"] is not None:
        yield from _keys(form["period"], "raw start end", "period")
    for number, indicator in enumerate(form["indicators"]):
        for fault in _indicator(indicator):
            yield f"indicator {number}: {fault}"
    yield from _keys(form["reading"], "coverage confidence doubts", "reading")
    if not all(0 <= form["reading"][key] <= 1 for key in ("coverage", "confidence")):
        yield f"reading {form['reading']}"
    for doubt in form["reading"]["doubts"]:
        yield from _keys(doubt, "code pointer why at", "doubt")
        yield from _at(doubt["at"], "doubt")
    for entry in form["unmapped"]:
        yield from _keys(entry, "label text at", "unmapped")
        yield from _at(entry["at"], "unmapped") if entry["text"].strip() else ["blank unmapped"]
    yield from _at(form["at"], "form")
    yield from _placed(form)


def _amount(code: str, amount: dict[str, Any]) -> Iterator[str]:
    yield from _keys(amount, "raw value unit yuan at", code)
    yield from _at(amount["at"], code)
    if code not in AMOUNTS.split():
        yield f"amount {code}"
    if (amount["value"] is None) != (amount["yuan"] is None):
        yield f"{code}: value and yuan"
    elif amount["value"] is not None and Decimal(amount["value"]) * YUAN[amount["unit"]] != Decimal(amount["yuan"]):
        yield f"{code}: yuan is not the exact product"


def _indicator(indicator: dict[str, Any]) -> Iterator[str]:
    yield from _keys(indicator, INDICATOR, "indicator")
    yield from _at(indicator["at"], "indicator")
    for level in ("level1", "level2", "level3"):
        label = indicator[level]
        if label is None:
            continue
        yield from _keys(label, "raw canonical code score method runner_up", level)
        if label["raw"] == "":
            if (label["canonical"], label["code"], label["score"], label["runner_up"], label["method"]) != (
                None,
                None,
                None,
                None,
                "none",
            ):
                yield f"{level}: a blank label is more than blank"
        elif not isinstance(label["score"], (int, float)) or not 0 <= label["score"] <= 1:
            yield f"{level}: score {label['score']!r}"
        elif (label["canonical"] is None) != (label["method"] == "none"):
            yield f"{level}: method {label['method']}"
    yield from _target(indicator["target"])


def _target(target: dict[str, Any]) -> Iterator[str]:
    yield from _keys(target, TARGET, "target")
    kind = target["kind"]
    if target["value"] is not None and not _DECIMAL.fullmatch(target["value"]):
        yield f"value {target['value']!r}"
    if (
        kind == "number"
        and target["value"] is None
        or kind == "compound"
        and not target["parts"]
        or kind == "empty"
        and target["value"]
    ):
        yield f"{kind} {target['raw']!r}"
    if kind in ("range", "period") and (target["operator"] != "between" or not target["low"] or not target["high"]):
        yield f"ends of {target['raw']!r}"
    if any(
        v and not _ISO.fullmatch(v)
        for v in (target["date"], *((target["low"], target["high"]) if kind == "period" else ()))
    ):
        yield f"date in {target['raw']!r}"
    for part in target["parts"]:
        yield from _target(part)


def _at(at: dict[str, Any], what: str) -> Iterator[str]:
    if not at or set(at) - set(AT.split()) or None in at.values():
        yield f"{what}: at {at}"
    if any(at.get(key, 1) < 1 for key in ("page", "line")) or any(
        at.get(key, 0) < 0 for key in ("table", "row", "col")
    ):
        yield f"{what}: counts of {at}"


def _placed(form: dict[str, Any]) -> Iterator[str]:
    """Places resolve, and every value without an `at` of its own has one."""
    for pointer, at in form["places"].items():
        yield from _at(at, pointer)
    for pointer in (*form["places"], *form["ocr"]):
        try:
            resolve(form, pointer)
        except (KeyError, IndexError, ValueError):
            yield f"{pointer} names nothing"
    names = [
        f"/{key}"
        for key in ("title", "filer", "department", "implementer", "project_name", "project_code", "department_code")
    ]
    names += [f"/{group}/{key}" for group in ("texts", "signoff") for key in form[group] if key != "sealed"]
    names += [f"/execution/{n}/{key}" for n, row in enumerate(form["execution"]) for key in row]
    yield from (
        f"{name} has no place" for name in names if resolve(form, name) is not None and name not in form["places"]
    )


def _finding(finding: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    yield from _keys(finding, FINDING, "finding", "subject")
    if finding["code"] not in CODES.split():
        yield f"code {finding['code']} is not on the contract's list (CODES in tests/make/contract.py)"
    if finding["severity"] not in ("error", "warning", "info"):
        yield f"severity {finding['severity']}"
    if not finding["message"]:
        yield "no message"
    if finding["form"] is not None and not f"{finding['field']}/".startswith(f"/forms/{finding['form']}/"):
        yield "no pointer into its form"
    for pointer in (finding["field"], *(side["field"] for side in finding["related"])):
        try:
            resolve(document, pointer or "")
        except (KeyError, IndexError, ValueError):
            yield f"{pointer} names nothing"
    for start, end in finding["spans"]:
        if finding["observed"] is None or not 0 <= start <= end <= len(finding["observed"]):
            yield f"span {start}..{end} outside {finding['observed']!r}"
    for side in finding["related"]:
        yield from _keys(side, "role field observed at", "related")
    if finding["form"] is not None:
        yield from _at(finding["at"], "finding")
