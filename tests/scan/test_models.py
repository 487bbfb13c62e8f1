"""Recognition models: only the very bytes that the thresholds were made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import MissingProgramError
from extractor.scan import models


@pytest.mark.needs_ocr
@pytest.mark.parametrize("size", ["tiny", "small"])
def test_the_installed_models_are_the_known_ones(size: models.Size) -> None:
    found = models.locate(size)
    assert found is not None
    models.check(found, size)


def test_another_model_is_refused(tmp_path: Path) -> None:
    files = (tmp_path / "rec.onnx", tmp_path / "dict.txt")
    for path in files:
        path.write_bytes(b"another")
    with pytest.raises(MissingProgramError, match="不是本程序所用的版本"):
        models.check(files, "tiny")
