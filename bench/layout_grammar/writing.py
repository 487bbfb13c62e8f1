"""Filings to files: a format is a function from a filing to bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.layout_grammar.filing import Filing, make
from bench.layout_grammar.write_docx import docx
from bench.layout_grammar.write_html import html

Seed = tuple[str, int]
FORMATS: dict[str, Callable[[Filing], bytes]] = {"docx": docx, "html": html}


def seeds(text: str) -> list[Seed]:
    """`teach:0-9,judge:5` to (split, number). Raises ValueError where it is written otherwise."""
    found: list[Seed] = []
    for part in text.split(","):
        split, _, span = part.partition(":")
        first, _, last = span.partition("-")
        found += [(split, n) for n in range(int(first), int(last or first) + 1)]
    return found


def write(wanted: Iterable[Seed], formats: list[str], out: Path) -> int:
    """Each seed in each format, `NAME.FORMAT` beside `NAME.FORMAT.truth.json`; how many files."""
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for split, number in wanted:
        for name in formats:
            filing = make(split, number)
            save(filing, FORMATS[name](filing), name, out)
            count += 1
    return count


def save(filing: Filing, content: bytes, suffix: str, out: Path) -> None:
    """A file and its truth."""
    path = out / f"{filing.name}.{suffix}"
    path.write_bytes(content)
    Path(f"{path}.truth.json").write_text(json.dumps(filing.truth(), ensure_ascii=False, indent=1), encoding="utf-8")
