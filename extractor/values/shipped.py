"""The unit book that is shipped, for whoever reads a value and hands in no other."""

from __future__ import annotations

from functools import lru_cache

from extractor.values.unit import Unit, UnitIndex


@lru_cache(maxsize=1)
def shipped_units() -> UnitIndex:
    """The index of the shipped unit book; parsers use it where no other is given."""
    from extractor.ground.rulefile import load_yaml, shipped_dir
    from extractor.values.book import UnitBook

    return load_yaml(shipped_dir() / "units.yaml", UnitBook).index


def normalise_unit(raw: str, units: UnitIndex | None = None) -> Unit | None:
    """One spelling for a unit; None for blank, 无, "-" and "/". See `UnitIndex.normalise`."""
    return (units or shipped_units()).normalise(raw)
