"""What is counted over the forms that a generator wrote and the program read."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.layout_grammar.score import Scored


@dataclass(slots=True)
class Sums:
    """Counts over forms."""

    forms: int = 0
    whole: int = 0
    fields: list[int] = field(default_factory=lambda: [0, 0])
    cells: list[int] = field(default_factory=lambda: [0, 0])
    silent: int = 0
    accused: int = 0
    doubted: int = 0

    @property
    def share(self) -> float:
        """Forms wholly right, in per cent."""
        return 100 * self.whole / max(1, self.forms)

    def add(self, one: Scored, allowed: set[str]) -> None:
        """Count one form. `allowed`: codes of findings that its generator means to be there."""
        self.forms += 1
        self.whole += one.whole
        self.fields[0] += one.fields - min(one.fields, one.wrong(False))
        self.fields[1] += one.fields
        self.cells[0] += one.cells - min(one.cells, one.wrong(True))
        self.cells[1] += one.cells
        self.silent += one.silent
        self.accused += one.whole and any(
            f["severity"] == "error" and f["code"] not in allowed for f in one.accusations
        )
        self.doubted += one.whole and bool(one.doubts)

    def line(self, name: str) -> str:
        """One line of the printed table."""

        def share(pair: list[int]) -> str:
            return f"{100 * pair[0] / pair[1]:6.2f}" if pair[1] else "     -"

        values = self.fields[1] + self.cells[1]
        return (
            f"{name:<44}{self.forms:>6} fields {share(self.fields)} cells {share(self.cells)} whole "
            f"{share([self.whole, self.forms])} silent {self.silent:>4} ({100 * self.silent / max(1, values):.2f} %) "
            f"accused {self.accused} doubted {self.doubted}"
        )
