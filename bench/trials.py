"""Whether tests notice a fault: a child of this process is forked for each, puts the fault in and runs them until one
fails.

    trials = Trials(record, seconds=45, numbers=False)
    trials.loads(fault)         whether the program still imports with it: one that does not proves nothing of the tests
    trials.outcomes(faults)     each as it is known: "noticed", "hung", "missed"

First the quick way: the tests are collected once, and a child gives the faulty function its faulty code. Where that
does not reach (a constant, a default, what ran while the tests were collected), and for what no test noticed, the sure
way: a child that imports the program anew, the one module with the fault in it.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Literal

from bench.which_tests import FEW, ROOT, Module, Record

if TYPE_CHECKING:
    from bench.mutants import Fault

Outcome = Literal["noticed", "hung", "missed"]
PATIENCE = 240
"""Seconds of CPU until a child counts as hanging: on a busy machine those of the clock say nothing."""
ASLEEP = 1800
"""Seconds of the clock until one does that waits for something."""
OPTIONS = ("-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--timeout", "0")
WHOLE = ("extractor.pipeline", "extractor.cli.run")
"""What imports the rest of the program."""
_OWN_FAULT = 70
"""Exit code of a child that failed by itself, not by a test."""
_PRELOADED = (
    "pytest",
    "hypothesis",
    "numpy",
    "pandas",
    "lxml.etree",
    "docx",
    "pydantic",
    "pypinyin",
    "rapidfuzz",
    "yaml",
)


def _begin() -> None:
    """In a child: a group of its own, nothing to say, an end to its patience."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 5))
    _silent()


def _silent() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _outcome(child: int) -> Outcome:
    """Wait for a child: whether it failed, hangs, or found nothing."""
    deadline = time.monotonic() + ASLEEP
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code == _OWN_FAULT:
                raise RuntimeError("a trial itself failed; run it without _silent()")
            return "hung" if code == -signal.SIGXCPU else "noticed" if code else "missed"
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads one module with the fault in it."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, str(self.path))
        loader.code = self.code
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=loader
        )  # with the `__file__` it may ask for


class _Chosen:
    """The pytest plugin that keeps the tests named, in their order, and what the room has that is not in the record."""

    def __init__(self, names: Sequence[str], known: set[str], room: str) -> None:
        self.order = {name: n for n, name in enumerate(names)}
        self.known, self.room = known, f"tests/{room}/"

    def of(self, items: list[Any]) -> list[Any]:
        chosen = [item for item in items if item.nodeid in self.order or self._is_new(item.nodeid)]
        return sorted(chosen, key=lambda item: self.order.get(item.nodeid, -1))

    def _is_new(self, name: str) -> bool:
        return name not in self.known and name.startswith(self.room)

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = self.of(items)


class _Collected:
    """The pytest plugin that shows each fault to the collected tests instead of running them."""

    def __init__(self, trials: Trials, faults: Sequence[Fault], told: int) -> None:
        self.trials, self.faults, self.told = trials, faults, told
        self.failed = False

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.failed = self.failed or bool(report.failed)

    def _shown(self, fault: Fault, functions: Sequence[FunctionType], items: list[Any]) -> int:
        """In the child: 1 where a test fails, else 0."""
        _begin()
        return self._run(self.trials.chosen(fault).of(items)) if self.trials.put_in(fault, functions) else 0

    def _fails_as_it_is(self, items: list[Any]) -> bool:
        """Whether a test written since the record fails without any fault: it would notice every one."""
        child = os.fork()
        if child == 0:
            try:
                _begin()
                known = {test.name for test in self.trials.record.tests}
                own = tuple(f"tests/{fault.room}/" for fault in self.faults)
                os._exit(self._run([i for i in items if i.nodeid not in known and i.nodeid.startswith(own)]))
            finally:
                os._exit(_OWN_FAULT)
        return _outcome(child) != "missed"

    def _run(self, items: list[Any]) -> int:
        """1 where a test fails, else 0."""
        for item, following in zip(items, [*items[1:], None]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return 1
        return 0

    def pytest_runtestloop(self, session: Any) -> bool:
        functions = _functions()
        gc.collect()
        gc.freeze()
        if self._fails_as_it_is(session.items):
            os.write(self.told, f"{json.dumps([-1, 'noticed', 0.0])}\n".encode())
            return True
        for number, fault in enumerate(self.faults):
            child = os.fork()
            if child == 0:
                try:
                    os._exit(self._shown(fault, functions[str(fault.path)], session.items))
                finally:
                    os._exit(_OWN_FAULT)
            began = time.monotonic()
            line = [number, _outcome(child), round(time.monotonic() - began, 1)]
            os.write(self.told, f"{json.dumps(line)}\n".encode())
        return True


@dataclass(slots=True)
class Trials:
    """Shows faults to tests that run the faulty line, of so many recorded seconds."""

    record: Record
    seconds: float
    numbers: bool = False
    verbose: bool = False

    def __post_init__(self) -> None:
        for name in _PRELOADED:
            importlib.import_module(name)

    def outcomes(self, faults: Sequence[Fault]) -> Iterator[tuple[Fault, Outcome]]:
        """What became of each, when it is known; what was not noticed is printed."""
        quickly = self._quickly(faults)
        for number, fault in enumerate(faults):
            outcome = quickly.get(number, "missed")
            if outcome == "missed":
                outcome = self._surely(fault)
            if outcome != "noticed":
                print(f"{number + 1:4d} {'hung' if outcome == 'hung' else 'not noticed'}: {fault}", flush=True)
            yield fault, outcome

    def loads(self, fault: Fault) -> bool:
        """Whether the program imports with the fault in it."""
        child = os.fork()
        if child == 0:
            _begin()
            self._find(fault)
            try:
                for name in (fault.module.removesuffix(".__init__"), *WHOLE):
                    importlib.import_module(name)
                os._exit(0)
            finally:
                os._exit(1)
        return _outcome(child) == "missed"

    def chosen(self, fault: Fault) -> _Chosen:
        module = Module(fault.path)
        names = self.record.running(
            self._file(fault),
            module.standing_for(fault.line),
            room=fault.room,
            seconds=self.seconds,
            around=module.around(fault.line),
        )
        return _Chosen(names, {test.name for test in self.record.tests}, fault.room)

    def _file(self, fault: Fault) -> str:
        return str(fault.path.relative_to(ROOT))

    def _lines(self, fault: Fault) -> set[int]:
        return Module(fault.path).standing_for(fault.line)

    def _test_files(self, fault: Fault) -> set[str]:
        own = (ROOT / "tests" / fault.room).glob("test_*.py")
        known = {name.partition("::")[0] for name in self.chosen(fault).order}
        return {name for name in known if (ROOT / name).exists()} | {str(p.relative_to(ROOT)) for p in own}

    def _quickly(self, faults: Sequence[Fault]) -> dict[int, Outcome]:
        """What the collected tests say of the faults, by their numbers."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            import pytest

            os.close(reading)
            _silent()
            files = sorted(set().union(*map(self._test_files, faults)))
            pytest.main([*OPTIONS, *files], plugins=[_Collected(self, faults, writing)])
            os._exit(0)
        os.close(writing)
        found: dict[int, Outcome] = {}
        with os.fdopen(reading) as pipe:
            for number, outcome, seconds in map(json.loads, pipe):
                if number < 0:
                    raise SystemExit("a test written since the record fails as it is: mend it, or note anew (--again)")
                self._say(f"{seconds:6.1f} s {outcome}: {faults[number]}")
                found[number] = outcome
        os.waitpid(child, 0)
        return found

    def _say(self, line: str) -> None:
        if self.verbose:
            print(line, flush=True)

    def put_in(self, fault: Fault, functions: Sequence[FunctionType]) -> bool:
        """Give the function its faulty code; False where the fault lies in none, or its line ran before the tests
        did.
        """
        from bench.mutants import broken

        lines = self.record.lines.get(self._file(fault), {})
        running = {test for line in self._lines(fault) for test in lines.get(line, ())}
        if lines and len(running) < FEW:
            return False
        tree, _ = broken(fault.path, fault.number, numbers=self.numbers)
        codes = list(_codes(compile(tree, str(fault.path), "exec")))
        named = Counter(map(_name, codes))
        faulty = {_name(code): code for code in codes if named[_name(code)] == 1}
        done = False
        for function in functions:
            code = faulty.get(_name(function.__code__))
            if code is not None and code != function.__code__ and code.co_freevars == function.__code__.co_freevars:
                function.__code__ = code
                done = True
        return done

    def _surely(self, fault: Fault) -> Outcome:
        child = os.fork()
        if child == 0:
            try:
                _begin()
                os._exit(self._import_anew(fault))
            finally:
                os._exit(_OWN_FAULT)
        return _outcome(child)

    def _import_anew(self, fault: Fault) -> int:
        """In the child: 1 where a test fails, else 0."""
        import pytest

        self._find(fault)
        code = pytest.main([*OPTIONS, *sorted(self._test_files(fault))], plugins=[self.chosen(fault)])
        return 0 if code == pytest.ExitCode.OK else 1

    def _find(self, fault: Fault) -> None:
        """In a child: what imports the module gets the faulty one."""
        from bench.mutants import broken

        tree, _ = broken(fault.path, fault.number, numbers=self.numbers)
        name = fault.module.removesuffix(".__init__")
        sys.meta_path.insert(0, _Finder(name, fault.path, compile(tree, str(fault.path), "exec")))


def _name(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _functions() -> defaultdict[str, list[FunctionType]]:
    """Every function there is, by the file it stands in."""
    gc.unfreeze()  # what is frozen is not listed
    found: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            found[thing.__code__.co_filename].append(thing)
    return found
