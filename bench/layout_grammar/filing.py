"""A whole file: one form or several, drawn from a seed; and filings of one layout with other words and rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from bench.layout_grammar import flat
from bench.layout_grammar.canvas import Block, Line
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.form import draw
from bench.layout_grammar.truth import Truth


@dataclass(slots=True)
class Filing:
    """Blocks in reading order, the truth of each form, and the choices that were made."""

    name: str
    layout: Layout
    blocks: list[Block] = field(default_factory=list)
    forms: list[Truth] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def by_form(self) -> list[list[Block]]:
        """The blocks of each form."""
        return [self.blocks[a:b] for a, b in zip(self.starts, [*self.starts[1:], len(self.blocks)])]

    def truth(self) -> dict[str, Any]:
        """As a truth file: `forms`, and `choices` for figures per option."""
        return {"name": self.name, "choices": self.layout.chosen, "forms": self.forms}


def make(split: str, seed: int, medium: str = "table") -> Filing:
    """The filing of a seed. Raises ValueError for an unknown split."""
    if split not in ("teach", "judge"):
        raise ValueError(f"split is teach or judge, not {split!r}")
    layout = Layout(split, seed, medium)
    return _filled(layout, layout.rng("content"), f"{split}-{seed:05d}")


def alien(layout_seed: int, n: int) -> Filing:
    """Filing `n` of a layout whose labels and heads no rule book knows: the same layout, other words and rows."""
    layout = Layout("teach", layout_seed, alien=True)
    return _filled(layout, random.Random(f"alien|{layout_seed}|{n}"), f"alien-{layout_seed:03d}-{n:02d}")


def _filled(layout: Layout, rng: random.Random, name: str) -> Filing:
    filing, before = Filing(name, layout), list[Facts]()
    many = layout.pick("forms in the file", {"one": 9, "two": 1, "three": 0.6, "flat list": 0.6}, None, "one")
    if many == "flat list":
        blocks, truths = flat.draw(layout, rng)
        return Filing(name, layout, blocks, truths, [0])
    count = {"one": 1, "two": 2, "three": 3}[many]
    for at in range(count):
        drawn = draw(layout, rng, before)
        filing.starts.append(len(filing.blocks))
        filing.blocks += [*([Line("")] if at else []), *drawn.blocks]
        filing.forms.append(drawn.truth)
        before.append(drawn.facts)
        if drawn.facts.of_department:
            break
    return filing
