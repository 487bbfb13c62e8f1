"""Schema of `rules/forms/*.yaml`: what a layout adds to the generic reading.

A layout needs no YAML to be read; one adds names, anchors and exceptions (docs/forms.md).
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from extractor.matching.book import LabelKind
from extractor.model.filing import FormKind


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则表达式不合法：{error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class ExtraWording(BaseModel):
    """A wording that means `id` in this layout only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: LabelKind
    id: str
    wordings: list[str]


class TaughtColumn(BaseModel):
    """A column of the indicator table in a taught layout. Outweighs what words and content say of the column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    head: list[str] = Field(default_factory=list)
    """Texts of the head cells over it, top to bottom; empty where none is printed."""
    at: int | None = Field(None, ge=0)
    """Its number among the table's columns, from 0: for columns whose heads are alike or missing."""
    role: str
    """A column's id in `labels.yaml` (`header`); one beginning with `other` is understood and no value."""


class FormBook(BaseModel):
    """One layout: how it is recognised and what is special in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    kind: FormKind
    titles: list[Pattern] = Field(default_factory=list)
    """Regular expressions on the title, white space removed; a line that one of them names is a title."""
    anchors: list[str] = Field(default_factory=list)
    """Labels that stand in this layout and seldom elsewhere."""
    labels: list[ExtraWording] = Field(default_factory=list)
    only_here: bool = False
    """`labels` and `columns` hold only in documents that print (nearly) all anchors, and there before all other
    wordings: a layout taught by one corrected filing (`rules learn`)."""
    columns: list[TaughtColumn] = Field(default_factory=list)
    skip_rules: list[str] = Field(default_factory=list)
    """Quality rules that do not apply to this layout."""
    seen_in: list[str] = Field(default_factory=list)
    """Where the layout was met: place and year."""

    @model_validator(mode="after")
    def _bounded(self) -> FormBook:
        if self.only_here and not self.anchors:
            raise ValueError("only_here 的表样须有 anchors，否则处处适用")
        if self.columns and not self.only_here:
            raise ValueError("columns 只用于 only_here 的表样")
        return self
