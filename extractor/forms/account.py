"""The account of a form: what every non-blank cell and line of its block was taken for.

Filled where a cell is taken, never reconstructed afterwards. A reader of cells needs a few calls of its `Draft`:

    draft.take(cell, "value", "/filer")       the cell is understood: its role and the pointer below the form it feeds;
                                              a further call adds a further pointer, the first role stays
    draft.take_line(free, "value", "/filer")  the same for a line outside the table
    draft.leave(label, text, at, "note")      a text no key takes, kept in `unmapped`; its role says if it is understood
    draft.doubts.append(Doubt("doubtful-reading", "/indicators/3/target", why, at, runner_up="权重", margin=0.1))

What nobody took is `unread`. `doubts.settle` closes the account when the form is finished and turns unread areas,
missing columns and what the readers doubted into `Form.reading`; one rule a code makes findings of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.forms.slice import Free
from extractor.model.document import Cell, Grid, Place
from extractor.model.filing import Unmapped
from extractor.model.roles import ROLE_NAMES as ROLE_NAMES
from extractor.model.roles import ROLES as ROLES
from extractor.model.roles import CellRole as CellRole

Part = Literal["indicators", "money", "head"]
"""The indicator table, the money, everything else (parties, texts, sign-off)."""
TABLE_POINTERS: dict[str, Part] = {"/indicators": "indicators", "/amounts": "money", "/execution": "money"}
DoubtCode = Literal["unread-text", "no-indicators", "missing-column", "doubtful-reading"]


@dataclass(slots=True)
class Doubt:
    """Something of our own reading that may be wrong or missing; becomes a finding of that code."""

    code: DoubtCode
    pointer: str
    """JSON pointer below the form ("/indicators/3/target"); "" where the form as a whole is meant."""
    why: str
    """Chinese, one sentence a clerk can act on."""
    at: Place
    runner_up: str | None = None
    """The rival reading."""
    margin: float | None = None
    """0..1: by how much the chosen reading is better than its rival."""
    grave: bool = False
    """Values of the form may be lost or wrong: the filing cannot be judged (未能审核)."""
    part: Part | None = None
    """Which part of the form it touches: rules that must see that part whole cannot tell."""
    observed: str | None = None
    expected: str | None = None


def doubtful(
    pointer: str,
    why: str,
    at: Place | list[Place],
    observed: str | None = None,
    *,
    margin: float | None = 0.3,
    part: Part | None = None,
    runner_up: str | None = None,
    grave: bool = False,
    expected: str | None = None,
) -> Doubt:
    """A `doubtful-reading`: a `Doubt` of the part of the form that its pointer says, where nothing else is said.

    Args:
        pointer, why, observed, margin, part, runner_up, grave, expected: as in `Doubt`.
        at: the one place in doubt; or all of them, the first of which it is told at.
    """
    at = at if isinstance(at, dict) else area(at[0], at)
    part = part or next((part for start, part in TABLE_POINTERS.items() if pointer.startswith(start)), "head")
    return Doubt("doubtful-reading", pointer, why, at, runner_up, margin, grave, part, observed, expected)


def area(at: Place, parts: Iterable[Place]) -> Place:
    """A place that stands for others too; for itself alone where there are none."""
    return {**at, "parts": list(parts) or [at]}


def spot_of(at: Place) -> tuple[int | None, int | None, int | None]:
    """Table, row and column of a place."""
    return at.get("table"), at.get("row"), at.get("col")


@dataclass(slots=True)
class Entry:
    """One cell or line with its role; `pointers` are what it feeds."""

    source: Cell | Free
    role: CellRole
    pointers: tuple[str, ...] = ()
    why: str = ""
    """Of the head of a column: why it plays its role, with the rival and the margin."""


@dataclass(slots=True)
class Left:
    """A text that stands in `unmapped`: the whole of a cell or line, or what its value left over."""

    entry: Unmapped
    role: CellRole
    order: tuple[int, int, int, int]


@dataclass(slots=True)
class Account:
    """Cells and lines of a block by identity."""

    entries: dict[int, Entry] = field(default_factory=dict)

    def put(self, source: Cell | Free, role: CellRole, pointer: str | None = None) -> None:
        """The first role stays; a value wins over what its cell was taken for before."""
        known = self.entries.get(id(source))
        if known is None:
            self.entries[id(source)] = Entry(source, role, () if pointer is None else (pointer,))
            return
        if pointer is not None and pointer not in known.pointers:
            known.pointers += (pointer,)
            known.role = "value" if role == "value" else known.role
        if known.role == "unread":
            known.role = role

    def explain(self, source: Cell | Free, why: str) -> None:
        """Say why a cell was taken for what it is."""
        if (entry := self.entries.get(id(source))) is not None:
            entry.why = f"{entry.why}；{why}" if entry.why else why

    def role(self, source: Cell | Free) -> CellRole | None:
        """What a cell or line was taken as; None where nobody took it."""
        entry = self.entries.get(id(source))
        return entry.role if entry is not None else None

    def pointers(self, source: Cell | Free | None) -> tuple[str, ...]:
        """What a cell or line feeds; () where it is none, or nobody took it."""
        entry = self.entries.get(id(source))
        return entry.pointers if entry is not None else ()

    def feeds(self, source: Cell | Free | None, *starts: str) -> bool:
        """Whether a cell or line feeds something whose pointer starts so ("/indicators/")."""
        return any(pointer.startswith(starts) for pointer in self.pointers(source))

    def of_role(self, role: CellRole, extent: Extent) -> list[tuple[Grid, Cell]]:
        """The cells of a form that were taken as `role`, in reading order."""
        ids = {key for key, entry in self.entries.items() if entry.role == role}
        return [(grid, cell) for grid, cell in extent.cells() if id(cell) in ids] if ids else []

    def change(self, source: Cell | Free, role: CellRole) -> None:
        """Give a cell or line another role, its pointers forgotten."""
        self.entries[id(source)] = Entry(source, role)

    def __contains__(self, source: object) -> bool:
        return id(source) in self.entries


@dataclass(slots=True)
class Extent:
    """The cells and lines that one form answers for: some rows of a grid, and free lines."""

    rows: list[tuple[Grid, int, int]] = field(default_factory=list)
    """(grid, first row, last row exclusive); of two forms side by side see `cols`."""
    lines: list[Free] = field(default_factory=list)
    cols: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Grid id -> first and last column (exclusive) where a form takes only some."""

    _cells: list[tuple[Grid, Cell]] | None = None

    def cells(self) -> list[tuple[Grid, Cell]]:
        """Every non-blank cell, each once. Gathered when first asked for: closing the account asks several times."""
        if self._cells is None:
            self._cells = list(self._gather())
        return self._cells

    def _gather(self) -> Iterator[tuple[Grid, Cell]]:
        seen: set[int] = set()
        for grid, top, bottom in self.rows:
            left, right = self.cols.get(id(grid), (0, grid.cols))
            for cell in grid.cells:
                if top <= cell.row < bottom and left <= cell.col < right and id(cell) not in seen and cell.text.strip():
                    seen.add(id(cell))
                    yield grid, cell


def dump(account: Account, extent: Extent) -> list[dict[str, Any]]:
    """The account of one form, in reading order (`--dump-stage forms`)."""
    lines = [_line(account, free) for free in extent.lines if free.text.strip()]
    cells = [_cell(account, grid, cell) for grid, cell in extent.cells()]
    return [*lines, *cells]


def _line(account: Account, free: Free) -> dict[str, Any]:
    return _shown(account.entries.get(id(free)), free.text, free.at)


def _cell(account: Account, grid: Grid, cell: Cell) -> dict[str, Any]:
    return {
        **_shown(account.entries.get(id(cell)), cell.text, grid.place(cell)),
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
    }


def _shown(entry: Entry | None, text: str, at: Place) -> dict[str, Any]:
    role, pointers = (entry.role, entry.pointers) if entry is not None else ("unread", ())
    shown = {"role": role, "pointers": list(pointers), "text": text.strip(), "at": at}
    return shown if entry is None or not entry.why else {**shown, "why": entry.why}


def tally(account: Account, sources: Iterable[Cell | Free]) -> tuple[int, int]:
    """Characters of the sources that feed a value, and of those that found no role."""
    read = unread = 0
    entries = account.entries
    for source in sources:
        entry = entries.get(id(source))
        if entry is None or entry.role == "unread":
            unread += len(source.text)
        elif entry.role in ("value", "level", "further"):
            read += len(source.text)
    return read, unread
