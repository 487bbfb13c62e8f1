"""How a form was understood, as a picture: its grid with each cell tinted by its role (`check --format html
--show-reading`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extractor.ground.safe import one_line
from extractor.model.roles import ROLE_NAMES, ROLES

MOST_ROWS = 400


@dataclass(slots=True)
class Tint:
    """One cell of the picture."""

    text: str
    role: str
    title: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Picture:
    """One table of a form, row by row, and the lines around it."""

    form: int
    rows: list[list[Tint | None]] = field(default_factory=list)
    """None: a slot of no cell that holds text."""
    lines: list[Tint] = field(default_factory=list)


LEGEND = [(role, ROLE_NAMES[role]) for role in ROLES]


def pictures(accounts: list[list[dict[str, Any]]]) -> list[Picture]:
    """The accounts of a source's forms (`--dump-stage forms`) as tables; each table of a form
    is a picture of its own.
    """
    found: list[Picture] = []
    for number, account in enumerate(accounts):
        lines = [_tint(entry) for entry in account if "row" not in entry["at"]]
        tables: dict[int, list[dict[str, Any]]] = {}
        for entry in account:
            if "row" in entry["at"]:
                tables.setdefault(entry["at"].get("table", 0), []).append(entry)
        grids = [_rows(entries) for entries in tables.values()] or [[]]
        found += [Picture(number, rows, lines if not n else []) for n, rows in enumerate(grids)]
    return found


def _tint(entry: dict[str, Any]) -> Tint:
    title = ROLE_NAMES[entry["role"]] + ("：" + "、".join(entry["pointers"][:4]) if entry["pointers"] else "")
    return Tint(one_line(entry["text"]), entry["role"], title, entry.get("rowspan", 1), entry.get("colspan", 1))


def _rows(entries: list[dict[str, Any]]) -> list[list[Tint | None]]:
    top = min(e["at"]["row"] for e in entries)
    last = max(e["at"]["row"] + e.get("rowspan", 1) for e in entries)
    width = max(e["at"]["col"] + e.get("colspan", 1) for e in entries)
    placed = {(e["at"]["row"], e["at"]["col"]): e for e in entries}
    covered = {
        (r, c) for e in entries for r in range(e["at"]["row"], e["at"]["row"] + e.get("rowspan", 1))
        for c in range(e["at"]["col"], e["at"]["col"] + e.get("colspan", 1)) if (r, c) != (e["at"]["row"],
        e["at"]["col"])
    }  # fmt: skip
    rows = []
    for row in range(top, min(last, top + MOST_ROWS)):
        slots = [col for col in range(width) if (row, col) not in covered]
        rows.append([_tint(placed[row, col]) if (row, col) in placed else None for col in slots])
    return rows
