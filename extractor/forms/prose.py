"""Filings published as running text: "数量指标：种植数量≥17600株；……" under a title, no table at all.

Only a text that labels several indicators by 二级指标 words is read; prose that merely mentions a form is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Candidate, Draft, Source, pointer_of
from extractor.forms.fields import FieldReader
from extractor.forms.finish import finish
from extractor.forms.form_block import FormBlock
from extractor.forms.heading import Heading
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.money_sentence import money_sentence
from extractor.forms.packed import put_item, put_items
from extractor.forms.reading import Reading
from extractor.forms.slices import Free
from extractor.forms.source_units import units
from extractor.forms.text_kinds import NUMBERED
from extractor.model.document import Cell, Document, Grid
from extractor.model.filing import Label, Method
from extractor.words.items import BREAK, Items, items_of, name_and_value
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import year_in

_COUNT = r"(?P<counted>设(?:置|立|定)?\s*[\d一二三四五六七八九十]*\s*[条个项]?\s*)?"
"""设3条 before 数量指标."""
MIN_LABELS = 3
LONE = 3
"""So many labels alone on their lines are cells of a table, a line each: read as text, its head would be lost."""
LONGEST_HEADING = 20


@lru_cache(maxsize=8)
def _label(words: Vocabulary) -> re.Pattern[str]:
    """A level of the rule book (数量指标) before a colon."""
    names = sorted(words.level_names("指标"), key=lambda name: (-len(name), name))
    short = "|".join(re.escape(name.removesuffix("指标")) for name in names)
    return re.compile(
        rf"{_COUNT}(?P<label>{'|'.join(map(re.escape, names))}|(?<![\u4e00-\u9fff])(?:{short}))\s*(?:为|是)?\s*[:：]"
    )


def read_prose(document: Document, words: Vocabulary, sha256: str) -> list[Reading]:
    """The forms that a text without tables holds: one, or one for each line that lists a project's indicators."""
    lines = running_text(document, words) or [unit for unit in units(document, words) if isinstance(unit, Free)]
    if document.format in ("pdf", "ofd") or document.ocr_pages:
        lines = _unbroken(lines, words)
    labelled = [_listed(free.text, words) for free in lines]
    if sum(labelled) < MIN_LABELS or sum(_is_lone_label(free.text, words) for free in lines) >= LONE:
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
    own = {id(lines[n]) for n in projects[1:]}
    parts = [[free for free in body if id(free) not in own], *([lines[n]] for n in projects[1:])]
    return [_read_part(part, first, head, index, words, sha256) for index, part in enumerate(parts)]


def _is_lone_label(text: str, words: Vocabulary) -> bool:
    """A label of a form's head (项目名称) without its value: a cell of a table, whose value stands on a line below."""
    identity = words.field(squeeze(text)) if len(text) <= LONGEST_HEADING else None
    return identity is not None and identity not in TEXT_FIELDS and not identity.startswith("block")


def running_text(document: Document, words: Vocabulary) -> list[Free]:
    """The lines of a text that was typed into a sheet, a row each; none where any row has two cells."""
    lines: list[Free] = []
    for item in document.items:
        if not isinstance(item, Grid) or item.sheet is None:
            return []
        rows: dict[int, list[Cell]] = {}
        for cell in item.cells:
            if cell.text.strip():
                rows.setdefault(cell.row, []).append(cell)
        if any(len(cells) > 1 for cells in rows.values()):
            return []
        lines += [
            Free(text, item.place(cells[0]), None, cell=cells[0])
            for _, cells in sorted(rows.items())
            for text in cells[0].text.splitlines()
        ]
    return lines if holds_indicators(lines, words) else []


def _unbroken(lines: list[Free], words: Vocabulary) -> list[Free]:
    """Paragraphs whose lines the page's width broke, whole again: a line that is full and ends no sentence goes on."""
    full = max((len(fold_text(free.text)) for free in lines), default=0) * 0.85
    joined: list[Free] = []
    goes_on = False
    for free in lines:
        text = free.text.strip()
        begins = (
            words.starts_with_label(text) or _label(words).match(text) is not None or _on_path(text, words) is not None
        )
        if goes_on and not begins:
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
        and words.grammar.prose.is_title(folded)
        and _label(words).search(text) is None
        and _on_path(text, words) is None  # 产出指标—数量指标—绩效目标编制：≥3份
    )


def _begins_hierarchy(text: str, words: Vocabulary) -> bool:
    """The first indicator of a project's list: an output."""
    found = _label(words).search(text)
    return found is not None and found["label"] in words.grammar.prose.first


def _on_path(text: str, words: Vocabulary) -> Items | None:
    """产出指标—数量指标—养护里程：≥300公里: the levels before the name."""
    found = items_of(text, words, beside_level=True)
    return found if found is not None and all(item.level1 and item.level2 for item in found.items) else None


def _heads_text(text: str, words: Vocabulary) -> str | None:
    """The text field that a heading of its own names (二、绩效目标)."""
    bare = NUMBERED.sub("", squeeze(text)).rstrip("：:")
    identity = words.field(bare) if len(bare) <= LONGEST_HEADING else None
    return identity if identity in TEXT_FIELDS else None


def _is_heading(text: str) -> bool:
    return len(squeeze(text)) <= LONGEST_HEADING and NUMBERED.match(squeeze(text)) is not None


def _take_text(identity: str, heading: Free, below: list[Free], draft: Draft) -> None:
    """The paragraphs under a heading are the text it names."""
    draft.take_line(heading, "label")
    draft.labels.append((squeeze(heading.text), heading.at))
    for free in below:
        draft.take_line(free, "value", pointer_of(identity))
    text = "\n".join(free.text.strip() for free in below)
    draft.fields.append(Candidate(identity, NUMBERED.sub("", squeeze(heading.text)), text, Source(below[0].at)))


def _paragraphs(lines: list[Free], words: Vocabulary) -> list[Free]:
    """The lines up to the next heading, label or indicator."""
    found: list[Free] = []
    for free in lines:
        if (
            _is_heading(free.text)
            or _label(words).search(free.text)
            or _on_path(free.text, words) is not None
            or _bare_level1(free.text, words) is not None
            or _heads_text(free.text, words) is not None
            or words.starts_with_label(free.text)
            or words.grammar.signs(fold_text(free.text))
        ):
            break
        found.append(free)
    return found


def _read_part(
    part: list[Free], title: Free | None, head: Heading, index: int, words: Vocabulary, sha256: str
) -> Reading:
    draft = Draft(year_hint=head.year)
    if title is not None:
        draft.take_line(title, "title", "/title")
    read_lines(part, draft, FieldReader(words, draft), words)
    block = FormBlock(title=title, title_lines=[title] if title is not None else [], after=part)
    return finish(draft, block, head, words, sha256, index)


def holds_indicators(lines: list[Free], words: Vocabulary) -> bool:
    """Lines that list indicators, each with its level words."""
    return sum(_listed(free.text, words) for free in lines) >= MIN_LABELS


def _listed(text: str, words: Vocabulary) -> int:
    return len(_label(words).findall(text)) or int(_on_path(text, words) is not None)


def read_lines(part: list[Free], draft: Draft, fields: FieldReader, words: Vocabulary) -> None:
    """Lines of running text into a draft: indicators, texts under headings of their own, money, labelled values."""
    level1: Label | None = None
    taken: set[int] = set()
    for at, free in enumerate(part):
        if at in taken:
            continue
        identity = _heads_text(free.text, words)
        if identity is not None and (below := _paragraphs(part[at + 1 :], words)):
            _take_text(identity, free, below, draft)
            taken.update(range(at + 1, at + 1 + len(below)))
        elif (found := _on_path(free.text, words)) is not None:
            draft.take_line(free, "value", f"/indicators/{len(draft.indicators)}")
            put_items(found, Source(free.at), draft, words, draft.year_hint, None, None)
        elif _label(words).search(free.text):
            draft.take_line(free, "value", f"/indicators/{len(draft.indicators)}")
            level1 = _read_line(free, level1, draft, words, draft.year_hint)
        elif (bare := _bare_level1(free.text, words)) is not None:
            draft.take_line(free, "level")
            level1 = bare
        elif not _tells_money(free, fields, words):
            fields.read_line(free)


def _tells_money(free: Free, fields: FieldReader, words: Vocabulary) -> bool:
    """部门预算总额500万元，其中：基本支出200万元，…: a paragraph of figures."""
    told = money_sentence(free.text, words) if not words.starts_with_label(free.text) else None
    if told is None or len(told.figures) < 2 or any(one.code is None for one in told.figures):
        return False
    since = fields.draft.so_far()
    fields.texts.sentence(free.text, Source(free.at))
    for pointer in fields.draft.fed(since):
        fields.draft.take_line(free, "value", pointer)
    return True


def _bare_level1(text: str, words: Vocabulary) -> Label | None:
    entry = words.level_entry("level1", text) if len(text) < 20 else None
    return Label(squeeze(text), entry.canonical, entry.code, 1.0, "alias") if entry is not None else None


def _read_line(free: Free, level1: Label | None, draft: Draft, words: Vocabulary, year: int | None) -> Label | None:
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
            if one is None or name_and_value(body.strip(" ，,；;。"), words) is None:
                draft.leave(match["label"], body.strip(" ，,；;。"), free.at)
                continue
        how: Method = "exact" if two is not None and match["label"] == two.canonical else "alias"
        level2 = Label(match["label"], two.canonical, two.code, 1.0, how) if two is not None else None
        for item in BREAK.split(body):
            if name := item.strip(" ，,、;；。"):
                put_item(*_name_and_value(name, words), (level1, level2), free.at, draft, words, year)
    return level1


def _read_opening(text: str, free: Free, draft: Draft, words: Vocabulary) -> None:
    """What stands before the first indicator: "1.防贫保险项目绩效目标：…" names the project."""
    named = words.grammar.prose.project_in(text.strip())
    if named is None:
        draft.leave(None, text, free.at, "heading")
        return
    draft.fields.append(Candidate("project_name", "", named["name"], Source(free.at)))
    draft.labels.append((squeeze(named["tail"]), free.at))
    draft.leave(None, named["number"] or "", free.at, "decoration")
    draft.leave(None, text.strip()[named.end() :], free.at)


def _name_and_value(item: str, words: Vocabulary) -> tuple[str, str]:
    found = name_and_value(item, words)
    name, value = (found["name"], found["value"]) if found else (item, "")
    if not found and ("：" in item or ":" in item):
        name, _, value = item.replace("：", ":").partition(":")
    return squeeze(name.rstrip("：:")), value
