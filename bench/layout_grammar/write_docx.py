"""A filing as .docx: WordprocessingML with gridSpan and vMerge, as Word writes it."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bench.layout_grammar.canvas import WIDTH, Cell, Line, Table
from bench.layout_grammar.filing import Filing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>{bold}<w:sz w:val="{size}"/></w:rPr>'
_PAGE, WIDE = 9600, 12
_EDGES = "".join(
    f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for s in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(filing: Filing) -> bytes:
    """The bytes of the document; the same filing gives the same bytes."""
    wide = any(isinstance(b, Table) and len(b.widths) > WIDE for b in filing.blocks)
    page = _PAGE * 3 // 2 if wide else _PAGE
    body = "".join(_line(b, page) if isinstance(b, Line) else _table(b, page) for b in filing.blocks)
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    document = (
        f'{_HEAD}<w:document xmlns:w="{W}"><w:body>{body}<w:p/><w:sectPr><w:pgSz {size}/>'
        '<w:pgMar w:top="1200" w:right="1150" w:bottom="1200" w:left="1150" w:header="800" w:footer="800" w:'
        'gutter="0"/></w:sectPr></w:body></w:document>'
    )
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, text in (("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document)):
            package.writestr(ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text.encode(), ZIP_DEFLATED)
    return out.getvalue()


def _line(line: Line, page: int) -> str:
    """A paragraph in a size that lets it stand on one line, as clerks see to it."""
    wanted = 32 if line.heading else 21
    fitting = page // max(1, sum(6 if c.isascii() else 11 for c in line.text))
    return _paragraph(line.text, line.align, max(14, min(wanted, fitting)), line.heading)


def _paragraph(text: str, align: str, size: int = 21, bold: bool = False) -> str:
    look = _FONT.format(bold="<w:b/>" if bold else "", size=size)
    runs = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _table(table: Table, page: int) -> str:
    widths = [round(page * w / WIDTH) for w in table.widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    slots = {(c.row + r, c.col): (c, r) for c in table.cells for r in range(c.rowspan)}
    rows = []
    for row in range(table.rows):
        cells = [slots[row, col] for col in range(len(widths)) if (row, col) in slots]
        rows.append("<w:tr>" + "".join(_cell(c, r, widths) for c, r in cells) + "</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _cell(cell: Cell, down: int, widths: list[int]) -> str:
    """The cell's part in the row `down` below where it begins."""
    width = sum(widths[cell.col : cell.col + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if down == 0 else "<w:vMerge/>"
    text = cell.text if down == 0 else ""
    paragraphs = "".join(_paragraph(part, cell.align) for part in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraphs}</w:tc>"
    )
