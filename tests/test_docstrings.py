"""What can be measured of docstrings: every public name has one, it names the errors raised and the unit of figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "extractor"
UNIT = re.compile(
    (
        r"\b(?:yuan|points?|scores?|per cent|shares?|units?|digits?|serials?|numerals?|magnitudes?|numbers?|0\.\d+)\b|"
        r"[元分%]"
    ),
    re.I,
)
"""A docstring over a decimal says in what it counts: a unit, or that it is a bare number."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_every_public_name_has_a_docstring() -> None:
    assert [where for where, node in _public() if not ast.get_docstring(node) and not _is_stub(node)] == []


def test_an_error_of_ours_that_is_raised_is_named() -> None:
    """By its own name or by that of a class above it."""
    unsaid = [
        f"{where} raises {error}"
        for where, node in _public()
        if isinstance(node, Function)
        for error in _raised(node)
        if not any(name.endswith("Error") and name in (ast.get_docstring(node) or "") for name in _and_above(error))
    ]
    assert unsaid == []


def test_figures_have_their_unit() -> None:
    unsaid = [
        where
        for where, node in _public()
        if isinstance(node, Function)
        and "Decimal" in f"{ast.unparse(node.args)} {ast.unparse(node.returns) if node.returns else ''}"
        and not UNIT.search(ast.get_docstring(node) or "")
    ]
    assert unsaid == []


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE.parent)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def _public() -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes, functions and methods without an underscore, and where each stands."""
    for path, tree in _trees().items():
        for where, node in _within(tree, ""):
            yield f"{path}:{node.lineno} {where}", node


def _within(owner: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for node in owner.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _within(node, f"{prefix}{node.name}.")


def _is_stub(node: ast.ClassDef | Function) -> bool:
    """A member of a protocol or an overload: `...` and nothing else."""
    return isinstance(node, Function) and all(
        isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and line.value.value is ...
        for line in node.body
    )


def _raised(node: Function) -> set[str]:
    names = {
        ast.unparse(line.exc.func).rpartition(".")[2]
        for line in ast.walk(node)
        if isinstance(line, ast.Raise) and isinstance(line.exc, ast.Call)
    }
    return {name for name in names if "JixiaoError" in _and_above(name) or name == "RefusedError"}


@cache
def _bases() -> dict[str, set[str]]:
    """Every class of the package and the names of its bases."""
    return {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for tree in _trees().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _and_above(name: str) -> frozenset[str]:
    """A class of the package and all above it."""
    return frozenset({name}).union(*(_and_above(base) for base in _bases().get(name, ())))
