"""Rule books with something taken out: every layout's YAML, or a random third of the label wordings."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import yaml

from extractor.ground.rulefile import shipped_dir
from extractor.rulebook import Rules

THINNINGS = ("forms", "labels")
SEED, SHARE = 20, 1 / 3


class Thinned(Rules):
    """Only what stands in the directory, nothing of the shipped books beside it."""

    def files(self, folder: str) -> list[Path]:
        assert self.directory is not None
        return sorted((self.directory / folder).glob("*.yaml"))


def without(what: str, into: Path) -> Rules:
    """The shipped rule books, copied to `into`, without `what` (of THINNINGS)."""
    folder = into / "rules"
    if not folder.exists():
        shutil.copytree(shipped_dir(), folder)
        if what == "forms":
            for path in (folder / "forms").glob("*.yaml"):
                path.unlink()
        else:
            _thin(folder / "labels.yaml")
    return Thinned(folder)


def _thin(path: Path) -> None:
    """A third of each entry's wordings gone; the canonical one may be among them, an entry keeps one at least."""
    dice, loaded = random.Random(SEED), yaml.safe_load(path.read_text(encoding="utf-8"))
    for group in loaded.values():
        for entry in group:
            words = entry.get("wordings")
            if isinstance(words, list) and len(words) > 1:
                gone = set(dice.sample(range(len(words)), round(len(words) * SHARE)))
                entry["wordings"] = [w for at, w in enumerate(words) if at not in gone]
    path.write_text(yaml.safe_dump(loaded, allow_unicode=True, sort_keys=False), encoding="utf-8")
