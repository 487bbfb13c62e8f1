"""What the changes of a run, a paragraph and a style come to: the few properties that decide what a person sees.

[MS-DOC] 2.4.6: a style's own changes lie over those of the style it is based on, a paragraph's over its style's, a
run's over those of its paragraph's style and its character style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.readers.word.doc import sprm
from extractor.readers.word.doc.binary import DamagedError, u16, u32
from extractor.readers.word.doc.sprm import Change

MOST_DEPTH = 24
"""Tables in tables deeper than this lie in the last one."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run's properties; the default shows its text as it is."""

    deleted: bool = False
    inserted: bool = False
    vanish: bool = False
    strike: bool = False
    double_strike: bool = False
    special: bool = False
    data: bool = False
    ole: bool = False
    picture: int | None = None
    symbol: tuple[int, int] | None = None
    """Font number and character of a symbol."""
    fonts: tuple[int | None, int | None, int | None] = (None, None, None)
    """Numbers of the fonts for ASCII, East Asian and other text."""
    raised: int = 0
    """1 superscript, 2 subscript."""
    position: int = 0
    """Half points above the line."""
    size: int | None = None
    """Half points."""
    scale: int = 100
    """Width of its letters in per cent."""
    colour: int | None = None
    """0xBBGGRR, None where it is the automatic one."""
    shaded: bool = False
    """It stands on a ground of its own."""
    east_first: bool = False
    """Characters of both scripts are taken for East Asian ones."""

    def props(self, fonts: Sequence[str]) -> dict[str, str]:
        """The same in the words of WordprocessingML, for what both readers know of a run's look."""
        made: dict[str, str] = {}
        for name, on in (("strike", self.strike), ("dstrike", self.double_strike), ("vanish", self.vanish)):
            if on:
                made[name] = "1"
        if self.raised == 1:
            made["vertAlign"] = "superscript"
        if self.position:
            made["position"] = str(self.position)
        if self.size is not None:
            made["sz"] = str(self.size)
        if self.scale != 100:
            made["w"] = str(self.scale)
        if self.colour is not None:
            made["color"] = f"{self.colour & 0xFF:02X}{self.colour >> 8 & 0xFF:02X}{self.colour >> 16 & 0xFF:02X}"
        for name, number in zip(("ascii", "eastAsia", "hAnsi"), self.fonts, strict=True):
            if number is not None and number < len(fonts):
                made[f"font.{name}"] = fonts[number]
        if self.east_first:
            made["font.hint"] = "eastAsia"
        return made


PLAIN = Run()
_INDEX_COLOURS = (None, 0x000000, 0xFF0000, 0xFFFF00, 0x00FF00, 0xFF00FF, 0x0000FF, 0x00FFFF, 0xFFFFFF)


def changed_run(base: Run, changes: Iterable[Change], style: Run, of_style: Callable[[Run, int], Run]) -> Run:
    """A run's properties with changes laid over them.

    Args:
        base: what they are laid over.
        style: what toggles ("as the style", "not as the style") refer to.
        of_style: the properties of a character style by its number, laid over those of a run.
    """
    new: dict[str, object] = {}
    for code, operand in changes:
        setter = _RUN.get(code)
        if setter is not None:
            name, how = setter
            if how == _TOGGLE:
                new[name] = _toggled(operand[0], getattr(style, name))
            elif how == _FLAG:
                new[name] = bool(operand[0])
            else:
                _set_run(new, base, code, operand)
        elif code == sprm.C_STYLE:
            base = of_style(replace(base, **new), u16(operand, 0))  # type: ignore[arg-type]
            new, style = {}, base
        elif code == sprm.C_PLAIN:
            base, new = replace(style, special=base.special, picture=base.picture), {}
    return replace(base, **new) if new else base  # type: ignore[arg-type]


_FLAG, _TOGGLE, _OTHER = 0, 1, 2
_RUN = {
    sprm.C_DELETED: ("deleted", _FLAG), sprm.C_INSERTED: ("inserted", _FLAG), sprm.C_VANISH: ("vanish", _TOGGLE),
    sprm.C_STRIKE: ("strike", _TOGGLE),
    sprm.C_DOUBLE_STRIKE: ("double_strike", _TOGGLE), sprm.C_SPECIAL: ("special", _FLAG), sprm.C_DATA: ("data", _FLAG),
    sprm.C_OLE: ("ole", _FLAG), sprm.C_PICTURE: ("picture", _OTHER), sprm.C_SYMBOL: ("symbol", _OTHER),
    sprm.C_FONT: ("fonts", _OTHER),
    sprm.C_FONT_EAST: ("fonts", _OTHER), sprm.C_FONT_OTHER: ("fonts", _OTHER), sprm.C_RAISED: ("raised", _OTHER),
    sprm.C_POSITION: ("position", _OTHER), sprm.C_SIZE: ("size", _OTHER), sprm.C_COLOUR: ("colour", _OTHER),
    sprm.C_COLOUR_INDEX: ("colour", _OTHER), sprm.C_HINT: ("east_first", _OTHER), sprm.C_SCALE: ("scale", _OTHER),
    sprm.C_HIGHLIGHT: ("shaded", _OTHER), sprm.C_SHADE: ("shaded", _OTHER), sprm.C_SHADE_80: ("shaded", _OTHER),
}  # fmt: skip


def _toggled(value: int, style: bool) -> bool:
    return style if value == 0x80 else not style if value == 0x81 else bool(value)


def _set_run(new: dict[str, object], base: Run, code: int, operand: bytes) -> None:
    if code in (sprm.C_FONT, sprm.C_FONT_EAST, sprm.C_FONT_OTHER):
        fonts = list(new.get("fonts", base.fonts))  # type: ignore[call-overload]
        fonts[(sprm.C_FONT, sprm.C_FONT_EAST, sprm.C_FONT_OTHER).index(code)] = u16(operand, 0)
        new["fonts"] = tuple(fonts)
    elif code == sprm.C_PICTURE and len(operand) >= 4:
        new["picture"], new["special"] = u32(operand, 0), True
    elif code == sprm.C_SYMBOL and len(operand) >= 3:
        new["symbol"], new["special"] = (u16(operand, 0), u16(operand, 2) if len(operand) > 3 else operand[2]), True
    elif code == sprm.C_RAISED:
        new["raised"] = operand[0] & 3
    elif code == sprm.C_POSITION:
        value = u16(operand, 0)
        new["position"] = value - 0x10000 if value & 0x8000 else value
    elif code == sprm.C_SIZE:
        new["size"] = u16(operand, 0)
    elif code == sprm.C_COLOUR:
        value = u32(operand, 0)
        new["colour"] = None if value >> 24 else value
    elif code == sprm.C_HINT:
        new["east_first"] = operand[0] == 1
    elif code == sprm.C_SCALE:
        new["scale"] = u16(operand, 0)
    elif code in (sprm.C_SHADE, sprm.C_SHADE_80, sprm.C_HIGHLIGHT):
        new["shaded"] = bool(new.get("shaded", base.shaded)) or is_shaded(operand)
    elif code == sprm.C_COLOUR_INDEX:
        new["colour"] = _INDEX_COLOURS[operand[0]] if operand[0] < len(_INDEX_COLOURS) else 0


_AUTOMATIC, _WHITE = 0xFF, 0x00FFFFFF


def is_shaded(operand: bytes) -> bool:
    """Whether a shade (Shd, [MS-DOC] 2.9.246; Shd80, 2.9.247; a highlight's colour) is anything but white."""
    if len(operand) >= 10:
        back = int.from_bytes(operand[4:8], "little")
        return not (back >> 24 == _AUTOMATIC or back == _WHITE) or operand[8] != 0 and operand[8:10] != b"\xff\xff"
    if len(operand) == 2:
        value = u16(operand, 0)
        return value != 0xFFFF and (value >> 5 & 31 not in (0, 8) or value >> 10 != 0)
    return len(operand) == 1 and operand[0] not in (0, 8)


@dataclass(slots=True)
class Paragraph:
    """A paragraph's properties."""

    style: int = 0
    depth: int = 0
    """Tables around it."""
    in_table: bool = False
    row_end: bool = False
    """It is the mark that ends a row."""
    cell_end: bool = False
    """Its mark ends a cell of a table in a table."""
    centred: bool = False
    outline: int | None = None
    """Outline level 0 to 8."""
    numbering: int = 0
    """Number of its list override (from 1), 0 for none."""
    level: int = 0
    old_number: bool = False
    """Word 6 and 95 number it by a setting of the paragraph's own (ANLD)."""
    shaded: bool = False
    """It stands on a ground of its own."""
    row: tuple[Change, ...] = ()
    """Changes that define the row it ends."""


def changed_paragraph(
    base: Paragraph, changes: Iterable[Change], data: bytes, of_style: Callable[[int], Paragraph]
) -> Paragraph:
    """A paragraph's properties with changes laid over those of its style.

    Args:
        data: the data stream, where lists of changes too long for their page lie.
        of_style: the properties of a paragraph style by its number.
    """
    made = replace(base)
    depth: int | None = None
    for code, operand in _expanded(changes, data):
        flag = _PARAGRAPH_FLAGS.get(code)
        if flag is not None:
            setattr(made, flag, bool(operand[0]))
        elif code == sprm.P_STYLE:
            style = of_style(u16(operand, 0))
            for name in _OF_STYLE:
                setattr(made, name, getattr(style, name))
        elif code == sprm.P_DEPTH:
            depth = u32(operand, 0)
        elif code == sprm.P_DEPTH_CHANGE:
            depth = (depth or 0) + u32(operand, 0) & 0xFFFFFFFF
        elif code >> 10 & 7 == 5:
            made.row += ((code, operand),)
        else:
            _set_paragraph(made, code, operand)
    if made.in_table or made.row_end:
        made.depth = max(1, min(depth or 1, MOST_DEPTH))
    return made


_PARAGRAPH_FLAGS = {
    sprm.P_IN_TABLE: "in_table", sprm.P_ROW_END: "row_end", sprm.P_INNER_ROW_END: "row_end",
    sprm.P_INNER_CELL: "cell_end",
}  # fmt: skip
_OF_STYLE = ("style", "centred", "outline", "numbering", "level", "shaded")


def _set_paragraph(made: Paragraph, code: int, operand: bytes) -> None:
    """One change of how a paragraph looks or is numbered."""
    if code in (sprm.P_ALIGNED, sprm.P_ALIGNED_80):
        made.centred = operand[0] == 1
    elif code == sprm.P_OUTLINE:
        made.outline = operand[0] if operand[0] < 9 else None
    elif code == sprm.P_LIST:
        made.numbering = u16(operand, 0)
    elif code == sprm.P_LEVEL:
        made.level = min(operand[0], 8)
    elif code == sprm.P_OLD_LIST:
        made.old_number = len(operand) > 2 and operand[0] < _BULLETS
    elif code == sprm.P_OLD_LEVEL:
        made.old_number = made.old_number and operand[0] not in (0, _OLD_BULLET)
    elif code in (sprm.P_SHADE, sprm.P_SHADE_80):
        made.shaded = made.shaded or is_shaded(operand)


_BULLETS = 5
"""Number formats of old lists from here on are no numbers."""
_OLD_BULLET = 11


def _expanded(changes: Iterable[Change], data: bytes) -> Iterable[Change]:
    """Changes kept in the data stream put in their place."""
    for code, operand in changes:
        if code in (sprm.P_HUGE, sprm.P_HUGE_OLD, sprm.P_TABLE_PROPS):
            at = u32(operand, 0)
            try:
                size = u16(data, at)
            except DamagedError:
                continue
            yield from (change for change in sprm.changes(data[at + 2 : at + 2 + size]) if change[0] not in _FURTHER)
        else:
            yield code, operand


_FURTHER = (sprm.P_HUGE, sprm.P_HUGE_OLD, sprm.P_TABLE_PROPS)
