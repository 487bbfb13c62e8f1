"""Deterministic zip packages: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile

STAMP = (2024, 6, 24, 0, 0, 0)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts, in this order, all with one fixed time stamp."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content.encode() if isinstance(content, str) else content)
    return out.getvalue()
