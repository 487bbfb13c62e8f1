"""What a cell's own kind and its column's habit say against a reading: put in doubt with the other reading, never put
right.

The recognisers are trained on words. In a column of values they make letters of signs and digits, drop a thin /, end a
number with 。 — each of them surely enough to pass. Here the finished cells of a table are looked at once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.matching.loading import matcher_in_force
from extractor.matching.matcher import Match, MatchKind
from extractor.model.document import Cell, Grid

DOUBT = 0.7
"""Confidence of a cell that goes against its habit: under what a person is asked to look at."""
CERTAIN = 0.985
"""Probability from which a misspelt word of the form is the filer's."""
MOST_PARTS = 6
"""Lines of a cell beyond which it is prose."""
_KINDS: tuple[MatchKind, ...] = ("level2", "level1", "field", "header")
_SIGN = "≥≤≧≦＞＜><=＝"
_WORDED = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")
"""What a word of the form has, and a figure or a sign has not."""
_VALUE = re.compile(rf"^[{_SIGN}]{{0,2}}\s*\d[\d.,]*\s*[%％‰]?[^\d\s]{{0,4}}$")
_LONE = re.compile(rf"^[{_SIGN}/／—\-]{{1,2}}$")
_LETTERS = str.maketrans("OoQDlIi|SZB", "00001111528")
_NUMBER = re.compile(rf"^([{_SIGN}]{{0,2}})([\dOoQDlIi|SZB.]*\d[\dOoQDlIi|SZB.]*)([%％]?|[\u4e00-\u9fff]{{1,3}})$")
_MISREAD_SIGN = {"N": "≥", "M": "≥", "W": "≥", "V": "≥", "Z": "≥", "三": "≥", "二": "=", "一": "=", "v": ">"}
_UNIT = re.compile(r"元(?=(?:[人户亩天月年次个台套件辆吨]|平方米|公里)$)")
_COMMA = re.compile(rf"^([{_SIGN}]?\d+)[,，](?=\d{{1,2}}(?:\D{{1,3}})?$)")
_STOP = re.compile(r"(?<=\d)[。．](?=\d)")
_TAIL = re.compile(r"(?<=[\d%％])[。，,、.．·]$")
_SIGN_TAIL = re.compile(rf"(?<=[\d%％])[{_SIGN}°]$")
_MILLE = re.compile(r"(?<=\d)[%％][0oO]$|^[%％][0oO]$")
_SQUARE = re.compile(r"(?<=\d)m$|^m$")
_LEAD = re.compile(r"^[.．·'`,，、:：](?=[\u4e00-\u9fff\d(（≥≤≧≦])")
_SPECK_TAIL = re.compile(r"(?<=[\u4e00-\u9fff%％)）])[.．·'`]$")
_POINTS = re.compile(r"^\d{1,3}(?:\.\d{3})+\.\d{1,2}(?!\d)")
_LAST_ONE = re.compile(r"(?<=[%％])\s*[1lI|丨]$")
_TICK = re.compile(r"\s{2,}[A-Za-z√✓/、]{1,2}$")
_TICK_HEAD = re.compile(r"^[A-Za-z√✓、|丨]{1,2}\s{2,}(?=[\u4e00-\u9fff])")
_STROKE_TAIL = re.compile(r"(?<=[\u4e00-\u9fff\d%％)）])\s*[/／\\|✓]$")
_LETTER_TAIL = re.compile(r"(?<=[\u4e00-\u9fff])[LlIJV|丨]$")
"""What the corner of two rulings is read as."""
_STROKE_HEAD = re.compile(r"^[/／\\|]\s*(?=[\u4e00-\u9fff]{2})|[/／](?=[：:])")
_STROKE_LINE = re.compile(r"^[VvLl√✓/／\\|丶]\n|\n[VvLl√✓/／\\|丶]$")
"""A line of its own that is no more than the stroke of a pen reaching over from the next cell."""
_SHARE = re.compile(r"((?:率|满意度|比例|占比|比重)(?:达到?|不低于|不少于|保持在|为)?\d{2,3})(?=以上|以内)")
"""A share without its sign: a model drops the % within a line."""
_TWO_POINTS = re.compile(r"(?<=\d)\s*[.．,，·]\s*[.．,，·]\s*(?=\d)")
_TEN_THOUSAND = re.compile(r"(?<![\u4e00-\u9fff])[方力刀](?=元)")
_COLON = re.compile(r"(?<=\d\d)[:：](?=\d{3,})")
_NO_LEVEL = re.compile(r"^级(?=(?:绩效)?指标)")
_BOX = re.compile(r"[口囗](?=[是否有无])")
_QUOTES = re.compile('[“”"]')
_LISTED = re.compile(r"(?:^|\n|[;；。])\s*[\d一二三四五六七八九十]{1,3}[)）]")


def check_habits(grid: Grid) -> None:
    """Doubts the cells of a recognised table whose text is against their kind or their column."""
    for column in _columns(grid):
        texts = [_bare(cell.text) for cell in column]
        told = [text for text in texts if text]
        values = sum(bool(_VALUE.match(text)) for text in told)
        lone = sum(bool(_LONE.match(text)) for text in told)
        signed = sum(text[0] in _SIGN for text in told)
        shares = 2 * sum(text[-1] in "%％" for text in told) >= len(told) > 2
        figures = sum(text[0] in _SIGN or text[0].isdigit() for text in told)
        nearly_all = signed >= 5 and signed >= 0.8 * figures
        ordinals = any(text[0] in "二三（(" for text in told)
        for cell, text in zip(column, texts):
            if not text:
                continue
            if lone >= 3 and 2 * lone >= len(told):
                _doubt(cell, lone_sign(text))
            if values >= 3 and 2 * values >= len(told):
                _doubt(cell, value(text, signed >= 3 and 2 * signed >= len(told), nearly_all, shares))
            if text == "一" and not ordinals:
                _doubt(cell, "—")
    for cell in grid.cells:
        _doubt(cell, anywhere(cell.text))
        _doubt(cell, misread_label(_bare(cell.text), cell.confidence or 0.0))


TWO_HEADS = "一格里有两个栏目，中间可能缺少框线"


def holds_two_heads(grid: Grid) -> bool:
    """Whether a merged cell holds two heads of the form, one under or beside the other: a ruling between is lost."""
    return any(_two_heads(cell.text) for cell in grid.cells if cell.rowspan > 1 or cell.colspan > 1)


def _two_heads(text: str) -> bool:
    parts = [_bare(part) for part in re.split(r"\n|\s{2,}", text)]
    if not 2 <= len(parts) <= MOST_PARTS or as_label("".join(parts)) is not None:
        return False
    return any(_is_head("".join(parts[:i])) and _is_head("".join(parts[i:])) for i in range(1, len(parts)))


def _is_head(text: str) -> bool:
    match = as_label(text)
    return match is not None and not match.typo and match.kind in ("level1", "level2", "header")


def _columns(grid: Grid) -> Iterator[list[Cell]]:
    for number in range(grid.cols):
        yield [cell for cell in grid.cells if cell.col == number and cell.colspan == 1 and cell.confidence is not None]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _doubt(cell: Cell, other: str | None) -> None:
    """Put in doubt; `other` None: nothing to doubt, "": no other reading known."""
    if other is None or cell.confidence is None:
        return
    cell.confidence = min(cell.confidence, DOUBT)
    if other and other not in cell.alternatives:
        cell.alternatives.append(other)


def as_label(text: str) -> Match | None:
    """The word of the form that a short text is, or is one character off; None for other texts."""
    if not 2 <= len(text) <= 16 or not _WORDED.search(text):
        return None
    matcher = matcher_in_force()
    typo: Match | None = None
    for kind in _KINDS:
        match = matcher.match(text, kind)
        if match.method in ("exact", "alias") and not match.typo:
            return match
        if typo is None and match.typo and match.expected:
            typo = match
    return typo


def misread_label(text: str, confidence: float) -> str | None:
    """The word of the form that a text is one character off and was not read with certainty; None: the filer's own."""
    label = as_label(text) if confidence < CERTAIN else None
    return label.expected if label is not None and label.typo else None


def lone_sign(text: str) -> str | None:
    """The other reading of a cell in a column of lone signs (≥, =, ≤, /); None where it fits."""
    return _MISREAD_SIGN.get(text)


def value(text: str, signed: bool, nearly_all: bool = False, shares: bool = False) -> str | None:
    """The other reading of a cell in a column of values; None where it fits.

    `signed`: most of the column has signs, `nearly_all`: next to all others have; `shares`: most are shares of 100.
    """
    if len(text) > 1 and text[0] in _MISREAD_SIGN and (text[1].isdigit() or (text[0] == "v" and text[1] == "=")):
        return _MISREAD_SIGN[text[0]] + text[1:]
    number = _NUMBER.match(text)
    if number and not re.fullmatch(r"[\d.]+", number[2]):
        return number[1] + number[2].translate(_LETTERS) + number[3]
    if signed and re.fullmatch(r"[2Z7]\d{2}(?:\.\d+)?[%％]", text):
        # No share is over 100 where the column says ≥ 95 %: the first digit may be the sign.
        return "≥" + text[1:]
    if nearly_all and re.match(r"[27Z]\d+(?!\d*[年月日.])", text):
        return "≥" + text[1:]
    if shares and (found := re.fullmatch(rf"([{_SIGN}]?100)[1lI|7]", text)):
        return f"{found[1]}%"
    if re.fullmatch(rf"[{_SIGN}]?\d[^:：\n]*[:：]", text):
        return text[:-1]
    if _TAIL.search(text):
        return _TAIL.sub("", text)
    return None


def anywhere(text: str) -> str | None:
    """The other reading of a text that no form writes so; None where there is nothing against it."""
    if len(text) <= 24:
        for pattern, right in (
            (_UNIT, "元/"),
            (_STOP, "."),
            (_COMMA, r"\1."),
            (_SIGN_TAIL, ""),
            (_MILLE, "‰"),
            (_SQUARE, "㎡"),
            (_LEAD, ""),
            (_SPECK_TAIL, ""),
            (_LAST_ONE, ""),
            (_TICK, ""),
            (_TICK_HEAD, ""),
            (_STROKE_TAIL, ""),
            (_STROKE_HEAD, ""),
            (_LETTER_TAIL, ""),
            (_COLON, "."),
            (_TWO_POINTS, "."),
            (_TEN_THOUSAND, "万"),
            (_NO_LEVEL, "一级"),
        ):
            if pattern.search(text):
                return pattern.sub(right, text)
        if pointed := _POINTS.match(text):
            whole, _, cents = pointed[0].rpartition(".")
            return whole.replace(".", ",") + "." + cents + text[pointed.end() :]
        if unbalanced(text):
            return ""
    if _STROKE_LINE.search(text):
        return _STROKE_LINE.sub("", text)
    if _SHARE.search(text):
        return _SHARE.sub(r"\1%", text)
    if (other := quoted_in_turn(text)) is not None:
        return other
    return _BOX.sub("□", text) if _BOX.search(text) else None


def quoted_in_turn(text: str) -> str | None:
    """The text with its quotation marks opening and closing by turns; None where they do, "" where one is lost.

    Straight ones alone tell nothing: they are typed so.
    """
    marks = _QUOTES.findall(text)
    turns = "“”" * (len(marks) // 2 + 1)
    if not set(marks) & {"“", "”"} or all(mark == turn for mark, turn in zip(marks, turns)):
        return None
    if len(marks) % 2:
        return ""
    by_turns = iter(turns)
    return _QUOTES.sub(lambda _found: next(by_turns), text)


def unbalanced(text: str) -> bool:
    """Whether a bracket that opens and does not close, or closes what was not opened (numbering as 1) aside)."""
    depth = 0
    for mark in _LISTED.sub("", text):
        depth += (mark in "(（") - (mark in ")）")
        if depth < 0:
            return True
    return depth != 0
