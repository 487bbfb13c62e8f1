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
