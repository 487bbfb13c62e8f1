"""Schemas of `rules/labels.yaml` and `rules/indicators/*.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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


class IndicatorBook(_Strict):
    """All indicator files together."""

    entries: list[IndicatorEntry]

    @classmethod
    def merged(cls, files: dict[str, IndicatorFile]) -> IndicatorBook:
        return cls(entries=[entry for name in sorted(files) for entry in files[name].indicators])
