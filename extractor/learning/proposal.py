"""Teach once: one corrected filing -> a layout book that makes this layout read right.

`propose` compares what the program reads with what a person says, finds where each corrected value stands and which
label or head it belongs to, and keeps of what follows from that whatever brings the reading nearer. Nothing is written:
`Proposal.book` is a `rules/forms/*.yaml`, `save` puts it into a bureau's rule directory, `trial` says what it does to
other filings.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from extractor.characters.fold import fold_label
from extractor.forms.assemble import read_forms
from extractor.forms.table_rows import TOTAL_ROW
from extractor.forms.taught import in_force, printed_texts
from extractor.learning.corrected import FormFacts, Json, Miss, misses
from extractor.learning.places import Source
from extractor.learning.wordings import Hint, hints_of
from extractor.model.filing import Form
from extractor.words.book import ExtraWording, FormBook
from extractor.words.vocabulary import vocabulary

if TYPE_CHECKING:
    from extractor.model.document import Document
    from extractor.words.rules import Rules

_YEAR = re.compile(r"（?20\d\d年度?）?")
FEW = 8
"""With fewer anchors, labels that found no field count as anchors too."""
DEEPEST = 4
"""So many alternatives of one value are tried."""


@dataclass(slots=True)
class Proposal:
    """What was learned of a layout, and what it does to the filing it was learned from."""

    book: FormBook | None
    """The layout to be saved; None where nothing was to be learned."""
    before: list[Miss]
    """Where the reading differed from the corrected filing."""
    after: list[Miss]
    """Where it still does with `book`."""
    wordings: list[Hint] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What one filing cannot tell and a person should look at, as sentences for a clerk."""

    @property
    def mended(self) -> list[Miss]:
        """Values that are read right with the proposal."""
        still = {(miss.form, miss.pointer) for miss in self.after}
        return [miss for miss in self.before if (miss.form, miss.pointer) not in still]


@cache
def _adapter() -> TypeAdapter[Form]:
    return TypeAdapter(Form)


def forms_json(document: Document, rules: Rules, sha256: str = "") -> list[Json]:
    """The forms of a document as in its JSON."""
    adapter = _adapter()
    return [adapter.dump_python(reading.form, mode="json") for reading in read_forms(document, rules, sha256)]


def propose(
    document: Document, rules: Rules, truth: Sequence[FormFacts], *, name: str = "", certain: Sequence[Hint] = ()
) -> Proposal:
    """What makes this layout read as the corrected filing says.

    Args:
        document: the filing as read (`pipeline.document_of`).
        truth: its forms as corrected, in order (`corrected.facts_of`, `corrected.from_pointers`).
        name: what the layout is to be called; default: the form's title.
        certain: wordings that a person said (`pointed`): kept whatever they do.
    """
    search = _Search(document, rules, list(truth), list(certain))
    before = search.misses([])
    if not before and not certain:
        return Proposal(None, before, before)
    chosen = search.run(before)
    after = search.misses(chosen)
    return Proposal(search.book(chosen, name), before, after, chosen, _remarks(truth, chosen))


def _remarks(truth: Sequence[FormFacts], chosen: Sequence[Hint]) -> list[str]:
    """Fields of one text: which of the labels belongs to which, this filing cannot tell."""
    found = []
    for form in truth:
        holding: dict[str, list[str]] = {}
        for pointer, text in form.fields.items():
            if text:
                holding.setdefault(text, []).append(pointer)
        for text, pointers in holding.items():
            told = [
                f"“{hint.wording}”作 {pointer}" for pointer in pointers for hint in chosen if hint.pointer == pointer
            ][:4]
            if len(pointers) > 1 and len(told) > 1:
                found.append(f"“{text[:20]}”在几处相同，{'、'.join(told)}，请核对是否对调了")
    return found


class _Search:
    """The wordings are tried together first, then what is still wrong one by one."""

    def __init__(self, document: Document, rules: Rules, truth: list[FormFacts], certain: list[Hint]) -> None:
        self.document, self.truth, self.certain = document, truth, certain
        self.rules = in_force(document, rules)
        self.words = vocabulary(self.rules)
        source = Source(document)
        self.hints = [hint for form in truth for hint in hints_of(form, source, self.words)]
        self._tried: dict[frozenset[Hint], list[Miss]] = {}
        self._forms: list[Json] = []

    def misses(self, hints: Sequence[Hint]) -> list[Miss]:
        key = frozenset(hints)
        if key not in self._tried:
            rules = self.rules
            if hints:
                base = self.rules.base or self.rules
                rules = base.teaching([self._book(hints, "candidate", ["*"]), *self.rules.taught])
            forms = forms_json(self.document, rules)
            self._tried[key] = misses(self.truth, forms)
            self._forms = forms
        return self._tried[key]

    def run(self, before: list[Miss]) -> list[Hint]:
        chosen = _without_clashes([*self.certain, *self.hints])
        best = self.misses(chosen)
        if len(best) > len(before):
            chosen, best = self.certain, self.misses(self.certain)
        for _ in range(2):
            chosen, best, moved = self._improve(chosen, best)
            if not moved or not best:
                break
        return chosen

    def _improve(self, chosen: list[Hint], best: list[Miss]) -> tuple[list[Hint], list[Miss], bool]:
        """Alternatives for what is still wrong, then everything that does harm taken away."""
        moved = False
        for hint in sorted([*self.hints, *_sum_rows(best)], key=lambda h: h.rank):
            if (
                hint in chosen
                or any(hint.key == sure.key for sure in self.certain)
                or hint.rank > DEEPEST
                or not _concerns(hint, best)
            ):
                continue
            trial = [other for other in chosen if other.key != hint.key] + [hint]
            if len(found := self.misses(trial)) < len(best):
                chosen, best, moved = trial, found, True
        for hint in list(chosen):
            if not best:
                break
            if hint in self.certain:
                continue
            trial = [other for other in chosen if other is not hint]
            if len(found := self.misses(trial)) < len(best):
                chosen, best, moved = trial, found, True
        return chosen, best, moved

    def book(self, chosen: Sequence[Hint], name: str) -> FormBook | None:
        if not chosen:
            return None
        anchors = self._anchors(chosen)
        form = next(iter(self._forms), {})
        title = str(form.get("title") or "")
        identity = "taught-" + hashlib.sha256(json.dumps(sorted(anchors), ensure_ascii=False).encode()).hexdigest()[:8]
        return self._book(
            chosen, identity, anchors, name or _YEAR.sub("", title) or "教过的表样", str(form.get("kind") or "unknown")
        )

    def _anchors(self, chosen: Sequence[Hint]) -> list[str]:
        """What every filing of the layout prints: the taught wordings and the labels and heads known before."""
        base = self.rules.base or self.rules
        rules = base.teaching([self._book(chosen, "candidate", ["*"])])
        readings = read_forms(self.document, rules, "")
        labels = [label for reading in readings for label, _ in reading.labels]
        unread = [
            rest.label
            for reading in readings
            for rest in reading.form.unmapped
            if rest.label is not None and len(rest.label) <= 12
        ]
        printed = printed_texts(self.document)
        kept: dict[str, str] = {}
        for texts in ([hint.wording for hint in chosen], labels, unread):
            if texts is unread and len(kept) >= FEW:
                break
            for text in texts:
                folded = fold_label(text)
                if folded in printed and not any(ch.isdigit() for ch in folded):
                    kept.setdefault(folded, text)
        return list(kept.values())

    def _book(
        self, hints: Iterable[Hint], identity: str, anchors: list[str], name: str = "", kind: str = "unknown"
    ) -> FormBook:
        groups: dict[tuple[str, str], list[str]] = {}
        for hint in hints:
            wordings = groups.setdefault((hint.kind, hint.id), [])
            if hint.wording not in wordings:
                wordings.append(hint.wording)
        labels = [ExtraWording(kind=kind_, id=id_, wordings=wordings) for (kind_, id_), wordings in groups.items()]  # type: ignore[arg-type]
        return FormBook(id=identity, name=name or identity, kind=kind, only_here=True, anchors=anchors, labels=labels)  # type: ignore[arg-type]


def _concerns(hint: Hint, wrong: list[Miss]) -> bool:
    """The hint may mend one of these: it is of the same value, or of the same part of the form."""
    part = hint.pointer.split("/")[1] if hint.pointer else ""
    if part in ("indicators", "execution") or hint.pointer in ("", "/amounts"):
        return any(not part or miss.pointer.startswith("/" + part) for miss in wrong)
    return any(miss.pointer == hint.pointer for miss in wrong)


def _sum_rows(wrong: list[Miss]) -> list[Hint]:
    """Rows read as indicators that are none: sum rows with a name of their own."""
    return [
        Hint("header", TOTAL_ROW, miss.got, "/indicators", 1)
        for miss in wrong
        if miss.pointer.startswith("/indicators/+") and miss.got
    ]


def _without_clashes(hints: Sequence[Hint]) -> list[Hint]:
    """The likeliest hints, one meaning a wording: the one most values speak for."""
    best: dict[tuple[str, str], Hint] = {}
    for hint in hints:
        if hint.rank == 0 and (hint.key not in best):
            best[hint.key] = hint
    return list(best.values())


__all__ = ["Proposal", "forms_json", "propose"]
