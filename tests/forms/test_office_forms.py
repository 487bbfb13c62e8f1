"""The fourth generator (bench/office_forms): a seed is one filing, its truth stands in it, held seeds stay unseen."""

from __future__ import annotations

import sys

import pytest

from bench.office_forms import __main__ as runner
from bench.office_forms.filing import HELD, Filing, sample
from bench.office_forms.telling import drawing
from bench.provinces.sheet import Line

SEEDS = range(1, 61)


def _texts(filing: Filing) -> str:
    """All that is printed, white space left out."""
    lines = [b.text for b in filing.blocks if isinstance(b, Line)]
    cells = [cell.text for b in filing.blocks if not isinstance(b, Line) for cell in b.cells]
    return "".join("\n".join(lines + cells).split())


def test_a_seed_is_one_filing() -> None:
    assert drawing(sample(7)) == drawing(sample(7)) != drawing(sample(8))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_truth_stands_in_its_file(seed: int) -> None:
    filing = sample(seed)
    printed = _texts(filing)
    for form in (orders[0] for orders in filing.truths):
        told = [form[key] for key in ("filer", "department", "implementer", "project_name") if key in form]
        told += [text for text in form["texts"].values() if text]
        told += [
            row[key] for row in form["indicators"] for key in ("level1", "level2", "level3", "actual") if key in row
        ]
        assert [text for text in told if "".join(text.split()) not in printed] == []


def test_seeds_meet_every_kind_and_rows_in_two_orders() -> None:
    filings = [sample(seed) for seed in range(1, 201)]
    assert len({str(chosen["kind"]) for filing in filings for chosen in filing.choices}) == 7
    assert any(len(orders) > 1 for filing in filings for orders in filing.truths)


@pytest.mark.parametrize("looked", ["-v", "--draw", "--only-draw"])
def test_held_seeds_are_not_looked_at(
    looked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["office_forms", "--seeds", f"1-3,{HELD}", looked])
    with pytest.raises(SystemExit):
        runner.main()
    said = capsys.readouterr()
    assert "not looked at" in said.err
    assert said.out == ""
