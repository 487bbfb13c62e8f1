"""`jixiao evaluate`: score extraction against golden files, per field and per format.

A golden file is the JSON document of a source, reviewed by a person: `NAME.json` beside `NAME`, or in a
folder `golden/` beside `samples/NAME`. Places, hashes and versions are not compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.pipeline import extract_bytes
from extractor.rulebook import Rules

_PARTS = ("kind", "title", "fiscal_year", "filer", "department", "implementer", "project_name", "project_code",
          "department_code", "currency_unit", "period")  # fmt: skip
_ROW = (
    "level1",
    "level2",
    "level3",
    "scope",
    "standard",
    "weight",
    "actual",
    "achieved_score",
    "deviation_reason",
    "note",
)


@dataclass(slots=True)
class Scores:
    """Right and total per field and per format; `wrong` names each miss."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    files: int = 0

    def add(self, format: str, name: str, want: Any, got: Any, where: str) -> None:
        """Count one field of one document as right or wrong.

        Args:
            format: of the source; the figures are by format and field.
            name: the field.
            want, got: what the golden document and what the reading says.
            where: source and form, as the list of what is wrong names them.
        """
        self.total[format, name] += 1
        if want == got:
            self.right[format, name] += 1
        else:
            self.wrong.append(f"{where} {name}：应为 {want!r}，读到 {got!r}"[:200])

    def __str__(self) -> str:
        formats = sorted({format for format, _ in self.total})
        names = sorted({name for _, name in self.total})
        lines = [f"{'字段':<24}" + "".join(f"{f:>16}" for f in formats)]
        for name in names:
            cells = [f"{self.right[f, name]}/{self.total[f, name]}" if self.total[f, name] else "-" for f in formats]
            lines.append(f"{name:<26}" + "".join(f"{cell:>16}" for cell in cells))
        right, total = sum(self.right.values()), sum(self.total.values())
        share = f"{100 * right / total:.2f} %" if total else "-"
        return "\n".join([*lines, f"共 {self.files} 份，{right}/{total} 项一致（{share}）", *self.wrong[:40]])


def evaluate(golden_dir: Path, *, rules: Rules) -> Scores:
    """Read every source that has a golden file and compare.

    Raises:
        UsageError: the folder holds no golden file with its source.
    """
    scores = Scores()
    for golden in sorted(golden_dir.glob("*.json")):
        source = _source_of(golden)
        if source is None:
            continue
        want = json.loads(golden.read_text("utf-8"))
        document = extract_bytes(source.read_bytes(), source.name, rules=rules)
        got = json.loads(document.model_dump_json())
        _compare(want, got, str(want["source"]["format"]), source.name, scores)
        scores.files += 1
    if not scores.files:
        raise UsageError(
            f"{golden_dir} 中没有找到成对的样本与答案文件",
            "答案文件名应为“样本文件名.json”，样本放在同一文件夹或旁边的 samples 文件夹",
        )
    return scores


def _source_of(golden: Path) -> Path | None:
    for folder in (golden.parent, golden.parent.parent / "samples"):
        if (found := folder / golden.stem).is_file():
            return found
    return None


def _compare(want: dict[str, Any], got: dict[str, Any], format: str, name: str, scores: Scores) -> None:
    scores.add(format, "forms", len(want["forms"]), len(got["forms"]), name)
    for number, form in enumerate(want["forms"]):
        other = got["forms"][number] if number < len(got["forms"]) else {}
        theirs = dict(_values(other))
        for key, value in _values(form):
            scores.add(format, key.split("#")[0], value, theirs.get(key), f"{name} 第{number + 1}表 {key}")
    mine, theirs_found = Counter(_findings(want)), Counter(_findings(got))
    for finding in sorted(mine | theirs_found):
        scores.add(format, "findings", mine[finding], theirs_found[finding], f"{name} {finding}")


def _findings(document: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for f in document["findings"]:
        yield (f["code"], str(f["form"]), str(f["field"]), str(f["observed"]))


def _values(form: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every compared value of a form under a name; "#n" tells repeated ones apart."""
    if not form:
        return
    for part in _PARTS:
        yield part, form[part]
    for code, amount in form["amounts"].items():
        yield f"amounts#{code}", (amount["value"], amount["unit"])
    for n, entry in enumerate(form["execution"]):
        yield f"execution#{n}", tuple(sorted(entry.items(), key=lambda kv: kv[0]))
    for group in ("texts", "signoff"):
        for key, value in form[group].items():
            yield f"{group}.{key}", value
    for n, row in enumerate(form["indicators"]):
        for key in _ROW:
            value = row[key]
            yield f"{key}#{n}", (value["raw"], value["canonical"]) if isinstance(value, dict) else value
        yield (
            f"target#{n}",
            tuple((k, row["target"][k]) for k in ("raw", "kind", "operator", "value", "low", "high", "unit", "date")),
        )
    yield "unmapped", [(u["label"], u["text"]) for u in form["unmapped"]]
