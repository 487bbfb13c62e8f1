"""Things that belong together, directly or through others (union-find)."""

from __future__ import annotations


class Groups:
    """`count` things, each a group of its own until joined.

    `groups.join(a, b)` makes one group of two, called as that of `b` is; `groups.of(a) == groups.of(b)` asks whether
    two are one.
    """

    __slots__ = ("_parent",)

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, one: int) -> int:
        """The number that stands for the group."""
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """The two belong together, and all that belong with either."""
        self._parent[self.of(one)] = self.of(other)
