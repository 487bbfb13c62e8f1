"""How an element of a web page is shown: hidden, struck, raised, in a symbol font, in the colour of its ground.

The style attribute tells (style sheets are folded into it by `stylesheet.py`), and the old marks: s, del, sup, font,
bgcolor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.characters.fonts import symbol_font
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE, same_colour
from extractor.readers.shown.flow import PLAIN, Look

if TYPE_CHECKING:
    from lxml.etree import _Element

TELL = re.compile(
    r"none|hidden|collapse|mso-hide|line-through|symbol|dings|extra|color|background|opacity|super|raise|visible"
    r"|font-size\s*:\s*0|font-size\s*:\s*\.|font-size\s*:\s*1(?:\.0+)?p|font\s*:[^;]*\b[01](?:\.\d+)?p[xt]"
    r"|text-indent\s*:\s*-"
    r"|clip|(?:left|top|right|width|height|scale)\w*\s*[:(]\s*-?[0\d]|vertical-align",
    re.I,
)
"""Without one of these a style shows its text plainly."""
_NAMES = {
    "white": "FFFFFF", "black": "000000", "red": "FF0000", "blue": "0000FF", "green": "008000", "yellow": "FFFF00",
    "gray": "808080",
    "grey": "808080", "silver": "C0C0C0", "navy": "000080", "maroon": "800000", "purple": "800080", "teal": "008080",
    "lime": "00FF00",
    "aqua": "00FFFF", "cyan": "00FFFF", "fuchsia": "FF00FF", "magenta": "FF00FF", "orange": "FFA500", "olive": "808000",
    "snow": "FFFAFA", "ivory": "FFFFF0", "ghostwhite": "F8F8FF", "whitesmoke": "F5F5F5", "windowtext": "000000",
    "window": "FFFFFF",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,8})\b", re.I)
_RGB = re.compile(r"rgba?\(\s*(\d+)(%?)[\s,]+(\d+)%?[\s,]+(\d+)%?(?:[\s,/]+([\d.]+)(%?))?\s*\)", re.I)
_LENGTH = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|%|ex|mm|cm|in)?")
_POINTS = {
    "px": 0.75,
    "pt": 1.0,
    "em": 10.5,
    "rem": 12.0,
    "%": 0.105,
    "ex": 5.0,
    "mm": 2.835,
    "cm": 28.35,
    "in": 72.0,
    "": 0.75,
}
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
TRANSPARENT = "transparent"
TINY = 1.0
"""Points: letters up to this size are not seen."""
FAR = -500.0
"""Points: what is moved further out than this is off the page."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What an element's text looks like, with what it inherits."""

    look: Look = PLAIN
    colour: str = ""
    """"" until something says it: a page's own sheets may lie in other files."""
    ground: str = WHITE
    gone: bool = False
    """Not shown whatever stands deeper (display: none, moved off the page)."""
    unseen: bool = False
    """visibility: hidden; an element deeper may be visible again."""
    tiny: bool = False

    def settled(self) -> Ink:
        """With `look` made up from the rest."""
        hidden = (
            self.gone or self.unseen or self.tiny or self.colour == TRANSPARENT or same_colour(self.colour, self.ground)
        )
        return self if hidden == self.look.hidden else replace(self, look=replace(self.look, hidden=hidden))


INK = Ink()


@dataclass(frozen=True, slots=True)
class Declared:
    """What one style attribute says; None where it says nothing of a thing."""

    gone: bool = False
    seen: bool | None = None
    struck: bool = False
    raised: bool | None = None
    font: str | None = None
    """A symbol font's name, "" for another font."""
    colour: str | None = None
    ground: str | None = None
    size: float | None = None


_NOTHING = Declared()


def ink_of(element: _Element, above: Ink) -> Ink:
    """The ink of an element that stands in one of the ink `above`; the same object where nothing changes."""
    tag = element.tag
    style = element.get("style")
    said = declared(style) if style is not None and TELL.search(style) else _NOTHING
    if tag in _STRUCK_TAGS or (tag == "sup" and said.raised is None) or tag == "font" or said is not _NOTHING:
        return _changed(element, str(tag), said, above)
    if element.get("bgcolor") is not None or element.get("hidden") is not None or tag == "th":
        return _changed(element, str(tag), said, above)
    return above


def _changed(element: _Element, tag: str, said: Declared, above: Ink) -> Ink:
    look = above.look
    struck = look.struck or said.struck or tag in _STRUCK_TAGS
    raised = said.raised if said.raised is not None else look.raised or tag == "sup"
    font = said.font
    colour, ground = said.colour, said.ground
    if tag == "font":
        face = element.get("face")
        font = font if font is not None or face is None else (symbol_font(face) or "")
        colour = colour or colour_of(element.get("color") or "")
    if ground is None and (box := element.get("bgcolor")) is not None:
        ground = colour_of(box) or UNKNOWN_GROUND
    if tag == "th" and ground is None:  # heads are often light on a dark ground that a sheet in another file gives them
        ground = UNKNOWN_GROUND
    fonts = look.fonts if font is None else (font, font, font, False) if font else None
    return replace(
        above,
        look=replace(look, struck=struck, raised=raised, fonts=fonts),
        colour=colour or above.colour,
        ground=above.ground if ground is None or ground == TRANSPARENT else ground,
        gone=above.gone or said.gone or element.get("hidden") is not None,
        unseen=above.unseen if said.seen is None else not said.seen,
        tiny=above.tiny if said.size is None else said.size <= TINY,
    ).settled()


@lru_cache(maxsize=4096)
def declared(style: str) -> Declared:
    """A style attribute's word on how text is shown; later declarations win, `!important` ones over others."""
    last: dict[str, str] = {}
    weighty: dict[str, str] = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            value = value.strip().lower()
            if value.endswith("important"):
                weighty[name.strip().lower()] = value.rpartition("!")[0].strip()
            else:
                last[name.strip().lower()] = value
    return _judged({**last, **weighty})


def _judged(said: dict[str, str]) -> Declared:
    visible = said.get("visibility")
    lines = f"{said.get('text-decoration', '')} {said.get('text-decoration-line', '')}"
    ground = said.get("background-color", said.get("background"))
    size = _size(said)
    return Declared(
        gone=_is_gone(said),
        seen=None if visible is None else visible not in ("hidden", "collapse"),
        struck="line-through" in lines,
        raised=_is_raised(said),
        font=_font(said),
        colour=colour_of(said["color"]) if "color" in said else None,
        ground=None if ground is None else _ground(ground, said),
        size=size,
    )


def _is_gone(said: dict[str, str]) -> bool:
    if (
        said.get("display", "").startswith("none")
        or said.get("mso-hide") == "all"
        or said.get("content-visibility") == "hidden"
    ):
        return True
    if _points(said.get("opacity", "1")) == 0 or _points(said.get("text-indent", "0")) < FAR:
        return True
    if said.get("position", "") in ("absolute", "fixed") or "margin-left" in said:
        if any(_points(said.get(side, "0")) < FAR for side in ("left", "top", "right", "margin-left", "margin-top")):
            return True
        if re.match(r"rect\(\s*[01](?:px)?[\s,]+[01]", said.get("clip", "")):
            return True
    if re.match(r"inset\(\s*(?:50|100)%", said.get("clip-path", "")) or re.search(
        r"scale[xy]?\(\s*0\s*[,)]", said.get("transform", "")
    ):
        return True
    if re.search(r"opacity\(\s*0%?\s*\)", said.get("filter", "")) or re.match(
        r"circle\(\s*0", said.get("clip-path", "")
    ):
        return True
    none_left = any(
        said.get(side) in ("0", "0px", "0pt", "0em") for side in ("width", "height", "max-height", "max-width")
    )
    return none_left and said.get("overflow", "").startswith("hidden")


def _is_raised(said: dict[str, str]) -> bool | None:
    if "mso-text-raise" in said:
        return _points(said["mso-text-raise"]) >= 1.5
    align = said.get("vertical-align")
    if align is None:
        return None
    if align[:1].isdigit():
        return _points(align) >= 1.5
    return align == "super"


def _font(said: dict[str, str]) -> str | None:
    family = said.get("mso-symbol-font-family", said.get("font-family"))
    if family is None and "font" in said:
        found = re.search(r"(?:\d[\w.%]*|small|medium|large|larger|smaller)(?:/[\w.%]+)?\s+(.+)$", said["font"])
        family = found[1] if found else None
    return None if family is None else symbol_font(family) or ""


def _size(said: dict[str, str]) -> float | None:
    size = said.get("font-size")
    if size is None and "font" in said:
        found = re.search(r"(?:^|\s)([\d.]+(?:px|pt|em))", said["font"])
        size = found[1] if found else None
    found = _LENGTH.match(size) if size else None
    return _points(size) if size and found else None


def _points(value: str) -> float:
    found = _LENGTH.match(value.strip())
    try:
        return float(found[1]) * _POINTS[found[2] or ""] if found else 0.0
    except ValueError:
        return 0.0


def _ground(value: str, said: dict[str, str]) -> str:
    if "url(" in value or "gradient" in value or "url(" in said.get("background-image", ""):
        return UNKNOWN_GROUND
    if value in ("none", "inherit", "initial", "unset", "0", "0 0"):
        return TRANSPARENT
    return next((colour for word in (value, *value.split()) if (colour := colour_of(word))), UNKNOWN_GROUND)


@lru_cache(maxsize=1024)
def colour_of(value: str) -> str | None:
    """A CSS or HTML colour as RRGGBB, `TRANSPARENT`; None where it cannot be told."""
    value = value.strip().lower()
    if value in _NAMES:
        return _NAMES[value]
    if value == TRANSPARENT:
        return TRANSPARENT
    if (found := _HEX.match(value)) is not None:
        digits = found[1]
        digits = "".join(d * 2 for d in digits) if len(digits) in (3, 4) else digits
        if len(digits) == 8 and digits[6:] == "00":
            return TRANSPARENT
        return digits[:6].upper() if len(digits) in (6, 8) else None
    if (rgb := _RGB.match(value)) is not None:
        if rgb[5] is not None and float(rgb[5] or 1) == 0:
            return TRANSPARENT
        scale = 2.55 if rgb[2] else 1.0
        return "".join(f"{min(round(int(rgb[n]) * scale), 255):02X}" for n in (1, 3, 4))
    return None
