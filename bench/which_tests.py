"""Which tests run a line of the program, and how long each takes: noted once, so that a fault is shown to few tests.

    note(tests)                                runs the tests once (minutes) and keeps what they run, under `build/`
    record = kept()                            what was noted, by the lines of the files as they stand now
    record.running(path, {120}, room="forms", seconds=45, around=range(100, 140))
                                               quick tests that run the line, of every way through the lines around it
                                               and of every test file some

Of a line of the program that was written since, and of one that hardly any test runs, the room's own tests are given.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "which_tests.json"
FEW = 12
"""Fewer tests than this run the line: it may run once in a process (a cache), so the room's own tests are shown it
too.
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """A test by its node id, and its seconds of CPU: on a busy machine those of the clock say nothing."""

    name: str
    seconds: float

    @property
    def file(self) -> str:
        return self.name.partition("::")[0]


@dataclass(slots=True)
class Record:
    """Tests in the order they ran; `lines`: file of the program, line, indexes of the tests that run it."""

    tests: list[Timed]
    lines: dict[str, dict[int, list[int]]]

    def running(self, path: str, lines: set[int], *, room: str, seconds: float, around: range) -> list[str]:
        """Node ids of tests that run one of the lines: for half of so many seconds the quickest of each way through
        the lines around, in turn; for a quarter the quickest of each file in turn, for a quarter the quickest of all.
        """
        of_file = self.lines.get(path, {})
        found = {test for line in lines for test in of_file.get(line, ())}
        if len(found) < FEW:
            found |= {n for n, test in enumerate(self.tests) if test.file.startswith(f"tests/{room}/")}
        quick = sorted(found, key=lambda n: self.tests[n].seconds)
        ways = self._ways(of_file, found, around)
        chosen = {
            *self._within(_in_turn(quick, lambda n: tuple(ways[n])), seconds / 2),
            *self._within(_in_turn(quick, lambda n: self.tests[n].file), seconds / 4),
            *self._within(quick, seconds / 4),
        }
        own = {n for n in chosen if self.tests[n].file.startswith(f"tests/{room}/")}
        return [self.tests[n].name for n in sorted(chosen, key=lambda n: (n not in own, n))]

    def _ways(self, of_file: dict[int, list[int]], tests: set[int], around: range) -> dict[int, list[int]]:
        """The lines around that each test runs: where a fault turns a test aside, one of another way is not."""
        ways: dict[int, list[int]] = {test: [] for test in tests}
        for line in sorted(of_file.keys() & set(around)):
            for test in tests.intersection(of_file[line]):
                ways[test].append(line)
        return ways

    def _within(self, tests: Sequence[int], seconds: float) -> Iterator[int]:
        for number in tests:
            if seconds < 0:
                return
            yield number
            seconds -= self.tests[number].seconds


def _in_turn(tests: Sequence[int], group: Callable[[int], Hashable]) -> list[int]:
    """The first of every group, then the second of every one …: small groups come early."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number in tests:
        groups[group(number)].append(number)
    return [number for turn in zip_longest(*groups.values()) for number in turn if number is not None]


def _cpu() -> float:
    """Seconds of CPU of this process and of those it waited for."""
    return sum(os.times()[:4])


class Noting:
    """The pytest plugin: each test is a context of coverage."""

    def __init__(self) -> None:
        import coverage

        self.coverage = coverage.Coverage(data_file=None, source=["extractor"], branch=False, config_file=False)
        self.coverage.start()
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid)
        self.seconds[nodeid] = -_cpu()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] += _cpu()

    def record(self) -> Record:
        """What was noted."""
        self.coverage.stop()
        data = self.coverage.get_data()
        number = {name: n for n, name in enumerate(self.seconds)}
        lines = {
            str(Path(file).relative_to(ROOT)): {
                line: sorted(number[test] for test in tests if test in number)
                for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        return Record([Timed(name, round(seconds, 4)) for name, seconds in self.seconds.items()], lines)


def _source(file: str) -> list[str]:
    path = ROOT / file
    return path.read_text("utf-8").splitlines() if path.exists() else []


def kept() -> Record | None:
    """What was noted, by the lines of the files as they stand now; None before the first time."""
    try:
        data = json.loads(KEPT.read_text("utf-8"))
    except FileNotFoundError:
        return None
    lines = {
        file: _moved({int(line): tests for line, tests in of_file.items()}, data["sources"][file], _source(file))
        for file, of_file in data["lines"].items()
        if _source(file)
    }
    return Record([Timed(*test) for test in data["tests"]], lines)


def _moved(of_file: dict[int, list[int]], before: list[str], now: list[str]) -> dict[int, list[int]]:
    """The lines as they are numbered now; of lines put in place of others, the tests of all of those."""
    if before == now:
        return of_file
    found: dict[int, list[int]] = {}
    for what, i, j, first, last in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what == "equal":
            found |= {first + n + 1: of_file[i + n + 1] for n in range(j - i) if i + n + 1 in of_file}
        elif what == "replace":
            tests = sorted(set().union(*(of_file.get(n + 1, ()) for n in range(i, j))))
            found |= dict.fromkeys(range(first + 1, last + 1), tests)
    return found


def note(tests: Sequence[str], before: Record | None = None) -> int:
    """In a child: run the tests, keep what they run beside what was noted before; pytest's exit code."""
    import pytest

    noting = Noting()
    code = pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", *tests], plugins=[noting])
    record = noting.record() if before is None else _joined(before, noting.record())
    if code == pytest.ExitCode.OK:
        tests_ = [[test.name, test.seconds] for test in record.tests]
        data = {"tests": tests_, "lines": record.lines, "sources": {file: _source(file) for file in record.lines}}
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(data), "utf-8")
    return int(code)


def _joined(before: Record, now: Record) -> Record:
    """Both, the tests of the second behind those of the first; what both have is as the second has it."""
    anew = {test.name for test in now.tests}
    stay = [n for n, test in enumerate(before.tests) if test.name not in anew]
    moved = {old: new for new, old in enumerate(stay)}
    lines: dict[str, dict[int, list[int]]] = {
        file: {line: [moved[n] for n in tests if n in moved] for line, tests in of_file.items()}
        for file, of_file in before.lines.items()
    }
    for file, of_file in now.lines.items():
        known = lines.setdefault(file, {})
        for line, tests in of_file.items():
            known.setdefault(line, []).extend(n + len(stay) for n in tests)
    return Record([*(before.tests[n] for n in stay), *now.tests], lines)


def recorded(tests: Sequence[str], *, again: bool, more: Sequence[str] = ()) -> Record | None:
    """What was noted, noted anew where there is nothing; None where the tests fail as it is.

    Args:
        more: tests to note beside what is noted already.
    """
    record = None if again else kept()
    if record is None or more:
        child = os.fork()
        if child == 0:
            os._exit(min(note(tests) if record is None else note(more, record), 100))
        record = None
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            record = kept()
    return record


@dataclass
class Module:
    """A file of the program: which lines stand for one of them."""

    path: Path

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.path.read_text("utf-8"))

    def around(self, line: int) -> range:
        """The lines of the outermost function that a line is in; of none, all of the file."""
        functions = [n for n in ast.walk(self._tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        within = [range(f.lineno, (f.end_lineno or 0) + 1) for f in functions]
        whole = range(1, (max((s.end_lineno or 0 for s in self._tree.body), default=0)) + 1)
        return max((lines for lines in within if line in lines), key=len, default=whole)

    def standing_for(self, line: int) -> set[int]:
        """The lines to look up: a whole statement within a function; of a constant, where its name is used in the
        file.
        """
        functions = [n for n in ast.walk(self._tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        within = [f for f in functions if f.body[0].lineno <= line <= (f.end_lineno or 0)]
        if within:
            inner = max(within, key=lambda f: f.lineno)
            statements = [n for n in ast.walk(inner) if isinstance(n, ast.stmt) and n is not inner]
            around = [s for s in statements if s.lineno <= line <= (s.end_lineno or 0)]
            first = max(around, key=lambda s: s.lineno).lineno if around else line
            return {first, line}
        header = [f for f in functions if f.lineno <= line <= f.body[0].lineno]
        if header:  # a default of an argument
            return {header[-1].body[0].lineno, *(s.lineno for s in header[-1].body[:2])}
        names = {
            n.id
            for s in self._tree.body
            if s.lineno <= line <= (s.end_lineno or 0)
            for n in ast.walk(s)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        if not names:
            return {line}
        used = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
        text = self.path.read_text("utf-8").splitlines()
        return {number for number, row in enumerate(text, 1) if number != line and used.search(row)}
