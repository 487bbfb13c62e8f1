"""A second generator of slips, and honest names beside it, that no table of the matcher went into. Used by
`matching.py`.

Homophones: all characters of GB 2312's first level that share a reading by pypinyin, tones aside. Look-alikes: pairs
written from memory
(bench/data/alike_by_hand.txt). Intruding characters: the fifty commonest function words and any character of the names.
Honest names: (a) names of the dictionary with their entries taken out of it, (b) wordings taken out while their entry
stays, (c) names with one word replaced by another that stands before the same word elsewhere; for the form's fixed
labels (b) too; (d) names with rare words of every field of government (bench/data/honest_names.txt).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pypinyin import Style, pinyin
from rapidfuzz.distance import OSA

from extractor.characters.fold import fold_key
from extractor.matching.book import IndicatorBook, IndicatorEntry
from extractor.matching.distinctions import MODIFIERS, weighty
from extractor.matching.matcher import Matcher, MatchKind
from extractor.matching.sense import cut
from extractor.matching.words import check_unit
from extractor.rulebook import Rules

BY_HAND = Path(__file__).resolve().parent / "data" / "alike_by_hand.txt"
RARE = BY_HAND.parent / "honest_names.txt"
KINDS = ("homophone", "look-alike", "lost", "doubled", "swapped", "intruding", "function word")
FUNCTION = "了一是在我这有你他也都就还又很而且着过吗呢吧么那哪她它们把被让从往去来到没何其乃即所以才只便则却些"
LINKS = frozenset("的之及和与或等并按为对在被受将已")
MEASURES = frozenset("率度性数量次额人")
SHORTENED = frozenset(
    (
        "数量",
        "人数",
        "次数",
        "人次",
        "户数",
        "人口",
        "金额",
        "资金",
        "经费",
        "总量",
        "程度",
        "个数",
        "期数",
        "村数",
        "户次",
    )
)
CLOSED: tuple[MatchKind, ...] = ("field", "header", "amount", "execution", "level1", "level2")


def _everyday() -> list[str]:
    return [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]


class Slips:
    """Makes one slip of a kind at a random place of a label."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._sound: dict[str, str] = {}
        by_sound: dict[str, list[str]] = defaultdict(list)
        for char in _everyday():
            self._sound[char] = pinyin(char, style=Style.NORMAL)[0][0]
            by_sound[self._sound[char]].append(char)
        self._by_sound = by_sound
        self._alike: dict[str, set[str]] = defaultdict(set)
        for line in BY_HAND.read_text("utf-8").splitlines():
            for family in line.split() if not line.startswith("#") else ():
                for char in family:
                    self._alike[char] |= set(family) - {char}

    def make(self, label: str, kind: str) -> tuple[str, str] | None:
        """(the label with a slip, the kind: "reads well" for a lost character that nobody misses)."""
        free = [i for i, c in enumerate(label) if "\u4e00" <= c <= "\u9fff" and not weighty(c)]
        if kind == "swapped":
            free = [i for i in free if i + 1 in free and label[i] != label[i + 1]]
        elif kind == "homophone":
            free = [i for i in free if len(self._by_sound[self._sound.get(label[i], "")]) > 1]
        elif kind == "look-alike":
            free = [i for i in free if self._alike.get(label[i])]
        elif kind in ("intruding", "function word"):
            free = [i for i in free if i]
        if not free:
            return None
        at = self.random.choice(free)
        char, rest = label[at], label[at + 1 :]
        match kind:
            case "homophone":
                others = [c for c in self._by_sound[self._sound[char]] if c != char]
                return label[:at] + self.random.choice(others) + rest, kind
            case "look-alike":
                return label[:at] + self.random.choice(sorted(self._alike[char])) + rest, kind
            case "lost":
                return label[:at] + rest, "reads well" if missed_by_nobody(label, at) else kind
            case "doubled":
                return label[: at + 1] + label[at:], kind
            case "swapped":
                return label[:at] + label[at + 1] + char + label[at + 2 :], kind
            case "function word":
                return label[:at] + self.random.choice(FUNCTION) + label[at:], kind
        return label[:at] + self.random.choice(_everyday()) + label[at:], kind


def missed_by_nobody(label: str, at: int) -> bool:
    """Whether the label reads well without the character: a particle, a measure at the end or shortened, a word of
    its own.
    """
    char = label[at]
    if char in LINKS or char in MODIFIERS or label[at : at + 2] in SHORTENED:
        return True
    if at == len(label) - 1 and char in MEASURES:
        return True
    start = 0
    for word in cut(label):
        if start <= at < start + len(word):
            return len(word) == 1
        start += len(word)
    return False


def labels_of(rules: Rules) -> dict[MatchKind, list[tuple[str, str]]]:
    """Every label and wording of the books: kind -> (wording, canonical)."""
    found: dict[MatchKind, list[tuple[str, str]]] = {
        kind: [(w, e.canonical) for e in getattr(rules.labels, kind) for w in (e.canonical, *e.wordings)]
        for kind in CLOSED
    }
    found["level3"] = [(w, e.name) for e in rules.indicators.entries for w in (e.name, *e.aliases)]
    return found


def slips_of_known_labels(rules: Rules, rounds: int, show: bool) -> None:
    matcher, slips = rules.matcher, Slips(4711)
    total: Counter[str] = Counter()
    first: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    called: Counter[str] = Counter()
    misses: dict[str, list[str]] = defaultdict(list)
    for kind, labels in labels_of(rules).items():
        known = {fold_key(wording): canonical for wording, canonical in labels}
        for wording, canonical in labels:
            if len(fold_key(wording)) < 5:
                continue
            for made in (slips.make(fold_key(wording), each) for each in KINDS for _ in range(rounds)):
                if made is None or fold_key(made[0]) in known or _tied(fold_key(made[0]), known, canonical):
                    continue
                bad, slip = made
                match = matcher.match(bad, kind)
                right = match.typo and match.expected is not None and known.get(fold_key(match.expected)) == canonical
                total[slip] += 1
                first[slip] += matcher.nearest(bad, kind) == canonical
                answered[slip] += match.canonical == canonical
                called[slip] += right
                if not right:
                    misses[slip].append(f"{bad} ({wording}) -> {match.canonical} {match.expected}")
    print(f"\nsecond generator, all labels and wordings of every kind ({sum(map(len, labels_of(rules).values()))})")
    print("kind                 n  first %  answered %  called with the right label %")
    line = "{:<16} {:>6} {:>8.2f} {:>11.2f} {:>14.2f}"
    for each in (*KINDS, "reads well"):
        n = max(1, total[each])
        print(line.format(each, total[each], *(100 * counter[each] / n for counter in (first, answered, called))))
    kinds = [each for each in KINDS if each != "intruding"]
    n = sum(total[each] for each in kinds)
    shares = [100 * sum(counter[each] for each in kinds) / n for counter in (first, answered, called)]
    print(line.format("ONE SLIP", n, *shares), " without arbitrary intruders (wanted: first >= 99, called >= 97)")
    if show:
        for each, lines in misses.items():
            print(f"-- {each}: {len(lines)}", *lines[:60], sep="\n   ")


def _tied(key: str, known: dict[str, str], canonical: str) -> bool:
    """Whether another entry's wording is one edit away as well."""
    return any(
        other != canonical and abs(len(wording) - len(key)) <= 1 and OSA.distance(key, wording, score_cutoff=1) <= 1
        for wording, other in known.items()
    )


def _folds(rules: Rules, count: int) -> Iterator[tuple[Matcher, list[IndicatorEntry]]]:
    entries = list(rules.indicators.entries)
    random.Random(5).shuffle(entries)
    for number in range(count):
        held = entries[number::count]
        codes = {entry.code for entry in held}
        kept = [entry for entry in rules.indicators.entries if entry.code not in codes]
        yield Matcher(rules.labels, IndicatorBook.model_construct(entries=kept), rules.confusions), held


def _aliases_out(rules: Rules) -> Iterator[tuple[str, str]]:
    """Honest wordings of entries that the matcher knows by another wording: (wording, what it was called)."""
    dice = random.Random(2)
    for _ in range(6):
        entries, held = [], []
        for entry in rules.indicators.entries:
            words = [entry.name, *entry.aliases]
            out = [w for w in words if dice.random() < 0.35] if len(words) > 1 else []
            kept = [w for w in words if w not in out] or words[:1]
            held += [w for w in out if w not in kept]
            entries.append(entry.model_copy(update={"name": kept[0], "aliases": kept[1:]}))
        matcher = Matcher(rules.labels, IndicatorBook.model_construct(entries=entries), rules.confusions)
        yield from _called(matcher, held, "level3")


def _labels_out(rules: Rules) -> Iterator[tuple[str, str]]:
    """The same for the form's fixed labels, asked as their kind and as any."""
    dice = random.Random(3)
    for _ in range(4):
        update: dict[str, list[object]] = {}
        held: list[tuple[MatchKind, str]] = []
        for kind in CLOSED:
            update[kind] = []
            for entry in getattr(rules.labels, kind):
                out = [w for w in entry.wordings if dice.random() < 0.3]
                held += [(kind, w) for w in out]
                update[kind].append(entry.model_copy(update={"wordings": [w for w in entry.wordings if w not in out]}))
        matcher = Matcher(rules.labels.model_copy(update=update), rules.indicators, rules.confusions)
        for kind, wording in held:
            yield from _called(matcher, [wording], kind)


def _called(matcher: Matcher, names: Iterable[str], kind: MatchKind) -> Iterator[tuple[str, str]]:
    for name in names:
        match = matcher.match(name, kind)
        yield name, (match.expected or "") if match.typo else ""


def _recomposed(rules: Rules) -> list[str]:
    """Names with one word replaced by one of nearly its characters that stands before the same word in another name."""
    labels = [fold_key(w) for e in rules.indicators.entries for w in (e.name, *e.aliases)]
    known, cuts = set(labels), [list(cut(label)) for label in labels]
    before: dict[str, set[str]] = defaultdict(set)
    for words in cuts:
        for word, after in zip(words, [*words[1:], "$"], strict=True):
            if len(word) > 1:
                before[after].add(word)
    made = set()
    for words in cuts:
        for at, word in enumerate(words):
            for other in before[words[at + 1] if at + 1 < len(words) else "$"]:
                if other != word and OSA.distance(other, word) <= 2 and set(other) & set(word):
                    made.add("".join([*words[:at], other, *words[at + 1 :]]))
    found = sorted(made - known)
    random.Random(9).shuffle(found)
    return found[:4000]


def honest_names(rules: Rules, show: bool) -> None:
    confusions = rules.confusions
    sets: dict[str, list[tuple[str, str]]] = {
        "names taken out": [
            hit for m, held in _folds(rules, 6) for e in held for hit in _called(m, (e.name, *e.aliases), "level3")
        ],
        "wordings taken out": list(_aliases_out(rules)),
        "fixed labels taken out": list(_labels_out(rules)),
        "recomposed names": list(_called(rules.matcher, _recomposed(rules), "level3")),
        "names of rare words": list(_called(rules.matcher, _by_hand(), "level3")),
    }
    print("\nhonest names                n  called  % (wanted <= 0.2)")
    every = wrong = 0
    for name, found in sets.items():
        found = [hit for hit in found if not confusions.mend_label(hit[0])[1]]
        bad = sorted({hit for hit in found if hit[1]})
        every, wrong = every + len(found), wrong + sum(1 for hit in found if hit[1])
        print(f"{name:<22} {len(found):>6} {sum(1 for hit in found if hit[1]):>7} {100 * len(bad) / len(found):>7.2f}")
        if show:
            print(*(f"   {label} -> {expected}" for label, expected in bad), sep="\n")
    print(f"{'ALL':<22} {every:>6} {wrong:>7} {100 * wrong / every:>7.2f}")


def _by_hand() -> list[str]:
    return [line for line in RARE.read_text("utf-8").split("\n") if line and not line.startswith("#")]


def slips_of_unknown_names(rules: Rules, show: bool) -> None:
    """Slips in names whose entries were taken out, where the slip leaves more characters alone than the name had."""
    slips = Slips(815)
    total: Counter[str] = Counter()
    called: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for matcher, held in _folds(rules, 6):
        for name in (fold_key(w) for e in held for w in (e.name, *e.aliases)):
            for kind in KINDS if len(name) >= 5 else ():
                made = slips.make(name, kind)
                if made is None or _alone(made[0]) <= _alone(name):
                    continue
                match = matcher.match(made[0], "level3")
                total[kind] += 1
                called[kind] += match.typo
                right[kind] += match.typo and fold_key(match.expected or "") == name
    print("\nslips that make no word, in names that no dictionary has\nkind                 n  found %  mended right %")
    for kind in KINDS:
        print(
            f"{kind:<16} {total[kind]:>6} {100 * called[kind] / total[kind]:>8.2f} "
            f"{100 * right[kind] / total[kind]:>10.2f}"
        )
    n = sum(total.values())
    print(
        f"{'ALL':<16} {n:>6} {100 * sum(called.values()) / n:>8.2f} {100 * sum(right.values()) / n:>10.2f}  (wanted: "
        f"found >= 60)"
    )


def _alone(text: str) -> int:
    return sum(len(word) == 1 for word in cut(text))


def units(rules: Rules, show: bool) -> None:
    """Composed units must be right, corrupted ones found."""
    index, dice, slips = rules.units.index, random.Random(31), Slips(32)
    plain = [word for family in rules.units.families.values() for word in family.words if word.isalnum() or "/" in word]
    composed = [
        sign.join([dice.choice(["元", "万元", *plain]), *(dice.choice(plain) for _ in range(dice.choice((1, 1, 2))))])
        for sign in dice.choices("/·每", k=1000)
    ]
    false = [word for word in (*plain, *composed) if check_unit(word, index).typo]
    usual = [word for word in rules.units.usual if len(word) > 1]
    bad: dict[str, str] = {}
    while len(bad) < 400:
        per = dice.random() < 0.5
        unit = dice.choice(usual) if not per else f"{dice.choice(('元', '万元', '人'))}/{dice.choice(usual[:25])}"
        made = slips.make(unit, dice.choice(("homophone", "look-alike", "doubled", "swapped")))
        if made is not None and not index.known(made[0]):
            bad[made[0]] = unit
    found = {word for word in bad if check_unit(word, index).typo}
    right = sum(check_unit(word, index).expected == unit for word, unit in bad.items())
    print(f"\nunits: {len(plain)} listed and {len(composed)} composed, called misspelt {len(false)} (wanted 0)")
    print(
        f"{len(bad)} corrupted ones: found {100 * len(found) / len(bad):.1f} % (wanted >= 90), mended right "
        f"{100 * right / len(bad):.1f} %"
    )
    if show:
        print(*false, *(f"{word} ({unit})" for word, unit in bad.items() if word not in found), sep="\n   ")
