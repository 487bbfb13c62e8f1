"""A list's number as Word and web pages show it: 三、 ③ iv. 甲."""

from __future__ import annotations

DECORATION = frozenset("•●○◦▪▫■◆◇◼◻◾◽▶►▸▷➢➤➔→⇒❖✦✧★☆·∙⋅‧・*＊-–—―_❏❐⚫⚪⬤⬩◉◎✱✲✴✵✶✷✸✹🔾🞄🞅🞆🞇🞈🞉")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


_COUNTED = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "koreanCounting", "japaneseDigitalTenThousand", "taiwaneseDigital",
})  # fmt: skip
"""Word's names of the ways of counting in plain Chinese numerals."""


def counted(number: int, form: str) -> str:
    """A list's number as Word writes it: counted(3, "chineseCounting") -> "三"."""
    if form in _COUNTED:
        digital = form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
        return "".join(_DIGITS[int(d)] for d in str(number)) if digital else chinese(number, _DIGITS, "十百千")
    if form in ("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"):
        return chinese(number, _LEGAL, "拾佰仟", short=False)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return f"({number})"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(d)) for d in str(number))
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return _BRANCHES[number - 1]
    return "" if form == "none" else str(number)


def chinese(number: int, digits: str, places: str, *, short: bool = True) -> str:
    """A number below ten thousand in Chinese; `short`: 十二, not 一十二.

    Args:
        number: 1 to 9999; 0 gives the first of `digits`, any other its Arabic digits.
        digits: the ten of them, 零 first.
        places: 十, 百, 千 as they are written.
    """
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (places[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return text[1:] if short and 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
