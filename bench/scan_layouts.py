"""The layouts of tests/layouts printed by LibreOffice, worn and read as scans: which of their facts come out.

    python bench/scan_layouts.py                    mild scans at 200 dpi
    python bench/scan_layouts.py --level photo --dpi 200 -v

A second opinion beside `scans.py`: other layouts, paddings and fonts than the generator's. Printed: facts right, and of
the others those that neither a doubtful cell nor a marked table or line explains ("unflagged": what -v lists first).
Needs LibreOffice (soffice) and its Chinese fonts.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from scan_generator import worn

from extractor.forms.assemble import read_forms
from extractor.layout.stitch import stitch
from extractor.model.document import Document, Grid, Line
from extractor.readers.image import read_page
from extractor.readers.pdf.raw import open_pdf
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests.forms.test_formats import _blocks
from tests.make import layouts
from tests.make.office import saved_as
from tests.make.write_docx import docx

AT_ONCE = 20


def fold(text: str) -> str:
    return re.sub(r"\s+|\\n", "", unicodedata.normalize("NFKC", text)).replace("≧", "≥").replace("≦", "≤")


def scanned(pdf: bytes, seed: int, dpi: int, level: str) -> Document:
    """The pages of a PDF as worn pictures, read."""
    document = Document("image", pages=0)
    with open_pdf(pdf) as book:
        for number in range(1, book.pages + 1):
            with book.page(number - 1) as page:
                picture = worn(np.ascontiguousarray(page.render(dpi / 72)), seed, dpi, level)
            reading = read_page(picture, number, dpi / 72, DEFAULTS)
            document.items += reading.items
            document.notes += reading.notes
            document.ocr_pages += 1
    document.items = stitch(document.items)
    document.pages = document.ocr_pages
    return document


def doubted(document: Document) -> list[str]:
    """Folded texts and alternatives of what was not read well."""
    texts = []
    for item in document.items:
        for part in item.cells if isinstance(item, Grid) else [item]:
            if part.confidence is not None and part.confidence < 0.8:
                texts += [part.text] if isinstance(part, Line) else [part.text, *part.alternatives]
    return [fold(text) for text in texts if fold(text)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--level", default="mild", choices=["clean", "mild", "hard", "photo"])
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    names = [name for name in layouts.names() if "-txt" not in name]
    pdfs = [
        pdf
        for i in range(0, len(names), AT_ONCE)
        for pdf in saved_as([docx(_blocks(n)) for n in names[i : i + AT_ONCE]], "pdf")
    ]
    facts = right = unflagged = 0
    for seed, (name, pdf) in enumerate(zip(names, pdfs), start=1):
        document = scanned(pdf, seed, options.dpi, options.level)
        got = layouts.summary(read_forms(document, load_rules(), "0" * 64)).split("\n")
        want = [
            line
            for line in (layouts.FOLDER / f"{name}.expected").read_text("utf-8").split("\n")
            if line and not line.startswith("unmapped")
        ]
        found = {fold(line) for line in got}
        missed = [line for line in want if fold(line) not in found]
        more = [
            line
            for line in got
            if line and not line.startswith("unmapped") and fold(line) not in {fold(w) for w in want}
        ]
        unsure = doubted(document)
        marked = any(note.code == "doubtful-table" for note in document.notes)
        silent = [] if marked or any(text in fold(line) for line in [*missed, *more] for text in unsure) else missed
        facts, right, unflagged = facts + len(want), right + len(want) - len(missed), unflagged + len(silent)
        if options.verbose and missed:
            print(
                name,
                "UNFLAGGED" if silent else "flagged",
                *[f"\n  - {line}" for line in missed],
                *[f"\n  + {line}" for line in more],
            )
    print(
        f"{options.level} {options.dpi}: {len(names)} layouts, {facts} facts, right {100 * right / facts:.2f} %, "
        f"unflagged {100 * unflagged / facts:.2f} %"
    )


if __name__ == "__main__":
    main()
