"""Exact look-up of the words of the forms: which text is a label, a column head, a money line, a level.

Misspelt labels are the matcher's business (`extractor.matching`); here a word is known or it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from extractor.characters.fold import fold_label, fold_text
from extractor.words.evidence import LIKELY, Evidence
from extractor.words.joint_levels import joint_levels

if TYPE_CHECKING:
    from extractor.matching.book import LabelEntry, LabelKind
    from extractor.values.unit import UnitIndex
    from extractor.words.book import FormBook
    from extractor.words.grammar import Grammar
    from extractor.words.rules import Rules
    from extractor.words.titles import Title

A = TypeVar("A")
LookUp = Callable[[str], "str | None"]
MAX_ANSWERS = 20_000
_BRACKETS = {"(": "[（(]", ")": "[）)]"}
KINDS: tuple[LabelKind, ...] = ("field", "header", "amount", "execution", "level1", "level2")
_OF_WHICH = re.compile(r"^其中[:,、]?(?:\d(?=[^\d年月级季]))?(?=.)")
"""其中：, with the number of its line (其中：①财政拨款)."""
_JOINED, _LONGEST_JOINT = re.compile(r"[和及与、]"), 16
_LEVEL_TAIL = re.compile(r"(?:指标)+(?:等)?$")
_INNERMOST = re.compile(r"\([^()]*\)")
_SAID_BEHIND = re.compile(r"([^()]+)\(([^()]{1,8})\)")
"""预算数（年初）: the bracket says which one, as 年初预算数 does."""
_SAID_WITHIN = re.compile(r"[^()]+\(([^()]+)\)([^()]+)")
_NUMBERED_GOAL = re.compile(r"(?P<name>.{2,}目标)(?:[一二三四五六七八九十]|\d{1,2})")
_YEAR_PREFIX = re.compile(r"^20\d\d年度?(?=.{2})")


class _Answers(dict[str, A]):
    """What was asked before; the rest is asked now and kept."""

    def __init__(self, ask: Callable[[str], A]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> A:
        if len(self) > MAX_ANSWERS:
            self.clear()
        answer = self[text] = self._ask(text)
        return answer


class Vocabulary:
    """All words of `rules/labels.yaml` (and of the layouts' YAML), by folded text."""

    def __init__(self, rules: Rules, taught: Sequence[FormBook] = (), base: Vocabulary | None = None) -> None:
        """`taught`: layouts in force, whose wordings come before all others (`forms/taught.py`); `base`: the same
        without them.
        """
        self.rules = rules
        self.columns = tuple(column for book in taught for column in book.columns)
        """Columns of the taught layouts in force."""
        self.evidence: Evidence = base.evidence if base is not None else Evidence(rules)
        """What a wording most likely means that stands in no list."""
        self._answers = {kind: _Answers(partial(self._look_up, kind)) for kind in KINDS}
        # Asked some thousand times a document: the answer books are looked up directly, without a call of ours between.
        self.field: LookUp = self._answers["field"].__getitem__
        self.header: LookUp = self._answers["header"].__getitem__
        self.amount: LookUp = self._answers["amount"].__getitem__
        self.execution: LookUp = self._answers["execution"].__getitem__
        self.level1: LookUp = self._answers["level1"].__getitem__
        self.level2: LookUp = self._answers["level2"].__getitem__
        self.joint: Callable[[str], tuple[str, str] | None] = _Answers(
            lambda text: joint_levels(text, self)
        ).__getitem__
        """The 一级 and 二级 words of a text that is both (产出—数量), as printed."""
        self.known: Callable[[str], bool] = _Answers(self._is_known).__getitem__
        """`text` is a label of some kind (not a level): the cell beside it holds the value."""
        self.title_of: Callable[[str], Title | None] = rules.grammar.titles.beside(
            pattern for book in rules.forms for pattern in book.titles
        )
        """The title that a line is, or None."""
        self.starts_with_label: Callable[[str], bool] = _Answers(self._begins).__getitem__
        """`text` reads "label：…"."""
        self._words: dict[LabelKind, dict[str, str]] = {kind: {} for kind in KINDS}
        self._gather(taught)
        self._levels = {(kind, e.id): e for kind in ("level1", "level2") for e in getattr(rules.labels, kind)}
        self.inline: re.Pattern[str] = (
            base.inline if base is not None else self._inline_pattern({*self._words["field"], *self._words["amount"]})
        )
        own = {
            fold_label(w)
            for book in taught
            for extra in book.labels
            if extra.kind in ("field", "amount")
            for w in extra.wordings
        }
        self.taught_inline = self._inline_pattern(own) if own else None
        """As `inline`, for the wordings of the taught layouts in force."""

    def _gather(self, taught: Sequence[FormBook]) -> None:
        """Every wording of the books, the taught layouts' first: the first that has a wording keeps it."""
        for book in taught:
            for extra in book.labels:
                for wording in extra.wordings:
                    self._add(extra.kind, wording, extra.id)
        for kind in KINDS:
            for entry in getattr(self.rules.labels, kind):
                for wording in (entry.canonical, *entry.wordings):
                    self._add(kind, wording, entry.id)
        for book in self.rules.forms:
            for extra in () if book.only_here else book.labels:
                for wording in extra.wordings:
                    self._add(extra.kind, wording, extra.id)

    def _add(self, kind: LabelKind, wording: str, identity: str) -> None:
        self._words[kind].setdefault(fold_label(wording), identity)

    def _inline_pattern(self, words: set[str]) -> re.Pattern[str]:
        made = self.grammar.labels
        words = words - made.never_inline
        alternatives = "|".join(
            r"[\s\u3000]*".join(_BRACKETS.get(ch) or re.escape(ch) for ch in word)
            for word in sorted(words, key=lambda w: (-len(w), w))
        )
        gap = r"[\s\u3000]*"
        # Labels of the sign-off line stand glued to the value before them where blanks were lost (scans, PDF).
        glued = "|".join(gap.join(word) for word in made.glued)
        return re.compile(
            rf"(?P<label>(?:(?<![\u4e00-\u9fff])(?:{alternatives}|部{gap}门)"
            rf"|{glued}){gap}(?:[（(][^（）()：:]{{1,12}}[）)]{gap}){{0,2}})[：:]"
        )

    def _look_up(self, kind: LabelKind, text: str) -> str | None:
        words = self._words[kind]
        made = self.grammar.labels
        folded = fold_label(text)
        behind = _SAID_BEHIND.fullmatch(fold_text(text))
        found = words.get(behind[2] + behind[1]) if behind is not None else None
        found = found if found is not None else words.get(folded)
        if found is None and "(" in folded:
            found = self._without_brackets(words, folded)
            said = _SAID_WITHIN.fullmatch(folded) if self.grammar.names_unit(_INNERMOST.sub("", folded)) else None
            if said is not None and words.get(said[1] + said[2], found) != found:
                return None  # 单位（专项）名称 is as much a 专项名称 as a 单位名称
        if found is None and folded.count("(") > folded.count(")") and (outer := folded[: folded.rindex("(")]):
            found = words.get(fold_label(outer))  # a bracket that was not closed
        if found is None and kind in ("amount", "execution", "field"):
            bare = fold_label(_OF_WHICH.sub("", folded))
            found = words.get(bare) if bare != folded else None
            if found is None and "(" in folded:
                found = words.get(self.grammar.without_seal(bare))
        if found is None and kind == "amount" and ":" in folded:
            head, _, tail = folded.rpartition(":")
            found = (
                words.get(fold_label(tail)) if self.field(head) == "block_money" else None
            )  # 资金来源：（1）财政拨款
        if found is None and kind == "header" and (bare := re.sub(made.head_behind, "", folded)) != folded:
            found = words.get(fold_label(bare))
        if found is None and kind == "header" and (bare := re.sub(made.head_before, "", folded)) != folded:
            found = words.get(fold_label(bare))
        if found is None and kind == "field" and (bare := re.sub(made.code_behind, "", folded)) != folded:
            found = words.get(bare)  # 项目名称及编码
        if found is None and kind == "field" and (numbered := _NUMBERED_GOAL.fullmatch(folded)) is not None:
            found = words.get(numbered["name"])  # 年度目标1：（40分）
        if found is None and kind == "field" and len(folded) <= 18 and re.search(made.opinion, folded):
            return "review_opinion"
        if found is None and _YEAR_PREFIX.match(folded):  # 2024年指标值; 2024年度绩效目标
            found = self._answers[kind][folded[4:]] or self._answers[kind][_YEAR_PREFIX.sub("", folded)]
        if found is None and kind == "amount" and re.match(made.total, fold_label(folded)):
            return "total"
        if found is None and kind in ("level1", "level2"):
            return self._level_of(kind, text, _LEVEL_TAIL.sub("", folded))
        return found

    @staticmethod
    def _without_brackets(words: dict[str, str], folded: str) -> str | None:
        outer = folded
        while (cut := _INNERMOST.sub("", outer)) != outer:
            outer = cut
        return words.get(fold_label(outer)) if outer else None

    def _level_of(self, kind: LabelKind, text: str, bare: str) -> str | None:
        """A level that is listed without its 指标, or that a text of both levels names."""
        words = self._words[kind]
        found = words.get(bare + "指标") or words.get(bare) or (self._joint_level(bare) if kind == "level1" else None)
        if found is None and (both := self.joint(text)) is not None:
            return self._answers[kind][both[kind == "level2"]]
        return found

    def _joint_level(self, bare: str) -> str | None:
        """The first of two 一级 that one label names (效益和满意度指标, over rows of both)."""
        parts = _JOINED.split(bare) if len(bare) <= _LONGEST_JOINT else []
        each = [self._words["level1"].get(_LEVEL_TAIL.sub("", part) + "指标") for part in parts]
        return each[0] if len(each) > 1 and None not in each else None

    @property
    def grammar(self) -> Grammar:
        """`rules/grammar.yaml`."""
        return self.rules.grammar

    @property
    def units(self) -> UnitIndex:
        """The units of the rule book."""
        return self.rules.units.index

    def nearly(self, kind: LabelKind, text: str) -> str | None:
        """Id of the entry that `text` is a misspelling of, None where it is none. For texts in a label's place only."""
        if not 3 <= len(fold_label(text)) <= 16:
            return None
        found = self.rules.matcher.match(text, kind)
        return found.id if found.typo else None

    def level_entry(self, kind: LabelKind, text: str) -> LabelEntry | None:
        """The level1 or level2 entry that `text` is a wording of."""
        identity = self._answers[kind][text]
        return self._levels.get((kind, identity)) if identity is not None else None

    def level_names(self, ending: str) -> frozenset[str]:
        """Every wording of a 一级 or 二级 that ends so."""
        listed = (*self._words["level1"], *self._words["level2"])
        return frozenset(name for name in listed if name.endswith(ending) and len(name) > len(ending))

    def likely_head(self, text: str, *, least: float = LIKELY) -> str | None:
        """Id of the head of a column that `text` is: a listed one, else the one it is likely to be."""
        return self.header(text) or self.evidence.likely_id("header", text, least=least)

    def likely_measure(self, text: str) -> str | None:
        """Id of the measure of execution that `text` names: a listed one, else the one it is likely to be."""
        return self.execution(text) or self.evidence.likely_id("execution", text)

    def label_name(self, kind: LabelKind, identity: str) -> str:
        """The usual wording of a label, "" where there is none of that id."""
        return next((entry.canonical for entry in getattr(self.rules.labels, kind) if entry.id == identity), "")

    def role_name(self, role: str) -> str:
        """What a clerk calls a column of this role."""
        return self._role_names.get(role, "其他内容")

    @cached_property
    def _role_names(self) -> dict[str, str]:
        return {entry.id: entry.canonical for entry in reversed(self.rules.labels.header)}

    def names_level(self, text: str) -> bool:
        """`text` is a 一级 or 二级 name as the book lists it (完成 alone is none, though 完成指标 is)."""
        folded = fold_label(text)
        return folded in self._words["level1"] or folded in self._words["level2"]

    def is_word(self, text: str) -> bool:
        """`text` is a label of some kind or a level."""
        return self.known(text) or self.is_level(text)

    def is_level(self, text: str) -> bool:
        """`text` is a 一级 or 二级 name, also as no book lists it (数量 of 数量指标)."""
        return self.level1(text) is not None or self.level2(text) is not None

    def _is_known(self, text: str) -> bool:
        folded = fold_text(text)
        if not folded or len(folded) > 40:
            return False
        return any(look_up(text) is not None for look_up in (self.field, self.amount, self.header, self.execution))

    def _begins(self, text: str) -> bool:
        bare = text.lstrip()
        return (
            self.inline.match(bare) is not None
            or self.taught_inline is not None
            and self.taught_inline.match(bare) is not None
        )


MOST_BUILT = 64
_built: dict[int, tuple[object, Vocabulary]] = {}


def vocabulary(rules: Rules) -> Vocabulary:
    """The vocabulary of these rule books, built once."""
    key = id(rules)
    if key not in _built or _built[key][0] is not rules:
        if len(_built) >= MOST_BUILT:
            _built.clear()
        words = Vocabulary(rules) if rules.base is None else Vocabulary(rules, rules.taught, vocabulary(rules.base))
        _built[key] = (rules, words)
    return _built[key][1]
