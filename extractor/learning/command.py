"""`jixiao rules learn`: a proposal shown, tried, and written only where `-o` names a rule directory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ExitCode, SourceError, UsageError
from extractor.ground.say import put, say
from extractor.learning.corrected import FormFacts, Miss, facts_of
from extractor.learning.pointed import pointed
from extractor.learning.proposal import Proposal, propose
from extractor.learning.saving import difference, save
from extractor.learning.trial import Effect, trial
from extractor.rulebook import load_rules

if TYPE_CHECKING:
    from extractor.model.document import Document
    from extractor.rulebook import Rules

_SHOWN = 12


def command(
    file: str, truth: str | None = None, pairs: Sequence[str] = (), try_on: str | None = None, out: str | None = None,
    rules: str | None = None, name: str | None = None,
) -> ExitCode:  # fmt: skip
    """Propose, show, try, write. Without `out` nothing is written.

    Its arguments are the options of `cli/on_rules.py:rules_learn`.

    Args:
        pairs: `--pair`, given any number of times.

    Raises:
        UsageError: options that do not go together.
    """
    from extractor.intake.discover import check_paths
    from extractor.pipeline import document_of

    if (truth is None) == (not pairs):
        raise UsageError(
            "要么用 --truth 给出改正后的 JSON，要么用 --pair 指出几个格",
            "例：jixiao rules learn 表.docx --truth 改正.json",
        )
    check_paths([file, *([try_on] if try_on else [])])
    directory = Path(out) if out is not None else None
    loaded = load_rules(rules or (out if directory is not None and directory.is_dir() else None))
    try:
        document = document_of(Path(file).read_bytes(), Path(file).name, rules=loaded)
    except SourceError as error:
        say(f"{file}：{error.cause}。{error.remedy}")
        return ExitCode.NOTHING_READ
    proposal = _proposed(document, loaded, truth, pairs, name or "")
    effects = trial(proposal.book, [try_on], loaded) if try_on and proposal.book is not None else None
    lines = [*_told(proposal, directory), *(_tried(effects) if effects is not None else ())]
    if proposal.book is not None and directory is not None:
        lines.append(f"已写入 {save(proposal.book, directory)}；以后加 --rules {directory} 即按它读")
    elif proposal.book is not None:
        lines.append("以上只是建议，没有写入；加 -o 规则目录 才写入")
    put(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    return ExitCode.OK


def _proposed(document: Document, rules: Rules, truth: str | None, pairs: Sequence[str], name: str) -> Proposal:
    if truth is None:
        found = pointed(pairs, document, rules)
        return propose(document, rules, found.truth, name=name, certain=found.heads)
    return propose(document, rules, corrected_forms(Path(truth)), name=name)


def corrected_forms(path: Path) -> list[FormFacts]:
    """The forms of a corrected JSON document.

    Raises:
        UsageError: it cannot be read, is no JSON, or holds no forms.
    """
    remedy = "先用 jixiao extract 文件 -o 改正.json 得到一份，改对以后再用"
    try:
        content: Any = json.loads(path.read_text("utf-8-sig"))
        forms = content["forms"]
        return [facts_of(form) for form in forms]
    except OSError as error:
        raise UsageError(f"{path} 无法读取：{error.strerror or error}", remedy) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} 不是改正后的 JSON 文档（{type(error).__name__}）", remedy) from error


def _told(proposal: Proposal, directory: Path | None) -> Iterator[str]:
    if not proposal.before and proposal.book is None:
        yield "这份文件本来就读对了，没有要学的"
        return
    yield f"原来有 {len(proposal.before)} 处与改正的不同，学了以后还有 {len(proposal.after)} 处"
    if proposal.book is None:
        yield "没有找到能改善的叫法；请看下列各处是否真在文件里"
    else:
        yield difference(proposal.book, directory)
    yield from _listed("仍然不同：", [_miss(miss) for miss in proposal.after])
    yield from proposal.remarks


def _miss(miss: Miss) -> str:
    return f"/forms/{miss.form}{miss.pointer}：应为“{_short(miss.want)}”，读到“{_short(miss.got)}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:29] + "…"


def _listed(head: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield head
        yield from (f"  {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield f"  …… 共 {len(lines)} 处"


def _tried(effects: Sequence[Effect]) -> Iterator[str]:
    touched = [effect for effect in effects if effect.touched]
    doubtful = [effect for effect in touched if effect.changed or effect.lost]
    yield (
        f"试读 {len(effects)} 份：{len(touched)} 份读出的内容有变化（其中 {len(doubtful)} 份有值被改动或不再读出），"
        f"{len(effects) - len(touched)} 份不变"
    )
    for effect in touched[:_SHOWN]:
        was, now = effect.coverage
        yield (
            f"  {effect.path}：多读出 {len(effect.gained)} 处，改动 {len(effect.changed)} 处，不再读出 "
            f"{len(effect.lost)} 处，读出的比例 {was:.0%} → {now:.0%}"
        )
    if len(touched) > _SHOWN:
        yield f"  …… 共 {len(touched)} 份"


__all__ = ["command", "corrected_forms"]
