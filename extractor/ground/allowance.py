"""What a reader tells the run while it reads: it needs more time, it has come to page 3 of 30.

`extend(30)` before a page is recognised or a converter is started moves the parent's deadline; outside a child
it does nothing. The parent caps the sum (`Settings.max_source_seconds`). `page_begun(3, 30)` moves the bar on a
terminal.
"""

from __future__ import annotations

from collections.abc import Callable

_ask: Callable[[float], None] | None = None
_show: Callable[[int, int], None] | None = None


def extend(seconds: float) -> None:
    """Ask for `seconds` more for the source being read."""
    if _ask is not None:
        _ask(seconds)


def page_begun(page: int, pages: int) -> None:
    """Say that the recogniser takes up page `page` (from 1) of `pages`; one page alone is not worth a word."""
    if _show is not None and pages > 1:
        _show(page, pages)


def listen(ask: Callable[[float], None], show: Callable[[int, int], None]) -> None:
    """Set by the child: where requests and pages go."""
    global _ask, _show
    _ask, _show = ask, show
