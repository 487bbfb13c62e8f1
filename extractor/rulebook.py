"""Load and validate the rule books (`rules/`): what a finance bureau may change.

Everything is validated before a document is read; a fault names the file, the line and what is wrong.
A directory given with `--rules` overrides the shipped books file by file.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from extractor.errors import RuleBookError

if TYPE_CHECKING:
    from extractor.matching.book import IndicatorBook, LabelBook
    from extractor.matching.confusions import Confusions
    from extractor.matching.matcher import Matcher
    from extractor.quality.book import CalendarBook, QualityBook
    from extractor.values.book import UnitBook
    from extractor.words.book import FormBook
    from extractor.words.grammar import Grammar

M = TypeVar("M", bound=BaseModel)
REPORT_ONLY = frozenset({"advice.yaml", "departments.yaml", "filings.yaml", "letter.yaml"})
"""Books of the report and the database: another letterhead is no reason to read every filing again."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_dir() -> Path:
    """Where the shipped rule books are: inside the wheel, or beside the package in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "rules"
    return inside if inside.is_dir() else here.parent / "rules"


def _line_of(node: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """1-based line of the YAML node that a pydantic error location points at."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in loc:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    found, line = value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line


def load_yaml(path: Path, model: type[M]) -> M:
    """One rule file as its model.

    Raises:
        RuleBookError: not YAML, or not what the model asks; names file, line and fault.
    """
    remedy = "请改正后用 jixiao rules check 复查"
    try:
        text = path.read_text("utf-8")
        data = yaml.load(text, Loader=_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBookError(f"规则文件 {path} 无法读取：{error}", remedy) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleBookError(
            f"规则文件 {path} 第 {line} 行：YAML 格式错误（{getattr(error, 'problem', error)}）", remedy
        ) from error
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        first = error.errors()[0]
        line = _line_of(yaml.compose(text, Loader=_LOADER), tuple(first["loc"]))
        where = ".".join(str(x) for x in first["loc"])
        raise RuleBookError(
            f"规则文件 {path} 第 {line} 行：{where or '内容'} 有误（{first['msg']}）", remedy
        ) from error


@dataclass
class Rules:
    """All rule books of one run, each parsed when first asked for; `check_all` parses every one."""

    directory: Path | None = None
    base: Rules | None = None
    """The rule books without the layouts in `taught`."""
    taught: tuple[FormBook, ...] = ()
    """Taught layouts that hold for the document at hand; their wordings come before all others."""

    def teaching(self, books: Sequence[FormBook]) -> Rules:
        """These rule books with the words and columns of `books` in force, every parsed book shared."""
        new = Rules(self.directory, self.base or self, tuple(books))
        shared = {k: v for k, v in self.__dict__.items() if k not in ("directory", "base", "taught", "forms")}
        new.__dict__.update(shared)
        own = {book.id for book in books}
        new.__dict__["forms"] = [*(book for book in self.forms if book.id not in own), *books]
        return new

    def path(self, name: str) -> Path:
        """The file in force for `name` (as "labels.yaml"): the override where there is one."""
        if self.directory is not None and (self.directory / name).is_file():
            return self.directory / name
        return shipped_dir() / name

    def files(self, folder: str) -> list[Path]:
        """YAML files in force of a folder, by name."""
        found = {p.name: p for p in sorted((shipped_dir() / folder).glob("*.yaml"))}
        if self.directory is not None:
            found.update({p.name: p for p in sorted((self.directory / folder).glob("*.yaml"))})
        return [found[name] for name in sorted(found)]

    @cached_property
    def labels(self) -> LabelBook:
        from extractor.matching.book import LabelBook

        return load_yaml(self.path("labels.yaml"), LabelBook)

    @cached_property
    def indicators(self) -> IndicatorBook:
        from extractor.matching.book import IndicatorBook, IndicatorClashError, IndicatorFile

        paths = {p.stem: p for p in self.files("indicators")}
        try:
            files = {stem: load_yaml(p, IndicatorFile) for stem, p in paths.items()}
            return IndicatorBook.merged(files, frozenset(entry.id for entry in self.labels.level2))
        except IndicatorClashError as clash:
            path = paths[clash.file]
            line = _line_of(yaml.compose(path.read_text("utf-8"), Loader=_LOADER), clash.loc)
            remedy = "请改正后用 jixiao rules check 复查"
            raise RuleBookError(f"规则文件 {path} 第 {line} 行：{clash}", remedy) from clash

    @cached_property
    def confusions(self) -> Confusions:
        from extractor.matching.confusions import ConfusionBook, Confusions

        return Confusions(load_yaml(self.path("confusions.yaml"), ConfusionBook))

    @cached_property
    def matcher(self) -> Matcher:
        from extractor.matching.matcher import Matcher

        return Matcher(self.labels, self.indicators, self.confusions)

    @cached_property
    def forms(self) -> list[FormBook]:
        from extractor.words.book import FormBook

        return [load_yaml(p, FormBook) for p in self.files("forms")]

    @cached_property
    def grammar(self) -> Grammar:
        from extractor.words.grammar import Grammar

        return load_yaml(self.path("grammar.yaml"), Grammar)

    @cached_property
    def units(self) -> UnitBook:
        from extractor.values.book import UnitBook

        return load_yaml(self.path("units.yaml"), UnitBook)

    @cached_property
    def quality(self) -> QualityBook:
        from extractor.quality.book import QualityBook

        return load_yaml(self.path("quality.yaml"), QualityBook)

    @cached_property
    def calendar(self) -> CalendarBook:
        from extractor.quality.book import CalendarBook

        return load_yaml(self.path("calendar.yaml"), CalendarBook)

    @cached_property
    def version(self) -> str:
        """Content hash of every rule file in force (first 12 digits), but those that only word the reports."""
        digest = hashlib.sha256()
        tops = {p.name for p in shipped_dir().glob("*.yaml")}
        if self.directory is not None:
            tops |= {p.name for p in self.directory.glob("*.yaml")}
        tops -= REPORT_ONLY
        paths = [self.path(n) for n in sorted(tops)] + self.files("forms") + self.files("indicators")
        for path in paths:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:12]

    def check_all(self) -> None:
        """Parse every book; the first fault raises `RuleBookError`."""
        _ = (
            self.labels,
            self.indicators,
            self.confusions,
            self.forms,
            self.grammar,
            self.units,
            self.quality,
            self.calendar,
        )


@lru_cache(maxsize=8)
def load_rules(directory: str | Path | None = None) -> Rules:
    """The rule books in force, all validated.

    Args:
        directory: overrides the shipped books file by file; None = the shipped ones.

    Raises:
        RuleBookError: a rule file is wrong (file, line and fault in its text).
    """
    if directory is not None and not Path(directory).is_dir():
        raise RuleBookError(f"规则目录 {directory} 不存在", "用 --rules 指明一个已有的目录")
    rules = Rules(Path(directory) if directory is not None else None)
    rules.check_all()
    # The books are some hundred thousand small objects that live as long as the process: kept out of the garbage
    # collector's sight, they no longer cost each document a walk over all of them.
    _ = rules.matcher
    gc.collect()
    gc.freeze()
    return rules
