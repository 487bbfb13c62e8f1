"""What a sheet's cell shows: a stored number and its number format -> the text on the screen.

Covers the formats of ECMA-376 part 1, 18.8.31 as Chinese Excel and WPS show them: sections and conditions, digits,
thousands, percent, exponents, fractions, dates, elapsed time, [DBNum1]. Numbers are Decimals of 15 significant
digits, which is all that Excel itself keeps; so 0.1+0.2 is 0.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from extractor.readers.sheet.datefmt import is_date_code, show_date
from extractor.values.number import plain

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;-¥#,##0",
    7: "¥#,##0.00;-¥#,##0.00", 8: "¥#,##0.00;-¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-;@", 42: "¥#,##0;-¥#,##0;¥-;@",
    43: "#,##0.00;-#,##0.00;-;@", 44: "¥#,##0.00;-¥#,##0.00;¥-;@", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""Built-in format numbers as a Chinese system shows them (27 to 36 and 50 to 58 are zh-CN's own)."""

GENERAL_WIDTH = 11
"""Characters that General gives a number with decimals."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-](?=[0#?]))|(?P<digit>[0#?])|(?P<mark>[.,%/@])|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_MAX_FORMAT = 512
_FIFTEEN, _SIX, _WIDE = Context(prec=15), Context(prec=6), Context(prec=700)
_QUICK = re.compile(r"(?P<whole>#,##0|0)(?:\.(?P<decimals>0+))?(?P<percent>%?)$")


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    date: bool
    native: bool
    """[DBNum1]: digits as 一二三."""


@dataclass(frozen=True, slots=True)
class _Quick:
    """The everyday formats (0, 0.00, #,##0.00, 0%, with words around them), shown without a walk over tokens."""

    before: str
    unit: Decimal
    spec: str
    percent: bool
    after: str

    def show(self, value: Decimal) -> str:
        rounded = (value.scaleb(2) if self.percent else value).quantize(self.unit, ROUND_HALF_UP, _WIDE)
        return f"{self.before}{rounded:{self.spec}}{self.after}".strip()


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A compiled number format."""

    code: str
    sections: tuple[_Section, ...]
    quick: _Quick | None = None
    """Set where the section for positive numbers is an everyday one."""
    words: _Section | None = None
    """The section for texts: the fourth, or the last of fewer where it has an @."""

    def show(self, value: Decimal, date1904: bool = False) -> str:
        """The text Excel shows for a number."""
        if self.quick is not None and value > 0:
            return self.quick.show(value)
        section, signed = self._choose(value)
        if section.date:
            shown = show_date(value, section.tokens, date1904, section.native)
            return general(value) if shown is None else shown
        return _show_number(section, value if signed else abs(value))

    @property
    def changes_text(self) -> bool:
        """Whether a text cell shows anything but its text: "≥"@, or nothing at all (;;;)."""
        return self.words is not None and "".join(part for _, part in self.words.tokens).strip() != "@"

    def show_text(self, text: str) -> str:
        """The text Excel shows for a text cell: by the section for texts, where there is one."""
        if self.words is None:
            return text
        return "".join(text if (kind, part) == ("mark", "@") else part for kind, part in self.words.tokens).strip()

    def _choose(self, value: Decimal) -> tuple[_Section, bool]:
        """The section for a value, and whether it must write the minus sign itself."""
        sections = self.sections
        if any(section.condition for section in sections):
            for section in sections:
                if section.condition is None or _holds(value, section.condition):
                    return section, not _only_negative(section.condition)
            return sections[-1], True
        if value < 0 and len(sections) > 1:
            return sections[1], False
        if value == 0 and len(sections) > 2:
            return sections[2], True
        return sections[0], True


@lru_cache(maxsize=512)
def compiled(code: str) -> NumberFormat:
    """Compile a format code; an overlong or empty one counts as General."""
    code = code if 0 < len(code) <= _MAX_FORMAT else "General"
    sections = tuple(_section(part) for part in _split(code)[:4])
    words = (
        sections[-1]
        if len(sections) == 4 or (("mark", "@") in sections[-1].tokens and not sections[-1].condition)
        else None
    )
    numbers = sections[: 3 if words is None else -1] or sections
    plain_sections = not any(section.condition for section in numbers)
    return NumberFormat(code, numbers, _quick(numbers[0]) if plain_sections else None, words)


def _quick(section: _Section) -> _Quick | None:
    kinds = [kind if kind in ("digit", "mark") else "word" for kind, _ in section.tokens]
    if "digit" not in kinds or any(kind not in ("text", "other", "digit", "mark") for kind, _ in section.tokens):
        return None
    first, last = kinds.index("digit"), len(kinds) - kinds[::-1].index("digit")
    while last < len(kinds) and kinds[last] == "mark":
        last += 1
    body = section.tokens[first:last]
    found = _QUICK.match("".join(text for _, text in body))
    around = kinds[:first] + kinds[last:]
    if section.date or found is None or "word" in kinds[first:last] or "mark" in around:
        return None
    decimals = len(found["decimals"] or "")
    return _Quick(
        "".join(text for _, text in section.tokens[:first]),
        Decimal(1).scaleb(-decimals),
        "," * (found["whole"] != "0") + f".{decimals}f",
        bool(found["percent"]),
        found["percent"] + "".join(text for _, text in section.tokens[last:]),
    )


def parse_number(raw: str) -> Decimal | None:
    """A stored number, to the 15 significant digits Excel keeps; None where it is none or out of range."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 308:
        return None
    if len(raw) <= 15 or len(value.as_tuple().digits) <= 15:
        return value
    if value == value.to_integral_value() and value.adjusted() < 21:
        return value.to_integral_value()
    return _FIFTEEN.plus(value)


def general(value: Decimal) -> str:
    """What General shows. Long whole numbers (codes) keep their digits, where Excel would write 1.2E+17."""
    text = plain(value)
    room = GENERAL_WIDTH + (value < 0)
    if "." not in text or len(text) <= room:
        return text
    if abs(value) < Decimal("1e-4"):
        mantissa, _, exponent = f"{_SIX.plus(value):E}".partition("E")
        return f"{plain(Decimal(mantissa))}E{int(exponent):+03d}"
    decimals = max(room - text.index(".") - 1, 0)
    return plain(_rounded(value, decimals))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def _split(code: str) -> list[str]:
    """Sections, parted by semicolons outside quotes, brackets and escapes."""
    parts = [""]
    for token in _TOKEN.finditer(code):
        if token.group() == ";":
            parts.append("")
        else:
            parts[-1] += token.group()
    return parts


def _section(code: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    native = False
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or 0)
        if kind in ("quoted", "escaped"):
            tokens.append(("text", text))
        elif kind == "pad":
            tokens.append(("text", " "))
        elif kind == "bracket":
            found = _CONDITION.match(text)
            if found:
                condition = (found.group(1), Decimal(found.group(2)))
            elif text.lower().startswith("dbnum"):
                native = native or text[-1] in "12"
            elif text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                tokens.append(("elapsed", text.lower()))
            elif text.startswith("$"):
                tokens.extend(_locale(text))
        elif kind != "fill":
            tokens.append((kind, text))
    return _Section(tuple(tokens), condition, is_date_code(tokens), native)


def _locale(text: str) -> list[tuple[str, str]]:
    """[$¥-804]: a currency sign; [$-F800] and [$-F400]: the system's long date and time."""
    sign, _, place = text[1:].partition("-")
    return [("system", place.upper())] if place.upper() in ("F800", "F400") else [("text", sign)] if sign else []


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


def _only_negative(condition: tuple[str, Decimal] | None) -> bool:
    """A section that only negative numbers come to writes the minus sign itself, if it wants one."""
    return condition is not None and (
        (condition[0] == "<" and condition[1] <= 0) or (condition[0] == "<=" and condition[1] < 0)
    )


def _show_number(section: _Section, value: Decimal) -> str:
    tokens = section.tokens
    if any(kind == "general" for kind, _ in tokens) or any(t == ("mark", "@") for t in tokens):
        text = general(abs(value))
        sign = "-" if value < 0 and text != "0" else ""
        return sign + "".join(
            text if kind == "general" or (kind, part) == ("mark", "@") else part for kind, part in tokens
        )
    if not any(kind == "digit" for kind, _ in tokens):
        text = "".join(part for kind, part in tokens if kind in ("text", "other", "mark"))
        return ("-" + text if value < 0 and text else text).strip()
    first = next(i for i, (kind, _) in enumerate(tokens) if kind == "digit" or (kind, _) == ("mark", "."))
    last = max(i for i, (kind, _) in enumerate(tokens) if kind == "digit")
    while last + 1 < len(tokens) and tokens[last + 1] in (("mark", ","), ("mark", ".")):
        last += 1
    body = tokens[first : last + 1]
    percents = sum(token == ("mark", "%") for token in tokens)
    digits = _digits(body, abs(value).scaleb(2 * percents))
    sign = "-" if value < 0 and re.search("[1-9]", digits) else ""
    before = "".join(part for _, part in tokens[:first])
    after = "".join(part for _, part in tokens[last + 1 :])
    return (sign + before + digits + after).strip()


def _digits(body: tuple[tuple[str, str], ...], value: Decimal) -> str:
    """The digits themselves, for the part of a section between its first and last placeholder."""
    kinds = [kind for kind, _ in body]
    if "exponent" in kinds:
        return _scientific(body, value)
    if ("mark", "/") in body:
        return _fraction(body, value)
    point = body.index(("mark", ".")) if ("mark", ".") in body else len(body)
    whole, part = body[:point], body[point + 1 :]
    scale = 0
    tail = list(part) if part else list(whole)
    while tail and tail[-1] == ("mark", ","):
        tail.pop()
        scale += 1
    decimals = sum(kind == "digit" for kind, _ in part)
    rounded = _rounded(value.scaleb(-3 * scale), decimals)
    integer, _, fraction = format(rounded, "f").partition(".")
    places = [text for kind, text in whole if kind == "digit"]
    inner = whole[: len(whole) - (scale if not part else 0)]
    grouped = ("mark", ",") in inner
    literal = [text for kind, text in whole if kind in ("text", "other")]
    if literal and places:
        return _masked(whole, integer, grouped) + _decimals(part, fraction, point < len(body))
    integer = integer.rjust(sum(place == "0" for place in places), "0").replace(" ", "0")
    if integer == "0" and "0" not in places:
        integer = ""
    integer = integer.zfill(sum(place == "0" for place in places))
    if grouped:
        integer = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", integer)
    return integer + _decimals(part, fraction, point < len(body))


def _decimals(part: tuple[tuple[str, str], ...], fraction: str, point: bool) -> str:
    if not point:
        return ""
    places = [text for kind, text in part if kind == "digit"]
    keep = len(places)
    while keep and places[keep - 1] in "#?" and fraction[keep - 1 : keep] == "0":
        keep -= 1
    return "." + fraction[:keep]


def _masked(whole: tuple[tuple[str, str], ...], integer: str, grouped: bool) -> str:
    """Digits dealt out from the right among literals: 000-0000; with thousands separators they stand between digits."""
    left = list(integer)
    out: list[str] = []
    slots = sum(kind == "digit" for kind, _ in whole)
    dealt = 0
    for kind, text in reversed(whole):
        if kind == "digit":
            slots -= 1
            for digit in (
                [left.pop() if left else "0" * (text == "0")] if slots else left[::-1] or ["0" * (text == "0")]
            ):
                out.append("," if grouped and dealt and dealt % 3 == 0 and digit else "")
                out.append(digit)
                dealt += 1
        elif kind != "mark":
            out.append(text)
    return "".join(reversed(out))


def _scientific(body: tuple[tuple[str, str], ...], value: Decimal) -> str:
    at = [kind for kind, _ in body].index("exponent")
    decimals = sum(kind == "digit" for kind, _ in body[:at]) - 1
    width = sum(kind == "digit" for kind, _ in body[at:])
    rounded = Context(prec=max(decimals, 0) + 1, rounding=ROUND_HALF_UP).plus(value) if value else Decimal(0)
    mantissa, _, exponent = f"{rounded:.{max(decimals, 0)}E}".partition("E")
    power = int(exponent or 0) if value else 0
    sign = "-" if power < 0 else "+" if body[at][1][1] == "+" else ""
    return f"{mantissa}E{sign}{abs(power):0{width}d}"


def _fraction(body: tuple[tuple[str, str], ...], value: Decimal) -> str:
    """# ?/? and # ??/??, and a fixed denominator."""
    from fractions import Fraction

    slash = body.index(("mark", "/"))
    below = "".join(text for _, text in body[slash + 1 :])
    fixed = int(below) if below.isdigit() and int(below) else 0
    exact = Fraction(value)
    if fixed and all(kind in ("digit", "mark") for kind, _ in body[:slash]):
        return f"{round(exact * fixed)}/{fixed}"
    whole = int(exact)
    rest = exact - whole
    if fixed:
        part = Fraction(round(rest * fixed), 1)
        return f"{whole} {part.numerator}/{fixed}".strip() if part else str(whole)
    near = rest.limit_denominator(10 ** max(len(below.strip()), 1) - 1)
    if near == 0 or near == 1:
        return str(whole + int(near))
    return f"{whole} {near.numerator}/{near.denominator}" if whole else f"{near.numerator}/{near.denominator}"
