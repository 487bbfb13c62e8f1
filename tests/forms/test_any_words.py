"""A form's own words in any order, in a table or a dump: no reading raises, no rule crashes."""

from __future__ import annotations

import pytest

from bench.any_words import files
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules

RULES = load_rules()


@pytest.mark.parametrize("seed", range(12))
def test_words_in_any_order_end_in_a_reading(seed: int) -> None:
    for name, data in files(seed, ((8, 5), (14, 7), (20, 12))):
        found = extract_bytes(data, name, rules=RULES)
        assert [f.observed for f in found.findings if f.code == "rule-crashed" or "程序出错" in f.message] == []
