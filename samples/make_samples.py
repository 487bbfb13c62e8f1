"""Build the samples that are made, not found: `python samples/make_samples.py` (writes the same bytes every time).

The .docx is the text sample with the merged cells that its Word form has.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAME = "yuanjiang-zonggonghui-2024"
sys.path.insert(0, str(HERE.parent))


def build_docx() -> bytes:
    """The sample filing as .docx."""
    from tests.make.filing import from_dump
    from tests.make.write_docx import docx

    return docx(from_dump((HERE / f"{NAME}.txt").read_text(encoding="utf-8")))


def build_layout(name: str, format: str) -> bytes:
    """A drawn layout (tests/layouts) as a file of this format; its names and figures are invented."""
    from extractor.model.document import Grid
    from tests.make import layouts
    from tests.make.filing import Block, Para, Span, Table
    from tests.make.sketch import draw
    from tests.make.write_docx import docx
    from tests.make.write_pdf import pdf
    from tests.make.write_sheets import xlsx
    from tests.make.write_text import html_page

    blocks: list[Block] = []
    for item in draw((layouts.FOLDER / f"{name}.sketch").read_text("utf-8")).items:
        if isinstance(item, Grid):
            blocks.append(Table(item.cols, [Span(c.row, c.col, c.text, c.rowspan, c.colspan) for c in item.cells]))
        else:
            blocks.append(Para(item.text, centred=bool(item.centred)))
    return {"docx": docx, "pdf": pdf, "xlsx": xlsx, "html": html_page}[format](blocks)


LAYOUTS = {
    "self-evaluation.docx": "se-a",
    "monitoring.xlsx": "monitoring",
    "project-list.pdf": "budget-book-list",
    "regions.html": "tr-b-regions",
}
"""Sample -> the drawn layout it is made from."""


def main() -> int:
    made = {f"{NAME}.docx": build_docx()}
    made |= {file: build_layout(layout, file.rsplit(".", 1)[1]) for file, layout in LAYOUTS.items()}
    for file, data in made.items():
        (HERE / file).write_bytes(data)
        print(f"{file}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
