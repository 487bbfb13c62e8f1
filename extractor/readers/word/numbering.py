"""Automatic numbers and bullets of Word paragraphs: what stands before the text on the page and nowhere in it.

numbering.xml is parsed when the first numbered paragraph is met. Bullets that only decorate (•, ■, ➢, –) are left
out; signs that say something (≥, □, √) are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.readers.container.package import Package
from extractor.readers.shown.colour import WHITE
from extractor.readers.shown.counting import DECORATION, counted
from extractor.readers.word.look import look_of, props_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVEL = re.compile(r"%([1-9])")
_MAX_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One w:num: its levels, and whose counters it counts on."""

    levels: dict[int, _Level]
    counted_on: str
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbered lists of one document and where they stand."""

    def __init__(self, package: Package, part: str | None, w: str) -> None:
        self._package, self._part, self._w = package, part, w
        self._lists: dict[str, _List] | None = None
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def label(self, number: str, level: int) -> str:
        """What stands before the next paragraph of a list; "" where nothing or only decoration does."""
        found = self._all().get(number)
        if found is None or not 0 <= level < _MAX_LEVELS or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counted_on, {})
        if number not in self._begun:
            self._begun.add(number)
            counts.update({at: start - 1 for at, start in found.starts.items()})
        own = found.levels[level]
        for above in range(level):  # levels passed over count as begun
            if above in found.levels:
                counts.setdefault(above, found.levels[above].start)
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self._written(found, own, level, counts)

    def _written(self, found: _List, own: _Level, level: int, counts: dict[int, int]) -> str:
        if own.format == "none":
            return ""
        if own.format == "bullet":
            return "" if not own.text.strip() or set(own.text.strip()) <= DECORATION else own.text.strip()

        def digit(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = found.levels.get(at, _Level())
            return counted(counts.get(at, of.start), "decimal" if own.legal else of.format)

        text = _LEVEL.sub(digit, own.text)
        if own.suffix != "nothing" and text[-1:].isalnum():
            text += " "
        return text

    def _all(self) -> dict[str, _List]:
        if self._lists is None:
            self._lists = self._read()
        return self._lists

    def _read(self) -> dict[str, _List]:
        if self._part is None:
            return {}
        try:
            root = self._package.xml(self._part)
        except SourceError:  # lists without their book: the text is read, its numbers are not
            return {}
        w = self._w
        shapes = {e.get(w + "abstractNumId", ""): e for e in root.iter(w + "abstractNum")}
        styles = {link.get(w + "val"): e for e in shapes.values() if (link := e.find(w + "styleLink")) is not None}
        lists: dict[str, _List] = {}
        for num in root.iter(w + "num"):
            pointed = num.find(w + "abstractNumId")
            name = pointed.get(w + "val", "") if pointed is not None else ""
            shape = shapes.get(name)
            if shape is None:
                continue
            linked = shape.find(w + "numStyleLink")
            if linked is not None:
                shape = styles.get(linked.get(w + "val"), shape)
            lists[num.get(w + "numId", "")] = self._list(num, shape, shape.get(w + "abstractNumId", name))
        return lists

    def _list(self, num: _Element, shape: _Element, name: str) -> _List:
        w = self._w
        made = _List({self._at(e, "ilvl"): self._level(e) for e in shape.iterfind(w + "lvl")}, name)
        for override in num.iterfind(w + "lvlOverride"):
            at = self._at(override, "ilvl")
            own, start = override.find(w + "lvl"), override.find(w + "startOverride")
            if own is not None:
                made.levels[at] = self._level(own)
            if start is not None:
                made.starts[at] = self._number(start.get(w + "val"), 1)
        return made

    def _level(self, element: _Element) -> _Level:
        w, level = self._w, _Level()
        for child in element:
            value = child.get(w + "val") or ""
            if child.tag == w + "numFmt":
                level.format = value
            elif child.tag == w + "lvlText":
                level.text = value
            elif child.tag == w + "start":
                level.start = self._number(value, 1)
            elif child.tag == w + "suff":
                level.suffix = value
            elif child.tag == w + "isLgl":
                level.legal = value not in ("0", "false")
        if level.format == "bullet":
            level.text = look_of(props_of(element.find(w + "rPr"), w), WHITE).shown(level.text)
        return level

    def _at(self, element: _Element, name: str) -> int:
        return self._number(element.get(self._w + name), 0)

    @staticmethod
    def _number(value: str | None, fault: int) -> int:
        return int(value[:7]) if value and value.isdecimal() else fault
