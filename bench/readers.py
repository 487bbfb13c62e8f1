"""Readers against the barest thing that could be done with the same bytes: `python bench/readers.py`.

Every ratio comes from alternating runs in one process (median of RUNS), because times on a shared machine drift.
  docx  whole reader with its checks / a bare lxml walk over the tables (zip read, fromstring, each w:tc with its
        text, gridSpan and vMerge)                                                       the reader's aim: <= 1.4
  xlsx  whole reader / python-calamine's values and merged ranges                        bound: <= 5
  html  whole reader / a bare lxml walk (parse, each td with its text and spans)         bound: <= 3
  xls   whole reader / xlrd's open_workbook with formatting_info and all values          for comparison
  xlsx  the whole of extract / openpyxl.load_workbook: for comparison, because the sample's workbook has no styles to
        parse (wanted: <= 0.5, which workbooks saved by an office program keep)
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RUNS = 31
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare_docx(data: bytes) -> int:
    """The yardstick of the docx bound."""
    from lxml import etree

    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    cells = []
    for tc in root.iter(W + "tc"):
        text = "".join(t.text or "" for t in tc.iter(W + "t"))
        span = tc.find(f"{W}tcPr/{W}gridSpan")
        merge = tc.find(f"{W}tcPr/{W}vMerge")
        cells.append((text, span.get(W + "val") if span is not None else None, merge is not None))
    return len(cells)


def bare_html(data: bytes) -> int:
    """Parse, every cell's text and spans."""
    from lxml import html

    root = html.document_fromstring(data)
    return len([(td.text_content(), td.get("rowspan"), td.get("colspan")) for td in root.iter("td", "th")])


def calamine(data: bytes) -> int:
    """Values and merged ranges of all sheets."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    count = 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        count += len(sheet.to_python()) + len(sheet.merged_cell_ranges or [])
    return count


def bare_xls(data: bytes) -> int:
    """All values, with formats."""
    import xlrd

    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    return sum(len(sheet.row_values(row)) for sheet in book.sheets() for row in range(sheet.nrows))


def openpyxl_load(data: bytes) -> object:
    """What a workbook costs the usual library to open."""
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


def compare(label: str, ours: Callable[[], object], theirs: Callable[[], object], bound: float | None) -> bool:
    """Print one ratio of CPU times (a busy neighbour costs nothing); says whether it keeps its bound."""
    ours(), theirs()
    gc.collect()
    gc.freeze()  # what this bench itself keeps alive is nobody's cost
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for function, spent in zip((ours, theirs), times, strict=True):
            start = time.process_time()
            function()
            spent.append(time.process_time() - start)
    mine, other = map(statistics.median, times)
    kept = bound is None or mine <= bound * other
    limit = "" if bound is None else f" (at most {bound:g})"
    print(
        f"{label:<28}{mine * 1e3:8.2f} ms{other * 1e3:8.2f} ms   ratio "
        f"{mine / other:5.2f}{limit}{'' if kept else '  MISSED'}"
    )
    return kept


def main() -> int:
    from extractor.pipeline import extract_bytes
    from extractor.readers import read
    from extractor.rulebook import load_rules
    from tests.make.filing import from_dump
    from tests.make.write_docx import docx
    from tests.make.write_sheets import xls, xlsx
    from tests.make.write_text import html_page

    sample = (ROOT / "samples" / "yuanjiang-zonggonghui-2024.txt").read_text(encoding="utf-8")
    blocks = from_dump(sample)
    files = {"docx": docx(blocks), "xlsx": xlsx(blocks), "xls": xls(blocks), "html": html_page(blocks)}
    big = {"xlsx": xlsx(blocks * 40), "html": html_page(blocks * 40), "docx": docx(blocks * 40)}
    print("the sample filing (four forms)          ours    theirs")
    kept = [
        compare(
            "docx / bare lxml walk", lambda: read(files["docx"], "x", "docx"), lambda: bare_docx(files["docx"]), 1.4
        ),
        compare("xlsx / calamine", lambda: read(files["xlsx"], "x", "xlsx"), lambda: calamine(files["xlsx"]), 5),
        compare("html / bare lxml walk", lambda: read(files["html"], "x", "html"), lambda: bare_html(files["html"]), 3),
        compare("xls / xlrd", lambda: read(files["xls"], "x", "xls"), lambda: bare_xls(files["xls"]), None),
    ]
    rules = load_rules()
    compare(
        "extract xlsx / openpyxl",
        lambda: extract_bytes(files["xlsx"], "x.xlsx", rules=rules),
        lambda: openpyxl_load(files["xlsx"]),
        None,
    )
    print("forty times the filing, for comparison")
    global RUNS
    RUNS = 7
    compare("docx / bare lxml walk", lambda: read(big["docx"], "x", "docx"), lambda: bare_docx(big["docx"]), None)
    compare("xlsx / calamine", lambda: read(big["xlsx"], "x", "xlsx"), lambda: calamine(big["xlsx"]), None)
    compare("html / bare lxml walk", lambda: read(big["html"], "x", "html"), lambda: bare_html(big["html"]), None)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
