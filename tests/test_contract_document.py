"""The JSON document against the contract's tables: every key, every type, every pointer; and the sample's numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractor.model.extraction import json_schema
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.forms.test_formats import _blocks
from tests.make import layouts
from tests.make.contract import faults
from tests.make.invented import filing
from tests.make.write_docx import docx
from tests.make.write_sheets import xlsx
from tests.make.write_text import html_page, text_dump

WRITERS = (("txt", text_dump), ("docx", docx), ("xlsx", xlsx), ("html", html_page))


def _document(data: bytes, name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(extract_bytes(data, name, rules=load_rules()).model_dump_json())
    return made


def test_the_samples_keep_the_contract(sample: Path) -> None:
    for path in (sample, sample.with_suffix(".docx")):
        assert faults(_document(path.read_bytes(), path.name)) == []


@pytest.mark.parametrize("number", range(len(WRITERS)))
def test_every_layout_keeps_the_contract(number: int) -> None:
    found: dict[str, list[str]] = {}
    for at, name in enumerate(layouts.names()):
        ending, write = WRITERS[(at + number) % len(WRITERS)]
        if wrong := faults(_document(write(_blocks(name)), f"{name}.{ending}")):
            found[f"{name}.{ending}"] = wrong
    assert found == {}


def test_invented_filings_keep_the_contract() -> None:
    for seed in range(6):
        ending, write = WRITERS[seed % len(WRITERS)]
        assert faults(_document(write(filing(seed)[0]), f"a.{ending}")) == []


def test_files_that_are_none_keep_it_too() -> None:
    for data in (b"", b"PK\x03\x04 broken", "没有表的文字。\n".encode(), b"\x00\x01\x02" * 99):
        document = _document(data, "a.docx")
        assert faults(document) == []
        failure = document["source"]["failure"]
        assert failure is None or failure["cause"] and failure["remedy"]


def _wrong(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """Required and unknown keys of `value` against the schema (a full validator is no dependency of ours)."""
    if "$ref" in schema:
        return _wrong(value, whole["$defs"][schema["$ref"].rsplit("/", 1)[1]], whole)
    if "anyOf" in schema:
        answers = [_wrong(value, choice, whole) for choice in schema["anyOf"] if _fits(value, choice)]
        return min(answers, key=len) if answers else [f"{value!r} fits no choice"]
    if isinstance(value, list):
        return [fault for item in value for fault in _wrong(item, schema.get("items", {}), whole)]
    if not isinstance(value, dict):
        return []
    known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
    found = [f"{schema.get('title')} lacks {key}" for key in schema.get("required", []) if key not in value]
    for key, item in value.items():
        if key in known:
            found += _wrong(item, known[key], whole)
        elif other is False:
            found.append(f"{schema.get('title')} has {key}")
        elif isinstance(other, dict):
            found += _wrong(item, other, whole)
    return found


def _fits(value: Any, choice: dict[str, Any]) -> bool:
    kinds = {
        "null": type(None),
        "string": str,
        "array": list,
        "object": dict,
        "integer": int,
        "boolean": bool,
        "number": (int, float),
    }
    return isinstance(value, kinds[choice["type"]]) if "type" in choice else isinstance(value, dict)


def test_the_schema_demands_every_key_and_takes_every_document(sample: Path) -> None:
    schema = json_schema()
    for name, part in {**schema["$defs"], "Extraction": schema}.items():
        if name != "Place" and part.get("type") == "object":
            sometimes = {"corrected"} if name == "Form" else set()  # only where a person put something right
            assert set(part.get("required", [])) == set(part["properties"]) - sometimes, name
    for data, name in ((sample.read_bytes(), "a.txt"), (b"", "a.txt"), ("无表".encode(), "a.txt")):
        document = _document(data, name)
        assert _wrong(document, schema, schema) == []
        del document["quality"]["score"]
        assert _wrong(document, schema, schema) == ["Quality lacks score"]


NUMBERS = ("291.97", "278.14", "13.83", "174.21", "117.76", "3.84", "17.92", "96")


@pytest.mark.parametrize("number", NUMBERS)
def test_any_other_last_digit_of_a_budget_number_fires(number: str, sample: Path) -> None:
    text = sample.read_text("utf-8")
    budget = next(
        re.finditer(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text)
    )  # 3.84 and 17.92 stand again as targets
    for digit in "0123456789".replace(number[-1], ""):
        changed = text[: budget.end() - 1] + digit + text[budget.end() :]
        document = extract_bytes(changed.encode(), "a.txt", rules=load_rules())
        assert {"sum-mismatch", "cross-form-mismatch"} & {f.code for f in document.findings}, digit
