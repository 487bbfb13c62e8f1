"""How a cell's or line's text is kept, the same in every reader: paragraphs on lines of their own, nothing else.

White space at the ends of a paragraph (Word's padding with full-width blanks, a dump's indents) carries no meaning
and differs between formats of one filing; white space inside a paragraph is the filing's own and stays.
"""

from __future__ import annotations

import re

JUNK = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that show nothing: zero-width marks, soft hyphens, byte order marks."""
_JUNK = re.compile(f"[{JUNK}]")


def tidy(text: str) -> str:
    """Each paragraph stripped, blank ones dropped, joined by a line break."""
    if not text.isascii() and _JUNK.search(text):
        text = _JUNK.sub("", text)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)
