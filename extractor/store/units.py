"""Which printed names are one unit: names folded, codes used where printed, the rest proposed, never merged in silence.

`resolve` is a pure function of the printed names and the departments book, so the order of loading does not show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.model.identity import fold_name, split_code
from extractor.store import schema

_NUMBER_WORDS = frozenset("0123456789一二三四五六七八九十甲乙丙丁东南西北中")
_SHORTEST = 3


class Department(BaseModel):
    """A unit of the book: its name, its code, its other wordings."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    code: str | None = None
    aliases: list[str] = Field(default_factory=list)


class DepartmentBook(BaseModel):
    """`departments.yaml`."""

    model_config = ConfigDict(extra="forbid")

    departments: list[Department] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a printed name is taken for. `basis`: same, folded, code, book."""

    name: str
    code: str
    unit: str
    basis: str
    proposal: str | None = None


def load_book(path: str | None, rules_dir: str | None = None) -> DepartmentBook:
    """The departments book: the file given, else the rule directory's, else the shipped one.

    Raises:
        RuleBookError: not YAML or not a departments book.
    """
    if path is not None:
        return load_yaml(Path(path), DepartmentBook)
    for folder in ([Path(rules_dir)] if rules_dir else []) + [shipped_dir()]:
        if (folder / "departments.yaml").is_file():
            return load_yaml(folder / "departments.yaml", DepartmentBook)
    return DepartmentBook()


class FilingBook(BaseModel):
    """`filings.yaml`: what a person decided about filings that came more than once."""

    model_config = ConfigDict(extra="forbid")

    originals: list[str] = Field(default_factory=list)
    """Paths below the folder whose forms are 正本, whatever else came."""


def load_filing_book(rules_dir: str | None) -> FilingBook:
    """`filings.yaml` of the rule directory; nothing decided where there is none.

    Raises:
        RuleBookError: not YAML or not such a book.
    """
    path = Path(rules_dir or "") / "filings.yaml"
    return load_yaml(path, FilingBook) if rules_dir and path.is_file() else FilingBook()


def resolve(names: Iterable[tuple[str, str]], book: DepartmentBook) -> list[Unit]:
    """A unit for every printed (name, code), sorted; `code` "" where the form prints none."""
    printed = sorted(set(names))
    listed = {fold_name(word): entry.name for entry in book.departments for word in (entry.name, *entry.aliases)}
    by_code = {entry.code: entry.name for entry in book.departments if entry.code}
    groups: dict[str, list[str]] = defaultdict(list)
    for name, _ in printed:
        groups[fold_name(name)].append(split_code(" ".join(name.split()))[1])
    shown = {key: min(wordings, key=lambda w: (len(w), w)) for key, wordings in groups.items()}
    merged = _by_code(printed, listed)
    found = []
    for name, code in printed:
        key, own = fold_name(name), code or split_code(name)[0]
        if key in listed:
            found.append(Unit(name, code, listed[key], "book"))
        elif own in by_code:
            found.append(Unit(name, code, by_code[own], "book"))
        elif merged.get(key, key) != key:
            found.append(Unit(name, code, shown[merged[key]], "code"))
        else:
            found.append(Unit(name, code, shown[key], "same" if name == shown[key] else "folded"))
    return _with_proposals(found)


def _by_code(printed: list[tuple[str, str]], listed: dict[str, str]) -> dict[str, str]:
    """Folded name → the fullest folded name printed with the same code, where one contains the other."""
    same: dict[str, set[str]] = defaultdict(set)
    for name, code in printed:
        own = code or split_code(name)[0]
        if own and fold_name(name) not in listed:
            same[own].add(fold_name(name))
    merged: dict[str, str] = {}
    for names in same.values():
        fullest = max(names, key=lambda n: (len(n), n))
        merged.update((name, fullest) for name in names if _part_of(name, fullest))
    return merged


def _part_of(short: str, full: str) -> bool:
    """`short` is `full` with something left out before it (市总工会 of 沅江市总工会)."""
    return len(short) >= _SHORTEST and full.endswith(short)


def _with_proposals(found: list[Unit]) -> list[Unit]:
    """Names that may be one unit: the only one that ends with it, else the first that is one character away."""
    keys = {name: fold_name(name) for name in sorted({unit.unit for unit in found})}
    endings: dict[str, list[str]] = defaultdict(list)
    shortened: dict[str, list[str]] = defaultdict(list)
    known = set(keys.values())
    for name, key in keys.items():
        for start in range(1, len(key) - _SHORTEST + 1):
            if key[start:] in known:
                endings[key[start:]].append(name)
        for short in _shortened(key):
            shortened[short].append(name)
    near: dict[str, str] = {}
    for name, key in keys.items():
        fuller = endings.get(key, [])
        if len(fuller) == 1:
            near[name] = fuller[0]
        elif len(key) > _SHORTEST:
            alike = {other for short in _shortened(key) for other in shortened[short]} - {name}
            told = sorted(other for other in alike if not _told_apart(key, keys[other]))
            if told:
                near[name] = told[0]
    return [Unit(u.name, u.code, u.unit, u.basis, near.get(u.unit)) for u in found]


def _shortened(key: str) -> set[str]:
    """A name and all it gives with one character left out: names that share one are at most one change apart."""
    return {key} | {key[:i] + key[i + 1 :] for i in range(len(key))}


def _told_apart(one: str, other: str) -> bool:
    """What differs is a number or a direction: 一中 and 二中 are two schools."""
    differing = set(one) ^ set(other)
    return not differing or bool(differing & _NUMBER_WORDS)


def assign_units(connection: sa.Connection, book: DepartmentBook) -> list[Unit]:
    """Give every form its unit and write `unit_name` anew; returns the units (those with
    proposals are for a person).
    """
    table = schema.form
    owner = sa.func.coalesce(table.c.department, table.c.filer, table.c.implementer)
    code = sa.func.coalesce(table.c.department_code, "")
    pairs = connection.execute(sa.select(owner.label("name"), code.label("code")).where(owner.is_not(None)).distinct())
    units = resolve(((row.name, row.code) for row in pairs), book)
    connection.execute(schema.unit_name.delete())
    if units:
        rows = [
            {"name": u.name, "code": u.code, "unit": u.unit, "basis": u.basis, "proposal": u.proposal} for u in units
        ]
        connection.execute(schema.unit_name.insert(), rows)
    names = schema.unit_name
    wanted = (
        sa.select(names.c.unit).where(names.c.name == owner, names.c.code == code).correlate(table).scalar_subquery()
    )
    connection.execute(table.update().values(unit=wanted))
    return units
