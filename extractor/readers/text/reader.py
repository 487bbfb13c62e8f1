"""Plain text: the tab dump of a Word document, tab-separated rows, tables drawn with pipes or box characters."""

from __future__ import annotations

from extractor.errors import PolicyError, UnreadableError
from extractor.model.document import Document, Grid, Line, Note, Place
from extractor.readers.decoding import decode
from extractor.readers.lines.reading import read_lines
from extractor.readers.text.blank_columns import laid_out
from extractor.readers.text.by_place import tables_of_blanks
from extractor.readers.text.csv import add_rows
from extractor.readers.text.line_cells import cells_of_lines
from extractor.readers.text.tab_rows import add_tables, is_ragged
from extractor.settings import Settings


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a text file.

    Raises:
        PolicyError: larger than `settings.max_text_bytes`.
        UnreadableError: empty or binary.
    """
    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"文本有 {len(data)} 字节，超过上限 {settings.max_text_bytes}", "请拆分后重新提交")
    if not data.strip():
        raise UnreadableError("文件是空的", "请重新导出后提交")
    decoded = decode(data)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if _is_tab_separated(lines):
        document = Document("txt", notes=decoded.notes())
        if is_ragged(lines):
            add_tables(document, lines, settings)
            _tell_doubts(document)
        else:
            add_rows(document, decoded.text, "\t", settings)
        return document
    document = Document("txt", notes=decoded.notes())
    document.items = read_lines(lines, settings, document.notes)
    if all(isinstance(item, Line) for item in document.items):
        kept = lines[: settings.max_rows]
        document.items = laid_out(kept) or cells_of_lines(kept) or _by_place(decoded.text, document, settings)
    _tell_doubts(document)
    return document


def _by_place(text: str, document: Document, settings: Settings) -> list[Line | Grid]:
    """Tables told by the places of their words, with a note each; the lines as they are where there is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n\f", "\f").replace("\f", "\n\f").split("\n")
    found = tables_of_blanks(lines[: settings.max_rows])
    if found is None:
        return document.items
    document.notes += found[1]
    return found[0]


def _tell_doubts(document: Document) -> None:
    for grid in document.grids():
        for doubt in grid.doubts:
            at: Place = {"line": grid.line} if grid.line is not None else {}
            document.notes.append(
                Note("doubtful-table", f"文本第 {grid.line} 行起的表格读取结果存疑：{doubt}，请核对原文", at)
            )


def _is_tab_separated(lines: list[str]) -> bool:
    """A sheet saved as text: tabs stand between words of a line, not before each cell as in the dump."""
    between = sum("\t" in line.lstrip("\t ") for line in lines)
    before = sum(line.startswith("\t") and "\t" not in line[1:] for line in lines)
    return between >= 3 and between > 2 * before
