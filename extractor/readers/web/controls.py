"""What a web form's controls and lists show: filled fields, the chosen option, ticks, numbers of list items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.readers.shown.counting import DECORATION, counted
from extractor.readers.web.stylesheet import MARKER

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT = frozenset(("hidden", "password", "file", "submit", "reset", "button", "image", "color"))
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital", "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}  # fmt: skip
_CHINESE = ("chineseCounting", "ideographDigital", "chineseLegalSimplified", "ideographTraditional", "ideographZodiac")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;!]+)", re.I)
_QUOTED = re.compile(r"[\"']([^\"']*)[\"']")
ALT_VALUE = re.compile(
    r"\s*(?:[≥≤><=＞＜＝≧≦≮≯≠±~～≈√×☑☒□]{1,2}|[≥≤><=＞＜＝≧≦]?\s*\d[\d.,]*\s*(?:%|[\u4e00-\u9fffA-Za-z%/²³]{0,6}))\s*"
)
"""A picture's replacement text that says a sign or a value."""


def input_text(element: _Element) -> str:
    """What an input shows: its value, a tick or an empty box."""
    kind = (element.get("type") or "text").strip().lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return "" if kind in _SILENT else element.get("value") or ""


def hint_of(element: _Element) -> str:
    """The grey hint of a field that nobody filled in."""
    return (
        ""
        if input_text(element).strip() or (element.get("type") or "").lower() in _SILENT
        else element.get("placeholder") or ""
    )


def chosen(select: _Element) -> str:
    """The chosen option's text: the marked one, else the first of a drop-down; of a list of several all marked ones."""
    options = list(select.iter("option"))
    marked = [o for o in options if o.get("selected") is not None]
    if select.get("multiple") is None:
        marked = marked[-1:] or [o for o in options if o.get("disabled") is None][:1]
    return " ".join((o.get("label") or "".join(map(str, o.itertext()))).strip() for o in marked)


def textarea(element: _Element) -> str:
    """A text field's lines as they stand."""
    return "".join(map(str, element.itertext())).replace("\r", "").strip("\n").replace("\n", "\n\v")


def item_number(item: _Element) -> str:
    """What stands before a list item: "1.", "（一）" by a literal marker, "" for bullets."""
    literal = item.get(MARKER)
    if literal is not None:
        return literal
    holder = item.getparent()
    style = _style(item) or (_style(holder) if holder is not None else "")
    quoted = _QUOTED.search(style)
    if quoted is not None:
        return "" if set(quoted[1].strip()) <= DECORATION else quoted[1].strip()
    word = next((w for w in style.lower().split() if w in _STYLES or w in ("none", "disc", "circle", "square")), "")
    if word in ("none", "disc", "circle", "square") or holder is None or (holder.tag != "ol" and not word):
        return ""
    form = _STYLES.get(word) or _TYPES.get(item.get("type") or holder.get("type") or "1", "decimal")
    return counted(_position(item, holder), form) + ("、" if form in _CHINESE else ".")


def _style(element: _Element) -> str:
    found = _LIST_STYLE.findall(element.get("style") or "")
    return str(found[-1]).strip() if found else ""


def _position(item: _Element, holder: _Element) -> int:
    items = [child for child in holder if child.tag == "li"]
    down = holder.get("reversed") is not None
    number = _whole(holder.get("start"), len(items) if down else 1)
    for child in items:
        number = _whole(child.get("value"), number)
        if child is item:
            return number
        number += -1 if down else 1
    return number


def _whole(raw: str | None, fault: int) -> int:
    return int(raw) if raw and re.fullmatch(r"-?\d{1,6}", raw.strip()) else fault
