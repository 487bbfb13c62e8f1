"""Layouts and wordings that nobody has shown the program: what is kept, and what is lost without a word.

`python bench/unseen.py`            all four checks, a fresh seed each day unless --seed is given
`python bench/unseen.py change -v`  one of them, with what went wrong

change   one change in a drawn layout of tests/layouts (a head or label reworded by a wording that the rule book forgot,
         an unclosed bracket, a caption row, one more column, a column moved): are all facts kept, and if not, is it
         told?
wording  every wording of rules/labels.yaml in turn left out: is it understood by the others, and is it sure and wrong?
forms    all of rules/forms removed: indicator rows right over all layouts
third    a random third of the wordings of labels.yaml removed: the same
"""

from __future__ import annotations

import argparse
import datetime
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from extractor.characters.fold import fold_label
from extractor.forms.assemble import read_forms
from extractor.ground.rulefile import shipped_dir
from extractor.matching.book import LabelBook
from extractor.rulebook import Rules
from extractor.words.evidence import LIKELY, MARGIN, Evidence
from tests.make import layouts
from tests.make.sketch import draw

KINDS = ("field", "header", "amount", "execution")
FOLDS = 8
GRAMMAR = Rules().grammar
SAID_BESIDE: dict[str, frozenset[str]] = {
    "header": frozenset(("period", "annual", "past", "half", "later", "forecast")),
    "field": frozenset(("forecast",)),
}
_UNIT = re.compile(r"[（(](?:单位：)?[百千万亿]*元[）)]$")
ASKED = {"change": (0.85, 0.01), "wording": (0.80, 0.02), "forms": 0.97, "third": 0.92}


class Forgetful(Rules):
    """The shipped books without some wordings."""

    def __init__(self, forgotten: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self._forgotten = forgotten

    @cached_property
    def labels(self) -> LabelBook:
        book = Rules().labels
        kept = {
            kind: [
                entry.model_copy(update={"wordings": [w for w in entry.wordings if (kind, w) not in self._forgotten]})
                for entry in getattr(book, kind)
            ]
            for kind in LabelBook.model_fields
        }
        return LabelBook.model_construct(**kept)


class Bare(Rules):
    """The shipped books without those of known layouts."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jixiao-unseen-"))
        shutil.copytree(shipped_dir(), self._folder / "rules")
        for path in (self._folder / "rules" / "forms").glob("*.yaml"):
            path.unlink()
        super().__init__(self._folder / "rules")

    def files(self, folder: str) -> list[Path]:
        assert self.directory is not None
        return sorted((self.directory / folder).glob("*.yaml"))


@dataclass(slots=True)
class Change:
    """One changed layout: the sketch, and what old text a new one stands for in what is read."""

    name: str
    kind: str
    sketch: str
    rules: Rules
    renamed: tuple[str, str] = ("", "")


def _rows(sketch: str) -> list[list[str]]:
    return [
        [c.strip() for c in line.strip().strip("|").split("|")]
        for line in sketch.split("\n")
        if line.strip().startswith("|")
    ]


def _put(sketch: str, rows: list[list[str]]) -> str:
    out, number = [], 0
    for line in sketch.split("\n"):
        if line.strip().startswith("|"):
            out.append("| " + " | ".join(rows[number]) + " |")
            number += 1
        else:
            out.append(line)
    return "\n".join(out)


def _labels_of(rows: list[list[str]], words: dict[str, tuple[str, str, tuple[str, ...]]]) -> list[tuple[int, int, str]]:
    return [
        (r, c, text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if fold_label(text) in words and "：" not in text
    ]


def changes(
    name: str, dice: random.Random, folds: list[Forgetful], words: dict[str, tuple[str, str, tuple[str, ...]]]
) -> Iterator[Change]:
    """The changes tried on one layout."""
    sketch = (layouts.FOLDER / f"{name}.sketch").read_text("utf-8")
    rows = _rows(sketch)
    labels = _labels_of(rows, words)
    for r, _, text in dice.sample(labels, min(2, len(labels))):
        kind, _, others = words[fold_label(text)]
        once = sum(row.count(text) for row in rows) == 1  # 年度指标值 is as good as 指标值 where no other value stands
        choices = [
            w
            for w in others
            if fold_label(w) != fold_label(text) and _scopes(kind, w, once) == _scopes(kind, text, once)
        ]
        if not choices:
            continue
        new = dice.choice(choices)
        unit = _UNIT.search(text)
        new += unit[0] if unit is not None and not _UNIT.search(new) else ""  # the form's unit is no part of a wording
        changed = [list(row) for row in rows]
        for r2, row in enumerate(changed):
            for c2, cell in enumerate(row):
                if cell == text and (r2 == r or kind == "header"):
                    changed[r2][c2] = new
        yield Change(name, f"reworded {kind}", _put(sketch, changed), folds[_fold(kind, new)], (new, text))
    brackets = [
        (r, c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text.endswith("）") and fold_label(text) in words
    ]
    if brackets:
        r, c = dice.choice(brackets)
        changed = [list(row) for row in rows]
        changed[r][c] = changed[r][c][:-1]
        yield Change(name, "bracket", _put(sketch, changed), folds[-1], (changed[r][c], rows[r][c]))
    heads = [
        n
        for n, row in enumerate(rows)
        if sum(fold_label(t) in ("一级指标", "二级指标", "三级指标", "指标值", "年度指标值") for t in row) >= 3
    ]
    if not heads:
        return
    head = heads[0]
    if not any(t == "^" for t in rows[head]):
        caption = [dice.choice(("绩效指标情况", "指标设定明细", "具体绩效指标如下", "二、绩效指标"))] + ["<"] * (
            len(rows[head]) - 1
        )
        lines = sketch.split("\n")
        at = [n for n, line in enumerate(lines) if line.strip().startswith("|")][head]
        yield Change(
            name, "caption", "\n".join([*lines[:at], "| " + " | ".join(caption) + " |", *lines[at:]]), folds[-1]
        )
    yield from _columns(name, sketch, rows, head, dice, folds)


def _columns(
    name: str, sketch: str, rows: list[list[str]], head: int, dice: random.Random, folds: list[Forgetful]
) -> Iterator[Change]:
    """One more column at the right, and the last column moved before the value."""
    deep = head + 1 < len(rows) and sum(t == "^" for t in rows[head + 1]) >= 2
    if deep or len({len(row) for row in rows}) > 1:
        return
    title, entries = dice.choice(
        (
            ("责任科室", ("办公室", "财务股", "业务股")),
            ("完成时限", ("12月底", "11月底", "6月底")),
            ("填报口径", ("全县", "本级", "城区")),
        )
    )
    changed = [list(row) for row in rows]
    bottom = next((n for n in range(head + 1, len(rows)) if rows[n][-1] == "<"), len(rows))
    for n, row in enumerate(changed):
        row.append(title if n == head else dice.choice(entries) if head < n < bottom and row[-1] != "<" else "<")
    yield Change(name, "one more column", _put(sketch, changed), folds[-1])
    own = rows[head:bottom]
    last = len(rows[0]) - 1
    if (
        bottom == len(rows)
        and last >= 4
        and not any(row[last] in ("^", "<") or row[last - 1] in ("^", "<") for row in own)
    ):
        moved = [list(row) for row in rows]
        for row in moved[head:bottom]:
            row[last], row[last - 1] = row[last - 1], row[last]
        yield Change(name, "column moved", _put(sketch, moved), folds[-1])


def _scopes(kind: str, wording: str, once: bool) -> frozenset[str]:
    """What a wording says besides its meaning: 实施期指标值 is another value than 指标值, 预计完成情况 another text."""
    return (GRAMMAR.scope_words(wording) & SAID_BESIDE.get(kind, frozenset())) - ({"annual"} if once else set())


def _fold(kind: str, wording: str) -> int:
    return sum(map(ord, kind + wording)) % FOLDS


def _facts(summary: str) -> Counter[str]:
    return Counter(line for line in summary.split("\n") if line and not line.startswith("unmapped"))


def _read(sketch: str, rules: Rules, new: str = "", old: str = "") -> tuple[str, Counter[tuple[str, str, str]]]:
    """What is read and what is told of it; a doubt that only names the `new` wording where it named the `old` is none
    more.
    """
    found = read_forms(draw(sketch), rules, "0" * 64)
    doubts = (doubt for reading in found for doubt in reading.doubts)
    return layouts.summary(found), Counter(
        (doubt.code, doubt.pointer, doubt.why.replace(new, old) if new else doubt.why) for doubt in doubts
    )


def change(seed: int, verbose: bool) -> bool:
    """One change in a known layout."""
    book = Rules().labels
    words: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for kind in KINDS:
        for entry in getattr(book, kind):
            if entry.id.startswith(("other", "block")) or entry.id in ("unit_in_head", "currency", "total_multi_year"):
                continue
            for wording in (entry.canonical, *entry.wordings):
                words.setdefault(fold_label(wording), (kind, entry.id, tuple(entry.wordings)))
    folds = [
        Forgetful(
            frozenset(
                (kind, w) for kind in KINDS for e in getattr(book, kind) for w in e.wordings if _fold(kind, w) == number
            )
        )
        for number in range(FOLDS)
    ]
    folds.append(Forgetful(frozenset()))
    kept: Counter[str] = Counter()
    told: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in layouts.names():
        if name.startswith("negative"):
            continue
        dice = random.Random(f"{seed}{name}")
        sketch = (layouts.FOLDER / f"{name}.sketch").read_text("utf-8")
        for case in changes(name, dice, folds, words):
            before, old_doubts = _read(sketch, case.rules)
            want = _facts((layouts.FOLDER / f"{name}.expected").read_text("utf-8"))
            if _facts(before) != want:
                continue  # the forgotten wordings stand in the layout itself
            new, old = case.renamed
            after, doubts = _read(case.sketch, case.rules, new, old)
            total[case.kind] += 1
            right = _facts(after.replace(new, old) if new else after) == want or _facts(after) == want
            kept[case.kind] += right
            further = doubts - old_doubts  # one that goes does not hide one that comes
            told[case.kind] += not right and bool(further)
            if verbose and not right:
                lost, got = want - _facts(after), _facts(after) - want
                print(
                    f"  {'told  ' if further else 'UNTOLD'} {name} {case.kind} {old} -> {new}: "
                    f"{list(lost)[:2]} => {list(got)[:2]}"
                )
    for kind in sorted(total):
        untold = total[kind] - kept[kind] - told[kind]
        print(
            f"change {kind:<20} {total[kind]:>4}  kept {kept[kind] / total[kind]:>6.1%}  changed and untold "
            f"{untold / total[kind]:>6.1%}"
        )
    all_, right_, told_ = total.total(), kept.total(), told.total()
    share, untold_share = right_ / all_, (all_ - right_ - told_) / all_
    print(
        f"change {'all':<20} {all_:>4}  kept {share:>6.1%}  changed and untold {untold_share:>6.1%}  (asked "
        f"{ASKED['change']})"
    )
    return share >= 0.85 and untold_share <= 0.01


def wording(seed: int, verbose: bool) -> bool:
    """Each wording left out in turn: the nearest of the others, and whether it would be taken for sure."""
    evidence = Evidence(Rules())
    rows: list[tuple[str, int, int, int]] = []
    for kind in KINDS:
        right = sure_wrong = count = 0
        entries = getattr(Rules().labels, kind)
        for entry in entries:
            listed = [entry.canonical, *entry.wordings]
            for text in listed if len(listed) > 1 else ():
                weighed = evidence.of(kind).weigh(text, frozenset((_fold_of(text),)))
                count += 1
                best = weighed[0] if weighed else None
                second = weighed[1].score if len(weighed) > 1 else 0.0
                same = best is not None and _alike(best.identity, entry.id)
                right += same
                wrong = best is not None and not same and best.score >= LIKELY and best.score - second >= MARGIN
                sure_wrong += wrong
                if verbose and not same:
                    print(
                        f"  {'SURE' if wrong else '    '} {kind} {text}: {entry.id} taken for "
                        f"{best.identity if best else None}"
                    )
        rows.append((kind, count, right, sure_wrong))
    for kind, count, right, wrong_count in rows:
        print(f"wording {kind:<10} {count:>4}  right {right / count:>6.1%}  sure and wrong {wrong_count / count:>6.1%}")
    count = sum(r[1] for r in rows)
    share, bad = sum(r[2] for r in rows) / count, sum(r[3] for r in rows) / count
    print(
        f"wording {'all':<10} {count:>4}  right {share:>6.1%}  sure and wrong {bad:>6.1%}  (asked {ASKED['wording']})"
    )
    return share >= 0.80 and bad <= 0.02


def _fold_of(text: str) -> str:
    from extractor.words.evidence import folded_wording

    return folded_wording(text)


def _alike(one: str, other: str) -> bool:
    """Meanings that end in the same place: no key of the contract takes either."""
    return one == other or one.startswith("other") and other.startswith("other")


def _score(rules: Rules) -> float:
    right = total = 0
    for name in layouts.names():
        sketch = (layouts.FOLDER / f"{name}.sketch").read_text("utf-8")
        want = [
            line
            for line in (layouts.FOLDER / f"{name}.expected").read_text("utf-8").split("\n")
            if line[:2] in ("a ", "p ")
        ]
        got = Counter(
            line
            for line in layouts.summary(read_forms(draw(sketch), rules, "0" * 64)).split("\n")
            if line[:2] in ("a ", "p ")
        )
        total += sum(len(line.split(" | ")) for line in want)
        lines = Counter(want)
        whole = lines & got
        right += sum(len(line.split(" | ")) * count for line, count in whole.items())
        for line, rest in zip(sorted((lines - whole).elements()), sorted((got - whole).elements())):
            right += sum((Counter(line.split(" | ")) & Counter(rest.split(" | "))).values())
    return right / total


def forms(seed: int, verbose: bool) -> bool:
    """Without the books of known layouts."""
    share = _score(Bare())
    print(f"forms    all of rules/forms removed: cells {share:.1%}  (asked {ASKED['forms']:.0%})")
    return share >= 0.97


def third(seed: int, verbose: bool) -> bool:
    """Without a random third of the wordings."""
    shares = []
    for number in range(3):
        dice = random.Random(f"{seed}{number}")
        book = Rules().labels
        gone = frozenset(
            (kind, w)
            for kind in LabelBook.model_fields
            for e in getattr(book, kind)
            for w in e.wordings
            if dice.random() < 1 / 3
        )
        shares.append(_score(Forgetful(gone)))
    print(
        f"third    a third of the wordings removed: cells {' '.join(f'{s:.1%}' for s in shares)}  (asked "
        f"{ASKED['third']:.0%})"
    )
    return min(shares) >= 0.92


CHECKS = {"change": change, "wording": wording, "forms": forms, "third": third}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checks", nargs="*", choices=[*CHECKS, []], help="default: all")
    parser.add_argument("--seed", type=int, default=datetime.date.today().toordinal())
    parser.add_argument("-v", action="store_true", dest="verbose")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    met = [CHECKS[name](options.seed, options.verbose) for name in options.checks or CHECKS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
