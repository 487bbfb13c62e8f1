"""The indicators as one table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bench.office_forms.cells import cell, over_regions, split
from bench.office_forms.columns import Columns, columns
from bench.office_forms.draft import Draft
from bench.office_forms.figures import trim
from bench.office_forms.indicator import Indicator
from bench.office_forms.parts import Part, Row, Spanned

_SIDES = ["绩效指标", "绩\n效\n指\n标", "年度绩效指标", "绩效\n指标", "指标体系"]


@dataclass(frozen=True, slots=True)
class Runs:
    """How many rows from here on share a level; 0 where the row does not begin a run."""

    first: int
    second: int


def runs(rows: list[Indicator], at: int) -> Runs:
    """The runs that begin with a row."""

    def length(same: list[bool]) -> int:
        return (same + [False]).index(False)

    row = rows[at]
    groups = [other.group == row.group for other in rows]
    sorts = [same and other.sort == row.sort for same, other in zip(groups, rows, strict=True)]
    return Runs(
        0 if at and groups[at - 1] else length(groups[at:]),
        0 if at and sorts[at - 1] else length(sorts[at:]),
    )


def level(how: str, text: str, run: int) -> list[Spanned]:
    """A level's cell: merged over its run, repeated, or blank below its first row."""
    if how == "merged":
        return [(text, run, 1)] if run else []
    return [(text if how == "repeated" or run else "", 1, 1)]


def beside(draft: Draft, part: Part, text: str = "") -> Part:
    """The part with a block label at the left of all rows, where the layout has one."""
    if draft.option("side label") != "yes" and not text:
        return part
    text = text or draft.keep("sidelab", draft.dice.choice(_SIDES))
    rows = [[(text, len(part.rows), 1), *part.rows[0]], *part.rows[1:]]
    return Part(part.cols + 1, rows, tuple(n + 1 for n in part.wide))


def table(draft: Draft, rows: list[Indicator], labelled: bool = True) -> Part:
    """Heads and rows, perhaps with the heads again half way and the points' sum at the end."""
    found = columns(draft)
    if draft.option("value") in ("split", "regions"):
        for row in rows:
            if draft.option("value") == "split":
                split(draft, row)
            else:
                over_regions(row)
    chunks = [rows]
    if draft.option("repeated head") == "yes" and len(rows) > 6:
        cut = draft.dice.randint(4, len(rows) - 2)
        chunks = [rows[:cut], rows[cut:]]
    weighted = "weight" in draft.layout.extras
    points = draft.keep("lpts", draft.dice.random() < 0.2) and weighted
    drawn: list[Row] = []
    serial = 0
    for chunk in chunks:
        drawn += [list(head) for head in found.heads]
        for at, row in enumerate(chunk):
            serial += 1
            drawn += _rows(draft, found, runs(chunk, at), row, serial, points)
    # The wording of a total stands in the same drawer: a form that prints one has the sum whatever the dice say.
    summed = bool(draft.keep("total", draft.dice.random() < 0.5)) and weighted
    if summed:
        drawn.append(_sum(draft, found, rows))
    draft.layout.choices["total row"] = "yes" if summed else "no"
    wide = tuple(n for n, key in enumerate(found.keys) if key in ("name", "explain", "reason"))
    part = Part(len(found.keys), drawn, wide)
    return beside(draft, part) if labelled else part


def _rows(draft: Draft, found: Columns, run: Runs, row: Indicator, serial: int, points: bool) -> list[Row]:
    """The row, and the band over it where its 一级 begins."""
    how = draft.option("levels")
    text = row.level1
    if points and how != "joined":
        text = f"{text}（{draft.group_points[row.group]}分）"
    drawn: list[Row] = []
    if how == "band":
        if run.first:
            draft.band = _band(draft, row, text)
            drawn.append([(draft.band, 1, len(found.keys))])
        text = draft.band
    row.printed_level1 = text
    drawn.append([piece for key in found.keys for piece in _pieces(draft, key, run, row, serial)])
    return drawn


def _pieces(draft: Draft, key: str, run: Runs, row: Indicator, serial: int) -> list[Spanned]:
    how = draft.option("levels")
    if key == "level1":
        text = _broken(draft, row.printed_level1) if how == "merged" and run.first else row.printed_level1
        return level(how, text, run.first)
    if key == "level2":
        merged = how in ("merged", "band", "no1")
        text = _broken(draft, row.level2) if merged and run.second else row.level2
        return level("merged" if merged else how, text, run.second)
    if key == "level12":
        if not run.second:
            return []
        sign = draft.keep("sep12", draft.dice.choice(["-", "—", "/"]))
        return [(f"{row.level1}{sign}{row.level2}", run.second, 1)]
    return [(cell(draft, key, row, serial), 1, 1)]


def _band(draft: Draft, row: Indicator, text: str) -> str:
    draft.bands.setdefault(row.group, len(draft.bands))
    number = "一二三四"[draft.bands[row.group]]
    style = draft.keep("bandstyle", draft.dice.choice(["plain", "num", "bracket"]))
    return {"plain": text, "num": f"{number}、{text}", "bracket": f"（{number}）{text}"}[style]


def _broken(draft: Draft, text: str) -> str:
    breaks = draft.option("white space") == "breaks"
    if breaks and draft.dice.random() < 0.5 and "（" not in text and len(text) > 3:
        return text[:2] + "\n" + text[2:]
    return text


def _sum(draft: Draft, found: Columns, rows: list[Indicator]) -> Row:
    """The points and scores of all rows and of the execution."""
    weights = sum((row.weight for row in rows), Decimal(0))
    score = sum((row.score for row in rows), Decimal(0))
    if draft.points_of_execution:
        weights += 10
        score += draft.score_of_execution
    label = draft.keep("totlab", draft.dice.choice(["总分", "合计", "总  计"]))
    at = found.keys.index("weight")
    texts = {"weight": trim(weights), "score": trim(score)}
    return [(label, 1, at), *[(texts.get(key, ""), 1, 1) for key in found.keys[at:]]]
