"""Whether a page shows anything otherwise than plainly; most do not, and no style of theirs need be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.readers.web.look import INK, TELL, Ink, ink_of
from extractor.readers.web.table import span_of

if TYPE_CHECKING:
    from lxml.etree import _Element

TELLING = ("s", "strike", "del", "sup", "font")
"""Elements that change how text is shown without a style."""


def tells(root: _Element, source: str | None = None) -> bool:
    """Whether any element of a page may be shown in another way than plainly; `source`: what it was parsed from."""
    if next(root.iter(*TELLING), None) is not None:
        return True
    named = source is None or "hidden" in source or "bgcolor" in source or "BGCOLOR" in source or "HIDDEN" in source
    if named and root.xpath("boolean(//@hidden | //@bgcolor)"):
        return True
    if source is not None and "style" not in source and "STYLE" not in source:
        return False
    styles = root.xpath("//@style")
    return not isinstance(styles, list) or any(TELL.search(str(style)) for style in set(styles))


def same_ink(element: _Element, above: Ink) -> Ink:
    """The ink of a page that shows everything plainly."""
    return above


def plain_text(cell: _Element) -> str | None:
    """The text of a cell that holds one plain paragraph or bare text, as most do; None for any other."""
    children = len(cell)
    if children == 0:
        return cell.text or ""
    if children > 1:
        return None
    only = cell[0]
    if only.tag != "p" or len(only) or cell.text and not cell.text.isspace() or only.tail and not only.tail.isspace():
        return None
    style = only.get("style")
    return None if (style is not None and TELL.search(style)) or only.get("hidden") is not None else only.text or ""


def hidden_columns(table: _Element) -> frozenset[int]:
    """Columns that the page does not show (col with display: none or collapse, as Excel writes hidden columns)."""
    hidden: set[int] = set()
    at = 0
    for col in table.iterfind(".//col"):
        if next(col.iterancestors("table")) is not table:
            continue
        width = span_of(col.get("span"), 1000)
        ink = ink_of(col, INK)
        if ink.gone or ink.unseen:
            hidden.update(range(at, at + width))
        at += width
    return frozenset(hidden)
