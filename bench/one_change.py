"""One change in a form that is read right: does the reader keep its facts, and does it tell where it does not.

    python -m bench.one_change [--seeds teach:0-119] [--format docx]

Each change is made to every form of the seeds that is read wholly right as it stands: a label or head in another
wording, a bracket left open, a caption row above the indicators, one more column, two columns exchanged. Printed for
each: how many forms keep every fact, and how many values change without a finding that tells of it.
Asked: kept >= 85 %, changed and untold <= 1 % of the forms. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.layout_grammar.canvas import Cell, Table
from bench.layout_grammar.dice import book
from bench.layout_grammar.filing import Filing
from bench.layout_grammar.score import Scored, fold, score
from bench.layout_grammar.writing import FORMATS, filing_of, seeds

Change = Callable[[Filing, random.Random], bool]
"""Changes the filing in place; False where it has no place for the change."""
KEPT, UNTOLD = 85.0, 1.0
_GROUPS = ("field", "money", "execution", "goal", "column", "signoff")


def _wordings() -> dict[str, list[str]]:
    """Of each wording its fellows of the same concept, where it belongs to one concept alone."""
    found: dict[str, list[str]] = {}
    for group in _GROUPS:
        for entry in book("wordings")[group].values():
            every = [w for w in [*entry["open"], *entry.get("held", [])] if "{" not in w]
            for word in entry["open"]:
                found[fold(word)] = [] if fold(word) in found else [w for w in every if w != word]
    return {w: others for w, others in found.items() if others}


def _tables(filing: Filing) -> list[Table]:
    return [b for b in filing.blocks if isinstance(b, Table)]


def reworded(filing: Filing, dice: random.Random) -> bool:
    """One label or head in another wording of its kind, unit in brackets and 其中 kept."""
    known, found = _wordings(), list[tuple[Cell, re.Match[str]]]()
    for cell in (c for t in _tables(filing) for c in t.cells):
        match = re.fullmatch(r"(其中：?)?(.*?)(（[万千]?元）)?", cell.text.replace("\n", "").replace("　", ""))
        if match and fold(match[2]) in known:
            found.append((cell, match))
    if not found:
        return False
    cell, match = dice.choice(found)
    before = fold(cell.text)
    cell.text = (match[1] or "") + dice.choice(known[fold(match[2])]) + (match[3] or "")
    block = next(n for n, b in enumerate(filing.blocks) if isinstance(b, Table) and any(c is cell for c in b.cells))
    filing.forms = copy.deepcopy(filing.forms)
    for entry in filing.forms[bisect_right(filing.starts, block) - 1].get("execution", []):
        if fold(entry.get("item")) == before:
            entry["item"] = cell.text  # the truth knows the entries by what is printed
    return True


def unclosed(filing: Filing, dice: random.Random) -> bool:
    """A label's bracket left open."""
    found = [c for t in _tables(filing) for c in t.cells if re.fullmatch(r"\D{2,14}[（(]\D{1,8}[）)]", c.text)]
    if not found:
        return False
    cell = dice.choice(found)
    cell.text = cell.text[:-1]
    return True


def _heads(filing: Filing) -> tuple[Table, int] | None:
    """The table of indicators and the row of its heads: that of the 三级指标."""
    entry = book("wordings")["column"]["level3"]
    words = {fold(w) for w in [*entry["open"], *entry["held"]]}
    return next(((t, c.row) for t in _tables(filing) for c in t.cells if fold(c.text) in words), None)


def caption(filing: Filing, dice: random.Random) -> bool:
    """A row over the whole width above the heads."""
    place = _heads(filing)
    if place is None or any(c.row < place[1] < c.row + c.rowspan and c.col for c in place[0].cells):
        return False
    table, at = place
    beside = [c for c in table.cells if c.row < at < c.row + c.rowspan]
    for cell in table.cells:
        if cell in beside:
            cell.rowspan += 1
        elif cell.row >= at:
            cell.row += 1
    left = max((c.col + c.colspan for c in beside), default=0)
    text = dice.choice(["项目绩效指标情况", "绩效指标明细", "年度绩效指标填报"])
    table.cells.append(Cell(text, at, left, 1, len(table.widths) - left, "center"))
    table.rows += 1
    table.cells.sort(key=lambda c: (c.row, c.col))
    return True


def wider(filing: Filing, dice: random.Random) -> bool:
    """One more column at the right of the indicators; what stands above and below them grows with it."""
    place = _heads(filing)
    if place is None:
        return False
    table, at = place
    edge, head, filled = (
        len(table.widths),
        dice.choice(["责任人", "完成时限要求", "资料出处"]),
        dice.choice(["张工", "按进度", "年报"]),
    )
    wide = edge - 1
    simple = {c.row for c in table.cells if c.row > at and c.col + c.colspan == edge and c.rowspan == 1 and c.col >= 2}
    for cell in [c for c in table.cells if c.col + c.colspan == edge]:
        if cell.row == at and cell.rowspan == 1:
            table.cells.append(Cell(head, at, edge, 1, 1, "center"))
        elif cell.row in simple and cell.text:
            table.cells.append(Cell(filled, cell.row, edge, 1, 1, "left"))
        else:
            cell.colspan += 1
    table.widths = [*table.widths, max(40, table.widths[wide] // 2)]
    table.cells.sort(key=lambda c: (c.row, c.col))
    return True


def exchanged(filing: Filing, dice: random.Random) -> bool:
    """The last two columns of the indicators change places."""
    place = _heads(filing)
    if place is None:
        return False
    table, at = place
    heads = sorted((c for c in table.cells if c.row == at and c.rowspan == 1), key=lambda c: c.col)
    if len(heads) < 5:
        return False
    one, two = heads[-2].col, heads[-1].col
    for row in range(at, table.rows):
        pair = [
            next((c for c in table.cells if c.row == row and c.col == col and c.rowspan == 1), None)
            for col in (one, two)
        ]
        if pair[0] and pair[1] and sum(c.row == row for c in table.cells) >= 3:
            pair[0].text, pair[1].text = pair[1].text, pair[0].text
    return True


CHANGES: dict[str, Change] = {
    "reworded": reworded, "bracket left open": unclosed, "caption row": caption, "one more column": wider,
    "columns exchanged": exchanged,
}  # fmt: skip


def read(filing: Filing, suffix: str, folder: Path) -> list[Scored]:
    from extractor import extract

    path = folder / f"{filing.name}.{suffix}"
    path.write_bytes(FORMATS[suffix](filing))
    output: dict[str, Any] = json.loads(extract(path).model_dump_json())
    return score(filing.truth(), output)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="teach:0-119")
    parser.add_argument("--format", default="docx", choices=list(FORMATS))
    given = parser.parse_args(arguments)
    right, lacking = list[Filing](), False
    with tempfile.TemporaryDirectory() as scratch:
        for seed in seeds(given.seeds):
            filing = filing_of(seed, given.format)
            if all(s.whole for s in read(filing, given.format, Path(scratch))):
                right.append(filing)
        print(
            f"{len(right)} filings read wholly right as they stand\n{'':20}{'forms':>6}{'kept %':>8}{'untold %':>10}"
            f"{'told %':>8}"
        )
        for name, change in CHANGES.items():
            scored = list[Scored]()
            for filing in right:
                changed = replace(filing, blocks=copy.deepcopy(filing.blocks))
                if change(changed, random.Random(f"{name}|{filing.name}")):
                    scored += read(changed, given.format, Path(scratch))
            many = max(1, len(scored))
            kept, untold = 100 * sum(s.whole for s in scored) / many, 100 * sum(s.silent > 0 for s in scored) / many
            lacking |= kept < KEPT or untold > UNTOLD
            print(f"{name:20}{len(scored):6}{kept:8.1f}{untold:10.1f}{100 - kept - untold:8.1f}")
    return int(lacking)


if __name__ == "__main__":
    sys.exit(main())
