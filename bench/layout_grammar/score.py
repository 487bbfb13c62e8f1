"""One JSON document of `jixiao extract` against the truth of its forms: what is right, what is wrong, what was told.

Knows the JSON alone. A value counts as told where a finding about the reading names its cell, row, column, field or
form, holds its text as unread, or where the whole document is 未能审核.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Json = dict[str, Any]
READING = {
    "unread-text", "no-indicators", "missing-column", "doubtful-reading", "doubtful-table", "reading-disputed",
    "bad-number",
    "bad-date", "low-ocr-confidence", "unreadable-part", "inferred-unit", "encoding-fallback", "format-mismatch",
    "hidden-content",
}  # fmt: skip
"""Codes that say the program is not sure of what it read. Any other error or warning accuses the unit."""
ROWS = (
    "level1",
    "level2",
    "level3",
    "target_raw",
    "target",
    "weight",
    "actual",
    "achieved_score",
    "deviation_reason",
    "note",
    "standard",
    "scope",
)
_HEAD = (
    "kind",
    "title",
    "fiscal_year",
    "filer",
    "department",
    "implementer",
    "project_name",
    "project_code",
    "currency_unit",
)
_COLUMNS = {
    "target": "指标值|目标值", "weight": "分值|权重", "actual": "完成值|实际", "achieved_score": "得分",
    "deviation_reason": "原因",
    "note": "备注", "standard": "标准", "level1": "一级", "level2": "二级", "level3": "三级|名称",
}  # fmt: skip
_ALIKE = str.maketrans({"≧": "≥", "≦": "≤", "—": "-", "–": "-", "－": "-", "“": '"', "”": '"'})


@dataclass(slots=True)
class Miss:
    """A value that is wrong or missing, at `pointer` of the output."""

    pointer: str
    want: Any
    got: Any
    told: bool = False


@dataclass(slots=True)
class Scored:
    """One form of the truth."""

    fields: int = 0
    cells: int = 0
    misses: list[Miss] = field(default_factory=list)
    accusations: list[Json] = field(default_factory=list)
    doubts: list[Json] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.misses

    def wrong(self, cells: bool) -> int:
        return sum(("/indicators/" in m.pointer) == cells for m in self.misses)

    @property
    def silent(self) -> int:
        return sum(not m.told for m in self.misses)


def fold(text: object) -> str:
    """Text without white space, width and the makers' habits of signs."""
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text)).translate(_ALIKE)
    return re.sub(r"\s+", "", plain).replace(">=", "≥").replace("<=", "≤")


def same(want: object, got: object) -> bool:
    """Equal after folding, or equal as numbers."""
    if isinstance(got, dict):
        got = got.get("value", got.get("raw"))
    one, two = fold(want), fold(got)
    if one == two:
        return True
    if one.endswith("%") != two.endswith("%"):
        return False
    try:
        return Decimal(one.rstrip("%").replace(",", "")) == Decimal(two.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return False


def _label(want: str, got: Any) -> bool:
    """A level, right as printed or as the canonical word; points, numbers and 指标 at its ends are no difference."""
    shown = [got.get("raw"), got.get("canonical")] if isinstance(got, dict) else [got]

    def core(text: object) -> str:
        return re.sub(r"\([^()]*(?:\)分?|$)|^\d+\.|^\([一二三四五]\)|指标$", "", fold(text)) or fold(text)

    return core(want) in {core(s) for s in shown}


def _target(want: Json, got: Any) -> bool:
    have = got if isinstance(got, dict) else {}
    for key, value in want.items():
        found = have.get(key)
        if key == "date":
            if not fold(found).startswith(value[:7]):
                return False
        elif not same(value, found):
            return False
    return True


def _cell(key: str, want: Json, row: Json) -> bool:
    if key in ("level1", "level2", "level3"):
        return _label(want[key], row.get(key))
    if key == "target_raw":
        raw = (row.get("target") or {}).get("raw")
        return any(same(w, raw) for w in (want[key], *want.get("target_raw_alt", ())))
    if key == "target":
        return _target(want[key], row.get("target"))
    return same(want[key], row.get(key))


def _name(row: Json) -> str:
    found = row.get("level3")
    return fold(found.get("raw") if isinstance(found, dict) else found)


def _closeness(want: Json, row: Json) -> float:
    keys = [k for k in ROWS if k in want]
    return 3.0 * (fold(want.get("level3")) == _name(row)) + sum(_cell(k, want, row) for k in keys) / len(keys)


def _pair(wants: list[Json], rows: list[Json], close: Any, least: float) -> dict[int, int]:
    """Each truth with at most one of the output, the closest first, earlier ones before later."""
    ranked = sorted(
        ((close(w, r), -abs(i - j), i, j) for i, w in enumerate(wants) for j, r in enumerate(rows)), reverse=True
    )
    found: dict[int, int] = {}
    for score, _, i, j in ranked:
        if score >= least and i not in found and j not in found.values():
            found[i] = j
    return found


def _likeness(want: Json, form: Json) -> float:
    names = {fold(r.get("level3")) for r in want.get("indicators", [])}
    shared = names & {_name(r) for r in form.get("indicators") or []}
    heads = sum(same(want[k], form.get(k)) for k in _HEAD if k in want)
    return 3 * len(shared) / max(1, len(names)) + heads / 4 + 0.1


def _field_pairs(want: Json, form: Json) -> Iterator[tuple[str, Any, Any, bool]]:
    """Pointer below the form, wanted, got, right."""
    for key in _HEAD:
        if key in want:
            yield key, want[key], form.get(key), same(want[key], form.get(key))
    for group in ("amounts", "texts", "signoff", "period"):
        have = form.get(group) or {}
        for key, value in want.get(group, {}).items():
            got = have.get(key)
            dated = key in ("start", "end")
            yield f"{group}/{key}", value, got, fold(got).startswith(fold(value)) if dated else same(value, got)
    yield from _executed(want, form)


def _executed(want: Json, form: Json) -> Iterator[tuple[str, Any, Any, bool]]:
    have = list(form.get("execution") or [])
    for at, entry in enumerate(want.get("execution", [])):
        item = _item(entry.get("item"))
        named = [j for j, e in enumerate(have) if item and _item(e.get("item")) == item]
        j = named[0] if named else at
        row = have[j] if j < len(have) and (named or not item) else {}
        for key, value in entry.items():
            if key != "item":
                yield f"execution/{j}/{key}", value, row.get(key), same(value, row.get(key))


def _item(text: object) -> str:
    return re.sub(r"^其中:?|\(.*?(?:\)|$)|:", "", fold(text))


def score(truth: Json, output: Json) -> list[Scored]:
    """A score for each form of the truth, in its order; what no form owns goes to the first."""
    forms, wants = output.get("forms") or [], truth["forms"]
    pairs = _pair(wants, forms, _likeness, 0.0)
    scored = [_form(want, forms[pairs[i]] if i in pairs else {}, pairs.get(i)) for i, want in enumerate(wants)]
    findings = output.get("findings") or []
    unowned = set(range(len(forms))) - set(pairs.values())
    scored[0].misses += [Miss(f"/forms/{j}", None, "a form too many") for j in unowned]
    owner = {j: i for i, j in pairs.items()}
    for finding in findings:
        if finding["severity"] in ("error", "warning"):
            into = scored[owner.get(finding.get("form"), 0)]
            (into.doubts if finding["code"] in READING else into.accusations).append(finding)
    stopped = (output.get("quality") or {}).get("verdict") == "未能审核" or (output.get("source") or {}).get(
        "status"
    ) == "failed"
    for one in scored:
        for miss in one.misses:
            miss.told = stopped or any(tells(f, miss, forms) for f in findings)
        one.misses = [miss for miss in one.misses if not (miss.told and is_unprinted(miss, truth.get("unprinted", "")))]
    return scored


def is_unprinted(miss: Miss, lost: str) -> bool:
    """Whether a value lacks nothing but what the file itself does not show (`write_pdf.unprinted`): to say so is all
    that can be asked.
    """
    got = miss.got.get("raw") if isinstance(miss.got, dict) else miss.got
    if not lost or not isinstance(miss.want, str) or not isinstance(got, str) or not got:
        return False
    want, have = Counter(fold(miss.want)), Counter(fold(got))
    return bool(want - have) and not have - want and not (want - have) - Counter(fold(lost))


def _form(want: Json, form: Json, index: int | None) -> Scored:
    found, base = Scored(), f"/forms/{index if index is not None else '?'}"
    for name, value, got, right in _field_pairs(want, form):
        found.fields += 1
        if not right or not form:
            found.misses.append(Miss(f"{base}/{name}", value, got))
    rows = form.get("indicators") or []
    pairs = _pair(want["indicators"], rows, _closeness, 0.75)
    for i, row in enumerate(want["indicators"]):
        at = pairs.get(i)
        for key in ROWS:
            if key in row:
                found.cells += 1
                if at is None or not _cell(key, row, rows[at]):
                    place = (
                        f"{base}/indicators/{at if at is not None else '?'}/{'target' if key == 'target_raw' else key}"
                    )
                    found.misses.append(
                        Miss(place, row[key], rows[at].get(key.removesuffix("_raw")) if at is not None else None)
                    )
    extra = [
        j
        for j, r in enumerate(rows)
        if j not in pairs.values() and (_name(r) or fold((r.get("target") or {}).get("raw")))
    ]
    found.cells += len(extra)
    found.misses += [Miss(f"{base}/indicators/{j}/level3", None, _name(rows[j])) for j in extra]
    return found


def tells(finding: Json, miss: Miss, forms: list[Json]) -> bool:
    """Whether a finding of the reading names the place of this miss, or shows its text as unread."""
    code, at, pointer = finding["code"], finding.get("field") or "", miss.pointer
    index = pointer.split("/")[2]
    if code not in READING or (code == "inferred-unit" and not pointer.endswith("currency_unit")):
        return False
    if finding.get("form") is None and not at:
        return code in ("unreadable-part", "doubtful-table", "unread-text")
    if index != "?" and str(finding.get("form")) != index:
        return False
    if _shown(finding, miss, forms):
        return True
    if code == "no-indicators":
        return "/indicators/" in pointer
    if code == "missing-column":
        words = _COLUMNS.get(pointer.rsplit("/", 1)[1], "$^")
        return bool(re.search(words, f"{finding.get('expected')} {finding.get('message')}"))
    if code == "unread-text" and at == f"/forms/{index}":
        return False
    if re.fullmatch(r"/forms/\d+/indicators/\d+/\w+", at) and code == "doubtful-reading":
        return at.rsplit("/", 1)[1] == pointer.rsplit("/", 1)[1] or at == pointer
    return bool(at) and ((pointer + "/").startswith(at + "/") or (at + "/").startswith(pointer + "/"))


def _shown(finding: Json, miss: Miss, forms: list[Json]) -> bool:
    """The wanted text is in the finding, or in an unmapped cell that the finding points at."""
    want = fold(miss.want if not isinstance(miss.want, dict) else miss.want.get("value"))
    if not want or finding["code"] == "inferred-unit":
        return False
    if want in fold(finding.get("observed")):
        return True
    places = [p for p in [finding.get("at"), *((finding.get("at") or {}).get("parts") or [])] if p]
    named = {(p.get("table"), p.get("row"), p.get("col"), p.get("line")) for p in places}
    for form in forms:
        for entry in form.get("unmapped") or []:
            spot = entry.get("at") or {}
            if (spot.get("table"), spot.get("row"), spot.get("col"), spot.get("line")) in named and want in fold(
                entry.get("text")
            ):
                return True
    return False
