"""Load and validate the rule books (`rules/`): what a finance bureau may change.

Everything is validated before a document is read; a fault names the file, the line and what is wrong.
A directory given with `--rules` overrides the shipped books file by file; of `grammar.yaml` the keys it has.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import RuleBookError
from extractor.ground.rulefile import RuleFiles, load_yaml, shipped_dir

if TYPE_CHECKING:
    from extractor.matching.book import IndicatorBook, LabelBook
    from extractor.matching.confusions import Confusions
    from extractor.matching.matcher import Matcher
    from extractor.quality.book import CalendarBook, QualityBook
    from extractor.values.book import UnitBook
    from extractor.words.book import FormBook
    from extractor.words.grammar import Grammar

REPORT_ONLY = frozenset({"advice.yaml", "departments.yaml", "filings.yaml", "letter.yaml"})
"""Books of the report and the database: another letterhead is no reason to read every filing again."""


@dataclass
class Rules(RuleFiles):
    """All rule books of one run, each parsed when first asked for; `check_all` parses every one."""

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

    @cached_property
    def labels(self) -> LabelBook:
        """`labels.yaml`."""
        from extractor.matching.loading import labels_in

        return labels_in(self)

    @cached_property
    def indicators(self) -> IndicatorBook:
        """`indicators/*.yaml`."""
        from extractor.matching.loading import indicators_in

        return indicators_in(self, self.labels)

    @cached_property
    def confusions(self) -> Confusions:
        """`confusions.yaml`."""
        from extractor.matching.loading import confusions_in

        return confusions_in(self)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher over labels and indicators."""
        from extractor.matching.matcher import Matcher

        return Matcher(self.labels, self.indicators, self.confusions)

    @cached_property
    def forms(self) -> list[FormBook]:
        """`forms/*.yaml`."""
        from extractor.words.loading import forms_in

        return forms_in(self, self.labels)

    @cached_property
    def grammar(self) -> Grammar:
        """`grammar.yaml`; keys that a bureau's own leaves out are the shipped ones."""
        from extractor.words.grammar import Grammar

        return load_yaml(self.path("grammar.yaml"), Grammar, under=shipped_dir() / "grammar.yaml")

    @cached_property
    def units(self) -> UnitBook:
        """`units.yaml`."""
        from extractor.values.book import UnitBook

        return load_yaml(self.path("units.yaml"), UnitBook)

    @cached_property
    def quality(self) -> QualityBook:
        """`quality.yaml`."""
        from extractor.quality.fitted import FittedBook

        return load_yaml(self.path("quality.yaml"), FittedBook)

    @cached_property
    def calendar(self) -> CalendarBook:
        """`calendar.yaml`."""
        from extractor.quality.book import CalendarBook

        return load_yaml(self.path("calendar.yaml"), CalendarBook)

    @property
    def own_in_general(self) -> list[str]:
        """What `quality.yaml` says of the checks that rest on no regulation; the letter says it too."""
        return self.quality.own_in_general

    @cached_property
    def version(self) -> str:
        """Content hash of every rule file in force (first 12 digits), but those that only word the reports."""
        digest = hashlib.sha256()
        tops = {p.name for p in shipped_dir().glob("*.yaml")}
        if self.directory is not None:
            tops |= {p.name for p in self.directory.glob("*.yaml")}
        tops -= REPORT_ONLY
        paths = [self.path(n) for n in sorted(tops)]
        if (shipped := shipped_dir() / "grammar.yaml") not in paths:
            paths.append(shipped)  # what the bureau's own leaves out
        paths += self.files("forms") + self.files("indicators")
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


COLLECT_AFTER = 20_000
"""Objects more than were freed after which circles are looked for: some ten documents, where Python would look several
times a document."""


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
    # What a document allocates hangs together in trees, not in circles, and goes when its last reference goes.
    gc.set_threshold(COLLECT_AFTER)
    return rules
