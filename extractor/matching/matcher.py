"""What a label is taken for: best entry, runner-up, and whether it is a misspelling.

Order of judgement: the wording is an entry's own (exact), one of its aliases (alias), a slip of the pen away from one
(fuzzy, `typo`), near to one (fuzzy), or nothing (none). Where two entries are as near, it abstains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from extractor.characters.fold import cut_level_word, fold_key
from extractor.matching.kinds import Candidate, Entry, KindIndex
from extractor.matching.mending import mend
from extractor.matching.parts import mend_by_parts
from extractor.matching.plausible import Edit, makes_word
from extractor.matching.sense import commonness
from extractor.model.filing import Method

if TYPE_CHECKING:
    from extractor.matching.book import IndicatorBook, LabelBook
    from extractor.matching.confusions import Confusions

MatchKind = Literal["field", "header", "amount", "execution", "level1", "level2", "level3"]

KINDS: tuple[MatchKind, ...] = ("level3", "level2", "level1", "field", "amount", "header", "execution")
"""Also the precedence of `match_any` among answers that are equally good."""

_BETTER_FIRST = ("exact", "alias", "slip", "fuzzy", "none")
_LEVELS = frozenset(("level1", "level2", "level3"))
_MONEY = frozenset(("amount", "execution"))
_OPEN = frozenset(("level1", "level2", "level3", "header"))
"""Kinds whose unknown names are looked at part by part."""
_MARGIN = 0.3
"""How much dearer the runner-up must be than the best, in edit costs, for the best to count."""
_FUZZY_FLOOR = 0.8
_CACHE_LIMIT = 200_000  # mutants: no
_SHOWN = 3
_ALIKE = 0.6
"""How like a wording must be to be named as a hint."""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one text."""

    text: str
    canonical: str | None = None
    code: str | None = None
    id: str | None = None
    kind: MatchKind | None = None
    score: float = 0.0
    method: Method = "none"
    runner_up: tuple[str, float] | None = None
    typo: bool = False
    """True: `text` is a misspelling; `expected` is the whole label corrected, `spans` [start, end) within `text`."""
    expected: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    sure: bool = True
    """False: the misspelling is a guess, the word may be one that no list has."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why `match` answered as it did: the key compared, the candidates with their costs, what decided."""

    match: Match
    key: str
    candidates: tuple[Candidate, ...]
    decided: str

    def told(self) -> str:
        """One line in Chinese: what decided, the right wording of a slip, and the nearest
        candidates with their scores.
        """
        expected = f"；应为 {self.match.expected}" if self.match.typo else ""
        near = "、".join(f"{c.wording} {c.score:.2f}（{c.comparison.why}）" for c in self.candidates[:_SHOWN])
        return f"{self.decided}{expected}" + (f"；相近 {near}" if near else "")


class Matcher:
    """Index over all labels and indicators; answers are cached."""

    def __init__(self, labels: LabelBook, indicators: IndicatorBook, confusions: Confusions | None = None) -> None:
        self._confusions = confusions
        self._kinds: dict[MatchKind, KindIndex] = {}
        for kind in ("field", "header", "amount", "execution", "level1", "level2"):
            entries = [Entry(e.canonical, e.code, e.id, tuple(e.wordings)) for e in getattr(labels, kind)]
            self._kinds[kind] = KindIndex(entries, level=kind in _LEVELS, closed=True)
        self._kinds["level3"] = KindIndex(
            [
                Entry(e.name, e.code, e.code, tuple(e.aliases), tuple(e.not_to_be_confused_with))
                for e in indicators.entries
            ],
            level=True,
            closed=False,
        )
        self._answers: dict[MatchKind, dict[str, Match]] = {kind: {} for kind in self._kinds}
        self._any: dict[str, Match] = {}
        self._parts: dict[str, Edit | None] = {}

    def match(self, text: str, kind: MatchKind) -> Match:
        """What `text` is taken for among the entries of `kind`."""
        answers = self._answers[kind]
        try:
            return answers[text]
        except KeyError:
            if len(answers) >= _CACHE_LIMIT:
                answers.clear()
            answer = answers[text] = self._decide(text, kind)[0]
            return answer

    def match_many(self, texts: Iterable[str], kind: MatchKind) -> list[Match]:
        """`match` for each text, in order."""
        match = self.match
        return [match(text, kind) for text in texts]

    def match_any(self, text: str) -> Match:
        """The best answer over all kinds: exact before alias before slip before near; then by
        `KINDS`; then by score.
        """
        known = self._any.get(text)
        if known is None:
            if len(self._any) >= _CACHE_LIMIT:
                self._any.clear()
            answers = [self.match(text, kind) for kind in KINDS]
            known = self._any[text] = min(answers, key=_rank)
        return known

    def reads_well(self, kind: MatchKind) -> frozenset[str]:
        """Two-character strings met in the wordings of a kind ("^", "$": ends): what makes sense side by side."""
        return self._kinds[kind].reads_well

    def nearest(self, text: str, kind: MatchKind) -> str | None:
        """The entry that comes first, also where `match` abstains because others are as near or none is near enough."""
        answer, candidates, _ = self._decide(text, kind)
        if answer.canonical is not None:
            return answer.canonical
        if not candidates:
            candidates = self._kinds[kind].far_candidates(fold_key(text))
        return candidates[0].canonical if candidates else None

    def alike(self, text: str, kind: MatchKind) -> str | None:
        """The wording most like a text that is nothing known, as a hint for a person; None where none is."""
        far = self._kinds[kind].far_candidates(fold_key(text))
        best = max(far, key=lambda each: each.score, default=None)
        return best.wording if best is not None and best.score >= _ALIKE else None

    def explain(self, text: str, kind: MatchKind) -> Explanation:
        """The answer with its candidates, nearest first, and what decided between them."""
        match, candidates, decided = self._decide(text, kind)
        if match.method in ("exact", "alias"):
            candidates = ()
        elif not candidates:
            candidates = self._kinds[kind].far_candidates(fold_key(text))
        return Explanation(match, fold_key(text), tuple(candidates[:8]), decided)

    def _decide(self, text: str, kind: MatchKind) -> tuple[Match, Sequence[Candidate], str]:
        if self._confusions is not None:
            mended, spans = self._confusions.mend_label(text)
            if spans:
                right = self.match(mended, kind)
                method: Method = "none" if right.canonical is None else "fuzzy"
                score = min(right.score, 0.99)
                answer = replace(right, text=text, score=score, method=method, typo=True, expected=mended, spans=spans)
                return answer, (), "错别字表中的词"
        answer, candidates, decided = self._by_dictionary(text, kind)
        if answer.canonical is None and answer.runner_up is None and kind in _OPEN:
            by_parts = self._by_parts(text, kind)
            if by_parts is not None:
                return by_parts, candidates, "错别字：按前后的词判断"
        return answer, candidates, decided

    def _by_parts(self, text: str, kind: MatchKind) -> Match | None:
        """A slip inside a name that nothing is near to, found by the words around it; then what
        the name was meant for.
        """
        key = fold_key(text)
        if key not in self._parts:
            if len(self._parts) >= _CACHE_LIMIT:
                self._parts.clear()
            self._parts[key] = mend_by_parts(key, self._met)
        edit = self._parts[key]
        if edit is None or self._known_elsewhere(key, kind):
            return None
        if self._confusions is not None and self._confusions.stands(key, edit.at, edit.end):
            return None
        if edit.kind == "inserted" and makes_word(edit, key, self.reads_well("header")):
            return None
        expected, spans = mend(text, (edit,), key)
        if edit.kind == "doubled" and not all(_stands_beside_itself(text, *span) for span in spans):
            return None
        right = self._by_dictionary(expected, kind)[0]
        method: Method = "none" if right.canonical is None else "fuzzy"
        return replace(
            right, text=text, score=min(right.score, 0.99), method=method, typo=True, expected=expected, spans=spans
        )

    @cached_property
    def _met(self) -> str:
        """The keys of all known labels, one a line."""
        return "\n".join(["", *(key for kind in KINDS for key in self._kinds[kind].exact), ""])

    def _by_dictionary(self, text: str, kind: MatchKind) -> tuple[Match, Sequence[Candidate], str]:
        index, key = self._kinds[kind], fold_key(text)
        if not key:
            return Match(text), (), "没有文字"
        known = index.exact.get(key)
        if known is None and kind in _LEVELS:
            known = index.exact.get(cut_level_word(key))
        elif known is None and kind in _MONEY and key.startswith("其中"):
            known = index.exact.get(fold_key(key[2:]))
        candidates = index.candidates(key)
        if known is not None:
            number, own = known
            entry = index.entries[number]
            second = next((c for c in candidates if c.entry != number), None)
            method: Method = "exact" if own and index.is_name(number, key) else "alias"
            answer = Match(text, entry.canonical, entry.code, entry.id, kind, 1.0, method, _named(index, second))
            return answer, candidates, "与规范名称一致" if method == "exact" else "与已登记的说法一致"
        return self._nearest(text, key, kind, index, candidates)

    def _nearest(
        self, text: str, key: str, kind: MatchKind, index: KindIndex, candidates: Sequence[Candidate]
    ) -> tuple[Match, Sequence[Candidate], str]:
        able = [c for c in candidates if not c.comparison.other_meaning]
        if not able:
            return self._qualified(text, key, kind, index, candidates)
        best = able[0]
        second = next((c for c in able[1:] if c.entry != best.entry), None)
        if second is not None and second.comparison.cost - best.comparison.cost < _MARGIN:
            return self._undecided(text, key, kind, best, second), candidates, "与两个名称同样接近，不作判断"
        entry, score = index.entries[best.entry], best.score
        if not best.comparison.slip and score < _FUZZY_FLOOR:
            return self._qualified(text, key, kind, index, candidates)
        runner_up = _named(index, second)
        if not best.comparison.slip or self._known_elsewhere(key, kind) or self._word_put_in(key, best):
            answer = Match(text, entry.canonical, entry.code, entry.id, kind, score, "fuzzy", runner_up)
            return answer, candidates, f"接近，但{best.comparison.why}"
        expected, spans = mend(text, best.comparison.edits, best.wording)
        answer = Match(
            text, entry.canonical, entry.code, entry.id, kind, score, "fuzzy", runner_up, True, expected, spans
        )
        return answer, candidates, f"错别字：{best.comparison.why}"

    def _undecided(self, text: str, key: str, kind: MatchKind, best: Candidate, second: Candidate) -> Match:
        """Two entries as near: what it is stays open; that it is misspelt does not, where it would be of either."""
        index = self._kinds[kind]
        runner_up = _named(index, best)
        if not (best.comparison.slip and second.comparison.slip) or self._known_elsewhere(key, kind):
            return Match(text, runner_up=runner_up)
        usual = max((best, second), key=lambda each: (commonness(each.wording), each is best))
        expected, spans = mend(text, usual.comparison.edits, usual.wording)
        return Match(text, runner_up=runner_up, typo=True, expected=expected, spans=spans)

    def _known_elsewhere(self, key: str, kind: MatchKind) -> bool:
        """Whether the key is a right wording of another kind: then it is no slip of this one."""
        return any(key in index.exact for other, index in self._kinds.items() if other != kind)

    def _word_put_in(self, key: str, best: Candidate) -> bool:
        """Whether all that is too much makes a word of the heads of columns (自评实得分 for 自评得分)."""
        heads = self.reads_well("header")
        return all(edit.kind == "inserted" and makes_word(edit, key, heads) for edit in best.comparison.edits)

    def _qualified(
        self, text: str, key: str, kind: MatchKind, index: KindIndex, candidates: Sequence[Candidate]
    ) -> tuple[Match, Sequence[Candidate], str]:
        """A known wording behind a word of place or time (全县城镇新增就业人数): near, never a slip."""
        rest = index.without_qualifier(key) if kind == "level3" else None
        if rest is None:
            return Match(text), candidates, "没有足够接近的名称"
        entry = index.entries[index.exact[rest][0]]
        answer = Match(text, entry.canonical, entry.code, entry.id, kind, round(len(rest) / len(key), 4), "fuzzy")
        return answer, candidates, "去掉范围限定词后与规范名称一致"


def _named(index: KindIndex, candidate: Candidate | None) -> tuple[str, float] | None:
    return None if candidate is None else (index.entries[candidate.entry].canonical, candidate.score)


def _stands_beside_itself(text: str, start: int, end: int) -> bool:
    """Whether the same character stands next to it as printed: in （一）一般公共预算 a bracket is between."""
    return text[start:end] in (text[:start].rstrip()[-1:], text[end:].lstrip()[:1])


def _rank(match: Match) -> tuple[int, int, float]:
    order = _BETTER_FIRST.index("slip" if match.typo else match.method)
    return order, KINDS.index(match.kind) if match.kind else len(KINDS), -match.score
