"""What a paragraph style says of alignment and headings, looked up in styles.xml only when a paragraph names it.

styles.xml is often larger than the filing; parsing it whole would cost more than reading the tables. The few
styles in use are cut out of its bytes instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.errors import SourceError
from extractor.readers.package import Package

_NAME = re.compile(rb'<\w+:name [^>]*\w+:val="([^"]*)"')
_BASED_ON = re.compile(rb'<\w+:basedOn [^>]*\w+:val="([^"]*)"')
_JC = re.compile(rb'<\w+:jc [^>]*\w+:val="([^"]*)"')
_OUTLINE = re.compile(rb'<\w+:outlineLvl [^>]*\w+:val="([0-8])"')
_HEADING = re.compile(r"^(heading\b|标题|title$|subtitle$|副标题)", re.I)
_MAX_CHAIN = 16


@dataclass(frozen=True, slots=True)
class Look:
    centred: bool
    heading: bool


class Styles:
    """Styles of one document, by their id."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._raw: bytes | None = None
        self._looks: dict[str, Look] = {}

    def look(self, style: str) -> Look:
        """Alignment and heading mark of a style, through what it is based on."""
        if style not in self._looks:
            self._looks[style] = self._resolve(style)
        return self._looks[style]

    def default_centred(self) -> bool:
        """Paragraphs without a style: Word's default style is hardly ever centred; not worth unpacking the part."""
        return False

    def _resolve(self, style: str) -> Look:
        justification: bytes | None = None
        heading = False
        wanted: bytes | None = style.encode()
        for _ in range(_MAX_CHAIN):
            if wanted is None:
                break
            entry = self._entry(wanted)
            found = _NAME.search(entry)
            heading = heading or bool(_OUTLINE.search(entry)) or bool(
                found and _HEADING.match(found.group(1).decode("utf-8", "replace"))
            )
            if justification is None and (jc := _JC.search(entry)):
                justification = jc.group(1)
            based = _BASED_ON.search(entry)
            wanted = based.group(1) if based else None
        return Look(justification == b"center", heading)

    def _entry(self, style: bytes) -> bytes:
        if self._raw is None:
            try:
                self._raw = self._package.read(self._part)
            except SourceError:  # a missing style sheet costs the looks, never the text
                self._raw = b""
        start = self._raw.find(b'styleId="' + style + b'"')
        if start < 0:
            return b""
        end = self._raw.find(b":style>", start)
        return self._raw[start : end if end > 0 else None]
