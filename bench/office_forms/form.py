"""One form: its parts in the order of its layout, drawn into one table or several."""

from __future__ import annotations

from bench.office_forms.amounts import amounts
from bench.office_forms.department_money import department_money
from bench.office_forms.draft import Draft
from bench.office_forms.execution import execution
from bench.office_forms.foot import after, tail
from bench.office_forms.goals import goals
from bench.office_forms.halves import halves
from bench.office_forms.head import head
from bench.office_forms.indicator import truth_of
from bench.office_forms.indicators import indicators
from bench.office_forms.money import project_money
from bench.office_forms.page import page_head, title
from bench.office_forms.parts import Part, join, singles
from bench.office_forms.scopes import scopes
from bench.office_forms.table import table
from bench.provinces.sheet import Line

_CAPTIONS = ["绩效指标", "三、绩效指标", "项目绩效指标表", "（三）绩效指标", "年度绩效指标及目标值"]


def make(draft: Draft, titled: bool) -> None:
    """Draw the form's blocks and tell its truth."""
    title(draft, titled)
    amounts(draft)
    page_head(draft, titled)
    parts = head(draft)
    money = _money(draft)
    aims = goals(draft)
    parts += [money, *aims] if draft.option("money place") == "before" else [*aims, money]
    rows = _indicators(draft)
    several = draft.option("tables") == "several"
    caption = draft.dice.choice(_CAPTIONS) if draft.option("caption") != "none" else ""
    if caption and draft.option("caption") == "row" and not several:
        parts.append(Part(1, [singles([caption])]))
        caption = ""
    foot = tail(draft)
    if several or caption:
        draft.blocks.append(join(parts))
        words = ["绩效指标：", "二、绩效指标", "绩效指标如下："]
        draft.blocks.append(Line(caption or draft.dice.choice(words)))
        draft.blocks.append(join([rows, *foot]))
    else:
        draft.blocks.append(join([*parts, rows, *foot], draft.dice.choice([0, 0, 0, 1])))
    after(draft)


def _money(draft: Draft) -> Part:
    if not draft.target:
        return execution(draft)
    return department_money(draft) if draft.department else project_money(draft)


def _indicators(draft: Draft) -> Part:
    rows = indicators(draft)
    form = draft.option("indicators")
    if form == "halves":
        return halves(draft, rows)
    if form.startswith("scope"):
        return scopes(draft, rows, form)
    part = table(draft, rows)
    draft.truth["indicators"] = [truth_of(draft, row) for row in rows]
    return part
