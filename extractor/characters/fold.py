"""Folding of labels before they are compared. The raw text is always kept beside the folded one.

Three depths: `fold_text` (width, look-alike signs, white space), `fold_label` (also numbering, stars, trailing
brackets), `fold_key` (also punctuation inside: what the label index is keyed by).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_ONE_CHARACTER = str.maketrans(
    {
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "═": "=",
        "—": "-",
        "–": "-",
        "−": "-",
        "‐": "-",
        "―": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "·": "·",
        "•": "·",
        "∙": "·",
        "．": ".",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
    }
)
_CIRCLED = re.compile(r"^\s*[①-⑳⑴-⒇]\s*")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、)](?!\d)|(?:三级"
    r"|绩效)?指标\d+[:.、,]?(?=[^\d\s:.、,]))"
)
_STARS = re.compile(r"[★☆*]+")
_PLACEHOLDER_TAIL = re.compile(r"(?:[≥≤<>]=?|=)\*+[^≥≤<>=*()]{0,6}$")
"""The template's "≥**人" printed without brackets."""
_BRACKET_TAIL = re.compile(r"\([^()]*\)(?:分)?$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGE = ":;,。.、"
_INNER = re.compile(r"[,、;。!?\"'·()\[\]{}《》〈〉「」|_~]|(?<!\d)[-:.]|[-:.](?!\d)")
"""Punctuation that does not make another label; signs between digits (1-6月, 2.5) and % / + stay."""
_LEVEL_WORD = re.compile(r"(?<=.)(?:指标)+$")


@lru_cache(maxsize=65536)
def fold_text(text: str) -> str:
    """NFKC, look-alike signs unified, all white space removed."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).translate(_ONE_CHARACTER))


@lru_cache(maxsize=65536)
def fold_label(text: str) -> str:
    """A label without numbering, stars, trailing brackets and colon: what is left is its wording.

    "★★★受益户数(≥**户)" -> "受益户数"; "指标1：工程验收合格率" -> "工程验收合格率";
    "其中：  财政拨款" -> "其中:财政拨款".
    """
    folded = fold_text(_CIRCLED.sub("", text))
    if "*" in folded:
        cut = _PLACEHOLDER_TAIL.sub("", folded)
        folded = cut if _HAN.search(cut) else folded
    folded = _STARS.sub("", folded).strip(_EDGE)
    folded = _NUMBERING.sub("", folded)
    while True:
        cut = _BRACKET_TAIL.sub("", folded).strip(_EDGE)
        if cut == folded or not _HAN.search(cut):
            return folded
        folded = cut


@lru_cache(maxsize=65536)
def fold_key(text: str) -> str:
    """What the label index compares: `fold_label` without punctuation, Latin letters in lower case."""
    label = fold_label(text)
    return _INNER.sub("", label).lower() or label


def cut_level_word(key: str) -> str:
    """A key without the word 指标 at its end, also when doubled: "数量指标" -> "数量"; "指标" stays."""
    return _LEVEL_WORD.sub("", key)


def key_places(text: str) -> Sequence[int] | None:
    """For each character of `fold_key(text)` its index in `text`.

    None where the key is not a subsequence of the characters of `text` folded one by one (a combining mark).
    """
    key = fold_key(text)
    if key == text:
        return range(len(text))
    folded = [(char, at) for at, raw in enumerate(text) for char in fold_text(raw).lower()]
    label = fold_label(text)
    core = fold_text(_CIRCLED.sub("", text))
    first = core.rfind(label) if label in core else -1
    lead = len(fold_text(text)) - len(core)
    at = lead + first if first >= 0 else 0
    places: list[int] = []
    for char in key:
        while at < len(folded) and folded[at][0] != char:
            at += 1
        if at == len(folded):
            return None
        places.append(folded[at][1])
        at += 1
    return places


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """White space and line breaks folded away, characters otherwise as printed (K17)."""
    return _SPACE.sub("", text)


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """A one-line value: outer white space off, inner runs of white space one blank, none between Han characters."""
    one = _SPACE.sub(" ", text).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])", "", one)
