"""The books of this folder and choices by weight."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def book(name: str) -> dict[str, Any]:
    """A YAML file of this folder: `content` or `wordings`."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    return found


def pick(dice: random.Random, **weights: int) -> str:
    """One of the names, by weight."""
    return dice.choices(list(weights), list(weights.values()))[0]
