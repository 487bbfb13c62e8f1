"""Forms drawn by hand by someone who had not read the reader: sketches in layouts.yaml, each with what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bench.layout_grammar.canvas import Block, Cell, Line, Table
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.filing import Filing

_WIDTH = 120


def load() -> list[Filing]:
    """All drawn forms, ready for any writer."""
    sketches = yaml.safe_load((Path(__file__).parent / "layouts.yaml").read_text(encoding="utf-8"))
    return [_filing(f"fresh-{at + 1:02d}", s) for at, s in enumerate(sketches)]


def _filing(name: str, entry: dict[str, Any]) -> Filing:
    layout = Layout("fresh", 0)
    layout.chosen["drawn"] = entry["name"]
    truth = {**entry["truth"], "indicators": [_row(line) for line in entry["rows"].strip().split("\n")]}
    blocks: list[Block] = []
    table: list[list[str]] = []
    for line in [*entry["sketch"].split("\n"), ""]:
        if line.startswith("|"):
            table.append([c.strip() for c in line.strip()[1:-1].split("|")])
            continue
        if table:
            blocks.append(_table(table))
            table = []
        if line.strip():
            blocks.append(
                Line(
                    line.removeprefix("# "), "center" if line.startswith(("#", "（")) else "left", line.startswith("#")
                )
            )
    return Filing(name, layout, blocks, [truth], [0])


def _table(rows: list[list[str]]) -> Table:
    """The sketch's rows as cells; a short row's last cell goes on to the edge."""
    wide = max(map(len, rows))
    full = [row + ["<"] * (wide - len(row)) for row in rows]
    cells = []
    for r, row in enumerate(full):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = next((n for n in range(c + 1, wide) if row[n] != "<"), wide)
            down = next((n for n in range(r + 1, len(full)) if full[n][c] != "^"), len(full))
            cells.append(Cell(text.replace("⏎", "\n"), r, c, down - r, right - c, "left"))
    return Table(cells, len(rows), [_WIDTH * 6 // wide] * wide)


def _row(line: str) -> dict[str, Any]:
    level1, level2, level3, raw, target, *more = (p.strip() for p in line.split(";"))
    found: dict[str, Any] = {"level3": level3}
    found |= {k: v for k, v in (("level1", level1), ("level2", level2)) if v != "-"}
    found["target_raw"], *others = raw.split(" or ")
    found |= {"target_raw_alt": others} if others else {}
    found["target"] = _target(target.split())
    return found | dict(m.split("=", 1) for m in more)


def _target(parts: list[str]) -> dict[str, str]:
    if parts == ["compound"]:
        return {"kind": "compound"}
    if "@" in parts[0]:
        return {"kind": "date", "date": parts[0].partition("@")[2]}
    sign = [p for p in parts if p in (">=", "<=", "=", ">", "<")]
    keys = zip(("operator", "value", "unit"), parts if sign else ["-", *parts])
    return {k: v for k, v in keys if v != "-"}
