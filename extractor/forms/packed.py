"""Indicators written as text: many in one cell (【产出指标-数量指标】 指标1:名称(≥77台)) or in prose.

The grammar is that of the disclosure lists of some provinces; a text that does not follow it is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.forms.draft import Draft
from extractor.forms.vocabulary import Vocabulary
from extractor.layout.slices import Slice
from extractor.matching.fold import fold_text, squeeze, tidy
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label
from extractor.values.target import parse_target

if TYPE_CHECKING:
    from extractor.rulebook import Rules

_HEAD = re.compile(r"【\s*(?P<one>[^】\-－—:：]{2,12}?)\s*[-－—:：]\s*(?P<two>[^】]{2,20}?)\s*】")
_ITEM = re.compile(r"(?P<number>指标\s*\d+)\s*[:：]\s*(?P<name>.+?)(?=(?:[;；,，。\n]\s*)?(?:指标\s*\d+\s*[:：]|【|$))", re.S)
_VALUE_TAIL = re.compile(r"^(?P<name>.+?)\s*[（(](?P<value>[^（）()]*[\d%％][^（）()]*|[^（）()]{1,12})[）)]\s*[;；。,，]?$", re.S)


def is_packed(text: str) -> bool:
    """The text holds indicators under 【一级-二级】 heads."""
    return "【" in text and _HEAD.search(text) is not None and "指标" in text


def read_packed_cell(
    slice_: Slice, cell: Cell, draft: Draft, words: Vocabulary, rules: Rules, year: int | None
) -> bool:
    """Read the indicators packed into one cell; False where the cell holds none."""
    if not is_packed(cell.text):
        return False
    draft.take(cell, "value", f"/indicators/{len(draft.indicators)}")
    rest = read_packed(cell.text, slice_.grid.place(cell), draft, words, rules, year)
    draft.leave(None, rest, slice_.grid.place(cell))
    return True


def read_packed(text: str, at: Place, draft: Draft, words: Vocabulary, rules: Rules, year: int | None) -> str:
    """Read the indicators of a packed text; gives what was not read."""
    heads = list(_HEAD.finditer(text))
    left = [text[: heads[0].start()]]
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        body = text[head.end() : end]
        level1, level2 = _label(head["one"], "level1", words), _label(head["two"], "level2", words)
        done = 0
        for item in _ITEM.finditer(body):
            left.append(body[done : item.start()])
            done = item.end()
            draft.labels.append((squeeze(item["number"]), at))
            _put(item["name"], level1, level2, at, draft, rules, year)
        left.append(body[done:])
    return " ".join(part for part in (fold_text(x).strip(";；,，。") for x in left) if part)


def _label(raw: str, kind: str, words: Vocabulary) -> Label:
    entry = words.level_entry(kind, raw)  # type: ignore[arg-type]
    printed = squeeze(raw)
    return Label(printed) if entry is None else Label(printed, entry.canonical, entry.code, 1.0, "exact" if printed == entry.canonical else "alias")


def _put(text: str, level1: Label, level2: Label, at: Place, draft: Draft, rules: Rules, year: int | None) -> None:
    stripped = text.strip().rstrip(";；,，。")
    found = _VALUE_TAIL.match(stripped)
    name, value = (found["name"], found["value"]) if found else (stripped, "")
    printed = squeeze(name)
    match = rules.matcher.match(printed, "level3")
    level3 = Label(printed, match.canonical, match.code, match.score, match.method)
    target = parse_target(tidy(value), label=printed, year=year, level2=level2.canonical, units=rules.units.index)
    draft.indicators.append(Indicator(level1, level2, level3, target, at=at))
    draft.cells_at.append({"level3": at, "target": at})
    draft.cells.append({"level3": printed, "target": tidy(value)})
