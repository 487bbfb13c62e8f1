"""An OOXML package changed part by part: what is not touched keeps its bytes, its order and its dates."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from extractor.readers.container.package import Package, parse_xml
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_URI = "http://schemas.openxmlformats.org/package/2006/relationships"
TRANSITIONAL_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_BEGIN = (1980, 1, 1, 0, 0, 0)
"""Date of new parts: the same input gives the same bytes."""


class Parts:
    """The parts of one package, read through the readers' gate; `save` gives the changed package.

    Raises:
        EncryptedError, PolicyError, UnreadableError: as `Package`.
    """

    def __init__(self, data: bytes, settings: Settings) -> None:
        self.package = Package(data, settings)
        self._data = data
        self._changed: dict[str, bytes] = {}
        self._trees: dict[str, _Element] = {}

    def has(self, name: str) -> bool:
        """The package has a part of this name, from the start or by now."""
        return name in self._changed or name in self._trees or self.package.find(name) is not None

    def read(self, name: str) -> bytes:
        """A part's bytes as they are by now."""
        return self._changed[name] if name in self._changed else self.package.read(name)

    def tree(self, name: str) -> _Element:
        """A part to be changed in place; it is written anew by `save`."""
        name = self.package.find(name) or name
        if name not in self._trees:
            self._trees[name] = parse_xml(self.read(name), name)
        return self._trees[name]

    def adopt(self, name: str, root: _Element) -> None:
        """Take `root` as the part's tree from now on."""
        self._trees[self.package.find(name) or name] = root

    def put(self, name: str, content: bytes) -> None:
        """Put a part in place of the one of its name, or add it."""
        self._changed[self.package.find(name) or name] = content

    def new_name(self, pattern: str) -> str:
        """The first free name of a pattern like "xl/comments{}.xml"."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let the part `source` refer to `target`; gives the relation's id.

        Args:
            kind: full type of the relation.
        """
        from lxml import etree

        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(name):
            self.put(name, f'<Relationships xmlns="{_RELATIONS_URI}"/>'.encode())
        root = self.tree(name)
        taken = {relation.get("Id") for relation in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        element = etree.SubElement(root, f"{{{_RELATIONS_URI}}}Relationship")
        element.set("Id", f"rId{number}")
        element.set("Type", kind)
        element.set("Target", "/" + target)
        return f"rId{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Name a new part's content type."""
        self._type("Override", "PartName", "/" + name, content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Name the content type of all parts of an ending, where none is named yet."""
        self._type("Default", "Extension", ending, content_type)

    def _type(self, tag: str, key: str, value: str, content_type: str) -> None:
        from lxml import etree

        root = self.tree(_CONTENT_TYPES)
        if any((element.get(key) or "").lower() == value.lower() for element in root.iter(_TYPES_NS + tag)):
            return
        element = etree.Element(_TYPES_NS + tag)
        element.set(key, value)
        element.set("ContentType", content_type)
        if tag == "Default":
            root.insert(0, element)
        else:
            root.append(element)

    def save(self) -> bytes:
        """The package: touched parts anew, all others as they were."""
        from lxml import etree

        fresh = dict(self._changed)
        for name, root in self._trees.items():
            fresh[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
            for name, info in self.package.parts.items():
                entry = zipfile.ZipInfo(info.filename, info.date_time)
                entry.compress_type = (
                    zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                )
                entry.external_attr = info.external_attr
                content = fresh.pop(name) if name in fresh else (b"" if info.is_dir() else self.package.read(name))
                written.writestr(entry, content)
            for name in sorted(fresh):
                entry = zipfile.ZipInfo(name, _BEGIN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(entry, fresh[name])
        return out.getvalue()
