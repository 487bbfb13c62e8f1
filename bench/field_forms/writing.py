"""The filing as .docx (python-docx), .xlsx (openpyxl), web page or text dump."""

from __future__ import annotations

import io
import re
from html import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from bench.field_forms.dice import Dice
from bench.field_forms.filing import Filing
from bench.layout_grammar.canvas import WIDTH, Line, Table

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_THIN = Border(*(Side(style="thin"),) * 4)


def docx(filing: Filing) -> bytes:
    """Word as python-docx writes it: merges made cell by cell, on landscape paper where the table is wide."""
    book = Document()
    section = book.sections[0]
    if any(isinstance(b, Table) and len(b.widths) > 11 for b in filing.blocks):
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Pt(45)
    for block in filing.blocks:
        if isinstance(block, Line):
            paragraph = book.add_paragraph()
            paragraph.alignment = _ALIGN[block.align]
            run = paragraph.add_run(block.text)
            run.bold, run.font.size = block.heading, Pt(16 if block.heading else 10.5)
            continue
        grid = book.add_table(block.rows, len(block.widths))
        grid.style, grid.autofit = "Table Grid", False
        usable = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        for column, width in zip(grid.columns, block.widths):
            column.width = int(usable * width / WIDTH)  # type: ignore[assignment]
        for cell in block.cells:
            place = grid.cell(cell.row, cell.col)
            if cell.rowspan > 1 or cell.colspan > 1:
                place = place.merge(grid.cell(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1))
            place.text = ""
            for at, part in enumerate(cell.text.split("\n")):
                paragraph = place.paragraphs[0] if at == 0 else place.add_paragraph()
                paragraph.alignment = _ALIGN[cell.align]
                paragraph.add_run(part).font.size = Pt(9)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(filing: Filing) -> bytes:
    """A workbook; all forms under each other, or a sheet for each."""
    book, dice = Workbook(), Dice(filing.seed)
    apart = dice.rng("sheets").random() < 0.5
    starts = filing.starts if apart else [0]
    book.remove(book.active)
    typed = dice.rng("typed").choice(["numbers", "text", "rates"])
    for at, start in enumerate(starts):
        blocks = filing.blocks[start : starts[at + 1] if at + 1 < len(starts) else None]
        sheet = book.create_sheet(f"Sheet{at + 1}")
        edges = sorted({0, WIDTH} | {e for b in blocks if isinstance(b, Table) for e in _edges(b)})
        for i, (a, b) in enumerate(zip(edges, edges[1:])):
            sheet.column_dimensions[get_column_letter(i + 1)].width = max(2, (b - a) / 6)
        row = 1
        for block in blocks:
            if isinstance(block, Line):
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(edges) - 1)
                place = sheet.cell(row, 1, block.text)
                place.alignment, place.font = (
                    Alignment(horizontal=block.align),
                    Font(bold=block.heading, size=16 if block.heading else 10),
                )
                row += 1
                continue
            own = [edges.index(e) for e in _edges(block)]
            for cell in block.cells:
                top, left = row + cell.row, own[cell.col] + 1
                bottom, right = top + cell.rowspan - 1, own[cell.col + cell.colspan]
                place = sheet.cell(top, left)
                for r in range(top, bottom + 1):
                    for c in range(left, right + 1):
                        sheet.cell(r, c).border = _THIN
                place.value, place.number_format = _typed(cell.text, typed)
                if cell.text.startswith("="):
                    place.data_type = "s"  # =100% is no formula
                place.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=True)
                if (top, left) != (bottom, right):
                    sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
            row += block.rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str, how: str) -> tuple[str | float | None, str]:
    if how != "text" and re.fullmatch(r"0|[1-9]\d{0,8}(\.\d{1,4})?", text):
        places = len(text.partition(".")[2])
        return float(text) if places else int(text), "0." + "0" * places if places else "0"
    if how == "rates" and re.fullmatch(r"\d{1,3}%", text):
        return int(text[:-1]) / 100, "0%"
    return text or None, "@" if text.isdigit() else "General"


def _edges(table: Table) -> list[int]:
    found = [0]
    for width in table.widths:
        found.append(found[-1] + width)
    return found


def html(filing: Filing) -> bytes:
    """A web page as a bureau's site shows it: menus around it, paragraphs inside the cells."""
    parts = []
    for block in filing.blocks:
        if isinstance(block, Line):
            parts.append(
                f'<p style="text-align:{block.align}"><strong>{_escaped(block.text)}</strong></p>'
                if block.heading
                else f'<p style="text-align:{block.align}">{_escaped(block.text)}</p>'
            )
            continue
        rows = list[str]()
        for row in range(block.rows):
            cells = [c for c in block.cells if c.row == row]
            rows.append(
                "<tr>"
                + "".join(
                    f'<td rowspan="{c.rowspan}" colspan="{c.colspan}"><p><span>{_escaped(c.text)}</span></p></td>'
                    for c in cells
                )
                + "</tr>"
            )
        parts.append("<table border=1 cellspacing=0><tbody>\n" + "\n".join(rows) + "\n</tbody></table>")
    page = "\n".join(parts)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div '
        f'class="nav">首页 &gt; 政务公开</div><div id="zoom">{page}</div><div>打印本页 关闭窗口</div></body></html>'
    ).encode()


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br/>").replace("   ", "&nbsp;&nbsp;&nbsp;")


def txt(filing: Filing) -> bytes:
    """A dump of a word processor: each row on a line with tabs, or each cell on a line and a blank line between
    rows.
    """
    cells_on_lines = Dice(filing.seed).rng("dump").random() < 0.5
    lines = list[str]()
    for block in filing.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        owner = {(c.row + r, c.col): (c if r == 0 else None) for c in block.cells for r in range(c.rowspan)}
        for row in range(block.rows):
            found = [owner[row, col] for col in range(len(block.widths)) if (row, col) in owner]
            texts = ["" if c is None else c.text for c in found]
            if cells_on_lines:
                lines += ["\t" + t.replace("\n", "\n\n") for t in texts] + [""]
            else:
                lines.append("\t".join(t.replace("\n", " ") for t in texts))
    return ("\n".join(lines) + "\n").encode()
