"""The one document a source yields, checked by pydantic at the boundary."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from pydantic.json_schema import GenerateJsonSchema

from extractor.model import document, filing, finding, source
from extractor.model.filing import Form
from extractor.model.finding import Check, Finding, Quality
from extractor.model.source import Source
from extractor.model.words import attribute_docstrings, describe


@dataclass(slots=True)
class Seen:
    """What the rules looked at besides the document; two documents are the same whether they still have it or not."""

    readings: list[Any] = field(default_factory=list, compare=False)
    """Of `forms.reading.Reading`; the model knows no room above it."""
    notes: list[document.Note] = field(default_factory=list, compare=False)
    whole: bool = field(default=False, compare=False)
    """False where the document was not read in this process."""


class Extraction(BaseModel):
    """What `jixiao extract` prints for one source file (contract, schema version 1)."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal["1"] = "1"
    """Version of this document."""
    source: Source
    """The file."""
    forms: list[Form] = Field(default_factory=list)
    """As in the source."""
    findings: list[Finding] = Field(default_factory=list)
    """By form, row, code, pointer, id."""
    checks: list[Check] = Field(default_factory=list)
    """The rule log."""
    quality: Quality
    """Score and verdict."""
    _seen: Seen = PrivateAttr(default_factory=lambda: Seen())
    """What the rules looked at, while the process that read the source still has it (`quality/facts.py`)."""

    @model_validator(mode="before")
    @classmethod
    def _of_an_older_program(cls, data: Any) -> Any:
        """Until 2026-11 `inputs` of a check were the figures that are `figures` now; stored documents are read all the
        same.
        """
        if isinstance(data, dict):
            for check in data.get("checks") or []:
                if isinstance(check, dict) and isinstance(check.get("inputs"), dict):
                    check["figures"], check["inputs"] = check["inputs"], int(check.get("outcome") != "cannot-tell")
        return data


class _EveryKey(GenerateJsonSchema):
    """A key always exists in what is printed (contract): those with a default are required too."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        if field.get("serialization_exclude_if") is not None:
            return False
        return field["type"] != "typed-dict-field" or super().field_is_required(field, total)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the printed document, with a description of every property."""
    made = Extraction.model_json_schema(mode="serialization", schema_generator=_EveryKey)
    homes = (filing, source, finding, document, sys.modules[__name__])
    describe(made, {name: said for home in homes for name, said in attribute_docstrings(home).items()})
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}
