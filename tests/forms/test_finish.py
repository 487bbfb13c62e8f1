"""What a finished form says of the page it stands on: its seal."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.draft import Draft
from extractor.forms.finish import finish
from extractor.forms.form_block import FormBlock
from extractor.forms.heading import Heading
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("seals", "at", "sealed"),
    [
        ([1], {"page": 1}, True),
        ([2], {"page": 1}, None),
        ([2, 1], {"page": 1}, True),
        ([2], {"line": 1}, True),  # of a form without pages any seal is its own
        ([], {"page": 1}, None),
    ],
)
def test_a_seal_on_the_page_of_a_form_is_its_own(seals: list[int], at: Any, sealed: bool | None) -> None:
    head, block = Heading("2024年项目支出绩效目标表", 2024, at), FormBlock(slices=[drawn(["甲", "乙"])])
    found = finish(Draft(), block, head, WORDS, "0" * 64, 0, seals=[{"page": page} for page in seals])
    assert found.form.signoff.sealed is sealed
