"""Schema of `rules/grammar.yaml`: how the words of the forms are made, and which readings of a form are likely."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Literal

from pydantic import ConfigDict

from extractor.characters.fold import fold_text
from extractor.matching.book import LabelKind
from extractor.words.asides import AsideWords, LabelWords
from extractor.words.book import Pattern
from extractor.words.money_words import KEPT, MoneyWords, holds
from extractor.words.titles import KindWords, TitleWords
from extractor.words.word_sets import CellWords, Part, ProseWords, RegimeWords

_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")

ScopeWord = Literal["period", "annual", "past", "half", "later", "forecast"]


class Grammar(MoneyWords):
    """`rules/grammar.yaml`; keys that a bureau's own leaves out are the shipped file's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: dict[LabelKind, list[Part]]
    """By kind of label: the parts its wordings are made of."""
    needed: list[Part] = []
    """Parts of a label that tell which field it asks for only where the form lacks that field."""
    scopes: dict[ScopeWord, Pattern]
    """Words in the head of a value column that say which of several values it is."""

    asides: AsideWords

    labels: LabelWords

    further_cells: Pattern
    """What the cells of columns say that no key takes, whatever their head: how points are given, what an indicator
    tells, which office answers for it, what proves it."""

    titles: TitleWords

    kinds: KindWords

    cells: CellWords
    """Words of the cells by which columns are known."""

    prose: ProseWords

    part_reached: Pattern
    """The head of a column of what was reached in a part of the year."""

    months: dict[int, Pattern]
    """Words for how far into its year a head speaks, by the month of the end."""

    quarter: Pattern
    """The head of a column that speaks of one quarter alone, not of the year up to it."""

    date_words: Pattern
    """What belongs to such a date."""

    whole_reached: Pattern
    """The head of the column that adds such parts up."""

    steps: Pattern
    """Heads over the days of a table of steps."""

    step_days: Pattern
    """What stands under such a head."""

    sum_ends: Pattern
    """How the label of a row of sums ends."""

    signoff: Pattern
    """Words of a line of the sign-off."""

    signoff_day: Pattern
    """What a line of the sign-off calls its day where it is not 填报日期."""

    seals: list[str]
    """Words for a seal or a signature in a bracket behind a label."""

    better_labels: dict[str, list[Pattern]]
    """By field: what its labels say that win over its others, the best first."""

    page_heading: Pattern
    """A heading that names the year of what stands under it."""

    page_head: Pattern
    """What a line of the page head asks for."""

    value_signs: Pattern
    """Words between the name of an indicator and its value in one text."""

    regimes: list[RegimeWords]
    """Which regulation's levels a form follows, by the first that it shows."""

    total_row: Pattern
    """Names of the row that adds up a table."""

    part_of_total: Pattern
    """Words of the sum of a part of the table, beside the level that it adds up."""

    points_name: Pattern
    """How the name of points or of a rate ends, which no place does."""

    organisation: Pattern
    """How the name of an office or enterprise ends, which no label does."""

    unit_name: Pattern
    """The label of a unit's own name."""

    place: Pattern
    """How the name of a town, a county, a village ends."""

    government: list[Pattern]
    """Levels of government in a label, the lowest first."""

    def without_seal(self, folded: str) -> str:
        """A label without the bracket behind it that says where a seal goes."""
        return self._seal.sub("", folded)

    @cached_property
    def _seal(self) -> re.Pattern[str]:
        return re.compile(rf"\((?:{'|'.join(map(re.escape, self.seals))})\)")

    def preference(self, name: str, folded: str) -> int:
        """Which of several labels of one field wins (K8): the smaller."""
        better = self.better_labels.get(name, ())
        return next((at for at, pattern in enumerate(better) if holds(pattern, folded)), len(better))

    def heads_pages(self, folded: str) -> bool:
        """Whether a heading may name the year of what stands under it (某局2023年部门预算公开)."""
        return holds(self.page_heading, folded)

    def of_page_head(self, folded: str) -> bool:
        """Whether a text may be a line of the page head."""
        return holds(self.page_head, folded)

    def asks_for(self, name: str, folded: str) -> float:
        """What the parts of a label in words of its own say for a field that the form lacks."""
        return max((part.weight for part in self.needed if part.id == name and part.speaks(folded)), default=0.0)

    def level_of(self, label: str) -> int | None:
        """Which level of government a label names, 1 the lowest; None where it names none."""
        folded = fold_text(label)
        return next((number for number, pattern in enumerate(self.government, 1) if holds(pattern, folded)), None)

    def names_organisation(self, folded: str) -> bool:
        """Whether a text is the name of an office or enterprise (省财政厅), however like a label it is."""
        return holds(self.organisation, folded)

    def heads_place(self, folded: str) -> bool:
        """Whether a head may be that of one place, or of the sum over places."""
        return holds(self.labels.place_head, folded)

    def names_place(self, folded: str) -> bool:
        """Whether a text is the name of a town, a county, a village."""
        return holds(self.place, folded)

    def names_share(self, folded: str) -> bool:
        """Whether a text is the name of a place or an office, among which money is shared out."""
        return self.names_place(folded) or self.names_organisation(folded)

    def gives_points(self, folded: str) -> bool:
        """Whether the head of a column beside the unit's own points is that of what others gave."""
        return holds(self.labels.scored_by_others, folded)

    def reached_by_level(self, folded: str) -> bool:
        """Whether a head is that of what one level of government reached (本级完成)."""
        return holds(self.labels.reached_by_level, folded)

    def own_level(self, folded: str) -> bool:
        """Whether a label of money names a county's or town's own level."""
        return holds(self.labels.own_level, folded)

    def names_government(self, folded: str) -> bool:
        """Whether a label names an office by its level of government."""
        return holds(self.labels.governments, folded)

    def is_deed(self, folded: str) -> bool:
        """Whether a text begins as a deed does, which no label asks for."""
        return holds(self.labels.deed, folded)

    def names_unit(self, folded: str) -> bool:
        """Whether a label asks for the name of the unit itself (单位名称), not for who files."""
        return holds(self.unit_name, folded)

    def names_points(self, folded: str) -> bool:
        """Whether a head is that of points or of a rate (复核分), no place."""
        return holds(self.points_name, folded)

    def says_further(self, folded: str) -> bool:
        """Whether a cell says what only columns say that no key takes."""
        return holds(self.further_cells, folded)

    def leads_to_parts(self, text: str) -> bool:
        """Whether a text says no more than 其中, or nothing."""
        return re.fullmatch(self.labels.of_which, text) is not None

    def numbers_goal(self, folded: str) -> bool:
        """Whether a text is the number of a part of a goal (目标1)."""
        return holds(self.labels.goal_number, folded)

    def goal_part(self, folded: str) -> str | None:
        """The number that a part of a goal begins with (目标1, 任务二); None where it begins with none."""
        found = re.match(self.labels.goal_part, folded)
        return found[0] if found is not None else None

    def goal_numbering(self, folded: str) -> str | None:
        """What a line of goals is numbered with, with the stop behind it (1、); None where it is not numbered."""
        found = re.match(self.labels.goal_numbering, folded)
        return found[0] if found is not None else None

    def numbered_goal(self, label: str) -> str | None:
        """年度目标 of 年度目标1（50分）; None where a label is not that of a numbered part."""
        found = re.fullmatch(self.labels.numbered_goal, label)
        return found[1] if found is not None else None

    def unnumbered(self, folded: str) -> str:
        """年度目标的绩效指标 of 年度目标1的绩效指标."""
        return re.sub(self.labels.numbers_indicators, "", folded)

    def joint_parts(self, text: str) -> list[str]:
        """The parts of a label that asks for several things, or of its value."""
        return re.split(self.labels.joint, text)

    def is_valued(self, text: str) -> bool:
        """Whether a line holds a label with its value."""
        return holds(self.labels.valued, text)

    def captions_block(self, folded: str) -> bool:
        """Whether a text may be the caption of a block of indicators."""
        return holds(self.labels.block_caption, folded)

    def says_third_level(self, folded: str) -> bool:
        """Whether a head says that its column holds names of indicators (三级指标)."""
        return holds(self.labels.third_level, folded)

    def only_unit(self, folded: str) -> bool:
        """Whether a text is a unit of money and nothing else (金额单位：万元)."""
        return holds(self.labels.unit_alone, folded)

    def of_whole(self, label: str) -> bool:
        """Whether a label speaks of all years or of all money (总体目标, 资金总额)."""
        return holds(self.labels.whole, label)

    def month_of(self, folded: str) -> int | None:
        """How far into its year a head speaks: 9 for 1-9月执行数 and 前三季度; None where it does not say."""
        return self._month_said(folded)

    @cached_property
    def _month_said(self) -> Callable[[str], int | None]:
        return lru_cache(maxsize=KEPT)(partial(_month_in, tuple(self.months.items())))

    def one_quarter(self, folded: str) -> bool:
        """Whether a head speaks of one quarter alone (二季度), not of the year up to it (前三季度, 三季度末)."""
        return holds(self.quarter, folded)

    def undated(self, folded: str) -> str:
        """A head without its date: 执行数 of 截至9月30日执行数."""
        return re.sub(self.date_words, "", folded)

    def timeless(self, text: str) -> str:
        """What the head of a column says beside its time (单位 of 上年单位); "" where it tells only that."""
        said = self.undated(fold_text(text))
        for pattern in (self.scopes["past"], self.scopes["annual"], self.scopes["period"]):
            said = re.sub(pattern, "", said)
        return re.sub(r"[\W\d]|[年至期到的]", "", said)

    def parts_of_year(self, folded: str) -> Literal["part", "whole"] | None:
        """Whether the head of a column says a part of the year (一季度), or that it adds parts up (累计完成值)."""
        if holds(self.whole_reached, folded):
            return "whole"
        return "part" if holds(self.part_reached, folded) else None

    def heads_steps(self, folded: str) -> bool:
        """Whether the head of a column may stand over the days of a table of steps."""
        return holds(self.steps, folded)

    def says_day(self, folded: str) -> bool:
        """Whether a cell of a table of steps says when (2025年3月, 二季度)."""
        return holds(self.step_days, folded)

    def sums_row(self, folded: str) -> bool:
        """Whether a label is that of a row of sums."""
        return holds(self.sum_ends, folded)

    def signs(self, folded: str) -> bool:
        """Whether a line speaks of who signs, when, and how to be reached."""
        return holds(self.signoff, folded)

    def dates_signoff(self, folded: str) -> bool:
        """Whether a label may stand before the day of a line of the sign-off (时间)."""
        return holds(self.signoff_day, folded)

    def names_sum(self, text: str) -> bool:
        """Whether a text is the name of a sum row (合计, 总分)."""
        return holds(self.total_row, fold_text(text).strip(":"))

    def summed_part(self, text: str) -> str | None:
        """What a sum of a part names beside its own words: 产出指标 of 产出指标小计; "" of 小计; else None."""
        folded = fold_text(text).strip(":")
        if not holds(self.part_of_total, folded):
            return None
        rest, found = re.subn(self.part_of_total, "", folded)
        return rest.strip("()-:·、") if found == 1 else None

    def scope_words(self, text: str) -> frozenset[ScopeWord]:
        """Which scopes the words of a head name."""
        return _scopes_in(self._scopes, fold_text(text))

    @cached_property
    def _scopes(self) -> tuple[tuple[ScopeWord, str], ...]:
        return tuple(self.scopes.items())


def _month_in(months: tuple[tuple[int, str], ...], folded: str) -> int | None:
    numbers = [int(found) for found in _MONTH.findall(folded)]
    if numbers:
        return numbers[-1] if numbers[-1] <= 12 else None
    return next((month for month, pattern in months if re.search(pattern, folded)), None)


@lru_cache(maxsize=KEPT)
def _scopes_in(scopes: tuple[tuple[ScopeWord, str], ...], folded: str) -> frozenset[ScopeWord]:
    return frozenset(scope for scope, pattern in scopes if re.search(pattern, folded))
