"""Comma, semicolon or tab separated values: one grid over the used range."""

from __future__ import annotations

import csv
import io

from extractor.errors import PolicyError, UnreadableError
from extractor.model.document import Document, Grid
from extractor.readers.cells import SheetCells, add_sheet
from extractor.readers.decoding import decode
from extractor.readers.shown.celltext import tidy
from extractor.readers.text.sheet_merges import merges_of
from extractor.settings import Settings

_DELIMITERS = ",\t;|，"
_PROBE_LINES = 50


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .csv.

    Raises:
        PolicyError: larger than `settings.max_text_bytes`.
        UnreadableError: empty, binary, or no rows in it.
    """
    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"文本有 {len(data)} 字节，超过上限 {settings.max_text_bytes}", "请拆分后重新提交")
    if not data.strip():
        raise UnreadableError("文件是空的", "请重新导出后提交")
    decoded = decode(data)
    document = Document("csv", notes=decoded.notes())
    add_rows(document, decoded.text, delimiter_of(decoded.text), settings)
    return document


def add_rows(document: Document, text: str, delimiter: str, settings: Settings) -> None:
    """Delimited rows as one grid of the document.

    Args:
        text: decoded.
        delimiter: one character.

    Raises:
        UnreadableError: a field beyond what the parser takes.
    """
    sheet = SheetCells("")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for number, row in enumerate(rows):
            if number > settings.max_rows:  # one more than fits, so that the cut is noted
                break
            for col, field in enumerate(row):
                clean = tidy(field)
                if clean:
                    sheet.cells[number, col] = (clean, None)
    except csv.Error as fault:
        raise UnreadableError(f"分隔文本内容有误（{fault}）", "请用 Excel 打开并另存为 xlsx 后提交") from fault
    if sheet.cells:
        rows, cols = (1 + max(at) for at in zip(*sheet.cells, strict=True))
        if rows * cols <= settings.max_slots:
            sheet.merges = list(merges_of({at: text for at, (text, _) in sheet.cells.items()}, rows, cols))
    add_sheet(document, sheet, settings)
    for item in document.items:
        if isinstance(item, Grid):
            item.sheet = None
            for cell in item.cells:
                cell.ref = None


def delimiter_of(text: str) -> str:
    """The mark that parts most lines into the same number of fields, quoted fields respected."""
    head = text.splitlines()[:_PROBE_LINES]
    best, best_score = ",", 0.0
    for mark in _DELIMITERS:
        counts = [_outside_quotes(line, mark) for line in head if line.strip()]
        hits = [count for count in counts if count]
        if not hits:
            continue
        common = max(set(hits), key=hits.count)
        score = len(hits) / len(counts) + hits.count(common) / len(counts) + min(common, 10) / 100
        score -= 0.5 if mark == "，" else 0.0  # in prose too
        if score > best_score:
            best, best_score = mark, score
    return best


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
