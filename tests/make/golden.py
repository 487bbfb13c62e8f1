"""`make golden`: write golden/NAME.json for every sample. Review the diff before you commit it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules

ROOT = Path(__file__).resolve().parents[2]


def document(source: Path) -> dict[str, Any]:
    """A sample's document without what changes with every edit of a rule book."""
    content: dict[str, Any] = json.loads(
        extract_bytes(source.read_bytes(), source.name, rules=load_rules()).model_dump_json()
    )
    content["source"].update(program_version="*", rules_version="*")
    return content


def samples() -> list[Path]:
    return sorted(
        p
        for p in (ROOT / "samples").iterdir()
        if p.suffix in (".txt", ".docx", ".xlsx", ".xls", ".html", ".pdf", ".ofd")
    )


def text(source: Path) -> str:
    return json.dumps(document(source), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for sample in samples():
        (ROOT / "golden" / f"{sample.name}.json").write_text(text(sample), "utf-8")
        print(f"golden/{sample.name}.json")
