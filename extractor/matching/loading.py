"""The dictionary's files -> its books, and the dictionary in force while a source is read.

A reader of pictures asks which word of the form a reading is, and is handed no rule book: whoever has one says so with
`in_force(matcher)`. Where nobody did (a reader called alone) the shipped dictionary answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from extractor.errors import RuleBookError
from extractor.ground.rulefile import REMEDY, RuleFiles, line_in, load_yaml
from extractor.matching.book import IndicatorBook, IndicatorClashError, IndicatorFile, LabelBook
from extractor.matching.confusions import ConfusionBook, Confusions
from extractor.matching.matcher import Matcher

_in_force: ContextVar[Matcher | None] = ContextVar("matcher", default=None)


def labels_in(files: RuleFiles) -> LabelBook:
    """`labels.yaml`. Raises `RuleBookError`: it is wrong."""
    return load_yaml(files.path("labels.yaml"), LabelBook)


def indicators_in(files: RuleFiles, labels: LabelBook) -> IndicatorBook:
    """`indicators/*.yaml` as one book.

    Raises:
        RuleBookError: a file is wrong, or two of them clash (file, line and fault in its text).
    """
    paths = {p.stem: p for p in files.files("indicators")}
    try:
        read = {stem: load_yaml(p, IndicatorFile) for stem, p in paths.items()}
        return IndicatorBook.merged(read, frozenset(entry.id for entry in labels.level2))
    except IndicatorClashError as clash:
        path = paths[clash.file]
        raise RuleBookError(f"规则文件 {path} 第 {line_in(path, clash.loc)} 行：{clash}", REMEDY) from clash


def confusions_in(files: RuleFiles) -> Confusions:
    """`confusions.yaml`. Raises `RuleBookError`: it is wrong."""
    return Confusions(load_yaml(files.path("confusions.yaml"), ConfusionBook))


@contextmanager
def in_force(matcher: Matcher) -> Iterator[None]:
    """While a source is read within, `matcher_in_force()` is this dictionary."""
    token = _in_force.set(matcher)
    try:
        yield
    finally:
        _in_force.reset(token)


def matcher_in_force() -> Matcher:
    """The dictionary handed in for the source being read, else the shipped one."""
    return _in_force.get() or _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Matcher:
    files = RuleFiles()
    labels = labels_in(files)
    return Matcher(labels, indicators_in(files, labels), confusions_in(files))
