"""`--redact`: mask persons' names and telephone numbers in a whole document, wherever they occur.

Masks keep the length of what they cover, so that `spans` stay true. Numbers that are money, targets or
identifiers of the program (hashes, ids, pointers) are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.model.extraction import Extraction
from extractor.model.filing import Form

MASK = "*"
_PERSONS = ("preparer", "responsible_person", "project_person", "finance_person", "contact")
_PERSON_LABEL = re.compile(r"电话|手机|联系方式|联系人|负责人|签字|签名|签章|填表人|填报人|经办人|制表人|审核人|姓名")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.,，])(?:1[3-9]\d(?:[- ]?\d{4}){2}|0\d{2,3}[-－— ]\d{7,8}"
    r"|[（(]0\d{2,3}[)）]\s?\d{7,8})(?![0-9A-Za-z%])"
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_AFTER_LABEL = re.compile(r"((?:联系)?电话|手机(?:号码)?|联系方式)([:：\s]*)([0-9０-９][0-9０-９\-－— 、,，/]{4,})")
_NAME_AFTER_LABEL = re.compile(
    r"((?:填[表报]人|联系人|负责人|经办人|制表人|审核人|责任人)(?:[（(]?签[字名章][)）]?)?\s*[:：]\s*)([\u3400-\u9fff·"
    r"]{2,4})(?=$|[\s，,；;、。（(])"
)
_NAME = re.compile(r"[\u3400-\u9fff]{1,3}[·•]?[\u3400-\u9fff]{1,6}|[0-9][0-9\- ]{5,}[0-9]")
"""A person's name or a number alone in a cell."""
_VERBATIM = {"id", "sha256", "program_version", "rules_version", "field", "code", "rule", "kind", "method", "format"}
_NUMBERS = {"amounts", "execution", "at", "places", "spans", "value", "yuan", "low", "high", "date", "start", "end"}


def redacted(extraction: Extraction) -> Extraction:
    """A copy of `extraction` with names and phones masked; the argument stays as it is."""
    data = extraction.model_dump(mode="json")
    secrets = _all_secrets(extraction)
    for form in data["forms"]:
        _mask_signoff(form)
    for finding in data["findings"]:
        _mask_finding(finding, secrets)
    return Extraction.model_validate(_walk(data, _pattern(secrets), numbers=False))


def redacted_stage(content: dict[str, Any], extraction: Extraction) -> dict[str, Any]:
    """A `--dump-stage` of the same source with the names and phones of its document masked."""
    masked: dict[str, Any] = _walk(content, _pattern(_all_secrets(extraction)), numbers=False)
    return masked


def _all_secrets(extraction: Extraction) -> list[str]:
    """Names and numbers to mask, the longest first."""
    return sorted({s for form in extraction.forms for s in _secrets(form)}, key=lambda s: (-len(s), s))


def _pattern(secrets: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(re.escape(s) for s in secrets)) if secrets else None


def _secrets(form: Form) -> Iterator[str]:
    for key in (*_PERSONS, "phone"):
        for part in re.split(r"[\s、,，;；/]+", getattr(form.signoff, key) or ""):
            if len(part) >= 2:
                yield part
        whole = (getattr(form.signoff, key) or "").strip()
        if len(whole) >= 2:
            yield whole
    for entry in form.unmapped:
        if entry.label and _PERSON_LABEL.search(entry.label) and _NAME.fullmatch(entry.text.strip()):
            yield entry.text.strip()


def _mask_signoff(form: dict[str, Any]) -> None:
    for key in (*_PERSONS, "phone"):
        form["signoff"][key] = mask(form["signoff"][key])
    for pointer, doubt in form["ocr"].items():
        if pointer.startswith("/signoff/") and not pointer.endswith("filing_date"):
            doubt["raw"] = mask(doubt["raw"])
            doubt["alternatives"] = [mask(text) for text in doubt["alternatives"]]
    for entry in form["unmapped"]:
        if entry["label"] and _PERSON_LABEL.search(entry["label"]) and len(entry["text"]) <= 40:
            entry["text"] = mask(entry["text"])


def _mask_finding(finding: dict[str, Any], secrets: list[str]) -> None:
    steps = (finding["field"] or "").split("/")
    if "signoff" not in steps or steps[-1] in ("filing_date", "sealed"):
        return
    for key in ("observed", "expected"):
        text = finding[key]
        if text and not any(text in secret for secret in secrets) and not _PERSON_LABEL.search(text):
            masked = mask(text)
            finding["message"] = finding["message"].replace(text, masked)
            finding[key] = masked


def mask(text: str | None) -> Any:
    """`text` with every letter and digit but the first character of a name and the last two digits covered."""
    if not text:
        return text
    digits = sum(char.isdigit() for char in text)
    if digits >= 5:
        seen = 0
        out = []
        for char in text:
            if char.isdigit():
                seen += 1
                out.append(char if seen > digits - 2 else MASK)
            else:
                out.append(char if not char.isalnum() else MASK)
        return "".join(out)
    return "".join(char if i == 0 and char.isalpha() or not char.isalnum() else MASK for i, char in enumerate(text))


def _walk(node: Any, pattern: re.Pattern[str] | None, *, numbers: bool) -> Any:
    if isinstance(node, dict):
        return {
            key: value if key in _VERBATIM else _walk(value, pattern, numbers=numbers or key in _NUMBERS)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_walk(item, pattern, numbers=numbers) for item in node]
    if not isinstance(node, str) or numbers:
        return node
    if pattern is not None:
        node = pattern.sub(lambda m: str(mask(m.group())), node)
    for known in (_PHONE, _IDENTITY):
        node = known.sub(lambda m: str(mask(m.group())), node)
    node = _AFTER_LABEL.sub(lambda m: m.group(1) + m.group(2) + str(mask(m.group(3))), node)
    return _NAME_AFTER_LABEL.sub(lambda m: m.group(1) + str(mask(m.group(2))), node)
