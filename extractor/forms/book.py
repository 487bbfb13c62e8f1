"""Schema of `rules/forms/*.yaml`: what a layout adds to the generic reading.

A layout needs no YAML to be read; one adds names, anchors and exceptions (docs/forms.md).
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

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


class FormBook(BaseModel):
    """One layout: how it is recognised and what is special in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    kind: FormKind
    titles: list[Pattern] = Field(default_factory=list)
    """Regular expressions on the title, white space removed."""
    anchors: list[str] = Field(default_factory=list)
    """Labels that stand in this layout and seldom elsewhere."""
    labels: list[ExtraWording] = Field(default_factory=list)
    skip_rules: list[str] = Field(default_factory=list)
    """Quality rules that do not apply to this layout."""
    seen_in: list[str] = Field(default_factory=list)
    """Where the layout was met: place and year."""
