"""A whole file: one form or several, drawn from a seed; and filings of one layout with other words and rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bench.layout_grammar import flat
from bench.layout_grammar.canvas import Block, Line
from bench.layout_grammar.dice import SPLITS, Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.form import Drawn, draw
from bench.layout_grammar.truth import Truth

SECOND = 1_000_000
"""Added to a seed for the second layout of a file."""


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
    if split not in SPLITS:
        raise ValueError(f"split is one of {', '.join(SPLITS)}, not {split!r}")
    layout = Layout(split, seed, medium)
    return _filled(layout, layout.rng("content"), f"{split}-{seed:05d}")


def alien(layout_seed: int, n: int) -> Filing:
    """Filing `n` of a layout whose labels and heads no rule book knows: the same layout, other words and rows."""
    layout = Layout("teach", layout_seed, alien=True)
    return _filled(layout, random.Random(f"alien|{layout_seed}|{n}"), f"alien-{layout_seed:03d}-{n:02d}")


def _filled(layout: Layout, rng: random.Random, name: str) -> Filing:
    many = layout.pick(
        "forms in the file",
        {"one": 9, "two": 1, "three": 0.6, "flat list": 0.6, "department and projects": 0.6},
        None,
        "one",
    )
    if many == "flat list":
        blocks, truths = flat.draw(layout, rng)
        return Filing(name, layout, blocks, truths, [0])
    if many == "department and projects":
        return _together(layout, rng, name)
    drawn, before = list[Drawn](), list[Facts]()
    for _ in range({"one": 1, "two": 2, "three": 3}[many]):
        drawn.append(draw(layout, rng, before))
        before.append(drawn[-1].facts)
        if drawn[-1].facts.of_department:
            break
    return _joined(layout, drawn, name)


def _together(layout: Layout, rng: random.Random, name: str) -> Filing:
    """A department's form and those of its projects, each kind in a layout of its own; the projects' totals are
    its 项目支出.
    """
    money = {
        k: layout.pick(k, o) for k, o in (("unit", {"万元": 4, "元": 1}), ("amount style", {"fixed": 1, "trim": 1}))
    }
    own = {
        **money,
        "money parts department": "income and spending",
        "system of levels": layout.pick("system of levels", {"old": 1, "new": 1}),
    }
    theirs = {**own, "kind": "project_target", "title of later forms": "printed", "year": "in the title"}
    single = Layout(layout.split, layout.seed + SECOND, fixed=theirs)
    drawn, before = list[Drawn](), list[Facts]()
    for _ in range(layout.rng("projects").choice([1, 2, 3])):
        drawn.append(draw(single, rng, before))
        before.append(drawn[-1].facts)
    whole = sum((Decimal(f.amounts["total"]) for f in before), Decimal(0))
    layout.fixed |= {**own, "kind": "department_target", "year": "in the title", "title of later forms": "printed"}
    return _joined(layout, [draw(layout, rng, before, f"{whole:f}"), *drawn], name)


def _joined(layout: Layout, drawn: list[Drawn], name: str) -> Filing:
    filing = Filing(name, layout)
    for at, one in enumerate(drawn):
        filing.starts.append(len(filing.blocks))
        filing.blocks += [*([Line("")] if at else []), *one.blocks]
        filing.forms.append(one.truth)
    return filing
