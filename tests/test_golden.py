"""Every sample gives its golden document, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.evaluate import evaluate
from extractor.rulebook import load_rules
from tests.make import golden


@pytest.mark.parametrize("sample", golden.samples(), ids=lambda p: p.name)
def test_sample_gives_its_golden_document(sample: Path) -> None:
    kept = golden.ROOT / "golden" / f"{sample.name}.json"
    assert golden.text(sample) == kept.read_text("utf-8"), "make golden, then read the diff"


def test_evaluate_scores_its_own_golden_files_full() -> None:
    scores = evaluate(golden.ROOT / "golden", rules=load_rules())
    assert scores.files == len(golden.samples())
    assert not scores.wrong
    assert sum(scores.total.values()) > 500
