"""One filing against its peers: values far off, names of other units left in, units that filed nothing, last year."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow, IndicatorRow, side, targets
from extractor.across.skeleton import plain

MIN_PEERS = 8
FAR = 12
"""Median absolute deviations from the median beyond which a value stands out."""
MIN_NAME = 4
RULE_OUTLIER, RULE_FOREIGN, RULE_MISSING, RULE_LOWERED, RULE_COPIED = (
    "value-outlier", "foreign-name", "filing-missing", "target-lowered", "target-copied",
)  # fmt: skip


def outliers(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """A rate far from what other units set for the same indicator. Counts and money depend on size: never compared."""
    groups: defaultdict[str, list[tuple[FormRow, IndicatorRow]]] = defaultdict(list)
    for form in targets(forms):
        for row in form.indicators:
            if row.code and row.value is not None and row.unit in ("%", "‰"):
                groups[row.code].append((form, row))
    compared = 0
    for code, found in sorted(groups.items()):
        if len({form.owner for form, _ in found}) < MIN_PEERS:
            continue
        compared += 1
        values = [row.value for _, row in found if row.value is not None]
        middle = statistics.median(values)
        spread = max(statistics.median(abs(v - middle) for v in values), Decimal(1))
        for form, row in found:
            if row.value is not None and abs(row.value - middle) > FAR * spread:
                yield AcrossFinding(
                    RULE_OUTLIER, "implausible-value", "info",
                    f"{form.owner}“{form.project or '部门整体'}”的指标“{row.name}”为 {row.target}，其他 {len(found) - 1} 处多在 {middle:f}{row.unit} 左右，请核实。",
                    (side(form, row.target, f"/indicators/{row.row}"),), {"median": f"{middle:f}", "code": code},
                )  # fmt: skip
    if not compared:
        yield AcrossCheck(RULE_OUTLIER, "implausible-value", "cannot-tell", f"没有 {MIN_PEERS} 个以上单位都设的比率指标")


def foreign_names(forms: Sequence[FormRow], names: Iterable[str]) -> Iterator[AcrossFinding | AcrossCheck]:
    """Another unit's name left in a goal or an indicator: a form taken over from somewhere else."""
    known = {name for name in names if len(name) >= MIN_NAME}
    starts: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(known, key=len, reverse=True):
        starts[name[:MIN_NAME]].append(name)
    if len(known) < 2:
        yield AcrossCheck(RULE_FOREIGN, "foreign-name", "cannot-tell", "单位不足两个，无从比较")
        return
    fired = False
    for form in targets(forms):
        for text, field in _texts(form):
            for name in _names_in(text, starts):
                if name in form.owner or form.owner in name or name in form.project or _kin(name, form.owner):
                    continue
                fired = True
                yield AcrossFinding(
                    RULE_FOREIGN, "foreign-name", "warning",
                    f"{form.owner}“{form.project or '部门整体'}”的内容里写着“{name}”，可能套用了别的单位的表，请核对。",
                    (side(form, text, field),), {"name": name},
                )  # fmt: skip
                break
    if not fired:
        yield AcrossCheck(RULE_FOREIGN, "foreign-name", "passed", f"核对了 {len(known)} 个单位的名称，没有写错单位的表")


def _texts(form: FormRow) -> Iterator[tuple[str, str]]:
    if form.goal:
        yield form.goal, "/texts/annual_goal"
    for row in form.indicators:
        yield row.name, f"/indicators/{row.row}"


def _names_in(text: str, starts: dict[str, list[str]]) -> Iterator[str]:
    for at in range(len(text) - MIN_NAME + 1):
        for name in starts.get(text[at : at + MIN_NAME], ()):
            if text.startswith(name, at):
                yield name
                break


def _kin(name: str, owner: str) -> bool:
    """A parent and its office (县教育局, 县教育局机关) or the government above them all."""
    return name.endswith(("人民政府", "财政局", "委员会")) or name[:-1] in owner or owner[:-1] in name


def missing_filings(forms: Sequence[FormRow], departments: Sequence[str]) -> Iterator[AcrossFinding | AcrossCheck]:
    """Departments of the list without any target form of the year."""
    if not departments:
        yield AcrossCheck(RULE_MISSING, "missing-filing", "cannot-tell", "没有部门名单（rules/departments.yaml 或 --departments），无法判断漏报")
        return
    filed = {form.owner for form in targets(forms)}
    gone = sorted(set(departments) - filed)
    for name in gone:
        yield AcrossFinding(RULE_MISSING, "missing-filing", "warning", f"{name}没有报送本年度的绩效目标表，请催报。", ())
    if not gone:
        yield AcrossCheck(RULE_MISSING, "missing-filing", "passed", f"名单上的 {len(set(departments))} 个部门都已报送")


def against_last_year(now: Sequence[FormRow], before: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """Targets lowered, or a whole set copied, in the same project of the same unit."""
    old = {(f.owner, f.kind, plain(f.project)): f for f in targets(before)}
    if not old:
        yield AcrossCheck(RULE_LOWERED, "target-lowered", "cannot-tell", "没有上年度的表可比")
        return
    compared = 0
    for form in targets(now):
        last = old.get((form.owner, form.kind, plain(form.project)))
        if last is None:
            continue
        compared += 1
        yield from _lowered(form, last)
        yield from _copied(form, last)
    if not compared:
        yield AcrossCheck(RULE_LOWERED, "target-lowered", "cannot-tell", "两年之间没有同名的项目可比")


def _lowered(form: FormRow, last: FormRow) -> Iterator[AcrossFinding]:
    old = {(row.code or plain(row.name), row.unit): row for row in last.indicators}
    for row in form.indicators:
        was = old.get((row.code or plain(row.name), row.unit))
        if was is None or row.value is None or was.value is None or "成本" in (row.level2 or ""):
            continue
        upward = row.operator in (">=", ">", "=", None) and was.operator in (">=", ">", "=", None)
        if upward and row.value < was.value:
            yield AcrossFinding(
                RULE_LOWERED, "target-lowered", "info",
                f"{form.owner}“{form.project or '部门整体'}”的指标“{row.name}”由上年的 {was.target} 降为 {row.target}，请说明理由。",
                (side(form, row.target, f"/indicators/{row.row}"), side(last, was.target, f"/indicators/{was.row}")),
            )  # fmt: skip


def _copied(form: FormRow, last: FormRow) -> Iterator[AcrossFinding]:
    mine = [(plain(r.name), plain(r.target)) for r in form.indicators]
    if len(mine) >= 3 and mine == [(plain(r.name), plain(r.target)) for r in last.indicators]:
        yield AcrossFinding(
            RULE_COPIED, "target-copied", "info",
            f"{form.owner}“{form.project or '部门整体'}”的 {len(mine)} 条指标和指标值与上年完全相同，请核实是否按本年度重新设定。",
            (side(form, f"{len(mine)} 条指标", "/indicators"), side(last, f"{len(mine)} 条指标", "/indicators")),
        )  # fmt: skip
