"""The sample filing and drawn layouts as .doc (read by ourselves), .rtf and .odt (by LibreOffice): the same forms,
values and findings as from text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import readers
from extractor.forms.assemble import read_forms
from extractor.readers.office import soffice
from extractor.readers.office.reader import input_of
from extractor.rulebook import load_rules
from tests.forms.test_formats import _blocks, _ordered
from tests.make import layouts
from tests.make.filing import Para
from tests.make.office import saved_as
from tests.make.write_docx import docx
from tests.readers.test_metamorphic import BLOCKS, SAMPLE, extracted

LAYOUTS = layouts.names()[::6]
"""A sixth of the layouts: all of them are read as .docx elsewhere; here the way there and back is tried."""
END = Para("")
"""LibreOffice's own .docx import flattens a table that ends the body: the files to be saved must not end so."""


@pytest.fixture(scope="module")
def expected() -> tuple[Any, list[str]]:
    return extracted(SAMPLE)


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("format", ["doc", "rtf", "odt"])
def test_the_filing_and_the_layouts_say_the_same(
    format: str, expected: tuple[Any, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = saved_as([docx([*BLOCKS, END]), *(docx([*_blocks(name), END]) for name in LAYOUTS)], format)
    monkeypatch.setattr(soffice, "_ready", tmp_path)
    assert format == "doc" or all(soffice.prefetch([input_of(data) for data in made], 60, lambda _: None))
    path = tmp_path / f"filing.{format}"
    path.write_bytes(made[0])
    assert extracted(path) == expected
    rules = load_rules()
    for name, data in zip(LAYOUTS, made[1:], strict=True):
        document = readers.read(data, name, format)
        assert document.notes == []
        got = layouts.summary(read_forms(document, rules, "0" * 64))
        want = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
        assert _ordered(got, (name, format)) == _ordered(want, (name, format)), name
    assert list(tmp_path.iterdir()) == [path], "what was converted beforehand is used up"
