"""More time for a source that has earned it: a reader says so before each slow step.

`extend(30)` before a page is recognised or a converter is started moves the parent's deadline; outside a child
it does nothing. The parent caps the sum (`Settings.max_source_seconds`).
"""

from __future__ import annotations

from collections.abc import Callable

_ask: Callable[[float], None] | None = None


def extend(seconds: float) -> None:
    """Ask for `seconds` more for the source being read."""
    if _ask is not None:
        _ask(seconds)


def listen(ask: Callable[[float], None]) -> None:
    """Set by the child: where requests go."""
    global _ask
    _ask = ask
