"""Texts made comparable: what two departments may share without sharing a goal is masked out first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?|[一二三四五六七八九十百千万亿]+(?=[个项次人户万亿元年月日%])")
_CLAUSE = re.compile(r"[,，。;；、:：！!？?\n]+")
_NOT_BONE = re.compile(r"[^\w@#]+|_+")
_OFF = re.compile(r"[\s\W_]+")


def plain(text: str) -> str:
    """NFKC, all white space and punctuation off, numbers kept: equal means copied word for word."""
    return _OFF.sub("", unicodedata.normalize("NFKC", text))


def skeleton(text: str, own: Iterable[str]) -> str:
    """`plain` with numbers as # and the filing's own names (unit, department, project) as @."""
    return "".join(clauses(text, own))


def clauses(text: str, own: Iterable[str]) -> list[str]:
    """The `skeleton` of each clause, empty ones left out."""
    folded = unicodedata.normalize("NFKC", text)
    for name in sorted((unicodedata.normalize("NFKC", n) for n in own if n and len(n) >= 2), key=len, reverse=True):
        folded = folded.replace(name, "@")
    cut = _CLAUSE.split(_NUMBER.sub("#", folded))
    return [bone for part in cut if (bone := _NOT_BONE.sub("", part))]
