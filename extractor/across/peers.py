"""One filing against its peers: values far off, names of other units left in, units that filed nothing."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.across.rows import (
    AcrossCheck,
    AcrossFinding,
    FormRow,
    IndicatorRow,
    Side,
    named,
    row_side,
    side,
    targets,
)

MIN_PEERS = 8
FAR = 12
"""Median absolute deviations from the median beyond which a value stands out."""
MIN_NAME = 4
RULE_OUTLIER, RULE_FOREIGN, RULE_MISSING = "value-outlier", "foreign-name", "filing-missing"


def outliers(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """A rate far from what other units set for the same indicator. Counts and money depend on size: never compared."""
    groups: defaultdict[tuple[str, str], list[tuple[FormRow, IndicatorRow]]] = defaultdict(list)
    for form in targets(forms):
        for row in form.indicators:
            if row.code and row.value is not None and row.unit in ("%", "‰"):
                groups[row.code, row.unit].append((form, row))
    compared = fired = 0
    for (code, _), found in sorted(groups.items()):
        if len({form.owner for form, _ in found}) < MIN_PEERS:
            continue
        compared += 1
        values = [row.value for _, row in found if row.value is not None]
        middle = statistics.median(values)
        spread = max(statistics.median(abs(v - middle) for v in values), Decimal(1))
        for form, row in found:
            if row.value is not None and abs(row.value - middle) > FAR * spread:
                fired += 1
                yield AcrossFinding(
                    RULE_OUTLIER, "implausible-value", "info",
                    (
                        f"{named(form)}的指标“{row.name}”为 {row.target}，其他 {len(found) - 1} 处多在 "
                        f"{middle:f}{row.unit} 左右，请核实。"
                    ),
                    (row_side(form, row),), {"median": f"{middle:f}", "code": code},
                )  # fmt: skip
    if not compared:
        yield AcrossCheck(
            RULE_OUTLIER, "implausible-value", "cannot-tell", f"没有 {MIN_PEERS} 个以上单位都设的比率指标"
        )
    elif not fired:
        yield AcrossCheck(
            RULE_OUTLIER, "implausible-value", "passed", f"比较了 {compared} 个比率指标，没有远离其他单位的"
        )


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
        for text, place in _texts(form):
            for name in _names_in(text, starts):
                if name in form.owner or form.owner in name or name in form.project or _kin(name, form.owner):
                    continue
                fired = True
                yield AcrossFinding(
                    RULE_FOREIGN, "foreign-name", "warning",
                    f"{named(form)}的内容里写着“{name}”，可能套用了别的单位的表，请核对。",
                    (place,), {"name": name},
                )  # fmt: skip
                break
    if not fired:
        yield AcrossCheck(RULE_FOREIGN, "foreign-name", "passed", f"核对了 {len(known)} 个单位的名称，没有写错单位的表")


def _texts(form: FormRow) -> Iterator[tuple[str, Side]]:
    if form.goal:
        yield form.goal, side(form, form.goal, form.goal_field)
    for row in form.indicators:
        yield row.name, row_side(form, row, row.name)


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
        yield AcrossCheck(
            RULE_MISSING,
            "missing-filing",
            "cannot-tell",
            "没有部门名单（rules/departments.yaml 或 --departments），无法判断漏报",
        )
        return
    filed = {form.owner for form in targets(forms)}
    gone = sorted(set(departments) - filed)
    for name in gone:
        yield AcrossFinding(
            RULE_MISSING, "missing-filing", "warning", f"{name}没有报送本年度的绩效目标表，请催报。", (), {"unit": name}
        )
    if not gone:
        yield AcrossCheck(RULE_MISSING, "missing-filing", "passed", f"名单上的 {len(set(departments))} 个部门都已报送")
