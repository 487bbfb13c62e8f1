"""A filing as a web page, as bureaus publish them."""

from __future__ import annotations

from html import escape

from bench.layout_grammar.canvas import Line, Table
from bench.layout_grammar.filing import Filing

_STYLE = (
    "body{font-family:'Noto Serif CJK SC',serif;font-size:14px}table{border-collapse:collapse;width:"
    "860px}td{border:1px solid #000;padding:3px}"
)


def html(filing: Filing) -> bytes:
    """UTF-8 bytes of the page."""
    body = "\n".join(_line(b) if isinstance(b, Line) else _table(b) for b in filing.blocks)
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>绩效</title><style>{_STYLE}</style></head>"
        f"<body>\n{body}\n</body></html>\n"
    ).encode()


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("  ", "&nbsp;&nbsp;")


def _line(line: Line) -> str:
    if line.heading:
        return f"<h3 style='text-align:center'>{_text(line.text)}</h3>"
    return f"<p style='text-align:{line.align}'>{_text(line.text) or '&nbsp;'}</p>"


def _table(table: Table) -> str:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        spans = "".join(f" {k}='{v}'" for k, v in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if v > 1)
        rows[cell.row].append(f"<td{spans} style='text-align:{cell.align}'>{_text(cell.text)}</td>")
    return "<table>\n" + "\n".join(f"<tr>{''.join(r)}</tr>" for r in rows) + "\n</table>"
