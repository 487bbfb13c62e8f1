"""What is embedded in a worksheet: other files, read as an archive's members are, and pictures as large as a form."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from extractor.errors import SourceError
from extractor.readers.container.embedded import Inlay, unwrapped
from extractor.readers.container.package import Package
from extractor.readers.sheet.drawing import related


def read_objects(package: Package, sheet_part: str, pictures: Sequence[str], inlay: Inlay) -> None:
    """Read the files and large pictures of one sheet into its document, or say that they were not read.

    Args:
        sheet_part: name of the sheet's part in the package.
        pictures: names of the parts of the sheet's large pictures.
    """
    for number, part in enumerate(pictures, 1):
        _take(package, part, f"图片{number}{posixpath.splitext(part)[1]}", inlay, picture=True)
    try:
        targets = [part for kind, _, part in related(package, sheet_part) if kind in ("oleObject", "package")]
    except SourceError:
        return
    for part in dict.fromkeys(targets):
        _take(package, part, posixpath.basename(part), inlay)


def _take(package: Package, part: str, name: str, inlay: Inlay, *, picture: bool = False) -> None:
    try:
        data = package.read(part)
    except SourceError as fault:
        inlay.refuse(name, fault.cause)
        return
    if picture:
        inlay.picture(data, name)
        return
    held = unwrapped(data, name)
    if held is not None:
        inlay.take(*held)
