"""What a paragraph style says of alignment and headings, looked up in styles.xml only when a paragraph names it.

styles.xml is often larger than the filing; parsing it whole would cost more than reading the tables. The few
styles in use are cut out of its bytes instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.errors import SourceError
from extractor.readers.container.package import Package
from extractor.readers.word.look import WANTED, take

_NAME = re.compile(rb'<\w+:name [^>]*\w+:val="([^"]*)"')
_BASED_ON = re.compile(rb'<\w+:basedOn [^>]*\w+:val="([^"]*)"')
_JC = re.compile(rb'<\w+:jc [^>]*\w+:val="([^"]*)"')
_OUTLINE = re.compile(rb'<\w+:outlineLvl [^>]*\w+:val="([0-8])"')
_HEADING = re.compile(r"^(heading\b|标题|title$|subtitle$|副标题)", re.I)
_MAX_CHAIN = 16
_ELEMENT = re.compile(rb"<\w+:(\w+)((?:\s+[\w:]+=\"[^\"]*\")*)\s*/>")
_ATTRIBUTE = re.compile(rb'(?:\w+:)?(\w+)="([^"]*)"')
_RUN = re.compile(rb"<\w+:rPr>.*?</\w+:rPr>", re.S)
_PARAGRAPH = re.compile(rb"<\w+:pPr>.*?</\w+:pPr>", re.S)
_SHADE = re.compile(rb'<\w+:shd [^>]*fill="(?!auto|FFFFFF|ffffff)')


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph's style says of it."""

    centred: bool
    heading: bool


class Styles:
    """Styles of one document, by their id."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._raw: bytes | None = None
        self._looks: dict[str, Look] = {}
        self._props: dict[str, dict[str, str]] = {}
        self._lists: dict[str, tuple[str, int]] = {}

    def look(self, style: str) -> Look:
        """Alignment and heading mark of a style, through what it is based on."""
        if style not in self._looks:
            self._looks[style] = self._resolve(style)
        return self._looks[style]

    def run_props(self, style: str) -> dict[str, str]:
        """Run properties of a paragraph or character style, through what it is based on."""
        if style not in self._props:
            found: dict[str, str] = {}
            for entry in reversed(self._chain(style)):
                if (run := _RUN.search(entry)) is not None:
                    for name, attributes in _elements(run[0]):
                        if name in WANTED:
                            take(found, name, attributes)
            self._props[style] = found
        return self._props[style]

    def numbered(self, style: str) -> tuple[str, int]:
        """The list a paragraph style stands in: its number ("" = none) and level."""
        if style not in self._lists:
            which, level = "", 0
            for entry in self._chain(style):
                own = {
                    name: attributes.get("val", "")
                    for name, attributes in _elements(b"".join(_PARAGRAPH.findall(entry)))
                }
                if own.get("ilvl", "").isdecimal() and not which:
                    level = int(own["ilvl"][:2])
                which = which or own.get("numId", "")
            self._lists[style] = which, level
        return self._lists[style]

    def shades(self, style: str) -> bool:
        """Whether a table style lays colour under cells."""
        return any(_SHADE.search(entry) for entry in self._chain(style))

    def _chain(self, style: str) -> list[bytes]:
        """The entries of a style and of what it is based on, its own first."""
        entries: list[bytes] = []
        wanted: bytes | None = style.encode()
        while wanted is not None and len(entries) < _MAX_CHAIN:
            entries.append(self._entry(wanted))
            based = _BASED_ON.search(entries[-1])
            wanted = based.group(1) if based else None
        return entries

    def default_centred(self) -> bool:
        """Paragraphs without a style: Word's default style is hardly ever centred; not worth unpacking the part."""
        return False

    def _resolve(self, style: str) -> Look:
        justification: bytes | None = None
        heading = False
        for entry in self._chain(style):
            found = _NAME.search(entry)
            heading = (
                heading
                or bool(_OUTLINE.search(entry))
                or bool(found and _HEADING.match(found.group(1).decode("utf-8", "replace")))
            )
            if justification is None and (jc := _JC.search(entry)):
                justification = jc.group(1)
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


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Empty elements of a piece of a style sheet: local name, attributes by local name."""
    return [
        (
            name.decode(),
            {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(attributes)},
        )
        for name, attributes in _ELEMENT.findall(xml)
    ]
