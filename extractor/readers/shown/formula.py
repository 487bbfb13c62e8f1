"""Formulas of Word (OMML) and of web pages (MathML) as one line of text: "≥2/3", "9.5×10³", "√(a+b)"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_UP = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_UPPABLE = frozenset("0123456789+-−=()n")
_MAX_DEPTH = 60
_SILENT = frozenset(
    ("rPr", "ctrlPr", "fPr", "sSupPr", "sSubPr", "sSubSupPr", "radPr", "dPr", "naryPr", "accPr", "barPr", "boxPr",
    "mPr",
     "eqArrPr", "funcPr", "groupChrPr", "limLowPr", "limUppPr", "phantPr", "borderBoxPr", "argPr", "oMathParaPr", "del",
     "moveFrom", "annotation", "annotation-xml", "mphantom")
)  # fmt: skip


def formula(element: _Element) -> str:
    """The formula's text, outer white space off."""
    return _text(element, 0).strip()


def _text(element: _Element | None, depth: int) -> str:
    if element is None or depth > _MAX_DEPTH or not isinstance(element.tag, str):
        return ""
    name = element.tag.rpartition("}")[2]
    if name in _SILENT:
        return ""
    if name == "t":
        return element.text or ""
    if name in ("mo", "mi", "mn", "mtext", "ms"):
        return (
            "".join("".join(map(str, element.itertext())).split())
            if name != "mtext"
            else "".join(map(str, element.itertext()))
        )
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(element, depth + 1)
    return "".join(_text(child, depth + 1) for child in element)


def _part(element: _Element, name: str, depth: int) -> str:
    return _text(next((c for c in element if isinstance(c.tag, str) and c.tag.rpartition("}")[2] == name), None), depth)


def _child(element: _Element, number: int, depth: int) -> str:
    children = [child for child in element if isinstance(child.tag, str)]
    return _text(children[number], depth) if number < len(children) else ""


def _setting(element: _Element, holder: str, name: str, fault: str) -> str:
    """The value of a setting as <m:dPr><m:begChr m:val="["/></m:dPr>."""
    for properties in element:
        if isinstance(properties.tag, str) and properties.tag.rpartition("}")[2] == holder:
            for setting in properties:
                if isinstance(setting.tag, str) and setting.tag.rpartition("}")[2] == name:
                    return next(
                        (str(value) for key, value in setting.items() if str(key).rpartition("}")[2] == "val"), ""
                    )
    return fault


def _whole(text: str) -> str:
    """In brackets where it is more than one number or word."""
    return text if text.replace(".", "").isalnum() or not text else f"({text})"


def _raised(text: str) -> str:
    if text and set(text) <= _UPPABLE:
        return text.translate(_UP)
    return f"^{_whole(text)}" if text else ""


def _lowered(text: str) -> str:
    return f"_{_whole(text)}" if text else ""


def _delimited(element: _Element, depth: int) -> str:
    begin, end = (_setting(element, "dPr", name, fault) for name, fault in (("begChr", "("), ("endChr", ")")))
    between = _setting(element, "dPr", "sepChr", "|")
    parts = [_text(c, depth) for c in element if isinstance(c.tag, str) and c.tag.rpartition("}")[2] == "e"]
    return begin + between.join(parts) + end


def _nary(element: _Element, depth: int) -> str:
    sign = _setting(element, "naryPr", "chr", "∫")
    return (
        sign
        + _lowered(_part(element, "sub", depth))
        + _raised(_part(element, "sup", depth))
        + _part(element, "e", depth)
    )


_MAKERS: dict[str, Callable[[_Element, int], str]] = {
    "f": lambda e, d: f"{_whole(_part(e, 'num', d))}/{_whole(_part(e, 'den', d))}",
    "sSup": lambda e, d: _part(e, "e", d) + _raised(_part(e, "sup", d)),
    "sSub": lambda e, d: _part(e, "e", d) + _lowered(_part(e, "sub", d)),
    "sSubSup": lambda e, d: _part(e, "e", d) + _lowered(_part(e, "sub", d)) + _raised(_part(e, "sup", d)),
    "rad": lambda e, d: f"{_part(e, 'deg', d)}√{_whole(_part(e, 'e', d))}",
    "d": _delimited,
    "nary": _nary,
    "mfrac": lambda e, d: f"{_whole(_child(e, 0, d))}/{_whole(_child(e, 1, d))}",
    "msup": lambda e, d: _child(e, 0, d) + _raised(_child(e, 1, d)),
    "msub": lambda e, d: _child(e, 0, d) + _lowered(_child(e, 1, d)),
    "msubsup": lambda e, d: _child(e, 0, d) + _lowered(_child(e, 1, d)) + _raised(_child(e, 2, d)),
    "msqrt": lambda e, d: f"√{_whole(''.join(_text(c, d) for c in e))}",
    "mroot": lambda e, d: f"{_child(e, 1, d)}√{_whole(_child(e, 0, d))}",
    "mfenced": lambda e, d: str(e.get("open", "(")) + ",".join(_text(c, d) for c in e) + str(e.get("close", ")")),
}
