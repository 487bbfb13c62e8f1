"""Filings as PDF: their .docx printed by LibreOffice, many in one call."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

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
