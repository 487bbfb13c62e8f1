"""What a document is cut into blocks by: its lines and the row ranges of its tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import fold_text
from extractor.forms.likeness import looks_like_form
from extractor.forms.slices import Free, Slice, explode
from extractor.forms.text_kinds import PLAIN
from extractor.model.document import Document, Grid, Line
from extractor.words.vocabulary import Vocabulary

_LIKE = 3
"""From this likeness on (`looks_like_form`) a table inside a cell is a form of its own."""
_LONGEST_HALF, _LONGEST_OF_TWO = 8, 4
"""So many characters stand on either line of a label cut in two; of one whose second half is itself a label, so many
(资金 / 主管部门：某局 may be two).
"""


def units(document: Document, words: Vocabulary) -> Iterator[Free | Slice]:
    """Lines and row ranges of a document in reading order, page furniture left out."""
    torn: Line | None = None
    for at, item in enumerate(document.items):
        if isinstance(item, Grid):
            if item.inner and not looks_like_form(Slice(item, 0, item.rows), words).score >= _LIKE:
                continue  # its words stand in the cell around it
            yield from explode(item, words)
        elif isinstance(item, Line) and not item.chrome and item.text.strip():
            following = document.items[at + 1] if at + 1 < len(document.items) else None
            if torn is None and isinstance(following, Line) and _torn_label(item.text, following.text, words):
                torn = item
                continue
            text = item.text if torn is None else torn.text.strip() + item.text.strip()
            yield Free(text, (torn or item).place(), item.centred, line=item)
            torn = None


def _torn_label(text: str, below: str, words: Vocabulary) -> bool:
    """A label that a line break cut in two: 支出项 / 目名称：某项目."""
    head, label = fold_text(text), fold_text(below).partition(":")
    if (
        not 1 <= len(head) <= _LONGEST_HALF
        or not label[1]
        or len(label[0]) > _LONGEST_HALF
        or ":" in head
        or not PLAIN.fullmatch(head)
    ):
        return False
    return (
        words.field(head + label[0]) is not None
        and words.field(head) is None
        and (words.field(label[0]) is None or max(len(head), len(label[0])) <= _LONGEST_OF_TWO)
    )
