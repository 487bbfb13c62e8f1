"""Misspelt labels, indicator names, project names and ordinary words (K30)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_key, squeeze
from extractor.matching.matcher import Match, MatchKind
from extractor.matching.mending import mend
from extractor.matching.names import inside_name
from extractor.matching.prose import prose_typos
from extractor.matching.sense import is_word
from extractor.matching.typo import align, compare
from extractor.matching.words import STANDARDS, check_unit, check_word
from extractor.model.document import Place
from extractor.quality.case import Case, Filing, Row
from extractor.quality.registry import Fault, Held, Says, filing_rule, form_rule

KEPT_APART = 2
"""A name must be printed at least so often before a rarer one counts as its misspelling."""
LONGEST_LEFTOVER = 60
LOST_FROM = 6
"""An indicator name must have so many characters before a lost one counts as a slip."""


@dataclass(slots=True)
class Slip:
    """A misspelt label: what stands there, what should, where they differ."""

    pointer: str
    text: str
    expected: str
    spans: list[list[int]]
    at: Place


def _slip(pointer: str, text: str, expected: str | None, spans: object, at: Place) -> Slip | None:
    if not expected or squeeze(expected) == squeeze(text):
        return None
    places = [list(span) for span in spans] if isinstance(spans, tuple) else []
    return Slip(pointer, text, expected, places, at)


def _too_short(match: Match) -> bool:
    """A short indicator name with a character less than a known one is more likely another name (培训[人]次数)."""
    key, right = fold_key(match.text), fold_key(match.expected or "")
    return match.kind == "level3" and len(right) > len(key) and len(key) < LOST_FROM


def _of_rows(case: Case) -> Iterator[Slip]:
    """Levels and names of the indicators; a merged level label once."""
    matcher = case.rules.matcher
    told: set[tuple[str, str]] = set()
    for row in case.rows:
        for level in ("level1", "level2", "level3"):
            label = getattr(row.indicator, level)
            text = squeeze(label.raw) if label is not None else ""
            if not text or (level != "level3" and (level, text) in told):
                continue
            told.add((level, text))
            match = matcher.match(text, level)
            pointer = f"{row.pointer}/{level}"
            if match.typo and not _too_short(match):
                expected, spans = match.expected, match.spans
            elif level == "level3" and match.method == "none":
                expected, spans = ending_mended(text, case.words.endings)
            else:
                continue
            if found := _slip(pointer, text, expected, spans, case.place(pointer)):
                yield found


def ending_mended(text: str, endings: list[str]) -> tuple[str | None, tuple[tuple[int, int], ...]]:
    """A name that no dictionary knows, whose ending is a homophone or look-alike of a common one (及是率).

    An ending that is a word itself is meant: 环境面貌 is no 环境面积.
    """
    key = fold_key(text)
    if key.endswith(tuple(endings)):
        return None, ()
    for ending in endings:
        printed = key[-len(ending) :]
        if len(key) <= len(ending) or sum(a != b for a, b in zip(printed, ending)) != 1 or is_word(printed):
            continue
        if align(printed, ending)[0].kind in ("same-sound", "like-shape"):
            return mend(text, align(key, key[: -len(ending)] + ending), ending)
    return None, ()


def meant(case: Case, row: Row) -> str:
    """A row's name with a slip of the pen put right: what other rules judge it by."""
    match = case.rules.matcher.match(row.name, "level3")
    if match.expected:
        return match.expected
    return (ending_mended(row.name, case.words.endings)[0] if match.method == "none" else None) or row.name


def _well_made(case: Case, match: Match) -> bool:
    """A label one character shorter than a listed one that is made as such labels are (填表日 beside 填表日期): no
    slip.
    """
    if match.id is None or match.kind is None or len(fold_key(match.text)) >= len(fold_key(match.expected or "")):
        return False
    parts = case.rules.grammar.parts.get(match.kind, []) if match.kind != "level3" else []
    return any(part.id == match.id and part.speaks(fold_key(match.text)) for part in parts)


def _of_labels(case: Case) -> Iterator[Slip]:
    """Field labels, column heads and money lines as printed."""
    matcher = case.rules.matcher
    names = {squeeze(x.raw) for i in case.form.indicators for x in (i.level1, i.level2, i.level3) if x is not None}
    known = {squeeze(p.label): p.field for p in case.reading.printed}
    for raw, at in case.reading.labels:
        text = squeeze(raw).rstrip("：:")
        if not text or text in names:
            continue
        match = matcher.match_any(text)
        if (
            match.typo
            and not _too_short(match)
            and not _well_made(case, match)
            and (found := _slip(known.get(text, ""), text, match.expected, match.spans, at))
        ):
            yield found


_CLOSED: tuple[MatchKind, ...] = ("field", "amount", "header", "level1", "level2", "execution")
_PIECE = re.compile(r"(?:^|[\s　])(?:其中[：:])?\s*([\u4e00-\u9fff（）()]{3,14})([：:]|$)")


def _of_leftovers(case: Case) -> Iterator[Slip]:
    """Labels so misspelt that no field took them: what stands before a colon, or alone in its cell."""
    matcher = case.rules.matcher
    for item in case.form.unmapped:
        for text in (item.label or "", item.text):
            if len(text) > LONGEST_LEFTOVER:
                continue
            for piece, colon in _PIECE.findall(text):
                match = next((m for kind in _CLOSED if (m := matcher.match(piece, kind)).typo and m.canonical), None)
                if match is None or _well_made(case, match) or (not colon and len(match.expected or "") > len(piece)):
                    continue  # 财政部 in a cell of its own is no 财政部门
                if found := _slip("", piece, match.expected, match.spans, item.at):
                    yield found


def _of_names(case: Case) -> Iterator[Slip]:
    """The project's name: only words of the confusion list."""
    text = case.form.project_name
    if text:
        expected, spans = case.rules.confusions.mend_label(text)
        if found := _slip("/project_name", text, expected, spans, case.place("/project_name")):
            yield found


@form_rule("label-misspelt", "label-typo")
def label_misspelt(case: Case) -> Says:
    """栏目名、级别名、指标名、项目名里有错别字。

    为什么：写错的名称无法归类汇总，公开后有损严肃。对照规范名称库和常见错别字表，只报同音、形近、漏字、重字、颠倒，
    改了意思的（“农村低保”与“城市低保”）不报；拿不准的不报。
    不合格：年末应届离校未就业高效毕业生就业率
    合格：　年末应届离校未就业高校毕业生就业率
    """
    told: set[tuple[str, str]] = set()
    for slip in (*_of_rows(case), *_of_labels(case), *_of_leftovers(case), *_of_names(case)):
        key = (slip.text, slip.pointer if "/indicators/" in slip.pointer else "")
        if key in told:
            continue
        told.add(key)
        yield _fault(slip)
    yield Held(f"查看了 {len(case.rows)} 行指标和 {len(case.reading.labels)} 个栏目名")


def _fault(slip: Slip, form: int | None = None, like: str = "") -> Fault:
    return Fault(
        f"“{slip.text}”有错别字，应为“{slip.expected}”{like}，请改正。",
        slip.pointer, form=form, observed=slip.text, expected=slip.expected, spans=slip.spans, at=slip.at,
    )  # fmt: skip


def _one_apart(one: str, other: str) -> bool:
    """Whether all but one place (or two neighbouring ones, swapped) are the same: a cheap first look."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > 1:
        return False
    head = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    tail = next((i for i, (a, b) in enumerate(zip(short[::-1], long[::-1], strict=False)) if a != b), len(short))
    return len(short) - head - tail <= (2 if len(short) == len(long) else 0)


@filing_rule("name-against-itself", "label-typo")
def name_against_itself(filing: Filing) -> Says:
    """同一份材料里，一个指标名多次写对、一次写错。

    为什么：同一文件里反复出现的写法是最可靠的对照；只差一个同音、形近、漏掉或颠倒的字，而别处多次写作另一样，就是笔误。
    不合格：提高工会组的社会影响力（别处三次写作“提高工会组织的社会影响力”）
    合格：　各表都写“提高工会组织的社会影响力”
    """
    places: dict[str, list[tuple[Case, int, str]]] = defaultdict(list)
    for case in filing.cases:
        for row in case.named:
            places[fold_key(row.name)].append((case, row.index, row.name))
    usual = [key for key, found in places.items() if len(found) >= KEPT_APART and len(key) >= 4]
    for key, found in places.items():
        for good in usual:
            if len(found) >= len(places[good]) or not _one_apart(key, good):
                continue
            reads_well = filing.rules.matcher.reads_well("level3")
            comparison = compare(key, good, reads_well)
            if not comparison.slip or len(comparison.edits) > 1 or inside_name(key, good, comparison.edits[0]):
                continue
            if len(key) < min(LOST_FROM, len(good)):
                continue  # 受益户 beside 受益户数
            for case, index, name in found:
                pointer = f"/indicators/{index}/level3"
                if case.rules.matcher.match(name, "level3").typo:
                    continue
                expected, spans = mend(name, comparison.edits, places[good][0][2])
                if slip := _slip(pointer, name, expected, spans, case.place(pointer)):
                    yield _fault(slip, case.form.index, f"（本文件别处 {len(places[good])} 次这样写）")
            break


@form_rule("word-misspelt", "label-typo", "guessed")
def word_misspelt(case: Case) -> Says:
    """绩效标准、计量单位等固定用词写错了字（基本标淮、平方来）。

    为什么：这两栏只有几种写法，写错一个字就归不了类。绩效标准只报与其中一种恰好差一处同音、形近、漏字、重字、颠倒的；
    计量单位按“/”“·”“每”分成几段逐段看，每段都是单位的整个就对，只有一段是笔误的才报；别的写法不动。一两个字的单位差一个字，
    也可能是本地的真单位（元/炉），只作疑问提示；不管报不报，单位都按原样保留。
    不合格：绩效标准 ｜ 基本标淮
    合格：　绩效标准 ｜ 基本标准
    """
    for row in case.rows:
        found = check_word(row.indicator.standard or "", STANDARDS)
        if found.typo:
            yield _fixed_word(row, found, "/standard")
        printed = "" if row.target.kind in ("date", "period") else unit_printed(row.target.raw)  # 2019年底 has no unit
        for unit in dict.fromkeys((row.target.unit or "", printed)):
            found = check_unit(unit, case.rules.units.index)
            if found.typo:
                yield _fixed_word(row, found, "/target")
                break


def _fixed_word(row: Row, found: Match, field: str) -> Fault:
    said = f"有错别字，应为“{found.expected}”，请改正。"
    if not found.sure:
        said = f"不像计量单位，疑为“{found.expected}”之误，请核对；确是计量单位的不用改。"
    return Fault(
        f"{row.called}的“{found.text}”{said}", f"{row.pointer}{field}", grade=None if found.sure else "guessed",
        observed=found.text, expected=found.expected, spans=[list(span) for span in found.spans],
    )  # fmt: skip


_NUMBER_AND_UNIT = re.compile(
    r"[^\d\u4e00-\u9fff]*(?:不[低少高超]于?|大于|小于|等于|约)?\d[\d,.]*([^\d\s,.;:，。；：、~-]{1,10}?)(?:及?以[上下"
    r"内]|左右)?"
)


def unit_printed(raw: str) -> str:
    """What stands behind the one number of a value cell (36元/入·天 -> 元/入·天), "" where the
    cell is anything else.
    """
    match = _NUMBER_AND_UNIT.fullmatch(squeeze(raw))
    return match[1] if match else ""


_PROSE = (
    ("annual_goal", "绩效目标"), ("period_goal", "实施期绩效目标"), ("duties", "职能概述"), ("achievement", "完成情况"),
    ("basis", "立项依据"), ("problems", "存在问题"), ("measures", "改进措施"),
)  # fmt: skip


@form_rule("prose-misspelt", "label-typo")
def prose_misspelt(case: Case) -> Says:
    """绩效目标等文字里有常见错别字（完场、布署、拔付）。

    为什么：只对照常见错别字表（每个词都规定了上下文）和本表自己的单位名、项目名、指标名；人名、地名、数字一概不动。
    不合格：完场全年培训任务
    合格：　完成全年培训任务
    """
    form = case.form
    named = (form.filer, form.department, form.implementer, form.project_name, *(row.name for row in case.named))
    names = {name for name in named if name}
    for field, name in _PROSE:
        text = getattr(case.form.texts, field)
        if not text:
            continue
        for start, end, observed, expected, _why in prose_typos(text, case.rules.confusions, names):
            left, right = max(0, start - 8), min(len(text), end + 8)
            around = text[left:right].replace("\n", " ")
            yield Fault(
                f"{name}里“{around}”的“{observed}”应为“{expected}”，请改正。",
                f"/texts/{field}", observed=around, expected=around[: start - left] + expected + around[end - left :],
                spans=[[start - left, end - left]],
            )  # fmt: skip
