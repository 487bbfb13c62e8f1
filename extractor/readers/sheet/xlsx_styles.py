"""The fonts and fills of a workbook's styles.xml, as far as they change what a text says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.readers.sheet.fonts import WHITE, Trait, trait

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = ("0", "false", "none")
_INDEXED = {
    0: "000000",
    1: WHITE,
    2: "FF0000",
    3: "00FF00",
    4: "0000FF",
    5: "FFFF00",
    8: "000000",
    9: WHITE,
    64: "000000",
    65: WHITE,
}
"""The palette's entries that matter here; the others are neither white nor a usual ground."""
_OTHER = "808080"


def run_trait(font: dict[str, str]) -> Trait | None:
    """A run's or a font's properties ({"strike": "1", "rFont": "Symbol", "color": "FFFFFF"}) -> its trait."""
    return trait(
        struck=font.get("strike", "0") not in _OFF,
        up=font.get("vertAlign") == "superscript",
        size=_number(font.get("sz")),
        name=font.get("rFont") or font.get("name"),
        colour=_colour(font.get("color")),
    )


def style_fonts(root: _Element, ns: str) -> tuple[list[Trait | None], dict[int, str]]:
    """Trait of each cell style, and the ground (RRGGBB) of those that have a fill."""
    fonts = [run_trait(_properties(font)) for font in root.iterfind(f"{ns}fonts/{ns}font")]
    fills = [_ground(fill, ns) for fill in root.iterfind(f"{ns}fills/{ns}fill")]
    traits: list[Trait | None] = []
    grounds: dict[int, str] = {}
    for number, style in enumerate(root.iterfind(f"{ns}cellXfs/{ns}xf")):
        font, fill = (_index(style.get(key)) for key in ("fontId", "fillId"))
        traits.append(fonts[font] if font < len(fonts) else None)
        if fill < len(fills) and fills[fill] != WHITE:
            grounds[number] = fills[fill]
    return traits, grounds


def _properties(font: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in font:
        name = str(element.tag).rpartition("}")[2]
        found[name] = _colour_of(element) if name == "color" else element.get("val") or "1"
    return found


def _ground(fill: _Element, ns: str) -> str:
    """A fill's colour; a pattern or a gradient is some ground that is not white."""
    pattern = fill.find(ns + "patternFill")
    kind = (pattern.get("patternType") or "none") if pattern is not None else "gradient"
    if pattern is None or kind == "none":
        return WHITE if kind == "none" else _OTHER
    front = pattern.find(ns + "fgColor")
    return (_colour(_colour_of(front)) if front is not None and kind == "solid" else None) or _OTHER


def _colour_of(element: _Element) -> str:
    """ "RRGGBB", "theme:0", "indexed:9", with a theme's tint behind it; "" for the automatic colour."""
    if element.get("rgb"):
        return (element.get("rgb") or "")[-6:].upper()
    for key in ("theme", "indexed"):
        if element.get(key) is not None:
            return f"{key}:{element.get(key)}{element.get('tint') or ''}"
    return ""


def _colour(written: str | None) -> str | None:
    """RRGGBB; None for the automatic colour."""
    kind, _, number = (written or "").partition(":")
    if kind == "theme":
        return WHITE if number == "0" else "000000" if number == "1" else _OTHER
    if kind == "indexed":
        return _INDEXED.get(_index(number), _OTHER)
    return kind or None


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
