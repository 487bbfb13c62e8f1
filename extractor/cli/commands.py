"""The small commands behind the command line: each a few lines between a room and the screen."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from extractor.errors import ExitCode, UsageError
from extractor.ground.say import put, say

if TYPE_CHECKING:
    from extractor.matching.matcher import Match


def _text(text: str) -> ExitCode:
    put((text.rstrip("\n") + "\n").encode("utf-8", "replace"))
    return ExitCode.OK


def _json(content: Any) -> ExitCode:
    return _text(json.dumps(content, ensure_ascii=False, indent=2))


def rules_list(rules: str | None = None, format: str = "text") -> ExitCode:
    """All rules with code, severity and title."""
    from extractor.quality.manual import list_rules
    from extractor.rulebook import load_rules

    found = list_rules(load_rules(rules))
    if format == "json":
        return _json(found)
    wide = max((len(row["code"]) for row in found), default=0)
    rows = (
        f"{row['code']:<{wide}}  {row['severity']}  {row['title']}（{row['rule']}，{row['enabled']}）" for row in found
    )
    return _text("\n".join(rows))


def rules_show(code: str, rules: str | None = None) -> ExitCode:
    """One finding code (or `score`) explained."""
    from extractor.quality.manual import show
    from extractor.rulebook import load_rules

    return _text(show(code, load_rules(rules)))


def rules_check(rules: str | None = None) -> ExitCode:
    """Parse every rule file; a fault is a RuleBookError with file and line."""
    from extractor.report.books import check_books
    from extractor.rulebook import load_rules

    loaded = load_rules(rules)
    check_books(loaded)
    for stray in _strays(rules):
        say(f"{stray} 不是规则库认识的文件名，不起作用；请核对文件名（自带规则见 jixiao doctor 所列目录）")
    return _text(f"规则文件全部有效（版本 {loaded.version}）")


def _strays(directory: str | None) -> list[str]:
    """YAML files of an overriding folder that override nothing: most likely a misspelt name."""
    from pathlib import Path

    from extractor.ground.rulefile import shipped_dir

    if directory is None:
        return []
    home = Path(directory)
    known = {path.name for path in shipped_dir().glob("*.yaml")}
    found = [*home.glob("*.yaml"), *home.glob("*.yml"), *home.glob("*/*.yml")]
    return sorted(str(path) for path in found if path.suffix == ".yml" or path.name not in known)


def rules_suggest(paths: list[str], rules: str | None = None) -> ExitCode:
    """Wordings of a corpus that no rule book knows yet, as YAML to paste."""
    from extractor.intake.discover import check_paths
    from extractor.learning.suggest import suggest
    from extractor.rulebook import load_rules

    check_paths(paths)
    found = suggest(paths, load_rules(rules))
    if found is None:
        say("没有找到可读取的文件")
        return ExitCode.NOTHING_READ
    return _text(found)


def match(texts: list[str], format: str = "text", kind: str | None = None, rules: str | None = None) -> ExitCode:
    """What each label is taken for; N texts in, N lines out, each as soon as it is read.

    Its arguments are the options of `cli/on_program.py:match`.
    """
    from extractor.rulebook import load_rules

    matcher = load_rules(rules).matcher
    for text in _labels(texts):
        match = matcher.match_any(text) if kind is None else matcher.match(text, cast(Any, kind))
        found = _answer(match)
        if format == "json":
            line = _one_line(json.dumps(found, ensure_ascii=False))
        else:
            told = matcher.explain(text, cast(Any, kind or match.kind or "level3"))
            line = " ".join(f"{_match_line(found)}\t{told.told()}".splitlines())
        put((line + "\n").encode("utf-8", "replace"))
    return ExitCode.OK


def _one_line(text: str) -> str:
    """JSON whose strings break no line for any reader: U+0085, U+2028 and U+2029 written as escapes."""
    return re.sub("[\x85\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _answer(found: Match) -> dict[str, Any]:
    runner = found.runner_up if found.method != "exact" else None
    return {
        "text": found.text,
        "canonical": found.canonical,
        "code": found.code,
        "score": found.score,
        "method": found.method,
        "typo": found.typo,
        "runner_up": {"canonical": runner[0], "score": runner[1]} if runner else None,
    }


def _labels(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            for line in sys.stdin.buffer:
                yield line.decode("utf-8-sig", "replace").rstrip("\r\n")
        else:
            yield text


def _match_line(found: dict[str, Any]) -> str:
    text = found["text"]
    typo = "\t疑似错字" if found["typo"] else ""
    if found["canonical"] is None:
        return f"{text}\t（未认出）{typo}"
    runner = found["runner_up"]
    second = f"\t其次 {runner['canonical']} {runner['score']:.2f}" if runner else ""
    return (
        f"{text}\t{found['canonical']}\t{found['code'] or '-'}\t{found['score']:.2f}\t{found['method']}{typo}{second}"
    )


def evaluate(golden_dir: str, rules: str | None = None, format: str = "text") -> ExitCode:
    """Score extraction against golden files.

    Raises:
        UsageError: the folder does not exist.
    """
    from pathlib import Path

    from extractor.cli.evaluate import evaluate as score
    from extractor.rulebook import load_rules

    if not Path(golden_dir).is_dir():
        raise UsageError(f"文件夹不存在：{golden_dir}", "请核对路径")
    result = score(Path(golden_dir), rules=load_rules(rules))
    if format == "text":
        return _text(str(result))
    fields = [
        {"format": kind, "field": name, "right": result.right[kind, name], "total": total}
        for (kind, name), total in sorted(result.total.items())
    ]
    return _json({"files": result.files, "fields": fields, "wrong": result.wrong})


def schema() -> ExitCode:
    """The JSON Schema of the document, made from the models."""
    from extractor.model.extraction import json_schema

    return _json(json_schema())


def report(
    db: str,
    out: str,
    year: int | None = None,
    against: int | None = None,
    departments: str | None = None,
    rules: str | None = None,
) -> ExitCode:
    """The year's audit report from a database.

    Its arguments are the options of `cli/on_database.py:report`.
    """
    from extractor.report.year import write_year
    from extractor.rulebook import load_rules
    from extractor.store.units import load_book

    book = load_book(departments, rules)
    written = write_year(
        db, out, year=year, against=against, rules=load_rules(rules), departments=[d.name for d in book.departments]
    )
    letters = [path for path in written if path.parent.name == "letters"]
    lines = [f"已写入 {out}："] + [f"  {path.name}" for path in written if path not in letters]
    lines.append(f"  letters/ 各单位的函 {len(letters)} 份")
    put(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    return ExitCode.OK
