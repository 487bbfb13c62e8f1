"""Web archives (.mht, and .doc files that Word saved as one): the page inside goes to the html reader.

Pictures and style sheets of the archive are left alone; nothing is ever fetched.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from extractor.errors import UnreadableError
from extractor.model.document import Document
from extractor.settings import Settings

_REMEDY = "请在浏览器或 Word 中打开后另存为 html 或 docx 再提交"


def read(data: bytes, name: str, settings: Settings) -> Document:
    """The first web page of the archive as a Document.

    Raises:
        UnreadableError: no page inside, or the archive is damaged.
    """
    from extractor.readers import html

    try:
        message = message_from_bytes(data, policy=policy.compat32)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        content = _content(page) if page is not None else None
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        raise UnreadableError("网页归档（mht）已损坏", _REMEDY) from error
    if not content:
        raise UnreadableError("网页归档（mht）里没有网页正文", _REMEDY)
    document = html.read(content, name, settings)
    document.format = "mht"
    return document


def _content(part: Message) -> bytes | None:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else None
