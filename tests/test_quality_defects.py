"""A small turn of the planted-defect bench: what it taught must stay learnt."""

from __future__ import annotations

from bench.clean_filings import filing
from bench.defects import PLANTERS, run
from extractor.pipeline import extract_bytes
from extractor.quality.codes import OF_THE_READING, TITLES
from extractor.rulebook import load_rules
from tests.make.write_docx import docx

NOT_PLANTED = OF_THE_READING | {"no-form", "boilerplate"}


def test_every_code_about_the_filing_is_planted() -> None:
    assert set(PLANTERS) == set(TITLES) - NOT_PLANTED


def test_planted_defects_are_found_and_nothing_else() -> None:
    tallies = run(3 * len(PLANTERS), 11)
    assert {code: t.wrong for code, t in tallies.items() if t.false} == {}
    missed = {code: t.misses for code, t in tallies.items() if t.found < t.planted}
    assert set(missed) <= {"label-typo"}, missed


def test_clean_filings_have_no_findings() -> None:
    rules = load_rules()
    for seed in range(500, 518):
        document = extract_bytes(docx(filing(seed).blocks), f"{seed}.docx", rules=rules)
        assert [f.message for f in document.findings] == []
