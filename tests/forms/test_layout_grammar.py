"""The generator of layouts: the same seed the same bytes, files that open, a truth that stands in its file."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import html as web

from bench.fresh_layouts import load
from bench.layout_grammar.dice import book
from bench.layout_grammar.filing import alien, make
from bench.layout_grammar.writing import FORMATS, filing_of, seeds

SEEDS = seeds("teach:0-19,practice:0-9,judge:0-19")
_TEXTS = ("title", "filer", "department", "implementer", "project_name")


def _fold(text: str) -> str:
    return re.sub(r"[\s ]+|\.0+(?=\D|$)|(?<=\.\d)0(?=\D|$)", "", unicodedata.normalize("NFKC", text)).replace(",", "")


def _values(form: dict[str, Any]) -> Iterator[str]:
    """What of a truth must stand in the file word for word."""
    yield from (form[k] for k in _TEXTS if form.get(k))
    yield from (v for v in form.get("amounts", {}).values() if v)
    yield from form.get("texts", {}).values()
    yield from (v for k, v in form.get("signoff", {}).items() if k != "filing_date")
    for entry in form.get("execution", []):
        yield from (v for v in entry.values() if v)
    for row in form["indicators"]:
        yield from (row[k] for k in ("level3", "weight", "actual", "achieved_score", "note", "standard") if row.get(k))
        yield row["target"].get("value") or row["target_raw"].split("；")[0]


def _docx(content: bytes) -> str:
    return "".join(t.text or "" for t in docx.Document(io.BytesIO(content)).element.iter() if str(t.tag).endswith("}t"))


def _html(content: bytes) -> str:
    return "".join(web.fromstring(content).itertext())


def _xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    return "\n".join(f"{c.value * 100:g}%" if c.number_format == "0%" else str(c.value) for c in cells)


def _txt(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


@pytest.mark.parametrize(("suffix", "read"), [("docx", _docx), ("html", _html), ("xlsx", _xlsx), ("txt", _txt)])
def test_truth_stands_in_the_file(suffix: str, read: Any) -> None:
    for split, number in SEEDS:
        filing = filing_of((split, number), suffix)
        text = _fold(read(FORMATS[suffix](filing)))
        missing = [v for form in filing.forms for v in _values(form) if _fold(v) not in text]
        assert not missing, (split, number, missing[:3])


def test_same_seed_same_bytes() -> None:
    for split, number in SEEDS[::7]:
        for suffix, writer in FORMATS.items():
            one, two = filing_of((split, number), suffix), filing_of((split, number), suffix)
            assert json.dumps(one.truth()) == json.dumps(two.truth())
            assert writer(one) == writer(two), suffix


def test_money_and_points_add_up() -> None:
    for split, number in SEEDS:
        for form in make(split, number).forms:
            amounts = {k: Decimal(v or 0) for k, v in form.get("amounts", {}).items()}
            spent = amounts.pop("basic_expenditure", Decimal(0)) + amounts.pop("project_expenditure", Decimal(0))
            parts = [v for k, v in amounts.items() if k != "total"]
            if amounts:
                assert not parts or len(parts) == 1 or sum(parts) == amounts["total"]
                assert spent in (0, amounts["total"])
            points = [int(r["weight"]) for r in form["indicators"] if r.get("weight")]
            assert sum(points) in (0, 90, 100)


def test_judging_seeds_hold_what_teaching_seeds_never_show() -> None:
    def options(split: str) -> set[tuple[str, str]]:
        return {c for n in range(120) for c in make(split, n).layout.chosen.items()}

    assert len(options("judge") - options("teach")) > 15


def test_alien_filings_share_a_layout_and_nothing_else() -> None:
    one, two = alien(3, 0), alien(3, 1)
    assert one.layout.chosen == two.layout.chosen
    assert one.forms[0]["indicators"] != two.forms[0]["indicators"]


def test_alien_wordings_stand_in_no_rule_book() -> None:
    known = "\n".join(p.read_text(encoding="utf-8") for p in Path("rules").rglob("*.yaml"))
    words = {w for group in book("wordings").values() for entry in group.values() for w in entry.get("alien", [])}
    assert len(words) > 60
    assert not [w for w in sorted(words) if re.search(rf"(^|[\s\[,\"'|]){re.escape(w)}($|[\s\],\"'|])", known, re.M)]


def test_every_drawn_form_holds_what_it_asserts() -> None:
    drawn = load()
    assert len(drawn) == 14
    for filing in drawn:
        text = _fold(_html(FORMATS["html"](filing)))
        missing = [v for v in _values(filing.forms[0]) if _fold(v) not in text]
        assert not missing, (filing.name, missing[:3])
