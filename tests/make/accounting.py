"""Is anything of a form's block lost? Each non-blank character stands in a value, a recognised label, or `unmapped`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from extractor.characters.fold import fold_text
from extractor.forms.reading import Reading

_IGNORED = re.compile(r"[\s:：;；,，。.、()（）\[\]【】/\-—_*★☆…·\"'“”]+")
_CURRENCY = re.compile(r"(?:金额|计量|货币)?单位[:：]?(?:人民币)?(?:万|亿)?元|万元|其中|盖章|公章|签字")

_NO_TEXT = frozenset({"at", "places", "code", "id"})
_SAID_BY_KIND = frozenset({"定性"})
"""A sign column's 定性 beside an empty value is told by `target.kind` (K21)."""


def _kept(reading: Reading) -> Iterator[str]:
    """What stands in the document itself, and the labels and heads recognised; never the raw material beside it."""
    yield from _strings(reading.form)
    yield from (label for label, _ in reading.labels)
    yield from (column.header for column in reading.columns)
    yield from (total.label for total in reading.totals)
    for printed in reading.printed:
        yield printed.label
        if printed.field == "/signoff/filing_date" and reading.form.signoff.filing_date:
            yield printed.raw  # the document holds it as an ISO date


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NO_TEXT:
                yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in _NO_TEXT:
                yield from _strings(getattr(value, field.name))


def _bare(text: str) -> str:
    return _IGNORED.sub("", _CURRENCY.sub("", fold_text(text)))


def lost(readings: list[Reading]) -> list[str]:
    """Texts of cells and lines of the blocks that stand nowhere in what was read from them."""
    kept = sorted({_bare(s) for r in readings for s in _kept(r) if s.strip()} - {""}, key=len, reverse=True)
    whole = "\x00".join(kept)
    missing: list[str] = []
    seen: set[int] = set()
    for reading in readings:
        texts = [c.text for grid in reading.grids if id(grid) not in seen for c in grid.cells]
        seen.update(id(grid) for grid in reading.grids)
        texts += [line.text for line in reading.lines]
        for text in texts:
            rest = _bare(text)
            if not rest or rest in whole or rest in _SAID_BY_KIND:
                continue
            for piece in kept:
                if piece in rest:
                    rest = rest.replace(piece, "\x01")
            rest = rest.replace("\x01", "")
            if rest:
                missing.append(f"{rest!r} of {text!r}")
    return missing
