"""Property changes (sprms): one list of (opcode, operand) for every version, in the order they apply.

Opcodes are those of Word 97 ([MS-DOC] 2.6); the one-byte codes of Word 6 and 95 are turned into them where they matter
here, and stepped over where not.
"""

from __future__ import annotations

from functools import lru_cache

Change = tuple[int, bytes]
MOST_CHANGES = 400
"""Changes of one list that are looked at; Word writes some dozens."""
_SHORT = 600
"""Longer lists (a row of many columns) are not kept for the next time they are met."""

# characters
C_DELETED, C_INSERTED, C_FIELD_VANISH, C_PICTURE, C_DATA = 0x0800, 0x0801, 0x0802, 0x6A03, 0x0806
C_SYMBOL, C_OLE, C_STYLE, C_PLAIN, C_STRIKE, C_DOUBLE_STRIKE, C_VANISH = (
    0x6A09,
    0x080A,
    0x4A30,
    0x2A33,
    0x0837,
    0x2A53,
    0x083C,
)
C_WEB_HIDDEN, C_SPECIAL, C_OBJECT, C_RAISED, C_POSITION = 0x0811, 0x0855, 0x0856, 0x2A48, 0x4845
C_FONT, C_FONT_EAST, C_FONT_OTHER, C_SIZE, C_COLOUR, C_COLOUR_INDEX = 0x4A4F, 0x4A50, 0x4A51, 0x4A43, 0x6870, 0x2A42
C_HINT, C_HIGHLIGHT, C_SHADE_80, C_SHADE, C_SCALE = 0x286F, 0x2A0C, 0x4866, 0xCA71, 0x4852
# paragraphs
P_STYLE, P_ALIGNED_80, P_ALIGNED, P_LEVEL, P_LIST, P_IN_TABLE, P_ROW_END = (
    0x4600,
    0x2403,
    0x2461,
    0x260A,
    0x460B,
    0x2416,
    0x2417,
)
P_DEPTH, P_DEPTH_CHANGE, P_INNER_CELL, P_INNER_ROW_END = 0x6649, 0x664A, 0x244B, 0x244C
P_SHADE_80, P_SHADE = 0x442D, 0xC64D
P_OUTLINE, P_HUGE, P_HUGE_OLD, P_TABLE_PROPS, P_OLD_LIST, P_OLD_LEVEL = 0x2640, 0x6646, 0x6645, 0x646B, 0xC63E, 0x25FF
# tables
T_LEFT, T_GAP, T_DEFINE, T_DEFINE_10 = 0x9601, 0x9602, 0xD608, 0xD606
T_DEFINE_6 = 0xD7FF
"""No code of the format's own: a definition of Word 6 and 95, whose cells take ten bytes."""
T_INSERT, T_DELETE, T_WIDTH, T_MERGE, T_SPLIT, T_VERTICAL = 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
T_X, T_Y, T_PLACED = 0x940E, 0x940F, 0x360D
T_ALIGNED_90, T_ALIGNED = 0x5400, 0x548A
T_SHADES_80, T_SHADES = frozenset({0xD609}), frozenset({0xD612, 0xD616, 0xD60C, 0xD670, 0xD671, 0xD672, 0xD660})

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Operand bytes by the three highest bits of an opcode; 0 = a length byte leads."""
_TABS, _SHADE = 0xC615, 0xD609

_OLD = {
    2: P_STYLE, 5: P_ALIGNED_80, 12: P_OLD_LIST, 13: P_OLD_LEVEL, 24: P_IN_TABLE, 25: P_ROW_END,
    65: C_DELETED, 66: C_INSERTED, 67: C_FIELD_VANISH, 68: C_PICTURE, 71: C_DATA, 74: C_SYMBOL, 75: C_OLE, 80: C_STYLE,
    83: C_PLAIN,
    87: C_STRIKE, 92: C_VANISH, 93: C_FONT, 98: C_COLOUR_INDEX, 99: C_SIZE, 101: C_POSITION, 104: C_RAISED,
    117: C_SPECIAL,
    118: C_OBJECT, 182: T_ALIGNED_90, 183: T_LEFT, 184: T_GAP, 188: T_DEFINE_10, 190: T_DEFINE_6, 194: T_INSERT,
    195: T_DELETE, 196: T_WIDTH,
    197: T_MERGE, 198: T_SPLIT,
}  # fmt: skip
"""One-byte opcodes of Word 6 and 95."""
_OLD_LED = frozenset(
    {
        3,
        12,
        15,
        23,
        64,
        68,
        74,
        77,
        79,
        81,
        82,
        103,
        105,
        106,
        108,
        120,
        133,
        179,
        181,
        188,
        191,
        207,
        113,
        114,
        115,
        116,
    }
)
"""Those whose operand a length byte leads."""
_OLD_TWO = frozenset({
    2, *range(16, 20), 21, 22, 26, 27, 28, *range(30, 37), *range(38, 44), *range(45, 50), 69, 72, 80, 93, 96, 97, 99,
    101, 107, 109,
    110, 111, 112, 121, 122, 123, 124, 140, 141, 144, 145, *range(147, 150), 154, 155, 156, 157, 160, 161, *range(164,
    172), 182,
    183, 184, 189, 195, 197, 198,
})  # fmt: skip
_OLD_SIZE = {
    20: 4,
    52: 0,
    70: 4,
    73: 3,
    83: 0,
    95: 3,
    136: 3,
    137: 3,
    163: 0,
    187: 12,
    192: 4,
    193: 5,
    194: 4,
    196: 4,
    199: 5,
    200: 4,
}
_SINGLE = {
    0x05: P_ALIGNED_80, 0x0C: P_LEVEL, 0x18: P_IN_TABLE, 0x19: P_ROW_END, 0x41: C_DELETED, 0x42: C_INSERTED,
    0x43: C_FIELD_VANISH,
    0x47: C_DATA, 0x4B: C_OLE, 0x50: C_WEB_HIDDEN, 0x53: C_PLAIN, 0x57: C_STRIKE, 0x5C: C_VANISH, 0x68: C_RAISED,
    0x73: C_DOUBLE_STRIKE, 0x75: C_SPECIAL, 0x76: C_OBJECT, 0x78: P_OUTLINE,
}  # fmt: skip
"""Opcodes that a piece's modifier names by a seven-bit number ([MS-DOC] 2.9.215)."""


def changes(grpprl: bytes, word6: bool = False) -> tuple[Change, ...]:
    """The changes of a list, those whose operand is cut short left out."""
    return _kept(grpprl, word6) if len(grpprl) <= _SHORT else tuple(_old(grpprl) if word6 else _new(grpprl))


@lru_cache(maxsize=4096)
def _kept(grpprl: bytes, word6: bool) -> tuple[Change, ...]:
    return tuple(_old(grpprl) if word6 else _new(grpprl))


def _new(grpprl: bytes) -> list[Change]:
    found: list[Change] = []
    at, end = 0, len(grpprl)
    while at + 2 < end and len(found) < MOST_CHANGES:
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if size == 0:
            if code in (T_DEFINE, T_DEFINE_10):
                size = (grpprl[at] | grpprl[at + 1] << 8) - 1 if at + 1 < end else end
                at += 2
            elif code == _TABS and grpprl[at] == 255:
                size, at = _long_tabs(grpprl, at + 1)
            else:
                size = grpprl[at]
                at += 1
        if size < 0 or at + size > end:
            break
        found.append((code, grpprl[at : at + size]))
        at += size
    return found


def _long_tabs(grpprl: bytes, at: int) -> tuple[int, int]:
    """Size and start of tab changes too long for a length byte: counts of deleted (4 bytes each) and added (3) tabs."""
    if at >= len(grpprl):
        return -1, at
    after = at + 1 + 4 * grpprl[at]
    if after >= len(grpprl):
        return -1, at
    return 4 * grpprl[at] + 3 * grpprl[after] + 2, at


def _old(grpprl: bytes) -> list[Change]:
    found: list[Change] = []
    at, end = 0, len(grpprl)
    while at < end and len(found) < MOST_CHANGES:
        code = grpprl[at]
        at += 1
        if code == 0:
            continue
        if code in (188, 190):
            size = (grpprl[at] | grpprl[at + 1] << 8) - 1 if at + 1 < end else end
            at += 2
        elif code in _OLD_LED:
            size = grpprl[at] if at < end else end
            at += 1
        else:
            size = _OLD_SIZE.get(code, 2 if code in _OLD_TWO else 1)
        if size < 0 or at + size > end:
            break
        if code in _OLD:
            found.append((_OLD[code], grpprl[at : at + size]))
        at += size
    return found


def of_piece(change: int, prcs: list[bytes], word6: bool) -> tuple[Change, ...]:
    """What a piece's modifier changes: one property by number, or a list kept with the piece table."""
    if change & 1:
        number = change >> 1
        return changes(prcs[number], word6) if number < len(prcs) else ()
    number, value = change >> 1 & 0x7F, change >> 8
    code = (_OLD if word6 else _SINGLE).get(number)
    return ((code, bytes([value])),) if code else ()
