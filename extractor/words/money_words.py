"""Words of money in `rules/grammar.yaml`: budgets and their sides, parts and wholes, sums told in sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.characters.fold import fold_label, fold_text
from extractor.words.book import Pattern
from extractor.words.word_sets import SentenceWords, SideTotals, SideWords

KEPT = 8192
"""Answers kept of what nearly every row and every cell that may be a label is asked; labels are the same in all
filings of a batch."""
_LONGEST_SIDE = 10
"""So many characters the head of a side has at most."""


@lru_cache(maxsize=KEPT)
def holds(pattern: str, folded: str) -> bool:
    """Whether a text holds what a pattern of the rule book says."""
    return re.search(pattern, folded) is not None


class MoneyWords(BaseModel):
    """Words of labels, heads and sentences of money."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    money_sentence: SentenceWords
    """Words around the names of figures in a sentence."""

    budget_sides: SideTotals

    compared: Pattern
    """Heads of columns of money that compare two others (增减, 占比)."""

    sum_of_money: Pattern
    """Names of the line or column that adds up a matrix of money."""

    named_all: Pattern
    """Labels of money whose noun says that it is all of it."""

    part_of: Pattern
    """Labels of the first part of the line above (其中：…)."""

    budget: Pattern
    """Labels of a line of money that say a budget and no source of it."""

    carried_over: Pattern
    """Words of money that an earlier year left and the form's own year spends."""

    spent: Pattern
    """Words of money that was spent before the form's own year."""

    money_used: Pattern
    """Names of money by what it is used for, which is none of its sources."""

    money_use: Pattern
    """How a sentence begins that says what money is for."""

    paid_in: Pattern
    """Labels of money that came in, which no key takes."""

    year_head: Pattern
    """The head of a column of figures of one year."""

    sides: SideWords
    """Heads of what comes in and of what is spent, side by side."""

    def heads_year(self, folded: str) -> bool:
        """Whether a text is the head of a column of figures of one year (2024年预算数)."""
        return holds(self.year_head, folded)

    def is_paid_in(self, folded: str) -> bool:
        """Whether a label of money names what came in (到位数)."""
        return holds(self.paid_in, folded)

    def says_use(self, folded: str) -> bool:
        """Whether a sentence says what money is for and names no sum of it (用于0—15岁儿童康复训练)."""
        return holds(self.money_use, folded) and re.search(r"\d[万亿千百]*元", folded) is None

    def bare_money_name(self, folded: str) -> str:
        """The name of a figure without what a sentence adds to it; "" where nothing is left."""
        words = self.money_sentence
        return re.sub(words.behind, "", re.sub(words.before, "", folded))

    def names_whole(self, name: str) -> bool:
        """Whether a figure's name in a sentence is that of the whole sum (共安排资金500万元)."""
        return holds(self.money_sentence.whole, name)

    def compares(self, text: str) -> bool:
        """Whether a head of money compares two other columns."""
        return holds(self.compared, fold_text(text))

    def sums_money(self, text: str) -> bool:
        """Whether a line or column adds up a matrix of money."""
        return holds(self.sum_of_money, fold_text(text))

    def begins_parts(self, folded: str) -> bool:
        """其中：人员类项目: the first of the parts of the line above."""
        return re.search(self.part_of, folded) is not None

    def names_all(self, folded: str) -> bool:
        """Whether a label of money ends with a word for all of it (年度财政资金总额)."""
        return re.search(self.named_all, folded) is not None

    def names_budget(self, text: str) -> bool:
        """Whether the label of a line of money names a budget and no source of it (资金预算)."""
        return holds(self.budget, fold_text(text))

    def side_of(self, text: str) -> Literal["income", "expenditure"] | None:
        """Which side of a budget a label names (收入预算, 年度支出总额)."""
        name, words = fold_label(text), self.budget_sides
        if holds(words.income, name):
            return "income"
        return "expenditure" if holds(words.expenditure, name) else None

    def carried(self, folded: str) -> bool:
        """Whether a label of money names what an earlier year left."""
        return holds(self.carried_over, folded)

    def names_use(self, folded: str) -> bool:
        """Whether a label of money says what it is used for (三公经费), not where it comes from."""
        return holds(self.money_used, folded)

    def spent_before(self, folded: str) -> bool:
        """Whether a label of money names what was spent before the form's own year."""
        return holds(self.spent, folded)

    def side_of_budget(self, text: str) -> Literal["income", "spending"] | None:
        """Which side of a budget a head stands over (收入, 支出)."""
        folded = fold_text(text).strip(":")
        if len(folded) > _LONGEST_SIDE:
            return None
        if holds(self.sides.spending, folded):
            return "spending"
        return "income" if holds(self.sides.income, folded) else None
