"""What a wording that stands in no list most likely means: the nearest listed wordings, and the parts it is made of.

An exact wording is the vocabulary's business and always outweighs what is told here. Nothing has to be maintained: the
wordings of `rules/labels.yaml` are the examples, `rules/grammar.yaml` names the parts (执行+数, 完成+值).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_label, fold_text

if TYPE_CHECKING:
    from extractor.matching.book import LabelEntry, LabelKind
    from extractor.words.rules import Rules
    from extractor.words.word_sets import Part

LONGEST = 24
"""Longer texts are no labels."""
LIKELY, MARGIN = 0.75, 0.2
"""From this score, and this far ahead of its rival, a wording counts as understood (leave-one-out: 3 % wrong)."""
_SIZES = ((1, 0.5), (2, 1.0), (3, 0.7))
_END = 1.6
"""The last characters of a Chinese label are its noun."""
_FURTHER = (1.0, 0.25, 0.1)
"""What the nearest, second and third nearest wording of one meaning add."""
_INNER = re.compile(r"\([^()]*\)$|\([^()]{5,}\)|[()\"“”、,.:;/]")
_AND = re.compile(r"(?<=[\u4e00-\u9fff)])[/、和与](?=[(\u4e00-\u9fff])")
_YEAR = re.compile(r"^20\d\d年")
_PREFIX = re.compile(r"^(?:20\d\d年度?|其中[:,、]?)(?=.{2})")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One meaning of a wording: `score` from 0; 1 is a near copy of a listed wording or a telling part with support."""

    identity: str
    score: float
    why: str
    near: float = 0.0
    """Likeness to listed wordings alone, without what its parts say."""


def folded_wording(text: str) -> str:
    """A wording as it is compared: white space, points, brackets and 其中 off; the whole text where nothing is left."""
    bare = _PREFIX.sub("", _INNER.sub("", _AND.sub("及", fold_label(text))))
    return bare or fold_text(text)


def _grams(folded: str) -> dict[str, float]:
    marked = f"^{folded}$"
    found: dict[str, float] = {}
    for size, weight in _SIZES:
        source = folded if size == 1 else marked
        for start in range(len(source) - size + 1):
            gram = source[start : start + size]
            found[gram] = max(found.get(gram, 0.0), weight * (_END if gram.endswith("$") else 1.0))
    return found


class Wordings:
    """The wordings of one kind of label as examples."""

    def __init__(self, entries: Iterable[LabelEntry], parts: Iterable[Part]) -> None:
        self._parts = list(parts)
        self._required = {part.id for part in self._parts if part.required}
        self._examples: list[tuple[str, str, str, dict[str, float], float]] = []
        listed = [
            (entry.id, wording, folded_wording(wording))
            for entry in entries
            for wording in (entry.canonical, *entry.wordings)
            if not _YEAR.match(wording)  # 2021年实际: the year tells, and no wording without it is like it
        ]
        ids: dict[str, set[str]] = defaultdict(set)
        for identity, _, folded in listed:
            for gram in _grams(folded):
                ids[gram].add(identity)
        count = len({identity for identity, _, _ in listed}) + 1
        self._rarity = {gram: math.log(count / len(owners)) + 0.1 for gram, owners in ids.items()}
        self._unseen = math.log(count)
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for number, (identity, wording, folded) in enumerate(listed):
            grams = _grams(folded)
            weight = sum(self._rarity[gram] * share for gram, share in grams.items())
            self._examples.append((identity, wording, folded, grams, weight))
            for gram in grams:
                if len(gram) > 1:
                    self._by_gram[gram].append(number)

    def weigh(self, text: str, without: frozenset[str] = frozenset()) -> tuple[Weighed, ...]:
        """Meanings of `text`, likeliest first. `without`: folded wordings left out (to measure)."""
        folded = folded_wording(text)
        if not 1 <= len(folded) <= LONGEST:
            return ()
        own = _grams(folded)
        weight = sum(self._rarity.get(gram, self._unseen) * share for gram, share in own.items())
        shared: Counter[int] = Counter(
            number for gram in own if len(gram) > 1 for number in self._by_gram.get(gram, ())
        )
        near: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for number in shared:
            identity, wording, example, grams, total = self._examples[number]
            if example in without:
                continue
            common = sum(self._rarity[gram] * min(share, own[gram]) for gram, share in grams.items() if gram in own)
            near[identity].append((2 * common / (weight + total), wording))
        parts: dict[str, float] = {}
        for part in self._parts:
            if part.speaks(folded):
                parts[part.id] = max(parts.get(part.id, 0.0), part.weight)
        found = []
        for identity in {*near, *parts} - (self._required - {*parts}):
            examples = sorted(near.get(identity, []), reverse=True)[: len(_FURTHER)]
            near_by = sum(likeness * share for (likeness, _), share in zip(examples, _FURTHER))
            score = near_by + parts.get(identity, 0.0) * min(1.0, 0.5 + near_by)
            why = [f"近于“{examples[0][1]}”（{examples[0][0]:.2f}）"] if examples else []
            why += ["词的构成"] if identity in parts else []
            found.append(Weighed(identity, round(score, 3), "，".join(why), round(near_by, 3)))
        found.sort(key=lambda w: (-w.score, w.identity))
        return tuple(found)


class Evidence:
    """Likely meanings of wordings that no list holds, by kind; what was asked before is kept."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._kinds: dict[LabelKind, Wordings] = {}
        self._answers: dict[tuple[str, str], tuple[Weighed, ...]] = {}

    def of(self, kind: LabelKind) -> Wordings:
        """The examples of one kind, gathered when first asked for."""
        if kind not in self._kinds:
            self._kinds[kind] = Wordings(getattr(self._rules.labels, kind), self._rules.grammar.parts.get(kind, ()))
        return self._kinds[kind]

    def weigh(self, kind: LabelKind, text: str) -> tuple[Weighed, ...]:
        """Meanings of `text` as a label of `kind`, likeliest first."""
        key = (kind, text)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) > 20_000:
                self._answers.clear()
            answer = self._answers[key] = self.of(kind).weigh(text)
        return answer

    def likely(self, kind: LabelKind, text: str, *, least: float = LIKELY, margin: float = MARGIN) -> Weighed | None:
        """The meaning that is well ahead of its rivals, None where none is.

        Args:
            least: lowest score, 0..1.
            margin: how far ahead of the next meaning it must be, 0..1.
        """
        weighed = self.weigh(kind, text)
        if not weighed or weighed[0].score < least:
            return None
        return weighed[0] if len(weighed) == 1 or weighed[0].score - weighed[1].score >= margin else None

    def likely_id(self, kind: LabelKind, text: str, *, least: float = LIKELY, margin: float = MARGIN) -> str | None:
        """The id of that meaning alone.

        Args:
            least, margin: as in `likely`.
        """
        found = self.likely(kind, text, least=least, margin=margin)
        return found.identity if found is not None else None


__all__ = ["Evidence", "LIKELY", "MARGIN", "Weighed", "Wordings"]
