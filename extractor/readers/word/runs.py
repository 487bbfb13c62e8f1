"""Runs of a paragraph as a person sees them: text, fields, formulas, symbols, what floats over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.model.document import Grid, Line
from extractor.readers.shown.celltext import tidy
from extractor.readers.shown.colour import WHITE
from extractor.readers.shown.flow import PLAIN, Flow, Look
from extractor.readers.shown.formula import formula
from extractor.readers.word.boxes import Items
from extractor.readers.word.elements import ALTERNATE, alternative, is_unused, plain
from extractor.readers.word.fields import Fields, text_of
from extractor.readers.word.look import Props, attributes_of, ground_of, look_of, props_of
from extractor.readers.word.names import MATHS, Names
from extractor.readers.word.shared import Parts
from extractor.readers.word.table import holds_picture, number, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"


class Runs:
    """The runs of one part."""

    def __init__(
        self,
        parts: Parts,
        names: Names,
        blocks: Callable[[_Element, Items], None],
        table: Callable[[_Element, Items], Grid],
    ) -> None:
        """`blocks`, `table`: read what stands in a text box, and a table among runs."""
        self._parts, self._names = parts, names
        self._blocks, self._table = blocks, table
        self.fields = Fields()

    def into(self, paragraph: _Element, flow: Flow, side: Items, ground: str) -> None:
        """A paragraph's number and runs into `flow`.

        Args:
            ground: colour that the text stands on: RRGGBB or `UNKNOWN_GROUND`.
        """
        names, styles = self._names, self._parts.styles
        properties = paragraph.find(names.ppr)
        props: Props = {}
        if properties is not None:
            style = properties.find(names.p_style)
            style_id = style.get(names.val) or "" if style is not None else ""
            props = styles.run_props(style_id) if style_id else {}
            shade = properties.find(names.shd)
            ground = ground_of(attributes_of(shade)) if shade is not None else ground
            flow.text(self._number_before(properties, style_id))
        self._inline(paragraph, flow, side, props, ground)

    def _number_before(self, properties: _Element, style: str) -> str:
        names = self._names
        listed = properties.find(names.num_pr)
        which, level = self._parts.styles.numbered(style) if style else ("", 0)
        if listed is not None:
            own, at = listed.find(names.num_id), listed.find(names.level)
            which = own.get(names.val) or "" if own is not None else which
            level = number(at.get(names.val), 0) if at is not None else level
        return self._parts.numbering.label(which, level) if which and which != "0" else ""

    def _inline(self, element: _Element, flow: Flow, side: Items, props: Props, ground: str) -> None:
        """Runs of a paragraph, also where links, insertions, smart tags or content controls wrap them."""
        names = self._names
        for child in element:
            tag = child.tag
            if tag == names.r:
                self._run(child, flow, side, props, ground)
            elif tag in MATHS:
                if not self.fields.silent():
                    flow.text(formula(child))
            elif tag == names.fld_simple:
                made = text_of(child.get(names.w + "instr") or "", child.find(names.w + "fldData"))
                if made is None:
                    self._inline(child, flow, side, props, ground)
                elif not self.fields.silent():
                    flow.text(made)
            elif tag == names.sdt and is_unused(child, names):
                flow.aside(plain(child, names), "hint")
            elif tag == names.bdo and child.get(names.val) == "rtl":
                turned = Flow()
                self._inline(child, turned, side, props, ground)
                flow.text(turned.shown()[::-1])
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == names.text_box:
                self._blocks(child, side)
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self._inline(chosen, flow, side, props, ground)
            elif tag not in names.properties and tag not in names.removed and len(child):
                self._inline(child, flow, side, props, ground)

    def _run(self, run: _Element, flow: Flow, side: Items, inherited: Props, ground: str) -> None:
        names = self._names
        own = run.find(names.rpr)
        look: Look = PLAIN
        if own is not None or inherited:
            props = dict(inherited)
            style = own.find(names.r_style) if own is not None else None
            if style is not None:
                props.update(self._parts.styles.run_props(style.get(names.val) or ""))
            props.update(props_of(own, names.w))
            look = look_of(props, ground)
            look = PLAIN if look == PLAIN else look
        self._run_content(run, flow, side, look)

    def _run_content(self, run: _Element, flow: Flow, side: Items, look: Look) -> None:
        names = self._names
        for child in run:
            tag = child.tag
            if tag == names.t:
                self._emit(child.text or "", flow, look)
            elif tag in names.breaks:
                if not self.fields.silent():
                    flow.text(names.breaks[tag])
            elif tag == names.fld_char:
                made = self.fields.mark(child.get(names.w + "fldCharType"), child.find(names.w + "ffData"))
                flow.text(made, look if look.struck or look.hidden else PLAIN)
            elif tag == names.instr:
                self.fields.code(child.text or "")
            elif tag == names.sym:
                if not self.fields.silent():
                    flow.text(symbol(child, names), look if look.struck or look.hidden or look.raised else PLAIN)
            elif tag == names.ruby:
                self._ruby(child, flow, side, look)
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self._run_content(chosen, flow, side, look)
            else:
                self._run_inset(child, flow, side)

    def _run_inset(self, child: _Element, flow: Flow, side: Items) -> None:
        """What stands in a run and is no text of its own."""
        names, tag = self._names, child.tag
        if tag in names.pictures:
            self._floating(child, flow, side)
        elif tag == names.text_box:
            self._blocks(child, side)
        elif tag == names.tbl:
            self._table(child, side)
        elif tag == names.w + "ptab":
            flow.text("\t")
        elif tag not in names.properties and tag not in names.removed and len(child):
            self._inline(child, flow, side, {}, WHITE)

    def _emit(self, text: str, flow: Flow, look: Look) -> None:
        if self.fields.silent():
            self.fields.code(text)
        else:
            flow.text(text, look)

    def _ruby(self, element: _Element, flow: Flow, side: Items, look: Look) -> None:
        """The signs, not the reading aid above them."""
        names = self._names
        base, aid = element.find(names.ruby_base), element.find(names.ruby_text)
        if base is not None:
            self._inline(base, flow, side, {}, WHITE)
        if aid is not None:
            flow.aside(plain(aid, names), "aid")

    def _floating(self, element: _Element, flow: Flow, side: Items) -> None:
        """What stands in a drawing: text boxes, WordArt, tables; a picture is noted."""
        names = self._names
        for child in element:
            tag = child.tag
            if tag == names.text_box:
                self._blocks(child, side)
            elif tag == names.tbl:
                self._table(child, side)
            elif tag == _VML_TEXT:
                if text := tidy(child.get("string") or ""):
                    side.append(Line(text.replace("\n", " "), centred=True))
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self._floating(chosen, flow, side)
            elif isinstance(tag, str) and len(child):
                self._floating(child, flow, side)
        flow.image = flow.image or holds_picture(element) or next(element.iter(names.control), None) is not None
