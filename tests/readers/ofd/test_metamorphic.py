"""The sample filing and every drawn layout as OFD: the same forms, values and findings as from text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import readers
from extractor.forms.assemble import read_forms
from extractor.rulebook import load_rules
from tests.forms.test_formats import _blocks, _ordered
from tests.make import layouts, write_ofd, write_pdf
from tests.make.write_ofd import ofd
from tests.readers.test_metamorphic import BLOCKS, SAMPLE, extracted


def unspaced(value: Any) -> Any:
    """Fixed pages carry no blanks between characters that touch; nothing else may differ."""
    if isinstance(value, dict):
        return {key: unspaced(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unspaced(inner) for inner in value]
    return "".join(value.split()) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def expected() -> tuple[Any, list[str]]:
    return extracted(SAMPLE)


@pytest.mark.parametrize("filled", [False, True], ids=["stroked rulings", "thin rectangles"])
def test_the_sample_filing_says_the_same(filled: bool, expected: tuple[Any, list[str]], tmp_path: Path) -> None:
    path = tmp_path / "filing.ofd"
    path.write_bytes(ofd(BLOCKS, filled=filled))
    forms, findings = extracted(path)
    assert len(forms) == 4
    assert unspaced(forms) == unspaced(expected[0])
    assert findings == expected[1]


@pytest.mark.parametrize("name", layouts.names())
def test_every_layout_gives_the_same_form(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On one long page: the writer does not share a merged cell's text out among the pages that cut it."""
    for module in (write_ofd, write_pdf):
        monkeypatch.setattr(module, "A4", (595.0, 3000.0))
    document = readers.read(ofd(_blocks(name)), "layout.ofd", "ofd")
    got = layouts.summary(read_forms(document, load_rules(), "0" * 64))
    expected = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
    assert list(map(_fold, _ordered(got, (name, "ofd")))) == list(map(_fold, _ordered(expected, (name, "ofd"))))


def _fold(fact: str) -> str:
    """Where a line of a narrow cell ends may be a line break or not: a fixed page does not tell."""
    return "".join(fact.replace("\\n", "").split())
