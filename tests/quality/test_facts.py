"""The facts kept with a document say to the rules what the source itself said: checked again, nothing differs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import extractor
from extractor.batch.work import document_of_source
from extractor.forms.account import Extent
from extractor.forms.reading import Reading
from extractor.intake.discover import Located
from extractor.model.document import Aside, Cell, Grid
from extractor.model.extraction import Extraction
from extractor.model.filing import Form
from extractor.quality.engine import review
from extractor.quality.facts import dump_facts, load_facts
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests.make import layouts
from tests.make.golden import samples


def plain(findings: Any, checks: Any, quality: Any) -> str:
    return json.dumps([[asdict(f) for f in findings], [asdict(c) for c in checks], asdict(quality)], ensure_ascii=False)


def checked_again(document: Extraction) -> tuple[str, str]:
    """What the rules said of the source, and what they say of the document and its facts."""
    facts = dump_facts(document._seen.readings, document._seen.notes)
    read = Extraction.model_validate_json(document.model_dump_json())
    readings, notes = load_facts(facts, read.forms)
    again = review(readings, notes, source_sha=read.source.sha256 or "", rules=load_rules())
    return plain(read.findings, read.checks, read.quality), plain(*again)


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_a_sample_checked_again_from_its_facts(sample: Path) -> None:
    document = document_of_source(Located(sample.name, sample.name, str(sample)), load_rules(), DEFAULTS, ocr=False)
    if not document._seen.whole:
        assert document.source.status == "failed"
        return
    said, again = checked_again(document)
    assert said == again


def test_pictures_error_marks_and_recognised_cells_are_kept() -> None:
    """Cells that hold more than text: rules ask for them, and the JSON has not got them."""
    document = extractor.extract(samples()[0])
    form = document.forms[0]
    odd = Cell(2, 1, text="", image=True)
    lost = Cell(3, 1, text="x", asides=(Aside("#N/A", "error"),))
    seen = Cell(4, 1, text="96", confidence=0.5)
    grid = Grid([odd, lost, seen, Cell(5, 1, text="plain")], 6, 2, table=7)
    reading = Reading(form, grids=[grid], extent=Extent([(grid, 0, 6)]))
    (again,), _ = load_facts(dump_facts([reading], []), [form])
    kept = {(cell.row, cell.image, tuple(a.why for a in cell.asides)) for g in again.grids for cell in g.cells}
    assert kept == {(2, True, ()), (3, False, ("error",))}
    assert [g.table for g in again.grids] == [7]
    assert sum(cell.confidence is not None for _, cell in again.extent.cells()) == 1


def test_facts_of_another_document_are_refused() -> None:
    document = extractor.extract(samples()[0])
    with pytest.raises(ValueError, match="facts of"):
        load_facts(dump_facts([], []), document.forms)


def test_drawn_layouts_checked_again() -> None:
    rules, forms = load_rules(), TypeAdapter(list[Form])
    for name in layouts.names()[::4]:
        found = layouts.readings(name)
        said = plain(*review(found, [], source_sha="", rules=rules))
        facts = dump_facts(found, [])
        readings, notes = load_facts(facts, forms.validate_json(forms.dump_json([r.form for r in found])))
        assert said == plain(*review(readings, notes, source_sha="", rules=rules)), name
