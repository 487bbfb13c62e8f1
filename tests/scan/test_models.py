"""Recognition models: only the very bytes that the thresholds were made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import MissingProgramError
from extractor.scan import models, upright


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


@pytest.mark.needs_ocr
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_which_way_up_a_page_lies_is_told_at_a_glance(quarters: int) -> None:
    np = pytest.importorskip("numpy")
    from bench.scan_generator import page

    picture = np.ascontiguousarray(np.rot90(page(301, 72)[0], quarters))
    assert upright.turns_of(picture) == quarters


def test_without_the_classifier_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    np = pytest.importorskip("numpy")
    monkeypatch.setattr(upright, "_session", lambda: None)
    assert upright.turns_of(np.full((300, 200, 3), 255, np.uint8)) == 0
    assert models.shipped("models/none.onnx", "0") is None
