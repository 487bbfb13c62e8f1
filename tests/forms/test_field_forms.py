"""The second generator: the same seed the same filing, held wordings only for judging seeds, a truth that stands
in its file.
"""

from __future__ import annotations

import io
import re

import docx
import pytest

from bench.field_forms.dice import JUDGING, Dice, book
from bench.field_forms.filing import sample
from bench.field_forms.writing import docx as written


@pytest.mark.parametrize("seed", [3, 8, 21, JUDGING + 4, JUDGING + 17])
def test_a_truth_stands_in_its_file(seed: int) -> None:
    filing = sample(seed)
    assert filing.truth == sample(seed).truth
    document = docx.Document(io.BytesIO(written(filing)))
    text = re.sub(r"\s+", "", "".join(t.text or "" for t in document.element.iter() if str(t.tag).endswith("}t")))
    for form in filing.truth["forms"]:
        assert form["indicators"]
        for value in (form["title"], *form["texts"].values(), *(r["level3"] for r in form["indicators"])):
            assert re.sub(r"\s+", "", value) in text


def test_held_wordings_are_for_judging_seeds_only() -> None:
    held = {name: set(entry["held"]) for name, entry in book("wordings").items()}
    taught = {(name, Dice(seed).word(name)) for seed in range(40) for name in held}
    judged = {(name, Dice(seed).word(name)) for seed in range(JUDGING, JUDGING + 40) for name in held}
    assert not any(word in held[name] for name, word in taught)
    assert any(word in held[name] for name, word in judged)
