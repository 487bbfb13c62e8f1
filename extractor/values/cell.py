"""A value cell as a whole: placeholders, one value, several values, text. The row around it comes as `Context`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from extractor.values.bounds import read_range, read_ratio
from extractor.values.deadline import read_when
from extractor.values.number import EXACT, fold_value, has_digit_gap, plain
from extractor.values.quantity import read_number
from extractor.values.reading import OPERATOR, OPERATORS, Context, Reading
from extractor.values.sentence import read_sentence
from extractor.values.signs import unknown_signs, without_note_marks

MAX_LENGTH = 400
_NUMBERED_REMARK = re.compile(r"\([^()]*[0-9][^()]*\)")
_PLAIN_REMARK = re.compile(r"(?<=[0-9%‰\u4e00-\u9fff])\([^()0-9]{1,12}\)(?=[^()]*\))")
"""A remark without numbers inside another bracket (设备30万元(含税))."""
_CUT_REMARK = re.compile(r"\([^()]*[\u4e00-\u9fff][^()]*\Z")
_SQUARE_BREAKDOWN = re.compile(r"\[[^\[\]]*(?:其中|[0-9][万亿元人])[^\[\]]*\]\Z")
_UNIT_BRACKET = re.compile(r"\[([^\[\]]{1,24})\]\Z")
_UNIT_BRACKETS = re.compile(r"\[[^\[\]]{1,24}\](?=;|\Z)")
"""The units of several values: 0[座];2[座]."""
_INCLUSIVE = re.compile(r"\((不?含)[^()]{0,12}\)")
_CURRENCY = re.compile(rf"\A((?:{OPERATOR})?)[¥￥]([0-9][0-9,.]*[万亿]?)元?\Z")
_NUMBERED = re.compile(r"\A(?:[0-9]{1,2}、|\([0-9]{1,2}\)|[①-⑳])(?=[≥≤<>=])")
_NAMED_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")
_LEVEL_OF_YEAR = re.compile(r"(?:19|20)[0-9]{2}年[^0-9]*(?:水平|标准|同期)\Z")
"""不低于2023年水平."""
_QUOTED = re.compile(r"\A[“\"‘']([^“”\"‘’']*)[”\"’']\Z")
_MORE_THAN = re.compile(r"\A超(?=[0-9])")
_BLANK_DATE = re.compile(r"[xX×*_…]*年[xX×*_…]*月(?:[xX×*_…]*日)?\Z")
_QUICKLY = re.compile(r"[0-9].*[%人个次]\Z", re.S)
"""What most values look like, and nothing else does."""
_DASHED_UNIT = re.compile(r"\A[-—/]+")
_SQUARE = re.compile(r"(?<=[0-9万亿kKhHcCdD/]m)[23](?![0-9.])")
_POWER = re.compile(
    r"(?P<num>(?<![0-9.])[0-9]{1,9}(?:\.[0-9]{1,9})?)[×xX*·]10(?:(?P<raised>[¹²³⁰⁴-⁹]{1,2})|(?:\^"
    r"|\*\*)(?P<typed>[0-9]{1,2})(?![0-9.]))"
)
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TEXT = Reading("text")
_DASHES = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "———",
        "————",
        "/",
        "//",
        "\\",
        "_",
        "*",
        "?",
        "??",
        "()",
        "~",
        "、",
        ".",
        "。",
        "空",
        "[]",
    }
)
_BLANK_MARK = re.compile(
    r"\*{1,}|×{1,}|[xX]{2,}|_{2,}|□+|[○〇]+(?=[^一二三四五六七八九十年]|\Z)|\.{3,}|。{2,}|…+|\(\)|\?+"
    r"|[xX×](?=[^A-Za-z]|\Z)"
)
LEADING_OPERATOR = re.compile(rf"(?!不超支)(?P<op>{OPERATOR})(?P<rest>.*)\Z", re.S)
"""超支 is a word: its 支 is no unit."""
_TEXT_OP = re.compile(r"(≥|>=|≤|<=|>|<|=|不低于|不少于|不小于|不超过|不超|不高于|不大于|不突破|不得低于|不得超过)")
_WITHIN_TEXT = re.compile(r"(?:控制)?在.{2,20}(?:以内|之内|范围内|(?<![国区县市省镇乡村校院室境])内)\Z")


def _read_placeholder(text: str, ctx: Context) -> Reading | None:
    """Blank, dashes, ** and unit-only cells: `empty`, with the operator and unit that are printed."""
    if text in _DASHES or _BLANK_DATE.match(text):
        return Reading("empty", ctx.operator, unit=ctx.unit)
    leading = LEADING_OPERATOR.match(text)
    operator = OPERATORS[leading["op"]] if leading else None
    rest = leading["rest"] if leading else text
    bare = _BLANK_MARK.sub("", rest)
    marked = bare != rest
    bare = re.sub(r"(?:以上|以下|左右|以内)\Z", "", bare) if marked else bare
    if bare.startswith("(") and bare.endswith(")") and ctx.units.lookup(bare[1:-1]):
        bare, marked = bare[1:-1], True
    if bare[:1] in ("-", "—", "/") and ctx.units.lookup(_DASHED_UNIT.sub("", bare)):
        bare, marked = _DASHED_UNIT.sub("", bare), True
    unit = ctx.units.lookup(bare) if bare else None
    if unit is not None and (
        marked or leading or (len(bare) > 1 and not ctx.units.is_noun(bare)) or bare in _UNIT_ONLY
    ):
        return Reading("empty", operator or ctx.operator, unit=unit.text)
    if not bare and (marked or leading):
        return Reading("empty", operator or ctx.operator, unit=ctx.unit)
    if marked and all(p == "" or ctx.units.lookup(p) for p in re.split(r"[、,;/≥≤<>=]", bare)):
        return Reading("empty", operator or ctx.operator)
    return None


_OPEN_SPAN = re.compile(r"[0-9%年月日次个人元](?:[-~—]|至)\Z")
"""The end of a span is missing: 3月至, 90%-."""
_UNIT_ONLY = frozenset("人次个%‰台套件户亩元米吨辆座处条份场期篇项天年月日")
_SINGLE = {"number", "range", "ratio", "date", "period"}


def _read_bracketed(text: str, ctx: Context) -> Reading | None:
    bracket = _UNIT_BRACKET.search(text)
    unit = ctx.units.normalise(bracket[1]) if bracket else None
    if bracket is None or unit is None:
        return None
    return _read_folded(text[: bracket.start()], replace(ctx, unit=unit.text))


def _read_one(text: str, ctx: Context) -> Reading | None:
    if text.endswith("]") and text[0] not in "[(":
        return _read_bracketed(text, ctx)
    return read_when(text, ctx) or read_number(text, ctx) or read_ratio(text, ctx) or read_range(text, ctx)


def _split(text: str, mark: str) -> list[str]:
    return re.split(r"(?<![0-9]),|,(?![0-9])", text) if mark == "," else text.split(mark)


def _read_parts(pieces: Sequence[str], ctx: Context, mark: str) -> Reading | None:
    pieces = [p for p in pieces if p]
    if not 2 <= len(pieces) <= 12:
        return None
    named = _NAMED_YEAR.match(pieces[0])
    if named and ctx.year != int(named[0]):  # 2024年6月、12月: the year covers what follows
        ctx = replace(ctx, year=int(named[0]))
    parts = [_read_one(p, ctx) or (read_sentence(p, ctx, longest=10) if mark != "/" else None) for p in pieces]
    if any(p is None or p.kind not in _SINGLE for p in parts):
        return None
    found = [replace(p, written=piece) for p, piece in zip(parts, pieces) if p is not None]
    found = _share_percent(pieces, found, mark)
    bare = any(p.kind == "number" and p.unit is None for p in found) or any(
        re.fullmatch(r"[0-9.,]+", piece) and p.unit != "%" for piece, p in zip(pieces, found)
    )
    if mark == "/" and len({p.unit for p in found}) > 1:
        return None
    if bare and not (mark == ";" or (mark == "/" and len(pieces) >= 3)):
        return None
    return Reading("compound", parts=tuple(found))


def _share_percent(pieces: Sequence[str], parts: list[Reading], mark: str) -> list[Reading]:
    """100/90/85% -> each in %: the sign behind the last one covers bare numbers before it."""
    last = parts[-1]
    if mark not in "/、" or any(len(p) < 2 for p in pieces) or last.kind != "number" or last.unit != "%":
        return parts
    if not all(re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", p) for p in pieces[:-1]):
        return parts
    return [replace(p, unit="%") for p in parts]


def _read_compound(text: str, ctx: Context) -> Reading | None:
    for mark in (";", "、", ",", "/"):
        if mark in text:
            found = _read_parts(_split(text.rstrip(";、,。"), mark), ctx, mark)
            if found is not None:
                return found
    return None


def _read_text(text: str) -> Reading:
    match = _TEXT_OP.match(text)
    if match:
        return Reading("text", OPERATORS[match[1]])
    return Reading("text", "<=") if _WITHIN_TEXT.match(text) else _TEXT


def _written_out(match: re.Match[str]) -> str:
    """9.5×10³ -> 9500."""
    power = int((match["raised"] or match["typed"]).translate(_RAISED_DIGITS))
    return plain(Decimal(match["num"]).scaleb(power, EXACT))


def _read_folded(text: str, ctx: Context) -> Reading:
    """A cell without white space; a unit in square brackets at its end counts as the unit column's."""
    if len(text) > MAX_LENGTH or _OPEN_SPAN.search(text):
        return _TEXT
    if text.endswith("]") and text.count("]") == 1 and text[0] not in "[(":
        said = _read_remarked(text.replace("[", "(").replace("]", ")"), ctx) if _SQUARE_BREAKDOWN.search(text) else None
        return _read_bracketed(text, ctx) or said or _TEXT
    text = _MORE_THAN.sub("超过", _NUMBERED.sub("", _QUOTED.sub(r"\1", text)))
    text = _CURRENCY.sub(r"\1\2元", text) if text[-1:] in "元万亿0123456789" else text
    text = _SQUARE.sub(lambda m: "²" if m[0] == "2" else "³", _INCLUSIVE.sub(r"(\1)", text))
    found = read_number(text, ctx) if _QUICKLY.match(text) else None
    found = found or _read_placeholder(text, ctx)
    if found is not None:
        return found
    if text.startswith("定性"):
        rest = text.removeprefix("定性")
        return _read_folded(rest, ctx) if re.search("[0-9]", rest) and not rest.startswith("定性") else _TEXT
    found = _read_one(text, ctx) or _read_compound(text, ctx) or read_sentence(text, ctx) or _read_remarked(text, ctx)
    return found or _read_text(text)


def _read_remarked(text: str, ctx: Context) -> Reading | None:
    """A value whose bracket holds a remark with numbers of its own: 4次(每季度1次),
    36万元(设备30万元(含税), cut off.
    """
    outside = text + ")" * (text.count("(") - text.count(")")) if _CUT_REMARK.search(text) else text
    while (rest := _NUMBERED_REMARK.sub("", _PLAIN_REMARK.sub("", outside))) != outside:
        outside = rest
    if outside == text or not re.search("[0-9]", outside):
        return None
    found = _read_one(outside, ctx)
    return found if found is not None and found.kind in ("number", "range") else None


def _read_lines(cell: str, ctx: Context) -> Reading | None:
    """Several values on lines of their own, each with its unit."""
    lines = [line for line in (fold_value(line).rstrip(";、,。") for line in cell.splitlines()) if line]
    if len(lines) < 2 or any(has_digit_gap(line) for line in cell.splitlines()):
        return None
    if any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(lines)):
        return None
    found = _read_parts(lines, ctx, "\n") if all(re.search("[0-9]", line) for line in lines) else None
    if found is None or any(p.kind == "number" and not p.unit for p in found.parts):
        return None
    return found


@lru_cache(maxsize=32768)
def read_cell(cell: str, ctx: Context) -> tuple[Reading, bool]:
    """The reading of a stripped cell, and whether its lines are values of their own."""
    if "\n" in cell and len(cell) <= MAX_LENGTH:
        lines = _read_lines(cell, ctx)
        if lines is not None and not unknown_signs(fold_value(cell)):
            return lines, True
    folded = without_note_marks(fold_value(cell))
    if "10" in folded:
        folded = _POWER.sub(_written_out, folded)
    if len(cell) <= MAX_LENGTH and has_digit_gap(cell):
        when = read_when(folded, ctx)
        return (when if when is not None else _read_text(folded)), False
    found = _read_folded(folded, ctx)
    if found.kind == "number" and found.unit in ("年", "年度") and _LEVEL_OF_YEAR.search(folded):
        found = _read_text(folded)  # as good as in that year (K21: relative values)
    if found.kind not in ("text", "empty") and unknown_signs(_UNIT_BRACKETS.sub("", folded)):
        found = _read_text(folded)
    return found, False
