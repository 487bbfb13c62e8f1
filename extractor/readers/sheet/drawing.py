"""What lies over a worksheet's cells: pictures (a signature, a seal, a form), text boxes, tick boxes and other
controls.

A text box over a blank cell is what that cell says; a sign alone (≥) over a cell belongs before the cell's text. Every
other text box is a line. A control whose state the file tells is shown as ☑ or □ before its caption; one that it does
not tell (ActiveX) counts as a picture: something stands there that nobody read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.model.document import Aside, Document, Line, Note, Place
from extractor.readers.cells import Range, SheetCells, cell_name
from extractor.readers.container.package import Package
from extractor.readers.sheet.fonts import Trait, dress, trait
from extractor.readers.shown.celltext import tidy

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_ANCHORS = 5_000
_SIGN = re.compile(r"[≥≤≧≦><＞＜=＝≈约]{1,2}\Z")
_SHOWN = {"CheckBox": ("□", "☑"), "Radio": ("○", "●")}
_EMU_PER_CM = 360_000
_BIG = (7.0, 5.0)
"""Centimetres from which a picture may be a form: seals and signatures are smaller."""


@dataclass(frozen=True, slots=True)
class Box:
    """A shape with text: the slots that it covers, what it says, what of it is struck or hidden."""

    area: Range
    text: str
    asides: tuple[Aside, ...] = ()


@dataclass(slots=True)
class Drawn:
    """What is drawn over one sheet."""

    lines: list[Line] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Package parts of pictures as large as a form."""


def read_drawings(package: Package, sheet_part: str, sheet: SheetCells, document: Document) -> Drawn:
    """Mark the cells that pictures stand on, fill those that text boxes do; gives the other text boxes as lines.

    Args:
        sheet_part: name of the sheet's part in the package ("xl/worksheets/sheet1.xml").
    """
    drawn = Drawn()
    boxes: list[Box] = []
    try:
        targets = list(related(package, sheet_part))
        states = _control_states(package, targets)
        for kind, _, part in targets:
            if kind == "drawing":
                boxes += _Drawing(package, part, sheet, states, drawn).boxes()
    except SourceError as fault:
        message = f"工作表“{sheet.name}”上的图形未能读取：{fault.cause}"
        document.notes.append(Note("unreadable-part", message, Place(sheet=sheet.name)))
    for box in sorted(boxes, key=lambda box: (box.area, box.text)):
        if not put_in_cell(sheet, box):
            row, col = box.area[:2]
            drawn.lines.append(
                Line(box.text.replace("\n", " "), sheet=sheet.name, ref=cell_name(row, col), asides=box.asides)
            )
    return drawn


def related(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """(kind, id, part) of what a part refers to inside the package."""
    folder, base = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", base + ".rels")
    if package.find(relations) is None:
        return
    for relation in package.xml(relations).iter("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        target = target.lstrip("/") if target[:1] == "/" else posixpath.normpath(posixpath.join(folder, target))
        yield (relation.get("Type") or "").rsplit("/", 1)[-1], relation.get("Id") or "", target


def _control_states(package: Package, targets: list[tuple[str, str, str]]) -> list[str | None]:
    """Marks of the sheet's form controls in their order: ☑ or □; None for other controls and ActiveX."""
    states: list[str | None] = []
    for kind, _, part in targets:
        if kind == "ctrlProp":
            root = package.xml(part)
            marks = _SHOWN.get(root.get("objectType") or "")
            states.append(marks[root.get("checked") == "Checked"] if marks else None)
    return states


class _Drawing:
    """One drawing part."""

    def __init__(self, package: Package, part: str, sheet: SheetCells, states: list[str | None], drawn: Drawn) -> None:
        self._root = package.xml(part)
        self._media = {name: target for kind, name, target in related(package, part) if kind == "image"}
        self._sheet, self._drawn = sheet, drawn
        self._states = iter(states)

    def boxes(self) -> Iterator[Box]:
        for number, anchor in enumerate(self._root.iter("{*}twoCellAnchor", "{*}oneCellAnchor")):
            if number >= _MAX_ANCHORS:
                break
            area = _area(anchor)
            if (
                area is None
                or next((e for e in anchor.iter("{*}cNvPr") if e.get("hidden") in ("1", "true")), None) is not None
            ):
                continue
            if next(anchor.iter("{*}pic"), None) is not None:
                self._picture(anchor, area)
            for shape in anchor.iter("{*}sp"):
                yield from self._shape(shape, area)

    def _picture(self, anchor: _Element, area: Range) -> None:
        self._sheet.images.add(area[:2])
        size = next((e for e in anchor.iter("{*}ext") if e.get("cx")), None)
        blip = next((e for e in anchor.iter("{*}blip")), None)
        name = (
            next((str(value) for key, value in blip.items() if str(key).endswith("}embed")), "")
            if blip is not None
            else ""
        )
        wide = [_count_of(size.get(key)) / _EMU_PER_CM for key in ("cx", "cy")] if size is not None else [0.0, 0.0]
        rows, cols = area[2] - area[0], area[3] - area[1]
        if name in self._media and (
            all(has >= least for has, least in zip(wide, _BIG, strict=True)) or rows >= 12 and cols >= 3
        ):
            self._drawn.pictures.append(self._media[name])

    def _shape(self, shape: _Element, area: Range) -> Iterator[Box]:
        body = shape.find("{*}txBody")
        pieces: list[tuple[str, Trait | None]] = []
        for number, paragraph in enumerate(body.iter("{*}p") if body is not None else ()):
            pieces += [("\n", None)] if number else []
            pieces += [_run(run) for run in paragraph.iter("{*}r", "{*}fld", "{*}br")]
        text, asides = dress(pieces)
        if _is_control(shape):
            mark = next(self._states, None)
            if mark is None:
                self._sheet.images.add(area[:2])
            text = f"{mark or ''}{text}"
        if text or asides:
            yield Box(area, text, asides)


def _is_control(shape: _Element) -> bool:
    return next(
        (
            True
            for e in shape.iter("{*}cNvPr")
            if re.match(r"(?:Check Box|Option Button|Drop Down|List Box|复选框|选项按钮)", e.get("name") or "")
        ),
        False,
    )


def _run(run: _Element) -> tuple[str, Trait | None]:
    if str(run.tag).endswith("}br"):
        return "\n", None
    look = run.find("{*}rPr")
    text = "".join(t.text or "" for t in run.iter("{*}t"))
    if look is None:
        return text, None
    faces = [e.get("typeface") for e in look.iter("{*}sym", "{*}latin")]
    size = _count_of(look.get("sz")) / 100 if look.get("sz") else None
    odd = trait(
        struck=look.get("strike") in ("sngStrike", "dblStrike"), up=_count_of(look.get("baseline")) > 0, size=size,
        name=next((face for face in faces if face), None), colour=None,
    )  # fmt: skip
    return text, odd


def _area(anchor: _Element) -> Range | None:
    """The slots that a shape covers; its last row and column only where it reaches into them."""
    first, last = anchor.find("{*}from"), anchor.find("{*}to")
    if first is None:
        return None
    row, col = _count(first, "row"), _count(first, "col")
    if last is None:
        return row, col, row, col
    bottom, right = _count(last, "row"), _count(last, "col")
    bottom -= bottom > row and _count(last, "rowOff") < 30_000
    right -= right > col and _count(last, "colOff") < 30_000
    return row, col, max(bottom, row), max(right, col)


def put_in_cell(sheet: SheetCells, box: Box) -> bool:
    """Take a box for its cell's text where it lies on one cell that is blank, or is a sign before that cell's text."""
    middle = (box.area[0] + box.area[2]) // 2, (box.area[1] + box.area[3]) // 2
    owner = next(
        (m for m in sheet.merges if m[0] <= middle[0] <= m[2] and m[1] <= middle[1] <= m[3]), (*middle, *middle)
    )
    if box.area[2] - box.area[0] > owner[2] - owner[0] + 1 or box.area[3] - box.area[1] > owner[3] - owner[1] + 1:
        return False
    if not any(
        (row, col) in sheet.cells
        for row in range(owner[0], owner[2] + 1)
        for col in range(max(owner[1] - 3, 0), owner[3] + 4)
    ):
        return False  # beside the table
    text, stored = sheet.cells.get(owner[:2], ("", None))
    if not text:
        sheet.cells[owner[:2]] = (box.text, None)
    elif _SIGN.match(box.text):
        sheet.cells[owner[:2]] = (box.text + text, stored)
    elif box.text[:1] in "☑□●○":
        sheet.cells[owner[:2]] = (tidy(f"{text} {box.text}"), None)
    else:
        return False
    if box.asides:
        sheet.asides[owner[:2]] = (*sheet.asides.get(owner[:2], ()), *box.asides)
    return True


def _count(corner: _Element, name: str) -> int:
    element = corner.find(f"{{*}}{name}")
    return _count_of(element.text if element is not None else None)


def _count_of(text: str | None) -> int:
    text = (text or "").strip()
    return int(text[:9]) if text.isdecimal() else 0
