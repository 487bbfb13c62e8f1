"""What tests on drawn pages need: the recogniser's libraries and the generator's fonts. `pytestmark = WITH_FONTS`."""

from __future__ import annotations

import os

import pytest

from bench.scan_generator import FONTS

WITH_FONTS = [
    pytest.mark.needs_ocr,
    pytest.mark.skipif(
        not os.environ.get("JIXIAO_REQUIRE_ALL") and not all(path.exists() for path, _ in FONTS.values()),
        reason="fonts of the generator",
    ),
]
