"""How a cell's or line's text is kept, the same in every reader: paragraphs on lines of their own, nothing else.

White space at the ends of a paragraph (Word's padding with full-width blanks, a dump's indents) carries no meaning
and differs between formats of one filing; white space inside a paragraph is the filing's own and stays.
"""

from __future__ import annotations

import re

from extractor.layout.conservation import JUNK

TURNED = "\u202e"
"""Right-to-left override: what follows it is shown backwards."""
_OVERRIDE = re.compile("\u202e([^\u202c\u202d\u202e\n]*)[\u202c\u202d]?")


def tidy(text: str) -> str:
    """Each paragraph stripped, blank ones dropped, joined by a line break."""
    if not text.isascii() and JUNK.search(text):
        if TURNED in text:
            text = _OVERRIDE.sub(lambda found: found[1][::-1], text)
        text = JUNK.sub("", text)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)
