"""Raised signs (superscript): a power, a part of a unit, or the mark of a note; one rule for every reader.

`raised("95", "1")` -> ("", "1"): a note mark, no digit of the number. `raised("9.5×10", "3")` -> ("³", ""): a power.
`raised("500m", "2")` -> ("²", ""): a unit.
"""

from __future__ import annotations

import re

_POWER = re.compile(r"(?:[×xX*·]|\A|[^0-9.,])10\Z")
_UNIT = re.compile(r"(?:[A-Za-zμ㎞㎝㎜米]|(?:公|厘|分|毫)里?)\Z")
_EXPONENT = re.compile(r"[-−+]?[0-9]{1,2}\Z")
_MARK = re.compile(
    r"[\[(（【〔]?(?:注释?|备注)?[:：]?(?:[0-9０-９¹²³⁰⁴-⁹]{1,3}(?:[,，、~–-][0-9]{1,3})*|[①-⑳㊀-㊉*＊†‡§#※△☆★]{1,3}|[a-e])[\])）】〕]?\Z|注\Z"
)
_UP = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def raised(before: str, text: str) -> tuple[str, str]:
    """What raised signs behind a text amount to: (what is to be written on in the text, the mark of a note)."""
    bare, ahead = text.strip(), before.rstrip()
    if not bare or not ahead:
        return text, ""
    if _EXPONENT.match(bare) and (_POWER.search(ahead) or (bare in ("2", "3") and _UNIT.search(ahead))):
        return bare.translate(_UP), ""
    return ("", bare) if _MARK.match(bare) else (text, "")
