"""OFD files against their own content XML: is every character read, on its page? `python bench/ofd.py FOLDER`

For each page the characters of its TextCode elements, those of the templates it names added, are counted against what
was read of that page. What annotations show is left out. One line a file; pages that differ are named.
"""

from __future__ import annotations

import posixpath
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lxml import etree

from extractor.errors import SourceError
from extractor.model.document import Document
from extractor.readers import read
from extractor.readers.container.package import Package
from extractor.settings import DEFAULTS


def _letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def _written(data: bytes) -> list[Counter[str]]:
    """Characters of each page by the XML alone."""
    package = Package(data, DEFAULTS)
    pages = []
    for root_name in etree.fromstring(package.read("OFD.xml")).iterfind(".//{*}DocRoot"):
        name = (root_name.text or "").strip().lstrip("/")
        folder = posixpath.dirname(name)
        document = etree.fromstring(package.read(name))
        templates = {t.get("ID"): t.get("BaseLoc", "") for t in document.iterfind(".//{*}TemplatePage")}
        for page in document.iterfind("{*}Pages/{*}Page"):
            parts = [page.get("BaseLoc", "")]
            root = etree.fromstring(package.read(_join(folder, parts[0])))
            parts += [templates.get(t.get("TemplateID"), "") for t in root.iterfind("{*}Template")]
            found: Counter[str] = Counter()
            for part in parts:
                for code in etree.fromstring(package.read(_join(folder, part))).iterfind(".//{*}TextCode"):
                    found += _letters(code.text or "")
            pages.append(found)
    return pages


def _join(folder: str, location: str) -> str:
    return location.lstrip("/") if location.startswith("/") else posixpath.normpath(posixpath.join(folder, location))


def _read(document: Document, page: int) -> Counter[str]:
    cells = "".join(c.text for grid in document.grids() for c in grid.cells if c.page == page)
    shown = "；".join(note.observed or "" for note in document.notes if note.code == "hidden-content")
    words = "".join(
        line.text for line in document.lines() if line.page == page and not (line.chrome and line.text in shown)
    )
    return _letters(cells + words)


def main(folder: Path) -> None:
    outcomes: Counter[str] = Counter()
    for file in sorted(folder.glob("*.ofd")):
        data = file.read_bytes()
        try:
            document = read(data, file.name, "ofd")
        except SourceError as error:
            outcomes[error.category] += 1
            print(f"{file.name}: {error.category}: {error.cause}")
            continue
        written = _written(data)
        wrong = []
        for number, want in enumerate(written, 1):
            got = _read(document, number)
            if want != got:
                wrong.append(f"page {number}: lost {(want - got).total()}, more {(got - want).total()}")
        total = sum(want.total() for want in written)
        outcomes["without text" if not total else "differs" if wrong else "equal"] += 1
        print(f"{file.name}: {len(written)} pages, {total} characters{'; ' if wrong else ''}{'; '.join(wrong)}")
    print(dict(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
