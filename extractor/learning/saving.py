"""A taught layout as YAML: shown as a difference, written into a bureau's rule directory."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import yaml

from extractor.errors import UsageError
from extractor.ground.files import write_whole
from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.words.book import FormBook

_WIDTH = 110
_LEAD = (
    "# 由 jixiao rules learn 从一份改正过的填报表学来；只在印有 anchors 的表里起作用。可以手工修改，改后用 jixiao "
    "rules check 复查。\n"
)


def text_of_book(book: FormBook) -> str:
    """The YAML of a book, one meaning a line."""
    content: dict[str, Any] = book.model_dump(mode="json", exclude_defaults=True)
    lines = [_LEAD]
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{key}:\n")
            lines += [f"  - {_flow(entry)}\n" for entry in value]
        else:
            lines.append(f"{key}: {_flow(value)}\n")
    return "".join(lines)


def _flow(value: Any) -> str:
    dumped = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)
    return dumped.removesuffix("...\n").strip()


def place_of(book: FormBook, directory: Path) -> Path:
    """Where the book is kept in a rule directory."""
    return directory / "forms" / f"{book.id}.yaml"


def difference(book: FormBook, directory: Path | None) -> str:
    """The change to the rule directory as a unified diff (against nothing where the file is new)."""
    path = place_of(book, directory) if directory is not None else Path("forms") / f"{book.id}.yaml"
    old = path.read_text("utf-8").splitlines() if directory is not None and path.is_file() else []
    new = text_of_book(book).splitlines()
    name = f"forms/{book.id}.yaml"
    return "\n".join(difflib.unified_diff(old, new, name if old else "/dev/null", name, lineterm=""))


def save(book: FormBook, directory: Path) -> Path:
    """Write the book into a rule directory, wholly or not at all, and load it again as `--rules` would.

    Raises:
        UsageError: the directory is the shipped one or is no directory, or the book's id is no name for a file.
        RuleBookError: what was written does not load (it is taken away again).
    """
    if not re.fullmatch(r"\w[\w-]*", book.id):
        raise UsageError(f"版式的编号“{book.id}”不能作文件名", "只用字母、汉字、数字、下划线和连字符")
    if directory.resolve() == shipped_dir().resolve():
        raise UsageError("不能写入程序自带的规则目录", "用 -o 指明本单位的规则目录")
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} 不是文件夹", "用 -o 指明本单位的规则目录")
    path = place_of(book, directory)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".new")
    scratch.write_text(text_of_book(book), "utf-8")
    try:
        load_yaml(scratch, FormBook)
    finally:
        scratch.unlink()
    write_whole(path, text_of_book(book).encode("utf-8"))
    return path


__all__ = ["difference", "place_of", "save", "text_of_book"]
