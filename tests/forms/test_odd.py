"""Columns of one value a place whose heads name no place."""

from __future__ import annotations

import pytest

from extractor.forms.odd import _strange_places
from extractor.forms.reading import Column, Reading
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["青山县", "白水县", "鹳雀"], ["鹳雀"]),  # two places are sure
        (["青山县", "鹳雀"], []),
        (["青山县", "鹳雀", "楼台"], ["鹳雀", "楼台"]),  # most of them name none
        (["青山县", "白水县"], []),
        (["青山县", "白水县", "上半年"], []),  # a part of the year
        (["优", "良", "中"], []),
        (["优", "良", "鹳雀"], ["鹳雀"]),
        (["优", "良", "青山县"], ["青山县"]),
        (["", "鹳雀", "楼台"], ["鹳雀", "楼台"]),
    ],
)
def test_heads_that_name_no_place_or_no_grade_are_told(names: list[str], told: list[str]) -> None:
    columns = [Column("region", f"列{name}", {"col": n}, region=name) for n, name in enumerate(names)]
    columns.append(Column("note", "备注", {"col": 9}, region="亭"))
    found = list(_strange_places(Reading(Form("", 0, "project_target", None, 2026), columns=columns), WORDS))
    assert [(d.observed, d.why.partition("各列")[0]) for d in found] == (
        [(f"列{told[0]}", "、".join(f"“{name}”" for name in told))] if told else []
    )
