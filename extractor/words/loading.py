"""The files of the layouts -> their books, each label id asked for in the dictionary: a misspelt one would take a value
to a field that is not there, and nobody would be told.
"""

from __future__ import annotations

from rapidfuzz.process import extractOne

from extractor.errors import RuleBookError
from extractor.ground.rulefile import REMEDY, RuleFiles, line_in, load_yaml
from extractor.matching.book import LabelBook
from extractor.words.book import FormBook


def forms_in(files: RuleFiles, labels: LabelBook) -> list[FormBook]:
    """`forms/*.yaml`, by name.

    Raises:
        RuleBookError: a file is wrong, or gives a wording to an id that `labels.yaml` has not (file, line and fault).
    """
    books = []
    for path in files.files("forms"):
        book = load_yaml(path, FormBook)
        for n, label in enumerate(book.labels):
            if fault := _unknown(labels, label.kind, label.id):
                line = line_in(path, ("labels", n, "id"))
                raise RuleBookError(f"规则文件 {path} 第 {line} 行：labels.{n}.id 有误（{fault}）", REMEDY)
        for n, column in enumerate(book.columns):
            if fault := _unknown(labels, "header", column.role):
                line = line_in(path, ("columns", n, "role"))
                raise RuleBookError(f"规则文件 {path} 第 {line} 行：columns.{n}.role 有误（{fault}）", REMEDY)
        books.append(book)
    return books


def _unknown(labels: LabelBook, kind: str, identity: str) -> str | None:
    """What is wrong with an id, with the nearest one that there is; ids of values without a key are anyone's."""
    known = {entry.id for entry in getattr(labels, kind)}
    if identity in known or identity.startswith("other_"):
        return None
    near = extractOne(identity, sorted(known), score_cutoff=60)
    advice = f"，是不是 {near[0]}" if near else ""
    return f"labels.yaml 的 {kind} 里没有“{identity}”{advice}"
