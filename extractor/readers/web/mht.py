"""Web archives (.mht, and .doc files that Word saved as one): the page inside with its frames and pictures.

Nothing is ever fetched; frames and pictures are looked up among the archive's own parts.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from extractor.errors import UnreadableError
from extractor.model.document import Document
from extractor.readers.web.parts import Parts, keys_of
from extractor.readers.web.whole import read_page
from extractor.settings import Settings

_REMEDY = "请在浏览器或 Word 中打开后另存为 html 或 docx 再提交"
MOST = 5_000
"""Parts of one archive that are looked at."""


def read(data: bytes, name: str, settings: Settings, *, strict: bool = True) -> Document:
    """The first web page of the archive as a Document, its frames in their places.

    Args:
        name: the file's name, for messages.
        strict: False reads bytes that only look like an archive as a page.

    Raises:
        UnreadableError: no page inside, or the archive is damaged.
    """
    first: bytes | None = None
    archive: dict[str, tuple[str, bytes]] = {}
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > MOST or part.is_multipart():
                continue
            content = _content(part)
            if not content or not content.strip():
                continue
            if first is None and part.get_content_type() == "text/html":
                first = content
                continue
            for place in (part.get("Content-Location"), part.get("Content-ID")):
                for key in keys_of(str(place)) if place else []:
                    archive.setdefault(key, (part.get_content_type(), content))
    except (LookupError, ValueError, TypeError, RecursionError, AttributeError) as error:
        raise UnreadableError("网页归档（mht）已损坏", _REMEDY) from error
    if first is None:
        if strict or b"<" not in data:
            raise UnreadableError("网页归档（mht）里没有网页正文", _REMEDY)
        return read_page(data, settings, Parts(settings))
    document = read_page(first, settings, Parts(settings, archive))
    document.format = "mht"
    return document


def _content(part: Message) -> bytes | None:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else None
