"""The third generator: every family prints in every format, and what it says it printed is there."""

from __future__ import annotations

import sys

import pytest

from bench.county_forms import writers
from bench.county_forms.__main__ import main
from bench.county_forms.dice import JUDGING, LATE, book
from bench.county_forms.families import FAMILIES, late
from bench.county_forms.filing import sample
from bench.county_forms.page import Filing, Line, spread


def printed(filing: Filing) -> str:
    """All text of a filing without white space."""
    parts = []
    for form in filing.blocks:
        for block in form:
            parts += [block.text] if isinstance(block, Line) else [cell.text for row in block.rows for cell in row]
    return "".join("".join(parts).split()).replace(",", "")


@pytest.mark.parametrize("seed", [*range(JUDGING, JUDGING + len(FAMILIES)), *range(LATE, LATE + len(late.FAMILIES))])
def test_what_the_truth_holds_is_printed(seed: int) -> None:
    filing = sample(seed)
    text = printed(filing)
    for form in filing.truth["forms"]:
        assert form["indicators"]
        for row in form["indicators"]:
            for key in ("level1", "level2", "level3"):
                assert "".join(row.get(key, "").split()) in text
        for value in form.get("amounts", {}).values():
            assert (value or "") in text
    for write in (writers.docx, writers.xlsx, writers.html, writers.txt):
        assert write(filing)


def test_a_seed_gives_the_same_filing() -> None:
    assert writers.html(sample(7)) == writers.html(sample(7))


def test_practice_leaves_the_last_third_of_families_alone() -> None:
    met = {sample(seed).family for seed in range(len(FAMILIES))}
    assert len(met) == -(-2 * len(FAMILIES) // 3)


def test_no_wording_stands_twice_in_a_list() -> None:
    for key, words in book("wordings").items():
        assert len(words) == len(set(words)), key


def test_columns_are_shared_out_whole() -> None:
    assert sum(spread(9, [1, 1, 2, 1])) == 9
    assert min(spread(5, [1, 9, 1])) == 1


def test_help_and_the_line_of_figures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["county_forms", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert "--options" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["county_forms", "--seeds", "0", "--format", "html", "--options"])
    main()
    assert "whole 100.00" in capsys.readouterr().out.splitlines()[0]
