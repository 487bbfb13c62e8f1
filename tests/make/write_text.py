"""A filing as the text dump and as a saved government page."""

from __future__ import annotations

import re
from html import escape

from tests.make.filing import Block, Para, Table

_MENU = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>'
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/czxx/">财政预决算</a></div>'
)
_FOOT = (
    '<div class="share">分享到：<a href="#">微信</a></div><div class="footer"><p>主办单位：'
    "市人民政府办公室　网站地图</p></div>"
)


def text_dump(blocks: list[Block]) -> bytes:
    """The tab dump, UTF-8: cells on lines of their own, a blank line after a row, two after a table."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Para):
            out.append((" " * 8 if block.centred else "") + block.text + "\n")
            continue
        out.append("\n")
        for row in range(block.rows):
            out.append("".join("\t" + text.replace("\n", "\n\n") + "\n" for text in _dumped(block, row)) + "\n")
        out.append("\n")
    return "".join(out).encode()


def _dumped(table: Table, row: int) -> list[str]:
    texts = []
    col = 0
    while col < table.cols:
        cell = table.owner(row, col)
        texts.append(cell.text if cell.row == row else "")
        col += cell.colspan
    return texts


def html_page(blocks: list[Block], encoding: str = "utf-8", label: str | None = None) -> bytes:
    """A saved page with menus around the filing, in an encoding under a label."""
    body = "".join(_html_table(b) if isinstance(b, Table) else _html_paragraph(b) for b in blocks)
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{label or encoding}"><title>政府信息公开</title></head><body>'
        f'{_MENU}<div class="article"><div id="zoom">{body}</div></div>{_FOOT}</body></html>'
    )
    return page.encode(encoding, "xmlcharrefreplace")


def _html_paragraph(para: Para) -> str:
    style = ' style="text-align:center"' if para.centred else ""
    return f"<p{style}>{_kept_blanks(para.text)}</p>\n"


def _html_table(table: Table) -> str:
    rows = []
    for row in range(table.rows):
        cells = "".join(
            f"<td{_span('rowspan', cell.rowspan)}{_span('colspan', cell.colspan)}>{_html_cell(cell.text)}</td>"
            for cell in table.starting_in(row)
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table border="1"><tbody>\n{"".join(rows)}</tbody></table>\n'


def _span(name: str, value: int) -> str:
    return f' {name}="{value}"' if value > 1 else ""


def _html_cell(text: str) -> str:
    return "".join(f"<p>{_kept_blanks(line)}</p>" for line in text.split("\n")) if text else "&nbsp;"


def _kept_blanks(text: str) -> str:
    """Runs of blanks as editors write them: all but the last as no-break spaces."""
    return re.sub(" {2,}", lambda run: "&nbsp;" * (len(run.group()) - 1) + " ", escape(text))
