"""PDF: the reader and the whole of extract against pdfplumber, a book's pages, and memory. Ratios of one run.

    python -m bench.pdf

Four forms: the sample filing, rendered by LibreOffice where it is installed, else drawn by the tests' own writer.
Book: the same forms in the middle of a drawn budget book. Each time is processor time (every job is one thread), the
best of several rounds taken in turn.
"""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from extractor.pipeline import extract_bytes
from extractor.readers.pdf.reader import read
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests.make.filing import Block, Span, Table, from_dump
from tests.make.write_pdf import Sheet, document, draw, pdf, sheets_of

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "yuanjiang-zonggonghui-2024"
BOOK_PAGES = 300
TARGETS = {"reader": 0.2, "extract": 0.5, "book": 1.0, "memory MB": 300.0}


def blocks() -> list[Block]:
    return from_dump(SAMPLE.with_suffix(".txt").read_text(encoding="utf-8"))


def four_forms() -> tuple[bytes, str]:
    """The sample as PDF and who made it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    docx = SAMPLE.with_suffix(".docx")
    if office is None or not docx.exists():
        return pdf(blocks()), "tests/make/write_pdf.py"
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(docx)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return next(Path(folder).glob("*.pdf")).read_bytes(), "LibreOffice"


def book(pages: int) -> tuple[bytes, list[int]]:
    """A budget book of so many pages with the sample's forms in its middle, and the forms' page indexes."""
    forms = sheets_of(blocks())
    before = (pages - len(forms)) // 2
    sheets = [_book_page(n) for n in range(before)]
    sheets += forms
    sheets += [_book_page(n) for n in range(pages - len(sheets))]
    return document(sheets), list(range(before, before + len(forms)))


def _book_page(number: int) -> Sheet:
    """Prose on two pages of three, a money table on the third."""
    sheet = Sheet()
    sheet.text(60, 40, "某某局2024年部门预算", 9)
    sheet.text(290, 815, f"- {number} -", 9)
    if number % 3:
        for k in range(30):
            sheet.text(60, 80 + 22 * k, "统筹推进各项重点工作，强化预算约束，优化支出结构，按规定公开。", 10.5)
        return sheet
    cells = [Span(r, c, f"{number}{r}.{c}0") for r in range(20) for c in range(5)]
    draw(sheet, Table(5, cells), 60, 80, [90.0] * 5, [24.0] * 20)
    return sheet


def tables_by_pdfplumber(data: bytes, pages: list[int] | None = None) -> None:
    with pdfplumber.open(io.BytesIO(data), pages=[p + 1 for p in pages] if pages else None) as opened:
        for page in opened.pages:
            page.extract_tables()


def plain_text(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as opened:
        for page in opened:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()


def best(rounds: int, *jobs: Callable[[], object]) -> list[float]:
    """The shortest time of each job; the jobs take turns, so that a busy moment hits all of them."""
    times = [float("inf")] * len(jobs)
    for _ in range(rounds):
        for i, job in enumerate(jobs):
            start = time.process_time()
            job()
            times[i] = min(times[i], time.process_time() - start)
    return times


def peak_memory(data: bytes) -> float:
    """MB at the peak of a fresh process that reads the file."""
    code = (
        "import sys, resource\nfrom extractor.readers.pdf.reader import read\nfrom extractor.settings import DEFAULTS\n"
        "document = read(sys.stdin.buffer.read(), 'book.pdf', DEFAULTS)\nassert document.items\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True, cwd=ROOT)
    return float(done.stdout)


def report(name: str, value: float, target: float, detail: str) -> bool:
    good = value <= target
    print(f"{name:10} {value:8.2f}   target <= {target:<6} {'ok  ' if good else 'MISS'}  {detail}")
    return good


def main() -> int:
    data, maker = four_forms()
    rules = load_rules()
    reader, whole, peer = best(
        7,
        lambda: read(data, "a.pdf", DEFAULTS),
        lambda: extract_bytes(data, "a.pdf", rules=rules),
        lambda: tables_by_pdfplumber(data),
    )
    ms = 1000
    print(f"four forms, {len(data) // 1024} KB by {maker}; pdfplumber extract_tables {peer * ms:.0f} ms")
    good = report("reader", reader / peer, TARGETS["reader"], f"{reader * ms:.0f} ms")
    good &= report("extract", whole / peer, TARGETS["extract"], f"{whole * ms:.0f} ms, findings included")
    data, forms = book(BOOK_PAGES)
    reader, text, peer = best(
        5, lambda: read(data, "b.pdf", DEFAULTS), lambda: plain_text(data), lambda: tables_by_pdfplumber(data, forms)
    )
    allowed = 1.1 * (text + 0.5 * peer)
    print(
        f"book of {BOOK_PAGES} pages: plain text {text * ms:.0f} ms, extract_tables over {len(forms)} pages "
        f"{peer * ms:.0f} ms"
    )
    good &= report("book", reader / allowed, TARGETS["book"], f"{reader * ms:.0f} of {allowed * ms:.0f} ms")
    good &= report(
        "memory MB",
        peak_memory(data),
        TARGETS["memory MB"],
        f"parent {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
