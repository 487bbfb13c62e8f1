"""Word's fields: their codes are not shown, their results are; some show what only their code says.

EQ \\o\\ac(□,√) is a ticked box, SYMBOL 179 \\f "Symbol" is ≥, FORMCHECKBOX and FORMDROPDOWN keep their state in ffData.
Fields stand in fields: the result of one that stands in another's code is part of that code and not shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.characters.fonts import shown
from extractor.characters.raised import raised

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOXES = "□☐○◯〇"
_TICKS = "√✓✔✕✖"
_CROSSES = "×xX╳"
_SYMBOL = re.compile(r"^\s*SYMBOL\s+(?P<code>0x[0-9a-fA-F]+|\d+)(?P<rest>.*)$", re.I | re.S)
_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.I)
_OFF = frozenset(("0", "false", "off"))


@dataclass(slots=True)
class Field:
    """One open field."""

    code: list[str] = field(default_factory=list)
    form: _Element | None = None
    """Its w:ffData."""
    in_code: bool = True
    made: bool = False
    """Its text was made from its code: what stands as result is not shown again."""


class Fields:
    """The fields open at a point of the walk; they may begin in one paragraph and end in another."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    def silent(self) -> bool:
        """Whether text met here belongs to a code."""
        return any(f.in_code or f.made for f in self._open)

    def code(self, text: str) -> None:
        """Take characters of a field's instruction."""
        if self._open:
            self._open[-1].code.append(text)

    def mark(self, kind: str | None, form: _Element | None) -> str:
        """A w:fldChar; gives the text that the field shows by its code alone."""
        if kind == "begin":
            self._open.append(Field(form=form))
            return ""
        if not self._open:
            return ""
        current = self._open[-1]
        made = None
        if current.in_code:
            made = text_of("".join(current.code), current.form)
            current.in_code, current.made = False, made is not None
        if kind == "end":
            self._open.pop()
        if made is None:
            return ""
        outer = self._open if kind == "end" else self._open[:-1]
        return "" if any(f.in_code or f.made for f in outer) else made


def text_of(code: str, form: _Element | None) -> str | None:
    """What a field shows by its code, None where its result says it."""
    words = code.split(None, 1)
    name = words[0].upper() if words else ""
    if name == "EQ":
        return equation(words[1] if len(words) > 1 else "")
    if name == "SYMBOL":
        return _symbol(code)
    if name == "FORMCHECKBOX":
        return _ticked(form)
    if name == "FORMDROPDOWN":
        return _chosen(form)
    return None


def _symbol(code: str) -> str | None:
    found = _SYMBOL.match(code)
    if found is None:
        return None
    point = int(found["code"], 0) if found["code"][:2].lower() == "0x" else int(found["code"])
    font = _FONT.search(found["rest"])
    if point > 0x10FFFF or 0xD800 <= point < 0xE000 or point < 0x20:
        return None
    if r"\u" not in found["rest"] and 0x80 <= point <= 0xFF and font is None:
        return bytes([point]).decode("cp1252", "replace")
    return shown(chr(point), (font[1] or font[2]) if font else None)


def _value(element: _Element | None, fault: str) -> str:
    if element is None:
        return fault
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == "val"), "1")


def _ticked(form: _Element | None) -> str:
    box = form.find("{*}checkBox") if form is not None else None
    if box is None:
        return "□"
    state = box.find("{*}checked")
    return "□" if _value(state if state is not None else box.find("{*}default"), "0") in _OFF else "☑"


def _chosen(form: _Element | None) -> str | None:
    choices = form.find("{*}ddList") if form is not None else None
    if choices is None:
        return None
    entries = [_value(entry, "") for entry in choices.findall("{*}listEntry")]
    chosen = choices.find("{*}result")
    number = _value(chosen if chosen is not None else choices.find("{*}default"), "0")
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else None


# --- EQ -----------------------------------------------------------------------------------------------------


def equation(code: str) -> str:
    """An EQ field's text: \\f(a,b) a/b, \\o overlaid signs, \\r(n,x) a root, \\s\\up raised, \\x boxed, \\b bracketed,
    \\l, \\a lists.
    """
    text, _ = _sequence(code.strip(), 0, "")
    return text.strip()


def _sequence(code: str, at: int, ends: str) -> tuple[str, int]:
    """Text up to one of `ends`; gives it and where it ended."""
    pieces: list[str] = []
    while at < len(code) and code[at] not in ends:
        char = code[at]
        if char == "\\" and at + 1 < len(code):
            if not code[at + 1].isalpha():
                pieces.append(code[at + 1])
                at += 2
                continue
            switch, at = _switches(code, at)
            if at < len(code) and code[at] in "(（":
                parts, at = _arguments(code, at + 1)
                pieces.append(_made(switch, parts, "".join(pieces)))
            continue
        if char in "(（" and ends:
            inner, at = _sequence(code, at + 1, ")）")
            pieces.append(f"({inner})")
            at += 1
            continue
        pieces.append(char)
        at += 1
    return "".join(pieces), at


def _switches(code: str, at: int) -> tuple[list[str], int]:
    r"""The switches before a bracket: \s\up 8( -> ["s", "up"]."""
    found: list[str] = []
    while at < len(code) and code[at] == "\\":
        end = at + 1
        while end < len(code) and code[end].isascii() and code[end].isalpha():
            end += 1
        found.append(code[at + 1 : end].lower())
        if found[-1] in ("bc", "lc", "rc", "fc", "vc") and end + 1 < len(code) and code[end] == "\\":
            found[-1] += code[end + 1]
            end += 2
        while end < len(code) and (code[end].isspace() or code[end].isdigit()):
            end += 1
        at = end
    return found, at


def _arguments(code: str, at: int) -> tuple[list[str], int]:
    parts: list[str] = []
    while True:
        part, at = _sequence(code, at, ",，;；)）")
        parts.append(part.strip())
        if at >= len(code) or code[at] in ")）":
            return parts, at + 1
        at += 1


def _made(switches: list[str], parts: list[str], before: str) -> str:
    kind = switches[0] if switches else ""
    if kind == "f" and len(parts) == 2:
        return "/".join(p if p.replace(".", "").isalnum() else f"({p})" for p in parts)
    if kind == "o":
        return _overlaid(parts)
    if kind == "r":
        return f"{parts[0]}√{parts[1]}" if len(parts) == 2 else f"√{parts[0]}"
    if kind == "s" and "up" in switches and parts:
        kept, _ = raised(before, parts[0])
        return kept
    if kind == "x" and len(parts) == 1 and parts[0] and (parts[0] in _TICKS or parts[0] in _CROSSES):
        return _overlaid(["□", parts[0]])
    if kind == "b":
        return f"({','.join(parts)})"
    return ",".join(parts) if kind in ("l", "i") else "".join(parts)


def _overlaid(parts: list[str]) -> str:
    """Signs printed over each other: a tick in a box is ☑, anything else stays side by side."""
    if len(parts) == 2:
        for box, sign in (parts, parts[::-1]):
            if box and sign and box in _BOXES:
                return "☑" if sign in _TICKS else "☒" if sign in _CROSSES else box + sign
    return "".join(parts)
