"""Not tuned to one file: filings with other names, numbers, years, row orders and columns give what their maker
knows.
"""

from __future__ import annotations

import hashlib

import pytest

from extractor.model.filing import Form
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make.invented import Known, filing
from tests.make.write_docx import docx
from tests.make.write_text import text_dump

WRITERS = {"txt": text_dump, "docx": docx}


def _same(form: Form, known: Known) -> None:
    assert form.kind == known.kind
    assert form.fiscal_year == known.year
    assert form.filer == known.unit
    assert form.department == known.unit
    assert form.project_name == known.project
    assert form.texts.annual_goal == known.goal
    assert {code: amount.value or "" for code, amount in form.amounts.items()} == known.amounts
    assert form.currency_unit == "万元"
    got = [
        (i.level1.raw, i.level2.raw, i.level3.raw, i.target.raw, i.standard or "")
        for i in form.indicators
        if i.level1 and i.level2 and i.level3
    ]
    assert got == known.rows


@pytest.mark.parametrize("format", sorted(WRITERS))
@pytest.mark.parametrize("seed", range(8))
def test_invented_filings_come_out_as_made(seed: int, format: str) -> None:
    blocks, known = filing(seed)
    data = WRITERS[format](blocks)
    document = extract_bytes(data, f"invented.{format}", rules=load_rules())
    assert len(document.forms) == len(known)
    for form, truth in zip(document.forms, known, strict=True):
        _same(form, truth)
    codes = {f.code for f in document.findings if f.severity != "info"}
    assert not codes & {"sum-mismatch", "cross-form-mismatch", "label-typo", "missing-target-value", "missing-field"}
    assert document.source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_last_digit_breaks_the_sum(seed: int) -> None:
    blocks, known = filing(seed)
    total = known[0].amounts["total"]
    last = str((int(total[-1]) + 3) % 10)
    data = text_dump(blocks).replace(f"资金总额：{total}".encode(), f"资金总额：{total[:-1]}{last}".encode())
    document = extract_bytes(data, "invented.txt", rules=load_rules())
    assert "sum-mismatch" in {f.code for f in document.findings}
