"""A row of heads over a row of more heads, without their spans: which of the lower ones stand under which of the upper.

Each blank below stands under a head as high as both rows; the texts between blanks are shared out among the heads that
are left. Every cut is weighed, by position: heads times cells times cells, never their combinations.
"""

from __future__ import annotations

import re
from itertools import groupby

_KINDS = (
    (re.compile(r"满意"), "满意"),
    (re.compile(r"^(?:经济|社会|生态|环境).*成本"), "成本"),
    (re.compile(r"^(?:数量|质量|时效|成本)"), "产出"),
    (re.compile(r"^(?:经济|社会|生态|环境|可持续)"), "效益"),
)
"""Which 一级指标 the 二级指标 stand under by the field's own rules."""
_PARTS = (
    (
        re.compile(r"[一二三四]级|^(?:绩效)?指标(?:名称|内容|类型|分类|描述)?$"),
        re.compile(r"^(?:年度|项目)?绩效指标$|指标(?:体系|名称)$"),
    ),
    (re.compile(r"符号|性质|方向|值$|单位$"), re.compile(r"值(?:及|[（(]|$)")),
)
"""Heads of levels stand under a head of indicators, the parts of a value under a head of values."""
AGAIN = 100.0
"""What it counts for each head that the same texts stand under all of them; more than any characters in common."""

MOST_CELLS = 64
"""Cells of a row of heads; a longer one is no row of heads that a person could read."""

_Way = tuple[float, list[int]]
"""How well it fits, and how many cells stand under each head."""


def shared_out(row: list[str], below: list[str]) -> tuple[list[int] | None, bool]:
    """How many cells of the row below stand under each head, and whether that leaves no choice; (None, False): not its
    sub-heads.
    """
    ranked = sharings(row, below)
    if not ranked:
        return None, False
    return ranked[0][1], len(ranked) == 1 or ranked[0][0] > ranked[1][0]


def sharings(row: list[str], below: list[str]) -> list[tuple[float, list[int]]]:
    """The two best ways to share the cells of the row below out among the heads, each with how well it fits.

    A blank stands under a head as high as both rows; of the texts each spanning head has two at least, but for kinds of
    indicators, of which one may stand alone under its level. Where several heads share a run of texts, it is cut where
    the same texts come again, else so that texts stand under the head that they have most in common with.
    """
    wide = len(row) - below.count("")
    texts = [len(list(run)) for filled, run in groupby(below, key=bool) if filled]
    least = 1 if all(map(kind_of, filter(None, below))) else 2
    if len(below) > MOST_CELLS or wide < len(texts) or sum(size // least for size in texts) < wide:
        return []
    if "" not in below and not _comes_again(below, len(row)):
        return []
    return _weigh(row, below, least)


def _weigh(row: list[str], below: list[str], least: int) -> list[_Way]:
    """From the last head and cell back: the two best ways to give these cells to these heads."""
    ends = _ends(below)
    found: dict[tuple[int, int], list[_Way]] = {(len(row), len(below)): [(0.0, [])]}
    likes = [[_alike(head, text) for text in below] for head in row]
    for head in range(len(row) - 1, -1, -1):
        for cell in range(len(below) - 1, -1, -1):
            ways: list[_Way] = []
            fit = 0.0
            for end in range(cell + 1, ends[cell] + 1):
                fit += likes[head][end - 1]
                if end - cell >= least or not below[cell]:
                    ways += [(fit + rest, [end - cell, *cut]) for rest, cut in found.get((head + 1, end), ())]
            ways += _again(found, below[cell : ends[cell]], (head, ends[cell]), least)
            if ways:
                found[head, cell] = sorted(ways, reverse=True)[:2]
    return found.get((0, 0), [])


def _again(found: dict[tuple[int, int], list[_Way]], texts: list[str], at: tuple[int, int], least: int) -> list[_Way]:
    """The same texts under each of several heads. `at`: the first head, and the end of the texts."""
    head, end = at
    return [
        (AGAIN * times + rest, [len(texts) // times] * times + cut)
        for times in range(2, len(texts) // least + 1)
        if _comes_again(texts, times)
        for rest, cut in found.get((head + times, end), ())
    ]


def _ends(below: list[str]) -> list[int]:
    """For each cell where its run of texts ends; a blank ends with itself."""
    ends = [0] * len(below)
    for cell in range(len(below) - 1, -1, -1):
        goes_on = below[cell] and cell + 1 < len(below) and below[cell + 1]
        ends[cell] = ends[cell + 1] if goes_on else cell + 1
    return ends


def _comes_again(texts: list[str], times: int) -> bool:
    """Whether the same texts stand here so many times."""
    size = len(texts) // times
    return len(texts) == size * times and texts == texts[:size] * times


def _alike(head: str, text: str) -> int:
    """How much speaks for it that the text stands under the head; 0 for a blank."""
    if kind := kind_of(text):
        return 5 * (kind in head)
    own = any(above.search(head) for below, above in _PARTS if below.search(text))
    return 5 * own + len(set(head) & set(text))


def kind_of(text: str) -> str:
    """The 一级指标 that a 二级指标 of this name belongs to; "" for any other text."""
    return next((level for pattern, level in _KINDS if pattern.search(text)), "")
