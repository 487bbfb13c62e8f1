"""Money told in a sentence: "2024年部门预算总额1500万元，其中基本支出900万元、项目支出600万元。"

Every figure is named by the words before it, back to the last stop: what the sentence adds to them (本项目, 共计,
    为) is cut
off by `rules/grammar.yaml`. A text is such a sentence where it holds little but figures and their names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.money_years import year_word
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import Vocabulary

SHORTEST, LONGEST, LONGEST_NAME, LONGEST_ASIDE = 6, 400, 20, 16
_LONGEST_PRINTED = 28
"""So many characters stand before a figure, back to the last stop: its name and what the sentence adds to it."""
_FIGURE = re.compile(
    r"(?<![\d.])\d[\d,，]*(?:\.\d+)?\s*(?:亿|万|千)?元|(?<![\d.年])\d[\d,]*(?:\.\d+)?(?=\s*(?:[，；;。、()（）]"
    r"|,(?!\d{3})|$))(?!\s*年)"
)
_WRAPPED = re.compile(r"(?<=[\u4e00-\u9fff])(?<!元)\n(?=[\u4e00-\u9fff\d])")
"""省级\n资金5万元: the end of a printed line within a name."""
_STOP = re.compile(r"[，。；;、（）()：:\n]|,(?!\d{3})")


@dataclass(slots=True)
class Told:
    """One figure of a sentence: its code, the words that name it, and the figure as written."""

    code: str | None
    name: str
    raw: str
    past: bool = False


@dataclass(slots=True)
class Sentence:
    """The figures that a sentence tells, and what it says besides."""

    figures: list[Told] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    """Clauses without a figure that say something (全部为财政拨款)."""


def money_sentence(text: str, words: Vocabulary, code: str | None = None) -> Sentence | None:
    """The figures of a text that tells money and little else; None where it is none.

    Args:
        code: of the label beside it, for a first figure without a name ("500万元，其中：…").
    """
    if not SHORTEST <= len(text) <= LONGEST:
        return None
    text = _WRAPPED.sub("", text)
    found = list(_FIGURE.finditer(text))
    if not found or len(found) == 1 and "元" not in found[0][0]:
        return None
    sentence, end = Sentence(), 0
    for match in found:
        clauses = _STOP.split(text[end : match.start()].rstrip(" ：:"))
        name = words.grammar.bare_money_name(fold_text(clauses[-1]))
        sentence.asides += [c for c in clauses[:-1] if not _connects(c, words)]
        told = _told(name, squeeze(clauses[-1]), match[0].strip(), words)
        if not name and not sentence.figures and code is not None:
            told.code = code
        sentence.figures.append(told)
        end = match.end()
    sentence.asides += [c for c in _STOP.split(text[end:]) if not _connects(c, words)]
    return sentence if _is_one(sentence) else None


def _connects(clause: str, words: Vocabulary) -> bool:
    return not words.grammar.bare_money_name(fold_text(clause))


def _told(name: str, printed: str, raw: str, words: Vocabulary) -> Told:
    past = year_word(printed, words, None) == "past"
    return Told(_code(name, words) or ("total" if printed and not name else None), printed, raw, past)


def _code(name: str, words: Vocabulary) -> str | None:
    if not name or len(name) > LONGEST_NAME:
        return None
    if words.grammar.names_whole(name):
        return "total"
    if (code := words.amount(name)) is not None:
        return code
    found = meaning_of(name, "1万元", words)
    return found.identity if found is not None and found.kind == "amount" and not found.doubtful else None


def _is_one(sentence: Sentence) -> bool:
    figures = sentence.figures
    coded = sum(f.code is not None for f in figures)
    if any(len(f.name) > _LONGEST_PRINTED for f in figures):
        return False
    if any(len(aside.strip()) > LONGEST_ASIDE for aside in sentence.asides):
        return False
    return coded * 3 >= len(figures) * 2 and len(sentence.asides) <= len(figures)
