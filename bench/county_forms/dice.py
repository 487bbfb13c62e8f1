"""Choices of one seed, with the last third of every list kept back for judging seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

import yaml

JUDGING = 500
"""The first seed that may draw from the whole of every list."""
LATE = 700
"""The first seed that meets the families written last."""
T = TypeVar("T")
_PRACTICE_WORD = 0.4


@cache
def book(name: str) -> Any:
    """One of the two lists beside this module."""
    return yaml.safe_load((files(__package__) / f"{name}.yaml").read_text("utf-8"))


class Dice:
    """Draws for one seed and remembers what was drawn under which name."""

    practice_words = False
    """Wordings of practice_wordings.yaml for any seed: further ones to look at, the held ones unseen."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(f"county forms {seed}")
        self.judging = seed >= JUDGING
        self.chosen: dict[str, str] = {}
        self.targets = False
        """Whether the form plans only, so that ranges may stand in its values."""

    def kept(self, options: Sequence[T]) -> Sequence[T]:
        """The options this seed may draw from."""
        return options if self.judging else options[: max(1, -(-2 * len(options) // 3))]

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of the options, noted under `name`."""
        one = self.random.choice(self.kept(options))
        self.chosen[name] = str(one)
        return one

    def some(self, options: Sequence[T]) -> T:
        """One of the options, all of them open to every seed; not noted."""
        return self.random.choice(options)

    def word(self, key: str) -> str:
        """A wording of the label or head `key`."""
        if self.practice_words and key in book("practice_wordings") and self.random.random() < _PRACTICE_WORD:
            return str(self.pick(f"word {key}", self.random.sample(book("practice_wordings")[key], k=1)))
        return str(self.pick(f"word {key}", book("wordings")[key]))

    def chance(self, name: str, share: float) -> bool:
        """True in `share` of the draws."""
        one = self.random.random() < share
        self.chosen[name] = str(one)
        return one

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(low, high)
