"""The heads of one indicator table: what its columns are, in groups, and where its rows begin."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.characters.fold import squeeze
from extractor.forms.reading import Role
from extractor.forms.roles import Decision
from extractor.model.document import Cell
from extractor.model.filing import Scope

FURTHER = ("weight", "actual", "achieved_score", "deviation_reason", "note", "standard")
"""Columns with a key of their own beside levels and value."""
Level = Literal["level1", "level2", "level3"]
FLAT = frozenset({"project_name", "filer", "department", "budget_unit", "department_code", "project_code",
    "annual_goal",
                   "period_goal", "goal", "implementer", "other_first_level_project"})  # fmt: skip
REPEATABLE = frozenset({"level2", "level3", "target"})
LEVELS: tuple[Level, ...] = ("level1", "level2", "level3")


def key_of(role: str) -> str:
    """The key of an indicator that a column feeds: signs and units are parts of the target."""
    return "target" if role in ("operator", "unit") else role


@dataclass(slots=True)
class Head:
    """One column of the indicator table."""

    role: str
    """A `Role`, or "field:ID" / "amount:ID" in a flat list."""
    col: int
    text: str
    cell: Cell
    """A blank one of no grid where the table prints no heads."""
    region: str | None = None
    exact: bool = False
    """The role comes from a wording of the rule book."""
    path: tuple[str, ...] = ()
    """Texts of all head cells over the column, top to bottom."""
    decision: Decision | None = None
    """How the joint assignment decided, with the rival and the margin."""
    settled: bool = False
    """What is printed in or over the column leaves nothing to weigh: of a past year, or labels in its cells."""


@dataclass(slots=True)
class Band:
    """The heads of one indicator table and where its rows begin."""

    row: int
    data_row: int
    heads: list[Head]
    groups: list[tuple[Scope, dict[str, Head]]] = field(default_factory=list)
    over: list[dict[Level, Cell]] = field(default_factory=list)
    """For each of several groups the level words that stand over its heads (产出指标 over 三级指标 | 指标值)."""
    regions: list[Head] = field(default_factory=list)
    headless: bool = False
    """The table prints no heads."""
    halves: bool = False
    """Two halves of one table side by side, each with all its levels."""
    against: list[Head] = field(default_factory=list)
    """Columns whose cells speak against the wording over them: two of them and the heads stand over the wrong cells."""
    widened: Head | None = None
    """The head that had to be read as standing over two columns, so that heads and cells agree."""
    nameless: list[Head] = field(default_factory=list)
    """Columns of names (三级指标（长期）) for which no value was found."""
    stacked: Head | None = None
    """The column that holds 目标：… over 完成：…."""
    stacked_labels: Head | None = None
    """The column before it where those labels stand by themselves."""
    joined: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Column -> the two roles that its head names and its cells hold both of (分值/得分)."""
    flat: dict[str, Head] = field(default_factory=dict)
    """Field and amount columns of a flat list of projects (K4)."""

    def head(self, role: Role) -> Head | None:
        """The first head of a role, None where there is none."""
        return next((h for h in self.heads if h.role == role), None)

    def heads_text(self, role: str) -> str | None:
        """The words over a role's column, None where none are printed."""
        return next((h.text for h in self.heads if h.role == role and h.text), None)


def _goes_on(old: dict[int, Head], new: dict[int, Head]) -> bool:
    """Every column that its cells tell is what it was, three of them or more."""
    told = [col for col, head in new.items() if head.role != "other" and col in old and old[col].role != "other"]
    return len(told) > 2 and new.keys() <= old.keys() and all(old[col].role == new[col].role for col in told)


def as_before(band: Band, before: Band) -> Band:
    """The heads of `before` printed again with a slip in a few of them (指标値), or rows without heads that go on
    with its columns (below a note): the columns keep the roles they had.
    """
    old, new = ({h.col: h for h in each.heads} for each in (before, band))
    if band.headless and not before.headless and _goes_on(old, new) and len(band.groups) == len(before.groups):
        open_ = {col for col, h in new.items() if col in old and "other" in (h.role, old[col].role)}
        made = {col: replace(old[col], cell=h.cell) if col in open_ else h for col, h in new.items()}
        kept = [(scope, {r: made[h.col] for r, h in own.items() if h.col in made}) for scope, own in before.groups]
        return replace(band, heads=list(made.values()), groups=kept)
    if band.flat or before.flat or before.headless or old.keys() != new.keys():
        return band
    odd = [
        (squeeze(h.text), squeeze(old[col].text)) for col, h in new.items() if squeeze(h.text) != squeeze(old[col].text)
    ]
    if (
        not odd
        or len(odd) * 3 > len(new)
        or any(len(a) != len(b) or sum(x != y for x, y in zip(a, b)) > 1 for a, b in odd)
    ):
        return band
    made = {col: replace(old[col], cell=h.cell) for col, h in new.items()}
    groups = [(scope, {role: made[h.col] for role, h in group.items()}) for scope, group in before.groups]
    return replace(
        band,
        heads=list(made.values()),
        groups=groups,
        regions=[made[h.col] for h in before.regions],
        halves=before.halves,
    )
