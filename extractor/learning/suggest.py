"""`jixiao rules suggest`: wordings of a corpus that the rule books do not know yet, as YAML for a person to accept.

Four parts: `aliases` (near an entry: the same indicator in other words, or another one: a person decides), `indicators`
(new entries in the form of rules/indicators/*.yaml, code to be given), `levels` (一级/二级 wordings nobody knows),
`labels` (what stands before a value or over a column and found no field). In each the wordings that recur come first,
those met once behind a line that says so. Misspellings are listed as comments: they belong in no dictionary.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.characters.fold import fold_key, fold_label, tidy

if TYPE_CHECKING:
    from extractor.matching.matcher import Matcher, MatchKind
    from extractor.rulebook import Rules

_EXAMPLES = 3
_LONGEST_LABEL = 16
"""What is longer is no label but a sentence that stands where one is looked for."""


@dataclass(slots=True)
class Met:
    """One wording of a corpus and where it was met."""

    label: str
    count: int = 0
    sources: list[str] = field(default_factory=list)
    level2: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)

    def add(self, source: str, level2: str | None = None, unit: str | None = None, operator: str | None = None) -> None:
        """Count one more place where the wording was met, with what stood beside it.

        Args:
            source: path of the filing; the first few are kept as examples.
            level2, unit, operator: what its row says beside it, None where it says nothing.
        """
        self.count += 1
        if source not in self.sources and len(self.sources) < _EXAMPLES:
            self.sources.append(source)
        for counter, value in ((self.level2, level2), (self.units, unit), (self.operators, operator)):
            if value:
                counter[value] += 1


def suggest(paths: Sequence[str], rules: Rules) -> str | None:
    """The YAML for all sources below `paths`, each read in a child like `jixiao extract` does;
    None: nothing to read.
    """
    from extractor.batch.sources import sources
    from extractor.batch.work import Task
    from extractor.settings import DEFAULTS

    directory = str(rules.directory) if rules.directory is not None else None
    with sources(paths, Task(rules_dir=directory, ocr=False), DEFAULTS, None) as (found, crew):
        if not found:
            return None
        documents = (json.loads(outcome.payload) for _, outcome in crew.in_order(found))
        return suggest_from(documents, rules.matcher, rules)


def suggest_from(documents: Iterable[Mapping[str, Any]], matcher: Matcher, rules: Rules) -> str:
    """The YAML for documents of the contract (as `jixiao extract` writes them)."""
    names: dict[str, Met] = {}
    levels: dict[tuple[MatchKind, str], Met] = {}
    labels: dict[str, Met] = {}
    level2_ids = {entry.canonical: entry.id for entry in rules.labels.level2}
    for document in documents:
        source = str(document["source"]["path"])
        _meet_labels(document, source, matcher, labels)
        for row in _rows(document):
            _meet_levels(row, source, matcher, levels)
            raw = tidy((row["level3"] or {}).get("raw", ""))
            if fold_key(raw):
                met = names.setdefault(fold_key(raw), Met(fold_label(raw)))
                level2 = level2_ids.get((row["level2"] or {}).get("canonical") or "")
                met.add(source, level2, row["target"]["unit"], row["target"]["operator"])
    return (
        "\n".join(
            [
                *_head(names),
                *_aliases(names, matcher),
                *_indicators(names, matcher),
                *_levels(levels),
                *_labels(labels, matcher),
            ]
        )
        + "\n"
    )


def _rows(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for form in document["forms"]:
        yield from form["indicators"]


def _meet_levels(
    row: Mapping[str, Any], source: str, matcher: Matcher, levels: dict[tuple[MatchKind, str], Met]
) -> None:
    kinds: tuple[MatchKind, ...] = ("level1", "level2")
    for kind in kinds:
        raw = tidy((row[kind] or {}).get("raw", ""))
        if raw and matcher.match(raw, kind).canonical is None:
            levels.setdefault((kind, fold_key(raw)), Met(fold_label(raw))).add(source)


def _meet_labels(document: Mapping[str, Any], source: str, matcher: Matcher, labels: dict[str, Met]) -> None:
    """Labels and column heads that found no field; a head once a form, however many rows it has."""
    for form in document["forms"]:
        raws = dict.fromkeys(tidy(item["label"] or "") for item in form.get("unmapped", ()))
        for raw in raws:
            key = fold_key(raw)
            if (
                2 <= len(key) <= _LONGEST_LABEL
                and not key.isdigit()
                and matcher.match_any(raw).method not in ("exact", "alias")
            ):
                labels.setdefault(key, Met(fold_label(raw))).add(source)


def _recurring_first(lines: list[tuple[int, str]]) -> list[str]:
    """Lines with their counts: those met more than once, then the rest behind a line that says so."""
    often = [line for count, line in lines if count > 1]
    once = [line for count, line in lines if count == 1]
    return [*often, *(["  # 以下只出现过一次："] if often and once else []), *once]


def _head(names: Mapping[str, Met]) -> list[str]:
    return [
        f"# 由 jixiao rules suggest 生成：共 {sum(m.count for m in names.values())} 行指标，{len(names)} 种写法。",
        "# 请逐条核对：同一指标的别名加到原条目的 aliases；新指标给定 code 后放入 rules/indicators/；",
        "# 级别名和栏目名（levels、labels）确认含义后加到 rules/labels.yaml 对应条目的 wordings。",
    ]


def _ordered(names: Mapping[str, Met]) -> list[Met]:
    return sorted(names.values(), key=lambda met: (-met.count, met.label))


def _aliases(names: Mapping[str, Met], matcher: Matcher) -> list[str]:
    lines: list[tuple[int, str]] = []
    slips = []
    for met in _ordered(names):
        match = matcher.match(met.label, "level3")
        if match.typo:
            slips.append(f"#   {met.label} → {match.expected}（{met.count} 次，{'、'.join(met.sources)}）")
        elif match.method == "fuzzy":
            line = (
                f"  - {{code: {match.code}, name: {_quoted(match.canonical)}, alias: {_quoted(met.label)}, "
                f"score: {match.score:.2f}, count: {met.count}, examples: {_list(met.sources)}}}"
            )
            lines.append((met.count, line))
    found = ["aliases:", *_recurring_first(lines)] if lines else ["aliases: []"]
    return [*found, *(["# 疑似错字，不收："] if slips else []), *slips]


def _indicators(names: Mapping[str, Met], matcher: Matcher) -> list[str]:
    lines: list[tuple[int, str]] = []
    for met in _ordered(names):
        match = matcher.match(met.label, "level3")
        if match.method != "none" or match.typo:
            continue
        unit = f", unit: {_quoted(met.units.most_common(1)[0][0])}" if met.units else ""
        near = matcher.alike(met.label, "level3")
        line = (
            f"  - {{code: '', name: {_quoted(met.label)}, level2: {_usual(met.level2, 'quantity')}{unit}, "
            f"direction: {_direction(met)}}}  # {met.count} 次，"
            f"{'、'.join(met.sources)}{f'；近似 {near}' if near else ''}"
        )
        lines.append((met.count, line))
    return ["indicators:", *_recurring_first(lines)] if lines else ["indicators: []"]


def _levels(levels: Mapping[tuple[MatchKind, str], Met]) -> list[str]:
    lines = []
    for (kind, _), met in sorted(levels.items(), key=lambda item: (item[0][0], -item[1].count, item[1].label)):
        lines.append(
            (
                met.count,
                (
                    f"  - {{kind: {kind}, wording: {_quoted(met.label)}, count: {met.count}, examples: "
                    f"{_list(met.sources)}}}"
                ),
            )
        )
    return ["levels:", *_recurring_first(lines)] if lines else ["levels: []"]


def _labels(labels: Mapping[str, Met], matcher: Matcher) -> list[str]:
    lines = []
    for met in _ordered(labels):
        near = matcher.alike(met.label, "field")
        lines.append(
            (
                met.count,
                f"  - {{wording: {_quoted(met.label)}, count: {met.count}, examples: {_list(met.sources)}}}"
                f"{f'  # 近似 {near}' if near else ''}",
            )
        )
    return ["labels:", *_recurring_first(lines)] if lines else ["labels: []"]


def _usual(counter: Counter[str], otherwise: str) -> str:
    return max(counter, key=lambda value: (counter[value], value)) if counter else otherwise


def _direction(met: Met) -> str:
    if not met.operators:
        return "higher" if met.units else "qualitative"
    return "lower" if _usual(met.operators, "") in ("<=", "<") else "higher"


def _quoted(text: str | None) -> str:
    return json.dumps(text or "", ensure_ascii=False)


def _list(items: Sequence[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)
