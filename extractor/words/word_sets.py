"""Schema of the smaller sets of words in `rules/grammar.yaml`: parts of labels, cells, sentences, both sides of a
budget, running text, the regulations that a form may follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from extractor.words.book import Pattern


class Part(BaseModel):
    """A part of a wording that speaks for one meaning: 执行+数 for `executed`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    has: Pattern
    lacks: Pattern | None = None
    weight: float = Field(0.5, gt=0, le=2)
    required: bool = False
    """No wording has this meaning without such a part, however like a listed one it is."""

    def speaks(self, folded: str) -> bool:
        """Whether `folded` (white space, points and trailing brackets off) is made so."""
        return re.search(self.has, folded) is not None and (self.lacks is None or re.search(self.lacks, folded) is None)


class SentenceWords(BaseModel):
    """What a sentence about money adds to the name of a figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: Pattern
    behind: Pattern
    whole: Pattern
    """Names of the whole sum that are none outside a sentence."""


class CellWords(BaseModel):
    """What the cells of a column say by which it is known, whatever its head is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signs: frozenset[str]
    natures: frozenset[str]
    """定性, 定量: kinds of values, which stand among signs and in columns of their own."""
    directions: frozenset[str]
    ticks: frozenset[str]
    standard: Pattern
    """Which standard an indicator is held against (行业标准)."""
    value: Pattern
    """How a value begins."""
    sentence: Pattern
    """What only sentences hold."""
    explains: Pattern = "(?!)"
    """How a text begins that says what an indicator is of."""

    def names_standard(self, folded: str) -> bool:
        """Whether a cell names the standard an indicator is held against."""
        return self._compiled[0].match(folded) is not None

    def begins_value_with(self, folded: str) -> bool:
        """Whether a text begins as a value does."""
        return self._compiled[1].match(folded) is not None

    def is_sentence(self, folded: str) -> bool:
        """Whether a text holds what only sentences hold."""
        return self._compiled[2].search(folded) is not None

    def explains_indicator(self, folded: str) -> bool:
        """Whether a text says what an indicator is of (反映物业面积)."""
        return self._compiled[3].match(folded) is not None

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, (self.standard, self.value, self.sentence, self.explains)))


class SideWords(BaseModel):
    """Heads of the two sides of a budget."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    income: Pattern
    spending: Pattern


class SideTotals(BaseModel):
    """How the two sides of a budget are called, each with one figure: the form's total, said twice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    income: Pattern
    expenditure: Pattern


class ProseWords(BaseModel):
    """What a filing published as running text is known by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Pattern
    project: Pattern
    """A project's name before its indicators; groups `number`, `name` and `tail`."""
    first: frozenset[str]
    """Levels that a project's list begins with."""

    def is_title(self, folded: str) -> bool:
        """Whether a line may be the title of such a text."""
        return re.search(self.title, folded) is not None

    def project_in(self, text: str) -> re.Match[str] | None:
        """The project that a text begins with, by the groups `number`, `name` and `tail`."""
        return re.match(self.project, text)

    @field_validator("project")
    @classmethod
    def _has_groups(cls, pattern: str) -> str:
        if missing := {"number", "name", "tail"} - re.compile(pattern).groupindex.keys():
            raise ValueError(f"缺少命名分组 {'、'.join(sorted(missing))}")
        return pattern


class RegimeWords(BaseModel):
    """Levels by which a form is known to follow a regulation; a level left out may be any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Literal["2015-88", "2021-101"]
    basis: str
    """What tells it, in a clerk's words."""
    level1: frozenset[str] = frozenset()
    level2: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _names_one(self) -> RegimeWords:
        if not self.level1 | self.level2:
            raise ValueError("level1、level2 至少写一个")
        return self

    def shows(self, pairs: Collection[tuple[str, str]]) -> bool:
        """Whether one of the indicators, each a 一级 and a 二级, has these levels."""
        return any(
            (not self.level1 or one in self.level1) and (not self.level2 or two in self.level2) for one, two in pairs
        )
