"""One form as it stands in the source, before anything is read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extractor.forms.slices import Free, Slice


@dataclass(slots=True)
class FormBlock:
    """One form as it stands in the source, before anything is read from it."""

    headings: list[Free] = field(default_factory=list)
    """Lines next above the title (web headings, annex numbers, the unit's name)."""
    title: Free | None = None
    title_lines: list[Free] = field(default_factory=list)
    """The title and the year line under it."""
    before: list[Free] = field(default_factory=list)
    """Lines between title and table (page head: 填报单位, 单位：万元)."""
    slices: list[Slice] = field(default_factory=list)
    captions: list[tuple[Free, Slice]] = field(default_factory=list)
    """Lines that are the label of a table of one cell under them (二、年度绩效目标)."""
    after: list[Free] = field(default_factory=list)
    dated: Free | None = None
    """The heading nearest above in the source that names a year ("某局2023年部门预算公开")."""
    inherits: FormBlock | None = None
    """The block whose heading this one shares (K3)."""

    def lines(self) -> list[Free]:
        """Every line around its tables that is the form's."""
        captions = (line for line, _ in self.captions)
        return [*self.headings, *self.title_lines, *self.before, *captions, *self.after]

    def heading_block(self) -> FormBlock:
        """The block whose title is in force here."""
        block = self
        while block.title is None and block.inherits is not None:
            block = block.inherits
        return block

    def dump(self) -> dict[str, Any]:
        """The contract's `--dump-stage blocks`."""
        return {
            "headings": [free.text.strip() for free in self.headings],
            "title": self.title.text.strip() if self.title else None,
            "before": [free.text.strip() for free in self.before],
            "tables": [{"table": s.grid.table, "top": s.top, "bottom": s.bottom} for s in self.slices],
            "after": [free.text.strip() for free in self.after],
        }
