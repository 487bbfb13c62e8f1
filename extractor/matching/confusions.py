"""Misspelt words that were met in filings: `rules/confusions.yaml`, applied to labels and prose.

High precision only: each word names the neighbours it must have (`before`, `after`: regular expressions).
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from extractor.matching.typo import common_ends


class ConfusionEntry(BaseModel):
    """One wrong word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wrong: str = Field(min_length=1)
    right: str
    before: str = ""
    """Regular expression that must match directly before; fixed width alternatives only."""
    after: str = ""
    """Regular expression that must match directly after."""
    scope: tuple[Literal["label", "prose"], ...] = ("label", "prose")
    advisory: bool = False
    """True: worth telling, not sure enough to be an error."""
    why: str = ""

    @field_validator("before", "after")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(f"(?<={pattern})" if pattern else "")
        except re.error:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"不是正确的正则表达式：{error}") from error
        return pattern


class ConfusionBook(BaseModel):
    """`rules/confusions.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confusions: list[ConfusionEntry]
    standing: frozenset[str] = frozenset()
    """Right words that no dictionary has (定检, 弃割): never a slip for another one."""


class Confusions:
    """The compiled lexicon."""

    def __init__(self, book: ConfusionBook) -> None:
        self._entries = book.confusions
        self._standing = book.standing
        self._label = self._compiled("label")
        self._prose = self._compiled("prose")
        self._prose_words = tuple({entry.wrong for entry in book.confusions if "prose" in entry.scope})
        self._words = tuple({entry.wrong for entry in book.confusions if "label" in entry.scope})

    def _compiled(self, scope: Literal["label", "prose"]) -> re.Pattern[str]:
        parts = []
        for number, entry in enumerate(self._entries):
            if scope in entry.scope and not entry.advisory:
                before = f"(?<={entry.before})" if entry.before else ""
                after = f"(?={entry.after})" if entry.after else ""
                parts.append(f"(?P<c{number}>{before}{re.escape(entry.wrong)}{after})")
        return re.compile("|".join(parts) or r"(?!)")

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` lies in a word that stands as it is."""
        places = ((at, at + len(word)) for word in self._standing if (at := text.find(word)) >= 0)
        return any(first < end and start < last for first, last in places)

    def mend_label(self, text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        """(`text` with its misspelt words put right, their places); no places where there are none.

        White space inside a word does not hide it; the right word is then put without it.
        """
        tight = "".join(text.split())
        for word in self._words:
            if word in tight:
                break
        else:
            return text, ()
        places = [at for at, char in enumerate(text) if not char.isspace()]
        mended: list[str] = []
        spans: list[tuple[int, int]] = []
        last = 0
        for hit in self._label.finditer(tight):
            start, end = places[hit.start()], places[hit.end() - 1] + 1
            mended += [text[last:start], self._entry(hit).right]
            spans.append(_differing(hit.group(), self._entry(hit).right, places[hit.start() : hit.end()]))
            last = end
        return "".join([*mended, text[last:]]), tuple(spans)

    def prose_typos(self, text: str) -> list[tuple[int, int, str, str, str]]:
        """(start, end, observed, expected, why) of each misspelt ordinary word; advisory ones are left out."""
        if not any(word in text for word in self._prose_words):
            return []
        return [
            (hit.start(), hit.end(), hit.group(), self._entry(hit).right, self._entry(hit).why or "常见错别字")
            for hit in self._prose.finditer(text)
        ]

    def _entry(self, found: re.Match[str]) -> ConfusionEntry:
        return self._entries[int((found.lastgroup or "c0")[1:])]


def _differing(wrong: str, right: str, places: list[int]) -> tuple[int, int]:
    """[start, end) of the characters of `wrong` that differ; of a lost one, the character before the gap."""
    head, tail = common_ends(wrong, right)
    last = len(wrong) - tail
    if head == last:
        head = max(0, head - 1)
        last = head + 1
    return places[head], places[last - 1] + 1
