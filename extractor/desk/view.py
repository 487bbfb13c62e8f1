"""What the navigation knows of a view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One of the desk's views: its place in the navigation and its key."""

    name: str
    title: str
    path: str
    key: str
    """Pressed after `g` it opens the view."""
