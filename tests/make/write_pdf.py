"""A PDF drawn by hand: rulings, boxes and Chinese text in a font of our own whose glyphs are plain boxes.

`Canvas` takes coordinates in points from the top left, y downwards, and writes every operator where it was asked for,
so that a test can leave a ruling out, move a character, paint white over a line or turn a page. `pdf(blocks)` lays a
neutral description out on A4 pages: tables run on over page breaks between rows.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.make.filing import Block, Para, Span, Table

A4 = (595.0, 842.0)
MARGIN = 60.0
LEADING = 1.25
PAD = 5.4


def width_of(text: str, size: float) -> float:
    """Advance width of a text: ASCII half, everything else a full square."""
    return sum(0.5 if ch.isascii() else 1.0 for ch in text) * size


@dataclass(slots=True)
class Sheet:
    """One page: its size, its turn in degrees and its operators."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    ops: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    """Contents of form XObjects, painted in order after `ops`."""
    annotations: list[str] = field(default_factory=list)
    """Annotation dictionaries, as PDF source."""

    def field_value(self, x0: float, y0: float, x1: float, y1: float, value: str) -> None:
        """A filled-in form field."""
        code = value.encode("utf-16-be").hex().upper()
        self.annotations.append(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /V <FEFF{code}> {self._rect(x0, y0, x1, y1)} >>"
        )

    def stamp(self, x0: float, y0: float, x1: float, y1: float, signature: bool = False) -> None:
        """A stamp annotation, or a signature field."""
        kind = "/Subtype /Widget /FT /Sig" if signature else "/Subtype /Stamp"
        self.annotations.append(f"<< /Type /Annot {kind} {self._rect(x0, y0, x1, y1)} >>")

    def _rect(self, x0: float, y0: float, x1: float, y1: float) -> str:
        return f"/Rect [{x0:.2f} {self.height - y1:.2f} {x1:.2f} {self.height - y0:.2f}]"

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, grey: float = 0.0) -> None:
        self.ops.append(f"{grey} G {width} w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S")

    def box(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        """A filled rectangle."""
        self.ops.append(f"{grey} g {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f 0 g")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked rectangle."""
        self.ops.append(f"0 G 0.5 w {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")

    def text(self, x: float, baseline: float, text: str, size: float = 10.5, mode: int = 0, turn: int = 0) -> None:
        """A run of text; `mode` is the render mode (3 invisible), `turn` 90 reads upwards, 45 is a watermark's."""
        a, b = {0: (1, 0), 45: (0.7, 0.7), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
        codes = "".join(f"{ord(ch):04X}" for ch in text)
        self.ops.append(
            f"BT /F1 {size} Tf {mode} Tr {a} {b} {-b} {a} {x:.2f} {self.height - baseline:.2f} Tm <{codes}> Tj ET"
        )

    def put(self, box: tuple[float, float, float, float], text: str, size: float = 10.5) -> None:
        """Text wrapped into a cell's box, from the top."""
        y = box[1] + size * 1.1
        for line in wrap(text, box[2] - box[0] - 2 * PAD, size):
            self.text(box[0] + PAD, y, line, size)
            y += size * LEADING


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines that fit a width; line breaks in the text are kept."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for ch in paragraph:
            if line and width_of(line + ch, size) > width:
                lines.append(line)
                line = ""
            line += ch
        lines.append(line)
    return lines


def draw(sheet: Sheet, table: Table, x: float, y: float, widths: Sequence[float], heights: Sequence[float],
         size: float = 10.5, skip: Iterable[tuple[str, int, int]] = ()) -> None:  # fmt: skip
    """A table with one ruling per inner edge; `skip` names edges left out: ("h", row line, col) or ("v", col line,
    row).
    """
    xs, ys = _sums(x, widths), _sums(y, heights)
    left_out = set(skip)
    owner = {
        (r, c): cell
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.col, cell.col + cell.colspan)
    }
    rows, cols = len(heights), len(widths)
    for r in range(rows + 1):
        for c in range(cols):
            if ("h", r, c) not in left_out and (r in (0, rows) or owner.get((r - 1, c)) is not owner.get((r, c))):
                sheet.line(xs[c], ys[r], xs[c + 1], ys[r])
    for c in range(cols + 1):
        for r in range(rows):
            if ("v", c, r) not in left_out and (c in (0, cols) or owner.get((r, c - 1)) is not owner.get((r, c))):
                sheet.line(xs[c], ys[r], xs[c], ys[r + 1])
    for cell in table.cells:
        box = (xs[cell.col], ys[cell.row], xs[cell.col + cell.colspan], ys[cell.row + cell.rowspan])
        if cell.text:
            sheet.put(box, cell.text, size)


def _sums(start: float, steps: Sequence[float]) -> list[float]:
    sums = [start]
    for step in steps:
        sums.append(sums[-1] + step)
    return sums


def heights_of(table: Table, widths: Sequence[float], size: float = 10.5) -> list[float]:
    """Row heights that hold the text; a merged cell stretches its last row."""
    heights = [size * LEADING + 4] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        lines = len(wrap(cell.text, sum(widths[cell.col : cell.col + cell.colspan]) - 2 * PAD, size))
        need = lines * size * LEADING + 4
        have = sum(heights[cell.row : cell.row + cell.rowspan])
        if need > have:
            heights[cell.row + cell.rowspan - 1] += need - have
    return heights


def pdf(blocks: Sequence[Block], repeat_header: int = 0, embedded: bool = True) -> bytes:
    """Blocks as a PDF; a table that does not fit runs on, with its first `repeat_header` rows again."""
    return document(sheets_of(blocks, repeat_header), embedded)


def sheets_of(blocks: Sequence[Block], repeat_header: int = 0) -> list[Sheet]:
    """Blocks on A4 pages."""
    sheets = [Sheet()]
    y = MARGIN
    for block in blocks:
        if isinstance(block, Para):
            if not block.text.strip():
                continue
            if y > A4[1] - MARGIN - 40:
                sheets.append(Sheet())
                y = MARGIN
            x = (A4[0] - width_of(block.text, 12)) / 2 if block.centred else MARGIN
            sheets[-1].text(max(x, 20), y + 12, block.text, 12)
            y += 22
            continue
        y = _flow(sheets, block, y, repeat_header) + 10
    return sheets


def _flow(sheets: list[Sheet], table: Table, y: float, repeat_header: int) -> float:
    widths = [(A4[0] - 2 * MARGIN) / table.cols] * table.cols
    heights = heights_of(table, widths)
    start = 0
    while start < table.rows:
        room = A4[1] - MARGIN - y
        end = start
        while end < table.rows and (sum(heights[start : end + 1]) <= room or end == start):
            end += 1
        if end == start + 1 and heights[start] > room and y > MARGIN:
            end = start
        if end > start:
            head = range(repeat_header) if start else range(0)
            rows = [*head, *range(start, end)]
            draw(sheets[-1], part(table, rows), MARGIN, y, widths, [heights[r] for r in rows])
            y += sum(heights[r] for r in rows)
            start = end
        if start < table.rows:
            sheets.append(Sheet())
            y = MARGIN
    return y


def part(table: Table, rows: Sequence[int]) -> Table:
    """Some rows of a table as one of its own; a merged cell is cut, its text stays in the first part."""
    cells = []
    for cell in table.cells:
        inside = [i for i, r in enumerate(rows) if cell.row <= r < cell.row + cell.rowspan]
        if inside:
            text = cell.text if rows[inside[0]] == cell.row else ""
            cells.append(Span(inside[0], cell.col, text, len(inside), cell.colspan))
    return Table(table.cols, cells)


def document(sheets: Sequence[Sheet], embedded: bool = True) -> bytes:
    """The file: catalog, pages, one Type 0 font; without a font program where `embedded` is false."""
    used = sorted({int(code, 16) for s in sheets for op in [*s.ops, *s.forms] for code in _codes(op)})
    objects: list[bytes] = []
    kids = " ".join(f"{9 + 2 * i} 0 R" for i in range(len(sheets)))
    forms_at = 9 + 2 * len(sheets)
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 "
        b"0 R >>"
    )
    glyphs = b"7 0 R" if embedded else b"/Identity"
    program = b"/FontFile2 8 0 R " if embedded else b""
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDToGIDMap " + glyphs + b" /DW 1000 /W [32 126 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>"
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 700 /StemV 80 " + program + b">>"
    )
    objects.append(_stream(_to_unicode(used)))
    objects.append(_stream(b"".join(struct.pack(">H", 2 if 32 <= code < 127 else 1) for code in range(65536))))
    objects.append(_stream(box_font()))
    forms: list[bytes] = []
    for i, sheet in enumerate(sheets):
        names = [f"/X{k} {forms_at + len(forms) + k} 0 R" for k in range(len(sheet.forms))]
        content = "\n".join([*sheet.ops, *(f"/X{k} Do" for k in range(len(sheet.forms)))])
        turn = f" /Rotate {sheet.rotate}" if sheet.rotate else ""
        notes = f" /Annots [{' '.join(sheet.annotations)}]" if sheet.annotations else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}]{turn}{notes} /Contents "
            f"{10 + 2 * i} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << {' '.join(names)} >> >> >>".encode()
        )
        objects.append(_stream(content.encode()))
        box = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 {sheet.width} {sheet.height}] /Resources << /Font << /F1 3 0 "
            f"R >> >>"
        )
        forms += [_stream(form.encode(), box) for form in sheet.forms]
    return assemble(objects + forms)


def box_font() -> bytes:
    """A TrueType font of three glyphs: nothing, a full-width box, a half-width box."""
    outlines = [b"", _box_glyph(50, 950), _box_glyph(50, 450)]
    places = [sum(len(o) for o in outlines[:i]) for i in range(4)]
    tables = {
        b"glyf": b"".join(outlines),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", 1000, 0, 1000, 50, 500, 50),
        b"loca": struct.pack(">IIII", *places),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32)
    at = 12 + 16 * len(tables)
    for tag, body in tables.items():
        out += tag + struct.pack(">III", 0, at, len(body))
        at += len(body) + -len(body) % 4
    return out + b"".join(body + bytes(-len(body) % 4) for body in tables.values())


def _box_glyph(left: int, right: int) -> bytes:
    """One contour: a rectangle from the descender to the ascender."""
    head = struct.pack(">hhhhh", 1, left, -100, right, 800)
    ends = struct.pack(">HH", 3, 0) + bytes([1, 1, 1, 1])
    wide = right - left
    moves = struct.pack(">hhhh", left, wide, 0, -wide) + struct.pack(">hhhh", -100, 0, 900, 0)
    return head + ends + moves


def _codes(op: str) -> list[str]:
    return [
        piece.split(">")[0][k : k + 4] for piece in op.split("<")[1:] for k in range(0, len(piece.split(">")[0]), 4)
    ]


def _to_unicode(used: Sequence[int]) -> bytes:
    """A map of each code to itself, a hundred entries a block; codes from U+F0000 up stay unmapped."""
    blocks = []
    for start in range(0, len(used), 100):
        chunk = used[start : start + 100]
        blocks.append(f"{len(chunk)} beginbfchar\n" + "".join(f"<{c:04X}> <{c:04X}>\n" for c in chunk) + "endbfchar\n")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + "".join(blocks) + "endcmap end end"
    ).encode()


def _stream(content: bytes, more: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {more} >>\nstream\n".encode() + packed + b"\nendstream"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects 1, 2, … with a cross-reference table; the first is the catalog."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
