"""What can be measured of docstrings: every public name has one, it names the errors raised, the unit of figures, and
what each of four arguments or more is.
"""

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
PLAIN = frozenset({"data: bytes", "text: str", "year: int | None", "ocr: bool", "quiet: bool"})
"""Arguments that mean the same wherever they stand: a file's bytes, words as printed, the form's fiscal year (None
where it has none), whether pictures are recognised, no progress on the screen."""
BARE = (
    "Any Callable Collection Container Counter Decimal Iterable Iterator Literal Mapping Path Sequence "
    "bool bytes dict float frozenset int list object set str tuple"
)
"""Types that do not say what is meant: a figure in which unit, a row counted from where. A class of ours says it."""


def test_every_public_name_has_a_docstring() -> None:
    assert [where for where, node in _public() if not ast.get_docstring(node) and not _is_stub(node)] == []


def test_an_error_of_ours_that_is_raised_is_named() -> None:
    """Below Raises, by its own name or by that of a class above it."""
    unsaid = [
        f"{where} raises {error}"
        for where, node in _public()
        if isinstance(node, Function)
        for error in _raised(where.partition(":")[0], node)
        if not any(name.endswith("Error") and name in _below_raises(node) for name in _and_above(error))
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


def test_of_four_arguments_each_is_plain_or_described() -> None:
    """Plain by its type or name; described by `name` or a line of Args, or by the help of the option that it is."""
    unsaid = [
        f"{where}: {', '.join(found)}"
        for where, node in _public()
        if isinstance(node, Function) and not _is_stub(node) and len(_arguments(node)) >= 4
        if (found := [a.arg for a in _arguments(node) if not _is_plain(a) and a.arg not in _described(node)])
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


def _below_raises(node: Function) -> str:
    return (ast.get_docstring(node) or "").partition("Raises:")[2]


def _arguments(node: Function) -> list[ast.arg]:
    found = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return found[1:] if found and found[0].arg in ("self", "cls") else found


def _is_plain(argument: ast.arg) -> bool:
    if argument.annotation is None:
        return False
    types = {node.id for node in ast.walk(argument.annotation) if isinstance(node, ast.Name)}
    return ast.unparse(argument) in PLAIN or bool(types - set(BARE.split()))


def _described(node: Function) -> set[str]:
    """Names that the docstring quotes, explains ("name: ", "one, two: ") or hands over to a command's options."""
    doc = ast.get_docstring(node) or ""
    found = {name for quoted in re.findall("`([^`]*)`", doc) for name in re.findall(r"\w+", quoted)}
    found |= {name for said in re.findall(r"(?m)(?:^ {4}|[;.] )((?:\w+, )*\w+): ", doc) for name in said.split(", ")}
    for module, command in re.findall(r"`(cli/\w+\.py):(\w+)`", doc):
        body = _trees()[f"extractor/{module}"].body
        (options,) = (_arguments(f) for f in body if isinstance(f, ast.FunctionDef) and f.name == command)
        found |= {option.arg for option in options}
    return found


def _raised(path: str, node: Function) -> set[str]:
    """Errors of the package that the body raises, itself or as made by a function of the module."""
    made = {f.name: f.returns for f in _trees()[path].body if isinstance(f, ast.FunctionDef) and f.returns is not None}
    asked = [line.exc for line in _own(node) if isinstance(line, ast.Raise) and line.exc]
    names = [ast.unparse(exc.func if isinstance(exc, ast.Call) else exc) for exc in asked]
    errors = {ast.unparse(made[name]) if name in made else name.rpartition(".")[2] for name in names}
    return {name for name in errors if name in _bases()}


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a body, without those of functions inside it."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.Lambda):
            yield from _own(child)


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
