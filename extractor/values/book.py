"""The unit book `rules/units.yaml`: which words are units, of which family, and which go with which indicator."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

if TYPE_CHECKING:
    from extractor.values.unit import UnitIndex

MONEY_PER = "money per"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Family(_Strict):
    """Units of one kind of quantity; `name` is what a clerk reads."""

    name: str = Field(min_length=1)
    words: list[str] = Field(min_length=1)


class Pairing(_Strict):
    """Which unit families go with an indicator whose name matches `head` (a regular expression)."""

    head: str
    allow: list[str] = []
    forbid: list[str] = []
    why: str = Field(min_length=1)

    @field_validator("head")
    @classmethod
    def _compiles(cls, head: str) -> str:
        try:
            re.compile(head)
        except re.error as error:
            raise ValueError(f"不是正确的正则表达式：{error}") from error
        return head

    @model_validator(mode="after")
    def _one_side(self) -> Pairing:
        if bool(self.allow) == bool(self.forbid):
            raise ValueError("allow 与 forbid 要写且只写一个")
        return self


class UnitBook(_Strict):
    """`rules/units.yaml`, validated; `index` is what the parsers look words up in."""

    synonyms: dict[str, str] = {}
    families: dict[str, Family]
    pairings: list[Pairing] = []
    nouns: list[str] = []
    rates_over_100: list[str] = []

    @model_validator(mode="after")
    def _families_exist(self) -> UnitBook:
        known = {*self.families, MONEY_PER}
        for pairing in self.pairings:
            unknown = [f for f in [*pairing.allow, *pairing.forbid] if f not in known]
            if unknown:
                raise ValueError(f"pairings 里的单位族 {unknown[0]} 在 families 里没有")
        if "money" not in self.families:
            raise ValueError("families 里少了 money（金额）")
        return self

    @cached_property
    def index(self) -> UnitIndex:
        from extractor.values.unit import UnitIndex

        return UnitIndex(
            synonyms=self.synonyms,
            families={key: (family.name, family.words) for key, family in self.families.items()},
            pairings=[(p.head, p.allow, p.forbid, p.why) for p in self.pairings],
            rates_over_100=self.rates_over_100,
            nouns=self.nouns,
        )
