"""The document as the Python API gives it: the model of the JSON, with its flat tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.flat.frames import frames_of
from extractor.model import extraction

if TYPE_CHECKING:
    import pandas as pd


class Extraction(extraction.Extraction):
    """What `extractor.extract` returns: one source file (contract, schema version 1)."""

    @classmethod
    def of(cls, document: extraction.Extraction) -> Extraction:
        """The same document, its parts shared."""
        return cls.model_construct(
            document.model_fields_set, **{name: getattr(document, name) for name in cls.model_fields}
        )

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Flat pandas tables of this document: `forms`, `amounts`, `execution`, `indicators`, `findings`."""
        return frames_of(self)
