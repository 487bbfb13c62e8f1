"""Asks of every condition and sum of the program, while it runs, which small faults in it would give something else.

    asked = watch(["forms", "quality"])     before anything of the program is imported
    asked.now = "a test"                    whose conditions are asked from now on
    asked.told[n]                           the tests in which fault `asked.places[n]` would have given something else

Faults are those of bench/mutants.py: < for <=, `and` for `or`, a number one step away, a `not` left out, + for -. The
parts of a condition are kept as they come; one that was not asked for is asked for then, unless that would change
something.
"""

from __future__ import annotations

import ast
import builtins
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import operator
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WANTED = 3
"""So many tests shall tell each fault."""
_COMPARES: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_TURNED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}  # fmt: skip
_OTHER = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}
_ACTING = frozenset({
    "add", "append", "pop", "popleft", "next", "remove", "discard", "update", "setdefault", "extend", "take", "label",
    "claim", "note", "leave", "set_aside",
})  # fmt: skip
_NOTHING = ast.arguments([], [], None, [], [], None, [])
Value = Callable[[dict[int, Any], int], Any]
"""The value of a part, from those of the leaves, with the fault of this number in it."""


class _NotKnownError(Exception):
    """A part that was not asked for, so that its value is not known."""


@dataclass(slots=True)
class Tree:
    """A condition or a sum, down to the calls and names it is made of."""

    value: Value
    faults: list[int]
    as_truth: bool


@dataclass(slots=True)
class Asked:
    """What is known so far: by fault, the tests or forms in which it would have given something else."""

    places: list[str] = field(default_factory=list)
    trees: list[Tree] = field(default_factory=list)
    told: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    now: str = ""
    stack: list[dict[int, Any]] = field(default_factory=list)
    asking: bool = False

    def calls(self) -> dict[str, Callable[..., Any]]:
        """What a module that asks calls, by name."""
        return {
            "edges_push__": self.push, "edges_leaf__": self.leaf, "edges_tree__": self.tree, "edges_unknown__": _raise
        }  # fmt: skip

    def push(self) -> int:
        self.stack.append({})
        return len(self.stack)

    def leaf(self, number: int, value: Any) -> Any:
        self.stack[-1][number] = value
        return value

    def tree(self, number: int, depth: int, value: Any, *unasked: Callable[[], Any]) -> Any:
        leaves = self.stack[depth - 1]
        del self.stack[depth - 1 :]
        tree = self.trees[number]
        if not tree.faults or self.asking:
            return value
        for leaf, ask in enumerate(unasked):
            leaves.setdefault(-1 - leaf, ask)
        self.asking = True
        try:
            self._ask(tree, leaves, value)
        finally:
            self.asking = False
            del self.stack[depth - 1 :]
        return value

    def _ask(self, tree: Tree, leaves: dict[int, Any], value: Any) -> None:
        for fault in tree.faults:
            told = self.told[fault]
            if len(told) < WANTED and self.now not in told and self._differs(tree, leaves, fault, value):
                told.add(self.now)

    def _differs(self, tree: Tree, leaves: dict[int, Any], fault: int, value: Any) -> bool:
        try:
            faulty = tree.value(leaves, fault)
            return bool(faulty) != bool(value) if tree.as_truth else type(faulty) is not type(value) or faulty != value
        except (_NotKnownError, NameError):
            return False
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
            return True  # what raises is noticed


class _Maker(ast.NodeTransformer):
    """Puts the questions into a module."""

    def __init__(self, asked: Asked, file: str, constants: dict[str, ast.Constant], quiet: set[int]) -> None:
        self.asked, self.file, self.constants, self.quiet = asked, file, constants, quiet
        self.truths: set[ast.expr] = set()
        self.leaves = 0
        self.faults: list[int] = []
        self.shared: dict[str, int] = {}
        self.unasked: list[ast.expr] = []

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, (ast.If, ast.While, ast.IfExp)):
            self.truths.add(node.test)
        if isinstance(node, ast.comprehension):
            self.truths.update(node.ifs)
        if isinstance(node, ast.AnnAssign):
            node.value = self.visit(node.value) if node.value is not None else None
            return node
        if isinstance(node, ast.FunctionDef):
            node.body = [self.visit(each) for each in node.body]
            return node
        if isinstance(node, ast.expr) and self._is_part(node) and not _waits(node):
            return self._tree(node)
        return super().visit(node)

    def _is_part(self, node: ast.expr) -> bool:
        match node:
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Compare():
                return all(type(op) in _COMPARES for op in node.ops)
            case ast.BinOp():
                return type(node.op) in _SUMS
        return False

    def _tree(self, node: ast.expr) -> ast.expr:
        outer = self.leaves, self.faults, self.unasked
        self.leaves, self.faults, self.unasked = 0, [], []
        truth = node in self.truths
        value, inside = self._part(node)
        tree = Tree(value, self.faults, truth)
        asks = [ast.Lambda(_NOTHING, each) for each in self.unasked]
        self.leaves, self.faults, self.unasked = outer
        self.asked.trees.append(tree)
        push = ast.Call(ast.Name("edges_push__", ast.Load()), [], [])
        number = ast.Constant(len(self.asked.trees) - 1)
        return ast.copy_location(
            ast.Call(ast.Name("edges_tree__", ast.Load()), [number, push, inside, *asks], []), node
        )

    def _fault(self, node: ast.AST, said: str) -> int:
        line = getattr(node, "lineno", 0)
        if line in self.quiet:
            return -1
        self.asked.places.append(f"{self.file}:{line}  {said}")
        self.faults.append(len(self.asked.places) - 1)
        return self.faults[-1]

    def _part(self, node: ast.expr) -> tuple[Value, ast.expr]:
        """How its value comes of those of its leaves, and what stands in its place."""
        match node:
            case ast.BoolOp():
                return self._junction(node)
            case ast.UnaryOp(op=ast.Not()):
                value, node.operand = self._part(node.operand)
                at = self._fault(node, f"{_short(node)}  ->  without not")
                return (lambda leaves, fault: value(leaves, fault) if fault == at else not value(leaves, fault)), node
            case ast.Compare() if self._is_part(node):
                return self._compare(node)
            case ast.BinOp() if self._is_part(node):
                return self._sum(node)
            case ast.Constant() | ast.Name() if (number := self._number(node)) is not None:
                return number, node
        leaf = self.leaves
        self.leaves += 1
        self.unasked.append(_unknown() if _acts(node) else copy.deepcopy(node))
        inside = ast.Call(ast.Name("edges_leaf__", ast.Load()), [ast.Constant(leaf), self.visit(node)], [])

        def known(leaves: dict[int, Any], fault: int) -> Any:
            if leaf not in leaves:
                leaves[leaf] = leaves[-1 - leaf]()
            return leaves[leaf]

        return known, ast.copy_location(inside, node)

    def _number(self, node: ast.Constant | ast.Name) -> Value | None:
        constant = self.constants.get(node.id) if isinstance(node, ast.Name) else node
        if constant is None or isinstance(constant.value, bool) or not isinstance(constant.value, (int, float)):
            return None
        was = constant.value
        moved = _moved(constant)
        if isinstance(node, ast.Name):  # one fault, wherever it is used
            at = self.shared.get(node.id, -1)
            if at < 0:
                at = self.shared[node.id] = self._fault(constant, f"{node.id} = {was}  ->  {moved}")
            elif at not in self.faults:
                self.faults.append(at)
        else:
            at = self._fault(node, f"{was}  ->  {moved}")
        return lambda leaves, fault: moved if fault == at else was

    def _junction(self, node: ast.BoolOp) -> tuple[Value, ast.expr]:
        is_and = isinstance(node.op, ast.And)
        said = _short(node)
        parts = [self._part(each) for each in node.values]
        values = [value for value, _ in parts]
        node.values = [inside for _, inside in parts]
        at = self._fault(node, f"{said}  ->  {'or' if is_and else 'and'}")

        def junction(leaves: dict[int, Any], fault: int) -> Any:
            stops = not is_and if fault != at else is_and
            for value in values:
                found = value(leaves, fault)
                if bool(found) == stops:
                    return found
            return found

        return junction, node

    def _compare(self, node: ast.Compare) -> tuple[Value, ast.expr]:
        said = _short(node)
        left, node.left = self._part(node.left)
        rights = [self._part(each) for each in node.comparators]
        node.comparators = [inside for _, inside in rights]
        kinds = [type(op) for op in node.ops]
        others = [*kinds]
        at = -1
        at = self._fault(node, f"{said}  ->  otherwise")
        first = kinds[0]
        others[0] = _TURNED.get(first, first)
        invert = first not in _TURNED

        def compare(leaves: dict[int, Any], fault: int) -> Any:
            value = left(leaves, fault)
            result: Any = True
            for n, (kind, (right, _)) in enumerate(zip(others if fault == at else kinds, rights)):
                other = right(leaves, fault)
                result = _COMPARES[kind](value, other)
                if n == 0 and fault == at and invert:
                    result = not result
                if not result:
                    return result
                value = other
            return result

        return compare, node

    def _sum(self, node: ast.BinOp) -> tuple[Value, ast.expr]:
        said = _short(node)
        text = any(isinstance(s, ast.JoinedStr) or isinstance(s, ast.Constant) and isinstance(s.value, str)
                   for s in (node.left, node.right))  # fmt: skip
        left, node.left = self._part(node.left)
        right, node.right = self._part(node.right)
        does, other = _SUMS[type(node.op)], _SUMS[_OTHER[type(node.op)]]
        at = -1 if text else self._fault(node, f"{said}  ->  otherwise")
        return (lambda leaves, f: (other if f == at else does)(left(leaves, f), right(leaves, f))), node


def _acts(node: ast.expr) -> bool:
    """Whether asking for it a second time may change something: a name bound, a collection changed."""
    return any(
        isinstance(each, ast.NamedExpr)
        or isinstance(each, ast.Call)
        and (name := each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", ""))
        and name in _ACTING
        for each in ast.walk(node)
    )


def _unknown() -> ast.expr:
    return ast.Call(ast.Name("edges_unknown__", ast.Load()), [], [])


def _raise() -> None:
    raise _NotKnownError


def _moved(node: ast.Constant) -> int | float:
    """As bench/mutants.py moves a number."""
    value: Any = node.value
    if isinstance(value, float):
        return value * (1.1 if (node.lineno + node.col_offset) % 2 else 0.9) or 0.1
    step = 1 if abs(value) < 20 else value // 4
    return int(value + (step if value <= 1 or (node.lineno + node.col_offset) % 2 else -step))


def _waits(node: ast.expr) -> bool:
    return any(isinstance(each, (ast.Yield, ast.YieldFrom, ast.Await)) for each in ast.walk(node))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else text[:99] + "…"


def asking(source: str, file: str, asked: Asked) -> CodeType:
    """A module that keeps the parts of its conditions, for `asked`.

    Args:
        file: what its places are called by.
    """
    quiet = {n for n, line in enumerate(source.splitlines(), 1) if line.rstrip().endswith("# mutants: no")}
    tree = ast.parse(source)
    constants = {
        each.targets[0].id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and isinstance(each.value, ast.Constant)
    }
    maker = _Maker(asked, file, constants, quiet)
    tree.body = [maker.visit(each) for each in tree.body]
    return compile(ast.fix_missing_locations(tree), str(ROOT / file), "exec")


class _Loader(importlib.machinery.SourceFileLoader):
    asked: Asked

    def get_code(self, fullname: str) -> CodeType:
        return asking(Path(self.path).read_text("utf-8"), str(Path(self.path).relative_to(ROOT)), self.asked)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, asked: Asked, rooms: Sequence[str]) -> None:
        self.asked, self.rooms = asked, tuple(f"extractor.{room}." for room in rooms)

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        file = ROOT.joinpath(*fullname.split(".")).with_suffix(".py")
        if not fullname.startswith(self.rooms) or not file.exists():
            return None
        loader = _Loader(fullname, str(file))
        loader.asked = self.asked
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def watch(rooms: Sequence[str]) -> Asked:
    """Ask from now on; to be called before anything of the program is imported."""
    asked = Asked()
    builtins.__dict__.update(asked.calls())
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, _Finder(asked, rooms))
    import extractor.cli.run
    import extractor.pipeline  # noqa: F401

    for room in rooms:  # always in one order: a fault keeps its number
        package = importlib.import_module(f"extractor.{room}")
        for each in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"extractor.{room}.{each.name}")
    return asked
