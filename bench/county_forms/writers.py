"""A filing as Word, Excel, web page or text dump."""

from __future__ import annotations

import html as markup
import io
import re
from collections.abc import Iterator

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from bench.county_forms.page import Cell, Filing, Line, Table


def placed(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and cell, the columns under hanging cells left out."""
    covered: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in covered:
                x += 1
            yield y, x, cell
            covered |= {(y + j, x + i) for j in range(cell.down) for i in range(cell.span)}
            x += cell.span


def _widths(table: Table, whole: int) -> list[int]:
    """Widths of the columns that add up to `whole`, by the text they hold."""
    need = [2.0] * table.width
    for _, x, cell in placed(table):
        longest = min(14, max(len(part) for part in cell.text.split("\n")))
        for i in range(x, x + cell.span):
            need[i] = max(need[i], longest / cell.span)
    return [int(whole * n / sum(need)) for n in need]


def docx(filing: Filing) -> bytes:
    """A .docx."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    section = document.sections[0]
    if any(isinstance(b, Table) and b.width > 9 for form in filing.blocks for b in form):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Pt(50)
    whole = int(((section.page_width or Pt(595)) - Pt(100)) / 635)
    for at, form in enumerate(filing.blocks):
        if at:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for block in form:
            if isinstance(block, Line):
                paragraph = document.add_paragraph()
                run = paragraph.add_run(block.text)
                paragraph.paragraph_format.space_after = Pt(2)
                if block.style == "title":
                    run.bold, run.font.size = True, Pt(16)
                if block.style in ("title", "centre"):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                elif block.style == "right":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            else:
                document.element.body.insert(len(document.element.body) - 1, _word_table(block, whole))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(table: Table, whole: int) -> BaseOxmlElement:
    widths = _widths(table, whole)
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    root = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='{sum(widths)}' w:type='dxa'/><w:tblBorders>{borders}</w:"
        f"tblBorders>"
        f"<w:tblLayout w:type='fixed'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    cells: dict[int, list[tuple[int, Cell, bool]]] = {y: [] for y in range(len(table.rows))}
    for y, x, cell in placed(table):
        for j in range(cell.down):
            if y + j in cells:
                cells[y + j].append((x, cell, j == 0))
    for y in sorted(cells):
        row = OxmlElement("w:tr")
        for x, cell, first in sorted(cells[y], key=lambda c: c[0]):
            row.append(_word_cell(cell, first, sum(widths[x : x + cell.span])))
        root.append(row)
    return root


def _word_cell(cell: Cell, first: bool, width: int) -> BaseOxmlElement:
    merge = "" if cell.down == 1 else '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    centre = '<w:pPr><w:jc w:val="center"/></w:pPr>' if len(cell.text) < 16 else ""
    paragraphs = "".join(
        f'<w:p>{centre}<w:r><w:t xml:space="preserve">{markup.escape(part)}</w:t></w:r></w:p>'
        for part in (cell.text if first else "").split("\n")
    )
    return parse_xml(
        f"<w:tc {nsdecls('w')}><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{span}{merge}<w:vAlign w:val='center'/></w:"
        f"tcPr>{paragraphs}</w:tc>"
    )


def xlsx(filing: Filing) -> bytes:
    """A workbook, a sheet a form; plain numbers are stored as numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    percent = filing.options.get("sheet percent") == "number"
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    for at, form in enumerate(filing.blocks):
        sheet = book.create_sheet(f"表{at + 1}")
        width = max((b.width for b in form if isinstance(b, Table)), default=6)
        y = 1
        for block in form:
            if isinstance(block, Line):
                sheet.cell(y, 1, block.text).alignment = Alignment(
                    horizontal={"title": "center", "centre": "center", "right": "right"}.get(block.style, "left")
                )
                sheet.cell(y, 1).font = Font(
                    name="宋体", bold=block.style == "title", size=16 if block.style == "title" else 10
                )
                sheet.merge_cells(start_row=y, end_row=y, start_column=1, end_column=width)
                y += 1
                continue
            for row, x, cell in placed(block):
                spot = sheet.cell(y + row, x + 1, _typed(cell.text))
                if cell.text.startswith("="):
                    spot.data_type = "s"
                if percent and re.fullmatch(r"[1-9]\d?%|100%", cell.text):
                    spot.value, spot.number_format = int(cell.text[:-1]) / 100, "0%"
                spot.alignment = Alignment(
                    wrap_text=True, vertical="center", horizontal="center" if len(cell.text) < 16 else "left"
                )
                for j in range(cell.down):
                    for i in range(cell.span):
                        sheet.cell(y + row + j, x + 1 + i).border = box
                if cell.span > 1 or cell.down > 1:
                    sheet.merge_cells(
                        start_row=y + row, end_row=y + row + cell.down - 1, start_column=x + 1, end_column=x + cell.span
                    )
            for i, wide in enumerate(_widths(block, 110)):
                sheet.column_dimensions[get_column_letter(i + 1)].width = max(6, wide)
            y += len(block.rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> str | int | float | None:
    if re.fullmatch(r"[1-9]\d{0,9}", text):
        return int(text)
    if re.fullmatch(r"(0|[1-9]\d*)\.\d*[1-9]", text):
        return float(text)
    return text or None


def html(filing: Filing) -> bytes:
    """A web page as a county publishes it."""
    old = filing.options.get("web page") == "old"
    charset = "gb2312" if old else "utf-8"
    out = [f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>预算绩效公开</title></head><body>"]
    for form in filing.blocks:
        for block in form:
            if isinstance(block, Line):
                side = {"title": "center", "centre": "center", "right": "right"}.get(block.style, "left")
                text = markup.escape(block.text).replace("  ", "&nbsp;&nbsp;")
                text = f"<strong>{text}</strong>" if block.style == "title" else text
                out.append(f"<p style='text-align:{side}'>{text}</p>")
                continue
            out.append("<table border='1' cellspacing='0'>")
            for row in block.rows:
                out.append("<tr>")
                for cell in row:
                    spans = (f" colspan='{cell.span}'" if cell.span > 1 else "") + (
                        f" rowspan='{cell.down}'" if cell.down > 1 else ""
                    )
                    text = markup.escape(cell.text).replace("\n", "<br>")
                    out.append(
                        f"<td{spans}><p><span>{text or '&nbsp;'}</span></p></td>" if old else f"<td{spans}>{text}</td>"
                    )
                out.append("</tr>")
            out.append("</table>")
    return "".join([*out, "</body></html>"]).encode("gb18030" if old else "utf-8")


def txt(filing: Filing) -> bytes:
    """The dump of a Word file: a cell a line, a row begins with a tab, what hangs down is an empty cell."""
    out: list[str] = []
    for form in filing.blocks:
        for block in form:
            if isinstance(block, Line):
                out += ["", ("        " if block.style in ("title", "centre") else "") + block.text, ""]
                continue
            starts: dict[int, list[tuple[int, str]]] = {y: [] for y in range(len(block.rows))}
            for y, x, cell in placed(block):
                for j in range(cell.down):
                    if y + j in starts:
                        starts[y + j].append((x, cell.text.replace("\n", "\n\n") if j == 0 else ""))
            for y in sorted(starts):
                texts = [text for _, text in sorted(starts[y])]
                out += ["\t" + "\n\t".join(texts), ""]
    return "\n".join(out).encode("gb18030" if filing.options.get("dump") == "gb18030" else "utf-8")
