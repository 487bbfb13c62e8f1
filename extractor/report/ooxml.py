"""WordprocessingML written as text: paragraphs, tables, styles and running heads of the letter.

Writing the XML ourselves keeps 500-row tables fast (python-docx's cells are quadratic) and says exactly what stands
in the file. Sizes: half points for type, twentieths of a point for lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from extractor.ground.safe import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = f'xmlns:w="{W}"'
_SONG, _FANG, _KAI, _HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
_LINE = 579
"""Exact line of 28.95 pt: 22 lines fill 225 mm."""
_TWIP_MM = 56.6929
_CHARACTER = 315
"""One body character: 16 pt less the 0.25 pt it is narrowed by."""
_STAND_INS = {
    _SONG: "方正小标宋_GBK,华文中宋,宋体",
    _FANG: "仿宋,华文仿宋,FangSong,STFangsong",
    _KAI: "楷体,华文楷体,KaiTi,AR PL UKai CN",
    _HEI: "SimHei,Noto Sans CJK SC,文泉驿正黑",
    "宋体": "SimSun,Noto Serif CJK SC",
}


def parsed(xml: str) -> Any:
    """XML as an element that python-docx can hold."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _style(key: str, name: str, paragraph: str, run: str, based: str = "Normal") -> str:
    return (
        f'<w:style {_NS} w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_NONE = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_TIGHT = '<w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'


def _styles() -> list[str]:
    size = '<w:sz w:val="32"/><w:szCs w:val="32"/>'
    small = '<w:spacing w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    return [
        _style("GwBody", "公文正文", _INDENT, ""),
        _style("GwPlain", "公文主送", _NONE, ""),
        _style("GwRight", "公文文号", '<w:jc w:val="right"/>', ""),
        _style("GwCentre", "公文居中", '<w:jc w:val="center"/>', ""),
        _style("GwTitle", "公文标题", '<w:keepNext/><w:jc w:val="center"/>',
        _fonts(_SONG) + '<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>'),
        _style("GwHead1", "公文一级标题", "<w:keepNext/>" + _INDENT, _fonts(_HEI)),
        _style("GwHead2", "公文二级标题", "<w:keepNext/>" + _INDENT, _fonts(_KAI)),
        _style("GwSigned", "公文署名", '<w:jc w:val="right"/>', ""),
        _style("GwCopy", "公文抄送", '<w:spacing w:before="579" w:line="579" w:lineRule="exact"/>',
        '<w:sz w:val="28"/>'),
        _style("GwAnnex", "公文附件", "<w:keepNext/>", _fonts(_HEI) + size),
        _style("GwAnnexTitle", "公文附件标题", (
            '<w:keepNext/><w:spacing w:before="579" w:after="200" w:line="579" w:lineRule="exact"/><w:jc '
            'w:val="center"/>'
        ), _fonts(_SONG) + '<w:spacing w:val="0"/><w:sz w:val="36"/><w:szCs w:val="36"/>'),
        _style("GwTableNote", "公文表注", (
            '<w:keepNext/><w:spacing w:before="160" w:after="80" w:line="360" '
            'w:lineRule="exact"/>'
        ), '<w:spacing w:val="0"/><w:sz w:val="24"/>'),
        _style("GwCell", "公文表格", _TIGHT + '<w:jc w:val="left"/>', small),
        _style("GwCellHead", "公文表头", _TIGHT + '<w:jc w:val="center"/>', _fonts(_HEI) + small),
    ]  # fmt: skip


def define_styles(document: Document) -> None:
    """Normal as 公文 asks (16 pt 仿宋, 28.95 pt exact, narrowed by 0.25 pt) and the letter's own styles.

    Flush left: in justified lines LibreOffice 7.4 leaves out a punctuation mark that hangs over the margin.
    """
    root = document.styles.element
    normal = document.styles["Normal"].element
    for tag in ("pPr", "rPr"):
        for old in normal.findall(f"{{{W}}}{tag}"):
            normal.remove(old)
    normal.append(
        parsed(
            f'<w:pPr {_NS}><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE '
            f'w:val="0"/><w:autoSpaceDN w:val="0"/>'
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'
            '<w:jc w:val="left"/></w:pPr>'
        )
    )
    normal.append(
        parsed(
            f'<w:rPr {_NS}>{_fonts(_FANG)}<w:color w:val="000000"/><w:spacing w:val="-5"/><w:kern w:val="0"/>'
            '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )
    for xml in _styles():
        root.append(parsed(xml))


def paragraph(
    text: str, style: str, *, keep: bool = False, page_break: bool = False, right: float | None = None
) -> str:
    """One paragraph; a line break in `text` stays one. `right`: indent from the right, in body characters.

    Args:
        style: id of a paragraph style of the document.
        keep: on one page with the next paragraph.
        page_break: begin on a new page.
    """
    extra = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if page_break else "")
    indent = "" if right is None else f'<w:ind w:right="{round(right * _CHARACTER)}"/>'
    return f'<w:p {_NS}><w:pPr><w:pStyle w:val="{style}"/>{extra}{indent}</w:pPr>{_runs(text)}</w:p>'


def _runs(text: str) -> str:
    lines = visible(text).replace("\t", "\u3000").split("\n")
    return "<w:r><w:br/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else "" for line in lines
    )


LAST_LINE = f'<w:p {_NS}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""Word wants a paragraph after the last table of a section; this one takes no room."""


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> str:
    """A ruled table: head row repeated on each page, no row cut by a page break."""
    widths = [round(mm * _TWIP_MM) for _, mm in columns]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([name for name, _ in columns], widths, "GwCellHead", "<w:cantSplit/><w:tblHeader/>")
    body = "".join(_row(row, widths, "GwCell", "<w:cantSplit/>") for row in rows)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(texts: Sequence[str], widths: Sequence[int], style: str, properties: str) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(text)}</w:p></w:tc>'
        for text, width in zip(texts, widths)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


# -- running heads ----------------------------------------------------------------------------------------------


def bureau_head(bureau: str) -> str:
    """The bureau's name in red over a red double rule (thick over thin) 170 mm wide."""
    size = 60 if len(bureau) <= 12 else 44
    return (
        f'<w:p {_NS}><w:pPr><w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="11" '
        f'w:color="FF0000"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="240" w:line="240" w:lineRule="auto"/><w:ind w:left="-454" '
        'w:right="-340"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr>{_fonts(_SONG)}<w:color w:val="FF0000"/><w:spacing w:val="20"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(visible(bureau))}</w:t></w:r></w:p>'
    )


def foot_rule() -> str:
    """The second red rule (thin over thick) at the foot of page 1."""
    return (
        f'<w:p {_NS}><w:pPr><w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" '
        f'w:color="FF0000"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/><w:ind w:left="-454" '
        'w:right="-340"/></w:pPr>'
        '<w:r><w:rPr><w:sz w:val="4"/></w:rPr></w:r></w:p>'
    )


def page_number(side: str) -> str:
    """— 2 — in 14 pt 宋体, one character in from the outer edge."""
    run = f'<w:rPr>{_fonts("宋体")}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    return (
        f'<w:p {_NS}><w:pPr><w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>'
        f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{run}<w:instrText xml:space="preserve"> PAGE '
        f"</w:instrText></w:r>"
        f'<w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{run}<w:t>1</w:t></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="end"/></w:r><w:r>{run}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def replace(part: Any, xml: str) -> None:
    """Make `xml` the only paragraph of a header or footer."""
    root = part._element
    for child in list(root):
        root.remove(child)
    root.append(parsed(xml))


def restart_pages(section: Section) -> None:
    """Count pages of this section from 1."""
    continue_pages(section)
    margins: Any = section._sectPr.find(f"{{{W}}}pgMar")
    margins.addnext(parsed(f'<w:pgNumType {_NS} w:start="1"/>'))


def continue_pages(section: Section) -> None:
    """Drop a page number start and the document grid that a section took over."""
    for tag in ("pgNumType", "docGrid"):
        for old in section._sectPr.findall(f"{{{W}}}{tag}"):
            section._sectPr.remove(old)


def font_table() -> str:
    """`word/fontTable.xml`: the fonts asked for and what may stand in for them."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {_NS}>{fonts}</w:fonts>'
