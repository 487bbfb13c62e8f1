"""Files that LibreOffice itself saves from a .docx: .doc, .rtf, .odt, .ods, as bytes."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractor.readers.office import soffice


def saved_as(sources: Sequence[bytes], target: str, ending: str = "docx") -> list[bytes]:
    """Each source converted, all in one call; fails where LibreOffice makes nothing of one."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        files = [room / f"{number:03d}.{ending}" for number in range(len(sources))]
        for file, data in zip(files, sources, strict=True):
            file.write_bytes(data)
        command = [soffice.program() or "soffice", f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", target, "--outdir", str(room / "out"), *map(str, files)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return [(room / "out" / f"{file.stem}.{target.split(':')[0]}").read_bytes() for file in files]
