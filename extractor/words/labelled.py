"""Shapes of a text that holds a label and its value, whatever their words: 某某：某某, （某某：某某）, 某某 ≥3.

`inline` reads such texts by the words of the rule books; here is what they look like where no list holds them.
"""

from __future__ import annotations

import re

LABELLED = re.compile(r"^\s*(?P<label>[^\d:：\n]{2,12}?)\s*[:：]\s*(?P<value>.*)$", re.S)
"""A short label without figures, and all behind its colon."""
SHORT = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8})[：:]\s*(?P<value>[^：:\s][^：:]{2,60})$")
"""A label of few words before one value."""
BEFORE_FIGURE = re.compile(r"^[^：:]{2,24}[：:]\s*[\d—/-]")
BEFORE_SENTENCE = re.compile(r"^\s*(?P<label>[\u4e00-\u9fff]{2,12})[:：]\s*(?=\D{2,20}\d)")
"""A label before a sentence of names and figures."""
STACKED = re.compile(r"(?:^|[\n\s；;，,。、/])(?P<label>[\u4e00-\u9fff]{2,8}?)\s*(?:[:：]|(?=[≥≤＞＜><=\d]))")
"""Labels of several values in one text, with a colon or a figure behind each."""
_UNKNOWN = re.compile(r"^[^：:。；;，,\d]{2,14}[：:]\s*\S[^：:]{0,40}$")
_BRACKETED = re.compile(r"[（(]([^（()）]*[：:][^（()）]*)[）)]")
_PARTS = re.compile(r"[，,；;]")


def is_labelled(text: str) -> bool:
    """The text is one label with one value."""
    return _UNKNOWN.match(text.strip()) is not None


def bracketed(text: str) -> str | None:
    """（监控期间：…）, a line that is nothing but a bracket with a label: what stands in it."""
    found = _BRACKETED.fullmatch(text.strip())
    return found[1] if found is not None else None


def parts_in_brackets(text: str) -> list[str]:
    """What the brackets of a text hold that have a label in them, stop by stop."""
    return [part for bracket in _BRACKETED.findall(text) for part in _PARTS.split(bracket)]
