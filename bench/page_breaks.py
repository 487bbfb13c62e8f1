"""Forms of `bench.county_forms` over page breaks: rows and cells cut in two, heads printed again, sheets wider than
the page.

    python -m bench.page_breaks --seeds 100-139 --make word [--show] [--keep DIR]

`word`: pages of drawn height, so that the break falls anywhere; rows may be cut, or may not. `sheet`: a workbook
printed
fitted to the page's width, the rows down to the heads of the indicators sometimes again on each page. `wide`: a
workbook
printed at its own width, whose right columns come on pages of their own. Printed by LibreOffice.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from pathlib import Path
from random import Random

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Pt
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.county_forms import writers
from bench.county_forms.__main__ import _show
from bench.county_forms.dice import JUDGING, Dice
from bench.county_forms.filing import sample
from bench.county_forms.page import Filing
from bench.layout_grammar import write_pdf
from bench.layout_grammar.score import score
from bench.layout_grammar.sums import Sums
from extractor import extract

LINE, EM = 14.0, 5.6
"""Points of a printed line, and of width a half-width character, for the heights of a sheet's rows."""


def word(filing: Filing, random: Random) -> bytes:
    """A .docx on pages of another height, its rows to be cut or not."""
    document = Document(io.BytesIO(writers.docx(filing)))
    keep = random.random() < 0.4
    for section in document.sections:
        section.page_height = Pt(random.choice([360, 400, 450, 500, 560, 640]))
        section.top_margin = section.bottom_margin = Pt(random.choice([36, 50, 60]))
    for table in document.tables:
        for row in table.rows:
            if keep:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(filing: Filing, random: Random, *, wide: bool = False) -> bytes:
    """An .xlsx set up for printing: fitted to the page's width, or not."""
    book = load_workbook(io.BytesIO(writers.xlsx(filing)))
    again = random.random() < 0.5
    for page in book.worksheets:
        _set_heights(page)
        page.page_setup.paperSize = random.choice([9, 9, 11])
        page.page_setup.orientation = "portrait" if wide else random.choice(["portrait", "landscape"])
        if wide:
            page.page_setup.pageOrder = random.choice(["downThenOver", "overThenDown"])
            continue
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.fitToHeight = 0
        head = _head_row(page)
        if again and head:
            page.print_title_rows = f"{head}:{head}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_heights(page: Worksheet) -> None:
    """Rows high enough for their texts: a program that prints makes them so for cells that are not merged alone."""
    spans = {r.min_row * 1000 + r.min_col: r for r in page.merged_cells.ranges}
    widths = {i: (page.column_dimensions[c].width or 8) for i, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)}
    for row in page.iter_rows():
        need = 1
        for cell in row:
            if cell.value is None:
                continue
            over = spans.get(cell.row * 1000 + cell.column)
            cols = range(cell.column, (over.max_col if over else cell.column) + 1)
            tall = over.max_row - over.min_row + 1 if over else 1
            room = max(4.0, sum(widths.get(i, 8) for i in cols) - 1)
            lines = sum(
                -(-sum(2 if ord(c) > 255 else 1 for c in part) * 1.15 // room) or 1
                for part in str(cell.value).split("\n")
            )
            need = max(need, -(-lines // tall))
        page.row_dimensions[row[0].row].height = need * LINE + 4


def _head_row(page: Worksheet) -> int | None:
    """The row with the heads of the levels."""
    for row in page.iter_rows():
        texts = ["".join(str(cell.value or "").split()) for cell in row]
        if sum(text.startswith(("一级", "二级", "三级")) for text in texts) > 1:
            return int(row[0].row or 0)
    return None


def main() -> None:
    """Read the command line, write, print, read, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-39")
    parser.add_argument("--make", default="word", choices=["word", "sheet", "wide"])
    parser.add_argument("--show", action="store_true", help="what is wrong, seeds below 500 only")
    parser.add_argument("--keep", help="a folder for the files and their truth")
    parser.add_argument("--practice-words", action="store_true", help="words of practice_wordings.yaml too, to look at")
    args = parser.parse_args()
    Dice.practice_words = args.practice_words
    low, _, high = args.seeds.partition("-")
    seeds = range(int(low), int(high or low) + 1)
    if args.show and seeds[-1] >= JUDGING:
        parser.error("judging seeds are not looked at")
    total = Sums()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(args.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = []
        for filing in map(sample, seeds):
            random = Random(f"page breaks {filing.seed}")
            path = folder / f"{filing.seed:05d}.{'docx' if args.make == 'word' else 'xlsx'}"
            path.write_bytes(
                word(filing, random) if args.make == "word" else sheet(filing, random, wide=args.make == "wide")
            )
            path.with_suffix(".truth.json").write_text(json.dumps(filing.truth, ensure_ascii=False), "utf-8")
            made.append((filing, path))
        write_pdf.convert([path for _, path in made], folder)
        for filing, path in made:
            scores = score(filing.truth, json.loads(extract(path.with_suffix(".pdf")).model_dump_json()))
            if args.show:
                _show(filing, scores)
            for one, allowed in zip(scores, filing.allowed):
                total.add(one, allowed)
    print(total.line(f"{args.make} {args.seeds}"))


if __name__ == "__main__":
    main()
