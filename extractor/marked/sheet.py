"""Into a .xlsx: notes on the cells that findings speak of, and a pale fill behind them.

Cells keep their values, formulas and number formats: a marked cell gets a copy of its own style with another fill.
Only the sheets that are marked, their notes, the styles and the relations and content types are written anew.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from extractor.marked.notes import AUTHOR, COLOUR, Remark, worst
from extractor.marked.parts import STRICT_RELATIONS, TRANSITIONAL_RELATIONS, Parts
from extractor.marked.sheet_notes import Notes
from extractor.model.document import Place
from extractor.readers.sheet import xlsx
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z")
_BEHIND_LEGACY = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
"""What the schema wants behind a sheet's legacyDrawing."""
Slot = tuple[int, int]
"""Row and column from 0."""


def slot_of(ref: str) -> Slot | None:
    """ "B12" -> (11, 1)."""
    found = _REF.match(ref)
    if found is None:
        return None
    col = 0
    for letter in found[1]:
        col = col * 26 + ord(letter) - 64
    return int(found[2]) - 1, col - 1


def mark_xlsx(data: bytes, remarks: list[Remark], settings: Settings) -> bytes:
    """The workbook with a note for each marked cell.

    Raises:
        SourceError: it cannot be read.
    """
    parts = Parts(data, settings)
    sheets = xlsx.sheet_parts(parts.package)
    looks = _Styles(parts)
    notes: dict[tuple[str, Slot], list[list[str]]] = {}
    colours: dict[tuple[str, Slot], list[str]] = {}
    for remark in remarks:
        slots = [found for place in remark.places[: remark.own] if (found := _slot(place, sheets)) is not None]
        exact = bool(slots)
        if not slots:
            slots = [found for place in remark.places[remark.own :] if (found := _slot(place, sheets)) is not None][:1]
            slots = slots or [(next(iter(sheets)), (0, 0))]
        notes.setdefault(slots[0], []).append(remark.said_at(exact))
        for slot in slots if exact else []:
            colours.setdefault(slot, []).append(remark.severity)
    for name in {name: None for name, _ in [*notes, *colours]}:
        sheet = _Sheet(parts, sheets[name])
        sheet.colour({slot: worst(found) for (of, slot), found in colours.items() if of == name}, looks)
        sheet.annotate({slot: found for (of, slot), found in notes.items() if of == name})
    return parts.save()


def _slot(place: Place, sheets: dict[str, str]) -> tuple[str, Slot] | None:
    name = place.get("sheet")
    if name not in sheets or name is None:
        return None
    slot = slot_of(place["cell"]) if "cell" in place else (0, 0)
    return (name, slot) if slot is not None else None


class _Styles:
    """Copies of cell styles with another fill."""

    def __init__(self, parts: Parts) -> None:
        main = parts.package.main_part("xl/workbook.xml") or ""
        part = xlsx.part_of_kind(parts.package, main, "styles")
        self._root: _Element | None = None
        self._parts, self._part = parts, part if part is not None and parts.has(part) else None
        self._made: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}

    def filled(self, style: int, colour: str) -> int:
        """Number of the style like `style` on a ground of `colour` (RRGGBB); itself where it prints in white."""
        if (style, colour) not in self._made:
            self._made[style, colour] = self._make(style, colour)
        return self._made[style, colour]

    def _make(self, style: int, colour: str) -> int:
        if self._part is None:
            return style
        if self._root is None:
            self._root = self._parts.tree(self._part)
        ns = str(self._root.tag)[: str(self._root.tag).index("}") + 1]
        styles, fills = self._root.find(ns + "cellXfs"), self._root.find(ns + "fills")
        if styles is None or fills is None or not 0 <= style < len(styles) or self._prints_white(ns, styles[style]):
            return style
        if colour not in self._fills:
            from lxml import etree

            fill = etree.SubElement(etree.SubElement(fills, ns + "fill"), ns + "patternFill", patternType="solid")
            etree.SubElement(fill, ns + "fgColor", rgb="FF" + colour)
            etree.SubElement(fill, ns + "bgColor", indexed="64")
            fills.set("count", str(len(fills)))
            self._fills[colour] = len(fills) - 1
        made = copy.deepcopy(styles[style])
        made.set("fillId", str(self._fills[colour]))
        made.set("applyFill", "1")
        styles.append(made)
        styles.set("count", str(len(styles)))
        return len(styles) - 1

    def _prints_white(self, ns: str, style: _Element) -> bool:
        assert self._root is not None
        fonts = self._root.find(ns + "fonts")
        number = style.get("fontId") or "0"
        if fonts is None or not number.isdecimal() or int(number) >= len(fonts):
            return False
        colour = fonts[int(number)].find(ns + "color")
        return colour is not None and (
            colour.get("theme") == "0" or (colour.get("rgb") or "").upper().endswith("FFFFFF")
        )


class _Sheet:
    """One worksheet being marked."""

    def __init__(self, parts: Parts, part: str) -> None:
        self._parts, self._part = parts, part
        self._root = parts.tree(part)
        self._ns = str(self._root.tag)[: str(self._root.tag).index("}") + 1]
        self._rows: dict[int, _Element] | None = None

    def colour(self, wanted: dict[Slot, str], looks: _Styles) -> None:
        """Give cells another ground.

        Args:
            wanted: severity by slot.
        """
        for slot, severity in sorted(wanted.items()):
            cell = self._cell(slot)
            if cell is not None:
                style = cell.get("s") or "0"
                filled = looks.filled(int(style) if style.isdecimal() else 0, COLOUR[severity])
                if filled:
                    cell.set("s", str(filled))

    def annotate(self, wanted: dict[Slot, list[list[str]]]) -> None:
        """Put a note on cells.

        Args:
            wanted: by slot its findings, each a list of paragraphs.
        """
        if not wanted:
            return
        strict = self._ns == _STRICT
        notes = Notes(self._parts, self._part, STRICT_RELATIONS if strict else TRANSITIONAL_RELATIONS, self._ns, AUTHOR)
        identity = notes.add(wanted)
        if identity is not None:
            self._refer(identity, STRICT_RELATIONS if strict else TRANSITIONAL_RELATIONS)

    def _refer(self, identity: str, base: str) -> None:
        """Let the sheet name its new drawing of notes."""
        from lxml import etree

        element = etree.Element(self._ns + "legacyDrawing", nsmap=None if self._names_relations(base) else {"r": base})
        element.set(f"{{{base}}}id", identity)
        behind = {self._ns + name for name in _BEHIND_LEGACY}
        at = next((i for i, child in enumerate(self._root) if child.tag in behind), len(self._root))
        self._root.insert(at, element)

    def _names_relations(self, base: str) -> bool:
        return base in self._root.nsmap.values()

    def _cell(self, slot: Slot) -> _Element | None:
        """The c of a slot; made where the sheet has none."""
        from lxml import etree

        row = self._row(slot[0])
        if row is None:
            return None
        at, col, before = 0, -1, None
        for at, cell in enumerate(row):  # noqa: B007
            known = slot_of(cell.get("r") or "")
            col = known[1] if known is not None else col + 1
            if col == slot[1]:
                return cell
            if col > slot[1]:
                before = at
                break
        made = etree.Element(self._ns + "c")
        made.set("r", _name(slot))
        style = row.get("s") if row.get("customFormat") in ("1", "true") else self._column_style(slot[1])
        if style:
            made.set("s", style)
        row.insert(len(row) if before is None else before, made)
        return made

    def _row(self, number: int) -> _Element | None:
        from lxml import etree

        data = self._root.find(self._ns + "sheetData")
        if data is None:
            return None
        if self._rows is None:
            self._rows, at = {}, -1
            for row in data:
                said = row.get("r") or ""
                at = int(said) - 1 if said.isdecimal() else at + 1
                self._rows[at] = row
        if number not in self._rows:
            made = etree.Element(self._ns + "row")
            made.set("r", str(number + 1))
            later = [row for row in self._rows if row > number]
            data.insert(data.index(self._rows[min(later)]) if later else len(data), made)
            self._rows[number] = made
        return self._rows[number]

    def _column_style(self, col: int) -> str | None:
        for element in self._root.iterfind(f"{self._ns}cols/{self._ns}col"):
            low, high = element.get("min") or "", element.get("max") or ""
            if low.isdecimal() and high.isdecimal() and int(low) <= col + 1 <= int(high):
                return element.get("style")
        return None


def _name(slot: Slot) -> str:
    from extractor.readers.cells import cell_name

    return cell_name(*slot)
