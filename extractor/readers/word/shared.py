"""What the walks over the parts of one .docx share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.model.document import Cell, Document, Line
from extractor.readers.word.boxes import Items
from extractor.readers.word.numbering import Numbering
from extractor.readers.word.style import Styles
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Trace:
    """From which element every cell and line was read: who writes into the document finds its places again."""

    main: str = ""
    """The main part's name."""
    root: _Element | None = None
    """Its tree."""
    cells: list[tuple[Cell, _Element]] = field(default_factory=list)
    """w:tc of each cell; of a vertical merge the first one."""
    lines: list[tuple[Line, _Element]] = field(default_factory=list)
    """w:p of each line."""


@dataclass(slots=True)
class Parts:
    """What the walks of one document share."""

    document: Document
    styles: Styles
    numbering: Numbering
    settings: Settings
    targets: dict[str, str] = field(default_factory=dict)
    """Relation id -> part."""
    careful: bool = False
    """Styles, fonts or colours of this document need a look at every run."""
    chunk: Callable[[str], bool] = lambda part: False
    """Reads a part that is a document of its own (altChunk, subDoc) into the document; False where it is not there."""
    picture: Callable[[_Element], Items] = lambda element: []
    """Reads a picture that may show a form."""
    trace: Trace | None = None
    """Kept where somebody wants to find the elements again; the walks are the careful ones then."""
