"""Which copy of a filing counts: of several forms of one filing one is 正本, the others 副本 or 旧版.

Pure: the same forms give the same roles, whatever the order they came in. A filing is a `form_key` (with the merged
unit name); a scan whose names were misread by a character is held against the filings it may belong to. Within one:

1. a choice by hand (`choices`) stands above all;
2. forms with the same content, or an undated or recognised one beside the version it is most like, are one version;
3. of versions the one with the latest 填报日期 is in force, the others are 旧版;
4. of a version's copies the content most of them share, then the reading that is surer, then a digital file before a
   recognised one, then the format closest to the author's hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rapidfuzz.distance import Levenshtein

from extractor.model.identity import fold_name, fold_project, key_of
from extractor.store.content import Comparison, compare

Role = Literal["original", "copy", "old"]
FORMATS = (
    "docx", "doc", "wps", "wordml", "works", "xlsx", "xls", "et", "sheetml", "rtf", "odt", "ods", "fodt", "fods",
    "html", "mht", "ofd", "pdf", "csv", "txt", "image",
)  # fmt: skip
"""Formats from the author's hand to the copier's; pictures are told by `recognised` before this is asked."""
ALIKE = 0.8
"""Share of equal values from which a recognised form with a misread name is taken for a copy of another."""
MISREAD = 8
"""A name may be misread by one character in so many (at least one)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One form of a source that lies in the folder."""

    id: str
    sha256: str
    index: int
    unit: str
    kind: str
    project: str
    year: int | None
    months: str
    date: str
    """填报日期, ISO, or ""."""
    recognised: bool
    """Read from images."""
    doubts: int
    format: str
    content_hash: str

    @property
    def key(self) -> str | None:
        """Forms of one key are filings of the same thing; None where unit, kind or year is unknown."""
        return key_of(self.unit, self.kind, self.project, self.year, self.months)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a form is within its filing."""

    role: Role = "original"
    of: str | None = None
    """The form (id) it is a copy of, or that took its place."""


@dataclass(slots=True)
class Filing:
    """The forms of one filing and which of them counts."""

    key: str
    members: list[Member]
    standing: dict[str, Standing] = field(default_factory=dict)

    @property
    def original(self) -> Member:
        """The member that is in force."""
        return next(m for m in self.members if self.standing[m.id].role == "original")

    def copies(self) -> list[Member]:
        """The members that say the same as the one in force."""
        return [m for m in self.members if self.standing[m.id].role == "copy"]


Load = Callable[[Member], dict[str, Any]]


def settle(members: Iterable[Member], load: Load, choices: Mapping[str, str] | None = None) -> list[Filing]:
    """Every filing that has more than one form, with the standing of each; forms without a key stand alone.

    Args:
        load: a form's JSON; asked only where contents must be compared.
        choices: form_key → sha256 of the source that a person named 正本.
    """
    groups = _groups(sorted(members, key=lambda m: (m.sha256, m.index)), load)
    found = []
    for key, forms in sorted(groups.items()):
        if len({m.sha256 for m in forms}) > 1:
            filing = Filing(key, forms)
            _stand(filing, load, (choices or {}).get(key.partition("#")[0]))
            found.append(filing)
    return found


def _groups(members: list[Member], load: Load) -> dict[str, list[Member]]:
    """Forms by filing; the second form of one key in a source is the second filing of that key."""
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    met: Counter[tuple[str, str]] = Counter()
    for member in members:
        if (key := member.key) is None:
            continue
        number = met[member.sha256, key]
        met[member.sha256, key] += 1
        groups[f"{key}#{number}" if number else key].append(member)
    _join_misread(groups, load)
    return groups


def _join_misread(groups: dict[str, list[Member]], load: Load) -> None:
    """A filing known from recognised pages alone joins the one whose names are nearly the same and whose values are."""
    shelves: defaultdict[tuple[str, int | None, str, str, str], list[str]] = defaultdict(list)
    alone = []
    for key, forms in groups.items():
        if all(m.recognised for m in forms):
            alone.append(key)
        else:
            for shelf in _shelves(forms[0]):
                shelves[shelf].append(key)
    for key in sorted(alone):
        lost = groups[key][0]
        keys = {k for shelf in _shelves(lost) for k in shelves[shelf]}
        near = [k for k in sorted(keys) if _nearly(lost, groups[k][0])]
        liked = [(compare(load(lost), load(groups[k][0])).likeness, k) for k in near]
        best = max(liked, default=(0.0, ""))
        if best[0] >= ALIKE:
            groups[best[1]].extend(groups.pop(key))


def _shelves(m: Member) -> list[tuple[str, int | None, str, str, str]]:
    """Where a nearly named filing is looked for: the same unit or the same project; of departments, all of the year."""
    unit, project = fold_name(m.unit), fold_project(m.project)
    if m.kind.startswith("department"):
        return [(m.kind, m.year, m.months, "", "")]
    return [(m.kind, m.year, m.months, unit, ""), (m.kind, m.year, m.months, "", project)]


def _nearly(one: Member, other: Member) -> bool:
    pairs = ((fold_name(one.unit), fold_name(other.unit)), (fold_project(one.project), fold_project(other.project)))
    return one.sha256 != other.sha256 and all(_near_text(a, b) for a, b in pairs)


def _near_text(a: str, b: str) -> bool:
    most = max(1, min(len(a), len(b)) // MISREAD)
    return a == b or Levenshtein.distance(a, b, score_cutoff=most) <= most


def _stand(filing: Filing, load: Load, chosen: str | None) -> None:
    cache: dict[tuple[str, str], Comparison] = {}

    def held(a: Member, b: Member) -> Comparison:
        pair = (min(a.id, b.id), max(a.id, b.id))
        if pair not in cache:
            cache[pair] = compare(load(a), load(b))
        return cache[pair]

    versions = _versions(filing.members, held)
    by_hand = next((m for m in filing.members if m.sha256 == chosen), None)
    force = next((v for v in versions if by_hand in v), versions[-1]) if by_hand is not None else versions[-1]
    original = by_hand or min(force, key=_rank(force))
    for member in filing.members:
        role: Role = "original" if member is original else "copy" if member in force else "old"
        filing.standing[member.id] = Standing(role, None if role == "original" else original.id)


def _versions(members: list[Member], held: Callable[[Member, Member], Comparison]) -> list[list[Member]]:
    """The versions of a filing, the oldest first; what carries no date of its own lies with the one it is most like."""
    dates = {m.id: m.date for m in members}
    sure = [m for m in members if dates[m.id] and not m.recognised]
    for member in members:
        if member.recognised and dates[member.id]:
            same = [m for m in sure if not _differ(held(member, m))]
            if same:  # the same values: its date was misread, or is another stamp's
                dates[member.id] = max(dates[m.id] for m in same)
    dated = [m for m in members if dates[m.id]]
    if not dated:
        return [members]
    for member in members:
        if not dates[member.id]:
            dates[member.id] = max((held(member, m).likeness, dates[m.id]) for m in dated)[1]
    return [[m for m in members if dates[m.id] == date] for date in sorted(set(dates.values()))]


def _differ(found: Comparison) -> bool:
    """Anything but the date itself differs."""
    return any(d.pointer != "/signoff/filing_date" for d in found.differences)


def _rank(force: list[Member]) -> Callable[[Member], tuple[int, int, bool, int, str, str]]:
    shared = Counter(m.content_hash for m in force)

    def rank(m: Member) -> tuple[int, int, bool, int, str, str]:
        at = FORMATS.index(m.format) if m.format in FORMATS else len(FORMATS)
        return -shared[m.content_hash], m.doubts, m.recognised, at, m.sha256, m.id

    return rank
