"""Filings published as running text: "数量指标：种植数量≥17600株；……" under a title, no table at all.

Only a text that labels several indicators by 二级指标 words is read; prose that merely mentions a form is not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.draft import Candidate, Draft, Source
from extractor.forms.fields import FieldReader
from extractor.forms.finish import finish
from extractor.forms.form_block import FormBlock
from extractor.forms.heading import Heading
from extractor.forms.reading import Reading
from extractor.forms.slices import Free
from extractor.forms.source_units import units
from extractor.model.document import Document, Place
from extractor.model.filing import Indicator, Label
from extractor.values.target import parse_target
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import year_in

if TYPE_CHECKING:
    from extractor.words.rules import Rules

_SPLIT = re.compile(r"[；;。\n]|(?<=[%％\d人个次株元户亩])[，,、](?=[\u4e00-\u9fff])")
_OPERATED = re.compile(
    r"^(?P<name>.*?[\u4e00-\u9fff%％）)A-Za-z])\s*(?P<value>(?:>=|<=|≥|≧|≤|≦|＞|＜|=|＝|>|<|不低于|不少于|不超过|大于|小于|达到|达)\s*[^\u4e00-\u9fff]?.*)$"
)
_COUNTED = re.compile(
    r"^(?P<name>.*?[\u4e00-\u9fff）)])(?P<value>\d[\d.,，]*\s*(?:万|亿)?[%％\u4e00-\u9fffA-Za-z/·]{0,6})$"
)
_COUNT = r"(?P<counted>设(?:置|立|定)?\s*[\d一二三四五六七八九十]*\s*[条个项]?\s*)?"
"""设3条 before 数量指标."""
MIN_LABELS = 3


@lru_cache(maxsize=8)
def _label(words: Vocabulary) -> re.Pattern[str]:
    """A level of the rule book (数量指标) before a colon."""
    names = sorted(words.level_names("指标"), key=lambda name: (-len(name), name))
    return re.compile(rf"{_COUNT}(?P<label>{'|'.join(map(re.escape, names))})\s*(?:为|是)?\s*[:：]")


def read_prose(document: Document, rules: Rules, words: Vocabulary, sha256: str) -> list[Reading]:
    """The forms that a text without tables holds: one, or one for each line that lists a project's indicators."""
    lines = [unit for unit in units(document, words) if isinstance(unit, Free)]
    if document.format in ("pdf", "ofd") or document.ocr_pages:
        lines = _unbroken(lines)
    labelled = [len(_label(words).findall(free.text)) for free in lines]
    if sum(labelled) < MIN_LABELS:
        return []
    projects = [
        n for n, count in enumerate(labelled) if count >= MIN_LABELS and _begins_hierarchy(lines[n].text, words)
    ]
    start = next(n for n, count in enumerate(labelled) if count)
    title = next((n for n, free in enumerate(lines) if _is_title(free.text, words)), None)
    if title is None and not projects or title is not None and title > start:
        return []
    year = next(
        (y for free in lines[: start if title is None else title + 3] if (y := year_in(free.text)) is not None), None
    )
    first = lines[title] if title is not None else None
    head = Heading(squeeze(first.text) if first is not None else None, year, first.at if first is not None else None)
    body = lines[title + 1 if title is not None else 0 :]
    parts = [[lines[n]] for n in projects] if len(projects) > 1 or title is None else [body]
    if len(projects) > 1 or title is None:
        parts[0] = [free for free in body if free is parts[0][0] or lines.index(free) not in projects]
    return [_read_part(part, first, head, index, rules, words, sha256) for index, part in enumerate(parts)]


def _unbroken(lines: list[Free]) -> list[Free]:
    """Paragraphs whose lines the page's width broke, whole again: a line that is full and ends no sentence goes on."""
    full = max((len(fold_text(free.text)) for free in lines), default=0) * 0.85
    joined: list[Free] = []
    goes_on = False
    for free in lines:
        if goes_on:
            joined[-1] = Free(
                joined[-1].text.rstrip() + free.text.strip(), joined[-1].at, joined[-1].centred, joined[-1].line
            )
        else:
            joined.append(free)
        folded = fold_text(free.text)
        goes_on = len(folded) >= full and not folded.endswith(("。", "；", ";", ":", "!"))
    return joined


def _is_title(text: str, words: Vocabulary) -> bool:
    folded = fold_text(text)
    return (
        len(folded) <= 60
        and "。" not in folded
        and re.search(words.grammar.prose.title, folded) is not None
        and _label(words).search(text) is None
    )


def _begins_hierarchy(text: str, words: Vocabulary) -> bool:
    """The first indicator of a project's list: an output."""
    return _label(words).search(text)["label"] in words.grammar.prose.first  # type: ignore[index]


def _read_part(
    part: list[Free], title: Free | None, head: Heading, index: int, rules: Rules, words: Vocabulary, sha256: str
) -> Reading:
    draft = Draft(year_hint=head.year)
    fields = FieldReader(words, draft)
    level1: Label | None = None
    if title is not None:
        draft.take_line(title, "title", "/title")
    for free in part:
        if _label(words).search(free.text):
            draft.take_line(free, "value", f"/indicators/{len(draft.indicators)}")
            level1 = _read_line(free, level1, draft, words, rules, head.year)
        elif (bare := _bare_level1(free.text, words)) is not None:
            draft.take_line(free, "level")
            level1 = bare
        else:
            fields.read_line(free)
    block = FormBlock(title=title, title_lines=[title] if title is not None else [], after=part)
    return finish(draft, block, head, rules, sha256, index)


def _bare_level1(text: str, words: Vocabulary) -> Label | None:
    entry = words.level_entry("level1", text) if len(text) < 20 else None
    return Label(squeeze(text), entry.canonical, entry.code, 1.0, "alias") if entry is not None else None


def _read_line(
    free: Free, level1: Label | None, draft: Draft, words: Vocabulary, rules: Rules, year: int | None
) -> Label | None:
    """Indicators of one line; gives the 一级指标 in force after it."""
    found = list(_label(words).finditer(free.text))
    _read_opening(free.text[: found[0].start()], free, draft, words)
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(free.text)
        body = free.text[match.end() : end]
        draft.labels.append((squeeze(match[0]), free.at))
        one, two = words.level_entry("level1", match["label"]), words.level_entry("level2", match["label"])
        if two is None or (one is not None and not body.strip(" ，,；;。")):
            if one is not None:
                level1 = Label(match["label"], one.canonical, one.code, 1.0, "exact")
            draft.leave(match["label"], body.strip(" ，,；;。"), free.at)
            continue
        level2 = Label(
            match["label"], two.canonical, two.code, 1.0, "exact" if match["label"] == two.canonical else "alias"
        )
        for item in _SPLIT.split(body):
            if item and item.strip(" ，,、;；。"):
                _put(item.strip(" ，,、;；。"), level1, level2, free.at, draft, rules, year)
    return level1


def _read_opening(text: str, free: Free, draft: Draft, words: Vocabulary) -> None:
    """What stands before the first indicator: "1.防贫保险项目绩效目标：…" names the project."""
    named = re.match(words.grammar.prose.project, text.strip())
    if named is None:
        draft.leave(None, text, free.at, "heading")
        return
    draft.fields.append(Candidate("project_name", "", named["name"], Source(free.at)))
    draft.labels.append((squeeze(named["tail"]), free.at))
    draft.leave(None, named["number"] or "", free.at, "decoration")
    draft.leave(None, text.strip()[named.end() :], free.at)


def _put(
    item: str, level1: Label | None, level2: Label, at: Place, draft: Draft, rules: Rules, year: int | None
) -> None:
    found = _OPERATED.match(item) or _COUNTED.match(item)
    name, value = (found["name"], found["value"]) if found else (item, "")
    if not found and ("：" in item or ":" in item):
        name, _, value = item.replace("：", ":").partition(":")
    printed = squeeze(name.rstrip("：:"))
    match = rules.matcher.match(printed, "level3")
    level3 = Label(printed, match.canonical, match.code, match.score, match.method)
    target = parse_target(tidy(value), label=printed, year=year, level2=level2.canonical, units=rules.units.index)
    draft.indicators.append(Indicator(level1, level2, level3, target, at=at))
    draft.cells_at.append({"level3": at, "target": at})
    draft.cells.append({"level3": printed, "target": tidy(value)})
