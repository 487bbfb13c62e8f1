"""What single labels are taken for, one a line of `told.txt`.

`python -m tests.matching.told` rewrites what stands behind the arrow; read the diff before you commit it.

    level3 培训天术                            -> the answer with score, slip and spans | why | nearest | alike
    compare 培训天术 培训天数 strict           -> cost, whether a slip, whether another meaning, each difference
    word · unit · percent · sense (strain, words, how common, class) · prose TEXT NAME、NAME

A kind of the matcher asks the dictionary. `␣` stands for a blank. The labels were drawn: a wording of the books or a
name made of the field's words, with one or two characters wrong, lost, doubled, put in or swapped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from extractor.matching.matcher import Match, MatchKind
from extractor.matching.prose import prose_typos
from extractor.matching.sense import commonness, cut, strain, word_class
from extractor.matching.typo import compare
from extractor.matching.words import OPERATORS, STANDARDS, check_unit, check_word, slipped_percents
from extractor.rulebook import load_rules

KEPT = Path(__file__).with_name("told.txt")
KINDS: tuple[MatchKind, ...] = get_args(MatchKind)


def lines() -> list[tuple[str, str]]:
    """(question, answer) of every line."""
    kept = [line.partition(" -> ") for line in KEPT.read_text("utf-8").splitlines() if line]
    return [(question.rstrip(), answer) for question, _, answer in kept]


def told(question: str) -> str:
    """The answer to a question as it stands in the file."""
    kind, *words = question.split()
    given = [word.replace("␣", " ") for word in words]
    return _looked_up(kind, given[0]) if kind in KINDS else _ASKED[kind](*given)


def _looked_up(kind: Any, text: str) -> str:
    matcher = load_rules().matcher
    why = matcher.explain(text, kind)
    decided = why.told().partition("；相近")[0]  # what else is near changes with each wording of the books
    return f"{_answer(why.match)} | {decided} | {matcher.nearest(text, kind)} | {matcher.alike(text, kind)}"


def _answer(match: Match) -> str:
    said = [match.method, match.canonical, match.code, f"{match.score:.4f}"]
    if match.runner_up:
        said.append("before {} {:.4f}".format(*match.runner_up))
    if match.typo:
        said.append(f"for {match.expected} {match.spans}")
    return " ".join(str(x) for x in said if x is not None)


def _compared(printed: str, wanted: str, how: str) -> str:
    found = compare(printed, wanted, load_rules().matcher.reads_well("level3"), lax=how == "lax")
    edits = " ".join(f"{e.kind}@{e.at}-{e.end}/{e.where}" for e in found.edits)
    marks = [
        f"{found.cost:.2f}",
        "slip" if found.slip else "-",
        "other" if found.other_meaning else "-",
        found.why,
        edits,
    ]
    return " ".join(marks)


def _prose(text: str, names: str = "") -> str:
    lexicon = load_rules().matcher._confusions
    assert lexicon is not None
    return str(prose_typos(text, lexicon, names.split("、") if names else ()))


def _sense(text: str) -> str:
    return f"{strain(text):.2f} {'/'.join(cut(text))} {commonness(text)} {word_class(text)}"


_ASKED: dict[str, Any] = {
    "compare": _compared,
    "word": lambda text: _answer(check_word(text, STANDARDS + OPERATORS)),
    "unit": lambda text: _answer(check_unit(text, load_rules().units.index)),
    "percent": lambda text: str(slipped_percents(text)),
    "prose": _prose,
    "sense": _sense,
}  # fmt: skip


if __name__ == "__main__":
    KEPT.write_text("".join(f"{question} -> {told(question)}\n" for question, _ in lines()), "utf-8")
