"""Is every value that a damage costs told of, and is what was read right left in peace?

    python -m bench.doubt [--generated N] [--kinds bgh] [-v]

Forms of the samples, of the sketches in tests/layouts and of N generated filings are read whole, then with one damage
each:
(a) a head or label renamed to a word no rule book knows, (b) an unknown column, (c) two head rows merged, (d) the rows
after an unknown caption, (e) a head's wording deleted from the rule book, (f) two heads or labels renamed, (g) a column
renamed and moved, (h) an unknown caption elsewhere. Seeds from 500 on are held back: other words, other choices,
filings
that nothing was built against, nothing listed. Printed per damage: values wrong or missing
and how many of them a finding about the reading names (its cell, row, column or pointer), forms read wholly right and
how many carry
such a finding that the whole form did not carry. In (b) the inserted column is not read and is told; what is counted
against the program is a finding that speaks of anything else.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench import damage
from bench.field_forms.__main__ import write as write_field_forms
from bench.layout_grammar.writing import seeds
from bench.layout_grammar.writing import write as write_generated
from extractor.forms.account import Doubt
from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.ground.rulefile import shipped_dir
from extractor.model.document import Document, Place
from extractor.readers import read
from extractor.rulebook import Rules, load_rules
from tests.make import golden, layouts
from tests.make.sketch import draw

SHA = "0" * 64
USUAL = 17
"""The seed whose figures are compared from version to version."""
LEAST_TOLD, MOST_ALARMS = 0.995, 0.005
PLAIN = (
    "title",
    "fiscal_year",
    "filer",
    "department",
    "implementer",
    "project_name",
    "project_code",
    "department_code",
)
ROW = ("standard", "weight", "actual", "achieved_score", "deviation_reason", "note")
OF_READING = frozenset({"unread-text", "unreadable-part", "doubtful-table"})


@dataclass(slots=True)
class Value:
    """A value of a form read right: what, and where it stands."""

    key: str
    pointer: str
    value: Any
    at: Place


def values_of(reading: Reading) -> list[Value]:
    """Everything a person would miss."""
    form, places = reading.form, reading.form.places
    found = [Value(name, f"/{name}", getattr(form, name), places.get(f"/{name}", Place())) for name in PLAIN]
    for group in ("texts", "signoff"):
        holder = getattr(form, group)
        found += [
            Value(f"{group}.{n}", f"/{group}/{n}", getattr(holder, n), places.get(f"/{group}/{n}", Place()))
            for n in holder.__slots__
        ]
    found += [Value(f"amount.{c}", f"/amounts/{c}", a.yuan or a.raw, a.at) for c, a in form.amounts.items()]
    for n, entry in enumerate(form.execution):
        keys = ("initial", "adjusted", "executed", "rate", "weight", "score")
        found += [
            Value(
                f"execution.{n}.{k}",
                f"/execution/{n}/{k}",
                getattr(entry, k),
                places.get(f"/execution/{n}/{k}", Place()),
            )
            for k in keys
        ]
    met: Counter[str] = Counter()
    for n, (row, cells) in enumerate(zip(form.indicators, reading.cells_at, strict=True)):
        name = (row.level3 or row.level2 or row.level1).raw if (row.level3 or row.level2 or row.level1) else ""
        met[name] += 1
        key, pointer = f"row.{name}.{met[name]}", f"/indicators/{n}"
        for level in ("level1", "level2", "level3"):
            label = getattr(row, level)
            found.append(
                Value(f"{key}.{level}", f"{pointer}/{level}", label.raw if label else None, cells.get(level, row.at))
            )
        told = (row.target.raw, row.target.operator, row.target.value, row.target.unit)
        parts = [cells[r] for r in ("operator", "target", "unit") if r in cells]  # K21: a value of several cells
        at = (Place(parts=parts) if len(parts) > 1 else cells.get("target")) or Place(
            parts=[
                Place(table=c.at["table"], row=row.at["row"], col=c.at["col"])
                for c in reading.columns
                if c.role == "region" and "row" in row.at
            ]
        )
        found.append(Value(f"{key}.target", f"{pointer}/target", told if row.target.raw else None, at))
        found += [Value(f"{key}.{r}", f"{pointer}/{r}", getattr(row, r), cells.get(r, row.at)) for r in ROW]
    return [v for v in found if v.value not in (None, "", ()) and not _says_nothing(v)]


def _says_nothing(value: Value) -> bool:
    """A dash, a hint or a place for the seal, where an amount or a text would stand: nothing is lost with it."""
    printed = value.value if value.key.startswith(("amount.", "texts.")) and isinstance(value.value, str) else "1"
    return not re.sub(r"[（(][^（）()]*[）)]|[年月日：:\s/—-]", "", printed)


@dataclass(slots=True)
class Tally:
    lost: int = 0
    """Values wrong or missing; of these told of:"""
    told: int = 0
    right: int = 0
    alarmed: int = 0
    """Forms wholly right that carry a finding of something the damage did not touch; `touched`: of that alone."""
    touched: int = 0
    silent: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A document read right, with its values."""

    name: str
    document: Document
    readings: list[Reading]
    values: list[list[Value]]
    whys: list[Counter[str]]


def sources(generated: int, rules: Rules, seed: int = USUAL) -> Iterator[Source]:
    for path in golden.samples():
        yield _source(path.name, read(path.read_bytes(), path.name, path.suffix[1:]), rules)
    for name in layouts.names():
        if not name.startswith("negative"):
            yield _source(name, draw((layouts.FOLDER / f"{name}.sketch").read_text("utf-8")), rules)
    if generated:
        with tempfile.TemporaryDirectory() as folder:
            split = "judge" if seed >= damage.HELD else "teach" if seed == USUAL else "practice"
            first = 1000 + (seed - damage.HELD) * generated if split == "judge" else 0
            write_generated(seeds(f"{split}:{first}-{first + generated - 1}"), ["html"], Path(folder))
            if seed != USUAL:
                write_field_forms(list(range(first, first + generated)), "html", Path(folder))
            for path in sorted(Path(folder).glob("*.html")):
                yield _source(path.name, read(path.read_bytes(), path.name, "html"), rules)


def _source(name: str, document: Document, rules: Rules) -> Source:
    readings = read_forms(document, rules, SHA)
    return Source(name, document, readings, [values_of(r) for r in readings], [_whys(r.doubts) for r in readings])


def _whys(doubts: list[Doubt]) -> Counter[str]:
    return Counter(f"{d.code} {d.observed}" for d in doubts)


def measure(source: Source, made: Document, rules: Rules, tally: Tally, what: str, words: damage.Words) -> None:
    """Read the damaged document and count."""
    found = read_forms(made, rules, SHA)
    notes = [note.at for note in made.notes if note.code in OF_READING]
    doubts = [d for reading in found for d in reading.doubts]
    for number, wanted in enumerate(source.values):
        same = number < len(found) and len(found) == len(source.values)
        got = found[number] if same else _likest(wanted, _of_tables(wanted, found))
        split = (
            found if len(found) > len(source.values) == 1 else [got] if got is not None else []
        )  # a form in two: all of it counts
        have = {v.key: v.value for reading in reversed(split) for v in values_of(reading)}
        spots = {(_last(v.key), str(v.value), _spot(v.at)) for reading in split for v in values_of(reading)}
        missing = [
            v
            for v in wanted
            if have.get(v.key) != v.value
            and (_last(v.key), str(v.value), _spot(_moved(source.document, made, v.at))) not in spots
        ]
        tally.lost += len(missing)
        for value in missing:
            at = _moved(source.document, made, value.at)
            if any(_names(d.at, at) or _column(d, at, value) for d in doubts) or any(
                _names(place, at) for place in notes
            ):
                tally.told += 1
            else:
                tally.silent.append(f"{what} {source.name} {value.key} = {value.value} -> {have.get(value.key)}")
        if not missing and got is not None:
            tally.right += 1
            extra = _whys([d for d in got.doubts if not _of_inserted(d, words)]) - source.whys[number]
            tally.touched += not extra and bool(_whys(got.doubts) - source.whys[number])
            if extra:
                tally.alarmed += 1
                tally.alarms.append(f"{what} {source.name} {dict(extra)}")


def _last(key: str) -> str:
    return key.rsplit(".", 1)[-1]


def _spot(at: Place) -> tuple[object, ...]:
    """A cell or line: a value of a row that lost its name is still the value of that row."""
    return (at.get("table"), at.get("row"), at.get("col")) if "row" in at else ("line", at.get("line"))


def _of_tables(wanted: list[Value], found: list[Reading]) -> list[Reading]:
    """The readings of the tables that the values stand in: another table of the file may say nearly the same."""
    tables = {value.at["table"] for value in wanted if "table" in value.at}
    near = [r for r in found if tables & {grid.table for grid, _, _ in r.extent.rows}]
    return near or found


def _likest(wanted: list[Value], found: list[Reading]) -> Reading | None:
    keys = {(v.key, str(v.value)) for v in wanted}
    scored = [(len(keys & {(v.key, str(v.value)) for v in values_of(r)}), -n, r) for n, r in enumerate(found)]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best is not None and best[0] else None


def _of_inserted(doubt: Doubt, words: damage.Words) -> bool:
    """The doubt speaks of what the damage put in or renamed: its words stand in it, or over the column it names."""
    return any(word in (doubt.observed or "") + doubt.why for word in words.all())


def _moved(document: Document, made: Document, at: Place) -> Place:
    """Where a cell of the whole document stands in the damaged one."""
    if "parts" in at:
        return Place(parts=[_moved(document, made, part) for part in at["parts"]])
    for one, twin in zip(document.grids(), made.grids(), strict=False):
        if "row" in at and one.table == at.get("table"):
            for number, cell in enumerate(one.cells):
                if (cell.row, cell.col) == (at["row"], at["col"]):
                    there = twin.cells[number]
                    return Place(table=twin.table, row=there.row, col=there.col)
    return at


def _names(told: Place, at: Place) -> bool:
    """The place told of is the value's, or has it among its parts (a value over several columns: one of its cells)."""
    if "parts" in at:
        return any(_names(told, part) for part in at["parts"])
    for part in told.get("parts", [told]):
        if "row" in at and "row" in part:
            if (part.get("table"), part["row"], part.get("col")) == (at.get("table"), at["row"], at.get("col")):
                return True
        elif "row" not in at and part == at:
            return True
    return "row" in at and "row" not in told and "table" in told and told["table"] == at.get("table")


def _column(doubt: Doubt, at: Place, value: Value) -> bool:
    """A doubt about a whole column, all rows, or this pointer."""
    if doubt.code == "no-indicators":
        return value.pointer.startswith("/indicators")
    if doubt.code == "missing-column":
        return value.pointer.startswith("/indicators") and value.pointer.rsplit("/", 1)[1] == _ROLE.get(
            doubt.expected or ""
        )
    if doubt.code == "doubtful-reading" and doubt.pointer.startswith("/indicators/"):  # it names rows
        rows = {(p.get("table"), p["row"]) for p in doubt.at.get("parts", [doubt.at]) if "row" in p}
        return value.pointer.startswith("/indicators/") and "row" in at and (at.get("table"), at["row"]) in rows
    if doubt.code == "doubtful-reading":
        spoken_of = doubt.at.get("parts", [doubt.at]) if doubt.pointer == "/indicators" else [doubt.at]
        same = any(
            "row" in p and told.get("table") == p.get("table") and told.get("col") == p.get("col")
            for p in at.get("parts", [at])
            for told in spoken_of
        )
        return (
            same or bool(doubt.pointer) and doubt.pointer != "/indicators" and value.pointer.startswith(doubt.pointer)
        )
    return False


_ROLE = {"指标值": "target", "完成值": "actual", "得分": "achieved_score"}


def without(wording: str, folder: Path) -> Rules:
    """The rule books without one wording of a column head, in a folder of their own: books are loaded once a folder."""
    target = Path(tempfile.mkdtemp(dir=folder)) / "rules"
    shutil.copytree(shipped_dir(), target)
    book = yaml.safe_load((target / "labels.yaml").read_text("utf-8"))
    for entry in book["header"]:
        entry["wordings"] = [w for w in entry["wordings"] if w != wording]
        if entry["canonical"] == wording:
            entry["canonical"] = entry["wordings"].pop(0) if entry["wordings"] else wording + "〇"
    (target / "labels.yaml").write_text(yaml.safe_dump(book, allow_unicode=True, width=10_000), "utf-8")
    return load_rules(str(target))


def deleted(found: list[Source], rules: Rules, tally: Tally, most: int) -> None:
    """(e) The commonest head wordings, one at a time taken out of the rule book, over all forms that print them."""
    common = Counter(
        c.header
        for s in found
        for r in s.readings
        for c in r.columns
        if c.role not in ("other", "definition", "region") and c.header
    )
    with tempfile.TemporaryDirectory() as folder:
        for wording, _ in common.most_common(most):
            poorer = without(wording, Path(folder))
            for source in found:
                if any(c.header == wording for r in source.readings for c in r.columns):
                    measure(source, damage._copied(source.document), poorer, tally, f"e {wording}", damage.Words())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--generated", type=int, default=40)
    parser.add_argument("--most", type=int, default=3, help="heads and labels renamed a document")
    parser.add_argument("--wordings", type=int, default=12, help="wordings deleted in (e)")
    parser.add_argument("--seed", type=int, default=USUAL, help=f"of the damages; from {damage.HELD} on held back")
    parser.add_argument("--kinds", default="abcdefgh", help="letters of the damages to do")
    parser.add_argument("-v", action="store_true", help="list what is silent and what is a false alarm")
    options = parser.parse_args()
    if options.v and options.seed >= damage.HELD:
        parser.error("seeds held back are not looked at")
    rules, dice, words = load_rules(), random.Random(options.seed), damage.words_of(options.seed)
    found = list(sources(options.generated, rules, options.seed))
    tallies: dict[str, Tally] = {}
    for source in found:
        whole = (source.document, source.readings)
        kinds = {
            "a": damage.renamed(*whole, dice, options.most, words), "b": damage.widened(*whole, dice, words),
            "c": damage.flattened(*whole), "d": damage.captioned(*whole, dice, words),
            "f": damage.two_renamed(*whole, dice, options.most, words), "g": damage.moved(*whole, dice, words),
            "h": damage.captioned_elsewhere(*whole, dice, words),
        }  # fmt: skip
        for what, document in [one for kind, made in kinds.items() if kind in options.kinds for one in made]:
            measure(source, document, rules, tallies.setdefault(what[0], Tally()), what, words)
    if "e" in options.kinds:
        deleted(found, rules, tallies.setdefault("e", Tally()), options.wordings)
    forms = [r for s in found for r in s.readings]
    print(f"whole: {len(forms)} forms, {sum(bool(r.doubts) for r in forms)} carry a finding about the reading")
    ok = True
    for what, tally in sorted(tallies.items()):
        told, alarms = tally.told / max(tally.lost, 1), tally.alarmed / max(tally.right, 1)
        ok = ok and (told >= LEAST_TOLD or not tally.lost) and alarms <= MOST_ALARMS
        print(
            f"({what}) wrong or missing {tally.lost}, told of {told:.2%}; wholly right {tally.right} forms, with a "
            f"finding {alarms:.2%}, of the alien words alone {tally.touched / max(tally.right, 1):.2%}"
        )
        for line in [*tally.silent, *(f"ALARM {a}" for a in tally.alarms)] if options.v else ():
            print("   ", line[:200])
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
