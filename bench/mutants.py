"""Do the tests bite? One small fault at a time in the code, and the tests of its room: how many faults do they notice?

    make mutants SAMPLE=50 SEED=1                        of all rooms
    python -m bench.mutants --rooms values --sample 40   of one
    python -m bench.mutants --numbers                    only numbers that stand in the code: every threshold at its
    edge

A fault is a comparison moved (< to <=, == to !=, in to not in), `and` for `or`, a number one up or down (from twenty
on a
quarter, of a fraction a tenth), + for -, a `not` left out, True for False, `continue` for `break`. No file is touched:
a
child of this process is forked for each fault, puts it in, and runs tests that run the faulty line, the room's own
first,
until one fails (bench/trials.py). Which tests those are is noted once (bench/which_tests.py; some minutes; `--again`
notes it anew, `--more tests/forms/test_new.py` only those); tests of the room written since are run as well.
A child that hangs is killed, which counts as noticed and is told by itself. Of a fault with which the program does not
even import nothing can be said: another is drawn for it.
Prints the share noticed by room, that of all with its Wilson bounds, and every fault that was not. A line
that ends in `# mutants: no` holds nothing that a test could see (the size of a cache, a limit of time). Nor is that
made which changes nothing: the `repr` of a field, < for <= between the columns of two heads.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bench.trials import Outcome, Trials
from bench.which_tests import recorded

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("values", "matching", "quality", "forms", "layout", "words")
TESTS = (
    *(f"tests/{room}" for room in ROOMS),
    "tests/test_quality_fixtures.py",
    "tests/test_layouts.py",
    "tests/test_golden.py",
    "tests/readers/pdf",
    "tests/learning",
    "tests/across",
)
SECONDS = 45.0
"""A fault is shown to tests of so many seconds; quick ones of every file that runs the line come first."""
ASKED = ("values", "matching", "quality", "forms")
FLOOR = 90
"""Per cent that shall be noticed."""
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """The n-th place of a module that can be made faulty."""

    path: Path
    number: int
    line: int
    was: str
    now: str

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOT).parts[1]

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}  {self.was}  ->  {self.now}"


class _Breaker(ast.NodeTransformer):
    """Walks the places of a module in one order; makes the fault at place `at`, notes all where that is None."""

    def __init__(self, at: int | None, quiet: set[int], *, numbers: bool) -> None:
        self.at, self.quiet, self.numbers, self.count = at, quiet, numbers, 0
        self.found: list[tuple[int, str, str]] = []

    def _place(self, node: ast.expr | ast.stmt, broken: ast.AST) -> ast.AST:
        number = self.count
        self.count += 1
        if self.at is None:
            self.found.append((node.lineno, _short(node), _short(broken)))
        return ast.copy_location(broken, node) if number == self.at else node

    def visit(self, node: ast.AST) -> ast.AST:
        if getattr(node, "lineno", 0) in self.quiet and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return node
        if isinstance(node, ast.AnnAssign):
            node.value = self.visit(node.value) if node.value is not None else None  # type: ignore[assignment]
            return node
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node
        if isinstance(node, ast.arguments):
            node.defaults = [self.visit(each) for each in node.defaults]  # type: ignore[misc]
            return node
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):  # no annotations, no decorators
            if isinstance(node, ast.FunctionDef):
                self.visit(node.args)
            node.body = [self.visit(each) for each in node.body]  # type: ignore[misc]
            return node
        return super().visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        """Whether a field shows in `repr` is seen by nobody but who debugs."""
        return node if node.arg == "repr" else self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        value = node.value
        if isinstance(value, bool):
            return node if self.numbers else self._place(node, ast.Constant(not value))
        if not isinstance(value, (int, float)):
            return node
        if isinstance(value, float):
            moved: float = value * (1.1 if (node.lineno + node.col_offset) % 2 else 0.9) or 0.1
        else:
            step = 1 if abs(value) < 20 else value // 4
            moved = value + (step if value <= 1 or (node.lineno + node.col_offset) % 2 else -step)
        return self._place(node, ast.Constant(moved))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Decimal("1.5") is a number too."""
        only = node.args[0] if len(node.args) == 1 and not node.keywords else None
        text = only.value if isinstance(only, ast.Constant) and isinstance(only.value, str) else ""
        if isinstance(node.func, ast.Name) and node.func.id == "Decimal" and _DECIMAL.fullmatch(text):
            moved = str(Decimal(text) * Decimal("1.1") or Decimal("0.1"))
            return self._place(node, ast.Call(node.func, [ast.Constant(moved)], []))
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if self.numbers or type(node.ops[0]) not in _COMPARED or _of_two_cells(node):
            return node
        return self._place(
            node, ast.Compare(node.left, [_COMPARED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
        )

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node if self.numbers else self._place(node, ast.BoolOp(other, node.values))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if self.numbers or type(node.op) not in _COUNTED or _is_text(node.left) or _is_text(node.right):
            return node
        return self._place(node, ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node if self.numbers or not isinstance(node.op, ast.Not) else self._place(node, node.operand)

    def visit_Continue(self, node: ast.Continue) -> ast.AST:
        return node if self.numbers else self._place(node, ast.Break())

    def visit_Break(self, node: ast.Break) -> ast.AST:
        return node if self.numbers else self._place(node, ast.Continue())


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, str)


def _of_two_cells(node: ast.Compare) -> bool:
    """a.cell.col < b.cell.col: columns of a table have a head each, at no time are the two equal; < is as <=."""
    sides = [node.left, *node.comparators]
    ordered = all(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in node.ops)
    return ordered and all(ast.unparse(side).endswith(".cell.col") for side in sides)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:89] + "…"


def broken(path: Path, at: int | None, *, numbers: bool) -> tuple[ast.Module, _Breaker]:
    source = path.read_text("utf-8")
    quiet = {n for n, line in enumerate(source.splitlines(), 1) if line.rstrip().endswith("# mutants: no")}
    breaker = _Breaker(at, quiet, numbers=numbers)
    tree = ast.parse(source)
    tree.body = [breaker.visit(node) for node in tree.body]  # type: ignore[misc]
    return ast.fix_missing_locations(tree), breaker


def faults_of(rooms: Sequence[str], *, numbers: bool) -> Iterator[Fault]:
    """Every fault that can be made in the rooms."""
    for room in rooms:
        for path in sorted((ROOT / "extractor" / room).rglob("*.py")):
            found = broken(path, None, numbers=numbers)[1].found
            yield from (Fault(path, number, *each) for number, each in enumerate(found))


def _tree() -> dict[Path, int]:
    """When each file of the program and of the tests was written."""
    return {path: path.stat().st_mtime_ns for room in ("extractor", "tests") for path in (ROOT / room).rglob("*.py")}


def main() -> int:
    """Print what was noticed; exit 1 below `FLOOR` per cent."""
    parser = argparse.ArgumentParser(description="Do the tests bite?")
    parser.add_argument("--rooms", nargs="+", default=list(ASKED), choices=ROOMS)
    parser.add_argument("--sample", type=int, default=200, help="so many faults, drawn with the seed; 0 = all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--numbers", action="store_true", help="only numbers in the code")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--again", action="store_true", help="note anew which tests run which lines")
    parser.add_argument("--more", nargs="+", default=[], help="note these tests beside what is noted already")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="tests of so many seconds for a fault")
    parser.add_argument("-v", "--verbose", action="store_true", help="every fault as it is tried")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.nice(19)
    sys.dont_write_bytecode = True
    faults = [f for f in faults_of(given.rooms, numbers=given.numbers) if given.only in str(f.path)]
    print(f"{given.sample or len(faults)} of {len(faults)} faults, seed {given.seed}", flush=True)
    record = recorded(TESTS, again=given.again, more=given.more)
    if record is None:
        print("the tests fail as it is")
        return 2
    before = _tree()
    trials = Trials(record, given.seconds, numbers=given.numbers, verbose=given.verbose)
    drawn = _drawn(faults, given.sample or len(faults), given.seed, trials)
    outcomes = dict(trials.outcomes(drawn))
    if _tree() != before:
        print("a file of the program or a test was written meanwhile: a test that fails by itself notices every fault")
        return 2
    return _told(outcomes)


def _drawn(faults: list[Fault], sample: int, seed: int, trials: Trials) -> list[Fault]:
    """So many faults with which the program still imports: for one that does not, another is drawn."""
    chance = random.Random(seed)
    drawn = chance.sample(faults, min(sample, len(faults)))
    left = [fault for fault in faults if fault not in set(drawn)]
    chance.shuffle(left)
    good = [fault for fault in drawn if trials.loads(fault)]
    if len(good) < len(drawn):
        print(f"{len(drawn) - len(good)} do not import; others are drawn", flush=True)
    while left and len(good) < sample:
        if trials.loads(fault := left.pop()):
            good.append(fault)
    return good


def _told(outcomes: dict[Fault, Outcome]) -> int:
    """Print the shares; 1 below `FLOOR` per cent. What hangs is noticed, and counted by itself too."""
    tried = Counter(f.room for f in outcomes)
    found = Counter(f.room for f, outcome in outcomes.items() if outcome != "missed")
    for room in sorted(tried):
        print(f"{room}: {found[room]} of {tried[room]}")
    share = 100 * found.total() / max(1, tried.total())
    from extractor.review.sample import wilson  # not before: a child imports the program anew

    low, high = (100 * bound for bound in wilson(found.total(), tried.total()))
    print(f"noticed: {found.total()} of {tried.total()} ({share:.1f} %, {low:.1f} to {high:.1f}), asked {FLOOR} %")
    print(f"of these by hanging, not by a test that fails: {list(outcomes.values()).count('hung')}")
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
