"""What the makers of forms choose: structure, wordings, numbers. One seed gives one filing, and some options and
wordings are only for judging seeds, so that what is measured there was never seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

PRACTICE, JUDGING = 400, 500
"""From PRACTICE on seeds use the held options too, from JUDGING on the held wordings; nobody looks at the latter."""
T = TypeVar("T")
_HELD_WORD, _HELD_OPTION = 0.4, 0.45


@cache
def book(name: str) -> dict[str, Any]:
    """A YAML file of this folder."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    return found


class Dice:
    """The choices of one filing; `chosen` remembers each structural one."""

    practice_words = False
    """Held options and the wordings of practice_wordings.yaml for any seed: further kinds to look at, the held
    wordings unseen.
    """

    def __init__(self, seed: int) -> None:
        self.seed, self.chosen = seed, dict[str, str]()
        self._words: dict[str, str] = {}
        self._facts = random.Random(f"field facts {seed}")

    @property
    def judging(self) -> bool:
        return self.seed >= JUDGING

    def rng(self, name: str) -> random.Random:
        """A stream of its own for each name, so that one choice does not move the others."""
        return random.Random(f"field {self.seed} {name}")

    def option(self, name: str, options: Sequence[str], held: Sequence[str] = ()) -> str:
        """One structural choice of the filing, the same wherever it is asked for."""
        if name not in self.chosen:
            stream = self.rng(name)
            pool = (
                held
                if held
                and (not options or (self.practice_words or self.seed >= PRACTICE) and stream.random() < _HELD_OPTION)
                else options
            )
            self.chosen[name] = stream.choice(list(pool))
        return self.chosen[name]

    def chance(self, name: str, share: float) -> bool:
        """Yes or no, once for the filing."""
        return self.option(name, ["yes"] * round(share * 20) + ["no"] * (20 - round(share * 20))) == "yes"

    def word(self, name: str) -> str:
        """The wording of a label, the same in the whole filing: one county has one way to print it."""
        if name not in self._words:
            entry, stream = book("wordings")[name], self.rng(f"word {name}")
            pool = entry["held"] if self.judging and stream.random() < _HELD_WORD else entry["seen"]
            if (
                self.practice_words
                and name in book("practice_wordings")
                and self.rng(f"practice {name}").random() < _HELD_WORD
            ):
                pool = book("practice_wordings")[name]
            self._words[name] = stream.choice(pool)
        return self._words[name]

    def pick(self, items: Sequence[T]) -> T:
        """Any of these, for what is filled in."""
        return self._facts.choice(list(items))

    def number(self, low: int, high: int) -> int:
        return self._facts.randint(low, high)

    def happens(self, share: float) -> bool:
        return self._facts.random() < share

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """So many of these, in their order."""
        chosen = sorted(self._facts.sample(range(len(items)), min(count, len(items))))
        return [items[i] for i in chosen]
