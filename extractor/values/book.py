"""The unit book `rules/units.yaml`: which words are units, and of which family."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.values.unit import UnitIndex


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Family(_Strict):
    """Units of one kind of quantity; `name` is what a clerk reads."""

    name: str = Field(min_length=1)
    words: list[str] = Field(min_length=1)


class Compounds(_Strict):
    """Units made of two words without a sign between: every head with every tail (种 + 次, 人 + 天)."""

    family: str
    heads: list[str] = Field(min_length=1)
    tails: list[str] = Field(min_length=1)


class UnitBook(_Strict):
    """`rules/units.yaml`, validated; `index` is what the parsers look words up in."""

    synonyms: dict[str, str] = {}
    families: dict[str, Family]
    nouns: list[str] = []
    compounds: list[Compounds] = []
    countable: list[str] = []
    """Words that stand in a unit column and are right there, though values are not read by them."""
    not_units: list[str] = []
    """What fills a unit cell without being a unit or a slip (无, 优)."""
    usual: list[str] = []
    """The units met most, the first first: what a slip that is like several units is taken for."""

    @model_validator(mode="after")
    def _one_family_each(self) -> UnitBook:
        seen: dict[str, str] = {}
        for key, family in self.families.items():
            for word in family.words:
                if seen.setdefault(word, key) != key:
                    raise ValueError(f"单位“{word}”同时在 {seen[word]} 和 {key} 里，只能留一处")
        if "money" not in self.families:
            raise ValueError("families 里少了 money（金额）")
        for compound in self.compounds:
            if compound.family not in self.families:
                raise ValueError(f"compounds 里的 {compound.family} 不在 families 里")
        return self

    @cached_property
    def index(self) -> UnitIndex:
        """The units as the reading of values looks them up."""
        return UnitIndex(
            synonyms=self.synonyms,
            families={key: family.words for key, family in self.families.items()},
            nouns=self.nouns,
            compounds=[(each.family, each.heads, each.tails) for each in self.compounds],
            countable=self.countable,
            not_units=self.not_units,
            usual=self.usual,
        )
