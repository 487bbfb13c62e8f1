"""The head of a form: who files, for what, over which time; as pairs, over and under, with colons, in lines."""

from __future__ import annotations

from dataclasses import dataclass

from bench.layout_grammar.canvas import Frame, Line, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.truth import Truth, put


@dataclass(slots=True)
class Pair:
    """A label and its value; `where` is the truth's path, "" for what has no field."""

    label: str
    value: str
    where: str = ""


def pairs(layout: Layout, facts: Facts) -> list[Pair]:
    """The head fields this layout prints, in its order."""

    def one(concept: str, value: str, where: str) -> Pair:
        return Pair(layout.label("field", concept), value, where)

    if facts.of_department:
        found = [one("own_department", facts.department, "department")]
        if layout.chance("staff", 0.4):
            found.append(one("staff", f"{20 + facts.year % 7 * 13}人", ""))
        return found
    name = one("project_name", facts.project, "project_name")
    if "transfer" in facts.needs.kind:
        central = Pair(layout.dress("中央主管部门"), "中央有关部门")
        ours = Pair(
            layout.dress(layout.rng("county").choice(["县级主管部门", "市县主管部门"])), facts.department, "department"
        )
        return [name, central, ours] if layout.chance("central", 0.6) else [name, ours]
    found = [one("department", facts.department, "department"), one("implementer", facts.implementer, "implementer")]
    if layout.chance("swap parties", 0.25):
        found.reverse()
    if layout.chance("attribute", 0.4):
        found.append(
            one("attribute", layout.rng("attribute word").choice(["经常性项目", "一次性项目", "延续项目"]), "")
        )
    if layout.chance("period", 0.45):
        found.append(one("period", period(layout, facts), "period"))
    if layout.chance("code", 0.3):
        found.append(one("project_code", facts.code, "project_code"))
    if layout.chance("leader", 0.35):
        found += [one("leader", facts.leader, ""), one("leader_phone", facts.phone, "signoff/phone")]
    return [name, *found]


def period(layout: Layout, facts: Facts) -> str:
    """The time of the project as this layout writes it."""
    first, last = int(facts.start[-2:]), int(facts.end[-2:])
    style = layout.pick("period style", {"months": 3, "years": 2, "dots": 2}, {"days": 1})
    if style == "months":
        return f"{facts.year}年{first}月-{last}月"
    if style == "years":
        return f"{facts.year}年{first}月至{facts.year}年{last}月"
    if style == "dots":
        return f"{facts.year}.{first:02d}-{facts.year}.{last:02d}"
    return f"{facts.year}年{first}月1日至{facts.year}年{last}月31日"


def note(truth: Truth, facts: Facts, pair: Pair) -> None:
    """Enter a printed pair into the truth."""
    if pair.where == "period":
        truth["period"] = {"raw": pair.value, "start": facts.start, "end": facts.end}
    elif "/" in pair.where:
        group, key = pair.where.split("/")
        put(truth, group, key, pair.value)
    elif pair.where:
        truth[pair.where] = pair.value


def draw(layout: Layout, facts: Facts, frame: Frame, truth: Truth) -> tuple[list[Line], list[Row]]:
    """Lines above the table and rows of it."""
    found = pairs(layout, facts)
    for pair in found:
        note(truth, facts, pair)
    style = layout.pick(
        "head fields",
        {
            "two pairs a row": 6,
            "one pair a row": 3,
            "label：value cells": 2,
            "block label": 2,
            "over and under": 1,
            "lines": 1,
        },
        {"three pairs a row": 2, "value in the next row": 1, "label：value one a row": 1},
        "two one lines",
    )
    if layout.medium != "table" and style == "two":
        style = "two pairs a row"
    long = [frame.row([p.label, p.value], [1, 4]) for p in found[:1]]
    rest = found[1:]
    if style == "two pairs a row":
        return [], (long if not facts.of_department else []) + _paired(frame, found if facts.of_department else rest, 2)
    if style == "one pair a row":
        return [], [frame.row([p.label, p.value], [1, 3]) for p in found]
    if style == "label：value cells":
        return [], _colons(frame, found, 2)
    if style == "label：value one a row":
        return [], _colons(frame, found, 1)
    if style == "block label":
        place, inner = frame.beside(0.15)
        label = layout.rng("head block").choice(["基本情况", "项目概况", "基本信息"])
        return [], under_label(layout.dress(label), place, _paired(inner, found, 2))
    if style == "over and under":
        return [], [*long, *_over(frame, rest, 3)] if not facts.of_department else _over(frame, found, 3)
    if style == "three pairs a row":
        return [], long + _paired(frame, rest, 3) if rest else _paired(frame, found, 3)
    if style == "value in the next row":
        return [], [r for p in found for r in (frame.full(p.label), frame.full(p.value))]
    return [Line(_colon(p)) for p in found], []


def _paired(frame: Frame, found: list[Pair], many: int) -> list[Row]:
    """`many` pairs a row; the last row's last value takes what is left."""
    rows = []
    for at in range(0, len(found), many):
        some = found[at : at + many]
        weights = [w for _ in some for w in (1.0, 1.6)]
        weights[-1] += 2.6 * (many - len(some))
        rows.append(frame.row([t for p in some for t in (p.label, p.value)], weights))
    return rows


def _colon(pair: Pair) -> str:
    return f"{pair.label.replace(chr(10), '')}：{pair.value}"


def _colons(frame: Frame, found: list[Pair], many: int) -> list[Row]:
    rows = []
    for at in range(0, len(found), many):
        some = found[at : at + many]
        rows.append(frame.row([_colon(p) for p in some], [1.0] * len(some)))
    return rows


def _over(frame: Frame, found: list[Pair], many: int) -> list[Row]:
    rows = []
    for at in range(0, len(found), many):
        some = found[at : at + many]
        rows.append(frame.row([p.label for p in some], [1.0] * len(some)))
        rows.append(frame.row([p.value for p in some], [1.0] * len(some)))
    return rows
