"""What an .xls draws over its cells and prints around them: text boxes, tick boxes, pictures, header and footer.

xlrd reads cells; these records ([MS-XLS] 2.4.136 HEADER, 2.4.181 Obj, 2.4.329 TxO, [MS-ODRAW] 2.2.46 client anchor) it
passes over. One walk over the sheet's records, each read within its own length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractor.model.document import Line
from extractor.readers.cells import Range, SheetCells, cell_name
from extractor.readers.sheet.drawing import Box, put_in_cell
from extractor.readers.shown.celltext import tidy

_BOF, _EOF, _HEADER, _FOOTER, _OBJ, _DRAWING, _TXO, _CONTINUE = 0x809, 0x0A, 0x14, 0x15, 0x5D, 0xEC, 0x1B6, 0x3C
_BOUNDS, _WANTED = frozenset({_BOF, _EOF}), frozenset({_HEADER, _FOOTER, _OBJ, _DRAWING, _TXO, _CONTINUE})
_PICTURE, _CHECK, _RADIO, _NOTE = 0x08, 0x0B, 0x0C, 0x19
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""Record type and length of a client anchor, behind its version."""
_MOST = 20_000


def read_drawn(stream: bytes, start: int, sheet: SheetCells) -> list[Line]:
    """Put a sheet's header, footer, text boxes and pictures in place; gives the boxes that lie on no cell as lines.

    Args:
        stream: the workbook stream.
        start: where the sheet's BOF stands in it.
    """
    boxes: list[Box] = []
    area: Range | None = None
    kind, mark, wait = 0, "", False
    for code, data in _records(stream, start):
        if code in (_HEADER, _FOOTER):
            sheet.headers["oddHeader" if code == _HEADER else "oddFooter"] = _text(data[2:], data[:2])
        elif code == _DRAWING and (found := _area(data)) is not None:
            area = found
        elif code == _OBJ and len(data) >= 6:
            kind = struct.unpack_from("<H", data, 4)[0]
            mark = _mark(kind, data)
            if kind == _PICTURE and area is not None:
                sheet.images.add(area[:2])
        elif code == _TXO:
            wait = kind != _NOTE
        elif code == _CONTINUE and wait:
            wait = False
            text = mark + tidy(_text(data[1:], b"\0\0", wide=bool(data[:1] and data[0] & 1)))
            if text and area is not None:
                boxes.append(Box(area, text))
    left = [box for box in sorted(boxes, key=lambda box: (box.area, box.text)) if not put_in_cell(sheet, box)]
    return [Line(box.text.replace("\n", " "), sheet=sheet.name, ref=cell_name(*box.area[:2])) for box in left]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(type, data) of a sheet's own records that `read_drawn` looks at, those of embedded charts left out."""
    depth, last = 0, len(stream) - 4
    head = struct.Struct("<HH").unpack_from
    while at <= last:
        code, size = head(stream, at)
        if code in _BOUNDS:
            depth += 1 if code == _BOF else -1
        elif depth == 1 and code in _WANTED:
            yield code, stream[at + 4 : at + 4 + size]
        if depth < 1:
            return
        at += 4 + size


def _text(data: bytes, count: bytes, wide: bool | None = None) -> str:
    """A string with its flag byte (1: two bytes a character), or of a text object's continuation."""
    if wide is None:
        if not data:
            return ""
        wide, data = bool(data[0] & 1), data[1:]
        data = data[: int.from_bytes(count, "little") * (2 if wide else 1)]
    return data[: 2 * _MOST].decode("utf-16-le" if wide else "latin-1", "replace").replace("\r", "\n")


def _area(data: bytes) -> Range | None:
    """The slots between the corners of the first client anchor."""
    at = data.find(_ANCHOR)
    if at < 0 or at + len(_ANCHOR) + 18 > len(data):
        return None
    _, left, _, top, _, right, rest_x, bottom, rest_y = struct.unpack_from("<9H", data, at + len(_ANCHOR))
    right -= right > left and rest_x < 50
    bottom -= bottom > top and rest_y < 20
    return top, left, max(bottom, top), max(right, left)


def _mark(kind: int, data: bytes) -> str:
    """☑ or □ of a tick box (sub-record FtCblsData), ● or ○ of an option."""
    if kind not in (_CHECK, _RADIO):
        return ""
    at = 0
    while at + 4 <= len(data):
        code, size = struct.unpack_from("<HH", data, at)
        if code == 0x12 and at + 6 <= len(data):
            ticked = struct.unpack_from("<H", data, at + 4)[0] == 1
            return ("●" if ticked else "○") if kind == _RADIO else "☑" if ticked else "□"
        at += 4 + size
    return "□" if kind == _CHECK else "○"
