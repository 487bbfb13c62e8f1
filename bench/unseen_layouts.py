"""Forms of layouts that nobody has shown the program: what it reads right, what it loses, what it says of that.

    python -m bench.unseen_layouts                                  judging seeds: 1,000 docx, 300 of each other format
    python -m bench.unseen_layouts --seeds teach:0-199 --formats docx,html -v     misses, for teaching seeds
    python -m bench.unseen_layouts --seeds practice:0-199 -v     and for held options in words of their own
    python -m bench.unseen_layouts --without forms                  with all layouts' YAML removed; or `labels`

Judging seeds hold options and wordings that no teaching seed shows; their misses are never printed, so that nobody
builds against them. Text that LibreOffice leaves out of a PDF (the end of a merged cell over a page break) is asked to
be told, and cannot be read. Every form is clean: any error or warning that is not about the reading accuses falsely.
Exits 1 where a figure of the acceptance is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from bench.layout_grammar.score import Scored, score
from bench.layout_grammar.thinned import THINNINGS, without
from bench.layout_grammar.writing import ALL, seeds, write
from extractor.rulebook import Rules

DEFAULT = {"docx": 1000}
OTHERS = 300
LIMITS = {"fields": 99.3, "cells": 99.0, "whole": 93.0}
SILENT, ACCUSED, OPTION = 0.1, 100 / 300, 90.0


@dataclass(slots=True)
class Tally:
    """Counts of one format or of one option."""

    forms: int = 0
    whole: int = 0
    fields: int = 0
    cells: int = 0
    wrong_fields: int = 0
    wrong_cells: int = 0
    silent: int = 0
    accused: int = 0
    errors: int = 0
    doubted: int = 0
    codes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, one: Scored) -> None:
        self.forms += 1
        self.whole += one.whole
        self.fields += one.fields
        self.cells += one.cells
        self.wrong_fields += one.wrong(cells=False)
        self.wrong_cells += one.wrong(cells=True)
        self.silent += one.silent
        self.accused += bool(one.accusations)
        self.errors += any(f["severity"] == "error" for f in one.accusations)
        self.doubted += bool(one.whole and one.doubts)
        for finding in one.accusations:
            self.codes[finding["code"]] += 1

    def shares(self) -> dict[str, float]:
        """Per cents."""
        values = max(1, self.fields + self.cells)
        return {
            "fields": 100 - 100 * self.wrong_fields / max(1, self.fields),
            "cells": 100 - 100 * self.wrong_cells / max(1, self.cells),
            "whole": 100 * self.whole / max(1, self.forms),
            "silent": 100 * self.silent / values,
            "accused": 100 * self.accused / max(1, self.forms),
            "errors": 100 * self.errors / max(1, self.forms),
            "doubted": 100 * self.doubted / max(1, self.whole),
        }


@cache
def rules(what: str, folder: str) -> Rules | None:
    """Rule books without `what`, written into `folder`; None: the shipped ones."""
    return without(what, Path(folder)) if what else None


def read(path: Path, what: str = "", folder: str = "") -> tuple[Path, dict[str, Any]]:
    """The JSON document of one file."""
    from extractor import extract

    return path, json.loads(extract(path, rules=rules(what, folder)).model_dump_json())


def outputs(paths: list[Path], jobs: int, what: str, scratch: str) -> Iterable[tuple[Path, dict[str, Any]]]:
    reading = partial(read, what=what, folder=scratch)
    if jobs <= 1:
        yield from map(reading, paths)
        return
    rules(what, scratch)
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(reading, paths, chunksize=8)


def judged(
    folder: Path, suffix: str, jobs: int, what: str, scratch: str
) -> Iterator[tuple[str, dict[str, str], Scored]]:
    """(name, choices, score) of every form in the files of one format."""
    for path, output in outputs(sorted(folder.glob(f"*.{suffix}")), jobs, what, scratch):
        truth = json.loads(Path(f"{path}.truth.json").read_text(encoding="utf-8"))
        for one in score(truth, output):
            yield path.name, truth["choices"], one


def _misses(name: str, one: Scored) -> None:
    for miss in one.misses:
        print(
            f"  {name} {miss.pointer} {'told' if miss.told else 'SILENT'}: want {str(miss.want)[:60]!r} got "
            f"{str(miss.got)[:60]!r}"
        )
    for finding in one.accusations:
        print(f"  {name} {finding['severity']} {finding['code']} {finding.get('field')}: {finding['message'][:80]}")


def _header() -> None:
    print(
        f"{'':24}{'forms':>6}{'fields %':>10}{'cells %':>9}{'whole %':>9}{'silent %':>10}{'accused %':>11}"
        f"{'errors %':>10}{'doubted %':>11}"
    )


def _row(name: str, tally: Tally) -> None:
    s = tally.shares()
    print(
        f"{name:24}{tally.forms:6}{s['fields']:10.2f}{s['cells']:9.2f}{s['whole']:9.1f}{s['silent']:10.3f}"
        f"{s['accused']:11.2f}{s['errors']:10.2f}{s['doubted']:11.2f}",
        flush=True,
    )


def _options(options: dict[tuple[str, str], Tally], many: int, least: int) -> list[str]:
    """The worst options first; those under the limit are returned."""
    ranked = sorted((t.shares()["whole"], *k, t) for k, t in options.items() if t.forms >= least)
    print(f"\nworst options (of those with {least} forms and more)")
    for whole, choice, option, tally in ranked[:many]:
        shares = tally.shares()
        print(
            f"  {whole:5.1f} % whole  {shares['cells']:6.2f} % cells  {shares['silent']:6.3f} % silent  "
            f"{tally.forms:5} forms  {choice}: {option}"
        )
    return [f"{choice}: {option}" for whole, choice, option, _ in ranked if whole < OPTION]


def missed(totals: dict[str, Tally]) -> list[str]:
    """Figures of the acceptance that are not met."""
    found = []
    for name, tally in totals.items():
        shares = tally.shares()
        found += [f"{name}: {key} {shares[key]:.2f} < {least}" for key, least in LIMITS.items() if shares[key] < least]
        found += [f"{name}: silent {shares['silent']:.3f} > {SILENT}"] if shares["silent"] > SILENT else []
        found += [f"{name}: accused {shares['accused']:.2f} > {ACCUSED:.2f}"] if shares["accused"] > ACCUSED else []
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--seeds", default="", help="teach:0-199 or judge:0-999; default: judging seeds from 0, as many as asked"
    )
    parser.add_argument("--formats", default=",".join(ALL))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--options", type=int, default=25, help="how many of the worst options to list")
    parser.add_argument("--keep", type=Path, help="write the files here and leave them")
    parser.add_argument(
        "--without",
        default="",
        choices=["", *THINNINGS],
        help="without rules/forms, or a third of the wordings of labels.yaml",
    )
    parser.add_argument("-v", action="store_true", help="print what was missed, for teaching and practice seeds only")
    given = parser.parse_args(arguments)
    totals: dict[str, Tally] = defaultdict(Tally)
    options: dict[tuple[str, str], Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as scratch:
        for suffix in given.formats.split(","):
            folder = (given.keep or Path(scratch)) / suffix
            wanted = seeds(given.seeds or f"judge:0-{DEFAULT.get(suffix, OTHERS) - 1}")
            write(wanted, [suffix], folder)
            for name, choices, one in judged(folder, suffix, given.jobs, given.without, scratch):
                for tally in (totals[suffix], *(options[c] for c in choices.items())):
                    tally.add(one)
                if given.v and not name.startswith("judge"):
                    _misses(name, one)
            if len(totals) == 1 or given.v:
                _header()
            _row(suffix, totals[suffix])
    codes: dict[str, int] = defaultdict(int)
    for tally in totals.values():
        for code, count in tally.codes.items():
            codes[code] += count
    print("false accusations:", ", ".join(f"{c} {n}" for c, n in sorted(codes.items(), key=lambda x: -x[1])) or "none")
    low = _options(options, given.options, max(5, sum(t.forms for t in totals.values()) // 100))
    lacking = missed(totals) + ([f"{len(low)} options under {OPTION} %"] if low else [])
    print("\n" + ("missed: " + "; ".join(lacking) if lacking else "all figures met"))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
