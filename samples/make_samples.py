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


def main() -> int:
    path = HERE / f"{NAME}.docx"
    path.write_bytes(build_docx())
    print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
