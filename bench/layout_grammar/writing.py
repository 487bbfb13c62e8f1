"""Filings to files: a format is a function from a filing to bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.layout_grammar.filing import Filing, alien, make
from bench.layout_grammar.truth import as_document
from bench.layout_grammar.write_docx import docx
from bench.layout_grammar.write_html import html
from bench.layout_grammar.write_pdf import convert, unprinted
from bench.layout_grammar.write_text import text
from bench.layout_grammar.write_xlsx import xlsx

Seed = tuple[str, int]
FORMATS: dict[str, Callable[[Filing], bytes]] = {"docx": docx, "xlsx": xlsx, "html": html, "txt": text}
ALL = (*FORMATS, "pdf")
MEDIA = ("tabs", "tabs", "lines", "blanks")
"""Of text dumps, by seed."""


def seeds(text: str) -> list[Seed]:
    """`teach:0-9,judge:5` to (split, number). Raises ValueError where it is written otherwise."""
    found: list[Seed] = []
    for part in text.split(","):
        split, _, span = part.partition(":")
        first, _, last = span.partition("-")
        found += [(split, n) for n in range(int(first), int(last or first) + 1)]
    return found


def filing_of(seed: Seed, suffix: str) -> Filing:
    """The filing of a seed as this format carries it: a dump has fewer structures."""
    split, number = seed
    return make(split, number, MEDIA[number % len(MEDIA)] if suffix == "txt" else "table")


def write(wanted: Iterable[Seed], formats: list[str], out: Path) -> int:
    """Each seed in each format, `NAME.FORMAT` beside `NAME.FORMAT.truth.json`; how many files."""
    out.mkdir(parents=True, exist_ok=True)
    found, count = list(wanted), 0
    for suffix in formats:
        filings = [filing_of(seed, suffix) for seed in found]
        count += len(filings)
        lost = _print(filings, out) if suffix == "pdf" else {}
        for filing in filings:
            content = None if suffix == "pdf" else FORMATS[suffix](filing)
            save(filing, content, suffix, out, unprinted=lost.get(filing.name, ""))
    return count


def _print(filings: list[Filing], out: Path) -> dict[str, str]:
    """Each filing's .docx printed; by name what of it the .pdf shows nowhere."""
    with tempfile.TemporaryDirectory() as scratch:
        documents = [Path(scratch) / f"{f.name}.docx" for f in filings]
        for filing, path in zip(filings, documents):
            path.write_bytes(docx(filing))
        convert(documents, out)
        return {path.stem: unprinted(path, out / f"{path.stem}.pdf") for path in documents}


def write_alien(layouts: Iterable[int], filings: int, suffix: str, out: Path) -> None:
    """A folder a layout; each filing with its truth and, as a person would correct it, NAME.corrected.json."""
    for seed in layouts:
        folder = out / f"{seed:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        for n in range(filings):
            filing = alien(seed, n)
            save(filing, FORMATS[suffix](filing), suffix, folder)
            corrected = json.dumps(as_document(filing.forms), ensure_ascii=False, indent=1)
            (folder / f"{filing.name}.corrected.json").write_text(corrected, encoding="utf-8")


def save(filing: Filing, content: bytes | None, suffix: str, out: Path, unprinted: str = "") -> None:
    """A file, where it is not written yet, and its truth."""
    path = out / f"{filing.name}.{suffix}"
    if content is not None:
        path.write_bytes(content)
    truth = filing.truth() | {"unprinted": unprinted}
    Path(f"{path}.truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
