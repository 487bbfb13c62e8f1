"""Cross-filing rules and the year report on synthetic years.

    python -m bench.across              2,500 / 5,000 / 10,000 forms: found, wrongly flagged, CPU seconds, growth,
    memory
    python -m bench.across --db         the same years in a real SQLite database, by the store's own loader: loading,
                                        the rules, the whole report; each step in a process of its own
    python -m bench.across --db 10000   one size only

Growth is CPU seconds beside half as many forms (the median of three runs), so that a busy machine does not show.
Exits 1 where the limits of the acceptance are missed.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

from extractor.across.run import Across, across, review
from extractor.report.year import write_year
from extractor.rulebook import load_rules
from extractor.store.database import Database
from tests.make.years import Year, load_year, year

COUNTS = (2500, 5000, 10000)
FOUND, FLAGGED, GROWTH, SECONDS, MIB = 0.99, 0.005, 2.3, 120.0, 1024


def shares(made: Year, found: Across) -> dict[str, float]:
    """Of each planted defect the share found, and the share of honest neighbours flagged."""
    by_rule: dict[str, list[tuple[str, ...]]] = {}
    for finding in found.findings:
        by_rule.setdefault(finding.rule, []).append(tuple(s.form_id for s in finding.sides))

    def pairs(rule: str) -> set[frozenset[str]]:
        return {frozenset(p) for ids in by_rule.get(rule, []) for p in combinations(ids, 2)}

    def ids(rule: str) -> set[str]:
        return {one for sides in by_rule.get(rule, []) for one in sides}

    near = {one for pair in made.neighbours for one in pair}
    crossed = {pair for pair in pairs("goals-shared") if pair <= near}
    return {
        "goals": len(made.goals & pairs("goals-shared")) / len(made.goals),
        "sets": len(made.sets & pairs("sets-shared")) / len(made.sets),
        "doubled": len(made.doubled & (ids("project-twice") | ids("copies-differ"))) / len(made.doubled),
        "lowered": len(made.lowered & ids("target-lowered")) / len(made.lowered),
        "foreign": len(made.foreign & ids("foreign-name")) / len(made.foreign),
        "neighbours": len(made.neighbours & crossed) / len(made.neighbours),
        "any two of them": len(crossed) / (len(near) * (len(near) - 1) / 2),
        "wrong": sum(
            len(pairs(rule) - planted)
            for rule, planted in (("goals-shared", made.goals | crossed), ("sets-shared", made.sets))
        ),
    }


def peak() -> int:
    """MiB this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def rows() -> bool:
    last, good, headed = 0.0, True, False
    for count in COUNTS:
        made, times = year(count), []
        for _ in range(3):
            start = time.process_time()
            found = review(made.now, made.before, ())
            times.append(time.process_time() - start)
        seconds, told = statistics.median(times), shares(made, found)
        growth = seconds / last if last else 0.0
        if not headed:
            print(f"{'forms':>7}{'CPU s':>8}{'growth':>8}{'MiB':>6}" + "".join(f"{name:>17}" for name in told))
            headed = True
        print(
            f"{count:>7}{seconds:>8.2f}{growth:>8.2f}{peak():>6}"
            + "".join(f"{v:>17.0f}" if n == "wrong" else f"{v:>17.2%}" for n, v in told.items())
        )
        good &= good_shares(told) and growth <= GROWTH
        last = seconds
    return good


def good_shares(told: dict[str, float]) -> bool:
    planted = min(told[name] for name in ("goals", "sets", "doubled", "lowered", "foreign"))
    return planted >= FOUND and told["neighbours"] <= FLAGGED


def step(name: str, count: int, home: Path) -> bool:
    """One step of the database run, in this process."""
    url = f"sqlite:///{home / 'year.db'}"
    made = year(count) if name != "report" else None
    start, wall = time.process_time(), time.perf_counter()
    good, said = True, ""
    if name == "load":
        assert made is not None
        load_year(made, url)
    elif name == "across":
        assert made is not None
        with Database.open(url) as database, database.read() as connection:
            told = shares(made, across(connection, 2026, before=2025))
        good = good_shares(told)
        said = "  ".join(f"{n} {v:.2%}" if n != "wrong" else f"{n} {v:.0f}" for n, v in told.items())
    else:
        said = f"{len(write_year(url, home / 'out', year=2026, against=2025, rules=load_rules()))} files"
    passed = time.perf_counter() - wall
    print(
        f"{count:>7}  {name:8}{passed:>8.1f} s{time.process_time() - start:>8.1f} CPU s{peak():>6} MiB  {said}",
        flush=True,
    )
    return good and (name != "across" or (passed <= SECONDS and peak() <= MIB))


def database(counts: tuple[int, ...]) -> bool:
    good = True
    for count in counts:
        with tempfile.TemporaryDirectory() as home:
            for name in ("load", "across", "report"):
                done = subprocess.run(
                    [sys.executable, "-m", "bench.across", "--step", name, str(count), home], check=False
                )
                good &= done.returncode == 0
    return good


def main(words: list[str]) -> int:
    if words[:1] == ["--step"]:
        return 0 if step(words[1], int(words[2]), Path(words[3])) else 1
    good = database(tuple(map(int, words[1:])) or COUNTS) if words[:1] == ["--db"] else rows()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
