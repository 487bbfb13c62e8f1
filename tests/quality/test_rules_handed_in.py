"""`--rules` reaches every room: no rule and no reader takes a shipped book past the one that is in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import pipeline, readers
from extractor.ground.rulefile import shipped_dir
from extractor.matching.loading import in_force, matcher_in_force
from extractor.model.document import Document
from extractor.pipeline import document_of
from extractor.quality.case import Case
from extractor.rulebook import Rules, load_rules
from extractor.scan.habit import as_label
from tests.quality.build import reading


def _with(folder: Path, name: str, old: str, new: str) -> Rules:
    text = (shipped_dir() / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return load_rules(folder)


def test_a_counter_of_the_bureau_alone_in_a_cell_is_a_blank(tmp_path: Path) -> None:
    own = _with(tmp_path, "units.yaml", "words: [人, ", "words: [人, 乡贤, ")
    form = {"rows": [["产出指标", "数量指标", "走访", "乡贤"]]}
    assert [row.blank for row in Case(reading(form, 0, own), own).rows] == [True]
    shipped = load_rules()
    assert [row.blank for row in Case(reading(form, 0, shipped), shipped).rows] == [False]


def test_an_actual_value_is_read_with_the_units_in_force(tmp_path: Path) -> None:
    from extractor.quality.evaluation import achieved

    own = _with(tmp_path, "units.yaml", "words: [人, ", "words: [人, 乡贤, ")
    form = {
        "kind": "project_self_evaluation",
        "columns": ["level1", "level2", "level3", "target", "actual"],
        "rows": [["产出指标", "数量指标", "走访", "≥3乡贤", "四乡贤"]],
    }
    (row,) = Case(reading(form, 0, own), own).rows
    assert achieved(row, own.units.index) == 4
    assert achieved(row, load_rules().units.index) is None


def test_a_reader_of_pictures_knows_the_words_in_force(tmp_path: Path) -> None:
    own = _with(
        tmp_path, "labels.yaml", "canonical: 填报单位, wordings: [", "canonical: 填报单位, wordings: [呈报机构, "
    )
    assert as_label("呈报机构") is None
    with in_force(own.matcher):
        found = as_label("呈报机构")
    assert found is not None and not found.typo
    assert as_label("呈报机构") is None


def test_the_pipeline_hands_them_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = _with(
        tmp_path, "labels.yaml", "canonical: 填报单位, wordings: [", "canonical: 填报单位, wordings: [呈报机构, "
    )
    seen = []

    def read(data: bytes, name: str, format: str, settings: object) -> Document:
        seen.append(matcher_in_force())
        return Document(format=format)

    monkeypatch.setattr(readers, "read", read)
    document_of(b"x", "x.txt", format="txt", rules=own)
    pipeline.extract_bytes(b"x", "x.txt", rules=own)
    assert seen == [own.matcher] * 2
