"""How a Word run is shown: struck, hidden, raised, and in which font. Direct settings before styles.

Hidden is what nobody sees: vanish, letters of the ground's own colour, letters of at most one point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from extractor.characters.fonts import symbol_font
from extractor.readers.shown.colour import UNKNOWN_GROUND, WHITE, same_colour
from extractor.readers.shown.flow import PLAIN, Look
from extractor.readers.word.names import TEXT_FILL

if TYPE_CHECKING:
    from lxml.etree import _Element

Props = Mapping[str, str]
"""Run properties by local name; fonts as font.ascii, font.hAnsi …; only those that `WANTED` names."""
WANTED = frozenset(
    ("strike", "dstrike", "vanish", "color", "sz", "vertAlign", "position", "shd", "highlight", "rFonts", "w")
)
_OFF = frozenset(("0", "false", "off", "none"))
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs", "hint")
TINY = 2.0
"""Half points: letters up to this size (1 pt) are not seen."""
RAISED = 3.0
"""Half points: a position this far up is a raised mark, less is a matter of alignment."""
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def props_of(rpr: _Element | None, w: str) -> dict[str, str]:
    """The wanted properties that stand in a w:rPr itself (not in the former ones of a revision)."""
    found: dict[str, str] = {}
    if rpr is None:
        return found
    for child in rpr:
        tag = child.tag
        if tag == TEXT_FILL and next(child.iter("{*}noFill"), None) is not None:
            found["vanish"] = "1"
        if not isinstance(tag, str) or not tag.startswith(w):
            continue
        name = tag[len(w) :]
        if name in WANTED:
            take(found, name, attributes_of(child))
    return found


def attributes_of(element: _Element) -> dict[str, str]:
    """An element's attributes by their local names."""
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}


def take(found: dict[str, str], name: str, attributes: Mapping[str, str]) -> None:
    """Put one property with its attributes (without namespace) among those found."""
    if name == "rFonts":
        for script in _FONTS:
            if script in attributes:
                found[f"font.{script}"] = attributes[script]
    elif name == "shd":
        found["shd"] = ground_of(attributes)
    elif name in ("strike", "dstrike", "vanish"):
        found[name] = "" if attributes.get("val", "1") in _OFF else "1"
    else:
        found[name] = attributes.get("val", "")


def ground_of(attributes: Mapping[str, str]) -> str:
    """The colour of a w:shd; `UNKNOWN_GROUND` for patterns."""
    pattern, fill, colour = (
        attributes.get("val", "clear"),
        attributes.get("fill", "auto"),
        attributes.get("color", "auto"),
    )
    if pattern in ("clear", "nil"):
        return WHITE if fill == "auto" else fill
    if pattern == "solid":
        return "000000" if colour == "auto" else colour
    return UNKNOWN_GROUND


def look_of(props: Props, ground: str) -> Look:
    """What the properties in force make of a run that stands on a ground of this colour."""
    if not props:
        return PLAIN
    ground = props.get("shd", ground)
    if "highlight" in props and props["highlight"] in _HIGHLIGHTS:
        ground = _HIGHLIGHTS[props["highlight"]]
    hidden = bool(props.get("vanish")) or _number(props.get("sz"), 21) <= TINY or _number(props.get("w"), 100) <= 1
    return Look(
        struck=bool(props.get("strike") or props.get("dstrike")),
        hidden=hidden or same_colour(props.get("color"), ground),
        raised=props.get("vertAlign") == "superscript" or _number(props.get("position"), 0) >= RAISED,
        fonts=_symbol_fonts(props),
    )


def _symbol_fonts(props: Props) -> tuple[str | None, str | None, str | None, bool] | None:
    plain, other = symbol_font(props.get("font.ascii")), symbol_font(props.get("font.hAnsi"))
    east = symbol_font(props.get("font.eastAsia"))
    plain = plain or (other if "font.ascii" not in props else None)
    other = other or (plain if "font.hAnsi" not in props else None)
    if plain is None and other is None and east is None:
        other = symbol_font(props.get("font.cs"))  # shows nothing but private characters
        return (None, other, None, True) if other is not None else None
    return plain, other, east, props.get("font.hint") == "eastAsia"


def _number(value: str | None, fault: float) -> float:
    try:
        return float(value) if value else fault
    except ValueError:
        return fault


def tells(props: Props) -> bool:
    """Whether properties may make a run something else than plain text."""
    if props.get("strike") or props.get("dstrike") or props.get("vanish") or props.get("vertAlign") == "superscript":
        return True
    if _number(props.get("sz"), 21) <= TINY or _number(props.get("position"), 0) >= RAISED or "shd" in props:
        return True
    return same_colour(props.get("color"), WHITE) or _symbol_fonts(props) is not None
