"""Saved web pages, Word's filtered HTML and .mht: lxml parse, one walk (`page.py`), into lines and grids.

The page's own words for its encoding are not trusted: bytes that are strict UTF-8 or plausible GB18030 are read as
such, whatever the label says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import PolicyError, UnreadableError
from extractor.model.document import Document
from extractor.readers.web import mht
from extractor.readers.web.parts import Parts
from extractor.readers.web.whole import read_page
from extractor.settings import Settings

if TYPE_CHECKING:
    pass

_MIME = (b"mime-version:", b"from:", b"content-type:", b"subject:", b"date:")


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read an HTML page or an MHTML archive.

    Raises:
        PolicyError: larger than `settings.max_text_bytes`.
        UnreadableError: empty, binary, or nothing HTML can be made of.
    """
    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"网页有 {len(data)} 字节，超过上限 {settings.max_text_bytes}", "请拆分后重新提交")
    if not data.strip():
        raise UnreadableError("文件是空的", "请重新保存网页后提交")
    if data[:2048].lstrip().lower().startswith(_MIME):
        return mht.read(data.lstrip(), name, settings, strict=False)
    return read_page(data, settings, Parts(settings))
