"""Schemas of `rules/labels.yaml` and `rules/indicators/*.yaml`."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.characters.fold import fold_key

LabelKind = Literal["field", "header", "amount", "execution", "level1", "level2"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelEntry(_Strict):
    """One label of the form: a field, a column head, a money line or a level, with every wording seen."""

    id: str
    """Machine name: "project_name", "target", "general_public_budget", "output" …"""
    canonical: str
    wordings: list[str] = Field(default_factory=list)
    code: str | None = None
    parent: str | None = None
    """For level2: id of the level1 it belongs under in regime 2021-101."""


class LabelBook(_Strict):
    """`rules/labels.yaml`."""

    field: list[LabelEntry]
    header: list[LabelEntry]
    amount: list[LabelEntry]
    execution: list[LabelEntry]
    level1: list[LabelEntry]
    level2: list[LabelEntry]


class IndicatorEntry(_Strict):
    """One canonical 三级指标."""

    name: str
    code: str
    level2: str
    """id of the level2 entry of `labels.yaml` it usually stands under."""
    unit: str | None = None
    direction: Literal["higher", "lower", "target", "qualitative"] = "higher"
    aliases: list[str] = Field(default_factory=list)
    not_to_be_confused_with: list[str] = Field(default_factory=list)


class IndicatorFile(_Strict):
    """One `rules/indicators/FIELD.yaml`."""

    title: str
    indicators: list[IndicatorEntry]


class IndicatorClashError(ValueError):
    """Two entries share a wording or a code; says in which file and entry."""

    def __init__(self, file: str, loc: tuple[str | int, ...], fault: str) -> None:
        super().__init__(fault)
        self.file, self.loc = file, loc


class IndicatorBook(_Strict):
    """All indicator files together."""

    entries: list[IndicatorEntry]

    @cached_property
    def lower(self) -> frozenset[str]:
        """Codes of the outcomes of which less is better; costs and times are judged by their words."""
        apart = ("cost", "economic_cost", "timeliness")
        return frozenset(e.code for e in self.entries if e.direction == "lower" and e.level2 not in apart)

    @classmethod
    def merged(cls, files: dict[str, IndicatorFile], level2: frozenset[str] | None = None) -> IndicatorBook:
        """The files as one book.

        Args:
            level2: the ids of `labels.yaml` that an entry may stand under; None = not checked.

        Raises:
            IndicatorClashError: a code stands twice, a name or alias swallows another entry's, a level2 is unknown.
        """
        _refuse_clashes(files, level2)
        return cls.model_construct(entries=[entry for name in sorted(files) for entry in files[name].indicators])


def _refuse_clashes(files: dict[str, IndicatorFile], level2: frozenset[str] | None) -> None:
    """Names first, so that an alias which equals a name is reported at the alias."""
    codes: set[str] = set()
    owner: dict[str, tuple[str, int, str]] = {}
    placed = [(file, at, entry) for file in sorted(files) for at, entry in enumerate(files[file].indicators)]
    for file, at, entry in placed:
        if entry.code in codes:
            raise IndicatorClashError(file, ("indicators", at, "code"), f"编码 {entry.code} 重复")
        codes.add(entry.code)
        if level2 is not None and entry.level2 not in level2:
            fault = f"level2「{entry.level2}」不在 labels.yaml 的二级指标中（可用：{'、'.join(sorted(level2))}）"
            raise IndicatorClashError(file, ("indicators", at, "level2"), fault)
        other = owner.setdefault(fold_key(entry.name), (file, at, entry.name))
        if other[:2] != (file, at):
            raise IndicatorClashError(
                file, ("indicators", at, "name"), f"指标「{entry.name}」与「{other[2]}」折叠后相同"
            )
    for file, at, entry in placed:
        for number, alias in enumerate(entry.aliases):
            other = owner.setdefault(fold_key(alias), (file, at, entry.name))
            if other[:2] != (file, at):
                fault = f"「{entry.name}」的别名「{alias}」已属于「{other[2]}」"
                raise IndicatorClashError(file, ("indicators", at, "aliases", number), fault)
