"""The docstrings of the model's attributes, for the JSON Schema: said once, beside the attribute."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType
from typing import Any


def attribute_docstrings(module: ModuleType) -> dict[str, dict[str, str]]:
    """Class → attribute → the string literal that stands below it in the source."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            said = found.setdefault(node.name, {})
            for attribute, below in zip(node.body, node.body[1:]):
                if isinstance(attribute, ast.AnnAssign) and isinstance(attribute.target, ast.Name) and _is_text(below):
                    said[attribute.target.id] = inspect.cleandoc(ast.literal_eval(below.value))  # type: ignore[attr-defined]
    return found


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def describe(schema: dict[str, Any], words: dict[str, dict[str, str]]) -> None:
    """Give every property of a JSON Schema its description."""
    for name, entry in ((schema.get("title", ""), schema), *schema.get("$defs", {}).items()):
        for key, property_ in entry.get("properties", {}).items():
            if (said := words.get(name, {}).get(key)) is not None:
                property_["description"] = " ".join(said.split())
