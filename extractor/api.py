"""The Python API: `extract`, `check` and `ingest`. In process; the command line adds the safe child."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from extractor.batch.summary import Summary
    from extractor.flat.extraction import Extraction
    from extractor.rulebook import Rules


def extract(
    path: str | os.PathLike[str],
    *,
    rules: Rules | None = None,
    settings: Settings = DEFAULTS,
    ocr: bool = True,
) -> Extraction:
    """Read one filing in this process (no child, no time or memory limit: for files you trust).

    Args:
        path: a file; an archive is not one source: use `ingest` or the command line.
        rules: from `load_rules`; None = the shipped rule books.
        ocr: recognise the text of pictures and scanned pages; False leaves them unread, with a finding.

    Returns:
        The document of the contract; a file that cannot be read gives `source.status` "failed".

    Raises:
        RuleBookError: a shipped or given rule file is wrong.
        FileNotFoundError: there is no such path.
        UsageError: it is a folder.
    """
    from extractor.batch.work import document_of_source
    from extractor.flat.extraction import Extraction
    from extractor.intake.discover import Located, shown
    from extractor.rulebook import load_rules

    file = os.fspath(path)
    Path(file).lstat()
    if Path(file).is_dir():
        raise UsageError(
            f"{file} 是文件夹，extract 一次读一个文件", "文件夹请用 extractor.ingest 或命令 jixiao extract"
        )
    name = shown(Path(file).name)
    return Extraction.of(document_of_source(Located(name, name, file), rules or load_rules(), settings, ocr=ocr))


def check(
    path: str | os.PathLike[str],
    *,
    rules: Rules | None = None,
    settings: Settings = DEFAULTS,
    ocr: bool = True,
) -> Extraction:
    """The same document; its `findings`, `checks` and `quality` are the data-quality report.

    Arguments and errors are those of `extract`: `path`, `rules`, `settings`, `ocr`.
    """
    return extract(path, rules=rules, settings=settings, ocr=ocr)


def ingest(
    paths: Sequence[str | os.PathLike[str]],
    *,
    db: str,
    workers: int | None = None,
    rules_dir: str | None = None,
    ocr: bool = True,
    departments: str | None = None,
    settings: Settings = DEFAULTS,
    shard: str | None = None,
    claim: bool = False,
    cluster: str | None = None,
) -> Summary:
    """Read everything below `paths` and load a database; resumes what an earlier run left.

    Args:
        paths: files, folders, archives.
        db: an SQLAlchemy URL, as `sqlite:///year.db`.
        workers: child processes; None = one a core.
        rules_dir: a folder of rule books of your own; None = the shipped ones.
        ocr: recognise the text of pictures and scanned pages.
        departments: a departments.yaml that names the units.
        shard: `2/4` reads the second of four parts of what is found, cut by content.
        claim: share the work with other machines that read into the same PostgreSQL.
        cluster: address of a Ray cluster that reads, or `local` for one on this machine.

    Returns:
        Counts of the run; `failures` names what could not be read.

    Raises:
        UsageError: a path does not exist, or the database cannot be opened.
        RuleBookError: a rule file or the departments book is wrong; before any document is read.
        StoreError: the database refused midway; what was committed stays.
    """
    from extractor.batch.ingest import ingest as run
    from extractor.batch.machines import Machines

    return run(
        [os.fspath(p) for p in paths],
        db=db,
        workers=workers,
        rules_dir=rules_dir,
        ocr=ocr,
        departments=departments,
        settings=settings,
        machines=Machines(shard, claim, cluster),
    )
