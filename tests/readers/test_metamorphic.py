"""One filing in five formats: the same forms, values and findings, but for ids, places and source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor.readers import read
from tests import SAMPLES
from tests.make.filing import Block, Table, from_dump
from tests.make.write_docx import docx
from tests.make.write_sheets import xls, xlsx
from tests.make.write_text import html_page, text_dump

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.txt"
BLOCKS = from_dump(SAMPLE.read_text(encoding="utf-8"))
OWN = frozenset({"id", "at", "places", "source"})
"""What may differ between formats."""


def gbk_page(blocks: list[Block]) -> bytes:
    return html_page(blocks, "gb18030", "gb2312")


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if key not in OWN}
    return [bare(inner) for inner in value] if isinstance(value, list) else value


def extracted(path: Path) -> tuple[Any, list[str]]:
    document = json.loads(extractor.extract(path).model_dump_json())
    findings = sorted(json.dumps(bare(finding), ensure_ascii=False, sort_keys=True) for finding in document["findings"])
    return bare(document["forms"]), findings


@pytest.fixture(scope="module")
def expected() -> tuple[Any, list[str]]:
    return extracted(SAMPLE)


@pytest.mark.parametrize(
    ("ending", "write"),
    [("txt", text_dump), ("docx", docx), ("xlsx", xlsx), ("xls", xls), ("html", html_page), ("html", gbk_page)],
)
def test_every_format_says_the_same(
    ending: str, write: Callable[[list[Block]], bytes], expected: tuple[Any, list[str]], tmp_path: Path
) -> None:
    path = tmp_path / f"filing.{ending}"
    path.write_bytes(write(BLOCKS))
    forms, findings = extracted(path)
    assert len(forms) == 4
    assert forms == expected[0]
    assert findings == expected[1]


def test_grids_are_equal_where_the_format_carries_spans() -> None:
    want = [table.tuples() for table in BLOCKS if isinstance(table, Table)]
    for format, data in (("docx", docx(BLOCKS)), ("html", html_page(BLOCKS))):
        grids = read(data, "x", format).grids()
        assert [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] for grid in grids] == want
