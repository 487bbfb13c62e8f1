"""The typo model: how a printed label differs from a wanted one, what that costs, and whether it is a slip.

A slip is a homophone, a character of like shape, a lost or doubled character, or two characters swapped. Any other
change, and any change that makes another meaning (`distinctions`), makes another label.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from math import inf

from extractor.matching.distinctions import NEGATIONS, different_things, weighty
from extractor.matching.likeness import kinship
from extractor.matching.plausible import Edit, EditKind, Verdict, judge, makes_nonsense

COST: dict[EditKind, float] = {
    "same-sound": 0.35,
    "like-shape": 0.45,
    "near-sound": 0.5,
    "swapped": 0.5,
    "doubled": 0.4,
    "lost": 0.6,
    "replaced": 1.25,
    "inserted": 1.25,
}
_SLIPS: frozenset[EditKind] = frozenset(("same-sound", "near-sound", "like-shape", "lost", "doubled", "swapped"))
REASON: dict[EditKind, str] = {
    "same-sound": "同音字",
    "near-sound": "近音字",
    "like-shape": "形近字",
    "lost": "漏字",
    "doubled": "重字",
    "swapped": "颠倒",
    "replaced": "换字",
    "inserted": "多字",
}


@dataclass(slots=True)
class Comparison:
    """All differences between a printed key and a wanted one."""

    edits: tuple[Edit, ...]
    cost: float
    slip: bool
    """Every difference is a slip of the pen."""
    other_meaning: bool
    """Some difference makes another meaning: never the same label."""
    verdict: str = ""

    @property
    def why(self) -> str:
        """The differences and what they came to, in Chinese."""
        told = "、".join(map(_told, self.edits)) if len(self.edits) <= _FEW else f"{len(self.edits)} 处不同"
        return f"{told}：{self.verdict}" if self.verdict else told


_FEW = 3


def _told(edit: Edit) -> str:
    arrow = "→" if edit.wanted and edit.printed else ""
    return f"{REASON[edit.kind]}「{edit.wanted}{arrow}{edit.printed}」"


def _substitution(printed: str, wanted: str) -> EditKind:
    return kinship(printed, wanted) or "replaced"


def common_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and how many behind those at the end."""
    head, tail, shorter = 0, 0, min(len(one), len(other))
    while head < shorter and one[head] == other[head]:
        head += 1
    while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head, tail


def align(printed: str, wanted: str) -> tuple[Edit, ...]:
    """The cheapest edits that turn `wanted` into `printed`."""
    head, tail = common_ends(printed, wanted)
    p, w = printed[head : len(printed) - tail], wanted[head : len(wanted) - tail]
    if len(p) == 1 and len(w) == 1:
        return (Edit(_substitution(p, w), head, head + 1, p, w, head),)
    if not p and len(w) == 1:
        return (Edit("lost", head, head, "", w, head),)
    if not w and len(p) == 1:
        return (_extra(printed, head, head),)
    if len(p) == 2 and p == w[::-1]:
        return (Edit("swapped", head, head + 2, p, w, head),)
    return _align_middle(printed, wanted, head, len(printed) - tail, len(wanted) - tail)


def _extra(printed: str, at: int, where: int) -> Edit:
    """A character too many: doubled where its neighbour is the same."""
    char = printed[at]
    doubled = printed[at - 1 : at] == char or printed[at + 1 : at + 2] == char
    return Edit("doubled" if doubled else "inserted", at, at + 1, char, "", where)


_BAND = 3
_Step = tuple[float, Edit | None, int, int]


def _align_middle(printed: str, wanted: str, head: int, p_end: int, w_end: int) -> tuple[Edit, ...]:
    """Banded dynamic programme over the parts between the common head and tail."""
    rows, columns = p_end - head, w_end - head
    band = max(_BAND, abs(rows - columns) + 1)
    best: list[list[_Step]] = [[(inf, None, 0, 0)] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = (0.0, None, 0, 0)
    for i in range(rows + 1):
        for j in range(max(0, i - band), min(columns, i + band) + 1):
            if i == 0 and j == 0:
                continue
            at, where = head + i, head + j
            choice: _Step = (inf, None, 0, 0)
            if i and j:
                x, y = printed[at - 1], wanted[where - 1]
                before = best[i - 1][j - 1][0]
                if x == y:
                    choice = (before, None, i - 1, j - 1)
                else:
                    kind = _substitution(x, y)
                    choice = (before + COST[kind], Edit(kind, at - 1, at, x, y, where - 1), i - 1, j - 1)
                if i > 1 and j > 1 and x == wanted[where - 2] and y == printed[at - 2]:
                    cost = best[i - 2][j - 2][0] + COST["swapped"]
                    if cost < choice[0]:
                        edit = Edit("swapped", at - 2, at, printed[at - 2 : at], wanted[where - 2 : where], where - 2)
                        choice = (cost, edit, i - 2, j - 2)
            if j and best[i][j - 1][0] + COST["lost"] < choice[0]:
                edit = Edit("lost", at, at, "", wanted[where - 1], where - 1)
                choice = (best[i][j - 1][0] + COST["lost"], edit, i, j - 1)
            if i and best[i - 1][j][0] < choice[0]:
                edit = _extra(printed, at - 1, where)
                cost = best[i - 1][j][0] + COST[edit.kind]
                if cost < choice[0]:
                    choice = (cost, edit, i - 1, j)
            best[i][j] = choice
    edits: list[Edit] = []
    i, j = rows, columns
    while i or j:
        _, step, i, j = best[i][j]
        if step is not None:
            edits.append(step)
    return tuple(reversed(edits))


def compare(printed: str, wanted: str, reads_well: Container[str], lax: bool = False) -> Comparison:
    """How `printed` differs from `wanted`.

    Args:
        printed, wanted: folded keys, different.
        reads_well: two-character strings met in good labels ("^" and "$" are the ends): what makes sense side by side.
        lax: one of the fixed labels of the form, which are a closed set: a character that reads as well counts all
            the same.
    """
    edits = align(printed, wanted)
    cost = sum(COST[edit.kind] for edit in edits)
    for edit in edits:
        if _other_meaning(edit, printed):
            return Comparison(edits, cost, False, True, "意义不同")
    if len(edits) > _MOST:
        return Comparison(edits, cost, False, False)
    if _word_lost(edits):
        return Comparison(edits, cost, False, False, "少一个词，可能是另一指标")
    cost, slip = 0.0, True
    for edit in edits:
        verdict = judge(edit, printed, wanted, reads_well, lax)
        cost += _price(edit.kind, verdict)
        slip = slip and verdict == "slip"
    return Comparison(edits, round(cost, 2), slip, False, "" if slip else "改后也通顺，可能是另一指标")


_MOST = 3
"""More differences than that are another label."""
_NONSENSE_COST = 0.9
_INTRUDING_COST = 0.7


def _price(kind: EditKind, verdict: Verdict) -> float:
    if kind in _SLIPS:
        return COST[kind]
    return {"slip": _INTRUDING_COST, "nonsense": _NONSENSE_COST, "reads": COST[kind]}[verdict]


_MEASURES = frozenset("年月日时元角人次个户吨亩条座项件台套万亿")
"""Behind a number these are left out on purpose as often as by slip (2020实际)."""


def _other_meaning(edit: Edit, printed: str) -> bool:
    if edit.kind == "swapped":
        return any(weighty(c) for c in edit.printed)
    if edit.printed and edit.wanted:
        if not different_things(edit.printed, edit.wanted):
            return False
        negated = edit.printed in NEGATIONS or edit.wanted in NEGATIONS
        return not (negated and edit.kind in _SLIPS and makes_nonsense(edit, printed))  # 建没 is no 建设 undone
    if edit.kind == "lost" and edit.wanted in _MEASURES and printed[max(0, edit.at - 1) : edit.at].isdigit():
        return True
    if edit.kind == "inserted" and edit.printed == "没" and makes_nonsense(edit, printed):  # no label negates with 没
        return False
    return weighty(edit.printed or edit.wanted)


def _word_lost(edits: tuple[Edit, ...]) -> bool:
    """Two characters lost close together: a word left out or shortened (农业技术 → 农技), not a slip."""
    lost = [edit.where for edit in edits if edit.kind == "lost"]
    return any(later - earlier <= 2 for earlier, later in zip(lost, lost[1:]))
