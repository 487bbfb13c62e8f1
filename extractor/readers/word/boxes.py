"""What is laid over a cell: tables stand beside it, a lone sign goes before the text it belongs to, other text behind
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.model.document import Grid, Line
from extractor.readers.shown.flow import Flow

Items = list[Line | Grid]
LONE_SIGN = re.compile(r"[≥≤><=＞＜＝≧≦⩾⩽≮≯≠±~～≈√×☑☒□]{1,2}")


def put_boxes(boxes: Iterable[Line | Grid], flow: Flow, side: Items, start: int) -> None:
    """Give the boxes of one paragraph of a cell their places.

    Args:
        flow: the cell's text so far; the paragraph begins with its piece number `start`.
        side: what stands beside the cell.
    """
    for box in boxes:
        if isinstance(box, Grid):
            side.append(box)
        elif LONE_SIGN.fullmatch(box.text.strip()):
            flow.put_first(start, box.text.strip())
        elif box.text:  # a text box laid over a cell belongs to the cell
            flow.text("\n" + box.text)
