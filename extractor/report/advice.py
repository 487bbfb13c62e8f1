"""`rules/advice.yaml`: per finding code its official review head and what to do about it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.ground.rulefile import load_yaml
from extractor.model.codes import TITLES
from extractor.report.rules import Rules

Head = Literal["完整性", "相关性", "适当性", "可行性", "系统识别"]
OFFICIAL_HEADS: tuple[Head, ...] = ("完整性", "相关性", "适当性", "可行性")


class CodeAdvice(BaseModel):
    """What a report says of one finding code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = Field(default=None, min_length=1)
    """A name of the bureau's own; None = the program's (`model/codes.py`)."""
    head: Head
    advice: str = Field(min_length=1)


class AdviceBook(BaseModel):
    """All codes, worst first: the order ranks findings of one severity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: dict[str, CodeAdvice]

    def of(self, code: str) -> CodeAdvice:
        """The entry of `code`; a code that the book does not know is put under 适当性."""
        return self.codes.get(code) or CodeAdvice(head="适当性", advice="请核对后改正。")

    def title(self, code: str) -> str:
        """The short Chinese name of `code`."""
        return self.of(code).title or TITLES.get(code, code)

    def ranks(self) -> dict[str, int]:
        """Place of each code in the order of the advice."""
        return {code: rank for rank, code in enumerate(self.codes)}


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: int) -> AdviceBook:
    return load_yaml(path, AdviceBook)


def advice_of(rules: Rules) -> AdviceBook:
    """The advice book in force.

    Raises:
        RuleBookError: `advice.yaml` is wrong.
    """
    path = rules.path("advice.yaml")
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)
