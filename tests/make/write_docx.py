"""A filing as .docx: plain WordprocessingML with gridSpan and vMerge, fonts and widths as Word writes them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from tests.make.filing import Block, Para, Span, Table
from tests.make.package import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TABLE_WIDTH = 9072
_FONT = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'
_LOOK = f'<w:rPr>{_FONT}<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
_SPACING = '<w:widowControl/><w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>'
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
)
_SCRIPTS = re.compile("[\u0020-\u007e]+|[^\u0020-\u007e]+")
"""Word parts a run where the script changes; so does this writer."""


def docx(blocks: list[Block]) -> bytes:
    """The bytes of a .docx holding these blocks."""
    return package("".join(_table(b) if isinstance(b, Table) else paragraph(b) for b in blocks))


def package(body: str, extra: dict[str, str | bytes] | None = None, relations: str = "", namespace: str = W) -> bytes:
    """A .docx around the XML of a body; `extra` parts and `relations` of the main part for odd files."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
    )
    document = (
        f'<w:document xmlns:w="{namespace}" xmlns:r="{_OFFICE}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
        f'{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _HEAD + types,
        "_rels/.rels": _HEAD + f'<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": _HEAD + document,
        "word/_rels/document.xml.rels": _HEAD + f'<Relationships xmlns="{_REL}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/>{relations}</Relationships>',
        "word/styles.xml": _HEAD + f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
    }
    return zipped({**parts, **(extra or {})})


def paragraph(para: Para) -> str:
    """A paragraph with the settings Word writes for a form's text."""
    justify = '<w:jc w:val="center"/>' if para.centred else ""
    return f'<w:p w:rsidR="00A77B3E"><w:pPr>{_SPACING}{justify}{_LOOK}</w:pPr>{run(para.text)}</w:p>'


def run(text: str) -> str:
    """A text as Word's runs."""
    return "".join(
        f'<w:r>{_LOOK}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in _SCRIPTS.findall(text)
    )


def _table(table: Table) -> str:
    width = _TABLE_WIDTH // table.cols
    grid = f'<w:gridCol w:w="{width}"/>' * table.cols
    rows = "".join(f"<w:tr>{''.join(_cells(table, row, width))}</w:tr>" for row in range(table.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TABLE_WIDTH}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cells(table: Table, row: int, width: int) -> list[str]:
    out = []
    col = 0
    while col < table.cols:
        cell = table.owner(row, col)
        out.append(_cell(cell, cell.row == row, width))
        col += cell.colspan
    return out


def _cell(cell: Span, first: bool, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = ""
    if cell.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    paragraphs = cell.text.split("\n") if first else [""]
    body = "".join(paragraph(Para(text)) for text in paragraphs)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width * cell.colspan}" w:type="dxa"/>{span}{merge}<w:tcBorders>{_EDGES}</w:'
        f"tcBorders>"
        f'<w:vAlign w:val="center"/></w:tcPr>{body}</w:tc>'
    )
