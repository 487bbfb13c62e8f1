"""Folding of labels before they are compared. The raw text is always kept beside the folded one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_ONE_CHARACTER = str.maketrans(
    {
        "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=",
        "—": "-", "–": "-", "−": "-", "‐": "-", "―": "-",
        "“": '"', "”": '"', "‘": "'", "’": "'", "·": "·", "•": "·", "∙": "·", "．": ".",
    }
)
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、)](?!\d)|指标\d+[:.、]|[①-⑳])")
_STARS = re.compile(r"[★☆*]+")
_BRACKET_TAIL = re.compile(r"\([^()]*\)(?:分)?$")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=65536)
def fold_text(text: str) -> str:
    """NFKC, look-alike signs unified, all white space removed."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).translate(_ONE_CHARACTER))


@lru_cache(maxsize=65536)
def fold_label(text: str) -> str:
    """A label without numbering, stars, trailing brackets and colon: what the label index compares.

    "★★★受益户数(≥**户)" -> "受益户数"; "指标1：工程验收合格率" -> "工程验收合格率"; "其中：  财政拨款" -> "其中:财政拨款".
    """
    folded = _STARS.sub("", fold_text(text)).strip(":;,。.、")
    folded = _NUMBERING.sub("", folded)
    while True:
        cut = _BRACKET_TAIL.sub("", folded).strip(":;,。.、")
        if cut == folded or not _HAN.search(cut):
            return folded
        folded = cut


def squeeze(text: str) -> str:
    """White space and line breaks folded away, characters otherwise as printed (K17)."""
    return _SPACE.sub("", text)


def tidy(text: str) -> str:
    """A one-line value: outer white space off, inner runs of white space one blank, none between Han characters."""
    one = _SPACE.sub(" ", text).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])", "", one)
