"""Draws docs/rooms.svg from the imports: every room of `extractor/`, what it is for, and which rooms it stands on.

Only arrows that no chain of others implies are drawn (a transitive reduction). Run by `make drawing`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from html import escape
from pathlib import Path

import grimp

from tests import ROOT

TARGET = ROOT / "docs" / "rooms.svg"
_WIDE, _HIGH, _GAP, _STEP = 300, 46, 20, 84
_LONGEST = 50
GROUND = frozenset({"ground", "characters", "settings", "errors", "version"})
"""Whatever stands on these is not drawn as an arrow: every room does."""
Rooms = dict[str, set[str]]


def rooms() -> Rooms:
    """Each room (package or module right below `extractor`) with the rooms that it imports."""
    graph = grimp.build_graph("extractor", cache_dir=None)
    found: Rooms = {child.split(".")[1]: set() for child in graph.find_children("extractor") if child[-1] != "_"}
    for module in graph.modules:
        room = module.partition(".")[2].partition(".")[0]
        if room not in found:
            continue
        imported = (name.split(".") for name in graph.find_modules_directly_imported_by(module) if "." in name)
        found[room] |= {name[1] for name in imported} - {room}
    return found


def reduced(edges: Rooms) -> Rooms:
    """The arrows that no chain of others implies."""
    below: dict[str, frozenset[str]] = {}

    def reach(room: str) -> frozenset[str]:
        if room not in below:
            below[room] = frozenset(edges[room]).union(*(reach(other) for other in edges[room]))
        return below[room]

    return {
        room: {one for one in others if not any(one in reach(other) for other in others - {one})}
        for room, others in edges.items()
    }


def levels(edges: Rooms) -> dict[str, int]:
    """How many rooms stand below a room, one on the other."""
    found: dict[str, int] = {}

    def level(room: str) -> int:
        if room not in found:
            found[room] = 1 + max((level(other) for other in edges[room]), default=-1)
        return found[room]

    for room in edges:
        level(room)
    return found


def purpose(room: str) -> str:
    """The first sentence that the room says of itself, shortened to fit its box."""
    home = ROOT / "extractor" / room
    path = home / "__init__.py" if home.is_dir() else home.with_suffix(".py")
    said = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0].split(". ")[0]
    said = " ".join(said.split()).rstrip(".")
    return said if len(said) <= _LONGEST else said[: said.rindex(" ", 0, _LONGEST - 1)] + " …"


def _placed(edges: Rooms) -> dict[str, tuple[float, float]]:
    """Upper left corners: a row a level, highest first, each room near the middle of the rooms that stand on it."""
    rows: dict[int, list[str]] = {}
    for room, level in levels(edges).items():
        rows.setdefault(level, []).append(room)
    top, widest = max(rows), max(map(len, rows.values()))
    place: dict[str, tuple[float, float]] = {}
    for level in sorted(rows, reverse=True):
        over = {room: [place[o][0] for o in edges if room in edges[o] and o in place] for room in rows[level]}
        row = sorted(rows[level], key=lambda room: (sum(over[room]) / len(over[room]) if over[room] else 0.0, room))
        start = (widest - len(row)) * (_WIDE + _GAP) / 2 + _GAP
        for number, room in enumerate(row):
            place[room] = (start + number * (_WIDE + _GAP), _GAP + (top - level) * _STEP)
    return place


def svg(edges: Rooms) -> str:
    """The drawing."""
    drawn = reduced({room: others - GROUND for room, others in edges.items() if room not in GROUND})
    place = _placed(drawn)
    under = max(y for _, y in place.values()) + _STEP
    place |= {room: (_GAP + number * (_WIDE + _GAP), under) for number, room in enumerate(sorted(GROUND))}
    wide = max(x for x, _ in place.values()) + _WIDE + _GAP
    high = max(y for _, y in place.values()) + _HIGH + _GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" font-family="sans-serif">',
        f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#fff"/>',
        '<defs><marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>',
    ]
    lines += _arrows(drawn, place)
    for room in sorted(place):
        x, y = place[room]
        lines.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{_WIDE}" height="{_HIGH}" rx="5" fill="#eef3fa" stroke="#467"/>'
            f'<text x="{x + _WIDE / 2:.0f}" y="{y + 19:.0f}" text-anchor="middle" font-size="15">{escape(room)}</text>'
            f'<text x="{x + _WIDE / 2:.0f}" y="{y + 36:.0f}" text-anchor="middle" font-size="10" fill="#455">'
            f"{escape(purpose(room))}</text>"
        )
    return "\n".join([*lines, "</svg>", ""])


def _arrows(edges: Rooms, place: Mapping[str, tuple[float, float]]) -> list[str]:
    made = []
    for room in sorted(edges):
        for other in sorted(edges[room]):
            (x0, y0), (x1, y1) = place[room], place[other]
            made.append(
                f'<line x1="{x0 + _WIDE / 2:.0f}" y1="{y0 + _HIGH:.0f}" x2="{x1 + _WIDE / 2:.0f}" y2="{y1 - 2:.0f}" '
                'stroke="#889" marker-end="url(#a)"/>'
            )
    return made


def main(target: Path = TARGET) -> None:
    target.write_text(svg(rooms()), "utf-8")


if __name__ == "__main__":
    main()
