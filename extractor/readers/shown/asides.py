"""What stands in cells and lines and is no part of their text becomes a note each: struck out or hidden text is said.

Note marks, unused hints and reading aids cost no word; all of them go to `unmapped` where a form is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.model.document import Aside, Document, Grid, Note, Place

_SAID = {"struck": "划去", "hidden": "隐藏（不显示）"}
LABELS = {
    "struck": "划去的文字",
    "hidden": "隐藏的文字",
    "mark": "注码",
    "hint": "填写提示",
    "aid": "注音",
    "error": "出错标记",
    "lost": "缺失的文字",
}
"""How `unmapped` labels an aside; what has no label stands in the text itself and is not listed again."""
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|#{2,}")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
MOST = 200
"""Notes of one document at the most: a page with a hidden sheet of text needs no thousand findings."""


def note_asides(document: Document) -> None:
    """Notes on cells and lines: struck or hidden text, error marks, lost text, characters that nobody knows."""
    notes: list[Note] = []
    for item in document.items:
        if isinstance(item, Grid):
            for cell in item.cells if _is_odd(item) else ():
                text = cell.text
                if text[:1] == "#" and (error := _ERROR.fullmatch(text.strip())) is not None:
                    cell.text, cell.asides = "", (*cell.asides, Aside(error[0], "error"))
                if cell.asides:
                    notes += _notes(cell.asides, item.place(cell))
                if not text.isascii() and _UNKNOWN.search(text):
                    notes.append(_unknown(text, item.place(cell)))
        elif not item.chrome:
            if item.asides:
                notes += _notes(item.asides, item.place())
            if not item.text.isascii() and _UNKNOWN.search(item.text):
                notes.append(_unknown(item.text, item.place()))
    document.notes += notes[:MOST]


def _is_odd(grid: Grid) -> bool:
    """Whether anything can be said of a table's cells: one look at all their texts together."""
    whole = "".join([cell.text for cell in grid.cells])
    if "#" in whole or any(cell.asides for cell in grid.cells):
        return True
    # most tables hold nothing but print and blanks, which is told much faster than the absence of a range
    print_only = whole.replace("\n", "").replace("\t", "").replace("\u3000", "").replace("\xa0", "")
    return "\ufffd" in whole or not print_only.isprintable() and _UNKNOWN.search(whole) is not None


def _unknown(text: str, at: Place) -> Note:
    """A character that has its meaning from a font nobody named, or was lost when the file was made."""
    shown = _UNKNOWN.sub("□", text).strip()[:60]
    return Note(
        "doubtful-reading",
        f"“{shown}”里有认不出的字符（以□代替），它可能是符号，请对照原件核对",
        at,
        observed=text.strip()[:200],
    )


def _notes(asides: tuple[Aside, ...], at: Place) -> list[Note]:
    notes = [
        Note("bad-number", (
            f"此处显示的是出错标记“{aside.text}”，没有可用的内容，"
            f"请改正公式后重新填写"
        ), at.copy(), observed=aside.text)
        for aside in asides if aside.why == "error"
    ]  # fmt: skip
    if any(aside.why == "lost" for aside in asides):
        notes.append(
            Note(
                "unreadable-part", "此处的文字在文件里缺失，不是没有填；请用原软件打开、核对并另存后重新提交", at.copy()
            )
        )
    if glyphs := "".join(aside.text for aside in asides if aside.why == "glyph"):
        message = f"此处的“{glyphs}”字形与文字编码对不上，显示的可能是别的数字，请对照原件核对"
        notes.append(Note("reading-disputed", message, at.copy(), observed=glyphs))
    hidden = _note(asides, at)
    return notes if hidden is None else [*notes, hidden]


def _note(asides: Iterable[Aside], at: Place) -> Note | None:
    told = [aside for aside in asides if aside.why in _SAID and aside.text.strip()]
    if not told:
        return None
    kinds = "、".join(dict.fromkeys(_SAID[aside.why] for aside in told))
    text = "；".join(aside.text.strip() for aside in told)[:200]
    return Note("hidden-content", f"此处有{kinds}的文字，未计入内容，请核对原文", at, observed=text)
