"""A folder of forty .rtf against LibreOffice's own time for converting them in chunks of twenty: the ratio, same run.

    python -m bench.office [rounds]

The files are invented filings that LibreOffice itself saved as .rtf. Each round measures both, one after the other.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor.readers.office import soffice
from tests.make.invented import filing
from tests.make.office import saved_as
from tests.make.write_docx import docx

FILES, CHUNK = 40, 20


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        for start in range(0, FILES, CHUNK):
            made = saved_as([docx(filing(seed)[0]) for seed in range(start, start + CHUNK)], "rtf")
            for number, data in enumerate(made, start):
                (folder / f"{number:02d}.rtf").write_bytes(data)
        ratios = []
        for number in range(rounds):
            own, ours = _own(folder, Path(name) / f"own{number}"), _ours(folder, Path(name) / f"ours{number}")
            ratios.append(ours / own)
            print(f"LibreOffice alone {own:.2f} s, jixiao extract {ours:.2f} s, ratio {ours / own:.2f}")
        print(f"median ratio {statistics.median(ratios):.2f} (asked: at most 1.30)")


def _own(folder: Path, out: Path) -> float:
    """Two calls of LibreOffice, twenty files each, one profile, nothing else."""
    files = sorted(map(str, folder.iterdir()))
    begun = time.monotonic()
    for start in range(0, FILES, CHUNK):
        command = [soffice.program() or "soffice", f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
        subprocess.run([*command, "--convert-to", "docx", "--outdir", str(out), *files[start : start + CHUNK]],
                       check=True, capture_output=True)  # fmt: skip
    assert len(list(out.glob("*.docx"))) == FILES
    return time.monotonic() - begun


def _ours(folder: Path, out: Path) -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "extractor", "extract", str(folder), "-o", f"{out}/", "--quiet"], check=True)
    assert len(list(out.glob("*.json"))) == FILES
    return time.monotonic() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
