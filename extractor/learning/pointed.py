"""A few cells pointed at instead of a whole corrected document.

`/filer=t0r1c3` says that the cell in table 0, row 1, column 3 (from 0, as `at` counts) holds the 填报单位, `/filer=B12`
or `/filer=Sheet1!B12` the same of a sheet's cell; `/indicators/weight=t0r9c5` that this HEAD is over the 分值 column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.characters.fold import squeeze
from extractor.errors import UsageError
from extractor.learning.corrected import MONEY, FormFacts, from_pointers
from extractor.learning.wordings import Hint
from extractor.model.document import Cell, Document, Grid
from extractor.rulebook import Rules
from extractor.values.amount import parse_amount

_PAIR = re.compile(r"(?:/forms/(?P<form>\d+))?(?P<pointer>/[^=]+)=(?P<cell>.+)")
_PLACE = re.compile(r"t(\d+)r(\d+)c(\d+)")
_SHEET = re.compile(r"(?:(?P<sheet>.+)!)?(?P<ref>[A-Za-z]{1,3}\d+)")
_INLINE = re.compile(r"[^：:\n]{1,16}[：:](?P<value>[^：:\n]+)")
"""Label and value in one cell: who points at it means the value."""
_REMEDY = (
    "写法如 --pair /filer=t0r1c3（第 0 个表第 1 行第 3 列，从 0 数起）或 --pair /filer=B12；指标列指表头，如 "
    "/indicators/weight=t0r9c5"
)
GROUPS = frozenset({"amounts", "texts", "signoff", "period"})


@dataclass(slots=True)
class Pointed:
    """What was pointed at: values of fields as facts, heads of columns as wordings that are certain."""

    truth: list[FormFacts]
    heads: list[Hint]


def pointed(pairs: Sequence[str], document: Document, rules: Rules) -> Pointed:
    """The pairs of a command line.

    Raises:
        UsageError: a pair is written otherwise, names no cell of the source, or no key of the form.
    """
    values: dict[int, dict[str, str]] = {}
    heads: list[Hint] = []
    roles = {entry.id for entry in rules.labels.header}
    for pair in pairs:
        match = _PAIR.fullmatch(pair.strip())
        if match is None:
            raise UsageError(f"--pair {pair} 的写法不对", _REMEDY)
        cell = _cell(match["cell"], document)
        steps = match["pointer"].strip("/").split("/")
        if steps[0] in ("indicators", "execution"):
            kind = "header" if steps[0] == "indicators" else "execution"
            known = roles if kind == "header" else {*MONEY}
            if len(steps) != 2 or steps[1] not in known:
                raise UsageError(f"--pair {pair}：没有“{steps[-1]}”这一列", f"可用：{'、'.join(sorted(known))}")
            heads.append(Hint(kind, steps[1], squeeze(cell.text), match["pointer"]))  # type: ignore[arg-type]
            continue
        if len(steps) != (2 if steps[0] in GROUPS else 1):
            raise UsageError(f"--pair {pair} 的写法不对", _REMEDY)
        text = cell.text.strip()
        if steps[0] != "texts" and (inline := _INLINE.fullmatch(text)) is not None:
            text = inline["value"].strip()
        if steps[0] == "amounts":
            text = parse_amount(text).value or text
        values.setdefault(int(match["form"] or 0), {})["/" + "/".join(steps)] = text
    last = max(values, default=0)
    return Pointed([from_pointers(values.get(number, {})) for number in range(last + 1)], heads)


def _cell(written: str, document: Document) -> Cell:
    grids = [item for item in document.items if isinstance(item, Grid)]
    place, sheet = _PLACE.fullmatch(written), _SHEET.fullmatch(written)
    found: Cell | None = None
    if place is not None:
        table, row, col = map(int, place.groups())
        grid = next((g for g in grids if g.table == table), None)
        if grid is not None and row < grid.rows and col < grid.cols:
            found = grid.owners()[row][col]
    elif sheet is not None:
        ref = sheet["ref"].upper()
        found = next((c for g in grids if sheet["sheet"] in (None, g.sheet) for c in g.cells if c.ref == ref), None)
    if found is None or not found.text.strip():
        raise UsageError(f"“{written}”不是这份文件里一个有字的格", _REMEDY)
    return found


__all__ = ["Pointed", "pointed"]
