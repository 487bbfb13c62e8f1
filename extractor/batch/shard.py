"""`--shard i/n`: the i-th of n parts of a year, cut by content hash.

Machines that know nothing of each other read disjoint parts whose union is everything, wherever the folder is mounted
and in whatever order it is listed. Copies of one file have one hash and so one reader.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.batch.plan import Placed
from extractor.errors import UsageError

_FORM = re.compile(r"(\d{1,6})/(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `index` (from 1) of `of`."""

    index: int
    of: int

    def holds(self, item: Placed) -> bool:
        """Whether this part has the source; what has no content is cut by its path."""
        key = item.sha256 or hashlib.sha256(item.located.path.encode("utf-8", "replace")).hexdigest()
        return int(key[:16], 16) % self.of == self.index % self.of

    def of_these(self, items: Sequence[Placed]) -> list[Placed]:
        """Those that fall into this shard, in their order."""
        return [item for item in items if self.holds(item)]


def parse_shard(text: str) -> Shard:
    """`2/4` as the second of four; `0/4` is the fourth.

    Raises:
        UsageError: not of that form, or no such part.
    """
    found = _FORM.fullmatch(text.strip())
    index, of = map(int, found.groups()) if found else (0, 0)
    if of < 1 or index > of:
        raise UsageError(f"分片写法有误：{text}", "写作 i/n，如 2/4：共 4 份，读第 2 份；各台机器的 n 相同、i 不同")
    return Shard(index, of)
