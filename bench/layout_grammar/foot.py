"""Who signed and when: as a line, several lines, a row of the table, or cells of it."""

from __future__ import annotations

from bench.layout_grammar.canvas import Frame, Line, Row
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.truth import Truth, put


def date(layout: Layout, iso: str) -> str:
    """A day as this layout writes it."""
    year, month, day = (int(p) for p in iso.split("-"))
    style = layout.pick("date", {"年月日": 5, "dots": 1, "dashes": 1}, {"slashes": 1, "padded": 1})
    if style == "年月日":
        return f"{year}年{month}月{day}日"
    if style == "padded":
        return f"{year}年{month:02d}月{day:02d}日"
    if style == "dashes":
        return iso
    mark = "." if style == "dots" else "/"
    return f"{year}{mark}{month}{mark}{day}"


def draw(layout: Layout, facts: Facts, frame: Frame, truth: Truth) -> tuple[list[Row], list[Line]]:
    """Rows at the end of the table, and lines under it."""
    style = layout.pick(
        "sign-off",
        {"line": 5, "none": 2, "row": 1.5, "cells": 2},
        {"lines": 1.5, "cells over and under": 1},
        "line none lines",
    )
    if style == "none":
        return [], []
    found = [
        ("preparer", facts.preparer),
        ("phone", facts.phone),
        ("filing_date", date(layout, facts.filed)),
        ("responsible_person", facts.responsible),
    ]
    if layout.chance("sign-off short", 0.25):
        found = found[:3]
    if layout.chance("responsible first", 0.3):
        found = found[-1:] + found[:-1]
    for key, value in found:
        truth.setdefault("signoff", {})[key] = facts.filed if key == "filing_date" else value
        put(truth, "signoff", key, value)
    labelled = [(layout.word("signoff", key), value) for key, value in found]
    if style == "cells":
        return [frame.row([t for pair in labelled for t in pair], [1.0, 1.1] * len(labelled))], []
    if style == "cells over and under":
        even = [1.0] * len(labelled)
        return [frame.row([k for k, _ in labelled], even), frame.row([v for _, v in labelled], even)], []
    if style == "lines":
        return [], [Line(f"{k}：{v}") for k, v in labelled]
    gap = layout.rng("gap").choice(["    ", "　　", "      "])
    text = gap.join(f"{k}：{v}" for k, v in labelled)
    return ([frame.full(text)], []) if style == "row" else ([], [Line(text)])
