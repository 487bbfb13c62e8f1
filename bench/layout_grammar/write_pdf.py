"""Filings as PDF: their .docx printed by LibreOffice, many in one call."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2

BATCH, SECONDS = 60, 600


def available() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def convert(documents: list[Path], out: Path) -> None:
    """Each document to a .pdf of the same stem in `out`. Raises RuntimeError where LibreOffice leaves one out."""
    for at in range(0, len(documents), BATCH):
        some = documents[at : at + BATCH]
        with tempfile.TemporaryDirectory() as profile:
            command = [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(out),
            ]
            subprocess.run([*command, *map(str, some)], check=True, capture_output=True, timeout=SECONDS)
        missing = [d.name for d in some if not (out / f"{d.stem}.pdf").exists()]
        if missing:
            raise RuntimeError(f"LibreOffice printed no PDF of {missing[:3]}")


def unprinted(document: Path, pdf: Path) -> str:
    """The characters of a .docx that its .pdf shows nowhere.

    LibreOffice divides no merged cell over a page break: what does not fit in the rows above it is not printed.
    """
    with zipfile.ZipFile(document) as packed:
        xml = packed.read("word/document.xml").decode("utf-8")
    written = re.sub(r"<[^>]+>", "", "".join(re.findall(r"<w:t[ >].*?</w:t>", xml)))
    pages = pypdfium2.PdfDocument(pdf)
    printed = "".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    lost = _characters(written) - _characters(printed)
    return "".join(sorted(lost.elements()))


def _characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s|&\w+;", "", unicodedata.normalize("NFKC", text)))
