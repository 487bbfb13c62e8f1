"""Choices of one layout: each a pure function of split, seed and the choice's name, so that a new choice moves no
other.

Options given as `held` fall in practice and judging seeds only. Practice seeds show them in the wordings of teaching
seeds and in `practice` wordings that no rule book is meant to list; the `held` wordings, and the held fields of
government, stay with judging seeds.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SPLITS = ("teach", "practice", "judge")
HELD_OPTION, HELD_WORD = 0.6, 0.15
"""What a held option weighs beside the open ones, and how often a judging (practice) seed takes a held (practice)
wording where there is one.
"""


@cache
def book(name: str) -> dict[str, Any]:
    """One of the YAML files beside this module."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


_ALIEN = {"indicators": "table", "forms in the file": "one", "title of later forms": "printed", "empty rows": "none"}
"""What alien layouts are held to: there must be heads to learn."""

_SAME = {"executed_part": "months", "actual_part": "months"}
"""Concepts whose wordings name the same months in the same order: drawn together."""


class Layout:
    """The structural choices and the label wordings of a form.

    `split` is one of SPLITS; `medium` "table", or "tabs", "lines", "blanks" for text dumps, which can carry fewer
    structures; `alien` takes labels from wordings that no rule book lists; `fixed` choices are not drawn. `chosen`
    records
    what was chosen.
    """

    def __init__(
        self, split: str, seed: int, medium: str = "table", alien: bool = False, fixed: Mapping[str, str] | None = None
    ) -> None:
        self.split, self.seed, self.medium, self.alien = split, seed, medium, alien
        self.fixed = {**(_ALIEN if alien else {}), **(fixed or {})}
        self.chosen: dict[str, str] = {} if medium == "table" else {"dump": medium}

    def rng(self, name: str) -> random.Random:
        """Random numbers that depend on nothing but split, seed and `name`."""
        return random.Random(f"{self.split}|{self.seed}|{name}")

    def pick(
        self, name: str, options: Mapping[str, float], held: Mapping[str, float] | None = None, dump: str = ""
    ) -> str:
        """One option by weight. `dump`: space-parted options a text dump can carry; "" leaves all."""
        rng, pool = self.rng(name), dict(options)
        if name in self.fixed:
            self.chosen[name] = self.fixed[name]
            return self.fixed[name]
        if held and self.split != "teach":
            pool |= {k: w * HELD_OPTION for k, w in held.items()}
        if self.medium != "table" and dump:
            pool = {k: w for k, w in pool.items() if k in dump.split()} or {dump.split()[0]: 1}
        option = rng.choices(list(pool), list(pool.values()))[0]
        self.chosen[name] = option
        return option

    def chance(self, name: str, share: float) -> bool:
        """Yes with this probability; not recorded."""
        return self.rng(name).random() < share

    def word(self, group: str, concept: str) -> str:
        """The wording of a label; the same concept has one wording in one layout."""
        entry, rng = book("wordings")[group][concept], self.rng(_SAME.get(concept, f"word/{group}/{concept}"))
        if self.alien and "alien" in entry:
            return str(rng.choice(entry["alien"]))
        apart = {"judge": entry.get("held"), "practice": entry.get("practice")}.get(self.split)
        return str(rng.choice(apart if apart and rng.random() < HELD_WORD else entry["open"]))

    def label(self, group: str, concept: str, suffix: str = "", **parts: object) -> str:
        """A wording, dressed as this layout dresses its labels: blanks, line breaks, brackets."""
        return self.dress(self.word(group, concept).format(**parts) + suffix)

    def dress(self, text: str) -> str:
        """White space and bracket width as this layout prints them; the words stay."""
        style = self.pick(
            "label dress",
            {"plain": 6, "broken": 2, "spaced": 1, "half width": 1},
            {"letter-spaced": 1, "broken late": 1},
            "plain spaced half",
        )
        if style == "half width":
            return text.replace("（", "(").replace("）", ")").replace("：", ":")
        if not self.chance(f"dress {text}", 0.5) or "\n" in text:
            return text
        if style == "broken" and 4 <= len(text) <= 12:
            return text[: len(text) // 2] + "\n" + text[len(text) // 2 :]
        if style == "broken late" and 5 <= len(text) <= 12 and "（" not in text:
            return text[:-2] + "\n" + text[-2:]
        if style == "spaced" and len(text) in (2, 3):
            return "　".join(text)
        if style == "letter-spaced" and len(text) <= 6 and "（" not in text:
            return " ".join(text)
        return text
