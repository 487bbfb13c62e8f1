"""How well and how fast labels are matched: misspelt labels, honest near-misses, speed. Prints one table.

Run: `python bench/matching.py [--quick] [--misses]` (fixed seeds; `--misses` lists what went wrong).

Misspelt labels: every canonical 三级指标 of five characters and more, once per kind of edit and round. The homophones
and
look-alikes come from the Unicode Han database (bench/data/*.tsv), not from the tables the matcher uses. Places with a
digit, a Latin letter, punctuation or a negation are left alone: there a change is never a slip. Corrupted labels that
are as near to another entry as to their own are left out and counted.
`slips.py` has a second generator with other tables, over all labels of every kind, honest names, slips in names that no
dictionary has, and units.
Near-misses: bench/data/near_misses.tsv, labels one to three edits from an entry that mean something else.
Peers: rapidfuzz extractOne with WRatio and ratio over the same names in the same run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import slips

from extractor.characters.fold import fold_key
from extractor.matching.book import IndicatorBook, IndicatorEntry
from extractor.matching.distinctions import weighty
from extractor.matching.matcher import Matcher
from extractor.rulebook import Rules

DATA = Path(__file__).resolve().parent / "data"
ONE_EDIT = ("drop", "double", "swap", "homophone", "look-alike")
ARBITRARY = ("replaced", "inserted")


def table(name: str) -> dict[str, str]:
    """character -> characters it is taken for."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


class Corrupter:
    """Makes one slip at a place of a label."""

    def __init__(self, seed: int, alphabet: str) -> None:
        self.random = random.Random(seed)
        self._homophones, self._look_alikes = table("homophones.tsv"), table("look_alikes.tsv")
        self._alphabet = alphabet

    def places(self, label: str, kind: str) -> list[int]:
        """Where the slip can be made."""
        free = [i for i, c in enumerate(label) if "\u4e00" <= c <= "\u9fff" and not weighty(c)]
        if kind == "swap":
            return [i for i in free if i + 1 in free and label[i] != label[i + 1]]
        if kind == "homophone":
            return [i for i in free if label[i] in self._homophones]
        if kind == "look-alike":
            return [i for i in free if label[i] in self._look_alikes]
        return free

    def at(self, label: str, kind: str, i: int) -> str:
        """The label with the slip at place i."""
        if kind == "drop":
            return label[:i] + label[i + 1 :]
        if kind == "double":
            return label[: i + 1] + label[i:]
        if kind == "swap":
            return label[:i] + label[i + 1] + label[i] + label[i + 2 :]
        if kind == "homophone":
            return label[:i] + self.random.choice(self._homophones[label[i]]) + label[i + 1 :]
        if kind == "look-alike":
            return label[:i] + self.random.choice(self._look_alikes[label[i]]) + label[i + 1 :]
        other = self.random.choice(self._alphabet)
        return label[:i] + other + label[i + (kind == "replaced") :]

    def one(self, label: str, kind: str) -> str | None:
        places = self.places(label, kind)
        return self.at(label, kind, self.random.choice(places)) if places else None

    def two(self, label: str) -> str | None:
        """Two slips that do not touch each other, made from the right so that places stay."""
        first, second = self.random.choices(ONE_EDIT, k=2)
        pairs = [(i, j) for i in self.places(label, first) for j in self.places(label, second) if j > i + 2]
        if not pairs:
            return None
        i, j = self.random.choice(pairs)
        return self.at(self.at(label, second, j), first, i)


class Nearest:
    """Which wordings are as near to a corrupted label as its own entry: those are left out."""

    def __init__(self, entries: list[IndicatorEntry]) -> None:
        self._keys = [fold_key(w) for e in entries for w in (e.name, *e.aliases)]
        self._owners = [e.name for e in entries for _ in (e.name, *e.aliases)]

    def tied(self, label: str, name: str) -> bool:
        key = fold_key(label)
        own = OSA.distance(key, fold_key(name))
        near = process.extract(key, self._keys, scorer=OSA.distance, score_cutoff=own, limit=None)
        return any(self._owners[i] != name for _, _, i in near)


def cases(entries: list[IndicatorEntry], rounds: int, corrupter: Corrupter) -> Iterator[tuple[str, str, str]]:
    """(kind, corrupted, name)."""
    for _ in range(rounds):
        for entry in entries:
            if len(fold_key(entry.name)) < 5:
                continue
            for kind in (*ONE_EDIT, *ARBITRARY):
                places = corrupter.places(entry.name, kind)
                at = corrupter.random.choice(places) if places else 0
                bad = corrupter.at(entry.name, kind, at) if places else entry.name
                if bad != entry.name:
                    missed = kind == "drop" and slips.missed_by_nobody(entry.name, at)
                    yield "reads well" if missed else kind, bad, entry.name
            if len(fold_key(entry.name)) >= 8 and (bad := corrupter.two(entry.name)):
                yield "two", bad, entry.name


def accuracy(matcher: Matcher, entries: list[IndicatorEntry], rounds: int, show: bool) -> None:
    alphabet = "".join(sorted({c for e in entries for c in e.name if "\u4e00" <= c <= "\u9fff"}))
    nearest, names = Nearest(entries), [e.name for e in entries]
    keys = [fold_key(n) for n in names]
    total: Counter[str] = Counter()
    first: Counter[str] = Counter()
    called: Counter[str] = Counter()
    ties: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    peers: dict[str, Counter[str]] = {"WRatio": Counter(), "ratio": Counter()}
    sampled: Counter[str] = Counter()
    misses: dict[str, list[str]] = defaultdict(list)
    sample = random.Random(7)
    for kind, bad, name in cases(entries, rounds, Corrupter(2024, alphabet)):
        if nearest.tied(bad, name):
            ties[kind] += 1
            continue
        total[kind] += 1
        answer = matcher.match(bad, "level3")
        first[kind] += matcher.nearest(bad, "level3") == name
        answered[kind] += answer.canonical == name
        right = answer.typo and answer.expected == name
        called[kind] += right
        if not right:
            misses[kind].append(f"{bad} ({name}) -> {answer.canonical} {answer.expected}")
        if sample.random() < 1500 / (rounds * len(entries) * 8):
            sampled[kind] += 1
            for peer, scorer in (("WRatio", fuzz.WRatio), ("ratio", fuzz.ratio)):
                best = process.extractOne(fold_key(bad), keys, scorer=scorer)
                peers[peer][kind] += best is not None and names[best[2]] == name
    print("\nmisspelt labels        n   ties  first %  typo+expected %   peers first % (sample): WRatio  ratio")
    one = {k: sum(c[x] for x in ONE_EDIT) for k, c in (("n", total), ("t", ties), ("f", first), ("c", called))}
    line = "{:<16} {:>8} {:>6} {:>8.2f} {:>16.2f} {:>32} {:>6}"
    for kind in (*ONE_EDIT, "two", "reads well", *ARBITRARY):
        n, s = max(1, total[kind]), max(1, sampled[kind])
        w, r = (f"{100 * peers[p][kind] / s:.1f}" for p in ("WRatio", "ratio"))
        print(line.format(kind, total[kind], ties[kind], 100 * first[kind] / n, 100 * called[kind] / n, w, r))
    n, s = max(1, one["n"]), max(1, sum(sampled[k] for k in ONE_EDIT))
    w, r = (f"{100 * sum(peers[p][k] for k in ONE_EDIT) / s:.1f}" for p in ("WRatio", "ratio"))
    print(line.format("ONE EDIT", one["n"], one["t"], 100 * one["f"] / n, 100 * one["c"] / n, w, r))
    print(
        "wanted: one edit first >= 99, typo >= 97 (reads well: a lost character nobody misses, apart); two edits "
        "first >= 97"
    )
    if show:
        for kind, lines in misses.items():
            if kind not in (*ARBITRARY, "reads well"):
                print(f"-- {kind}: {len(lines)}", *lines[:400], sep="\n   ")


def near_misses(matcher: Matcher, show: bool) -> None:
    lines = [x for x in (DATA / "near_misses.tsv").read_text("utf-8").splitlines() if x and not x.startswith("#")]
    flagged = [x for x in lines if matcher.match(x.split("\t")[0], "level3").typo]
    print(
        f"\nhonest near-misses: {len(lines)}, called a typo {len(flagged)} = {100 * len(flagged) / len(lines):.2f} % "
        f"(wanted <= 0.3 %)"
    )
    if show:
        print(*flagged, sep="\n   ")


def padded(entries: list[IndicatorEntry], size: int) -> list[IndicatorEntry]:
    """The dictionary filled up to `size` entries with made-up ones (two halves of different names)."""
    rng, seen = random.Random(5), {fold_key(w) for e in entries for w in (e.name, *e.aliases)}
    out = [e.model_copy(update={"aliases": []}) for e in entries]
    while len(out) < size:
        a, b = rng.choice(entries).name, rng.choice(entries).name
        name = a[: max(2, len(a) // 2)] + b[len(b) // 2 :]
        if fold_key(name) not in seen:
            seen.add(fold_key(name))
            out.append(IndicatorEntry(name=name, code=f"pad-{len(out)}", level2="quantity"))
    return out[:size]


def per_second(work: Callable[[], object], count: int) -> float:
    """Processor time, so that a busy machine does not count."""
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def speed(rules: Rules, quick: bool) -> None:
    entries = padded(list(rules.indicators.entries), 2000)
    book = IndicatorBook.model_construct(entries=entries)
    corrupter = Corrupter(11, "的")
    labels = []
    while len(labels) < (2000 if quick else 10000):
        entry = corrupter.random.choice(entries)
        bad = corrupter.one(entry.name, corrupter.random.choice(ONE_EDIT))
        if bad:
            labels.append(bad)
    labels = list(dict.fromkeys(labels))
    keys = [fold_key(e.name) for e in entries]
    wratio, ours = [], []
    for _ in range(5):
        few = labels[:150]
        wratio.append(
            per_second(lambda few=few: [process.extractOne(x, keys, scorer=fuzz.WRatio) for x in few], len(few))
        )
        fold_key.cache_clear()
        matcher = Matcher(rules.labels, book, rules.confusions)
        matcher.match("提高工会组的社会影响力", "level3")
        ours.append(per_second(lambda m=matcher: m.match_many(labels, "level3"), len(labels)))
    matcher.match_many(labels, "level3")
    few, repeat = labels[:500], 1000
    match = matcher.match
    again = per_second(lambda: [match(x, "level3") for _ in range(repeat) for x in few], repeat * len(few))
    fresh = Matcher(rules.labels, book, rules.confusions)
    fresh.match("提高工会组的社会影响力", "level3")
    fold_key.cache_clear()
    singles = []
    for label in labels[:500]:
        start = time.process_time()
        fresh.match(label, "level3")
        singles.append(time.process_time() - start)
    start = time.process_time()
    Matcher(rules.labels, book, rules.confusions).match("提高工会组的社会影响力", "level3")
    load = time.process_time() - start
    a, b = statistics.median(ours), statistics.median(wratio)
    print(f"\nspeed, {len(entries)} entries, one core (median of 5 alternating runs, {len(labels)} labels)")
    print(f"labels never seen      {a:>12,.0f} a second = {a / b:.1f} x extractOne(WRatio) {b:,.0f} (wanted >= 20 x)")
    print(f"labels seen before     {again:>12,.0f} a second (wanted >= 500,000)")
    print(
        f"one label after loading {1000 * statistics.median(singles):>10.3f} ms median, {1000 * max(singles):.3f} ms "
        f"worst (wanted <= 1)"
    )
    print(f"index built and first misspelt label {1000 * load:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, fewer labels")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    rules = Rules()
    entries = list(rules.indicators.entries)
    print(f"{len(entries)} entries, {sum(len(e.aliases) for e in entries)} aliases")
    accuracy(rules.matcher, entries, 1 if options.quick else 3, options.misses)
    near_misses(rules.matcher, options.misses)
    slips.slips_of_known_labels(rules, 1, options.misses)
    slips.honest_names(rules, options.misses)
    slips.slips_of_unknown_names(rules, options.misses)
    slips.units(rules, options.misses)
    speed(rules, options.quick)


if __name__ == "__main__":
    main()
