"""A LibreOffice for tests: converts at once, or hangs with a grandchild, dies, or refuses, as the file's words say."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.make.filing import Para
from tests.make.write_docx import docx

_SCRIPT = """#!{python} -IS
import os, subprocess, sys, time
room = os.path.dirname(os.path.abspath(__file__))
out = sys.argv[sys.argv.index("--outdir") + 1]
target = sys.argv[sys.argv.index("--convert-to") + 1]
files = sys.argv[sys.argv.index("--outdir") + 2:]
with open(os.path.join(room, "calls"), "a") as log:
    log.write(str(len(files)) + "\\n")
for file in files:
    words = open(file, "rb").read()
    if b"HANG" in words:
        subprocess.Popen(["/bin/sh", "-c", "sleep 4321; : " + room])
        time.sleep(4321)
    if b"CRASH" in words:
        os._exit(77)
    if b"REFUSE" not in words:
        name = os.path.splitext(os.path.basename(file))[0] + "." + target
        content = open(os.path.join(room, "made.docx"), "rb").read()
        with open(os.path.join(out, name), "wb") as made:
            made.write(content[:99] if b"CUT" in words else content)
"""


def fake_soffice(room: Path) -> Path:
    """Write the program into a folder; `room / "calls"` lists how many files each call was given."""
    program = room / "soffice"
    program.write_text(_SCRIPT.replace("{python}", sys.executable))
    program.chmod(0o755)
    (room / "made.docx").write_bytes(docx([Para("转换好的内容")]))
    (room / "calls").touch()
    return program


def rtf(words: str) -> bytes:
    """A file of the kind that is converted, holding these words."""
    return b"{\\rtf1\\ansi " + words.encode("ascii") + b"\\par}"
