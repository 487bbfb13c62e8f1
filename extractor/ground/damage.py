"""What libraries let go of on damaged bytes, where they have no exception of their own for it."""

from __future__ import annotations

import struct

BROKEN_OLE = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    struct.error,
)
"""olefile, on a damaged compound file."""
