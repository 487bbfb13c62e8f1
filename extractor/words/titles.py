"""Titles and kinds: what says that a form begins and which it is (K1, K2); the words are those of `grammar.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from pydantic import BaseModel, ConfigDict

from extractor.characters.fold import fold_text
from extractor.model.filing import FormKind
from extractor.words.book import Pattern
from extractor.words.years import year_in

_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT_TAIL = re.compile(r"[(（]?(?:金额)?单位[:：](?:人民币)?(?:亿|万|千)?元[)）]?$")
_NUMBERED = re.compile(
    r"^(?:\d+[.、]|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+部分|附件?\d*[:：]?$)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A line that names a form."""

    text: str
    numbered: bool
    """Begins like a heading of a list ("3. …"): a weaker title."""
    gathered: bool = False
    """…汇总表, …明细表, …一览表: as often a list of sums as one of indicators; what stands under it must tell."""


def without_unit(title: str) -> str:
    """A title without the money unit printed at the end of its line."""
    return _UNIT_TAIL.sub("", title)


class _Patterns(BaseModel):
    """Patterns, each compiled once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile(getattr(self, name)) for name in type(self).model_fields}


class TitleWords(_Patterns):
    """What the title of a form is known by; every pattern is held against the line without white space."""

    subject: Pattern
    """What a title speaks of."""
    ends: Pattern
    """How it ends, what stands in brackets left out."""
    excluded: Pattern
    """What no title holds: sentences, tables of contents, lists of sums."""
    gathered: Pattern
    """Titles of lists (…汇总表): what stands under them must tell."""
    indicators: Pattern
    """What a caption over the indicators alone names …"""
    form: Pattern
    """… without a word of these, which name a form."""

    @cached_property
    def of(self) -> Callable[[str], Title | None]:
        """The title that a line is, or None. White space is folded away in its `text`."""
        return self.beside(())

    def beside(self, layouts: Iterable[str]) -> Callable[[str], Title | None]:
        """As `of`; a line is a title, too, where one of these patterns (`titles` of the layouts) names it."""
        patterns = tuple(re.compile(pattern) for pattern in dict.fromkeys(layouts))
        return lru_cache(maxsize=8192)(partial(self._title_of, patterns))

    def _title_of(self, layouts: tuple[re.Pattern[str], ...], text: str) -> Title | None:
        folded = without_unit(fold_text(text))
        if not 4 <= len(folded) <= 64:
            return None
        bare, says = _BRACKETS.sub("", folded), self._compiled
        if not (says["subject"].search(bare) and says["ends"].search(bare)) and not any(
            pattern.search(folded) or pattern.search(bare) for pattern in layouts
        ):
            return None
        if says["excluded"].search(bare) or ":" in bare and not folded.startswith("附"):
            return None
        return Title(folded, bool(_NUMBERED.match(folded)), bool(self._compiled["gathered"].search(bare)))

    def names_indicators(self, text: str) -> bool:
        """A title that names the indicators alone (项目绩效指标表): as often a caption inside a form as its title."""
        folded = _BRACKETS.sub("", fold_text(text))
        says = self._compiled
        return (
            says["indicators"].search(folded) is not None
            and says["form"].search(folded) is None
            and year_in(folded) is None
        )


class KindWords(_Patterns):
    """Words of a title that say which kind of form it is."""

    department: Pattern
    """Forms of a whole department …"""
    project: Pattern
    """… unless a title, brackets left out, names these."""
    monitoring: Pattern
    self_evaluation: Pattern
    target: Pattern
    region: Pattern
    """Targets of a region: always those of a transfer."""
    transfer: Pattern
    """Targets of a transfer, unless a project has them carried out by somebody of its own …"""
    fund: Pattern
    """… and those of a fund, where levels of government sign them."""
    part_of_year: Pattern
    """Heads and labels that speak of a part of the year: figures of monitoring, where the title says nothing."""

    def of(
        self,
        title: str | None,
        *,
        government_levels: bool,
        project_party: bool,
        department_form: bool,
        evaluated: bool,
        monitored: bool,
    ) -> FormKind:
        """Kind by title words, then by what the form holds (K1).

        Args:
            title: the form's, as printed; None where it has none.
            government_levels: the head names 省级/市级/区级 财政部门 or 主管部门.
            project_party: the form has 项目名称 and an 实施单位/项目单位 of its own.
            department_form: it has 职能职责 or 基本支出.
            evaluated: it has actual values or scores; monitored: figures of a part of the year.
        """
        text = fold_text(title or "")

        def says(name: str) -> bool:
            return self._compiled[name].search(text) is not None

        whole = self.names_department(title) or not text and department_form
        if says("monitoring") or (not text and monitored):
            return "department_monitoring" if whole else "project_monitoring"
        if says("self_evaluation") or (not text and evaluated):
            return "department_self_evaluation" if whole else "project_self_evaluation"
        by_governments = government_levels and not project_party
        if says("region") or says("transfer") and not project_party or says("fund") and by_governments:
            return "transfer_target"
        if whole:
            return "department_target"
        if not text and by_governments:
            return "transfer_target"
        if evaluated and not says("target"):
            return "project_self_evaluation"
        return "project_target"

    def names_department(self, title: str | None) -> bool:
        """Whether a title is that of a form of a whole department."""
        text = fold_text(title or "")
        project = self._compiled["project"].search(_BRACKETS.sub("", text)) is not None
        return self._compiled["department"].search(text) is not None and not project

    def speaks_of_part_of_year(self, text: str) -> bool:
        """Whether heads and labels name half a year, a month, or how likely the whole year is."""
        return self._compiled["part_of_year"].search(text) is not None
