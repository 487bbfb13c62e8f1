"""Letters in the colour of their ground: what nobody sees."""

from __future__ import annotations

_NEAR = 12
"""Difference of each colour channel up to which letters do not stand out from their ground."""
WHITE = "FFFFFF"
UNKNOWN_GROUND = ""
"""A ground that cannot be told (a pattern, a table style's shading): nothing is taken for hidden on it."""


def same_colour(colour: str | None, ground: str) -> bool:
    """Whether letters of a colour cannot be told from their ground."""
    if not colour or ground == UNKNOWN_GROUND or len(colour) != 6 or len(ground) != 6:
        return False
    try:
        return all(abs(int(colour[n : n + 2], 16) - int(ground[n : n + 2], 16)) <= _NEAR for n in (0, 2, 4))
    except ValueError:
        return False
